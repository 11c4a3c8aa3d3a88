/*
 * Sources: files, folders and standard input become documents, one after another.
 *
 * Kinds are told apart by content, not by name. A file is one document with d->bytes filled, or
 * many: lines of JSON, records of a web archive, lines of a document stream (see stream.h), whose
 * documents come with their layers. Files packed by gzip or zstd are unpacked on the way.
 */
#ifndef ZHIBIAO_SOURCE_H
#define ZHIBIAO_SOURCE_H

#include "normalize/doc.h"
#include "normalize/read/container.h"

struct source_options {
	const char *const
		*paths;	   /* files, folders (walked in byte order of names) or "-"; borrowed */
	size_t path_count; /* 0: standard input */
	const char *files0_from; /* file with NUL-separated paths ("-": stdin), or NULL */
	size_t max_bytes;	 /* a larger document is refused; 0: SOURCE_MAX_BYTES */
	enum container input;	 /* what all the files are; CONTAINER_AUTO: by content */
	const char *text_field;	 /* of lines of JSON; NULL: one of the usual */
};

#define SOURCE_MAX_BYTES ((size_t)1 << 30)

struct source;

/* NULL with e filled when the list of paths can't be made. */
struct source *source_open(const struct source_options *options, struct err *e);

/*
 * Fills *d (initialised by the caller, who releases it). Returns 1: a document; 0: no more;
 * -1: this input can't be read, d->id names it and e says why; go on with the next.
 */
int source_next(struct source *s, struct doc *d, struct err *e);

void source_close(struct source *s);

#endif
