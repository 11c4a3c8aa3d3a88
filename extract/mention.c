/*
 * Mentions: every number and time expression of a text, whatever it means.
 *
 * Times are those of the policy rules and of rules that emit `mention`. Figures that the policy
 * rules found keep what was read about them; all other numbers are looked for. Of times that
 * overlap the longest stands, and so it is with numbers; no number stands inside a time or across
 * its edge.
 */
#include "extract/mention.h"

#include <math.h>
#include <stdlib.h>

struct list_of_mentions {
	struct mention *items;
	size_t count;
	size_t capacity;
};

struct mention mention_new(struct span quote, struct slice rule)
{
	return (struct mention){
		.quote = quote, .rule = rule, .value = NAN, .max = NAN, .confidence = 0.9};
}

static int push(struct reading *r, struct list_of_mentions *list, const struct mention *m,
		struct err *e)
{
	struct mention *items =
		arena_grow(r->arena, list->items, list->count, &list->capacity, sizeof(*items));

	if (!items)
		return err_nomem(e);
	list->items = items;
	items[list->count] = *m;
	items[list->count].order = list->count;
	list->count++;
	return 0;
}

static struct mention mention_of_quantity(const struct reading *r, const struct quantity *q)
{
	struct mention m = mention_new(q->quote, q->rule);

	m.value = q->value;
	m.max = q->max;
	m.op = q->op;
	m.unit = q->unit;
	m.kind = slice_of(!isnan(q->max)				  ? "range"
			  : lexicon_has(r->words->percent, q->unit, NULL) ? "percent"
			  : q->unit.n					  ? "quantity"
									  : "number");
	return m;
}

static int compare_places(const void *a, const void *b)
{
	const struct mention *x = a, *y = b;

	if (x->quote.start != y->quote.start)
		return x->quote.start < y->quote.start ? -1 : 1;
	if (x->quote.end != y->quote.end)
		return x->quote.end > y->quote.end ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

static size_t length(const struct mention *m)
{
	return m->quote.end - m->quote.start;
}

/* Sorts by place; of mentions that overlap the longest stands, the first of equals. */
static void settle(struct list_of_mentions *list)
{
	size_t kept = 0;

	if (list->count)
		qsort(list->items, list->count, sizeof(*list->items), compare_places);
	for (size_t i = 0; i < list->count; i++) {
		struct mention m = list->items[i];

		while (kept && list->items[kept - 1].quote.end > m.quote.start &&
		       length(&m) > length(&list->items[kept - 1]))
			kept--;
		if (!kept || list->items[kept - 1].quote.end <= m.quote.start)
			list->items[kept++] = m;
	}
	list->count = kept;
}

/* The times: of those at the same place the first stands. */
static int collect_times(struct reading *r, struct list_of_mentions *list, struct err *e)
{
	const struct matches *found = &r->found[EMIT_MENTION];
	struct mention m;

	for (size_t i = 0; i < found->count; i++) {
		m = mention_of_match(r, &found->items[i]);
		if (push(r, list, &m, e))
			return -1;
	}
	for (size_t i = 0; i < r->time_count; i++) {
		m = mention_of_time(r, &r->times[i]);
		if (push(r, list, &m, e))
			return -1;
	}
	settle(list);
	return 0;
}

static int collect_quantities(struct reading *r, struct list_of_mentions *list, struct err *e)
{
	for (size_t i = 0; i < r->quantity_count; i++) {
		struct mention m = mention_of_quantity(r, &r->quantities[i]);

		if (!isnan(m.value) && push(r, list, &m, e))
			return -1;
	}
	return 0;
}

static int collect_numbers(struct reading *r, struct list_of_mentions *list, struct err *e)
{
	struct mention_words words;
	struct mention m;
	size_t len;

	mention_words_bind(&words, r->options->rules);
	for (size_t at = 0; at < r->text.n; at += len) {
		size_t word = words.none ? lexicon_at(words.none, r->text, at, NULL) : 0;

		len = word ? word : utf8_len((unsigned char)r->text.p[at]);
		if (!word && mention_of_number(r, &words, at, &m)) {
			len = m.quote.end - at;
			if (push(r, list, &m, e))
				return -1;
		}
	}
	return 0;
}

static int add_mention(struct reading *r, const struct mention *m, struct records *out,
		       struct err *e)
{
	struct record rec;

	if (record_at(r, RECORD_MENTION, m->quote, m->rule, &rec, e))
		return -1;
	rec.kind = m->kind;
	rec.value = m->value;
	rec.value_max = m->max;
	rec.op = m->op;
	rec.unit = m->unit;
	rec.start = date_iso(m->start, r->arena);
	rec.end = date_iso(m->end, r->arena);
	rec.recurrence = m->recurrence;
	rec.duration = m->duration;
	rec.confidence = m->confidence;
	return records_add(out, r->arena, &rec, e);
}

/* Takes out the numbers that overlap a time; both lists are settled. */
static void keep_clear(struct list_of_mentions *numbers, const struct list_of_mentions *times)
{
	size_t kept = 0, t = 0;

	for (size_t i = 0; i < numbers->count; i++) {
		const struct mention *m = &numbers->items[i];

		while (t < times->count && times->items[t].quote.end <= m->quote.start)
			t++;
		if (t == times->count || times->items[t].quote.start >= m->quote.end)
			numbers->items[kept++] = *m;
	}
	numbers->count = kept;
}

static int add_list(struct reading *r, const struct list_of_mentions *list, struct records *out,
		    struct err *e)
{
	for (size_t i = 0; i < list->count; i++)
		if (add_mention(r, &list->items[i], out, e))
			return -1;
	return 0;
}

int add_mentions(struct reading *r, struct records *out, struct err *e)
{
	struct list_of_mentions times = {0}, numbers = {0};

	if (collect_times(r, &times, e) || collect_quantities(r, &numbers, e) ||
	    collect_numbers(r, &numbers, e))
		return -1;
	settle(&numbers);
	keep_clear(&numbers, &times);
	return add_list(r, &times, out, e) || add_list(r, &numbers, out, e) ? -1 : 0;
}
