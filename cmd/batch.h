/*
 * Batch: many documents through the stages and the extractor, by several workers.
 *
 * Documents are taken one at a time, and their records handed over in the order of the documents,
 * so that the output is the same whatever the number of workers. Only a bounded
 * number of documents is in memory: a worker that is far ahead waits for the slowest.
 */
#ifndef ZHIBIAO_BATCH_H
#define ZHIBIAO_BATCH_H

#include "extract/extract.h"
#include "normalize/stage.h"

/*
 * Where documents come from and records go. Each is called by one thread at a time, but `next`
 * while another thread is in one of the others.
 */
struct batch_ends {
	/* As source_next: 1, 0 at the end, -1 for an input that can't be read. */
	int (*next)(void *state, struct doc *d, struct err *e);

	/* The records of a document; -1 with e ends the batch. */
	int (*add)(void *state, const struct doc *d, const struct records *records, struct err *e);

	/*
	 * What was complained of: a document that could not be done (`lost`), after which comes no
	 * add, or not wholly, after which does. -1 as above.
	 */
	int (*trouble)(void *state, struct slice doc, const char *problem, bool lost,
		       struct err *e);
};

struct batch_options {
	const struct batch_ends *ends;
	void *state;			    /* of the ends */
	const struct stage_options *stages; /* NULL: the text is clean UTF-8 already */
	const struct extract_options *extract;
	size_t jobs; /* at least 1 */
};

/*
 * Does all documents. A document that can't be done is complained of, in its turn, and counted in
 * *failures. Returns 0, or -1 with e filled when a worker can't be set up, or one of the ends
 * fails; nothing more is handed over then.
 */
int batch_run(const struct batch_options *options, size_t *failures, struct err *e);

#endif
