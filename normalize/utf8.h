/*
 * UTF-8 that is not known to be valid.
 */
#ifndef ZHIBIAO_UTF8_H
#define ZHIBIAO_UTF8_H

#include "normalize/text.h"

/* Length of the longest valid beginning (RFC 3629: no surrogates, no overlong forms). */
size_t utf8_valid(struct slice bytes);

/*
 * Where valid UTF-8 stops, the length of the ill-formed sequence there: the longest beginning of a
 * character that the bytes form, at least 1 (Unicode, "maximal subpart"; one U+FFFD each).
 */
size_t utf8_bad(struct slice bytes);

/* Whether the bytes are the beginning of a character that goes on beyond their end. */
bool utf8_cut(struct slice bytes);

#endif
