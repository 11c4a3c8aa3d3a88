/*
 * rules explain: what the rules made of a text, step by step, and how it is shown.
 *
 * Everything lives as long as the document whose text it is about; spans are of its clean text.
 */
#ifndef ZHIBIAO_CMD_EXPLAIN_H
#define ZHIBIAO_CMD_EXPLAIN_H

#include "extract/extract.h"
#include "extract/rulereach.h"

/* A match, and what became of it. */
struct told_match {
	struct match match;
	const struct rule *beaten_by; /* the rule of the match that stands instead, or NULL */
	struct span beaten_at;
	bool vetoed;
	size_t veto; /* which of the rule's vetoes */
	struct span veto_at;
};

/* A record, and what it was made of. */
struct told_record {
	struct record record;
	struct span quote;
	size_t order; /* in which it was made */
};

enum rule_fate {
	FATE_MATCHED,
	FATE_FAILED, /* it was tried and did not match */
	FATE_GATED,  /* nothing in the text looks like its beginning: it was never tried */
};

struct told_rule {
	const struct rule *rule;
	enum rule_fate fate;
	bool everywhere; /* the gate can't place it: it is tried at every place */
	size_t tries;
	bool looked; /* `reach` is known */
	struct reach reach;
};

struct explanation {
	const struct ruleset *set;
	struct slice text;
	bool repaired; /* the text is not as it was given */
	struct told_match *matches;
	size_t match_count;
	size_t match_capacity;
	struct told_record *records;
	size_t record_count;
	size_t record_capacity;
	struct field_note *notes;
	size_t note_count;
	size_t note_capacity;
	struct told_rule *rules;    /* one for each rule of the set */
	const struct lapse *lapses; /* rules that met their limits */
	size_t lapse_count;
	const struct rule *only; /* the one that was asked about, or NULL */
	bool verbose;		 /* also rules that were never tried */
};

/* Whether something of this rule is to be shown. */
static inline bool explains(const struct explanation *x, const struct rule *rule)
{
	return !x->only || x->only == rule;
}

/* The match that reads exactly this stretch, or NULL: what a note's `from` was found by. */
const struct told_match *match_reading(const struct explanation *x, struct span at);

/* Whether a note belongs to a record of that type made of what stands at `quote`. */
bool note_is_of(const struct field_note *note, enum record_type type, struct span quote);

/* Both append to out. */
void explain_as_text(const struct explanation *x, struct buf *out);
void explain_as_ndjson(const struct explanation *x, struct buf *out);

#endif
