/* Cells: where they begin and end in a line, and what one holds. */
#include "extract/table.h"

#include <math.h>

#include "normalize/vector.h"

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

enum { BLOCK = sizeof(bytes16) };

/* Where in a block a mark between cells may begin, by the byte behind it as well; BLOCK where none
   does. See parts_cells; boxes are E2 94 80 to E2 95 BF. */
static unsigned mark_in_block(const char *block)
{
	bytes16 c = bytes16_at(block), second = bytes16_at(block + 1);

	return bytes16_first((bytes16)(c <= ' ') | (bytes16)(c == '|') |
			     (bytes16)((c == 0xE2) & ((second & 0xFE) == 0x94)));
}

/*
 * Where in a block a cell may end, in any layout: at a mark between cells, at a blank that is cut
 * off it (U+00A0 and U+3000 as well) or at the bracket of a total (U+3014).
 */
static unsigned end_in_block(const char *block)
{
	bytes16 c = bytes16_at(block), second = bytes16_at(block + 1),
		third = bytes16_at(block + 2);

	return bytes16_first((bytes16)(c <= ' ') | (bytes16)(c == '|') | (bytes16)(c == 0xC2) |
			     (bytes16)((c == 0xE2) & ((second & 0xFE) == 0x94)) |
			     (bytes16)((c == 0xE3) & (second == 0x80) & ((third & 0xEB) == 0x80)));
}

/* The first place from `at` on where a cell may end; at the latest the end of the text. */
static size_t next_end(struct slice text, size_t at)
{
	while (at + BLOCK + 2 <= text.n) {
		unsigned step = end_in_block(text.p + at);

		if (step < BLOCK)
			return at + step;
		at += BLOCK;
	}
	return at < text.n ? at : text.n;
}

int table_survey(struct reading *r, struct err *e)
{
	const struct words *w = r->words;
	struct table_heads *heads = &r->heads;

	(void)e;
	for (size_t at = 0; at <= r->text.n; at++) {
		at = next_end(r->text, at);
		if (!at || (at < r->text.n && (r->text.p[at] & 0xC0) == 0x80))
			continue;
		heads->name |= lexicon_before(w->table_head, r->text, at, NULL) > 0;
		heads->task |= lexicon_before(w->ledger_task, r->text, at, NULL) > 0;
		heads->lead |= lexicon_before(w->ledger_lead, r->text, at, NULL) > 0;
	}
	return 0;
}

/* Where the cell that begins at `start` ends. */
static size_t cell_end(struct slice text, size_t start, bool blanks)
{
	size_t at = start;

	while (at < text.n) {
		unsigned step = at + BLOCK < text.n ? mark_in_block(text.p + at) : 0;

		if (step == BLOCK) { /* the next block must not wait for the number */
			at += BLOCK;
			continue;
		}
		at += step;
		if ((text.p[at] & 0xC0) != 0x80 && parts_cells(text, start, at, blanks))
			break;
		at++;
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

struct span table_line(struct slice text, size_t at)
{
	const char *end = memchr(text.p + at, '\n', text.n - at);

	while (at && text.p[at - 1] != '\n')
		at--;
	return (struct span){at, end ? (size_t)(end - text.p) : text.n};
}

size_t table_width(struct slice text)
{
	size_t width = 0, len;

	for (size_t at = 0; at < text.n; at += len)
		width += utf8_at(text, at, &len) >= 0x2E80 ? 2 : 1;
	return width;
}

static struct span trimmed(struct slice text, struct span at)
{
	struct slice cut = slice_trim(slice_cut(text, at));
	size_t start = cut.n ? (size_t)(cut.p - text.p) : at.start;

	return (struct span){start, start + cut.n};
}

/* Cells between tabs or bars; the bars at both ends of a line stand for no cell. */
static size_t grid_cells(struct slice text, struct span line, struct span *cells, size_t most)
{
	size_t count = 0, start, len;
	struct span inner = trimmed(text, line);
	bool bars = inner.end > inner.start &&
		    (text.p[inner.start] == '|' || is_box(utf8_at(text, inner.start, &len)));

	inner = bars ? inner : line;
	start = inner.start;
	for (size_t at = inner.start; at <= inner.end && count < most; at += len) {
		uint32_t c = at < inner.end ? utf8_at(text, at, &len) : '\t';

		len = at < inner.end ? len : 1;
		if (c != '\t' && c != '|' && !is_box(c))
			continue;
		if (!(bars && (at == inner.start || start >= inner.end)))
			cells[count++] = trimmed(text, (struct span){start, at});
		start = at + len;
	}
	return count;
}

/* Whether a cell of a line with single blanks ends at `at`: at a blank, at the brackets of a total.
 */
static bool ends_tight(struct slice text, size_t start, size_t at)
{
	size_t len;
	uint32_t c = utf8_at(text, at, &len), before = at > start ? utf8_before(text, at, &len) : 0;

	return c == ' ' || (c == 0x3014 && at > start && (is_digit(before) || before == 0x2014)) ||
	       before == 0x3015;
}

static size_t tight_cells(struct slice text, struct span line, struct span *cells, size_t most)
{
	size_t count = 0, at = line.start, start, len;

	while (at < line.end && count < most) {
		while (at < line.end && text.p[at] == ' ')
			at++;
		for (start = at; at < line.end && !ends_tight(text, start, at); at += len)
			utf8_at(text, at, &len);
		if (at > start)
			cells[count++] = (struct span){start, at};
	}
	return count;
}

size_t table_line_cells(const struct table *t, struct slice text, struct span line,
			struct span *cells, size_t most)
{
	size_t count = 0, from = line.start;
	struct slice cut = {text.p, line.end};

	if (t->layout == LAYOUT_GRID)
		return grid_cells(text, line, cells, most);
	if (t->tight)
		return tight_cells(text, line, cells, most);
	while (count < most && table_next_cell(cut, &from, true, &cells[count]))
		count++;
	return count;
}

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

/* A number, whose thousands blanks may part: 3 200. Returns its length, 0 where there is none. */
static size_t number_at(struct slice text, size_t at, struct number *n)
{
	enum { GROUP = 3 };
	size_t len = number_read(text, at, n), end = at + len;
	struct number more;

	while (len && len <= GROUP && end + GROUP < text.n && text.p[end] == ' ' &&
	       number_read(text, end + 1, &more) == GROUP && more.digits) {
		n->value = n->value * 1000 + more.value;
		end += 1 + GROUP;
	}
	return end - at;
}

/* The dash and the upper end of a range that begin at `at`: —10; their length, 0 without. */
static size_t upper_end(struct slice text, size_t at, double *max)
{
	size_t len = 0, digits;
	uint32_t c = at < text.n ? utf8_at(text, at, &len) : 0;
	struct number n;

	if ((c != 0x2014 && c != '-' && c != '~') || at + len >= text.n ||
	    !is_digit((unsigned char)text.p[at + len]))
		return 0;
	digits = number_read(text, at + len, &n);
	*max = n.value;
	return digits ? len + digits : 0;
}

bool table_figure(const struct reading *r, struct slice text, struct cell_figure *f)
{
	const struct words *w = r->words;
	size_t start = 0, len, rest, unit;
	struct number n;

	*f = (struct cell_figure){.op = {"", 0}, .unit = {"", 0}};
	while (start < text.n && (rest = lexicon_at(w->op_before, text, start, &f->op)) > 0)
		start += rest;
	f->total = start < text.n && utf8_at(text, start, &len) == 0x3014;
	f->total |= start < text.n && text.p[start] == '[';
	start += marks_at(text, start);
	while (start < text.n && (rest = lexicon_at(w->op_before, text, start, &f->op)) > 0)
		start += rest;
	if (start >= text.n || !is_digit((unsigned char)text.p[start]))
		return false;
	len = number_at(text, start, &n);
	if (!len)
		return false;
	f->value = n.value;
	f->max = NAN;
	if ((rest = upper_end(text, start + len, &f->max)) > 0) {
		f->op = slice_of("range");
		len += rest;
	}
	f->at = (struct span){start, start + len};
	unit = lexicon_at(w->unit, text, start + len, NULL);
	f->unit = slice_cut(text, (struct span){start + len, start + len + unit});
	rest = start + len + unit;
	while (rest < text.n && text.p[rest] == ' ')
		rest++;
	rest += lexicon_at(w->op_after, text, rest, &f->op);
	rest += marks_at(text, rest);
	return rest >= text.n;
}

bool table_is_void(const struct reading *r, struct slice text)
{
	return lexicon_has(r->words->table_void, text, NULL);
}

struct slice table_bare_unit(const struct reading *r, struct slice unit, double *by)
{
	struct number n;
	size_t first, len;
	uint32_t c = unit.n ? utf8_at(unit, 0, &first) : 0;
	bool whole = c != 0x4E07 && c != 0x4EBF && lexicon_has(r->words->unit, unit, NULL);
	struct slice rest;

	len = whole ? 0 : number_read(unit, 0, &n);
	rest = (struct slice){unit.p + len, unit.n - len};
	*by = 1;
	if (!len || n.digits || !rest.n || lexicon_at(r->words->currency, rest, 0, NULL))
		return unit;
	*by = n.value;
	return rest;
}

bool table_is_unit(const struct reading *r, struct slice text)
{
	double by;
	struct slice bare = table_bare_unit(r, text, &by);
	size_t slash = slice_find(text, 0, (struct slice){"/", 1});

	if (lexicon_has(r->words->unit, bare, NULL) || lexicon_has(r->words->time_unit, bare, NULL))
		return true;
	if (by == 1 && lexicon_before(r->words->currency, text, text.n, NULL) &&
	    !utf8_exceeds(text, 4))
		return true;
	if (slash < text.n && slash && !utf8_exceeds(text, 12))
		return (is_digit((unsigned char)text.p[0]) && slash + 1 < text.n &&
			is_digit((unsigned char)text.p[slash + 1])) || /* 1/10万 */
		       lexicon_before(r->words->unit, text, slash, NULL) > 0 ||
		       lexicon_before(r->words->unit, text, text.n, NULL) > 0;
	return false;
}

bool table_names_agencies(const struct reading *r, struct slice text)
{
	enum { LIST_CHARS = 119 };

	return text.n && !utf8_exceeds(text, LIST_CHARS) &&
	       lexicon_before(r->words->agency_end, text, text.n, NULL) > 0;
}
