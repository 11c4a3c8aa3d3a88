/*
 * Edit scripts: the only way to change text.
 *
 * A script turns a source text into a target text and remembers how, so that any span of the target
 * can be taken back to the span of the source it came from. It is a list of runs; a run is a row of
 * equal units, each of src_unit source bytes that became dst_unit target bytes:
 *
 *   kept text            one byte became the same byte, many times
 *   transcoded text      two bytes of GB18030 became three of UTF-8, many times
 *   a replacement        one unit: these bytes became those
 *   a deletion           dst_unit is 0
 *   an insertion         src_unit is 0
 *
 * A span that covers part of a unit is taken back to the whole unit. All offsets are bytes. Scripts
 * are long where damage is dense, so that runs are small: none begins beyond 4 GiB.
 *
 * Runs go in the order of the target and, as a rule, of the source. A script that moves text is the
 * exception, and does nothing else: each of its runs is a piece of the source, unchanged, and
 * together they take every source byte once.
 */
#ifndef ZHIBIAO_EDIT_H
#define ZHIBIAO_EDIT_H

#include "normalize/arena.h"
#include "normalize/buf.h"
#include "normalize/kind.h"

struct edit_run {
	uint32_t src;	   /* where the run begins in the source */
	uint32_t dst;	   /* where it begins in the target */
	uint32_t src_unit; /* bytes of one unit, before */
	uint32_t dst_unit; /* bytes of one unit, after; not both 0 */
	uint8_t kind;	   /* enum edit_kind */
};

struct edits {
	const struct edit_run *runs; /* without gaps in the target; of the document's arena */
	size_t count;
	size_t src_len; /* bytes of the whole source */
	size_t dst_len; /* bytes of the whole target */
	bool moved;	/* text was moved: the runs are not in the order of the source */
};

/* The source and target spans that run number i covers. */
struct span edits_run_source(const struct edits *s, size_t i);
struct span edits_run_target(const struct edits *s, size_t i);

/*
 * The source span of a target span. Deleted text next to the span's ends stays outside; deleted
 * text within is covered. A span without length gives one without length. Of a span that covers
 * text moved together from several places, the longest piece is taken back, the first of equals.
 */
struct span edits_source(const struct edits *s, struct span target);

/*
 * The same, and bit `1 << kind` for each kind of edit that changed something inside the target
 * span, added to *kinds.
 */
struct span edits_trace(const struct edits *s, struct span target, uint32_t *kinds);

/*
 * The pen that writes a script: walk the source from its start to its end with keep, replace and
 * map, in order; what is left at the end is kept by editor_finish. Failures are remembered and
 * reported there. Initialise once and reset for each text; the memory is reused.
 */
struct editor {
	struct slice src;      /* borrowed until editor_finish */
	size_t pos;	       /* source bytes consumed so far */
	struct buf out;	       /* target text so far */
	size_t given;	       /* bytes of the buffer that editor_finish gave the arena; 0: none */
	struct edit_run *runs; /* owned */
	size_t count;
	size_t capacity;
	bool changed; /* something other than keep was written */
	bool moved;   /* see edit_move */
	bool failed;
	bool too_long; /* and it is why it failed */
};

void editor_init(struct editor *w);
void editor_release(struct editor *w);
void editor_reset(struct editor *w, struct slice source);

/* Keeps n source bytes as they are. */
void edit_keep(struct editor *w, size_t n);

/* Keeps everything up to source offset `at` (not before the present position). */
void edit_keep_to(struct editor *w, size_t at);

/* Replaces n source bytes by `with`; n or with.n may be 0, not both. */
void edit_replace(struct editor *w, size_t n, struct slice with, enum edit_kind kind);

/*
 * Writes `units` equal units at once: src_unit × units source bytes become `with`, whose length is
 * a multiple of units. For transcoding and other changes that go character by character.
 */
void edit_map(struct editor *w, size_t units, size_t src_unit, struct slice with,
	      enum edit_kind kind);

/*
 * The same without a copy: edit_room makes room for n bytes of target text and returns it, or NULL
 * (remembered as a failure). They count only when edit_written says that units × dst_unit of them
 * were filled and stand for the next units × src_unit bytes of the source. Any other call that
 * writes with the editor ends the room.
 */
char *edit_room(struct editor *w, size_t n);
void edit_written(struct editor *w, size_t units, size_t src_unit, size_t dst_unit,
		  enum edit_kind kind);

/*
 * Writes a piece of the source, wherever it stands: EDIT_ORDER for what was moved, EDIT_KEEP for
 * what it was moved around. A script with a move consists of moves, and the caller sees to it that
 * they take the whole source once.
 */
void edit_move(struct editor *w, struct span piece, enum edit_kind kind);

/*
 * Brings the target text and the script into the arena. When nothing was changed, *text is the
 * source itself and *script a single run. Returns 0, or -1 with e filled.
 */
int editor_finish(struct editor *w, struct arena *arena, struct slice *text, struct edits *script,
		  struct err *e);

/* Takes memory from malloc, of so many bytes, for the target texts to come. */
void editor_take(struct editor *w, void *memory, size_t n);

#endif
