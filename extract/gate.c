#include "extract/gate.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdlib.h>

#include "extract/gatenodes.h"

/*
 * The longest beginning that is looked at. A row of characters that leave a run in the same state
 * (digits of a number) counts as little, once the run is as long as ROW_FROM; the ends of the last
 * rows are remembered, so that the next run need not go there again.
 */
enum { CHARS_MOST = 48, ROW_FROM = 12, ROW_MEMOS = 8 };

/* What must stand before a place: a character of these classes, or of these ranges. */
struct condition {
	uint8_t *classes; /* bits, or NULL */
	const struct code_range *ranges;
	size_t range_count;
	bool negated;
	bool here; /* of an edge: it is the character behind the place */
};

struct gate {
	struct arena arena;
	struct gate_rule *rules;
	struct condition *before; /* what must stand before the place where a rule fires */
	struct condition *edges;  /* or where the match begins, of rules that are edged */
	size_t rule_count;
	struct charmap map;
	struct automaton automaton;
	uint32_t *inside;  /* by class: the state after the first character in a line */
	uint64_t *seconds; /* rows of bits by class: the second characters that matter */
	size_t *rows;	   /* by class of the first character: where its row begins */
};

/* From start to end a run in that state stays in it. */
struct row {
	uint32_t state;
	size_t start;
	size_t end;
};

struct scan {
	const struct gate *gate;
	struct slice text;
	int (*fired)(void *context, size_t at, size_t rule);
	void *context;
	struct row rows[ROW_MEMOS]; /* by state */
};

static bool bit(const uint8_t *bits, uint32_t i)
{
	return bits[i >> 3] >> (i & 7) & 1;
}

/* A condition on one character out of very many. */
static int take_ranges(struct gate *g, struct condition *c, const struct code_set *set,
		       struct err *e)
{
	struct code_range *ranges = arena_zero(&g->arena, set->count, sizeof(*ranges));

	if (!ranges)
		return err_nomem(e);
	memcpy(ranges, set->ranges, set->count * sizeof(*ranges));
	c->ranges = ranges;
	c->range_count = set->count;
	return 0;
}

static int take_condition(struct gate *g, size_t rule, const struct piece *before, struct err *e)
{
	struct condition *c = &g->before[rule];

	if (!before)
		return 0;
	c->negated = before->negated;
	if (before->set.size > SET_MOST)
		return take_ranges(g, c, &before->set, e);
	c->classes = arena_zero(&g->arena, g->map.classes / 8 + 1, 1);
	if (!c->classes)
		return err_nomem(e);
	for (size_t i = 0; i < before->set.class_count; i++)
		c->classes[before->set.classes[i] >> 3] |=
			(uint8_t)(1 << (before->set.classes[i] & 7));
	return 0;
}

static int take_anchor(struct gate *g, size_t i, const struct anchor *a, struct err *e)
{
	g->rules[i] = (struct gate_rule){a->open,	    a->line,	a->lines,   a->inside,
					 a->edge.count > 0, a->nearest, a->farthest};
	g->edges[i].here = a->edge_here;
	if (a->edge.count && take_ranges(g, &g->edges[i], &a->edge, e))
		return -1;
	return take_condition(g, i, a->before, e);
}

/* Bits of the characters that matter behind a first one: all of them where something fires there.
 */
static void fill_seconds(struct gate *g, uint32_t state, uint64_t *bits, size_t words)
{
	const struct automaton *a = &g->automaton;
	const struct gate_state *s = &a->states[state];
	struct gate_row own = {s->bits, s->first};
	const struct gate_row *rows = s->mask ? &a->rows[s->first] : &own;
	uint32_t end = rows[s->mask].first + count_bits(rows[s->mask].bits);

	if (s->fired.count)
		memset(bits, 0xFF, words * sizeof(*bits));
	for (uint32_t i = rows[0].first; i < end; i++)
		bits[a->edges[i].class >> 6] |= (uint64_t)1 << (a->edges[i].class & 63);
}

/* One row for each state to which a first character leads; row 0 is empty, for all the others. */
static int make_seconds(struct gate *g, struct arena *scratch, struct err *e)
{
	uint32_t classes = g->map.classes, count = 1;
	uint32_t *row_of = arena_zero(scratch, g->automaton.state_count, sizeof(*row_of));
	size_t words = classes / 64 + 1;

	for (uint32_t class = 0; row_of && class < classes; class ++)
		if (g->inside[class] && !row_of[g->inside[class]])
			row_of[g->inside[class]] = count++;
	g->rows = arena_zero(&g->arena, classes, sizeof(*g->rows));
	g->seconds = arena_zero(&g->arena, count, words * sizeof(*g->seconds));
	if (!row_of || !g->rows || !g->seconds)
		return err_nomem(e);
	for (uint32_t class = 0; class < classes; class ++)
		g->rows[class] = row_of[g->inside[class]] * words;
	for (uint32_t state = 1; state < g->automaton.state_count; state++)
		if (row_of[state])
			fill_seconds(g, state, g->seconds + row_of[state] * words, words);
	return 0;
}

/* What the scan looks up most: the first step inside a line. */
static int make_inside(struct gate *g, struct arena *scratch, struct err *e)
{
	const struct charmap *m = &g->map;

	g->inside = arena_zero(&g->arena, m->classes, sizeof(*g->inside));
	if (!g->inside)
		return err_nomem(e);
	for (uint32_t class = 1; class < m->classes; class ++)
		g->inside[class] =
			automaton_next(&g->automaton, g->automaton.start[START_INSIDE], class);
	return make_seconds(g, scratch, e);
}

/* Whether ^ is what the automaton takes it for: PCRE2 can be built with other ends of lines. */
static bool lines_end_in_lf(void)
{
	uint32_t newline = 0;

	return pcre2_config(PCRE2_CONFIG_NEWLINE, &newline) >= 0 && newline == PCRE2_NEWLINE_LF;
}

/* Trees and nodes live in the scratch arena. */
static int make_automaton(struct gate *g, const struct gate_pattern *patterns,
			  struct arena *scratch, struct anchor *anchors, struct err *e)
{
	struct nodes nodes = {.arena = scratch};
	bool known = lines_end_in_lf();

	for (size_t i = 0; i < g->rule_count; i++) {
		struct piece *tree;

		if (pattern_read(patterns[i].text, patterns[i].cut, scratch, &tree, e) ||
		    nodes_add(&nodes, (uint32_t)i, known ? tree : NULL, &anchors[i], e))
			return -1;
	}
	if (charmap_make(&g->map, &g->arena, &nodes, anchors, g->rule_count, e) ||
	    automaton_make(&g->automaton, &g->arena, &nodes, g->map.classes, anchors, g->rule_count,
			   e))
		return -1;
	return make_inside(g, scratch, e);
}

static int make_gate(struct gate *g, const struct gate_pattern *patterns, struct err *e)
{
	struct arena scratch;
	struct anchor *anchors;
	int result;

	arena_init(&scratch);
	anchors = arena_zero(&scratch, g->rule_count, sizeof(*anchors));
	result = anchors ? make_automaton(g, patterns, &scratch, anchors, e) : err_nomem(e);
	for (size_t i = 0; !result && i < g->rule_count; i++)
		result = take_anchor(g, i, &anchors[i], e);
	arena_release(&scratch);
	return result;
}

int gate_new(const struct gate_pattern *patterns, size_t count, struct gate **out, struct err *e)
{
	struct gate *g = calloc(1, sizeof(*g));

	if (!g)
		return err_nomem(e);
	arena_init(&g->arena);
	g->rules = arena_zero(&g->arena, count, sizeof(*g->rules));
	g->before = arena_zero(&g->arena, count, sizeof(*g->before));
	g->edges = arena_zero(&g->arena, count, sizeof(*g->edges));
	if (!g->rules || !g->before || !g->edges) {
		gate_free(g);
		return err_nomem(e);
	}
	g->rule_count = count;
	if (make_gate(g, patterns, e)) {
		gate_free(g);
		return -1;
	}
	*out = g;
	return 0;
}

void gate_free(struct gate *g)
{
	if (!g)
		return;
	arena_release(&g->arena);
	free(g);
}

const struct gate_rule *gate_rule(const struct gate *g, size_t i)
{
	return &g->rules[i];
}

static bool in_ranges(const struct condition *c, uint32_t code)
{
	for (size_t i = 0; i < c->range_count; i++)
		if (code >= c->ranges[i].first && code <= c->ranges[i].last)
			return true;
	return false;
}

static bool condition_holds(const struct scan *s, const struct condition *c, size_t at)
{
	size_t len;
	uint32_t code;

	if (!c->classes && !c->ranges)
		return true;
	if (at == 0)
		return c->negated;
	code = utf8_before(s->text, at, &len);
	if (c->ranges)
		return in_ranges(c, code) != c->negated;
	return bit(c->classes, charmap_class(&s->gate->map, code)) != c->negated;
}

bool gate_edge(const struct gate *g, size_t rule, struct slice text, size_t at)
{
	const struct condition *edge = &g->edges[rule];
	size_t len;

	if (edge->here)
		return in_ranges(edge, utf8_at(text, at, &len));
	return at && in_ranges(edge, utf8_before(text, at, &len));
}

static int fire(const struct scan *s, struct gate_list list, size_t at)
{
	for (uint32_t i = list.first; i < list.first + list.count; i++) {
		uint32_t rule = s->gate->automaton.rules[i];
		int result;

		if (!condition_holds(s, &s->gate->before[rule], at))
			continue;
		result = s->fired(s->context, at, rule);
		if (result)
			return result;
	}
	return 0;
}

static inline uint32_t step(const struct scan *s, uint32_t from, size_t *next)
{
	const unsigned char *p = (const unsigned char *)s->text.p + *next;
	size_t len;
	uint32_t class = charmap_class_at(&s->gate->map, p, &len);

	*next += len;
	return automaton_next(&s->gate->automaton, from, class);
}

/* Where the row of characters ends that leave the run in this state. */
static size_t row_end(struct scan *s, uint32_t state, size_t next)
{
	struct row *row = &s->rows[state % ROW_MEMOS];
	size_t after = next;

	if (row->state == state && row->start <= next && next < row->end)
		return row->end;
	*row = (struct row){state, next, next};
	while (row->end < s->text.n && step(s, state, &after) == state)
		row->end = after;
	return row->end;
}

/* Runs the automaton from one place, whose first character has led to the state `to`. */
static int run_on(struct scan *s, size_t at, size_t next, uint32_t to)
{
	const struct automaton *a = &s->gate->automaton;
	int result = 0;

	for (int n = 1; to && !result; n++) {
		const struct gate_state *state = &a->states[to];
		uint32_t from = to;

		if (state->fired.count)
			result = fire(s, state->fired, at);
		if (result || !state->live)
			break;
		if (next >= s->text.n)
			return fire(s, a->rests[to].ended, at);
		if (n == CHARS_MOST)
			return fire(s, a->rests[to].live, at);
		to = step(s, from, &next);
		if (to == from && n >= ROW_FROM)
			next = row_end(s, to, next);
	}
	return result;
}

/* A run from the beginning of a line, or of the text. */
static int run_line(struct scan *s, size_t at)
{
	const struct automaton *a = &s->gate->automaton;
	uint32_t from = a->start[at ? START_LINE : START_TEXT];
	int result = fire(s, a->states[from].fired, at);
	size_t next = at;
	uint32_t to = step(s, from, &next);

	return result ? result : run_on(s, at, next, to);
}

/*
 * Runs from all places inside the line; *at gets where the next line begins. Two characters tell of
 * nearly every place that nothing begins there.
 */
static int run_inside(struct scan *s, size_t *at)
{
	const struct gate *g = s->gate;
	const uint64_t *row = g->seconds;
	const unsigned char *text = (const unsigned char *)s->text.p;
	size_t place = *at, next = *at, len;
	uint32_t first = 0, class;
	bool ends = false;
	int result = 0;

	for (; next < s->text.n && !ends; next += len) {
		class = charmap_class_at(&g->map, text + next, &len);
		ends = text[next] == '\n';
		if (row[class >> 6] >> (class & 63) & 1 &&
		    (result = run_on(s, place, next, g->inside[first])))
			return result;
		row = g->seconds + g->rows[class];
		first = class;
		place = next;
	}
	*at = next;
	return run_on(s, place, next, g->inside[first]);
}

int gate_scan(const struct gate *g, struct slice text,
	      int (*fired)(void *context, size_t at, size_t rule), void *context)
{
	struct scan s = {.gate = g, .text = text, .fired = fired, .context = context};
	int result = 0;

	for (size_t at = 0, len; !result && at < text.n;) {
		result = run_line(&s, at);
		len = utf8_len((unsigned char)text.p[at]);
		at += len;
		if (!result && text.p[at - len] != '\n')
			result = run_inside(&s, &at);
	}
	return result;
}
