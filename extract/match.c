#include "extract/match.h"

#include "extract/number.h"

#include <stdlib.h>

/*
 * Limits that no sensible rule comes near on a line of prose; PCRE2's own (10 million steps, 20 GB
 * of heap) would let one bad rule hold up a whole corpus.
 */
enum { MATCH_LIMIT = 200000, HEAP_LIMIT_KIB = 8192, JIT_STACK = 512 * 1024 };

struct matcher {
	pcre2_match_context *context;
	pcre2_match_data *data;
	pcre2_jit_stack *stack;
};

struct matcher *matcher_new(struct err *e)
{
	struct matcher *m = calloc(1, sizeof(*m));

	if (m) {
		m->context = pcre2_match_context_create(NULL);
		m->data = pcre2_match_data_create(GROUP_COUNT + 40, NULL);
		m->stack = pcre2_jit_stack_create(32 * 1024, JIT_STACK, NULL);
	}
	if (!m || !m->context || !m->data || !m->stack) {
		matcher_free(m);
		err_nomem(e);
		return NULL;
	}
	pcre2_set_match_limit(m->context, MATCH_LIMIT);
	pcre2_set_heap_limit(m->context, HEAP_LIMIT_KIB);
	pcre2_jit_stack_assign(m->context, NULL, m->stack);
	return m;
}

void matcher_free(struct matcher *m)
{
	if (!m)
		return;
	pcre2_jit_stack_free(m->stack);
	pcre2_match_data_free(m->data);
	pcre2_match_context_free(m->context);
	free(m);
}

static struct match read_match(const struct matcher *m, const struct rule *rule, int groups)
{
	const size_t *at = pcre2_get_ovector_pointer(m->data);
	struct match match = {.rule = rule, .at = {at[0], at[1]}};

	for (int g = 0; g < GROUP_COUNT; g++) {
		int n = rule->groups[g];

		if (n > 0 && n < groups && at[2 * n] != PCRE2_UNSET)
			match.groups[g] = (struct span){at[2 * n], at[2 * n + 1]};
	}
	return match;
}

static int add_match(struct matches *list, struct arena *arena, const struct match *match,
		     struct err *e)
{
	struct match *items =
		arena_grow(arena, list->items, list->count, &list->capacity, sizeof(*items));

	if (!items)
		return err_nomem(e);
	list->items = items;
	list->items[list->count++] = *match;
	return 0;
}

/*
 * All matches of a rule between two offsets. Returns 0, 1 when a limit was reached (what was found
 * up to there stays), or -1 without memory.
 */
static int match_between(struct matcher *m, const struct rule *rule, struct slice text,
			 struct span range, struct arena *arena, struct matches *list,
			 struct err *e)
{
	size_t start = range.start;

	while (start < range.end) {
		struct match match;
		int groups = pcre2_match(rule->code, (PCRE2_SPTR)text.p, range.end, start,
					 PCRE2_NO_UTF_CHECK | PCRE2_NOTEMPTY, m->data, m->context);

		if (groups == PCRE2_ERROR_NOMATCH)
			return 0;
		if (groups < 0)
			return 1;
		match = read_match(m, rule, groups);
		if (match.at.end <= match.at.start)
			return 0;
		if (add_match(list, arena, &match, e))
			return -1;
		start = match.at.end;
	}
	return 0;
}

/* The slow way for a rule that met a limit: line by line, giving up only the lines at fault. */
static int match_lines(struct matcher *m, const struct rule *rule, struct slice text,
		       struct arena *arena, struct matches *list, size_t *limited, struct err *e)
{
	size_t start = 0;

	while (start < text.n) {
		const char *end = memchr(text.p + start, '\n', text.n - start);
		size_t stop = end ? (size_t)(end - text.p) : text.n;
		int result =
			match_between(m, rule, text, (struct span){start, stop}, arena, list, e);

		if (result < 0)
			return -1;
		*limited += (size_t)result;
		start = stop + 1;
	}
	return 0;
}

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

/* Of matches that overlap one stands, but for those of a document: they are of different fields. */
static void settle(struct matches *list, enum rule_emit emit)
{
	size_t kept = 0;

	if (list->count)
		qsort(list->items, list->count, sizeof(*list->items), compare_starts);
	if (emit == EMIT_DOCUMENT)
		return;
	for (size_t i = 0; i < list->count; i++) {
		struct match *match = &list->items[i];

		while (kept && list->items[kept - 1].at.end > match->at.start &&
		       stands_over(match, &list->items[kept - 1]))
			kept--;
		if (!kept || list->items[kept - 1].at.end <= match->at.start)
			list->items[kept++] = *match;
	}
	list->count = kept;
}

int matcher_run(struct matcher *m, const struct ruleset *set, struct slice text,
		struct arena *arena, struct matches found[EMIT_COUNT], size_t *limited,
		struct err *e)
{
	for (size_t i = 0; i < set->rule_count; i++) {
		const struct rule *rule = &set->rules[i];
		struct matches *list = &found[rule->emit];
		size_t before = list->count;
		int result = match_between(m, rule, text, (struct span){0, text.n}, arena, list, e);

		if (result > 0) {
			list->count = before;
			result = match_lines(m, rule, text, arena, list, limited, e);
		}
		if (result < 0)
			return -1;
	}
	for (int emit = 0; emit < EMIT_COUNT; emit++)
		settle(&found[emit], (enum rule_emit)emit);
	return 0;
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
