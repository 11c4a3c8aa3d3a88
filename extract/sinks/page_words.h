/*
 * Words of the pages themselves, beside those that records have (see term.h, words.h).
 */
#ifndef ZHIBIAO_PAGE_WORDS_H
#define ZHIBIAO_PAGE_WORDS_H

#include "extract/sinks/term.h"
#include "normalize/buf.h"

enum page_word {
	PAGE_ALL,
	PAGE_UNTITLED,
	PAGE_TARGETS,
	PAGE_DEADLINES,
	PAGE_ASSIGNMENTS,
	PAGE_FACTS,
	PAGE_REPAIRS,
	PAGE_DOUBTFUL,
	PAGE_REPLACED,
	PAGE_GONE,
	PAGE_FORM,
	PAGE_BLANK,
	PAGE_MOVED,
	PAGE_NOTABLE,
	PAGE_NOTABLE_COUNT,
	PAGE_NOTABLE_HELP,
	PAGE_SEARCH,
	PAGE_LIST,
	PAGE_TEXT,
	PAGE_NOTHING,
	PAGE_MORE,
	PAGE_CLEAN,
	PAGE_REMOVED,
	PAGE_ADDED,
	PAGE_PARTS,
	PAGE_PREVIOUS,
	PAGE_NEXT,
	PAGE_INDEX,
	PAGE_DOCUMENTS,
	PAGE_FAILED,
	PAGE_SHARE_REPAIRED,
	PAGE_SHARE_DOUBTED,
	PAGE_BY_YEAR,
	PAGE_UNDATED,
	PAGE_FILTER,
	PAGE_OPEN,
	PAGE_RULES,
	PAGE_TASKS,
	PAGE_AGENCIES,
	PAGE_SHARE_UNDATED,
	PAGE_SHARE_UNLED,
	PAGE_NOT_STATED,
	PAGE_BY_LEAD,
	PAGE_BY_KIND,
	PAGE_BY_REGION,
	PAGE_FIND_ROWS,
	PAGE_ALL_COLUMNS,
	PAGE_SHOW_REST,
	PAGE_COLUMN_FILTER,
	PAGE_WORDS
};

/* The heading of a term and a colon, before what it names. */
void page_add_term(struct buf *out, enum term term, enum lang lang);

const char *page_word(enum page_word word, enum lang lang);

#endif
