/*
 * Rule sets: everything about policy language, read from YAML files.
 *
 * A file has these parts, each optional (rules/README.md is the author's manual):
 *
 *   ruleset: {id: core, version: 0.1.0}
 *   macros:  {name: 'regex', …}              used in patterns as {{name}}
 *   words:   {name: [word, …], …}            also usable as {{name}}: an alternation, longest first
 *   maps:    {name: {word: value, …}, …}     the same; the value is what the word stands for
 *   rules:
 *     - id: target.rank
 *       version: 1
 *       status: stable                       draft | stable | deprecated (deprecated: not loaded)
 *       emit: target                         see enum rule_emit
 *       priority: 10                         higher wins where two records overlap; default 0
 *       scope: sentence                      what no match may reach beyond, see enum rule_scope
 *       vetoes: ['上年末']                   no match where one of these is found in the scope
 *       inherit: target.place                what the rule doesn't say is as in that one
 *       pattern: '前(?<num>{{number}})(?<unit>位|名)'
 *       fields: {op: '<=', kind: rank}
 *       examples:
 *         - in: 进入全国前40位。
 *           want: [{value: 40, unit: 位, op: '<='}]
 *         - in: 前40位专家发言。
 *           want: []
 *
 * Of several files, later ones add words and maps, and replace macros and rules of the same name.
 * A rule set never changes once loaded and may be shared between threads.
 */
#ifndef ZHIBIAO_RULESET_H
#define ZHIBIAO_RULESET_H

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "extract/gate.h"
#include "extract/lexicon.h"
#include "normalize/buf.h"
#include "normalize/sha256.h"

/* What becomes of a match. */
enum rule_emit {
	EMIT_TARGET,	 /* a quantity: number, unit, operator → target or fact */
	EMIT_DEADLINE,	 /* a time expression */
	EMIT_ASSIGNMENT, /* a list of agencies */
	EMIT_CONVENTION, /* how agency lists of this document are to be read from here on */
	EMIT_STATUS,	 /* a place in which quantities are no targets; fields.status says what */
	EMIT_HEADING,	 /* the numbering at the beginning of a heading; fields.level */
	EMIT_SECTION,	 /* a heading that gives its section a meaning; fields.status */
	EMIT_DOCUMENT,	 /* a value of the document record; fields.field names it */
	EMIT_MENTION,	 /* a time expression for --mentions alone */
	EMIT_COUNT,
	EMIT_ALL = (1 << EMIT_COUNT) - 1 /* bits: every kind */
};

/* The stretch of text that a match begins in and can't reach beyond. */
enum rule_scope {
	SCOPE_NONE, /* not said: matches reach anywhere, vetoes are looked for in the sentence */
	SCOPE_DOCUMENT,
	SCOPE_SECTION,	/* from one heading to the next */
	SCOPE_SENTENCE, /* as the outline has it: up to 。!? or the end of the line */
	SCOPE_CLAUSE,	/* up to , ; or : as well */
	SCOPE_ROW,	/* a line, in which a table has a row */
	SCOPE_COUNT
};

/* The named groups that a pattern may have. */
enum rule_group {
	GROUP_QUOTE,	 /* what the record quotes; the whole match without it */
	GROUP_NUM,	 /* number, or lower end of a range */
	GROUP_MAX,	 /* upper end of a range */
	GROUP_UNIT,	 /* unit after the number or range */
	GROUP_UNIT1,	 /* unit after the lower end, where both ends carry one */
	GROUP_OP,	 /* comparator before the number */
	GROUP_POST,	 /* comparator after the unit */
	GROUP_EACH,	 /* 各, 均 before the number */
	GROUP_INDICATOR, /* the indicator, where the pattern shows it */
	GROUP_YEAR,
	GROUP_YEAR2,
	GROUP_MONTH,
	GROUP_MONTH2,
	GROUP_DAY,
	GROUP_DAY2,
	GROUP_PLAN, /* ordinal of a five-year plan (十四, 14) */
	GROUP_PART, /* part of a period: 底, 末, 上半年, 第三季度, 初 … a word of the map part */
	GROUP_LIST,    /* agencies without distinction */
	GROUP_LEAD,    /* agencies in the lead */
	GROUP_SUPPORT, /* the others */
	GROUP_TASK,    /* what the agencies are to do */
	GROUP_VALUE,   /* value of a document field, name of a heading */
	GROUP_COUNT
};

struct rule_field {
	struct slice name;
	struct slice value;
};

/* One example: the text, and the YAML of what is wanted as flat name/value pairs. */
struct rule_want {
	const struct rule_field *fields;
	size_t count;
};

struct rule_example {
	struct slice in;
	const struct rule_want *wants; /* none: the rule must emit nothing */
	size_t want_count;
	size_t line; /* in the file, from 1 */
};

/* A pattern that no match may have in its scope. */
struct rule_veto {
	struct slice pattern; /* as written */
	struct slice expanded;
	pcre2_code *code;
};

struct rule {
	struct slice id;
	int version;
	bool draft;
	enum rule_emit emit;
	int priority;
	enum rule_scope scope;
	struct slice parent;	 /* the rule that it inherits from; empty without */
	struct slice pattern;	 /* as written */
	struct slice expanded;	 /* macros replaced */
	pcre2_code *code;	 /* without JIT */
	int groups[GROUP_COUNT]; /* number of each named group; 0 where the pattern lacks it */
	const struct rule_field *fields;
	size_t field_count;
	struct rule_veto *vetoes;
	size_t veto_count;
	const struct rule_example *examples;
	size_t example_count;
	const char *file; /* where it stands */
	size_t line;
};

struct ruleset {
	struct slice id;
	struct slice version;
	char digest[SHA256_TEXT]; /* of all its files in their order: tells rule sets apart */
	const struct rule *rules; /* in the order of files and lines */
	size_t rule_count;
	const struct gate *gate;     /* where each rule can match; NULL: anywhere */
	struct ruleset_store *store; /* private: arena, macros, lexicons */
};

/*
 * Loads files, and the *.yaml of folders in byte order of names. On failure NULL, with e saying
 * `file:line:column: what is wrong`, the line and a caret. Released with ruleset_free.
 */
struct ruleset *ruleset_load(const char *const *paths, size_t count, struct err *e);
void ruleset_free(struct ruleset *set);

/* The same with the kinds of rules alone whose bits are set: the others are passed over. */
struct ruleset *ruleset_load_for(const char *const *paths, size_t count, uint32_t emits,
				 struct err *e);

/* The lexicon made from `words: name` or `maps: name`, or NULL. Lives as long as the set. */
const struct lexicon *ruleset_words(const struct ruleset *set, const char *name);

/* The value of a rule's field; empty where the rule has none of that name. */
struct slice rule_field(const struct rule *r, const char *name);

/* How an emit kind, a scope and a group are called in rule files. */
const char *rule_emit_name(enum rule_emit emit);
const char *rule_scope_name(enum rule_scope scope);
const char *rule_group_name(enum rule_group group);

/*
 * Where the shipped rules are: $ZHIBIAO_RULES, else rules/ beside the program's folder (a build
 * tree), else the installed place. Writes a path into out; -1 when none is there.
 */
int ruleset_default_path(char *out, size_t size, struct err *e);

/*
 * Appends one line per finding of the lint to `report`: `file:line:column: what`, the line of the
 * pattern and a caret. Returns the number of findings.
 */
size_t ruleset_check(const struct ruleset *set, struct buf *report);

/*
 * Appends one line for each rule, macro, list and map that only one of the sets has, or that
 * differs, with what differs; below a rule whose pattern was rewritten the two patterns. Returns
 * how many they are. Where a rule stands, and a set's id and version, make no difference.
 */
size_t ruleset_diff(const struct ruleset *a, const struct ruleset *b, struct buf *out);

#endif
