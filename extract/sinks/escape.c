#include "extract/sinks/escape.h"

#include "normalize/utf8.h"

#define NO_CHARACTER "\xEF\xBF\xBD"

static const struct {
	char c;
	const char *text;
} entities[] = {
	{'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}, {'\'', "&#39;"},
};

static void add_ascii(struct buf *out, unsigned char c)
{
	static const char delete_picture[] = "\xE2\x90\xA1";

	for (size_t i = 0; i < sizeof(entities) / sizeof(entities[0]); i++) {
		if (entities[i].c == (char)c) {
			buf_adds(out, entities[i].text);
			return;
		}
	}
	if (c == 0x7F)
		buf_adds(out, delete_picture);
	else if (c < ' ' && c != '\n' && c != '\t')
		buf_addf(out, "\xE2\x90%c", 0x80 + c);
	else
		buf_addc(out, (char)c);
}

/* What XML and HTML do not take for a character, beyond ASCII. */
static bool is_forbidden(uint32_t code)
{
	return (code >= 0x80 && code < 0xA0) || (code >= 0xFDD0 && code < 0xFDF0) ||
	       (code & 0xFFFE) == 0xFFFE;
}

/* Bytes that may stand as they are, from the beginning. */
static size_t plain_bytes(struct slice text)
{
	size_t i = 0;

	for (; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];

		if (c < 0x40 ? (c < ' ' && c != '\n' && c != '\t') || c == '&' || c == '<' ||
				       c == '>' || c == '"' || c == '\''
			     : c == 0x7F || c == 0xC2 || c == 0xEF || c >= 0xF0)
			break;
	}
	return i;
}

static size_t add_one(struct buf *out, struct slice text)
{
	size_t len = 1;
	uint32_t code = utf8_at(text, 0, &len);

	if (code == '\r') {
		if (text.n == 1 || text.p[1] != '\n')
			buf_addc(out, '\n');
	} else if (code < 0x80) {
		add_ascii(out, (unsigned char)code);
	} else if (is_forbidden(code)) {
		buf_adds(out, NO_CHARACTER);
	} else {
		buf_add(out, text.p, len);
	}
	return len;
}

static void add_valid(struct buf *out, struct slice text)
{
	while (text.n) {
		size_t n = plain_bytes(text);

		buf_add(out, text.p, n);
		if (n < text.n)
			n += add_one(out, (struct slice){text.p + n, text.n - n});
		text = (struct slice){text.p + n, text.n - n};
	}
}

void escape_text(struct buf *out, struct slice text)
{
	while (text.n) {
		size_t n = utf8_valid(text);

		add_valid(out, (struct slice){text.p, n});
		text = (struct slice){text.p + n, text.n - n};
		if (!text.n)
			break;
		buf_adds(out, NO_CHARACTER);
		n = utf8_bad(text);
		text = (struct slice){text.p + n, text.n - n};
	}
}

/* The beginning of a text that may be long, enough to fill a line of `most` characters. */
static struct slice beginning(struct slice text, size_t most)
{
	size_t n = 8 * most + 64;

	if (n >= text.n)
		return text;
	while (n > 0 && (text.p[n] & 0xC0) == 0x80)
		n--;
	return (struct slice){text.p, n};
}

static struct slice without_first(struct slice text, size_t n)
{
	return (struct slice){text.p + n, text.n - n};
}

/* Appends the first character of a text; how many bytes it has. */
static size_t add_first(struct buf *out, struct slice text)
{
	struct slice few = {text.p, text.n < 4 ? text.n : 4};

	if (utf8_valid(few))
		return add_one(out, text);
	buf_adds(out, NO_CHARACTER);
	return utf8_bad(text);
}

static size_t blank_bytes(struct slice text)
{
	static const char wide[] = "\xE3\x80\x80";

	if (slice_starts(text, slice_of(wide)))
		return strlen(wide);
	return text.p[0] == ' ' || (text.p[0] >= '\t' && text.p[0] <= '\r') ? 1 : 0;
}

void escape_brief(struct buf *out, struct slice text, size_t most)
{
	struct slice left = beginning(text, most);
	bool cut = left.n < text.n, blank = false;
	size_t count = 0, n;

	for (; left.n && count < most; left = without_first(left, n)) {
		n = blank_bytes(left);
		if (n) {
			blank = count > 0;
			continue;
		}
		if (blank)
			buf_addc(out, ' ');
		count += blank ? 2 : 1;
		blank = false;
		n = add_first(out, left);
	}
	if (cut || slice_trim(left).n)
		buf_adds(out, "…");
}

static void add_link(struct buf *out, struct slice name, const char *kept)
{
	for (size_t i = 0; i < name.n; i++) {
		unsigned char c = (unsigned char)name.p[i];

		if (is_digit(c) || is_latin(c) || (c && strchr(kept, c)))
			buf_addc(out, (char)c);
		else
			buf_addf(out, "%%%02X", c);
	}
}

void escape_link(struct buf *out, struct slice name)
{
	add_link(out, name, "-_.~");
}

void escape_path(struct buf *out, struct slice path)
{
	add_link(out, path, "-_.~/");
}
