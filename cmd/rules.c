/*
 * rules: check, test, list and profile rule sets.
 */
#include "cmd/rules.h"

#include <limits.h>
#include <stdio.h>

#include "cmd/cmd.h"
#include "cmd/options.h"
#include "extract/record.h"

struct request {
	struct texts rules;
	struct texts operands;
	bool verbose;
	bool flags;
	bool clean;
	const char *rule;
	const char *reference;
	const char *format;
};

#define AT(member) offsetof(struct request, member)

static const char *const format_names[] = {"text", "ndjson", NULL};

static const struct option rules_options[] = {
	{.name = "rules",
	 .kind = OPTION_TEXTS,
	 .offset = AT(rules),
	 .value = "PATH",
	 .help = "this file or folder instead of the shipped rules; may be repeated"},
	{.name = "flags",
	 .kind = OPTION_FLAG,
	 .offset = AT(flags),
	 .help = "list: the flags that records can carry, instead of the rules"},
	{.name = "verbose",
	 .letter = 'v',
	 .kind = OPTION_FLAG,
	 .offset = AT(verbose),
	 .help = "test: name the examples that passed; explain: all rules"},
	{.name = "rule",
	 .kind = OPTION_TEXT,
	 .offset = AT(rule),
	 .value = "ID",
	 .help = "explain: this rule only"},
	{.name = "clean",
	 .kind = OPTION_FLAG,
	 .offset = AT(clean),
	 .help = "explain: take the text as it is, without converting and normalizing it"},
	{.name = "reference",
	 .kind = OPTION_TEXT,
	 .offset = AT(reference),
	 .value = "DATE",
	 .help = "explain, diff: the day that 今年, 三年内 … are counted from"},
	{.name = "format",
	 .kind = OPTION_CHOICE,
	 .offset = AT(format),
	 .value = "NAME",
	 .help = "explain: text (default) or ndjson",
	 .choices = format_names},
	{.name = NULL},
};

static const struct option *const rules_tables[] = {rules_options, NULL};

static const struct usage rules_usage = {
	.command = "rules",
	.operands = "check|test|list|explain|diff|profile [OPERAND]...",
	.summary = "check  looks for mistakes in a rule set; exit status 0 when there are none,\n"
		   "       2 when there are or the set can't be read\n"
		   "test   runs the examples of the rules; exit status 0 when all of them pass,\n"
		   "       1 when one fails, 2 when the set can't be read\n"
		   "list   prints a line for each rule: id, version, status, emit, place\n"
		   "explain [TEXT|-]\n"
		   "       says how a text was read: its records and what each field rests on,\n"
		   "       all matches, what removed one, and how far the other rules came\n"
		   "diff OLD NEW [FILE|DIR|-]...\n"
		   "       says what differs between two rule sets, files or folders (behind\n"
		   "       those of --rules), and of documents which records do; exit status 0\n"
		   "       when nothing differs, 3 when something does\n"
		   "profile [FILE|DIR|-]...\n"
		   "       prints what each rule takes over documents: time, places at which it\n"
		   "       is tried, hits, documents in which it meets the limits",
	.tables = rules_tables,
};

static struct ruleset *load(const struct request *r, struct err *e)
{
	char shipped[PATH_MAX];
	const char *path = shipped;

	if (r->rules.count)
		return ruleset_load(r->rules.items, r->rules.count, e);
	if (ruleset_default_path(shipped, sizeof(shipped), e))
		return NULL;
	return ruleset_load(&path, 1, e);
}

static int check(const struct request *r, const struct ruleset *set)
{
	struct buf report;
	struct err e;
	size_t findings;
	int status;

	(void)r;
	buf_init(&report, SIZE_MAX);
	findings = ruleset_check(set, &report);
	status = buf_check(&report, &e) ? failed(&e) : STATUS_DONE;
	if (status == STATUS_DONE && findings) {
		fwrite(report.data, 1, report.len, stderr);
		complain("%zu rules, %zu findings", set->rule_count, findings);
		status = STATUS_FAILED;
	}
	buf_release(&report);
	return status;
}

static int test(const struct request *r, const struct ruleset *set)
{
	return rules_test(set, r->verbose);
}

static int list(const struct request *r, const struct ruleset *set)
{
	(void)r;
	for (size_t i = 0; i < set->rule_count; i++) {
		const struct rule *rule = &set->rules[i];

		printf("%-32s %3d  %-6s  %-10s  %s:%zu\n", rule->id.p, rule->version,
		       rule->draft ? "draft" : "stable", rule_emit_name(rule->emit), rule->file,
		       rule->line);
	}
	return STATUS_DONE;
}

static bool read_reference(const struct request *r, struct date *out)
{
	if (!r->reference || date_parse(slice_of(r->reference), out))
		return true;
	complain("option '--reference' wants a date such as 2025-03-31, not '%s'", r->reference);
	return false;
}

static int explain(const struct request *r, const struct ruleset *set)
{
	struct explain_options options = {
		.text = r->operands.count > 1 ? r->operands.items[1] : NULL,
		.rule = r->rule,
		.clean = r->clean,
		.verbose = r->verbose,
		.ndjson = r->format && strcmp(r->format, "ndjson") == 0,
	};

	if (r->operands.count > 2) {
		complain("rules explain takes one text; is it in quotation marks?");
		return STATUS_FAILED;
	}
	return read_reference(r, &options.reference) ? rules_explain(set, &options) : STATUS_FAILED;
}

static int diff(const struct request *r, const struct ruleset *none)
{
	struct diff_options options = {.rules = &r->rules};

	(void)none;
	if (r->operands.count < 3) {
		complain("rules diff wants two rule sets, files or folders");
		return STATUS_FAILED;
	}
	options.old = r->operands.items[1];
	options.new = r->operands.items[2];
	options.documents = (struct texts){r->operands.items + 3, r->operands.count - 3};
	return read_reference(r, &options.reference) ? rules_diff(&options) : STATUS_FAILED;
}

/* The operands behind the first. */
static int profile(const struct request *r, const struct ruleset *set)
{
	const struct texts paths = {r->operands.items + 1, r->operands.count - 1};

	return rules_profile(set, &paths);
}

static int list_flags(void)
{
	for (int i = 0; i < RECORD_FLAGS; i++) {
		const struct flag_info *flag = flag_info(i);

		printf("%s (%s)\n    %s\n", flag->name, flag->chinese, flag->english);
	}
	return STATUS_DONE;
}

static const struct {
	const char *name;
	int (*run)(const struct request *r, const struct ruleset *set);
	bool more;  /* operands may follow */
	bool loads; /* it loads its rule sets itself */
} actions[] = {
	{"check", check, false, false},	   {"test", test, false, false},
	{"list", list, false, false},	   {"explain", explain, true, false},
	{"profile", profile, true, false}, {"diff", diff, true, true},
};

enum { ACTIONS = sizeof(actions) / sizeof(actions[0]) };

static int run_action(const struct request *r, size_t action)
{
	struct ruleset *set;
	struct err e;
	int status;

	if (r->flags && actions[action].run == list)
		return list_flags();
	if (actions[action].loads)
		return actions[action].run(r, NULL);
	set = load(r, &e);
	if (!set)
		return failed(&e);
	status = actions[action].run(r, set);
	ruleset_free(set);
	return status;
}

static int perform(const struct request *r)
{
	const char *name = r->operands.count ? r->operands.items[0] : "";

	for (size_t i = 0; i < ACTIONS; i++)
		if (strcmp(actions[i].name, name) == 0 &&
		    (actions[i].more || r->operands.count == 1))
			return run_action(r, i);
	complain("rules wants one of check, test, list, explain, diff, profile (see 'zhibiao rules "
		 "--help')");
	return STATUS_FAILED;
}

int cmd_rules(int argc, char **argv)
{
	struct request r = {0};
	struct err e;
	int status = options_parse(&rules_usage, argc, argv, &r, &r.operands, &e);

	if (status == OPTIONS_HELP) {
		options_help(&rules_usage, stdout);
		status = STATUS_DONE;
	} else {
		status = status == OPTIONS_OK ? perform(&r) : failed(&e);
	}
	options_release(&rules_usage, &r, &r.operands);
	return status;
}
