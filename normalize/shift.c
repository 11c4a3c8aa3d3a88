#include "normalize/shift.h"

#include <limits.h>
#include <stdlib.h>

#include "normalize/legacy.h"
#include "normalize/rarity.h"

/* Characters of the longest shift, and readings of all of them. */
enum { MOST = 256, WAYS = 1 << 14, NONE = UINT16_MAX, ROOT = 0, ROW = 2 * MOST + 2 };

/* Bits that a reading costs beyond its characters, and when it is not followed any more. */
enum { COST_MISSING = 8, COST_GAP = 4, COST_BEGIN_GONE = 8, COST_UNUSUAL = 5, COST_UNHEARD = 4 };
enum { HOPELESS = 24, WORTH_KEEPING = 14, LIKELY = 8 };

/* A question mark, an unreadable character or a letter where a byte may have been lost. */
enum { ODD_MARK = 8, ODD_LETTER = 5, MARK = 0xFFFD };

/* What must be saved, and how rare the characters may be that one is sure of, in the mean. */
enum { GAIN_UNSURE = 12, GAIN = 14, GAIN_UNMARKED = 20, MEAN = 11 };
enum { SURE_MANY = 4, SURE_HIDDEN = 3, SURE_ENDED = 2, GUESSES = 2 };

/* Characters that tell the script are not rarer than this, those that are guessed not than that;
   the rarest are hardly ever meant. */
enum { FREQUENT = 11, COMMON = 14, UNHEARD = 19 };

/* How far one looks for words that are damaged here, and for the script. */
enum { NEAR = 8 * 1024, SCRIPT_NEAR = 768 };

/* What it is worth to find a guess there, and what it must be better than the next; FINE to a bit.
 */
enum { ATTESTED = 3, FINE = 4, DOUBT = 2, FAR_BEHIND = 6 };

/* Bits of the first characters that are looked at. */
enum { LOOK = 16, FIRST = 3, PROMISE = 18, PROMISE_GONE = 24, PROMISE_ROW = 12 };

enum { DISTINCT = 16, BESIDE = 16, MARKS = 1 };

struct symbol {
	size_t at, n;
	uint32_t code;
	long kept;		   /* bits of this and of all before it as they are */
	unsigned char lead, trail; /* the pair behind it, 0 for none */
	unsigned char single;	   /* a byte that may end a pair, 0 for none */
	bool mark;		   /* may stand for any byte */
};

/* What a byte may be. Pairs for private use: far ones of two kinds, and those with low trails. */
enum byte_set { KNOWN, LEAD, TRAIL, FAR_LEAD, FAR_TRAIL, LOW_LEAD, LOW_TRAIL };

/* One character as it may have been, at the end of the best row of characters up to it. */
struct way {
	uint32_t code;
	long cost;	 /* of all of them */
	uint16_t before; /* NONE for the root: the character before the shift */
	uint16_t next;	 /* in its list */
	enum byte_set lead, trail;
	unsigned char known; /* the byte that is */
};

/* Ways that end at the same byte. */
struct ways {
	uint16_t first;
	long least; /* cost */
};

/* What may be guessed of a character by a byte that is known: the other byte. */
struct partners {
	unsigned char bytes[192];
	size_t count;
};

struct shift {
	struct misread_tables *tables;
	struct partners trails[256], leads[256]; /* of a lead, of a trail */
	struct pair_index *pairs;
	struct slice text;
	struct symbol symbols[MOST];
	size_t count;
	bool traditional;
	struct way pool[WAYS];
	size_t used;
	struct ways inside[MOST]; /* that end between the bytes of a symbol */
	uint16_t last;		  /* way of the best undoing, NONE for none */
	size_t end;		  /* symbols that it takes */
	long gain;
	struct buf out;
};

/* What may be guessed: a mark only where its first byte is known. */
static bool is_guessable(uint32_t code, bool lead_known)
{
	static const uint32_t marks[] = {0x3001, 0x3002, 0xFF0C, 0xFF1B};

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (code == marks[i])
			return lead_known;
	return is_han(code) && rarity(code) <= COMMON;
}

static void list_partners(struct shift *s)
{
	for (unsigned lead = 0x81; lead <= 0xFE; lead++) {
		for (unsigned trail = 0x40; trail <= 0xFE; trail++) {
			uint32_t code = legacy_code(LEGACY_GB18030, (unsigned char)lead,
						    (unsigned char)trail);
			struct partners *trails = &s->trails[lead], *leads = &s->leads[trail];

			if (code && is_guessable(code, true))
				trails->bytes[trails->count++] = (unsigned char)trail;
			if (code && is_guessable(code, false))
				leads->bytes[leads->count++] = (unsigned char)lead;
		}
	}
}

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
	list_partners(s);
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

/* Bits of a character in the text as it was. */
static long bits(const struct shift *s, uint32_t before, uint32_t code)
{
	long n = rarity_after(s->pairs, before, code);

	if (!is_han(code))
		return n;
	if (s->traditional ? misread_is_simplified(s->tables, code)
			   : !misread_is_gb2312(s->tables, code))
		n += COST_UNUSUAL;
	return rarity(code) >= UNHEARD ? n + COST_UNHEARD : n;
}

static const struct way *way_at(const struct shift *s, uint16_t at)
{
	return &s->pool[at];
}

/* The character after the best of these ways. */
static struct way go_on(const struct shift *s, const struct ways *from, uint32_t code)
{
	struct way w = {.code = code, .cost = LONG_MAX, .before = NONE, .next = NONE};

	for (uint16_t i = from->first; i != NONE; i = way_at(s, i)->next) {
		long cost = way_at(s, i)->cost;

		if (cost + RARITY_LEAST < w.cost)
			cost += bits(s, way_at(s, i)->code, code);
		if (cost < w.cost) {
			w.cost = cost;
			w.before = i;
		}
	}
	return w;
}

/* Where the way was put; NONE where there is no room. */
static uint16_t keep(struct shift *s, const struct way *w)
{
	if (s->used == WAYS)
		return NONE;
	s->pool[s->used] = *w;
	return (uint16_t)s->used++;
}

static void add(struct shift *s, struct ways *to, struct way w)
{
	uint16_t at;

	if (to->first != NONE && w.cost > to->least + WORTH_KEEPING)
		return;
	w.next = to->first;
	at = keep(s, &w);
	if (at == NONE)
		return;
	if (to->first == NONE || w.cost < to->least)
		to->least = w.cost;
	to->first = at;
}

static bool is_in(enum byte_set set, unsigned byte)
{
	switch (set) {
	case LEAD:
		return byte >= 0x81 && byte <= 0xFE;
	case TRAIL:
		return byte >= 0x40 && byte <= 0xFE && byte != 0x7F;
	case FAR_LEAD:
		return (byte >= 0xAA && byte <= 0xAF) || (byte >= 0xF8 && byte <= 0xFE);
	case FAR_TRAIL:
		return byte >= 0xA1 && byte <= 0xFE;
	case LOW_LEAD:
		return byte >= 0xA1 && byte <= 0xA7;
	case LOW_TRAIL:
		return byte >= 0x81 && byte <= 0xA0;
	default:
		return false;
	}
}

/* What the unknown byte of a way may be. */
static const struct partners *partners_of(const struct shift *s, const struct way *w)
{
	return w->lead == KNOWN ? &s->trails[w->known] : &s->leads[w->known];
}

/* The character of a way whose unknown byte is this one; 0 for none. */
static uint32_t guess_code(const struct way *w, unsigned char byte)
{
	bool lead_known = w->lead == KNOWN;

	if (!is_in(lead_known ? w->trail : w->lead, byte))
		return 0;
	return lead_known ? legacy_code(LEGACY_GB18030, w->known, byte)
			  : legacy_code(LEGACY_GB18030, byte, w->known);
}

/* Goes on with all that a character may be of which a byte is known. */
static void guess(struct shift *s, const struct ways *from, struct way w, long cost,
		  struct ways *to)
{
	const struct partners *partners = partners_of(s, &w);

	for (size_t i = 0; i < partners->count; i++) {
		uint32_t code = guess_code(&w, partners->bytes[i]);
		struct way next;

		if (!code)
			continue;
		next = go_on(s, from, code);
		next.lead = w.lead;
		next.trail = w.trail;
		next.known = w.known;
		next.cost += cost;
		add(s, to, next);
	}
}

static struct way after_lead(unsigned char lead, enum byte_set trail)
{
	return (struct way){.known = lead, .trail = trail};
}

static struct way before_trail(enum byte_set lead, unsigned char trail)
{
	return (struct way){.known = trail, .lead = lead};
}

/* Two characters, the second byte of one and the first of the next are gone. */
static void bridge(struct shift *s, const struct ways *from, unsigned char lead,
		   unsigned char trail, struct ways *to)
{
	struct ways far = {.first = NONE}, low = far;

	guess(s, from, after_lead(lead, FAR_LEAD), COST_GAP, &far);
	guess(s, &far, before_trail(FAR_TRAIL, trail), 0, to);
	guess(s, from, after_lead(lead, LOW_LEAD), COST_GAP, &low);
	guess(s, &low, before_trail(LOW_TRAIL, trail), 0, to);
}

/* What it saves to undo the symbols up to `end` by a way. */
static long gain_of(const struct shift *s, const struct way *w, size_t end)
{
	const struct symbol *last = &s->symbols[end - 1];
	long gain = last->kept - w->cost;

	if (end == s->count)
		return gain;
	return gain + (long)rarity_after(s->pairs, last->code, last[1].code) -
	       (long)rarity_after(s->pairs, w->code, last[1].code);
}

/* A way that ends where the text is right again. */
static void finish(struct shift *s, const struct way *w, size_t end)
{
	long gain = gain_of(s, w, end);
	uint16_t at;

	if (s->last != NONE && gain <= s->gain)
		return;
	at = keep(s, w);
	if (at == NONE)
		return;
	s->last = at;
	s->end = end;
	s->gain = gain;
}

static void finish_all(struct shift *s, const struct ways *ways, size_t end)
{
	for (uint16_t i = ways->first; i != NONE; i = way_at(s, i)->next)
		finish(s, way_at(s, i), end);
}

/* Whether nothing but a guess ends inside of symbol k: another guess behind it would be idle. */
static bool is_first(const struct shift *s, size_t k)
{
	return k == (s->symbols[0].mark ? 1 : 0);
}

/* The ways inside of symbol k: what its second byte is the first of, where that is the end. */
static void end_inside(struct shift *s, size_t k)
{
	const struct symbol *here = &s->symbols[k], *next = k + 1 < s->count ? here + 1 : NULL;
	struct way w = after_lead(here->trail, TRAIL);
	struct ways last = {.first = NONE}, missing = last;
	uint32_t code;

	if (!is_first(s, k)) {
		guess(s, &s->inside[k], w, COST_MISSING, &missing);
		finish_all(s, &missing, k + 1);
	}
	if (!is_first(s, k) && next && next->mark) {
		guess(s, &s->inside[k], w, 0, &last);
		finish_all(s, &last, k + 2);
	}
	if (!next || !next->single)
		return;
	code = legacy_code(LEGACY_GB18030, here->trail, next->single);
	w = go_on(s, &s->inside[k], code);
	if (code)
		finish(s, &w, k + 2);
}

/* The next character by the bytes that are there; returns its bits. */
static long pass_directly(struct shift *s, size_t k)
{
	const struct ways *from = &s->inside[k];
	unsigned char lead = s->symbols[k].trail, trail = s->symbols[k + 1].lead;
	uint32_t code = trail ? legacy_code(LEGACY_GB18030, lead, trail) : 0;
	struct way w;

	if (!code)
		return HOPELESS;
	w = go_on(s, from, code);
	add(s, &s->inside[k + 1], w);
	return w.cost - from->least;
}

/* The same where the text goes on one byte off; over a gap only where that is not likely as it is.
 */
static void pass_inside(struct shift *s, size_t k)
{
	unsigned char lead = s->symbols[k].trail;
	size_t next = k + 1, marks = 0;

	if (next == s->count || pass_directly(s, k) <= LIKELY || k == 0)
		return;
	for (; next < s->count && marks < 3; marks++, next++) {
		struct ways end = {.first = NONE};

		if (s->symbols[next].lead)
			bridge(s, &s->inside[k], lead, s->symbols[next].lead, &s->inside[next]);
		if (s->symbols[next].single)
			bridge(s, &s->inside[k], lead, s->symbols[next].single, &end);
		finish_all(s, &end, next + 1);
		if (!s->symbols[next].mark)
			break;
	}
}

/* Bits of the first symbols behind a mark as they are. */
static long kept_first(const struct shift *s)
{
	return s->symbols[(s->count < FIRST ? s->count : FIRST) - 1].kept - s->symbols[0].kept;
}

/* The first character of the shift with its second byte gone too, and the next one. */
static void begin_gone(struct shift *s, const struct ways *root, unsigned char trail,
		       struct ways *to)
{
	static const unsigned char leads[][2] = {{0xAA, 0xAF}, {0xF8, 0xFE}};
	struct ways first = {.first = NONE};

	for (size_t i = 0; i < 2; i++)
		for (unsigned byte = leads[i][0]; byte <= leads[i][1]; byte++)
			guess(s, root, before_trail(LEAD, (unsigned char)byte), COST_BEGIN_GONE,
			      &first);
	guess(s, &first, before_trail(FAR_TRAIL, trail), 0, to);
}

/* The first character of the shift. */
static void begin(struct shift *s, const struct ways *root)
{
	const struct symbol *first = &s->symbols[0], *next = first + 1;
	struct ways end = {.first = NONE};

	if (!first->mark) {
		guess(s, root, before_trail(LEAD, first->lead), COST_MISSING, &s->inside[0]);
		guess(s, root, after_lead(first->lead, TRAIL), COST_MISSING, &s->inside[0]);
		return;
	}
	if (s->count > 1 && next->lead) {
		guess(s, root, before_trail(LEAD, next->lead), 0, &s->inside[1]);
		if (kept_first(s) >= PROMISE_GONE)
			begin_gone(s, root, next->lead, &s->inside[1]);
	}
	if (s->count > 1 && next->single) {
		guess(s, root, before_trail(LEAD, next->single), 0, &end);
		begin_gone(s, root, next->single, &end);
		finish_all(s, &end, 2);
	}
}

static void search(struct shift *s, uint32_t before)
{
	struct ways root = {.first = ROOT};

	s->pool[ROOT] = (struct way){.code = before, .before = NONE, .next = NONE};
	s->used = 1;
	s->last = NONE;
	for (size_t k = 0; k < s->count; k++)
		s->inside[k].first = NONE;
	begin(s, &root);
	for (size_t k = 0; k < s->count; k++) {
		if (s->inside[k].first == NONE ||
		    s->inside[k].least > s->symbols[k].kept + HOPELESS)
			continue;
		end_inside(s, k);
		pass_inside(s, k);
	}
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

	for (uint16_t i = s->last; i != ROOT; i = way_at(s, i)->before)
		row[n++] = way_at(s, i);
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
		sum += row[i]->cost - way_at(s, row[i]->before)->cost;
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
	return bits(s, around[1], around[2]) +
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
	const struct partners *partners = partners_of(s, w);
	long least = LONG_MAX;

	for (size_t i = 0; i < partners->count; i++) {
		long now;

		around[2] = guess_code(w, partners->bytes[i]);
		now = around[2] ? cost_between(s, around) : least;
		least = now < least ? now : least;
	}
	return least;
}

/* Rates all that a character may be between its neighbours, but for what is far behind. */
static void compare(const struct shift *s, struct slice near, const struct way *w,
		    uint32_t around[4], struct guesses *g)
{
	const struct partners *partners = partners_of(s, w);
	long least = least_between(s, w, around);

	for (size_t i = 0; i < partners->count; i++) {
		long now;

		around[2] = guess_code(w, partners->bytes[i]);
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
	struct way other =
		w->lead == KNOWN ? before_trail(LEAD, w->known) : after_lead(w->known, TRAIL);

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

/* A quick look: whether the first symbols are too unlikely to be meant. */
static bool promises(const struct shift *s)
{
	const struct symbol *next = &s->symbols[1];

	if (!s->symbols[0].mark)
		return s->symbols[0].lead && promises_row(s);
	return s->count > 1 && (next->single || next->mark || kept_first(s) >= PROMISE);
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
	search(s, before[1]);
	if (s->last == NONE || s->gain <= 0)
		return 0;
	n = unroll(s, row);
	if (!is_worth(s, row, n))
		return 0;
	write_out(s, row, n, at);
	*end = s->symbols[s->end - 1].at + s->symbols[s->end - 1].n;
	return (size_t)s->gain;
}
