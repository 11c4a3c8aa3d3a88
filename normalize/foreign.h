/*
 * Foreign charsets: what the tables here do not hold is left to the system's iconv, for `--from`
 * and for what a container declares (Shift_JIS, EUC-TW, EUC-KR, windows-1252 …).
 */
#ifndef ZHIBIAO_FOREIGN_H
#define ZHIBIAO_FOREIGN_H

#include "normalize/edit.h"

struct foreign;

/* NULL with e filled when iconv does not know the name. Closed with foreign_close. */
struct foreign *foreign_open(struct slice name, struct err *e);
void foreign_close(struct foreign *f);

/* Decodes the editor's source up to `end`; bytes that nothing explains become U+FFFD one by one. */
void foreign_decode(struct foreign *f, struct editor *w, size_t end);

/* The name that it was opened by; lives as long as f. */
const char *foreign_name(const struct foreign *f);

#endif
