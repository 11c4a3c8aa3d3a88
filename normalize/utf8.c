#include "normalize/utf8.h"

#include "normalize/vector.h"

enum { BLOCK = 64 };

/* The bytes that may follow a lead byte: how many, and the bounds of the first of them. */
struct follow {
	unsigned char count, low, high;
};

static struct follow follow_of(unsigned char lead)
{
	if (lead >= 0xC2 && lead <= 0xDF)
		return (struct follow){1, 0x80, 0xBF};
	if (lead >= 0xE0 && lead <= 0xEF)
		return (struct follow){2, lead == 0xE0 ? 0xA0 : 0x80, lead == 0xED ? 0x9F : 0xBF};
	if (lead >= 0xF0 && lead <= 0xF4)
		return (struct follow){3, lead == 0xF0 ? 0x90 : 0x80, lead == 0xF4 ? 0x8F : 0xBF};
	return (struct follow){0, 0, 0};
}

/* How many of the bytes after the lead byte belong to it. */
static size_t followers(const unsigned char *s, size_t n, struct follow f)
{
	size_t i = 0;

	if (!f.count || n < 2 || s[1] < f.low || s[1] > f.high)
		return 0;
	for (i = 1; i < f.count && i + 1 < n && (s[i + 1] & 0xC0) == 0x80;)
		i++;
	return i;
}

/* Length of the valid character at s, 0 when it is none. */
static size_t valid_one(const unsigned char *s, size_t n)
{
	struct follow f;

	if (s[0] < 0x80)
		return 1;
	if (s[0] >= 0xE1 && s[0] <= 0xEC && n > 2 && (s[1] & 0xC0) == 0x80 && (s[2] & 0xC0) == 0x80)
		return 3;
	f = follow_of(s[0]);
	return f.count && followers(s, n, f) == f.count ? f.count + 1u : 0;
}

/*
 * Highest bit set in each byte that can't stand after the three bytes before it (p, q, r, the
 * nearest first). b & b << 1 has its highest bit set when b begins with bits 11, and so on.
 */
static inline bytes16 misfits(bytes16 b, bytes16 p, bytes16 q, bytes16 r)
{
	bytes16 b2 = b + b, b4 = b2 + b2, b8 = b4 + b4;
	bytes16 q2 = q + q, r2 = r + r, r4 = r2 + r2;
	bytes16 wanted = (p & (p + p)) | (q & q2 & (q2 + q2)) | (r & r2 & r4 & (r4 + r4));
	bytes16 bad = (b & ~b2) ^ wanted;

	bad |= (bytes16)((b & 0xFE) == 0xC0) | ((bytes16)((signs16)b > -12) & b);
	bad |= ((bytes16)(p == 0xE0) & ~b4) | ((bytes16)(p == 0xED) & b4);
	bad |= ((bytes16)(p == 0xF0) & ~(b4 | b8)) | ((bytes16)(p == 0xF4) & (b4 | b8));
	return bad;
}

/* Whether a block is part of valid UTF-8, given that the three bytes before it are. A character
   may go on beyond the block. */
static bool block_fits(const unsigned char *s)
{
	bytes16 bad = {0};

	for (const unsigned char *p = s; p < s + BLOCK; p += sizeof(bad))
		bad |= misfits(bytes16_at(p), bytes16_at(p - 1), bytes16_at(p - 2),
			       bytes16_at(p - 3));
	return !bytes16_high(bad);
}

/* Where the character begins that goes on at `at`; `at` itself at a boundary. at >= 3. */
static size_t boundary_before(const unsigned char *s, size_t at)
{
	if (s[at - 1] >= 0xC0)
		return at - 1;
	if (s[at - 2] >= 0xE0)
		return at - 2;
	return s[at - 3] >= 0xF0 ? at - 3 : at;
}

size_t utf8_valid(struct slice bytes)
{
	const unsigned char *s = (const unsigned char *)bytes.p;
	size_t at = 0, stop, len;

	while (at < bytes.n) {
		if (at >= 3) {
			while (bytes.n - at >= BLOCK && block_fits(s + at))
				at += BLOCK;
			at = boundary_before(s, at);
		}
		stop = bytes.n - at > BLOCK ? at + BLOCK : bytes.n;
		while (at < stop) {
			len = valid_one(s + at, bytes.n - at);
			if (!len)
				return at;
			at += len;
		}
	}
	return at;
}

size_t utf8_bad(struct slice bytes)
{
	const unsigned char *s = (const unsigned char *)bytes.p;

	return 1 + followers(s, bytes.n, follow_of(s[0]));
}

bool utf8_cut(struct slice bytes)
{
	const unsigned char *s = (const unsigned char *)bytes.p;
	struct follow f;

	if (!bytes.n)
		return false;
	f = follow_of(s[0]);
	return f.count >= bytes.n && followers(s, bytes.n, f) == bytes.n - 1;
}
