/*
 * Rarity: how much information a character of Chinese text carries, in bits.
 *
 * Behind another character that depends on the pairs that stand together in words. Who asks
 * thousands of times makes an index of them, which takes a millisecond.
 */
#ifndef ZHIBIAO_RARITY_H
#define ZHIBIAO_RARITY_H

#include "normalize/err.h"
#include "normalize/text.h"

/* What stands for a control character, and for what is no character at all. */
enum { RARITY_LEAST = 2, RARITY_CONTROL = 20, RARITY_BAD = 25 };

/* 5 to 12 for common characters, 13 and more for rare ones. */
unsigned rarity(uint32_t code);

struct pair_index;

/* The caller closes it; NULL without memory, with e filled. */
struct pair_index *pair_index_open(struct err *e);
void pair_index_close(struct pair_index *pairs); /* or NULL */

/*
 * The rarity where `last` stands before it, RARITY_LEAST or more: fewer bits in the words of the
 * language. A `last` of 0: nothing does. Without an index (NULL) the pairs are searched.
 */
unsigned rarity_after(const struct pair_index *pairs, uint32_t last, uint32_t code);

/*
 * What stands behind one ideograph, for a question or two about each of many, or many about the
 * same. All zero at first.
 */
struct pair_row {
	uint32_t last;
	const char *row;		   /* of its pairs; NULL for none */
	unsigned asked;			   /* questions since it was set */
	unsigned char classes[0x10000];	   /* by character, after some questions: 0 for no pair */
	uint16_t numbers[0xA000 - 0x4E00]; /* of the rows that were looked up, + 1 */
};

/* Sets the ideograph; nothing is to do where it is the one already. */
void pair_row_set(struct pair_row *row, uint32_t last);

/* rarity_after(NULL, row->last, code) for another ideograph. */
unsigned pair_row_rarity(struct pair_row *row, uint32_t code);

#endif
