#include "normalize/glyph.h"
#include "normalize/repair.h"
#include "normalize/tables/tables.h"

#include <utf8proc.h>

/* Control characters but for \t and \n, and the first bytes of the ranges of the table. */
/* clang-format off */
static const struct stop_bytes candidates = {{
	[0x00] = STOP_FORM, [0x01] = STOP_FORM, [0x02] = STOP_FORM, [0x03] = STOP_FORM, [0x04] = STOP_FORM, [0x05] = STOP_FORM,
	[0x06] = STOP_FORM, [0x07] = STOP_FORM, [0x08] = STOP_FORM, [0x0B] = STOP_FORM, [0x0C] = STOP_FORM, [0x0D] = STOP_FORM,
	[0x0E] = STOP_FORM, [0x0F] = STOP_FORM, [0x10] = STOP_FORM, [0x11] = STOP_FORM, [0x12] = STOP_FORM, [0x13] = STOP_FORM,
	[0x14] = STOP_FORM, [0x15] = STOP_FORM, [0x16] = STOP_FORM, [0x17] = STOP_FORM, [0x18] = STOP_FORM, [0x19] = STOP_FORM,
	[0x1A] = STOP_FORM, [0x1B] = STOP_FORM, [0x1C] = STOP_FORM, [0x1D] = STOP_FORM, [0x1E] = STOP_FORM, [0x1F] = STOP_FORM,
	[0x7F] = STOP_FORM, [0xC2] = STOP_FORM, [0xCD] = STOP_FORM, [0xD8] = STOP_FORM, [0xE1] = STOP_FORM,
	[0xE2] = STOP_FORM, [0xE3] = STOP_FORM, [0xEF] = STOP_FORM, [0xF0] = STOP_FORM,
}};
/* clang-format on */

/* Of what begins with E2 and E3 most are the quotation marks, dashes and punctuation that stay. */
static bool stays(const unsigned char *s)
{
	if (s[0] == 0xE3)
		return s[1] != 0x80 || s[2] != 0x80;
	return s[0] == 0xE2 && s[1] == 0x80 && ((s[2] > 0x8F && s[2] < 0xA8) || s[2] > 0xAF);
}

/* End of the stretch that no range of the table can touch. */
static size_t plain_end(struct look *l, size_t at)
{
	struct slice t = l->survey->text;
	const unsigned char *s = (const unsigned char *)t.p;

	while ((at = look_next(l, at, &candidates)) < t.n && stays(s + at))
		at += 3;
	return at;
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
