/*
 * Where records go: a sink, and for a workbook on standard output the file it is made in first.
 */
#ifndef ZHIBIAO_OUTPUT_H
#define ZHIBIAO_OUTPUT_H

#include "extract/sinks/sink.h"

struct output {
	struct sink *sink; /* NULL while nothing is open */
	char *spool;	   /* path of the temporary file; NULL where the sink writes by itself */
};

/*
 * Opens the sink. A workbook without a path goes to standard output, unless that is a terminal.
 * 0, or -1 with e filled and nothing open.
 */
int output_open(struct output *o, const struct sink_options *options, struct err *e);

/* Completes the output; nothing is open afterwards, in any case. 0, or -1 with e filled. */
int output_finish(struct output *o, struct err *e);

/* Gives up what is still open; an output file that was there before stays as it was. */
void output_abort(struct output *o);

#endif
