#include "extract/ruleset.h"

#include <stdlib.h>
#include <unistd.h>

#include "tests/unit/check.h"

/* A folder of rule files that lives as long as the process. */
static char folder[] = "/tmp/zhibiao-ruleset-XXXXXX";

static const char *file_at(const char *name)
{
	static char path[4][128];
	static int next;
	char *place = path[next++ % 4];

	snprintf(place, sizeof(path[0]), "%s/%s", folder, name);
	return place;
}

static const char *write_file(const char *name, const char *text)
{
	const char *path = file_at(name);
	FILE *out = fopen(path, "wb");

	if (CHECK(out != NULL)) {
		fputs(text, out);
		CHECK(fclose(out) == 0);
	}
	return path;
}

/* The set of one file with that text; NULL with e filled. */
static struct ruleset *load_text(const char *text, struct err *e)
{
	const char *path = write_file("one.yaml", text);
	struct ruleset *set = ruleset_load(&path, 1, e);

	unlink(path);
	return set;
}

static struct ruleset *loaded(const char *text)
{
	struct err e = {""};
	struct ruleset *set = load_text(text, &e);

	if (!set)
		printf("%s\n", e.text);
	CHECK(set != NULL);
	return set;
}

/* Whether rule number i matches the subject, and its group g the text `want`. */
static bool rule_matches(const struct ruleset *set, size_t i, const char *subject,
			 enum rule_group g, const char *want)
{
	const struct rule *r = &set->rules[i];
	pcre2_match_data *data = pcre2_match_data_create_from_pattern(r->code, NULL);
	int n = pcre2_match(r->code, (PCRE2_SPTR)subject, strlen(subject), 0, 0, data, NULL);
	const size_t *at = pcre2_get_ovector_pointer(data);
	int number = want ? r->groups[g] : 0;
	bool same = n > number;

	if (same && want)
		same = slice_is((struct slice){subject + at[2 * number],
					       at[2 * number + 1] - at[2 * number]},
				want);
	pcre2_match_data_free(data);
	return same;
}

static void test_a_whole_file(void)
{
	struct ruleset *set =
		loaded("ruleset: {id: core, version: 0.1.0}\n"
		       "macros:\n"
		       "  digit: '[0-9]'\n"
		       "  number: '{{digit}}+(?:\\.{{digit}}+)?'\n"
		       "words:\n"
		       "  unit.place: [位, 名, 名次]\n"
		       "maps:\n"
		       "  op.before: {不低于: '>=', 约: ~}\n"
		       "rules:\n"
		       "  - id: target.rank\n"
		       "    version: 3\n"
		       "    status: draft\n"
		       "    emit: target\n"
		       "    priority: -2\n"
		       "    pattern: |\n"
		       "      前 (?<num>{{number}})   # the rank\n"
		       "      (?<unit>{{unit.place}})\n"
		       "    fields: {op: '<=', kind: rank}\n"
		       "    examples:\n"
		       "      - in: 进入全国前40位。\n"
		       "        want: [{value: 40, unit: 位, lead: [市甲局, 市乙局]}]\n"
		       "      - in: 位居前列。\n"
		       "        want: []\n");
	const struct rule *r = set->rules;

	CHECK(slice_is(set->id, "core") && slice_is(set->version, "0.1.0"));
	CHECK(set->rule_count == 1);
	CHECK(slice_is(r->id, "target.rank") && r->version == 3 && r->draft);
	CHECK(r->emit == EMIT_TARGET && r->priority == -2 && r->line == 10);
	CHECK(slice_is(rule_field(r, "op"), "<=") && rule_field(r, "unit").n == 0);
	CHECK(rule_matches(set, 0, "前3.5名次", GROUP_NUM, "3.5"));
	CHECK(rule_matches(set, 0, "前40名次", GROUP_UNIT, "名次"));
	CHECK(!rule_matches(set, 0, "前40家", GROUP_NUM, NULL));
	CHECK(r->groups[GROUP_MAX] == 0);
	CHECK(r->example_count == 2 && r->examples[0].line == 20);
	CHECK(r->examples[0].want_count == 1 && r->examples[1].want_count == 0);
	CHECK(slice_is(r->examples[0].wants[0].fields[2].value, "市甲局、市乙局"));
	ruleset_free(set);
}

static void test_lexicons(void)
{
	struct ruleset *set = loaded("words: {unit.count: [家, 个]}\n"
				     "maps: {op.before: {不低于: '>=', 约: ~}}\n"
				     "macros: {number: '[0-9]+'}\n");
	const struct lexicon *map = ruleset_words(set, "op.before");
	struct slice value;

	CHECK(map && lexicon_has(map, slice_of("约"), &value) && slice_is(value, "~"));
	CHECK(lexicon_count(ruleset_words(set, "unit.count")) == 2);
	CHECK(ruleset_words(set, "number") == NULL);
	CHECK(ruleset_words(set, "nothing") == NULL);
	ruleset_free(set);
}

/* Words with characters that mean something in a pattern, or that PCRE2_EXTENDED would skip. */
static void test_words_are_quoted(void)
{
	struct ruleset *set =
		loaded("words: {odd: ['C#', 'a b', '1.5', 'x|y', '(一)', '·', '\\E']}\n"
		       "rules:\n"
		       "  - {id: odd, emit: target, pattern: '(?<unit>{{odd}})$'}\n");
	static const char *const same[] = {"C#", "a b", "1.5", "x|y", "(一)", "·", "\\E"};
	static const char *const other[] = {"C", "ab", "145", "x", "一", "E"};

	for (size_t i = 0; i < sizeof(same) / sizeof(*same); i++)
		CHECK(rule_matches(set, 0, same[i], GROUP_UNIT, same[i]));
	for (size_t i = 0; i < sizeof(other) / sizeof(*other); i++)
		CHECK(!rule_matches(set, 0, other[i], GROUP_UNIT, NULL));
	ruleset_free(set);
}

static void test_macros_in_classes(void)
{
	struct ruleset *set =
		loaded("macros: {end: '。;', any: '甲|乙'}\n"
		       "words: {none: []}\n"
		       "rules:\n"
		       "  - {id: a, emit: target, pattern: '(?<unit>[^{{end}}]+)'}\n"
		       "  - {id: b, emit: target, pattern: '(?<unit>[]#{]{{any}}丙)'}\n"
		       "  - {id: c, emit: target, pattern: 'x{{none}}?'}\n"
		       "  - {id: d, emit: target, pattern: 'x{{none}}'}\n");

	CHECK(rule_matches(set, 0, "一二;三", GROUP_UNIT, "一二"));
	CHECK(rule_matches(set, 1, "#乙丙", GROUP_UNIT, "#乙丙"));
	CHECK(!rule_matches(set, 1, "#甲", GROUP_UNIT, NULL));
	CHECK(rule_matches(set, 2, "x", GROUP_UNIT, NULL));
	CHECK(!rule_matches(set, 3, "xx", GROUP_UNIT, NULL));
	ruleset_free(set);
}

static void test_later_files_win(void)
{
	const char *paths[2];
	struct ruleset *set;
	struct slice value = {0};

	paths[0] = write_file("a.yaml", "ruleset: {id: core, version: '1'}\n"
					"macros: {m: 甲}\n"
					"words: {w: [一]}\n"
					"maps: {p: {约: '~', 超: '>'}}\n"
					"rules:\n"
					"  - {id: r1, emit: target, pattern: '{{m}}{{w}}'}\n"
					"  - {id: r2, emit: target, pattern: 旧}\n"
					"  - {id: r3, emit: target, pattern: 旧}\n");
	paths[1] = write_file("b.yaml",
			      "macros: {m: 乙}\n"
			      "words: {w: [二]}\n"
			      "maps: {p: {约: '='}}\n"
			      "rules:\n"
			      "  - {id: r2, emit: target, pattern: 新}\n"
			      "  - {id: r3, emit: target, status: deprecated, pattern: 旧}\n");
	set = ruleset_load(paths, 2, NULL);
	if (!CHECK(set != NULL))
		return;
	CHECK(set->rule_count == 2);
	CHECK(rule_matches(set, 0, "乙一", 0, NULL) && rule_matches(set, 0, "乙二", 0, NULL));
	CHECK(!rule_matches(set, 0, "甲一", 0, NULL));
	CHECK(slice_is(set->rules[1].id, "r2") && rule_matches(set, 1, "新", 0, NULL));
	CHECK(lexicon_has(ruleset_words(set, "p"), slice_of("约"), &value) && slice_is(value, "="));
	CHECK(lexicon_has(ruleset_words(set, "p"), slice_of("超"), &value) && slice_is(value, ">"));
	ruleset_free(set);
	unlink(paths[0]);
	unlink(paths[1]);
}

/* How a rule of the set looks in all that it can inherit. */
static void describe(const struct rule *r, struct buf *out)
{
	buf_reset(out);
	buf_addf(out, "%s %s %d %s '%s' %d", r->id.p, rule_emit_name(r->emit), r->priority,
		 rule_scope_name(r->scope), r->pattern.p, r->version);
	for (size_t i = 0; i < r->field_count; i++)
		buf_addf(out, " %s=%s", r->fields[i].name.p, r->fields[i].value.p);
	for (size_t i = 0; i < r->veto_count; i++)
		buf_addf(out, " !%s", r->vetoes[i].pattern.p);
	buf_addc(out, '\0');
}

static void check_described(const struct ruleset *set, const char *const *want, size_t count)
{
	struct buf got;

	buf_init(&got, SIZE_MAX);
	CHECK(set->rule_count == count);
	for (size_t i = 0; i < set->rule_count && i < count; i++) {
		describe(&set->rules[i], &got);
		if (!CHECK(!got.failed && strcmp(got.data, want[i]) == 0))
			printf("%s\n", got.data);
	}
	buf_release(&got);
}

/* From rules before and behind, from deprecated ones, and over several. */
static void test_inheritance(void)
{
	static const char *const want[] = {
		"child target 9 clause '甲' 1 kind=rank unit=位 op=<= !丙 !丁",
		"grandchild target 9 row '戊' 1 kind=rank unit=位 op=<= !丙 !丁",
	};
	struct ruleset *set =
		loaded("rules:\n"
		       "  - {id: child, inherit: base, scope: clause, vetoes: [丁],\n"
		       "     fields: {kind: rank, unit: 位}}\n"
		       "  - {id: grandchild, inherit: child, scope: row, pattern: 戊}\n"
		       "  - {id: base, version: 4, status: deprecated, emit: target, priority: 9,\n"
		       "     scope: sentence, pattern: 甲, vetoes: [丙], fields: {kind: level, op: "
		       "'<='},\n"
		       "     examples: [{in: 甲, want: []}]}\n");

	check_described(set, want, 2);
	CHECK(set && set->rules[0].example_count == 0);
	ruleset_free(set);
}

/* A later file changes what it names of a rule, and leaves the rest of it as it is. */
static void test_inheritance_from_the_replaced(void)
{
	static const char *const want[] = {"b target 2  '乙' 1 op=<", "a target 7  '甲' 2 op=="};
	const char *paths[2];
	struct ruleset *set;

	paths[0] =
		write_file("one.yaml", "rules:\n"
				       "  - {id: a, inherit: b, pattern: 甲, fields: {op: '='}}\n"
				       "  - {id: b, emit: target, priority: 2, pattern: 乙,\n"
				       "     fields: {op: '<'}}\n");
	paths[1] =
		write_file("two.yaml", "rules: [{id: a, version: 2, inherit: a, priority: 7}]\n");
	set = ruleset_load(paths, 2, NULL);
	if (CHECK(set != NULL))
		check_described(set, want, 2);
	ruleset_free(set);
	unlink(paths[0]);
	unlink(paths[1]);
}

static void test_a_folder(void)
{
	const char *path = folder;
	struct ruleset *set;

	write_file("2.yaml", "rules: [{id: second, emit: target, pattern: 乙}]");
	write_file("10.yaml", "rules: [{id: first, emit: target, pattern: 甲}]");
	write_file("README.md", "not: [a rule file");
	write_file(".hidden.yaml", "not: [a rule file");
	set = ruleset_load(&path, 1, NULL);
	if (CHECK(set != NULL)) {
		CHECK(set->rule_count == 2);
		CHECK(slice_is(set->rules[0].id, "first") && slice_is(set->rules[1].id, "second"));
	}
	ruleset_free(set);
	unlink(file_at("2.yaml"));
	unlink(file_at("10.yaml"));
	CHECK(ruleset_load(&path, 1, NULL) == NULL);
	unlink(file_at("README.md"));
	unlink(file_at(".hidden.yaml"));
}

/* A rule, from its keys after `id: x` on, as the file whose errors are asked for. */
#define RULE(keys) "rules:\n  - id: x\n" keys
#define PATTERN(text) RULE("    emit: target\n    pattern: " text "\n")

static void test_errors_name_their_place(void)
{
	static const struct {
		const char *text;
		const char *place; /* after the path */
		const char *what;  /* somewhere in the message */
	} cases[] = {
		{"rules: [}", ":1:9: ", "flow node"},
		{"a: 1\n", ":1:1: ", "unknown key \"a\""},
		{"macros: {a: x}\nwords: {b: [c]}\nmacros: {d: e}\n", ":3:1: ", "twice"},
		{"maps: {o: {约: a, 近: b, 约: c}}\n", ":1:24: ", "twice"},
		{"words: {o: 约}\n", ":1:12: ", "must be a list"},
		{"words: {o: ['']}\n", ":1:13: ", "not empty"},
		{"words: {'o o': []}\n", ":1:9: ", "letters"},
		{"words: {o: &a [x]}\n", ":1:12: ", "anchors"},
		{"words: {o: *a}\n", ":1:12: ", "aliases"},
		{"words: {o: !!str x}\n", ":1:12: ", "tags"},
		{"macros: {o: x}\nwords: {o: [y]}\n", ":2:9: ", "a macro already"},
		{"macros: {a: '{{b}}', b: 'x{{a}}'}\n" PATTERN("'{{a}}'"),
		 ":1:27: ", "uses itself"},
		{PATTERN("'一{{nope}}'"), ":4:16: ", "unknown macro {{nope}}"},
		{PATTERN("'一{{nope'"), ":4:16: ", "{{ without"},
		{"words: {w: [a]}\n" PATTERN("'[{{w}}]'"), ":5:16: ", "inside [ ]"},
		{PATTERN("'一(?<nmu>二)'"), ":4:19: ", "unknown group name \"nmu\""},
		{PATTERN("'一(二'"), ":4:18: ", "parenthesis"},
		{PATTERN("|\n      一\n      二(?<num>三"), ":6:16: ", "parenthesis"},
		{PATTERN(">-\n      一\n      二(?<num>三"), ":6:16: ", "parenthesis"},
		{PATTERN("|-\n      一\n\n        二{{no}}\n"), ":7:10: ", "unknown macro"},
		{PATTERN("'(?J)(?<num>一)|(?<num>二)'"), ":4:22: ", "two groups"},
		{PATTERN("'\\C'"), ":4:17: ", "\\C"},
		{PATTERN("'(*UCP)一'"), ":4:", "UCP"},
		{PATTERN("''"), ":4:14: ", "empty pattern"},
		{RULE("    emit: taget\n    pattern: 一\n"), ":3:11: ", "unknown emit \"taget\""},
		{RULE("    emit: target\n"), ":2:5: ", "without \"pattern\""},
		{RULE("    pattern: 一\n"), ":2:5: ", "without \"emit\""},
		{RULE("    version: 1x\n"), ":2:5: ", "without"},
		{RULE("    emit: target\n    pattern: 一\n    version: 1x\n"),
		 ":5:14: ", "whole number"},
		{RULE("    emit: target\n    pattern: 一\n    version: 0\n"),
		 ":5:14: ", "whole number"},
		{RULE("    emit: target\n    pattern: 一\n    priority: 99999999999\n"),
		 ":5:15: ", "whole number"},
		{RULE("    emit: target\n    pattern: 一\n    status: new\n"), ":5:13: ", "status"},
		{RULE("    emit: target\n    pattern: 一\n    fields: {a: {b: c}}\n"),
		 ":5:17: ", "must be a value"},
		{RULE("    emit: target\n    pattern: 一\n    examples: [{in: 一}]\n"),
		 ":5:16: ", "without \"want\""},
		{RULE("    emit: target\n    pattern: 一\n  - {id: x, emit: target, pattern: "
		      "二}\n"),
		 ":5:5: ", "on line 2 already"},
		{RULE("    emit: target\n    pattern: 一\n    scope: page\n"), ":5:12: ", "scope"},
		{RULE("    emit: heading\n    pattern: 一\n    scope: section\n"),
		 ":2:5: ", "scope section"},
		{RULE("    emit: target\n    pattern: 一\n    vetoes: [一, '二(']\n"),
		 ":5:20: ", "parenthesis"},
		{RULE("    emit: target\n    pattern: 一\n    vetoes: [一, '{{no}}']\n"),
		 ":5:18: ", "unknown macro"},
		{RULE("    emit: target\n    pattern: 一\n    vetoes: ['']\n"),
		 ":5:14: ", "empty veto"},
		{RULE("    inherit: y\n"), ":2:5: ", "inherits from \"y\", which is not there"},
		{RULE("    inherit: x\n"), ":2:5: ", "\"x\", which no earlier file has"},
		{RULE("    inherit: y\n  - {id: y, inherit: x}\n"), ":4:5: ", "inherits from it"},
		{"a: {b: {c: {d: {e: {f: {g: {h: {i: {j: {k: {l: {m: {n: {o: {p: q}}}}}}}}}}}}}}}}",
		 ":1:", "nested too deeply"},
		{"--- {}\n--- {}\n", ":2:1: ", "second document"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct err e = {""};
		struct ruleset *set = load_text(cases[i].text, &e);
		const char *name = strstr(e.text, "one.yaml");

		CHECK(set == NULL);
		if (!CHECK(name && !strncmp(name + 8, cases[i].place, strlen(cases[i].place)) &&
			   strstr(e.text, cases[i].what)))
			printf("case %zu: %s\n", i, e.text);
		ruleset_free(set);
	}
}

static void test_the_caret_stands_below(void)
{
	struct err e = {""};

	CHECK(load_text("maps: {op: {约: a, 约: b}}\n", &e) == NULL);
	CHECK(strstr(e.text, "\n    maps: {op: {约: a, 约: b}}\n"
			     "                \u3000     ^") != NULL);
}

static void test_limits(void)
{
	enum { LONG = 300 * 1024 };
	struct err e = {""};
	struct buf text;
	const char *path = "/nonexistent/rules";

	buf_init(&text, SIZE_MAX);
	buf_adds(&text, "macros: {a: '");
	for (int i = 0; i < LONG; i++)
		buf_addc(&text, 'x');
	buf_adds(&text, "'}\n" PATTERN("'{{a}}'"));
	buf_addc(&text, '\0');
	CHECK(load_text(text.data, &e) == NULL && strstr(e.text, "macros replaced") != NULL);
	memset(text.data, '[', LONG);
	CHECK(load_text(text.data, &e) == NULL);
	buf_release(&text);
	CHECK(ruleset_load(&path, 1, &e) == NULL && strstr(e.text, path) != NULL);
}

/* Each macro uses the one before it twice: 2^40 copies of the first, were there no limit. */
static void test_growing_macros(void)
{
	struct err e = {""};
	struct buf text;

	buf_init(&text, SIZE_MAX);
	buf_adds(&text, "macros:\n  m0: x\n");
	for (int i = 1; i <= 40; i++)
		buf_addf(&text, "  m%d: '{{m%d}}{{m%d}}'\n", i, i - 1, i - 1);
	buf_adds(&text, PATTERN("'{{m40}}'"));
	buf_addc(&text, '\0');
	CHECK(load_text(text.data, &e) == NULL && strstr(e.text, "macros replaced") != NULL);
	buf_release(&text);
}

/* How many findings the lint has for the text, and whether one of them says `what`. */
static size_t findings(const char *text, const char *what)
{
	struct ruleset *set = loaded(text);
	struct buf report;
	size_t count;

	buf_init(&report, SIZE_MAX);
	count = set ? ruleset_check(set, &report) : 0;
	buf_addc(&report, '\0');
	if (what && !CHECK(report.data && strstr(report.data, what)))
		printf("%s\n", report.data);
	buf_release(&report);
	ruleset_free(set);
	return count;
}

#define EXAMPLES                                                                                   \
	"    examples:\n"                                                                          \
	"      - {in: 甲方乙。, want: [{value: 1}]}\n"                                         \
	"      - {in: 丙, want: []}\n"

static void test_check(void)
{
	CHECK(findings(PATTERN("甲") EXAMPLES, NULL) == 0);
	CHECK(findings(PATTERN("甲?") EXAMPLES, ":4:14: x: the pattern can match the empty") == 1);
	CHECK(findings(PATTERN("甲"), "no example of what it matches") == 2);
	CHECK(findings(PATTERN("甲") "    examples: [{in: 甲, want: [{value: 1}]}]\n",
		       "must not match") == 1);
	CHECK(findings("words: {w: [一, 二, 一]}\n", ":1:19: \"一\" is in the list \"w\"") == 1);
	CHECK(findings(RULE("    emit: section\n    pattern: 甲\n") EXAMPLES, "fields.status") ==
	      1);
	CHECK(findings(RULE("    emit: target\n    pattern: 甲\n    vetoes: [乙, '丙?']\n")
			       EXAMPLES,
		       ":5:18: x: the veto can match the empty") == 1);
	CHECK(findings(RULE("    emit: target\n    pattern: 甲\n    vetoes: ['(?:一+)+二']\n")
			       EXAMPLES,
		       "veto is prone to backtracking") == 1);
}

#define TWO_RULES(first, second, emit)                                                             \
	PATTERN(first)                                                                             \
	EXAMPLES "  - id: y\n    emit: " emit "\n    pattern: " second "\n" EXAMPLES

/* Of two rules that match the same in every example one is too many. */
static void test_rules_that_fire_together(void)
{
	CHECK(findings(TWO_RULES("甲方?", "'[甲]方?'", "target"),
		       "y: it matches just what x matches") == 1);
	CHECK(findings(TWO_RULES("甲方?", "甲", "target"), NULL) == 0);
	CHECK(findings(TWO_RULES("甲方?", "甲方?", "assignment"), NULL) == 0);
	CHECK(findings(TWO_RULES("甲", "'甲(?=方)'", "target") "      - {in: 甲乙, want: []}\n",
		       NULL) == 0);
}

static void test_backtracking(void)
{
	CHECK(findings(PATTERN("(?:一+)+二") EXAMPLES, "prone to backtracking") == 1);
	CHECK(findings(PATTERN("甲方(?:[^,]+,?)+。") EXAMPLES, "prone to backtracking") == 1);
	CHECK(findings(PATTERN("'[0-9]+(?:\\.[0-9]+)?%'") EXAMPLES, NULL) == 0);
	CHECK(findings(PATTERN("'甲方[^。]*乙'") EXAMPLES, NULL) == 0);
}

/* The worked example of the manual: the text between ```yaml and the next ```. */
static void test_the_manual(void)
{
	FILE *in = fopen("rules/README.md", "rb");
	struct buf text;
	char *start, *end;

	if (!CHECK(in != NULL))
		return;
	buf_init(&text, SIZE_MAX);
	if (CHECK(buf_reserve(&text, 65536) != NULL))
		text.len = fread(text.data, 1, 65535, in);
	fclose(in);
	buf_addc(&text, '\0');
	start = strstr(text.data, "```yaml\n");
	end = start ? strstr(start + 8, "```") : NULL;
	if (CHECK(end != NULL)) {
		*end = '\0';
		CHECK(findings(start + 8, NULL) == 0);
	}
	buf_release(&text);
}

/* Many steps that grow with the text, and not with its square, are no fault. */
static void test_a_long_list_is_no_backtracking(void)
{
	struct buf text;

	buf_init(&text, SIZE_MAX);
	buf_adds(&text, "words:\n  w: [甲");
	for (int i = 0; i < 300; i++)
		buf_addf(&text, ", 甲%d", i);
	buf_adds(&text, "]\n" PATTERN("'[0-9]+(?:\\.[0-9]+)?{{w}}'") EXAMPLES);
	buf_addc(&text, '\0');
	CHECK(findings(text.data, NULL) == 0);
	buf_release(&text);
}

static void test_default_path(void)
{
	char path[256], small[4];

	setenv("ZHIBIAO_RULES", "/some/where", 1);
	CHECK(ruleset_default_path(path, sizeof(path), NULL) == 0 && !strcmp(path, "/some/where"));
	CHECK(ruleset_default_path(small, sizeof(small), NULL) == -1);
}

int main(void)
{
	if (!mkdtemp(folder))
		return 1;
	test_a_whole_file();
	test_lexicons();
	test_words_are_quoted();
	test_macros_in_classes();
	test_later_files_win();
	test_inheritance();
	test_inheritance_from_the_replaced();
	test_a_folder();
	test_errors_name_their_place();
	test_the_caret_stands_below();
	test_limits();
	test_growing_macros();
	test_check();
	test_rules_that_fire_together();
	test_backtracking();
	test_a_long_list_is_no_backtracking();
	test_the_manual();
	test_default_path();
	rmdir(folder);
	return check_done();
}
