#include "normalize/edit.h"

#include <stdlib.h>

/* Texts from this size on are handled without copies. */
enum { LARGE = 1024 * 1024 };

/* Index of the last run that begins at or before `dst`; runs[0].dst is 0. */
static size_t run_at(const struct edits *s, size_t dst)
{
	size_t low = 0, high = s->count;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (s->runs[middle].dst <= dst)
			low = middle;
		else
			high = middle;
	}
	return low;
}

struct span edits_run_target(const struct edits *s, size_t i)
{
	size_t end = i + 1 < s->count ? s->runs[i + 1].dst : s->dst_len;

	return (struct span){s->runs[i].dst, end};
}

struct span edits_run_source(const struct edits *s, size_t i)
{
	size_t end = i + 1 < s->count ? s->runs[i + 1].src : s->src_len;
	struct span target = edits_run_target(s, i);

	if (s->moved)
		end = s->runs[i].src + (target.end - target.start);
	return (struct span){s->runs[i].src, end};
}

/* Where the source of a span begins that begins at `dst`, in run number i. */
static size_t start_in(const struct edits *s, size_t i, size_t dst)
{
	const struct edit_run *run = &s->runs[i];

	if (!run->dst_unit)
		return edits_run_source(s, i).end;
	return run->src + (dst - run->dst) / run->dst_unit * run->src_unit;
}

/* Where it ends; run number i, which holds the byte before `dst`, ends it by whole units only. */
static size_t end_in(const struct edits *s, size_t i, size_t dst)
{
	const struct edit_run *run = &s->runs[i];
	size_t units = (dst - run->dst + run->dst_unit - 1) / run->dst_unit;

	return run->src + units * run->src_unit;
}

/* The longest stretch of the source in a target span whose text was moved together. */
static struct span longest_piece(const struct edits *s, size_t first, struct span target)
{
	struct span best = {0, 0}, piece = {0, 0};

	for (size_t i = first; i < s->count; i++) {
		struct span to = edits_run_target(s, i), from = edits_run_source(s, i);

		if (to.start >= target.end)
			break;
		from.end -= to.end > target.end ? to.end - target.end : 0;
		from.start += to.start < target.start ? target.start - to.start : 0;
		if (from.start != piece.end)
			piece.start = from.start;
		piece.end = from.end;
		if (piece.end - piece.start > best.end - best.start)
			best = piece;
	}
	return best;
}

/* The source of a span that begins in one run and ends in another, or the same. */
static struct span source_of(const struct edits *s, size_t first, size_t last, struct span target)
{
	struct span source;

	if (s->moved && target.end > target.start)
		return longest_piece(s, first, target);
	source.start = start_in(s, first, target.start);
	source.end = target.end > target.start ? end_in(s, last, target.end) : source.start;
	return source;
}

struct span edits_source(const struct edits *s, struct span target)
{
	size_t first, last;

	if (!s->count)
		return (struct span){0, 0};
	first = last = run_at(s, target.start);
	if (last + 1 < s->count && s->runs[last + 1].dst < target.end)
		last = run_at(s, target.end - 1);
	return source_of(s, first, last, target);
}

struct span edits_trace(const struct edits *s, struct span target, uint32_t *kinds)
{
	size_t first, i;

	if (!s->count)
		return (struct span){0, 0};
	first = run_at(s, target.start);
	for (i = first; i < s->count && s->runs[i].dst < target.end; i++)
		if (edits_run_target(s, i).end > target.start || s->runs[i].dst > target.start)
			*kinds |= 1u << s->runs[i].kind;
	*kinds &= ~(1u << EDIT_KEEP);
	return source_of(s, first, i > first ? i - 1 : first, target);
}

void editor_init(struct editor *w)
{
	*w = (struct editor){0};
	buf_init(&w->out, SIZE_MAX);
}

void editor_release(struct editor *w)
{
	buf_release(&w->out);
	free(w->runs);
	editor_init(w);
}

void editor_reset(struct editor *w, struct slice source)
{
	buf_reset(&w->out);
	w->src = source;
	w->pos = 0;
	w->count = 0;
	w->changed = false;
	w->moved = false;
	w->failed = false;
	w->too_long = false;
}

static bool same_shape(const struct edit_run *run, size_t src_unit, size_t dst_unit,
		       enum edit_kind kind)
{
	return run->kind == kind && run->src_unit == src_unit && run->dst_unit == dst_unit;
}

static void grow_runs(struct editor *w)
{
	size_t capacity = w->capacity ? w->capacity * 2 : 256;
	struct edit_run *runs = capacity > SIZE_MAX / sizeof(*runs)
					? NULL
					: realloc(w->runs, capacity * sizeof(*runs));
	w->failed = w->failed || !runs;
	w->runs = runs ? runs : w->runs;
	w->capacity = runs ? capacity : w->capacity;
}

/* Most changes keep the length or nearly: one allocation is to do for a large text. */
static void make_room(struct editor *w)
{
	if (w->src.n >= LARGE && !buf_reserve(&w->out, w->src.n + w->src.n / 64))
		w->failed = true;
}

static inline void add_run(struct editor *w, size_t src_unit, size_t dst_unit, enum edit_kind kind)
{
	if ((src_unit | dst_unit | w->pos | w->out.len) > UINT32_MAX)
		w->failed = w->too_long = true;
	if (!w->count)
		make_room(w);
	if (w->count == w->capacity)
		grow_runs(w);
	if (w->failed)
		return;
	w->runs[w->count++] = (struct edit_run){.src = (uint32_t)w->pos,
						.dst = (uint32_t)w->out.len,
						.src_unit = (uint32_t)src_unit,
						.dst_unit = (uint32_t)dst_unit,
						.kind = (uint8_t)kind};
}

/* Begins a run at the present position unless the last one has the same shape. */
static inline void begin_run(struct editor *w, size_t src_unit, size_t dst_unit,
			     enum edit_kind kind)
{
	if (!w->count || !same_shape(&w->runs[w->count - 1], src_unit, dst_unit, kind))
		add_run(w, src_unit, dst_unit, kind);
}

void edit_keep(struct editor *w, size_t n)
{
	if (!n)
		return;
	begin_run(w, 1, 1, EDIT_KEEP);
	buf_add(&w->out, w->src.p + w->pos, n);
	w->pos += n;
}

void edit_keep_to(struct editor *w, size_t at)
{
	edit_keep(w, at - w->pos);
}

void edit_replace(struct editor *w, size_t n, struct slice with, enum edit_kind kind)
{
	edit_map(w, 1, n, with, kind);
}

void edit_map(struct editor *w, size_t units, size_t src_unit, struct slice with,
	      enum edit_kind kind)
{
	begin_run(w, src_unit, with.n / units, kind);
	buf_slice(&w->out, with);
	w->pos += units * src_unit;
	w->changed = true;
}

char *edit_room(struct editor *w, size_t n)
{
	char *room;

	if (!w->count)
		make_room(w);
	room = buf_reserve(&w->out, n);
	w->failed = w->failed || !room;
	return room;
}

void edit_written(struct editor *w, size_t units, size_t src_unit, size_t dst_unit,
		  enum edit_kind kind)
{
	if (!units)
		return;
	begin_run(w, src_unit, dst_unit, kind);
	w->out.len += units * dst_unit;
	w->pos += units * src_unit;
	w->changed |= kind != EDIT_KEEP;
}

void edit_move(struct editor *w, struct span piece, enum edit_kind kind)
{
	if (piece.end == piece.start)
		return;
	w->pos = piece.start;
	add_run(w, 1, 1, kind);
	buf_slice(&w->out, slice_cut(w->src, piece));
	w->pos = piece.end;
	w->moved = true;
	w->changed = true;
}

/* Many runs are handed over to the arena, few are copied and the editor's memory kept. */
static struct edit_run *take_runs(struct editor *w, struct arena *arena)
{
	enum { MANY = 32 * 1024 };
	struct edit_run *runs = w->runs;

	if (w->count >= MANY && arena_adopt(arena, runs)) {
		w->runs = NULL;
		w->capacity = 0;
		return runs;
	}
	runs = arena_alloc(arena, w->count * sizeof(*runs));
	if (runs && w->count)
		memcpy(runs, w->runs, w->count * sizeof(*runs));
	return runs;
}

/*
 * A large text is not copied: the arena gets the buffer, and the editor makes another one for the
 * next text.
 */
static struct slice hand_over(struct editor *w, struct arena *arena)
{
	size_t n = w->out.len;

	if (n < LARGE)
		return arena_copy(arena, buf_text(&w->out));
	buf_addc(&w->out, '\0');
	if (w->out.failed || !arena_adopt(arena, w->out.data))
		return (struct slice){NULL, 0};
	w->given = w->out.capacity;
	return (struct slice){buf_detach(&w->out), n};
}

int editor_finish(struct editor *w, struct arena *arena, struct slice *text, struct edits *script,
		  struct err *e)
{
	struct edit_run *runs;

	w->given = 0;
	if (w->moved)
		w->pos = w->src.n;
	else if (w->changed || w->failed)
		edit_keep_to(w, w->src.n);
	else
		begin_run(w, 1, 1, EDIT_KEEP);
	if (w->too_long)
		return err_set(e, "a text of more than 4 GiB can't be changed");
	if (w->failed || buf_check(&w->out, e))
		return err_nomem(e);
	runs = take_runs(w, arena);
	*text = w->changed ? hand_over(w, arena) : w->src;
	if (!runs || !text->p)
		return err_nomem(e);
	*script = (struct edits){runs, w->count, w->src.n, text->n, w->moved};
	return 0;
}

void editor_take(struct editor *w, void *memory, size_t n)
{
	buf_take(&w->out, memory, n);
}
