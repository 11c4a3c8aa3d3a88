/*
 * Members: the names of a list that several figures, or one for each, belong to.
 */
#ifndef ZHIBIAO_MEMBERS_H
#define ZHIBIAO_MEMBERS_H

#include "extract/reading.h"

enum { MEMBERS = 24 }; /* of a list, at the most */

/*
 * The members of the list before 各, 均 or 分别, each with what it shares with the others: with
 * `tail` the end of the last one. There is room for MEMBERS. *count goes in as the figures that
 * wait for a name, 0 where one holds for all, and comes out as the members, 0 where the phrase is
 * no list: names before 等 are examples unless there are as many as figures. 0, or -1 without
 * memory.
 */
int members_read(struct reading *r, struct span phrase, bool tail, struct slice *members,
		 size_t *count, struct err *e);

/* Whether the phrase ends in 等: what it lists are examples. */
bool members_are_examples(const struct reading *r, struct span phrase);

#endif
