#include "normalize/glyph.h"
#include "normalize/repair.h"

/* 20242028年 → 2024—2028年 */
enum { YEAR = 4, PAIR = 2 * YEAR, FIRST_YEAR = 1949, LAST_YEAR = 2060, LONGEST_PERIOD = 30 };

static int year_at(struct slice t, size_t at)
{
	int year = 0;

	for (size_t i = 0; i < YEAR; i++)
		year = year * 10 + (t.p[at + i] - '0');
	return year;
}

static bool is_period(struct slice t, size_t at)
{
	int first = year_at(t, at), last = year_at(t, at + YEAR);

	return first >= FIRST_YEAR && last <= LAST_YEAR && first < last &&
	       last <= first + LONGEST_PERIOD;
}

/* Eight digits alone, before 年 or in brackets of their own. */
static bool is_pair_of_years(struct slice t, size_t at, size_t end)
{
	size_t len;
	uint32_t before = glyph_before(t, at, &len), after = glyph_at(t, end, &len);

	if (end - at != PAIR || !is_period(t, at))
		return false;
	if (is_digit(before) || before == '.' || before == '-' || before == '/' || before == ',' ||
	    is_latin(before))
		return false;
	return after == U'年' ||
	       ((before == '(' || before == U'〔') && (after == ')' || after == U'〕'));
}

static const struct byte_set digits = {{['0'] = true,
					['1'] = true,
					['2'] = true,
					['3'] = true,
					['4'] = true,
					['5'] = true,
					['6'] = true,
					['7'] = true,
					['8'] = true,
					['9'] = true}};

/* What ends a pair of years lies in the same stretch as its last digits. */
int repair_dash(struct doc *d, const struct survey *s, struct editor *w, struct err *e)
{
	struct look l = {.survey = s, .stops = STOP_YEARS};
	struct slice t = s->text;
	size_t at = 0, end = 0;

	editor_reset(w, t);
	while ((at = look_next(&l, end, &digits)) < t.n) {
		size_t floor = end;

		for (end = at; end < t.n && is_digit((unsigned char)t.p[end]);)
			end++;
		while (at > floor && is_digit((unsigned char)t.p[at - 1]))
			at--;
		if (is_pair_of_years(t, at, end)) {
			edit_keep_to(w, at + YEAR);
			edit_replace(w, 0, slice_of("—"), EDIT_DASH);
		}
	}
	return doc_push(d, "dash", w, e);
}
