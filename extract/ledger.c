/*
 * Ledgers: tables of tasks with who does them by when, flattened to a cell a line or with cells
 * parted by tabs or bars.
 *
 * The headings tell which column holds what. A row begins with its number where the table has such
 * a column, else every row has as many cells as there are headings. Each row becomes an assignment
 * that holds for the figures of its task; its deadline is found by the rules for times.
 */
#include "extract/table.h"

#include "extract/number.h"

#include <stdlib.h>

enum { COLUMNS = 10, HEAD_CHARS = 12, MOST_MISSES = 3, CATEGORY_CELLS = 2 };

enum use { USE_OTHER, USE_INDEX, USE_TASK, USE_LEAD, USE_SUPPORT, USE_TIME };

struct ledger {
	enum use columns[COLUMNS];
	size_t count;
	size_t body;
	bool numbered;
	bool undivided; /* the agencies stand in one column: the first leads by custom */
};

static bool use_of(const struct reading *r, struct slice text, enum use *use)
{
	const struct words *w = r->words;

	*use = USE_OTHER;
	if (utf8_exceeds(text, HEAD_CHARS))
		return false;
	if (lexicon_has(w->ledger_lead, text, NULL))
		*use = USE_LEAD;
	else if (lexicon_has(w->ledger_support, text, NULL))
		*use = USE_SUPPORT;
	else if (lexicon_has(w->ledger_task, text, NULL))
		*use = USE_TASK;
	else if (lexicon_has(w->ledger_time, text, NULL))
		*use = USE_TIME;
	else if (lexicon_has(w->ledger_index, text, NULL))
		*use = USE_INDEX;
	else
		return lexicon_has(w->table_skip, text, NULL) ||
		       lexicon_has(w->table_target, text, NULL);
	return true;
}

/* Reads headings from `from` on; false where they don't make a ledger. */
static bool read_heads(const struct reading *r, size_t from, struct ledger *l)
{
	bool task = false, lead = false, support = false;
	struct span cell;

	*l = (struct ledger){.body = from};
	while (l->count < COLUMNS && table_next_cell(r->text, &from, false, &cell)) {
		enum use use;

		if (!use_of(r, slice_cut(r->text, cell), &use))
			break;
		task |= use == USE_TASK;
		lead |= use == USE_LEAD;
		support |= use == USE_SUPPORT;
		l->columns[l->count++] = use;
		l->body = cell.end;
	}
	l->numbered = l->columns[0] == USE_INDEX;
	l->undivided = !support;
	return task && lead;
}

static bool find_ledger(const struct reading *r, size_t from, struct ledger *l)
{
	struct span cell;

	while (table_next_cell(r->text, &from, false, &cell)) {
		enum use use;

		if (use_of(r, slice_cut(r->text, cell), &use) && use != USE_OTHER &&
		    read_heads(r, cell.start, l))
			return true;
	}
	return false;
}

/* The cells of one row, in the order of the columns. */
struct row {
	struct span cells[COLUMNS];
	size_t count;
	long number;
};

static bool is_number(const struct reading *r, struct span cell, long wanted)
{
	long n;

	return number_whole(slice_cut(r->text, cell), &n) && n == wanted;
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
	while (row->count < l->count && table_next_cell(r->text, &at, false, &cell)) {
		if (l->numbered && !row->count && !is_number(r, cell, row->number)) {
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

static struct span cell_of(const struct ledger *l, const struct row *row, enum use use)
{
	for (size_t i = 0; i < l->count && i < row->count; i++)
		if (l->columns[i] == use)
			return row->cells[i];
	return (struct span){0, 0};
}

static bool names_agencies(const struct reading *r, struct span cell)
{
	struct slice text = slice_cut(r->text, cell);

	return text.n && !utf8_exceeds(text, 119) &&
	       lexicon_before(r->words->agency_end, text, text.n, NULL) > 0;
}

static void divide(struct assignment *a, bool undivided)
{
	a->basis = slice_of(undivided && a->lead.count > 1 ? "first-listed" : "stated");
	if (!undivided || a->lead.count < 2)
		return;
	a->support = (struct list){a->lead.items + 1, a->lead.count - 1};
	a->lead.count = 1;
}

static int add_row(struct reading *r, const struct ledger *l, const struct row *row, struct err *e)
{
	struct span lead = cell_of(l, row, USE_LEAD), support = cell_of(l, row, USE_SUPPORT);
	struct span task = cell_of(l, row, USE_TASK);
	struct assignment *a;

	if (row->count != l->count || !names_agencies(r, lead))
		return 0;
	a = assignment_add(r, e);
	if (!a || split_agencies(r, slice_cut(r->text, lead), &a->lead, e))
		return -1;
	a->quote = lead;
	if (names_agencies(r, support)) {
		if (split_agencies(r, slice_cut(r->text, support), &a->support, e))
			return -1;
		a->quote = (struct span){lead.start < support.start ? lead.start : support.start,
					 lead.end > support.end ? lead.end : support.end};
	}
	divide(a, l->undivided);
	a->rule = slice_of("table.ledger");
	a->section = outline_section(&r->outline, lead.start);
	a->holds = (struct span){row->cells[0].start, row->cells[row->count - 1].end};
	a->task = squeeze(slice_cut(r->text, task), r->arena);
	return a->task.p ? 0 : err_nomem(e);
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

int read_ledgers(struct reading *r, struct err *e)
{
	size_t from = 0, lists = r->assignment_count;
	struct ledger l;

	while (find_ledger(r, from, &l)) {
		from = l.body;
		if (read_rows(r, &l, &from, e))
			return -1;
	}
	if (r->assignment_count > lists)
		qsort(r->assignments, r->assignment_count, sizeof(*r->assignments), compare_places);
	return 0;
}
