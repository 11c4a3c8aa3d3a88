/*
 * The parts of an evidence page: the text with its marks, and the list beside it.
 */
#ifndef ZHIBIAO_PAGE_TEXT_H
#define ZHIBIAO_PAGE_TEXT_H

#include "extract/sinks/page_mark.h"

/* The name of a look in class attributes: "t", "d" … */
const char *look_class(enum look look);

/*
 * Appends a stretch of the text, which begins and ends with a line or a character: paragraphs with
 * the marks nested in them. The text of the elements is the text itself. Records that begin there
 * are anchors.
 */
void page_add_text(struct buf *out, const struct marks *m, struct span part, enum lang lang);

/* Appends what a mark says when the pointer rests on it. */
void page_add_hint(struct buf *out, const struct mark *mark, enum lang lang);

/* Which part of a document stands on which page. */
struct parts {
	size_t *starts; /* owned; the text's length stands behind the last one */
	size_t count;
};

/* The part that holds that byte. */
size_t part_of(const struct parts *p, size_t at);

/*
 * Appends the list of the records and repairs that begin in a stretch. Links lead to their anchors
 * on the same page; with `parts`, the items are the anchors, and links lead to the pages of the
 * parts, whose names are `stem`, ~, their number and .html.
 */
void page_add_list(struct buf *out, const struct marks *m, struct span part,
		   const struct parts *parts, struct slice stem, enum lang lang);

#endif
