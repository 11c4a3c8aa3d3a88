/*
 * The characters that HTML has names for: those of HTML 4 and, of the many of HTML 5, those for
 * ASCII.
 */
#ifndef ZHIBIAO_ENTITY_H
#define ZHIBIAO_ENTITY_H

#include "normalize/text.h"

/* Bytes of the longest name. */
enum { ENTITY_LONGEST = 10 };

/* The character of that name ("amp"), or 0. */
uint32_t entity_code(struct slice name);

#endif
