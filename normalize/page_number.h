/*
 * Page numbers as they are printed: `- 12 -`, `第3页 共14页`.
 */
#ifndef ZHIBIAO_PAGE_NUMBER_H
#define ZHIBIAO_PAGE_NUMBER_H

#include "normalize/text.h"

/* The number that makes up a line without its blanks; 0 when it is no page number. */
size_t page_number(struct slice line);

/* `- 12 -` from its first dash on; returns where it ends, or 0. */
size_t page_number_dashed(struct slice t, size_t at, size_t *value);

/* 第3页, 第 3 页 共 14 页; returns where it ends, or 0. *of is 0 without the second number. */
size_t page_number_counted(struct slice t, size_t at, size_t *value, size_t *of);

/* Whether c is one of the dashes that stand around a number. */
bool page_number_dash(uint32_t c);

#endif
