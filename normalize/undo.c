#include "normalize/undo.h"

#include <limits.h>
#include <stdlib.h>

#include "normalize/legacy.h"
#include "normalize/rarity.h"

/*
 * The text is a row of symbols. Between two symbols is an even node, inside of one an odd node:
 * symbol k goes from node 2k to 2k + 2, by one byte, or by two over 2k + 1. At each node the
 * BEST cheapest readings of all up to there are kept, told apart by their last character.
 */
enum { NODES = 2 * UNDO_MOST + 1, BEST = 8 };

/* Bits that a reading costs beyond its characters, and what it must save all in all. */
enum { COST_BEGIN = 12, COST_ANY = 4, COST_UNUSUAL = 4, COST_UNHEARD = 4 };
enum { PROMISE = 20, GAIN = 30 };

/* Characters that a stretch must be sure of, and their mean rarity. Those of UTF-8 are surer. */
enum { LEAST_SURE = 4, LEAST_UTF8 = 2, MEAN = 12, DISTINCT = 16 };

/* A question mark or an unreadable character between ideographs. */
enum { ODD_QUESTION = 8, ODD_MARK = 4 };

/* A guess that another character might be as well, by so many bits, is none. */
enum { FINE = 4, DOUBT = 2 * FINE, MARK = 0xFFFD };

/* Where else the text has the same characters together is worth so much; how far one looks. */
enum { ATTESTED = 3, NEAR = 16 * 1024 };

/* Characters rarer than this are not guessed where a byte is unknown. */
enum { COMMON = 13, UNHEARD = 19 };

/* One in so many characters of Japanese is kana. */
enum { MANY_KANA = 3 };

/* Symbols before the end of the stretch that are left to the next one. */
enum { OVERLAP = 12 };

struct symbol {
	size_t at; /* offset in the text */
	size_t n;
	uint32_t code;
	unsigned bits; /* rarity of the code */
	unsigned odd;  /* how much rarer it is between its neighbours */
	struct misread_bytes bytes;
};

struct reading {
	size_t cost; /* of everything up to here */
	uint32_t code;
	uint16_t from;	/* node */
	uint8_t before; /* which of the readings there */
	bool undone;	/* not the character of the text */
	bool sure;	/* its bytes are all known */
};

struct node {
	struct reading best[BEST];
	size_t count;
};

struct undo {
	struct misread_tables *tables;
	struct pair_index *pairs; /* made when something promises; else NULL */
	struct symbol symbols[UNDO_MOST];
	size_t count;
	struct slice near; /* the text around, where words may stand that are damaged here */
	struct node nodes[NODES];
	uint16_t path[NODES]; /* nodes of the best way, and which reading at each */
	uint8_t which[NODES];
	size_t steps;
	struct undo_piece pieces[UNDO_MOST];
	size_t piece_count;
	struct buf out;
};

struct undo *undo_open(struct err *e)
{
	struct undo *u = calloc(1, sizeof(*u));

	if (!u) {
		err_nomem(e);
		return NULL;
	}
	buf_init(&u->out, SIZE_MAX);
	u->tables = misread_open(e);
	if (u->tables)
		return u;
	free(u);
	return NULL;
}

void undo_close(struct undo *u)
{
	if (!u)
		return;
	misread_close(u->tables);
	pair_index_close(u->pairs);
	buf_release(&u->out);
	free(u);
}

const struct undo_piece *undo_pieces(const struct undo *u)
{
	return u->pieces;
}

struct slice undo_text(const struct undo *u)
{
	return buf_text(&u->out);
}

/* A byte on the way from one node to another. */
struct arc {
	uint16_t byte;
	size_t to;
};

static size_t arcs_from(const struct undo *u, size_t node, struct arc out[3])
{
	const struct misread_bytes *b;
	size_t n = 0;

	if (node / 2 >= u->count)
		return 0;
	b = &u->symbols[node / 2].bytes;
	if (node % 2) {
		out[n++] = (struct arc){b->pair[1], node + 1};
		return n;
	}
	if (b->one != NO_BYTE)
		out[n++] = (struct arc){b->one, node + 2};
	if (b->other != NO_BYTE)
		out[n++] = (struct arc){b->other, node + 2};
	if (b->two)
		out[n++] = (struct arc){b->pair[0], node + 1};
	return n;
}

/* Where the reading belongs among the best; BEST for nowhere. */
static size_t rank(const struct node *node, const struct reading *r)
{
	size_t i = 0;

	while (i < node->count && node->best[i].cost <= r->cost) {
		if (node->best[i].code == r->code && node->best[i].undone == r->undone)
			return BEST;
		i++;
	}
	return i;
}

static void keep_best(struct node *node, const struct reading *r)
{
	size_t at = rank(node, r), last = at;

	if (at == BEST)
		return;
	while (last < node->count &&
	       (node->best[last].code != r->code || node->best[last].undone != r->undone))
		last++;
	if (last == BEST)
		last--;
	if (last == node->count)
		node->count++;
	memmove(&node->best[at + 1], &node->best[at], (last - at) * sizeof(*r));
	node->best[at] = *r;
}

/* What a reading must cost less than to be kept at all. */
static size_t worst_kept(const struct node *node)
{
	return node->count < BEST ? SIZE_MAX : node->best[BEST - 1].cost;
}

/* A character that is being read: where it began, and what its bytes cost so far. */
struct attempt {
	struct undo *u;
	const struct misreading *m;
	size_t from;
	size_t cost;
	bool sure;
	bool lead_known; /* so that a guess may be a punctuation mark */
};

/* What may be guessed where a byte is unknown: what is common enough to be guessed at. */
static bool is_guessable(uint32_t code, bool lead_known)
{
	static const uint32_t marks[] = {0x3001, 0x3002, 0xFF0C, 0xFF1B, MARK};

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (code == marks[i])
			return lead_known;
	return is_han(code) && rarity(code) <= COMMON;
}

/* Goes on from every reading at the attempt's node with this character. */
static void offer(const struct attempt *a, size_t to, uint32_t code)
{
	const struct node *node = &a->u->nodes[a->from];
	struct reading r = {.code = code, .from = (uint16_t)a->from, .undone = true};
	size_t cost = a->cost;

	if (!code || (!a->sure && !is_guessable(code, a->lead_known)))
		return;
	if (!a->sure && is_han(code) && a->m->is != MISREAD_BIG5 &&
	    !misread_is_gb2312(a->u->tables, code))
		cost += COST_UNUSUAL;
	if (rarity(code) >= UNHEARD)
		cost += COST_UNHEARD;
	r.sure = a->sure;
	for (size_t i = 0; i < node->count; i++) {
		bool begins = !node->best[i].undone;

		if (begins && a->from % 2)
			continue;
		r.before = (uint8_t)i;
		r.cost = node->best[i].cost + cost + (begins ? COST_BEGIN : 0);
		if (r.cost + RARITY_LEAST >= worst_kept(&a->u->nodes[to]))
			continue;
		r.cost += rarity_after(a->u->pairs, node->best[i].code, code);
		keep_best(&a->u->nodes[to], &r);
	}
}

/* The character of the text as it is. */
static void offer_kept(struct undo *u, size_t from)
{
	const struct symbol *s = &u->symbols[from / 2];
	const struct node *node = &u->nodes[from];
	struct reading r = {.code = s->code, .from = (uint16_t)from, .sure = true};

	for (size_t i = 0; i < node->count; i++) {
		r.before = (uint8_t)i;
		r.cost = node->best[i].cost + rarity_after(u->pairs, node->best[i].code, s->code) +
			 s->odd;
		keep_best(&u->nodes[from + 2], &r);
	}
}

/* `left` more bytes of a UTF-8 character. */
static void follow(struct attempt a, size_t node, uint32_t code, int left)
{
	struct arc arcs[3];
	size_t n = left ? arcs_from(a.u, node, arcs) : 0;

	if (!left) {
		offer(&a, node, code);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		struct attempt guess = a;

		if (arcs[i].byte >= 0x80 && arcs[i].byte < 0xC0)
			follow(a, arcs[i].to, code << 6 | (arcs[i].byte & 0x3F), left - 1);
		if (arcs[i].byte != ANY_BYTE)
			continue;
		guess.sure = false;
		guess.lead_known = true;
		guess.cost += COST_ANY;
		if (!a.sure) {
			follow(guess, arcs[i].to, MARK, 0);
			continue;
		}
		for (uint32_t c = 0; c < 64; c++)
			follow(guess, arcs[i].to, code << 6 | c, left - 1);
	}
}

static void read_utf8(const struct attempt *a, const struct arc *arc)
{
	if (arc->byte < 0x80)
		offer(a, arc->to, arc->byte);
	else if (arc->byte >= 0xC2 && arc->byte <= 0xDF)
		follow(*a, arc->to, arc->byte & 0x1F, 1);
	else if (arc->byte > 0xE0 && arc->byte <= 0xEF && arc->byte != 0xED)
		follow(*a, arc->to, arc->byte & 0x0F, 2);
}

static void guess_trail(struct attempt a, enum legacy_charset charset, uint16_t lead, size_t to)
{
	a.sure = false;
	a.cost += COST_ANY;
	a.lead_known = true;
	for (unsigned trail = 0x40; trail <= 0xFE; trail++)
		offer(&a, to, legacy_code(charset, (unsigned char)lead, (unsigned char)trail));
}

static void guess_lead(struct attempt a, enum legacy_charset charset, uint16_t trail, size_t to)
{
	a.sure = false;
	a.cost += COST_ANY;
	for (unsigned lead = 0x81; lead <= 0xFE; lead++)
		offer(&a, to, legacy_code(charset, (unsigned char)lead, (unsigned char)trail));
}

/* The second byte of a pair. */
static void read_trail(const struct attempt *a, enum legacy_charset charset, const struct arc *arc)
{
	struct arc arcs[3];
	size_t n = arcs_from(a->u, arc->to, arcs);

	for (size_t i = 0; i < n; i++) {
		uint16_t trail = arcs[i].byte;

		if (arc->byte == ANY_BYTE && trail != ANY_BYTE)
			guess_lead(*a, charset, trail, arcs[i].to);
		else if (arc->byte != ANY_BYTE && trail == ANY_BYTE)
			guess_trail(*a, charset, arc->byte, arcs[i].to);
		else if (trail != ANY_BYTE)
			offer(a, arcs[i].to,
			      legacy_code(charset, (unsigned char)arc->byte, (unsigned char)trail));
	}
}

static void read_pair(const struct attempt *a, enum legacy_charset charset, const struct arc *arc)
{
	if (arc->byte < 0x80)
		offer(a, arc->to, arc->byte);
	else
		read_trail(a, charset, arc);
}

static void read_from(struct undo *u, const struct misreading *m, size_t node)
{
	struct attempt a = {.u = u, .m = m, .from = node, .sure = true}, lost = a;
	struct arc arcs[3];
	size_t n = arcs_from(u, node, arcs);

	for (size_t i = 0; i < n; i++) {
		lost.cost = u->symbols[node / 2].odd;
		if (arcs[i].byte == ANY_BYTE)
			offer(&lost, arcs[i].to, u->symbols[node / 2].code);
		if (m->is == MISREAD_UTF8)
			read_utf8(&a, &arcs[i]);
		else
			read_pair(&a, m->is == MISREAD_BIG5 ? LEGACY_BIG5 : LEGACY_GB18030,
				  &arcs[i]);
	}
}

static void search(struct undo *u, const struct misreading *m)
{
	u->nodes[0] = (struct node){.count = 1};
	for (size_t i = 1; i <= 2 * u->count; i++)
		u->nodes[i].count = 0;
	for (size_t i = 0; i < 2 * u->count; i++) {
		if (!u->nodes[i].count)
			continue;
		read_from(u, m, i);
		if (i % 2 == 0)
			offer_kept(u, i);
	}
}

/* The best way, from its beginning. */
static void trace(struct undo *u)
{
	size_t node = 2 * u->count, which = 0;

	u->steps = 0;
	for (size_t at = node; at; u->steps++) {
		const struct reading *r = &u->nodes[at].best[which];

		which = r->before;
		at = r->from;
	}
	which = 0;
	for (size_t i = u->steps; i-- > 0;) {
		const struct reading *r = &u->nodes[node].best[which];

		u->path[i] = (uint16_t)node;
		u->which[i] = (uint8_t)which;
		which = r->before;
		node = r->from;
	}
}

static const struct reading *step(const struct undo *u, size_t i)
{
	return &u->nodes[u->path[i]].best[u->which[i]];
}

/* What the symbols between two even nodes cost as they are. */
static size_t cost_kept(const struct undo *u, size_t from, size_t to)
{
	size_t cost = 0;

	for (size_t k = from / 2; k < to / 2; k++)
		cost += rarity_after(u->pairs, k ? u->symbols[k - 1].code : 0, u->symbols[k].code) +
			u->symbols[k].odd;
	return cost;
}

/* Whether the character is new among those seen, and noted; of more than there is room for none is.
 */
static bool is_new(uint32_t seen[DISTINCT], size_t *count, uint32_t code)
{
	for (size_t i = 0; i < *count; i++)
		if (seen[i] == code)
			return false;
	if (*count < DISTINCT)
		seen[(*count)++] = code;
	return true;
}

/*
 * Whether the characters that steps i to j are sure of are enough, and common enough, for this to
 * be no chance; each counts once. Latin letters count where UTF-8 was misread twice.
 */
static bool is_telling(const struct undo *u, const struct misreading *m, size_t i, size_t j,
		       size_t least)
{
	size_t sure = 0, bits = 0, count = 0;
	uint32_t seen[DISTINCT];

	for (; i < j; i++) {
		const struct reading *r = step(u, i);
		bool letter = m->as == MISREAD_LATIN && m->is == MISREAD_UTF8 && r->code >= 0x80 &&
			      r->code < 0x250;

		if (!r->sure || !(is_han(r->code) || letter) || !is_new(seen, &count, r->code))
			continue;
		sure++;
		bits += letter ? 0 : rarity(r->code);
	}
	return sure >= least && bits <= sure * MEAN;
}

/* Steps i to j are undone. What that saves; 0 when it is not worth it. */
static size_t gain_of(const struct undo *u, const struct misreading *m, size_t i, size_t j)
{
	const struct reading *first = step(u, i);
	size_t kept = cost_kept(u, first->from, u->path[j - 1]);
	size_t cost = step(u, j - 1)->cost - u->nodes[first->from].best[first->before].cost;
	size_t least = m->is == MISREAD_UTF8 ? LEAST_UTF8 : LEAST_SURE;

	return cost + GAIN <= kept && is_telling(u, m, i, j, least) ? kept - cost : 0;
}

/* Whether the two or three characters stand together somewhere near in the text. */
static bool is_attested(const struct undo *u, uint32_t a, uint32_t b, uint32_t c)
{
	char needle[12];
	size_t n = utf8_put(needle, a);

	n += utf8_put(needle + n, b);
	n += c ? utf8_put(needle + n, c) : 0;
	return slice_find(u->near, 0, (struct slice){needle, n}) < u->near.n;
}

/* What a guess is worth in step i, FINE to a bit: its cost, and less where the text has it
   elsewhere. Of two as good the more common one is better. */
static long rate(const struct undo *u, size_t i, const struct reading *r)
{
	uint32_t before = i ? step(u, i - 1)->code : 0;
	const struct reading *next = i + 1 < u->steps ? step(u, i + 1) : NULL;
	long cost = (long)r->cost;
	long tie = (long)rarity(r->code);

	if (next)
		cost += (long)rarity_after(u->pairs, r->code, next->code);
	if (is_han(before) && is_attested(u, before, r->code, 0))
		cost -= ATTESTED;
	if (i > 1 && is_han(before) && is_attested(u, step(u, i - 2)->code, before, r->code))
		cost -= ATTESTED;
	if (next && next->sure && is_han(next->code)) {
		cost -= is_attested(u, r->code, next->code, 0) ? ATTESTED : 0;
		cost -= before && is_attested(u, before, r->code, next->code) ? ATTESTED : 0;
	}
	return FINE * cost + tie;
}

/* The character of step i: of several guesses the best, U+FFFD when none is clearly so. */
static uint32_t settle(const struct undo *u, size_t i)
{
	const struct reading *r = step(u, i);
	const struct node *node = &u->nodes[u->path[i]];
	long best = LONG_MAX, second = LONG_MAX, now;
	uint32_t code = r->code;

	if (r->sure)
		return code;
	for (size_t k = 0; k < node->count; k++) {
		const struct reading *other = &node->best[k];

		if (other->from != r->from || other->before != r->before || other->sure ||
		    !other->undone)
			continue;
		now = rate(u, i, other);
		if (now < best) {
			second = best;
			best = now;
			code = other->code;
		} else if (now < second) {
			second = now;
		}
	}
	return second - DOUBT < best ? MARK : code;
}

/* Where symbol k begins; the end of the last one for the number of them. */
static size_t place(const struct undo *u, size_t k)
{
	const struct symbol *last = &u->symbols[u->count - 1];

	return k < u->count ? u->symbols[k].at : last->at + last->n;
}

/* Proposes steps i to j, piece by piece where characters of both texts begin together. */
static void propose(struct undo *u, size_t i, size_t j)
{
	size_t from = step(u, i)->from;
	struct undo_piece piece = {.with = {u->out.len, 0}};
	uint32_t code;
	char out[4];

	for (; i < j; i++) {
		code = settle(u, i);
		buf_add(&u->out, out, utf8_put(out, code));
		piece.lost |= code == MARK;
		if (u->path[i] % 2 && i + 1 < j)
			continue;
		piece.at = (struct span){place(u, from / 2), place(u, (u->path[i] + 1u) / 2)};
		piece.with.end = u->out.len;
		u->pieces[u->piece_count++] = piece;
		piece = (struct undo_piece){.with = {u->out.len, 0}};
		from = u->path[i];
	}
}

/* Proposes the stretches of the best way that are worth undoing; returns what they save. */
static size_t pick(struct undo *u, const struct misreading *m)
{
	size_t saved = 0, gain, j;

	buf_reset(&u->out);
	u->piece_count = 0;
	for (size_t i = 0; i < u->steps; i = j) {
		for (j = i + 1; j < u->steps && step(u, j)->undone == step(u, i)->undone;)
			j++;
		if (!step(u, i)->undone || u->path[j - 1] % 2)
			continue;
		gain = gain_of(u, m, i, j);
		if (gain)
			propose(u, i, j);
		saved += gain;
	}
	return saved;
}

static void spell(struct undo *u, const struct misreading *m)
{
	for (size_t k = 0; k < u->count; k++)
		u->symbols[k].bytes = misread_behind(u->tables, m, u->symbols[k].code);
}

/* A row of bytes and what each of them costs as part of the character that it belongs to. */
struct row {
	unsigned char bytes[2 * UNDO_MOST];
	unsigned char bits[2 * UNDO_MOST]; /* twice */
	size_t n;
};

static size_t read_plain(const struct misreading *m, const unsigned char *s, size_t n,
			 uint32_t *code)
{
	size_t len = s[0] < 0xE0 ? 2 : 3;

	*code = 0;
	if (m->is != MISREAD_UTF8) {
		*code = n < 2 ? 0
			      : legacy_code(m->is == MISREAD_BIG5 ? LEGACY_BIG5 : LEGACY_GB18030,
					    s[0], s[1]);
		return 2;
	}
	if (s[0] < 0xC2 || s[0] > 0xEF || n < len || (s[1] & 0xC0) != 0x80 ||
	    (s[len - 1] & 0xC0) != 0x80)
		return 1;
	*code = len == 2 ? (s[0] & 0x1Fu) << 6 | (s[1] & 0x3Fu)
			 : (s[0] & 0x0Fu) << 12 | (s[1] & 0x3Fu) << 6 | (s[2] & 0x3Fu);
	return len;
}

/* Bits that the most promising stretch of the row saves when its bytes are read as they were. */
static size_t saving(const struct misreading *m, const struct row *row)
{
	size_t best = 0, at = 0, len;
	long now = 0;
	uint32_t code;

	for (; at < row->n; at += len) {
		len = read_plain(m, row->bytes + at, row->n - at, &code);
		now -= code ? 2 * (long)rarity(code) : RARITY_BAD;
		for (size_t i = at; i < at + len && i < row->n; i++)
			now += row->bits[i];
		now = now > 0 ? now : 0;
		best = (size_t)now > best ? (size_t)now : best;
	}
	return best / 2;
}

/* Japanese: Big5 read as GBK has kana too, but fewer. */
static bool is_japanese(const struct undo *u)
{
	size_t kana = 0;

	for (size_t k = 0; k < u->count; k++)
		kana += u->symbols[k].code >= 0x3041 && u->symbols[k].code <= 0x30FF;
	return kana * MANY_KANA > u->count;
}

/* A quick look, which rules most of the healthy text out. */
static bool promises(const struct undo *u, const struct misreading *m)
{
	struct row row = {.n = 0};

	for (size_t k = 0; k < u->count; k++) {
		const struct symbol *s = &u->symbols[k];
		bool plain = s->code < 0x80 && !s->bytes.two;

		if (plain || (!s->bytes.two && s->bytes.one == NO_BYTE)) {
			if (row.n && saving(m, &row) >= PROMISE)
				return true;
			row.n = 0;
		} else if (s->bytes.two) {
			memcpy(row.bytes + row.n, s->bytes.pair, 2);
			row.bits[row.n++] = (unsigned char)s->bits;
			row.bits[row.n++] = (unsigned char)s->bits;
		} else {
			row.bytes[row.n] = (unsigned char)s->bytes.one;
			row.bits[row.n++] = (unsigned char)(2 * s->bits);
		}
	}
	return row.n && saving(m, &row) >= PROMISE;
}

/* How odd symbol k is between its neighbours. */
static unsigned oddness(const struct undo *u, size_t k)
{
	uint32_t code = u->symbols[k].code;
	uint32_t before = k ? u->symbols[k - 1].code : 0;
	uint32_t after = k + 1 < u->count ? u->symbols[k + 1].code : 0;

	if (code == MARK)
		return ODD_MARK;
	if (!(is_han(before) || before == '?') || !(is_han(after) || after == '?'))
		return 0;
	return code == '?' ? ODD_QUESTION : 0;
}

static void load(struct undo *u, struct slice text, struct span at)
{
	u->count = 0;
	while (at.start < at.end && u->count < UNDO_MOST) {
		struct symbol *s = &u->symbols[u->count++];

		s->at = at.start;
		s->code = utf8_at(text, at.start, &s->n);
		s->bits = rarity(s->code);
		at.start += s->n;
	}
	for (size_t k = 0; k < u->count; k++)
		u->symbols[k].odd = oddness(u, k);
}

/* Pieces near an end where the text goes on are left to the next look. */
static size_t next_look(struct undo *u, struct span at)
{
	size_t end = place(u, u->count), limit;

	if (end >= at.end || u->count <= 2 * OVERLAP)
		return end;
	limit = u->symbols[u->count - OVERLAP].at;
	while (u->piece_count && u->pieces[u->piece_count - 1].at.end > limit)
		u->piece_count--;
	return u->piece_count && u->pieces[u->piece_count - 1].at.end + 64 > limit
		       ? u->pieces[u->piece_count - 1].at.end
		       : limit;
}

static void look_around(struct undo *u, struct slice text, struct span at)
{
	size_t start = at.start > NEAR ? at.start - NEAR : 0;
	size_t end = text.n - at.end > NEAR ? at.end + NEAR : text.n;

	u->near = slice_cut(text, (struct span){start, end});
}

size_t undo_look(struct undo *u, struct slice text, struct span at, size_t *end, struct err *e)
{
	const struct misreading *best = NULL;
	size_t most = 0, saved;

	load(u, text, at);
	look_around(u, text, at);
	u->piece_count = 0;
	*end = u->count ? place(u, u->count) : at.end;
	for (size_t i = 0; i < MISREADINGS && !is_japanese(u); i++) {
		spell(u, &misreadings[i]);
		if (!promises(u, &misreadings[i]))
			continue;
		if (!u->pairs && !(u->pairs = pair_index_open(e)))
			return 0;
		search(u, &misreadings[i]);
		trace(u);
		saved = pick(u, &misreadings[i]);
		if (saved > most) {
			most = saved;
			best = &misreadings[i];
		}
	}
	if (!best)
		return 0;
	spell(u, best);
	search(u, best);
	trace(u);
	pick(u, best);
	*end = next_look(u, at);
	if (buf_check(&u->out, e))
		return 0;
	return u->piece_count;
}
