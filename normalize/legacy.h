/*
 * The legacy charsets of Chinese: GB18030 (with GBK and GB2312 in it) and Big5 (with the Hong Kong
 * characters and CP950 in it), as the WHATWG Encoding Standard defines them.
 */
#ifndef ZHIBIAO_LEGACY_H
#define ZHIBIAO_LEGACY_H

#include "normalize/edit.h"

enum legacy_charset { LEGACY_GB18030, LEGACY_BIG5 };

/* The code point of a pair of bytes; 0 for one that has none, or is no pair. */
uint32_t legacy_code(enum legacy_charset charset, unsigned char lead, unsigned char trail);

/*
 * Decodes the editor's source up to offset `end`. A pair or quadruple that means nothing becomes
 * one U+FFFD; of a sequence that is not even well-formed only the first byte does, so that a good
 * character after it is not lost.
 */
void legacy_decode(enum legacy_charset charset, struct editor *w, size_t end);

#endif
