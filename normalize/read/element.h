/*
 * Elements of HTML, as far as it matters where the text is.
 */
#ifndef ZHIBIAO_ELEMENT_H
#define ZHIBIAO_ELEMENT_H

#include "normalize/text.h"

enum {
	ELEMENT_BLOCK = 1 << 0, /* stands on lines of its own */
	ELEMENT_NODE = 1 << 1,	/* holds blocks: a candidate for the main text */
	ELEMENT_SKIP = 1 << 2,	/* nothing in it is text: up to its closing tag */
	ELEMENT_ASIDE = 1 << 3, /* furniture, unless it holds much of the page's text */
	ELEMENT_CELL = 1 << 4,
	ELEMENT_ROW = 1 << 5,
	ELEMENT_TABLE = 1 << 6,
	ELEMENT_LIST = 1 << 7,
	ELEMENT_ITEM = 1 << 8,
	ELEMENT_LINK = 1 << 9,
	ELEMENT_META = 1 << 10,
	ELEMENT_TITLE = 1 << 11,
	ELEMENT_PRE = 1 << 12,
	ELEMENT_HEADER = 1 << 13,  /* an aside that a headline redeems */
	ELEMENT_ORDERED = 1 << 14, /* a list with numbers */
	ELEMENT_HREF = 1 << 15,	   /* <link> */
};

struct element {
	const char *name;
	unsigned flags;
	unsigned char level; /* of a heading: 1 to 6 */
};

/* What is known of the element of that name, in any case; of others, something without flags. */
const struct element *element_named(struct slice name);

/* Whether a class, id or role has a word that pages use for furniture (nav, share, footer …). */
bool element_is_furniture(struct slice words);

#endif
