/*
 * Records read from NDJSON, in lots: a thread of its own reads the next lot while the caller writes
 * the last one, which is worth it because a workbook costs about as much to write as to read.
 */
#ifndef ZHIBIAO_LOTS_H
#define ZHIBIAO_LOTS_H

#include "cmd/options.h"
#include "extract/record.h"

/* What is wrong with a file, or with a line of it. */
struct trouble {
	const char *path; /* as it was given */
	const char *what; /* PATH:LINE: MESSAGE, or PATH: MESSAGE; in the lot's arena */
	bool lost;	  /* a record could not be read */
};

struct lot {
	struct arena arena; /* owns everything in the lot */
	struct records records;
	struct trouble *troubles;
	size_t trouble_count;
	size_t trouble_room; /* bytes */
};

struct lots;

/*
 * Begins to read the files, or standard input where there are none; `-` is standard input too. The
 * paths must outlive the lots. NULL with the error when the thread can't be started. To be closed,
 * at any time; a read that has begun is waited for.
 */
struct lots *lots_open(const struct texts *paths, struct err *e);
void lots_close(struct lots *l);

/* 1 and the next lot, which stays until the next call; 0 at the end, -1 with the error. */
int lots_next(struct lots *l, const struct lot **lot, struct err *e);

#endif
