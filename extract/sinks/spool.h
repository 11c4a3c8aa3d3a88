/*
 * Spool: records in a file without a name, to be read back in their order.
 */
#ifndef ZHIBIAO_SPOOL_H
#define ZHIBIAO_SPOOL_H

#include "extract/record.h"

#include <stdio.h>

struct spool {
	const char *name; /* of the output, for messages; borrowed */
	FILE *file;
	struct buf block; /* one record as it stands in the file */
	char *lists;	  /* the items of its lists, when it is read */
	size_t list_room; /* in bytes */
	size_t list_used;
};

/*
 * The file is made in that folder and goes when it is closed; messages name the output that it is
 * for. 0, or -1 with e filled.
 */
int spool_open(struct spool *s, const char *folder, const char *name, struct err *e);
void spool_close(struct spool *s);

int spool_add(struct spool *s, const struct record *r, struct err *e);

/* To the beginning; nothing can be added from here on. */
int spool_rewind(struct spool *s, struct err *e);

/* 1 with the next record, which is good until the next call; 0 at the end; -1 with e filled. */
int spool_next(struct spool *s, struct record *r, struct err *e);

#endif
