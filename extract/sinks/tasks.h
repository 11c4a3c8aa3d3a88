/*
 * Tasks: which targets and deadlines belong to which assignment.
 *
 * An assignment stands at the end of its task, or at the beginning; so a target belongs to the next
 * assignment of its section that names the same agencies, else to the last one before, else to the
 * next or last such of another section. A deadline belongs to the next assignment of its section,
 * else to the last one before; one in a cell of its own, to the nearest.
 */
#ifndef ZHIBIAO_TASKS_H
#define ZHIBIAO_TASKS_H

#include "extract/sinks/cell.h"

struct task_mark;

struct tasks {
	struct task *items; /* of the whole run, one for each assignment in its order */
	size_t count;
	size_t room;
	size_t settled;		 /* of them, how many are complete */
	struct task_mark *marks; /* of the document */
	size_t mark_count;
	size_t mark_room;
};

void tasks_release(struct tasks *t);

/* Takes note of a record; types that don't matter here are passed over. */
int tasks_note(struct tasks *t, const struct record *r, struct err *e);

/* Ends a document: the tasks from t->settled on are completed, and t->settled is left as it is. */
int tasks_settle(struct tasks *t, struct err *e);

#endif
