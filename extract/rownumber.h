/*
 * Row numbers: the numbers of a list that stand before their names without a mark, as a page or a
 * table leaves them: 3工业总产值, below 2固定资产投资 or above 4进出口总额.
 */
#ifndef ZHIBIAO_ROWNUMBER_H
#define ZHIBIAO_ROWNUMBER_H

#include "normalize/text.h"

/* Bytes of the row number at `at`, where a line begins; 0 where there is none. */
size_t row_number_at(struct slice text, size_t at);

#endif
