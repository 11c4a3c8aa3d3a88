/*
 * Rules that always fire together: over the examples of the whole set they match the same
 * stretches of the same texts. What each rule matches is kept as a hash of all its matches.
 */
#include <stdlib.h>

#include "extract/match.h"
#include "extract/rulestore.h"

/* All matches of a rule, in the order of the examples. */
struct trail {
	const struct rule *rule;
	size_t matches;
	uint64_t hash;
};

struct tracker {
	const struct rule *first;
	struct trail *trails;
	size_t example;
};

static void add(struct trail *t, size_t value)
{
	t->hash = (t->hash ^ value) * 0x100000001B3u; /* as FNV-1a, by numbers instead of bytes */
}

static void matched(void *context, const struct match *m)
{
	struct tracker *t = context;
	struct trail *trail = &t->trails[m->rule - t->first];

	trail->matches++;
	add(trail, t->example);
	add(trail, m->at.start);
	add(trail, m->at.end);
}

static int match_example(struct matcher *m, const struct ruleset *set, struct slice text,
			 struct err *e)
{
	struct matches found[EMIT_COUNT] = {0};
	struct match_limits limits = {0};
	struct arena arena;
	int result;

	arena_init(&arena);
	result = matcher_run(m, set, text, &arena, found, &limits, e);
	arena_release(&arena);
	return result;
}

static int match_examples(struct matcher *m, const struct ruleset *set, struct tracker *t,
			  struct err *e)
{
	for (size_t i = 0; i < set->rule_count; i++)
		for (size_t k = 0; k < set->rules[i].example_count; k++) {
			t->example++;
			if (match_example(m, set, set->rules[i].examples[k].in, e))
				return -1;
		}
	return 0;
}

/* By what they match, then by their order in the set. */
static int compare(const void *a, const void *b)
{
	const struct trail *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	if (x->rule->emit != y->rule->emit)
		return x->rule->emit < y->rule->emit ? -1 : 1;
	return x->rule < y->rule ? -1 : x->rule > y->rule;
}

static bool are_twins(const struct trail *a, const struct trail *b)
{
	return a->matches && a->matches == b->matches && a->hash == b->hash &&
	       a->rule->emit == b->rule->emit;
}

static int find_twins(const struct ruleset *set, struct tracker *t, const struct rule **twins,
		      struct err *e)
{
	const struct match_trace trace = {.matched = matched};
	struct matcher *m = matcher_new(e);
	int result;

	if (!m)
		return -1;
	matcher_trace(m, &trace, t);
	result = match_examples(m, set, t, e);
	matcher_free(m);
	if (result)
		return -1;
	qsort(t->trails, set->rule_count, sizeof(*t->trails), compare);
	for (size_t i = 1; i < set->rule_count; i++)
		if (are_twins(&t->trails[i - 1], &t->trails[i]))
			twins[t->trails[i].rule - set->rules] = t->trails[i - 1].rule;
	return 0;
}

int ruleset_twins(const struct ruleset *set, const struct rule **twins, struct err *e)
{
	struct tracker t = {.first = set->rules};
	int result;

	t.trails = calloc(set->rule_count + 1, sizeof(*t.trails));
	if (!t.trails)
		return err_nomem(e);
	for (size_t i = 0; i < set->rule_count; i++)
		t.trails[i].rule = &set->rules[i];
	result = find_twins(set, &t, twins, e);
	free(t.trails);
	return result;
}
