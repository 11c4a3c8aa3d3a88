#include "extract/sinks/tasks.h"

#include <stdlib.h>

/* What is remembered of a record until its document ends. */
struct task_mark {
	enum record_type type;
	uint64_t section;  /* a hash */
	uint64_t agencies; /* a hash; 0: none */
	struct span span;
	bool alone;  /* a deadline with nothing beside it: a cell of a table */
	size_t task; /* of an assignment */
	int day;
	const char *recurrence;
};

/* An assignment under one of the keys by which it is looked for. */
struct reference {
	uint64_t key;
	struct span span;
	size_t task;
};

/* The assignments of a document under each key. */
struct index {
	struct reference *close; /* section and agencies */
	struct reference *far;	 /* agencies */
	struct reference *here;	 /* section */
	size_t count;
};

void tasks_release(struct tasks *t)
{
	free(t->items);
	free(t->marks);
	*t = (struct tasks){0};
}

static uint64_t hash_list(uint64_t hash, const struct list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		for (size_t k = 0; k < list->items[i].n; k++)
			hash = (hash ^ (unsigned char)list->items[i].p[k]) * 1099511628211u;
		hash = (hash ^ 0xFF) * 1099511628211u;
	}
	return hash;
}

/* Room for one more element. */
static void *grow(void *items, size_t count, size_t *room, size_t size)
{
	size_t wanted = *room ? 2 * *room : 64;
	void *larger;

	if (count < *room)
		return items;
	larger = reallocarray(items, wanted, size);
	if (larger)
		*room = wanted;
	return larger;
}

static int add_task(struct tasks *t, struct err *e)
{
	struct task *items = grow(t->items, t->count, &t->room, sizeof(*items));

	if (!items)
		return err_nomem(e);
	t->items = items;
	items[t->count] = (struct task){.number = t->count + 1};
	t->count++;
	return 0;
}

/* The program's own text for a recurrence, which outlives the record. */
static const char *recurrence_of(const struct record *r)
{
	const struct word *word = word_named(WORDS_RECURRENCE, r->recurrence);

	return word ? word->name : NULL;
}

int tasks_note(struct tasks *t, const struct record *r, struct err *e)
{
	struct task_mark *marks;
	struct task_mark m = {.type = r->type, .span = r->span};

	if (r->type != RECORD_ASSIGNMENT && r->type != RECORD_TARGET && r->type != RECORD_DEADLINE)
		return 0;
	marks = grow(t->marks, t->mark_count, &t->mark_room, sizeof(*marks));
	if (!marks)
		return err_nomem(e);
	t->marks = marks;
	m.section = hash_list(1, &r->section);
	if (r->lead.count)
		m.agencies = hash_list(hash_list(1, &r->lead) ^ 1, &r->support);
	if (r->type == RECORD_DEADLINE)
		m.day = day_number(r->end);
	else if (!slice_is(r->deadline_from, "document"))
		m.day = day_number(r->deadline);
	m.alone = r->type == RECORD_DEADLINE && slice_eq(r->about, r->quote);
	m.recurrence = recurrence_of(r);
	m.task = t->count;
	marks[t->mark_count++] = m;
	return r->type == RECORD_ASSIGNMENT ? add_task(t, e) : 0;
}

static int compare(const void *a, const void *b)
{
	const struct reference *x = a;
	const struct reference *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	if (x->span.start != y->span.start)
		return x->span.start < y->span.start ? -1 : 1;
	return x->task < y->task ? -1 : x->task > y->task;
}

static void index_release(struct index *x)
{
	free(x->close);
	free(x->far);
	free(x->here);
}

static uint64_t close_key(const struct task_mark *m)
{
	return m->section * 31 + m->agencies;
}

static int index_make(struct index *x, const struct tasks *t, struct err *e)
{
	size_t room = t->count - t->settled;

	x->close = calloc(room, sizeof(*x->close));
	x->far = calloc(room, sizeof(*x->far));
	x->here = calloc(room, sizeof(*x->here));
	if (!x->close || !x->far || !x->here)
		return err_nomem(e);
	for (size_t i = 0; i < t->mark_count; i++) {
		const struct task_mark *m = &t->marks[i];

		if (m->type != RECORD_ASSIGNMENT)
			continue;
		x->close[x->count] = (struct reference){close_key(m), m->span, m->task};
		x->far[x->count] = (struct reference){m->agencies, m->span, m->task};
		x->here[x->count] = (struct reference){m->section, m->span, m->task};
		x->count++;
	}
	qsort(x->close, x->count, sizeof(*x->close), compare);
	qsort(x->far, x->count, sizeof(*x->far), compare);
	qsort(x->here, x->count, sizeof(*x->here), compare);
	return 0;
}

/* The first one of that key at or after `start`, or the place where it would stand. */
static size_t find_next(const struct reference *refs, size_t count, uint64_t key, size_t start)
{
	size_t low = 0;
	size_t high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct reference *r = &refs[middle];

		if (r->key < key || (r->key == key && r->span.start < start))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Whether the one before is closer than the next. */
static bool is_closer(const struct reference *before, const struct reference *next, size_t start)
{
	return start >= before->span.end && start - before->span.end < next->span.start - start;
}

/*
 * The next one of that key, else the last one before; with `nearest`, whichever is closer. NULL:
 * there is none.
 */
static const struct reference *find(const struct reference *refs, size_t count, uint64_t key,
				    size_t start, bool nearest)
{
	size_t i = find_next(refs, count, key, start);
	const struct reference *next = i < count && refs[i].key == key ? &refs[i] : NULL;
	const struct reference *before = i > 0 && refs[i - 1].key == key ? &refs[i - 1] : NULL;

	if (!next || (nearest && before && is_closer(before, next, start)))
		return before;
	return next;
}

static const struct reference *task_of(const struct index *x, const struct task_mark *m)
{
	const struct reference *r;

	if (m->type == RECORD_DEADLINE)
		return find(x->here, x->count, m->section, m->span.start, m->alone);
	if (m->type != RECORD_TARGET || !m->agencies)
		return NULL;
	r = find(x->close, x->count, close_key(m), m->span.start, false);
	return r ? r : find(x->far, x->count, m->agencies, m->span.start, false);
}

static void attach(struct task *task, const struct task_mark *m)
{
	task->targets += m->type == RECORD_TARGET;
	if (m->day > task->deadline)
		task->deadline = m->day;
	if (!task->recurrence)
		task->recurrence = m->recurrence;
}

int tasks_settle(struct tasks *t, struct err *e)
{
	struct index x = {0};
	int rc = 0;

	if (t->count > t->settled)
		rc = index_make(&x, t, e);
	for (size_t i = 0; !rc && x.count && i < t->mark_count; i++) {
		const struct reference *r = task_of(&x, &t->marks[i]);

		if (r)
			attach(&t->items[r->task], &t->marks[i]);
	}
	index_release(&x);
	t->mark_count = 0;
	return rc;
}
