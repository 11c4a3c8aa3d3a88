/*
 * Ledgers with a row a line and cells parted by tabs, as they come from pages and word processors,
 * by bars, or by two blanks and more, as programs lay columns out.
 *
 * There the place of a cell tells its column, so that empty cells count: cells that were merged
 * over several rows are empty but for the first, and mean what stands above. A heading over several
 * columns has the headings proper in the line below.
 */
#include "extract/ledger.h"
#include "extract/table.h"

enum { MOST_MISSES = 3, HEAD_CHARS = 12, MARKS = 3 };

struct line {
	struct span at; /* without its line end */
	struct span cells[LEDGER_COLUMNS];
	size_t count;
	bool columns; /* parted by blanks: an empty cell can't be seen */
};

struct grid {
	enum ledger_use columns[LEDGER_COLUMNS];
	size_t count;
	bool has[USE_TIME + 1]; /* a column of each use */
	bool columns_only; /* parted by blanks: a row has as many cells as there are headings */
	struct ledger_row above; /* what stood in the last rows */
};

static struct span trimmed(struct slice text, struct span at)
{
	struct slice bare = slice_trim(slice_cut(text, at));
	size_t start = (size_t)(bare.p - text.p);

	return (struct span){start, start + bare.n};
}

static bool is_empty(struct span at)
{
	return at.start == at.end;
}

static const struct slice gap = {"  ", 2};

/* Cells between gaps of blanks: none is empty. */
static void read_columns(struct slice text, struct line *line)
{
	struct slice cut = {text.p, line->at.end};
	size_t at = line->at.start;

	while (at < cut.n && line->count < LEDGER_COLUMNS) {
		size_t end = slice_find(cut, at, gap);
		struct span cell = trimmed(text, (struct span){at, end});

		if (!is_empty(cell))
			line->cells[line->count++] = cell;
		at = end < cut.n ? end + gap.n : cut.n;
	}
}

/* The line at `start`, cut into cells. */
static void read_line(struct slice text, size_t start, struct line *line)
{
	const char *stop = memchr(text.p + start, '\n', text.n - start);
	size_t end = stop ? (size_t)(stop - text.p) : text.n;
	const struct table grid = {.layout = LAYOUT_GRID};

	line->at = (struct span){start, end};
	line->count = 0;
	line->columns = !memchr(text.p + start, '\t', end - start) &&
			!memchr(text.p + start, '|', end - start);
	if (line->columns)
		read_columns(text, line);
	else
		line->count = table_line_cells(&grid, text, line->at, line->cells, LEDGER_COLUMNS);
}

/*
 * Whether the cells of a line that are not empty are headings; those become the columns'. Of the
 * first line one in three may be unknown.
 */
static bool add_heads(const struct reading *r, const struct line *line, struct grid *g)
{
	enum ledger_use uses[LEDGER_COLUMNS];
	size_t unknown = 0, filled = 0;

	if (line->count < 2)
		return false;
	for (size_t i = 0; i < line->count; i++) {
		struct slice text = slice_cut(r->text, line->cells[i]);

		filled += text.n > 0;
		if (text.n && !ledger_head(r, text, &uses[i])) {
			uses[i] = USE_OTHER;
			if (3 * ++unknown > filled + 2 || g->count ||
			    utf8_exceeds(text, HEAD_CHARS))
				return false;
		}
	}
	if (3 * unknown > filled)
		return false;
	for (size_t i = 0; i < line->count; i++)
		if (!is_empty(line->cells[i]))
			g->columns[i] = uses[i];
	g->count = g->count > line->count ? g->count : line->count;
	return true;
}

/* Of two columns that name who is responsible the second one supports: 牵头单位, 责任单位. */
static void settle_columns(struct grid *g)
{
	for (size_t i = 0; i < g->count; i++) {
		enum ledger_use *use = &g->columns[i];

		if (*use == USE_LEAD && g->has[USE_LEAD])
			*use = USE_SUPPORT;
		g->has[*use] = true;
	}
}

/* Reads the headings in the line at `start`; the start of the first row, or 0. */
static size_t read_heads(const struct reading *r, size_t start, struct grid *g)
{
	struct line line;

	*g = (struct grid){.count = 0};
	read_line(r->text, start, &line);
	if (!add_heads(r, &line, g))
		return 0;
	g->columns_only = line.columns;
	do {
		start = line.at.end + 1;
		if (start >= r->text.n)
			return 0;
		read_line(r->text, start, &line);
	} while (add_heads(r, &line, g));
	settle_columns(g);
	return g->has[USE_TASK] && g->has[USE_LEAD] ? start : 0;
}

static struct span cell_of(const struct grid *g, const struct line *line, enum ledger_use use)
{
	for (size_t i = 0; i < g->count && i < line->count; i++)
		if (g->columns[i] == use)
			return line->cells[i];
	return (struct span){0, 0};
}

/* Who leads above leads here too, with the same support, where nobody is named. */
static void take_row(struct grid *g, const struct line *line)
{
	struct span task = cell_of(g, line, USE_TASK), lead = cell_of(g, line, USE_LEAD);
	struct span support = cell_of(g, line, USE_SUPPORT);

	g->above.at = line->at;
	g->above.undivided = !g->has[USE_SUPPORT];
	if (!is_empty(task))
		g->above.task = task;
	if (!is_empty(lead))
		g->above.lead = lead;
	if (!is_empty(lead) || !is_empty(support))
		g->above.support = support;
}

/*
 * A row from which cells merged with those above were dropped, so that what is left stands too far
 * to the left: its last cell names who leads, and as many cells as it stands before that column are
 * empty behind it. They are moved to their columns.
 */
static void move_to_columns(const struct reading *r, const struct grid *g, struct line *line)
{
	size_t lead = 0, last = line->count, by;

	while (lead < g->count && g->columns[lead] != USE_LEAD)
		lead++;
	while (last && is_empty(line->cells[last - 1]))
		last--;
	if (g->has[USE_SUPPORT] || line->columns || !last || last > lead || lead >= line->count ||
	    !table_names_agencies(r, slice_cut(r->text, line->cells[last - 1])))
		return;
	by = lead + 1 - last;
	for (size_t i = lead + 1; i-- > 0;)
		line->cells[i] = i >= by ? line->cells[i - by] : (struct span){0, 0};
}

/* A line without tabs, or with a number in Chinese, names a category: 二  完善设施网络. */
static bool is_category(const struct reading *r, const struct grid *g, const struct line *line)
{
	struct slice index = slice_cut(r->text, cell_of(g, line, USE_INDEX));

	return line->count < 2 || (index.n && !is_digit((unsigned char)index.p[0]));
}

static int read_rows(struct reading *r, struct grid *g, size_t from, size_t *end, struct err *e)
{
	size_t misses = 0;
	struct line line;

	for (; from < r->text.n && misses < MOST_MISSES; from = line.at.end + 1) {
		size_t before = r->assignment_count;

		read_line(r->text, from, &line);
		move_to_columns(r, g, &line);
		if (is_category(r, g, &line) || (g->columns_only && line.count != g->count))
			g->above = (struct ledger_row){0};
		else
			take_row(g, &line);
		if (ledger_add(r, &g->above, e))
			return -1;
		misses = r->assignment_count > before ? 0 : misses + 1;
		*end = misses ? *end : line.at.end;
	}
	return 0;
}

/* The first mark between cells at or after `from`; at[i] keeps where each was found last. */
static size_t next_mark(struct slice text, size_t from, size_t at[MARKS])
{
	static const struct slice marks[MARKS] = {{"\t", 1}, {"|", 1}, {"  ", 2}};
	size_t first = text.n;

	for (size_t i = 0; i < MARKS; i++) {
		if (at[i] <= from)
			at[i] = slice_find(text, from, marks[i]);
		if (at[i] < first)
			first = at[i];
	}
	return first;
}

int ledger_grid(struct reading *r, size_t from, struct span *at, struct err *e)
{
	struct slice text = r->text;
	size_t marks[MARKS] = {0}, mark, start, body;
	struct grid g;

	for (; (mark = next_mark(text, from, marks)) < text.n;
	     from = table_line(text, mark).end + 1) {
		start = table_line(text, mark).start;
		body = start >= from ? read_heads(r, start, &g) : 0;
		*at = (struct span){start, body};
		if (body && read_rows(r, &g, body, &at->end, e))
			return -1;
		if (at->end > body)
			return 1;
	}
	*at = (struct span){text.n, text.n};
	return 0;
}
