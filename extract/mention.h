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

/* The lists of the rule set that only mentions ask for; NULL where it lacks one. */
struct mention_words {
	const struct lexicon *none;   /* words that hold a numeral and are no number */
	const struct lexicon *before; /* what a single digit that is a number stands behind */
	const struct lexicon *after;  /* and before */
	const struct lexicon *unit;
	const struct lexicon *duration; /* 年 → PY … */
	const struct lexicon *dozen;	/* 打 → 12 */
};

void mention_words_bind(struct mention_words *w, const struct ruleset *set);

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
bool mention_of_number(const struct reading *r, const struct mention_words *w, size_t at,
		       struct mention *out);

/* Writes n units as an ISO 8601 duration: PTH is hours. Empty without a unit or memory. */
struct slice mention_duration(const struct reading *r, double n, struct slice unit);

#endif
