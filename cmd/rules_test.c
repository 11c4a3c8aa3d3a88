/*
 * rules test: the examples of the rules, run through the extractor.
 *
 * Rules whose matches become records are judged by the records that carry their id; the others
 * (conventions, statuses, headings, sections) and rules whose examples ask for a `match` by their
 * pattern alone, document rules by both.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "cmd/cmd.h"
#include "cmd/rules.h"
#include "cmd/show.h"
#include "extract/extract.h"
#include "normalize/decode.h"

enum { MATCH_STEPS = 200000 };

struct tester {
	struct extractor *extractor;
	pcre2_match_data *match;
	pcre2_match_context *limits;
	bool verbose;
	size_t passed;
	size_t failed;

	const struct rule *rule; /* whose example is being run */
	const struct rule_example *example;
	struct doc doc; /* made of the example */
	struct records records;
	bool differs; /* something was found wrong */
};

static void differ(struct tester *t, const char *what, struct slice detail)
{
	printf("%s:%zu: %s: %s%.*s\n", t->rule->file, t->example->line, t->rule->id.p, what,
	       (int)detail.n, detail.p);
	t->differs = true;
}

/* Parts of fields, which a want names with a dot. */
static const struct field part_fields[] = {
	{.name = "baseline.value",
	 .form = FORM_NUMBER,
	 .offset = offsetof(struct record, baseline.value)},
	{.name = "baseline.unit",
	 .form = FORM_TEXT,
	 .offset = offsetof(struct record, baseline.unit)},
	{.name = "baseline.year",
	 .form = FORM_TEXT,
	 .offset = offsetof(struct record, baseline.year)},
	{.name = "period.start",
	 .form = FORM_TEXT,
	 .offset = offsetof(struct record, period.start)},
	{.name = "period.end", .form = FORM_TEXT, .offset = offsetof(struct record, period.end)},
};

static const struct field *find_field(const struct field *fields, size_t count, struct slice name)
{
	for (size_t i = 0; i < count; i++)
		if (slice_is(name, fields[i].name))
			return &fields[i];
	return NULL;
}

static const struct field *field_named(const struct record *r, struct slice name)
{
	size_t count;
	const struct field *fields = record_fields(r->type, &count);
	const struct field *field = find_field(fields, count, name);

	if (field)
		return field;
	return find_field(part_fields, sizeof(part_fields) / sizeof(*part_fields), name);
}

/* Another `name: value` after an opening brace or a pair. */
static void add_pair(struct buf *out, const char *name, struct slice value)
{
	buf_adds(out, slice_ends(buf_text(out), slice_of("{")) ? "" : ", ");
	buf_adds(out, name);
	buf_adds(out, ": ");
	buf_slice(out, value);
}

static void show_want(struct buf *out, const struct rule_want *want)
{
	buf_addc(out, '{');
	for (size_t i = 0; i < want->count; i++)
		add_pair(out, want->fields[i].name.p, want->fields[i].value);
	buf_addc(out, '}');
}

/* Fields that a failure does not show: where the record is from, and the text around it. */
static const char *const background[] = {"doc",	  "span",     "section", "rule", "confidence",
					 "edits", "sentence", "counts",	 NULL};

static void show_record(struct buf *out, const struct record *r)
{
	size_t count;
	const struct field *fields = record_fields(r->type, &count);
	struct buf value;

	buf_init(&value, SIZE_MAX);
	buf_addc(out, '{');
	add_pair(out, "type", slice_of(record_type_name(r->type)));
	for (size_t i = 0; i < count; i++) {
		buf_reset(&value);
		if (!field_is(&fields[i], background))
			show_field(&value, r, &fields[i]);
		if (value.len)
			add_pair(out, fields[i].name, buf_text(&value));
	}
	buf_addc(out, '}');
	buf_release(&value);
}

static bool same_number(struct slice want, double value)
{
	char *end;
	double wanted;

	if (slice_is(want, "null") || !want.n)
		return isnan(value);
	wanted = strtod(want.p, &end);
	return end == want.p + want.n && fabs(wanted - value) <= 1e-6 * fmax(1, fabs(wanted));
}

static bool same_value(const struct record *r, const struct rule_field *want)
{
	const struct field *field = field_named(r, want->name);
	struct buf shown;
	bool same;

	if (slice_is(want->name, "type"))
		return slice_is(want->value, record_type_name(r->type));
	if (!field)
		return false;
	if (field->form == FORM_NUMBER)
		return same_number(want->value, *(const double *)((const char *)r + field->offset));
	buf_init(&shown, SIZE_MAX);
	show_field(&shown, r, field);
	same = slice_eq(buf_text(&shown), want->value) ||
	       (!shown.len && slice_is(want->value, "null"));
	buf_release(&shown);
	return same;
}

static bool meets(const struct record *r, const struct rule_want *want)
{
	for (size_t i = 0; i < want->count; i++)
		if (!same_value(r, &want->fields[i]))
			return false;
	return true;
}

static void differ_want(struct tester *t, const struct rule_want *want)
{
	struct buf text;

	buf_init(&text, SIZE_MAX);
	show_want(&text, want);
	differ(t, "wanted ", buf_text(&text));
	buf_release(&text);
}

static void differ_record(struct tester *t, const struct record *r)
{
	struct buf text;

	buf_init(&text, SIZE_MAX);
	show_record(&text, r);
	differ(t, "found ", buf_text(&text));
	buf_release(&text);
}

/* Whether the rule made the record: mentions are made by other rules too, but not judged there. */
static bool is_of_rule(const struct tester *t, const struct record *r)
{
	return slice_eq(r->rule, t->rule->id) &&
	       (r->type == RECORD_MENTION) == (t->rule->emit == EMIT_MENTION);
}

/* Takes the first record of the rule that meets the want and was not taken yet. */
static bool take_record(const struct tester *t, const struct rule_want *want, bool *taken)
{
	for (size_t i = 0; i < t->records.count; i++) {
		const struct record *r = &t->records.items[i];

		if (taken[i] || !is_of_rule(t, r) || !meets(r, want))
			continue;
		taken[i] = true;
		return true;
	}
	return false;
}

static void compare_records(struct tester *t)
{
	const struct rule_example *example = t->example;
	bool *taken = arena_zero(&t->doc.arena, t->records.count, sizeof(*taken));

	if (!taken) {
		differ(t, "out of memory", slice_of(""));
		return;
	}
	for (size_t i = 0; i < example->want_count; i++)
		if (!take_record(t, &example->wants[i], taken))
			differ_want(t, &example->wants[i]);
	for (size_t i = 0; i < t->records.count; i++)
		if (!taken[i] && is_of_rule(t, &t->records.items[i]))
			differ_record(t, &t->records.items[i]);
}

static struct slice group_text(const struct tester *t, int number)
{
	const size_t *at = pcre2_get_ovector_pointer(t->match);

	if ((uint32_t)number >= pcre2_get_ovector_count(t->match) ||
	    at[2 * number] == PCRE2_UNSET || at[2 * number] > at[2 * number + 1])
		return slice_of("");
	return slice_cut(t->example->in, (struct span){at[2 * number], at[2 * number + 1]});
}

/* What a want may name of a match: `match`, or a group. -1 for another name. */
static int match_part(const struct rule *rule, struct slice name)
{
	if (slice_is(name, "match"))
		return 0;
	for (int g = 0; g < GROUP_COUNT; g++)
		if (rule->groups[g] && slice_is(name, rule_group_name((enum rule_group)g)))
			return rule->groups[g];
	return -1;
}

static bool match_meets(const struct tester *t, const struct rule_want *want)
{
	for (size_t i = 0; i < want->count; i++) {
		const struct rule_field *field = &want->fields[i];
		int part = match_part(t->rule, field->name);

		if (part < 0 && t->rule->emit == EMIT_DOCUMENT)
			continue;
		if (part < 0 || !slice_eq(group_text(t, part), field->value))
			return false;
	}
	return true;
}

/* Looks for the next match from *at on; moves *at behind it. */
static bool next_match(const struct tester *t, size_t *at)
{
	struct slice text = t->example->in;
	const size_t *found = pcre2_get_ovector_pointer(t->match);

	if (*at > text.n || pcre2_match(t->rule->code, (PCRE2_SPTR)text.p, text.n, *at,
					PCRE2_NOTEMPTY, t->match, t->limits) < 0)
		return false;
	*at = found[1] > *at ? found[1] : *at + 1;
	return true;
}

/* Whether a match meets the want; with no want, whether there is any match. */
static bool any_match(const struct tester *t, const struct rule_want *want)
{
	size_t at = 0;

	while (next_match(t, &at))
		if (!want || match_meets(t, want))
			return true;
	return false;
}

/* Of a document rule's want, the fields of the document record. */
static bool document_meets(const struct tester *t, const struct rule_want *want)
{
	if (t->rule->emit != EMIT_DOCUMENT)
		return true;
	for (size_t i = 0; i < want->count; i++)
		if (match_part(t->rule, want->fields[i].name) < 0 &&
		    !(t->records.count && same_value(&t->records.items[0], &want->fields[i])))
			return false;
	return true;
}

static void compare_matches(struct tester *t)
{
	const struct rule_example *example = t->example;

	if (!example->want_count && any_match(t, NULL))
		differ(t, "matched ", group_text(t, 0));
	for (size_t i = 0; i < example->want_count; i++) {
		const struct rule_want *want = &example->wants[i];

		if (any_match(t, want) && document_meets(t, want))
			continue;
		differ_want(t, want);
		if (t->rule->emit == EMIT_DOCUMENT && t->records.count)
			differ_record(t, &t->records.items[0]);
	}
}

static int read_example(struct tester *t, struct err *e)
{
	struct doc *d = &t->doc;

	d->id = slice_of("-");
	d->bytes = arena_copy(&d->arena, t->example->in);
	if (!d->bytes.p)
		return err_nomem(e);
	if (decode_utf8_only(d, e))
		return -1;
	return extractor_run(t->extractor, d, &t->records, e);
}

static bool wants_match(const struct rule_example *example)
{
	for (size_t i = 0; i < example->want_count; i++)
		for (size_t k = 0; k < example->wants[i].count; k++)
			if (slice_is(example->wants[i].fields[k].name, "match"))
				return true;
	return false;
}

/* Rules without records of their own, and rules whose examples ask for matches. */
static bool judged_by_match(const struct rule *rule)
{
	if (rule->emit != EMIT_TARGET && rule->emit != EMIT_DEADLINE &&
	    rule->emit != EMIT_ASSIGNMENT && rule->emit != EMIT_MENTION)
		return true;
	for (size_t i = 0; i < rule->example_count; i++)
		if (wants_match(&rule->examples[i]))
			return true;
	return false;
}

static void test_example(struct tester *t)
{
	struct err e;

	t->differs = false;
	t->records = (struct records){0};
	doc_init(&t->doc);
	if (read_example(t, &e))
		differ(t, "", slice_of(e.text));
	else if (judged_by_match(t->rule))
		compare_matches(t);
	else
		compare_records(t);
	doc_release(&t->doc);
	t->passed += !t->differs;
	t->failed += t->differs;
	if (t->verbose && !t->differs)
		printf("%s:%zu: %s: passed\n", t->rule->file, t->example->line, t->rule->id.p);
}

static int tester_open(struct tester *t, const struct ruleset *set, struct err *e)
{
	struct extract_options options = {.rules = set, .facts = true, .mentions = true};

	t->extractor = extractor_open(&options, e);
	if (!t->extractor)
		return -1;
	t->match = pcre2_match_data_create(UINT16_MAX, NULL);
	t->limits = pcre2_match_context_create(NULL);
	if (!t->match || !t->limits)
		return err_nomem(e);
	pcre2_set_match_limit(t->limits, MATCH_STEPS);
	return 0;
}

static void tester_close(struct tester *t)
{
	pcre2_match_context_free(t->limits);
	pcre2_match_data_free(t->match);
	if (t->extractor)
		extractor_close(t->extractor);
}

int rules_test(const struct ruleset *set, bool verbose)
{
	struct tester t = {.verbose = verbose};
	struct err e;
	int status = tester_open(&t, set, &e) ? failed(&e) : STATUS_DONE;

	for (size_t i = 0; status == STATUS_DONE && i < set->rule_count; i++) {
		t.rule = &set->rules[i];
		for (size_t k = 0; k < t.rule->example_count; k++) {
			t.example = &t.rule->examples[k];
			test_example(&t);
		}
	}
	tester_close(&t);
	if (status != STATUS_DONE)
		return status;
	printf("%zu passed, %zu failed\n", t.passed, t.failed);
	return t.failed ? STATUS_SOME : STATUS_DONE;
}
