#include "extract/sinks/names.h"

#include <stdlib.h>

enum { FIRST_ROOM = 64 };

void names_init(struct names *n)
{
	*n = (struct names){0};
	arena_init(&n->arena);
}

void names_release(struct names *n)
{
	arena_release(&n->arena);
	free(n->items);
	free(n->slots);
	*n = (struct names){0};
}

static size_t hash_of(struct slice text)
{
	uint64_t hash = 14695981039346656037u;

	for (size_t i = 0; i < text.n; i++)
		hash = (hash ^ (unsigned char)text.p[i]) * 1099511628211u;
	return (size_t)(hash ^ (hash >> 32));
}

static size_t *slot_of(const struct names *n, struct slice text)
{
	size_t i = hash_of(text) & (n->room - 1);

	while (n->slots[i] && !slice_eq(n->items[n->slots[i] - 1].text, text))
		i = (i + 1) & (n->room - 1);
	return &n->slots[i];
}

static int make_room(struct names *n, struct err *e)
{
	size_t room = n->room ? 2 * n->room : FIRST_ROOM;
	struct name *items;

	if (n->room > 2 * n->count)
		return 0;
	items = reallocarray(n->items, room, sizeof(*items));
	if (!items)
		return err_nomem(e);
	n->items = items;
	free(n->slots);
	n->room = 0;
	n->slots = calloc(room, sizeof(*n->slots));
	if (!n->slots)
		return err_nomem(e);
	n->room = room;
	for (size_t i = 0; i < n->count; i++)
		*slot_of(n, n->items[i].text) = i + 1;
	return 0;
}

int names_add(struct names *n, struct slice text, size_t *index, struct err *e)
{
	size_t *slot;

	if (make_room(n, e))
		return -1;
	slot = slot_of(n, text);
	if (!*slot) {
		struct slice copy = arena_copy(&n->arena, text);

		if (!copy.p)
			return err_nomem(e);
		n->items[n->count] = (struct name){copy, 0};
		*slot = ++n->count;
	}
	*index = *slot - 1;
	n->items[*index].count++;
	return 0;
}

static int compare_texts(const void *a, const void *b)
{
	struct slice x = ((const struct name *)a)->text;
	struct slice y = ((const struct name *)b)->text;
	int order = memcmp(x.p, y.p, x.n < y.n ? x.n : y.n);

	return order ? order : (x.n > y.n) - (x.n < y.n);
}

static int compare_counts(const void *a, const void *b)
{
	const struct name *x = a;
	const struct name *y = b;

	if (x->count != y->count)
		return x->count < y->count ? 1 : -1;
	return compare_texts(a, b);
}

void names_sort_by_count(struct names *n)
{
	if (n->count)
		qsort(n->items, n->count, sizeof(*n->items), compare_counts);
}

void names_sort_by_text(struct names *n)
{
	if (n->count)
		qsort(n->items, n->count, sizeof(*n->items), compare_texts);
}
