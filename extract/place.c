/*
 * Place: the administrative place that a title or the name of an agency begins with.
 *
 * Names of places end with a word that tells their rank (省, 市, 县 …); a place of a lower rank may
 * follow one of a higher. No list of names is needed, but one of the words that end like a place
 * and are none (城市, 社区).
 */
#include "extract/number.h"
#include "extract/reading.h"

enum { MOST_CHARS = 11, MOST_BELOW = 9 };

/* What a title may have before the place: quotation marks, a year, 中共. */
static size_t skip_opening(const struct words *w, struct slice text)
{
	size_t at = 0, len, n;

	while (at < text.n) {
		uint32_t c = utf8_at(text, at, &len);

		n = lexicon_at(w->region_before, text, at, NULL);
		if (n)
			at += n;
		else if (is_digit(c))
			at += len;
		else
			break;
	}
	return at;
}

/* Whether the one character from `start` to `at` is a name before 县: 洋 | 县. */
static bool is_single(const struct words *w, struct slice text, size_t start, size_t at)
{
	return at > start && lexicon_at(w->region_single, text, at, NULL) &&
	       !lexicon_at(w->region_single_not, text, start, NULL);
}

/* The end of the next name of a place from `at` on, and its rank; `at` where there is none. */
static size_t name_end(const struct words *w, struct slice text, size_t at, size_t most, long *rank)
{
	size_t chars = 0, len, from = at;
	struct slice value;

	for (; at < text.n && chars < most; at += len, chars++) {
		size_t n = lexicon_at(w->region_end, text, at, &value);

		if (!is_han(utf8_at(text, at, &len)) ||
		    (lexicon_at(w->region_not, text, at, NULL) &&
		     !(chars == 1 && lexicon_at(w->region_name, text, at, NULL))))
			return from;
		if (n && (chars > 1 || is_single(w, text, from, at)) && number_whole(value, rank))
			return at + n;
	}
	return from;
}

struct slice place_of(const struct words *w, struct slice text)
{
	size_t start = skip_opening(w, text), end, next;
	struct slice known;
	long rank, below;

	if (lexicon_at(w->region_known, text, start, &known))
		return known;
	end = name_end(w, text, start, MOST_CHARS, &rank);
	while (end > start) {
		next = name_end(w, text, end, MOST_BELOW, &below);
		if (next == end || below <= rank)
			break;
		end = next;
		rank = below;
	}
	if (end == start && lexicon_at(w->region_province, text, start, &known))
		return known;
	return slice_cut(text, (struct span){start, end});
}
