/*
 * The numbered headings and items of a text, in the order in which they stand.
 */
#ifndef ZHIBIAO_OUTLINE_MARKS_H
#define ZHIBIAO_OUTLINE_MARKS_H

#include "normalize/arena.h"
#include "normalize/survey.h"

enum mark_level { MARK_CHAPTER, MARK_PLAIN, MARK_BRACKETED, MARK_ARABIC, MARK_LEVELS };

struct outline_mark {
	size_t at, end; /* of `一、`, `(一)`, `1.`, `第一章` */
	enum mark_level level;
	int number;
};

struct outline_marks {
	struct outline_mark *items; /* of the arena */
	size_t count;
	size_t capacity;
};

/*
 * Marks count where a heading can begin: at a line, behind a sentence or a bracket, `(一)` behind
 * any word. Returns 0, or -1 with e filled.
 */
int outline_marks_read(struct outline_marks *m, const struct survey *s, struct arena *arena,
		       struct err *e);

#endif
