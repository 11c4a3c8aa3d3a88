#include "extract/sinks/workbook.h"

#include "extract/sinks/backend.h"

#include <stdlib.h>

static void workbook_release(void *state)
{
	struct workbook *w = state;

	for (int i = 0; i < SHEETS; i++)
		tab_release(&w->tabs[i]);
	spool_close(&w->spool);
	book_release(&w->book);
	presenter_release(&w->presenter);
	digest_release(&w->digest);
	house_release(&w->house);
	buf_release(&w->scratch);
	buf_release(&w->link);
	free(w);
}

/* A mistake in the columns is to be known before the documents are read, not after. */
static int check_columns(const struct workbook *w, struct err *e)
{
	struct layout layout;

	return house_layout(&w->house, SHEET_TARGETS, true, false, &layout, e);
}

static int open_all(struct workbook *w, const struct sink_options *options, struct err *e)
{
	w->options = *options;
	if (house_init(&w->house, options, e) || check_columns(w, e))
		return -1;
	if (book_open(&w->book, options, &w->house, e))
		return -1;
	if (spool_open(&w->spool, w->book.folder, w->book.out.name, e))
		return -1;
	return presenter_init(&w->presenter, options, e);
}

static void *workbook_open(const struct sink_options *options, struct err *e)
{
	struct workbook *w = calloc(1, sizeof(*w));

	if (!w) {
		err_nomem(e);
		return NULL;
	}
	digest_init(&w->digest, options->lang);
	buf_init(&w->scratch, SIZE_MAX);
	buf_init(&w->link, SIZE_MAX);
	if (open_all(w, options, e) == 0)
		return w;
	workbook_release(w);
	return NULL;
}

static int workbook_add(void *state, const struct records *records, struct err *e)
{
	struct workbook *w = state;

	for (size_t i = 0; i < records->count; i++)
		if (digest_add(&w->digest, &records->items[i], e) ||
		    spool_add(&w->spool, &records->items[i], e))
			return -1;
	return 0;
}

static int workbook_trouble(void *state, struct slice doc, const char *problem, bool lost,
			    struct err *e)
{
	struct workbook *w = state;

	w->failed += lost;
	return book_trouble(&w->book, doc, (struct slice){"", 0}, problem, problem, true, e);
}

/* Rows that the sheet will have, without its heading. */
static size_t rows_of(const struct workbook *w, enum sheet sheet)
{
	const size_t *counts = w->digest.counts;
	const size_t rows[SHEETS] = {
		[SHEET_TARGETS] = counts[RECORD_TARGET] + counts[RECORD_FACT],
		[SHEET_TASKS] = counts[RECORD_ASSIGNMENT],
		[SHEET_AGENCIES] = w->digest.agency_names.count,
		[SHEET_TIMELINE] = w->digest.month_names.count,
		[SHEET_DEADLINES] = counts[RECORD_DEADLINE],
		[SHEET_ASSIGNMENTS] = counts[RECORD_ASSIGNMENT],
		[SHEET_DOCUMENTS] = counts[RECORD_DOCUMENT],
		[SHEET_EDITS] = counts[RECORD_EDIT],
		[SHEET_MENTIONS] = counts[RECORD_MENTION],
		[SHEET_DICTIONARY] = dictionary_rows(),
	};

	return rows[sheet];
}

/* Mentions have a sheet only when they were asked for. */
static bool is_wanted(const struct workbook *w, enum sheet sheet)
{
	return sheet != SHEET_MENTIONS || rows_of(w, sheet) > 0;
}

static int begin_sheet(struct workbook *w, enum sheet sheet, struct err *e)
{
	bool facts = w->digest.counts[RECORD_FACT] > 0;
	lxw_worksheet **page = sheet == SHEET_GUIDE ? &w->guide : &w->overview;

	if (sheet_info(sheet)->columns)
		return tab_begin(&w->tabs[sheet], &w->book, sheet, rows_of(w, sheet), facts, e);
	*page = book_sheet(&w->book, sheet, w->house.names[sheet], e);
	return *page ? 0 : -1;
}

static int begin_all(struct workbook *w, struct err *e)
{
	size_t rows = 0;

	for (int i = 0; i < SHEETS; i++)
		rows += rows_of(w, (enum sheet)i);
	if (book_begin(&w->book, rows > LARGE_ROWS, w->options.created, e))
		return -1;
	for (int i = 0; i < SHEETS; i++)
		if (is_wanted(w, (enum sheet)i) && begin_sheet(w, (enum sheet)i, e))
			return -1;
	return 0;
}

/* Bytes that no charset explains have been lost before they came here. */
static int note_undecodable(struct workbook *w, const struct record *r, struct err *e)
{
	const struct counts *edits = &r->edits;

	for (size_t i = 0; i < edits->count; i++) {
		if (!slice_is(edits->items[i].name, "undecodable"))
			continue;
		return book_trouble(&w->book, r->doc, (struct slice){"", 0},
				    "有无法解码的字节,已写为 U+FFFD(见修正记录)",
				    "bytes that no charset explains became U+FFFD (see repairs)",
				    true, e);
	}
	return 0;
}

static int put_record(struct workbook *w, const struct record *r, struct row *row, size_t *task,
		      struct err *e)
{
	if (r->type == RECORD_DOCUMENT && note_undecodable(w, r, e))
		return -1;
	if (r->type == RECORD_ASSIGNMENT) {
		row->task = &w->digest.tasks.items[(*task)++];
		if (tab_add(&w->tabs[SHEET_TASKS], row, r->doc, e))
			return -1;
	}
	return tab_add(&w->tabs[sheet_of(r->type)], row, r->doc, e);
}

/* Reads the records back; facts stand at the end of the targets, so they have a turn of their own.
 */
static int put_records(struct workbook *w, bool facts, struct err *e)
{
	struct record r;
	struct row row;
	size_t task = 0;
	int rc;

	presenter_release(&w->presenter);
	if (presenter_init(&w->presenter, &w->options, e) || spool_rewind(&w->spool, e))
		return -1;
	while ((rc = spool_next(&w->spool, &r, e)) > 0) {
		if (presenter_show(&w->presenter, &r, &row, e))
			return -1;
		if ((r.type == RECORD_FACT) == facts && put_record(w, &r, &row, &task, e))
			return -1;
	}
	return rc;
}

static int finish_tabs(struct workbook *w, struct err *e)
{
	for (int i = 0; i < SHEETS; i++)
		if (w->tabs[i].book && tab_finish(&w->tabs[i], e))
			return -1;
	return review_set(w, e);
}

static int workbook_finish(void *state, struct err *e)
{
	struct workbook *w = state;

	if (digest_finish(&w->digest, e) || begin_all(w, e))
		return -1;
	if (guide_write(w, e) || overview_write(w, e) || dictionary_write(w, e) ||
	    agencies_write(w, e) || timeline_write(w, e))
		return -1;
	if (put_records(w, false, e))
		return -1;
	if (w->digest.counts[RECORD_FACT] && put_records(w, true, e))
		return -1;
	if (troubles_write(w, e) || finish_tabs(w, e))
		return -1;
	return book_finish(&w->book, e);
}

const struct backend backend_workbook = {workbook_open, workbook_add, workbook_trouble,
					 workbook_finish, workbook_release};
