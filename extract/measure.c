#include "extract/measure.h"

bool measure_is_percent(const struct reading *r, const struct quantity *q)
{
	return lexicon_has(r->words->percent, q->unit, NULL);
}

bool measure_is_head(const struct reading *r, struct slice phrase)
{
	return lexicon_before(r->words->noun_measure, phrase, phrase.n, NULL) > 0;
}

bool measure_same_chain(const struct reading *r, const struct place *p, size_t at)
{
	if (!p->before)
		return false;
	for (size_t i = p->before->quote.end; i < at; i++)
		if (r->text.p[i] == ';')
			return false;
	return true;
}

void measure_growth(const struct reading *r, const struct quantity *q, struct place *p)
{
	enum { SHORTEST = 6 };
	const struct words *w = r->words;
	size_t at = p->phrase.start, verb;
	struct slice way;

	if (p->after || p->predicate.grow.n || p->predicate.reach || !measure_is_percent(r, q))
		return;
	verb = lexicon_at(w->verb_grow, r->text, at, &way);
	if (verb &&
	    (at + verb + SHORTEST > p->phrase.end || lexicon_at(w->noun_keep, r->text, at, NULL) ||
	     lexicon_at(w->noun_measure, r->text, at, NULL) ||
	     lexicon_at(w->noun_rate, r->text, at, NULL) > verb))
		return;
	p->phrase.start = at + verb;
	if (!verb)
		verb = lexicon_before(w->verb_grow, r->text, at, &way);
	if (verb && verb + p->edge <= p->phrase.start)
		p->predicate.grow = way;
}

/*
 * Whether a figure without a verb of its own is read by that of the figure before it: where the
 * units are equal, or both count things (公交站达到50座、车位900个), or 、 alone parts them.
 */
static bool shares_verb(const struct reading *r, const struct quantity *q, const struct place *p,
			struct slice phrase)
{
	const struct quantity *b = p->before;
	size_t len;

	if (!b || !b->kind.n)
		return false;
	if (slice_eq(b->unit, q->unit))
		return true;
	if ((!slice_is(b->kind, "level") && !slice_is(b->kind, "increase")) ||
	    !measure_same_chain(r, p, q->quote.start))
		return false;
	if (p->front.make || p->made || measure_is_head(r, phrase) ||
	    lexicon_before(r->words->currency, q->unit, q->unit.n, NULL))
		return false;
	if (lexicon_has(r->words->count_unit, q->unit, NULL))
		return lexicon_has(r->words->count_unit, b->unit, NULL);
	return utf8_at(r->text, b->quote.end, &len) == 0x3001 && p->limit == b->quote.end;
}

/* 增长6%以上,力争7%: nothing is said again of a figure that raises the one before it. */
static bool goes_on_growing(const struct quantity *q, const struct place *p, struct slice phrase)
{
	return !phrase.n && !p->predicate.reach && p->before &&
	       slice_is(p->before->kind, "growth") && slice_eq(p->before->unit, q->unit);
}

/* Level, increase, growth or share, by the unit and the words before the figure. */
struct slice measure_kind(const struct reading *r, const struct quantity *q, const struct place *p,
			  struct slice phrase)
{
	if (q->kind.n)
		return q->kind;
	if (lexicon_has(r->words->times_unit, q->unit, NULL) && p->predicate.grow.n)
		return slice_of("growth");
	if (measure_is_percent(r, q)) {
		/* 年均增长8%以上、力争达到9% */
		if (!phrase.n && p->before && p->before->recurrence.n &&
		    slice_eq(p->before->unit, q->unit) && slice_is(p->before->kind, "growth"))
			return p->before->kind;
		if (p->predicate.grow.n ||
		    lexicon_before(r->words->noun_rate, phrase, phrase.n, NULL) ||
		    goes_on_growing(q, p, phrase))
			return slice_of("growth");
		return slice_of("share");
	}
	/* 支出安排5亿元, 投资完成5亿元: what is measured is a sum, and that is how high */
	if (p->predicate.make && !p->predicate.grow.n && measure_is_head(r, phrase) &&
	    lexicon_before(r->words->currency, q->unit, q->unit.n, NULL))
		return slice_of("level");
	if (p->predicate.grow.n || p->predicate.make)
		return slice_of("increase");
	if ((p->front.make || (p->made && p->predicate.op.n)) && !slice_is(p->predicate.op, "="))
		return slice_of("increase");
	if (p->after && lexicon_before(r->words->serve, r->text, q->quote.start, NULL))
		return slice_of("increase");
	if (p->predicate.reach || lexicon_at(r->words->per, phrase, 0, NULL))
		return slice_of("level");
	if (shares_verb(r, q, p, phrase))
		return p->before->kind;
	return slice_of(lexicon_has(r->words->count_unit, q->unit, NULL) &&
					(p->after || !measure_is_head(r, phrase))
				? "increase"
				: "level");
}
