/*
 * Quantities: what the rules that emit `target` matched becomes a number with its unit.
 *
 * A rule may fix op, value and kind by its fields, and the unit where none is written; what it
 * leaves open is read from its groups. Currency keeps the 万 or 亿 it is written with (54.7亿元);
 * other units have it multiplied out (1.5万家 is 15000 家).
 */
#include "extract/number.h"
#include "extract/reading.h"

#include <math.h>
#include <stdlib.h>

struct quantity *quantity_add(struct reading *r, struct err *e)
{
	struct quantity *items = arena_grow(r->arena, r->quantities, r->quantity_count,
					    &r->quantity_capacity, sizeof(*items));

	if (!items) {
		err_nomem(e);
		return NULL;
	}
	r->quantities = items;
	items += r->quantity_count++;
	memset(items, 0, sizeof(*items));
	items->value = NAN;
	items->max = NAN;
	items->baseline.value = NAN;
	items->confidence = 1;
	return items;
}

size_t quantity_from(const struct reading *r, size_t at)
{
	size_t low = 0, high = r->quantity_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (r->quantities[middle].quote.end <= at)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Whether a blank may stand in the text, by single bytes: U+3000 begins with E3. */
static bool may_hold_blank(struct slice text)
{
	for (size_t i = 0; i < text.n; i++)
		if ((unsigned char)text.p[i] <= ' ' || (unsigned char)text.p[i] == 0xE3)
			return true;
	return false;
}

struct slice squeeze(struct slice text, struct arena *arena)
{
	char *out;
	size_t n = 0, len;

	if (!may_hold_blank(text))
		return text.n ? text : (struct slice){"", 0};
	out = arena_alloc(arena, text.n + 1);
	if (!out)
		return (struct slice){NULL, 0};
	for (size_t at = 0; at < text.n; at += len) {
		uint32_t c = utf8_at(text, at, &len);

		if (c == ' ' || c == '\n' || c == '\t' || c == 0x3000)
			continue;
		memcpy(out + n, text.p + at, len);
		n += len;
	}
	return (struct slice){out, n};
}

struct slice joined(struct arena *arena, struct slice a, struct slice b)
{
	char *out = arena_alloc(arena, a.n + b.n + 1);

	if (!out)
		return (struct slice){NULL, 0};
	memcpy(out, a.p, a.n);
	memcpy(out + a.n, b.p, b.n);
	return (struct slice){out, a.n + b.n};
}

struct slice multiplier_word(double multiplier)
{
	if (multiplier == 1e4)
		return slice_of("万");
	if (multiplier == 1e8)
		return slice_of("亿");
	if (multiplier == 1e12)
		return slice_of("万亿");
	return (struct slice){"", 0};
}

/* A sum of money, or one for each of something: 元, 元/亩. */
static bool is_currency(const struct reading *r, struct slice unit)
{
	size_t n = lexicon_at(r->words->currency, unit, 0, NULL);

	return n && (n == unit.n || unit.p[n] == '/');
}

static struct slice canonical_unit(const struct reading *r, struct slice written)
{
	struct slice unit = written;

	if (written.n && !lexicon_has(r->words->unit, written, &unit))
		lexicon_has(r->words->time_unit, written, &unit);
	return unit;
}

/* The multiplier that a numeral is said in: that of its largest part, 亿 in 2亿3千万. */
static double first_multiplier(struct slice numeral, double last)
{
	return last == 1e4 && slice_find(numeral, 0, slice_of("亿")) < numeral.n ? 1e8 : last;
}

int money_keep_multiplier(struct reading *r, struct quantity *q, double multiplier, struct err *e)
{
	struct slice word = multiplier_word(multiplier);

	if (!word.n || !is_currency(r, q->unit))
		return 0;
	note_plain(r, q->quote, "unit", "a sum of money keeps its 万 or 亿");
	q->value /= multiplier;
	q->max /= multiplier;
	q->unit = joined(r->arena, word, q->unit);
	return q->unit.p ? 0 : err_nomem(e);
}

/*
 * A range's lower end takes the upper end's multiplier where it has none: 1—2万 is 10000 to 20000,
 * but 5000—1万 stays.
 */
static void share_multiplier(struct quantity *q, const struct number *low,
			     const struct number *high)
{
	if (low->multiplier == 1 && high->multiplier > 1 &&
	    low->value < high->value / high->multiplier)
		q->value *= high->multiplier;
}

static int read_value(struct reading *r, struct quantity *q, struct err *e)
{
	const struct match *m = q->match;
	struct number low = {.multiplier = 1}, high = {.multiplier = 1};
	struct slice fixed = rule_field(m->rule, "value");
	double multiplier;

	if (fixed.n) {
		note_plain(r, q->quote, "value", "the rule's field");
		if (number_read(fixed, 0, &low))
			q->value = low.value;
		return 0;
	}
	if (!number_read(match_group(m, r->text, GROUP_NUM), 0, &low))
		return 0;
	q->value = low.value;
	note(r, q->quote, "value", m->groups[GROUP_NUM], "the group num");
	multiplier = first_multiplier(match_group(m, r->text, GROUP_NUM), low.multiplier);
	if (match_has(m, GROUP_MAX) && number_read(match_group(m, r->text, GROUP_MAX), 0, &high)) {
		q->max = high.value;
		note(r, q->quote, "value_max", m->groups[GROUP_MAX], "the group max");
		share_multiplier(q, &low, &high);
		multiplier = high.multiplier;
	}
	return money_keep_multiplier(r, q, multiplier, e);
}

static void read_operator(struct reading *r, struct quantity *q)
{
	const struct match *m = q->match;
	struct slice op = rule_field(m->rule, "op"), value;

	if (op.n)
		note_plain(r, q->quote, "op", "the rule's field");
	if (!op.n && match_has(m, GROUP_POST) &&
	    lexicon_has(r->words->op_after, match_group(m, r->text, GROUP_POST), &value)) {
		op = value;
		note(r, q->quote, "op", m->groups[GROUP_POST], "a word of op.after");
	}
	if (!op.n && match_has(m, GROUP_OP) &&
	    lexicon_has(r->words->op_before, match_group(m, r->text, GROUP_OP), &value)) {
		op = value;
		note(r, q->quote, "op", m->groups[GROUP_OP], "a word of op.before");
	}
	if (!isnan(q->max)) {
		op = slice_of("range");
		note_plain(r, q->quote, "op", "two numbers are a range");
	}
	q->op = op;
}

/*
 * 12 can be 1—2 and 510 can be 5—10 where the scan loses dashes: a short run of digits that splits
 * into two numbers of which the second is larger, by little. The value is never changed for it.
 */
static bool may_hide_dash(const struct reading *r, const struct quantity *q)
{
	struct slice digits = match_group(q->match, r->text, GROUP_NUM);
	long low, high;

	if (!isnan(q->max) || digits.n < 2 || digits.n > 4)
		return false;
	for (size_t cut = 1; cut <= digits.n / 2; cut++) {
		if (!number_whole((struct slice){digits.p, cut}, &low) ||
		    !number_whole((struct slice){digits.p + cut, digits.n - cut}, &high))
			return false;
		if (digits.p[cut] != '0' && low > 0 && high > low && high <= low * 2)
			return true;
	}
	return false;
}

static void read_status(struct reading *r, struct quantity *q)
{
	const struct match *m = matches_covering(&r->found[EMIT_STATUS], q->quote.start);
	const struct section *s =
		&r->outline.sections[outline_section(&r->outline, q->quote.start)];

	q->status = rule_field(q->match->rule, "status");
	if (q->status.n)
		note_plain(r, q->quote, "status", "the rule's field");
	if (m && m->at.end >= q->quote.end) {
		q->status = rule_field(m->rule, "status");
		note(r, q->quote, "status", m->at, "what the passage is, by the rule for it");
	} else if (!q->status.n) {
		q->status = s->contents ? slice_of("name") : s->status;
		if (q->status.n)
			note(r, q->quote, "status", s->title, "what the section is about");
	}
}

static int read_quantity(struct reading *r, const struct match *m, bool dashes_lost, struct err *e)
{
	struct quantity *q = quantity_add(r, e);
	struct slice unit = rule_field(m->rule, "unit");

	if (!q)
		return -1;
	q->match = m;
	q->rule = m->rule->id;
	q->quote = match_quote(m);
	q->predicate = q->quote.start;
	if (unit.n)
		note_plain(r, q->quote, "unit", "the rule's field");
	if (match_has(m, GROUP_UNIT)) {
		unit = canonical_unit(r, match_group(m, r->text, GROUP_UNIT));
		note(r, q->quote, "unit", m->groups[GROUP_UNIT], "the group unit, by the map unit");
	}
	q->unit = unit;
	q->kind = rule_field(m->rule, "kind");
	if (q->kind.n)
		note_plain(r, q->quote, "kind", "the rule's field");
	q->bare = rule_field(m->rule, "bare").n > 0;
	if (read_value(r, q, e))
		return -1;
	read_operator(r, q);
	read_status(r, q);
	q->lost_dash = dashes_lost && may_hide_dash(r, q);
	return 0;
}

int read_quantities(struct reading *r, struct err *e)
{
	const struct matches *found = &r->found[EMIT_TARGET];
	uint32_t kinds = doc_kinds(r->doc, (struct span){0, r->text.n});

	for (size_t i = 0; i < found->count; i++)
		if (read_quantity(r, &found->items[i], kinds & 1u << EDIT_DASH, e))
			return -1;
	return 0;
}
