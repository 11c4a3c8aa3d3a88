/*
 * Changes: how the records of a document differ between two readings of it, by other rules or by
 * another version of the program.
 *
 * Records of one type at the same place are the same record, else those whose places overlap; what
 * has no partner was added or removed. Repairs, facts and mentions are not compared.
 */
#ifndef ZHIBIAO_CHANGE_H
#define ZHIBIAO_CHANGE_H

#include "extract/record.h"

enum change_kind { CHANGE_ADDED, CHANGE_REMOVED, CHANGE_CHANGED, CHANGE_KINDS };

/* What the two readings say of one thing; at least one of the two is there. */
struct change {
	const struct record *before; /* borrowed; NULL: added */
	const struct record *after;  /* NULL: removed */
};

struct changes {
	struct change *items; /* in the order of their places, by type */
	size_t count;
	size_t capacity;
};

/* Adds what differs, in the arena. 0, or -1 with e filled. */
int changes_find(const struct records *before, const struct records *after, struct arena *arena,
		 struct changes *out, struct err *e);

enum change_kind change_kind(const struct change *c);

/* The id of the rule that made the record, or made it before; "document" for a document. */
struct slice change_rule(const struct change *c);

/*
 * Whether the readings differ in that field of their type. What only counts records does not
 * differ: whatever changes shows by itself.
 */
bool change_differs(const struct change *c, const struct field *f);

#endif
