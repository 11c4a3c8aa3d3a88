/*
 * Period: the span of time that a plan is made for.
 *
 * By its title (2023—2025年), by a rule that emits `document` with the field `period`
 * (第十四个五年规划), by the last day of the years that its text states.
 */
#include "extract/number.h"
#include "extract/reading.h"

enum { MIN_YEAR = 1949, MAX_YEAR = 2100, PLAN_REACH = 4 };

int year_next(struct slice text, size_t *at)
{
	for (; *at + 4 <= text.n; (*at)++) {
		size_t end = *at;
		long year;

		while (end < text.n && is_digit((unsigned char)text.p[end]))
			end++;
		if (end - *at == 4 && number_whole((struct slice){text.p + *at, 4}, &year) &&
		    year >= MIN_YEAR && year <= MAX_YEAR) {
			*at = end;
			return (int)year;
		}
		if (end > *at)
			*at = end - 1;
	}
	return 0;
}

bool year_is_aim(const struct reading *r, struct slice text, size_t end)
{
	return lexicon_at(r->words->year_aim, text, end, NULL) ||
	       lexicon_before(r->words->year_toward, text, end - 4, NULL);
}

static bool set_years(struct reading *r, int first, int last)
{
	if (!first || !last || last < first)
		return false;
	r->period_start = (struct date){first, 1, 1};
	r->period_end = (struct date){last, 12, 31};
	return true;
}

static bool period_of_rule(struct reading *r)
{
	const struct matches *found = &r->found[EMIT_DOCUMENT];
	int first, last;

	for (size_t i = 0; i < found->count; i++) {
		const struct match *m = &found->items[i];

		if (!slice_is(rule_field(m->rule, "field"), "period"))
			continue;
		if (match_has(m, GROUP_PLAN) &&
		    plan_years(match_number(m, r->text, GROUP_PLAN), &first, &last))
			return set_years(r, first, last);
		first = match_number(m, r->text, GROUP_YEAR);
		last = match_number(m, r->text, GROUP_YEAR2);
		return set_years(r, first, last ? last : first);
	}
	return false;
}

/* Two years in the title; a plan of one year has that year, one that aims at a year its end. */
static bool period_of_title(struct reading *r)
{
	size_t at = 0;
	int first = year_next(r->about.title, &at), last;

	if (first && year_is_aim(r, r->about.title, at)) {
		if (period_of_rule(r))
			return true;
		r->period_end = (struct date){first, 12, 31};
		return true;
	}
	last = year_next(r->about.title, &at);
	return set_years(r, first, last ? last : first);
}

/* A year's or a plan's last day that the text states as due. */
static bool closes_year(const struct timex *t)
{
	return t->stated && date_known(t->end) && t->end.month == 12 && t->end.day == 31;
}

/* The first day of the longest stated period that ends with the plan's; unknown without one. */
static struct date start_of_period(const struct reading *r)
{
	struct date start = {0};

	for (size_t i = 0; i < r->time_count; i++) {
		const struct timex *t = &r->times[i];

		if (closes_year(t) && slice_is(t->kind, "during") && t->start.month == 1 &&
		    t->start.day == 1 && date_compare(t->end, r->period_end) == 0 &&
		    (!date_known(start) || date_compare(t->start, start) < 0))
			start = t->start;
	}
	return start;
}

/*
 * The latest year that the text states, as far as a plan reaches from the first one; visions beyond
 * (展望2035年) are no part of it.
 */
static void period_of_times(struct reading *r)
{
	int first = 0;

	for (size_t i = 0; i < r->time_count; i++) {
		const struct timex *t = &r->times[i];

		if (!closes_year(t) || (first && t->end.year > first + PLAN_REACH))
			continue;
		if (!first || t->end.year > r->period_end.year)
			r->period_end = t->end;
		first = first ? first : t->end.year;
	}
	r->period_start = start_of_period(r);
}

void find_period(struct reading *r)
{
	if (!(r->plan && period_of_title(r)) && !period_of_rule(r))
		period_of_times(r);
}
