/*
 * Reach: how far a rule's pattern gets in a text that it may not match, for whoever asks why.
 */
#ifndef ZHIBIAO_RULEREACH_H
#define ZHIBIAO_RULEREACH_H

#include "extract/ruleset.h"

enum { REACH_WANTED = 4 };

struct reach {
	bool matched;	/* somewhere in the text, whatever the rule's scope and vetoes say */
	bool limited;	/* it met the limits; the rest is as far as it is known */
	struct span at; /* of the match; else from where it began to the farthest place it saw */
	/* What could not follow there: pieces of the pattern as written, the first few. */
	struct slice wanted[REACH_WANTED];
	size_t wanted_count;
};

/*
 * Tries rule number i of the set at every place of the text, and keeps the attempt that came
 * farthest; of several the first. Much slower than matching. 0, or -1 with e filled.
 */
int ruleset_reach(const struct ruleset *set, size_t i, struct slice text, struct reach *out,
		  struct err *e);

#endif
