/*
 * What the forum software Discuz! writes into the lines of a text against copying: pairs of random
 * characters, the first of ! to ; or a blank, the second of ? to ~, with a blank between them, five
 * pairs or more: `优良天数比率(%)7 Z) Y% m# I) p8 {`. A blank before a blank, and one where a line
 * begins, is lost in most copies.
 */
#include "normalize/glyph.h"
#include "normalize/repair.h"

/* Fewer pairs are anything; fewer kinds of marks in them are codes or a list of letters. */
enum { FEWEST_PAIRS = 5, FEWEST_MARKS = 3 };

static bool is_first(char c)
{
	return c >= '!' && c <= ';';
}

static bool is_second(char c)
{
	return c >= '?' && c <= '~';
}

static bool is_mark(char c)
{
	return c > ' ' && c < 0x7F && !is_digit((unsigned char)c) && !is_latin((unsigned char)c);
}

/* Where the pair at `at` ends, with or without its first character; `at` where there is none. */
static size_t pair_end(struct slice t, size_t at)
{
	size_t blank = at + (at < t.n && is_first(t.p[at]));

	return blank + 1 < t.n && t.p[blank] == ' ' && is_second(t.p[blank + 1]) ? blank + 2 : at;
}

/* Whether a bar between the cells of a table ends at `end`: 2 j | 82. */
static bool is_bar(struct slice t, size_t end)
{
	return t.p[end - 1] == '|' && (end == t.n || t.p[end] == ' ' || t.p[end] == '\n');
}

static size_t kinds_of_marks(struct slice s)
{
	size_t kinds = 0;

	for (size_t i = 0; i < s.n; i++)
		kinds += is_mark(s.p[i]) && memchr(s.p, s.p[i], i) == NULL;
	return kinds;
}

/* Where the pairs around the blank at `at`, the first in them, begin; they end at *end. */
static size_t pairs_around(struct slice t, size_t at, size_t from, size_t *end)
{
	size_t start = at > from && is_first(t.p[at - 1]) ? at - 1 : at, next, pairs = 0;

	*end = start;
	while ((next = pair_end(t, *end)) > *end && !is_bar(t, next)) {
		*end = next;
		pairs++;
	}
	if (start > from && is_second(t.p[start - 1]) && (start < 2 || t.p[start - 2] == '\n'))
		start--;
	if (pairs < FEWEST_PAIRS ||
	    kinds_of_marks((struct slice){t.p + start, *end - start}) < FEWEST_MARKS)
		*end = start;
	return start;
}

static const struct stop_bytes blanks = {{[' '] = STOP_BLANK}};

int repair_jammer(struct doc *d, const struct survey *s, struct editor *w, struct err *e)
{
	struct look l = {.survey = s, .stops = STOP_BLANK};
	struct slice t = s->text;
	size_t at = 0, done = 0;

	editor_reset(w, t);
	while ((at = look_next(&l, at, &blanks)) < t.n) {
		size_t end = at, start;

		if (at + 1 < t.n && is_second(t.p[at + 1])) {
			start = pairs_around(t, at, done, &end);
			if (end > start) {
				edit_keep_to(w, start);
				edit_replace(w, end - start, (struct slice){"", 0}, EDIT_FURNITURE);
				done = end;
			}
		}
		at = end > at ? end : at + 1;
	}
	return doc_push(d, "jammer", w, e);
}
