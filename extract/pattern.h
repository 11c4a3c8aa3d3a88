/*
 * Pattern: the shape of a rule's pattern, as far as the gate needs it.
 *
 * The tree describes at least the texts that the pattern matches, often more: most lookarounds are
 * empty, a possessive repeat is a repeat, a character out of very many is just a character. What
 * isn't understood makes the whole pattern strange, never a tree that says too little.
 */
#ifndef ZHIBIAO_PATTERN_H
#define ZHIBIAO_PATTERN_H

#include "normalize/arena.h"
#include "normalize/err.h"

enum {
	SET_MOST = 128,		    /* characters of a set; one of more is PIECE_WIDE */
	REPEAT_ENDLESS = UINT16_MAX /* more than PCRE2 allows a repeat to count to */
};

enum piece_kind {
	PIECE_EMPTY,
	PIECE_SET,    /* one character of `set` */
	PIECE_WIDE,   /* one character, of too many to list */
	PIECE_REST,   /* anything: nothing is known from here on */
	PIECE_TEXT,   /* the beginning of the text */
	PIECE_END,    /* the end of the text */
	PIECE_LINE,   /* the beginning of a line */
	PIECE_BEFORE, /* empty, and the character before is in `set`; none if `negated` */
	PIECE_AHEAD,  /* empty, and `last` comes next */
	PIECE_CAT,
	PIECE_ALT,
	PIECE_REPEAT /* `last`, from `min` to `max` times */
};

struct code_range {
	uint32_t first;
	uint32_t last;
};

struct code_set {
	const struct code_range *ranges;
	size_t count;
	size_t size;	   /* characters, at most; a character may be counted twice */
	uint32_t *classes; /* filled in by the gate: the classes of these characters */
	size_t class_count;
};

struct piece {
	enum piece_kind kind;
	bool negated;
	bool newline; /* PIECE_WIDE: the character may be the end of a line */
	unsigned min;
	unsigned max;
	struct code_set set; /* of a WIDE: its ranges where they are known, else none */
	struct piece *last;  /* the last member of a CAT, ALT or REPEAT; what an AHEAD looks for */
	struct piece *prev;  /* the member before this one */
};

/*
 * Reads a pattern that PCRE2 has compiled with RULE_OPTIONS. `cut`: the end of the text may be
 * anywhere. The tree lives in the arena. *out is NULL for a strange pattern. 0, or -1 without
 * memory.
 */
int pattern_read(struct slice text, bool cut, struct arena *arena, struct piece **out,
		 struct err *e);

#endif
