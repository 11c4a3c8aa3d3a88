/*
 * The legacy charsets of Chinese: GB18030 (with GBK and GB2312 in it) and Big5 (with the Hong Kong
 * characters and CP950 in it), as the WHATWG Encoding Standard defines them.
 */
#ifndef ZHIBIAO_LEGACY_H
#define ZHIBIAO_LEGACY_H

#include "normalize/edit.h"

enum legacy_charset { LEGACY_GB18030, LEGACY_BIG5 };

struct legacy;

/* NULL with e filled when the system's iconv lacks the charset. */
struct legacy *legacy_open(enum legacy_charset charset, struct err *e);
void legacy_close(struct legacy *x);

/*
 * Decodes what is left of the editor's source. A pair or quadruple that means nothing becomes one
 * U+FFFD; of a sequence that is not even well-formed only the first byte does, so that a good
 * character after it is not lost.
 */
void legacy_decode(struct legacy *x, struct editor *w);

#endif
