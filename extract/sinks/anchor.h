/*
 * Anchors: the lasting name of a record, and the name of its document's evidence page.
 *
 * Whoever writes them (workbook, table, page) names them by calling these functions for the same
 * records in the same order, and so they agree. A record's place on the page is "#r" and its id.
 */
#ifndef ZHIBIAO_ANCHOR_H
#define ZHIBIAO_ANCHOR_H

#include "extract/sinks/cell.h"

enum { RECORD_ID_SIZE = 17 }; /* with the NUL */

/* How often each name was seen. */
struct seen {
	struct sighting {
		uint64_t name;
		size_t count; /* 0: the slot is free */
	} * slots;
	size_t room; /* a power of two, or 0 */
	size_t used;
};

void seen_release(struct seen *s);

/*
 * The id: sixteen hexadecimal digits made of the document's title and number (of its file's name
 * where it has neither), the rule, the quote and its sentence without blanks, and how often all
 * that was there before in the document. `seen` is of this document only.
 */
int record_id(struct seen *seen, const struct context *x, const struct record *r,
	      char out[RECORD_ID_SIZE], struct err *e);

/*
 * Appends the file name of a document's page: the last part of its id, made safe for a file system
 * and for a link, and .html. A second document of that name gets -2. `seen` is of the whole run.
 */
int page_name(struct seen *seen, struct slice doc, struct buf *out, struct err *e);

/*
 * Appends the way from the folder of the file `output` to the folder `pages`, with a slash at its
 * end; where the output has no folder (NULL or "-"), from the working folder.
 */
int page_folder(const char *output, const char *pages, struct buf *out, struct err *e);

#endif
