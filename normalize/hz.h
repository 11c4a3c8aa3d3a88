/*
 * HZ (RFC 1843): GB2312 in seven bits, between `~{` and `~}`.
 */
#ifndef ZHIBIAO_HZ_H
#define ZHIBIAO_HZ_H

#include "normalize/edit.h"

/*
 * Decodes the editor's source up to offset `end`. The escapes are dropped. A line end closes what
 * was left open, so that damage does not spread beyond its line.
 */
void hz_decode(struct editor *w, size_t end);

/* How many pairs between `~{` and `~}` the bytes hold; 0 when one of them is no pair of GB2312. */
size_t hz_pairs(struct slice bytes);

#endif
