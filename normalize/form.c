#include "normalize/glyph.h"
#include "normalize/repair.h"
#include "normalize/tables/tables.h"
#include "normalize/vector.h"

#include <utf8proc.h>

/* Control characters but for \t and \n, and the first bytes of the ranges of the table. */
/* clang-format off */
static const struct byte_set candidates = {{
	[0x00] = true, [0x01] = true, [0x02] = true, [0x03] = true, [0x04] = true, [0x05] = true,
	[0x06] = true, [0x07] = true, [0x08] = true, [0x0B] = true, [0x0C] = true, [0x0D] = true,
	[0x0E] = true, [0x0F] = true, [0x10] = true, [0x11] = true, [0x12] = true, [0x13] = true,
	[0x14] = true, [0x15] = true, [0x16] = true, [0x17] = true, [0x18] = true, [0x19] = true,
	[0x1A] = true, [0x1B] = true, [0x1C] = true, [0x1D] = true, [0x1E] = true, [0x1F] = true,
	[0x7F] = true, [0xC2] = true, [0xCD] = true, [0xD8] = true, [0xE1] = true, [0xE2] = true,
	[0xE3] = true, [0xEF] = true, [0xF0] = true,
}};
/* clang-format on */

/* Of what begins with E2 and E3 most are the quotation marks, dashes and punctuation that stay. */
static bool stays(const unsigned char *s)
{
	if (s[0] == 0xE3)
		return s[1] != 0x80 || s[2] != 0x80;
	return s[0] == 0xE2 && s[1] == 0x80 && ((s[2] > 0x8F && s[2] < 0xA8) || s[2] > 0xAF);
}

/* Sixteen bytes with two more behind them: which of them may begin such a character. */
static bytes16 suspects(const unsigned char *s)
{
	bytes16 a = bytes16_at(s), b = bytes16_at(s + 1), c = bytes16_at(s + 2);
	bytes16 control = (bytes16)((a < 0x20) & (a != '\n'));
	bytes16 first = (bytes16)((a == 0x7F) | ((bytes16)(a - 0xC0) <= 0xE1 - 0xC0) | (a >= 0xEF));
	bytes16 dash = (bytes16)(((bytes16)(c - 0x90) <= 0xA7 - 0x90) | (c >= 0xB0));
	bytes16 block = (bytes16)(b == 0x80);

	return control | first | ((bytes16)(a == 0xE2) & ~(dash & block)) |
	       ((bytes16)(a == 0xE3) & block & (bytes16)(c == 0x80));
}

/* The next place before `end` that a range of the table may touch; end without. */
static size_t next_suspect(struct slice t, size_t at, size_t end)
{
	const unsigned char *s = (const unsigned char *)t.p;

	for (; at + sizeof(bytes16) <= end && at + sizeof(bytes16) + 2 <= t.n;
	     at += sizeof(bytes16)) {
		unsigned first = bytes16_first(suspects(s + at));

		if (first < sizeof(bytes16))
			return at + first;
	}
	while (at < end && (!candidates.has[s[at]] || stays(s + at)))
		at++;
	return at;
}

/* End of the text, from `at` on, that no range of the table can touch. */
static size_t plain_end(struct look *l, size_t at)
{
	const struct survey *s = l->survey;

	for (; (l->i = survey_find(s, l->i, l->stops)) < s->count; l->i++) {
		size_t start = s->stretches[l->i].start, end = s->stretches[l->i + 1].start;

		at = next_suspect(s->text, at > start ? at : start, end);
		if (at < end)
			return at;
	}
	return s->text.n;
}

static const struct form_range *range_of(uint32_t code)
{
	size_t low = 0, high = form_range_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (form_ranges[middle].last < code)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == form_range_count || form_ranges[low].first > code)
		return NULL;
	return &form_ranges[low];
}

static uint32_t canonical(uint32_t code)
{
	utf8proc_int32_t out[4];
	int boundary = 0;
	utf8proc_ssize_t n = utf8proc_decompose_char((utf8proc_int32_t)code, out, 4,
						     UTF8PROC_DECOMPOSE, &boundary);

	return n == 1 && out[0] > 0 ? (uint32_t)out[0] : code;
}

/* What the character becomes: itself, another, or 0 for nothing. */
static uint32_t form_of(uint32_t code, const struct form_range *r)
{
	uint32_t to = r->to;

	if (r->action == FORM_SHIFT)
		to = r->to + (code - r->first);
	else if (r->action == FORM_RADICAL)
		to = radical_ideographs[code - RADICAL_FIRST];
	else if (r->action == FORM_CANONICAL)
		to = canonical(code);
	return to || r->action == FORM_DROP ? to : code;
}

static void write_form(struct editor *w, struct slice t, size_t at, uint32_t code, size_t len)
{
	const struct form_range *r = range_of(code);
	uint32_t to = r ? form_of(code, r) : code;
	char text[4];

	if (to == code)
		return;
	if (code == '\r' && at + 1 < t.n && t.p[at + 1] == '\n')
		to = 0;
	edit_keep_to(w, at);
	edit_replace(w, len, (struct slice){text, to ? utf8_put(text, to) : 0}, EDIT_FORM);
}

bool form_shows(struct slice text)
{
	enum { BEGINNING = 1024 };
	size_t end = text.n < BEGINNING ? text.n : BEGINNING;

	return next_suspect(text, 0, end) < end;
}

int repair_form(struct doc *d, const struct survey *s, struct editor *w, struct err *e)
{
	struct look l = {.survey = s, .stops = STOP_FORM};
	struct slice t = s->text;
	size_t len, at = 0;

	editor_reset(w, t);
	while ((at = plain_end(&l, at)) < t.n) {
		uint32_t code = utf8_at(t, at, &len);

		write_form(w, t, at, code, len);
		at += len;
	}
	return doc_push(d, "form", w, e);
}
