/*
 * Names: different texts in the order in which they came, each with how often it came.
 */
#ifndef ZHIBIAO_NAMES_H
#define ZHIBIAO_NAMES_H

#include "normalize/arena.h"
#include "normalize/err.h"

struct name {
	struct slice text; /* owned by the arena */
	size_t count;
};

struct names {
	struct arena arena;
	struct name *items;
	size_t count;
	size_t *slots; /* a hash table of numbers of items, from 1 */
	size_t room;
};

void names_init(struct names *n);
void names_release(struct names *n);

/* Counts the text once more; which item it is goes to *index. 0, or -1 with e filled. */
int names_add(struct names *n, struct slice text, size_t *index, struct err *e);

/* The most frequent first; equals in the order of their bytes. */
void names_sort_by_count(struct names *n);

/* In the order of their bytes. No text can be added after either. */
void names_sort_by_text(struct names *n);

#endif
