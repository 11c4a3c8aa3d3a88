/*
 * Time expressions: what the rules that emit `deadline` matched becomes dates.
 *
 * A rule's fields say what the expression means (kind: by, during, within, recurring, baseline,
 * bare), which era its years are in (era: roc), what a number counts (count: year, month, day) and
 * what it is repeated by (recurrence); the groups hold its numbers.
 */
#include "extract/number.h"
#include "extract/reading.h"

enum { ROC_OFFSET = 1911, FIRST_YEAR = 1900, LAST_YEAR = 2150 };

/* A part of a year or of a month: the months or days that it covers. */
struct part {
	const char *name; /* a value of the map time.part */
	bool of_month;
	int first;
	int last; /* month, or day; 31 stands for the month's last day */
};

static const struct part parts[] = {
	{"h1", false, 1, 6},	{"h2", false, 7, 12},	{"q1", false, 1, 3},
	{"q2", false, 4, 6},	{"q3", false, 7, 9},	{"q4", false, 10, 12},
	{"start", false, 1, 1}, {"early", true, 1, 10}, {"middle", true, 11, 20},
	{"late", true, 21, 31},
};

struct bounds {
	struct date start;
	struct date end;
};

/* A year by its digits, by a word such as 今年, or in the era of the rule; 0 when not given. */
static int group_year(const struct reading *r, const struct match *m, enum rule_group group)
{
	struct slice text = match_group(m, r->text, group), shift;
	int year = match_number(m, r->text, group);
	long by;

	if (text.n && lexicon_has(r->words->time_relative, text, &shift)) {
		bool back = shift.n && shift.p[0] == '-';

		if (back)
			shift = (struct slice){shift.p + 1, shift.n - 1};
		if (!r->year || !number_whole(shift, &by))
			return 0;
		return back ? r->year - (int)by : r->year + (int)by;
	}
	if (year && slice_is(rule_field(m->rule, "era"), "roc"))
		year += ROC_OFFSET;
	if (match_has(m, group) && slice_is(rule_field(m->rule, "era"), "short"))
		year += year < 50 ? 2000 : 1900;
	return year >= FIRST_YEAR && year <= LAST_YEAR ? year : 0;
}

static struct bounds whole_year(int year)
{
	return (struct bounds){{year, 1, 1}, {year, 12, 31}};
}

static struct bounds whole_month(int year, int month)
{
	return (struct bounds){{year, month, 1}, {year, month, days_in_month(year, month)}};
}

static struct bounds part_of(const struct part *part, int year, int month)
{
	struct bounds b;

	if (!part->of_month)
		return (struct bounds){{year, part->first, 1},
				       {year, part->last, days_in_month(year, part->last)}};
	if (!month)
		return whole_year(year);
	b = whole_month(year, month);
	b.start.day = part->first;
	if (part->last < b.end.day)
		b.end.day = part->last;
	return b;
}

bool date_part(struct slice name, int year, struct date *start, struct date *end)
{
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		struct bounds b = part_of(&parts[i], year, 0);

		if (!slice_is(name, parts[i].name) || parts[i].of_month || parts[i].last == 1)
			continue;
		*start = b.start;
		*end = b.end;
		return true;
	}
	return false;
}

static struct bounds bounds_of(const struct reading *r, int year, int month, int day,
			       struct slice word)
{
	struct slice name;

	if (!year || month < 0 || month > 12)
		return (struct bounds){{0}, {0}};
	if (month && day > 0 && day <= days_in_month(year, month))
		return (struct bounds){{year, month, day}, {year, month, day}};
	if (word.n && lexicon_has(r->words->time_part, word, &name))
		for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
			if (slice_is(name, parts[i].name))
				return part_of(&parts[i], year, month);
	return month ? whole_month(year, month) : whole_year(year);
}

/* Years of a five-year plan, by the ordinal in the group `plan`. */
static struct bounds plan_bounds(int ordinal)
{
	int first, last;

	if (!plan_years(ordinal, &first, &last))
		return (struct bounds){{0}, {0}};
	return (struct bounds){{first, 1, 1}, {last, 12, 31}};
}

/* A fiscal year runs from April to March and is written 2025-26; year2 is its end in two digits. */
static struct bounds fiscal_bounds(const struct reading *r, const struct match *m)
{
	int first = match_number(m, r->text, GROUP_YEAR),
	    last = match_number(m, r->text, GROUP_YEAR2);

	return (struct bounds){{first, 4, 1}, {first / 100 * 100 + last, 3, 31}};
}

static struct bounds calendar_bounds(const struct reading *r, const struct match *m, int context)
{
	struct slice part = match_group(m, r->text, GROUP_PART);
	int year = group_year(r, m, GROUP_YEAR), year2 = group_year(r, m, GROUP_YEAR2);
	int month2 = match_number(m, r->text, GROUP_MONTH2),
	    day2 = match_number(m, r->text, GROUP_DAY2);
	int month = match_number(m, r->text, GROUP_MONTH);
	struct bounds b;

	if (!match_has(m, GROUP_YEAR))
		year = context;
	b = bounds_of(r, year, month, match_number(m, r->text, GROUP_DAY), part);
	if (match_has(m, GROUP_YEAR2) || month2 || day2)
		b.end = bounds_of(r, year2 ? year2 : year, month2 ? month2 : month, day2,
				  (struct slice){"", 0})
				.end;
	return b;
}

static struct date add_days(struct date d, long days)
{
	for (; days > 0; days--) {
		if (d.day < days_in_month(d.year, d.month)) {
			d.day++;
		} else {
			d.day = 1;
			d.year += d.month == 12;
			d.month = d.month % 12 + 1;
		}
	}
	return d;
}

/* The last day of `count` years, months or days that begin on `start`. */
static struct date after(struct date start, int count, struct slice unit)
{
	struct date end = start;

	if (slice_is(unit, "day"))
		return add_days(start, count);
	if (slice_is(unit, "month"))
		end.month += count;
	else
		end.year += count;
	end.year += (end.month - 1) / 12;
	end.month = (end.month - 1) % 12 + 1;
	if (end.day > 1) {
		int last = days_in_month(end.year, end.month);

		end.day = end.day - 1 < last ? end.day - 1 : last;
		return end;
	}
	if (--end.month == 0) {
		end.month = 12;
		end.year--;
	}
	end.day = days_in_month(end.year, end.month);
	return end;
}

/*
 * A duration counts from the plan's first day, else from the date of reference; one whose beginning
 * the text leaves to an event has no count and no dates.
 */
static struct bounds duration_bounds(const struct reading *r, const struct match *m)
{
	struct slice unit = rule_field(m->rule, "count");
	struct number n;
	struct date start = r->period_start;
	struct slice text = match_group(m, r->text, GROUP_NUM);

	if (!unit.n)
		return (struct bounds){{0}, {0}};
	if (!date_known(start) || !slice_is(unit, "year"))
		start = date_known(r->options->reference) ? r->options->reference : r->published;
	if (!date_known(start) || !text.n || !number_read(text, 0, &n) || n.value < 1 ||
	    n.value > 1200)
		return (struct bounds){{0}, {0}};
	return (struct bounds){start, after(start, (int)n.value, unit)};
}

void timex_bounds(const struct reading *r, struct timex *t, int context)
{
	const struct match *m = t->match;
	struct bounds b = {{0}, {0}};

	if (slice_is(t->kind, "recurring"))
		return;
	if (slice_is(t->kind, "within"))
		b = duration_bounds(r, m);
	else if (slice_is(rule_field(m->rule, "era"), "fiscal"))
		b = fiscal_bounds(r, m);
	else if (match_has(m, GROUP_PLAN))
		b = plan_bounds(match_number(m, r->text, GROUP_PLAN));
	else
		b = calendar_bounds(r, m, context);
	t->start = slice_is(t->kind, "by") ? (struct date){0} : b.start;
	t->end = b.end;
}

/* Below a heading such as 工作目标. */
static bool among_goals(const struct reading *r, size_t at)
{
	const struct section *all = r->outline.sections;

	for (int s = (int)outline_section(&r->outline, at); s >= 0; s = all[s].parent)
		if (lexicon_in(r->words->genre_heading, slice_cut(r->text, all[s].title), NULL))
			return true;
	return false;
}

/* 2024年,全县计划…: whether words of planning follow, behind others that say nothing of the time.
 */
static bool plan_follows(const struct reading *r, size_t at)
{
	size_t n;

	if (at < r->text.n && r->text.p[at] == ',')
		at++;
	while (!lexicon_at(r->words->plan, r->text, at, NULL)) {
		n = lexicon_at(r->words->adverb, r->text, at, NULL);
		if (!n)
			return false;
		at += n;
	}
	return !lexicon_at(r->words->section_goal, r->text, at, NULL);
}

/* Whether a place is in a passage that makes the text a plan: 2031年,市政府将办好十件实事. */
static bool in_plan_passage(const struct reading *r, size_t at)
{
	const struct matches *found = &r->found[EMIT_DOCUMENT];

	for (size_t i = 0; i < found->count && found->items[i].at.start <= at; i++)
		if (at < found->items[i].at.end &&
		    slice_is(rule_field(found->items[i].rule, "field"), "plan"))
			return true;
	return false;
}

/*
 * A bare year (2024年完成…) is a deadline where the document looks ahead to it: not before the year
 * it speaks in, or where that is unknown among its goals or before words of planning, and not where
 * the section looks back.
 */
static bool bare_looks_ahead(const struct reading *r, const struct timex *t)
{
	if (!r->plan)
		return false;
	if (r->year)
		return t->end.year >= r->year;
	return t->end.year >= r->begins &&
	       (among_goals(r, t->quote.start) || plan_follows(r, t->quote.end) ||
		in_plan_passage(r, t->quote.start));
}

static bool in_title(const struct reading *r, const struct timex *t)
{
	return t->quote.start >= r->title.start && t->quote.end <= r->title.end;
}

/*
 * In a titled text that plans nothing only dates are due that a sentence of duty states, ahead of
 * all the years it tells of.
 */
static bool due_without_plan(const struct reading *r, const struct timex *t)
{
	struct span sentence = outline_sentence(&r->outline, t->quote.start);
	bool dated = match_has(t->match, GROUP_YEAR) || slice_is(t->kind, "within");

	return dated && (!date_known(t->end) || t->end.year >= r->latest) &&
	       lexicon_in(r->words->duty, slice_cut(r->text, sentence), NULL);
}

/* Whether a time is part of the date that the document gives itself. */
static bool in_own_date(const struct reading *r, const struct timex *t)
{
	const struct matches *found = &r->found[EMIT_DOCUMENT];

	for (size_t i = 0; i < found->count && found->items[i].at.start <= t->quote.start; i++)
		if (t->quote.end <= found->items[i].at.end &&
		    slice_is(rule_field(found->items[i].rule, "field"), "published"))
			return true;
	return false;
}

/* Why an expression makes no deadline record; NULL where it makes one. */
static const char *not_stated(const struct reading *r, const struct timex *t)
{
	const struct match *veto = matches_covering(&r->found[EMIT_STATUS], t->quote.start);
	const struct section *s =
		&r->outline.sections[outline_section(&r->outline, t->quote.start)];

	if (r->law)
		return "a law: its periods are no dates of a plan";
	if (s->contents || s->status.n)
		return "its section is no plan";
	if (slice_is(t->kind, "baseline") || slice_is(t->kind, "point"))
		return "it is a date to compare with, or that a figure is of";
	if (veto && slice_is(rule_field(veto->rule, "status"), "name"))
		return "it is part of a name";
	if (in_own_date(r, t))
		return "it is the date of the document";
	if (slice_is(t->kind, "bare"))
		return bare_looks_ahead(r, t) && !in_title(r, t)
			       ? NULL
			       : "a bare year that doesn't lie ahead in a plan";
	if (!r->plan && (r->other || r->about.title.n) && !due_without_plan(r, t))
		return "no plan, and no sentence of duty";
	if (date_known(t->end) && date_known(r->published) &&
	    date_compare(t->end, r->published) < 0)
		return "it lies before the document's own date";
	return NULL;
}

static bool is_stated(const struct reading *r, const struct timex *t)
{
	const char *why = not_stated(r, t);

	note(r, t->quote, "type", t->quote, why ? why : "a deadline");
	return !why;
}

/* What the dates of an expression rest on. */
static void note_dates(const struct reading *r, const struct timex *t)
{
	const struct match *m = t->match;

	note_plain(r, t->quote, "kind", "the rule's field");
	if (match_has(m, GROUP_YEAR))
		note(r, t->quote, "end", m->groups[GROUP_YEAR], "the group year");
	else if (match_has(m, GROUP_PLAN))
		note(r, t->quote, "end", m->groups[GROUP_PLAN], "the years of the five-year plan");
	else if (slice_is(t->kind, "within"))
		note(r, t->quote, "end", m->groups[GROUP_NUM],
		     "counted from the plan's first day, or the date of reference");
	else if (date_known(t->end))
		note_plain(r, t->quote, "end",
			   "the year of the last date in the section, else the document's");
	else
		note_plain(r, t->quote, "end", "no year is known");
}

/* The year after the document's that the heading of a section above names; 0 where none does. */
static int year_above(const struct reading *r, size_t at)
{
	const struct section *all = r->outline.sections;

	for (int s = (int)outline_section(&r->outline, at); s > 0; s = all[s].parent) {
		size_t from = 0;
		int year = year_next(slice_cut(r->text, all[s].title), &from);

		if (year == r->year + 1)
			return year;
	}
	return 0;
}

/*
 * The year that an expression without one means: that of the last one in the same section that has
 * not gone by, else the next one where a heading above names it, else the
 * year the document speaks in, else that of the last one anywhere.
 */
static int context_year(const struct reading *r, const struct timex *last, size_t at)
{
	const struct outline *o = &r->outline;
	int above;

	if (last && last->end.year >= r->year &&
	    (!r->year || outline_section(o, last->quote.start) == outline_section(o, at)))
		return last->end.year;
	above = year_above(r, at);
	return above ? above : r->year;
}

/* The last year of which the text tells what was: bare years and years compared with. */
static int latest_year(const struct reading *r)
{
	static const char *const kinds[] = {"bare", "baseline", "point"};
	int latest = 0;

	for (size_t i = 0; i < r->time_count; i++)
		for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++)
			if (slice_is(r->times[i].kind, kinds[k]) && r->times[i].end.year > latest)
				latest = r->times[i].end.year;
	return latest;
}

/* The first year of the first span of years (2024—2026年); 0 without. */
static int first_of_span(const struct reading *r)
{
	for (size_t i = 0; i < r->time_count; i++)
		if (match_has(r->times[i].match, GROUP_YEAR2))
			return r->times[i].start.year;
	return 0;
}

/* Kinds and dates of all expressions, each in the light of those before it. */
static void read_dates(struct reading *r, const struct matches *found)
{
	const struct timex *dated = NULL;

	for (size_t i = 0; i < found->count; i++) {
		struct timex *t = &r->times[i];

		t->match = &found->items[i];
		t->quote = match_quote(t->match);
		t->kind = rule_field(t->match->rule, "kind");
		t->recurrence = rule_field(t->match->rule, "recurrence");
		timex_bounds(r, t, context_year(r, dated, t->quote.start));
		note_dates(r, t);
		if (date_known(t->end) && !slice_is(t->kind, "baseline"))
			dated = t;
	}
	r->time_count = found->count;
}

/*
 * A short text without a title, such as a page of a plan, is read as a plan where it looks ahead of
 * all the years it tells of. A long one would have headings that say so.
 */
static bool looks_ahead(const struct reading *r)
{
	enum { SHORT = 1 << 14 }; /* bytes */

	if (r->other || r->about.title.n || r->text.n > SHORT)
		return false;
	for (size_t i = 0; i < r->time_count; i++) {
		const struct timex *t = &r->times[i];

		if (t->end.year > r->latest &&
		    ((slice_is(t->kind, "by") && match_has(t->match, GROUP_YEAR)) ||
		     match_has(t->match, GROUP_PLAN)))
			return true;
	}
	return false;
}

int read_times(struct reading *r, struct err *e)
{
	const struct matches *found = &r->found[EMIT_DEADLINE];

	r->times = arena_zero(r->arena, found->count + 1, sizeof(*r->times));
	if (!r->times)
		return err_nomem(e);
	read_dates(r, found);
	r->latest = latest_year(r);
	r->begins = first_of_span(r);
	r->plan |= looks_ahead(r);
	for (size_t i = 0; i < r->time_count; i++) {
		struct timex *t = &r->times[i];

		t->stated = is_stated(r, t);
		if (t->stated && slice_is(t->kind, "bare"))
			t->kind = slice_of("during");
	}
	find_period(r);
	for (size_t i = 0; i < r->time_count; i++)
		if (slice_is(r->times[i].kind, "within"))
			timex_bounds(r, &r->times[i], 0);
	return 0;
}

size_t time_from(const struct reading *r, size_t at)
{
	return matches_from(&r->found[EMIT_DEADLINE], at);
}
