/*
 * Scope: the stretch of text that a match begins in and can't reach beyond.
 */
#ifndef ZHIBIAO_SCOPE_H
#define ZHIBIAO_SCOPE_H

#include "extract/ruleset.h"

static inline bool ends_sentence(uint32_t c)
{
	return c == 0x3002 || c == '!' || c == '?' || c == 0xFF01 || c == 0xFF1F || c == '\n' ||
	       c == '\t';
}

/* Besides the end of a sentence. */
static inline bool ends_clause(uint32_t c)
{
	return c == ',' || c == 0xFF0C || c == ';' || c == 0xFF1B || c == ':' || c == 0xFF1A;
}

/* Where sections begin, in order; known once the headings of a text are. */
struct scope_edges {
	const size_t *items;
	size_t count;
};

/*
 * The stretch of that scope which holds byte `at` (at < text.n) of the text, with the mark that
 * ends it. Without a scope it is the whole text. Takes time in proportion to its length.
 */
struct span scope_around(enum rule_scope scope, struct slice text, const struct scope_edges *edges,
			 size_t at);

#endif
