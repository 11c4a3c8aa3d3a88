/*
 * Columns: what the workbook, CSV and TSV show of a record, under which heading.
 *
 * A layout is the table of a type of record. A new column is a row in column.c.
 */
#ifndef ZHIBIAO_COLUMN_H
#define ZHIBIAO_COLUMN_H

#include "extract/record.h"
#include "extract/when.h"

enum cell_kind { CELL_EMPTY, CELL_TEXT, CELL_NUMBER, CELL_DATE };

struct cell {
	enum cell_kind kind;
	struct slice text; /* also of a date, as ISO text */
	double number;
	struct date date;
	bool ours; /* a word of the program's own, not of the document */
};

/* How a column looks; the workbook has a format for each. */
enum column_style { STYLE_TEXT, STYLE_WRAP, STYLE_NUMBER, STYLE_RATIO, STYLE_DATE, STYLES };

/* What is known of the document that the records belong to. */
struct context {
	struct arena arena; /* owns the slices */
	struct slice doc;
	struct slice title;
	struct slice published;
};

/* What a row of cells is made from. */
struct row {
	const struct context *context;
	const struct record *record;
	struct buf *scratch; /* for text that is put together */
};

struct word {
	const char *name; /* as in NDJSON; NULL ends a list */
	const char *chinese;
};

struct column {
	const char *heading;
	enum column_style style;
	int widest; /* most half-width characters that the column may take */

	/* Makes the cell, which is empty when called. */
	void (*make)(const struct column *c, const struct row *row, struct cell *out);

	size_t offset;		  /* of the member of struct record */
	const struct word *words; /* what its values are called */
	const char *name;	  /* of the count that is shown */
};

struct layout {
	const char *name; /* of the sheet */
	const struct column *columns;
	size_t count;
};

enum { MOST_COLUMNS = 32 };

/* A fact's layout is a target's with one more column, 状态, which is the last. */
const struct layout *layout_of(enum record_type type);

void context_init(struct context *x);
void context_release(struct context *x);

/* Takes note of a document record; other records forget the document when it is another one's. */
int context_note(struct context *x, const struct record *r, struct err *e);

/*
 * The cell of that column. Its text is borrowed from the record, the context or from row->scratch,
 * which is emptied first and to be checked for failure.
 */
struct cell column_cell(const struct column *c, const struct row *row);

#endif
