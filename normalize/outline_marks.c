#include "normalize/outline_marks.h"

#include "normalize/glyph.h"

enum { LONGEST_NUMERAL = 3, MOST_NUMBER = 99 };

static int digit_value(uint32_t c)
{
	static const char32_t digits[] = U"〇一二三四五六七八九";

	for (int i = 0; digits[i]; i++)
		if (digits[i] == c)
			return i;
	return -1;
}

/* 一 to 九十九; 0 when there is none. *end is set behind it. */
static int chinese_number(struct slice t, size_t at, size_t *end)
{
	size_t len;
	int tens = 0, ones = 0, i;
	bool ten = false;

	for (i = 0; i < LONGEST_NUMERAL; i++, at += len) {
		uint32_t c = glyph_at(t, at, &len);
		int value = digit_value(c);

		if (c == U'十' && !ten) {
			tens = i ? ones : 1;
			ones = 0;
			ten = true;
		} else if (value > 0 && ones == 0) {
			ones = value;
		} else {
			break;
		}
	}
	*end = at;
	return tens * 10 + ones;
}

static int arabic_number(struct slice t, size_t at, size_t *end)
{
	int n = 0;

	while (at < t.n && n <= MOST_NUMBER && is_digit((unsigned char)t.p[at]))
		n = n * 10 + (t.p[at++] - '0');
	*end = at;
	return n <= MOST_NUMBER ? n : 0;
}

static uint32_t before_blanks(struct slice t, size_t at)
{
	size_t len;

	while (at > 0 && t.p[at - 1] == ' ')
		at--;
	return at > 0 ? glyph_before(t, at, &len) : '\n';
}

/* Whether the imprint of a document, 2024年3月18日印发, ends at `at`. */
static bool behind_imprint(struct slice t, size_t at)
{
	return slice_ends((struct slice){t.p, at}, slice_of("日印发"));
}

static bool may_begin(uint32_t before)
{
	/* Where a list of agencies lost its bracket, one of its last words stands before. */
	if (glyph_in(before, U"局委办厅府"))
		return true;
	return before == '\n' || before == ')' || before == U'”' || glyph_ends_sentence(before);
}

static size_t skip_blanks(struct slice t, size_t at)
{
	while (at < t.n && t.p[at] == ' ')
		at++;
	return at;
}

/* A heading's words follow. */
static bool words_follow(struct slice t, size_t at)
{
	size_t len;
	uint32_t c = glyph_at(t, skip_blanks(t, at), &len);

	return is_han(c) || is_latin(c) || c == U'“' || c == U'《';
}

/* (一) with the bracket at `at` */
static bool bracketed(struct slice t, size_t at, struct outline_mark *m)
{
	uint32_t before = before_blanks(t, at);

	m->number = chinese_number(t, at + 1, &m->end);
	if (!m->number || m->end >= t.n || t.p[m->end] != ')')
		return false;
	m->end++;
	m->at = at;
	m->level = MARK_BRACKETED;
	return may_begin(before) || (m->number == 1 && is_han(before));
}

/* 一、 with the 、 at `at` */
static bool plain(struct slice t, size_t at, struct outline_mark *m)
{
	size_t from = at, len, end;

	for (int i = 0; i < LONGEST_NUMERAL; i++, from -= len)
		if (!glyph_is_numeral(glyph_before(t, from, &len)))
			break;
	m->number = from < at ? chinese_number(t, from, &end) : 0;
	if (!m->number || end != at || !may_begin(before_blanks(t, from)))
		return false;
	m->at = from;
	m->end = at + strlen("、");
	m->level = MARK_PLAIN;
	return true;
}

/* 1. with the point at `at` */
static bool arabic(struct slice t, size_t at, struct outline_mark *m)
{
	size_t number = at, end;

	while (number > 0 && at - number < LONGEST_NUMERAL && t.p[number - 1] == ' ')
		number--;
	end = number;
	while (number > 0 && end - number < LONGEST_NUMERAL &&
	       is_digit((unsigned char)t.p[number - 1]))
		number--;
	m->number = number < end ? arabic_number(t, number, &m->end) : 0;
	if (!m->number || (!may_begin(before_blanks(t, number)) && !behind_imprint(t, number)))
		return false;
	m->at = number;
	m->end = at + 1;
	m->level = MARK_ARABIC;
	return true;
}

/* 第一章 with the 第 at `at` */
static bool chapter(struct slice t, size_t at, struct outline_mark *m)
{
	size_t len;

	m->number = chinese_number(t, at + strlen("第"), &m->end);
	if (!m->number || glyph_at(t, m->end, &len) != U'章' || !may_begin(before_blanks(t, at)))
		return false;
	m->at = at;
	m->end += len;
	m->level = MARK_CHAPTER;
	return true;
}

static bool mark_at(struct slice t, size_t at, struct outline_mark *m)
{
	struct slice rest = {t.p + at, t.n - at};
	bool found = t.p[at] == '('   ? bracketed(t, at, m)
		     : t.p[at] == '.' ? arabic(t, at, m)
		     : slice_starts(rest, slice_of("、"))
			     ? plain(t, at, m)
			     : slice_starts(rest, slice_of("第")) && chapter(t, at, m);

	return found && words_follow(t, m->end);
}

static const struct stop_bytes candidates = {
	{['('] = STOP_BRACKETED, ['.'] = STOP_ARABIC, [0xE3] = STOP_PLAIN, [0xE7] = STOP_CHAPTER}};

/* Whether one of the numerals 一 to 十 stands at s. */
static bool is_numeral(const unsigned char *s)
{
	static const char numerals[] = "一二三四五六七八九十";

	if (s[0] != 0xE4 && s[0] != 0xE5)
		return false;
	for (size_t i = 0; i + 3 < sizeof(numerals); i += 3)
		if (!memcmp(s, numerals + i, 3))
			return true;
	return false;
}

/* Next ( or . or 、 or 第 beside something like a number. */
static size_t next_candidate(struct look *l, size_t at)
{
	struct slice t = l->survey->text;
	const unsigned char *s = (const unsigned char *)t.p;

	for (; (at = look_next(l, at, &candidates)) < t.n; at++) {
		if (s[at] == '(' && at + 3 < t.n && is_numeral(s + at + 1))
			break;
		if (s[at] == '.' && at > 0 && (is_digit(s[at - 1]) || s[at - 1] == ' '))
			break;
		if (s[at] == 0xE3 && s[at + 2] == 0x81 && at >= 3 && is_numeral(s + at - 3))
			break;
		if (s[at] == 0xE7 && s[at + 1] == 0xAC && s[at + 2] == 0xAC)
			break;
	}
	return at;
}

int outline_marks_read(struct outline_marks *m, const struct survey *s, struct arena *arena,
		       struct err *e)
{
	struct look l = {.survey = s, .stops = STOP_OUTLINE};
	struct slice t = s->text;
	struct outline_mark mark;

	for (size_t at = 0; (at = next_candidate(&l, at)) < t.n;
	     at += utf8_len((unsigned char)t.p[at])) {
		struct outline_mark *items;

		if (!mark_at(t, at, &mark))
			continue;
		items = arena_grow(arena, m->items, m->count, &m->capacity, sizeof(*items));
		if (!items)
			return err_nomem(e);
		m->items = items;
		m->items[m->count++] = mark;
	}
	return 0;
}
