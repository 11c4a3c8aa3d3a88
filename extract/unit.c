/*
 * Units left out: a figure written without one takes it from a figure that measures the same, else
 * from what its noun is usually counted in. Such records carry the flag unit_missing.
 */
#include "extract/number.h"
#include "extract/reading.h"

/* Bytes that two nouns share at the least, and how many figures back one is looked for. */
enum { SHARED_BYTES = 12, PEERS_REACH = 400 };

/* The indicator without the word that says it is a figure: 企业保有量 → 企业. */
static struct slice bare_noun(const struct reading *r, struct slice indicator)
{
	size_t n = lexicon_before(r->words->noun_measure, indicator, indicator.n, NULL);

	return n < indicator.n ? (struct slice){indicator.p, indicator.n - n} : indicator;
}

static size_t common_tail(struct slice a, struct slice b)
{
	size_t n = 0;

	while (n < a.n && n < b.n && a.p[a.n - 1 - n] == b.p[b.n - 1 - n])
		n++;
	return n;
}

/* The unit of the figure whose noun shares the longest end with this one; the nearest of equals. */
static struct slice unit_of_peer(const struct reading *r, size_t self, struct slice noun)
{
	struct slice unit = {"", 0};
	size_t best = SHARED_BYTES - 1;

	for (size_t i = self > PEERS_REACH ? self - PEERS_REACH : 0; i < self; i++) {
		const struct quantity *q = &r->quantities[i];
		size_t n;

		if (q->bare || !q->unit.n || !lexicon_has(r->words->count_unit, q->unit, NULL))
			continue;
		n = common_tail(bare_noun(r, q->indicator), noun);
		if (n > best || (n == best && n >= SHARED_BYTES)) {
			best = n;
			unit = q->unit;
		}
	}
	return unit;
}

static struct slice unit_of_head(const struct reading *r, struct slice noun)
{
	struct slice unit = {"", 0};

	while (noun.n && noun.p[noun.n - 1] == ')') {
		while (noun.n && noun.p[noun.n - 1] != '(')
			noun.n--;
		noun.n -= noun.n > 0;
	}
	lexicon_before(r->words->head_unit, noun, noun.n, &unit);
	return unit;
}

/*
 * 产值突破500亿: money is told by its 亿 or 万. A number without one may as well be a count, and
 * gets no unit.
 */
static int settle_money(struct reading *r, struct quantity *q, struct err *e)
{
	struct number n = {.multiplier = 1};

	if (!lexicon_has(r->words->currency, q->unit, NULL))
		return 0;
	number_read(match_group(q->match, r->text, GROUP_NUM), 0, &n);
	if (n.multiplier > 1)
		return money_keep_multiplier(r, q, n.multiplier, e);
	q->unit = (struct slice){"", 0};
	return 0;
}

int guess_units(struct reading *r, struct err *e)
{
	for (size_t i = 0; i < r->quantity_count; i++) {
		struct quantity *q = &r->quantities[i];
		struct slice noun = bare_noun(r, q->indicator);

		if (!q->bare || q->unit.n || !noun.n)
			continue;
		q->unit = unit_of_peer(r, i, noun);
		if (q->unit.n)
			note_plain(r, q->quote, "unit", "of an earlier figure with the same noun");
		if (!q->unit.n) {
			q->unit = unit_of_head(r, q->indicator);
			if (!q->unit.n)
				q->unit = unit_of_head(r, noun);
			note_plain(r, q->quote, "unit", "the usual one of the noun: unit.of.head");
		}
		if (settle_money(r, q, e))
			return -1;
	}
	return 0;
}
