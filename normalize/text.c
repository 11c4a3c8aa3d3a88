#include "normalize/text.h"

#include "normalize/vector.h"

enum { BLOCK = sizeof(bytes16) };

/* Which of sixteen places in a row have the first and the last byte of the needle. */
static bytes16 ends_match(const char *at, struct slice needle)
{
	bytes16 first = bytes16_at(at), last = bytes16_at(at + needle.n - 1);

	return (bytes16)((first == (unsigned char)needle.p[0]) &
			 (last == (unsigned char)needle.p[needle.n - 1]));
}

static size_t find_byte(struct slice text, size_t from, char byte)
{
	const char *hit = memchr(text.p + from, byte, text.n - from);

	return hit ? (size_t)(hit - text.p) : text.n;
}

/* memmem would look at each byte of Chinese text by itself. */
size_t slice_find(struct slice text, size_t from, struct slice needle)
{
	size_t at = from, stop;

	if (from > text.n || needle.n > text.n - from)
		return text.n;
	if (needle.n < 2)
		return needle.n ? find_byte(text, from, needle.p[0]) : from;
	stop = text.n - needle.n + 1; /* places before it can hold the needle */
	while (at < stop) {
		size_t step = 0;

		if (at + BLOCK <= stop)
			step = bytes16_first(ends_match(text.p + at, needle));
		if (step == BLOCK) { /* the next block must not wait for the number */
			at += BLOCK;
			continue;
		}
		at += step;
		if (memcmp(text.p + at, needle.p, needle.n) == 0)
			return at;
		at++;
	}
	return text.n;
}

static bool is_blank(uint32_t c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x3000 || c == 0xA0;
}

struct slice slice_trim(struct slice text)
{
	size_t len;

	while (text.n && is_blank(utf8_at(text, 0, &len))) {
		text.p += len;
		text.n -= len;
	}
	while (text.n && is_blank(utf8_before(text, text.n, &len)))
		text.n -= len;
	return text;
}

size_t utf8_put(char out[4], uint32_t code)
{
	if (code < 0x80) {
		out[0] = (char)code;
		return 1;
	}
	if (code < 0x800) {
		out[0] = (char)(0xC0 | code >> 6);
		out[1] = (char)(0x80 | (code & 0x3F));
		return 2;
	}
	if (code < 0x10000) {
		out[0] = (char)(0xE0 | code >> 12);
		out[1] = (char)(0x80 | (code >> 6 & 0x3F));
		out[2] = (char)(0x80 | (code & 0x3F));
		return 3;
	}
	out[0] = (char)(0xF0 | code >> 18);
	out[1] = (char)(0x80 | (code >> 12 & 0x3F));
	out[2] = (char)(0x80 | (code >> 6 & 0x3F));
	out[3] = (char)(0x80 | (code & 0x3F));
	return 4;
}

/* Bytes that don't go on with a character, of eight at once. */
static size_t count_eight(const char *p)
{
	const uint64_t ones = 0x0101010101010101u;
	uint64_t bytes;

	memcpy(&bytes, p, sizeof(bytes));
	return 8 - ((bytes >> 7 & ~bytes >> 6 & ones) * ones >> 56);
}

size_t utf8_count(struct slice text)
{
	size_t n = 0, i = 0;

	for (; i + 8 <= text.n; i += 8)
		n += count_eight(text.p + i);
	for (; i < text.n; i++)
		n += ((unsigned char)text.p[i] & 0xC0) != 0x80;
	return n;
}
