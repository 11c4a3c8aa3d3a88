/*
 * Closed vocabulary: a character that stands, all others being right, in the place of a similar one
 * of an agency's name, a heading, a time word or a unit (市财改局, 贵任单位). Of short words the
 * neighbours must agree as well: 2025年未 is read as 年末 only before punctuation.
 */
#include "normalize/glyph.h"
#include "normalize/repair.h"
#include "normalize/tables/tables.h"

static bool is_suspect(uint32_t a, uint32_t b)
{
	uint32_t hash = word_fix_pair(a, b);

	return word_fix_pairs[hash / 32] >> hash % 32 & 1;
}

/* The first entry for a character. */
static size_t first_fix(uint32_t c)
{
	size_t low = 0, high = word_fix_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (word_fixes[middle].wrong < c)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool amount_before(struct slice t, size_t at)
{
	size_t len;
	uint32_t c = glyph_before(t, at, &len);

	return is_digit(c) ||
	       (at > len && glyph_in(c, U"万亿") && is_digit((unsigned char)t.p[at - len - 1]));
}

/* A digit before 年末; punctuation or 前 behind it. */
static bool time_ends(struct slice t, size_t from, size_t to)
{
	size_t len;
	uint32_t before = glyph_before(t, from, &len), after = glyph_at(t, to, &len);

	return (is_digit(before) || glyph_in(before, U"今明本每")) &&
	       (!after || after == '\n' || after == U'前' || glyph_closes(after));
}

/* The word that the entry makes around `at`; NULL when anything else differs. */
static const struct fixed_word *word_around(struct slice t, size_t at, const struct word_fix *f)
{
	const struct fixed_word *word = &fixed_words[f->word];
	size_t n = strlen(word->text), before = (size_t)f->place * 3, from = at - before;

	if (at < before || n > t.n - from || memcmp(t.p + from, word->text, before) != 0 ||
	    memcmp(t.p + at + 3, word->text + before + 3, n - before - 3) != 0)
		return NULL;
	if ((word->amount && !amount_before(t, from)) ||
	    (word->time && !time_ends(t, from, from + n)))
		return NULL;
	return word;
}

/* Two words that want another character there leave it as it is. */
static const char *right_character(struct slice t, size_t at, uint32_t c)
{
	const char *right = NULL;

	for (size_t i = first_fix(c); i < word_fix_count && word_fixes[i].wrong == c; i++) {
		const struct fixed_word *word = word_around(t, at, &word_fixes[i]);
		const char *found = word ? word->text + 3 * (size_t)word_fixes[i].place : NULL;

		if (right && found && memcmp(right, found, 3) != 0)
			return NULL;
		right = found ? found : right;
	}
	return right;
}

/* The character c at `at` may be wrong. */
static void repair_at(struct editor *w, struct slice t, size_t at, uint32_t c)
{
	const char *right = at < w->pos ? NULL : right_character(t, at, c);

	if (!right)
		return;
	edit_keep_to(w, at);
	edit_replace(w, 3, (struct slice){right, 3}, EDIT_WORD);
}

/* The pairs of characters in a stretch, and the one at its beginning. */
static void repair_stretch(struct editor *w, struct slice t, struct span stretch)
{
	size_t len, last_len;
	uint32_t c, last = glyph_before(t, stretch.start, &last_len);

	for (size_t at = stretch.start; at < stretch.end; at += len, last = c, last_len = len) {
		c = utf8_at(t, at, &len);
		if (len != last_len || !is_suspect(last, c))
			continue;
		repair_at(w, t, at - len, last);
		repair_at(w, t, at, c);
	}
}

int repair_word(struct doc *d, const struct survey *s, struct editor *w, struct err *e)
{
	editor_reset(w, s->text);
	for (size_t i = 0; (i = survey_find(s, i, STOP_WORD)) < s->count; i++)
		repair_stretch(w, s->text,
			       (struct span){s->stretches[i].start, s->stretches[i + 1].start});
	return doc_push(d, "word", w, e);
}
