#include "extract/rulereach.h"

#include "extract/rulestore.h"

#include <stdlib.h>

enum { REACH_STEPS = 1000000, REACH_KIB = 64 * 1024 };

/* A piece of the expanded pattern. */
struct item {
	size_t at;
	size_t length;
};

struct attempt {
	struct slice pattern; /* expanded */
	size_t *ends; /* of each byte inside a negative assertion, and of its bracket: where it ends
		       */
	struct span best;
	struct item items[REACH_WANTED];
	size_t count;
	bool begun;
};

/* Where the character class that begins at `at` ends. */
static size_t class_end(struct slice pattern, size_t at)
{
	at++;
	at += at < pattern.n && pattern.p[at] == '^';
	at += at < pattern.n && pattern.p[at] == ']';
	while (at < pattern.n && pattern.p[at] != ']')
		at += pattern.p[at] == '\\' ? 2 : 1;
	return at;
}

/* Where the bracket that opens at `at` is closed. */
static size_t bracket_end(struct slice pattern, size_t at)
{
	size_t depth = 0;

	for (; at < pattern.n; at++) {
		char c = pattern.p[at];

		if (c == '\\')
			at++;
		else if (c == '[')
			at = class_end(pattern, at);
		else if (c == '(')
			depth++;
		else if (c == ')' && --depth == 0)
			return at + 1;
	}
	return pattern.n;
}

static bool is_negative(struct slice pattern, size_t at)
{
	struct slice rest = {pattern.p + at, pattern.n - at};

	return slice_starts(rest, slice_of("(?!")) || slice_starts(rest, slice_of("(?<!"));
}

/* Marks the negative assertions: what is tried in them is not wanted. */
static void mark_negatives(struct attempt *a)
{
	for (size_t at = 0; at < a->pattern.n; at++) {
		char c = a->pattern.p[at];
		size_t end;

		if (c == '\\')
			at++;
		else if (c == '[')
			at = class_end(a->pattern, at);
		if (at >= a->pattern.n || c != '(' || !is_negative(a->pattern, at))
			continue;
		end = bracket_end(a->pattern, at);
		for (size_t i = at; i < end; i++)
			a->ends[i] = end;
		at = end - 1;
	}
}

/*
 * Brackets and bars match nothing themselves; what stands in them comes by itself, but for what a
 * negative assertion holds: of it the bracket counts.
 */
static bool is_frame(const struct attempt *a, size_t at)
{
	if (at >= a->pattern.n)
		return true;
	if (a->ends[at])
		return !is_negative(a->pattern, at) || (at && a->ends[at - 1] == a->ends[at]);
	return strchr("()|", a->pattern.p[at]) != NULL;
}

static void add_item(struct attempt *a, size_t at, size_t length)
{
	for (size_t i = 0; i < a->count; i++)
		if (a->items[i].at == at)
			return;
	if (a->ends[at])
		length = a->ends[at] - at;
	if (a->count < REACH_WANTED)
		a->items[a->count++] = (struct item){at, length};
}

/* PCRE2 calls it before each item of the pattern that it is about to try. */
static int about_to_try(pcre2_callout_block *block, void *context)
{
	struct attempt *a = context;
	struct span at = {block->start_match, block->current_position};
	size_t far = a->best.end - a->best.start;

	if (is_frame(a, block->pattern_position))
		return 0;
	if (at.end < at.start) /* in a lookbehind */
		at.end = at.start;
	if (a->begun &&
	    (at.end - at.start < far || (at.end - at.start == far && at.start != a->best.start)))
		return 0;
	if (!a->begun || at.end - at.start > far) {
		a->best = at;
		a->count = 0;
	}
	a->begun = true;
	add_item(a, block->pattern_position, block->next_item_length);
	return 0;
}

/* The item as its author wrote it; a macro or list as {{name}}. */
static struct slice as_written(const struct ruleset *set, const struct rule_text *text,
			       const struct item *item)
{
	struct slice pattern = text->node->text, piece;
	size_t start = macro_origin(set->store, text->file, text->node, item->at);
	size_t end = macro_origin(set->store, text->file, text->node, item->at + item->length);

	piece = (struct slice){pattern.p + start, pattern.n - start};
	if (slice_starts(piece, slice_of("{{")))
		end = slice_find(pattern, start, slice_of("}}")) + 2;
	if (end <= start || end > pattern.n)
		end = pattern.n;
	return slice_trim(slice_cut(pattern, (struct span){start, end}));
}

static void take_wanted(const struct ruleset *set, size_t rule, const struct attempt *a,
			struct reach *out)
{
	for (size_t i = 0; i < a->count; i++) {
		struct slice piece =
			as_written(set, &set->store->origins[rule].pattern, &a->items[i]);
		size_t known = 0;

		while (known < out->wanted_count && !slice_eq(out->wanted[known], piece))
			known++;
		if (known == out->wanted_count && piece.n)
			out->wanted[out->wanted_count++] = piece;
	}
}

static int run(const struct ruleset *set, size_t rule, pcre2_code *code, struct slice text,
	       struct reach *out, struct err *e)
{
	struct attempt a = {.pattern = set->rules[rule].expanded};
	pcre2_match_context *limits = pcre2_match_context_create(NULL);
	pcre2_match_data *data = pcre2_match_data_create(1, NULL);
	int groups = PCRE2_ERROR_NOMEMORY;
	bool ready;

	a.ends = calloc(a.pattern.n + 1, sizeof(*a.ends));
	ready = limits && data && a.ends;
	if (ready) {
		mark_negatives(&a);
		pcre2_set_match_limit(limits, REACH_STEPS);
		pcre2_set_heap_limit(limits, REACH_KIB);
		pcre2_set_callout(limits, about_to_try, &a);
		groups = pcre2_match(code, (PCRE2_SPTR)text.p, text.n, 0, PCRE2_NOTEMPTY, data,
				     limits);
	}
	out->matched = groups >= 0;
	out->limited = groups < 0 && groups != PCRE2_ERROR_NOMATCH;
	out->at = a.best;
	if (out->matched) {
		const size_t *at = pcre2_get_ovector_pointer(data);

		out->at = (struct span){at[0], at[1]};
	} else if (ready) {
		take_wanted(set, rule, &a, out);
	}
	free(a.ends);
	pcre2_match_data_free(data);
	pcre2_match_context_free(limits);
	return ready ? 0 : err_nomem(e);
}

int ruleset_reach(const struct ruleset *set, size_t i, struct slice text, struct reach *out,
		  struct err *e)
{
	struct slice pattern = set->rules[i].expanded;
	pcre2_code *code;
	size_t at;
	int error, result;

	*out = (struct reach){.matched = false};
	code = pcre2_compile((PCRE2_SPTR)pattern.p, pattern.n,
			     RULE_OPTIONS | PCRE2_AUTO_CALLOUT | PCRE2_NO_START_OPTIMIZE, &error,
			     &at, NULL);
	if (!code) { /* with a step before each item it is too large */
		out->limited = true;
		return 0;
	}
	result = run(set, i, code, text, out, e);
	pcre2_code_free(code);
	return result;
}
