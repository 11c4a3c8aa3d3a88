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
	size_t documents; /* that have changes */
};

void differences_init(struct differences *d);
void differences_release(struct differences *d);

/* Counts the changes of a document. 0, or -1 with e filled. */
int differences_add(struct differences *d, const struct changes *changes, struct err *e);

/* Prints a line for the document, and one for each change. 0, or -1 with e filled. */
int differences_print(struct slice id, const struct changes *changes, FILE *out, struct err *e);

/* Prints a table of what was added, removed and changed by rule; nothing where nothing was. */
void differences_summary(const struct differences *d, FILE *out);

#endif
