/*
 * Pairs whose halves were read as marks of different shapes: brackets `各县〈市、区)`, `(市、区〉`,
 * and quotation marks `"十四五”`, `“十四五"`. One half shows what the other must be; where both are
 * alike, or where the line has no such pair, they stay.
 */
#include "normalize/glyph.h"
#include "normalize/repair.h"

/* Characters between the two brackets; marks of a line that are looked at. */
enum { LONGEST_REMARK = 60, MOST_MARKS = 128 };

struct bracket_shape {
	uint32_t open, close;
};

static const struct bracket_shape shapes[] = {{U'〈', U'〉'}, {U'【', U'】'}};

static const struct bracket_shape *shape_of(uint32_t c)
{
	for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++)
		if (shapes[i].open == c || shapes[i].close == c)
			return &shapes[i];
	return NULL;
}

/* Whether the bracket that opens before `at` is closed by a round one. */
static bool closes_round(struct slice t, size_t at, const struct bracket_shape *shape)
{
	size_t len;
	int depth = 0;

	for (int n = 0; n < LONGEST_REMARK && at < t.n; n++, at += len) {
		uint32_t c = utf8_at(t, at, &len);

		if (c == '\n' || c == shape->open || c == shape->close)
			return false;
		depth += c == '(';
		if (c == ')' && depth-- == 0)
			return n > 0;
	}
	return false;
}

/* Whether the bracket that closes at `at` was opened by a round one. */
static bool opens_round(struct slice t, size_t at, const struct bracket_shape *shape)
{
	size_t len;
	int depth = 0;

	for (int n = 0; n < LONGEST_REMARK && at > 0; n++, at -= len) {
		uint32_t c = glyph_before(t, at, &len);

		if (c == '\n' || c == shape->open || c == shape->close)
			return false;
		depth += c == ')';
		if (c == '(' && depth-- == 0)
			return n > 0;
	}
	return false;
}

static void put(struct editor *w, size_t at, size_t n, const char *text, enum edit_kind kind)
{
	edit_keep_to(w, at);
	edit_replace(w, n, slice_of(text), kind);
}

static const struct stop_bytes angles = {{[0xE3] = STOP_QUOTE}};

int repair_angle(struct doc *d, const struct survey *s, struct editor *w, struct err *e)
{
	struct look l = {.survey = s, .stops = STOP_QUOTE};
	struct slice t = s->text;
	size_t len;

	editor_reset(w, t);
	for (size_t at = 0; (at = look_next(&l, at, &angles)) < t.n; at += len) {
		uint32_t c = utf8_at(t, at, &len);
		const struct bracket_shape *shape = shape_of(c);

		if (shape && c == shape->open && closes_round(t, at + len, shape))
			put(w, at, len, "(", EDIT_BRACKET);
		else if (shape && c == shape->close && opens_round(t, at, shape))
			put(w, at, len, ")", EDIT_BRACKET);
	}
	return doc_push(d, "angle", w, e);
}

/* The quotation marks of a line, straight ones among them. */
struct quote_marks {
	struct {
		size_t at;
		uint32_t code;
	} items[MOST_MARKS];
	size_t count;
	bool curly;
};

static void read_quotes(struct slice t, struct span line, struct quote_marks *m)
{
	static const struct byte_set quotes = {{['"'] = true, [0xE2] = true}};
	struct slice part = {t.p, line.end};
	size_t len;

	m->count = 0;
	m->curly = false;
	for (size_t at = line.start; (at = byte_next(part, at, &quotes)) < line.end; at += len) {
		uint32_t c = utf8_at(t, at, &len);

		if ((c != '"' && c != U'“' && c != U'”') || m->count == MOST_MARKS)
			continue;
		m->items[m->count].at = at;
		m->items[m->count++].code = c;
		m->curly = m->curly || c != '"';
	}
}

/* Straight marks that take turns with the curly ones: opening, closing, opening … */
static void write_quotes(struct editor *w, const struct quote_marks *m)
{
	for (size_t i = 0; i < m->count; i++)
		if ((m->items[i].code == U'“' && i % 2) || (m->items[i].code == U'”' && i % 2 == 0))
			return;
	for (size_t i = 0; i < m->count && m->count % 2 == 0; i++)
		if (m->items[i].code == '"')
			put(w, m->items[i].at, 1, i % 2 ? "”" : "“", EDIT_QUOTE);
}

static const struct stop_bytes straight = {{['"'] = STOP_QUOTE}};

int repair_straight(struct doc *d, const struct survey *s, struct editor *w, struct err *e)
{
	struct look l = {.survey = s, .stops = STOP_QUOTE};
	struct slice t = s->text;
	struct quote_marks marks;

	editor_reset(w, t);
	for (size_t at = 0, floor = 0; (at = look_next(&l, at, &straight)) < t.n;) {
		const char *before = memrchr(t.p + floor, '\n', at - floor);
		struct span line = {before ? (size_t)(before - t.p) + 1 : floor, line_end(t, at)};

		read_quotes(t, line, &marks);
		if (marks.curly && marks.count < MOST_MARKS)
			write_quotes(w, &marks);
		at = floor = line.end;
	}
	return doc_push(d, "straight", w, e);
}
