/*
 * Outfile: a file that appears whole or not at all.
 *
 * What is written goes to a temporary file in the folder of the final one, which is renamed by
 * outfile_commit. Standard output and what is no regular file (a device, a pipe) are written as
 * they are. A symbolic link stays, and what it points to is replaced; an existing file's
 * permissions are kept.
 */
#ifndef ZHIBIAO_OUTFILE_H
#define ZHIBIAO_OUTFILE_H

#include "normalize/err.h"
#include "normalize/text.h"

#include <stdio.h>

struct outfile {
	char *name;	 /* for messages: the path as given, or "standard output" */
	char *place;	 /* the final path; NULL where the output is written as it is */
	char *temporary; /* the file that is being written; NULL where there is none */
	FILE *file;	 /* open for writing */
};

/*
 * Opens the output; path NULL or "-" is standard output. With `by_name` there is a temporary file
 * in any case, for a library that wants to write a file by its name. 0, or -1 with e filled and
 * nothing left to release.
 */
int outfile_open(struct outfile *o, const char *path, bool by_name, struct err *e);

int outfile_write(struct outfile *o, struct slice text, struct err *e);

/* Hands on what was written so far. */
int outfile_flush(struct outfile *o, struct err *e);

/* Makes sure that the temporary file's disk has room for that many bytes. */
int outfile_reserve(struct outfile *o, size_t bytes, struct err *e);

/*
 * The folder for further temporary files: that of the output where it is a file, else TMPDIR or
 * /tmp. The caller frees it; NULL with e filled.
 */
char *outfile_folder(const struct outfile *o, struct err *e);

/* Puts the file in its place. Everything is released, in any case; -1: nothing has appeared. */
int outfile_commit(struct outfile *o, struct err *e);

/* Drops what was written and releases everything. */
void outfile_discard(struct outfile *o);

#endif
