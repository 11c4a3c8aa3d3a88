/*
 * Glyphs: what a character is in a text, and what the beginning of a line looks like.
 */
#ifndef ZHIBIAO_GLYPH_H
#define ZHIBIAO_GLYPH_H

#include "normalize/text.h"

#include <uchar.h>

/* The character at `at`, or before it; 0 and no length at the end of the text. */
static inline uint32_t glyph_at(struct slice t, size_t at, size_t *len)
{
	*len = 0;
	return at < t.n ? utf8_at(t, at, len) : 0;
}

static inline uint32_t glyph_before(struct slice t, size_t at, size_t *len)
{
	*len = 0;
	return at > 0 ? utf8_before(t, at, len) : 0;
}

/* Whether c (not 0) is one of a NUL-terminated set. */
static inline bool glyph_in(uint32_t c, const char32_t *set)
{
	while (*set && *set != c)
		set++;
	return *set != 0;
}

/* Bytes that a pass over a text stops at: ASCII and first bytes of characters. */
struct byte_set {
	bool has[256];
};

/* The next byte of the set at or after `at`, or t.n. Much faster than going by characters. */
static inline size_t byte_next(struct slice t, size_t at, const struct byte_set *set)
{
	const unsigned char *s = (const unsigned char *)t.p;

	while (at + 4 <= t.n &&
	       !(set->has[s[at]] | set->has[s[at + 1]] | set->has[s[at + 2]] | set->has[s[at + 3]]))
		at += 4;
	while (at < t.n && !set->has[s[at]])
		at++;
	return at;
}

/* 。 ! ? ; … */
bool glyph_ends_sentence(uint32_t c);

/* Punctuation that no line and no word begins with: , 、 。 ) 》 ” … */
bool glyph_closes(uint32_t c);

/* ( 《 “ 【 … */
bool glyph_opens(uint32_t c);

/* 一 to 九, 十, 百, 零, 〇 */
bool glyph_is_numeral(uint32_t c);

/*
 * Length in bytes of the mark of an item or heading that begins at `at`, 0 without:
 * `(一)`, `一、`, `(1)`, `1.`, `1、`, `第一章`, `①`, bullets. A number with decimals is no mark.
 */
size_t item_mark(struct slice t, size_t at);

/* End of the line that holds `at`: the offset of its `\n`, or t.n. */
size_t line_end(struct slice t, size_t at);

#endif
