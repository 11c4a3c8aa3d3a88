/*
 * Share: the names of shares, whose parts stand around the figure.
 *
 * 预留份额不低于预算总额的40%, 支出的80%以上用于民生, 80%以上的县达到标准.
 */
#ifndef ZHIBIAO_SHARE_H
#define ZHIBIAO_SHARE_H

#include "extract/deal.h"

/*
 * Where the comparator stands in the phrase `at`, before the 的 in front of the figure, and its
 * length in bytes: 预留份额|不低于|预算总额的40%. The phrase's end and 0 where there is none.
 */
size_t share_comparator(const struct reading *r, const struct quantity *q, struct span at,
			size_t *length);

/*
 * 设立老年病科的医院占比达到60%, 新建住宅配建率达到100%: whether the verb that was stripped from
 * the phrase only tells which things the share is of, or which the level is of (新建住宅高度).
 */
bool share_has_attribute(const struct reading *r, const struct quantity *q, const struct place *p);

/*
 * Gives the figure, whose kind and noun phrase are known, the name of its share; `measure` tells
 * that the phrase ends in a head that denotes a figure. The name's pointer is NULL without memory.
 */
void share_name(struct reading *r, struct quantity *q, const struct place *p, bool measure);

#endif
