/*
 * Cells: what stands in one place of a table, made from a record or from a row of figures.
 */
#ifndef ZHIBIAO_CELL_H
#define ZHIBIAO_CELL_H

#include "extract/record.h"
#include "extract/sinks/words.h"
#include "extract/when.h"

enum cell_kind { CELL_EMPTY, CELL_TEXT, CELL_NUMBER, CELL_DATE, CELL_LINK };

struct cell {
	enum cell_kind kind;
	struct slice text; /* also of a date, as ISO text; of a link, where it leads to */
	double number;
	struct date date;
	bool ours; /* a word of the program's own, not of the document */
};

/* What is known of the document that the records belong to. */
struct context {
	struct arena arena; /* owns the slices */
	struct slice doc;
	struct slice title;
	struct slice issuer;
	struct slice number;
	struct slice published;
	struct slice region;
};

/* The sentence of a target, cut where its figure stands. */
struct hit {
	struct slice left;
	struct slice hit;
	struct slice right;
};

/* What belongs to a task besides its record. */
struct task {
	size_t number; /* from 1 */
	uint32_t targets;
	int deadline;		/* year × 10000 + month × 100 + day; 0: none */
	const char *recurrence; /* where there is no date; NULL: none */
};

/* What a row of cells is made from. */
struct row {
	const void *subject; /* the record, or the struct that the layout's offsets refer to */
	const struct context *context; /* of a record */
	enum lang lang;
	struct slice id;   /* of a record */
	struct slice link; /* its place on the evidence page; empty: no pages */
	struct hit hit;	   /* of a target or fact */
	const struct task *task;
	struct buf *scratch; /* for text that is put together */
};

struct column;

/*
 * The makers fill the cell, which is empty when they are called, from the member that the column
 * names. Text is borrowed from the row's subject, its context or its scratch.
 */
typedef void cell_maker(const struct column *c, const struct row *row, struct cell *out);

cell_maker cell_text, cell_number, cell_offset, cell_date, cell_day, cell_word, cell_list,
	cell_path, cell_flags, cell_count, cell_edit_kind, cell_visible, cell_context,
	cell_context_date, cell_id, cell_link, cell_own_link, cell_left, cell_hit, cell_right,
	cell_task_number, cell_task_targets, cell_task_deadline, cell_nothing;

void context_init(struct context *x);
void context_release(struct context *x);

/* Takes note of a document record; other records forget the document when it is another one's. */
int context_note(struct context *x, const struct record *r, struct err *e);

/* "2025-12-31" as year × 10000 + month × 100 + day; 0 for anything else. */
int day_number(struct slice iso);

#endif
