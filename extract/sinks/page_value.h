/*
 * Values: what a record or a repair says, in a few words of HTML.
 */
#ifndef ZHIBIAO_PAGE_VALUE_H
#define ZHIBIAO_PAGE_VALUE_H

#include "extract/sinks/page_mark.h"

/* ≥ 50 家; 增长 3–5 % */
void value_target(struct buf *out, const struct record *r, enum lang lang);

/* 2023-01-01 – 2025-12-31, 每年 */
void value_time(struct buf *out, const struct record *r, enum lang lang);

/* Names with 、 between, at most `most` characters each. */
void value_list(struct buf *out, const struct list *names, size_t most);

/* IOO → 100, with signs for what can't be seen. */
void value_edit(struct buf *out, const struct mark *m, size_t most, enum lang lang);

#endif
