/*
 * The automaton: states are sets of nodes (the subset construction), with two twists. A rule that
 * fires leaves the set, since it need not fire again for the same beginning. And the work is
 * bounded: a state that was not followed any further fires all that is live in it.
 *
 * A state is known by the nodes that a character led to, not by all that can be met from them: long
 * lists of words are walked once for each state and not for each edge.
 */
#include "extract/gatenodes.h"

#include <stdlib.h>

/* Steps of work that are always granted; large sets get more, so many for each node. */
enum { WORK_LEAST = 3000000, WORK_EACH = 8 };

/* The nodes that a character led to, ascending, and the rules that fire there. */
struct subset {
	enum gate_start start; /* START_COUNT for a state past the beginning */
	const uint32_t *nodes;
	size_t count;
	const uint32_t *fired;
	size_t fired_count;
};

/* A growing list of numbers. */
struct numbers {
	uint32_t *items;
	size_t count;
	size_t capacity;
};

enum verdict { UNKNOWN, FIRES, SILENT };

struct builder {
	struct arena scratch;
	struct arena *arena; /* of the automaton */
	const struct nodes *nodes;
	struct automaton *out;
	struct subset *subsets; /* one for each state */
	size_t subset_capacity;
	size_t state_capacity;
	size_t rest_capacity;
	struct gate_move *edges; /* of the states followed so far, in their order */
	size_t edge_capacity;
	struct numbers rules;  /* out->rules */
	struct numbers stack;  /* the set at hand: nodes still to look at */
	struct numbers takers; /* and those that take a character, */
	struct numbers enders; /* or stand for the end of the text */
	struct numbers set;    /* nodes that a character led to */
	struct numbers fired;  /* rules that fire there */
	uint32_t *node_seen;   /* number of the last walk that met the node */
	uint32_t walk;
	uint8_t *node_fires; /* whether its rule fires on coming to the node: see enum verdict */
	uint32_t *rule_seen; /* number of the last set in which the rule fired, */
	uint32_t *rule_live; /* or may still do so */
	uint32_t round;
	size_t work_most;
	uint32_t *interned; /* hash table of states by their subsets; 0 is free */
	size_t interned_size;
	struct numbers classes; /* that lead on from the state at hand */
	uint32_t *class_end;	/* see list_moves; 0 outside */
	uint32_t *moves;
	size_t move_capacity;
	bool failed; /* no memory */
};

static bool widen(struct builder *b, struct arena *arena, struct numbers *list)
{
	uint32_t *items =
		arena_grow(arena, list->items, list->count, &list->capacity, sizeof(*items));

	if (items)
		list->items = items;
	b->failed |= !items;
	return items != NULL;
}

static inline void push(struct builder *b, struct arena *arena, struct numbers *list,
			uint32_t number)
{
	if (list->count < list->capacity || widen(b, arena, list))
		list->items[list->count++] = number;
}

/* Whether the beginning of the text or line holds; past the beginning a line may begin anywhere. */
static bool passes(enum node_kind kind, enum gate_start start)
{
	if (kind == NODE_LINE)
		return start != START_INSIDE;
	return start == START_TEXT;
}

/* Walks on from the nodes on the stack as far as no character is taken; true when a rule fires. */
static bool walk(struct builder *b, enum gate_start start)
{
	bool fires = false;

	while (b->stack.count && !b->failed) {
		uint32_t at = b->stack.items[--b->stack.count];
		const struct node *n = &b->nodes->items[at];

		b->out->work++;
		if (b->node_seen[at] == b->walk)
			continue;
		b->node_seen[at] = b->walk;
		if (n->kind == NODE_SET) {
			push(b, &b->scratch, &b->takers, at);
		} else if (n->kind == NODE_END) {
			push(b, &b->scratch, &b->enders, at);
		} else if (n->kind == NODE_FIRE) {
			fires = true;
		} else if (n->kind == NODE_SPLIT) {
			push(b, &b->scratch, &b->stack, n->other);
			push(b, &b->scratch, &b->stack, n->out);
		} else if (passes(n->kind, start)) {
			push(b, &b->scratch, &b->stack, n->out);
		}
	}
	return fires;
}

static void open_walk(struct builder *b)
{
	b->walk++;
	b->takers.count = b->enders.count = 0;
}

/* Whether the rule of the node fires on coming to it; to say so is always safe. */
static bool walk_fires(struct builder *b, uint32_t node, enum gate_start start)
{
	if (b->out->work > 2 * b->work_most)
		return true;
	open_walk(b);
	push(b, &b->scratch, &b->stack, node);
	return walk(b, start);
}

/* The same, remembered for nodes past the beginning. */
static bool fires_at(struct builder *b, uint32_t node, enum gate_start start)
{
	if (start != START_COUNT)
		return walk_fires(b, node, start);
	if (b->node_fires[node] == UNKNOWN)
		b->node_fires[node] = walk_fires(b, node, start) ? FIRES : SILENT;
	return b->node_fires[node] == FIRES;
}

static void open_set(struct builder *b)
{
	b->round++;
	b->set.count = b->fired.count = 0;
}

static void add_node(struct builder *b, uint32_t node, enum gate_start start)
{
	uint32_t rule = b->nodes->items[node].rule;

	if (b->rule_seen[rule] == b->round)
		return;
	if (fires_at(b, node, start)) {
		b->rule_seen[rule] = b->round;
		push(b, &b->scratch, &b->fired, rule);
	} else {
		push(b, &b->scratch, &b->set, node);
	}
}

/* Without the nodes of rules that fire. */
static void close_set(struct builder *b)
{
	size_t kept = 0;

	for (size_t i = 0; i < b->set.count; i++)
		if (b->rule_seen[b->nodes->items[b->set.items[i]].rule] != b->round)
			b->set.items[kept++] = b->set.items[i];
	b->set.count = kept;
}

static size_t hash_numbers(size_t h, const uint32_t *items, size_t count)
{
	for (size_t i = 0; i < count; i++)
		h = (h ^ items[i]) * 0x100000001B3u;
	return h ^ h >> 29;
}

static size_t hash_subset(const struct subset *s)
{
	size_t h = hash_numbers(0xCBF29CE484222325u, s->nodes, s->count);

	return hash_numbers(h, s->fired, s->fired_count);
}

static bool numbers_equal(const uint32_t *a, const uint32_t *b, size_t n)
{
	return !n || memcmp(a, b, n * sizeof(*a)) == 0;
}

static bool subset_equal(const struct subset *a, const struct subset *b)
{
	return a->start == b->start && a->count == b->count && a->fired_count == b->fired_count &&
	       numbers_equal(a->nodes, b->nodes, a->count) &&
	       numbers_equal(a->fired, b->fired, a->fired_count);
}

static const uint32_t *keep(struct builder *b, const struct numbers *list)
{
	uint32_t *copy = arena_zero(&b->scratch, list->count, sizeof(*copy));

	if (!copy)
		b->failed = true;
	else if (list->count)
		memcpy(copy, list->items, list->count * sizeof(*copy));
	return copy;
}

static struct gate_list list_rules(struct builder *b, const struct subset *s)
{
	struct gate_list list = {(uint32_t)b->rules.count, 0};

	for (size_t i = 0; i < s->count; i++) {
		uint32_t rule = b->nodes->items[s->nodes[i]].rule;

		if (b->rule_live[rule] != b->round)
			push(b, b->arena, &b->rules, rule);
		b->rule_live[rule] = b->round;
	}
	list.count = (uint32_t)b->rules.count - list.first;
	return list;
}

/* A new state for the set at hand. */
static uint32_t new_state(struct builder *b, enum gate_start start)
{
	struct automaton *a = b->out;
	size_t count = a->state_count;
	struct subset *subsets =
		arena_grow(&b->scratch, b->subsets, count, &b->subset_capacity, sizeof(*subsets));
	struct gate_state *states =
		arena_grow(b->arena, a->states, count, &b->state_capacity, sizeof(*states));
	struct gate_rest *rests =
		arena_grow(b->arena, a->rests, count, &b->rest_capacity, sizeof(*rests));

	if (!subsets || !states || !rests) {
		b->failed = true;
		return 0;
	}
	b->subsets = subsets;
	a->states = states;
	a->rests = rests;
	subsets[count] = (struct subset){start, keep(b, &b->set), b->set.count, keep(b, &b->fired),
					 b->fired.count};
	if (b->failed)
		return 0;
	states[count] = (struct gate_state){.mask = 0};
	rests[count] = (struct gate_rest){.live = {0, 0}};
	states[count].fired =
		(struct gate_list){(uint32_t)b->rules.count, (uint32_t)b->fired.count};
	for (size_t i = 0; i < b->fired.count; i++)
		push(b, b->arena, &b->rules, b->fired.items[i]);
	rests[count].live = list_rules(b, &subsets[count]);
	states[count].live = rests[count].live.count > 0;
	return (uint32_t)a->state_count++;
}

static size_t find_slot(const struct builder *b, const struct subset *s)
{
	size_t i = hash_subset(s) & (b->interned_size - 1);

	while (b->interned[i] && !subset_equal(&b->subsets[b->interned[i]], s))
		i = (i + 1) & (b->interned_size - 1);
	return i;
}

static void widen_interned(struct builder *b)
{
	size_t size = b->interned_size ? b->interned_size * 2 : 1024;
	uint32_t *table = arena_zero(&b->scratch, size, sizeof(*table));

	if (!table) {
		b->failed = true;
		return;
	}
	b->interned = table;
	b->interned_size = size;
	for (size_t i = 1; i < b->out->state_count; i++)
		table[find_slot(b, &b->subsets[i])] = (uint32_t)i;
}

/* The state of the set at hand; 0 for the empty one. */
static uint32_t state_of(struct builder *b, enum gate_start start)
{
	struct subset s = {start, b->set.items, b->set.count, b->fired.items, b->fired.count};
	size_t slot;

	if (b->failed || (!s.count && !s.fired_count))
		return 0;
	if (b->out->state_count * 2 >= b->interned_size)
		widen_interned(b);
	if (b->failed)
		return 0;
	slot = find_slot(b, &s);
	if (!b->interned[slot])
		b->interned[slot] = new_state(b, start);
	return b->interned[slot];
}

static void add_edge(struct builder *b, uint32_t from, uint32_t class, uint32_t to)
{
	struct gate_move *edges = arena_grow(&b->scratch, b->edges, b->out->edge_count,
					     &b->edge_capacity, sizeof(*edges));

	if (!edges) {
		b->failed = true;
		return;
	}
	b->edges = edges;
	b->edges[b->out->edge_count++] = (struct gate_move){from, class, to};
}

static int compare_nodes(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

/* Ascending; most lists are of one to three nodes. */
static void sort_nodes(uint32_t *nodes, size_t count)
{
	enum { MANY = 12 };

	if (count > MANY) {
		qsort(nodes, count, sizeof(*nodes), compare_nodes);
		return;
	}
	for (size_t i = 1; i < count; i++)
		for (size_t k = i; k && nodes[k - 1] > nodes[k]; k--) {
			uint32_t later = nodes[k - 1];

			nodes[k - 1] = nodes[k];
			nodes[k] = later;
		}
}

/* Makes room for that many moves; those that are there are lost. */
static bool reserve_moves(struct builder *b, size_t count)
{
	if (count <= b->move_capacity)
		return true;
	b->moves = arena_zero(&b->scratch, count * 2, sizeof(*b->moves));
	b->move_capacity = count * 2;
	b->failed |= !b->moves;
	return !b->failed;
}

/* How many moves there are; counts them by class, and lists the classes. */
static size_t count_moves(struct builder *b)
{
	size_t count = 0;

	b->classes.count = 0;
	for (size_t i = 0; i < b->takers.count; i++) {
		const struct code_set *set = b->nodes->items[b->takers.items[i]].set;

		for (size_t k = 0; k < set->class_count; k++)
			if (b->class_end[set->classes[k]]++ == 0)
				push(b, &b->scratch, &b->classes, set->classes[k]);
		count += set->class_count;
	}
	return count;
}

/*
 * The moves of a state, class by class in the order of b->classes: class_end says where the nodes
 * that a class leads to end in b->moves.
 */
static void list_moves(struct builder *b, const struct subset *s)
{
	size_t count, at = 0;

	open_walk(b);
	for (size_t i = 0; i < s->count; i++)
		push(b, &b->scratch, &b->stack, s->nodes[i]);
	walk(b, s->start);
	count = count_moves(b);
	b->out->work += count;
	if (!reserve_moves(b, count))
		return;
	for (size_t i = 0; i < b->classes.count; i++) {
		uint32_t *end = &b->class_end[b->classes.items[i]], size = *end;

		*end = (uint32_t)at;
		at += size;
	}
	for (size_t i = 0; i < b->takers.count; i++) {
		const struct node *n = &b->nodes->items[b->takers.items[i]];

		for (size_t k = 0; k < n->set->class_count; k++)
			b->moves[b->class_end[n->set->classes[k]]++] = n->out;
	}
}

/* The rules that fire where the text ends in this state: those of the walk at hand. */
static void list_ended(struct builder *b, uint32_t state)
{
	struct gate_list list = {(uint32_t)b->rules.count, 0};

	b->round++;
	for (size_t i = 0; i < b->enders.count; i++) {
		uint32_t rule = b->nodes->items[b->enders.items[i]].rule;

		if (b->rule_seen[rule] != b->round)
			push(b, b->arena, &b->rules, rule);
		b->rule_seen[rule] = b->round;
	}
	list.count = (uint32_t)b->rules.count - list.first;
	b->out->rests[state].ended = list;
}

static void follow(struct builder *b, uint32_t state)
{
	const struct subset s = b->subsets[state];
	size_t at = 0;

	list_moves(b, &s);
	list_ended(b, state);
	for (size_t i = 0; i < b->classes.count && !b->failed; i++) {
		uint32_t class = b->classes.items[i], to;
		size_t first = at, end = b->class_end[class];

		b->class_end[class] = 0;
		sort_nodes(b->moves + first, end - first);
		open_set(b);
		for (; at < end; at++)
			if (at == first || b->moves[at] != b->moves[at - 1])
				add_node(b, b->moves[at], START_COUNT);
		close_set(b);
		to = state_of(b, START_COUNT);
		if (to)
			add_edge(b, state, class, to);
	}
}

/* The states at which a run begins. */
static void make_starts(struct builder *b, const struct anchor *anchors, size_t rule_count)
{
	for (int start = 0; start < START_COUNT; start++) {
		open_set(b);
		for (size_t i = 0; i < rule_count; i++)
			if (!anchors[i].open)
				add_node(b, anchors[i].root, (enum gate_start)start);
		close_set(b);
		b->out->start[start] = state_of(b, (enum gate_start)start);
	}
}

/* A state that wasn't followed: what could fire later fires there. */
static void settle_state(struct builder *b, uint32_t state)
{
	struct gate_state *s = &b->out->states[state];
	struct gate_list live = b->out->rests[state].live;
	struct gate_list fired = {(uint32_t)b->rules.count, s->fired.count + live.count};

	for (uint32_t i = 0; i < s->fired.count; i++)
		push(b, b->arena, &b->rules, b->rules.items[s->fired.first + i]);
	for (uint32_t i = 0; i < live.count; i++)
		push(b, b->arena, &b->rules, b->rules.items[live.first + i]);
	s->fired = fired;
	s->live = false;
}

static void build(struct builder *b, uint32_t classes, const struct anchor *anchors,
		  size_t rule_count)
{
	uint32_t state = 1;

	open_set(b);
	new_state(b, START_COUNT);
	make_starts(b, anchors, rule_count);
	for (; !b->failed && state < b->out->state_count && b->out->work < b->work_most; state++)
		follow(b, state);
	for (; !b->failed && state < b->out->state_count; state++)
		settle_state(b, state);
	if (!b->failed && automaton_lay_out(b->out, b->arena, b->edges, classes))
		b->failed = true;
	b->out->rules = b->rules.items;
}

int automaton_make(struct automaton *a, struct arena *arena, const struct nodes *n,
		   uint32_t classes, const struct anchor *anchors, size_t rule_count, struct err *e)
{
	struct builder b = {.arena = arena, .nodes = n, .out = a};
	int result = 0;

	b.work_most = n->count * WORK_EACH > WORK_LEAST ? n->count * WORK_EACH : WORK_LEAST;
	arena_init(&b.scratch);
	b.node_seen = arena_zero(&b.scratch, n->count + 1, sizeof(*b.node_seen));
	b.rule_seen = arena_zero(&b.scratch, rule_count + 1, sizeof(*b.rule_seen));
	b.rule_live = arena_zero(&b.scratch, rule_count + 1, sizeof(*b.rule_live));
	b.node_fires = arena_zero(&b.scratch, n->count + 1, 1);
	b.class_end = arena_zero(&b.scratch, classes, sizeof(*b.class_end));
	if (b.node_seen && b.node_fires && b.rule_seen && b.rule_live && b.class_end)
		build(&b, classes, anchors, rule_count);
	else
		b.failed = true;
	if (b.failed)
		result = err_nomem(e);
	arena_release(&b.scratch);
	return result;
}
