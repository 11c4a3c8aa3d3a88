#include "normalize/seam.h"

#include "normalize/glyph.h"
#include "normalize/rarity.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>

/* Characters of a text that is looked at. */
enum { MOST_CHARS = 1 << 18 };

/* Places of a range that are compared: where three ranges are open, and where the last is fixed. */
enum { FEW_PLACES = 160, MOST_PLACES = 256 };

/* Characters before a heading that are searched for a seam. */
enum { MOST_RANGE = 4096 };

/* Classes of characters, and what two of them beside each other say. */
enum glyph_class { HAN, DIGIT, ENDING, COMMA, CLOSER, OPENER, OTHER, GLYPH_CLASSES = SEAM_CLASSES };

static const signed char class_bonds[GLYPH_CLASSES][GLYPH_CLASSES] = {
	{-14, -16, -4, -6, -8, -10, -32},  {-22, 11, -37, -29, -15, -43, 16},
	{-7, -10, -38, -64, -25, 13, -35}, {-6, -13, -64, -76, -54, -12, -27},
	{-8, -5, -5, 7, -16, 2, -22},	   {-12, -6, -45, -58, -24, -19, -9},
	{-18, 7, -4, -19, -9, -10, 3},
};

/* Brackets that are open on one side of a place and closed on the other, or on one side only. */
enum { OUTSIDE_BOND = 3, INSIDE_BOND = 25, UNBALANCED_BOND = -40, DEEPEST = 7 };

/* Two ideographs by the bits that the second has behind the first, up to so many. */
static const struct {
	unsigned bits;
	int bond;
} pair_bonds[SEAM_PAIRS] = {{2, 75}, {3, 60}, {5, 40}, {7, 25}};

/* Pairs as sure as any that are in no dictionary: of lists of regions and of imprints. */
static const uint32_t sure_pairs[][2] = {{U'县', U'市'}, {U'市', U'县'}, {U'日', U'印'}};

/*
 * Seams looked at to learn what they tell in a text; how many stand for what they tell in any; what
 * one tells at most.
 */
enum { SAMPLES = 16384, USUAL_SEEN = 4, MOST_ROW_BOND = 127 };

/* An item behind the end of a sentence or of brackets, and elsewhere; ends of a document. */
enum {
	ITEM_BOND = 35,
	BAD_ITEM_BOND = -60,
	IMPRINT_BOND = 120,
	DATE_BOND = 70,
	CLOSED_BOND = 30,
	OPEN_END_BOND = -50,
	FIRST_ITEM_BOND = -40
};

/*
 * Pieces are cut before lines and items more often than anywhere else, though there are fewer of
 * these places; but the words beside such a cut tell nothing.
 */
enum { CLEAN_CUTS = 35, CLEAN_LINE = -60 };

/* A document begins with its title. The second piece often ends the text. */
enum { BEGINNING_BOND = 40, NO_BEGINNING_BOND = -150, END_PLACE = 60 };

/* Any member of a list may follow another. */
enum { LISTED_BOND = 25 };

enum { BEST_BOND = 150, TENTHS = 10 };

struct place {
	size_t index; /* of the character behind it */
	int now;      /* how well it holds together as it is */
	bool clean;   /* a line or an item begins there, or the text ends */
	bool listed;  /* a member of a list in brackets does, or the text ends */
};

struct places {
	struct place items[MOST_PLACES];
	size_t count;
	size_t clean; /* so many of them, which come first */
};

/* The character `back` places before index i (1: directly before), or 0. */
static uint32_t code_before(const struct seam_text *s, size_t i, size_t back)
{
	return back <= i ? s->chars[i - back].code : 0;
}

static uint32_t code_after(const struct seam_text *s, size_t i, size_t on)
{
	return i + on < s->count ? s->chars[i + on].code : 0;
}

static enum glyph_class class_of(uint32_t c)
{
	if (is_han(c))
		return HAN;
	if (is_digit(c))
		return DIGIT;
	if (glyph_ends_sentence(c))
		return ENDING;
	if (glyph_in(c, U",、:"))
		return COMMA;
	if (glyph_opens(c))
		return OPENER;
	return glyph_closes(c) && c != '%' ? CLOSER : OTHER;
}

static enum glyph_class left_class(const struct seam_text *s, size_t i)
{
	return i > 0 ? s->classes[i - 1] : OTHER;
}

static bool is_sure_pair(uint32_t last, uint32_t first)
{
	for (size_t i = 0; i < sizeof(sure_pairs) / sizeof(sure_pairs[0]); i++)
		if (sure_pairs[i][0] == last && sure_pairs[i][1] == first)
			return true;
	return false;
}

/* The kind of two ideographs: how sure a pair they are. */
static size_t pair_kind(const struct seam_text *s, uint32_t last, uint32_t first)
{
	unsigned bits, alone = rarity(first);

	if (is_sure_pair(last, first))
		return 0;
	pair_row_set(s->pairs, last);
	bits = pair_row_rarity(s->pairs, first);
	for (size_t n = 0; n < SEAM_PAIRS && bits < alone; n++)
		if (bits <= pair_bonds[n].bits)
			return n;
	return SEAM_PAIRS + HAN * GLYPH_CLASSES + HAN;
}

/* The same, remembered: most pairs are asked about many times. */
static size_t known_pair_kind(const struct seam_text *s, uint32_t last, uint32_t first)
{
	uint32_t pair = last << 16 | first;
	struct seam_pair *known = &s->known[pair * 0x9E3779B1u >> (32 - SEAM_KNOWN_BITS)];

	if ((last | first) >= 0x10000)
		return pair_kind(s, last, first);
	if (known->pair != pair)
		*known = (struct seam_pair){pair, (uint32_t)pair_kind(s, last, first)};
	return known->kind;
}

/* The kind of a seam by the two characters beside it: how sure a pair they are, or their classes.
 */
static size_t seam_kind(const struct seam_text *s, size_t i, size_t k)
{
	enum glyph_class left = left_class(s, i), right = s->classes[k];

	if (left == HAN && right == HAN)
		return known_pair_kind(s, s->chars[i - 1].code, s->chars[k].code);
	return SEAM_PAIRS + left * GLYPH_CLASSES + right;
}

/* What a kind tells in any text. */
static int usual_bond(size_t kind)
{
	if (kind < SEAM_PAIRS)
		return pair_bonds[kind].bond;
	kind -= SEAM_PAIRS;
	return class_bonds[kind / GLYPH_CLASSES][kind % GLYPH_CLASSES];
}

/* Seams counted by kind and by the rows across them. */
struct seam_counts {
	double of[SEAM_KINDS][ROWS_ACROSS];
	double rows[ROWS_ACROSS];
};

static enum row_across row_across(const struct seam_text *s, size_t i, size_t k)
{
	return rows_across(&s->rows, s->chars[i].row, s->chars[k].row);
}

static void count_seam(const struct seam_text *s, size_t i, size_t k, struct seam_counts *c)
{
	enum row_across row = row_across(s, i, k);

	c->of[seam_kind(s, i, k)][row]++;
	c->rows[row]++;
}

static size_t random_place(const struct seam_text *s, uint64_t *random)
{
	*random = *random * 6364136223846793005u + 1442695040888963407u;
	return 1 + (size_t)(*random >> 33) % (s->count - 1);
}

static signed char bond_of(double odds)
{
	double bond = TENTHS * log2(odds);

	bond = bond > MOST_ROW_BOND ? MOST_ROW_BOND : bond;
	return (signed char)(bond < -MOST_ROW_BOND ? -MOST_ROW_BOND : bond);
}

/*
 * What a kind with a row tells in this text: how much more often both are found between neighbours
 * than between places taken at random. In a text of many lists any two of them share long rows.
 * What the kind tells in any text, and the row whatever the kind, count as if they had been seen a
 * few times.
 */
static void learn_bonds(struct seam_text *s, struct seam_counts *near, struct seam_counts *far)
{
	uint64_t random = 1;

	for (int n = 0; n < SAMPLES && s->count > 1; n++) {
		size_t i = random_place(s, &random), k = random_place(s, &random);

		count_seam(s, i, i, near);
		count_seam(s, i, k, far);
	}
	for (size_t kind = 0; kind < SEAM_KINDS; kind++)
		for (size_t row = 0; row < ROWS_ACROSS; row++) {
			double usual = exp2((double)usual_bond(kind) / TENTHS) *
				       (near->rows[row] + 1) / (far->rows[row] + 1);

			s->bonds[kind][row] = bond_of((near->of[kind][row] + USUAL_SEEN * usual) /
						      (far->of[kind][row] + USUAL_SEEN));
		}
}

/* What the characters beside a seam tell, and the rows across it. */
static int row_bond(const struct seam_text *s, size_t i, size_t k)
{
	return s->bonds[seam_kind(s, i, k)][row_across(s, i, k)];
}

static bool begins_item(const struct seam_text *s, size_t k)
{
	return s->items[k];
}

/* Whether a line end stands before character i, or the text is at its end. */
static bool ends_line(const struct seam_text *s, size_t i)
{
	if (i == 0 || i == s->count)
		return i > 0;
	return memchr(s->text.p + s->chars[i - 1].at, '\n', s->chars[i].at - s->chars[i - 1].at);
}

/* Whether a heading or item may stand behind character i. */
static bool may_precede_item(const struct seam_text *s, size_t i)
{
	enum glyph_class last = left_class(s, i);

	return last == ENDING || last == CLOSER || (i < s->count && ends_line(s, i));
}

static bool is_clean(const struct seam_text *s, size_t i)
{
	return i == 0 || ends_line(s, i) || begins_item(s, i);
}

/* Brackets open behind a character where `inner` were open before it; a sentence leaves none open.
 */
static unsigned char depth_behind(uint32_t c, unsigned char inner, uint32_t opener, uint32_t closer)
{
	if (c == opener)
		return inner < DEEPEST ? inner + 1 : inner;
	if (c == closer)
		return inner > 0 ? inner - 1 : 0;
	return glyph_ends_sentence(c) ? 0 : inner;
}

/* How many brackets are open before each place, and how many are closed behind it. */
static void count_brackets(struct seam_text *s)
{
	unsigned char depth = 0;

	for (size_t i = 0; i < s->count; i++) {
		s->open[i] = depth;
		depth = depth_behind(s->chars[i].code, depth, '(', ')');
	}
	s->open[s->count] = depth;
	depth = s->closed[s->count] = 0;
	for (size_t i = s->count; i-- > 0;)
		s->closed[i] = depth = depth_behind(s->chars[i].code, depth, ')', '(');
}

static int bracket_bond(const struct seam_text *s, size_t i, size_t k)
{
	if (s->open[i] != s->closed[k])
		return UNBALANCED_BOND;
	return s->open[i] ? INSIDE_BOND : OUTSIDE_BOND;
}

/* Whether a member of a list in brackets begins behind character i. */
static bool in_list(const struct seam_text *s, size_t i)
{
	uint32_t last = code_before(s, i, 1);

	return s->open[i] && (last == U'、' || last == ':' || last == U',');
}

static int make_room(struct seam_text *s, struct arena *arena, struct err *e)
{
	size_t room = s->text.n + 1;

	s->chars = arena_alloc(arena, room * sizeof(*s->chars));
	s->codes = arena_alloc(arena, room * sizeof(*s->codes));
	s->open = arena_alloc(arena, room);
	s->closed = arena_alloc(arena, room);
	s->classes = arena_alloc(arena, room);
	s->items = arena_alloc(arena, room * sizeof(*s->items));
	s->pairs = arena_zero(arena, 1, sizeof(*s->pairs));
	s->known = arena_zero(arena, (size_t)1 << SEAM_KNOWN_BITS, sizeof(*s->known));
	if (!s->chars || !s->codes || !s->open || !s->closed || !s->classes || !s->items ||
	    !s->pairs || !s->known)
		return err_nomem(e);
	return 0;
}

static void read_chars(struct seam_text *s)
{
	size_t len;

	for (size_t at = 0; at < s->text.n; at += len) {
		uint32_t code = utf8_at(s->text, at, &len);

		if (code == ' ' || code == '\n')
			continue;
		s->classes[s->count] = (unsigned char)class_of(code);
		s->items[s->count] = item_mark(s->text, at) > 0;
		s->chars[s->count++] = (struct seam_char){code, at, s->row_count};
		if (code != '(' && code != ')')
			s->codes[s->row_count++] = code;
		s->end = at + len;
	}
	s->chars[s->count].row = s->row_count;
	s->classes[s->count] = OTHER;
	s->items[s->count] = false;
}

/* How much rarer than others such places are of which there are n. */
static int place_bond(const struct seam_text *s, size_t n)
{
	return (int)(TENTHS * log2((double)(s->count + 1) / (double)(n + 1)));
}

static void count_places(struct seam_text *s)
{
	size_t clean = 0, listed = 0;

	for (size_t i = 0; i < s->count; i++) {
		clean += is_clean(s, i);
		listed += in_list(s, i);
	}
	s->clean_place = place_bond(s, clean);
	s->listed_place = place_bond(s, listed);
}

int seam_read(struct seam_text *s, struct slice text, struct arena *arena, struct err *e)
{
	struct seam_counts *counts;

	*s = (struct seam_text){.text = text};
	if (text.n > 3 * MOST_CHARS)
		return 0;
	counts = arena_zero(arena, 2, sizeof(*counts));
	if (!counts)
		return err_nomem(e);
	if (make_room(s, arena, e))
		return -1;
	read_chars(s);
	if (rows_read(&s->rows, s->codes, s->row_count, arena, e))
		return -1;
	count_brackets(s);
	count_places(s);
	learn_bonds(s, &counts[0], &counts[1]);
	return 0;
}

/* How well a document begins with character k, or does so now. That it was another is not sure. */
static int beginning_bond(const struct seam_text *s, size_t i, size_t k)
{
	if (i != k)
		return NO_BEGINNING_BOND;
	return begins_item(s, k) ? FIRST_ITEM_BOND : BEGINNING_BOND;
}

/* How well the text up to character i goes on with character k. */
static int bond(const struct seam_text *s, size_t i, size_t k)
{
	uint32_t last = code_before(s, i, 1);

	if (!last)
		return beginning_bond(s, i, k);
	if (begins_item(s, k) && !is_digit(last))
		return may_precede_item(s, i) ? ITEM_BOND : BAD_ITEM_BOND;
	if (in_list(s, i) && s->closed[k])
		return LISTED_BOND;
	return row_bond(s, i, k) + bracket_bond(s, i, k);
}

/* How well a document ends before character i: with a date or the imprint, or with a sentence. */
static int ending(const struct seam_text *s, size_t i)
{
	uint32_t last = code_before(s, i, 1), other = code_before(s, i, 2);

	if (last == U'发' && other == U'印' && code_before(s, i, 3) == U'日')
		return IMPRINT_BOND;
	if (last == U'日' && is_digit(other))
		return code_after(s, i, 0) == U'印' ? OPEN_END_BOND : DATE_BOND;
	return glyph_ends_sentence(last) || last == ')' ? CLOSED_BOND : OPEN_END_BOND;
}

/* The same for any place, the end of the text being one. */
static int bond_or_end(const struct seam_text *s, size_t i, size_t k)
{
	return k == s->count ? ending(s, i) : bond(s, i, k);
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

/* The same where both places begin a line or an item. */
static int clean_bond(const struct seam_text *s, size_t i, size_t k)
{
	if (k == s->count)
		return ending(s, i);
	if (i == 0)
		return beginning_bond(s, i, k);
	if (begins_item(s, k))
		return may_precede_item(s, i) ? 0 : BAD_ITEM_BOND;
	return CLEAN_LINE;
}

static struct place place_at(const struct seam_text *s, size_t i)
{
	return (struct place){
		.index = i,
		.now = bond_or_end(s, i, i),
		.clean = is_clean(s, i),
		.listed = i == s->count || in_list(s, i),
	};
}

static int compare_places(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	if (x->clean != y->clean)
		return x->clean ? -1 : 1;
	if (x->now != y->now)
		return x->now < y->now ? -1 : 1;
	return x->index < y->index ? -1 : x->index > y->index;
}

/*
 * The places of a range: the clean ones, then those that hold together least, given what is known
 * to come beside them; of many only the first `most`.
 */
static int find_places(const struct seam_text *s, struct seam_range range, size_t most,
		       int (*fit)(const struct seam_text *s, size_t i), struct arena *arena,
		       struct places *p, struct err *e)
{
	size_t from = index_at(s, range.from), to = index_at(s, range.to), n = 0;
	struct place *all;

	if (to - from > MOST_RANGE)
		from = to - MOST_RANGE;
	all = arena_alloc(arena, (to - from + 1) * sizeof(*all));
	if (!all)
		return err_nomem(e);
	for (size_t i = from == to ? to : from + 1; i <= to; i++) {
		all[n] = place_at(s, i);
		all[n++].now -= fit ? fit(s, i) : 0;
	}
	qsort(all, n, sizeof(*all), compare_places);
	p->count = n < most ? n : most;
	p->clean = 0;
	for (size_t i = 0; i < p->count; i++) {
		p->items[i] = all[i];
		p->clean += all[i].clean;
		p->items[i].now += fit ? fit(s, all[i].index) : 0;
	}
	return 0;
}

/* The most that a bond may be; one that nobody asked for yet. */
enum { MOST_BOND = MOST_ROW_BOND + INSIDE_BOND, UNASKED = SHRT_MIN };

/* Bonds of every place of one range with every place of another. */
struct bonds {
	short of[MOST_PLACES][MOST_PLACES];
};

static void find_bonds(const struct seam_text *s, const struct places *tails,
		       const struct places *heads, struct bonds *b)
{
	for (size_t i = 0; i < tails->count; i++)
		for (size_t k = 0; k < heads->count; k++)
			b->of[i][k] =
				(short)bond_or_end(s, tails->items[i].index, heads->items[k].index);
}

static void forget_bonds(const struct places *tails, const struct places *heads, struct bonds *b)
{
	for (size_t i = 0; i < tails->count; i++)
		for (size_t k = 0; k < heads->count; k++)
			b->of[i][k] = UNASKED;
}

/*
 * Blanks and line ends go with what follows them where lines were kept whole, so that each line
 * keeps its own; elsewhere with what stands before them, so that no word is cut in two.
 */
static size_t offset_of(const struct seam_text *s, size_t index, bool clean)
{
	size_t at = index ? s->chars[index - 1].at : 0;

	if (index && index < s->count && !clean)
		return s->chars[index].at;
	return index ? at + utf8_len((unsigned char)s->text.p[at]) : 0;
}

/*
 * What the ends add to a score, one by one and the most of each block of them, and of all: where
 * the most is too far from the best, the block is passed over.
 */
enum { BLOCK = 16, BLOCKS = MOST_PLACES / BLOCK };

struct end_scores {
	int of[MOST_PLACES], blocks[BLOCKS], all;
};

/* The places in the three ranges, and the bonds between them after the exchange. */
struct seam_trial {
	const struct seam_text *s;
	struct places first, second, end;
	struct bonds head, middle, tail; /* head: those that were asked for */
	struct end_scores with_first, with_second[MOST_PLACES]; /* of the first piece tried */
	int known;
	int open; /* places that are not known to be the end of the text */
};

/* A text that begins with its title speaks against a piece that begins with it. */
static int beginning(const struct place *first)
{
	return first->index == 0 ? first->now : 0;
}

/* The bond of what stood before the first piece with the second. */
static int head_bond(struct seam_trial *t, size_t i, size_t k)
{
	short *known = &t->head.of[i][k];

	if (*known == UNASKED)
		*known =
			(short)bond_or_end(t->s, t->first.items[i].index, t->second.items[k].index);
	return *known;
}

/* What the characters beside the cuts tell. */
static int word_score(struct seam_trial *t, size_t i, size_t k, size_t l)
{
	return head_bond(t, i, k) + t->middle.of[l][i] + t->tail.of[k][l] - t->first.items[i].now -
	       t->second.items[k].now - t->end.items[l].now;
}

/* What three clean cuts tell. */
static int clean_score(const struct seam_trial *t, size_t i, size_t k, size_t l)
{
	const struct place *first = &t->first.items[i];
	size_t second = t->second.items[k].index, end = t->end.items[l].index;

	return CLEAN_CUTS + t->open * t->s->clean_place - beginning(first) +
	       clean_bond(t->s, first->index, second) + clean_bond(t->s, end, first->index) +
	       clean_bond(t->s, second, end);
}

static struct seams seams_at(const struct seam_trial *t, size_t i, size_t k, size_t l)
{
	const struct place *first = &t->first.items[i], *second = &t->second.items[k];
	const struct place *end = &t->end.items[l];
	bool clean = first->clean && second->clean && end->clean;

	return (struct seams){
		.first = offset_of(t->s, first->index, clean),
		.second = offset_of(t->s, second->index, clean),
		.end = offset_of(t->s, end->index, clean),
		.clean = clean,
	};
}

/* What is known of the pieces whatever stands beside the cuts, the end being given. */
static int known_score(const struct seam_trial *t, size_t l)
{
	return t->known + (t->end.items[l].index == t->s->count ? END_PLACE : 0);
}

static void consider(const struct seam_trial *t, size_t i, size_t k, size_t l, int score,
		     struct seam_contest *c)
{
	size_t first = t->first.items[i].index, second = t->second.items[k].index;
	size_t end = t->end.items[l].index;
	int lead = c->found ? score - c->best.score : BEST_BOND;

	if (first == second || second == end)
		return;
	if (lead > 0) {
		c->weight = c->weight * exp2(-(double)lead / TENTHS) + 1;
		c->found = true;
		c->best = seams_at(t, i, k, l);
		c->best.score = score;
	} else if (lead > -BEST_BOND) {
		c->weight += exp2((double)lead / TENTHS);
	}
}

/* The clean places come first. */
static void compare_clean(struct seam_trial *t, struct seam_contest *c)
{
	for (size_t i = 0; i < t->first.clean; i++)
		for (size_t k = 0; k < t->second.clean; k++)
			for (size_t l = 0; l < t->end.clean; l++) {
				int clean = clean_score(t, i, k, l), word = word_score(t, i, k, l);

				consider(t, i, k, l,
					 known_score(t, l) + (clean > word ? clean : word), c);
			}
}

static void find_most(struct end_scores *e, size_t count)
{
	e->all = INT_MIN / 2;
	for (size_t l = 0; l < count; l++) {
		int *most = &e->blocks[l / BLOCK];

		if (l % BLOCK == 0 || *most < e->of[l])
			*most = e->of[l];
		e->all = *most > e->all ? *most : e->all;
	}
}

/* The ends with a second piece. */
static void score_tails(const struct seam_trial *t, size_t k, struct end_scores *e)
{
	for (size_t l = 0; l < t->end.count; l++)
		e->of[l] = t->tail.of[k][l];
	find_most(e, t->end.count);
}

/* And with a first one. */
static void score_ends(const struct seam_trial *t, size_t i, struct end_scores *e)
{
	for (size_t l = 0; l < t->end.count; l++)
		e->of[l] = known_score(t, l) + t->middle.of[l][i] - t->end.items[l].now -
			   t->first.items[i].now;
	find_most(e, t->end.count);
}

/* Whether a score is not too far from the best to count. */
static bool may_count(const struct seam_contest *c, int score)
{
	return !c->found || score > c->best.score - BEST_BOND;
}

/* What speaks for three cuts in lists: pieces are cut there as gladly as before lines and items. */
static int list_cuts(const struct seam_trial *t)
{
	return CLEAN_CUTS + t->open * t->s->listed_place;
}

/* The ends for a first and a second piece, told being the score of what is between them. */
static void compare_ends(const struct seam_trial *t, size_t i, size_t k, int told,
			 struct seam_contest *c)
{
	const struct end_scores *first = &t->with_first, *second = &t->with_second[k];
	bool clean = i < t->first.clean && k < t->second.clean;
	bool listed = t->first.items[i].listed && t->second.items[k].listed;
	int cuts = listed ? list_cuts(t) : 0;

	for (size_t l = clean ? t->end.clean : 0; l < t->end.count; l++) {
		int score = told + first->of[l] + second->of[l], block = (int)(l / BLOCK);

		if (l % BLOCK == 0 &&
		    !may_count(c, told + first->blocks[block] + second->blocks[block] +
					  (cuts > 0 ? cuts : 0))) {
			l += BLOCK - 1;
			continue;
		}
		if (listed && t->end.items[l].listed)
			score += cuts;
		if (may_count(c, score))
			consider(t, i, k, l, score, c);
	}
}

/* The others, but for those that are too far from the best to count. */
static void compare_words(struct seam_trial *t, struct seam_contest *c)
{
	int listed = list_cuts(t);

	for (size_t k = 0; k < t->second.count; k++)
		score_tails(t, k, &t->with_second[k]);
	for (size_t i = 0; i < t->first.count; i++) {
		score_ends(t, i, &t->with_first);
		for (size_t k = 0; k < t->second.count; k++) {
			int most =
				t->with_first.all + t->with_second[k].all - t->second.items[k].now;

			if (!may_count(c, most + MOST_BOND + listed) ||
			    !may_count(c, most + head_bond(t, i, k) + listed))
				continue;
			compare_ends(t, i, k, head_bond(t, i, k) - t->second.items[k].now, c);
		}
	}
}

/* Tries all places of the first two ranges with those of a third, in which the text may end. */
static int try_places(const struct seam_text *s, const struct seam_range ranges[3], bool at_end,
		      struct arena *arena, struct seam_contest *contest, struct err *e)
{
	struct seam_trial *t = contest->trial;
	size_t most = at_end ? MOST_PLACES : FEW_PLACES;

	t->open = at_end ? 2 : 3;
	if (find_places(s, ranges[0], most, at_end ? behind_end : NULL, arena, &t->first, e) ||
	    find_places(s, ranges[1], most, at_end ? ending : NULL, arena, &t->second, e) ||
	    find_places(s, ranges[2], most, NULL, arena, &t->end, e))
		return -1;
	forget_bonds(&t->first, &t->second, &t->head);
	find_bonds(s, &t->end, &t->first, &t->middle);
	find_bonds(s, &t->second, &t->end, &t->tail);
	compare_clean(t, contest);
	compare_words(t, contest);
	return 0;
}

int seams_place(const struct seam_text *s, const struct seam_range ranges[3], int known,
		struct arena *arena, struct seam_contest *contest, struct err *e)
{
	bool last = s->count && index_at(s, ranges[2].to) == s->count;
	const struct seam_range at_end[3] = {ranges[0], ranges[1], {s->end, s->end}};
	struct seam_range inside[3] = {ranges[0], ranges[1], ranges[2]};

	if (!s->count)
		return 0;
	if (!contest->trial && !(contest->trial = arena_alloc(arena, sizeof(*contest->trial))))
		return err_nomem(e);
	contest->trial->s = s;
	contest->trial->known = known;
	if (last && try_places(s, at_end, true, arena, contest, e))
		return -1;
	if (last)
		inside[2].to = s->chars[s->count - 1].at;
	return inside[2].from < inside[2].to ? try_places(s, inside, false, arena, contest, e) : 0;
}
