#include "extract/gatenodes.h"

/*
 * What a pattern may grow to. Beyond that a rule fires where the nodes end, which is always safe:
 * it only fires more often.
 */
enum { COPIES_MOST = 6, NODES_MOST = 30000, STEPS_MOST = 200000, FARTHEST = 64 };

struct grower {
	struct nodes *nodes;
	uint32_t rule;
	uint32_t fire;
	size_t first;
	size_t steps;
};

static uint32_t grow(struct grower *g, struct piece *p, uint32_t next);

static uint32_t new_node(struct nodes *n, struct node node)
{
	struct node *items = arena_grow(n->arena, n->items, n->count, &n->capacity, sizeof(*items));

	if (!items) {
		n->failed = true;
		return 0;
	}
	n->items = items;
	n->items[n->count] = node;
	return (uint32_t)n->count++;
}

static uint32_t split(struct grower *g, uint32_t out, uint32_t other)
{
	return new_node(
		g->nodes,
		(struct node){.kind = NODE_SPLIT, .rule = g->rule, .out = out, .other = other});
}

static uint32_t grow_endless(struct grower *g, const struct piece *p, uint32_t next)
{
	uint32_t loop = split(g, next, next);
	uint32_t body = grow(g, p->last, loop);

	if (g->nodes->failed)
		return 0;
	g->nodes->items[loop].other = body;
	for (unsigned i = 1; i < p->min; i++)
		body = grow(g, p->last, body);
	return p->min ? body : loop;
}

static uint32_t grow_repeat(struct grower *g, const struct piece *p, uint32_t next)
{
	unsigned copies = p->max == REPEAT_ENDLESS ? p->min : p->max;
	uint32_t entry = next;

	if (copies > COPIES_MOST) {
		copies = COPIES_MOST;
		entry = g->fire;
	} else if (p->max == REPEAT_ENDLESS) {
		return grow_endless(g, p, next);
	}
	for (unsigned i = copies; i > 0; i--) {
		entry = grow(g, p->last, entry);
		if (i > p->min)
			entry = split(g, entry, next);
	}
	return entry;
}

static uint32_t grow_choice(struct grower *g, const struct piece *p, uint32_t next)
{
	uint32_t entry = grow(g, p->last, next);

	for (struct piece *m = p->last->prev; m; m = m->prev)
		entry = split(g, grow(g, m, next), entry);
	return entry;
}

static uint32_t grow_sequence(struct grower *g, const struct piece *p, uint32_t next)
{
	for (struct piece *m = p->last; m; m = m->prev)
		next = grow(g, m, next);
	return next;
}

static uint32_t grow_single(struct grower *g, struct piece *p, uint32_t next)
{
	struct node node = {.kind = NODE_SET, .rule = g->rule, .out = next, .set = &p->set};

	if (p->kind == PIECE_EMPTY || p->kind == PIECE_BEFORE)
		return next;
	if (p->kind == PIECE_LINE || p->kind == PIECE_TEXT)
		node.kind = p->kind == PIECE_LINE ? NODE_LINE : NODE_TEXT;
	return new_node(g->nodes, node);
}

/* The node from which p and then `next` is met; nodes are made from the end of a pattern on. */
static uint32_t grow(struct grower *g, struct piece *p, uint32_t next)
{
	if (++g->steps > STEPS_MOST || g->nodes->count - g->first > NODES_MOST || g->nodes->failed)
		return g->fire;
	if (p->kind == PIECE_WIDE || p->kind == PIECE_REST)
		return g->fire;
	if (p->kind == PIECE_CAT)
		return grow_sequence(g, p, next);
	if (p->kind == PIECE_ALT)
		return grow_choice(g, p, next);
	if (p->kind == PIECE_REPEAT)
		return grow_repeat(g, p, next);
	return grow_single(g, p, next);
}

struct width {
	size_t min;
	size_t max;
};

static struct width piece_width(const struct piece *p);

static size_t plus(size_t a, size_t b)
{
	return a > SIZE_MAX - b ? SIZE_MAX : a + b;
}

static size_t times(size_t a, size_t b)
{
	return a && b > SIZE_MAX / a ? SIZE_MAX : a * b;
}

static struct width members_width(const struct piece *p)
{
	struct width w = {0, 0};

	for (const struct piece *m = p->last; m; m = m->prev) {
		struct width part = piece_width(m);

		if (p->kind == PIECE_CAT) {
			w.min = plus(w.min, part.min);
			w.max = plus(w.max, part.max);
		} else {
			w.min = m == p->last || part.min < w.min ? part.min : w.min;
			w.max = part.max > w.max ? part.max : w.max;
		}
	}
	return w;
}

/* How many characters a piece can take. */
static struct width piece_width(const struct piece *p)
{
	struct width w;

	if (p->kind == PIECE_SET || p->kind == PIECE_WIDE)
		return (struct width){1, 1};
	if (p->kind == PIECE_REST)
		return (struct width){0, SIZE_MAX};
	if (p->kind == PIECE_CAT || p->kind == PIECE_ALT)
		return members_width(p);
	if (p->kind != PIECE_REPEAT)
		return (struct width){0, 0};
	w = piece_width(p->last);
	w.min = times(w.min, p->min);
	w.max = times(w.max, p->max == REPEAT_ENDLESS ? SIZE_MAX : p->max);
	return w;
}

/* What a piece says about its first character, inside a line. */
struct opening {
	bool wide;  /* it may be one of very many */
	bool empty; /* the piece may be empty */
};

static struct opening piece_opening(const struct piece *p);

static struct opening members_opening(const struct piece *p)
{
	struct opening all = {false, p->kind == PIECE_CAT};

	for (const struct piece *m = p->last; m; m = m->prev) {
		struct opening part = piece_opening(m);

		if (p->kind == PIECE_CAT) {
			all.wide = part.wide || (part.empty && all.wide);
			all.empty = part.empty && all.empty;
		} else {
			all.wide = part.wide || all.wide;
			all.empty = part.empty || all.empty;
		}
	}
	return all;
}

static struct opening piece_opening(const struct piece *p)
{
	struct opening o;

	if (p->kind == PIECE_CAT || p->kind == PIECE_ALT)
		return members_opening(p);
	if (p->kind == PIECE_REPEAT) {
		o = piece_opening(p->last);
		o.empty |= p->min == 0;
		o.wide &= p->max != 0;
		return o;
	}
	return (struct opening){p->kind == PIECE_WIDE || p->kind == PIECE_REST,
				p->kind == PIECE_EMPTY || p->kind == PIECE_BEFORE};
}

/* A sequence inside a sequence is the same as its members: (a b) c → a b c. */
static void flatten(struct piece *p)
{
	struct piece **at = &p->last;

	while (*at) {
		struct piece *m = *at, *end;

		if (m->kind != PIECE_CAT) {
			at = &m->prev;
		} else if (!m->last) {
			*at = m->prev;
		} else {
			for (end = m->last; end->prev;)
				end = end->prev;
			end->prev = m->prev;
			*at = m->last;
		}
	}
}

/*
 * The member of a sequence to begin at: the earliest from which on the first character tells
 * something; NULL when there is none within reach. anchor gets the width of what stands before.
 */
static struct piece *pick_anchor(struct piece *tree, struct anchor *anchor)
{
	struct opening rest = {true, true};
	struct piece *best = NULL;
	struct width before = {0, 0};

	for (struct piece *m = tree->last; m; m = m->prev) {
		struct opening o = piece_opening(m);

		rest.wide = o.wide || (o.empty && rest.wide);
		rest.empty = o.empty && rest.empty;
		if (!rest.wide)
			best = m;
	}
	for (struct piece *m = best ? best->prev : NULL; m; m = m->prev) {
		struct width w = piece_width(m);

		before = (struct width){plus(before.min, w.min), plus(before.max, w.max)};
	}
	if (before.max > FARTHEST)
		return NULL;
	anchor->nearest = (unsigned)before.min;
	anchor->farthest = (unsigned)before.max;
	return best;
}

/* The condition on the character before, where the pattern begins with one. */
static struct piece *condition_at(const struct piece *tree, const struct piece *from)
{
	struct piece *found = NULL;

	for (struct piece *m = tree->last; m; m = m == from ? NULL : m->prev)
		if (m->kind == PIECE_BEFORE)
			found = m;
		else if (m->kind != PIECE_EMPTY)
			found = NULL;
	return found;
}

static struct piece *as_sequence(struct nodes *n, struct piece *tree)
{
	struct piece *list;

	if (tree->kind == PIECE_CAT)
		return tree;
	list = arena_zero(n->arena, 1, sizeof(*list));
	if (list) {
		list->kind = PIECE_CAT;
		list->last = tree;
	}
	return list;
}

int nodes_add(struct nodes *n, uint32_t rule, struct piece *tree, struct anchor *anchor,
	      struct err *e)
{
	struct grower g = {.nodes = n, .rule = rule};
	struct piece *list = tree ? as_sequence(n, tree) : NULL, *from = NULL;

	*anchor = (struct anchor){.open = true};
	if (tree && !list)
		return err_nomem(e);
	if (list) {
		flatten(list);
		from = pick_anchor(list, anchor);
	}
	if (!from)
		return 0;
	anchor->before = condition_at(list, from);
	from->prev = NULL;
	g.fire = new_node(n, (struct node){.kind = NODE_FIRE, .rule = rule});
	g.first = n->count;
	anchor->root = grow(&g, list, g.fire);
	anchor->open = false;
	return n->failed ? err_nomem(e) : 0;
}
