/*
 * Mentions: numbers and times as they stand, on their way to records. Private to extract/.
 */
#ifndef ZHIBIAO_MENTION_H
#define ZHIBIAO_MENTION_H

#include "extract/reading.h"

struct mention {
	struct span quote;
	struct slice kind;
	struct slice rule;
	double value; /* NaN without */
	double max;
	struct slice op;
	struct slice unit;
	struct date start;
	struct date end;
	struct slice recurrence;
	struct slice duration; /* ISO 8601 */
	double confidence;
	size_t order; /* of those at the same place the first stands */
};

/* A mention of that rule with everything else empty. */
struct mention mention_new(struct span quote, struct slice rule);

/* A time that a rule of kind `mention` matched. */
struct mention mention_of_match(const struct reading *r, const struct match *m);

/* A time expression of the policy rules. */
struct mention mention_of_time(const struct reading *r, const struct timex *t);

/*
 * The number that begins at a place: with the unit, comparator and upper end that follow it. False
 * where none begins.
 */
bool mention_of_number(const struct reading *r, size_t at, struct mention *out);

/* Writes n units as an ISO 8601 duration: PTH is hours. Empty without a unit or memory. */
struct slice mention_duration(const struct reading *r, double n, struct slice unit);

#endif
