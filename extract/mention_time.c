/*
 * Mentions of times: the matches of rules that emit `mention` become days.
 *
 * The field `form` says how: by the groups of a date (without it), over a number of units before or
 * after the day of reference (past, next), by whole weeks or months from it (shift), as the years
 * of a decade, or as a year of an era.
 */
#include "extract/mention.h"
#include "extract/number.h"

#include <stdio.h>

struct days {
	struct date start;
	struct date end;
};

static struct date reference(const struct reading *r)
{
	return date_known(r->options->reference) ? r->options->reference : r->published;
}

/* A day moved by whole months; a day that the month lacks is its last. */
static struct date add_months(struct date d, long months)
{
	long month = d.year * 12L + d.month - 1 + months;
	int last;

	d.year = (int)(month / 12);
	d.month = (int)(month % 12) + 1;
	last = days_in_month(d.year, d.month);
	if (d.day > last)
		d.day = last;
	return d;
}

static struct date add_units(struct date d, long n, struct slice unit)
{
	if (slice_is(unit, "PY"))
		return add_months(d, n * 12);
	if (slice_is(unit, "PM"))
		return add_months(d, n);
	return date_of_days(date_days(d) + n * (slice_is(unit, "PW") ? 7 : 1));
}

static struct slice map_value(const struct reading *r, const char *map, struct slice word)
{
	const struct lexicon *list = ruleset_words(r->options->rules, map);
	struct slice value = {"", 0};

	if (list)
		lexicon_has(list, word, &value);
	return value;
}

/* A whole number with or without a minus. */
static long signed_number(struct slice text)
{
	long n = 0;
	bool minus = text.n && text.p[0] == '-';

	if (!number_whole((struct slice){text.p + minus, text.n - minus}, &n))
		return 0;
	return minus ? -n : n;
}

static struct slice unit_of(const struct reading *r, const struct match *m)
{
	return map_value(r, "mention.duration", match_group(m, r->text, GROUP_UNIT));
}

/* 近三年: up to the day before the day of reference. */
static struct days past_days(const struct reading *r, const struct match *m)
{
	struct date ref = reference(r);
	int n = match_number(m, r->text, GROUP_NUM);

	if (!date_known(ref) || !n || n > 1000)
		return (struct days){{0}, {0}};
	return (struct days){add_units(ref, -n, unit_of(r, m)), date_of_days(date_days(ref) - 1)};
}

/* 未来三年: from the day after it. */
static struct days next_days(const struct reading *r, const struct match *m)
{
	struct date ref = reference(r);
	int n = match_number(m, r->text, GROUP_NUM);

	if (!date_known(ref) || !n || n > 1000)
		return (struct days){{0}, {0}};
	return (struct days){date_of_days(date_days(ref) + 1), add_units(ref, n, unit_of(r, m))};
}

/* 下周, 上个月; a week begins on Monday, its end is Saturday and Sunday. */
static struct days shift_days(const struct reading *r, const struct match *m)
{
	struct date ref = reference(r);
	long by =
		signed_number(map_value(r, "mention.shift", match_group(m, r->text, GROUP_VALUE)));
	long monday;

	if (!date_known(ref))
		return (struct days){{0}, {0}};
	if (slice_is(rule_field(m->rule, "count"), "month")) {
		ref.day = 1;
		ref = add_months(ref, by);
		return (struct days){ref,
				     {ref.year, ref.month, days_in_month(ref.year, ref.month)}};
	}
	/* 1970-01-01 was a Thursday */
	monday = date_days(ref) - ((date_days(ref) + 3) % 7 + 7) % 7 + 7 * by;
	return (struct days){
		date_of_days(slice_is(rule_field(m->rule, "part"), "end") ? monday + 5 : monday),
		date_of_days(monday + 6)};
}

/* 20世纪90年代; a decade without a century is the last one that has begun. */
static struct days decade_days(const struct reading *r, const struct match *m)
{
	struct slice century = match_group(m, r->text, GROUP_VALUE),
		     shift = map_value(r, "mention.shift", century);
	int decade = match_number(m, r->text, GROUP_NUM), year = reference(r).year, from;
	int n = match_number(m, r->text, GROUP_VALUE);

	if (n)
		from = (n - 1) * 100 + decade;
	else if (!year)
		return (struct days){{0}, {0}};
	else if (century.n)
		from = (year / 100 + (int)signed_number(shift)) * 100 + decade;
	else
		from = year / 100 * 100 + decade - (year % 100 < decade ? 100 : 0);
	return (struct days){{from, 1, 1}, {from + 9, 12, 31}};
}

static struct days era_days(const struct reading *r, const struct match *m)
{
	long first =
		signed_number(map_value(r, "mention.era", match_group(m, r->text, GROUP_VALUE)));
	int n = match_number(m, r->text, GROUP_NUM), year;
	int month = match_number(m, r->text, GROUP_MONTH);

	if (slice_is(match_group(m, r->text, GROUP_NUM), "元"))
		n = 1;
	if (!first || !n)
		return (struct days){{0}, {0}};
	year = (int)first + n - 1;
	if (!month || month > 12)
		return (struct days){{year, 1, 1}, {year, 12, 31}};
	return (struct days){{year, month, 1}, {year, month, days_in_month(year, month)}};
}

static const struct {
	const char *name; /* of the field `form` */
	struct days (*read)(const struct reading *, const struct match *);
} forms[] = {
	{"past", past_days},	 {"next", next_days}, {"shift", shift_days},
	{"decade", decade_days}, {"era", era_days},
};

struct slice mention_duration(const struct reading *r, double n, struct slice unit)
{
	char text[64];
	int len;
	struct slice none = {"", 0}, copy;

	if (unit.n < 2 || unit.n > 3 || n < 0 || n > 1e9)
		return none;
	len = snprintf(text, sizeof(text), "%.*s%.10g%c", (int)unit.n - 1, unit.p, n,
		       unit.p[unit.n - 1]);
	copy = arena_copy(r->arena, (struct slice){text, (size_t)len});
	return copy.p ? copy : none;
}

/* How long 近三年 and 三年内 last: the number in the group, and the unit that follows it. */
static void set_duration(const struct reading *r, const struct match *m, struct mention *out)
{
	const struct lexicon *units = ruleset_words(r->options->rules, "mention.duration");
	struct slice unit = {"", 0};
	struct number n;
	size_t end = m->groups[GROUP_NUM].end;

	if (!units || !match_has(m, GROUP_NUM) ||
	    !number_read(match_group(m, r->text, GROUP_NUM), 0, &n) ||
	    !lexicon_at(units, r->text, end, &unit))
		return;
	out->duration = mention_duration(r, n.value, unit);
}

struct mention mention_of_match(const struct reading *r, const struct match *m)
{
	struct mention out = mention_new(match_quote(m), m->rule->id);
	struct timex t = {.match = m, .kind = slice_of("during")};
	struct slice form = rule_field(m->rule, "form");

	out.kind = slice_of("time");
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		struct days d;

		if (!slice_is(form, forms[i].name))
			continue;
		d = forms[i].read(r, m);
		out.start = d.start;
		out.end = d.end;
		set_duration(r, m, &out);
		return out;
	}
	timex_bounds(r, &t, r->year);
	out.start = t.start;
	out.end = t.end;
	return out;
}

struct mention mention_of_time(const struct reading *r, const struct timex *t)
{
	struct mention out = mention_new(t->quote, t->match->rule->id);

	out.kind = slice_of(slice_is(t->kind, "within") ? "duration" : "time");
	out.start = t->start;
	out.end = t->end;
	out.recurrence = t->recurrence;
	if (slice_is(t->kind, "within"))
		set_duration(r, t->match, &out);
	return out;
}
