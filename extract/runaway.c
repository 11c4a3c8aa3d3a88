/*
 * Patterns prone to backtracking, found by measuring how their steps grow.
 *
 * A row of one character after the beginning of an example makes the repeats of a pattern try all
 * they can without ever matching. Where the row becomes eight times as long, a sound pattern takes
 * about eight times the steps; one with a repeat inside a repeat takes 64 times, or never ends. The
 * interpreter counts the steps, since its count is the same on every machine, and without the look
 * ahead for characters that the match needs: in a whole document they are there.
 */
#include "extract/rulestore.h"

enum { SHORT_ROW = 512, LONG_ROW = 4096, FEW_STEPS = 1024, MOST_STEPS = 2 << 20 };
enum { GROWTH = 16, SEEDS = 3, STARTS = 16, ROWS = 8, HEAP_KIB = 20 * 1024 };

struct trial {
	pcre2_code *code;
	pcre2_match_context *limits;
	pcre2_match_data *match;
	struct buf subject;
};

/* Whether the pattern needs more steps than that from some starting point in the subject. */
static bool takes_more(struct trial *t, uint32_t steps)
{
	int code;

	pcre2_set_match_limit(t->limits, steps);
	code = pcre2_match(t->code, (PCRE2_SPTR)t->subject.data, t->subject.len, 0, 0, t->match,
			   t->limits);
	return code == PCRE2_ERROR_MATCHLIMIT || code == PCRE2_ERROR_DEPTHLIMIT ||
	       code == PCRE2_ERROR_HEAPLIMIT;
}

static void make_subject(struct trial *t, struct slice seed, struct slice filler, size_t row)
{
	buf_reset(&t->subject);
	buf_slice(&t->subject, seed);
	while (!t->subject.failed && t->subject.len < seed.n + row)
		buf_slice(&t->subject, filler);
}

static bool runs_away(struct trial *t, struct slice seed, struct slice filler)
{
	uint32_t steps = FEW_STEPS;

	pcre2_set_offset_limit(t->limits, seed.n + STARTS);
	make_subject(t, seed, filler, SHORT_ROW);
	while (!t->subject.failed && takes_more(t, steps)) {
		if (steps >= MOST_STEPS)
			return true;
		steps *= 2;
	}
	make_subject(t, seed, filler, LONG_ROW);
	return !t->subject.failed && takes_more(t, steps * GROWTH);
}

/* The beginning of an example up to the last character of its match, or all of it. */
static struct slice seed_of(struct trial *t, const struct rule_example *example)
{
	struct slice text = example->in;
	const size_t *at = pcre2_get_ovector_pointer(t->match);
	size_t len;

	pcre2_set_match_limit(t->limits, MOST_STEPS);
	pcre2_set_offset_limit(t->limits, PCRE2_UNSET);
	if (pcre2_match(t->code, (PCRE2_SPTR)text.p, text.n, 0, 0, t->match, t->limits) >= 0 &&
	    at[1] > 0) {
		utf8_before(text, at[1], &len);
		text.n = at[1] - len;
	}
	return text;
}

/* What rows are made of: characters, none twice. */
struct rows {
	struct slice items[ROWS];
	size_t count;
};

static void add_row(struct rows *rows, struct slice filler)
{
	for (size_t i = 0; i < rows->count; i++)
		if (slice_eq(rows->items[i], filler))
			return;
	if (rows->count < ROWS)
		rows->items[rows->count++] = filler;
}

/*
 * The characters that a text is made of, and those that the pattern repeats: the last letter before
 * each quantifier.
 */
static void choose_rows(struct rows *rows, struct slice pattern)
{
	static const char *const common[] = {"一", "1", "、", "的"};
	struct slice letter = {"", 0};
	size_t len;

	for (size_t i = 0; i < sizeof(common) / sizeof(*common); i++)
		add_row(rows, slice_of(common[i]));
	for (size_t at = 0; at < pattern.n; at += len) {
		uint32_t c = utf8_at(pattern, at, &len);

		if (c >= 0x80 || is_digit(c) || is_latin(c))
			letter = (struct slice){pattern.p + at, len};
		else if ((c == '+' || c == '*' || c == '{') && letter.n)
			add_row(rows, letter);
	}
}

static bool try_rows(struct trial *t, const struct rule *rule, struct slice pattern)
{
	size_t seeds = rule->example_count < SEEDS ? rule->example_count : SEEDS;
	struct rows rows = {.count = 0};

	choose_rows(&rows, pattern);
	for (size_t row = 0; row < rows.count; row++) {
		if (runs_away(t, slice_of(""), rows.items[row]))
			return true;
		for (size_t i = 0; i < seeds; i++)
			if (runs_away(t, seed_of(t, &rule->examples[i]), rows.items[row]))
				return true;
	}
	return false;
}

static int trial_open(struct trial *t, struct slice pattern)
{
	const uint32_t options = RULE_OPTIONS | PCRE2_NO_START_OPTIMIZE | PCRE2_USE_OFFSET_LIMIT;
	size_t at;
	int error;

	buf_init(&t->subject, SIZE_MAX);
	t->code = pcre2_compile((PCRE2_SPTR)pattern.p, pattern.n, options, &error, &at, NULL);
	t->limits = pcre2_match_context_create(NULL);
	t->match = pcre2_match_data_create(1, NULL);
	if (!t->code || !t->limits || !t->match)
		return -1;
	pcre2_set_heap_limit(t->limits, HEAP_KIB);
	return 0;
}

static void trial_close(struct trial *t)
{
	pcre2_match_data_free(t->match);
	pcre2_match_context_free(t->limits);
	pcre2_code_free(t->code);
	buf_release(&t->subject);
}

int rule_runs_away(const struct rule *rule, struct slice pattern, bool *does)
{
	struct trial t = {0};
	int result = trial_open(&t, pattern);

	*does = !result && try_rows(&t, rule, pattern);
	if (t.subject.failed)
		result = -1;
	trial_close(&t);
	return result;
}
