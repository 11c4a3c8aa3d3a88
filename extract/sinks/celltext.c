#include "extract/sinks/celltext.h"

#include "normalize/json.h"
#include "normalize/utf8.h"

#include <math.h>

#define REPLACEMENT "\xEF\xBF\xBD"
#define ELLIPSIS "…"

/* The character at `at` of text that need not be valid; 0xFFFD for bytes that are none. */
static uint32_t next_char(struct slice text, size_t at, size_t *len)
{
	struct slice rest = {text.p + at, text.n - at};

	*len = utf8_len((unsigned char)rest.p[0]);
	if (*len <= rest.n && utf8_valid((struct slice){rest.p, *len}) == *len)
		return utf8_at(rest, 0, len);
	*len = utf8_bad(rest);
	return 0xFFFD;
}

/* Whether XML 1.0 has the character, and no program takes it for something else. */
static bool is_plain(uint32_t c)
{
	if (c < 0x20)
		return c == '\t' || c == '\n';
	return c != 0x7F && (c & 0xFFFE) != 0xFFFE && !(c >= 0x80 && c < 0xA0);
}

static bool is_hex(char c)
{
	return is_digit((unsigned char)c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* _x0041_ stands for a character in a workbook's text. */
static bool looks_escaped(struct slice text, size_t at)
{
	const char *p = text.p + at;

	if (text.n - at < 7 || p[0] != '_' || p[1] != 'x' || p[6] != '_')
		return false;
	return is_hex(p[2]) && is_hex(p[3]) && is_hex(p[4]) && is_hex(p[5]);
}

/* What to write for the character at `at`; *len is how many bytes of the text it stands for. */
static struct slice clean_at(struct slice text, size_t at, size_t *len)
{
	uint32_t c = next_char(text, at, len);

	if (c == '\r') {
		*len += at + 1 < text.n && text.p[at + 1] == '\n';
		return slice_of("\n");
	}
	if (c == 0xFFFD || !is_plain(c))
		return slice_of(REPLACEMENT);
	return (struct slice){text.p + at, *len};
}

/* Whether _x0041_ may begin here. */
static bool is_escape(const unsigned char *p, size_t n)
{
	return *p == '_' && n > 1 && p[1] == 'x';
}

/* Length of the character at p, of which n bytes are left, if it is surely fit; else 0. */
static size_t fit_len(const unsigned char *p, size_t n)
{
	if (*p < 0x80)
		return (*p >= ' ' && *p != 0x7F && !is_escape(p, n)) || *p == '\t' || *p == '\n';
	if (n < 3 || (p[1] & 0xC0) != 0x80 || (p[2] & 0xC0) != 0x80)
		return 0;
	if ((*p >= 0xE1 && *p <= 0xEC) || (*p == 0xEF && p[1] >= 0xBC && p[1] <= 0xBE))
		return 3;
	return 0;
}

/* Whether every character is one of those that most texts consist of, and goes out as it is. */
static bool is_fit(struct slice text)
{
	const unsigned char *p = (const unsigned char *)text.p;
	size_t len;

	for (size_t at = 0; at < text.n; at += len) {
		len = fit_len(p + at, text.n - at);
		if (!len)
			return false;
	}
	return true;
}

void celltext_clean(struct buf *out, struct slice text)
{
	size_t len;

	if (is_fit(text)) {
		buf_slice(out, text);
		return;
	}
	for (size_t at = 0; at < text.n; at += len)
		buf_slice(out, clean_at(text, at, &len));
}

/* UTF-16 units of one character: two above the basic plane, which UTF-8 writes in four bytes. */
static size_t units_of(struct slice character)
{
	return character.n == 4 ? 2 : 1;
}

size_t celltext_units(struct slice text)
{
	size_t units = 0;
	size_t len;

	for (size_t at = 0; at < text.n; at += len) {
		len = utf8_len((unsigned char)text.p[at]);
		units += len == 4 ? 2 : 1;
	}
	return units;
}

/* Whether the character at `at` does not go out as it is; a line end of another kind does. */
static bool is_replaced(struct slice text, size_t at, struct slice out)
{
	return text.p[at] != '\r' && !slice_starts((struct slice){text.p + at, text.n - at}, out);
}

static unsigned put_carefully(struct buf *out, struct slice text)
{
	static const char escape[] = "_x005F";
	size_t units = 0;
	size_t cut = out->len; /* where the ellipsis would go */
	unsigned loss = CELLTEXT_WHOLE;
	size_t len;

	for (size_t at = 0; at < text.n; at += len) {
		struct slice c = clean_at(text, at, &len);
		bool escaped = looks_escaped(text, at);

		units += escaped ? strlen(escape) + 1 : units_of(c);
		if (units > CELL_UNITS) {
			out->len = out->failed ? out->len : cut;
			buf_adds(out, ELLIPSIS);
			return loss | CELLTEXT_CUT;
		}
		if (escaped)
			buf_adds(out, escape);
		if (is_replaced(text, at, c))
			loss |= CELLTEXT_REPLACED;
		buf_slice(out, c);
		if (units < CELL_UNITS)
			cut = out->len;
	}
	return loss;
}

unsigned celltext_workbook(struct buf *out, struct slice text)
{
	if (text.n > CELL_UNITS || !is_fit(text))
		return put_carefully(out, text);
	buf_slice(out, text);
	return CELLTEXT_WHOLE;
}

/* Whether a character between U+0080 and U+2FFF takes two half-width places. */
static bool is_wide_sign(const unsigned char *p)
{
	if (*p == 0xE1) /* Hangul */
		return p[1] == 0x84 || p[1] == 0x85;
	if (*p != 0xE2)
		return false;
	/* Dashes and quotation marks; arrows and what follows them. */
	return (p[1] == 0x80 && p[2] >= 0x90 && p[2] < 0xA7) || p[1] >= 0x86;
}

/* The character at `at` takes one or two half-width places; its length goes to *len. */
static inline size_t width_at(struct slice text, size_t at, size_t *len)
{
	const unsigned char *p = (const unsigned char *)text.p + at;

	*len = utf8_len(*p);
	if (*p < 0x80)
		return 1;
	if (*len > text.n - at) {
		*len = text.n - at;
		return 1;
	}
	return *p >= 0xE3 || is_wide_sign(p) ? 2 : 1;
}

size_t celltext_width(struct slice text)
{
	size_t widest = 0;
	size_t width = 0;
	size_t len;

	for (size_t at = 0; at < text.n; at += len) {
		size_t wanted = width_at(text, at, &len);

		width = text.p[at] == '\n' ? 0 : width + wanted;
		if (width > widest)
			widest = width;
	}
	return widest;
}

size_t celltext_lines(struct slice text, size_t width)
{
	size_t lines = 1;
	size_t used = 0;
	size_t len;

	if (text.n <= width && !memchr(text.p, '\n', text.n)) /* no character is wider than long */
		return 1;
	for (size_t at = 0; at < text.n; at += len) {
		size_t wanted = width_at(text, at, &len);
		bool feed = text.p[at] == '\n';

		if (feed || used + wanted > width) {
			lines++;
			used = 0;
		}
		used += feed ? 0 : wanted;
	}
	return lines;
}

void celltext_number(struct buf *out, double number)
{
	json_write_number(out, fabs(number) < 1e11 ? rint(number * 1e4) / 1e4 : number);
}
