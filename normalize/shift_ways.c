#include "normalize/shift_ways.h"

#include <limits.h>

#include "normalize/legacy.h"

/* Bits that a reading costs beyond its characters, and when it is not followed any more. */
enum { COST_MISSING = 8, COST_GAP = 4, COST_BEGIN_GONE = 8, COST_UNUSUAL = 5, COST_UNHEARD = 4 };
enum { HOPELESS = 24, WORTH_KEEPING = 14, LIKELY = 8 };

/* Characters that are guessed are not rarer than this; the rarest are hardly ever meant. */
enum { COMMON = 14, UNHEARD = 19 };

/* Bits of the first symbols where even a gap right behind the mark is worth looking at. */
enum { PROMISE_GONE = 24 };

/* What may be guessed: a mark only where its first byte is known. */
static bool is_guessable(uint32_t code, bool lead_known)
{
	static const uint32_t marks[] = {0x3001, 0x3002, 0xFF0C, 0xFF1B};

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (code == marks[i])
			return lead_known;
	return is_han(code) && rarity(code) <= COMMON;
}

void shift_list_partners(struct shift *s)
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

long shift_bits(const struct shift *s, uint32_t before, uint32_t code)
{
	long n = rarity_after(s->pairs, before, code);

	if (!is_han(code))
		return n;
	if (s->traditional ? misread_is_simplified(s->tables, code)
			   : !misread_is_gb2312(s->tables, code))
		n += COST_UNUSUAL;
	return rarity(code) >= UNHEARD ? n + COST_UNHEARD : n;
}

const struct way *shift_way(const struct shift *s, uint16_t at)
{
	return &s->pool[at];
}

/* The character after the best of these ways, of which there is one at least. */
static struct way go_on(const struct shift *s, const struct ways *from, uint32_t code)
{
	struct way w = {.code = code, .cost = LONG_MAX, .before = NONE, .next = NONE};

	for (uint16_t i = from->first; i != NONE; i = shift_way(s, i)->next) {
		long cost = shift_way(s, i)->cost;

		if (cost + RARITY_LEAST < w.cost)
			cost += shift_bits(s, shift_way(s, i)->code, code);
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

const struct partners *shift_partners(const struct shift *s, const struct way *w)
{
	return w->lead == KNOWN ? &s->trails[w->known] : &s->leads[w->known];
}

uint32_t shift_guess(const struct way *w, unsigned char byte)
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
	const struct partners *partners = shift_partners(s, &w);
	size_t count = from->first == NONE ? 0 : partners->count;

	for (size_t i = 0; i < count; i++) {
		uint32_t code = shift_guess(&w, partners->bytes[i]);
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

struct way shift_after_lead(unsigned char lead, enum byte_set trail)
{
	return (struct way){.known = lead, .trail = trail};
}

struct way shift_before_trail(enum byte_set lead, unsigned char trail)
{
	return (struct way){.known = trail, .lead = lead};
}

/* Two characters, the second byte of one and the first of the next are gone. */
static void bridge(struct shift *s, const struct ways *from, unsigned char lead,
		   unsigned char trail, struct ways *to)
{
	struct ways far = {.first = NONE}, low = far;

	guess(s, from, shift_after_lead(lead, FAR_LEAD), COST_GAP, &far);
	guess(s, &far, shift_before_trail(FAR_TRAIL, trail), 0, to);
	guess(s, from, shift_after_lead(lead, LOW_LEAD), COST_GAP, &low);
	guess(s, &low, shift_before_trail(LOW_TRAIL, trail), 0, to);
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
	for (uint16_t i = ways->first; i != NONE; i = shift_way(s, i)->next)
		finish(s, shift_way(s, i), end);
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
	struct way w = shift_after_lead(here->trail, TRAIL);
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

long shift_kept_first(const struct shift *s)
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
			guess(s, root, shift_before_trail(LEAD, (unsigned char)byte),
			      COST_BEGIN_GONE, &first);
	guess(s, &first, shift_before_trail(FAR_TRAIL, trail), 0, to);
}

/* The first character of the shift. */
static void begin(struct shift *s, const struct ways *root)
{
	const struct symbol *first = &s->symbols[0], *next = first + 1;
	struct ways end = {.first = NONE};

	if (!first->mark) {
		guess(s, root, shift_before_trail(LEAD, first->lead), COST_MISSING, &s->inside[0]);
		guess(s, root, shift_after_lead(first->lead, TRAIL), COST_MISSING, &s->inside[0]);
		return;
	}
	if (s->count > 1 && next->lead) {
		guess(s, root, shift_before_trail(LEAD, next->lead), 0, &s->inside[1]);
		if (shift_kept_first(s) >= PROMISE_GONE)
			begin_gone(s, root, next->lead, &s->inside[1]);
	}
	if (s->count > 1 && next->single) {
		guess(s, root, shift_before_trail(LEAD, next->single), 0, &end);
		begin_gone(s, root, next->single, &end);
		finish_all(s, &end, 2);
	}
}

void shift_search(struct shift *s, uint32_t before)
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
