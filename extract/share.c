#include "extract/share.h"

#include "extract/measure.h"

/* 达到 or 提高到, which are not the 到 of a noun, nor 占. */
static bool is_reaching(const struct reading *r, size_t at, size_t length)
{
	enum { ONE_HAN = 3 };

	return length > ONE_HAN && !lexicon_at(r->words->share, r->text, at, NULL) &&
	       !lexicon_at(r->words->noun_keep, r->text, at, NULL);
}

/*
 * 预留份额不低于预算总额的40%: where the comparator stands in the phrase before 的; the phrase's
 * end where none does.
 */
size_t share_comparator(const struct reading *r, const struct quantity *q, struct span at,
			size_t *length)
{
	size_t of = lexicon_before(r->words->noun_of, r->text, q->quote.start, NULL), len;

	*length = 0;
	if (!of || !measure_is_percent(r, q))
		return at.end;
	for (size_t place = at.start; place < at.end; place += len) {
		struct slice op;
		size_t n = lexicon_at(r->words->op_before, r->text, place, &op);

		utf8_at(r->text, place, &len);
		if (n && place > at.start && (!slice_is(op, "=") || is_reaching(r, place, n))) {
			*length = n;
			return place;
		}
	}
	return at.end;
}

bool share_has_attribute(const struct reading *r, const struct quantity *q, const struct place *p)
{
	struct span verb = p->front.verb;
	struct slice noun = slice_cut(r->text, (struct span){verb.end, p->predicate.start});
	struct slice ignored;

	if (span_is_empty(verb) || p->predicate.grow.n || !measure_is_head(r, noun) ||
	    !(measure_is_percent(r, q) || p->predicate.reach))
		return false;
	return lexicon_has(r->words->verb_attribute, slice_cut(r->text, verb), NULL) ||
	       lexicon_in(r->words->noun_of, noun, &ignored);
}

/* 支出的80%以上用于民生: what the share is used for, behind the figure; empty without. */
static struct slice use_of_share(const struct reading *r, const struct quantity *q,
				 const struct place *p)
{
	size_t use = lexicon_at(r->words->use, r->text, q->quote.end, NULL);
	struct span at = phrase_after(r, q->quote.end + use, p->sentence.end);

	if (!use || span_is_empty(at))
		return (struct slice){"", 0};
	return slice_cut(r->text, (struct span){q->quote.end, at.end});
}

/*
 * 80%以上的县达到标准: what those do that the share is of, from the verb on that ends their name to
 * the end of the clause; empty where nothing follows, or a figure.
 */
static struct span deed_of_share(const struct reading *r, const struct quantity *q,
				 const struct place *p)
{
	struct span at = {p->phrase.end, p->phrase.end};
	size_t i = quantity_from(r, at.start);

	if (!p->after || !lexicon_at(r->words->noun_of, r->text, q->quote.end, NULL) ||
	    !lexicon_at(r->words->noun_end, r->text, at.start, NULL))
		return (struct span){0, 0};
	at.end = phrase_clause_end(r, at.start, p->sentence.end);
	if (i < r->quantity_count && r->quantities[i].quote.start < at.end)
		return (struct span){0, 0};
	return at;
}

/* Gives a share of something a name of its own: A不低于B的40% is A占B比例. */
void share_name(struct reading *r, struct quantity *q, const struct place *p, bool measure)
{
	struct slice use = use_of_share(r, q, p);
	size_t length, at = share_comparator(r, q, p->phrase, &length);
	struct span deed = deed_of_share(r, q, p);

	if (!span_is_empty(deed)) {
		struct slice of = joined(r->arena, slice_cut(r->text, deed), suffix(r, "who"));

		q->indicator = joined(r->arena, of, q->indicator);
	}
	if (!p->after && length) {
		struct span whole = {at + length, p->phrase.end};
		struct span part = {p->phrase.start, at};

		part.end = phrase_strip_back(r, part);
		q->indicator = joined(r->arena, slice_cut(r->text, part), suffix(r, "of"));
		q->indicator = joined(r->arena, q->indicator, slice_cut(r->text, whole));
		q->indicator = joined(r->arena, q->indicator, suffix(r, "ratio"));
		lexicon_at(r->words->op_before, r->text, at, &q->op);
	} else if ((p->after && !measure) || use.n) {
		q->indicator =
			joined(r->arena, joined(r->arena, q->indicator, use), suffix(r, "share"));
	}
}
