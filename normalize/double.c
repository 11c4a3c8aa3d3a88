/*
 * What was printed over or beside the text, or twice: the letters of a watermark between characters
 * (新w增w企w业w数), characters doubled by an overprinted heading (第第一一章章), pinyin beside its
 * character (达(dá)), and a line of prose repeated directly below itself.
 */
#include "normalize/glyph.h"
#include "normalize/repair.h"
#include "normalize/tables/tables.h"

/* Doubled characters in a row: so many ideographs, or some of them among so many in all. */
enum { HAN_PAIRS = 3, MIXED_HAN = 2, MIXED_PAIRS = 4 };

/* Letters of a watermark in a row, each between two ideographs. */
enum { LEAST_STREWN = 4 };

/* Letters that stand for a name or figure which isn't told: 于X年X月X日, X省X市X县. */
static const char32_t placeholders[] = U"xXnNmMoO";

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

/*
 * The same letter again and again, one ideograph before each and one behind the last; the first of
 * them stands at `at`. Returns where to go on.
 */
static size_t repair_strewn(struct editor *w, struct slice t, size_t at)
{
	size_t to = at, len, letters = 0;

	while (to < t.n && t.p[to] == t.p[at] && is_han(glyph_at(t, to + 1, &len))) {
		letters++;
		to += 1 + len;
	}
	if (letters < LEAST_STREWN || glyph_in((unsigned char)t.p[at], placeholders))
		return at + 1;
	while (letters--) {
		edit_keep_to(w, at);
		edit_replace(w, 1, (struct slice){"", 0}, EDIT_DOUBLE);
		glyph_at(t, at + 1, &len);
		at += 1 + len;
	}
	return to;
}

/* Whether the text of a span, a line of prose or what it was repeated as, stands again at `at`. */
static bool is_repeated(struct slice t, struct span line, size_t at)
{
	struct slice text = slice_cut(t, line), rest = {t.p + at, t.n - at};

	return text.n >= SHORTEST_LINE && slice_starts(rest, text) &&
	       (rest.n == text.n || rest.p[text.n] == '\n');
}

static const struct byte_set candidates = {{[0xC3] = true,
					    [0xC4] = true,
					    [0xC5] = true,
					    [0xC6] = true,
					    [0xC7] = true,
					    [0xE3] = true,
					    [0xE4] = true,
					    [0xE5] = true,
					    [0xE6] = true,
					    [0xE7] = true,
					    [0xE8] = true,
					    [0xE9] = true}};

/* What is doubled inside a stretch; returns where to go on. */
static size_t repair_inside(struct editor *w, struct slice t, struct span stretch, size_t *judged)
{
	size_t at = stretch.start, len;

	while ((at = byte_next((struct slice){t.p, stretch.end}, at, &candidates)) < stretch.end) {
		uint32_t c = utf8_at(t, at, &len);

		if (len == 2)
			at = is_tone(c) ? repair_pinyin(w, t, at) : at + len;
		else if (is_han(c) && pair_at(t, at))
			*judged = at = repair_pairs(w, t, *judged, at);
		else if (is_han(c) && at + len < t.n && is_latin((unsigned char)t.p[at + len]))
			at = repair_strewn(w, t, at + len);
		else
			at += len;
	}
	return at;
}

/*
 * The line repeats the one before it, which is the last of what was repeated before it where *known
 * ends there. Drops it when it is prose, or the whole of that stands there again.
 */
static bool repair_line_twice(struct editor *w, struct slice t, const struct survey_line *line,
			      struct span *known)
{
	size_t end = line->at.start - 1;
	struct span text = {end - (line->at.end - line->at.start), end};

	if (known->end == end)
		text = *known;
	if (!(line->stops & STOP_PROSE) || !is_repeated(t, text, line->at.start))
		return false;
	edit_keep_to(w, text.end);
	edit_replace(w, text.end - text.start + 1, (struct slice){"", 0}, EDIT_DOUBLE);
	*known = (struct span){text.start, w->pos};
	return true;
}

int repair_double(struct doc *d, const struct survey *s, struct editor *w, struct err *e)
{
	const uint32_t stops = STOP_TWICE | STOP_TONE | STOP_REPEATED;
	struct span known = {0, 0};
	size_t at = 0, judged = 0;

	editor_reset(w, s->text);
	for (size_t i = 0; (i = survey_find(s, i, stops)) < s->count; i++) {
		const struct stretch *here = &s->stretches[i];
		struct survey_line line;

		if (at >= here[1].start)
			continue;
		if (here->stops & STOP_REPEATED && here->start >= w->pos) {
			line = survey_line_of(s, i);
			if (repair_line_twice(w, s->text, &line, &known)) {
				at = w->pos;
				continue;
			}
		}
		if (at < here->start)
			at = here->start;
		at = repair_inside(w, s->text, (struct span){at, here[1].start}, &judged);
	}
	return doc_push(d, "double", w, e);
}
