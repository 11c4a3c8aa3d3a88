/*
 * Members: the names of a list that several figures, or one for each, belong to.
 */
#ifndef ZHIBIAO_MEMBERS_H
#define ZHIBIAO_MEMBERS_H

#include "extract/reading.h"

enum { MEMBERS = 24 }; /* of a list, at the most */

/*
 * The members of the list before 各, 均 or 分别, each with what it shares with the others: with
 * `tail` the end of the last one. There is room for MEMBERS. *count is how many there should be, or
 * 0, and then how many there are: 0 where the phrase is no list. 0, or -1 without memory.
 */
int members_read(struct reading *r, struct span phrase, bool tail, struct slice *members,
		 size_t *count, struct err *e);

/* Whether the phrase ends in 等: what it lists are examples. */
bool members_are_examples(const struct reading *r, struct span phrase);

#endif
