/*
 * The strain of headings in another order, against counting them one by one.
 */
#include "normalize/numbering.h"
#include "tests/unit/check.h"
#include "tests/unit/random.h"

enum { MARKS = 40, TEXTS = 300, EXCHANGES = 20 };

/* Headings counted one behind the other. */
struct count {
	unsigned restarts;
	int last[MARK_LEVELS];
	size_t strain;
};

static void count_marks(struct count *c, const struct outline_mark *m, size_t a, size_t b)
{
	for (size_t i = a; i < b; i++) {
		if (m[i].number != c->last[m[i].level] + 1)
			c->strain += m[i].number > 1 ? STRAIN_JUMP : STRAIN_RESTART;
		c->last[m[i].level] = m[i].number;
		for (size_t level = m[i].level + 1; level < MARK_LEVELS; level++)
			if (c->restarts >> level & 1)
				c->last[level] = 0;
	}
}

/* Mostly numbers that go on. */
static void random_marks(struct random *r, struct outline_mark *m, size_t n)
{
	int last[MARK_LEVELS] = {0};

	for (size_t i = 0; i < n; i++) {
		m[i].level = (enum mark_level)random_below(r, MARK_LEVELS);
		m[i].number = last[m[i].level] + 1;
		if (!random_below(r, 5))
			m[i].number = 1 + (int)random_below(r, 9);
		last[m[i].level] = m[i].number;
	}
}

/* Two pieces that change places: the strain of the whole, and that no cut takes away too much. */
static bool check_exchange(struct random *r, const struct numbering *n, unsigned restarts)
{
	size_t count = n->marks->count, at[3], strain;
	const struct outline_mark *m = n->marks->items;
	struct count c = {.restarts = restarts};
	struct numbering_state state;

	for (int i = 0; i < 3; i++)
		at[i] = (i ? at[i - 1] : 0) + random_below(r, count - (i ? at[i - 1] : 0) + 1);
	count_marks(&c, m, 0, at[0]);
	count_marks(&c, m, at[1], at[2]);
	count_marks(&c, m, at[0], at[1]);
	count_marks(&c, m, at[2], count);
	state = n->places[at[0]].state;
	strain = n->places[at[0]].strain + numbering_follow(n, at[1], at[2], &state);
	strain += numbering_follow(n, at[0], at[1], &state);
	strain += numbering_follow(n, at[2], count, &state);
	return strain == c.strain && memcmp(state.last, c.last, sizeof(c.last)) == 0 &&
	       strain + n->places[at[0]].open_strain + n->places[at[1]].open_strain +
			       n->places[at[2]].open_strain >=
		       n->places[count].strain;
}

static void check_random_marks(void)
{
	struct outline_mark items[MARKS];
	struct random r = {11};
	struct err e = {""};
	bool same = true;

	for (int i = 0; i < TEXTS; i++) {
		struct outline_marks marks = {.items = items, .count = random_below(&r, MARKS)};
		unsigned restarts = (unsigned)random_below(&r, 1 << MARK_LEVELS);
		struct numbering n;
		struct arena arena;

		arena_init(&arena);
		random_marks(&r, items, marks.count);
		CHECK(numbering_read(&n, &marks, restarts, &arena, &e) == 0);
		same = same && numbering_count(&marks, restarts) == n.places[marks.count].strain;
		for (int k = 0; k < EXCHANGES; k++)
			same = same && check_exchange(&r, &n, restarts);
		arena_release(&arena);
	}
	CHECK(same);
}

int main(void)
{
	check_random_marks();
	return check_done();
}
