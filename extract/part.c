#include "extract/part.h"

#include "extract/measure.h"

bool part_is(const struct reading *r, const struct quantity *q, const struct place *p,
	     struct slice phrase)
{
	enum { SHORT = 24, LONG = 60 }; /* bytes; behind 其中 it is a part for sure */
	bool among = lexicon_before(r->words->table_part, r->text, p->phrase.start, NULL) > 0;

	return p->before && slice_is(q->kind, "share") && slice_is(p->before->kind, "share") &&
	       p->predicate.reach && !p->after && phrase.n <= (among ? LONG : SHORT) &&
	       !measure_is_head(r, phrase) && slice_eq(p->before->unit, q->unit) &&
	       measure_is_head(r, p->before->indicator);
}

bool place_is(const struct reading *r, const struct quantity *q, const struct place *p,
	      struct slice phrase)
{
	return p->before && !p->after && p->before->indicator.n && !p->predicate.make &&
	       !p->front.make && slice_eq(p->before->unit, q->unit) &&
	       lexicon_has(r->words->count_unit, q->unit, NULL) &&
	       !lexicon_before(r->words->noun_place, phrase, phrase.n, NULL) &&
	       place_of(r->words, phrase).n == phrase.n;
}

struct slice place_name(struct reading *r, struct quantity *q, const struct place *p,
			struct slice phrase)
{
	q->subject = p->before->subject.n ? p->before->subject : p->before->indicator;
	q->inferred = true;
	note(r, q->quote, "indicator", p->before->quote,
	     "a place, of what the figure before counts");
	return joined(r->arena, phrase, q->subject);
}

struct slice part_name(struct reading *r, struct quantity *q, const struct place *p,
		       struct slice part)
{
	struct slice measure = p->before->indicator;
	size_t other = lexicon_at(r->words->part, measure, 0, NULL);

	note(r, q->quote, "indicator", p->before->quote,
	     "another part of what the figure before measures");
	q->inferred = true;
	return joined(r->arena, part, (struct slice){measure.p + other, measure.n - other});
}
