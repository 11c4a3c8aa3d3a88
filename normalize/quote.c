/*
 * Marks that go in pairs: “”, 《》 and the brackets of a document number 〔2021〕12号. A missing or
 * turned quotation mark is put right around a term that is known, from the table or because the
 * document quotes it elsewhere; a title's mark where a verb begins it or the name of a kind of
 * document ends it.
 */
#include "normalize/glyph.h"
#include "normalize/repair.h"
#include "normalize/tables/tables.h"

#include <stdlib.h>

/* Characters of a term; marks of a line; characters of a title. */
enum { LONGEST_TERM = 12, MOST_MARKS = 256, LONGEST_TITLE = 60 };

/* Terms remembered of a document, and the slots of their hash table. */
enum { MOST_TERMS = 4096, SLOT_BITS = 14 };

enum { MARK = 3 }; /* bytes of each of these marks */

enum mark_kind { QUOTE_OPEN, QUOTE_CLOSE, TITLE_OPEN, TITLE_CLOSE, NUMBER_OPEN, NUMBER_CLOSE };

struct mark {
	size_t at;
	enum mark_kind kind;
};

/* A mark to be put in the place of n bytes. */
struct fix {
	size_t at, n;
	enum mark_kind kind;
};

struct quotes {
	const struct survey *survey;
	struct slice t;
	struct fix *fixes; /* of the arena */
	size_t fix_count, fix_capacity;
	struct mark marks[MOST_MARKS]; /* of the line */
	size_t count;
	uint64_t *terms; /* hashes; made when first asked for */
	size_t term_count;
	struct arena *arena;
	bool failed;
};

static const char *const mark_text[] = {"“", "”", "《", "》", "〔", "〕"};

static uint64_t hash_of(struct slice s)
{
	uint64_t hash = 1469598103934665603u;

	for (size_t i = 0; i < s.n; i++)
		hash = (hash ^ (unsigned char)s.p[i]) * 1099511628211u;
	return hash | 1;
}

static uint64_t *slot_of(const struct quotes *q, uint64_t hash)
{
	size_t at = hash >> (64 - SLOT_BITS);

	while (q->terms[at] && q->terms[at] != hash)
		at = (at + 1) % (1u << SLOT_BITS);
	return &q->terms[at];
}

static void add_term(struct quotes *q, struct slice term)
{
	uint64_t hash = hash_of(term), *slot = slot_of(q, hash);

	if (*slot || q->term_count == MOST_TERMS)
		return;
	*slot = hash;
	q->term_count++;
}

/* Which mark stands at `at`; -1 for none. */
static int mark_at(const unsigned char *s)
{
	static const signed char by_last[] = {[0x8A] = TITLE_OPEN,
					      [0x8B] = TITLE_CLOSE,
					      [0x94] = NUMBER_OPEN,
					      [0x95] = NUMBER_CLOSE};

	if (s[0] == 0xE2 && s[1] == 0x80 && (s[2] == 0x9C || s[2] == 0x9D))
		return s[2] == 0x9C ? QUOTE_OPEN : QUOTE_CLOSE;
	if (s[0] == 0xE3 && s[1] == 0x80 && s[2] < sizeof(by_last) && by_last[s[2]])
		return by_last[s[2]];
	return -1;
}

static const struct stop_bytes candidates = {{[0xE2] = STOP_QUOTE, [0xE3] = STOP_QUOTE}};

static size_t next_mark(struct look *l, size_t at)
{
	struct slice t = l->survey->text;

	while ((at = look_next(l, at, &candidates)) < t.n &&
	       mark_at((const unsigned char *)t.p + at) < 0)
		at += MARK;
	return at;
}

/* The terms of the table and those between quotation marks in the document. */
static void read_terms(struct quotes *q)
{
	struct look l = {.survey = q->survey, .stops = STOP_QUOTE};
	struct slice t = q->t;

	q->terms = arena_zero(q->arena, 1u << SLOT_BITS, sizeof(*q->terms));
	q->failed = !q->terms;
	for (size_t i = 0; q->terms && i < quoted_term_count; i++)
		add_term(q, slice_of(quoted_terms[i]));
	for (size_t at = 0; q->terms && (at = next_mark(&l, at)) < t.n;) {
		size_t from = at + MARK, chars = 0;

		at = from;
		if (mark_at((const unsigned char *)t.p + from - MARK) != QUOTE_OPEN)
			continue;
		for (; at < t.n && chars <= LONGEST_TERM; chars++) {
			size_t len;
			uint32_t c = utf8_at(t, at, &len);

			if (!is_han(c) && !is_digit(c) && !is_latin(c) && c != '+' && c != '-')
				break;
			at += len;
		}
		if (chars >= 2 && chars <= LONGEST_TERM &&
		    slice_starts((struct slice){t.p + at, t.n - at}, slice_of("”")))
			add_term(q, slice_cut(t, (struct span){from, at}));
	}
}

static bool is_term(struct quotes *q, size_t from, size_t to)
{
	if (!q->terms && !q->failed)
		read_terms(q);
	return q->terms && *slot_of(q, hash_of(slice_cut(q->t, (struct span){from, to})));
}

/* End of the longest known term that begins at `at` and ends by `limit`; 0 without. */
static size_t term_after(struct quotes *q, size_t at, size_t limit)
{
	size_t end = 0, to = at;

	for (int n = 0; n < LONGEST_TERM && to < limit; n++) {
		to += utf8_len((unsigned char)q->t.p[to]);
		if (n > 0 && to <= limit && is_term(q, at, to))
			end = to;
	}
	return end;
}

/* Start of the longest known term that ends at `at`; `at` without. */
static size_t term_before(struct quotes *q, size_t at, size_t floor)
{
	size_t start = at, from = at, len;

	for (int n = 0; n < LONGEST_TERM && from > floor; n++) {
		glyph_before(q->t, from, &len);
		from -= len;
		if (n > 0 && from >= floor && is_term(q, from, at))
			start = from;
	}
	return start;
}

static void put(struct quotes *q, size_t at, size_t n, enum mark_kind kind)
{
	struct fix *fixes =
		arena_grow(q->arena, q->fixes, q->fix_count, &q->fix_capacity, sizeof(*fixes));

	if (!fixes) {
		q->failed = true;
		return;
	}
	q->fixes = fixes;
	q->fixes[q->fix_count++] = (struct fix){at, n, kind};
}

/* The next mark of the line that is a quotation mark; q->count without. */
static size_t next_quote(const struct quotes *q, size_t i)
{
	while (i < q->count && q->marks[i].kind > QUOTE_CLOSE)
		i++;
	return i;
}

/* “十四五期间 and “十四五“; returns the mark to go on with. */
static size_t repair_open(struct quotes *q, size_t i, size_t next, size_t line_end_at)
{
	size_t limit = next < q->count ? q->marks[next].at : line_end_at;
	size_t end = term_after(q, q->marks[i].at + MARK, limit);

	if (!end)
		return next;
	if (next < q->count && end == limit) {
		put(q, limit, MARK, QUOTE_CLOSE);
		return next_quote(q, next + 1);
	}
	put(q, end, 0, QUOTE_CLOSE);
	return next;
}

/* 十四五”期间 and ”十四五”; the mark closes nothing. */
static size_t repair_close(struct quotes *q, size_t i, size_t next, size_t line_start)
{
	size_t at = q->marks[i].at, floor = i ? q->marks[i - 1].at + MARK : line_start, start;

	if (next < q->count && q->marks[next].kind == QUOTE_CLOSE &&
	    is_term(q, at + MARK, q->marks[next].at)) {
		put(q, at, MARK, QUOTE_OPEN);
		return next_quote(q, next + 1);
	}
	start = term_before(q, at, floor);
	if (start < at)
		put(q, start, 0, QUOTE_OPEN);
	return next;
}

static void repair_quotes(struct quotes *q, size_t start, size_t end)
{
	for (size_t i = next_quote(q, 0), next; i < q->count; i = next) {
		next = next_quote(q, i + 1);
		if (q->marks[i].kind == QUOTE_CLOSE)
			next = repair_close(q, i, next, start);
		else if (next < q->count && q->marks[next].kind == QUOTE_CLOSE)
			next = next_quote(q, next + 1);
		else
			next = repair_open(q, i, next, end);
	}
}

static bool ends_with_any(struct slice s, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (slice_ends(s, slice_of(words[i])))
			return true;
	return false;
}

static bool starts_with_any(struct slice s, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (slice_starts(s, slice_of(words[i])))
			return true;
	return false;
}

/* 计划 and 计划(2023—2025年) */
static bool ends_title(struct slice s)
{
	if (s.n && s.p[s.n - 1] == ')') {
		const char *open = memrchr(s.p, '(', s.n);

		s.n = open ? (size_t)(open - s.p) : 0;
	}
	return ends_with_any(s, document_nouns, document_noun_count);
}

/* 《某市行动计划的通知: where the title ends, or 0. */
static size_t title_end(struct slice t, size_t at, size_t limit)
{
	for (size_t to = at, n = 0; to < limit && n < LONGEST_TITLE; n++) {
		struct slice rest = {t.p + to, t.n - to};

		if (n > 3 && starts_with_any(rest, behind_title, behind_title_count) &&
		    ends_title(slice_cut(t, (struct span){at, to})))
			return to;
		to += utf8_len((unsigned char)t.p[to]);
	}
	return 0;
}

/* 印发某市行动计划》: behind the only verb that may begin the title, or 0. */
static size_t title_start(struct slice t, size_t at, size_t floor)
{
	size_t from = at, len, start = 0;
	uint32_t c;

	if (!ends_title((struct slice){t.p + floor, at - floor}))
		return 0;
	for (int n = 0; n < LONGEST_TITLE && from > floor; n++, from -= len) {
		c = glyph_before(t, from, &len);
		if (c == ',' || c == ';' || c == ':' || glyph_ends_sentence(c))
			break;
		if (!ends_with_any((struct slice){t.p + floor, from - floor}, title_verbs,
				   title_verb_count))
			continue;
		if (start)
			return 0;
		start = from;
	}
	return start;
}

/* The sentence of a line between `from` and `to` has one mark of a title only. */
static void repair_title(struct quotes *q, const struct mark *m, size_t from, size_t to)
{
	size_t at;

	if (m->kind == TITLE_OPEN && (at = title_end(q->t, m->at + MARK, to)))
		put(q, at, 0, TITLE_CLOSE);
	if (m->kind == TITLE_CLOSE && (at = title_start(q->t, m->at, from)))
		put(q, at, 0, TITLE_OPEN);
}

/* Sentence by sentence: a line may hold many titles. */
static void repair_titles(struct quotes *q, size_t start, size_t end)
{
	for (size_t i = 0; start < end;) {
		size_t stop = slice_find((struct slice){q->t.p, end}, start, slice_of("。"));
		const struct mark *only = NULL;
		size_t n = 0;

		for (; i < q->count && q->marks[i].at < stop; i++) {
			if (q->marks[i].kind != TITLE_OPEN && q->marks[i].kind != TITLE_CLOSE)
				continue;
			only = &q->marks[i];
			n++;
		}
		if (n == 1)
			repair_title(q, only, start, stop);
		start = stop + MARK;
	}
}

enum { YEAR = 4, FIRST_YEAR = 1949, LAST_YEAR = 2060, MOST_NUMBER = 4 };

static bool is_year(struct slice t, size_t at)
{
	int year = 0;

	for (size_t i = 0; i < YEAR; i++) {
		if (at + i >= t.n || !is_digit((unsigned char)t.p[at + i]))
			return false;
		year = year * 10 + (t.p[at + i] - '0');
	}
	return year >= FIRST_YEAR && year <= LAST_YEAR;
}

/* Whether the number of a document follows: 12号 */
static bool number_follows(struct slice t, size_t at)
{
	size_t from = at;

	while (at < t.n && at - from <= MOST_NUMBER && is_digit((unsigned char)t.p[at]))
		at++;
	return at > from && at - from <= MOST_NUMBER &&
	       slice_starts((struct slice){t.p + at, t.n - at}, slice_of("号"));
}

/* 〔2021 12号, 〔2021)12号, 〔202112号 */
static void repair_number_end(struct quotes *q, size_t at)
{
	static const char32_t wrong[] = U" )]】〉>";
	struct slice t = q->t;
	size_t end = at + MARK + YEAR, len;

	if (!is_year(t, at + MARK))
		return;
	if (number_follows(t, end))
		put(q, end, 0, NUMBER_CLOSE);
	else if (glyph_in(glyph_at(t, end, &len), wrong) && len && number_follows(t, end + len))
		put(q, end, len, NUMBER_CLOSE);
}

/* 某政发2021〕12号, 某政发(2021〕12号 */
static void repair_number_start(struct quotes *q, size_t at)
{
	static const char32_t wrong[] = U" ([【〈<";
	struct slice t = q->t;
	size_t from = at - YEAR, len;
	uint32_t before;

	if (at < YEAR || !is_year(t, from) || !number_follows(t, at + MARK))
		return;
	before = glyph_before(t, from, &len);
	if (is_han(before))
		put(q, from, 0, NUMBER_OPEN);
	else if (before && glyph_in(before, wrong))
		put(q, from - len, len, NUMBER_OPEN);
}

static void repair_numbers(struct quotes *q)
{
	for (size_t i = 0; i < q->count; i++) {
		if (q->marks[i].kind == NUMBER_OPEN)
			repair_number_end(q, q->marks[i].at);
		else if (q->marks[i].kind == NUMBER_CLOSE)
			repair_number_start(q, q->marks[i].at);
	}
}

static bool is_paired(const struct quotes *q)
{
	size_t n[NUMBER_CLOSE + 1] = {0};
	int open = 0;

	for (size_t i = 0; i < q->count; i++) {
		enum mark_kind kind = q->marks[i].kind;

		n[kind]++;
		if (kind <= QUOTE_CLOSE && open != (kind == QUOTE_CLOSE))
			return false;
		open = kind <= QUOTE_CLOSE ? kind == QUOTE_OPEN : open;
	}
	return !open && n[TITLE_OPEN] == n[TITLE_CLOSE];
}

static void repair_line_quotes(struct quotes *q, size_t start, size_t end)
{
	if (!q->count)
		return;
	repair_numbers(q);
	if (is_paired(q) || q->count == MOST_MARKS)
		return;
	repair_quotes(q, start, end);
	repair_titles(q, start, end);
}

/* The line that holds `at`, which no line before `floor` does. */
static struct span line_around(struct slice t, size_t floor, size_t at)
{
	const char *before = memrchr(t.p + floor, '\n', at - floor);

	return (struct span){before ? (size_t)(before - t.p) + 1 : floor, line_end(t, at)};
}

static void read_marks(struct quotes *q)
{
	struct look l = {.survey = q->survey, .stops = STOP_QUOTE};
	struct slice t = q->t;
	struct span line = {0, 0};

	for (size_t at = 0; (at = next_mark(&l, at)) < t.n; at += MARK) {
		if (at >= line.end) {
			repair_line_quotes(q, line.start, line.end);
			q->count = 0;
			line = line_around(t, line.end, at);
		}
		if (q->count < MOST_MARKS)
			q->marks[q->count++] = (struct mark){
				at, (enum mark_kind)mark_at((const unsigned char *)t.p + at)};
	}
	repair_line_quotes(q, line.start, line.end);
}

static int compare_fixes(const void *a, const void *b)
{
	const struct fix *x = a, *y = b;

	return x->at < y->at ? -1 : x->at > y->at;
}

int repair_quote(struct doc *d, const struct survey *s, struct editor *w, struct err *e)
{
	struct quotes q = {.survey = s, .t = s->text, .arena = &d->arena};

	editor_reset(w, q.t);
	read_marks(&q);
	if (q.failed)
		return err_nomem(e);
	if (q.fix_count)
		qsort(q.fixes, q.fix_count, sizeof(*q.fixes), compare_fixes);
	for (size_t i = 0; i < q.fix_count; i++) {
		if (q.fixes[i].at < w->pos)
			continue;
		edit_keep_to(w, q.fixes[i].at);
		edit_replace(w, q.fixes[i].n, slice_of(mark_text[q.fixes[i].kind]), EDIT_QUOTE);
	}
	return doc_push(d, "quote", w, e);
}
