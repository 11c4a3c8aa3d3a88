/*
 * Chunk markers: document-sharing sites cut a text into pages and put `1、`, `2、` … on a new line
 * at each cut, wherever that is. A real list looks the same but for this: its items are whole.
 * So the markers of a document are judged together: the row 1, 2, 3 … whose members cut most
 * sentences in two is taken, if enough of them do and they stand far enough apart.
 */
#include "normalize/glyph.h"
#include "normalize/repair.h"

enum { MOST_DIGITS = 4, CUT_SCORE = 4, WHOLE_SCORE = 1 };

/* How far back a line is searched for the end of an earlier sentence, in bytes. */
enum { SENTENCE_WINDOW = 900 };

/* Least mean distance of two markers in bytes: with a site's wrapper above, and without. */
enum { NEAR_WRAPPED = 90, NEAR_PLAIN = 240 };

/* There may be many of them, in a text that has been surveyed: small numbers do. */
struct marker {
	uint32_t at;  /* the digits; the line end, if any, is before */
	uint32_t end; /* past 、 */
	uint32_t value;
	uint32_t score;	   /* of the best row that ends here; 0: none does */
	uint32_t previous; /* in that row: index + 1, or 0 */
	bool cut;	   /* it stands inside a sentence */
	bool chosen;
};

struct markers {
	struct marker *items;
	size_t count;
	size_t capacity;
};

static size_t marker_end(struct slice t, size_t at, size_t *value)
{
	size_t end = at;

	*value = 0;
	while (end < t.n && end - at < MOST_DIGITS && is_digit((unsigned char)t.p[end]))
		*value = *value * 10 + (size_t)(t.p[end++] - '0');
	return *value && slice_starts((struct slice){t.p + end, t.n - end}, slice_of("、"))
		       ? end + strlen("、")
		       : 0;
}

/* Whether the line that ends at `end` holds the end of a sentence before its last words. */
static bool holds_sentence(struct slice t, size_t end)
{
	size_t from = end > SENTENCE_WINDOW ? end - SENTENCE_WINDOW : 0;
	const char *line = memrchr(t.p + from, '\n', end - from);
	size_t start = line ? (size_t)(line - t.p) : from;
	struct slice part = {t.p + start, end - start};

	return slice_find(part, 0, slice_of("。")) < part.n ||
	       slice_find(part, 0, slice_of(",")) < part.n;
}

static bool cuts_sentence(struct slice t, size_t at, size_t end)
{
	size_t len;
	uint32_t before, after = glyph_at(t, end, &len);

	while (at > 0 && (t.p[at - 1] == '\n' || t.p[at - 1] == ' '))
		at--;
	before = glyph_before(t, at, &len);
	if (!before || glyph_ends_sentence(before))
		return false;
	if (glyph_closes(after) && after != '(')
		return true;
	if (before == ')' || before == ':' || before == U'”' || before == U'》')
		return false;
	return holds_sentence(t, at);
}

static int find_markers(struct doc *d, const struct survey *s, struct markers *m, struct err *e)
{
	struct slice t = s->text;
	size_t value;

	for (size_t i = 0; (i = survey_find(s, i, STOP_MARKER)) < s->count; i++) {
		size_t at = s->stretches[i].start, end = marker_end(t, at, &value);
		struct marker *items;

		if (!end || !(s->stretches[i].stops & STOP_LINE))
			continue;
		items = arena_grow(&d->arena, m->items, m->count, &m->capacity, sizeof(*items));
		if (!items)
			return err_nomem(e);
		m->items = items;
		m->items[m->count++] = (struct marker){.at = (uint32_t)at,
						       .end = (uint32_t)end,
						       .value = (uint32_t)value,
						       .cut = cuts_sentence(t, at, end)};
	}
	return 0;
}

/* The marker that one of this value goes on from: the one before it, or that before one that is
 * lost. The index + 1, or 0. */
static size_t marker_before(const struct markers *m, const size_t *best, size_t value)
{
	size_t before = best[value - 1], gap = value > 2 ? best[value - 2] : 0;

	if (!before || !gap)
		return before ? before : gap;
	return m->items[gap - 1].score > m->items[before - 1].score + CUT_SCORE ? gap : before;
}

/* Links each marker to the best row it can continue; returns the end of the best row, or NULL. */
static const struct marker *link_rows(struct markers *m, size_t *best, size_t values)
{
	const struct marker *end = NULL;

	for (size_t i = 0; i < m->count; i++) {
		struct marker *k = &m->items[i];
		size_t own = k->cut ? CUT_SCORE : WHOLE_SCORE;
		size_t before = k->value <= values ? marker_before(m, best, k->value) : 0;

		if (k->value > values || (!before && k->value > 2))
			continue;
		k->previous = (uint32_t)before;
		k->score = (uint32_t)own + (before ? m->items[before - 1].score : 0);
		if (!best[k->value] || m->items[best[k->value] - 1].score < k->score)
			best[k->value] = i + 1;
		if (!end || end->score < k->score)
			end = k;
	}
	return end;
}

struct row {
	size_t length; /* markers but for one at the very start of the text */
	size_t cuts;
	size_t first;
	size_t last;
};

static struct row measure(const struct markers *m, const struct marker *end)
{
	struct row r = {.last = end->at};

	for (const struct marker *k = end;; k = &m->items[k->previous - 1]) {
		r.first = k->at;
		r.length += k->value > 1;
		r.cuts += k->cut;
		if (!k->previous)
			return r;
	}
}

static bool is_wrapped(const struct doc *d)
{
	struct slice t = doc_decoded(d);

	return furniture_is_wrapper((struct slice){t.p, line_end(t, 0)}, NULL);
}

static bool is_chunked(const struct doc *d, const struct markers *m, const struct marker *end)
{
	struct row r = measure(m, end);
	bool wrapped = is_wrapped(d);
	size_t distance = r.length ? (r.last - (r.first == end->at ? 0 : r.first)) / r.length : 0;

	if (wrapped && !r.length)
		return true;
	if (wrapped)
		return r.cuts >= 1 && r.cuts * 2 >= r.length && distance >= NEAR_WRAPPED;
	return r.cuts >= 2 && r.cuts * 4 >= r.length * 3 && distance >= NEAR_PLAIN;
}

static void write_row(struct editor *w, const struct markers *m)
{
	for (size_t i = 0; i < m->count; i++) {
		const struct marker *k = &m->items[i];
		size_t from = k->at > 0 && k->value > 1 ? k->at - 1 : k->at;

		if (!k->chosen)
			continue;
		edit_keep_to(w, from);
		edit_replace(w, k->end - from, (struct slice){"", 0}, EDIT_CHUNK);
	}
}

/* A row is linked from its end to its start, but edits go forward. */
static void choose_row(struct markers *m, const struct marker *end)
{
	for (size_t i = (size_t)(end - m->items) + 1; i; i = m->items[i - 1].previous)
		m->items[i - 1].chosen = true;
}

int repair_chunk(struct doc *d, const struct survey *s, struct editor *w, struct err *e)
{
	struct markers m = {0};
	const struct marker *end;
	size_t values, *best;

	editor_reset(w, s->text);
	if (find_markers(d, s, &m, e))
		return -1;
	values = 2 * m.count + 1;
	best = arena_zero(&d->arena, values + 1, sizeof(*best));
	if (!best)
		return err_nomem(e);
	end = link_rows(&m, best, values);
	if (end && is_chunked(d, &m, end)) {
		choose_row(&m, end);
		write_row(w, &m);
	}
	return doc_push(d, "chunk", w, e);
}
