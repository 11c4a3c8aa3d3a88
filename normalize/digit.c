/*
 * Letters read for digits, only where the neighbours make a number of them: `IOO家`, `2O22年`,
 * `2.O版`, `二O二五年`. A token that touches another letter is a name or a formula (CO2, G60,
 * PM2.5).
 */
#include "normalize/glyph.h"
#include "normalize/repair.h"
#include "normalize/tables/tables.h"

enum { LONGEST_TOKEN = 16, YEAR_DIGITS = 4, BAR_WINDOW = 60 };

static const char32_t zeros[] = U"Oo0○";
static const char32_t counted[] = U"家个项名户%";

/* The digit that a letter looks like, or 0. Q, Z, S and B only between digits. */
static char likeness(char c)
{
	static const char from[] = "OoQIl|ZSB", to[] = "000111258";
	const char *hit = c ? strchr(from, c) : NULL;

	return hit ? to[hit - from] : 0;
}

static bool is_wary(char c)
{
	return c == 'Z' || c == 'S' || c == 'B' || c == 'Q' || c == '|';
}

static bool in_token(char c)
{
	return is_digit((unsigned char)c) || likeness(c) || c == '.' || c == ',';
}

struct token {
	struct slice text;
	size_t start, end;
	size_t digits, letters;
	uint32_t before, after;
};

/* A table drawn with bars has more than one in the neighbourhood. */
static bool among_bars(const struct token *k, size_t at)
{
	struct slice t = k->text;
	size_t from = at > BAR_WINDOW ? at - BAR_WINDOW : 0;
	size_t to = t.n - at > BAR_WINDOW ? at + BAR_WINDOW : t.n;

	return memchr(t.p + from, '|', at - from) || memchr(t.p + at + 1, '|', to - at - 1);
}

static bool digit_at(const struct token *k, size_t at)
{
	return at >= k->start && at < k->end && is_digit((unsigned char)k->text.p[at]);
}

static bool wary_letters_fit(const struct token *k)
{
	for (size_t i = k->start; i < k->end; i++) {
		char c = k->text.p[i];

		if (!is_wary(c))
			continue;
		if (c == '|' ? among_bars(k, i) || !digit_at(k, i + 1)
			     : i == k->start || !digit_at(k, i - 1) || !digit_at(k, i + 1))
			return false;
	}
	return true;
}

/* Begins as a number does: with a digit, or with a letter for 1, or for 0 of a month or of O.3%. */
static bool begins_as_number(const struct token *k)
{
	const char *p = k->text.p + k->start;

	if (is_digit((unsigned char)p[0]))
		return true;
	if (k->end - k->start < 2)
		return false;
	if (likeness(p[0]) == '1')
		return is_digit((unsigned char)p[1]) || likeness(p[1]) == '0' || p[1] == '.';
	if (likeness(p[0]) == '0' && p[1] == '.')
		return is_digit((unsigned char)p[2]);
	return likeness(p[0]) == '0' && is_digit((unsigned char)p[1]) && k->end - k->start == 2 &&
	       (k->after == U'月' || k->after == U'日');
}

/* `2.O` ends a version number whatever follows. */
static bool is_version(const struct token *k)
{
	size_t n = k->end - k->start;
	const char *p = k->text.p + k->start;

	return n >= 3 && k->letters == 1 && likeness(p[n - 1]) == '0' && p[n - 2] == '.' &&
	       is_digit((unsigned char)p[n - 3]);
}

static bool is_number(const struct token *k)
{
	const char *p = k->text.p + k->start;

	if (!k->letters || k->end - k->start > LONGEST_TOKEN || is_latin(k->before) ||
	    is_latin(k->after) || k->before == '-' || k->before == '/' || k->before == '_')
		return false;
	if (k->end - k->start == 1)
		return (p[0] == 'l' || p[0] == 'I') && is_han(k->before) &&
		       glyph_in(k->after, counted);
	if (is_version(k))
		return true;
	if (!glyph_in(k->after, unit_characters) || !wary_letters_fit(k) || !begins_as_number(k))
		return false;
	return k->digits || k->letters > 1;
}

static struct token read_token(struct slice t, size_t at)
{
	struct token k = {.text = t, .start = at, .end = at};
	size_t len;

	for (; k.end < t.n && in_token(t.p[k.end]); k.end++) {
		k.digits += is_digit((unsigned char)t.p[k.end]);
		k.letters += likeness(t.p[k.end]) != 0;
	}
	while (k.end > at && (t.p[k.end - 1] == '.' || t.p[k.end - 1] == ','))
		k.end--;
	k.before = glyph_before(t, at, &len);
	k.after = glyph_at(t, k.end + (k.end < t.n && t.p[k.end] == ' '), &len);
	return k;
}

static void write_token(struct editor *w, const struct token *k)
{
	for (size_t i = k->start; i < k->end; i++) {
		char digit = likeness(k->text.p[i]);

		if (!digit)
			continue;
		edit_keep_to(w, i);
		edit_replace(w, 1, (struct slice){&digit, 1}, EDIT_DIGIT);
	}
}

/*
 * 二O二五年 → 二〇二五年: four Chinese digits before 年 around the look-alike at `at`. Returns the
 * start of the year, or t.n.
 */
static size_t chinese_year(struct slice t, size_t at)
{
	size_t len, start = at, numerals = 0;

	for (int i = 0; i < YEAR_DIGITS - 1; i++) {
		uint32_t c = glyph_before(t, start, &len);

		if (!glyph_is_numeral(c) && !glyph_in(c, zeros))
			break;
		start -= len;
	}
	at = start;
	for (int i = 0; i < YEAR_DIGITS; i++, at += len) {
		uint32_t c = glyph_at(t, at, &len);

		if (!glyph_is_numeral(c) && !glyph_in(c, zeros))
			return t.n;
		numerals += is_han(c);
	}
	if (glyph_at(t, at, &len) != U'年' || numerals < 2 || !is_han(utf8_at(t, start, &len)))
		return t.n;
	return start;
}

static bool repair_year(struct editor *w, struct slice t, size_t at)
{
	size_t len, start = chinese_year(t, at);

	if (start == t.n)
		return false;
	for (int i = 0; i < YEAR_DIGITS; i++, start += len) {
		uint32_t c = utf8_at(t, start, &len);

		if (!glyph_in(c, zeros))
			continue;
		edit_keep_to(w, start);
		edit_replace(w, len, slice_of("〇"), EDIT_DIGIT);
	}
	return true;
}

/* 2〇22年, 1○○家: a circle beside an Arabic digit, in a number with a unit. */
static void repair_circle(struct editor *w, struct slice t, size_t at, size_t len)
{
	size_t end = at + len, n;
	uint32_t c;

	if (at == 0 || !is_digit((unsigned char)t.p[at - 1]))
		return;
	do {
		c = glyph_at(t, end, &n);
		end += n;
	} while ((c == U'〇' || c == U'○' || is_digit(c) || c == '.') &&
		 end - at <= 3 * LONGEST_TOKEN);
	if (!glyph_in(c, unit_characters))
		return;
	end -= n;
	for (; at < end; at += n) {
		c = utf8_at(t, at, &n);
		if (c != U'〇' && c != U'○')
			continue;
		edit_keep_to(w, at);
		edit_replace(w, n, slice_of("0"), EDIT_DIGIT);
	}
}

static size_t repair_at(struct editor *w, struct slice t, size_t at)
{
	size_t len;
	uint32_t c = utf8_at(t, at, &len);
	struct token k;

	if (c == U'〇' || c == U'○') {
		if (c == U'〇' || !repair_year(w, t, at))
			repair_circle(w, t, at, len);
		return w->pos > at + len ? w->pos : at + len;
	}
	if (glyph_in(c, zeros) && repair_year(w, t, at))
		return w->pos;
	k = read_token(t, at);
	if (is_number(&k))
		write_token(w, &k);
	return k.end > at ? k.end : at + 1;
}

static const struct stop_bytes candidates = {{['0'] = STOP_ZERO,
					      ['O'] = STOP_LETTER,
					      ['o'] = STOP_LETTER,
					      ['Q'] = STOP_LETTER,
					      ['I'] = STOP_LETTER,
					      ['l'] = STOP_LETTER,
					      ['|'] = STOP_LETTER,
					      ['Z'] = STOP_LETTER,
					      ['S'] = STOP_LETTER,
					      ['B'] = STOP_LETTER,
					      [0xE2] = STOP_LETTER,
					      [0xE3] = STOP_LETTER}};

/* Next place at which a token or a circle begins: a circle is E2 97 8B or E3 80 87. */
/* Next place at which a token or a circle begins: a circle is E2 97 8B or E3 80 87. */
static size_t next_candidate(struct look *l, size_t at)
{
	struct slice t = l->survey->text;
	const unsigned char *s = (const unsigned char *)t.p;

	for (; (at = look_next(l, at, &candidates)) < t.n; at += 3) {
		if (s[at] < 0x80 || (s[at + 2] == 0x8B && s[at + 1] == 0x97) ||
		    (s[at + 2] == 0x87 && s[at + 1] == 0x80))
			break;
	}
	return at;
}

/* A token begins where the survey stops or before, but not before `floor`. */
static size_t token_start(struct slice t, size_t at, size_t floor)
{
	size_t start = at;

	if ((unsigned char)t.p[at] >= 0x80)
		return at;
	while (at > floor && in_token(t.p[at - 1])) {
		at--;
		if (t.p[at] != '.' && t.p[at] != ',')
			start = at;
	}
	return start;
}

int repair_digit(struct doc *d, const struct survey *s, struct editor *w, struct err *e)
{
	struct look l = {.survey = s, .stops = STOP_DIGIT};
	struct slice t = s->text;
	size_t floor = 0, at;

	editor_reset(w, t);
	while ((at = next_candidate(&l, floor)) < t.n)
		floor = repair_at(w, t, token_start(t, at, floor));
	return doc_push(d, "digit", w, e);
}
