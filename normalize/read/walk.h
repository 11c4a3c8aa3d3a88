/*
 * Walking: the paths given, and the files of the folders among them, one after another.
 */
#ifndef ZHIBIAO_WALK_H
#define ZHIBIAO_WALK_H

#include "normalize/err.h"
#include "normalize/text.h"

struct step {
	char *path;  /* owned */
	bool inside; /* found in a folder, not given */
};

/* A stack: the next path is the last one. */
struct walk {
	struct step *steps; /* owned */
	size_t count;
	size_t capacity;
};

void walk_init(struct walk *w);
void walk_release(struct walk *w);

/* Adds a copy of a path to come next. 0, or -1 with e filled. */
int walk_push(struct walk *w, const char *path, bool inside, struct err *e);

/* Takes the next path: the caller frees it. false when there is none. */
bool walk_pop(struct walk *w, struct step *out);

/*
 * If the step is a folder, adds what is in it, in byte order of names, without hidden files. 1 if
 * there is nothing more to do with it: it was a folder, or something in a folder that is neither a
 * file nor a folder nor a link to a file; 0 for a file; -1 with e filled.
 */
int walk_enter(struct walk *w, const struct step *step, struct err *e);

#endif
