/*
 * The index of the evidence pages: the figures of the batch, and a row for each document.
 */
#ifndef ZHIBIAO_PAGE_INDEX_H
#define ZHIBIAO_PAGE_INDEX_H

#include "extract/sinks/page_mark.h"

enum { INDEX_FIRST_YEAR = 1900, INDEX_YEARS = 300 };

struct page_index {
	enum lang lang;
	struct buf rows;
	struct buf failures;
	size_t documents;
	size_t failed;
	size_t looks[LOOKS];
	size_t repaired;	   /* targets that rest on a repair */
	size_t doubted;		   /* targets with little confidence */
	size_t years[INDEX_YEARS]; /* targets by the year of their deadline */
	size_t undated;
};

void page_index_init(struct page_index *x, enum lang lang);
void page_index_release(struct page_index *x);

/* Takes note of a document and its page. */
void page_index_note(struct page_index *x, const struct context *c, const struct marks *m,
		     struct slice page);

/* Takes note of a document that could not be done. */
void page_index_fail(struct page_index *x, struct slice doc, const char *problem);

/* Appends the whole page. 0, or -1 with e filled when there was no memory for it. */
int page_index_write(const struct page_index *x, struct buf *out, struct err *e);

#endif
