/*
 * Brackets of agency lists: `责任单位:甲局、乙局)` gets its `(`, `(责任单位:甲局、乙局` gets its
 * `)` where the next item begins, and names in a list get back the brackets they lost.
 */
#include "normalize/glyph.h"
#include "normalize/repair.h"
#include "normalize/tables/tables.h"

/* Bytes: a longer list is none; a remark behind 。 inside the brackets is no longer than this. */
enum { LONGEST_LIST = 1800, LONGEST_REMARK = 150, LONGEST_NAME = 60, SHORTEST_NAME = 12 };

static const char32_t agency_ends[] = U"部局委办厅院会";
static const char32_t list_ends[] = U")部局委办厅院会府区县市位门组等行社团心站所";
static const char32_t separators[] = U"、,;:()。\n";

struct list {
	struct slice text;
	size_t word;	 /* where the list word begins */
	size_t names;	 /* behind its colon */
	size_t end;	 /* of the last name, before `)` and 。 */
	size_t next;	 /* where to look for another list */
	bool opened;	 /* `(` is there */
	bool closed;	 /* `)` is there */
	int depth;	 /* brackets open inside it at its end */
	bool inline_end; /* what ended it is the next item of the same line */
};

static size_t list_word_at(struct slice t, size_t at)
{
	struct slice rest = {t.p + at, t.n - at};

	for (size_t i = 0; rest.n > 3 && i < list_word_count; i++) {
		struct slice word;

		if (memcmp(rest.p, list_words[i], 3) != 0)
			continue;
		word = slice_of(list_words[i]);
		if (slice_starts(rest, word) && word.n < rest.n && rest.p[word.n] == ':')
			return word.n + 1;
	}
	return 0;
}

/* Where the label begins that ends with the list word: (牵头|责任单位:, (市级配合|单位: */
static size_t label_start(struct slice t, size_t word, size_t from)
{
	enum { LONGEST_PREFIX = 6 };
	size_t at = word, len;
	uint32_t c = glyph_before(t, at, &len);

	for (int i = 0; i < LONGEST_PREFIX && at > from && is_han(c); i++) {
		at -= len;
		c = glyph_before(t, at, &len);
	}
	return at >= from && c == '(' ? at : word;
}

/* Whether a bracket opened before the label on its line holds it: (牵头领导:某某;牵头单位: */
static bool is_inside(struct slice t, size_t word, size_t from)
{
	enum { REACH = 120 };
	size_t limit = word > from + REACH ? word - REACH : from;

	for (size_t at = word; at > limit; at--) {
		char c = t.p[at - 1];

		if (c == '(')
			return t.p[word - 1] == ';' || t.p[word - 1] == ',';
		if (c == ')' || c == '\n')
			return false;
	}
	return false;
}

/* The next list word with its colon; found by the colon, which is rare. */
static const struct stop_bytes colon = {{[':'] = STOP_LIST}};

/* The next list word with its colon, from `from` on; found by the colon. */
static bool find_list(struct look *k, size_t from, struct list *l)
{
	struct slice t = k->survey->text;
	size_t len;

	for (size_t at = from; (at = look_next(k, at, &colon)) < t.n; at++) {
		size_t word = at;

		for (int i = 0; i < 6 && word > from; i++) {
			glyph_before(t, word, &len);
			word -= len;
			if (i < 3 || word < from || list_word_at(t, word) != at + 1 - word)
				continue;
			word = label_start(t, word, from);
			*l = (struct list){.text = t, .word = word, .names = at + 1};
			l->opened = glyph_before(t, word, &len) == '(' || is_inside(t, word, from);
			return true;
		}
	}
	return false;
}

/* Whether the next item or heading begins at `at`, so that an open list must have ended. */
static bool item_begins(struct slice t, size_t at)
{
	size_t len, mark;
	uint32_t first = glyph_at(t, at, &len);

	if (!is_digit(first) && first != '(' && !glyph_is_numeral(first))
		return false;
	mark = item_mark(t, at);
	return mark && glyph_in(glyph_before(t, at, &len), list_ends) &&
	       is_han(glyph_at(t, at + mark, &len));
}

/* 。 inside the brackets, with a remark up to `)`: 。逗号前为牵头单位,下同) */
static size_t remark_end(struct slice t, size_t at)
{
	size_t limit = t.n - at > LONGEST_REMARK ? at + LONGEST_REMARK : t.n;

	for (at += strlen("。"); at < limit; at += utf8_len((unsigned char)t.p[at])) {
		if (t.p[at] == ')')
			return at;
		if (t.p[at] == '(' || t.p[at] == '\n' || item_begins(t, at) ||
		    slice_starts((struct slice){t.p + at, t.n - at}, slice_of("。")))
			return 0;
	}
	return 0;
}

static void list_closed(struct list *l, size_t at)
{
	l->closed = true;
	l->end = at;
}

/* One character of the list; false when the list ends at *at. */
static bool list_step(struct list *l, size_t *at, int *depth)
{
	struct slice t = l->text;
	size_t len, remark;
	uint32_t c = utf8_at(t, *at, &len);

	if (c >= 0x80 && c != U'。' && !glyph_is_numeral(c)) {
		*at += len;
		return true;
	}
	if (item_begins(t, *at)) {
		l->inline_end = true;
		return false;
	}
	if (c == '\n' || (c == '(' && list_word_at(t, *at + 1)))
		return false;
	if (c == U'。') {
		remark = l->opened ? remark_end(t, *at) : 0;
		if (remark)
			list_closed(l, *at);
		return false;
	}
	*depth += c == '(';
	if (c == ')' && --*depth < 0) {
		list_closed(l, *at);
		return false;
	}
	*at += len;
	return true;
}

static bool read_list(struct list *l)
{
	struct slice t = l->text;
	size_t at = l->names, limit = t.n - at > LONGEST_LIST ? at + LONGEST_LIST : t.n;
	int depth = 0;

	while (at < limit && list_step(l, &at, &depth))
		;
	l->depth = depth;
	l->next = at;
	if (!l->closed)
		l->end = at;
	while (l->end > l->names && t.p[l->end - 1] == ' ')
		l->end--;
	return at < limit || at == t.n;
}

static void insert(struct editor *w, size_t at, const char *what)
{
	edit_keep_to(w, at);
	edit_replace(w, 0, slice_of(what), EDIT_BRACKET);
}

/* 有关县市、区 → 有关县(市、区) */
static size_t repair_division(struct editor *w, struct slice t, size_t at)
{
	struct slice rest = {t.p + at, t.n - at};

	for (size_t i = 0; i < division_opener_count; i++) {
		struct slice opener = slice_of(division_openers[i]);
		struct slice name = {rest.p + opener.n, rest.n - opener.n};

		if (!slice_starts(rest, opener))
			continue;
		for (size_t k = 0; k < division_bracket_count; k++) {
			struct slice lost = slice_of(division_brackets[k].lost);

			if (!slice_starts(name, lost))
				continue;
			edit_keep_to(w, at + opener.n);
			edit_replace(w, lost.n, slice_of(division_brackets[k].whole), EDIT_BRACKET);
			return opener.n + lost.n;
		}
	}
	return 0;
}

static const char *level_of(struct slice name)
{
	for (size_t i = 0; i < level_word_count; i++)
		if (slice_starts(name, slice_of(level_words[i])))
			return level_words[i];
	return NULL;
}

/* 市委宣传部市委网信办 → 市委宣传部(市委网信办): where the second name begins, or 0. */
static size_t glued_at(struct slice name)
{
	const char *level = level_of(name);
	size_t len;

	if (!level || name.n > LONGEST_NAME ||
	    !glyph_in(utf8_before(name, name.n, &len), agency_ends))
		return 0;
	for (size_t i = SHORTEST_NAME; i + SHORTEST_NAME <= name.n; i++) {
		struct slice second = {name.p + i, name.n - i};

		if (slice_starts(second, slice_of(level)) &&
		    glyph_in(utf8_before(name, i, &len), agency_ends))
			return i;
	}
	return 0;
}

static size_t name_end(struct slice t, size_t at, size_t end)
{
	while (at < end) {
		size_t len;

		if (glyph_in(utf8_at(t, at, &len), separators))
			break;
		at += len;
	}
	return at;
}

static void repair_names(struct editor *w, const struct list *l)
{
	struct slice t = l->text;
	size_t len;

	for (size_t at = l->names; at < l->end;) {
		size_t end = name_end(t, at, l->end), glued, division = repair_division(w, t, at);
		bool bracketed = end < t.n && t.p[end] == '(';

		if (division) {
			at += division;
			continue;
		}
		glued = bracketed ? 0 : glued_at((struct slice){t.p + at, end - at});
		if (glued) {
			insert(w, at + glued, "(");
			insert(w, end, ")");
		}
		glyph_at(t, end, &len);
		at = end + len;
	}
}

/* A list without both brackets is one where the next item follows it on its line. */
static bool lost_both(const struct list *l)
{
	size_t len;

	return l->inline_end && glyph_ends_sentence(glyph_before(l->text, l->word, &len));
}

static void repair_list(struct editor *w, const struct list *l)
{
	bool both = !l->opened && !l->closed && lost_both(l);

	if (l->depth > 1)
		return;
	if ((!l->opened && l->closed) || both)
		insert(w, l->word, "(");
	repair_names(w, l);
	if ((l->opened && !l->closed && l->end < l->text.n) || both)
		insert(w, l->end, l->depth ? "))" : ")");
}

int repair_bracket(struct doc *d, const struct survey *s, struct editor *w, struct err *e)
{
	struct look k = {.survey = s, .stops = STOP_LIST};
	struct list l;
	size_t at = 0;

	editor_reset(w, s->text);
	while (find_list(&k, at, &l)) {
		if (read_list(&l))
			repair_list(w, &l);
		at = l.next;
	}
	return doc_push(d, "bracket", w, e);
}
