/*
 * Page numbers and running heads. `- 12 -` and `第3页 共14页` alone on a line are page numbers;
 * glued into a line they must be one of a row that counts up. A running head is a short line that
 * cuts a sentence in two beside a page number, or more than once in the same words.
 */
#include "normalize/glyph.h"
#include "normalize/page_number.h"
#include "normalize/repair.h"

#include <stdlib.h>

/* In characters. */
enum { LONGEST_HEAD = 30 };

/* Short lines between two long ones; with more of them it is a table or a list. */
enum { MOST_PENDING = 6 };

/* Bytes: a longer line is a paragraph; shorter ones may be wrapped, which line.c sees better. */
enum { WRAPPED = 150 };

/* How often a head stands in a text that has no page numbers beside it. */
enum { OFTEN = 3 };

enum row_class { ROW_TEXT, ROW_SHORT, ROW_PAGE, ROW_GLUED };

struct row {
	struct span at; /* the line without its blanks; of a glued number, the number */
	enum row_class class;
	size_t number;	  /* of the page, or 0 */
	bool beside_page; /* a page number stands next to it, and nothing else */
	bool join;	  /* it stands inside a sentence of an unwrapped text */
	bool drop;
};

struct pages {
	struct slice t;
	struct arena *arena;
	struct row *rows; /* page numbers and lines that cut a sentence, in order */
	size_t count, capacity;
	struct row anchor; /* the last line of text */
	bool open;	   /* it ends in mid-sentence: nothing else can be cut */
	struct row pending[MOST_PENDING];
	size_t pending_count; /* short lines since; MOST_PENDING: too many */
	bool failed;
};

static size_t skip_blanks(struct slice t, size_t at)
{
	while (at < t.n && t.p[at] == ' ')
		at++;
	return at;
}

static void add(struct pages *p, struct row row)
{
	struct row *rows = arena_grow(p->arena, p->rows, p->count, &p->capacity, sizeof(*rows));

	if (!rows) {
		p->failed = true;
		return;
	}
	p->rows = rows;
	p->rows[p->count++] = row;
}

static bool ends_open(struct slice t, struct span at)
{
	size_t len;
	uint32_t c = at.end > at.start ? glyph_before(t, at.end, &len) : 0;

	return c && !glyph_ends_sentence(c) && c != ':' && c != ')';
}

/* Judges the short lines between the anchor and the line of text `next`. */
static void flush(struct pages *p, const struct row *next)
{
	bool cut = p->pending_count && next->at.end > next->at.start &&
		   !item_mark(p->t, next->at.start);
	size_t words = 0, numbers = 0;

	for (size_t i = 0; i < p->pending_count; i++) {
		words += p->pending[i].class == ROW_SHORT;
		numbers += p->pending[i].class == ROW_PAGE;
	}
	cut = cut && words <= 1;
	for (size_t i = 0; i < p->pending_count; i++) {
		struct row *r = &p->pending[i];

		r->join = cut && p->anchor.at.end - p->anchor.at.start > WRAPPED;
		r->beside_page = numbers > 0;
		if (cut || r->class == ROW_PAGE)
			add(p, *r);
	}
	p->pending_count = 0;
	p->anchor = *next;
	p->open = ends_open(p->t, next->at);
}

static struct row read_row(struct slice t, const struct survey_line *line)
{
	struct slice body = slice_trim(slice_cut(t, line->at));
	struct row r = {.at.start = (size_t)(body.p - t.p)};

	r.at.end = r.at.start + body.n;
	r.number = body.n <= 60 ? page_number(body) : 0;
	r.class = r.number ? ROW_PAGE
		  : line->stops & (STOP_PROSE | STOP_MARK) || utf8_exceeds(body, LONGEST_HEAD)
			  ? ROW_TEXT
			  : ROW_SHORT;
	return r;
}

static void read_line(struct pages *p, const struct survey_line *line)
{
	struct row r = read_row(p->t, line);

	if (r.at.start == r.at.end)
		return;
	r.drop = r.class == ROW_PAGE;
	if (r.class == ROW_TEXT)
		flush(p, &r);
	else if (p->open && p->pending_count < MOST_PENDING)
		p->pending[p->pending_count++] = r;
	else if (r.class == ROW_PAGE)
		add(p, r);
}

/* Behind a line that ends its sentence nothing is of interest but page numbers and another line. */
static void read_lines(struct pages *p, const struct survey *s)
{
	struct survey_line line;

	for (size_t i = 0; i < s->count; i = line.next) {
		if (!p->open)
			i = survey_find(s, i, STOP_OPEN_TEXT | STOP_DASHED | STOP_ONE | STOP_PAGE);
		if (i == s->count)
			break;
		line = survey_line_of(s, i);
		read_line(p, &line);
	}
}

static bool is_word(uint32_t c)
{
	return is_digit(c) || is_latin(c) || c == '.' || c == '_' || c == '/';
}

/* A number in the midst of a line: …建设- 12 -创新… */
static void read_glued(struct pages *p, size_t at)
{
	struct slice t = p->t;
	size_t len, value, of = 0, end = page_number_dashed(t, at, &value);
	uint32_t before = glyph_before(t, at, &len), after;
	bool sure = false;

	if (!end && (end = page_number_counted(t, at, &value, &of))) {
		sure = of >= value;
		end = sure ? end : 0;
	}
	after = end ? glyph_at(t, end, &len) : 0;
	if (!end || is_word(before) || is_word(after) || page_number_dash(before) ||
	    page_number_dash(after) || ((before == '\n' || !before) && (after == '\n' || !after)))
		return;
	add(p, (struct row){.at = {at, end}, .class = ROW_GLUED, .number = value, .drop = sure});
}

/* First bytes of -, — and 第. */
static const struct stop_bytes openers = {
	{['-'] = STOP_DASHED, [0xE2] = STOP_DASHED, [0xE7] = STOP_PAGE}};

/* Length of the mark that a page number begins with, 0 for any other character. */
static size_t opener_at(struct slice t, size_t at)
{
	struct slice rest = {t.p + at, t.n - at};

	if (t.p[at] == '-')
		return 1;
	return slice_starts(rest, slice_of("—")) || slice_starts(rest, slice_of("第")) ? 3 : 0;
}

/* Takes the places where such a mark stands before a digit, with or without a blank between. */
static void find_glued(struct pages *p, const struct survey *s)
{
	struct look l = {.survey = s, .stops = STOP_DASHED | STOP_PAGE};
	struct slice t = p->t;

	for (size_t at = 0; (at = look_next(&l, at, &openers)) < t.n; at++) {
		size_t len = opener_at(t, at), digit = skip_blanks(t, at + len);

		if (len && digit < t.n && is_digit((unsigned char)t.p[digit]))
			read_glued(p, at);
	}
}

static int compare_rows(const void *a, const void *b)
{
	const struct row *x = a, *y = b;

	if (x->at.start != y->at.start)
		return x->at.start < y->at.start ? -1 : 1;
	return 0;
}

/* A glued number counts on from the page number before it, or the next from it. */
static void judge_glued(struct pages *p)
{
	struct row *last = NULL;

	for (size_t i = 0; i < p->count; i++) {
		struct row *r = &p->rows[i];

		if (!r->number)
			continue;
		if (last && r->number == last->number + 1)
			r->drop = last->drop = true;
		last = r;
	}
}

static int compare_words(const void *a, const void *b, void *text)
{
	const struct row *const *x = a, *const *y = b;
	struct slice s = slice_cut(*(const struct slice *)text, (*x)->at);
	struct slice u = slice_cut(*(const struct slice *)text, (*y)->at);
	int order = memcmp(s.p, u.p, s.n < u.n ? s.n : u.n);

	return order ? order : (s.n > u.n) - (s.n < u.n);
}

/* Heads in the same words: as many as there are, or one beside a page number. */
static void judge_alike(struct row **heads, size_t count)
{
	bool beside = false;

	for (size_t i = 0; i < count; i++)
		beside = beside || heads[i]->beside_page;
	for (size_t i = 0; i < count; i++)
		heads[i]->drop = beside || count >= OFTEN;
}

static int judge_heads(struct pages *p, struct err *e)
{
	struct row **heads = arena_alloc(p->arena, (p->count + 1) * sizeof(struct row *));
	size_t n = 0;

	if (!heads)
		return err_nomem(e);
	for (size_t i = 0; i < p->count; i++)
		if (p->rows[i].class == ROW_SHORT)
			heads[n++] = &p->rows[i];
	qsort_r(heads, n, sizeof(*heads), compare_words, &p->t);
	for (size_t from = 0, to; from < n; from = to) {
		for (to = from + 1; to < n && !compare_words(&heads[from], &heads[to], &p->t);)
			to++;
		judge_alike(heads + from, to - from);
	}
	return 0;
}

static bool is_blank(char c)
{
	return c == '\n' || c == ' ';
}

/*
 * Drops a row of lines with the empty lines around them. One line end stays, unless the text goes
 * on behind them in mid-sentence.
 */
static void write_lines(struct editor *w, struct slice t, const struct row *first,
			const struct row *last)
{
	size_t from = first->at.start, to = last->at.end;

	while (to < t.n && is_blank(t.p[to]))
		to++;
	while (to > last->at.end && t.p[to - 1] == ' ')
		to--;
	while (from > w->pos && is_blank(t.p[from - 1]))
		from--;
	if (!first->join && from > w->pos && from < first->at.start)
		from = slice_find(t, from, slice_of("\n")) + 1;
	edit_keep_to(w, from);
	edit_replace(w, to - from, (struct slice){"", 0}, EDIT_FURNITURE);
}

static void write_glued(struct editor *w, const struct row *r)
{
	edit_keep_to(w, r->at.start);
	edit_replace(w, r->at.end - r->at.start, (struct slice){"", 0}, EDIT_FURNITURE);
}

static bool only_blanks(struct slice t, size_t from, size_t to)
{
	while (from < to && is_blank(t.p[from]))
		from++;
	return from == to;
}

static void write_rows(struct editor *w, const struct pages *p)
{
	for (size_t i = 0, last; i < p->count; i = last + 1) {
		last = i;
		if (!p->rows[i].drop || p->rows[i].at.start < w->pos)
			continue;
		if (p->rows[i].class == ROW_GLUED) {
			write_glued(w, &p->rows[i]);
			continue;
		}
		while (last + 1 < p->count && p->rows[last + 1].drop &&
		       only_blanks(p->t, p->rows[last].at.end, p->rows[last + 1].at.start))
			last++;
		write_lines(w, p->t, &p->rows[i], &p->rows[last]);
	}
}

int repair_page(struct doc *d, const struct survey *s, struct editor *w, struct err *e)
{
	struct pages p = {.t = s->text, .arena = &d->arena};
	struct row end_of_text = {.class = ROW_TEXT};

	editor_reset(w, p.t);
	read_lines(&p, s);
	end_of_text.at = (struct span){p.t.n, p.t.n};
	flush(&p, &end_of_text);
	find_glued(&p, s);
	if (p.failed)
		return err_nomem(e);
	if (p.count)
		qsort(p.rows, p.count, sizeof(*p.rows), compare_rows);
	judge_glued(&p);
	if (judge_heads(&p, e))
		return -1;
	write_rows(w, &p);
	return doc_push(d, "page", w, e);
}
