/*
 * Part: a share of another part of what the figure before measures.
 *
 * 城市污水收集率达到65%,县城达到60%: the second figure is that of 县城污水收集率.
 */
#ifndef ZHIBIAO_PART_H
#define ZHIBIAO_PART_H

#include "extract/deal.h"

/*
 * Whether the phrase names another part of what the share before it measures. The figure's kind
 * and unit are known.
 */
bool part_is(const struct reading *r, const struct quantity *q, const struct place *p,
	     struct slice phrase);

/* Whether the phrase is a place, among several that a count is divided over. */
bool place_is(const struct reading *r, const struct quantity *q, const struct place *p,
	      struct slice phrase);

/* The place with what is counted there, in the reading's arena; .p is NULL without memory. */
struct slice place_name(struct reading *r, struct quantity *q, const struct place *p,
			struct slice phrase);

/*
 * The part with what is measured of it, in the reading's arena, and not of the part before; its
 * pointer is NULL without memory. The figure's name is inferred then.
 */
struct slice part_name(struct reading *r, struct quantity *q, const struct place *p,
		       struct slice part);

#endif
