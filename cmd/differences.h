/*
 * What changed between two readings, for a person: record by record, and summed up by rule.
 */
#ifndef ZHIBIAO_DIFFERENCES_H
#define ZHIBIAO_DIFFERENCES_H

#include "extract/change.h"
#include "extract/sinks/names.h"

#include <stdio.h>

struct differences {
	struct names rules;
	size_t (*counts)[CHANGE_KINDS]; /* of each rule; owned */
	size_t room;
	size_t documents;
	size_t differing; /* of them */
};

void differences_init(struct differences *d);
void differences_release(struct differences *d);

/*
 * Counts the changes of a document, and appends to `out`, where there is one, the document's name
 * and a line for each. 0, or -1 with e filled.
 */
int differences_add(struct differences *d, struct slice id, const struct changes *changes,
		    struct buf *out, struct err *e);

/* Prints how much was removed, added and changed, rule by rule and in all. -1 with e filled. */
int differences_print(const struct differences *d, FILE *out, struct err *e);

#endif
