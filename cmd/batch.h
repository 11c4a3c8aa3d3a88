/*
 * Batch: many documents through the stages and the extractor to a sink, by several workers.
 *
 * Documents are taken from the source one at a time; their records reach the sink in the order of
 * the documents, so that the output is the same whatever the number of workers. Only a bounded
 * number of documents is in memory: a worker that is far ahead waits for the slowest.
 */
#ifndef ZHIBIAO_BATCH_H
#define ZHIBIAO_BATCH_H

#include "extract/extract.h"
#include "extract/sinks/pages.h"
#include "extract/sinks/sink.h"
#include "normalize/read/source.h"
#include "normalize/stage.h"

struct batch_options {
	struct source *source;
	struct sink *sink;
	struct pages *pages;		    /* NULL: none are asked for */
	const struct stage_options *stages; /* NULL: the text is clean UTF-8 already */
	const struct extract_options *extract;
	size_t jobs; /* at least 1 */
};

/*
 * Does all documents. A document that can't be done is complained of, in its turn, and counted in
 * *failures. Returns 0, or -1 with e filled when a worker can't be set up, or the sink or
 * the pages fail; nothing more is written then. Finishing them and closing the source is the
 * caller's.
 */
int batch_run(const struct batch_options *options, size_t *failures, struct err *e);

#endif
