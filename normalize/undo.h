/*
 * Undo: what a stretch of text was before it was read in a wrong charset.
 *
 * A stretch is taken back to the bytes that it may have been (misread.h) and these are read anew,
 * character by character, beside the reading that there is; of all ways to go on from place to
 * place the one is chosen whose characters, one after another, carry the least information. What
 * differs from the present text is proposed when it carries far less, and not by chance.
 */
#ifndef ZHIBIAO_UNDO_H
#define ZHIBIAO_UNDO_H

#include "normalize/buf.h"
#include "normalize/misread.h"

/* Characters of the longest stretch that is looked at in one go. */
enum { UNDO_MOST = 256 };

/* These bytes of the text were meant to be those characters. */
struct undo_piece {
	struct span at;	  /* in the text */
	struct span with; /* in undo_text */
	bool lost;	  /* U+FFFD: something stood there, nobody knows what */
};

struct undo;

/* NULL with e filled when there is no memory. */
struct undo *undo_open(struct err *e);
void undo_close(struct undo *u);

/*
 * Looks at a span of valid UTF-8, at most UNDO_MOST characters of it. Returns how many pieces are
 * proposed, in order; they and their text live until the next call. *end is where the next look is
 * to begin: the span's end, or before it when a piece might go on beyond.
 */
size_t undo_look(struct undo *u, struct slice text, struct span at, size_t *end, struct err *e);

const struct undo_piece *undo_pieces(const struct undo *u);
struct slice undo_text(const struct undo *u);

#endif
