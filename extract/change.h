/*
 * Changes: how the records of a document differ between two readings of it, by other rules or by
 * another version of the program.
 *
 * Records at the same place are one that changed, those of the same indicator before others; then
 * records of one type whose places overlap. What has no like was added or removed. Repairs and
 * mentions are not compared; a target and a fact may be one figure.
 */
#ifndef ZHIBIAO_CHANGE_H
#define ZHIBIAO_CHANGE_H

#include "extract/record.h"

enum change_kind { CHANGE_REMOVED, CHANGE_ADDED, CHANGE_CHANGED, CHANGE_KINDS };

/* What the two readings say of one thing; at least one of the two is there. */
struct change {
	const struct record *before; /* borrowed; NULL: added */
	const struct record *after;  /* NULL: removed */
};

struct changes {
	struct change *items; /* by place: the document, then what is gone before what is new */
	size_t count;
	size_t capacity;
};

/* Finds what differs; the list is the arena's. 0, or -1 with e filled. */
int changes_find(const struct records *before, const struct records *after, struct arena *arena,
		 struct changes *out, struct err *e);

enum change_kind change_kind(const struct change *c);

/* The record as it is now, or as it was. */
const struct record *change_record(const struct change *c);

/*
 * Whether a record that changed differs in that field. Counts do not differ: whatever changes shows
 * by itself.
 */
bool change_differs(const struct change *c, const struct field *f);

/* The fields in which the two may differ. */
const struct field *change_fields(const struct change *c, size_t *count);

#endif
