#include "extract/match.h"

#include "extract/rulecode.h"
#include "extract/scope.h"

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
	struct rule_cost *costs;	 /* NULL where nobody asked */
	const struct match_trace *trace; /* the same */
	void *trace_context;
	bool skipped[EMIT_COUNT];
};

/* How far the matches of a rule have got. */
struct progress {
	size_t end;   /* of its last match */
	size_t tried; /* before here it needn't be tried again */
	bool limited; /* it met a limit */

	struct span vetoes_at; /* where its vetoes were looked for last; empty: nowhere yet */
	size_t veto;	       /* the one that was found there; of the rule's count: none */
	struct span vetoed;    /* where */
};

/* One text on its way through the rules. */
struct run {
	struct matcher *matcher;
	const struct ruleset *set;
	struct slice text;
	struct arena *arena;
	struct matches *found; /* one for each kind of emit */
	struct progress *rules;
	struct match_limits *limits;
	struct span scopes[SCOPE_COUNT]; /* of each scope the stretch that was asked for last */
	struct scope_edges sections;
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

/* 0, or -1 without memory. */
static int read_match(struct run *r, const struct rule *rule, int count, struct match *match)
{
	const size_t *at = pcre2_get_ovector_pointer(r->matcher->data);
	struct span *groups = arena_zero(r->arena, GROUP_COUNT, sizeof(*groups));

	if (!groups)
		return err_nomem(r->err);
	for (int g = 0; g < GROUP_COUNT; g++) {
		int n = rule->groups[g];

		if (n > 0 && n < count && at[2 * n] != PCRE2_UNSET)
			groups[g] = (struct span){at[2 * n], at[2 * n + 1]};
	}
	*match = (struct match){.rule = rule, .at = {at[0], at[1]}, .groups = groups};
	return 0;
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

/* The stretch of the scope that holds a place; the last one of each scope is remembered. */
static struct span scope_of(struct run *r, enum rule_scope scope, size_t at)
{
	struct span *last = &r->scopes[scope];

	if (at < last->start || at >= last->end)
		*last = scope_around(scope, r->text, &r->sections, at);
	return *last;
}

/* What a rule sees from a place on: the text up to the end of its scope. */
static struct slice sight_of(struct run *r, const struct rule *rule, size_t at)
{
	if (rule->scope <= SCOPE_DOCUMENT)
		return r->text;
	return (struct slice){r->text.p, scope_of(r, rule->scope, at).end};
}

/* Takes note that a rule is given up on the line of a place. */
static int add_limit(struct run *r, const struct rule *rule, size_t at)
{
	struct match_limits *list = r->limits;
	struct match_limit *items =
		arena_grow(r->arena, list->items, list->count, &list->capacity, sizeof(*items));

	if (!items)
		return err_nomem(r->err);
	list->items = items;
	list->items[list->count++] = (struct match_limit){rule, at};
	return 0;
}

/* Looks for the vetoes of a rule in a stretch of text. */
static int find_veto(struct run *r, size_t rule, struct span range)
{
	const struct rule *of = &r->set->rules[rule];
	struct progress *p = &r->rules[rule];
	const size_t *at = pcre2_get_ovector_pointer(r->matcher->data);

	p->vetoes_at = range;
	for (p->veto = 0; p->veto < of->veto_count; p->veto++) {
		int groups = pcre2_match(of->vetoes[p->veto].code, (PCRE2_SPTR)r->text.p, range.end,
					 range.start, PCRE2_NO_UTF_CHECK | PCRE2_NOTEMPTY,
					 r->matcher->data, r->matcher->context);

		if (groups < 0 && groups != PCRE2_ERROR_NOMATCH && add_limit(r, of, range.start))
			return -1;
		if (groups < 0)
			continue;
		p->vetoed = (struct span){at[0], at[1]};
		break;
	}
	return 0;
}

/* Adds a match, unless the rule has a veto in its scope. 0, or -1 without memory. */
static int take_match(struct run *r, size_t rule, const struct match *match)
{
	const struct rule *of = match->rule;
	const struct match_trace *trace = r->matcher->trace;
	struct progress *p = &r->rules[rule];
	struct span range;

	if (!of->veto_count)
		return add_match(&r->found[of->emit], r->arena, match, r->err);
	range = scope_of(r, of->scope ? of->scope : SCOPE_SENTENCE, match->at.start);
	if ((range.start != p->vetoes_at.start || range.end != p->vetoes_at.end) &&
	    find_veto(r, rule, range))
		return -1;
	if (p->veto == of->veto_count)
		return add_match(&r->found[of->emit], r->arena, match, r->err);
	if (trace && trace->vetoed)
		trace->vetoed(r->matcher->trace_context, match, p->veto, p->vetoed);
	return 0;
}

/*
 * All matches of a rule between two offsets. Returns 0, 1 when a limit was reached (what was found
 * up to there stays), or -1 without memory.
 */
static int match_between(struct run *r, size_t rule, struct span range)
{
	const struct rule *of = &r->set->rules[rule];
	struct matcher *m = r->matcher;
	pcre2_code *code = rule_code(r->set, rule, CODE_ANYWHERE, r->err);
	size_t start = range.start;

	if (!code)
		return -1;
	while (start < range.end) {
		struct match match;
		int groups = pcre2_match(code, (PCRE2_SPTR)r->text.p, range.end, start,
					 PCRE2_NO_UTF_CHECK | PCRE2_NOTEMPTY, m->data, m->context);

		if (groups == PCRE2_ERROR_NOMATCH)
			return 0;
		if (groups < 0)
			return 1;
		if (read_match(r, of, groups, &match))
			return -1;
		if (match.at.end <= match.at.start)
			return 0;
		if (take_match(r, rule, &match))
			return -1;
		start = match.at.end;
	}
	return 0;
}

/* The slow way for a rule that met a limit: line by line, giving up only the lines at fault. */
static int match_lines(struct run *r, size_t rule, struct span range)
{
	size_t start = range.start;

	while (start < range.end) {
		const char *end = memchr(r->text.p + start, '\n', range.end - start);
		size_t stop = end ? (size_t)(end - r->text.p) : range.end;
		int result = match_between(r, rule, (struct span){start, stop});

		if (result < 0 || (result && add_limit(r, &r->set->rules[rule], start)))
			return -1;
		start = stop + 1;
	}
	return 0;
}

static uint64_t clock_now(const struct matcher *m)
{
	struct timespec t;

	if (!m->costs)
		return 0;
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

/* A match that begins at this very byte: how many groups it has, or an error of PCRE2. */
static int match_at(struct run *r, const struct rule *rule, pcre2_code *code, size_t at)
{
	struct slice text = sight_of(r, rule, at);
	struct matcher *m = r->matcher;
	int groups = pcre2_jit_match(code, (PCRE2_SPTR)text.p, text.n, at, PCRE2_NOTEMPTY, m->data,
				     m->context);

	if (groups == PCRE2_ERROR_JIT_BADOPTION)
		groups = pcre2_match(code, (PCRE2_SPTR)text.p, text.n, at,
				     PCRE2_NO_UTF_CHECK | PCRE2_NOTEMPTY, m->data, m->context);
	return groups;
}

/* 0, or -1 without memory. */
static int try_rule(struct run *r, size_t rule, size_t at)
{
	struct progress *progress = &r->rules[rule];
	const struct rule *of = &r->set->rules[rule];
	pcre2_code *code = rule_code(r->set, rule, CODE_HERE, r->err);
	uint64_t since = clock_now(r->matcher);
	struct match match;
	int groups;

	if (!code)
		return -1;
	groups = match_at(r, of, code, at);
	add_cost(r, rule, since, 1, groups > 0);
	if (r->matcher->trace && r->matcher->trace->tried)
		r->matcher->trace->tried(r->matcher->trace_context, of, at);
	if (groups == PCRE2_ERROR_NOMATCH)
		return 0;
	if (groups < 0) {
		progress->limited = true;
		return 0;
	}
	if (read_match(r, of, groups, &match))
		return -1;
	progress->end = match.at.end;
	return take_match(r, rule, &match);
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

/* The end of the line before the one that begins behind `at`; 0 where there is none. */
static size_t line_before(struct slice text, size_t at)
{
	const char *end = memrchr(text.p, '\n', at);

	return end ? (size_t)(end - text.p) : 0;
}

/* The first place from `at` on that begins a line, or ends the one before; text.n without one. */
static size_t line_place(struct slice text, size_t at)
{
	const char *end =
		at && text.p[at - 1] == '\n' ? text.p + at : memchr(text.p + at, '\n', text.n - at);

	return !at ? 0 : end ? (size_t)(end - text.p) : text.n;
}

/*
 * Where a match of a rule that fires at `at` can begin: from *start, which is `tried` where that
 * makes no difference, to *last.
 */
static void reach(struct run *r, const struct gate_rule *gate, size_t at, size_t tried,
		  size_t *start, size_t *last)
{
	if (gate->line) {
		*last = line_of(r, at);
		*start = *last - (*last > 0);
		for (unsigned n = gate->lines; n && *start > tried; n--)
			*start = line_before(r->text, *start);
	} else if (gate->inside) {
		*last = at;
		*start = line_of(r, at);
	} else {
		*start = step_back(r->text, at, gate->farthest);
		*last = step_back(r->text, at, gate->nearest);
	}
}

static int try_before(struct run *r, size_t rule, const struct gate_rule *gate, size_t at)
{
	struct progress *progress = &r->rules[rule];
	size_t start, last;

	reach(r, gate, at, progress->tried, &start, &last);
	if (start < progress->tried)
		start = progress->tried;
	while (start <= last && start < r->text.n && !progress->limited) {
		if (start < progress->end) {
			start = progress->end;
			continue;
		}
		if (gate->line && (start = line_place(r->text, start)) > last)
			break;
		if (!gate->edged || gate_edge(r->set->gate, rule, r->text, start))
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
	const struct rule *of = &r->set->rules[rule];

	if (progress->limited || r->matcher->skipped[of->emit] || of->scope == SCOPE_SECTION)
		return 0;
	if (gate->line || gate->inside || gate->farthest)
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

/* A rule over one stretch of its scope, and line by line where it meets a limit. */
static int match_stretch(struct run *r, size_t rule, struct span range)
{
	struct matches *list = &r->found[r->set->rules[rule].emit];
	size_t before = list->count;
	int result = match_between(r, rule, range);

	if (result <= 0)
		return result;
	list->count = before;
	if (r->matcher->costs && !r->rules[rule].limited)
		r->matcher->costs[rule].limited++;
	r->rules[rule].limited = true;
	return match_lines(r, rule, range);
}

/* A rule over the whole text, stretch by stretch of its scope. */
static int match_whole(struct run *r, size_t rule)
{
	const struct rule *of = &r->set->rules[rule];
	struct matches *list = &r->found[of->emit];
	uint64_t since = clock_now(r->matcher);
	size_t before;

	if (r->set->gate)
		drop_rule(list, of);
	before = list->count;
	r->rules[rule].limited = false;
	for (size_t at = 0; at < r->text.n;) {
		struct span range = {at, r->text.n};

		if (of->scope > SCOPE_DOCUMENT)
			range = scope_of(r, of->scope, at);
		if (match_stretch(r, rule, range))
			return -1;
		at = range.end;
	}
	add_cost(r, rule, since, 0, list->count - before);
	return 0;
}

static bool is_whole(const struct run *r, size_t rule)
{
	return !r->set->gate || gate_rule(r->set->gate, rule)->open || r->rules[rule].limited;
}

/* The rules that the gate can place, at the places it says; then the others. */
static int match_all(struct run *r)
{
	r->rules = arena_zero(r->arena, r->set->rule_count, sizeof(*r->rules));
	if (!r->rules)
		return err_nomem(r->err);
	if (r->set->gate && gate_scan(r->set->gate, r->text, fired, r))
		return -1;
	for (size_t i = 0; i < r->set->rule_count; i++) {
		const struct rule *rule = &r->set->rules[i];

		if (r->matcher->skipped[rule->emit] || rule->scope == SCOPE_SECTION)
			continue;
		if (is_whole(r, i) && match_whole(r, i))
			return -1;
	}
	return 0;
}

/* Sections begin where headings do. */
static int find_sections(struct run *r)
{
	const struct matches *headings = &r->found[EMIT_HEADING];
	size_t *edges = arena_zero(r->arena, headings->count, sizeof(*edges));

	if (!edges)
		return err_nomem(r->err);
	for (size_t i = 0; i < headings->count; i++)
		edges[i] = headings->items[i].at.start;
	r->sections = (struct scope_edges){edges, headings->count};
	return 0;
}

/* The rules whose scope is the section, once the headings are settled. */
static int match_in_sections(struct run *r)
{
	for (size_t i = 0; i < r->set->rule_count; i++) {
		const struct rule *rule = &r->set->rules[i];

		if (rule->scope != SCOPE_SECTION || r->matcher->skipped[rule->emit])
			continue;
		if (!r->sections.items && find_sections(r))
			return -1;
		if (match_whole(r, i))
			return -1;
	}
	return 0;
}

static void settle(struct run *r, enum rule_emit emit)
{
	const struct match_trace *trace = r->matcher->trace;

	for (size_t i = 0; trace && trace->matched && i < r->found[emit].count; i++)
		trace->matched(r->matcher->trace_context, &r->found[emit].items[i]);
	matches_settle(&r->found[emit], emit, trace ? trace->beaten : NULL,
		       r->matcher->trace_context);
}

int matcher_run(struct matcher *m, const struct ruleset *set, struct slice text,
		struct arena *arena, struct matches found[EMIT_COUNT], struct match_limits *limits,
		struct err *e)
{
	struct run r = {.matcher = m,
			.set = set,
			.text = text,
			.arena = arena,
			.found = found,
			.limits = limits,
			.err = e};

	if (match_all(&r))
		return -1;
	settle(&r, EMIT_HEADING);
	if (match_in_sections(&r))
		return -1;
	for (int emit = 0; emit < EMIT_COUNT; emit++)
		if (emit != EMIT_HEADING)
			settle(&r, (enum rule_emit)emit);
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

void matcher_trace(struct matcher *m, const struct match_trace *trace, void *context)
{
	m->trace = trace;
	m->trace_context = context;
}
