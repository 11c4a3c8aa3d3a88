/*
 * Tables of indicators, flattened to a cell a line or with cells parted by tabs or bars.
 *
 * A table begins with a row of headings: one for the indicators and at least one for figures (a
 * year, 目标值, 基期值 …). What follows is read cell by cell: text names the next indicator, and as
 * many figures as there are columns for them complete a row. Index numbers, categories, 属性 and
 * rows without a figure are passed over. The table ends at a sentence, a note or a heading.
 */
#ifndef ZHIBIAO_TABLE_H
#define ZHIBIAO_TABLE_H

#include "extract/reading.h"

enum { TABLE_COLUMNS = 12 };

enum column_use { COLUMN_BASE, COLUMN_TARGET };

struct column {
	enum column_use use;
	int year;		 /* 0 where the heading names none */
	struct slice recurrence; /* yearly for 年均增长 */
};

struct table {
	struct span at; /* headings and rows */
	size_t body;	/* where the rows begin */
	struct column columns[TABLE_COLUMNS];
	size_t column_count;
	bool units; /* has a column of units */
};

/*
 * The next cell at or after *from, without blanks around it; false at the end. *from moves behind
 * it. Line ends, tabs, bars and the lines of drawn boxes part cells; with `blanks` also several
 * blanks, or one beside a figure.
 */
bool table_next_cell(struct slice text, size_t *from, bool blanks, struct span *cell);

/* Finds the next table's headings at or after `from`; false when there is none. */
bool table_find(const struct reading *r, size_t from, struct table *t);

#endif
