/*
 * Match: runs every rule of a set over a text and settles which matches stand.
 */
#ifndef ZHIBIAO_MATCH_H
#define ZHIBIAO_MATCH_H

#include "extract/ruleset.h"
#include "normalize/text.h"

struct match {
	const struct rule *rule;
	struct span at;		   /* the whole match, bytes of the text */
	const struct span *groups; /* GROUP_COUNT; {0, 0} where the group took no part */
};

/* Matches of one kind of emit, by their start; they do not overlap once settled. */
struct matches {
	struct match *items;
	size_t count;
	size_t capacity;
};

/* What PCRE2 needs to match, one per worker. */
struct matcher;

struct matcher *matcher_new(struct err *e);
void matcher_free(struct matcher *m);

/* Has the matcher pass over all rules of that kind from here on: nobody asks for what they find. */
void matcher_skip(struct matcher *m, enum rule_emit emit);

/* What a rule took, summed up over texts. */
struct rule_cost {
	size_t tries; /* places at which PCRE2 was asked; 0 for a rule that the gate can't place */
	size_t hits;
	size_t limited; /* texts in which the rule met the limits */
	uint64_t nanoseconds;
};

/* Has the matcher add up costs, one for each rule of the set (borrowed); NULL ends that. */
void matcher_measure(struct matcher *m, struct rule_cost *costs);

/* What a matcher tells of its work to somebody who asks; NULL for what isn't wanted. */
struct match_trace {
	/* The gate let the rule through at a place, and PCRE2 was asked. */
	void (*tried)(void *context, const struct rule *rule, size_t at);
	/* A match fell by the rule's veto of that number, which was found at `by`. */
	void (*vetoed)(void *context, const struct match *match, size_t veto, struct span by);
	/* A match that no veto removed, before those that overlap are settled. */
	void (*matched)(void *context, const struct match *match);
	/* A match gave way to another that overlaps it. */
	void (*beaten)(void *context, const struct match *loser, const struct match *winner);
};

/* Has the matcher tell (borrowed), with `context` for a start; NULL ends that. */
void matcher_trace(struct matcher *m, const struct match_trace *trace, void *context);

/* A rule that met the limits on the line at `at`, and was given up there. */
struct match_limit {
	const struct rule *rule;
	size_t at;
};

struct match_limits {
	struct match_limit *items;
	size_t count;
	size_t capacity;
};

/*
 * Fills found[emit] for every kind of emit, in the arena. A rule that runs into the limits on a
 * line is given up on that line, and added to *limits. 0, or -1 with e filled.
 */
int matcher_run(struct matcher *m, const struct ruleset *set, struct slice text,
		struct arena *arena, struct matches found[EMIT_COUNT], struct match_limits *limits,
		struct err *e);

/*
 * Sorts matches by their start and drops those that give way to another: by priority, then length,
 * then place. Those of a document all stay: they are of different fields. `beaten`, as in
 * struct match_trace, may be NULL.
 */
void matches_settle(struct matches *list, enum rule_emit emit,
		    void (*beaten)(void *context, const struct match *loser,
				   const struct match *winner),
		    void *context);

static inline bool match_has(const struct match *m, enum rule_group group)
{
	return m->groups[group].end > m->groups[group].start;
}

/* The text of a group, empty where it took no part. */
static inline struct slice match_group(const struct match *m, struct slice text,
				       enum rule_group group)
{
	return slice_cut(text, m->groups[group]);
}

/* A whole number from 1 to 99,999 in a group, in Arabic or Chinese digits; 0 where there is none.
 */
int match_number(const struct match *m, struct slice text, enum rule_group group);

/* The span that a record quotes: the group `quote`, else the whole match. */
static inline struct span match_quote(const struct match *m)
{
	return match_has(m, GROUP_QUOTE) ? m->groups[GROUP_QUOTE] : m->at;
}

/* Index of the first match that ends after `at`; list->count when there is none. */
size_t matches_from(const struct matches *list, size_t at);

/* The match that covers byte `at`, or NULL. */
const struct match *matches_covering(const struct matches *list, size_t at);

#endif
