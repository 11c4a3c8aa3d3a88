/*
 * Rows of tables: which column each cell of a row belongs to.
 *
 * In a grid its place tells. Elsewhere cells are missing where columns are merged or empty: each
 * one goes to the next column that may hold it, by what it is (a number, a unit, a figure, text).
 */
#include "extract/table.h"

enum { LABEL_CHARS = 60, MOST_EMPTY = 4, MOST_CELLS = 24 };

static bool is_empty(struct span at)
{
	return at.end <= at.start;
}

static struct slice cell_text(const struct reading *r, struct span cell)
{
	return slice_cut(r->text, cell);
}

static bool is_figure(const struct reading *r, struct slice text)
{
	struct cell_figure f;

	return table_figure(r, text, &f);
}

/* The number of a row: 3, 3., 三. */
static bool is_index(struct slice text, long *n)
{
	enum { MOST = 400 };

	while (text.n && strchr(".)", text.p[text.n - 1]))
		text.n--;
	return text.n && number_whole(text, n) && *n > 0 && *n < MOST;
}

static bool ends_table(const struct reading *r, struct slice text)
{
	return utf8_exceeds(text, LABEL_CHARS) || slice_ends(text, slice_of("。")) ||
	       lexicon_at(r->words->table_note, text, 0, NULL);
}

static bool has_column(const struct table *t, enum column_use use)
{
	for (size_t i = 0; i < t->count; i++)
		if (t->columns[i].use == use)
			return true;
	return false;
}

static bool holds_figures(const struct column *c)
{
	return c->use == COLUMN_BASE || c->use == COLUMN_TARGET;
}

/* Whether the column of names stands behind column i. */
static bool before_name(const struct table *t, size_t i)
{
	for (size_t k = i + 1; k < t->count; k++)
		if (t->columns[k].use == COLUMN_NAME)
			return true;
	return false;
}

/* Text that may stand in a column of figures: 基本消除, 完成省下达目标, 每县至少1所. */
static bool is_vague(const struct reading *r, struct slice text)
{
	bool digit = false;

	for (size_t i = 0; i < text.n; i++)
		digit |= is_digit((unsigned char)text.p[i]);
	return lexicon_at(r->words->table_vague, text, 0, NULL) > 0 ||
	       (digit && lexicon_in(r->words->op_before, text, NULL));
}

/* Whether a text may be the name of something: no figure, unit, mark or agency. */
static bool is_plain(const struct reading *r, const struct table *t, struct slice text)
{
	return text.n && !is_figure(r, text) && !table_is_void(r, text) &&
	       !table_is_unit(r, text) && !lexicon_has(r->words->table_skip, text, NULL) &&
	       !(has_column(t, COLUMN_LEAD) && table_names_agencies(r, text));
}

static bool suits_other(const struct reading *r, const struct table *t, size_t i, struct slice text)
{
	long n;

	if (lexicon_has(r->words->table_skip, text, NULL))
		return true;
	if (t->layout == LAYOUT_CELLS && !before_name(t, i))
		return false;
	return !is_figure(r, text) && !is_index(text, &n);
}

/* Whether column i may hold a cell. */
static bool suits(const struct reading *r, const struct table *t, size_t i, struct slice text)
{
	long n;

	switch (t->columns[i].use) {
	case COLUMN_INDEX:
		return is_index(text, &n);
	case COLUMN_NAME:
		return !is_figure(r, text) && !table_is_void(r, text) &&
		       !(has_column(t, COLUMN_UNIT) && table_is_unit(r, text));
	case COLUMN_UNIT:
		return table_is_unit(r, text) || table_is_void(r, text);
	case COLUMN_BASE:
	case COLUMN_TARGET:
		return is_figure(r, text) || table_is_void(r, text) || is_vague(r, text);
	case COLUMN_LEAD:
	case COLUMN_SUPPORT:
		return table_names_agencies(r, text);
	case COLUMN_OTHER:
		break;
	}
	return suits_other(r, t, i, text);
}

static size_t figure_columns(const struct table *t)
{
	size_t count = 0;

	for (size_t i = 0; i < t->count; i++)
		count += holds_figures(&t->columns[i]);
	return count;
}

/*
 * In a flattened table, whether a number begins the next row although a figure may stand there: the
 * next number, with a name behind it.
 */
static bool begins_row(const struct reading *r, const struct table *t, const struct table_row *row,
		       struct span cell)
{
	size_t from = cell.end;
	struct span next;
	long n;

	bool numbers = has_column(t, COLUMN_INDEX);

	if (!is_index(cell_text(r, cell), &n) || (n != t->number + 1 && n != 1))
		return false;
	if (!table_next_cell(r->text, &from, true, &next) || !is_plain(r, t, cell_text(r, next)))
		return false;
	if (n == t->number + 1 && (numbers || !row->filled || row->filled > 1))
		return true;
	for (size_t i = 0; i < t->count; i++)
		if (holds_figures(&t->columns[i]) && !is_empty(row->cells[i]))
			return false;
	return numbers || figure_columns(t) > 1;
}

static void take(struct table *t, struct table_row *row, size_t i, struct span cell,
		 struct slice text)
{
	long n;

	row->cells[i] = cell;
	row->filled++;
	if (t->columns[i].use == COLUMN_INDEX && is_index(text, &n)) {
		row->numbered = true;
		if (is_digit((unsigned char)text.p[0]))
			t->number = n;
	}
}

/* The number of a row in a table whose headings have no column for it. */
static void pass_number(struct table *t, struct table_row *row, struct slice text)
{
	row->numbered = is_index(text, &t->number);
}

/* Whether the line goes on with the thousands of a number: 3 200. */
static bool thousands_follow(struct slice text, struct span cell)
{
	size_t at = cell.end;

	if (cell.end - cell.start > 3 || !is_digit((unsigned char)text.p[cell.end - 1]) ||
	    at + 4 > text.n || text.p[at] != ' ')
		return false;
	while (++at < cell.end + 4)
		if (!is_digit((unsigned char)text.p[at]))
			return false;
	return at == text.n || text.p[at] == '\n';
}

/* The next cell of a flattened table. */
static bool next_cell(const struct reading *r, size_t from, struct span *cell, size_t *end)
{
	*end = from;
	if (!table_next_cell(r->text, end, true, cell))
		return false;
	if (thousands_follow(r->text, *cell))
		*end = cell->end += 4;
	return true;
}

/* A flattened row: ends with the first cell that none of the columns left may hold. */
static bool row_of_cells(const struct reading *r, struct table *t, size_t *from,
			 struct table_row *row)
{
	size_t column = 0, end;
	struct span cell;

	while (next_cell(r, *from, &cell, &end)) {
		struct slice text = cell_text(r, cell);

		if (table_heads_again(r, t, cell.start, &end)) {
			*from = t->body = end;
			break;
		}
		if (begins_row(r, t, row, cell)) {
			if (row->filled)
				return true;
			if (!has_column(t, COLUMN_INDEX)) {
				pass_number(t, row, text);
				*from = end;
				continue;
			}
		}
		if (ends_table(r, text))
			return row->filled > 0;
		while (column < t->count && !suits(r, t, column, text))
			column++;
		if (column == t->count && row->filled)
			return true;
		*from = end;
		if (column == t->count) /* a stray figure */
			column = 0;
		else
			take(t, row, column++, cell, text);
	}
	return row->filled > 0;
}

static size_t distance(size_t a, size_t b)
{
	return a > b ? a - b : b - a;
}

/* Of the columns from i on that may hold a figure, the one under whose heading it stands. */
static size_t under_heading(const struct table *t, size_t i, size_t middle)
{
	size_t best = i;

	for (; i < t->count; i++)
		if (holds_figures(&t->columns[i]) &&
		    distance(t->columns[i].middle, middle) <
			    distance(t->columns[best].middle, middle))
			best = i;
	return best;
}

/* The name, whose blanks parted it, grows by a cell that suits no column behind it. */
static bool grows_name(const struct table *t, struct table_row *row, size_t column,
		       struct span cell)
{
	size_t i = column;

	while (i > 0 && is_empty(row->cells[i - 1]))
		i--;
	if (!i || t->columns[i - 1].use != COLUMN_NAME)
		return false;
	row->cells[i - 1].end = cell.end;
	return true;
}

/* Puts the cells of a line under the headings, by what they are. */
static void place_cells(const struct reading *r, struct table *t, struct span line,
			const struct span *cells, size_t count, struct table_row *row)
{
	size_t column = 0;

	for (size_t k = 0; k < count; k++) {
		struct slice text = cell_text(r, cells[k]);
		size_t i = column;

		while (i < t->count && !suits(r, t, i, text))
			i++;
		if (i == t->count) {
			if (!grows_name(t, row, column, cells[k]))
				continue;
		} else {
			if (holds_figures(&t->columns[i]) && !t->tight &&
			    t->layout == LAYOUT_LINES && count - k < t->count - i)
				i = under_heading(t, i,
						  table_width(slice_cut(
							  r->text, (struct span){line.start,
										 cells[k].start})) +
							  table_width(text) / 2);
			take(t, row, i, cells[k], text);
			column = i + 1;
		}
	}
}

/* In a grid every cell has its place; a line with another count of cells is read by what they are.
 */
static void place_grid(const struct reading *r, struct table *t, struct span line,
		       const struct span *cells, size_t count, struct table_row *row)
{
	struct span filled[MOST_CELLS];
	size_t n = 0;

	for (size_t i = 0; i < count; i++)
		if (!is_empty(cells[i]))
			filled[n++] = cells[i];
	if (count > t->count || (n > 1 && count < t->count)) {
		place_cells(r, t, line, filled, n, row);
		return;
	}
	for (size_t i = 0; i < count; i++)
		if (!is_empty(cells[i]))
			take(t, row, n == 1 ? 0 : i, cells[i], cell_text(r, cells[i]));
}

/* The line under the headings in Markdown: nothing but bars, dashes and colons. */
static bool is_rule(struct slice line)
{
	for (size_t i = 0; i < line.n; i++)
		if (!strchr("|-: \t+=", line.p[i]))
			return false;
	return line.n > 0;
}

static bool row_of_line(const struct reading *r, struct table *t, size_t *from,
			struct table_row *row)
{
	struct span cells[MOST_CELLS];
	size_t empty = 0, end;

	while (*from < r->text.n && empty < MOST_EMPTY) {
		struct span line = table_line(r->text, *from + (r->text.p[*from] == '\n'));
		struct slice text = slice_trim(slice_cut(r->text, line));
		size_t count;

		empty += !text.n;
		*from = line.end;
		if (!text.n || is_rule(text))
			continue;
		if (table_heads_again(r, t, line.start, &end)) {
			*from = t->body = end;
			continue;
		}
		count = table_line_cells(t, r->text, line, cells, MOST_CELLS);
		if (!count || (count == 1 && ends_table(r, cell_text(r, cells[0]))) ||
		    lexicon_at(r->words->table_note, text, 0, NULL))
			return false;
		if (t->layout == LAYOUT_GRID)
			place_grid(r, t, line, cells, count, row);
		else
			place_cells(r, t, line, cells, count, row);
		return true;
	}
	return false;
}

bool table_next_row(const struct reading *r, struct table *t, size_t *from, struct table_row *row)
{
	*row = (struct table_row){.filled = 0};
	if (t->layout == LAYOUT_CELLS)
		return row_of_cells(r, t, from, row);
	return row_of_line(r, t, from, row);
}
