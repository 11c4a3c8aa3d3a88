/*
 * Compiled patterns of a rule set. PCRE2's just-in-time compiler takes longer than most documents,
 * so that it is only asked for the rules that are tried.
 */
#ifndef ZHIBIAO_RULECODE_H
#define ZHIBIAO_RULECODE_H

#include "extract/ruleset.h"

enum code_kind {
	CODE_HERE,     /* matches at the start offset only */
	CODE_ANYWHERE, /* from there on */
	CODE_KINDS
};

/*
 * The pattern of rule number i, compiled when it is first asked for; it belongs to the set. Threads
 * may ask at the same time. NULL with e filled without memory.
 */
pcre2_code *rule_code(const struct ruleset *set, size_t i, enum code_kind kind, struct err *e);

#endif
