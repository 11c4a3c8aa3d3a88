#include "extract/rulecode.h"

#include "extract/rulestore.h"

/* JIT is an optimisation: where it can't be had, pcre2_match interprets the pattern. */
static pcre2_code *compile(const struct rule *rule, enum code_kind kind)
{
	uint32_t here = kind == CODE_HERE ? PCRE2_ANCHORED | PCRE2_NO_START_OPTIMIZE : 0;
	pcre2_code *code;
	PCRE2_SIZE at;
	int error;

	code = pcre2_compile((PCRE2_SPTR)rule->expanded.p, rule->expanded.n, RULE_OPTIONS | here,
			     &error, &at, NULL);
	if (code)
		pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
	return code;
}

/* Of two threads that compile the same pattern the second one takes what the first one made. */
pcre2_code *rule_code(const struct ruleset *set, size_t i, enum code_kind kind, struct err *e)
{
	rule_code_slot *slot = &set->store->codes[i * CODE_KINDS + kind];
	pcre2_code *code = atomic_load_explicit(slot, memory_order_acquire), *made;

	if (code)
		return code;
	made = compile(&set->rules[i], kind);
	if (!made) {
		err_nomem(e);
		return NULL;
	}
	if (atomic_compare_exchange_strong(slot, &code, made))
		return made;
	pcre2_code_free(made);
	return code;
}
