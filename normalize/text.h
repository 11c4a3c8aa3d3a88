/*
 * Text by pointer and length, and places in it by offset.
 *
 * A slice borrows bytes owned by something that outlives it (an arena, a loaded file). A span is a
 * half-open range of byte offsets into a text named by its context; it stays valid when a buffer
 * moves. UTF-8 helpers assume valid UTF-8: the decode stage guarantees it.
 */
#ifndef ZHIBIAO_TEXT_H
#define ZHIBIAO_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct slice {
	const char *p;
	size_t n;
};

struct span {
	size_t start;
	size_t end;
};

static inline struct slice slice_of(const char *s)
{
	return (struct slice){s, strlen(s)};
}

static inline bool slice_eq(struct slice a, struct slice b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static inline bool slice_is(struct slice a, const char *s)
{
	return slice_eq(a, slice_of(s));
}

static inline struct slice slice_cut(struct slice text, struct span at)
{
	return (struct slice){text.p + at.start, at.end - at.start};
}

static inline bool slice_starts(struct slice a, struct slice prefix)
{
	return a.n >= prefix.n && (prefix.n == 0 || memcmp(a.p, prefix.p, prefix.n) == 0);
}

static inline bool slice_ends(struct slice a, struct slice suffix)
{
	return a.n >= suffix.n &&
	       (suffix.n == 0 || memcmp(a.p + a.n - suffix.n, suffix.p, suffix.n) == 0);
}

/* Offset of the first `needle` in `text` at or after `from`; text.n when there is none. */
size_t slice_find(struct slice text, size_t from, struct slice needle);

/* `text` without ASCII blanks, line ends and ideographic spaces at its two ends. */
struct slice slice_trim(struct slice text);

/* Length in bytes (1 to 4) of the character that begins with this byte. */
static inline size_t utf8_len(unsigned char lead)
{
	return lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

/* The code point at text.p[at] (at < text.n); its length in bytes goes to *len. */
static inline uint32_t utf8_at(struct slice text, size_t at, size_t *len)
{
	const unsigned char *s = (const unsigned char *)text.p + at;

	*len = utf8_len(s[0]);
	if (*len == 3)
		return (uint32_t)(s[0] & 0x0F) << 12 | (uint32_t)(s[1] & 0x3F) << 6 | (s[2] & 0x3F);
	if (*len == 1)
		return s[0];
	if (*len == 2)
		return (uint32_t)(s[0] & 0x1F) << 6 | (s[1] & 0x3F);
	return (uint32_t)(s[0] & 0x07) << 18 | (uint32_t)(s[1] & 0x3F) << 12 |
	       (uint32_t)(s[2] & 0x3F) << 6 | (s[3] & 0x3F);
}

/* The code point that ends at `at` (at > 0); its length in bytes goes to *len. */
static inline uint32_t utf8_before(struct slice text, size_t at, size_t *len)
{
	size_t start = at - 1;

	while (start > 0 && ((unsigned char)text.p[start] & 0xC0) == 0x80)
		start--;
	return utf8_at(text, start, len);
}

/* Writes the code point as UTF-8 into out and returns how many bytes (1 to 4). */
size_t utf8_put(char out[4], uint32_t code);

/* Number of characters in valid UTF-8. */
size_t utf8_count(struct slice text);

/* Whether valid UTF-8 has more than `most` characters; a long text is not counted to its end. */
static inline bool utf8_exceeds(struct slice text, size_t most)
{
	return text.n > 4 * most || (text.n > most && utf8_count(text) > most);
}

/* CJK ideographs: the unified blocks, extensions A to H, the compatibility block and 〇. */
static inline bool is_han(uint32_t c)
{
	return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || c == 0x3007 ||
	       (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x323AF);
}

static inline bool is_digit(uint32_t c)
{
	return c >= '0' && c <= '9';
}

static inline bool is_latin(uint32_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

#endif
