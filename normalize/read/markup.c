#include "normalize/read/markup.h"

#include <strings.h>

#include "normalize/read/entity.h"

void markup_init(struct markup *m, struct slice text)
{
	*m = (struct markup){.text = text};
}

static bool is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool ends_name(char c)
{
	return is_blank(c) || c == '>' || c == '/' || c == '<';
}

static size_t find_byte(struct slice text, size_t from, char c)
{
	const char *p = from < text.n ? memchr(text.p + from, c, text.n - from) : NULL;

	return p ? (size_t)(p - text.p) : text.n;
}

/* Behind a quoted value that begins at `at`; `at` + 1 where the quote is never closed. */
static size_t skip_quoted(struct markup *m, size_t at)
{
	bool *missing = &m->no_quote[m->text.p[at] == '\''];
	size_t end = *missing ? m->text.n : find_byte(m->text, at + 1, m->text.p[at]);

	*missing = *missing || end == m->text.n;
	return end < m->text.n ? end + 1 : at + 1;
}

/* The `>` that ends the tag, past quoted values; text.n where there is none. */
static size_t tag_end(struct markup *m, size_t at)
{
	const char *p = m->text.p;
	bool value = false;

	while (at < m->text.n && p[at] != '>') {
		if (value && (p[at] == '"' || p[at] == '\'')) {
			at = skip_quoted(m, at);
			value = false;
			continue;
		}
		if (!is_blank(p[at]))
			value = p[at] == '=';
		at++;
	}
	return at < m->text.n ? at : m->text.n;
}

static void read_tag(struct markup *m, size_t name, struct token *t)
{
	struct slice text = m->text;
	size_t end = name, stop;

	while (end < text.n && !ends_name(text.p[end]))
		end++;
	stop = tag_end(m, end);
	t->name = (struct slice){text.p + name, end - name};
	t->attrs = (struct slice){text.p + end, stop - end};
	t->empty = t->attrs.n && text.p[stop - 1] == '/';
	t->at.end = stop < text.n ? stop + 1 : text.n;
}

/* Comments end at -->, everything else that begins with <! or <? at >. */
static void read_other(struct markup *m, struct token *t)
{
	struct slice text = m->text;
	size_t at = t->at.start, end = text.n;

	t->kind = TOKEN_OTHER;
	if (at + 4 <= text.n && memcmp(text.p + at, "<!--", 4) == 0 && !m->no_comment_end) {
		end = slice_find(text, at + 2, (struct slice){"-->", 3});
		m->no_comment_end = end == text.n;
		if (end < text.n) {
			t->at.end = end + 3;
			return;
		}
	}
	end = find_byte(text, at, '>');
	t->at.end = end < text.n ? end + 1 : text.n;
}

static bool begins_markup(struct slice text, size_t at)
{
	char next = at + 1 < text.n ? text.p[at + 1] : 0;

	if (next == '/')
		return at + 2 < text.n && is_latin((unsigned char)text.p[at + 2]);
	return is_latin((unsigned char)next) || next == '!' || next == '?';
}

/* Text reaches up to the next `<` that begins something. */
static void read_text(struct markup *m, struct token *t)
{
	size_t at = t->at.start;

	t->kind = TOKEN_TEXT;
	do
		at = find_byte(m->text, at + 1, '<');
	while (at < m->text.n && !begins_markup(m->text, at));
	t->at.end = at;
}

bool markup_next(struct markup *m, struct token *t)
{
	struct slice text = m->text;

	if (m->at >= text.n)
		return false;
	*t = (struct token){.at = {m->at, m->at}};
	if (text.p[m->at] != '<' || !begins_markup(text, m->at)) {
		read_text(m, t);
	} else if (text.p[m->at + 1] == '!' || text.p[m->at + 1] == '?') {
		read_other(m, t);
	} else {
		t->kind = text.p[m->at + 1] == '/' ? TOKEN_CLOSE : TOKEN_OPEN;
		read_tag(m, m->at + (t->kind == TOKEN_CLOSE ? 2 : 1), t);
	}
	m->at = t->at.end;
	return true;
}

/* What was missing once is missing further on too; so it may well be with more names than usual. */
static bool is_unclosed(const struct markup *m, struct slice name)
{
	for (size_t i = 0; i < m->unclosed_count; i++)
		if (m->unclosed[i].n == name.n &&
		    strncasecmp(m->unclosed[i].p, name.p, name.n) == 0)
			return true;
	return m->unclosed_count == MARKUP_UNCLOSED;
}

static bool closes(struct slice text, size_t at, struct slice name)
{
	return text.p[at + 1] == '/' && strncasecmp(text.p + at + 2, name.p, name.n) == 0 &&
	       ends_name(text.p[at + 2 + name.n]);
}

size_t markup_close(struct markup *m, struct slice name)
{
	struct slice text = m->text;
	size_t at, end;

	if (is_unclosed(m, name))
		return text.n;
	at = find_byte(text, m->at, '<');
	while (at + name.n + 2 < text.n) {
		if (closes(text, at, name)) {
			end = find_byte(text, at, '>');
			m->at = end < text.n ? end + 1 : text.n;
			return at;
		}
		at = find_byte(text, at + 1, '<');
	}
	m->unclosed[m->unclosed_count++] = name;
	return text.n;
}

bool markup_next_attr(struct slice attrs, size_t *at, struct slice *name, struct slice *value)
{
	size_t start;
	char quote;

	while (*at < attrs.n && (is_blank(attrs.p[*at]) || attrs.p[*at] == '/'))
		++*at;
	for (start = *at; *at < attrs.n && !is_blank(attrs.p[*at]) && attrs.p[*at] != '=';)
		++*at;
	*name = (struct slice){attrs.p + start, *at - start};
	*value = (struct slice){"", 0};
	while (*at < attrs.n && is_blank(attrs.p[*at]))
		++*at;
	if (*at >= attrs.n || attrs.p[*at] != '=')
		return name->n > 0;
	for (++*at; *at < attrs.n && is_blank(attrs.p[*at]);)
		++*at;
	quote = *at < attrs.n && (attrs.p[*at] == '"' || attrs.p[*at] == '\'') ? attrs.p[*at] : 0;
	start = quote ? ++*at : *at;
	while (*at < attrs.n && (quote ? attrs.p[*at] != quote : !is_blank(attrs.p[*at])))
		++*at;
	*value = (struct slice){attrs.p + start, *at - start};
	*at += quote && *at < attrs.n;
	return true;
}

struct slice markup_attr(struct slice attrs, const char *wanted)
{
	size_t at = 0, n = strlen(wanted);
	struct slice name, value;

	while (markup_next_attr(attrs, &at, &name, &value))
		if (name.n == n && strncasecmp(name.p, wanted, n) == 0)
			return value;
	return (struct slice){NULL, 0};
}

static int digit_value(char c, unsigned base)
{
	int value = c >= '0' && c <= '9'   ? c - '0'
		    : c >= 'a' && c <= 'f' ? c - 'a' + 10
		    : c >= 'A' && c <= 'F' ? c - 'A' + 10
					   : 99;

	return value < (int)base ? value : -1;
}

/* What pages mean that give a character of Windows-1252 by its number there. */
static const uint16_t windows_codes[32] = {
	0x20AC, 0x81,	0x201A, 0x192,	0x201E, 0x2026, 0x2020, 0x2021, 0x2C6,	0x2030, 0x160,
	0x2039, 0x152,	0x8D,	0x17D,	0x8F,	0x90,	0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
	0x2013, 0x2014, 0x2DC,	0x2122, 0x161,	0x203A, 0x153,	0x9D,	0x17E,	0x178,
};

static uint32_t valid_code(uint32_t code)
{
	if (code >= 0x80 && code < 0xA0)
		return windows_codes[code - 0x80];
	if (!code || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000))
		return 0xFFFD;
	return code;
}

/* &#12289; or &#x3001; with or without its semicolon. */
static uint32_t numeric_reference(struct slice text, size_t at, size_t *len)
{
	size_t i = at + 2;
	unsigned base = i < text.n && (text.p[i] | 0x20) == 'x' ? 16 : 10;
	uint32_t code = 0;
	int digit;

	i += base == 16;
	for (; i < text.n && (digit = digit_value(text.p[i], base)) >= 0; i++, ++*len)
		code = code > 0x10FFFF ? code : code * base + (uint32_t)digit;
	if (!*len)
		return 0;
	i += i < text.n && text.p[i] == ';';
	*len = i - at;
	return valid_code(code);
}

uint32_t markup_reference(struct slice text, size_t at, size_t *len)
{
	size_t end = at + 1;
	uint32_t code;

	*len = 0;
	if (end < text.n && text.p[end] == '#')
		return numeric_reference(text, at, len);
	while (end < text.n && end - at <= ENTITY_LONGEST &&
	       (is_latin((unsigned char)text.p[end]) || is_digit((unsigned char)text.p[end])))
		end++;
	if (end >= text.n || text.p[end] != ';')
		return 0;
	code = entity_code((struct slice){text.p + at + 1, end - at - 1});
	*len = code ? end + 1 - at : 0;
	return code;
}

static bool is_space_code(uint32_t code)
{
	return code == ' ' || (code >= '\t' && code <= '\r') || code == 0xA0 || code == 0x3000;
}

struct slice markup_plain(struct slice text, struct arena *arena)
{
	char *out = arena_alloc(arena, text.n + 4);
	size_t n = 0, len;
	bool blank = false;

	for (size_t at = 0; out && at < text.n; at += len) {
		uint32_t code = text.p[at] == '&' ? markup_reference(text, at, &len) : 0;

		if (!code)
			code = utf8_at(text, at, &len);
		if (is_space_code(code)) {
			blank = n > 0;
			continue;
		}
		if (blank)
			out[n++] = ' ';
		blank = false;
		n += utf8_put(out + n, code);
	}
	return (struct slice){out, out ? n : 0};
}
