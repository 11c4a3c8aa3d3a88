/*
 * The stage: one shape for the fused run and for the separate filters.
 *
 * A stage is opened once per worker, run on one document after another, and closed. `run` reads the
 * document's present text and adds layers to it (see doc.h); it changes nothing else but d->info.
 * A stage's state is never shared between threads. To add a stage, copy the shape of a neighbour
 * and add it to the table in stage.c.
 */
#ifndef ZHIBIAO_STAGE_H
#define ZHIBIAO_STAGE_H

#include "normalize/doc.h"

struct stage_options {
	struct slice from;  /* charset to decode from; empty: recognise it */
	struct slice to;    /* script or configuration, see convert.c; empty: simplified */
	uint32_t no_repair; /* bit 1 << kind for each kind of repair that is switched off */
};

struct stage {
	const char *name; /* as the subcommand and the layer are called */

	/* Makes *state (NULL allowed). The options outlive it. 0, or -1 with e filled. */
	int (*open)(void **state, const struct stage_options *options, struct err *e);

	/* 0, or -1 with e filled: the document is given up, the next one may be run. */
	int (*run)(void *state, struct doc *d, struct err *e);

	void (*close)(void *state);
};

extern const struct stage stage_decode;
extern const struct stage stage_convert;
extern const struct stage stage_normalize;

/* The text stages in the order of the chain. */
enum { TEXT_STAGES = 3 };
extern const struct stage *const text_stages[TEXT_STAGES];

/* An open chain of stages, from the first up to and including `last`. */
struct chain {
	void *states[TEXT_STAGES];
	size_t count; /* how many are open */
};

/* Opens the first `count` stages. On failure nothing stays open. */
int chain_open(struct chain *c, size_t count, const struct stage_options *options, struct err *e);
int chain_run(struct chain *c, struct doc *d, struct err *e);
void chain_close(struct chain *c);

#endif
