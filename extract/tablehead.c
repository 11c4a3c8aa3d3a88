/* Headings of tables: which column holds what, and how the rows under them are laid out. */
#include "extract/table.h"

#include <stdlib.h>

enum { HEAD_CHARS = 18, HEAD_LINES = 3, MIN_YEAR = 1990 };

/* The year in a heading, of the 民國 era too; 0 without one. */
static int year_in(struct slice text)
{
	size_t at = 0;
	int year = year_next(text, &at);

	return year >= MIN_YEAR ? year : 0;
}

/* A word of the list beside a year, or alone: 2025年目标, 目标值. */
static bool heads(const struct lexicon *list, struct slice text, int year)
{
	return year ? lexicon_in(list, text, NULL) : lexicon_has(list, text, NULL);
}

/* A heading over figures; false where the text is none. */
static bool figure_head(const struct words *w, struct slice text, struct column *c)
{
	bool base, target;

	c->year = year_in(text);
	base = heads(w->table_base, text, c->year);
	target = heads(w->table_target, text, c->year);
	lexicon_at(w->recurrence, text, 0, &c->recurrence);
	c->total = !c->recurrence.n && lexicon_in(w->table_total, text, NULL);
	c->use = base && !target ? COLUMN_BASE : COLUMN_TARGET;
	c->stated = base || target;
	if (c->total)
		c->year = 0;
	return base || target || c->year || c->recurrence.n || c->total;
}

/* What the words of a heading make of its column; false where the text is no heading. */
static bool head_of(const struct reading *r, struct slice text, struct column *c)
{
	const struct words *w = r->words;
	const struct {
		const struct lexicon *words;
		enum column_use use;
	} plain[] = {
		{w->table_head, COLUMN_NAME},	     {w->table_unit, COLUMN_UNIT},
		{w->ledger_index, COLUMN_INDEX},     {w->ledger_lead, COLUMN_LEAD},
		{w->ledger_support, COLUMN_SUPPORT}, {w->table_skip, COLUMN_OTHER},
	};

	*c = (struct column){.use = COLUMN_OTHER, .recurrence = {"", 0}};
	if (utf8_exceeds(text, HEAD_CHARS))
		return false;
	for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
		if (lexicon_has(plain[i].words, text, NULL)) {
			c->use = plain[i].use;
			return true;
		}
	if (figure_head(w, text, c))
		return true;
	*c = (struct column){.use = COLUMN_OTHER, .recurrence = {"", 0}};
	return false;
}

static bool holds_figures(const struct column *c)
{
	return c->use == COLUMN_BASE || c->use == COLUMN_TARGET;
}

/* Whether a heading stands over others: 规划目标 above 2025年 and 2035年. */
static bool spans_others(const struct column *c)
{
	return holds_figures(c) && c->stated && !c->year && !c->recurrence.n;
}

static void drop_column(struct table *t, size_t i)
{
	memmove(&t->columns[i], &t->columns[i + 1], (--t->count - i) * sizeof(t->columns[0]));
}

/*
 * Headings over several columns give what they say to the years below them and go: one of targets
 * to all years behind it, as many as there are years to one each.
 */
static void settle_spans(struct table *t)
{
	size_t spans = 0, years = 0, given = 0, first = t->count;

	for (size_t i = 0; i < t->count; i++) {
		spans += spans_others(&t->columns[i]);
		if (spans_others(&t->columns[i]) && first == t->count)
			first = i;
		years += first < i && t->columns[i].year && !t->columns[i].stated;
	}
	if (!years || (spans == 1 && t->columns[first].use == COLUMN_BASE) ||
	    (spans > 1 && spans != years))
		return;
	for (size_t i = first; i < t->count; i++) {
		struct column *c = &t->columns[i];
		size_t from = first;

		if (!c->year || c->stated)
			continue;
		for (size_t k = 0; k < (spans > 1 ? given : 0); from++)
			k += spans_others(&t->columns[from]);
		while (!spans_others(&t->columns[from]))
			from++;
		c->use = t->columns[from].use;
		c->spanned = true;
		given++;
	}
	for (size_t i = t->count; i-- > first;)
		if (spans_others(&t->columns[i]))
			drop_column(t, i);
}

/* The first year that the plan is for, as far as it is known; 0 unknown. */
static int plan_start(const struct reading *r)
{
	return r->period_start.year ? r->period_start.year : r->year;
}

/* Targets of years before the plan begins are not its own: 113年度目標值 in the plan for 114. */
static void drop_gone(struct table *t, int start)
{
	bool ahead = false;

	for (size_t i = 0; i < t->count; i++)
		ahead |= t->columns[i].use == COLUMN_TARGET && t->columns[i].year >= start;
	for (size_t i = 0; i < t->count && ahead && start; i++) {
		struct column *c = &t->columns[i];

		if (c->use == COLUMN_TARGET && c->stated && c->year && c->year < start)
			c->use = COLUMN_OTHER;
	}
}

/*
 * Columns of years without a word for it: those before the plan begins are bases; where that tells
 * nothing, the earliest of two or more.
 */
static void settle_years(const struct reading *r, struct table *t)
{
	int start = plan_start(r);
	size_t years = 0, first = 0, before = 0;
	bool stated = false;

	for (size_t i = 0; i < t->count; i++) {
		const struct column *c = &t->columns[i];

		if (!holds_figures(c) || !c->year || c->recurrence.n)
			continue;
		stated |= c->use == COLUMN_BASE;
		if (!years++ || c->year < t->columns[first].year)
			first = i;
		before += c->year < start && !c->stated;
	}
	drop_gone(t, start);
	if (stated || years < 2)
		return;
	for (size_t i = 0; i < t->count; i++) {
		struct column *c = &t->columns[i];
		bool past = before ? c->year < start : years == 2 && i == first && !c->spanned;

		if (holds_figures(c) && c->year && !c->stated && !c->recurrence.n && past)
			c->use = COLUMN_BASE;
	}
}

/* The unit that the caption gives the whole table: 单位:万人. Of several the one that is no %. */
static struct slice caption_unit(const struct reading *r, size_t heads)
{
	enum { LOOK = 240 };
	size_t from = heads > LOOK ? heads - LOOK : 0, end, len;
	struct slice unit = {"", 0};

	for (size_t at = from; at < heads; at++) {
		size_t word = lexicon_at(r->words->table_unit, r->text, at, NULL);

		if (!word || r->text.p[at + word] != ':')
			continue;
		for (at += word + 1; at < heads; at = end + len) {
			struct slice part;

			for (end = at, len = 1; end < heads; end += len) {
				uint32_t c = utf8_at(r->text, end, &len);

				if (c == 0x3001 || c == ',' || c == ')' || c == '\n' || c == ' ')
					break;
			}
			part = slice_cut(r->text, (struct span){at, end});
			if (table_is_unit(r, part) && !lexicon_has(r->words->percent, part, NULL))
				unit = part;
			if (end >= heads || r->text.p[end] == ')' || r->text.p[end] == '\n')
				break;
		}
	}
	return unit;
}

static bool is_table(const struct table *t)
{
	bool named = false, figures = false;

	for (size_t i = 0; i < t->count; i++) {
		named |= t->columns[i].use == COLUMN_NAME;
		figures |= holds_figures(&t->columns[i]);
	}
	return named && figures;
}

static bool complete(const struct reading *r, struct table *t)
{
	settle_spans(t);
	if (!is_table(t))
		return false;
	settle_years(r, t);
	t->unit = caption_unit(r, t->at.start);
	return true;
}

/* Headings a cell a line, from `from` on as long as they are headings. */
static bool heads_of_cells(const struct reading *r, size_t from, struct table *t)
{
	struct span cell;

	*t = (struct table){.at = {from, from}, .body = from, .layout = LAYOUT_CELLS};
	while (t->count < TABLE_COLUMNS && table_next_cell(r->text, &from, true, &cell)) {
		struct column *c = &t->columns[t->count];

		if (!head_of(r, slice_cut(r->text, cell), c))
			break;
		c->head = cell;
		t->count++;
		t->body = t->at.end = cell.end;
	}
	return complete(r, t);
}

/* The headings of one line; returns how many of its cells are known, or 0 for a line of rows. */
static size_t heads_of_line(const struct reading *r, const struct table *t, struct span line,
			    struct column *columns, size_t *count)
{
	struct span cells[TABLE_COLUMNS];
	size_t known = 0;

	*count = table_line_cells(t, r->text, line, cells, TABLE_COLUMNS);
	for (size_t i = 0; i < *count; i++) {
		struct slice text = slice_cut(r->text, cells[i]);

		known += text.n && head_of(r, text, &columns[i]);
		if (!text.n)
			columns[i] = (struct column){.recurrence = {"", 0}};
		if (utf8_exceeds(text, HEAD_CHARS))
			return 0;
		columns[i].head = cells[i];
		columns[i].middle =
			table_width(slice_cut(r->text, (struct span){line.start, cells[i].start})) +
			table_width(text) / 2;
	}
	return known;
}

/* In a grid a second line of headings refines those above it. */
static void refine(struct table *t, const struct column *more, size_t count)
{
	const struct column *above = NULL;

	for (size_t i = 0; i < count && i < t->count; i++) {
		struct column *c = &t->columns[i];

		above = spans_others(c) ? c : c->head.end > c->head.start ? NULL : above;
		if (more[i].head.end == more[i].head.start)
			continue;
		if (above && more[i].year && !more[i].stated) {
			enum column_use use = above->use;

			*c = more[i];
			c->use = use;
			c->spanned = true;
			above = c->year ? above : NULL;
		} else {
			*c = more[i];
		}
	}
}

static int compare_middles(const void *a, const void *b)
{
	const struct column *x = a, *y = b;

	return x->middle < y->middle ? -1 : x->middle > y->middle;
}

/* Takes further lines that hold nothing but headings. */
static void more_lines(const struct reading *r, struct table *t)
{
	for (int lines = 1; lines < HEAD_LINES && t->body < r->text.n; lines++) {
		struct column more[TABLE_COLUMNS];
		struct span line = table_line(r->text, t->body + (r->text.p[t->body] == '\n'));
		size_t count, filled = 0, known = heads_of_line(r, t, line, more, &count);

		for (size_t i = 0; i < count; i++)
			filled += more[i].head.end > more[i].head.start;
		if (!known || known < filled || line.end == t->body)
			return;
		if (t->layout == LAYOUT_GRID) {
			refine(t, more, count);
		} else {
			if (t->count + count > TABLE_COLUMNS)
				return;
			memcpy(&t->columns[t->count], more, count * sizeof(more[0]));
			t->count += count;
		}
		t->body = t->at.end = line.end;
	}
}

static bool has_mark(struct slice text, struct span line)
{
	for (size_t at = line.start, len; at < line.end; at += len) {
		uint32_t c = utf8_at(text, at, &len);

		if (c == '\t' || c == '|' || (c >= 0x2500 && c <= 0x257F))
			return true;
	}
	return false;
}

/* Headings on a line, or several, in one of the layouts that have a row a line. */
static bool heads_of_lines(const struct reading *r, struct span line, enum table_layout layout,
			   bool tight, struct table *t)
{
	size_t known;

	*t = (struct table){.at = line, .body = line.end, .layout = layout, .tight = tight};
	known = heads_of_line(r, t, line, t->columns, &t->count);
	if (t->count < 2 || known < 2 || 2 * known < t->count)
		return false;
	more_lines(r, t);
	if (layout == LAYOUT_LINES)
		qsort(t->columns, t->count, sizeof(t->columns[0]), compare_middles);
	return complete(r, t);
}

/* Headings on the line, in the first layout in which they make a table. */
static bool heads_on(const struct reading *r, struct span line, struct table *t)
{
	if (has_mark(r->text, line))
		return heads_of_lines(r, line, LAYOUT_GRID, false, t);
	return heads_of_lines(r, line, LAYOUT_LINES, false, t) ||
	       heads_of_lines(r, line, LAYOUT_LINES, true, t);
}

/* Whether a cell is a heading, or its first word one where single blanks part the cells. */
static bool may_head(const struct reading *r, struct slice text)
{
	struct column column;
	const char *blank = memchr(text.p, ' ', text.n);

	if (head_of(r, text, &column))
		return true;
	return blank && head_of(r, (struct slice){text.p, (size_t)(blank - text.p)}, &column);
}

/* A line is looked at as a whole once, by the first heading on it. */
bool table_find(const struct reading *r, size_t from, struct table *t)
{
	struct span cell, line = {0, 0};
	size_t at = from;

	while (table_next_cell(r->text, &at, true, &cell)) {
		if (!may_head(r, slice_cut(r->text, cell)))
			continue;
		if (cell.start >= line.end) {
			line = table_line(r->text, cell.start);
			if (heads_on(r, line, t))
				return true;
		}
		if (heads_of_cells(r, cell.start, t))
			return true;
		if (t->body > at)
			at = t->body;
	}
	return false;
}

bool table_heads_again(const struct reading *r, const struct table *t, size_t at, size_t *end)
{
	struct span cell;
	struct table again;
	size_t from = at;

	if (!table_next_cell(r->text, &from, t->layout != LAYOUT_GRID, &cell) ||
	    !slice_eq(slice_cut(r->text, cell), slice_cut(r->text, t->columns[0].head)))
		return false;
	if (t->layout == LAYOUT_CELLS ? !heads_of_cells(r, cell.start, &again)
				      : !heads_on(r, table_line(r->text, at), &again))
		return false;
	if (again.count != t->count)
		return false;
	*end = again.body;
	return true;
}
