/*
 * Trace: what a reading tells of its work to somebody who asks why a record is as it is. Without
 * one nothing is told, and nothing spent on it.
 *
 * Places are spans of the document's clean text. What a trace is told lives as long as the document
 * but for the note itself.
 */
#ifndef ZHIBIAO_TRACE_H
#define ZHIBIAO_TRACE_H

#include "extract/match.h"
#include "extract/record.h"

/* How one field of a figure, a time expression or a list of agencies came about. */
struct field_note {
	struct span quote; /* of the record */
	const char *field; /* as in NDJSON; "type" for what is a record at all */
	struct span from;  /* what it rests on; empty where no text says it */
	const char *how;
};

struct trace {
	void *context; /* handed to the functions below and to those of `match` */
	struct match_trace match;
	/* A field was set, or changed after it was. */
	void (*noted)(void *context, const struct field_note *note);
	/* A record was made of what stands at `quote`; its confidence and flags are known. */
	void (*recorded)(void *context, const struct record *record, struct span quote);
};

#endif
