#include "extract/gatenodes.h"

#include <stdlib.h>

/* A class while classes are split. */
struct class
{
	size_t size; /* characters in it; not counted for class 0 */
	uint32_t split;
	uint32_t part; /* where its characters that are in set number `split` go */
};

struct splitter {
	struct charmap *map;
	struct arena *arena;   /* of the map */
	struct arena *scratch; /* of the nodes */
	struct class *items;
	size_t count;
	size_t capacity;
	uint32_t set; /* the number of the set at hand, from 1 */
};

static int new_page(struct splitter *s)
{
	struct charmap *m = s->map;
	uint32_t(*pages)[PAGE_SIZE] =
		arena_grow(s->arena, m->pages, m->page_count, &m->page_capacity, sizeof(*pages));

	if (!pages)
		return -1;
	m->pages = pages;
	memset(m->pages[m->page_count++], 0, sizeof(*pages));
	return 0;
}

static int new_class(struct splitter *s)
{
	struct class *items =
		arena_grow(s->scratch, s->items, s->count, &s->capacity, sizeof(*items));

	if (!items)
		return -1;
	s->items = items;
	s->items[s->count++] = (struct class){0};
	return 0;
}

/* Moves a character of the set at hand out of its class, with the others that it has there. */
static int split_char(struct splitter *s, uint32_t c)
{
	struct charmap *m = s->map;
	uint32_t old = charmap_class(m, c);

	if (old && s->items[old].size == 1)
		return 0;
	if (s->items[old].split != s->set) {
		if (new_class(s))
			return -1;
		s->items[old].split = s->set;
		s->items[old].part = (uint32_t)s->count - 1;
	}
	if (!m->page[c >> PAGE_BITS]) {
		m->page[c >> PAGE_BITS] = (uint32_t)m->page_count;
		if (new_page(s))
			return -1;
	}
	m->pages[m->page[c >> PAGE_BITS]][c & (PAGE_SIZE - 1)] = s->items[old].part;
	s->items[s->items[old].part].size++;
	s->items[old].size -= old != 0;
	return 0;
}

/* Splits the classes by a set, once. */
static int split_by(struct splitter *s, struct code_set *set)
{
	if (set->classes)
		return 0;
	set->classes = arena_zero(s->scratch, set->size, sizeof(*set->classes));
	if (!set->classes)
		return -1;
	s->set++;
	for (size_t i = 0; i < set->count; i++)
		for (uint32_t c = set->ranges[i].first; c <= set->ranges[i].last; c++)
			if (split_char(s, c))
				return -1;
	return 0;
}

/* Numbers the classes that still have characters 1, 2, 3 … */
static void renumber(struct splitter *s)
{
	struct charmap *m = s->map;

	m->classes = 1;
	for (size_t i = 1; i < s->count; i++)
		if (s->items[i].size)
			s->items[i].part = m->classes++;
	s->items[0].part = 0;
	for (size_t p = 0; p < m->page_count; p++)
		for (size_t i = 0; i < PAGE_SIZE; i++)
			m->pages[p][i] = s->items[m->pages[p][i]].part;
}

static int compare_classes(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

static void list_classes(const struct charmap *m, struct code_set *set)
{
	size_t n = 0, kept = 0;

	if (set->class_count)
		return;
	for (size_t i = 0; i < set->count; i++)
		for (uint32_t c = set->ranges[i].first; c <= set->ranges[i].last; c++)
			set->classes[n++] = charmap_class(m, c);
	if (n > 1)
		qsort(set->classes, n, sizeof(*set->classes), compare_classes);
	for (size_t i = 0; i < n; i++)
		if (!kept || set->classes[kept - 1] != set->classes[i])
			set->classes[kept++] = set->classes[i];
	set->class_count = kept;
}

/* The set of a node, or of what must stand before an anchor; NULL without one that is listed. */
static struct code_set *set_number(const struct nodes *n, const struct anchor *anchors, size_t i)
{
	struct piece *before = i < n->count ? NULL : anchors[i - n->count].before;

	if (before)
		return before->set.size <= SET_MOST ? &before->set : NULL;
	return i < n->count && n->items[i].kind == NODE_SET ? n->items[i].set : NULL;
}

int charmap_make(struct charmap *m, struct arena *arena, const struct nodes *n,
		 const struct anchor *anchors, size_t rule_count, struct err *e)
{
	struct splitter s = {.map = m, .arena = arena, .scratch = n->arena};
	struct code_set *set;

	if (new_page(&s) || new_class(&s))
		return err_nomem(e);
	for (size_t i = 0; i < n->count + rule_count; i++) {
		set = set_number(n, anchors, i);
		if (set && split_by(&s, set))
			return err_nomem(e);
	}
	renumber(&s);
	for (size_t i = 0; i < n->count + rule_count; i++) {
		set = set_number(n, anchors, i);
		if (set)
			list_classes(m, set);
	}
	return 0;
}
