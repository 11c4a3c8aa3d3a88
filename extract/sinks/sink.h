/*
 * Sinks: records to a file or to standard output.
 *
 * A file appears whole or not at all: it is written beside its final place and renamed by
 * sink_finish; sink_abort leaves whatever was there before. Records are handed over document by
 * document, in order; a sink copies what it keeps.
 */
#ifndef ZHIBIAO_SINK_H
#define ZHIBIAO_SINK_H

#include "extract/record.h"

enum sink_format { SINK_NDJSON, SINK_CSV, SINK_TSV, SINK_XLSX, SINK_FORMATS };

struct sink_options {
	const char *path; /* NULL or "-": standard output (not for xlsx) */
	enum sink_format format;
	enum record_type table; /* csv, tsv: the type of record that makes the rows */
	bool bom;		/* csv, tsv: begin with a UTF-8 byte order mark */
	long long created;	/* xlsx: seconds since 1970 that stand as the date of creation */
};

struct sink;

/* The format by its name ("xlsx"), or by the ending of a path; SINK_FORMATS when unknown. */
enum sink_format sink_format_named(const char *name);
enum sink_format sink_format_of_path(const char *path);

struct sink *sink_open(const struct sink_options *options, struct err *e);
int sink_add(struct sink *s, const struct records *records, struct err *e);

/* Completes the output and releases the sink, in any case. */
int sink_finish(struct sink *s, struct err *e);
void sink_abort(struct sink *s);

#endif
