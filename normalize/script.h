/*
 * Script: whether a text is in traditional or simplified script, passage by passage, by the
 * characters that only one of them has. A passage is a sentence or a line.
 */
#ifndef ZHIBIAO_SCRIPT_H
#define ZHIBIAO_SCRIPT_H

#include "normalize/buf.h"

/* What a character shows. */
enum script_flag {
	SHOWS_TRADITIONAL = 1 << 0, /* no text in simplified script holds it */
	SHOWS_SIMPLIFIED = 1 << 1,  /* no text in traditional script holds it */
	SHOWS_WEAKLY = 1 << 2,	    /* traditional, but found in names of simplified texts */
	ENDS_PASSAGE = 1 << 3
};

/* What a passage shows. */
enum finding {
	NO_EVIDENCE,
	ONLY_SIMPLIFIED,
	MORE_SIMPLIFIED,    /* or as much of one as of the other */
	WEAKLY_TRADITIONAL, /* nothing but characters that show little */
	FEW_TRADITIONAL,    /* more traditional than simplified characters, but very few */
	MORE_TRADITIONAL,
	FINDINGS
};

/* A row of passages that show the same. */
struct stretch {
	struct span at;
	enum finding finding;
};

/* Characters counted; a text in one script alone is not counted through: one stands for all. */
struct evidence {
	size_t traditional;
	size_t simplified;
	bool weak; /* there are characters that show little */
};

struct script_table {
	uint8_t *flags;	     /* enum script_flag by code point, WORDMAP_CODES (wordmap.h) of them */
	uint32_t *followers; /* for the quick look, see script.c */
};

/* 0, or -1 with e filled; script_release in any case. */
int script_init(struct script_table *t, struct err *e);
void script_release(struct script_table *t);

/* Weighs the text; `stretches` gets its struct stretch, in order and without gaps. */
struct evidence script_weigh(const struct script_table *t, struct slice text,
			     struct buf *stretches);

#endif
