/*
 * The inside of a gate while it is made: patterns as nodes, nodes as states. Private to gate*.c.
 *
 * pattern.c reads a pattern into a tree, gateanchor.c says from where on it is watched for,
 * gatenodes.c turns the trees into nodes (an NFA), gatemap.c puts characters that no pattern tells
 * apart into classes, gatestates.c makes the automaton.
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
	bool line;	/* a match begins where a line begins, or at the line end before: */
	unsigned lines; /* the line of the anchor, or one of so many before it */
	const struct piece *edge; /* PIECE_BEFORE: it begins behind one of these characters, in
				     the line; NULL without */
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

/* Which class a character is in. Class 0 holds those that no set names. */
struct charmap {
	uint32_t page[0x110000 / 256]; /* 0: a page of zeros */
	uint32_t (*pages)[256];
	size_t page_count;
	size_t page_capacity;
	uint32_t classes;
};

static inline uint32_t charmap_class(const struct charmap *m, uint32_t c)
{
	return m->pages[m->page[c >> 8]][c & 255];
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

struct gate_state {
	struct gate_list fired; /* on coming here */
	struct gate_list live;	/* that may still fire */
	struct gate_list ended; /* that fire where the text ends */
	uint64_t classes;	/* bits: the classes, modulo 64, that lead on from here */
};

struct gate_edge {
	uint32_t from;
	uint32_t class; /* not 0 */
	uint32_t to;	/* 0: none */
};

struct automaton {
	struct gate_state *states; /* 0 is the end: nothing fires from there on */
	size_t state_count;
	uint32_t *rules;	 /* what the lists of the states point into */
	struct gate_edge *edges; /* a hash table */
	uint32_t mask;
	uint32_t start[START_COUNT];
	size_t edge_count;
	size_t work;
};

static inline uint32_t edge_hash(uint32_t from, uint32_t class)
{
	uint32_t h = from * 0x9E3779B1u ^ class * 0x85EBCA77u;

	return h ^ h >> 15;
}

/* The state after a character of the class, 0 for none. */
static inline uint32_t automaton_next(const struct automaton *a, uint32_t from, uint32_t class)
{
	uint32_t i;

	if (!(a->states[from].classes >> (class & 63) & 1))
		return 0;
	i = edge_hash(from, class) & a->mask;
	while (a->edges[i].to && (a->edges[i].from != from || a->edges[i].class != class))
		i = (i + 1) & a->mask;
	return a->edges[i].to;
}

/*
 * The automaton of the nodes, whose sets have so many classes, begun at these roots, in the arena.
 * 0, or -1 without memory.
 */
int automaton_make(struct automaton *a, struct arena *arena, const struct nodes *n,
		   uint32_t classes, const struct anchor *anchors, size_t rule_count,
		   struct err *e);

#endif
