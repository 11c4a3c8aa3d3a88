/*
 * Cell text: what a document says, made fit for a cell.
 */
#ifndef ZHIBIAO_CELLTEXT_H
#define ZHIBIAO_CELLTEXT_H

#include "normalize/buf.h"

/* UTF-16 units that a cell of a workbook holds. */
enum { CELL_UNITS = 32767 };

/*
 * Appends the text as valid UTF-8 that XML can carry: line ends become LF, and what is no character
 * or a control character but TAB becomes U+FFFD.
 */
void celltext_clean(struct buf *out, struct slice text);

/*
 * The same for a workbook: _x0041_ is escaped, which a spreadsheet would show as A, and text beyond
 * CELL_UNITS is cut off with an ellipsis.
 */
void celltext_workbook(struct buf *out, struct slice text);

/* Width of the longest line in half-width characters: Chinese characters count two. */
size_t celltext_width(struct slice text);

/* How many lines the text takes in a cell that is `width` half-width characters wide. */
size_t celltext_lines(struct slice text, size_t width);

#endif
