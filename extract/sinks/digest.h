/*
 * Digest: the figures of a whole run, for the sheets that sum it up.
 */
#ifndef ZHIBIAO_DIGEST_H
#define ZHIBIAO_DIGEST_H

#include "extract/sinks/column.h"
#include "extract/sinks/names.h"
#include "extract/sinks/tasks.h"

/* Records below this confidence are to be looked at first; two decimals, exactly. */
#define LOW_CONFIDENCE 0.9

struct agency {
	struct agency_line line;
	size_t order;  /* in which it was seen */
	size_t target; /* number of its first target among all targets, from 1; 0: none */
	size_t task;   /* likewise among all assignments */
};

struct month {
	struct month_line line;
	size_t target; /* as above */
	size_t task;
	struct buf target_names;
	struct buf task_names;
};

struct digest {
	enum lang lang;
	size_t counts[RECORD_TYPES];
	size_t repaired; /* targets */
	size_t low;	 /* targets */
	size_t undated;	 /* targets without a deadline */
	size_t unled;	 /* targets without a lead */
	uint64_t hash;	 /* of what the records say */
	struct names years;
	struct names kinds;
	struct names regions;
	struct names leads;
	struct tasks tasks;

	struct names agency_names;
	struct agency *agencies; /* in the order of agency_names until digest_finish */
	size_t agency_room;
	struct names month_names;
	struct month *months; /* likewise */
	size_t month_room;

	struct buf doc;	      /* id of the present document */
	struct buf region;    /* and its region */
	struct arena pending; /* what is remembered of its assignments */
	struct pending *assignments;
	size_t assignment_count;
	size_t assignment_room;
};

void digest_init(struct digest *d, enum lang lang);
void digest_release(struct digest *d);

int digest_add(struct digest *d, const struct record *r, struct err *e);

/* After the last record: agencies are put in order of what they lead, months in that of time. */
int digest_finish(struct digest *d, struct err *e);

#endif
