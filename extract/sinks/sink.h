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
#include "extract/sinks/term.h"

enum sink_format { SINK_NDJSON, SINK_CSV, SINK_TSV, SINK_XLSX, SINK_HTML, SINK_FORMATS };

/* What is not of a format's concern is passed over by it. Texts may be NULL. */
struct sink_options {
	const char *path; /* NULL or "-": standard output (not for xlsx) */
	enum sink_format format;
	enum record_type table; /* csv, tsv: the type of record that makes the rows */
	bool bom;		/* csv, tsv: begin with a UTF-8 byte order mark */
	long long created;	/* xlsx, html: seconds since 1970, the date of creation */

	enum lang lang; /* of headings and words */
	const char
		*columns; /* ids or headings with commas between: the columns of the main table */
	const char *template; /* path of a house style */
	const char *pages;    /* folder of the evidence pages that rows link to */
	const char *program;  /* name and version, for the sheet 说明 and the like */
	const char *rules;    /* rule set and version, for the same */

	size_t most_rows; /* xlsx: of a sheet, its heading among them; 0: what a workbook holds */

	/* Told of each thing that could not be written as it is, such as a cell cut short. */
	void (*warn)(const char *text);
};

struct sink;

/* The format by its name ("xlsx"), or by the ending of a path; SINK_FORMATS when unknown. */
enum sink_format sink_format_named(const char *name);
enum sink_format sink_format_of_path(const char *path);

struct sink *sink_open(const struct sink_options *options, struct err *e);
int sink_add(struct sink *s, const struct records *records, struct err *e);

/*
 * Takes note, in its turn, of a document that could not be done (`lost`), or not as it was. 0, or
 * -1 with e filled.
 */
int sink_trouble(struct sink *s, struct slice doc, const char *problem, bool lost, struct err *e);

/* Completes the output and releases the sink, in any case. */
int sink_finish(struct sink *s, struct err *e);
void sink_abort(struct sink *s);

#endif
