/*
 * Loading a rule set: each file is read in turn, then the rules are put together and compiled.
 */
#ifndef ZHIBIAO_RULELOAD_H
#define ZHIBIAO_RULELOAD_H

#include "extract/rulestore.h"

/* A rule as read from its file, before its pattern is compiled. */
struct draft {
	struct rule rule;
	struct rule_origin origin;
	bool deprecated;
};

struct loader {
	struct ruleset *set;
	struct ruleset_store *store; /* of the set */
	struct draft *drafts;	     /* in the order of files and lines, none twice */
	size_t draft_count;
	size_t draft_capacity;
};

/* Reads one file; path is borrowed for the set's life. 0, or -1 with e filled. */
int loader_read(struct loader *l, const char *path, struct err *e);

/* Expands and compiles the patterns and fills in the set's rules. 0, or -1 with e filled. */
int loader_finish(struct loader *l, struct err *e);

#endif
