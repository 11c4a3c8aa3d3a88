#include "extract/sinks/hit.h"

#include "normalize/json.h"

#include <math.h>

enum {
	MOST_QUOTE = 64,     /* characters of a quote that is compared loosely */
	MOST_SENTENCE = 8192 /* bytes of a sentence in which that is done */
};

void hit_finder_init(struct hit_finder *f)
{
	*f = (struct hit_finder){0};
	buf_init(&f->sentence, SIZE_MAX);
	buf_init(&f->form, SIZE_MAX);
}

void hit_finder_release(struct hit_finder *f)
{
	buf_release(&f->sentence);
	buf_release(&f->form);
}

/* The text, after the last hit if it is there, else anywhere. */
static bool find_text(const struct hit_finder *f, struct slice sentence, struct slice text,
		      struct span *at)
{
	size_t start;

	if (!text.n)
		return false;
	start = slice_find(sentence, f->after, text);
	if (start == sentence.n)
		start = slice_find(sentence, 0, text);
	*at = (struct span){start, start + text.n};
	return start < sentence.n;
}

/* One form for characters that look or mean alike in figures; 0 for blanks. */
static uint32_t plain_form(uint32_t c)
{
	if (c >= 0xFF01 && c <= 0xFF5E)
		c -= 0xFEE0;
	if (c <= ' ' || c == 0x3000 || c == 0xA0)
		return 0;
	if (c == 'O' || c == 'o' || c == 0x3007 || c == 0x25CB || c == 'Q')
		return '0';
	return c == 'l' || c == 'I' || c == '|' ? '1' : c;
}

static size_t plain_forms(struct slice text, uint32_t *out, size_t room)
{
	size_t count = 0;
	size_t len;

	for (size_t at = 0; at < text.n; at += len) {
		uint32_t c = plain_form(utf8_at(text, at, &len));

		if (c && count == room)
			return room + 1;
		if (c)
			out[count++] = c;
	}
	return count;
}

/*
 * How many characters of the wanted form stand at `at` of the sentence, blanks passed over; 0 where
 * a digit differs. What else differs may be the same character in the other script.
 */
static size_t likeness(struct slice sentence, size_t at, const uint32_t *want, size_t count,
		       size_t *end)
{
	size_t same = 0;
	size_t i = 0;
	size_t len;

	for (; at < sentence.n && i < count; at += len) {
		uint32_t c = plain_form(utf8_at(sentence, at, &len));

		if (!c)
			continue;
		if (c != want[i] && (is_digit(c) || is_digit(want[i])))
			return 0;
		same += c == want[i++];
	}
	*end = at;
	return i == count ? same : 0;
}

/*
 * The likest place, if half of it is alike. The unit, which the record has in the script of the
 * sentence, counts as one more character.
 */
static bool find_alike(const struct hit_finder *f, const struct record *r, struct span *out)
{
	struct slice sentence = r->sentence;
	uint32_t want[MOST_QUOTE];
	size_t count = plain_forms(r->quote, want, MOST_QUOTE);
	size_t best = (count + 1) / 2 - 1;
	size_t len;

	if (!count || count > MOST_QUOTE || sentence.n > MOST_SENTENCE)
		return false;
	*out = (struct span){0, 0};
	for (size_t at = 0; at < sentence.n; at += len) {
		size_t end = at;
		size_t same;

		if (!plain_form(utf8_at(sentence, at, &len)))
			continue;
		same = likeness(sentence, at, want, count, &end);
		if (same && r->unit.n && slice_ends((struct slice){sentence.p, end}, r->unit))
			same++;
		if (same > best || (same == best && out->end && out->start < f->after)) {
			best = same;
			*out = (struct span){at, end};
		}
	}
	return out->end > 0;
}

/* The value as the program writes it, and its unit. */
static bool find_value(struct hit_finder *f, const struct record *r, struct span *out)
{
	buf_reset(&f->form);
	if (!isfinite(r->value))
		return false;
	json_write_number(&f->form, r->value);
	buf_slice(&f->form, r->unit);
	return !f->form.failed && find_text(f, r->sentence, buf_text(&f->form), out);
}

int hit_find(struct hit_finder *f, const struct record *r, struct hit *out, struct err *e)
{
	struct slice sentence = r->sentence;
	struct span at;

	if (!slice_eq(sentence, buf_text(&f->sentence))) {
		f->after = 0;
		buf_reset(&f->sentence);
		buf_slice(&f->sentence, sentence);
	}
	if (find_text(f, sentence, r->quote, &at) || find_alike(f, r, &at) ||
	    find_value(f, r, &at)) {
		*out = (struct hit){slice_cut(sentence, (struct span){0, at.start}),
				    slice_cut(sentence, at),
				    slice_cut(sentence, (struct span){at.end, sentence.n})};
		f->after = at.end;
		return 0;
	}
	*out = (struct hit){sentence, r->quote, {"", 0}};
	return buf_check(&f->sentence, e) || buf_check(&f->form, e) ? -1 : 0;
}
