#include "normalize/survey.h"

#include "normalize/rarity.h"
#include "normalize/tables/tables.h"

#include <stdlib.h>

enum { CODES = 0x10000, MOST_KINDS = 1024, PAIR_BITS = 1 << 14 };

/* Digits of a year, and so many before another digit where two stand together. */
enum { YEAR = 4 };

/* Bytes of a stretch, beyond which its last character may reach; and of a line that is not long. */
enum { STRETCH = 64, SHORT = 29 };

/*
 * A stop of two characters, or of one where it matters not, or not much, what stands before it.
 * A text begins as if behind a line end.
 */
struct rule {
	enum stop stop;
	const char32_t *before; /* one of these first; NULL: any character */
	const char32_t *unlike; /* but none of these; or NULL */
	const char32_t *at;
};

#define DIGITS U"0123456789"
#define NUMERALS U"一二三四五六七八九十"
#define LATIN U"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define BLANKS U" \t\v\f\r\u00A0\u3000"
#define DASHES U"-—－–―─~～‐‑‒−"

/*
 * STOP_FORM, STOP_FURNITURE, STOP_WORD and STOP_LIST are made of tables, see mark_tables;
 * STOP_TWICE and STOP_YEARS are found on the way.
 */
static const struct rule rules[] = {
	{STOP_TONE, NULL, DIGITS, LATIN "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ"},
	{STOP_DASHED, NULL, DIGITS LATIN "._/-—", U"-—－–―─"},
	{STOP_PAGE, U"第", NULL, DIGITS " "},
	{STOP_MARKER, DIGITS, NULL, U"、"},
	{STOP_LETTER, NULL, U"abcdefghijkmnpqrstuvwxyzACDEFGHJKLMNPRTUVWXY", U"OoQIl|ZSB○〇"},
	{STOP_ZERO, NUMERALS "百零〇○", NULL, U"0"},
	{STOP_POINT, U" lI|", NULL, U"."},
	{STOP_DOT, DIGITS, NULL, U"·•"},
	{STOP_RANGE, DIGITS "%万亿", NULL, U"－―─–~～‐‑‒−一"},
	{STOP_FIRST, U"(", NULL, DASHES},
	{STOP_ONE, DASHES "一\n", NULL, U"、一"},
	{STOP_BLANK, NULL, U"\n ", U" "},
	{STOP_BRACKETED, U"(", NULL, NUMERALS},
	{STOP_ARABIC, DIGITS " ", NULL, U"."},
	{STOP_PLAIN, NUMERALS, NULL, U"、"},
	{STOP_CHAPTER, U"第", NULL, NUMERALS},
	{STOP_QUOTE, NULL, NULL, U"“”《》〔〕〈〉【】\""},
	{STOP_WRAP_END, U",、" BLANKS, NULL, U"\n"},
	{STOP_WRAP_BEGIN, U"\n", NULL, U",、。:;!?)）》”’】〕」』〉%，：；！？…" BLANKS},
	{STOP_PROSE, NULL, NULL, U",。"},
	{STOP_MARK, NULL, NULL, U";:"},
	{STOP_OPEN_END, NULL, U"。!?;！？；…:\n", U"\n"},
};

enum { RULES = sizeof(rules) / sizeof(rules[0]) };

/*
 * The stops that a character may be the first or the second half of. Pairs that single stops were
 * too coarse for are dealt to several bits: two characters that share one of these are most often a
 * pair indeed.
 */
struct kind {
	uint64_t first, second;
};

enum { WORD_BITS = 24, FURNITURE_BITS = 8, WORD_SHIFT = 32, FURNITURE_SHIFT = 56 };

/* The kinds of the characters of the Basic Multilingual Plane; the others are like the last. */
struct survey_table {
	uint16_t numbers[CODES];
	struct kind kinds[MOST_KINDS];
	size_t count;
	uint32_t pairs[PAIR_BITS / 32]; /* of phrases of furniture, see pair_slot */
};

/* What stands in the table for all characters that no rule names. */
static struct kind common_kind(void)
{
	struct kind k = {STOP_FORM, 0};

	for (size_t i = 0; i < RULES; i++)
		k.first |= rules[i].before ? 0 : rules[i].stop;
	return k;
}

static void mark_rule(struct kind *codes, const struct rule *r)
{
	for (const char32_t *c = r->unlike; c && *c; c++)
		codes[*c].first &= ~(uint64_t)r->stop;
	for (const char32_t *c = r->before; c && *c; c++)
		codes[*c].first |= r->stop;
	for (const char32_t *c = r->at; *c; c++)
		codes[*c].second |= r->stop;
}

/* A pair gets one of several bits, by its first character. */
static void mark_pair(struct kind *codes, uint32_t first, uint32_t second, int shift, uint32_t bits)
{
	uint64_t bit = (uint64_t)1 << ((uint32_t)shift + first % bits);

	codes[first].first |= bit;
	codes[second].second |= bit;
}

static size_t pair_slot(uint32_t first, uint32_t second)
{
	return (first * 0x9E3779B1u ^ second * 0x85EBCA6Bu) >> 18;
}

/* Of a phrase, the two characters beside each other that are the rarest. */
static void mark_phrase(struct survey_table *t, struct kind *codes, const char *phrase)
{
	struct slice p = slice_of(phrase);
	uint32_t last, code, first = 0, second = 0;
	unsigned best = 0;
	size_t len;

	last = utf8_at(p, 0, &len);
	for (size_t at = len; at < p.n; at += len, last = code) {
		code = utf8_at(p, at, &len);
		if (rarity(last) + rarity(code) <= best)
			continue;
		best = rarity(last) + rarity(code);
		first = last;
		second = code;
	}
	mark_pair(codes, first, second, FURNITURE_SHIFT, FURNITURE_BITS);
	t->pairs[pair_slot(first, second) / 32] |= 1u << pair_slot(first, second) % 32;
}

/* The wrong character of a word and the one beside it. */
static void mark_fix(struct kind *codes, const struct word_fix *f)
{
	struct slice word = slice_of(fixed_words[f->word].text);
	size_t len, place = 3 * (size_t)f->place;

	if (place)
		mark_pair(codes, utf8_before(word, place, &len), f->wrong, WORD_SHIFT, WORD_BITS);
	else
		mark_pair(codes, f->wrong, utf8_at(word, 3, &len), WORD_SHIFT, WORD_BITS);
}

static void mark_tables(struct survey_table *t, struct kind *codes)
{
	size_t len;

	for (size_t i = 0; i < form_range_count; i++)
		for (uint32_t c = form_ranges[i].first; c <= form_ranges[i].last && c < CODES; c++)
			codes[c].second |= STOP_FORM;
	for (size_t i = 0; i < furniture_line_count; i++)
		mark_phrase(t, codes, furniture_lines[i].phrase);
	for (size_t i = 0; i < furniture_spared_count; i++)
		mark_phrase(t, codes, furniture_spared[i]);
	for (size_t i = 0; i < word_fix_count; i++)
		mark_fix(codes, &word_fixes[i]);
	for (size_t i = 0; i < list_word_count; i++) {
		struct slice word = slice_of(list_words[i]);

		codes[utf8_before(word, word.n, &len)].first |= STOP_LIST;
	}
	codes[':'].second |= STOP_LIST;
}

/*
 * The number of a kind, which is added where it is new. Those that there is no room for share the
 * last: a stop too many costs a look, one that is missing hides damage.
 */
static uint16_t kind_number(struct survey_table *t, struct kind k)
{
	size_t i = 0;

	while (i < t->count && (t->kinds[i].first != k.first || t->kinds[i].second != k.second))
		i++;
	if (i == MOST_KINDS)
		i--;
	t->kinds[i].first |= k.first;
	t->kinds[i].second |= k.second;
	t->count += i == t->count;
	return (uint16_t)i;
}

static struct survey_table *make_table(void)
{
	struct survey_table *t = calloc(1, sizeof(*t));
	struct kind *codes = calloc(CODES, sizeof(*codes));
	struct kind common = common_kind();

	if (!t || !codes) {
		free(t);
		free(codes);
		return NULL;
	}
	for (size_t i = 0; i < CODES; i++)
		codes[i] = common;
	for (size_t i = 0; i < RULES; i++)
		mark_rule(codes, &rules[i]);
	mark_tables(t, codes);
	kind_number(t, common);
	for (size_t i = 0; i < CODES; i++)
		t->numbers[i] = kind_number(t, codes[i]);
	free(codes);
	return t;
}

int survey_init(struct survey *s, struct err *e)
{
	*s = (struct survey){.table = make_table()};
	return s->table ? 0 : err_nomem(e);
}

void survey_release(struct survey *s)
{
	free(s->stretches);
	free(s->spare);
	free(s->table);
	*s = (struct survey){.table = NULL};
}

/* Room for so many more stretches and the place behind the last. */
static int make_room(struct survey *s, size_t more, struct err *e)
{
	size_t capacity = s->capacity ? s->capacity : 1024;
	struct stretch *stretches;

	while (capacity < s->count + more + 1)
		capacity *= 2;
	if (capacity == s->capacity)
		return 0;
	stretches = realloc(s->stretches, capacity * sizeof(*stretches));
	if (!stretches)
		return err_nomem(e);
	s->stretches = stretches;
	s->capacity = capacity;
	return 0;
}

/* The place behind the last stretch stands in the array as if it began another one. */
static int add_stretch(struct survey *s, size_t start, uint32_t stops, size_t end, struct err *e)
{
	if (s->count + 2 > s->capacity && make_room(s, 1, e))
		return -1;
	s->stretches[s->count++] = (struct stretch){(uint32_t)start, stops};
	s->stretches[s->count] = (struct stretch){(uint32_t)end, 0};
	s->all |= stops;
	return 0;
}

/* On its way through a text. */
struct reader {
	const struct survey_table *table;
	const unsigned char *s;
	size_t at;
	uint32_t last;	/* the character before */
	uint64_t first; /* the stops that it may be the first half of */
};

/* The stops of a character with the one before it. */
static inline uint64_t meet(struct reader *r, uint32_t code)
{
	const struct kind *kind = &r->table->kinds[r->table->numbers[code]];
	uint64_t stops = r->first & kind->second;

	r->first = kind->first;
	return stops;
}

static inline bool is_three(unsigned char c)
{
	return (c & 0xF0) == 0xE0;
}

/* A character of three bytes, most of Chinese text. */
static inline uint64_t read_three(struct reader *r)
{
	const unsigned char *s = r->s + r->at;
	uint32_t code = ((uint32_t)s[0] << 12) + ((uint32_t)s[1] << 6) + s[2] - 0xE2080;
	uint64_t stops = meet(r, code);

	if (code == r->last)
		stops |= STOP_TWICE;
	r->last = code;
	r->at += 3;
	return stops;
}

/* Any other character. */
static inline uint64_t read_other(struct reader *r)
{
	const unsigned char *s = r->s + r->at;
	uint64_t stops = 0;

	if (s[0] < 0x80) {
		r->last = s[0];
		if (is_digit(s[0]) && r->at >= YEAR && is_digit(s[-YEAR]))
			stops = STOP_YEARS;
		r->at++;
	} else if (s[0] < 0xE0) {
		r->last = (uint32_t)(s[0] & 0x1F) << 6 | (s[1] & 0x3F);
		r->at += 2;
	} else {
		r->last = CODES - 1;
		stops = STOP_FORM;
		r->at += 4;
	}
	return stops | meet(r, r->last);
}

static inline uint64_t read_character(struct reader *r)
{
	return is_three(r->s[r->at]) ? read_three(r) : read_other(r);
}

/* Characters up to `end` or the end of the line. The copy is kept in registers. */
static uint64_t read_characters(struct reader *reader, size_t end)
{
	struct reader r = *reader;
	uint64_t stops = 0;

	while (r.at < end) {
		if (is_three(r.s[r.at])) {
			stops |= read_three(&r);
			continue;
		}
		stops |= read_other(&r);
		if (r.last == '\n')
			break;
	}
	*reader = r;
	return stops;
}

static uint32_t fold(uint64_t stops)
{
	return (uint32_t)stops | (stops >> FURNITURE_SHIFT ? STOP_FURNITURE : 0) |
	       (stops << FURNITURE_BITS >> (FURNITURE_BITS + WORD_SHIFT) ? STOP_WORD : 0);
}

static int read_stretch(struct survey *s, struct reader *reader, struct err *e)
{
	struct reader r = *reader;
	size_t start = r.at, end = s->text.n - start > STRETCH ? start + STRETCH : s->text.n;
	uint32_t stops = r.last == '\n' ? STOP_LINE : 0, border;

	border = fold(read_character(&r));
	if (s->count)
		s->stretches[s->count - 1].stops |= border & (stops ? STOP_WRAP_BEGIN : UINT32_MAX);
	stops |= border;
	if (r.last != '\n')
		stops |= fold(read_characters(&r, end));
	if (r.at == s->text.n && r.last != '\n')
		stops |= STOP_OPEN_END;
	*reader = r;
	return add_stretch(s, start, stops, r.at, e);
}

/* A line as it was read. */
struct line {
	struct slice text;
	uint32_t stops;
};

/* What shows only when the line has been read to its end. */
static uint32_t judge_line(const struct line *line, const struct line *last)
{
	bool open = line->stops & STOP_OPEN_END;
	uint32_t stops = 0;

	if (open && (line->stops & (STOP_PROSE | STOP_MARK) || line->text.n > SHORT))
		stops |= STOP_OPEN_TEXT;
	if (line->text.n > SHORT && slice_eq(line->text, last->text))
		stops |= STOP_REPEATED;
	return stops;
}

static int read_line(struct survey *s, struct reader *r, struct line *last, struct err *e)
{
	size_t first = s->count, start = r->at;
	struct line line = {.stops = 0};

	do {
		if (read_stretch(s, r, e))
			return -1;
		line.stops |= s->stretches[s->count - 1].stops;
	} while (r->last != '\n' && r->at < s->text.n);
	line.text = (struct slice){s->text.p + start, r->at - start - (r->last == '\n')};
	line.stops = judge_line(&line, last);
	s->stretches[first].stops |= line.stops;
	s->all |= line.stops;
	*last = line;
	return 0;
}

/* Begins a survey without stretches. */
static struct reader survey_begin(struct survey *s, struct slice text)
{
	s->text = text;
	s->all = 0;
	s->count = 0;
	return (struct reader){
		.table = s->table,
		.s = (const unsigned char *)text.p,
		.last = '\n',
		.first = s->table->kinds[s->table->numbers['\n']].first,
	};
}

/* Reads lines until one begins at `end`, or the text ends there. */
static int read_lines(struct survey *s, struct reader *r, size_t end, struct line *last,
		      struct err *e)
{
	while (r->at < end)
		if (read_line(s, r, last, e))
			return -1;
	return 0;
}

static int check_size(struct slice text, struct err *e)
{
	if (text.n < UINT32_MAX)
		return 0;
	return err_set(e, "a text of 4 GiB or more can't be repaired");
}

int survey_read(struct survey *s, struct slice text, struct err *e)
{
	struct reader r = survey_begin(s, text);
	struct line last = {{"", 0}, 0};

	if (check_size(text, e))
		return -1;
	return read_lines(s, &r, text.n, &last, e);
}

int survey_assume(struct survey *s, struct slice text, uint32_t stops, struct err *e)
{
	survey_begin(s, text);
	if (check_size(text, e))
		return -1;
	return text.n ? add_stretch(s, 0, stops | STOP_LINE, text.n, e) : 0;
}

/* A run of a script that keeps text, and the text before and behind it. */
struct kept {
	const struct survey *old;
	struct span from; /* in the old text */
	size_t to;	  /* where it begins in the new one */
	bool is_end;	  /* both texts end with it */
};

/* The first stretch, from number i on, that begins at or after an offset. */
static size_t stretch_from(const struct survey *s, size_t i, size_t at)
{
	size_t step = 1, high;

	while (i + step < s->count && s->stretches[i + step].start < at) {
		i += step;
		step *= 2;
	}
	high = i + step < s->count ? i + step : s->count;
	while (i < high) {
		size_t middle = i + (high - i) / 2;

		if (s->stretches[middle].start < at)
			i = middle + 1;
		else
			high = middle;
	}
	return i;
}

/* The first stretch of a line from number i on, and before number end. */
static size_t line_from(const struct survey *s, size_t i, size_t end)
{
	while (i < end && !(s->stretches[i].stops & STOP_LINE))
		i++;
	return i;
}

/* The same behind the line that number i begins. */
static size_t line_behind(const struct survey *s, size_t i, size_t end)
{
	return i < end ? line_from(s, i + 1, end) : end;
}

/*
 * Finds the lines of a kept run, given as stretches, that can be taken over: the one before them is
 * kept with the line end before it (or they begin the text), and the beginning of the one behind
 * them. *at goes over the old stretches from run to run.
 */
static struct span lines_kept(const struct kept *k, size_t *at)
{
	const struct survey *old = k->old;
	size_t first, end;

	*at = stretch_from(old, *at, k->from.start);
	end = k->is_end ? old->count : stretch_from(old, *at, k->from.end);
	first = line_from(old, *at, end);
	if (k->from.start > 0 || k->to > 0) {
		if (first < end && old->stretches[first].start == k->from.start)
			first = line_behind(old, first, end);
		first = line_behind(old, first, end);
	}
	while (end > first && !k->is_end && !(old->stretches[end - 1].stops & STOP_LINE))
		end--;
	end -= end > first && !k->is_end;
	return (struct span){first, end};
}

/* Takes stretches of whole lines over and leaves the reader behind them. */
static int take_lines(struct survey *s, const struct survey *old, struct span taken,
		      struct reader *r, struct line *last, struct err *e)
{
	const struct stretch *from = &old->stretches[taken.start];
	size_t count = taken.end - taken.start, line = taken.end - 1;
	uint32_t moved = (uint32_t)r->at - from->start, all = 0;
	struct stretch *to;

	if (make_room(s, count, e))
		return -1;
	if (s->count)
		s->stretches[s->count - 1].stops |= from->stops & STOP_WRAP_BEGIN;
	to = &s->stretches[s->count];
	for (size_t i = 0; i < count; i++) {
		to[i] = (struct stretch){from[i].start + moved, from[i].stops};
		all |= from[i].stops;
	}
	to[count] = (struct stretch){from[count].start + moved, 0};
	s->count += count;
	s->all |= all;
	while (!(old->stretches[line].stops & STOP_LINE))
		line--;
	*r = (struct reader){r->table, r->s, to[count].start, '\n',
			     r->table->kinds[r->table->numbers['\n']].first};
	line -= taken.start;
	last->text = (struct slice){s->text.p + to[line].start, r->at - to[line].start};
	last->text.n -= last->text.p[last->text.n - 1] == '\n';
	return 0;
}

static int update(struct survey *s, const struct survey *old, const struct edits *script,
		  struct err *e)
{
	struct reader r = survey_begin(s, s->text);
	struct line last = {{"", 0}, 0};
	size_t at = 0;

	for (size_t i = 0; i < script->count; i++) {
		struct kept k = {.old = old, .from = edits_run_source(script, i)};
		struct span to = edits_run_target(script, i), lines;

		if (script->runs[i].kind != EDIT_KEEP)
			continue;
		k.to = to.start;
		k.is_end = k.from.end == old->text.n && to.end == s->text.n;
		lines = lines_kept(&k, &at);
		if (lines.start >= lines.end)
			continue;
		if (read_lines(s, &r, old->stretches[lines.start].start - k.from.start + k.to,
			       &last, e) ||
		    take_lines(s, old, lines, &r, &last, e))
			return -1;
	}
	return read_lines(s, &r, s->text.n, &last, e);
}

int survey_update(struct survey *s, struct slice text, const struct edits *script, struct err *e)
{
	struct survey old = *s;

	if (script->moved || check_size(text, e))
		return script->moved ? survey_read(s, text, e) : -1;
	s->stretches = old.spare;
	s->capacity = old.spare_capacity;
	s->spare = old.stretches;
	s->spare_capacity = old.capacity;
	s->text = text;
	return update(s, &old, script, e);
}

/* The stretch that holds an offset of the text. */
static size_t stretch_at(const struct survey *s, size_t at)
{
	size_t low = 0, high = s->count;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (s->stretches[middle].start <= at)
			low = middle;
		else
			high = middle;
	}
	return low;
}

uint32_t survey_stops(const struct survey *s, struct span at)
{
	uint32_t stops = 0;

	if (at.start == at.end)
		return 0;
	for (size_t i = stretch_at(s, at.start); i < s->count && s->stretches[i].start < at.end;
	     i++)
		stops |= s->stretches[i].stops;
	return stops;
}

bool survey_has_furniture(const struct survey *s, struct span at)
{
	uint32_t last = 0;
	size_t len;

	if (!(survey_stops(s, at) & STOP_FURNITURE))
		return false;
	for (; at.start < at.end; at.start += len) {
		uint32_t code = utf8_at(s->text, at.start, &len);
		size_t slot = pair_slot(last, code);

		if (s->table->pairs[slot / 32] >> slot % 32 & 1)
			return true;
		last = code;
	}
	return false;
}
