#include <stdarg.h>
#include <stdio.h>

#include "extract/rulestore.h"

/*
 * Backtracking is measured by the interpreter, whose count of steps is the same everywhere, and
 * without the look ahead for a character that the match needs: in a whole document it is there. A
 * pattern may take STEPS of them from one starting point of a subject of SUBJECT bytes. One
 * unbounded repeat takes a few for each character; one inside another their square.
 */
enum { SUBJECT = 4096, STEPS = 200000, HEAP_KIB = 20 * 1024, SEEDS = 3 };

struct lint {
	const struct ruleset *set;
	struct buf *report;
	size_t findings;
	pcre2_match_context *limits;
	const struct rule *rule; /* the one being looked at */
	const struct rule_origin *origin;
	pcre2_code *code; /* its pattern as it is measured */
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

static struct rule_place pattern_place(const struct lint *l)
{
	return rule_place(l->origin->file, l->origin->pattern, 0);
}

static void check_empty_match(struct lint *l)
{
	uint32_t may_be_empty = 0;

	pcre2_pattern_info(l->rule->code, PCRE2_INFO_MATCHEMPTY, &may_be_empty);
	if (may_be_empty)
		finding(l, l->origin->file, pattern_place(l),
			"%s: the pattern can match the empty string", l->rule->id.p);
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

/* Whether the pattern runs into the limits on the subject. */
static bool runs_away(const struct lint *l, struct slice subject)
{
	pcre2_match_data *match = pcre2_match_data_create(1, NULL);
	int code;

	if (!match)
		return false;
	code = pcre2_match(l->code, (PCRE2_SPTR)subject.p, subject.n, 0, 0, match, l->limits);
	pcre2_match_data_free(match);
	return code == PCRE2_ERROR_MATCHLIMIT || code == PCRE2_ERROR_DEPTHLIMIT ||
	       code == PCRE2_ERROR_HEAPLIMIT;
}

/* seed, then `filler` over and over up to SUBJECT bytes. */
static bool runs_away_on(const struct lint *l, struct slice seed, struct slice filler)
{
	struct buf subject;
	bool found;

	buf_init(&subject, SIZE_MAX);
	buf_slice(&subject, seed);
	while (filler.n && !subject.failed && subject.len < SUBJECT)
		buf_slice(&subject, filler);
	found = runs_away(l, buf_text(&subject));
	buf_release(&subject);
	return found;
}

static struct slice without_full_stop(struct slice text)
{
	struct slice stop = slice_of("。");

	text = slice_trim(text);
	if (slice_ends(text, stop))
		text.n -= stop.n;
	return text;
}

/*
 * Long rows of one character, also after the beginning of an example, so that a pattern that asks
 * for certain words first gets as far as its repeats; and the example over and over.
 */
static bool is_runaway(const struct lint *l)
{
	static const char *const fillers[] = {"一", "1", "、", "的"};
	enum { FILLERS = sizeof(fillers) / sizeof(*fillers) };
	size_t seeds = l->rule->example_count < SEEDS ? l->rule->example_count : SEEDS;

	for (size_t f = 0; f < FILLERS; f++) {
		struct slice filler = slice_of(fillers[f]);

		if (runs_away_on(l, slice_of(""), filler))
			return true;
		for (size_t i = 0; i < seeds; i++)
			if (runs_away_on(l, without_full_stop(l->rule->examples[i].in), filler))
				return true;
	}
	for (size_t i = 0; i < seeds; i++)
		if (runs_away_on(l, slice_of(""), without_full_stop(l->rule->examples[i].in)))
			return true;
	return false;
}

static void check_backtracking(struct lint *l)
{
	struct slice pattern = l->rule->expanded;
	size_t at;
	int error;

	l->code = pcre2_compile((PCRE2_SPTR)pattern.p, pattern.n,
				RULE_OPTIONS | PCRE2_NO_START_OPTIMIZE, &error, &at, NULL);
	if (!l->code) {
		l->report->failed = true;
		return;
	}
	if (is_runaway(l))
		finding(l, l->origin->file, pattern_place(l),
			"%s: the pattern is prone to backtracking (over %d steps on %d bytes)",
			l->rule->id.p, STEPS, SUBJECT);
	pcre2_code_free(l->code);
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
	check_empty_match(l);
	check_examples(l);
	check_fields(l);
	check_backtracking(l);
}

size_t ruleset_check(const struct ruleset *set, struct buf *report)
{
	struct lint l = {.set = set, .report = report};

	l.limits = pcre2_match_context_create(NULL);
	if (!l.limits) {
		report->failed = true;
		return 1;
	}
	pcre2_set_match_limit(l.limits, STEPS);
	pcre2_set_heap_limit(l.limits, HEAP_KIB);
	check_repeats(&l);
	for (size_t i = 0; i < set->rule_count; i++) {
		l.rule = &set->rules[i];
		l.origin = &set->store->origins[i];
		check_rule(&l);
	}
	pcre2_match_context_free(l.limits);
	return l.findings;
}
