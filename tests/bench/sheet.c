/*
 * sheet: what a workbook costs, and what the library alone takes for the same cells.
 *
 *   sheet sink|bare|cells|ndjson ROWS OUT
 *
 * The targets are those of ten documents, again and again. `sink` hands ROWS of them to the
 * workbook; `bare` writes the cells that the targets' sheet gets, made beforehand, straight to
 * libxlsxwriter, in its constant-memory mode, with as many formats and the same heights of rows.
 * `cells` writes one cycle of those cells as JSON, a row a line, for other libraries, and `ndjson`
 * the records.
 */
#include "extract/sinks/book.h"
#include "extract/sinks/celltext.h"
#include "extract/sinks/presenter.h"
#include "normalize/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CYCLE = 1000, PER_DOCUMENT = 100 };

/* Texts that the records are made from, in turn. */
static const char *const agencies[] = {"市教育局", "市农业农村局",     "市工业和信息化局",
				       "市财政局", "各县(区)人民政府", "市卫生健康委",
				       "市科技局"};
static const char *const indicators[] = {"公办幼儿园数量", "高标准农田面积", "规模以上工业企业数量",
					 "城镇新增就业人数", "社区养老服务设施覆盖率"};
static const char *const units[] = {"所", "万亩", "家", "人", "%"};
static const char *const kinds[] = {"level", "increase", "growth", "share", "rank"};

enum { AGENCIES = 7, INDICATORS = 5 };

struct sample {
	struct record record;
	struct slice lead[1];
	struct slice support[2];
	struct slice section[2];
	char doc[64];
	char quote[64];
	char sentence[400];
	char deadline[16];
};

static void fill_document(struct sample *s, size_t i)
{
	struct record *r = &s->record;

	*r = record_new(RECORD_DOCUMENT);
	snprintf(s->doc, sizeof(s->doc), "plans/document-%03zu.txt", i / PER_DOCUMENT);
	r->doc = slice_of(s->doc);
	snprintf(s->quote, sizeof(s->quote), "云岭市第%zu个五年规划实施方案", i / PER_DOCUMENT);
	r->title = slice_of(s->quote);
	r->issuer = slice_of("云岭市人民政府办公室");
	r->number = slice_of("云政办发〔2023〕15号");
	r->published = slice_of("2023-03-08");
	r->region = slice_of("云岭市");
}

static void fill_text(struct sample *s, size_t i)
{
	size_t kind = i % INDICATORS;

	snprintf(s->quote, sizeof(s->quote), "%zu%s以上", i % 997 + 3, units[kind]);
	snprintf(s->deadline, sizeof(s->deadline), "%zu-12-31", 2024 + i % 7);
	snprintf(s->sentence, sizeof(s->sentence),
		 "到%zu年,全市%s达到%s,比上年有较大增长,重点领域改革取得新进展,第%zu类项目全部"
		 "建成投用,群众满意度持续提升。",
		 2024 + i % 7, indicators[kind], s->quote, i % 13);
}

static void fill_target(struct sample *s, size_t i)
{
	struct record *r = &s->record;

	*r = record_new(RECORD_TARGET);
	fill_text(s, i);
	snprintf(s->doc, sizeof(s->doc), "plans/document-%03zu.txt", i / PER_DOCUMENT);
	s->lead[0] = slice_of(agencies[i % AGENCIES]);
	s->support[0] = slice_of(agencies[(i + 1) % AGENCIES]);
	s->support[1] = slice_of(agencies[(i + 3) % AGENCIES]);
	s->section[0] = slice_of("主要目标和重点任务");
	s->section[1] = slice_of(indicators[i % INDICATORS]);
	r->doc = slice_of(s->doc);
	r->quote = slice_of(s->quote);
	r->span = (struct span){40 * i, 40 * i + r->quote.n};
	r->section = (struct list){s->section, 2};
	r->rule = slice_of("target.quantity");
	r->confidence = i % 9 ? 0.95 : 0.76;
	r->flags = i % 11 ? 0 : FLAG_REPAIRED;
	r->indicator = slice_of(indicators[i % INDICATORS]);
	r->op = slice_of(">=");
	r->value = (double)(i % 997 + 3);
	r->value_max = (double)(i % 997 + 30);
	r->unit = slice_of(units[i % INDICATORS]);
	r->kind = slice_of(kinds[i % INDICATORS]);
	r->baseline = (struct baseline){true, 32.5, slice_of("所"), slice_of("2022")};
	r->recurrence = slice_of("yearly");
	r->deadline = slice_of(s->deadline);
	r->deadline_from = slice_of("sentence");
	r->lead = (struct list){s->lead, 1};
	r->support = (struct list){s->support, 2};
	r->sentence = slice_of(s->sentence);
}

static int fail(const struct err *e)
{
	fprintf(stderr, "sheet: %s\n", e->text);
	return 1;
}

/* Documents and their targets, in order, to whatever takes them. */
static int each_record(size_t rows, int (*take)(void *to, const struct record *r, struct err *e),
		       void *to, struct err *e)
{
	static struct sample sample;

	for (size_t i = 0; i < rows; i++) {
		if (i % PER_DOCUMENT == 0) {
			fill_document(&sample, i % CYCLE);
			if (take(to, &sample.record, e))
				return -1;
		}
		fill_target(&sample, i % CYCLE);
		if (take(to, &sample.record, e))
			return -1;
	}
	return 0;
}

static int to_sink(void *to, const struct record *r, struct err *e)
{
	struct record copy = *r;
	struct records one = {.items = &copy, .count = 1, .capacity = 1};

	return sink_add(to, &one, e);
}

static int run_sink(size_t rows, const char *path)
{
	struct sink_options options = {.path = path, .format = SINK_XLSX, .created = 1};
	struct err e;
	struct sink *s = sink_open(&options, &e);

	if (!s || each_record(rows, to_sink, s, &e) || sink_finish(s, &e))
		return fail(&e);
	return 0;
}

static int to_file(void *to, const struct record *r, struct err *e)
{
	struct buf line;
	size_t written;

	buf_init(&line, SIZE_MAX);
	record_write(r, &line);
	written = fwrite(line.data, 1, line.len, to);
	if (written != line.len)
		err_set(e, "the file can't be written");
	buf_release(&line);
	return written ? 0 : -1;
}

static int run_ndjson(size_t rows, const char *path)
{
	FILE *out = fopen(path, "wb");
	struct err e = {"the file can't be opened"};

	if (!out || each_record(rows, to_file, out, &e))
		return fail(&e);
	return fclose(out) ? 1 : 0;
}

/* A cell as it is handed to the library. */
struct plain {
	enum cell_kind kind;
	enum column_style style;
	const char *text;
	double number;
};

struct cells {
	struct plain (*rows)[MOST_COLUMNS];
	size_t lines[CYCLE]; /* that a row is high */
	size_t count;	     /* rows */
	size_t columns;
	struct arena arena;
	struct presenter presenter;
	struct layout layout;
};

/* As the workbook does. */
static void note_lines(struct cells *c, const struct column *column, const struct cell *cell)
{
	enum column_style style = column->style;
	size_t lines;

	if (style != STYLE_WRAP && style != STYLE_LEFT && style != STYLE_HIT)
		return;
	lines = celltext_lines(cell->text, (size_t)column->widest);
	if (lines > c->lines[c->count])
		c->lines[c->count] = lines;
}

static int to_cells(void *to, const struct record *r, struct err *e)
{
	struct cells *c = to;
	struct row row;

	if (presenter_show(&c->presenter, r, &row, e))
		return -1;
	if (r->type != RECORD_TARGET)
		return 0;
	for (size_t i = 0; i < c->columns; i++) {
		const struct column *column = c->layout.columns[i];
		struct cell cell = column_cell(column, &row);
		struct plain *p = &c->rows[c->count][i];
		lxw_datetime day = {
			.year = cell.date.year, .month = cell.date.month, .day = cell.date.day};

		*p = (struct plain){cell.kind, column->style, NULL, cell.number};
		note_lines(c, column, &cell);
		if (cell.kind == CELL_TEXT)
			p->text = arena_copy(&c->arena, cell.text).p;
		if (cell.kind == CELL_DATE)
			p->number = lxw_datetime_to_excel_datetime(&day);
	}
	c->count++;
	return 0;
}

/* The cells of one cycle, made by the columns of the sheet. */
static int make_cells(struct cells *c, struct err *e)
{
	struct sink_options options = {.format = SINK_XLSX};
	struct house house;

	*c = (struct cells){.rows = calloc(CYCLE, sizeof(*c->rows))};
	arena_init(&c->arena);
	if (!c->rows || house_init(&house, &options, e) ||
	    presenter_init(&c->presenter, &options, e) ||
	    house_layout(&house, SHEET_TARGETS, true, false, &c->layout, e))
		return -1;
	c->columns = c->layout.count;
	return each_record(CYCLE, to_cells, c, e);
}

static void put_row(lxw_worksheet *sheet, lxw_row_t row, const struct plain *cells, size_t count,
		    lxw_format *const *formats)
{
	for (size_t i = 0; i < count; i++) {
		const struct plain *p = &cells[i];

		if (p->kind == CELL_TEXT)
			worksheet_write_string(sheet, row, (lxw_col_t)i, p->text,
					       formats[p->style]);
		else if (p->kind != CELL_EMPTY)
			worksheet_write_number(sheet, row, (lxw_col_t)i, p->number,
					       formats[p->style]);
	}
}

static int run_bare(size_t rows, const char *path)
{
	lxw_workbook_options options = {.constant_memory = LXW_TRUE};
	lxw_workbook *book = workbook_new_opt(path, &options);
	lxw_worksheet *sheet = workbook_add_worksheet(book, "指标台账");
	lxw_format *formats[STYLES];
	struct cells cells;
	struct err e;

	for (int i = 0; i < STYLES; i++) {
		formats[i] = workbook_add_format(book);
		format_set_indent(formats[i], (uint8_t)(i + 1)); /* each is another */
	}
	if (make_cells(&cells, &e))
		return fail(&e);
	for (size_t i = 0; i < rows; i++) {
		put_row(sheet, (lxw_row_t)i + 1, cells.rows[i % CYCLE], cells.columns, formats);
		if (cells.lines[i % CYCLE] > 1)
			worksheet_set_row(sheet, (lxw_row_t)i + 1,
					  book_height(cells.lines[i % CYCLE]), NULL);
	}
	return workbook_close(book) ? 1 : 0;
}

static int run_cells(const char *path)
{
	FILE *out = fopen(path, "wb");
	struct cells cells;
	struct buf line;
	struct err e;

	if (!out || make_cells(&cells, &e))
		return 1;
	buf_init(&line, SIZE_MAX);
	for (size_t i = 0; i < cells.count; i++) {
		for (size_t k = 0; k < cells.columns; k++) {
			const struct plain *p = &cells.rows[i][k];

			buf_adds(&line, k ? ", " : "[");
			if (p->kind == CELL_TEXT)
				json_write_string(&line, slice_of(p->text));
			else if (p->kind == CELL_EMPTY)
				buf_adds(&line, "null");
			else
				json_write_number(&line, p->number);
		}
		buf_adds(&line, "]\n");
	}
	fwrite(line.data, 1, line.len, out);
	return fclose(out) ? 1 : 0;
}

int main(int argc, char **argv)
{
	size_t rows;

	if (argc != 4)
		return 2;
	rows = strtoul(argv[2], NULL, 10);
	if (strcmp(argv[1], "sink") == 0)
		return run_sink(rows, argv[3]);
	if (strcmp(argv[1], "bare") == 0)
		return run_bare(rows, argv[3]);
	if (strcmp(argv[1], "ndjson") == 0)
		return run_ndjson(rows, argv[3]);
	return strcmp(argv[1], "cells") == 0 ? run_cells(argv[3]) : 2;
}
