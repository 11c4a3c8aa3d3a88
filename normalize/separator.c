/*
 * Separators: 一 of a heading read as a dash, item numbers, decimal points, dashes of ranges.
 */
#include "normalize/glyph.h"
#include "normalize/repair.h"

/* The text, the pen, and where the next （二） and 二、 are: looked for once and again when passed.
 */
struct separators {
	struct slice t;
	struct editor *w;
	size_t next_second;
	size_t next_two;
	size_t leads; /* see count_leads; when first asked for */
	bool leads_counted;
};

enum { LEAST_LEADS = 2 };

static const char32_t ones[] = U"-—–－―─‐‑−";
static const char32_t range_dashes[] = U"－―─–~～‐‑‒−一";
static const char32_t points[] = U"·•";
static const char32_t shares[] = U"%万亿";

static bool follows(size_t *next, struct slice t, size_t at, const char *what)
{
	if (*next < at || !*next)
		*next = slice_find(t, at, slice_of(what));
	return *next < t.n;
}

/* Whether an ideograph follows, with or without blanks before it. */
static bool han_follows(struct slice t, size_t at)
{
	size_t len;

	while (at < t.n && t.p[at] == ' ')
		at++;
	return is_han(glyph_at(t, at, &len));
}

static bool at_line_start(struct slice t, size_t at)
{
	while (at > 0 && t.p[at - 1] == ' ')
		at--;
	return at == 0 || t.p[at - 1] == '\n';
}

/* A place at which a heading may begin: a line, or behind a sentence or another heading. */
static bool heading_may_begin(struct slice t, size_t at)
{
	size_t len;
	uint32_t c = glyph_before(t, at, &len);

	return at_line_start(t, at) || glyph_ends_sentence(c) || c == ')' || is_han(c) || c == ' ';
}

static void put(struct separators *s, size_t at, size_t n, const char *text)
{
	edit_keep_to(s->w, at);
	edit_replace(s->w, n, slice_of(text), EDIT_SEPARATOR);
}

/* (-) → (一) */
static bool repair_bracketed_one(struct separators *s, size_t at, size_t len)
{
	struct slice t = s->t;
	size_t back, on;

	if (glyph_before(t, at, &back) != '(' || glyph_at(t, at + len, &on) != ')' ||
	    !han_follows(t, at + len + on))
		return false;
	if (!at_line_start(t, at - back) &&
	    (!heading_may_begin(t, at - back) || !follows(&s->next_second, t, at, "(二)")))
		return false;
	put(s, at, len, "一");
	return true;
}

/* -、 → 一、 */
static bool repair_plain_one(struct separators *s, size_t at, size_t len)
{
	struct slice t = s->t;
	size_t on;

	if (glyph_at(t, at + len, &on) != U'、' || !han_follows(t, at + len + on))
		return false;
	if (glyph_in(glyph_before(t, at, &on), ones) || !follows(&s->next_two, t, at, "二、"))
		return false;
	if (!at_line_start(t, at) && !glyph_ends_sentence(glyph_before(t, at, &on)))
		return false;
	put(s, at, len, "一");
	return true;
}

static bool is_date_part(struct slice t, size_t at, size_t len, uint32_t dash)
{
	size_t n = 0, other;

	for (at += len; at < t.n && is_digit((unsigned char)t.p[at]); at++)
		n++;
	return n >= 1 && n <= 2 && glyph_at(t, at, &other) == dash &&
	       is_digit(glyph_at(t, at + other, &other));
}

/* Whether a number ends at `at`: 3, 5%, 200万. */
static bool behind_number(struct slice t, size_t at, bool with_unit)
{
	size_t len, other;
	uint32_t c = glyph_before(t, at, &len);

	if (with_unit && (c == U'万' || c == U'亿'))
		c = glyph_before(t, at - len, &other);
	return is_digit(c) || c == '%';
}

/* 3～5家, 5%~8%, 3一5家 → 3—5家, 5%—8%, 3—5家; 2023–05–01 is a date. */
static bool repair_range(struct separators *s, size_t at, size_t len, uint32_t dash)
{
	struct slice t = s->t;
	size_t on;

	if (!behind_number(t, at, dash == U'一') || !is_digit(glyph_at(t, at + len, &on)))
		return false;
	if (dash != U'一' && is_date_part(t, at, len, dash)) {
		size_t second = at + len;

		while (is_digit((unsigned char)t.p[second]))
			second++;
		put(s, at, len, "-");
		put(s, second, len, "-");
		return true;
	}
	put(s, at, len, "—");
	return true;
}

/* Whether 一一 stands at `at` where a dash may lead an item: at a line or behind a sentence. */
static bool lead_at(struct slice t, size_t at)
{
	size_t len, end = at + strlen("一一");
	uint32_t before = glyph_before(t, at, &len);

	return slice_starts((struct slice){t.p + at, t.n - at}, slice_of("一一")) &&
	       (at_line_start(t, at) || glyph_ends_sentence(before) || before == ':') &&
	       is_han(glyph_at(t, end, &len)) && glyph_at(t, end, &len) != U'一';
}

/* How many of these the text has; one alone may be a word, 一一对应. */
static size_t count_leads(struct slice t)
{
	struct slice lead = slice_of("一一");
	size_t n = 0;

	for (size_t at = slice_find(t, 0, lead); at < t.n && n < LEAST_LEADS;
	     at = slice_find(t, at + lead.n, lead))
		n += lead_at(t, at);
	return n;
}

/* 一一综合实力。 → ——综合实力。 */
static bool repair_lead(struct separators *s, size_t at)
{
	if (!lead_at(s->t, at))
		return false;
	if (!s->leads_counted)
		s->leads = count_leads(s->t);
	s->leads_counted = true;
	if (s->leads < LEAST_LEADS)
		return false;
	put(s, at, strlen("一一"), "——");
	return true;
}

/* 2·75% → 2.75% */
static bool repair_point(struct separators *s, size_t at, size_t len)
{
	struct slice t = s->t;
	size_t on, end = at + len;

	if (at == 0 || !is_digit((unsigned char)t.p[at - 1]))
		return false;
	while (end < t.n && is_digit((unsigned char)t.p[end]))
		end++;
	if (end == at + len || end - at - len > 3)
		return false;
	if (!glyph_in(glyph_at(t, end + (end < t.n && t.p[end] == ' '), &on), shares))
		return false;
	put(s, at, len, ".");
	return true;
}

/* `1 .` before an ideograph, and `l.` at the beginning of a line: → `1.` */
static bool repair_item_point(struct separators *s, size_t at)
{
	struct slice t = s->t;
	size_t from = at, number;

	if (!han_follows(t, at + 1))
		return false;
	while (from > 0 && t.p[from - 1] == ' ')
		from--;
	for (number = from; number > 0 && is_digit((unsigned char)t.p[number - 1]);)
		number--;
	if (from == at || from == number || from - number > 2)
		return false;
	if (number > 0 && (t.p[number - 1] == '.' || is_latin((unsigned char)t.p[number - 1])))
		return false;
	put(s, from, at - from, "");
	return true;
}

static bool repair_item_letter(struct separators *s, size_t at)
{
	struct slice t = s->t;

	if (at == 0 || (t.p[at - 1] != 'l' && t.p[at - 1] != 'I' && t.p[at - 1] != '|'))
		return false;
	if (!at_line_start(t, at - 1) || !han_follows(t, at + 1))
		return false;
	put(s, at - 1, 1, "1");
	return true;
}

/* Returns where to go on. */
static size_t repair_at(struct separators *s, size_t at)
{
	size_t len;
	uint32_t c = utf8_at(s->t, at, &len);

	if (c == '.') {
		if (!repair_item_point(s, at))
			repair_item_letter(s, at);
	} else if (glyph_in(c, points)) {
		repair_point(s, at, len);
	} else if (c == U'一') {
		if (!repair_range(s, at, len, c))
			repair_lead(s, at);
	} else if (!repair_bracketed_one(s, at, len) && !repair_plain_one(s, at, len) &&
		   glyph_in(c, range_dashes)) {
		repair_range(s, at, len, c);
	}
	return s->w->pos > at + len ? s->w->pos : at + len;
}

/* . - ~ and the first bytes of the sets */
enum { STOP_DASHES = STOP_RANGE | STOP_FIRST | STOP_ONE };

static const struct stop_bytes candidates = {{['.'] = STOP_POINT,
					      ['-'] = STOP_DASHES,
					      ['~'] = STOP_DASHES,
					      [0xC2] = STOP_DOT,
					      [0xE2] = STOP_DOT | STOP_DASHES,
					      [0xE4] = STOP_RANGE | STOP_ONE,
					      [0xEF] = STOP_DASHES}};

/* Next place of a candidate; the quotation marks have the first byte of the dashes. */
/* Next place of a candidate; the quotation marks have the first byte of the dashes. */
static size_t next_candidate(struct look *l, size_t at)
{
	struct slice t = l->survey->text;
	const unsigned char *s = (const unsigned char *)t.p;

	for (; (at = look_next(l, at, &candidates)) < t.n; at += 3)
		if (s[at] != 0xE2 || s[at + 1] != 0x80 || (s[at + 2] & 0xF8) != 0x98)
			break;
	return at;
}

static bool is_separator(uint32_t c)
{
	return c == '.' || glyph_in(c, ones) || glyph_in(c, range_dashes) || glyph_in(c, points);
}

int repair_separator(struct doc *d, const struct survey *s, struct editor *w, struct err *e)
{
	struct separators k = {.t = s->text, .w = w};
	struct look l = {.survey = s, .stops = STOP_SEPARATOR};
	size_t len, at = 0;

	editor_reset(w, k.t);
	while ((at = next_candidate(&l, at)) < k.t.n) {
		if (is_separator(utf8_at(k.t, at, &len)))
			at = repair_at(&k, at);
		else
			at += len;
	}
	return doc_push(d, "separator", w, e);
}
