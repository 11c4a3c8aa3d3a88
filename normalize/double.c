/*
 * What stands twice: characters doubled by an overprinted heading (第第一一章章), pinyin beside its
 * character (达(dá)), and a line of prose repeated directly below itself.
 */
#include "normalize/glyph.h"
#include "normalize/repair.h"
#include "normalize/tables/tables.h"

/* Doubled characters in a row: so many ideographs, or some of them among so many in all. */
enum { HAN_PAIRS = 3, MIXED_HAN = 2, MIXED_PAIRS = 4 };

enum { LONGEST_SYLLABLE = 6, SHORTEST_LINE = 30 };

static const char32_t toned[] = U"āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ";

/* Length of the character at `at` when it stands there twice, else 0. */
static size_t pair_at(struct slice t, size_t at)
{
	size_t len;

	if (at >= t.n)
		return 0;
	len = utf8_len((unsigned char)t.p[at]);
	if (t.p[at] == '\n' || t.p[at] == ' ' || at + 2 * len > t.n)
		return 0;
	return memcmp(t.p + at, t.p + at + len, len) ? 0 : len;
}

static size_t pair_before(struct slice t, size_t at, size_t floor)
{
	size_t len;

	if (at <= floor)
		return 0;
	glyph_before(t, at, &len);
	return at >= floor + 2 * len && pair_at(t, at - 2 * len) == len ? len : 0;
}

/* Two pairs of the same character are no doubling: 哈哈哈哈. */
static bool differs(struct slice t, size_t at, size_t next, size_t len)
{
	return pair_at(t, next) != len || memcmp(t.p + at, t.p + next, len) != 0;
}

/* Whether the pairs from `at` on spell AABB words only: 方方面面. */
static bool are_words(struct slice t, size_t at, size_t end)
{
	size_t i;

	while (at < end) {
		size_t a = pair_at(t, at), b = pair_at(t, at + 2 * a);

		for (i = 0; i < aabb_word_count; i++)
			if (a + b == strlen(aabb_words[i]) && at + 2 * (a + b) <= end &&
			    !memcmp(t.p + at, aabb_words[i], a) &&
			    !memcmp(t.p + at + 2 * a, aabb_words[i] + a, b))
				break;
		if (i == aabb_word_count)
			return false;
		at += 2 * (a + b);
	}
	return true;
}

/*
 * A row of pairs around the pair of ideographs at `at`; returns where it ends. What stands before
 * `floor` has been judged.
 */
static size_t repair_pairs(struct editor *w, struct slice t, size_t floor, size_t at)
{
	size_t len, from = at, to = at, han = 0, pairs = 0;

	if (floor < w->pos)
		floor = w->pos;
	while ((len = pair_before(t, from, floor)))
		from -= 2 * len;
	for (size_t k = from; (len = pair_at(t, k)); k = to) {
		size_t unit;

		to = k + 2 * len;
		han += is_han(utf8_at(t, k, &unit));
		pairs++;
		if (!differs(t, k, to, len))
			return to > at ? to : at + len;
	}
	if ((han < HAN_PAIRS && (han < MIXED_HAN || pairs < MIXED_PAIRS)) || are_words(t, from, to))
		return to;
	for (size_t k = from; k < to; k += 2 * len) {
		len = pair_at(t, k);
		edit_keep_to(w, k + len);
		edit_replace(w, len, (struct slice){"", 0}, EDIT_DOUBLE);
	}
	return to;
}

static bool is_tone(uint32_t c)
{
	return glyph_in(c, toned);
}

/* (dá) or dá between ideographs, its toned vowel being at `at`; returns where to go on. */
static size_t repair_pinyin(struct editor *w, struct slice t, size_t at)
{
	size_t from = at, to = at, len, tones = 0, letters = 0;
	uint32_t c;

	while (from > w->pos && is_latin(glyph_before(t, from, &len)))
		from -= len;
	for (; is_latin(c = glyph_at(t, to, &len)) || is_tone(c) || c == U'ü'; to += len)
		tones += is_tone(c);
	letters = utf8_count(slice_cut(t, (struct span){from, to}));
	if (tones != 1 || letters > LONGEST_SYLLABLE)
		return to;
	if (glyph_before(t, from, &len) == '(' && glyph_at(t, to, &len) == ')') {
		from--;
		to++;
	}
	if (!is_han(glyph_before(t, from, &len)) || from < w->pos)
		return to;
	edit_keep_to(w, from);
	edit_replace(w, to - from, (struct slice){"", 0}, EDIT_DOUBLE);
	return to;
}

/* The line end at `at`, when the line behind it repeats the one before it. */
static size_t repair_line_twice(struct editor *w, struct slice t, size_t start, size_t at)
{
	struct slice line = {t.p + start, at - start};
	struct slice rest = {t.p + at + 1, t.n - at - 1};

	if (line.n < SHORTEST_LINE || !slice_starts(rest, line) ||
	    (rest.n > line.n && rest.p[line.n] != '\n'))
		return at + 1;
	if (!memchr(line.p, ',', line.n) && slice_find(line, 0, slice_of("。")) == line.n)
		return at + 1;
	edit_keep_to(w, at);
	edit_replace(w, line.n + 1, (struct slice){"", 0}, EDIT_DOUBLE);
	return at + 1 + line.n;
}

int repair_double(struct doc *d, struct editor *w, struct err *e)
{
	struct slice t = doc_text(d);
	const unsigned char *s = (const unsigned char *)t.p;
	size_t line = 0, judged = 0, at = 0, len;

	editor_reset(w, t);
	while (at < t.n) {
		if (s[at] >= 0xE3 && s[at] <= 0xE9) {
			bool twice = at + 6 <= t.n && s[at + 2] == s[at + 5] && pair_at(t, at);

			if (twice && is_han(utf8_at(t, at, &len)))
				judged = at = repair_pairs(w, t, judged, at);
			else
				at += 3;
		} else if (s[at] >= 0xC3 && s[at] <= 0xC7) {
			at = is_tone(utf8_at(t, at, &len)) ? repair_pinyin(w, t, at) : at + 2;
		} else if (s[at] == '\n') {
			size_t next = repair_line_twice(w, t, line, at);

			line = next == at + 1 ? next : line;
			at = next;
		} else {
			at += utf8_len(s[at]);
		}
	}
	return doc_push(d, "double", w, e);
}
