/*
 * Page chunks in the wrong order. Where two neighbouring pieces of a text changed places, the
 * numbers of its headings jump; if they are consistent again after one exchange, the pieces are
 * found by their headings. Where exactly they begin and end is asked of their seams: what stands
 * beside each other now and nowhere else in the document is a seam, what would stand there then and
 * does so elsewhere is none.
 */
#include "normalize/glyph.h"
#include "normalize/outline_marks.h"
#include "normalize/repair.h"
#include "normalize/seam.h"

/* Jumps looked at, marks before one that may begin a piece, all such marks, exchanges tried. */
enum { MOST_JUMPS = 8, BEFORE_JUMP = 3, MOST_STARTS = 32, MOST_TRIALS = 16 };

/* A solution must win by so much, see seam.h. */
enum { LEAST_SCORE = 6, LEAST_MARGIN = 2 };

/* Headings of a text that is looked at: with fewer nothing is certain, more are no one document. */
enum { LEAST_MARKS = 6, MOST_MARKS = 1000 };

struct order {
	struct outline_marks marks;
	bool restarts;		    /* see struct counter */
	size_t starts[MOST_STARTS]; /* marks that a piece may begin with, ascending */
	size_t start_count;
	size_t jumps;	       /* of the numbers, as they stand */
	struct seam_text text; /* read when the first exchange is tried */
	struct seams best;
	int runner_up; /* score of the second best placement */
	size_t trials;
};

/* How the numbers of a document go: whether a heading lets those below it begin anew. */
struct counter {
	bool restarts;
	int last[MARK_LEVELS];
};

static bool follows(struct counter *c, const struct outline_mark *k)
{
	bool good = k->number == 1 || k->number == c->last[k->level] + 1;

	c->last[k->level] = k->number;
	for (size_t level = k->level + 1; c->restarts && level < MARK_LEVELS; level++)
		c->last[level] = 0;
	return good;
}

/* Whether the marks a to b go on without a jump. */
static bool flows(const struct outline_marks *m, size_t a, size_t b, struct counter *c)
{
	while (a < b)
		if (!follows(c, &m->items[a++]))
			return false;
	return true;
}

/* Whether the marks flow after the exchange; c has counted those before the first piece. */
static bool solves(const struct order *o, struct counter c, size_t first, size_t second, size_t end)
{
	const struct outline_marks *m = &o->marks;

	return flows(m, second, end, &c) && flows(m, first, second, &c) &&
	       flows(m, end, m->count, &c);
}

static void add_start(struct order *o, size_t i)
{
	if (o->start_count < MOST_STARTS && (!o->start_count || o->starts[o->start_count - 1] < i))
		o->starts[o->start_count++] = i;
}

/* A jump shows that a piece begins there or shortly before. Returns the number of jumps. */
static size_t find_starts(struct order *o)
{
	const struct outline_marks *m = &o->marks;
	struct counter c = {.restarts = o->restarts};
	size_t jumps = 0;

	o->start_count = 0;
	for (size_t i = 0; i < m->count && jumps <= MOST_JUMPS; i++) {
		if (follows(&c, &m->items[i]))
			continue;
		jumps++;
		for (size_t from = i > BEFORE_JUMP ? i - BEFORE_JUMP : 0; from <= i; from++)
			add_start(o, from);
	}
	return jumps;
}

static struct seam_range range_before(const struct outline_marks *m, size_t i, size_t text_end)
{
	if (i == 0)
		return (struct seam_range){0, 0};
	if (i == m->count)
		return (struct seam_range){text_end, text_end};
	return (struct seam_range){m->items[i - 1].end, m->items[i].at};
}

static int try_exchange(struct doc *d, struct order *o, size_t first, size_t second, size_t end,
			struct err *e)
{
	const struct seam_range ranges[3] = {
		range_before(&o->marks, first, o->text.end),
		range_before(&o->marks, second, o->text.end),
		range_before(&o->marks, end, o->text.end),
	};
	struct seams found;
	int loser;

	o->trials++;
	if (seams_place(&o->text, ranges, &d->arena, &found, e))
		return -1;
	loser = found.score > o->best.score ? o->best.score : found.score;
	if (found.score > o->best.score)
		o->best = found;
	if (found.runner_up > loser)
		loser = found.runner_up;
	if (loser > o->runner_up)
		o->runner_up = loser;
	return 0;
}

/* Tries the exchanges of a piece from mark `first` on; the rest of them begin at jumps. */
static int search_from(struct doc *d, struct order *o, const struct counter *c, size_t first,
		       struct err *e)
{
	size_t n = o->start_count;

	for (size_t k = 0; k < n; k++)
		for (size_t l = k + 1; o->starts[k] > first && l <= n; l++) {
			size_t end = l < n ? o->starts[l] : o->marks.count;

			if (o->trials == MOST_TRIALS || !solves(o, *c, first, o->starts[k], end))
				continue;
			if (!o->trials && seam_read(&o->text, doc_text(d), &d->arena, e))
				return -1;
			if (try_exchange(d, o, first, o->starts[k], end, e))
				return -1;
		}
	return 0;
}

/* What stands before the first piece has no jump, so it begins at the first jump at the latest. */
static int search(struct doc *d, struct order *o, struct err *e)
{
	struct counter c = {.restarts = o->restarts};

	for (size_t first = 0; first < o->marks.count; first++) {
		if (search_from(d, o, &c, first, e))
			return -1;
		if (!follows(&c, &o->marks.items[first]))
			break;
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

/* Looks for exchanges under one way of counting. */
static int solve(struct doc *d, struct order *o, bool restarts, struct err *e)
{
	o->restarts = restarts;
	o->jumps = find_starts(o);
	return o->jumps && o->jumps <= MOST_JUMPS ? search(d, o, e) : 0;
}

/* Without a sentence cut in two a single jump may be a heading that was lost. */
static bool is_certain(const struct order *o)
{
	return o->best.score >= LEAST_SCORE && o->best.score >= o->runner_up + LEAST_MARGIN &&
	       o->best.strong >= 2 && (o->best.cut || o->jumps >= 2);
}

int repair_order(struct doc *d, const struct survey *s, struct editor *w, struct err *e)
{
	struct slice t = s->text;
	struct order o = {.trials = 0};

	editor_reset(w, t);
	if (outline_marks_read(&o.marks, s, &d->arena, e))
		return -1;
	if (o.marks.count < LEAST_MARKS || o.marks.count > MOST_MARKS)
		return 0;
	if (solve(d, &o, true, e) || (!o.trials && solve(d, &o, false, e)))
		return -1;
	if (is_certain(&o))
		write_exchange(w, t, &o.best);
	return doc_push(d, "order", w, e);
}
