/*
 * Page chunks in the wrong order. Where two neighbouring pieces of a text changed places, the
 * numbers of its headings jump; where one exchange makes them go on, the pieces are found by their
 * headings. Where exactly they begin and end is asked of their seams (seam.h): all places that the
 * headings leave open are tried, and the best is taken when it outweighs all the others together.
 */
#include "normalize/glyph.h"
#include "normalize/outline_marks.h"
#include "normalize/repair.h"
#include "normalize/seam.h"

/* Jumps looked at, marks before one that may begin a piece, all such marks, exchanges tried. */
enum { MOST_JUMPS = 6, BEFORE_JUMP = 3, MOST_STARTS = 64, MOST_TRIALS = 48 };

/* What is wrong with a number: it follows no other, or begins anew though no heading stands before.
 */
enum { JUMP = 2, RESTART = 1 };

/* In tenths of bits: what each of these that an exchange removes speaks for it; what it must reach.
 */
enum { JUMP_BOND = 30, LEAST_SCORE = 150 };

/*
 * All the other exchanges together weigh less than this beside the best: where the numbers leave
 * little doubt, and where they tell less.
 */
static const double most_doubt = 0.1, least_doubt = 0.01;

/*
 * What an exchange puts right of the numbers where they leave little doubt; how many times as much
 * must have been wrong as is left.
 */
enum { CLEAR_STRAIN = 3 * JUMP, LEAST_GAIN = 4 };

/* Headings of a text that is looked at: with fewer nothing is certain, more are no one document. */
enum { LEAST_MARKS = 6, MOST_MARKS = 1000 };

struct exchange {
	size_t first, second, end; /* marks that begin the pieces and what follows them */
};

struct order {
	struct outline_marks marks;
	bool restarts;		    /* see struct counter */
	size_t starts[MOST_STARTS]; /* marks that a piece may begin with, ascending */
	size_t start_count;
	size_t jumps;			     /* of the numbers, as they stand */
	size_t strain;			     /* the same with what else is wrong */
	size_t left;			     /* after the best exchange */
	struct exchange trials[MOST_TRIALS]; /* all that leave so many */
	size_t trial_count;		     /* more than MOST_TRIALS: too many */
};

/* How the numbers of a document go: whether a heading lets those below it begin anew. */
struct counter {
	bool restarts;
	int last[MARK_LEVELS];
};

static size_t strain_of(struct counter *c, const struct outline_mark *k)
{
	int last = c->last[k->level];

	c->last[k->level] = k->number;
	for (size_t level = k->level + 1; c->restarts && level < MARK_LEVELS; level++)
		c->last[level] = 0;
	if (k->number == last + 1)
		return 0;
	return k->number > 1 ? JUMP : RESTART;
}

/* Adds what is wrong with the marks a to b, and stops when it is more than `most`. */
static size_t add_strain(const struct order *o, size_t a, size_t b, struct counter *c, size_t n,
			 size_t most)
{
	while (a < b && n <= most)
		n += strain_of(c, &o->marks.items[a++]);
	return n;
}

static void add_start(struct order *o, size_t i)
{
	if (o->start_count < MOST_STARTS && (!o->start_count || o->starts[o->start_count - 1] < i))
		o->starts[o->start_count++] = i;
}

/* A jump shows that a piece begins there or shortly before; the last may end with the text. */
static void find_starts(struct order *o)
{
	const struct outline_marks *m = &o->marks;
	struct counter c = {.restarts = o->restarts};

	o->start_count = o->jumps = o->strain = 0;
	for (size_t i = 0; i < m->count && o->jumps <= MOST_JUMPS; i++) {
		size_t strain = strain_of(&c, &m->items[i]);

		o->strain += strain;
		if (strain < JUMP)
			continue;
		o->jumps++;
		for (size_t from = i > BEFORE_JUMP ? i - BEFORE_JUMP : 0; from <= i; from++)
			add_start(o, from);
	}
	for (size_t i = 0; i < m->count && m->count < MOST_STARTS; i++)
		o->starts[o->start_count = i] = i;
	o->start_count += m->count < MOST_STARTS;
	add_start(o, m->count);
}

/* c has counted what stands before the first piece and the second; `strain` is what they have. */
static void try_exchange(struct order *o, struct exchange x, struct counter c, size_t strain)
{
	size_t left = add_strain(o, x.first, x.second, &c, strain, o->left);

	left = add_strain(o, x.end, o->marks.count, &c, left, o->left);
	if (left > o->left)
		return;
	if (left < o->left)
		o->trial_count = 0;
	o->left = left;
	if (o->trial_count < MOST_TRIALS)
		o->trials[o->trial_count] = x;
	o->trial_count++;
}

/* The exchanges of a piece from start i on with those that may follow it. */
static void try_first(struct order *o, size_t i, const struct counter *before, size_t strain)
{
	for (size_t k = i + 1; k < o->start_count; k++) {
		struct counter c = *before;
		size_t n = strain;

		for (size_t l = k + 1; l < o->start_count; l++) {
			n = add_strain(o, o->starts[l - 1], o->starts[l], &c, n, o->left);
			if (n > o->left)
				break;
			try_exchange(o, (struct exchange){o->starts[i], o->starts[k], o->starts[l]},
				     c, n);
		}
	}
}

/*
 * The exchanges that leave the fewest jumps. Where numbers go wrong for other reasons, some
 * exchange always makes a little of it right; one that was made leaves little wrong.
 */
static void find_exchanges(struct order *o, bool restarts)
{
	o->restarts = restarts;
	o->trial_count = 0;
	find_starts(o);
	if (!o->jumps || o->jumps > MOST_JUMPS)
		return;
	o->left = o->strain / LEAST_GAIN;
	for (size_t i = 0; i < o->start_count; i++) {
		struct counter before = {.restarts = restarts};
		size_t strain = add_strain(o, 0, o->starts[i], &before, 0, o->left);

		if (strain > o->left)
			break;
		try_first(o, i, &before, strain);
	}
}

static struct seam_range range_before(const struct outline_marks *m, size_t i, size_t text_end)
{
	if (i == 0)
		return (struct seam_range){0, 0};
	return (struct seam_range){m->items[i - 1].end, i < m->count ? m->items[i].at : text_end};
}

static int find_seams(struct doc *d, const struct order *o, struct seam_contest *contest,
		      struct err *e)
{
	struct seam_text text;

	if (seam_read(&text, doc_text(d), &d->arena, e))
		return -1;
	for (size_t i = 0; i < o->trial_count; i++) {
		const struct exchange *x = &o->trials[i];
		const struct seam_range ranges[3] = {
			range_before(&o->marks, x->first, text.end),
			range_before(&o->marks, x->second, text.end),
			range_before(&o->marks, x->end, text.end),
		};
		int known = JUMP_BOND * (int)(o->strain - o->left);

		if (seams_place(&text, ranges, known, &d->arena, contest, e))
			return -1;
	}
	return 0;
}

static void write_exchange(struct editor *w, struct slice t, const struct seams *s)
{
	struct span first = {s->first, s->second}, second = {s->second, s->end};
	bool first_moved = s->second - s->first < s->end - s->second;

	edit_move(w, (struct span){0, s->first}, EDIT_KEEP);
	edit_move(w, second, first_moved ? EDIT_KEEP : EDIT_ORDER);
	edit_move(w, first, first_moved ? EDIT_ORDER : EDIT_KEEP);
	edit_move(w, (struct span){s->end, t.n}, EDIT_KEEP);
}

/* Of many headings some exchange makes most go on by chance. Asked before the seams, which are
 * slow.
 */
static bool is_likely(const struct order *o)
{
	return o->trial_count && o->trial_count <= MOST_TRIALS &&
	       (!o->left || o->marks.count < MOST_STARTS);
}

static bool is_certain(const struct order *o, const struct seam_contest *contest)
{
	bool clear = !o->left && o->strain >= CLEAR_STRAIN;

	return contest->found && contest->best.score >= LEAST_SCORE &&
	       contest->weight < 1 + (clear ? most_doubt : least_doubt);
}

int repair_order(struct doc *d, const struct survey *s, struct editor *w, struct err *e)
{
	struct slice t = s->text;
	struct seam_contest contest = {.found = false};
	struct order o = {.jumps = 0};

	editor_reset(w, t);
	if (outline_marks_read(&o.marks, s, &d->arena, e))
		return -1;
	if (o.marks.count < LEAST_MARKS || o.marks.count > MOST_MARKS)
		return 0;
	find_exchanges(&o, true);
	if (!o.trial_count)
		find_exchanges(&o, false);
	if (is_likely(&o) && find_seams(d, &o, &contest, e))
		return -1;
	d->info.order_unsure = o.trial_count && !o.left && !is_certain(&o, &contest);
	if (is_certain(&o, &contest))
		write_exchange(w, t, &contest.best);
	return doc_push(d, "order", w, e);
}
