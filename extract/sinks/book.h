/*
 * Book: a workbook that is being written, and its tables.
 *
 * A table that is longer than a worksheet goes on over further ones (指标台账_2 …). Whatever can't
 * be written as it is becomes a line of the sheet 异常 and is told to the caller of the sink.
 */
#ifndef ZHIBIAO_BOOK_H
#define ZHIBIAO_BOOK_H

#include "extract/sinks/house.h"
#include "extract/sinks/outfile.h"

#include <xlsxwriter.h>

enum book_format {
	FORMAT_STYLES = STYLES, /* the styles of columns come first */
	FORMAT_HEADING = STYLES,
	FORMAT_REVIEW_HEADING,
	FORMAT_TITLE,
	FORMAT_PART, /* the heading of a part of a page */
	FORMAT_LONG, /* as STYLE_NUMBER, of a whole number with many digits */
	FORMAT_COUNT,
	FORMAT_SHARE,
	FORMAT_LOW, /* colours, in cells and as conditional formats */
	FORMAT_REPAIRED,
	FORMAT_OVERDUE,
	FORMAT_RIGHT,
	FORMAT_WRONG,
	FORMAT_CHANGE,
	FORMATS,
	FORMAT_PLAIN = STYLE_WRAP /* the library is slow with two formats that are the same */
};

struct troubles {
	struct arena arena;
	struct trouble_line *items;
	size_t count;
	size_t capacity;
};

struct book {
	struct outfile out;
	char *folder; /* of temporary files */
	lxw_workbook *lxw;
	lxw_format *formats[FORMATS];
	const struct house *house;
	void (*warn)(const char *text);
	size_t most_rows; /* of a worksheet, with the heading */
	size_t bytes;	  /* of the XML, about */
	struct buf clean;
	struct troubles troubles;
};

struct tab {
	struct book *book;
	enum sheet sheet;
	struct layout layout;
	lxw_worksheet **sheets; /* owned by the library, the array by the tab */
	size_t sheet_count;
	size_t at;     /* the one that is being written */
	lxw_row_t row; /* the next one in it */
	size_t links;  /* in it */
	size_t lines;  /* of the row */
	struct slice doc;
	size_t widths[MOST_COLUMNS];
	size_t beside; /* half-width characters that a chart takes beside the table */
};

/* Opens the output alone, so that it is known early that it can't be written. */
int book_open(struct book *b, const struct sink_options *options, const struct house *house,
	      struct err *e);
void book_release(struct book *b);

/* Begins the workbook; `large` is for one that would not fit into memory. */
int book_begin(struct book *b, bool large, long long created, struct err *e);

/* Writes the file, with everything in its place. */
int book_finish(struct book *b, struct err *e);

/* Adds a worksheet, hidden or not as the house wants it. NULL with e filled. */
lxw_worksheet *book_sheet(struct book *b, enum sheet sheet, const char *name, struct err *e);

/* A text made fit for a cell; what is lost of it is a trouble of that place. NULL with e filled. */
const char *book_text(struct book *b, struct slice text, struct slice doc, const char *sheet,
		      lxw_row_t row, lxw_col_t column, struct err *e);

/* Cells of sheets that are no tables. */
int book_put_text(struct book *b, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column,
		  struct slice text, enum book_format format, struct err *e);
int book_put_number(struct book *b, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column,
		    double number, enum book_format format, struct err *e);

/*
 * Takes note of a trouble; the text is in both languages. `silent`: the caller of the sink knows.
 */
int book_trouble(struct book *b, struct slice doc, struct slice place, const char *chinese,
		 const char *english, bool silent, struct err *e);

/* Begins a table of so many rows; `facts` as for house_layout. */
int tab_begin(struct tab *t, struct book *b, enum sheet sheet, size_t rows, bool facts,
	      struct err *e);
void tab_release(struct tab *t);

/* Writes a row; `doc` is what it is about, for troubles. */
int tab_add(struct tab *t, const struct row *row, struct slice doc, struct err *e);

/* After the last row: widths, filter, print set-up. */
int tab_finish(struct tab *t, struct err *e);

/* The column that shows the term, or -1. */
int tab_column(const struct tab *t, enum term term);

/* Appends a link to row number n (from 1) of the table, for a cell of kind CELL_LINK. */
void tab_link(const struct tab *t, size_t n, enum term term, struct buf *out);

/* Appends the sheet's name as formulas write it: 'name' with quotes doubled. */
void book_quote_name(const char *name, struct buf *out);

/* Row height for so many lines, in points. */
double book_height(size_t lines);

#endif
