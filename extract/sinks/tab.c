#include "extract/sinks/book.h"
#include "extract/sinks/celltext.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

enum {
	HEADING_MARGIN = 4, /* room for the button of the filter */
	CELL_PADDING = 3,   /* half-width characters */
	MOST_LINES = 12,    /* of a row; longer text is there, but not all in sight */
	PAPER_A3 = 8,
	PAGE_WIDTH = 280, /* half-width characters on a page, at a size that can be read */
};

/* Whether a table or another worksheet has that name, or will have it. */
static bool is_taken(const struct book *b, const char *name)
{
	for (int i = 0; i < SHEETS; i++)
		if (strcasecmp(b->house->names[i], name) == 0)
			return true;
	return workbook_get_worksheet_by_name(b->lxw, name) != NULL;
}

/* Adds worksheet number i (from 1) of the table; *suffix is the number in the last one's name. */
static lxw_worksheet *add_sheet(struct tab *t, size_t i, size_t *suffix, struct err *e)
{
	char name[LXW_SHEETNAME_MAX * 4 + 32];

	snprintf(name, sizeof(name), "%s", t->layout.name);
	while (i > 1) {
		snprintf(name, sizeof(name), "%s_%zu", t->layout.name, ++*suffix);
		if (!is_taken(t->book, name))
			break;
	}
	return book_sheet(t->book, t->sheet, name, e);
}

static bool is_review(const struct column *c)
{
	return c->term >= TERM_VERDICT && c->term <= TERM_REMARK;
}

static void widen(struct tab *t, size_t column, size_t width)
{
	if (width > t->widths[column])
		t->widths[column] = width;
}

static int put_headings(struct tab *t, lxw_worksheet *sheet, struct err *e)
{
	for (size_t i = 0; i < t->layout.count; i++) {
		struct slice heading = slice_of(t->layout.headings[i]);
		bool review = is_review(t->layout.columns[i]);

		widen(t, i, celltext_width(heading) + HEADING_MARGIN);
		if (book_put_text(t->book, sheet, 0, (lxw_col_t)i, heading,
				  review ? FORMAT_REVIEW_HEADING : FORMAT_HEADING, e))
			return -1;
	}
	worksheet_set_default_row(sheet, book_height(1), LXW_FALSE);
	worksheet_set_row(sheet, 0, 22, NULL);
	worksheet_freeze_panes(sheet, 1, 0);
	worksheet_set_paper(sheet, PAPER_A3);
	worksheet_repeat_rows(sheet, 0, 0);
	worksheet_print_across(sheet);
	return 0;
}

int tab_begin(struct tab *t, struct book *b, enum sheet sheet, size_t rows, bool facts,
	      struct err *e)
{
	size_t room = b->most_rows - 1;
	size_t suffix = 1;

	*t = (struct tab){.book = b, .sheet = sheet, .row = 1};
	if (house_layout(b->house, sheet, sheet == SHEET_TARGETS, facts, &t->layout, e))
		return -1;
	t->sheet_count = rows ? (rows + room - 1) / room : 1;
	t->sheets = calloc(t->sheet_count, sizeof(*t->sheets));
	if (!t->sheets)
		return err_nomem(e);
	for (size_t i = 0; i < t->sheet_count; i++) {
		t->sheets[i] = add_sheet(t, i + 1, &suffix, e);
		if (!t->sheets[i] || put_headings(t, t->sheets[i], e))
			return -1;
	}
	return 0;
}

void tab_release(struct tab *t)
{
	free(t->sheets);
}

static int put_text(struct tab *t, size_t column, struct slice text, struct err *e)
{
	lxw_worksheet *sheet = t->sheets[t->at];
	lxw_col_t at = (lxw_col_t)column;
	lxw_format *format = t->book->formats[t->layout.columns[column]->style];
	const char *clean = book_text(t->book, text, t->doc, sheet->name, t->row, at, e);

	if (!clean)
		return -1;
	if (worksheet_write_string(sheet, t->row, at, clean, format))
		return err_nomem(e);
	return 0;
}

/* Whole numbers of five digits and more are hard to read without separators. */
static bool is_long(double number)
{
	return fabs(number) >= 10000 && fabs(number) < 1e12 && number == floor(number);
}

static int put_number(struct tab *t, size_t column, double number, struct err *e)
{
	enum column_style style = t->layout.columns[column]->style;
	enum book_format format = (enum book_format)style;

	if (style == STYLE_NUMBER && is_long(number))
		format = FORMAT_LONG;
	return book_put_number(t->book, t->sheets[t->at], t->row, (lxw_col_t)column, number, format,
			       e);
}

static int put_date(struct tab *t, size_t column, const struct cell *cell, struct err *e)
{
	lxw_datetime day = {
		.year = cell->date.year, .month = cell->date.month, .day = cell->date.day};
	enum column_style style = t->layout.columns[column]->style;

	if (cell->date.year < 1900) /* before the calendar of spreadsheets begins */
		return put_text(t, column, cell->text, e);
	return book_put_number(t->book, t->sheets[t->at], t->row, (lxw_col_t)column,
			       lxw_datetime_to_excel_datetime(&day), (enum book_format)style, e);
}

/* What a link shows. */
static const char *link_label(const struct tab *t, struct slice target)
{
	bool inside = slice_starts(target, slice_of("internal:"));
	bool chinese = t->book->house->lang == LANG_ZH;

	if (inside)
		return chinese ? "查看" : "show";
	return chinese ? "查看原文" : "open";
}

static int link_as_text(struct tab *t, size_t column, struct slice target, struct err *e)
{
	if (t->links++ == LXW_MAX_NUMBER_URLS &&
	    book_trouble(t->book, (struct slice){"", 0}, slice_of(t->sheets[t->at]->name),
			 "链接超过 65530 个,其余写为文字",
			 "a sheet holds 65,530 links; the others are plain text", false, e))
		return -1;
	return put_text(t, column, target, e);
}

static int put_link(struct tab *t, size_t column, struct slice target, struct err *e)
{
	const char *label = link_label(t, target);
	lxw_format *format = t->book->formats[STYLE_LINK];
	bool inside = slice_starts(target, slice_of("internal:"));
	lxw_error error;

	widen(t, column, celltext_width(slice_of(label)));
	if (t->links >= LXW_MAX_NUMBER_URLS)
		return link_as_text(t, column, target, e);
	buf_reset(&t->book->clean);
	if (!inside)
		buf_adds(&t->book->clean, "external:");
	buf_slice(&t->book->clean, target);
	buf_addc(&t->book->clean, '\0');
	if (buf_check(&t->book->clean, e))
		return -1;
	error = worksheet_write_url_opt(t->sheets[t->at], t->row, (lxw_col_t)column,
					t->book->clean.data, format, label, NULL);
	if (error == LXW_ERROR_MEMORY_MALLOC_FAILED)
		return err_nomem(e);
	if (error)
		return put_text(t, column, target, e);
	t->links++;
	t->book->bytes += 2 * t->book->clean.len + 200;
	return 0;
}

/* Half-width characters of a number as a spreadsheet shows it, about. */
static size_t number_width(double number)
{
	double rest = fabs(number);
	size_t width = number < 0 ? 2 : 1;

	if (is_long(number)) { /* with a separator for each three digits */
		for (double tens = 10; tens <= rest; tens *= 10)
			width++;
		return width + (width - 1) / 3;
	}
	if (rest >= 1e11 || (rest > 0 && rest < 1e-5))
		return 12;
	for (double tens = 10; tens <= rest; tens *= 10)
		width++;
	width += rest != floor(rest); /* the point */
	for (int i = 0; i < 9 && fabs(rest - rint(rest)) > 1e-7; i++) {
		rest = (rest - floor(rest)) * 10;
		width++;
	}
	return width;
}

static bool style_wraps(enum column_style style)
{
	return style == STYLE_WRAP || style == STYLE_LEFT || style == STYLE_HIT;
}

static void measure(struct tab *t, size_t column, const struct cell *cell)
{
	const struct column *c = t->layout.columns[column];
	size_t widest = (size_t)c->widest;
	size_t lines;

	if (cell->kind == CELL_NUMBER)
		widen(t, column, number_width(cell->number));
	else if (t->widths[column] < widest && t->widths[column] < cell->text.n)
		widen(t, column, celltext_width(cell->text)); /* no character is wider than long */
	if (cell->kind != CELL_TEXT || !style_wraps(c->style))
		return;
	lines = celltext_lines(cell->text, widest);
	if (lines > t->lines)
		t->lines = lines < MOST_LINES ? lines : MOST_LINES;
}

static int put_cell(struct tab *t, size_t column, const struct cell *cell, struct err *e)
{
	switch (cell->kind) {
	case CELL_EMPTY:
		return 0;
	case CELL_LINK:
		return put_link(t, column, cell->text, e);
	case CELL_NUMBER:
		measure(t, column, cell);
		return put_number(t, column, cell->number, e);
	case CELL_DATE:
		measure(t, column, cell);
		return put_date(t, column, cell, e);
	case CELL_TEXT:
		measure(t, column, cell);
		return put_text(t, column, cell->text, e);
	}
	return 0;
}

/* Makes sure that there is a place for the next row. */
static int next_row(struct tab *t, struct err *e)
{
	if (t->row < t->book->most_rows)
		return 0;
	if (t->at + 1 == t->sheet_count)
		return err_set(e, "%s: the sheet %s is full", t->book->out.name, t->layout.name);
	t->at++;
	t->row = 1;
	t->links = 0;
	return 0;
}

int tab_add(struct tab *t, const struct row *row, struct slice doc, struct err *e)
{
	if (next_row(t, e))
		return -1;
	t->lines = 1;
	t->doc = doc;
	for (size_t i = 0; i < t->layout.count; i++) {
		struct cell cell = column_cell(t->layout.columns[i], row);

		if (buf_check(row->scratch, e) || put_cell(t, i, &cell, e))
			return -1;
	}
	if (t->lines > 1)
		worksheet_set_row(t->sheets[t->at], t->row, book_height(t->lines), NULL);
	t->row++;
	return 0;
}

static size_t column_width(const struct tab *t, size_t i)
{
	size_t widest = (size_t)t->layout.columns[i]->widest;
	size_t heading = celltext_width(slice_of(t->layout.headings[i])) + HEADING_MARGIN;
	size_t width = t->widths[i] + CELL_PADDING;

	if (widest < heading)
		widest = heading;
	return width < widest ? width : widest;
}

static int set_column(struct tab *t, lxw_worksheet *sheet, size_t i, struct err *e)
{
	const struct column *c = t->layout.columns[i];
	lxw_row_col_options options = {.hidden = c->hidden};
	lxw_format *format = is_review(c) ? t->book->formats[c->style] : NULL;

	if (worksheet_set_column_opt(sheet, (lxw_col_t)i, (lxw_col_t)i, (double)column_width(t, i),
				     format, &options))
		return err_nomem(e);
	return 0;
}

static int finish_sheet(struct tab *t, lxw_worksheet *sheet, lxw_row_t rows, struct err *e)
{
	size_t total = t->beside;

	for (size_t i = 0; i < t->layout.count; i++) {
		if (set_column(t, sheet, i, e))
			return -1;
		total += t->layout.columns[i]->hidden ? 0 : column_width(t, i);
	}
	worksheet_fit_to_pages(sheet, (uint16_t)(total / PAGE_WIDTH + 1), 0);
	worksheet_autofilter(sheet, 0, 0, rows - 1, (lxw_col_t)(t->layout.count - 1));
	return 0;
}

int tab_finish(struct tab *t, struct err *e)
{
	for (size_t i = 0; i < t->sheet_count; i++)
		if (finish_sheet(t, t->sheets[i],
				 i < t->at ? (lxw_row_t)t->book->most_rows : t->row, e))
			return -1;
	return 0;
}

int tab_column(const struct tab *t, enum term term)
{
	for (size_t i = 0; i < t->layout.count; i++)
		if (t->layout.columns[i]->term == term)
			return (int)i;
	return -1;
}

void tab_link(const struct tab *t, size_t n, enum term term, struct buf *out)
{
	size_t room = t->book->most_rows - 1;
	size_t sheet = (n - 1) / room;
	int column = tab_column(t, term);
	char cell[LXW_MAX_CELL_NAME_LENGTH];

	lxw_rowcol_to_cell(cell, (lxw_row_t)((n - 1) % room + 1),
			   (lxw_col_t)(column < 0 ? 0 : column));
	buf_adds(out, "internal:");
	book_quote_name(t->sheets[sheet]->name, out);
	buf_addf(out, "!%s", cell);
}
