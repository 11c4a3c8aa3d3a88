/*
 * Page chunks in the wrong order. Where two neighbouring pieces of a text changed places, the
 * numbers of its headings jump; where one exchange makes them go on, the pieces are found by their
 * headings. Where exactly they begin and end is asked of their seams (seam.h): all places that the
 * headings leave open are tried, and the best is taken when it outweighs all the others together.
 */
#include "normalize/numbering.h"
#include "normalize/repair.h"
#include "normalize/seam.h"

/* Jumps looked at, marks before one that may begin a piece, all such marks, exchanges tried. */
enum { MOST_JUMPS = 6, BEFORE_JUMP = 3, MOST_STARTS = 160, MOST_TRIALS = 48 };

/* With so many headings some exchange makes most of them go on by chance. */
enum { MANY_MARKS = 64 };

/* In tenths of bits: what each of these that an exchange removes speaks for it; what it must reach.
 */
enum { JUMP_BOND = 30, LEAST_SCORE = 150 };

/*
 * All the other exchanges together weigh less than this beside the best: where the numbers leave
 * little doubt, the same where no sentence is cut, and where they tell less.
 */
static const double most_doubt = 0.06, clean_doubt = 0.015, least_doubt = 0.01;

/*
 * What an exchange puts right of the numbers where they leave little doubt; how many times as much
 * must have been wrong as is left.
 */
enum { CLEAR_STRAIN = 3 * STRAIN_JUMP, LEAST_GAIN = 4 };

/* Headings of a text that is looked at: with fewer nothing is certain, more are no one document. */
enum { LEAST_MARKS = 6, MOST_MARKS = 1000 };

/*
 * Which levels begin anew under a higher heading, a bit for each: the highest has none above it.
 * What stands for no such bits.
 */
enum { ALL_RESTART = (1 << MARK_LEVELS) - 2, NO_RESTARTS = 1 };

struct exchange {
	size_t first, second, end; /* marks that begin the pieces and what follows them */
};

struct order {
	struct outline_marks marks;
	struct numbering numbering;
	unsigned restarts;	    /* levels, see numbering.h */
	size_t starts[MOST_STARTS]; /* marks that a piece may begin with, ascending */
	size_t start_count;
	size_t jumps;			     /* of the numbers, as they stand */
	size_t strain;			     /* the same with what else is wrong */
	size_t left;			     /* after the best exchange */
	struct exchange trials[MOST_TRIALS]; /* all that leave so many */
	size_t trial_count;		     /* more than MOST_TRIALS: too many */
};

static void add_start(struct order *o, size_t i)
{
	if (o->start_count < MOST_STARTS && (!o->start_count || o->starts[o->start_count - 1] < i))
		o->starts[o->start_count++] = i;
}

/* A jump shows that a piece begins there or shortly before; the last may end with the text. */
static void find_starts(struct order *o)
{
	const struct outline_marks *m = &o->marks;

	o->start_count = o->jumps = 0;
	for (size_t i = 0; i < m->count && o->jumps <= MOST_JUMPS; i++) {
		if (numbering_strain(&o->numbering, i) < STRAIN_JUMP)
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

/* What stands before the first piece and the second leave `state` and the strain. */
static void try_exchange(struct order *o, struct exchange x, struct numbering_state state,
			 size_t strain)
{
	const struct numbering *n = &o->numbering;
	size_t left = strain + numbering_follow(n, x.first, x.second, &state);

	left += numbering_follow(n, x.end, o->marks.count, &state);
	if (left > o->left)
		return;
	if (left < o->left)
		o->trial_count = 0;
	o->left = left;
	if (o->trial_count < MOST_TRIALS)
		o->trials[o->trial_count] = x;
	o->trial_count++;
}

/* The exchanges of two pieces with all that may follow them. `cut` is what two cuts take away. */
static void try_second(struct order *o, size_t first, size_t k, size_t cut)
{
	const struct numbering_place *places = o->numbering.places;
	size_t second = o->starts[k];

	for (size_t l = k + 1; l < o->start_count; l++) {
		size_t end = o->starts[l];
		struct numbering_state state = places[first].state;
		size_t strain = places[first].strain;

		if (o->strain > o->left + cut + places[end].open_strain)
			continue;
		strain += numbering_follow(&o->numbering, second, end, &state);
		if (strain > o->left)
			break;
		try_exchange(o, (struct exchange){first, second, end}, state, strain);
	}
}

/* The most that any cut can take away. */
static size_t most_open(const struct order *o)
{
	size_t most = 0;

	for (size_t i = 0; i < o->start_count; i++)
		if (o->numbering.places[o->starts[i]].open_strain > most)
			most = o->numbering.places[o->starts[i]].open_strain;
	return most;
}

/* Three cuts make an exchange; those that can't take away enough are not tried. */
static void try_starts(struct order *o)
{
	const struct numbering_place *places = o->numbering.places;
	size_t most = most_open(o);

	for (size_t i = 0; i < o->start_count; i++) {
		const struct numbering_place *first = &places[o->starts[i]];

		if (first->strain > o->left)
			break;
		if (o->strain > o->left + first->open_strain + 2 * most)
			continue;
		for (size_t k = i + 1; k < o->start_count; k++) {
			size_t cut = first->open_strain + places[o->starts[k]].open_strain;

			if (o->strain <= o->left + cut + most)
				try_second(o, o->starts[i], k, cut);
		}
	}
}

/*
 * The exchanges that leave the fewest jumps. Where numbers go wrong for other reasons, some
 * exchange always makes a little of it right; one that was made leaves little wrong.
 */
static int find_exchanges(struct order *o, unsigned restarts, struct arena *arena, struct err *e)
{
	if (numbering_read(&o->numbering, &o->marks, restarts, arena, e))
		return -1;
	o->trial_count = 0;
	o->restarts = restarts;
	o->strain = o->numbering.places[o->marks.count].strain;
	find_starts(o);
	if (!o->jumps || o->jumps > MOST_JUMPS)
		return 0;
	o->left = o->strain / LEAST_GAIN;
	try_starts(o);
	return 0;
}

/* The levels that begin anew, told by what is least wrong as the numbers stand; but not these. */
static unsigned best_restarts(const struct order *o, unsigned but)
{
	size_t least = SIZE_MAX;
	unsigned best = ALL_RESTART;

	for (unsigned n = 0; n <= ALL_RESTART; n += 2) {
		size_t strain = numbering_count(&o->marks, ALL_RESTART - n);

		if (ALL_RESTART - n == but || strain >= least)
			continue;
		least = strain;
		best = ALL_RESTART - n;
	}
	return best;
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

/* Asked before the seams, which are slow. */
static bool is_likely(const struct order *o)
{
	return o->trial_count && o->trial_count <= MOST_TRIALS &&
	       (!o->left || o->marks.count < MANY_MARKS);
}

/*
 * Where no sentence is cut, the seams tell little; and of numbers that go on in unusual ways, some
 * exchange may make good ones by chance.
 */
static bool is_certain(const struct order *o, const struct seam_contest *contest)
{
	bool clear = !o->left && o->strain >= CLEAR_STRAIN, clean = contest->best.clean;
	double doubt = !clear ? least_doubt : clean ? clean_doubt : most_doubt;

	if (!contest->found || (clean && o->restarts != ALL_RESTART))
		return false;
	return contest->best.score >= LEAST_SCORE && contest->weight < 1 + doubt;
}

/* Whether something is wrong that could be put right if more were known. */
static bool is_suspect(const struct order *o)
{
	return o->trial_count && (!o->left || o->strain >= CLEAR_STRAIN);
}

int repair_order(struct doc *d, const struct survey *s, struct editor *w, struct err *e)
{
	struct slice t = s->text;
	struct seam_contest contest = {.found = false};
	struct order o = {.jumps = 0};

	editor_reset(w, t);
	if (d->info.order_unsure) /* what was repaired since went by the order as it is */
		return 0;
	if (outline_marks_read(&o.marks, s, &d->arena, e))
		return -1;
	if (o.marks.count < LEAST_MARKS || o.marks.count > MOST_MARKS)
		return 0;
	if (find_exchanges(&o, best_restarts(&o, NO_RESTARTS), &d->arena, e) ||
	    (!o.trial_count && find_exchanges(&o, best_restarts(&o, o.restarts), &d->arena, e)))
		return -1;
	if (is_likely(&o) && find_seams(d, &o, &contest, e))
		return -1;
	if (is_certain(&o, &contest))
		write_exchange(w, t, &contest.best);
	else
		d->info.order_unsure = is_suspect(&o);
	return doc_push(d, "order", w, e);
}
