/*
 * The search behind shift.h: from byte to byte, what the characters may have been.
 *
 * A way is a character with the best row of characters before it; ways that end at the same byte
 * are a list, and each next character goes on from the best of them. Of a character one byte of
 * which is lost all that it may be are followed.
 */
#ifndef ZHIBIAO_SHIFT_WAYS_H
#define ZHIBIAO_SHIFT_WAYS_H

#include "normalize/buf.h"
#include "normalize/misread.h"
#include "normalize/rarity.h"

/* Characters of the longest shift, and readings of all of them. */
enum { MOST = 256, WAYS = 1 << 14, NONE = UINT16_MAX, ROOT = 0 };

/* Symbols behind the mark of a lost byte that tell whether it is worth looking. */
enum { FIRST = 3 };

/* A character of the text as it is. */
struct symbol {
	size_t at, n;
	uint32_t code;
	long kept;		   /* bits of this and of all before it as they are */
	unsigned char lead, trail; /* the pair behind it, 0 for none */
	unsigned char single;	   /* a byte that may end a pair, 0 for none */
	bool mark;		   /* may stand for any byte */
};

/* What a byte may be. Pairs for private use: far ones of two kinds, and those with low trails. */
enum byte_set { KNOWN, LEAD, TRAIL, FAR_LEAD, FAR_TRAIL, LOW_LEAD, LOW_TRAIL };

/* One character as it may have been, at the end of the best row of characters up to it. */
struct way {
	uint32_t code;
	long cost;	 /* of all of them */
	uint16_t before; /* NONE for the root: the character before the shift */
	uint16_t next;	 /* in its list */
	enum byte_set lead, trail;
	unsigned char known; /* the byte that is */
};

/* Ways that end at the same byte. */
struct ways {
	uint16_t first;
	long least; /* cost */
};

/* What may be guessed of a character by a byte that is known: the other byte. */
struct partners {
	unsigned char bytes[192];
	size_t count;
};

struct shift {
	struct misread_tables *tables;
	struct partners trails[256], leads[256]; /* of a lead, of a trail */
	struct pair_index *pairs;
	struct slice text;
	struct symbol symbols[MOST];
	size_t count;
	bool traditional;
	struct way pool[WAYS];
	size_t used;
	struct ways inside[MOST]; /* that end between the bytes of a symbol */
	uint16_t last;		  /* way of the best undoing, NONE for none */
	size_t end;		  /* symbols that it takes */
	long gain;
	struct buf out;
};

/* Fills the tables of what may be guessed. */
void shift_list_partners(struct shift *s);

/*
 * Finds the best undoing of a shift that begins at the first symbol, behind the character `before`
 * (0 for none). Sets last, end and gain; last is NONE where there is none.
 */
void shift_search(struct shift *s, uint32_t before);

const struct way *shift_way(const struct shift *s, uint16_t at);

/* Bits of a character in the text as it was. */
long shift_bits(const struct shift *s, uint32_t before, uint32_t code);

/* A character of which one byte is known. */
struct way shift_after_lead(unsigned char lead, enum byte_set trail);
struct way shift_before_trail(enum byte_set lead, unsigned char trail);

/* What the unknown byte of a way may be, and the character with that byte; 0 for none. */
const struct partners *shift_partners(const struct shift *s, const struct way *w);
uint32_t shift_guess(const struct way *w, unsigned char byte);

/* Bits of the first symbols behind a mark as they are. */
long shift_kept_first(const struct shift *s);

#endif
