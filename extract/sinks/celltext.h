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

/* What became of a text. */
enum celltext_loss {
	CELLTEXT_WHOLE = 0,
	CELLTEXT_CUT = 1 << 0,	    /* it was too long */
	CELLTEXT_REPLACED = 1 << 1, /* it had what a cell can't hold */
};

/*
 * The same for a workbook: _x0041_ is escaped, which a spreadsheet would show as A, and text beyond
 * CELL_UNITS is cut off with an ellipsis. Returns bits of enum celltext_loss.
 */
unsigned celltext_workbook(struct buf *out, struct slice text);

/* Appends a number as a person reads it: fractions such as two thirds with four decimals. */
void celltext_number(struct buf *out, double number);

/* UTF-16 units of valid UTF-8. */
size_t celltext_units(struct slice text);

/* Width of the longest line in half-width characters: Chinese characters count two. */
size_t celltext_width(struct slice text);

/* How many lines the text takes in a cell that is `width` half-width characters wide. */
size_t celltext_lines(struct slice text, size_t width);

#endif
