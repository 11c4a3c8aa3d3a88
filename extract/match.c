#include "extract/match.h"

#include "extract/number.h"

#include <stdlib.h>
#include <time.h>

/*
 * Limits that no sensible rule comes near on a line of prose; PCRE2's own (10 million steps, 20 GB
 * of heap) would let one bad rule hold up a whole corpus.
 */
enum { MATCH_LIMIT = 200000, HEAP_LIMIT_KIB = 8192, JIT_STACK = 512 * 1024 };

struct matcher {
	pcre2_match_context *context;
	pcre2_match_data *data;
	pcre2_jit_stack *stack;
	struct rule_cost *costs; /* NULL where nobody asked */
	bool skipped[EMIT_COUNT];
};

/* How far the matches of a rule have got. */
struct progress {
	size_t end;   /* of its last match */
	size_t tried; /* before here it needn't be tried again */
	bool limited; /* it met a limit */
};

/* One text on its way through the rules. */
struct run {
	struct matcher *matcher;
	const struct ruleset *set;
	struct slice text;
	struct arena *arena;
	struct matches *found; /* one for each kind of emit */
	struct progress *rules;
	size_t line;	/* where the line of the last place begins */
	size_t line_at; /* that place */
	struct err *err;
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

/* Of matches that overlap one stands, but for those of a document: they are of different fields. */
static void settle(struct matches *list, enum rule_emit emit)
{
	size_t kept = 0;

	sort_matches(list->items, list->count);
	if (emit == EMIT_DOCUMENT)
		return;
	for (size_t i = 0; i < list->count; i++) {
		struct match *match = &list->items[i];

		while (kept && list->items[kept - 1].at.end > match->at.start &&
		       stands_over(match, &list->items[kept - 1]))
			kept--;
		if (kept && list->items[kept - 1].at.end > match->at.start)
			continue;
		if (kept != i)
			list->items[kept] = *match;
		kept++;
	}
	list->count = kept;
}

static uint64_t clock_now(const struct matcher *m)
{
	struct timespec t = {0};

	if (m->costs)
		clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

static void add_cost(const struct run *r, size_t rule, uint64_t since, size_t tries, size_t hits)
{
	struct rule_cost *cost = r->matcher->costs ? &r->matcher->costs[rule] : NULL;

	if (!cost)
		return;
	cost->tries += tries;
	cost->hits += hits;
	cost->nanoseconds += clock_now(r->matcher) - since;
}

/* A match that begins at this very byte: how many groups, or an error of PCRE2. */
static int match_at(struct matcher *m, const struct gate_rule *rule, struct slice text, size_t at)
{
	if (rule->jit)
		return pcre2_jit_match(rule->code, (PCRE2_SPTR)text.p, text.n, at, PCRE2_NOTEMPTY,
				       m->data, m->context);
	return pcre2_match(rule->code, (PCRE2_SPTR)text.p, text.n, at,
			   PCRE2_NO_UTF_CHECK | PCRE2_NOTEMPTY, m->data, m->context);
}

/* 0, or -1 without memory. */
static int try_rule(struct run *r, size_t rule, size_t at)
{
	struct progress *progress = &r->rules[rule];
	const struct rule *of = &r->set->rules[rule];
	uint64_t since = clock_now(r->matcher);
	int groups = match_at(r->matcher, gate_rule(r->set->gate, rule), r->text, at);
	struct match match;

	add_cost(r, rule, since, 1, groups > 0);
	if (groups == PCRE2_ERROR_NOMATCH)
		return 0;
	if (groups < 0) {
		progress->limited = true;
		return 0;
	}
	match = read_match(r->matcher, of, groups);
	progress->end = match.at.end;
	return add_match(&r->found[of->emit], r->arena, &match, r->err);
}

static size_t step_back(struct slice text, size_t at, unsigned chars)
{
	for (size_t len; chars && at; chars--) {
		utf8_before(text, at, &len);
		at -= len;
	}
	return at;
}

/* Where the line of `at` begins; places come in order, so that no byte is looked at twice. */
static size_t line_of(struct run *r, size_t at)
{
	const char *from = r->text.p + r->line_at;
	const char *end = memrchr(from, '\n', at - r->line_at);

	if (end)
		r->line = (size_t)(end - r->text.p) + 1;
	r->line_at = at;
	return r->line;
}

/* Where a match of a rule that fires at `at` can begin: from *start to *last. */
static void reach(struct run *r, const struct gate_rule *gate, size_t at, size_t *start,
		  size_t *last)
{
	if (gate->line) {
		*last = line_of(r, at);
		*start = *last - (*last > 0);
	} else {
		*start = step_back(r->text, at, gate->farthest);
		*last = step_back(r->text, at, gate->nearest);
	}
}

static int try_before(struct run *r, size_t rule, const struct gate_rule *gate, size_t at)
{
	struct progress *progress = &r->rules[rule];
	size_t start, last;

	reach(r, gate, at, &start, &last);
	if (start < progress->tried)
		start = progress->tried;
	while (start <= last && start < r->text.n && !progress->limited) {
		if (start < progress->end) {
			start = progress->end;
			continue;
		}
		if (try_rule(r, rule, start))
			return -1;
		start += utf8_len((unsigned char)r->text.p[start]);
	}
	progress->tried = start;
	return 0;
}

static int fired(void *context, size_t at, size_t rule)
{
	struct run *r = context;
	const struct gate_rule *gate = gate_rule(r->set->gate, rule);
	const struct progress *progress = &r->rules[rule];

	if (progress->limited || r->matcher->skipped[r->set->rules[rule].emit])
		return 0;
	if (gate->line || gate->farthest)
		return try_before(r, rule, gate, at);
	return at < progress->end ? 0 : try_rule(r, rule, at);
}

/* Without the matches of this rule. */
static void drop_rule(struct matches *list, const struct rule *rule)
{
	size_t kept = 0;

	for (size_t i = 0; i < list->count; i++)
		if (list->items[i].rule != rule)
			list->items[kept++] = list->items[i];
	list->count = kept;
}

/* A rule over the whole text, and line by line where it meets a limit. */
static int match_whole(struct run *r, size_t rule, size_t *limited)
{
	const struct rule *of = &r->set->rules[rule];
	struct matches *list = &r->found[of->emit];
	size_t before = list->count;
	uint64_t since = clock_now(r->matcher);
	int result = match_between(r->matcher, of, r->text, (struct span){0, r->text.n}, r->arena,
				   list, r->err);

	if (result > 0) {
		list->count = before;
		result = match_lines(r->matcher, of, r->text, r->arena, list, limited, r->err);
		if (r->matcher->costs)
			r->matcher->costs[rule].limited++;
	}
	add_cost(r, rule, since, 0, list->count - before);
	return result;
}

/* The rules that the gate can place, at the places it says. */
static int match_gated(struct run *r)
{
	r->rules = arena_zero(r->arena, r->set->rule_count, sizeof(*r->rules));
	if (!r->rules)
		return err_nomem(r->err);
	return gate_scan(r->set->gate, r->text, fired, r);
}

static bool is_whole(const struct run *r, size_t rule)
{
	return !r->set->gate || gate_rule(r->set->gate, rule)->open || r->rules[rule].limited;
}

int matcher_run(struct matcher *m, const struct ruleset *set, struct slice text,
		struct arena *arena, struct matches found[EMIT_COUNT], size_t *limited,
		struct err *e)
{
	struct run r = {
		.matcher = m, .set = set, .text = text, .arena = arena, .found = found, .err = e};

	if (set->gate && match_gated(&r))
		return -1;
	for (size_t i = 0; i < set->rule_count; i++) {
		if (m->skipped[set->rules[i].emit] || !is_whole(&r, i))
			continue;
		if (set->gate)
			drop_rule(&found[set->rules[i].emit], &set->rules[i]);
		if (match_whole(&r, i, limited))
			return -1;
	}
	for (int emit = 0; emit < EMIT_COUNT; emit++)
		settle(&found[emit], (enum rule_emit)emit);
	return 0;
}

void matcher_skip(struct matcher *m, enum rule_emit emit)
{
	m->skipped[emit] = true;
}

void matcher_measure(struct matcher *m, struct rule_cost *costs)
{
	m->costs = costs;
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
