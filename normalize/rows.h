/*
 * Rows of characters of one text, and what is known by them of two places of it put together: how
 * long the row across the seam is that occurs elsewhere, and where none does, whether what stands
 * on either side goes on otherwise wherever else it occurs, as half a word does.
 */
#ifndef ZHIBIAO_ROWS_H
#define ZHIBIAO_ROWS_H

#include "normalize/arena.h"
#include "normalize/err.h"

struct rows {
	const uint32_t *codes; /* of the text; borrowed */
	size_t count;
	int bits;	       /* of the tables' size: 1 << bits counters, by hash */
	unsigned char *times;  /* how often a row occurs */
	unsigned char *behind; /* how many different characters stand behind a row */
	unsigned char *before; /* the same before it */
	unsigned char
		*ends; /* for each place and the end: what is known of what stands before it */
	unsigned char *begins; /* and of what stands behind it */
};

/* What is known of a seam. */
enum row_across {
	ROW_NEW,	/* the two characters stand together nowhere else */
	ROW_NEW_FREE,	/* and on both sides several others do */
	ROW_NEW_BOUND,	/* and on one side it is always the same other */
	ROW_NEW_BROKEN, /* and on both sides it is */
	ROW_PAIR,	/* they do, but no more across the seam */
	ROW_LEFT,	/* with the character before them */
	ROW_RIGHT,	/* with the one behind them */
	ROW_LEFT_RIGHT, /* with either */
	ROW_FOUR,	/* with both */
	ROW_SIX,	/* with two on each side */
	ROWS_ACROSS
};

/* Counts the rows of a text of so many characters. 0, or -1 with e filled. */
int rows_read(struct rows *r, const uint32_t *codes, size_t count, struct arena *arena,
	      struct err *e);

/* What is known of the characters before i beside those from k on; 0 to count. */
enum row_across rows_across(const struct rows *r, size_t i, size_t k);

#endif
