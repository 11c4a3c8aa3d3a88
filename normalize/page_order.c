/*
 * Pages in the wrong order, by the numbers printed on them. Where each number stands on a line of
 * its own and all of them together are a row without gaps, they tell the order whatever the text
 * says.
 */
#include "normalize/page_number.h"
#include "normalize/repair.h"

#include <stdlib.h>

enum { LEAST_PAGES = 3, MOST_PAGES = 1000 };

/* A page with its number, and the line ends between it and the next. */
struct page {
	struct span at; /* from the first character of the page to its last */
	struct span line;
	size_t number;
	size_t run;    /* pages of the longest row in order that ends here */
	size_t before; /* the one before it in that row, its index + 1, or 0 */
	bool stays;
};

struct page_list {
	struct page *items; /* of the arena; in the order of the text */
	size_t count, capacity;
};

static int read_pages(struct page_list *l, const struct survey *s, struct arena *arena,
		      struct err *e)
{
	uint32_t stops = STOP_DASHED | STOP_ONE | STOP_PAGE;
	struct survey_line line;

	for (size_t i = survey_find(s, 0, stops); i < s->count;
	     i = survey_find(s, line.next, stops)) {
		struct slice body;
		struct page *items;
		size_t number;

		line = survey_line_of(s, i);
		body = slice_trim(slice_cut(s->text, line.at));
		number = page_number(body);
		if (!number)
			continue;
		items = arena_grow(arena, l->items, l->count, &l->capacity, sizeof(*items));
		if (!items)
			return err_nomem(e);
		l->items = items;
		l->items[l->count++] = (struct page){.line = line.at, .number = number};
	}
	return 0;
}

static bool is_blank(struct slice t, size_t from, size_t to)
{
	while (from < to && (t.p[from] == ' ' || t.p[from] == '\n'))
		from++;
	return from == to;
}

/* Numbers without a gap, each of them once, and not in order. */
static bool is_shuffled(const struct page_list *l, struct arena *arena)
{
	bool *seen = arena_zero(arena, l->count + 1, sizeof(*seen)), ascending = true;
	size_t least = l->items[0].number;

	for (size_t i = 1; i < l->count; i++) {
		ascending = ascending && l->items[i].number > l->items[i - 1].number;
		least = l->items[i].number < least ? l->items[i].number : least;
	}
	for (size_t i = 0; seen && i < l->count; i++) {
		size_t place = l->items[i].number - least;

		if (place >= l->count || seen[place])
			return false;
		seen[place] = true;
	}
	return seen && !ascending;
}

/* Numbers stand at the foot or at the head of their pages; false when that can't be told. */
static bool find_pages(struct page_list *l, struct slice t)
{
	bool foot = is_blank(t, l->items[l->count - 1].line.end, t.n);
	bool head = is_blank(t, 0, l->items[0].line.start);

	if (foot == head)
		return false;
	for (size_t i = 0; i < l->count; i++) {
		struct page *p = &l->items[i];
		size_t next = i + 1 < l->count ? p[1].line.start : t.n;

		if (foot)
			p->at = (struct span){i ? p[-1].line.end : 0, p->line.end};
		else
			p->at = (struct span){p->line.start, next};
		while (p->at.start < p->at.end && t.p[p->at.start] == '\n')
			p->at.start++;
		while (p->at.end > p->at.start && t.p[p->at.end - 1] == '\n')
			p->at.end--;
	}
	return true;
}

/* The most pages that are in order among themselves stay; the others are moved around them. */
static void choose_pages(struct page_list *l)
{
	size_t best = 0;

	for (size_t i = 0; i < l->count; i++) {
		struct page *p = &l->items[i];

		p->run = 1;
		for (size_t k = 0; k < i; k++)
			if (l->items[k].number < p->number && l->items[k].run >= p->run) {
				p->run = l->items[k].run + 1;
				p->before = k + 1;
			}
		best = p->run > l->items[best].run ? i : best;
	}
	for (size_t i = best + 1; i; i = l->items[i - 1].before)
		l->items[i - 1].stays = true;
}

static int compare_numbers(const void *a, const void *b)
{
	const struct page *const *x = a, *const *y = b;

	return (*x)->number < (*y)->number ? -1 : (*x)->number > (*y)->number;
}

/* The pages by their numbers; the line ends between them stay where they are. */
static int write_pages(struct editor *w, struct slice t, const struct page_list *l,
		       struct arena *arena, struct err *e)
{
	const struct page **sorted = arena_alloc(arena, l->count * sizeof(const struct page *));
	size_t end = 0;

	if (!sorted)
		return err_nomem(e);
	for (size_t i = 0; i < l->count; i++)
		sorted[i] = &l->items[i];
	qsort(sorted, l->count, sizeof(const struct page *), compare_numbers);
	for (size_t i = 0; i < l->count; i++) {
		edit_move(w, (struct span){end, l->items[i].at.start}, EDIT_KEEP);
		edit_move(w, sorted[i]->at, sorted[i]->stays ? EDIT_KEEP : EDIT_ORDER);
		end = l->items[i].at.end;
	}
	edit_move(w, (struct span){end, t.n}, EDIT_KEEP);
	return 0;
}

int repair_page_order(struct doc *d, const struct survey *s, struct editor *w, struct err *e)
{
	struct page_list l = {.items = NULL};

	editor_reset(w, s->text);
	if (read_pages(&l, s, &d->arena, e))
		return -1;
	if (l.count < LEAST_PAGES || l.count > MOST_PAGES || !is_shuffled(&l, &d->arena) ||
	    !find_pages(&l, s->text))
		return 0;
	choose_pages(&l);
	if (write_pages(w, s->text, &l, &d->arena, e))
		return -1;
	return doc_push(d, "pages", w, e);
}
