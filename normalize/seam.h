/*
 * Seams: how well two places of a text hold together, judged by the text itself.
 *
 * A bond says how much more likely two places are neighbours than chance would have them beside
 * each other, as a logarithm to base 2 in tenths. What is known of it: the classes of the two
 * characters, pairs that make words of the language (rarity.h), rows of characters across the seam
 * that occur elsewhere in the document, and how items and documents begin and end. The figures in
 * seam.c were counted in the fixtures: neighbours there beside places taken at random.
 */
#ifndef ZHIBIAO_SEAM_H
#define ZHIBIAO_SEAM_H

#include "normalize/arena.h"
#include "normalize/err.h"
#include "normalize/rows.h"

/* Classes of characters; sorts of pairs of ideographs; kinds of seams by these. */
enum { SEAM_CLASSES = 7, SEAM_PAIRS = 4, SEAM_KINDS = SEAM_PAIRS + SEAM_CLASSES * SEAM_CLASSES };

struct seam_char {
	uint32_t code;
	size_t at;  /* in the text */
	size_t row; /* in the text without round brackets */
};

/* Two ideographs and what kind of seam they make; the former is 0 for none. */
struct seam_pair {
	uint32_t pair, kind;
};

enum { SEAM_KNOWN_BITS = 15 };

/* A text without its blanks and line ends, and how often its rows of characters occur. */
struct seam_text {
	struct slice text;
	struct seam_char *chars; /* of the arena */
	size_t count;
	size_t end;		      /* of the last character, in the text */
	unsigned char *open, *closed; /* brackets before and behind each character and the end */
	unsigned char *classes;	      /* of each character and the end */
	bool *items;		      /* whether an item begins there */
	struct pair_row *pairs;	      /* of the character asked about last */
	struct seam_pair *known;      /* pairs asked about, by hash */
	uint32_t *codes;	      /* of all characters but round brackets, which get lost */
	size_t row_count;
	struct rows rows;			    /* of these */
	signed char bonds[SEAM_KINDS][ROWS_ACROSS]; /* what a seam tells in this text */
	int listed_place; /* how much rarer than others places in lists in brackets are */
	int clean_place;  /* the same of places where lines and items begin */
};

/* Where a seam may be, in bytes of the text; both ends count. */
struct seam_range {
	size_t from, to;
};

/* Two pieces that changed places: [first, second) and [second, end). */
struct seams {
	size_t first, second, end;
	bool clean; /* all three where lines or items begin */
	int score;  /* of the bonds after the exchange less those of now, and what speaks for it */
};

/* The places tried for a text; begin with all zero. */
struct seam_contest {
	struct seam_trial *trial; /* room for one, of the arena */
	struct seams best;
	bool found;
	double weight; /* of all of them together, where that of the best is 1 */
};

/* Reads the text once. A text too long for it has no characters. 0, or -1 with e filled. */
int seam_read(struct seam_text *s, struct slice text, struct arena *arena, struct err *e);

/*
 * Tries the places in three ranges, with what is known of the ranges themselves added to each
 * score. 0, or -1 with e filled.
 */
int seams_place(const struct seam_text *s, const struct seam_range ranges[3], int known,
		struct arena *arena, struct seam_contest *contest, struct err *e);

#endif
