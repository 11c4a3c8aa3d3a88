/*
 * The parts of `zhibiao rules` that have a file of their own.
 */
#ifndef ZHIBIAO_CMD_RULES_H
#define ZHIBIAO_CMD_RULES_H

#include "cmd/options.h"
#include "extract/ruleset.h"
#include "extract/when.h"

/*
 * Runs every example of every rule, prints a line for what differs and a summary. Returns the exit
 * status: STATUS_DONE, STATUS_SOME when an example failed, STATUS_FAILED when none could be run.
 */
int rules_test(const struct ruleset *set, bool verbose);

/*
 * Runs the rules over documents, which go through the text stages first, and prints a line for each
 * rule: its time, at how many places it was tried, its hits, and in how many documents it met the
 * limits. STATUS_SOME when a document could not be done.
 */
int rules_profile(const struct ruleset *set, const struct texts *paths);

struct explain_options {
	const char *text; /* what is to be explained; NULL or "-": standard input */
	const char *rule; /* id of the only rule to explain; NULL: all */
	struct date reference;
	bool clean;   /* the text is clean: it is neither converted nor normalized */
	bool verbose; /* tell of the rules that were never tried, too */
	bool ndjson;
};

struct diff_options {
	const struct texts *rules; /* files and folders that both sets begin with */
	const char *old;
	const char *new;
	struct texts documents; /* to compare the records of; none: only the rules are compared */
	struct date reference;
};

/*
 * Prints what differs between two rule sets, and of each document the records that only one of them
 * gives or that differ. STATUS_DIFFERENT when something does, STATUS_SOME when a document could
 * not be done.
 */
int rules_diff(const struct diff_options *options);

/* Prints what the rules make of a text and why: records, matches, and how far the others came. */
int rules_explain(const struct ruleset *set, const struct explain_options *options);

#endif
