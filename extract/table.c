/* Tables: rows become figures and lists of agencies; see table.h for what a table is. */
#include "extract/table.h"

#include "extract/ledger.h"

#include <math.h>
#include <stdlib.h>

static bool is_empty(struct span at)
{
	return at.end <= at.start;
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
		if (!table_is_unit(r, inside))
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

static const struct timex *year_end(struct reading *r, int year)
{
	struct timex *t = arena_zero(r->arena, 1, sizeof(*t));

	if (!t)
		return NULL;
	t->end = (struct date){year, 12, 31};
	t->kind = slice_of("by");
	return t;
}

/* What a row says before its figures are looked at. */
struct line {
	const struct table *table;
	const struct table_row *row;
	struct span label;
	struct slice name;   /* of the indicator */
	struct slice unit;   /* canonical, without its 万 */
	struct span unit_at; /* in the column of units; else empty */
	double by;	     /* the 万 of the unit */
	struct baseline base;
	size_t prose; /* how many quantities the rules for prose found */
};

/* Goes from row to row: what later ones take from those before. */
struct walk {
	struct slice parent; /* the name of the last numbered row */
	struct span unit;    /* of the last row that had one */
	size_t prose;	     /* how many quantities the rules for prose found */
};

static bool is_percent(const struct reading *r, struct slice unit)
{
	return lexicon_has(r->words->percent, unit, NULL);
}

static bool is_rate(const struct reading *r, struct slice name)
{
	return lexicon_before(r->words->noun_rate, name, name.n, NULL) ||
	       lexicon_before(r->words->verb_grow, name, name.n, NULL);
}

static const char *cell_kind(const struct reading *r, const struct quantity *q, bool total)
{
	bool percent = is_percent(r, q->unit);

	if (percent && (total || q->recurrence.n || is_rate(r, q->indicator)))
		return "growth";
	if (total)
		return "increase";
	return percent ? "share" : "level";
}

static void note_cell(struct reading *r, const struct quantity *q, const struct line *l,
		      struct span cell)
{
	note(r, q->quote, "indicator", l->label, "the label of the row");
	note(r, q->quote, "value", cell, "the cell");
	note(r, q->quote, "unit", l->unit_at,
	     "the cell, the column of units, the bracket of the label or the caption");
	note_plain(r, q->quote, "op", "a comparator in the cell, else =");
	note_plain(r, q->quote, "kind", "by the unit, the label and the head of the column");
	if (q->baseline.set)
		note_plain(r, q->quote, "baseline", "the column of an earlier year");
	if (q->when)
		note_plain(r, q->quote, "deadline", "the year at the head of the column");
}

/* The unit of a cell: its own, % for a yearly rate, else that of the row. */
static struct slice unit_of_cell(const struct reading *r, const struct line *l,
				 const struct column *c, const struct cell_figure *f, double *by)
{
	*by = f->unit.n || !l->unit.n ? 1 : l->by;
	if (f->unit.n)
		return canonical(r, f->unit);
	if (!c->recurrence.n || f->total)
		return l->unit;
	*by = 1;
	return slice_of("%");
}

/* What recurs by the head of the column, or by the label where it is a rate: 投资年均增速. */
static struct slice recurrence_of_cell(const struct reading *r, const struct line *l,
				       const struct column *c, const struct cell_figure *f)
{
	struct slice recurrence = {"", 0};

	if (f->total)
		return recurrence;
	if (!c->recurrence.n && is_rate(r, l->name))
		lexicon_in(r->words->recurrence, l->name, &recurrence);
	return recurrence.n ? recurrence : c->recurrence;
}

static void date_cell(struct reading *r, struct quantity *q, const struct column *c)
{
	q->when = c->year ? year_end(r, c->year) : NULL;
	q->when_from = q->when ? slice_of("section") : (struct slice){"", 0};
}

static int add_cell(struct reading *r, const struct line *l, size_t i, const struct cell_figure *f,
		    struct err *e)
{
	const struct column *c = &l->table->columns[i];
	struct span cell = l->row->cells[i];
	struct quantity *q = quantity_add(r, e);
	double by;

	if (!q)
		return -1;
	q->quote = (struct span){cell.start + f->at.start, cell.start + f->at.end};
	q->predicate = q->quote.start;
	q->unit = unit_of_cell(r, l, c, f, &by);
	q->value = f->value * by;
	q->max = f->max * by;
	q->op = f->op.n ? f->op : slice_of("=");
	q->indicator = l->name;
	q->recurrence = recurrence_of_cell(r, l, c, f);
	q->kind = slice_of(cell_kind(r, q, c->total || f->total));
	if (!c->recurrence.n && !c->total && !f->total)
		q->baseline = l->base;
	q->cell = q->verb = true;
	q->status = (struct slice){"", 0};
	q->rule = slice_of("table.indicator");
	date_cell(r, q, c);
	note_cell(r, q, l, cell);
	return 0;
}

static struct baseline base_of(struct reading *r, const struct line *l, const struct column *c,
			       const struct cell_figure *f)
{
	double by;
	struct slice unit = unit_of_cell(r, l, c, f, &by);
	struct baseline base = {true, f->value * by, unit, {"", 0}};
	struct date year = {c->year, 12, 31};

	if (year.year)
		base.year = slice_cut(date_iso(year, r->arena), (struct span){0, 4});
	return base;
}

/* The first of the quantities found by the rules for prose that ends behind `at`. */
static size_t prose_from(const struct reading *r, size_t prose, size_t at)
{
	size_t low = 0;

	while (low < prose) {
		size_t middle = low + (prose - low) / 2;

		if (r->quantities[middle].quote.end <= at)
			low = middle + 1;
		else
			prose = middle;
	}
	return low;
}

/*
 * A figure in the words of a cell (每县至少1所), which the rules for prose found: it is the row's,
 * where the cell has but one.
 */
static bool adopt_prose(struct reading *r, const struct line *l, size_t i)
{
	struct span cell = l->row->cells[i];
	struct quantity *q = NULL;

	for (size_t k = prose_from(r, l->prose, cell.start); k < l->prose; k++) {
		if (r->quantities[k].quote.end > cell.end)
			break;
		if (q)
			return false;
		q = &r->quantities[k];
	}
	if (!q)
		return false;
	if (!q->op.n && !lexicon_before(r->words->op_before, r->text, q->quote.start, &q->op))
		q->op = slice_of("=");
	q->indicator = l->name;
	q->kind = slice_of(cell_kind(r, q, false));
	q->cell = q->verb = true;
	q->status = (struct slice){"", 0};
	date_cell(r, q, &l->table->columns[i]);
	note_cell(r, q, l, cell);
	return true;
}

/* The last filled column of that use; else an empty span. */
static struct span cell_of(const struct table *t, const struct table_row *row, enum column_use use)
{
	struct span found = {0, 0};

	for (size_t i = 0; i < t->count; i++)
		if (t->columns[i].use == use && !is_empty(row->cells[i]))
			found = row->cells[i];
	return found;
}

static bool holds_figures(const struct column *c)
{
	return c->use == COLUMN_BASE || c->use == COLUMN_TARGET;
}

/* How many figures or cells without one stand in the row, and which is the last of them. */
static size_t figures_of(const struct table *t, const struct table_row *row, size_t *last)
{
	size_t count = 0;

	for (size_t i = 0; i < t->count; i++)
		if (holds_figures(&t->columns[i]) && !is_empty(row->cells[i])) {
			count++;
			*last = i;
		}
	return count;
}

/* The name of a row: its own column, else what stands before (the category of merged cells). */
static struct span label_of(const struct table *t, const struct table_row *row)
{
	struct span label = cell_of(t, row, COLUMN_NAME);

	for (size_t i = 0; is_empty(label) && i < t->count; i++) {
		if (t->columns[i].use == COLUMN_NAME)
			break;
		if (t->columns[i].use == COLUMN_OTHER)
			label = row->cells[i];
	}
	return label;
}

/*
 * A row of parts (其中:风电) is called by what it is a part of as well, unless its own name says
 * what is measured.
 */
static struct slice name_of_part(struct reading *r, const struct table *t,
				 const struct table_row *row, const struct walk *w,
				 struct slice name)
{
	size_t mark = lexicon_at(r->words->table_part, name, 0, NULL);
	bool numbers = t->columns[0].use == COLUMN_INDEX ||
		       (t->count > 1 && t->columns[1].use == COLUMN_INDEX);

	if (mark) {
		name = (struct slice){name.p + mark, name.n - mark};
		while (name.n && name.p[0] == ':')
			name = (struct slice){name.p + 1, name.n - 1};
	} else if (!numbers || row->numbered) {
		return name;
	}
	if (!w->parent.n || !name.n || is_rate(r, name) ||
	    lexicon_before(r->words->noun_measure, name, name.n, NULL))
		return name;
	return joined(r->arena, name, w->parent);
}

static struct slice measured(struct reading *r, struct slice name, struct slice unit)
{
	if (!lexicon_has(r->words->count_unit, unit, NULL) ||
	    lexicon_before(r->words->noun_measure, name, name.n, NULL))
		return name;
	return joined(r->arena, name, suffix(r, "count"));
}

/* A name without the number that it is listed by: 1.城镇新增就业人数. */
static struct slice without_mark(struct slice name)
{
	size_t at = 0;

	while (at < name.n && is_digit((unsigned char)name.p[at]))
		at++;
	if (!at || at > 2 || at + 1 >= name.n ||
	    (name.p[at] != '.' &&
	     !slice_starts((struct slice){name.p + at, name.n - at}, slice_of("、"))))
		return name;
	at += name.p[at] == '.' ? 1 : strlen("、");
	if (is_digit((unsigned char)name.p[at]))
		return name;
	return (struct slice){name.p + at, name.n - at};
}

/* 6人均生活用电量 without the row's number, where that is what comes next. */
static struct slice without_number(const struct table *t, struct slice name)
{
	size_t digits = 0;
	long n;

	while (digits < name.n && is_digit((unsigned char)name.p[digits]))
		digits++;
	if (!digits || digits == name.n || (unsigned char)name.p[digits] < 0x80 ||
	    t->columns[0].use != COLUMN_INDEX ||
	    !number_whole((struct slice){name.p, digits}, &n) || n != t->number + 1)
		return name;
	return (struct slice){name.p + digits, name.n - digits};
}

/* The cell with the row's unit; an empty one in a grid is merged with that above it. */
static struct span unit_cell(const struct reading *r, const struct table *t,
			     const struct table_row *row, struct slice name, struct walk *w)
{
	struct span at = cell_of(t, row, COLUMN_UNIT);

	if (is_empty(at) && t->layout == LAYOUT_GRID &&
	    !lexicon_before(r->words->table_pure, name, name.n, NULL))
		at = w->unit;
	if (!is_empty(at))
		w->unit = at;
	return at;
}

/* Reads label and unit of a row. 0, or -1 with e filled. */
static int read_line(struct reading *r, struct table *t, const struct table_row *row,
		     struct walk *w, struct line *l, struct err *e)
{
	struct slice name, unit;

	*l = (struct line){.table = t, .row = row, .base = {.value = NAN}, .prose = w->prose};
	l->label = label_of(t, row);
	name = slice_cut(r->text, l->label);
	if (!row->numbered && name.n) {
		name = without_number(t, name);
		t->number += name.n < l->label.end - l->label.start;
	}
	name = without_mark(name);
	unit = cut_unit(r, &name);
	l->unit_at = unit.n ? cell_of(t, row, COLUMN_UNIT) : unit_cell(r, t, row, name, w);
	if (!is_empty(l->unit_at))
		unit = slice_cut(r->text, l->unit_at);
	else if (!unit.n)
		unit = t->unit;
	if (table_is_void(r, unit))
		unit = (struct slice){"", 0};
	l->unit = canonical(r, table_bare_unit(r, unit, &l->by));
	name = squeeze(name, r->arena);
	if (!name.p)
		return err_nomem(e);
	name = name_of_part(r, t, row, w, name);
	if (row->numbered)
		w->parent = name;
	l->name = measured(r, name, l->unit);
	return l->name.p ? 0 : err_nomem(e);
}

static int add_figures(struct reading *r, struct line *l, struct err *e)
{
	const struct table *t = l->table;

	for (size_t i = 0; i < t->count; i++) {
		const struct column *c = &t->columns[i];
		struct slice text = slice_cut(r->text, l->row->cells[i]);
		struct cell_figure f;

		if (!text.n || !holds_figures(c))
			continue;
		if (!table_figure(r, text, &f)) {
			if (c->use == COLUMN_TARGET)
				adopt_prose(r, l, i);
			continue;
		}
		if (c->use == COLUMN_BASE)
			l->base = base_of(r, l, c, &f);
		else if (add_cell(r, l, i, &f, e))
			return -1;
	}
	return 0;
}

static size_t targets_of(const struct table *t, size_t *target)
{
	size_t count = 0;

	for (size_t i = 0; i < t->count; i++)
		if (t->columns[i].use == COLUMN_TARGET) {
			count++;
			*target = i;
		}
	return count;
}

/* Whether the row has the cells of words that the table has behind the figures. */
static bool is_whole(const struct table *t, const struct table_row *row, size_t last)
{
	for (size_t i = last + 1; i < t->count; i++)
		if (t->columns[i].use == COLUMN_OTHER && is_empty(row->cells[i]))
			return false;
	return true;
}

/* The only figure of a row that lost its empty cells is what is aimed at, not what was. */
static void move_to_target(const struct table *t, struct table_row *row, size_t last)
{
	size_t target = 0;

	if (t->layout != LAYOUT_CELLS || t->columns[last].use != COLUMN_BASE ||
	    targets_of(t, &target) != 1 || !is_whole(t, row, last))
		return;
	row->cells[target] = row->cells[last];
	row->cells[last] = (struct span){0, 0};
}

static struct span row_span(const struct table *t, const struct table_row *row)
{
	struct span at = {0, 0};

	for (size_t i = 0; i < t->count; i++) {
		if (is_empty(row->cells[i]))
			continue;
		at.start = is_empty(at) || row->cells[i].start < at.start ? row->cells[i].start
									  : at.start;
		at.end = row->cells[i].end > at.end ? row->cells[i].end : at.end;
	}
	return at;
}

/* 1 where the row has figures, 0 for a row without, -1 with e filled. */
static int add_row(struct reading *r, struct table *t, struct table_row *row, struct walk *w,
		   struct err *e)
{
	size_t last = 0, count = figures_of(t, row, &last);
	struct ledger_row cells = {.at = row_span(t, row),
				   .task = label_of(t, row),
				   .lead = cell_of(t, row, COLUMN_LEAD),
				   .support = cell_of(t, row, COLUMN_SUPPORT)};
	struct line l;

	if (count == 1)
		move_to_target(t, row, last);
	if (read_line(r, t, row, w, &l, e))
		return -1;
	if (!count || !l.name.n)
		return 0;
	if (add_figures(r, &l, e))
		return -1;
	cells.undivided = is_empty(cells.support);
	if (!is_empty(cells.lead) && ledger_add(r, &cells, e))
		return -1;
	return 1;
}

static int read_rows(struct reading *r, struct table *t, size_t prose, struct err *e)
{
	enum { MOST_BARE = 4 }; /* rows without a figure, one after the other */
	size_t from = t->body, bare = 0;
	struct walk w = {.parent = {"", 0}, .prose = prose};
	struct table_row row;

	while (bare < MOST_BARE && table_next_row(r, t, &from, &row)) {
		int filled = add_row(r, t, &row, &w, e);

		if (filled < 0)
			return -1;
		bare = filled ? 0 : bare + 1;
		if (filled)
			t->at.end = row_span(t, &row).end;
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
	for (size_t i = prose_from(r, prose, table->start); i < prose; i++) {
		struct quantity *q = &r->quantities[i];

		if (q->quote.start >= table->end)
			return;
		if (!q->cell && q->quote.start >= table->start && q->quote.end <= table->end)
			q->status = slice_of("name");
	}
}

int read_tables(struct reading *r, struct err *e)
{
	size_t from = 0, prose = r->quantity_count;
	struct table t;

	while (r->heads.name && table_find(r, from, &t)) {
		if (read_rows(r, &t, prose, e))
			return -1;
		drop_prose(r, prose, &t.at);
		from = t.at.end > t.body ? t.at.end : t.body;
	}
	if (r->quantity_count > prose)
		qsort(r->quantities, r->quantity_count, sizeof(*r->quantities), compare_places);
	return 0;
}
