/*
 * The inside of a rule set, for the files that load and check it: where everything stands in the
 * rule files, and the macros.
 */
#ifndef ZHIBIAO_RULESTORE_H
#define ZHIBIAO_RULESTORE_H

#include <stdatomic.h>

#include "extract/ruleset.h"
#include "extract/ruleyaml.h"

enum {
	RULES_MOST = 10000,	   /* rules in a set */
	MACROS_MOST = 2000,	   /* macros, word lists and maps in a set */
	INHERIT_MOST = 100,	   /* rules in a row that inherit from one another */
	PATTERN_BYTES = 256 << 10, /* longest pattern with its macros replaced */
	PATTERNS_BYTES = 64 << 20, /* all of them together */
};

/* How patterns are compiled: UTF-8, blanks and comments skipped, nothing that could turn unsafe. */
#define RULE_OPTIONS                                                                               \
	(PCRE2_UTF | PCRE2_MULTILINE | PCRE2_EXTENDED | PCRE2_NEVER_BACKSLASH_C | PCRE2_NEVER_UCP)

enum macro_form { MACRO_REGEX, MACRO_WORDS, MACRO_MAP };

/* What {{name}} stands for. */
struct rule_macro {
	enum macro_form form;
	struct slice name;
	struct slice text;	      /* regex; of a list made when first used: an alternation */
	struct lexicon *words;	      /* of a list or map, else NULL */
	const struct rule_file *file; /* where it was said last */
	const struct rule_node *node; /* its value there */
	bool open;		      /* being expanded: another use would never end */
};

/* A scalar of a rule file. */
struct rule_text {
	const struct rule_file *file;
	const struct rule_node *node;
};

/* Where a rule stands; what it inherits stands in another, perhaps in another file. */
struct rule_origin {
	const struct rule_file *file;
	const struct rule_node *node; /* the whole rule */
	struct rule_text pattern;
	const struct rule_text *vetoes;
};

/* A word that a list already had. */
struct rule_repeat {
	const struct rule_file *file;
	const struct rule_node *word;
	struct slice list;
};

typedef _Atomic(pcre2_code *) rule_code_slot;

struct ruleset_store {
	struct arena arena;
	struct sha256 digest; /* of the files read so far */
	struct rule_macro *macros;
	size_t macro_count;
	size_t macro_capacity;
	struct rule_repeat *repeats;
	size_t repeat_count;
	size_t repeat_capacity;
	struct gate *gate;	     /* of the set */
	struct rule_origin *origins; /* one for each rule of the set, in the same order */
	rule_code_slot *codes;	     /* see rulecode.h: CODE_KINDS for each rule */
};

/* The macro, list or map of that name, or NULL. */
struct rule_macro *macro_find(const struct ruleset_store *store, struct slice name);

/* One of that name, new or known; an error where the name has another form already. */
struct rule_macro *macro_add(struct ruleset_store *store, enum macro_form form,
			     const struct rule_file *file, const struct rule_node *name,
			     struct err *e);

/*
 * The pattern with its macros replaced, in the arena. A regex becomes a group (?:…), but inside a
 * character class stands as it is; a list becomes an alternation of its words, quoted, the longest
 * first. Comments (# to the end of the line) are dropped. 0, or -1 with e naming the place.
 */
int macro_expand(struct ruleset_store *store, const struct rule_file *file,
		 const struct rule_node *pattern, struct slice *expanded, struct err *e);

/* Which byte of the pattern as written the byte `at` of the expanded one comes from. */
size_t macro_origin(struct ruleset_store *store, const struct rule_file *file,
		    const struct rule_node *pattern, size_t at);

/*
 * Whether a pattern of the rule, its own or a veto, can take forever on a text. 0, or -1 without
 * memory.
 */
int rule_runs_away(const struct rule *rule, struct slice pattern, bool *does);

/*
 * For each rule that matches just what an earlier one of its kind matches, in all the examples of
 * the set, sets its place in `twins` (of rule_count, cleared) to that one. 0, or -1 with e filled.
 */
int ruleset_twins(const struct ruleset *set, const struct rule **twins, struct err *e);

/* Names of the emit kinds and scopes as in rule files. */
extern const char *const rule_emit_names[EMIT_COUNT];
extern const char *const rule_scope_names[SCOPE_COUNT];

#endif
