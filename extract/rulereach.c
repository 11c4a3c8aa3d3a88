#include "extract/rulereach.h"

#include "extract/rulestore.h"

enum { REACH_STEPS = 1000000, REACH_KIB = 64 * 1024 };

/* A piece of the expanded pattern. */
struct item {
	size_t at;
	size_t length;
};

struct attempt {
	struct slice pattern; /* expanded */
	struct span best;
	struct item items[REACH_WANTED];
	size_t count;
	bool begun;
};

/* Brackets and bars match nothing themselves; what stands in them comes by itself. */
static bool is_frame(const struct attempt *a, size_t at)
{
	return at >= a->pattern.n || strchr("()|", a->pattern.p[at]) != NULL;
}

static void add_item(struct attempt *a, size_t at, size_t length)
{
	for (size_t i = 0; i < a->count; i++)
		if (a->items[i].at == at)
			return;
	if (a->count < REACH_WANTED)
		a->items[a->count++] = (struct item){at, length};
}

/* PCRE2 calls it before each item of the pattern that it is about to try. */
static int about_to_try(pcre2_callout_block *block, void *context)
{
	struct attempt *a = context;
	struct span at = {block->start_match, block->current_position};
	size_t far = a->best.end - a->best.start;

	if (at.end < at.start || is_frame(a, block->pattern_position))
		return 0;
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

	if (limits && data) {
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
	} else {
		take_wanted(set, rule, &a, out);
	}
	pcre2_match_data_free(data);
	pcre2_match_context_free(limits);
	return limits && data ? 0 : err_nomem(e);
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
