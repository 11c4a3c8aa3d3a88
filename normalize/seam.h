/*
 * Seams: how well two places of a text hold together, judged by the text itself.
 *
 * A bond is counted in rows of two to four characters across the place that occur elsewhere in the
 * document, up to 6; a sentence that ends where a heading begins is as good.
 */
#ifndef ZHIBIAO_SEAM_H
#define ZHIBIAO_SEAM_H

#include "normalize/arena.h"
#include "normalize/err.h"

struct seam_char {
	uint32_t code;
	size_t at; /* in the text */
};

/* A text without its blanks and line ends, and how often its rows of characters occur. */
struct seam_text {
	struct slice text;
	struct seam_char *chars; /* of the arena */
	size_t count;
	size_t end;	     /* of the last character, in the text */
	unsigned char *rows; /* a table of 1 << row_bits counters */
	int row_bits;
};

/* Where a seam may be, in bytes of the text; both ends count. */
struct seam_range {
	size_t from, to;
};

/* Two pieces that changed places: [first, second) and [second, end). */
struct seams {
	size_t first, second, end;
	int score;     /* of the bonds after the exchange, less those of now; 0: nothing found */
	int runner_up; /* score of the second best places */
	int strong;    /* how many of the three new bonds leave no doubt */
	bool cut;      /* one of the seams cuts a sentence */
};

/* Reads the text once. A text too long for it has no characters. 0, or -1 with e filled. */
int seam_read(struct seam_text *s, struct slice text, struct arena *arena, struct err *e);

/* The best places in the three ranges. 0, or -1 with e filled. */
int seams_place(const struct seam_text *s, const struct seam_range ranges[3], struct arena *arena,
		struct seams *best, struct err *e);

#endif
