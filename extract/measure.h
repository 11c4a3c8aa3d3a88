/*
 * Measure: of what kind a figure is: a level to reach, an increase, a growth, a share.
 *
 * By its unit, by the head of the noun phrase, by the verbs and comparators around it; a figure
 * without a verb of its own shares that of the figure before it.
 */
#ifndef ZHIBIAO_MEASURE_H
#define ZHIBIAO_MEASURE_H

#include "extract/deal.h"

/* Whether the figure's unit is one of shares and rates: %, ‰, 个百分点. */
bool measure_is_percent(const struct reading *r, const struct quantity *q);

/* Whether the phrase ends in a head that denotes a figure: 数量, 比重, 面积. */
bool measure_is_head(const struct reading *r, struct slice phrase);

/* Whether there is a figure before it in the sentence, with no ; between that one and `at`. */
bool measure_same_chain(const struct reading *r, const struct place *p, size_t at);

/*
 * Finds a verb of growth before the noun of a percentage, which may have been stripped from it:
 * 降低物流成本10%. It is no part of the noun, unless it begins one (增加值, 下降率).
 */
void measure_growth(const struct reading *r, const struct quantity *q, struct place *p);

/* The kind, a constant or the rule's; `phrase` is the noun phrase, as found. */
struct slice measure_kind(const struct reading *r, const struct quantity *q, const struct place *p,
			  struct slice phrase);

#endif
