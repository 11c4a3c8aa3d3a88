/*
 * Mojibake: text that was read in a wrong charset before it came here, made right again where its
 * characters still tell what they were.
 *
 *   浣犲ソ          UTF-8 read as GBK, or as Latin-1 (ä½ å¥½), also twice
 *   い地チ          Big5 read as GBK, or GBK as Big5 or as Latin-1
 *   高??萍汲晒D化   GBK read one byte off after a byte was lost
 *   &ldquo;         names and numbers of characters that HTML would have read
 *   锟斤拷          what can't be undone becomes U+FFFD and is counted as lost
 */
#ifndef ZHIBIAO_MOJIBAKE_H
#define ZHIBIAO_MOJIBAKE_H

#include "normalize/doc.h"

struct mojibake;

/* NULL with e filled when there is no memory. */
struct mojibake *mojibake_open(struct err *e);
void mojibake_close(struct mojibake *m);

/*
 * Adds a layer for every pass that found something. `off` has bit 1 << kind set for the kinds of
 * edit that are not wanted. Returns 0, or -1 with e filled.
 */
int mojibake_repair(struct mojibake *m, struct doc *d, struct editor *w, uint32_t off,
		    struct err *e);

#endif
