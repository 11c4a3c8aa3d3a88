/*
 * Decode: bytes of any Chinese charset to UTF-8.
 */
#ifndef ZHIBIAO_DECODE_H
#define ZHIBIAO_DECODE_H

#include "normalize/doc.h"

/*
 * Makes layer 0 from bytes that must be valid UTF-8, for a filter that is not the first of its
 * chain. On bytes that are not, -1 with the offset of the first bad one in e.
 */
int decode_utf8_only(struct doc *d, struct err *e);

#endif
