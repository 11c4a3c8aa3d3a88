/*
 * Anchors: from which member of a pattern on the automaton watches for it, and how far before that
 * a match can begin.
 */
#include "extract/gatenodes.h"

enum {
	FARTHEST = 64,
	EDGES_MOST = 8,
	OPENING_MOST = 32,
	EDGE_TRIES = 8,
	EDGE_COST = 7,
	LINES_MOST = 48,
	LINE_COST = 63
};

struct width {
	size_t min;
	size_t max;
};

static struct width piece_width(const struct piece *p);

static size_t plus(size_t a, size_t b)
{
	return a > SIZE_MAX - b ? SIZE_MAX : a + b;
}

static size_t times(size_t a, size_t b)
{
	return a && b > SIZE_MAX / a ? SIZE_MAX : a * b;
}

static struct width members_width(const struct piece *p)
{
	struct width w = {0, 0};

	for (const struct piece *m = p->last; m; m = m->prev) {
		struct width part = piece_width(m);

		if (p->kind == PIECE_CAT) {
			w.min = plus(w.min, part.min);
			w.max = plus(w.max, part.max);
		} else {
			w.min = m == p->last || part.min < w.min ? part.min : w.min;
			w.max = part.max > w.max ? part.max : w.max;
		}
	}
	return w;
}

/* How many characters a piece can take. */
static struct width piece_width(const struct piece *p)
{
	struct width w;

	if (p->kind == PIECE_SET || p->kind == PIECE_WIDE)
		return (struct width){1, 1};
	if (p->kind == PIECE_REST)
		return (struct width){0, SIZE_MAX};
	if (p->kind == PIECE_CAT || p->kind == PIECE_ALT)
		return members_width(p);
	if (p->kind != PIECE_REPEAT)
		return (struct width){0, 0};
	w = piece_width(p->last);
	w.min = times(w.min, p->min);
	w.max = times(w.max, p->max == REPEAT_ENDLESS ? SIZE_MAX : p->max);
	return w;
}

/* What a piece says about its first character, inside a line. */
struct opening {
	bool wide;  /* it may be one of very many */
	bool empty; /* the piece may be empty */
	bool many;  /* it is none of these, or of more than are listed */
	size_t count;
	uint32_t chars[OPENING_MOST];
};

static struct opening piece_opening(const struct piece *p);

static void add_char(struct opening *o, uint32_t c)
{
	for (size_t i = 0; i < o->count; i++)
		if (o->chars[i] == c)
			return;
	o->many |= o->count == OPENING_MOST;
	if (!o->many)
		o->chars[o->count++] = c;
}

/* The first character is one of these or of those. */
static void add_opening(struct opening *all, const struct opening *part)
{
	all->wide |= part->wide;
	all->many |= part->many;
	for (size_t i = 0; i < part->count && !all->many; i++)
		add_char(all, part->chars[i]);
}

/* That of a piece with another one behind it. */
static struct opening opening_then(struct opening first, const struct opening *next)
{
	if (first.empty)
		add_opening(&first, next);
	first.empty &= next->empty;
	return first;
}

static struct opening members_opening(const struct piece *p)
{
	struct opening all = {.empty = p->kind == PIECE_CAT};

	for (const struct piece *m = p->last; m; m = m->prev) {
		struct opening part = piece_opening(m);

		if (p->kind == PIECE_CAT) {
			all = opening_then(part, &all);
		} else {
			add_opening(&all, &part);
			all.empty |= part.empty;
		}
	}
	return all;
}

static struct opening set_opening(const struct code_set *set)
{
	struct opening o = {.many = set->size > OPENING_MOST};

	for (size_t i = 0; i < set->count && !o.many; i++)
		for (uint32_t c = set->ranges[i].first; c <= set->ranges[i].last; c++)
			add_char(&o, c);
	return o;
}

static struct opening piece_opening(const struct piece *p)
{
	struct opening o;

	if (p->kind == PIECE_CAT || p->kind == PIECE_ALT)
		return members_opening(p);
	if (p->kind == PIECE_REPEAT) {
		o = piece_opening(p->last);
		o.empty |= p->min == 0;
		o.wide &= p->max != 0;
		o.many |= p->max == 0;
		return o;
	}
	if (p->kind == PIECE_SET)
		return set_opening(&p->set);
	o = (struct opening){.wide = p->kind == PIECE_WIDE || p->kind == PIECE_REST,
			     .empty = p->kind == PIECE_EMPTY || p->kind == PIECE_BEFORE ||
				      p->kind == PIECE_AHEAD || p->kind == PIECE_END};
	o.many = o.wide || !o.empty;
	return o;
}

/* A sequence inside a sequence is the same as its members: (a b) c → a b c. */
static void flatten(struct piece *p)
{
	struct piece **at = &p->last;

	while (*at) {
		struct piece *m = *at, *end;

		if (m->kind != PIECE_CAT) {
			at = &m->prev;
		} else if (!m->last) {
			*at = m->prev;
		} else {
			for (end = m->last; end->prev;)
				end = end->prev;
			end->prev = m->prev;
			*at = m->last;
		}
	}
}

/*
 * How many telling characters are sure to follow, a measure of how seldom a place looks like it.
 * `stop` is their least number before a character out of very many, `pass` the least number in the
 * whole piece when there is none.
 */
struct chain {
	unsigned stop;
	unsigned pass;
};

enum { NEVER = 1000, AT_LINE = 1, AT_TEXT = 3, TELLING_MOST = 3 };

static struct chain piece_chain(const struct piece *p);

static unsigned least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/* One piece, then another. */
static struct chain chain_then(struct chain a, struct chain b)
{
	return (struct chain){least(a.stop, least(NEVER, a.pass + b.stop)),
			      least(NEVER, a.pass + b.pass)};
}

static struct chain members_chain(const struct piece *p)
{
	struct chain all =
		p->kind == PIECE_CAT ? (struct chain){NEVER, 0} : (struct chain){NEVER, NEVER};

	for (const struct piece *m = p->last; m; m = m->prev) {
		struct chain part = piece_chain(m);

		if (p->kind == PIECE_CAT)
			all = chain_then(part, all);
		else
			all = (struct chain){least(all.stop, part.stop),
					     least(all.pass, part.pass)};
	}
	return all;
}

static struct chain piece_chain(const struct piece *p)
{
	struct chain c;

	switch (p->kind) {
	case PIECE_SET:
		return (struct chain){NEVER, 1};
	case PIECE_WIDE:
	case PIECE_REST:
		return (struct chain){0, NEVER};
	case PIECE_LINE:
		return (struct chain){NEVER, AT_LINE};
	case PIECE_TEXT:
	case PIECE_END:
		return (struct chain){NEVER, AT_TEXT};
	case PIECE_CAT:
	case PIECE_ALT:
		return members_chain(p);
	case PIECE_REPEAT:
		c = piece_chain(p->last);
		c.pass = p->min ? c.pass : 0;
		return c;
	default:
		return (struct chain){NEVER, 0};
	}
}

static bool holds_newline(const struct code_set *set)
{
	for (size_t i = 0; i < set->count; i++)
		if (set->ranges[i].first <= '\n' && set->ranges[i].last >= '\n')
			return true;
	return false;
}

/* How many ends of lines a piece can take. */
static size_t piece_lines(const struct piece *p)
{
	size_t most = 0;

	if (p->kind == PIECE_SET)
		return holds_newline(&p->set);
	if (p->kind == PIECE_WIDE)
		return p->newline;
	if (p->kind == PIECE_REST)
		return SIZE_MAX;
	if (p->kind == PIECE_REPEAT)
		return times(piece_lines(p->last), p->max == REPEAT_ENDLESS ? SIZE_MAX : p->max);
	if (p->kind != PIECE_CAT && p->kind != PIECE_ALT)
		return 0;
	for (const struct piece *m = p->last; m; m = m->prev) {
		size_t lines = piece_lines(m);

		most = p->kind == PIECE_CAT ? plus(most, lines) : most > lines ? most : lines;
	}
	return most;
}

/* Whether a piece is the beginning of a line: ^, or an alternation of ^, \A and \n. */
static bool begins_line(const struct piece *p)
{
	if (p->kind == PIECE_SET)
		return p->set.count == 1 && p->set.size == 1 && holds_newline(&p->set);
	if ((p->kind == PIECE_CAT && p->last && !p->last->prev) ||
	    (p->kind == PIECE_ALT && p->last)) {
		for (const struct piece *m = p->last; m; m = m->prev)
			if (!begins_line(m))
				return false;
		return true;
	}
	return p->kind == PIECE_LINE || p->kind == PIECE_TEXT;
}

/* What stands before a member of a sequence. */
struct front {
	struct width width;
	bool line;    /* the beginning of a line */
	size_t lines; /* ends of lines, behind the first member */
	bool edged;   /* no other line than that of the pattern's edge */
};

struct member {
	struct piece *piece;
	struct opening opening;
	struct front front;
};

/* Where in its line a match can begin: at few places. */
struct edge {
	struct code_set set;
	bool here; /* at one of these characters, not behind it */
};

static void fill_fronts(struct member *members, size_t count)
{
	struct front f = {.line = false};

	for (size_t i = 0; i < count; i++) {
		struct piece *p = members[i].piece;
		struct width w = piece_width(p);

		members[i].front = f;
		f.width = (struct width){plus(f.width.min, w.min), plus(f.width.max, w.max)};
		f.lines = i == 0 ? 0 : plus(f.lines, piece_lines(p));
		f.line = (i == 0 ? begins_line(p) : f.line) && f.lines <= LINES_MOST;
		f.edged = (i == 0 || f.edged) && piece_lines(p) == 0;
	}
}

/* The members of a sequence, first to last. */
static struct member *list_members(struct arena *arena, const struct piece *tree, size_t *count)
{
	struct member *members;
	size_t i = 0;

	for (struct piece *m = tree->last; m; m = m->prev)
		i++;
	*count = i;
	members = arena_zero(arena, i, sizeof(*members));
	if (!members)
		return NULL;
	for (struct piece *m = tree->last; m; m = m->prev)
		members[--i] = (struct member){.piece = m, .opening = piece_opening(m)};
	fill_fronts(members, *count);
	return members;
}

/* The few characters that a match begins with. 0, or -1 without memory. */
static int list_opening(const struct opening *o, struct arena *arena, struct code_set *set)
{
	struct code_range *ranges = arena_zero(arena, o->count, sizeof(*ranges));

	if (!ranges)
		return -1;
	for (size_t i = 0; i < o->count; i++)
		ranges[i] = (struct code_range){o->chars[i], o->chars[i]};
	*set = (struct code_set){.ranges = ranges, .count = o->count, .size = o->count};
	return 0;
}

/* *edge has an empty set where a match begins anywhere. 0, or -1 without memory. */
static int find_edge(const struct member *members, size_t count, struct arena *arena,
		     struct edge *edge)
{
	const struct piece *first = count ? members[0].piece : NULL;
	struct opening all = {.empty = true};

	*edge = (struct edge){.here = false};
	if (first && first->kind == PIECE_BEFORE && !first->negated &&
	    first->set.size <= EDGES_MOST) {
		edge->set = first->set;
		return 0;
	}
	for (size_t i = count; i-- > 0;)
		all = opening_then(members[i].opening, &all);
	if (all.many || all.empty)
		return 0;
	edge->here = true;
	return list_opening(&all, arena, &edge->set);
}

static void take_front(struct anchor *anchor, const struct front *front, const struct edge *edge)
{
	bool far = front->width.max > FARTHEST;

	anchor->line = front->line;
	anchor->lines = front->line ? (unsigned)front->lines : 0;
	anchor->inside = far && !front->line;
	anchor->edge = front->line ? (struct code_set){.count = 0} : edge->set;
	anchor->edge_here = edge->here;
	anchor->nearest = front->line || far ? 0 : (unsigned)front->width.min;
	anchor->farthest = front->line || far ? 0 : (unsigned)front->width.max;
}

/*
 * A guess at how often PCRE2 is asked: once for each beginning within reach of each place that
 * looks like this, where each telling character makes places eight times as rare.
 */
static size_t cost_of(const struct front *front, struct chain chain)
{
	unsigned telling = least(TELLING_MOST, least(chain.stop, chain.pass));
	size_t tries = front->width.max - front->width.min + 1, cost;

	/* the line is looked through for its edges, which pays where the place is a rare one */
	if (front->width.max > FARTHEST && !front->line && telling == TELLING_MOST)
		return EDGE_COST;
	if (front->width.max > FARTHEST)
		tries = EDGE_TRIES;
	if (front->line)
		tries = 1 + front->lines;
	cost = tries << 3 * (TELLING_MOST - telling);
	/* no line is tried twice, so that this is never worse than to try all of them */
	return front->line && cost > LINE_COST ? LINE_COST : cost;
}

/*
 * The member of a sequence to begin at: the one that costs least, of those from which on the first
 * character tells something; NULL when there is none within reach.
 */
static struct piece *pick_anchor(const struct member *members, size_t count,
				 const struct edge *edge, struct anchor *anchor)
{
	struct opening rest = {.wide = true, .empty = true};
	struct chain chain = {NEVER, 0};
	struct piece *best = NULL;
	size_t best_cost = SIZE_MAX;

	for (size_t i = count; i-- > 0;) {
		const struct front *front = &members[i].front;
		size_t cost;

		chain = chain_then(piece_chain(members[i].piece), chain);
		rest = opening_then(members[i].opening, &rest);
		if (rest.wide || (front->width.max > FARTHEST && !front->line &&
				  !(front->edged && edge->set.count)))
			continue;
		cost = cost_of(front, chain);
		if (cost > best_cost || (cost == best_cost && anchor->line))
			continue;
		best = members[i].piece;
		best_cost = cost;
		take_front(anchor, front, edge);
	}
	return best;
}

/* The condition on the character before, where the pattern begins with one. */
static struct piece *condition_at(const struct piece *tree, const struct piece *from)
{
	struct piece *found = NULL;

	for (struct piece *m = tree->last; m; m = m == from ? NULL : m->prev)
		if (m->kind == PIECE_BEFORE)
			found = m;
		else if (m->kind != PIECE_EMPTY && m->kind != PIECE_AHEAD)
			found = NULL;
	return found;
}

static struct piece *as_sequence(struct arena *arena, struct piece *tree)
{
	struct piece *list;

	if (tree->kind == PIECE_CAT)
		return tree;
	list = arena_zero(arena, 1, sizeof(*list));
	if (list) {
		list->kind = PIECE_CAT;
		list->last = tree;
	}
	return list;
}

/* What must come at the end of a pattern is as good as a part of it, and can be the anchor. */
static bool open_tail(struct piece *list)
{
	struct piece *m = list->last;

	while (m && m->kind == PIECE_EMPTY)
		m = m->prev;
	if (!m || m->kind != PIECE_AHEAD)
		return false;
	m->kind = PIECE_CAT;
	return true;
}

int anchor_find(struct anchor *anchor, struct piece **tree, struct arena *arena, struct err *e)
{
	struct piece *list, *from;
	struct member *members;
	struct edge edge;
	size_t count;

	*anchor = (struct anchor){.open = true};
	if (!*tree)
		return 0;
	list = as_sequence(arena, *tree);
	if (!list)
		return err_nomem(e);
	flatten(list);
	if (open_tail(list))
		flatten(list);
	members = list_members(arena, list, &count);
	if (!members || find_edge(members, count, arena, &edge))
		return err_nomem(e);
	from = pick_anchor(members, count, &edge, anchor);
	if (!from)
		return 0;
	anchor->open = false;
	anchor->before = condition_at(list, from);
	from->prev = NULL;
	*tree = list;
	return 0;
}
