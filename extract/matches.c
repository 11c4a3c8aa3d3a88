/*
 * Which of the matches that overlap stands, and looking matches up by their place.
 */
#include "extract/match.h"

#include "extract/number.h"

#include <stdlib.h>

static int compare_starts(const void *a, const void *b)
{
	const struct match *x = a, *y = b;

	if (x->at.start != y->at.start)
		return x->at.start < y->at.start ? -1 : 1;
	if (x->at.end != y->at.end)
		return x->at.end > y->at.end ? -1 : 1;
	return x->rule < y->rule ? -1 : x->rule > y->rule;
}

/* Whether a should stand rather than b where they overlap: by priority, then length, then place. */
static bool stands_over(const struct match *a, const struct match *b)
{
	size_t na = a->at.end - a->at.start, nb = b->at.end - b->at.start;

	if (a->rule->priority != b->rule->priority)
		return a->rule->priority > b->rule->priority;
	return na > nb;
}

/* By start. The gate finds most in this order, but for those that begin at the same byte. */
static void sort_matches(struct match *items, size_t count)
{
	bool rising = true;

	for (size_t i = 1; rising && i < count; i++)
		rising = items[i - 1].at.start <= items[i].at.start;
	if (!rising) {
		qsort(items, count, sizeof(*items), compare_starts);
		return;
	}
	for (size_t i = 1; i < count; i++)
		for (size_t k = i; k && compare_starts(&items[k - 1], &items[k]) > 0; k--) {
			struct match later = items[k - 1];

			items[k - 1] = items[k];
			items[k] = later;
		}
}

void matches_settle(struct matches *list, enum rule_emit emit,
		    void (*beaten)(void *context, const struct match *loser,
				   const struct match *winner),
		    void *context)
{
	size_t kept = 0;

	sort_matches(list->items, list->count);
	if (emit == EMIT_DOCUMENT)
		return;
	for (size_t i = 0; i < list->count; i++) {
		struct match *match = &list->items[i], *last = list->items + kept;

		while (kept && last[-1].at.end > match->at.start && stands_over(match, last - 1)) {
			last--;
			kept--;
			if (beaten)
				beaten(context, last, match);
		}
		if (kept && last[-1].at.end > match->at.start) {
			if (beaten)
				beaten(context, match, last - 1);
			continue;
		}
		if (kept != i)
			list->items[kept] = *match;
		kept++;
	}
	list->count = kept;
}

size_t matches_from(const struct matches *list, size_t at)
{
	size_t low = 0, high = list->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (list->items[middle].at.end <= at)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

const struct match *matches_covering(const struct matches *list, size_t at)
{
	size_t i = matches_from(list, at);

	return i < list->count && list->items[i].at.start <= at ? &list->items[i] : NULL;
}

int match_number(const struct match *m, struct slice text, enum rule_group group)
{
	long n;

	if (!match_has(m, group) || !number_whole(match_group(m, text, group), &n))
		return 0;
	return n > 0 && n < 100000 ? (int)n : 0;
}
