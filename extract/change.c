#include "extract/change.h"

#include <stdlib.h>

/* The records of one reading that are compared, by type and place. */
struct side {
	const struct record **items;
	bool *paired;
	size_t count;
};

static bool is_compared(enum record_type type)
{
	return type <= RECORD_ASSIGNMENT;
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

/* The text or part of it that a place is counted in. */
static int compare_texts(const struct record *a, const struct record *b)
{
	int way = compare_sizes(a->type, b->type);

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
		if (is_compared(records->items[i].type))
			s->items[s->count++] = &records->items[i];
	qsort(s->items, s->count, sizeof(*s->items), compare_items);
	return 0;
}

static bool same_counts(const struct counts *a, const struct counts *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (!slice_eq(a->items[i].name, b->items[i].name) || a->items[i].n != b->items[i].n)
			return false;
	return true;
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
		return f->offset != offsetof(struct record, counts) &&
		       !same_counts((const struct counts *)a, (const struct counts *)b);
	default:
		return !same_value(c->before, c->after, f);
	}
}

static bool is_changed(const struct change *c)
{
	size_t count;
	const struct field *fields = record_fields(c->after->type, &count);

	for (size_t i = 0; i < count; i++)
		if (change_differs(c, &fields[i]))
			return true;
	return false;
}

static int add_change(struct changes *out, struct arena *arena, const struct record *before,
		      const struct record *after, struct err *e)
{
	struct change *items =
		arena_grow(arena, out->items, out->count, &out->capacity, sizeof(*items));

	if (!items)
		return err_nomem(e);
	out->items = items;
	out->items[out->count++] = (struct change){before, after};
	return 0;
}

/* One pass over both sides, which pairs what `compare` takes for equal and has no partner yet. */
static int pair(struct side *a, struct side *b,
		int (*compare)(const struct record *, const struct record *), struct changes *out,
		struct arena *arena, struct err *e)
{
	size_t i = 0;
	size_t j = 0;

	while (i < a->count && j < b->count) {
		struct change c = {a->items[i], b->items[j]};
		int way = a->paired[i] ? -1 : b->paired[j] ? 1 : compare(c.before, c.after);

		if (way == 0) {
			a->paired[i] = b->paired[j] = true;
			if (is_changed(&c) && add_change(out, arena, c.before, c.after, e))
				return -1;
		}
		i += way <= 0;
		j += way >= 0;
	}
	return 0;
}

static int compare_overlap(const struct record *a, const struct record *b)
{
	int way = compare_texts(a, b);

	if (way)
		return way;
	if (a->span.end <= b->span.start)
		return -1;
	return b->span.end <= a->span.start ? 1 : 0;
}

static int add_rest(const struct side *s, bool before, struct changes *out, struct arena *arena,
		    struct err *e)
{
	for (size_t i = 0; i < s->count; i++)
		if (!s->paired[i] && add_change(out, arena, before ? s->items[i] : NULL,
						before ? NULL : s->items[i], e))
			return -1;
	return 0;
}

static int compare_changes(const void *a, const void *b)
{
	const struct change *x = a;
	const struct change *y = b;
	const struct record *p = x->after ? x->after : x->before;
	const struct record *q = y->after ? y->after : y->before;
	int way = compare_places(p, q);

	return way ? way : compare_sizes(change_kind(x), change_kind(y));
}

int changes_find(const struct records *before, const struct records *after, struct arena *arena,
		 struct changes *out, struct err *e)
{
	struct side a;
	struct side b;

	*out = (struct changes){0};
	if (side_init(&a, before, arena, e) || side_init(&b, after, arena, e))
		return -1;
	if (pair(&a, &b, compare_places, out, arena, e) ||
	    pair(&a, &b, compare_overlap, out, arena, e))
		return -1;
	if (add_rest(&a, true, out, arena, e) || add_rest(&b, false, out, arena, e))
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

struct slice change_rule(const struct change *c)
{
	const struct record *r = c->after ? c->after : c->before;

	return r->type == RECORD_DOCUMENT ? slice_of("document") : r->rule;
}
