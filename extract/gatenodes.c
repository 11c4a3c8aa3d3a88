#include "extract/gatenodes.h"

/*
 * What a pattern may grow to. Beyond that a rule fires where the nodes end, which is always safe:
 * it only fires more often. When all patterns together have too many nodes, the rest stay open.
 */
enum { COPIES_MOST = 6, NODES_MOST = 30000, STEPS_MOST = 200000, NODES_ALL = 1000000 };

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
	if (p->kind == PIECE_END)
		node.kind = NODE_END;
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
	/* what must come where no more is watched for is as good as a part of the pattern */
	if (p->kind == PIECE_AHEAD)
		return next == g->fire ? grow(g, p->last, next) : next;
	return grow_single(g, p, next);
}

int nodes_add(struct nodes *n, uint32_t rule, struct piece *tree, struct anchor *anchor,
	      struct err *e)
{
	struct grower g = {.nodes = n, .rule = rule};

	if (anchor_find(anchor, &tree, n->arena, e))
		return -1;
	anchor->open |= n->count > NODES_ALL;
	if (anchor->open)
		return 0;
	g.fire = new_node(n, (struct node){.kind = NODE_FIRE, .rule = rule});
	g.first = n->count;
	anchor->root = grow(&g, tree, g.fire);
	return n->failed ? err_nomem(e) : 0;
}
