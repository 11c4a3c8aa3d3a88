/*
 * Hits: where in its sentence a target's figure stands.
 *
 * The quote is what the original says, the sentence is clean; they differ by repairs, by script and
 * by the forms of digits.
 */
#ifndef ZHIBIAO_HIT_H
#define ZHIBIAO_HIT_H

#include "extract/sinks/cell.h"

/* The place after the last hit, so that equal quotes of one sentence are found one by one. */
struct hit_finder {
	struct buf sentence; /* the last one */
	size_t after;
	struct buf form; /* for text that is looked for */
};

void hit_finder_init(struct hit_finder *f);
void hit_finder_release(struct hit_finder *f);

/*
 * Cuts the sentence at the figure; the parts are borrowed from the record. Where the figure is not
 * found the whole sentence is to the left, and the hit is the quote.
 */
int hit_find(struct hit_finder *f, const struct record *r, struct hit *out, struct err *e);

#endif
