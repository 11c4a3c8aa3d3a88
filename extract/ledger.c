/*
 * Ledgers that are flattened to a cell a line, or with cells parted by bars; and what is done with
 * a row.
 *
 * The headings tell which column holds what. A row begins with its number where the table has such
 * a column, else every row has as many cells as there are headings. Each row becomes an assignment
 * that holds for the figures of its task; its deadline is found by the rules for times.
 */
#include "extract/ledger.h"

#include "extract/number.h"
#include "extract/table.h"

#include <stdlib.h>

enum { HEAD_CHARS = 12, LONG_HEAD_CHARS = 16, MOST_MISSES = 3, CATEGORY_CELLS = 2 };

struct ledger {
	enum ledger_use columns[LEDGER_COLUMNS];
	size_t count;
	size_t body;
	bool numbered;
	bool undivided;
};

/* The column by the longest word that its heading ends with: 县级|责任单位, 2030年|重点任务. */
static enum ledger_use use_by_end(const struct words *w, struct slice text)
{
	const struct {
		const struct lexicon *list;
		enum ledger_use use;
	} kinds[] = {
		{w->ledger_lead, USE_LEAD},
		{w->ledger_support, USE_SUPPORT},
		{w->ledger_task, USE_TASK},
		{w->ledger_time, USE_TIME},
	};
	enum ledger_use use = USE_OTHER;
	size_t longest = 0;

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		size_t n = lexicon_before(kinds[i].list, text, text.n, NULL);

		if (n > longest) {
			longest = n;
			use = kinds[i].use;
		}
	}
	return use;
}

bool ledger_head(const struct reading *r, struct slice text, enum ledger_use *use)
{
	const struct words *w = r->words;

	*use = USE_OTHER;
	if (utf8_exceeds(text, HEAD_CHARS))
		return false;
	if (lexicon_has(w->ledger_index, text, NULL))
		*use = USE_INDEX;
	else if (!lexicon_has(w->table_skip, text, NULL) || lexicon_has(w->ledger_lead, text, NULL))
		*use = use_by_end(w, text);
	return *use != USE_OTHER || lexicon_has(w->table_skip, text, NULL) ||
	       lexicon_has(w->table_target, text, NULL) ||
	       lexicon_before(w->ledger_label, text, text.n, NULL) > 0;
}

static bool is_number(const struct reading *r, struct span cell, long wanted)
{
	long n;

	return number_whole(slice_cut(r->text, cell), &n) && n == wanted;
}

/* Adds a column; a column of numbers is the first: what stands before its heading is none. */
static void add_column(struct ledger *l, enum ledger_use use, size_t end)
{
	if (use == USE_INDEX)
		l->count = 0;
	l->columns[l->count++] = use;
	l->body = end;
}

/*
 * Whether the columns make a ledger: tasks, and who leads them. Of two columns that name who is
 * responsible the second one supports.
 */
static bool settle_columns(struct ledger *l)
{
	bool has[USE_TIME + 1] = {false};

	for (size_t i = 0; i < l->count; i++) {
		if (l->columns[i] == USE_LEAD && has[USE_LEAD])
			l->columns[i] = USE_SUPPORT;
		has[l->columns[i]] = true;
	}
	l->numbered = l->columns[0] == USE_INDEX;
	l->undivided = !has[USE_SUPPORT];
	return has[USE_TASK] && has[USE_LEAD];
}

/* Reads headings that are known from `from` on; false where they don't make a ledger. */
static bool read_heads(const struct reading *r, size_t from, struct ledger *l)
{
	struct span cell;
	enum ledger_use use;

	*l = (struct ledger){.body = from};
	while (l->count < LEDGER_COLUMNS && table_next_cell(r->text, &from, false, &cell) &&
	       ledger_head(r, slice_cut(r->text, cell), &use))
		add_column(l, use, cell.end);
	return settle_columns(l);
}

/* How many cells row 1, which begins at `from`, has up to the number of row 2; 0 without one. */
static size_t first_row_cells(const struct reading *r, size_t from)
{
	struct span cell;

	for (size_t count = 0; count <= LEDGER_COLUMNS; count++)
		if (!table_next_cell(r->text, &from, false, &cell))
			break;
		else if (count && is_number(r, cell, 2))
			return count;
	return 0;
}

/*
 * Reads all cells from the heading of the numbers up to number 1 as headings, whatever they say:
 * there must be as many as row 1 has cells.
 */
static bool read_all_heads(const struct reading *r, size_t from, struct ledger *l)
{
	struct span cell;

	*l = (struct ledger){.body = from};
	while (l->count < LEDGER_COLUMNS && table_next_cell(r->text, &from, false, &cell)) {
		struct slice text = slice_cut(r->text, cell);
		enum ledger_use use;

		if (is_number(r, cell, 1))
			return first_row_cells(r, cell.start) == l->count && settle_columns(l);
		if (utf8_exceeds(text, LONG_HEAD_CHARS))
			return false;
		ledger_head(r, text, &use);
		add_column(l, use, cell.end);
	}
	return false;
}

/* Finds headings inside a span. */
static bool find_ledger(const struct reading *r, struct span at, struct ledger *l)
{
	struct span cell;

	while (table_next_cell(r->text, &at.start, false, &cell) && cell.start < at.end) {
		enum ledger_use use;

		if (ledger_head(r, slice_cut(r->text, cell), &use) && use != USE_OTHER &&
		    ((use == USE_INDEX && read_all_heads(r, cell.start, l)) ||
		     read_heads(r, cell.start, l)) &&
		    l->body <= at.end)
			return true;
	}
	return false;
}

/* The cells of one row, in the order of the columns. */
struct row {
	struct span cells[LEDGER_COLUMNS];
	size_t count;
	long number;
};

/* Whether a cell is one more agency of the list in the cell before it: a name a line. */
static bool is_more_agencies(const struct reading *r, const struct ledger *l, const struct row *row,
			     struct span cell)
{
	enum ledger_use use = row->count ? l->columns[row->count - 1] : USE_OTHER;
	enum ledger_use next = row->count < l->count ? l->columns[row->count] : USE_OTHER;

	return l->numbered && (use == USE_LEAD || use == USE_SUPPORT) && next != USE_LEAD &&
	       next != USE_SUPPORT && table_names_agencies(r, slice_cut(r->text, cell));
}

/* Whether a row begins; the first of a part of a ledger may have any number. */
static bool takes_number(const struct reading *r, struct span cell, struct row *row)
{
	long n;

	if (row->number == 1 && number_whole(slice_cut(r->text, cell), &n) && n > 1)
		row->number = n;
	return is_number(r, cell, row->number);
}

/*
 * Reads the next row and moves *from behind it; a few cells before its number are the name of a
 * category. A numbered row ends where the next number stands; a
 * row with another count of cells than there are columns has merged cells and is passed over.
 */
static bool read_row(const struct reading *r, const struct ledger *l, size_t *from, struct row *row)
{
	size_t at = *from, skipped = 0;
	struct span cell;

	row->count = 0;
	row->number++;
	while (row->count <= l->count && table_next_cell(r->text, &at, false, &cell)) {
		if (is_more_agencies(r, l, row, cell)) {
			row->cells[row->count - 1].end = cell.end;
			*from = cell.end;
			continue;
		}
		if (row->count == l->count)
			break;
		if (l->numbered && !row->count && !takes_number(r, cell, row)) {
			if (++skipped > CATEGORY_CELLS)
				return false;
			continue;
		}
		if (l->numbered && row->count > 1 && is_number(r, cell, row->number + 1))
			break;
		row->cells[row->count++] = cell;
		*from = cell.end;
	}
	return row->count > 1;
}

static struct span cell_of(const struct ledger *l, const struct row *row, enum ledger_use use)
{
	for (size_t i = 0; i < l->count && i < row->count; i++)
		if (l->columns[i] == use)
			return row->cells[i];
	return (struct span){0, 0};
}

static struct span both(struct span a, struct span b)
{
	return (struct span){a.start < b.start ? a.start : b.start, a.end > b.end ? a.end : b.end};
}

static void divide(struct assignment *a, bool undivided)
{
	a->basis = slice_of(undivided && a->lead.count > 1 ? "first-listed" : "stated");
	if (!undivided || a->lead.count < 2)
		return;
	a->support = (struct list){a->lead.items + 1, a->lead.count - 1};
	a->lead.count = 1;
}

int ledger_add(struct reading *r, const struct ledger_row *row, struct err *e)
{
	struct assignment *a;

	if (!table_names_agencies(r, slice_cut(r->text, row->lead)))
		return 0;
	a = assignment_add(r, e);
	if (!a || split_agencies(r, slice_cut(r->text, row->lead), &a->lead, e))
		return -1;
	a->quote = row->lead;
	if (table_names_agencies(r, slice_cut(r->text, row->support))) {
		if (split_agencies(r, slice_cut(r->text, row->support), &a->support, e))
			return -1;
		a->quote = both(row->lead, row->support);
	}
	divide(a, row->undivided);
	a->rule = slice_of("table.ledger");
	a->section = outline_section(&r->outline, row->lead.start);
	a->holds = row->at;
	a->task = squeeze(slice_cut(r->text, row->task), r->arena);
	return a->task.p ? 0 : err_nomem(e);
}

static int add_row(struct reading *r, const struct ledger *l, const struct row *row, struct err *e)
{
	struct ledger_row cells = {
		.at = {row->cells[0].start, row->cells[row->count - 1].end},
		.task = cell_of(l, row, USE_TASK),
		.lead = cell_of(l, row, USE_LEAD),
		.support = cell_of(l, row, USE_SUPPORT),
		.undivided = l->undivided,
	};

	return row->count == l->count ? ledger_add(r, &cells, e) : 0;
}

static int read_rows(struct reading *r, const struct ledger *l, size_t *from, struct err *e)
{
	struct row row = {.number = 0};
	size_t misses = 0;

	while (misses < MOST_MISSES && read_row(r, l, from, &row)) {
		size_t before = r->assignment_count;

		if (add_row(r, l, &row, e))
			return -1;
		misses = r->assignment_count > before ? 0 : misses + 1;
	}
	return 0;
}

static int compare_places(const void *a, const void *b)
{
	size_t x = assignment_place(a), y = assignment_place(b);

	return x < y ? -1 : x > y;
}

/* What stands between the ledgers that were read line by line. */
static int read_flat(struct reading *r, struct span at, struct err *e)
{
	size_t from = at.start;
	struct ledger l;

	while (find_ledger(r, (struct span){from, at.end}, &l)) {
		from = l.body;
		if (read_rows(r, &l, &from, e))
			return -1;
	}
	return 0;
}

int read_ledgers(struct reading *r, struct err *e)
{
	bool heads = r->heads.task && r->heads.lead;
	size_t from = 0;
	struct span grid;
	int found = heads;

	while (found) {
		found = ledger_grid(r, from, &grid, e);
		if (found < 0 || read_flat(r, (struct span){from, grid.start}, e))
			return -1;
		from = grid.end;
	}
	if (r->assignment_count > 1)
		qsort(r->assignments, r->assignment_count, sizeof(*r->assignments), compare_places);
	return 0;
}
