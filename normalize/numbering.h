/*
 * Numbering: how the numbers of a text's headings go on, and how they would if pieces of the text
 * stood elsewhere, without counting them all again.
 */
#ifndef ZHIBIAO_NUMBERING_H
#define ZHIBIAO_NUMBERING_H

#include "normalize/outline_marks.h"

/*
 * What is wrong with a number: it follows no other, or begins anew though no heading stands before.
 */
enum { STRAIN_JUMP = 2, STRAIN_RESTART = 1 };

/* The number that the next heading of each level is to go on from. */
struct numbering_state {
	int last[MARK_LEVELS];
};

/* A place before a heading, or the end of the text. */
struct numbering_place {
	size_t strain;		      /* of all headings before it */
	struct numbering_state state; /* that they leave */
	size_t set[MARK_LEVELS];      /* the heading that left it, + 1; 0 for none */
	size_t open[MARK_LEVELS];     /* the next one of the level that goes on from it, if any */
	size_t open_strain;	      /* of these as they stand: no other order takes away more */
};

struct numbering {
	const struct outline_marks *marks;
	struct numbering_place *places; /* of the arena: one for each heading, and the end */
};

/*
 * Counts the marks, which are borrowed, as they stand. `restarts` has a bit for each level whose
 * numbers begin anew under a higher heading. 0, or -1 with e filled.
 */
int numbering_read(struct numbering *n, const struct outline_marks *marks, unsigned restarts,
		   struct arena *arena, struct err *e);

/* The strain of all marks as they stand, without reading them into a numbering. */
size_t numbering_count(const struct outline_marks *marks, unsigned restarts);

/* The strain of heading number i as it stands. */
static inline size_t numbering_strain(const struct numbering *n, size_t i)
{
	return n->places[i + 1].strain - n->places[i].strain;
}

/* The strain of headings a to b behind others that left *state, which becomes what b finds. */
size_t numbering_follow(const struct numbering *n, size_t a, size_t b,
			struct numbering_state *state);

#endif
