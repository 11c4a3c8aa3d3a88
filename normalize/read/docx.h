/*
 * .docx: the members of the zip file that hold the text, and the text in them.
 *
 * The document's bytes are word/document.xml, word/footnotes.xml and word/endnotes.xml as far as
 * the file has them, and then word/numbering.xml and word/styles.xml, which say what numbers stand
 * before headings and items; each is a part of the document under its own name.
 */
#ifndef ZHIBIAO_DOCX_H
#define ZHIBIAO_DOCX_H

#include "normalize/doc.h"

/* A member that unpacks to more than this many bytes and times its packed size is refused. */
#define DOCX_FREE ((uint64_t)32 << 20)
enum { DOCX_RATIO = 256 };

/* Unpacks the members; all together at most max bytes. 0, or -1 with e filled. */
int docx_read(struct slice zip, size_t max, struct doc *d, struct err *e);

/*
 * Adds the layer "docx": paragraphs on lines of their own with the numbers that Word shows, the
 * rows of tables on a line each with cells parted by tabs, notes at the end. 0, or -1.
 */
int docx_text(struct doc *d, struct editor *w, struct err *e);

#endif
