#include "extract/table.h"

#include "extract/number.h"

#include <math.h>
#include <stdlib.h>

enum { HEAD_CHARS = 18, LABEL_CHARS = 60, TEXT_CELLS = 8, MIN_YEAR = 1990, MAX_YEAR = 2100 };

static bool begins_figure(struct slice text, size_t at)
{
	size_t len;
	uint32_t c = utf8_at(text, at, &len);

	return is_digit(c) || c == '<' || c == '>' || c == '[' || c == 0x2264 || c == 0x2265 ||
	       c == 0x3014 || c == 0x2014;
}

/* A blank parts two cells where it is one of several, or where a figure stands beside it. */
static bool blank_parts(struct slice text, size_t start, size_t at)
{
	size_t next = at, len;
	uint32_t before;

	if (at == start || text.p[at - 1] == '.')
		return false;
	while (next < text.n && text.p[next] == ' ')
		next++;
	if (next >= text.n || next - at > 1 || begins_figure(text, next))
		return true;
	before = utf8_before(text, at, &len);
	return is_digit(before) || before == '%' || before == 0x5E74;
}

/* Box drawing: ─ │ ┌ and the like. */
static bool is_box(uint32_t c)
{
	return c >= 0x2500 && c <= 0x257F;
}

static bool parts_cells(struct slice text, size_t start, size_t at, bool blanks)
{
	size_t len;
	uint32_t c = utf8_at(text, at, &len);

	if (c == ' ')
		return blanks && blank_parts(text, start, at);
	return c == '\t' || c == '|' || c == '\n' || is_box(c);
}

enum { MARK_BLOCK = 16 };

/* Whether a byte can begin a mark between cells: see parts_cells. */
static bool begins_mark(unsigned char c)
{
	return c <= ' ' || c == '|' || c == 0xE2;
}

/* The same for a block of bytes at once, for which compilers have vectors. */
static bool block_has_mark(const unsigned char block[MARK_BLOCK])
{
	unsigned char any = 0;

	for (int i = 0; i < MARK_BLOCK; i++)
		any |= begins_mark(block[i]);
	return any;
}

/* Where the cell that begins at `start` ends. */
static size_t cell_end(struct slice text, size_t start, bool blanks)
{
	const unsigned char *p = (const unsigned char *)text.p;
	size_t at = start;

	while (at < text.n) {
		size_t end = at + MARK_BLOCK;

		if (end <= text.n && !block_has_mark(p + at))
			at = end;
		for (; at < end && at < text.n; at++)
			if (begins_mark(p[at]) && parts_cells(text, start, at, blanks))
				return at;
	}
	return at;
}

bool table_next_cell(struct slice text, size_t *from, bool blanks, struct span *cell)
{
	while (*from < text.n) {
		size_t end = cell_end(text, *from, blanks);
		struct slice trimmed = slice_trim(slice_cut(text, (struct span){*from, end}));

		*from = end < text.n ? end + utf8_len((unsigned char)text.p[end]) : end;
		if (!trimmed.n)
			continue;
		cell->start = (size_t)(trimmed.p - text.p);
		cell->end = cell->start + trimmed.n;
		return true;
	}
	return false;
}

static int year_in(struct slice text)
{
	for (size_t i = 0; i + 4 <= text.n; i++) {
		long year;

		if (is_digit((unsigned char)text.p[i]) &&
		    number_whole((struct slice){text.p + i, 4}, &year))
			return year >= MIN_YEAR && year <= MAX_YEAR ? (int)year : 0;
	}
	return 0;
}

/* A word of the list beside a year, or alone: 2025年目标, 目标值. */
static bool heads(const struct lexicon *list, struct slice text, int year)
{
	return year ? lexicon_in(list, text, NULL) : lexicon_has(list, text, NULL);
}

/* What a heading makes of its column. */
enum head { HEAD_NONE, HEAD_NAME, HEAD_UNIT, HEAD_SKIP, HEAD_FIGURE };

static enum head head_of(const struct reading *r, struct slice text, struct column *column)
{
	const struct words *w = r->words;
	int year;
	bool base, target;

	if (utf8_exceeds(text, HEAD_CHARS))
		return HEAD_NONE;
	if (lexicon_has(w->table_head, text, NULL))
		return HEAD_NAME;
	if (lexicon_has(w->table_unit, text, NULL))
		return HEAD_UNIT;
	if (lexicon_has(w->table_skip, text, NULL))
		return HEAD_SKIP;
	year = year_in(text);
	base = heads(w->table_base, text, year);
	target = heads(w->table_target, text, year);
	*column = (struct column){.year = year, .recurrence = {"", 0}};
	lexicon_at(w->recurrence, text, 0, &column->recurrence);
	column->use = base && !target ? COLUMN_BASE : COLUMN_TARGET;
	if (!base && !target && !year && !column->recurrence.n)
		return HEAD_NONE;
	return HEAD_FIGURE;
}

/* With two or more columns of years and no word for it, the earliest is the base. */
static void settle_columns(struct table *t)
{
	size_t first = 0;

	for (size_t i = 1; i < t->column_count; i++)
		if (t->columns[i].year && !t->columns[i].recurrence.n &&
		    (!t->columns[first].year || t->columns[i].year < t->columns[first].year))
			first = i;
	if (t->column_count > 1 && t->columns[first].year && !t->columns[first].recurrence.n)
		t->columns[first].use = COLUMN_BASE;
}

/* Reads headings from `from` on as long as they are headings. */
static bool read_heads(const struct reading *r, size_t from, struct table *t)
{
	bool named = false;
	struct span cell;

	*t = (struct table){.at = {from, from}, .body = from};
	while (table_next_cell(r->text, &from, true, &cell)) {
		struct column column;
		enum head head = head_of(r, slice_cut(r->text, cell), &column);

		if (head == HEAD_NONE || t->column_count == TABLE_COLUMNS)
			break;
		named |= head == HEAD_NAME;
		t->units |= head == HEAD_UNIT;
		if (head == HEAD_FIGURE)
			t->columns[t->column_count++] = column;
		t->body = t->at.end = cell.end;
	}
	settle_columns(t);
	return named && t->column_count > 0;
}

bool table_find(const struct reading *r, size_t from, struct table *t)
{
	struct span cell;
	size_t at = from;

	while (table_next_cell(r->text, &at, true, &cell)) {
		struct column column;

		if (head_of(r, slice_cut(r->text, cell), &column) == HEAD_NONE)
			continue;
		if (read_heads(r, cell.start, t))
			return true;
		if (t->body > at)
			at = t->body;
	}
	return false;
}

/* A row on its way: what has been read of it so far. */
struct row {
	struct span label;
	struct span unit;
	struct span figures[TABLE_COLUMNS];
	size_t count;
	size_t texts; /* text cells since the last figure */
	long index;   /* of the last numbered row */
};

/* Bytes of the marks around a figure: brackets, signs, the stars of notes, blanks. */
static size_t marks_at(struct slice text, size_t from)
{
	static const char marks[] = "[]+*# ";
	size_t at = from, len;

	while (at < text.n) {
		uint32_t c = utf8_at(text, at, &len);

		if (c != 0x3014 && c != 0x3015 && !(c < 0x80 && c && strchr(marks, (int)c)))
			break;
		at += len;
	}
	return at - from;
}

/* The figure in a cell such as 53, ≥95, 6%以上 or [1200]; false for text. */
static bool read_figure(const struct reading *r, struct slice text, struct number *n,
			struct span *at, struct slice *op)
{
	size_t start = 0, len, rest;

	*op = (struct slice){"", 0};
	while (start < text.n && (rest = lexicon_at(r->words->op_before, text, start, op)) > 0)
		start += rest;
	start += marks_at(text, start);
	if (start >= text.n || !is_digit((unsigned char)text.p[start]))
		return false;
	len = number_read(text, start, n);
	if (!len)
		return false;
	*at = (struct span){start, start + len};
	rest = start + len;
	rest += lexicon_at(r->words->unit, text, rest, NULL);
	rest += lexicon_at(r->words->op_after, text, rest, op);
	rest += marks_at(text, rest);
	return rest >= text.n;
}

static bool is_figure(const struct reading *r, struct slice text)
{
	struct number n;
	struct span at;
	struct slice op;

	return read_figure(r, text, &n, &at, &op);
}

/* 万吨 without its 万; the text itself where it has none, or is a sum of money. */
static struct slice without_multiplier(const struct reading *r, struct slice unit, double *by)
{
	struct number n;
	size_t len = lexicon_has(r->words->unit, unit, NULL) ? 0 : number_read(unit, 0, &n);
	struct slice rest = {unit.p + len, unit.n - len};

	*by = 1;
	if (!len || n.digits || !rest.n || lexicon_at(r->words->currency, rest, 0, NULL))
		return unit;
	*by = n.value;
	return rest;
}

static bool is_unit(const struct reading *r, struct slice text)
{
	double by;
	struct slice bare = without_multiplier(r, text, &by);
	size_t slash = slice_find(text, 0, (struct slice){"/", 1});

	if (lexicon_has(r->words->unit, bare, NULL) || lexicon_has(r->words->time_unit, bare, NULL))
		return true;
	if (by == 1 && lexicon_before(r->words->currency, text, text.n, NULL) &&
	    !utf8_exceeds(text, 4))
		return true;
	if (slash < text.n && slash && !utf8_exceeds(text, 12))
		return lexicon_before(r->words->unit, text, slash, NULL) > 0 ||
		       lexicon_before(r->words->unit, text, text.n, NULL) > 0;
	return false;
}

/* The unit in brackets at the end of a name, which is cut off it: 覆盖率(%) → 覆盖率, %. */
static struct slice cut_unit(const struct reading *r, struct slice *name)
{
	struct slice none = {"", 0}, inside;
	size_t open;

	while (name->n && (name->p[name->n - 1] == '*' || name->p[name->n - 1] == '#' ||
			   name->p[name->n - 1] == ' '))
		name->n--;
	if (!name->n || name->p[name->n - 1] != ')')
		return none;
	for (open = name->n - 1; open > 0 && name->p[open] != '('; open--)
		;
	if (name->p[open] == '(') {
		inside = (struct slice){name->p + open + 1, name->n - open - 2};
		if (!is_unit(r, inside))
			return none;
		*name = slice_trim((struct slice){name->p, open});
		return inside;
	}
	inside.n = lexicon_before(r->words->unit, *name, name->n - 1, NULL);
	inside.p = name->p + name->n - 1 - inside.n;
	if (inside.n)
		name->n -= inside.n + 1;
	return inside.n ? inside : none;
}

static struct slice canonical(const struct reading *r, struct slice unit)
{
	lexicon_has(r->words->unit, unit, &unit);
	return unit;
}

static struct slice cell_kind(const struct reading *r, const struct quantity *q)
{
	if (!lexicon_has(r->words->percent, q->unit, NULL))
		return slice_of("level");
	if (lexicon_before(r->words->noun_rate, q->indicator, q->indicator.n, NULL) ||
	    q->recurrence.n ||
	    lexicon_before(r->words->verb_grow, q->indicator, q->indicator.n, NULL))
		return slice_of("growth");
	return slice_of("share");
}

static const struct timex *year_end(struct reading *r, int year)
{
	struct timex *t = arena_zero(r->arena, 1, sizeof(*t));

	if (!t)
		return NULL;
	t->end = (struct date){year, 12, 31};
	t->kind = slice_of("by");
	return t;
}

static struct slice measured(struct reading *r, struct slice name, struct slice unit)
{
	if (!lexicon_has(r->words->count_unit, unit, NULL) ||
	    lexicon_before(r->words->noun_measure, name, name.n, NULL))
		return name;
	return joined(r->arena, name, suffix(r, "count"));
}

/* Figures in brackets are totals of the whole period, not yearly: 〔14%〕. */
static bool accumulated(struct slice text)
{
	size_t len;
	uint32_t c = utf8_at(text, 0, &len);

	return c == '[' || c == 0x3014;
}

static int add_cell(struct reading *r, const struct table *t, const struct row *row, size_t i,
		    struct slice name, struct slice unit, const struct baseline *base,
		    struct err *e)
{
	struct quantity *q = quantity_add(r, e);
	struct slice text = slice_cut(r->text, row->figures[i]);
	struct number n = {0};
	struct span at = {0, text.n};

	if (!q)
		return -1;
	read_figure(r, text, &n, &at, &q->op);
	q->quote = (struct span){row->figures[i].start + at.start, row->figures[i].start + at.end};
	q->predicate = q->quote.start;
	q->value = n.value;
	q->op = q->op.n ? q->op : slice_of("=");
	q->unit = t->columns[i].recurrence.n ? slice_of("%") : unit;
	q->indicator = name;
	q->recurrence = accumulated(text) ? (struct slice){"", 0} : t->columns[i].recurrence;
	q->kind = cell_kind(r, q);
	if (!t->columns[i].recurrence.n)
		q->baseline = *base;
	note(r, q->quote, "indicator", row->label, "the label of the row");
	note(r, q->quote, "value", row->figures[i], "the cell");
	note(r, q->quote, "unit", row->unit, "the column of units, or the bracket of the label");
	q->cell = q->verb = true;
	q->status = (struct slice){"", 0};
	q->rule = slice_of("table.indicator");
	q->when = t->columns[i].year ? year_end(r, t->columns[i].year) : NULL;
	q->when_from = q->when ? slice_of("section") : (struct slice){"", 0};
	if (q->when)
		note_plain(r, q->quote, "deadline", "the year at the head of the column");
	return 0;
}

static int add_row(struct reading *r, const struct table *t, const struct row *row, struct err *e)
{
	struct slice name = slice_cut(r->text, row->label), unit = cut_unit(r, &name);
	struct baseline base = {.value = NAN};
	double by;

	if (row->unit.end > row->unit.start)
		unit = slice_cut(r->text, row->unit);
	unit = canonical(r, without_multiplier(r, unit, &by));
	name = measured(r, squeeze(name, r->arena), unit);
	if (!name.p)
		return err_nomem(e);
	for (size_t i = 0; i < t->column_count; i++) {
		struct slice text = slice_cut(r->text, row->figures[i]), op;
		struct number n;
		struct span at;
		struct date year = {t->columns[i].year, 12, 31};

		if (!read_figure(r, text, &n, &at, &op))
			continue;
		if (t->columns[i].use == COLUMN_TARGET) {
			if (add_cell(r, t, row, i, name, unit, &base, e))
				return -1;
			r->quantities[r->quantity_count - 1].value *=
				t->columns[i].recurrence.n ? 1 : by;
			continue;
		}
		base = (struct baseline){true, n.value * by, unit, {"", 0}};
		if (year.year)
			base.year = slice_cut(date_iso(year, r->arena), (struct span){0, 4});
	}
	return 0;
}

static void begin_row(struct row *row, struct span label)
{
	row->label = label;
	row->unit = (struct span){0, 0};
	row->count = 0;
}

static bool is_void(const struct reading *r, struct slice text)
{
	return lexicon_has(r->words->table_void, text, NULL);
}

static bool figure_follows(const struct reading *r, const struct span *cell)
{
	size_t from = cell->end;
	struct span next;

	if (!table_next_cell(r->text, &from, true, &next))
		return false;
	return is_figure(r, slice_cut(r->text, next)) || is_void(r, slice_cut(r->text, next));
}

/*
 * The number of the next row: where no figure is awaited; behind a category or cells without a
 * figure, where the figures of a row would go on but text follows.
 */
static bool is_index(const struct reading *r, const struct table *t, const struct row *row,
		     const struct span *cell)
{
	long n;

	if (!number_whole(slice_cut(r->text, *cell), &n) || n != row->index + 1)
		return false;
	if (row->count)
		return is_void(r, slice_cut(r->text, row->figures[row->count - 1])) &&
		       !figure_follows(r, cell);
	if (row->label.end == row->label.start || row->texts > 1)
		return true;
	return t->column_count > 1 && !figure_follows(r, cell);
}

static bool ends_table(const struct reading *r, struct slice text)
{
	return utf8_exceeds(text, LABEL_CHARS) || slice_ends(text, slice_of("。")) ||
	       lexicon_at(r->words->table_note, text, 0, NULL);
}

/* Takes one cell; 1 when the table is over, 0 to go on, -1 with e filled. */
static int take_cell(struct reading *r, const struct table *t, struct row *row,
		     const struct span *cell, struct err *e)
{
	struct slice text = slice_cut(r->text, *cell);
	bool labelled = row->label.end > row->label.start;

	if (is_index(r, t, row, cell)) {
		begin_row(row, (struct span){0, 0});
		row->index++;
		return 0;
	}
	if (labelled && (is_figure(r, text) || is_void(r, text))) {
		row->texts = 0;
		row->figures[row->count++] = *cell;
		if (row->count < t->column_count)
			return 0;
		if (add_row(r, t, row, e))
			return -1;
		begin_row(row, (struct span){0, 0});
		return 0;
	}
	if (ends_table(r, text) || ++row->texts > TEXT_CELLS)
		return 1;
	if (lexicon_has(r->words->table_skip, text, NULL))
		return 0;
	if (t->units && labelled && !row->count && is_unit(r, text))
		row->unit = *cell;
	else
		begin_row(row, *cell);
	return 0;
}

static int read_rows(struct reading *r, struct table *t, struct err *e)
{
	size_t from = t->body;
	struct row row = {.label = {0, 0}};
	struct span cell;

	while (table_next_cell(r->text, &from, true, &cell)) {
		int over;

		over = take_cell(r, t, &row, &cell, e);
		if (over < 0)
			return -1;
		if (over)
			break;
		if (!row.count)
			t->at.end = cell.end;
	}
	return 0;
}

static int compare_places(const void *a, const void *b)
{
	const struct quantity *x = a, *y = b;

	if (x->quote.start != y->quote.start)
		return x->quote.start < y->quote.start ? -1 : 1;
	return x->quote.end < y->quote.end ? -1 : x->quote.end > y->quote.end;
}

/* What the rules for prose found inside a table gives way to its cells. */
static void drop_prose(struct reading *r, size_t prose, const struct span *table)
{
	for (size_t i = 0; i < prose; i++) {
		struct quantity *q = &r->quantities[i];

		if (q->quote.start >= table->start && q->quote.end <= table->end)
			q->status = slice_of("name");
	}
}

int read_tables(struct reading *r, struct err *e)
{
	size_t from = 0, prose = r->quantity_count;
	struct table t;

	while (table_find(r, from, &t)) {
		if (read_rows(r, &t, e))
			return -1;
		drop_prose(r, prose, &t.at);
		from = t.at.end > t.body ? t.at.end : t.body;
	}
	if (r->quantity_count > prose)
		qsort(r->quantities, r->quantity_count, sizeof(*r->quantities), compare_places);
	return 0;
}
