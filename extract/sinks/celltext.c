#include "extract/sinks/celltext.h"

#include "normalize/utf8.h"

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

void celltext_clean(struct buf *out, struct slice text)
{
	size_t len;

	for (size_t at = 0; at < text.n; at += len)
		buf_slice(out, clean_at(text, at, &len));
}

/* UTF-16 units of one character: two above the basic plane, which UTF-8 writes in four bytes. */
static size_t units_of(struct slice character)
{
	return character.n == 4 ? 2 : 1;
}

void celltext_workbook(struct buf *out, struct slice text)
{
	static const char escape[] = "_x005F";
	size_t units = 0;
	size_t cut = out->len; /* where the ellipsis would go */
	size_t len;

	for (size_t at = 0; at < text.n; at += len) {
		struct slice c = clean_at(text, at, &len);
		bool escaped = looks_escaped(text, at);

		units += escaped ? strlen(escape) + 1 : units_of(c);
		if (units > CELL_UNITS) {
			out->len = out->failed ? out->len : cut;
			buf_adds(out, ELLIPSIS);
			return;
		}
		if (escaped)
			buf_adds(out, escape);
		buf_slice(out, c);
		if (units < CELL_UNITS)
			cut = out->len;
	}
}

static bool is_wide(uint32_t c)
{
	return (c >= 0x2010 && c < 0x2027) || (c >= 0x2190 && c < 0x2E80) || c >= 0x2E80 ||
	       (c >= 0x1100 && c < 0x1160);
}

size_t celltext_width(struct slice text)
{
	size_t widest = 0;
	size_t width = 0;
	size_t len;

	for (size_t at = 0; at < text.n; at += len) {
		uint32_t c = next_char(text, at, &len);

		width = c == '\n' ? 0 : width + (is_wide(c) ? 2 : 1);
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

	for (size_t at = 0; at < text.n; at += len) {
		uint32_t c = next_char(text, at, &len);
		size_t wanted = is_wide(c) ? 2 : 1;

		if (c == '\n' || used + wanted > width) {
			lines++;
			used = 0;
		}
		used += c == '\n' ? 0 : wanted;
	}
	return lines;
}
