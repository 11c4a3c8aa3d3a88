/*
 * A page of HTML, cut into blocks, and the choice of those that are its main text.
 *
 * A block is a stretch of the source whose text stands on lines of its own; a node is an element
 * that holds blocks. What has no visible text makes no block. Lengths of text are in characters.
 */
#ifndef ZHIBIAO_PAGE_H
#define ZHIBIAO_PAGE_H

#include "normalize/doc.h"
#include "normalize/read/element.h"
#include "normalize/read/markup.h"

/* Deeper nestings are read as if they ended here; columns beyond are read as one. */
enum { PAGE_DEPTH = 256, PAGE_TABLE_DEPTH = 16, PAGE_COLUMNS = 64 };

struct page_sums {
	size_t text;  /* visible characters */
	size_t link;  /* of them inside links */
	size_t links; /* how many */
	size_t ends;  /* commas, full stops and the like */
	size_t good;  /* characters that look like main text */
};

struct page_node {
	const struct element *element;
	uint32_t parent; /* an earlier node; the first one, 0, is its own */
	struct span at;
	struct page_sums sums; /* of the whole subtree */
	bool hidden;	       /* by an attribute */
	bool aside;	       /* by element, class or id */
	bool headline;	       /* a heading is in it */
	bool dropped;
	uint32_t rows; /* of a table */
	uint32_t columns;
	size_t longest; /* text of its longest cell */
	bool nested;	/* holds another table */
};

struct page_block {
	struct span at; /* from the first visible character to the last */
	uint32_t node;
	uint32_t table; /* node of the table it is in; 0 for none */
	uint32_t row;
	uint32_t column;
	uint32_t number; /* of the item of a numbered list that it begins; 0 for none */
	unsigned char level;
	bool pre;
	bool kept;
	struct page_sums sums;
};

struct page {
	struct slice text;
	struct arena *arena; /* borrowed */
	struct page_node *nodes;
	size_t node_count, node_capacity;
	struct page_block *blocks; /* in the order of the source */
	size_t block_count, block_capacity;
	struct slice title; /* of <title>, as written */
};

/*
 * Cuts the document's present text into blocks, in the arena; what <meta> says goes to d->info
 * where that is still empty. 0, or -1 with e filled.
 */
int page_read(struct page *p, struct doc *d, struct arena *arena, struct err *e);

/* Decides which blocks are kept. */
void page_choose(struct page *p);

/* Whether the block stands in a table that is kept as a table: its cells go on one line. */
bool page_in_table(const struct page *p, const struct page_block *b);

/* The index of the heading that <title> names as the page's own, or block_count. */
size_t page_headline(const struct page *p);

#endif
