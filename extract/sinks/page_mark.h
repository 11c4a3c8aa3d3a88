/*
 * Marks: what is highlighted in the text of an evidence page, and listed beside it.
 */
#ifndef ZHIBIAO_PAGE_MARK_H
#define ZHIBIAO_PAGE_MARK_H

#include "extract/sinks/anchor.h"
#include "normalize/doc.h"

/* What a mark looks like; the order is that of the filters and of the list. */
enum look {
	LOOK_TARGET,
	LOOK_DEADLINE,
	LOOK_ASSIGNMENT,
	LOOK_FACT,
	LOOK_RECORDS,		      /* marks below are records, from here on repairs */
	LOOK_DOUBTFUL = LOOK_RECORDS, /* a repair that a value may rest on */
	LOOK_REPLACED,
	LOOK_GONE,  /* text that was left out */
	LOOK_FORM,  /* other forms of the same characters */
	LOOK_BLANK, /* nothing but blanks and line ends changed */
	LOOK_MOVED,
	LOOKS
};

struct mark {
	struct span at; /* in the text that is shown */
	enum look look;
	size_t order;		     /* among marks of the same place */
	const struct record *record; /* borrowed; NULL for a repair */
	char id[RECORD_ID_SIZE];     /* of a record */
	bool placed;		     /* false: only to be listed, `at` is empty */
	bool notable;		     /* a record with flags, or with little confidence */
	enum edit_kind kind;	     /* of a repair */
	struct slice before;	     /* of a repair, borrowed from the document */
	struct slice after;
};

struct marks {
	struct mark *items; /* owned; by place, those that hold others first */
	size_t count;
	size_t capacity;
	size_t layer; /* of the document, whose text is shown */
	struct slice text;
	size_t looks[LOOKS]; /* how many there are */
	size_t notable;
};

/* Below this an analyst should look first. */
#define NOTABLE_CONFIDENCE 0.9

void marks_release(struct marks *m);

/*
 * The marks of a document with layers and of its records, which they borrow. 0, or -1 with e
 * filled; marks_release in any case.
 */
int marks_collect(struct marks *m, const struct doc *d, const struct context *x,
		  const struct records *records, struct err *e);

#endif
