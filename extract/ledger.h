/*
 * Ledgers: tables of tasks with who does them by when. Each row becomes an assignment that holds
 * for the figures of its task.
 */
#ifndef ZHIBIAO_LEDGER_H
#define ZHIBIAO_LEDGER_H

#include "extract/reading.h"

enum { LEDGER_COLUMNS = 16 };

/* What a column holds. */
enum ledger_use { USE_OTHER, USE_INDEX, USE_TASK, USE_LEAD, USE_SUPPORT, USE_TIME };

/* Whether a cell can be the heading of a column of a ledger, and of which. */
bool ledger_head(const struct reading *r, struct slice text, enum ledger_use *use);

/* Spans of the reading's text; empty where there is none. */
struct ledger_row {
	struct span at; /* the whole row */
	struct span task;
	struct span lead;
	struct span support;
	bool undivided; /* the agencies stand in one column: the first leads by custom */
};

/* Adds the assignment of a row, if its lead names agencies. 0, or -1 with e filled. */
int ledger_add(struct reading *r, const struct ledger_row *row, struct err *e);

/*
 * Reads the first ledger at or after `from` that has a row a line, with cells parted by tabs or by
 * several blanks. 1 with where it stands in *at; 0 when there is none, with *at an empty span at
 * the end of the text; -1 with e filled.
 */
int ledger_grid(struct reading *r, size_t from, struct span *at, struct err *e);

#endif
