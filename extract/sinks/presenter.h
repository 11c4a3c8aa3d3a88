/*
 * Presenter: turns records, in their order, into rows that columns make their cells from.
 */
#ifndef ZHIBIAO_PRESENTER_H
#define ZHIBIAO_PRESENTER_H

#include "extract/sinks/anchor.h"
#include "extract/sinks/hit.h"
#include "extract/sinks/sink.h"

struct presenter {
	enum lang lang;
	struct context context;
	bool described;	    /* the document's own record has been there */
	struct seen ids;    /* of the document */
	struct seen pages;  /* of the run */
	bool linked;	    /* there are evidence pages */
	struct buf folder;  /* the way to them */
	struct buf page;    /* and to that of the document */
	struct buf link;    /* of the record */
	struct buf scratch; /* of the cell */
	struct hit_finder hits;
	char id[RECORD_ID_SIZE];
};

/* 0, or -1 with e filled; presenter_release in any case. */
int presenter_init(struct presenter *p, const struct sink_options *options, struct err *e);
void presenter_release(struct presenter *p);

/*
 * Makes the row for a record, which is good until the next call. Every record has to be shown, so
 * that ids and pages are counted right, whether its row is used or not.
 */
int presenter_show(struct presenter *p, const struct record *r, struct row *out, struct err *e);

#endif
