/*
 * Gate: says where in a text each rule of a set can match, so that PCRE2 need only look there.
 *
 * The beginnings of all patterns together make one automaton over characters. It runs from each
 * character of a text; most end it at once. A rule *fires* at a place when its pattern may match
 * from there: it never misses a match, but not every place where it fires is one. Where a pattern
 * begins with a character out of very many, the automaton watches for the first telling character
 * after it and the rule fires for the places before.
 *
 * A gate depends on nothing but its rules, is made in milliseconds and is never changed.
 */
#ifndef ZHIBIAO_GATE_H
#define ZHIBIAO_GATE_H

#include "normalize/err.h"
#include "normalize/text.h"

struct gate;

/* What a rule is made of. */
struct gate_pattern {
	struct slice text; /* expanded, compiled by PCRE2 without error; borrowed by gate_new */
	bool cut;	   /* PCRE2 may be shown the text up to any place behind a match only */
};

struct gate_rule {
	bool open;	  /* no telling where it can match; it never fires */
	bool line;	  /* a match begins at the beginning of a line or at the line end before: */
	unsigned lines;	  /* that of the place where the rule fires or one of so many before it */
	bool inside;	  /* it begins in the line of the place, up to that place */
	bool edged;	  /* and, with `inside` or `farthest`, only where gate_edge says so */
	unsigned nearest; /* with neither: it begins this many characters before the place where */
	unsigned farthest; /* the rule fires, or up to this many */
};

/* A gate for these rules. *out is owned by the caller. 0, or -1 without memory. */
int gate_new(const struct gate_pattern *patterns, size_t count, struct gate **out, struct err *e);
void gate_free(struct gate *g);

/* Rule number i, in the order in which they were given. */
const struct gate_rule *gate_rule(const struct gate *g, size_t i);

/* Whether a match of the rule, whose `edged` is set, may begin at byte `at`. */
bool gate_edge(const struct gate *g, size_t rule, struct slice text, size_t at);

/*
 * Calls fired(context, at, rule) for each rule that fires at byte `at`, by place, each rule at most
 * once a place. A result other than 0 ends the scan and is returned. The text is valid UTF-8.
 */
int gate_scan(const struct gate *g, struct slice text,
	      int (*fired)(void *context, size_t at, size_t rule), void *context);

#endif
