#include "extract/sinks/backend.h"
#include "extract/sinks/celltext.h"
#include "extract/sinks/house.h"
#include "extract/sinks/outfile.h"
#include "extract/sinks/presenter.h"
#include "normalize/json.h"

#include <stdlib.h>

struct table {
	struct outfile out;
	enum record_type type;
	bool tabs;
	struct house house;
	struct layout layout;
	struct presenter presenter;
	struct buf line;
	struct buf clean;
};

/* A spreadsheet takes text that begins so for a formula. */
static bool looks_active(struct slice text)
{
	return text.n && strchr("=+-@\t\r", text.p[0]) && text.p[0];
}

static bool has(struct slice text, char c)
{
	return text.n && memchr(text.p, c, text.n);
}

/* RFC 4180. */
static void put_quoted(struct buf *out, struct slice text)
{
	if (!has(text, ',') && !has(text, '"') && !has(text, '\n')) {
		buf_slice(out, text);
		return;
	}
	buf_addc(out, '"');
	while (text.n) {
		const char *quote = memchr(text.p, '"', text.n);
		size_t n = quote ? (size_t)(quote - text.p) + 1 : text.n;

		buf_add(out, text.p, n);
		if (quote)
			buf_addc(out, '"');
		text = (struct slice){text.p + n, text.n - n};
	}
	buf_addc(out, '"');
}

static void put_on_one_line(struct buf *out, struct slice text)
{
	for (size_t i = 0; i < text.n; i++)
		buf_addc(out, text.p[i] == '\t' || text.p[i] == '\n' ? ' ' : text.p[i]);
}

static void put_text(struct table *t, struct slice text, bool ours)
{
	buf_reset(&t->clean);
	if (!ours && looks_active(text))
		buf_addc(&t->clean, '\'');
	celltext_clean(&t->clean, text);
	if (t->tabs)
		put_on_one_line(&t->line, buf_text(&t->clean));
	else
		put_quoted(&t->line, buf_text(&t->clean));
}

static void put_cell(struct table *t, const struct cell *cell)
{
	if (cell->kind == CELL_NUMBER)
		json_write_number(&t->line, cell->number);
	else if (cell->kind != CELL_EMPTY)
		put_text(t, cell->text, cell->ours);
}

static void put_separator(struct table *t, bool last)
{
	buf_adds(&t->line, last ? (t->tabs ? "\n" : "\r\n") : (t->tabs ? "\t" : ","));
}

static int write_line(struct table *t, struct err *e)
{
	int rc = 0;

	if (buf_check(&t->line, e) || buf_check(&t->clean, e))
		return -1;
	rc = outfile_write(&t->out, buf_text(&t->line), e);
	buf_reset(&t->line);
	return rc;
}

static int write_heading(struct table *t, bool bom, struct err *e)
{
	if (bom)
		buf_adds(&t->line, "\xEF\xBB\xBF");
	for (size_t i = 0; i < t->layout.count; i++) {
		put_text(t, slice_of(t->layout.headings[i]), true);
		put_separator(t, i + 1 == t->layout.count);
	}
	return write_line(t, e);
}

static int write_row(struct table *t, const struct row *row, struct err *e)
{
	for (size_t i = 0; i < t->layout.count; i++) {
		struct cell cell = column_cell(t->layout.columns[i], row);

		if (buf_check(row->scratch, e))
			return -1;
		put_cell(t, &cell);
		put_separator(t, i + 1 == t->layout.count);
	}
	return write_line(t, e);
}

static void table_release(void *state)
{
	struct table *t = state;

	outfile_discard(&t->out);
	house_release(&t->house);
	presenter_release(&t->presenter);
	buf_release(&t->line);
	buf_release(&t->clean);
	free(t);
}

static int open_all(struct table *t, const struct sink_options *options, struct err *e)
{
	bool facts = t->type == RECORD_FACT;

	if (house_init(&t->house, options, e) || presenter_init(&t->presenter, options, e))
		return -1;
	if (house_layout(&t->house, sheet_of(t->type), true, facts, &t->layout, e))
		return -1;
	return outfile_open(&t->out, options->path, false, e);
}

static void *table_open(const struct sink_options *options, struct err *e)
{
	struct table *t = calloc(1, sizeof(*t));

	if (!t) {
		err_nomem(e);
		return NULL;
	}
	t->type = options->table;
	t->tabs = options->format == SINK_TSV;
	buf_init(&t->line, SIZE_MAX);
	buf_init(&t->clean, SIZE_MAX);
	if (open_all(t, options, e) == 0 && write_heading(t, options->bom, e) == 0)
		return t;
	table_release(t);
	return NULL;
}

static int table_add(void *state, const struct records *records, struct err *e)
{
	struct table *t = state;

	for (size_t i = 0; i < records->count; i++) {
		const struct record *r = &records->items[i];
		struct row row;

		if (presenter_show(&t->presenter, r, &row, e))
			return -1;
		if (r->type == t->type && write_row(t, &row, e))
			return -1;
	}
	return 0;
}

static int table_finish(void *state, struct err *e)
{
	struct table *t = state;

	return outfile_commit(&t->out, e);
}

const struct backend backend_table = {table_open, table_add, NULL, table_finish, table_release};
