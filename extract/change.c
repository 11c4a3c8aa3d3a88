#include "extract/change.h"

#include <stdlib.h>

/* The records of one reading that are compared, by group and place. */
struct side {
	const struct record **items;
	bool *paired;
	size_t count;
};

/* Stretches of two sides in which all records stand at one place. */
struct stretch {
	size_t begin[2];
	size_t end[2];
};

struct finder {
	struct side sides[2]; /* before, after */
	struct arena *arena;
	struct changes *out;
	struct err *e;
};

/* Records that may be one: a figure can be a target by some rules and a fact by others. */
static enum record_type group_of(const struct record *r)
{
	return r->type == RECORD_FACT ? RECORD_TARGET : r->type;
}

static bool is_compared(const struct record *r)
{
	return group_of(r) <= RECORD_ASSIGNMENT;
}

static int compare_slices(struct slice a, struct slice b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int way = n ? memcmp(a.p, b.p, n) : 0;

	return way ? way : (a.n > b.n) - (a.n < b.n);
}

static int compare_sizes(size_t a, size_t b)
{
	return (a > b) - (a < b);
}

/* The group, and the text that a place is counted in. */
static int compare_texts(const struct record *a, const struct record *b)
{
	int way = compare_sizes(group_of(a), group_of(b));

	return way ? way : compare_slices(a->span_in, b->span_in);
}

static int compare_places(const struct record *a, const struct record *b)
{
	int way = compare_texts(a, b);

	way = way ? way : compare_sizes(a->span.start, b->span.start);
	return way ? way : compare_sizes(a->span.end, b->span.end);
}

/* Records of the same place stay in the order in which they came: they lie in one array. */
static int compare_items(const void *a, const void *b)
{
	const struct record *x = *(const struct record *const *)a;
	const struct record *y = *(const struct record *const *)b;
	int way = compare_places(x, y);

	return way ? way : (x > y) - (x < y);
}

static int side_init(struct side *s, const struct records *records, struct arena *arena,
		     struct err *e)
{
	s->items = arena_zero(arena, records->count + 1, sizeof(*s->items));
	s->paired = arena_zero(arena, records->count + 1, sizeof(*s->paired));
	if (!s->items || !s->paired)
		return err_nomem(e);
	s->count = 0;
	for (size_t i = 0; i < records->count; i++)
		if (is_compared(&records->items[i]))
			s->items[s->count++] = &records->items[i];
	qsort(s->items, s->count, sizeof(*s->items), compare_items);
	return 0;
}

/* The shortest JSON is the same for the same value. */
static bool same_value(const struct record *a, const struct record *b, const struct field *f)
{
	struct buf x;
	struct buf y;
	bool same;

	buf_init(&x, SIZE_MAX);
	buf_init(&y, SIZE_MAX);
	record_write_value(a, f, &x);
	record_write_value(b, f, &y);
	same = slice_eq(buf_text(&x), buf_text(&y)) && !x.failed && !y.failed;
	buf_release(&x);
	buf_release(&y);
	return same;
}

bool change_differs(const struct change *c, const struct field *f)
{
	const char *a = (const char *)c->before + f->offset;
	const char *b = (const char *)c->after + f->offset;

	switch (f->form) {
	case FORM_TEXT:
	case FORM_NULLABLE:
	case FORM_OPTIONAL:
	case FORM_DATE:
		return !slice_eq(*(const struct slice *)a, *(const struct slice *)b);
	case FORM_COUNTS:
		return false;
	default:
		return !same_value(c->before, c->after, f);
	}
}

const struct field *change_fields(const struct change *c, size_t *count)
{
	bool fact = c->before && c->before->type == RECORD_FACT;

	return record_fields(fact ? RECORD_FACT : change_record(c)->type, count);
}

static bool is_changed(const struct change *c)
{
	size_t count;
	const struct field *fields = change_fields(c, &count);

	if (c->before->type != c->after->type)
		return true;
	for (size_t i = 0; i < count; i++)
		if (change_differs(c, &fields[i]))
			return true;
	return false;
}

static int add_change(struct finder *f, const struct record *before, const struct record *after)
{
	struct changes *out = f->out;
	struct change *items =
		arena_grow(f->arena, out->items, out->count, &out->capacity, sizeof(*items));

	if (!items)
		return err_nomem(f->e);
	out->items = items;
	out->items[out->count++] = (struct change){before, after};
	return 0;
}

static int pair(struct finder *f, size_t i, size_t j)
{
	struct change c = {f->sides[0].items[i], f->sides[1].items[j]};

	f->sides[0].paired[i] = f->sides[1].paired[j] = true;
	return is_changed(&c) ? add_change(f, c.before, c.after) : 0;
}

static bool is_the_same(const struct record *a, const struct record *b)
{
	return !is_changed(&(struct change){a, b});
}

static bool is_about_the_same(const struct record *a, const struct record *b)
{
	return a->type == b->type && slice_eq(a->indicator, b->indicator);
}

static bool is_of_the_type(const struct record *a, const struct record *b)
{
	return a->type == b->type;
}

static bool is_of_the_group(const struct record *a, const struct record *b)
{
	return group_of(a) == group_of(b);
}

/* Which records of one place are one: the first of these that finds a like decides. */
static bool (*const likeness[])(const struct record *, const struct record *) = {
	is_the_same,
	is_about_the_same,
	is_of_the_type,
	is_of_the_group,
};

static int pair_alike(struct finder *f, const struct stretch *s,
		      bool (*alike)(const struct record *, const struct record *))
{
	struct side *a = &f->sides[0];
	struct side *b = &f->sides[1];

	for (size_t i = s->begin[0]; i < s->end[0]; i++)
		for (size_t j = s->begin[1]; j < s->end[1] && !a->paired[i]; j++)
			if (!b->paired[j] && alike(a->items[i], b->items[j]) && pair(f, i, j))
				return -1;
	return 0;
}

static size_t stretch_end(const struct side *s, size_t at)
{
	size_t end = at + 1;

	while (end < s->count && compare_places(s->items[at], s->items[end]) == 0)
		end++;
	return end;
}

static int pair_places(struct finder *f)
{
	const struct side *a = &f->sides[0];
	const struct side *b = &f->sides[1];
	struct stretch s = {{0, 0}, {0, 0}};

	while (s.begin[0] < a->count && s.begin[1] < b->count) {
		int way = compare_places(a->items[s.begin[0]], b->items[s.begin[1]]);

		s.end[0] = way <= 0 ? stretch_end(a, s.begin[0]) : s.begin[0];
		s.end[1] = way >= 0 ? stretch_end(b, s.begin[1]) : s.begin[1];
		for (size_t i = 0; way == 0 && i < sizeof(likeness) / sizeof(*likeness); i++)
			if (pair_alike(f, &s, likeness[i]))
				return -1;
		s.begin[0] = s.end[0];
		s.begin[1] = s.end[1];
	}
	return 0;
}

/* Which of two records without a like ends first; 0 where they overlap. */
static int compare_overlap(const struct record *a, const struct record *b)
{
	int way = compare_texts(a, b);

	if (way)
		return way;
	if (a->span.end <= b->span.start)
		return -1;
	if (b->span.end <= a->span.start)
		return 1;
	return is_of_the_type(a, b) ? 0 : compare_sizes(a->span.end, b->span.end);
}

static int pair_overlaps(struct finder *f)
{
	const struct side *a = &f->sides[0];
	const struct side *b = &f->sides[1];
	size_t i = 0;
	size_t j = 0;

	while (i < a->count && j < b->count) {
		int way = a->paired[i]	 ? -1
			  : b->paired[j] ? 1
					 : compare_overlap(a->items[i], b->items[j]);

		if (way == 0 && pair(f, i, j))
			return -1;
		i += way <= 0;
		j += way >= 0;
	}
	return 0;
}

static int add_rest(struct finder *f)
{
	for (int which = 0; which < 2; which++) {
		const struct side *s = &f->sides[which];

		for (size_t i = 0; i < s->count; i++)
			if (!s->paired[i] &&
			    add_change(f, which ? NULL : s->items[i], which ? s->items[i] : NULL))
				return -1;
	}
	return 0;
}

static int compare_changes(const void *a, const void *b)
{
	const struct change *x = a;
	const struct change *y = b;
	const struct record *p = change_record(x);
	const struct record *q = change_record(y);
	int way = compare_sizes(p->type != RECORD_DOCUMENT, q->type != RECORD_DOCUMENT);

	way = way ? way : compare_slices(p->span_in, q->span_in);
	way = way ? way : compare_sizes(p->span.start, q->span.start);
	way = way ? way
		  : compare_sizes(change_kind(x) != CHANGE_REMOVED,
				  change_kind(y) != CHANGE_REMOVED);
	return way ? way : (p > q) - (p < q);
}

int changes_find(const struct records *before, const struct records *after, struct arena *arena,
		 struct changes *out, struct err *e)
{
	struct finder f = {.arena = arena, .out = out, .e = e};

	*out = (struct changes){0};
	if (side_init(&f.sides[0], before, arena, e) || side_init(&f.sides[1], after, arena, e) ||
	    pair_places(&f) || pair_overlaps(&f) || add_rest(&f))
		return -1;
	if (out->count)
		qsort(out->items, out->count, sizeof(*out->items), compare_changes);
	return 0;
}

enum change_kind change_kind(const struct change *c)
{
	if (!c->before)
		return CHANGE_ADDED;
	return c->after ? CHANGE_CHANGED : CHANGE_REMOVED;
}

const struct record *change_record(const struct change *c)
{
	return c->after ? c->after : c->before;
}
