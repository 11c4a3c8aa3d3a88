#include "normalize/numbering.h"

static size_t strain_of(int last, int number)
{
	if (number == last + 1)
		return 0;
	return number > 1 ? STRAIN_JUMP : STRAIN_RESTART;
}

/* The place behind a heading, from the one before it. */
static void count_mark(const struct outline_mark *m, size_t i, unsigned restarts,
		       const struct numbering_place *before, struct numbering_place *behind)
{
	*behind = *before;
	behind->strain += strain_of(before->state.last[m->level], m->number);
	behind->state.last[m->level] = m->number;
	behind->set[m->level] = i + 1;
	for (size_t level = m->level + 1; level < MARK_LEVELS; level++)
		if (restarts >> level & 1) {
			behind->state.last[level] = 0;
			behind->set[level] = i + 1;
		}
}

/* Which headings go on from a place, by those that go on from the next. */
static void open_mark(const struct outline_mark *m, size_t i, size_t none, unsigned restarts,
		      const size_t *behind, size_t *open)
{
	for (size_t level = 0; level < MARK_LEVELS; level++)
		open[level] = level > m->level && restarts >> level & 1 ? none : behind[level];
	open[m->level] = i;
}

static void find_open(struct numbering *n, unsigned restarts)
{
	size_t count = n->marks->count;
	struct numbering_place *end = &n->places[count];

	for (size_t level = 0; level < MARK_LEVELS; level++)
		end->open[level] = count;
	for (size_t i = count; i-- > 0;) {
		struct numbering_place *p = &n->places[i];

		open_mark(&n->marks->items[i], i, count, restarts, p[1].open, p->open);
		p->open_strain = 0;
		for (size_t level = 0; level < MARK_LEVELS; level++)
			if (p->open[level] < count)
				p->open_strain += numbering_strain(n, p->open[level]);
	}
}

int numbering_read(struct numbering *n, const struct outline_marks *marks, unsigned restarts,
		   struct arena *arena, struct err *e)
{
	*n = (struct numbering){marks, arena_alloc(arena, (marks->count + 1) * sizeof(*n->places))};
	if (!n->places)
		return err_nomem(e);
	n->places[0] = (struct numbering_place){.strain = 0};
	for (size_t i = 0; i < marks->count; i++)
		count_mark(&marks->items[i], i, restarts, &n->places[i], &n->places[i + 1]);
	find_open(n, restarts);
	return 0;
}

size_t numbering_count(const struct outline_marks *marks, unsigned restarts)
{
	struct numbering_place place = {.strain = 0};

	for (size_t i = 0; i < marks->count; i++) {
		struct numbering_place behind;

		count_mark(&marks->items[i], i, restarts, &place, &behind);
		place = behind;
	}
	return place.strain;
}

size_t numbering_follow(const struct numbering *n, size_t a, size_t b,
			struct numbering_state *state)
{
	const struct numbering_place *from = &n->places[a], *to = &n->places[b];
	size_t strain = to->strain - from->strain;

	for (size_t level = 0; level < MARK_LEVELS; level++) {
		size_t i = from->open[level];

		if (i < b)
			strain += strain_of(state->last[level], n->marks->items[i].number) -
				  numbering_strain(n, i);
	}
	for (size_t level = 0; level < MARK_LEVELS; level++)
		if (to->set[level] > a)
			state->last[level] = to->state.last[level];
	return strain;
}
