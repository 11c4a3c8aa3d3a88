/*
 * Hard wraps. In a hard-wrapped document most long lines are about equally wide, and a full line
 * that ends without punctuation goes on in the next one. In any document a line end is a wrap where
 * the next line begins with closing punctuation, or the line ends with , or 、 in mid-sentence.
 * Lists, tables with a cell a line, headings and signatures have short lines and stay apart.
 */
#include "normalize/glyph.h"
#include "normalize/repair.h"

/* Widths in cells: 2 for an ideograph, 1 for a letter. */
enum { NARROWEST = 36, WIDEST = 160, SLACK = 6, OVERHANG = 6, FULL_LINES = 4, PROSE = 24 };

/* Characters of a label with a colon: 完成时限:. Shorter ones may be the end of one. */
enum { SHORTEST_LABEL = 4, LONGEST_LABEL = 8 };

struct wrap {
	size_t width; /* of full lines; 0 when the document is not hard-wrapped */
};

struct row {
	struct span at; /* without indentation, trailing blanks and line end */
	size_t indent;	/* blanks before */
	size_t joined;	/* cells of the lines joined to it before */
	bool prose;	/* it has , or 。 */
};

/* Eight bytes at once: a byte counts 1 for ASCII, 2 where a character begins, 0 where it goes on.
 */
static size_t width_of_eight(const char *p)
{
	const uint64_t ones = 0x0101010101010101u;
	uint64_t bytes, high, begin;

	memcpy(&bytes, p, sizeof(bytes));
	high = bytes >> 7 & ones;
	begin = bytes >> 6 & high;
	return (ones - high + 2 * begin) * ones >> 56;
}

static size_t width_of(struct slice s)
{
	size_t cells = 0, i = 0;

	for (; i + 8 <= s.n; i += 8)
		cells += width_of_eight(s.p + i);
	for (; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		cells += c >= 0xC0 ? 2 : c < 0x80;
	}
	return cells;
}

static struct row read_row(struct slice t, const struct survey_line *l)
{
	struct slice line = slice_cut(t, l->at), body = slice_trim(line);
	struct row r = {.indent = (size_t)(body.p - line.p), .prose = l->stops & STOP_PROSE};

	r.at.start = l->at.start + r.indent;
	r.at.end = r.at.start + body.n;
	return r;
}

/* Cells of a row, WIDEST for a long one. */
static size_t row_width(struct slice t, const struct row *r)
{
	struct slice body = slice_cut(t, r->at);

	return body.n <= 2 * WIDEST ? width_of(body) : WIDEST;
}

/* Whether a row has so many cells. A character takes four bytes at most, and one of more than one
 * byte two cells. */
static bool reaches_width(struct slice t, const struct row *r, size_t least)
{
	return r->at.end - r->at.start >= 2 * least || row_width(t, r) >= least;
}

/* Where the blanks that begin at `at` end. */
static size_t blanks_end(struct slice line, size_t at)
{
	while (at < line.n && line.p[at] == ' ')
		at++;
	return at;
}

/* Whether a word between blanks is a figure of two digits or more, or the dash for none. */
static bool is_figure(struct slice word)
{
	size_t digits = 0;

	for (size_t i = 0; i < word.n; i++) {
		if (!is_digit((unsigned char)word.p[i]) && !strchr(".,%<>", word.p[i]))
			return slice_is(word, "—");
		digits += is_digit((unsigned char)word.p[i]);
	}
	return digits > 1 && word.p[word.n - 1] != '.' && word.p[word.n - 1] != ',';
}

/* Whether a word is the last three digits of a number whose thousands blanks part. */
static bool is_thousands(struct slice word)
{
	return word.n == 3 && word.p[0] != '.' && word.p[1] != '.' && word.p[2] != '%';
}

/*
 * Whether a line is the row of a table: tabulators or bars part its cells, or several gaps of
 * blanks, or figures stand one behind the other.
 */
static bool has_cells(struct slice line)
{
	enum { GAPS = 2, FIGURES = 2 };
	size_t gaps = 0, run = 0, next;

	if (memchr(line.p, '\t', line.n) || memchr(line.p, '|', line.n))
		return true;
	for (size_t at = 0; at < line.n; at = next) {
		const char *blank = memchr(line.p + at, ' ', line.n - at);
		size_t end = blank ? (size_t)(blank - line.p) : line.n;
		struct slice word = {line.p + at, end - at};

		next = blanks_end(line, end);
		gaps += next > end + 1;
		run = is_figure(word) ? run + !(run && is_thousands(word)) : 0;
		if (gaps >= GAPS || run >= FIGURES)
			return true;
	}
	return false;
}

/* A line that is nothing but % or ‰: the cell of a column of units. */
static bool is_sign(struct slice line)
{
	return slice_is(line, "%") || slice_is(line, "‰");
}

static bool ends_open(struct slice t, const struct row *r)
{
	size_t len;
	uint32_t c = r->at.end > r->at.start ? glyph_before(t, r->at.end, &len) : 0;

	return c && !glyph_ends_sentence(c) && c != ':';
}

/* Whether there are long lines enough that end in mid-sentence. */
static bool has_open(const struct survey *s)
{
	struct survey_line line;
	size_t n = 0;

	for (size_t i = 0; n < FULL_LINES; i = line.next) {
		i = survey_find(s, i, STOP_OPEN_END);
		if (i == s->count)
			return false;
		line = survey_line_of(s, i);
		n += line.at.end - line.at.start >= NARROWEST;
	}
	return true;
}

/* Lines that end in mid-sentence, by their widths. */
static void count_open(const struct survey *s, size_t open[WIDEST])
{
	struct survey_line line;

	for (size_t i = 0; (i = survey_find(s, i, STOP_OPEN_END)) < s->count; i = line.next) {
		struct row r;
		size_t width;

		line = survey_line_of(s, i);
		if (line.at.end - line.at.start < NARROWEST)
			continue;
		r = read_row(s->text, &line);
		width = row_width(s->text, &r);
		if (width < WIDEST && ends_open(s->text, &r) &&
		    !has_cells(slice_cut(s->text, r.at)))
			open[width]++;
	}
}

/* Whether more than so many lines are long. */
static bool has_long(const struct survey *s, size_t most)
{
	struct survey_line line = {.next = 0};
	size_t n = 0;

	while (n <= most && survey_next_line(s, &line)) {
		struct row r;

		if (line.at.end - line.at.start < NARROWEST)
			continue;
		r = read_row(s->text, &line);
		n += reaches_width(s->text, &r, NARROWEST) && !has_cells(slice_cut(s->text, r.at));
	}
	return n > most;
}

/* The width at which most lines end in mid-sentence, if most of the long ones do. */
static struct wrap find_wrap(const struct survey *s)
{
	size_t open[WIDEST] = {0}, best = 0, sum;
	struct wrap wrap = {0};

	if (!has_open(s))
		return wrap;
	count_open(s, open);
	for (size_t width = NARROWEST + SLACK; width < WIDEST; width++) {
		sum = 0;
		for (size_t i = width - SLACK; i <= width; i++)
			sum += open[i];
		if (sum <= best)
			continue;
		best = sum;
		wrap.width = width;
	}
	if (best < FULL_LINES || has_long(s, best * 2))
		wrap.width = 0;
	return wrap;
}

static bool is_full(struct slice t, const struct wrap *wrap, const struct row *r)
{
	size_t width = wrap->width ? row_width(t, r) : 0;

	return width && width + SLACK >= wrap->width && width <= wrap->width + OVERHANG;
}

/* Whether a row with those joined to it has so many cells. */
static bool is_wide(struct slice t, const struct row *r, size_t least)
{
	return r->joined >= least || reaches_width(t, r, least - r->joined);
}

/* 完成时限: at the beginning of a line */
static bool is_label(struct slice t, const struct row *r)
{
	size_t len, at = r->at.start, n = 0;

	for (; n <= LONGEST_LABEL && is_han(glyph_at(t, at, &len)); n++)
		at += len;
	return n >= SHORTEST_LABEL && n <= LONGEST_LABEL && at < t.n && t.p[at] == ':';
}

/* Two lines of prose of which the first ends in the midst of a word. */
static bool is_prose_cut(struct slice t, const struct row *a, const struct row *b, uint32_t last,
			 uint32_t first)
{
	return a->prose && b->prose && b->indent < 2 && is_han(last) && is_han(first) &&
	       is_wide(t, a, NARROWEST) && reaches_width(t, b, PROSE);
}

/* A round bracket that opens in the first line is closed in the second. */
static bool is_bracket_cut(struct slice t, const struct row *a, const struct row *b)
{
	int depth = 0, least = 0;

	for (size_t at = a->at.start; at < a->at.end; at++) {
		depth += t.p[at] == '(';
		depth -= t.p[at] == ')' && depth > 0;
	}
	if (!depth)
		return false;
	depth = 0;
	for (size_t at = b->at.start; at < b->at.end && !least; at++) {
		depth += (t.p[at] == '(') - (t.p[at] == ')');
		least = depth < least ? depth : least;
	}
	return least < 0;
}

/* Whether the sentence of line `a` goes on in line `b`, which follows it directly. */
static bool may_go_on(struct slice t, const struct wrap *wrap, const struct row *a,
		      const struct row *b)
{
	size_t len;
	uint32_t last, first;

	if (a->at.end == a->at.start || b->at.end == b->at.start || !ends_open(t, a))
		return false;
	if (item_mark(t, b->at.start))
		return false;
	last = glyph_before(t, a->at.end, &len);
	first = glyph_at(t, b->at.start, &len);
	if (first != '(' && glyph_closes(first) && is_han(last))
		return is_wide(t, a, PROSE) && !is_sign(slice_cut(t, b->at));
	if ((last == ',' || last == U'、') && is_wide(t, a, PROSE))
		return b->prose || is_full(t, wrap, a);
	if (is_bracket_cut(t, a, b) && is_wide(t, a, PROSE))
		return true;
	if ((is_label(t, b) && !glyph_opens(last)) || (last == ')' && !b->prose))
		return false;
	if (is_prose_cut(t, a, b, last, first))
		return true;
	return (b->indent < 2 || a->indent >= b->indent) && is_full(t, wrap, a);
}

/* The same, where neither line is the row of a table. */
static bool goes_on(struct slice t, const struct wrap *wrap, const struct row *a,
		    const struct row *b)
{
	return may_go_on(t, wrap, a, b) && !has_cells(slice_cut(t, a->at)) &&
	       !has_cells(slice_cut(t, b->at));
}

static void join(struct editor *w, struct slice t, const struct row *a, struct row *b)
{
	size_t len;
	uint32_t last = glyph_before(t, a->at.end, &len), first = glyph_at(t, b->at.start, &len);
	bool words = is_latin(last) && is_latin(first);

	edit_keep_to(w, a->at.end);
	edit_replace(w, b->at.start - a->at.end, slice_of(words ? " " : ""), EDIT_LINE);
	b->joined = a->joined + row_width(t, a);
}

/*
 * Only lines that end in mid-sentence may go on in the next one; where the text is not
 * hard-wrapped, only those whose own end or the next one's beginning looks like it.
 */
int repair_line(struct doc *d, const struct survey *s, struct editor *w, struct err *e)
{
	struct wrap wrap = find_wrap(s);
	uint32_t stops =
		wrap.width ? STOP_OPEN_END : STOP_OPEN_TEXT | STOP_WRAP_END | STOP_WRAP_BEGIN;
	struct row a, b = {.joined = 0};
	size_t known = 0; /* first stretch of the line that b is */
	size_t next = 0;

	editor_reset(w, s->text);
	for (size_t i = 0; (i = survey_find(s, i, stops)) < s->count; i = next) {
		struct survey_line line = survey_line_of(s, i);
		bool is_b = known && line.at.start == s->stretches[known].start;

		next = line.next;
		if (!(line.stops & STOP_OPEN_END))
			continue;
		a = is_b ? b : read_row(s->text, &line);
		if (!survey_next_line(s, &line))
			break;
		b = read_row(s->text, &line);
		known = next;
		if (goes_on(s->text, &wrap, &a, &b))
			join(w, s->text, &a, &b);
	}
	return doc_push(d, "line", w, e);
}
