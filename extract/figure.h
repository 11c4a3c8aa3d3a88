/*
 * Figures: numbers as they stand in any text, with what goes beyond numerals.
 *
 *   -10   负六点六   .5   2e5   2^-1   40k   三又二分之一   1 4/3   6/3   负三分之负一
 */
#ifndef ZHIBIAO_FIGURE_H
#define ZHIBIAO_FIGURE_H

#include "extract/number.h"

struct figure {
	double value;
	double multiplier; /* as in struct number */
	bool approximate;
	bool digits;  /* begins with Arabic digits */
	bool percent; /* 百分之三, 千分之三, 六成: value counts hundredths */
	bool lone;    /* one Chinese digit alone: as often part of a word as a number */
	bool units;   /* 百, 万 …: without any digit */
};

/*
 * Reads the figure that begins at text.p[at]; returns its length in bytes, 0 where there is none.
 * Blanks beside ideographs are passed over: 三千 八百. A sign counts where nothing stands before it
 * that it could join to (5-8, A-3).
 */
size_t figure_read(struct slice text, size_t at, struct figure *out);

#endif
