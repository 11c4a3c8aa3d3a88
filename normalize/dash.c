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

/* Whether eight digits end there: to be asked from behind, most rows of digits being shorter. */
static bool digits_end(struct slice t, size_t end)
{
	size_t n = 0;

	if (end < PAIR || !is_digit((unsigned char)t.p[end - YEAR - 1]))
		return false;
	while (n < PAIR && is_digit((unsigned char)t.p[end - 1 - n]))
		n++;
	return n == PAIR;
}

/* Eight digits alone, before 年 or in brackets of their own. */
static bool is_pair_of_years(struct slice t, size_t end)
{
	size_t len, at = end - PAIR;
	uint32_t before, after = glyph_at(t, end, &len);

	if (!digits_end(t, end) || !is_period(t, at))
		return false;
	before = glyph_before(t, at, &len);
	if (is_digit(before) || before == '.' || before == '-' || before == '/' || before == ',' ||
	    is_latin(before))
		return false;
	return after == U'年' ||
	       ((before == '(' || before == U'〔') && (after == ')' || after == U'〕'));
}

static const struct stop_bytes digits = {{['0'] = STOP_YEARS,
					  ['1'] = STOP_YEARS,
					  ['2'] = STOP_YEARS,
					  ['3'] = STOP_YEARS,
					  ['4'] = STOP_YEARS,
					  ['5'] = STOP_YEARS,
					  ['6'] = STOP_YEARS,
					  ['7'] = STOP_YEARS,
					  ['8'] = STOP_YEARS,
					  ['9'] = STOP_YEARS}};

int repair_dash(struct doc *d, const struct survey *s, struct editor *w, struct err *e)
{
	struct look l = {.survey = s, .stops = STOP_YEARS};
	struct slice t = s->text;
	size_t at = 0, end = 0;

	editor_reset(w, t);
	while ((at = look_next(&l, end, &digits)) < t.n) {
		for (end = at; end < t.n && is_digit((unsigned char)t.p[end]);)
			end++;
		if (!is_pair_of_years(t, end))
			continue;
		edit_keep_to(w, end - YEAR);
		edit_replace(w, 0, slice_of("—"), EDIT_DASH);
	}
	return doc_push(d, "dash", w, e);
}
