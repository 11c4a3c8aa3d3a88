#include "extract/part.h"

#include "extract/measure.h"

bool part_is(const struct reading *r, const struct quantity *q, const struct place *p,
	     struct slice phrase)
{
	enum { SHORT = 24 }; /* bytes */

	return p->before && slice_is(q->kind, "share") && slice_is(p->before->kind, "share") &&
	       p->predicate.reach && !p->after && phrase.n <= SHORT &&
	       !measure_is_head(r, phrase) && slice_eq(p->before->unit, q->unit) &&
	       measure_is_head(r, p->before->indicator);
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
