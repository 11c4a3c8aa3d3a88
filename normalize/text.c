#include "normalize/text.h"

size_t slice_find(struct slice text, size_t from, struct slice needle)
{
	const char *hit;

	if (from > text.n || needle.n > text.n - from)
		return text.n;
	hit = memmem(text.p + from, text.n - from, needle.p, needle.n);
	return hit ? (size_t)(hit - text.p) : text.n;
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

uint32_t utf8_at(struct slice text, size_t at, size_t *len)
{
	const unsigned char *s = (const unsigned char *)text.p + at;

	*len = utf8_len(s[0]);
	switch (*len) {
	case 1:
		return s[0];
	case 2:
		return (uint32_t)(s[0] & 0x1F) << 6 | (s[1] & 0x3F);
	case 3:
		return (uint32_t)(s[0] & 0x0F) << 12 | (uint32_t)(s[1] & 0x3F) << 6 | (s[2] & 0x3F);
	default:
		return (uint32_t)(s[0] & 0x07) << 18 | (uint32_t)(s[1] & 0x3F) << 12 |
		       (uint32_t)(s[2] & 0x3F) << 6 | (s[3] & 0x3F);
	}
}

uint32_t utf8_before(struct slice text, size_t at, size_t *len)
{
	size_t start = at - 1;

	while (start > 0 && ((unsigned char)text.p[start] & 0xC0) == 0x80)
		start--;
	return utf8_at(text, start, len);
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

size_t utf8_count(struct slice text)
{
	size_t n = 0;

	for (size_t i = 0; i < text.n; i++)
		n += ((unsigned char)text.p[i] & 0xC0) != 0x80;
	return n;
}
