#include "normalize/seam.h"

#include "normalize/glyph.h"

/* Characters of a text that is looked at; rows of them counted; longest row; places per range. */
enum {
	MOST_CHARS = 1 << 18,
	ROW_BITS = 20,
	LEAST_ROW_BITS = 12,
	LONGEST_ROW = 4,
	BEST_BOND = 6,
	STRONG_BOND = 5,
	GOOD_FIT = 3,
	SPARSE_BITS = 5 /* counters for each byte of text, so that few rows share one */
};

/* Places of a range that are compared: where three ranges are open, and where the last is fixed. */
enum { FEW_PLACES = 96, MOST_PLACES = 256 };

/* Characters before a heading that are searched for a seam. */
enum { MOST_RANGE = 4096, TAKEN = -1 };

/* Bonds that words don't show. Pages are more often cut before an item than anywhere else. */
enum { CLEAN_BOND = 5, CLEAN_NOW = 2, IMPRINT_BOND = 6, DATE_BOND = 4, CLOSED_BOND = 2 };

struct place {
	size_t index; /* of the character behind it */
	int now;      /* how well it holds together as it is */
};

struct places {
	struct place items[MOST_PLACES];
	size_t count;
};

static size_t row_slot(int bits, const uint32_t *codes, size_t n)
{
	uint64_t hash = 1469598103934665603u + n;

	for (size_t i = 0; i < n; i++)
		hash = (hash ^ codes[i]) * 1099511628211u;
	return (size_t)(hash >> (64 - bits));
}

static void count_rows(struct seam_text *s)
{
	for (size_t i = 0; i < s->count; i++) {
		uint32_t codes[LONGEST_ROW];

		for (size_t n = 0; n < LONGEST_ROW && i + n < s->count; n++) {
			codes[n] = s->chars[i + n].code;
			if (n > 0 && s->rows[row_slot(s->row_bits, codes, n + 1)] < 255)
				s->rows[row_slot(s->row_bits, codes, n + 1)]++;
		}
	}
}

int seam_read(struct seam_text *s, struct slice text, struct arena *arena, struct err *e)
{
	size_t len;

	*s = (struct seam_text){.text = text};
	if (text.n > 3 * MOST_CHARS)
		return 0;
	for (s->row_bits = LEAST_ROW_BITS;
	     text.n >> (s->row_bits - SPARSE_BITS) && s->row_bits < ROW_BITS;)
		s->row_bits++;
	s->chars = arena_alloc(arena, (text.n + 1) * sizeof(*s->chars));
	s->rows = arena_zero(arena, (size_t)1 << s->row_bits, 1);
	if (!s->chars || !s->rows)
		return err_nomem(e);
	for (size_t at = 0; at < text.n; at += len) {
		uint32_t code = utf8_at(text, at, &len);

		if (code == ' ' || code == '\n')
			continue;
		s->chars[s->count++] = (struct seam_char){code, at};
		s->end = at + len;
	}
	count_rows(s);
	return 0;
}

/* The character `back` places before index i (1: directly before), or 0. */
static uint32_t code_before(const struct seam_text *s, size_t i, size_t back)
{
	return back <= i ? s->chars[i - back].code : 0;
}

static uint32_t code_after(const struct seam_text *s, size_t i, size_t on)
{
	return i + on < s->count ? s->chars[i + on].code : 0;
}

/* Whether `left` characters before i and `right` from k on occur in a row `often` times. */
static bool is_known(const struct seam_text *s, size_t i, size_t k, size_t left, size_t right,
		     int often)
{
	uint32_t codes[LONGEST_ROW];

	for (size_t n = 0; n < left; n++)
		codes[n] = code_before(s, i, left - n);
	for (size_t n = 0; n < right; n++)
		codes[left + n] = code_after(s, k, n);
	for (size_t n = 0; n < left + right; n++)
		if (!codes[n])
			return false;
	return s->rows[row_slot(s->row_bits, codes, left + right)] >= often;
}

static bool begins_item(const struct seam_text *s, size_t k)
{
	return k < s->count && item_mark(s->text, s->chars[k].at) > 0;
}

/* How well the text up to character i goes on with character k. */
static int bond(const struct seam_text *s, size_t i, size_t k)
{
	int often = i == k ? 2 : 1, sum = 0;
	uint32_t last = code_before(s, i, 1);

	if (!last || glyph_ends_sentence(last) || last == ')')
		return begins_item(s, k) ? CLEAN_BOND : glyph_closes(code_after(s, k, 0)) ? 0 : 1;
	if (!is_known(s, i, k, 1, 1, often))
		return 0;
	for (size_t n = 2; n <= LONGEST_ROW; n++)
		for (size_t left = 1; left < n; left++)
			sum += is_known(s, i, k, left, n - left, often);
	return sum;
}

/* How well a document ends before character i: with a date or the imprint, or with a sentence. */
static int ending(const struct seam_text *s, size_t i)
{
	uint32_t last = code_before(s, i, 1), other = code_before(s, i, 2);

	if (last == U'发' && other == U'印' && code_before(s, i, 3) == U'日')
		return IMPRINT_BOND;
	if (last == U'日' && is_digit(other))
		return DATE_BOND;
	return glyph_ends_sentence(last) || last == ')' ? CLOSED_BOND : 0;
}

/* How well the end of the document goes on with character i. */
static int behind_end(const struct seam_text *s, size_t i)
{
	return bond(s, s->count, i);
}

/* Index of the first character at or after an offset. */
static size_t index_at(const struct seam_text *s, size_t at)
{
	size_t low = 0, high = s->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (s->chars[middle].at < at)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void add_place(struct places *p, struct place place)
{
	p->items[p->count++] = place;
}

/*
 * The places of a range: those that fit what is known to come beside them, then those that hold
 * together least, up to a number; and its end.
 */
static void find_places(const struct seam_text *s, struct seam_range range, size_t most,
			int (*fit)(const struct seam_text *s, size_t i), struct places *p)
{
	size_t from = index_at(s, range.from), to = index_at(s, range.to);
	signed char now[MOST_RANGE + 1];

	p->count = 0;
	if (from == to || range.from == range.to) {
		add_place(p, (struct place){to, to < s->count && to > 0 ? bond(s, to, to) : 0});
		return;
	}
	if (to - from > MOST_RANGE)
		from = to - MOST_RANGE;
	for (size_t i = from + 1; i < to; i++) {
		bool fits = fit && fit(s, i) >= GOOD_FIT;

		now[i - from] = (signed char)bond(s, i, i);
		if (fits && p->count < most / 2) {
			add_place(p, (struct place){i, now[i - from]});
			now[i - from] = TAKEN;
		}
	}
	for (int loose = 0; loose <= BEST_BOND; loose++)
		for (size_t i = from + 1; i < to && p->count + 1 < most; i++)
			if (now[i - from] == loose)
				add_place(p, (struct place){i, loose});
	add_place(p, (struct place){to, begins_item(s, to) ? CLEAN_NOW : bond(s, to, to)});
}

/* Bonds of every place of one range with every place of another. */
struct bonds {
	signed char of[MOST_PLACES][MOST_PLACES];
};

static void find_bonds(const struct seam_text *s, const struct places *tails,
		       const struct places *heads, struct bonds *b)
{
	for (size_t i = 0; i < tails->count; i++)
		for (size_t k = 0; k < heads->count; k++) {
			size_t tail = tails->items[i].index, head = heads->items[k].index;
			int value = !tail	       ? 1
				    : head == s->count ? ending(s, tail)
						       : bond(s, tail, head);

			b->of[i][k] = (signed char)value;
		}
}

/* Blanks and line ends go with what follows them. */
static size_t offset_of(const struct seam_text *s, size_t index)
{
	size_t at = index ? s->chars[index - 1].at : 0;

	return index ? at + utf8_len((unsigned char)s->text.p[at]) : 0;
}

/* The places in the three ranges, and the bonds between them after the exchange. */
struct contest {
	struct places first, second, end;
	struct bonds head, middle, tail;
	int best, runner_up;
	size_t at[3]; /* the best ones, by their numbers */
};

static void consider(struct contest *c, size_t i, size_t k, size_t l)
{
	int now = c->first.items[i].now + c->second.items[k].now + c->end.items[l].now;
	int score = c->head.of[i][k] + c->middle.of[l][i] + c->tail.of[k][l] - now;

	if (score > c->best) {
		c->runner_up = c->best;
		c->best = score;
		c->at[0] = i;
		c->at[1] = k;
		c->at[2] = l;
	} else if (score > c->runner_up) {
		c->runner_up = score;
	}
}

static void compare_all(struct contest *c)
{
	for (size_t i = 0; i < c->first.count; i++)
		for (size_t k = 0; k < c->second.count; k++)
			for (size_t l = 0; l < c->end.count; l++)
				consider(c, i, k, l);
}

int seams_place(const struct seam_text *s, const struct seam_range ranges[3], struct arena *arena,
		struct seams *best, struct err *e)
{
	struct contest *c = arena_zero(arena, 1, sizeof(*c));
	size_t most;
	bool last;

	if (!c)
		return err_nomem(e);
	*best = (struct seams){0};
	if (!s->count)
		return 0;
	most = ranges[2].from == ranges[2].to ? MOST_PLACES : FEW_PLACES;
	last = most == MOST_PLACES && index_at(s, ranges[2].from) == s->count;
	find_places(s, ranges[0], most, last ? behind_end : NULL, &c->first);
	find_places(s, ranges[1], most, last ? ending : NULL, &c->second);
	find_places(s, ranges[2], most, NULL, &c->end);
	find_bonds(s, &c->first, &c->second, &c->head);
	find_bonds(s, &c->end, &c->first, &c->middle);
	find_bonds(s, &c->second, &c->end, &c->tail);
	compare_all(c);
	best->first = offset_of(s, c->first.items[c->at[0]].index);
	best->second = offset_of(s, c->second.items[c->at[1]].index);
	best->end = offset_of(s, c->end.items[c->at[2]].index);
	best->score = c->best;
	best->strong = (c->head.of[c->at[0]][c->at[1]] >= STRONG_BOND) +
		       (c->middle.of[c->at[2]][c->at[0]] >= STRONG_BOND) +
		       (c->tail.of[c->at[1]][c->at[2]] >= STRONG_BOND);
	best->cut = !begins_item(s, c->first.items[c->at[0]].index) ||
		    !begins_item(s, c->second.items[c->at[1]].index);
	best->runner_up = c->runner_up;
	return 0;
}
