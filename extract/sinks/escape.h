/*
 * Escaping: text of documents, made fit to stand on a page of HTML.
 *
 * Whatever the text holds, it comes out as text: in an element and in an attribute with double
 * quotes alike nothing of it is markup.
 */
#ifndef ZHIBIAO_ESCAPE_H
#define ZHIBIAO_ESCAPE_H

#include "normalize/buf.h"

/*
 * Appends the text. What is no character becomes U+FFFD, control characters but TAB and the line
 * end become pictures of themselves; a carriage return is a line end, before one it goes out.
 */
void escape_text(struct buf *out, struct slice text);

/* The same in one line of at most `most` characters: blanks are one space each, the rest is … */
void escape_brief(struct buf *out, struct slice text, size_t most);

/* Appends the name of a file in the same folder as a link. */
void escape_link(struct buf *out, struct slice name);

/* Appends a relative path as a link: slashes stay. */
void escape_path(struct buf *out, struct slice path);

#endif
