/*
 * Evidence pages: a folder of HTML pages that show where in its document each record stands.
 *
 * One page for a document, which is named by page_name (anchor.h) and has the anchor "r" and its id
 * for every record that has an id; the text of a document beyond PAGE_MOST_TEXT bytes goes to pages
 * of its own, and its page is a list that leads there. index.html has the figures of the batch.
 * Each file appears whole or not at all.
 */
#ifndef ZHIBIAO_PAGES_H
#define ZHIBIAO_PAGES_H

#include "extract/record.h"
#include "extract/sinks/term.h"
#include "normalize/doc.h"

#define PAGE_MOST_TEXT ((size_t)5 << 20)
#define PAGE_PART_TEXT ((size_t)1 << 20)

struct pages_options {
	const char *folder; /* made where it is not there; outlives the pages */
	enum lang lang;
	size_t most_text; /* 0: PAGE_MOST_TEXT */
	size_t part_text; /* 0: PAGE_PART_TEXT */
};

struct pages;

/* NULL with e filled when there is no such folder and none can be made. */
struct pages *pages_open(const struct pages_options *options, struct err *e);

/* Writes the page of a document that went through the stages, with all records made from it. */
int pages_add(struct pages *p, const struct doc *d, const struct records *records, struct err *e);

/* Takes note of a document that could not be done. */
int pages_fail(struct pages *p, struct slice doc, const char *problem, struct err *e);

/* Writes the index, and releases the pages in any case. */
int pages_finish(struct pages *p, struct err *e);

/* Releases the pages without an index. */
void pages_abort(struct pages *p);

#endif
