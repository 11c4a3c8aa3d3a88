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
	const struct rule_node *inherit; /* the id of the rule that it inherits from, or NULL */
	unsigned said;			 /* bits: which of the keys below it has itself */
	bool deprecated;
	bool open; /* being completed: to come here again would never end */
};

/* Keys that a rule can inherit whole; fields and vetoes it adds to those it inherits. */
enum { SAID_EMIT = 1 << 0, SAID_PRIORITY = 1 << 1, SAID_SCOPE = 1 << 2 };

struct loader {
	struct ruleset *set;
	struct ruleset_store *store; /* of the set */
	uint32_t emits;		     /* bits: the kinds of rules that are wanted */
	struct draft *drafts;	     /* in the order of files and lines, none twice */
	size_t draft_count;
	size_t draft_capacity;
};

/* Reads one file; path is borrowed for the set's life. 0, or -1 with e filled. */
int loader_read(struct loader *l, const char *path, struct err *e);

/* Fills in what rules inherit from one another, once all files are read. 0, or -1 with e filled. */
int loader_inherit(struct loader *l, struct err *e);

/*
 * What a rule doesn't say itself as the rule has it that it replaces: own is the later one, of the
 * same id. 0, or -1 without memory.
 */
int draft_inherit(struct loader *l, struct draft *own, const struct draft *from, struct err *e);

/* Expands and compiles the patterns and fills in the set's rules. 0, or -1 with e filled. */
int loader_finish(struct loader *l, struct err *e);

#endif
