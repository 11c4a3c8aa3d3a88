#include "extract/sinks/backend.h"
#include "extract/sinks/celltext.h"
#include "extract/sinks/column.h"
#include "extract/sinks/outfile.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <xlsxwriter.h>

/* The sheets in their order; facts stand at the end of the targets. */
static const enum record_type sheet_types[] = {
	RECORD_TARGET, RECORD_DEADLINE, RECORD_ASSIGNMENT, RECORD_DOCUMENT, RECORD_EDIT,
};

enum {
	SHEETS = sizeof(sheet_types) / sizeof(sheet_types[0]),
	HEADING_MARGIN = 4, /* room for the button of the filter */
	CELL_BYTES = 48,    /* of XML around a cell's text, at most */
	CELL_PADDING = 3,   /* half-width characters */
	MOST_LINES = 12,    /* of a row; longer text is there, but not all in sight */
	PAPER_A3 = 8,
};

static const double line_height = 16.5; /* points */

struct tab {
	lxw_worksheet *sheet; /* owned by the workbook */
	const struct layout *layout;
	lxw_row_t rows; /* with the heading */
	size_t lines;	/* of the row that is being written */
	size_t widths[MOST_COLUMNS];
};

struct workbook {
	struct outfile out;
	char *folder; /* of the library's temporary files */
	lxw_workbook *book;
	lxw_format *heading;
	lxw_format *formats[STYLES];
	struct tab tabs[SHEETS];
	struct context context;
	struct buf scratch;
	struct buf clean;
	struct buf facts; /* records as NDJSON, kept back until the targets are through */
	size_t bytes;	  /* of the XML, about */
};

static const struct {
	const char *number_format;
	bool wrap;
} styles[STYLES] = {
	[STYLE_TEXT] = {"@", false},	      [STYLE_WRAP] = {"@", true},
	[STYLE_NUMBER] = {NULL, false},	      [STYLE_RATIO] = {"0.00", false},
	[STYLE_DATE] = {"yyyy-mm-dd", false},
};

static lxw_format *make_format(lxw_workbook *book)
{
	lxw_format *format = workbook_add_format(book);

	if (!format)
		return NULL;
	format_set_font_name(format, "微软雅黑");
	format_set_font_size(format, 10);
	format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
	return format;
}

/* Numbers stand at the right, but not against the text of the next column. */
static void keep_apart(lxw_format *format)
{
	format_set_align(format, LXW_ALIGN_RIGHT);
	format_set_indent(format, 1);
}

static int make_formats(struct workbook *w, struct err *e)
{
	w->heading = make_format(w->book);
	if (!w->heading)
		return err_nomem(e);
	format_set_bold(w->heading);
	format_set_bg_color(w->heading, 0xDCE6F1);
	format_set_bottom(w->heading, LXW_BORDER_THIN);
	format_set_align(w->heading, LXW_ALIGN_CENTER);
	for (int i = 0; i < STYLES; i++) {
		w->formats[i] = make_format(w->book);
		if (!w->formats[i])
			return err_nomem(e);
		if (styles[i].number_format)
			format_set_num_format(w->formats[i], styles[i].number_format);
		if (styles[i].wrap)
			format_set_text_wrap(w->formats[i]);
	}
	format_set_align(w->formats[STYLE_DATE], LXW_ALIGN_CENTER);
	keep_apart(w->formats[STYLE_NUMBER]);
	keep_apart(w->formats[STYLE_RATIO]);
	return 0;
}

static void widen(struct tab *t, size_t column, size_t width)
{
	if (width > t->widths[column])
		t->widths[column] = width;
}

static void heighten(struct tab *t, size_t column, const struct cell *cell)
{
	const struct column *c = &t->layout->columns[column];
	size_t lines;

	if (cell->kind != CELL_TEXT || c->style != STYLE_WRAP)
		return;
	lines = celltext_lines(cell->text, (size_t)c->widest);
	if (lines > t->lines)
		t->lines = lines < MOST_LINES ? lines : MOST_LINES;
}

/* Text is copied by the library and must end with NUL. */
static int put_string(struct workbook *w, struct tab *t, size_t column, struct slice text,
		      lxw_format *format, struct err *e)
{
	buf_reset(&w->clean);
	celltext_workbook(&w->clean, text);
	buf_addc(&w->clean, '\0');
	if (buf_check(&w->clean, e))
		return -1;
	w->bytes += CELL_BYTES + w->clean.len;
	if (worksheet_write_string(t->sheet, t->rows, (lxw_col_t)column, w->clean.data, format))
		return err_nomem(e);
	return 0;
}

static int put_date(struct workbook *w, struct tab *t, size_t column, const struct cell *cell,
		    lxw_format *format, struct err *e)
{
	lxw_datetime day = {
		.year = cell->date.year, .month = cell->date.month, .day = cell->date.day};

	if (cell->date.year < 1900) /* before the calendar of spreadsheets begins */
		return put_string(w, t, column, cell->text, format, e);
	w->bytes += CELL_BYTES;
	if (worksheet_write_datetime(t->sheet, t->rows, (lxw_col_t)column, &day, format))
		return err_nomem(e);
	return 0;
}

static int put_number(struct workbook *w, struct tab *t, size_t column, double number,
		      lxw_format *format, struct err *e)
{
	w->bytes += CELL_BYTES;
	if (worksheet_write_number(t->sheet, t->rows, (lxw_col_t)column, number, format))
		return err_nomem(e);
	return 0;
}

static size_t cell_width(const struct cell *cell)
{
	char digits[40];

	if (cell->kind == CELL_NUMBER)
		return (size_t)snprintf(digits, sizeof(digits), "%.11g", cell->number);
	return celltext_width(cell->text);
}

static int put_cell(struct workbook *w, struct tab *t, size_t column, const struct cell *cell,
		    struct err *e)
{
	lxw_format *format = w->formats[t->layout->columns[column].style];

	if (cell->kind == CELL_EMPTY)
		return 0;
	widen(t, column, cell_width(cell));
	heighten(t, column, cell);
	if (cell->kind == CELL_NUMBER)
		return put_number(w, t, column, cell->number, format, e);
	if (cell->kind == CELL_DATE)
		return put_date(w, t, column, cell, format, e);
	return put_string(w, t, column, cell->text, format, e);
}

static int put_row(struct workbook *w, struct tab *t, const struct record *r, struct err *e)
{
	struct row row = {&w->context, r, &w->scratch};

	if (t->rows >= LXW_ROW_MAX)
		return err_set(e, "%s: the sheet %s is full: a workbook holds %d rows", w->out.name,
			       t->layout->name, LXW_ROW_MAX);
	t->lines = 1;
	for (size_t i = 0; i < t->layout->count; i++) {
		struct cell cell = column_cell(&t->layout->columns[i], &row);

		if (buf_check(&w->scratch, e) || put_cell(w, t, i, &cell, e))
			return -1;
	}
	worksheet_set_row(t->sheet, t->rows++, (double)t->lines * line_height, NULL);
	return 0;
}

static int put_heading(struct workbook *w, struct tab *t, size_t column, struct err *e)
{
	struct slice heading = slice_of(t->layout->columns[column].heading);
	lxw_row_t row = t->rows;
	int rc;

	t->rows = 0;
	widen(t, column, celltext_width(heading) + HEADING_MARGIN);
	rc = put_string(w, t, column, heading, w->heading, e);
	t->rows = row;
	return rc;
}

static int make_sheet(struct workbook *w, struct tab *t, enum record_type type, struct err *e)
{
	t->layout = layout_of(type);
	t->sheet = workbook_add_worksheet(w->book, t->layout->name);
	if (!t->sheet)
		return err_nomem(e);
	for (size_t i = 0; i < t->layout->count; i++)
		if (put_heading(w, t, i, e))
			return -1;
	t->rows = 1;
	worksheet_set_row(t->sheet, 0, 22, NULL);
	worksheet_freeze_panes(t->sheet, 1, 0);
	worksheet_set_landscape(t->sheet);
	worksheet_set_paper(t->sheet, PAPER_A3);
	worksheet_fit_to_pages(t->sheet, 1, 0);
	worksheet_repeat_rows(t->sheet, 0, 0);
	worksheet_set_footer(t->sheet, "&C&P / &N");
	return 0;
}

static char *folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return strdup(".");
	return strndup(path, slash == path ? 1 : (size_t)(slash - path));
}

static int make_book(struct workbook *w, const struct sink_options *options, struct err *e)
{
	lxw_doc_properties properties = {0};
	lxw_workbook_options library = {.constant_memory = LXW_FALSE};

	if (outfile_open(&w->out, options->path, true, e))
		return -1;
	w->folder = folder_of(w->out.temporary);
	if (!w->folder)
		return err_nomem(e);
	library.tmpdir = w->folder;
	w->book = workbook_new_opt(w->out.temporary, &library);
	if (!w->book)
		return err_nomem(e);
	if (make_formats(w, e))
		return -1;
	properties.created = options->created > 0 ? (time_t)options->created : 1; /* 0 is now */
	if (workbook_set_properties(w->book, &properties))
		return err_nomem(e);
	for (size_t i = 0; i < SHEETS; i++)
		if (make_sheet(w, &w->tabs[i], sheet_types[i], e))
			return -1;
	return 0;
}

static void workbook_release(void *state)
{
	struct workbook *w = state;

	if (w->book)
		lxw_workbook_free(w->book);
	outfile_discard(&w->out);
	free(w->folder);
	context_release(&w->context);
	buf_release(&w->scratch);
	buf_release(&w->clean);
	buf_release(&w->facts);
	free(w);
}

static void *workbook_open(const struct sink_options *options, struct err *e)
{
	struct workbook *w = calloc(1, sizeof(*w));

	if (!w) {
		err_nomem(e);
		return NULL;
	}
	context_init(&w->context);
	buf_init(&w->scratch, SIZE_MAX);
	buf_init(&w->clean, SIZE_MAX);
	buf_init(&w->facts, SIZE_MAX);
	if (make_book(w, options, e) == 0)
		return w;
	workbook_release(w);
	return NULL;
}

static struct tab *tab_of(struct workbook *w, enum record_type type)
{
	for (size_t i = 0; i < SHEETS; i++)
		if (sheet_types[i] == type)
			return &w->tabs[i];
	return NULL;
}

/* The document goes along, so that the context is the same when the fact is written. */
static int keep_fact(struct workbook *w, const struct record *r, struct err *e)
{
	struct record document = record_new(RECORD_DOCUMENT);

	document.doc = w->context.doc;
	document.title = w->context.title;
	document.published = w->context.published;
	record_write(&document, &w->facts);
	record_write(r, &w->facts);
	return buf_check(&w->facts, e);
}

static int add_record(struct workbook *w, const struct record *r, struct err *e)
{
	struct tab *t = tab_of(w, r->type);

	if (context_note(&w->context, r, e))
		return -1;
	if (r->type == RECORD_FACT)
		return keep_fact(w, r, e);
	return t ? put_row(w, t, r, e) : 0;
}

static int workbook_add(void *state, const struct records *records, struct err *e)
{
	struct workbook *w = state;

	for (size_t i = 0; i < records->count; i++)
		if (add_record(w, &records->items[i], e))
			return -1;
	return 0;
}

static int put_fact(struct workbook *w, struct tab *t, struct slice line, struct err *e)
{
	struct arena arena;
	struct record r;
	int rc;

	arena_init(&arena);
	rc = record_read(line, &r, &arena, e);
	if (!rc)
		rc = context_note(&w->context, &r, e);
	if (!rc && r.type == RECORD_FACT)
		rc = put_row(w, t, &r, e);
	arena_release(&arena);
	return rc;
}

/* The last column of the targets, which is there only when there are facts. */
static int put_states(struct workbook *w, struct tab *t, struct err *e)
{
	size_t last = layout_of(RECORD_FACT)->count - 1;
	struct record target = record_new(RECORD_TARGET);
	struct row row = {&w->context, &target, &w->scratch};
	lxw_row_t rows = t->rows;
	struct cell cell;

	t->layout = layout_of(RECORD_FACT);
	cell = column_cell(&t->layout->columns[last], &row);
	if (put_heading(w, t, last, e))
		return -1;
	for (t->rows = 1; t->rows < rows; t->rows++)
		if (put_cell(w, t, last, &cell, e))
			return -1;
	return 0;
}

static int put_facts(struct workbook *w, struct err *e)
{
	struct tab *t = tab_of(w, RECORD_TARGET);
	struct slice facts = buf_text(&w->facts);
	size_t end;

	if (!facts.n)
		return 0;
	if (put_states(w, t, e))
		return -1;
	for (size_t at = 0; at < facts.n; at = end + 1) {
		end = slice_find(facts, at, slice_of("\n"));
		if (put_fact(w, t, slice_cut(facts, (struct span){at, end}), e))
			return -1;
	}
	return 0;
}

static void finish_sheet(struct tab *t)
{
	size_t count = t->layout->count;

	for (size_t i = 0; i < count; i++) {
		size_t widest = (size_t)t->layout->columns[i].widest;
		size_t width =
			t->widths[i] + CELL_PADDING < widest ? t->widths[i] + CELL_PADDING : widest;

		worksheet_set_column(t->sheet, (lxw_col_t)i, (lxw_col_t)i, (double)width, NULL);
	}
	worksheet_autofilter(t->sheet, 0, 0, t->rows - 1, (lxw_col_t)(count - 1));
}

/*
 * The library does not see that its own temporary files could not be written whole, so the room is
 * made sure of beforehand, on the disk of the output; they go there too.
 */
static int close_book(struct workbook *w, struct err *e)
{
	lxw_error error;

	if (outfile_reserve(&w->out, w->bytes, e))
		return -1;
	errno = 0;
	error = workbook_close(w->book);
	w->book = NULL;
	if (!error)
		return 0;
	return err_set(e, "%s: %s", w->out.name, errno ? strerror(errno) : lxw_strerror(error));
}

static int workbook_finish(void *state, struct err *e)
{
	struct workbook *w = state;

	if (put_facts(w, e))
		return -1;
	for (size_t i = 0; i < SHEETS; i++)
		finish_sheet(&w->tabs[i]);
	return close_book(w, e) ? -1 : outfile_commit(&w->out, e);
}

const struct backend backend_workbook = {workbook_open, workbook_add, workbook_finish,
					 workbook_release};
