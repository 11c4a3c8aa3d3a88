/*
 * Backend: what a format of output must provide. To add one, copy the shape of a neighbour and add
 * it to the table in sink.c.
 */
#ifndef ZHIBIAO_BACKEND_H
#define ZHIBIAO_BACKEND_H

#include "extract/sinks/sink.h"

struct backend {
	/* The state, or NULL with e filled. The texts of the options outlive it. */
	void *(*open)(const struct sink_options *options, struct err *e);

	int (*add)(void *state, const struct records *records, struct err *e);

	/* As sink_trouble; NULL where nothing is to be noted. */
	int (*trouble)(void *state, struct slice doc, const char *problem, bool lost,
		       struct err *e);

	/* Puts the output in its place; releases nothing. */
	int (*finish)(void *state, struct err *e);

	/* Releases the state, and drops an output that was not finished. */
	void (*release)(void *state);
};

extern const struct backend backend_ndjson;
extern const struct backend backend_table; /* csv and tsv */
extern const struct backend backend_workbook;
extern const struct backend backend_html;

#endif
