/*
 * Tables of indicators, in the layouts in which documents hand them down:
 *
 *   cells   flattened, a cell a line
 *   grid    a row a line, cells parted by tabs or bars; an empty cell counts
 *   lines   a row a line, cells parted by blanks, as wide as the columns or single ones
 *
 * A table begins with its headings: one for the indicators and at least one for figures (a year,
 * 目标值, 基期值 …), on one line, on two or three, or a heading a line. tablehead.c reads them,
 * tablerow.c the rows under them, table.c makes figures and lists of agencies of the rows.
 */
#ifndef ZHIBIAO_TABLE_H
#define ZHIBIAO_TABLE_H

#include "extract/number.h"
#include "extract/reading.h"

enum { TABLE_COLUMNS = 16 };

enum column_use {
	COLUMN_OTHER, /* 属性, 类别, 备注 and what is not known */
	COLUMN_INDEX,
	COLUMN_NAME,
	COLUMN_UNIT,
	COLUMN_BASE,
	COLUMN_TARGET,
	COLUMN_LEAD,
	COLUMN_SUPPORT,
};

struct column {
	enum column_use use;
	bool stated;		 /* 目标值, 现状值: the heading says what the figures are */
	bool spanned;		 /* a heading over several columns says so */
	bool total;		 /* 累计: figures of the whole period */
	int year;		 /* 0 where the heading names none */
	struct slice recurrence; /* yearly for 年均增长 */
	struct span head;
	size_t middle; /* of the heading, in half-width places from the beginning of its line */
};

enum table_layout { LAYOUT_CELLS, LAYOUT_GRID, LAYOUT_LINES };

struct table {
	struct span at; /* headings and rows */
	size_t body;	/* where the rows begin, or go on behind headings that came again */
	struct column columns[TABLE_COLUMNS];
	size_t count;
	enum table_layout layout;
	bool tight;	   /* of LAYOUT_LINES: single blanks part cells */
	struct slice unit; /* of the caption: 单位:万人 */
	long number;	   /* of the last numbered row */
};

struct table_row {
	struct span cells[TABLE_COLUMNS]; /* empty where the row has none */
	size_t filled;
	bool numbered;
};

/*
 * The next cell at or after *from, without blanks around it; false at the end. *from moves behind
 * it. Line ends, tabs, bars and the lines of drawn boxes part cells; with `blanks` also several
 * blanks, or one beside a figure.
 */
bool table_next_cell(struct slice text, size_t *from, bool blanks, struct span *cell);

/*
 * The cells of the line, at most `most` of them, in the way of the table's layout: empty ones only
 * in a grid. Returns how many.
 */
size_t table_line_cells(const struct table *t, struct slice text, struct span line,
			struct span *cells, size_t most);

/* The line at `at`, without its end. */
struct span table_line(struct slice text, size_t at);

/* Width of a text in half-width places. */
size_t table_width(struct slice text);

/* Finds the next table's headings at or after `from`; false when there is none. */
bool table_find(const struct reading *r, size_t from, struct table *t);

/* Whether the headings of a table, the same as those of t, stand at `at`; *end is behind them. */
bool table_heads_again(const struct reading *r, const struct table *t, size_t at, size_t *end);

/* Reads the next row from *from on, which moves behind it; false where the table is over. */
bool table_next_row(const struct reading *r, struct table *t, size_t *from, struct table_row *row);

/* What a cell such as 53, ≥95, 达到6%以上 or [1200] says. */
struct cell_figure {
	double value;
	double max;	   /* of a range; NaN without */
	struct slice op;   /* "" without */
	struct slice unit; /* as written in the cell; "" without */
	struct span at;	   /* of the number with its signs, in the cell */
	bool total;	   /* in brackets: of the whole period */
};

/* Reads the figure that a cell is; false for text. */
bool table_figure(const struct reading *r, struct slice text, struct cell_figure *f);

/* Whether a cell stands for no figure: —, 定性. */
bool table_is_void(const struct reading *r, struct slice text);

/* Whether a cell is a unit; 万吨 is one too. */
bool table_is_unit(const struct reading *r, struct slice text);

/* Whether a cell ends like the name of an agency. */
bool table_names_agencies(const struct reading *r, struct slice text);

/* 万吨 without its 万, which goes to *by; the text itself where it has none or is money. */
struct slice table_bare_unit(const struct reading *r, struct slice unit, double *by);

#endif
