/*
 * Stray blanks. A single blank is judged by its two neighbours; inside a line that looks like a
 * heading, a row of names or a row of a table, where blanks separate, more is asked for.
 */
#include "normalize/glyph.h"
#include "normalize/repair.h"
#include "normalize/tables/tables.h"

/* Characters: a phrase of a heading has at least so many, a name or agency at most so many. */
enum { PHRASE = 4, NAME = 4, AGENCY = 20 };

/* Bytes: a longer line is prose; so far is looked for the ends of a line. So long is a title. */
enum { SHORT_LINE = 180, TITLE = 150 };

struct blank {
	struct slice text;
	size_t start, end;	/* the blanks */
	uint32_t before, after; /* their neighbours; 0 at the ends of the text */
};

static const char32_t latin_marks[] = U",.:;!?";
static const char32_t agency_ends[] = U"部局委办厅院会府";

/* Beside numerals, what stands before a unit without a figure in words of their own: 近亿元. */
static const char32_t before_unit[] = U"数两几多余近超过逾上每百千万亿";

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool is_chinese(uint32_t c)
{
	return is_han(c) || (c >= 0x3001 && c <= 0x301B) || (c >= 0x2014 && c <= 0x2026) ||
	       c == '(' || c == ')' || c == '%';
}

/* The line around the blank when it is short and without punctuation of prose, else nothing. */
static struct slice short_line(const struct blank *b)
{
	struct slice t = b->text, line;
	size_t from = b->start > SHORT_LINE ? b->start - SHORT_LINE : 0;
	size_t to = t.n - b->end > SHORT_LINE ? b->end + SHORT_LINE : t.n;
	const char *start = memrchr(t.p + from, '\n', b->start - from);
	const char *end = memchr(t.p + b->end, '\n', to - b->end);

	if ((!start && from > 0) || (!end && to < t.n))
		return (struct slice){t.p, 0};
	line.p = start ? start + 1 : t.p;
	line.n = (size_t)((end ? end : t.p + t.n) - line.p);
	if (line.n > SHORT_LINE || slice_find(line, 0, slice_of("。")) < line.n ||
	    slice_find(line, 0, slice_of(",")) < line.n)
		line.n = 0;
	return line;
}

/* How many ideographs stand in a row before or after an offset, up to `most`. */
static size_t han_before(struct slice t, size_t at, size_t most)
{
	size_t n = 0, len;

	for (; n < most && is_han(glyph_before(t, at, &len)); n++)
		at -= len;
	return n;
}

static size_t han_after(struct slice t, size_t at, size_t most)
{
	size_t n = 0, len;

	for (; n < most && is_han(glyph_at(t, at, &len)); n++)
		at += len;
	return n;
}

static size_t skip_blanks(struct slice t, size_t at)
{
	while (at < t.n && is_blank(t.p[at]))
		at++;
	return at;
}

static size_t skip_blanks_back(struct slice t, size_t at)
{
	while (at > 0 && is_blank(t.p[at - 1]))
		at--;
	return at;
}

/* The word of ideographs before the blank is one character that stands alone. */
static bool single_before(const struct blank *b)
{
	size_t len, at = b->start;

	if (han_before(b->text, at, 2) != 1)
		return false;
	glyph_before(b->text, at, &len);
	at -= len;
	return at == 0 || is_blank(b->text.p[at - 1]) || b->text.p[at - 1] == '\n';
}

static bool single_after(const struct blank *b)
{
	size_t len, at = b->end;

	if (han_after(b->text, at, 2) != 1)
		return false;
	glyph_at(b->text, at, &len);
	at += len;
	return at == b->text.n || is_blank(b->text.p[at]) || b->text.p[at] == '\n' ||
	       glyph_closes(glyph_at(b->text, at, &len));
}

/* Whether one more single character stands before or after the two: 承 辦 單. */
static bool third_single(const struct blank *b)
{
	struct slice t = b->text;
	size_t len, left, right, back, on;

	glyph_before(t, b->start, &len);
	left = b->start - len;
	back = skip_blanks_back(t, left);
	glyph_at(t, b->end, &len);
	right = b->end + len;
	on = skip_blanks(t, right);
	return (back < left && han_before(t, back, 2) == 1) ||
	       (on > right && han_after(t, on, 2) == 1);
}

/* 目 录 alone on its line */
static bool alone_on_line(const struct blank *b)
{
	struct slice t = b->text;
	size_t len, start, end;

	glyph_before(t, b->start, &len);
	start = skip_blanks_back(t, b->start - len);
	glyph_at(t, b->end, &len);
	end = skip_blanks(t, b->end + len);
	return (start == 0 || t.p[start - 1] == '\n') && (end == t.n || t.p[end] == '\n');
}

static bool is_letter_spaced(const struct blank *b)
{
	return single_before(b) && single_after(b) && (third_single(b) || alone_on_line(b));
}

/* A row of short words to the left or right of the blank, up to two of them. */
struct words {
	size_t first;  /* characters of the nearest, 0 when it is not short */
	size_t second; /* of the next, when one blank stands between */
	bool bounded;  /* one blank and another word stand behind the nearest */
};

static size_t short_word(size_t n)
{
	return n >= 2 && n <= NAME ? n : 0;
}

static struct words words_before(struct slice t, size_t at)
{
	struct words r = {.first = short_word(han_before(t, at, NAME + 1))};
	size_t len;

	for (size_t i = 0; i < r.first; i++, at -= len)
		glyph_before(t, at, &len);
	r.bounded = r.first && at > 0 && t.p[at - 1] == ' ' && han_before(t, at - 1, 1);
	if (r.bounded)
		r.second = short_word(han_before(t, at - 1, NAME + 1));
	return r;
}

static struct words words_after(struct slice t, size_t at)
{
	struct words r = {.first = short_word(han_after(t, at, NAME + 1))};
	size_t len;

	for (size_t i = 0; i < r.first; i++, at += len)
		glyph_at(t, at, &len);
	r.bounded = r.first && at < t.n && t.p[at] == ' ' && han_after(t, at + 1, 1);
	if (r.bounded)
		r.second = short_word(han_after(t, at + 1, NAME + 1));
	return r;
}

/* 张三 李四 王五: short words in a row of at least three, or of two and the next word. */
static bool in_names(const struct blank *b)
{
	struct words left = words_before(b->text, b->start);
	struct words right = words_after(b->text, b->end);

	if (left.first && right.first && (left.bounded || right.bounded))
		return true;
	return left.second || right.second;
}

/* In a short line without punctuation blanks separate phrases and columns. */
static bool separates(const struct blank *b)
{
	struct slice line = short_line(b);
	size_t before = han_before(b->text, b->start, PHRASE);
	size_t after = han_after(b->text, b->end, PHRASE), mark;

	if (!line.n)
		return false;
	mark = item_mark(line, 0);
	if (!mark)
		return true;
	if (line.p + mark == b->text.p + b->start)
		return true;
	return before >= PHRASE && after >= PHRASE;
}

/* 某省甲厅 某省乙局: agencies that begin alike, one after another. */
static bool in_agencies(const struct blank *b)
{
	struct slice t = b->text;
	size_t n = han_before(t, b->start, AGENCY), from = b->start, len;

	if (!glyph_in(b->before, agency_ends))
		return false;
	while (n-- > 0) {
		glyph_before(t, from, &len);
		from -= len;
		if (utf8_at(t, from, &len) != b->after || b->end + 2 * len > t.n)
			continue;
		if (b->start - from > 4 * len && !memcmp(t.p + from, t.p + b->end, 2 * len))
			return true;
	}
	return false;
}

/* Behind a title that is written without its marks: 某市关于加快发展的意见 各县区 */
static bool follows_title(const struct blank *b)
{
	struct slice t = b->text, about = slice_of("关于");
	size_t from = b->start > TITLE ? b->start - TITLE : 0, hit;
	struct slice before;

	while (from < b->start && (t.p[from] & 0xC0) == 0x80)
		from++;
	before = (struct slice){t.p + from, b->start - from};
	hit = slice_find(before, 0, about);
	if (hit == before.n)
		return false;
	before = (struct slice){before.p + hit, before.n - hit};
	if (slice_find(before, 0, slice_of("。")) < before.n || memchr(before.p, ',', before.n))
		return false;
	for (size_t i = 0; i < document_noun_count; i++)
		if (slice_ends(before, slice_of(document_nouns[i])))
			return true;
	return false;
}

static bool starts_with_any(struct slice t, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (slice_starts(t, slice_of(words[i])))
			return true;
	return false;
}

static bool ends_with_any(struct slice t, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (slice_ends(t, slice_of(words[i])))
			return true;
	return false;
}

/*
 * Where a figure is gone and only its unit is left, the blank is all that tells: 完成投资 亿元,
 * 达到 家以上. But 数 亿元 and 每 平方米 have none.
 */
static bool stands_for_figure(const struct blank *b)
{
	struct slice before = {b->text.p, b->start};
	struct slice after = {b->text.p + b->end, b->text.n - b->end};
	bool verb = ends_with_any(before, amount_verbs, amount_verb_count);
	size_t len;
	uint32_t behind;

	if (starts_with_any(after, amount_units, amount_unit_count))
		return verb || !(glyph_in(b->before, before_unit) || glyph_is_numeral(b->before));
	glyph_at(b->text, b->end, &len);
	behind = glyph_at(b->text, b->end + len, &len);
	return verb && glyph_in(b->after, unit_characters) && (!is_han(behind) || behind == U'以');
}

static bool stray_in_han(const struct blank *b)
{
	if (is_letter_spaced(b))
		return true;
	if (stands_for_figure(b))
		return false;
	if (b->end - b->start > 1 || item_mark(b->text, b->end))
		return false;
	return !in_names(b) && !in_agencies(b) && !separates(b) && !follows_title(b);
}

/* 2. 75% and 12 .5万; at the beginning of an item the number may be the item's. */
static size_t digits_back(struct slice t, size_t at)
{
	while (at > 0 && is_digit((unsigned char)t.p[at - 1]))
		at--;
	return at;
}

static size_t digits_on(struct slice t, size_t at)
{
	while (at < t.n && is_digit((unsigned char)t.p[at]))
		at++;
	return at;
}

/* Whether Chinese prose runs up to the number that begins at `at`: 超过2. 75%. */
static bool number_in_prose(struct slice t, size_t at)
{
	size_t len;
	uint32_t c = glyph_before(t, at, &len);

	return is_han(c) || c == U'—' || c == U'、' || c == '-' || c == '~';
}

/* Whether nothing but the number from `from` to `to`, with or without %, stands on its line. */
static bool alone_in_cell(struct slice t, size_t from, size_t to)
{
	from = skip_blanks_back(t, from);
	to = skip_blanks(t, to);
	if (to < t.n && t.p[to] == '%')
		to = skip_blanks(t, to + 1);
	return (from == 0 || t.p[from - 1] == '\n') && (to == t.n || t.p[to] == '\n');
}

/* A number from `from` to `to` with a point in it and a blank beside the point. */
static bool is_decimal(struct slice t, size_t from, size_t to)
{
	size_t len, end = skip_blanks(t, to), before = skip_blanks_back(t, from);

	if (number_in_prose(t, from) || alone_in_cell(t, from, to))
		return true;
	if (end == t.n || t.p[end] != '%')
		return false;
	return number_in_prose(t, before) || glyph_before(t, from, &len) == '(';
}

static bool stray_at_point(const struct blank *b)
{
	struct slice t = b->text;
	size_t from, to;

	if (b->before == '.' && is_digit(b->after)) {
		from = digits_back(t, b->start - 1);
		return from < b->start - 1 && is_decimal(t, from, digits_on(t, b->end));
	}
	if (!is_digit(b->before) || b->after != '.')
		return false;
	to = digits_on(t, b->end + 1);
	return to > b->end + 1 && is_decimal(t, digits_back(t, b->start), to);
}

/* Whether a clause begins at `at`: 据此,294 000户. A comma among digits parts thousands. */
static bool begins_clause(struct slice t, size_t at)
{
	size_t len;
	uint32_t c = glyph_before(t, at, &len);

	if (c != ',')
		return c == U'。' || c == ';' || c == ':' || c == '(';
	return is_han(glyph_before(t, at - len, &len));
}

/* 1 200户 and 1, 200户: a group of three after one to three digits, with a unit. */
static bool stray_in_thousands(const struct blank *b)
{
	struct slice t = b->text;
	size_t end = b->start - (b->before == ','), len;
	size_t from = digits_back(t, end), to = digits_on(t, b->end);
	uint32_t unit;

	if (from == end || end - from > 3 || to - b->end != 3 || t.p[from] == '0')
		return false;
	unit = glyph_at(t, skip_blanks(t, to), &len);
	return (number_in_prose(t, from) || begins_clause(t, from)) &&
	       (is_han(unit) || unit == '%');
}

/* A line of a table: several numbers between blanks and no prose. */
static bool in_table_row(const struct blank *b)
{
	struct slice line = short_line(b);
	size_t numbers = 0;

	for (size_t i = 1; i < line.n; i++)
		numbers += is_blank(line.p[i - 1]) && is_digit((unsigned char)line.p[i]);
	return numbers >= 2;
}

/* Whether a number with its unit begins at `at`. */
static bool quantity_at(struct slice t, size_t at)
{
	size_t len;

	while (at < t.n && (is_digit((unsigned char)t.p[at]) || t.p[at] == '.' || t.p[at] == ','))
		at++;
	return glyph_in(glyph_at(t, skip_blanks(t, at), &len), unit_characters);
}

/* Between an ideograph and a number or word. In a short line only inside a quantity. */
static bool stray_at_word(const struct blank *b)
{
	bool han = is_han(b->before) || is_han(b->after);
	bool number = is_digit(b->before) || is_digit(b->after) || b->before == '%';
	bool word = is_latin(b->before) || is_latin(b->after);
	struct slice line = short_line(b);

	if (!han || (!number && !word) || item_mark(b->text, b->end) || in_table_row(b))
		return false;
	if (line.n &&
	    (line.p == b->text.p + b->start || line.p + item_mark(line, 0) == b->text.p + b->start))
		return false;
	if (line.n && is_digit(b->before))
		return glyph_in(b->after, unit_characters);
	if (line.n && is_digit(b->after))
		return quantity_at(b->text, b->end);
	return true;
}

/* Blanks after , : and the like belong to Latin text; elsewhere they are stray. */
static bool stray_at_mark(const struct blank *b)
{
	struct slice t = b->text;
	size_t len;

	if (glyph_in(b->before, latin_marks))
		return b->before != '.' && is_chinese(b->after) &&
		       is_chinese(glyph_before(t, skip_blanks_back(t, b->start - 1), &len));
	if (glyph_in(b->after, latin_marks))
		return is_chinese(b->before);
	return true;
}

static bool stray_at_punctuation(const struct blank *b)
{
	bool closed = glyph_closes(b->before), opens = glyph_opens(b->after);
	bool opened = glyph_opens(b->before), closes = glyph_closes(b->after);

	if (!closed && !opens && !opened && !closes)
		return false;
	if (b->before == '%' && closes && b->after != '%')
		return true;
	if (item_mark(b->text, b->end) || b->before == '%' || b->after == '%')
		return b->after == '%' && is_digit(b->before);
	if (closes && (b->after == ')' || b->after == U'”'))
		return is_chinese(b->before) || b->after == U'”';
	if (opens && b->after == '(')
		return is_han(b->before) && !short_line(b).n;
	if (closed && b->before == ')')
		return is_chinese(b->after) && !short_line(b).n;
	if (opened && b->before == '(')
		return is_chinese(b->after);
	return stray_at_mark(b);
}

static bool is_stray(const struct blank *b)
{
	if (!b->before || !b->after || b->before == '\n' || b->after == '\n')
		return false;
	if (b->before == ' ') /* the rest of an indentation */
		return false;
	if (is_han(b->before) && is_han(b->after))
		return stray_in_han(b);
	if (b->end - b->start > 1)
		return false;
	if ((is_digit(b->before) || b->before == ',') && is_digit(b->after))
		return stray_in_thousands(b) || (b->before == ',' && stray_at_punctuation(b));
	if (b->before == '.' || b->after == '.')
		return stray_at_point(b);
	return stray_at_word(b) || stray_at_punctuation(b);
}

static const struct stop_bytes blanks = {{[' '] = STOP_BLANK}};

int repair_space(struct doc *d, const struct survey *s, struct editor *w, struct err *e)
{
	struct look l = {.survey = s, .stops = STOP_BLANK};
	struct slice t = s->text;
	size_t len, at = 0;

	editor_reset(w, t);
	while ((at = look_next(&l, at, &blanks)) < t.n) {
		struct blank b = {.text = t, .start = at};

		b.end = skip_blanks(t, b.start);
		b.before = glyph_before(t, b.start, &len);
		b.after = glyph_at(t, b.end, &len);
		if (is_stray(&b)) {
			edit_keep_to(w, b.start);
			edit_replace(w, b.end - b.start, (struct slice){"", 0}, EDIT_SPACE);
		}
		at = b.end;
	}
	return doc_push(d, "space", w, e);
}
