#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "extract/rulestore.h"

struct lint {
	const struct ruleset *set;
	struct buf *report;
	size_t findings;
	const struct rule *rule; /* the one being looked at */
	const struct rule_origin *origin;
};

static void finding(struct lint *l, const struct rule_file *file, struct rule_place at,
		    const char *format, ...) __attribute__((format(printf, 4, 5)));

static void finding(struct lint *l, const struct rule_file *file, struct rule_place at,
		    const char *format, ...)
{
	char what[240];
	va_list args;

	va_start(args, format);
	vsnprintf(what, sizeof(what), format, args);
	va_end(args);
	rule_report(l->report, file, at, slice_of(what));
	l->findings++;
}

static void check_pattern(struct lint *l, const struct rule_text *text, const char *what,
			  struct slice expanded, const pcre2_code *code)
{
	struct rule_place at = rule_place(text->file, text->node, 0);
	uint32_t may_be_empty = 0;
	bool runs_away;

	pcre2_pattern_info(code, PCRE2_INFO_MATCHEMPTY, &may_be_empty);
	if (may_be_empty)
		finding(l, text->file, at, "%s: the %s can match the empty string", l->rule->id.p,
			what);
	if (rule_runs_away(l->rule, expanded, &runs_away))
		l->report->failed = true;
	else if (runs_away)
		finding(l, text->file, at, "%s: the %s is prone to backtracking", l->rule->id.p,
			what);
}

static void check_patterns(struct lint *l)
{
	const struct rule *r = l->rule;

	check_pattern(l, &l->origin->pattern, "pattern", r->expanded, r->code);
	for (size_t i = 0; i < r->veto_count; i++)
		check_pattern(l, &l->origin->vetoes[i], "veto", r->vetoes[i].expanded,
			      r->vetoes[i].code);
}

static void check_examples(struct lint *l)
{
	const struct rule *r = l->rule;
	size_t positive = 0;

	for (size_t i = 0; i < r->example_count; i++)
		positive += r->examples[i].want_count > 0;
	if (!positive)
		finding(l, l->origin->file, l->origin->node->place,
			"%s: no example of what it matches", r->id.p);
	if (positive == r->example_count)
		finding(l, l->origin->file, l->origin->node->place,
			"%s: no example of what it must not match (want: [])", r->id.p);
}

/* The field without which a kind of rule says nothing; NULL where there is none. */
static const char *const needed_fields[EMIT_COUNT] = {
	[EMIT_STATUS] = "status",
	[EMIT_SECTION] = "status",
	[EMIT_DOCUMENT] = "field",
};

static void check_fields(struct lint *l)
{
	const char *needed = needed_fields[l->rule->emit];

	if (needed && !rule_field(l->rule, needed).n)
		finding(l, l->origin->file, l->origin->node->place,
			"%s: a rule that emits \"%s\" needs fields.%s", l->rule->id.p,
			rule_emit_names[l->rule->emit], needed);
}

static void check_repeats(struct lint *l)
{
	const struct ruleset_store *store = l->set->store;

	for (size_t i = 0; i < store->repeat_count; i++) {
		const struct rule_repeat *r = &store->repeats[i];

		finding(l, r->file, r->word->place, "\"%s\" is in the list \"%s\" already",
			r->word->text.p, r->list.p);
	}
}

static void check_rule(struct lint *l)
{
	check_patterns(l);
	check_examples(l);
	check_fields(l);
}

/* Rules that always fire together. */
static void check_twins(struct lint *l)
{
	const struct ruleset *set = l->set;
	const struct rule **twins = calloc(set->rule_count + 1, sizeof(*twins));
	struct err e;

	if (!twins || ruleset_twins(set, twins, &e))
		l->report->failed = true;
	for (size_t i = 0; !l->report->failed && i < set->rule_count; i++)
		if (twins[i])
			finding(l, set->store->origins[i].file, set->store->origins[i].node->place,
				"%s: it matches just what %s matches, in all examples of the set",
				set->rules[i].id.p, twins[i]->id.p);
	free(twins);
}

size_t ruleset_check(const struct ruleset *set, struct buf *report)
{
	struct lint l = {.set = set, .report = report};

	check_repeats(&l);
	for (size_t i = 0; i < set->rule_count; i++) {
		l.rule = &set->rules[i];
		l.origin = &set->store->origins[i];
		check_rule(&l);
	}
	check_twins(&l);
	return l.findings;
}
