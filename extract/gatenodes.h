/*
 * The inside of a gate while it is made: patterns as nodes, nodes as states. Private to gate*.c.
 *
 * pattern.c reads a pattern into a tree, gateanchor.c says from where on it is watched for,
 * gatenodes.c turns the trees into nodes (an NFA), gatemap.c puts characters that no pattern tells
 * apart into classes, gatestates.c makes the automaton and gatelayout.c puts its edges in order.
 */
#ifndef ZHIBIAO_GATENODES_H
#define ZHIBIAO_GATENODES_H

#include "extract/pattern.h"

enum node_kind {
	NODE_FIRE,  /* the rule fires */
	NODE_SET,   /* one character of the set, then `out` */
	NODE_SPLIT, /* `out` or `other` */
	NODE_LINE,  /* `out` at the beginning of a line */
	NODE_TEXT,  /* `out` at the beginning of the text */
	NODE_END    /* the rule fires at the end of the text */
};

struct node {
	enum node_kind kind;
	uint32_t rule;
	uint32_t out;
	uint32_t other;
	struct code_set *set;
};

struct nodes {
	struct arena *arena;
	struct node *items;
	size_t count;
	size_t capacity;
	bool failed; /* no memory */
};

/* Where a rule's matches are looked for. */
struct anchor {
	uint32_t root; /* first node */
	bool open;
	bool line;	      /* a match begins where a line begins, or at the line end before: */
	unsigned lines;	      /* the line of the anchor, or one of so many before it */
	bool inside;	      /* it begins in the line of the anchor */
	struct code_set edge; /* it begins behind one of these characters; or none are known */
	bool edge_here;	      /* it begins with one of them */
	unsigned nearest;
	unsigned farthest;
	struct piece *before; /* PIECE_BEFORE: what must stand before the anchor, or NULL */
};

/*
 * Finds the best anchor of a pattern and cuts what stands before it off the tree; without a tree,
 * or an anchor, the rule is open. 0, or -1 without memory.
 */
int anchor_find(struct anchor *anchor, struct piece **tree, struct arena *arena, struct err *e);

/* Nodes for a pattern's tree from its anchor on. 0, or -1 without memory. */
int nodes_add(struct nodes *n, uint32_t rule, struct piece *tree, struct anchor *anchor,
	      struct err *e);

/* Pages hold as many characters as the last byte of one in UTF-8 tells apart. */
enum { PAGE_BITS = 6, PAGE_SIZE = 1 << PAGE_BITS };

/* Which class a character is in. Class 0 holds those that no set names. */
struct charmap {
	uint32_t page[0x110000 / PAGE_SIZE]; /* 0: a page of zeros */
	uint32_t (*pages)[PAGE_SIZE];
	size_t page_count;
	size_t page_capacity;
	uint32_t classes;
};

static inline uint32_t charmap_class(const struct charmap *m, uint32_t c)
{
	return m->pages[m->page[c >> PAGE_BITS]][c & (PAGE_SIZE - 1)];
}

/* The class of the character at p, whose length goes to *len. */
static inline uint32_t charmap_class_at(const struct charmap *m, const unsigned char *p,
					size_t *len)
{
	if ((p[0] & 0xF0) == 0xE0) {
		*len = 3;
		return m->pages[m->page[(p[0] & 15u) << 6 | (p[1] & 63u)]][p[2] & 63u];
	}
	if (p[0] < 0x80) {
		*len = 1;
		return charmap_class(m, p[0]);
	}
	if (p[0] < 0xE0) {
		*len = 2;
		return m->pages[m->page[p[0] & 31u]][p[1] & 63u];
	}
	*len = 4;
	return m->pages[m->page[(p[0] & 7u) << 12 | (p[1] & 63u) << 6 | (p[2] & 63u)]][p[3] & 63u];
}

/*
 * Classes for the sets of all nodes and anchors; each set gets its list of classes. The map lives
 * in the arena. 0, or -1 without memory.
 */
int charmap_make(struct charmap *m, struct arena *arena, const struct nodes *n,
		 const struct anchor *anchors, size_t rule_count, struct err *e);

/* Where a run of the automaton begins. */
enum gate_start { START_TEXT, START_LINE, START_INSIDE, START_COUNT };

struct gate_list {
	uint32_t first; /* in the rules of the automaton */
	uint32_t count;
};

/*
 * Edges of a state. Classes that lead on from it differ in their lowest bits: no row has two that
 * are the same modulo 64.
 */
struct gate_row {
	uint64_t bits;	/* by class, modulo 64 */
	uint32_t first; /* edge of the lowest bit; the others follow */
};

/* What a run asks every state for, in as little memory as can be. */
struct gate_state {
	uint64_t bits;		/* with one row: its bits, */
	uint32_t first;		/* and its first edge; with more: the first of the rows, */
	uint32_t mask;		/* of which it has one more than this, a power of two */
	struct gate_list fired; /* on coming here */
	bool live;		/* something may still fire */
};

/* What is seldom asked for. */
struct gate_rest {
	struct gate_list live;	/* that may still fire */
	struct gate_list ended; /* that fire where the text ends */
};

struct gate_edge {
	uint32_t class; /* not 0 */
	uint32_t to;
};

struct automaton {
	struct gate_state *states; /* 0 is the end: nothing fires from there on */
	struct gate_rest *rests;   /* by state */
	size_t state_count;
	uint32_t *rules; /* what the lists of the states point into */
	struct gate_row *rows;
	struct gate_edge *edges; /* by state */
	size_t edge_count;
	uint32_t start[START_COUNT];
	size_t work;
};

static inline uint32_t count_bits(uint64_t bits)
{
	bits -= bits >> 1 & 0x5555555555555555u;
	bits = (bits & 0x3333333333333333u) + (bits >> 2 & 0x3333333333333333u);
	return (uint32_t)(((bits + (bits >> 4)) & 0x0F0F0F0F0F0F0F0Fu) * 0x0101010101010101u >> 56);
}

/* The state after a character of the class, 0 for none. */
static inline uint32_t automaton_next(const struct automaton *a, uint32_t from, uint32_t class)
{
	const struct gate_state *state = &a->states[from];
	struct gate_row row = {state->bits, state->first};
	uint64_t bit = (uint64_t)1 << (class & 63);
	const struct gate_edge *edge;

	if (state->mask)
		row = a->rows[state->first + (class >> 6 & state->mask)];
	if (!(row.bits & bit))
		return 0;
	edge = &a->edges[row.first + count_bits(row.bits & (bit - 1))];
	return edge->class == class ? edge->to : 0;
}

/* An edge with the state that it leads from. */
struct gate_move {
	uint32_t from;
	uint32_t class;
	uint32_t to;
};

/*
 * Makes rows and edges, in the arena, of edge_count moves in the order of their states. The classes
 * are below `classes`. 0, or -1 without memory.
 */
int automaton_lay_out(struct automaton *a, struct arena *arena, const struct gate_move *moves,
		      uint32_t classes);

/*
 * The automaton of the nodes, whose sets have so many classes, begun at these roots, in the arena.
 * 0, or -1 without memory.
 */
int automaton_make(struct automaton *a, struct arena *arena, const struct nodes *n,
		   uint32_t classes, const struct anchor *anchors, size_t rule_count,
		   struct err *e);

#endif
