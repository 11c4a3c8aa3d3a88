/*
 * Words: the closed vocabularies of records, as the workbook and tables show them.
 */
#ifndef ZHIBIAO_WORDS_H
#define ZHIBIAO_WORDS_H

#include "extract/sinks/term.h"
#include "normalize/text.h"

struct word {
	const char *name; /* as in NDJSON; NULL ends a list */
	const char *shown[LANGS];
};

enum word_list {
	WORDS_OP,
	WORDS_TARGET_KIND,
	WORDS_DEADLINE_KIND,
	WORDS_MENTION_KIND,
	WORDS_RECURRENCE,
	WORDS_ORIGIN,
	WORDS_BASIS,
	WORDS_SCRIPT,
	WORDS_STATUS,
	WORDS_VERDICT,
	WORD_LISTS
};

/* The words of a list, and what the list is called. */
const struct word *words_of(enum word_list list);
const char *words_title(enum word_list list, enum lang lang);

/* The word for a value; NULL for one that the list does not have. */
const struct word *word_named(enum word_list list, struct slice name);

#endif
