#include "normalize/repair.h"
#include "normalize/tables/tables.h"

#include <utf8proc.h>

static bool is_plain_ascii(unsigned char b)
{
	return (b >= 0x20 && b < 0x7F) || b == '\n' || b == '\t';
}

/* End of the stretch that no range of the table can touch; ideographs and ASCII go fast. */
static size_t plain_end(struct slice t, size_t at)
{
	const unsigned char *s = (const unsigned char *)t.p;

	while (at < t.n) {
		if (s[at] >= 0xE4 && s[at] <= 0xED)
			at += 3;
		else if (is_plain_ascii(s[at]))
			at++;
		else if (s[at] == 0xE3 && (s[at + 1] != 0x80 || s[at + 2] != 0x80))
			at += 3;
		else
			break;
	}
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

int repair_form(struct doc *d, struct editor *w, struct err *e)
{
	struct slice t = doc_text(d);
	size_t len, at = 0;

	editor_reset(w, t);
	while ((at = plain_end(t, at)) < t.n) {
		uint32_t code = utf8_at(t, at, &len);

		write_form(w, t, at, code, len);
		at += len;
	}
	return doc_push(d, "form", w, e);
}
