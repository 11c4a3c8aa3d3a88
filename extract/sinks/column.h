/*
 * Columns: what the workbook, CSV and TSV show, under which heading, sheet by sheet.
 *
 * A new column is a row in column.c and a term in term.c.
 */
#ifndef ZHIBIAO_COLUMN_H
#define ZHIBIAO_COLUMN_H

#include "extract/sinks/cell.h"

/* How a column looks; the workbook has a format for each. */
enum column_style {
	STYLE_TEXT,
	STYLE_WRAP,
	STYLE_NUMBER,
	STYLE_RATIO,
	STYLE_DATE,
	STYLE_LEFT, /* text before a hit: stands against its right edge */
	STYLE_HIT,
	STYLE_LINK,
	STYLE_REVIEW, /* to be filled in: not locked */
	STYLE_REVIEW_NUMBER,
	STYLE_REVIEW_DATE,
	STYLES
};

struct column {
	enum term term;
	enum column_style style;
	int widest; /* most half-width characters that the column may take */
	bool hidden;
	cell_maker *make;
	size_t offset;	      /* of the member that it shows */
	enum word_list words; /* what its values are called */
	const char *count;    /* name of the count that it shows */
};

/* The sheets in their order. */
enum sheet {
	SHEET_GUIDE,
	SHEET_OVERVIEW,
	SHEET_TARGETS,
	SHEET_TASKS,
	SHEET_AGENCIES,
	SHEET_TIMELINE,
	SHEET_DEADLINES,
	SHEET_ASSIGNMENTS,
	SHEET_DOCUMENTS,
	SHEET_EDITS,
	SHEET_MENTIONS,
	SHEET_TROUBLES,
	SHEET_DICTIONARY,
	SHEETS
};

struct sheet_info {
	const char *id;
	const char *name[LANGS];
	const char *help[LANGS];
	const struct column *columns; /* NULL for a sheet that is no table */
	size_t count;
};

const struct sheet_info *sheet_info(enum sheet sheet);

/* The sheet that has a record of that type as a row. */
enum sheet sheet_of(enum record_type type);

/* The structs that rows other than records are made from. */
struct agency_line {
	struct slice name;
	size_t leads;
	size_t supports;
	size_t lead_tasks;
	size_t support_tasks;
	int earliest; /* as in struct task */
	struct slice link;
};

struct month_line {
	struct slice month; /* "2025-12" */
	size_t targets;
	size_t tasks;
	size_t deadlines;
	struct slice target_names;
	struct slice task_names;
	struct slice link;
};

struct trouble_line {
	struct slice doc;
	struct slice place;
	struct slice problem;
};

struct dictionary_line {
	struct slice list;
	struct slice code;
	struct slice word;
	struct slice meaning;
};

/* The cell of that column; row->scratch is emptied first and to be checked for failure. */
struct cell column_cell(const struct column *c, const struct row *row);

#endif
