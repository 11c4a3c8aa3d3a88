#include "normalize/shift.h"

#include <limits.h>
#include <stdlib.h>

#include "normalize/legacy.h"
#include "normalize/shift_ways.h"

/* Characters of the longest shift as it was. */
enum { ROW = 2 * MOST + 2 };

/* A question mark, an unreadable character or a letter where a byte may have been lost. */
enum { ODD_MARK = 8, ODD_LETTER = 5, MARK = 0xFFFD };

/* What must be saved, and how rare the characters may be that one is sure of, in the mean. */
enum { GAIN_UNSURE = 12, GAIN = 14, GAIN_UNMARKED = 20, MEAN = 11 };
enum { SURE_MANY = 4, SURE_HIDDEN = 3, SURE_ENDED = 2, GUESSES = 2 };

/* How far one looks for words that are damaged here, and for the script; rarer characters than
   FREQUENT don't tell it. */
enum { NEAR = 8 * 1024, SCRIPT_NEAR = 768, FREQUENT = 11 };

/* What it is worth to find a guess there, and what it must be better than the next; FINE to a bit.
   Guesses that are too far behind in bits are not looked for. */
enum { ATTESTED = 3, FINE = 4, DOUBT = 2, FAR_BEHIND = 6 };

/* Symbols of a quick look, and the bits that they must promise. */
enum { LOOK = 16, PROMISE = 18, PROMISE_ROW = 12 };

/* Marks among those symbols, and in a row at the beginning, that are too many. */
enum { CROWD = 5, ROW_OF_MARKS = 4 };

/* Distinct characters that are counted; where more marks than that stand beside, all is doubtful.
 */
enum { DISTINCT = 16, BESIDE = 16, MARKS = 1 };

struct shift *shift_open(struct err *e)
{
	struct shift *s = calloc(1, sizeof(*s));

	if (!s) {
		err_nomem(e);
		return NULL;
	}
	buf_init(&s->out, SIZE_MAX);
	s->tables = misread_open(e);
	s->pairs = s->tables ? pair_index_open(e) : NULL;
	if (!s->pairs) {
		shift_close(s);
		return NULL;
	}
	shift_list_partners(s);
	return s;
}

void shift_close(struct shift *s)
{
	if (!s)
		return;
	misread_close(s->tables);
	pair_index_close(s->pairs);
	buf_release(&s->out);
	free(s);
}

struct slice shift_text(const struct shift *s)
{
	return buf_text(&s->out);
}

/*
 * A letter, sign or digit that was full-width before somebody made it plain stands for its pair;
 * one that begins a word ends no pair.
 */
static void spell(const struct shift *s, struct symbol *symbol, uint32_t after)
{
	uint16_t pair = misread_gbk(s->tables, symbol->code);
	bool word = is_latin(symbol->code) && (is_latin(after) || is_digit(after));

	symbol->mark = symbol->code == '?' || symbol->code == MARK;
	symbol->single = 0;
	if (symbol->code >= '@' && symbol->code < 0x7F && !word)
		symbol->single = (unsigned char)symbol->code;
	if (symbol->code > ' ' && symbol->code < 0x7F)
		pair = (uint16_t)(0xA380 | symbol->code);
	symbol->lead = (unsigned char)(pair >> 8);
	symbol->trail = (unsigned char)(pair & 0xFF);
}

/* How odd a symbol is between its neighbours. */
static long oddness(uint32_t before, uint32_t code, uint32_t after)
{
	bool between = (is_han(before) || before == '?') && (is_han(after) || after == '?');

	if (code == '?' || code == MARK)
		return is_han(before) || between || is_han(after) ? ODD_MARK : 0;
	return is_latin(code) && between ? ODD_LETTER : 0;
}

/* Takes the symbols from `at` to the end of the line, at most that many. */
static void load(struct shift *s, struct slice text, size_t at, uint32_t before, size_t most)
{
	long kept = 0;

	s->text = text;
	s->count = 0;
	while (at < text.n && text.p[at] != '\n' && s->count < most) {
		struct symbol *symbol = &s->symbols[s->count++];
		size_t n;
		uint32_t after;

		symbol->at = at;
		symbol->code = utf8_at(text, at, &symbol->n);
		at += symbol->n;
		after = at < text.n ? utf8_at(text, at, &n) : 0;
		kept += (long)rarity_after(s->pairs, before, symbol->code);
		if (s->count == 1 || symbol->code != '?')
			kept += oddness(before, symbol->code, after);
		symbol->kept = kept;
		spell(s, symbol, after);
		before = symbol->code;
	}
}

static struct span around(struct slice text, size_t at, size_t far)
{
	struct span span = {at > far ? at - far : 0, text.n - at > far ? at + far : text.n};

	while (span.start && ((unsigned char)text.p[span.start] & 0xC0) == 0x80)
		span.start--;
	return span;
}

/* More of the characters that only one script has are traditional. */
static bool is_traditional(const struct shift *s, struct slice text, size_t at)
{
	struct span near = around(text, at, SCRIPT_NEAR);
	long more = 0;

	for (size_t n; near.start < near.end; near.start += n) {
		uint32_t code = utf8_at(text, near.start, &n);

		if (!is_han(code) || rarity(code) > FREQUENT)
			continue;
		more += !misread_is_gb2312(s->tables, code);
		more -= misread_is_simplified(s->tables, code);
	}
	return more > 0;
}

/* The characters of a row of ways from its last one; returns how many. */
static size_t unroll(const struct shift *s, const struct way *row[ROW])
{
	size_t n = 0, half;

	for (uint16_t i = s->last; i != ROOT; i = shift_way(s, i)->before)
		row[n++] = shift_way(s, i);
	half = n / 2;
	for (size_t i = 0; i < half; i++) {
		const struct way *w = row[i];

		row[i] = row[n - 1 - i];
		row[n - 1 - i] = w;
	}
	return n;
}

static bool is_sure(const struct way *w)
{
	return w->lead == KNOWN && w->trail == KNOWN;
}

/* Ideographs that are sure and common enough, each counted once. */
static size_t count_sure(const struct shift *s, const struct way *const row[ROW], size_t n)
{
	uint32_t seen[DISTINCT];
	size_t count = 0, k;
	long sum = 0;

	for (size_t i = 0; i < n && count < DISTINCT; i++) {
		if (!is_sure(row[i]) || !is_han(row[i]->code))
			continue;
		for (k = 0; k < count && seen[k] != row[i]->code;)
			k++;
		if (k < count)
			continue;
		seen[count++] = row[i]->code;
		sum += row[i]->cost - shift_way(s, row[i]->before)->cost;
	}
	return sum <= (long)count * MEAN ? count : 0;
}

/* Whether something besides question marks was read one byte off. */
static bool has_substance(const struct shift *s)
{
	for (size_t k = 0; k < s->end; k++)
		if (!s->symbols[k].mark)
			return true;
	return false;
}

/* Question marks beside the shift: where they are many, characters are lost and not bytes. */
static size_t count_marks(const struct shift *s)
{
	size_t n, count = 0, at = s->symbols[0].at;

	for (size_t i = 0; i < BESIDE && at > 0 && s->text.p[at - 1] != '\n'; i++, at -= n)
		count += utf8_before(s->text, at, &n) == '?';
	for (size_t k = s->end; k < s->count && k < s->end + BESIDE; k++)
		count += s->symbols[k].mark;
	return count;
}

/* Whether a byte shows that the text is right again. */
static bool ends_visibly(const struct shift *s)
{
	const struct symbol *last = &s->symbols[s->end - 1];

	return last->single || last->mark;
}

/* Whether what is saved is no chance. */
static bool is_worth(const struct shift *s, const struct way *const row[ROW], size_t n)
{
	size_t sure = count_sure(s, row, n);

	if (!has_substance(s) || (sure < SURE_MANY && count_marks(s) > MARKS))
		return false;
	if (!s->symbols[0].mark)
		return sure >= (ends_visibly(s) ? SURE_ENDED : SURE_MANY) &&
		       s->gain >= GAIN_UNMARKED;
	if (n > 2 * sure + GUESSES || (sure < SURE_HIDDEN && !ends_visibly(s)))
		return false;
	if (!sure)
		return s->traditional && s->symbols[s->end - 1].single && s->gain >= GAIN_UNSURE;
	return s->gain >= GAIN;
}

/* Whether characters stand together somewhere near. */
static bool is_attested(struct slice near, const uint32_t *codes, size_t n)
{
	char needle[12];
	size_t len = 0;

	for (size_t i = 0; i < n; i++)
		len += utf8_put(needle + len, codes[i]);
	return slice_find(near, 0, (struct slice){needle, len}) < near.n;
}

/* Bits of a character after the one before and before the one after it, 0: none. */
static long cost_between(const struct shift *s, const uint32_t around[4])
{
	return shift_bits(s, around[1], around[2]) +
	       (around[3] ? (long)rarity_after(s->pairs, around[2], around[3]) : 0);
}

/* What a character is worth between two before and one after it; less is better. */
static long rate(const struct shift *s, struct slice near, const uint32_t around[4])
{
	long cost = cost_between(s, around);

	if (is_han(around[1]) && is_attested(near, around + 1, 2)) {
		cost -= ATTESTED;
		cost -= is_han(around[0]) && is_attested(near, around, 3) ? ATTESTED : 0;
		cost -= is_han(around[3]) && is_attested(near, around + 1, 3) ? ATTESTED : 0;
	}
	if (is_han(around[3]) && is_attested(near, around + 2, 2))
		cost -= ATTESTED;
	return FINE * cost + (long)rarity(around[2]);
}

/* The best guess so far, and what the second one is worth. */
struct guesses {
	uint32_t code;
	long best, second;
};

/* The least bits of all that a character may be between its neighbours. */
static long least_between(const struct shift *s, const struct way *w, uint32_t around[4])
{
	const struct partners *partners = shift_partners(s, w);
	long least = LONG_MAX;

	for (size_t i = 0; i < partners->count; i++) {
		long now;

		around[2] = shift_guess(w, partners->bytes[i]);
		now = around[2] ? cost_between(s, around) : least;
		least = now < least ? now : least;
	}
	return least;
}

/* Rates all that a character may be between its neighbours, but for what is far behind. */
static void compare(const struct shift *s, struct slice near, const struct way *w,
		    uint32_t around[4], struct guesses *g)
{
	const struct partners *partners = shift_partners(s, w);
	long least = least_between(s, w, around);

	for (size_t i = 0; i < partners->count; i++) {
		long now;

		around[2] = shift_guess(w, partners->bytes[i]);
		if (!around[2] || around[2] == g->code ||
		    cost_between(s, around) > least + FAR_BEHIND)
			continue;
		now = rate(s, near, around);
		if (now < g->best) {
			g->second = g->best;
			g->best = now;
			g->code = around[2];
		} else if (now < g->second) {
			g->second = now;
		}
	}
}

/*
 * The character between its neighbours, U+FFFD when no guess is clearly the best. Where nothing
 * shows which byte of the first character is lost, it may be either.
 */
static uint32_t settle(const struct shift *s, struct slice near, const struct way *w,
		       uint32_t around[4])
{
	struct guesses g = {.best = LONG_MAX, .second = LONG_MAX};
	struct way other = w->lead == KNOWN ? shift_before_trail(LEAD, w->known)
					    : shift_after_lead(w->known, TRAIL);

	if (is_sure(w))
		return w->code;
	compare(s, near, w, around, &g);
	if (w->before == ROOT && !s->symbols[0].mark)
		compare(s, near, &other, around, &g);
	return g.second - DOUBT < g.best ? MARK : g.code;
}

/* The characters before `at` on its line, the nearer one second; 0 for none. */
static void look_back(struct slice text, size_t at, uint32_t before[2])
{
	before[0] = before[1] = 0;
	for (int i = 1; i >= 0 && at > 0; i--) {
		size_t n;

		before[i] = utf8_before(text, at, &n);
		at -= n;
	}
}

static void write_out(struct shift *s, const struct way *const row[ROW], size_t n, size_t start)
{
	struct slice near = slice_cut(s->text, around(s->text, start, NEAR));
	uint32_t beside[4];
	char out[4];

	look_back(s->text, start, beside);
	buf_reset(&s->out);
	for (size_t i = 0; i < n; i++) {
		uint32_t code;

		beside[3] = i + 1 < n		? row[i + 1]->code
			    : s->end < s->count ? s->symbols[s->end].code
						: 0;
		code = settle(s, near, row[i], beside);
		buf_add(&s->out, out, utf8_put(out, code));
		beside[0] = beside[1];
		beside[1] = code;
	}
}

/* Without a mark: whether there is a row of characters that would save enough by themselves. */
static bool promises_row(const struct shift *s)
{
	long saved = 0, least = 0;
	uint32_t before = 0, code;

	for (size_t k = 0; k + 1 < s->count; k++) {
		const struct symbol *here = &s->symbols[k];

		code = here[1].lead ? legacy_code(LEGACY_GB18030, here->trail, here[1].lead) : 0;
		if (!code)
			break;
		saved += here[1].kept - here->kept - (long)rarity_after(s->pairs, before, code);
		least = saved < least ? saved : least;
		if (saved - least >= PROMISE_ROW)
			return true;
		before = code;
	}
	return false;
}

/* Whether there are more marks than lost bytes leave, or a row of them. */
static bool is_crowded(const struct shift *s)
{
	size_t marks = 0, row = 0;

	for (size_t k = 0; k < s->count; k++)
		marks += s->symbols[k].mark;
	while (row < s->count && s->symbols[row].mark)
		row++;
	return marks > CROWD || row >= ROW_OF_MARKS;
}

/* A quick look: whether the first symbols are too unlikely to be meant. */
static bool promises(const struct shift *s)
{
	const struct symbol *next = &s->symbols[1];

	if (is_crowded(s))
		return false;
	if (!s->symbols[0].mark)
		return s->symbols[0].lead && promises_row(s);
	return s->count > 1 && (next->single || next->mark || shift_kept_first(s) >= PROMISE);
}

size_t shift_look(struct shift *s, struct slice text, size_t at, size_t *end)
{
	const struct way *row[ROW];
	uint32_t before[2];
	size_t n;

	look_back(text, at, before);
	load(s, text, at, before[1], LOOK);
	if (!s->count || !promises(s))
		return 0;
	load(s, text, at, before[1], MOST);
	s->traditional = is_traditional(s, text, at);
	shift_search(s, before[1]);
	if (s->last == NONE || s->gain <= 0)
		return 0;
	n = unroll(s, row);
	if (!is_worth(s, row, n))
		return 0;
	write_out(s, row, n, at);
	*end = s->symbols[s->end - 1].at + s->symbols[s->end - 1].n;
	return (size_t)s->gain;
}
