/*
 * Period: the span of time that a plan is made for.
 *
 * By its title (2023—2025年, “十四五”), by a rule that emits `document` with the field `period`
 * (规划期为…), by the months in the headings of its phases, by the last day of the years that its
 * text states.
 */
#include "extract/number.h"
#include "extract/reading.h"

enum { MIN_YEAR = 1949, MAX_YEAR = 2100, PLAN_REACH = 4 };
/* From this month on what is published is for the next year. */
enum { LATE_MONTH = 11 };
enum { ROC_OFFSET = 1911, MIN_ROC = 90, MAX_ROC = 150, ROC_DIGITS = 3, YEAR_DIGITS = 4 };

/* Whether the three digits before `end` are a year of the 民國 era: a year or a dash follows. */
static bool is_roc_year(struct slice text, size_t end, long year)
{
	size_t len;
	uint32_t c = end < text.n ? utf8_at(text, end, &len) : 0;

	return year >= MIN_ROC && year <= MAX_ROC &&
	       (c == 0x5E74 || c == '-' || c == 0x2014 || c == 0x81F3);
}

int year_next(struct slice text, size_t *at)
{
	for (; *at < text.n; (*at)++) {
		size_t start = *at, digits;
		long year = 0;

		while (*at < text.n && is_digit((unsigned char)text.p[*at]))
			(*at)++;
		digits = *at - start;
		if ((digits != YEAR_DIGITS && digits != ROC_DIGITS) ||
		    !number_whole(slice_cut(text, (struct span){start, *at}), &year))
			continue;
		if (digits == YEAR_DIGITS && year >= MIN_YEAR && year <= MAX_YEAR)
			return (int)year;
		if (digits == ROC_DIGITS && is_roc_year(text, *at, year))
			return (int)year + ROC_OFFSET;
	}
	return 0;
}

bool year_is_aim(const struct reading *r, struct slice text, size_t end)
{
	size_t start = end;

	while (start && is_digit((unsigned char)text.p[start - 1]))
		start--;
	return lexicon_at(r->words->year_aim, text, end, NULL) ||
	       lexicon_before(r->words->year_toward, text, start, NULL);
}

static bool set_years(struct reading *r, int first, int last)
{
	if (!first || !last || last < first)
		return false;
	r->period_start = (struct date){first, 1, 1};
	r->period_end = (struct date){last, 12, 31};
	return true;
}

bool title_plan(const struct reading *r, int *first, int *last)
{
	struct slice ordinal;
	long n;

	return lexicon_in(r->words->period_plan, r->about.title, &ordinal) &&
	       number_whole(ordinal, &n) && plan_years((int)n, first, last);
}

/* The last part of a year in the title, such as 第一季度 or 12月份, of a plan for one year. */
static void narrow_to_part(struct reading *r, int year)
{
	struct slice title = r->about.title, part = {"", 0};
	int month = 0;

	for (size_t at = 0, len; at < title.n; at += len) {
		struct number n;
		size_t word = lexicon_at(r->words->time_part, title, at, &part);
		size_t digits = number_read(title, at, &n);

		utf8_at(title, at, &len);
		if (word && date_part(part, year, &r->period_start, &r->period_end))
			len = word;
		if (digits &&
		    slice_starts(slice_cut(title, (struct span){at + digits, title.n}),
				 slice_of("月")) &&
		    n.value >= 1 && n.value <= 12)
			month = (int)n.value;
		len = digits > len ? digits : len;
	}
	if (month) {
		r->period_start = (struct date){year, month, 1};
		r->period_end = (struct date){year, month, days_in_month(year, month)};
	}
}

/*
 * One or two years in the title, or a five-year plan; one that aims at a year has its end, one
 * for the year of its date that year.
 */
static bool period_of_title(struct reading *r)
{
	struct slice title = r->about.title;
	size_t at = 0, from;
	int first = 0, last = 0;

	if (lexicon_in(r->words->period_none, title, NULL))
		return true;
	if (title_plan(r, &first, &last))
		return set_years(r, first, last);
	first = year_next(title, &at);
	if (first && year_is_aim(r, title, at)) {
		r->period_end = (struct date){first, 12, 31};
		return true;
	}
	from = at;
	last = year_next(title, &at);
	if (last &&
	    lexicon_in(r->words->period_told, slice_cut(title, (struct span){from, at}), NULL))
		first = last;
	if (!first && lexicon_in(r->words->period_annual, title, NULL))
		first = r->published.year + (r->published.month >= LATE_MONTH);
	if (!set_years(r, first, last ? last : first))
		return false;
	if (!last)
		narrow_to_part(r, first);
	return true;
}

/* The rule of the highest priority that states the period, the first of them in the text. */
static bool period_of_rule(struct reading *r)
{
	const struct match *m = document_match(r, "period", SIZE_MAX);
	struct timex t = {.match = m, .kind = slice_of("during")};

	if (!m)
		return false;
	timex_bounds(r, &t, r->year);
	r->period_start = t.start;
	r->period_end = t.end;
	if (slice_is(rule_field(m->rule, "kind"), "by"))
		r->period_start = (struct date){0};
	return date_known(t.end);
}

/* The dated period in the title of a section; NULL without one. */
static const struct timex *phase_of(const struct reading *r, const struct section *s)
{
	for (size_t i = time_from(r, s->title.start); i < r->time_count; i++) {
		const struct timex *t = &r->times[i];

		if (t->quote.start >= s->title.end)
			break;
		if (slice_is(t->kind, "during") && date_known(t->start) && date_known(t->end))
			return t;
	}
	return NULL;
}

/* From the first phase to the last, where two headings or more name the time of theirs. */
static bool period_of_phases(struct reading *r)
{
	const struct timex *first = NULL, *last = NULL;

	for (size_t i = 1; i < r->outline.count; i++) {
		const struct timex *t = phase_of(r, &r->outline.sections[i]);

		first = t && !first ? t : first;
		last = t ? t : last;
	}
	if (first == last || date_compare(first->start, last->start) >= 0)
		return false;
	r->period_start = first->start;
	r->period_end = last->end;
	return true;
}

/* Whether a place is inside the quoted name of another document: 《“十四五”商务规划》. */
static bool in_quoted_name(struct slice text, size_t at)
{
	enum { LOOK = 90 }; /* bytes of a name before the year that it holds */
	size_t from = at > LOOK ? at - LOOK : 0, len;

	for (; at > from; at -= len) {
		uint32_t c = utf8_before(text, at, &len);

		if (c == 0x300A || c == 0x300B || c == '\n')
			return c == 0x300A;
	}
	return false;
}

/* A year's or a plan's last day that the text states as due. */
static bool closes_year(const struct reading *r, const struct timex *t)
{
	return t->stated && !in_quoted_name(r->text, t->quote.start) && date_known(t->end) &&
	       t->end.month == 12 && t->end.day == 31;
}

/* The last year in which a plan may begin: the one after its date, or after the last told of. */
static int latest_start(const struct reading *r)
{
	int year = r->year ? r->year : r->latest;

	return year ? year + 1 : MAX_YEAR;
}

/*
 * The first day of the longest stated period that ends with the plan's; unknown without one, or
 * where it begins later than the plan can.
 */
static struct date start_of_period(const struct reading *r)
{
	struct date start = {0};

	for (size_t i = 0; i < r->time_count; i++) {
		const struct timex *t = &r->times[i];

		if (closes_year(r, t) && slice_is(t->kind, "during") && t->start.month == 1 &&
		    t->start.day == 1 &&
		    (t->start.year < t->end.year || t->start.year == r->year) &&
		    date_compare(t->end, r->period_end) == 0 &&
		    (!date_known(start) || date_compare(t->start, start) < 0))
			start = t->start;
	}
	return start.year > latest_start(r) ? (struct date){0} : start;
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

		if (!closes_year(r, t) || (first && t->end.year > first + PLAN_REACH))
			continue;
		if (!first || t->end.year > r->period_end.year)
			r->period_end = t->end;
		first = first ? first : t->end.year;
	}
	r->period_start = start_of_period(r);
}

/* How many years a title such as 三年行动方案 gives its plan. */
static bool title_length(const struct reading *r, struct slice *years)
{
	struct slice title = r->about.title;

	for (size_t at = 0, len; at < title.n; at += len) {
		bool digit = at && is_digit((unsigned char)title.p[at - 1]);

		if (!digit && lexicon_at(r->words->period_length, title, at, years))
			return true;
		utf8_at(title, at, &len);
	}
	return false;
}

/* Three years for a 三年行动 that states its last year only, or none: then from its own date on. */
static void complete_period(struct reading *r)
{
	struct slice length;
	long years;

	if (date_known(r->period_start) || !title_length(r, &length) ||
	    !number_whole(length, &years))
		return;
	if (date_known(r->period_end) && r->period_end.month == 12)
		r->period_start = (struct date){r->period_end.year - (int)years + 1, 1, 1};
	else if (!date_known(r->period_end) && r->published.year)
		set_years(r, r->published.year, r->published.year + (int)years - 1);
}

void find_period(struct reading *r)
{
	const char *how = "the times that its text states";

	if (!r->plan)
		return;
	if (period_of_title(r)) {
		note_document(r, "period", r->title, "the years of the title");
		return;
	}
	if (period_of_rule(r))
		how = "a rule for periods";
	else if (period_of_phases(r))
		how = "the months in the headings of its phases";
	else
		period_of_times(r);
	note_document(r, "period", (struct span){0, 0}, how);
	complete_period(r);
}
