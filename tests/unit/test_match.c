/*
 * Match: with the gate exactly what PCRE2 finds over the whole text without it.
 */
#include "extract/match.h"

#include <glob.h>
#include <stdlib.h>
#include <unistd.h>

#include "normalize/utf8.h"
#include "tests/unit/check.h"
#include "tests/unit/random.h"

enum { TEXTS = 1000, SPLICES = 400, RANDOM_TEXTS = 3000 };

static struct buf texts[TEXTS];
static size_t text_count;

static bool same_match(const struct match *a, const struct match *b)
{
	return a->rule == b->rule && memcmp(&a->at, &b->at, sizeof(a->at)) == 0 &&
	       memcmp(a->groups, b->groups, GROUP_COUNT * sizeof(*a->groups)) == 0;
}

static bool same_list(const struct matches *a, const struct matches *b)
{
	for (size_t i = 0; i < a->count && i < b->count; i++)
		if (!same_match(&a->items[i], &b->items[i])) {
			printf("%s at %zu, else %s at %zu\n", a->items[i].rule->id.p,
			       a->items[i].at.start, b->items[i].rule->id.p, b->items[i].at.start);
			return false;
		}
	if (a->count != b->count)
		printf("%zu matches, else %zu\n", a->count, b->count);
	return a->count == b->count;
}

/*
 * Both ways over a text; *hits counts the matches. The gate can spare a rule its limits: what it
 * sees can't match is never tried.
 */
static bool same_both_ways(const struct ruleset *set, struct matcher *m, struct slice text,
			   size_t *hits)
{
	struct matches with[EMIT_COUNT] = {0}, without[EMIT_COUNT] = {0};
	struct ruleset plain = *set;
	struct match_limits limits = {0}, limits_without = {0};
	struct arena arena;
	struct err e;
	bool same;

	plain.gate = NULL;
	arena_init(&arena);
	same = !matcher_run(m, set, text, &arena, with, &limits, &e) &&
	       !matcher_run(m, &plain, text, &arena, without, &limits_without, &e) &&
	       limits.count <= limits_without.count;
	for (int emit = 0; same && emit < EMIT_COUNT; emit++) {
		same = same_list(&with[emit], &without[emit]);
		*hits += with[emit].count;
	}
	if (!same)
		printf("in: %.*s\n", (int)(text.n < 600 ? text.n : 600), text.p);
	arena_release(&arena);
	return same;
}

static void take_text(const char *path)
{
	struct buf *b = &texts[text_count];
	FILE *in = fopen(path, "rb");
	char block[65536];
	size_t n;

	if (!in || text_count == TEXTS)
		return;
	buf_init(b, SIZE_MAX);
	while ((n = fread(block, 1, sizeof(block), in)) > 0)
		buf_add(b, block, n);
	fclose(in);
	if (b->len && utf8_valid(buf_text(b)) == b->len)
		text_count++;
	else
		buf_release(b);
}

static size_t take_texts(const char *pattern)
{
	size_t before = text_count;
	glob_t found;

	if (glob(pattern, 0, NULL, &found) == 0) {
		for (size_t i = 0; i < found.gl_pathc; i++)
			take_text(found.gl_pathv[i]);
		globfree(&found);
	}
	return text_count - before;
}

static void test_documents(const struct ruleset *set, struct matcher *m)
{
	size_t hits = 0;

	CHECK(take_texts("fixtures/*.txt") > 0);
	if (!take_texts("../shared/corpus/*.txt"))
		printf("not here: ../shared/corpus\n");
	for (size_t i = 0; i < text_count; i++)
		CHECK(same_both_ways(set, m, buf_text(&texts[i]), &hits));
	CHECK(hits > 500);
}

static void test_examples(const struct ruleset *set, struct matcher *m)
{
	size_t hits = 0, count = 0;

	for (size_t i = 0; i < set->rule_count; i++)
		for (size_t k = 0; k < set->rules[i].example_count; k++, count++)
			CHECK(same_both_ways(set, m, set->rules[i].examples[k].in, &hits));
	CHECK(hits > count / 2);
}

/* Pieces of documents, cut anywhere between characters and put together at random. */
static void splice(struct random *r, struct buf *out)
{
	buf_reset(out);
	for (size_t pieces = 2 + random_below(r, 20); pieces; pieces--) {
		struct slice text = buf_text(&texts[random_below(r, text_count)]);
		size_t start = random_below(r, text.n), end = start + 1 + random_below(r, 200);

		while (start && ((unsigned char)text.p[start] & 0xC0) == 0x80)
			start--;
		while (end < text.n && ((unsigned char)text.p[end] & 0xC0) == 0x80)
			end++;
		end = end < text.n ? end : text.n;
		buf_slice(out, slice_cut(text, (struct span){start, end}));
	}
}

static void test_splices(const struct ruleset *set, struct matcher *m)
{
	struct random r = {20240229};
	struct buf text;
	size_t hits = 0;

	buf_init(&text, SIZE_MAX);
	for (int i = 0; i < SPLICES; i++) {
		splice(&r, &text);
		if (!CHECK(same_both_ways(set, m, buf_text(&text), &hits)))
			break;
	}
	CHECK(hits > SPLICES);
	buf_release(&text);
}

/* Patterns of every form, most of them with something for the gate to get wrong. */
static const char *const odd_patterns[] = {
	"a+b",
	"a*",
	"(?:a|ab)(?:c|bcd)?",
	"^a",
	"^[ab]*1",
	"\\Aab?",
	"a$",
	"b\\z",
	"(?<=a)b",
	"(?<!a)b",
	"(?<=[ab]|1)[ab]",
	"(?<![^a])b",
	"(?<=ab)1",
	"(?=ab)a",
	"(?!ab)a",
	"a(?=[b1]|$)",
	"[^ab]{1,3}年",
	"[^a]{0,2}b1",
	"\\p{Han}{2}a",
	"\\p{Han}{0,3}[ab]",
	".{3}a",
	".{0,4}\\n^b",
	"(?s:.){2}ab",
	"(a)\\1",
	"(?|(a)|(b))1",
	"(?>a+)b",
	"a++b",
	"a{2}",
	"a{2,3}b",
	"a{0}b",
	"a{,2}b",
	"a{b}?",
	"(?:a{2}){2,}b",
	"(?:a?b?){3}1",
	"(?i)AB",
	"a(?i:B)",
	"a\\Kb",
	"(?m)^b$",
	"\\bab",
	"\\Bb",
	"a\\Rb",
	"\\N{2}b",
	"\\x61b",
	"\\x{5e74}1",
	"[\\x61-b]1",
	"[]a]b",
	"[a-]1",
	"[^]a]b",
	"[[:alpha:]]1",
	"[\\d年]a",
	"[\\D]a",
	"\\Da",
	"\\W1",
	"[\\w]年",
	"\\h?年\\s",
	"a|",
	"(?:)b",
	"(?:^|年)a",
	"(?:^|[b\\s])1",
	"(?:\\A|\\n)[ab]",
	"(?:\\A|\\n)[^\\n]*年一",
	"^.*年1",
	"^[ ]*[^1]+年b",
	"(?s)^.+a年",
	"^[^\\s]*1年",
	"^\\W*ab",
	"^\\S+b1",
	"^[\\W]+1",
	"^[^\\D]*b年",
	"[^b]\\n[^a\\n]*b1",
	"[^b]{2}^[^\\n]*ab",
	"\\n[^\\n]*b1",
	"^(?:^|a).?年年",
	"(?<num>a)(?<=a)b",

	"年(?:a|b)*?1",
	"(?:[ab]1?)+年",
	"[ab]{1,40}1",
	"[ab]{7}",
	"(?:ab|a)++1",
	"((a|b)(?2))1",
	"(?(?=a)ab|b1)",
	"1{1,2}(?:年|a)",
	"a\\.b",
	"(?-s).b",
	"(*COMMIT)b",
	"(?<=b)[^b\\n]+1",
	"(?<=[b\\n])[^1\\n]+(?:1[^1\\n]+)*年(?=a|$)",
	"(?<=年)(?!a)(?<quote>[^\\n]*?a)(?=1|\\z)",
	"(?<=a|b).{1,80}一(?=b)",
	"^[^\\n]+\\n[^\\n]*1b",
	"(?:\\A|\\n)(?:[^\\n]+\\n){1,3}[^\\n]*年b",
	"^[^1]{1,90}(?=1年)",
	"^[^\\n]+(?:\\n[^\\n]*)?\\n年+(?=\\n|\\z)",
	"b(?=a)",
	"[ab]+(?=1|$)",
	"a(?:b(?=a)|1$)",
	"(?<=[\\x{3400}-\\x{9FFF}])[ab](?=\\Z)",
};

enum { ODD_PATTERNS = sizeof(odd_patterns) / sizeof(*odd_patterns) };

/* What every rule of an odd set has besides its pattern. */
static const char *const odd_keys[] = {"",
				       ", scope: sentence",
				       ", scope: clause",
				       ", scope: row",
				       ", scope: section",
				       ", scope: row, vetoes: ['一', '1年']",
				       ", vetoes: ['^b', 'a$']"};

enum { ODD_KEYS = sizeof(odd_keys) / sizeof(*odd_keys) };

/* Rules whose matches are never settled, so that none of them hides others. */
static struct ruleset *odd_set(size_t from, size_t to, const char *keys, struct err *e)
{
	char path[] = "/tmp/zhibiao-match-XXXXXX";
	const char *paths = path;
	struct ruleset *set = NULL;
	FILE *out = fdopen(mkstemp(path), "wb");

	if (!CHECK(out != NULL))
		return NULL;
	fprintf(out, "rules:\n");
	for (size_t i = from; i < to; i++)
		fprintf(out, "  - {id: r%zu, emit: document, pattern: '%s'%s}\n", i,
			odd_patterns[i], keys);
	fprintf(out, "  - {id: heading, emit: heading, pattern: '^[ab]1'}\n");
	fclose(out);
	set = ruleset_load(&paths, 1, e);
	unlink(path);
	return set;
}

static void random_text(struct random *r, struct buf *out)
{
	static const char *const chars[] = {"a",  "b",	"a", "b", "1", "年",
					    "一", "\n", " ", ".", ",", "。"};

	buf_reset(out);
	for (size_t n = random_below(r, 40); n; n--) {
		const char *c = chars[random_below(r, sizeof(chars) / sizeof(*chars))];
		size_t row = random_below(r, 30) ? 1 : random_below(r, 80);

		while (row--)
			buf_adds(out, c);
	}
}

static void check_odd(const struct ruleset *set, struct matcher *m)
{
	struct random r = {7};
	struct buf text;
	size_t hits = 0;

	buf_init(&text, SIZE_MAX);
	for (int i = 0; i < RANDOM_TEXTS; i++) {
		random_text(&r, &text);
		if (!CHECK(same_both_ways(set, m, buf_text(&text), &hits)))
			break;
	}
	CHECK(hits > RANDOM_TEXTS);
	buf_release(&text);
}

/* Each pattern alone must load or be refused by PCRE2; together they are one gate. */
static void test_odd_patterns(struct matcher *m)
{
	struct err e = {""};
	struct ruleset *set;

	for (size_t i = 0; i < ODD_KEYS; i++) {
		set = odd_set(0, ODD_PATTERNS, odd_keys[i], &e);
		if (!CHECK(set != NULL)) {
			printf("%s\n", e.text);
			return;
		}
		check_odd(set, m);
		ruleset_free(set);
	}
	for (size_t i = 0; i < ODD_PATTERNS; i++) {
		struct random r = {i + 1};
		struct buf text;
		size_t hits = 0;

		set = odd_set(i, i + 1, odd_keys[i % ODD_KEYS], &e);
		buf_init(&text, SIZE_MAX);
		for (int n = 0; set && n < 200; n++) {
			random_text(&r, &text);
			CHECK(same_both_ways(set, m, buf_text(&text), &hits));
		}
		buf_release(&text);
		ruleset_free(set);
	}
}

/* The text of each match of one kind, with a bar after each. */
static void list_matches(const struct matches *found, struct slice text, struct buf *out)
{
	buf_reset(out);
	for (size_t i = 0; i < found->count; i++) {
		buf_slice(out, slice_cut(text, found->items[i].at));
		buf_addc(out, '|');
	}
}

/* What a rule with these keys matches of a text in which every scope ends somewhere. */
static void check_scope(struct matcher *m, const char *keys, const char *want)
{
	static const char *const heading = "  - {id: heading, emit: heading, pattern: '^\\#'}\n";
	const char *text = "甲1,1;2\n3。4\n#5\n6";
	char path[] = "/tmp/zhibiao-match-XXXXXX";
	const char *paths = path;
	FILE *out = fdopen(mkstemp(path), "wb");
	struct matches found[EMIT_COUNT] = {0};
	struct match_limits limits = {0};
	struct ruleset *set = NULL;
	struct arena arena;
	struct buf got;
	struct err e = {""};

	arena_init(&arena);
	buf_init(&got, SIZE_MAX);
	if (CHECK(out != NULL)) {
		fprintf(out, "rules:\n%s  - {id: a, emit: status, %s}\n", heading, keys);
		fclose(out);
		set = ruleset_load(&paths, 1, &e);
		unlink(path);
	}
	if (CHECK(set && !matcher_run(m, set, slice_of(text), &arena, found, &limits, &e))) {
		list_matches(&found[EMIT_STATUS], slice_of(text), &got);
		if (!CHECK(slice_is(buf_text(&got), want)))
			printf("%s: %.*s\n", keys, (int)got.len, got.data);
	}
	buf_release(&got);
	arena_release(&arena);
	ruleset_free(set);
}

static void test_scopes_and_vetoes(struct matcher *m)
{
	static const char *const cases[][2] = {
		{"pattern: '\\d[^甲]*\\d'", "1,1;2\n3。4\n#5\n6|"},
		{"scope: document, pattern: '\\d[^甲]*\\d'", "1,1;2\n3。4\n#5\n6|"},
		{"scope: section, pattern: '\\d[^甲]*\\d'", "1,1;2\n3。4|5\n6|"},
		{"scope: row, pattern: '\\d[^甲]*\\d'", "1,1;2|3。4|"},
		{"scope: sentence, pattern: '\\d[^甲]*\\d'", "1,1;2|"},
		{"scope: clause, pattern: '\\d[^甲]*'", "1,|1;|2\n|3。|4\n|5\n|6|"},
		{"scope: row, pattern: '(?<=\\n)\\d'", "3|6|"},
		{"pattern: '\\d', vetoes: [甲]", "3|4|5|6|"},
		{"pattern: '\\d', vetoes: [丙, '2\\n3']", "1|1|2|3|4|5|6|"},
		{"pattern: '\\d', vetoes: [丙, '(?<=2\\n)3']", "1|1|2|4|5|6|"},
		{"scope: clause, pattern: '\\d', vetoes: [甲, '\\#']", "1|2|3|4|6|"},
		{"scope: row, pattern: '\\d', vetoes: ['3']", "1|1|2|5|6|"},
		{"scope: section, pattern: '\\d', vetoes: ['4']", "5|6|"},
		{"scope: document, pattern: '\\d', vetoes: ['4']", ""},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		check_scope(m, cases[i][0], cases[i][1]);
}

/* A rule that meets the limits is given up on its line only, whichever way it was tried. */
static void test_limits(struct matcher *m)
{
	static const char *const file =
		"rules:\n"
		"  - {id: slow, emit: status, pattern: '年(?:.|..|.{3})+b(?=1)'}\n"
		"  - {id: calm, emit: status, pattern: '年c'}\n";
	char path[] = "/tmp/zhibiao-match-XXXXXX";
	const char *paths = path;
	FILE *out = fdopen(mkstemp(path), "wb");
	struct matches found[EMIT_COUNT] = {0};
	struct ruleset *set;
	struct arena arena;
	struct err e;
	struct match_limits limits = {0};
	size_t hits = 0;
	const char *text = "年ab1\n年aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab\n年ab1年c\n";

	if (!CHECK(out != NULL))
		return;
	fputs(file, out);
	fclose(out);
	set = ruleset_load(&paths, 1, &e);
	unlink(path);
	arena_init(&arena);
	if (CHECK(set != NULL)) {
		CHECK(matcher_run(m, set, slice_of(text), &arena, found, &limits, &e) == 0);
		CHECK(limits.count == 1 && found[EMIT_STATUS].count == 3);
		CHECK(same_both_ways(set, m, slice_of(text), &hits));
	}
	arena_release(&arena);
	ruleset_free(set);
}

static void test_costs(const struct ruleset *set, struct matcher *m)
{
	struct rule_cost *costs = calloc(set->rule_count, sizeof(*costs));
	struct matches found[EMIT_COUNT] = {0};
	struct match_limits limits = {0};
	size_t hits = 0, tries = 0;
	struct arena arena;
	struct err e;

	if (!CHECK(costs != NULL))
		return;
	arena_init(&arena);
	matcher_measure(m, costs);
	CHECK(matcher_run(m, set, slice_of("到2030年,培育企业50家。"), &arena, found, &limits,
			  &e) == 0);
	matcher_measure(m, NULL);
	for (size_t i = 0; i < set->rule_count; i++) {
		hits += costs[i].hits;
		tries += costs[i].tries;
	}
	CHECK(hits >= 2 && tries >= hits && tries < 60);
	arena_release(&arena);
	free(costs);
}

int main(void)
{
	const char *path = "rules";
	struct err e = {""};
	struct ruleset *set = ruleset_load(&path, 1, &e);
	struct matcher *m = matcher_new(&e);

	if (!CHECK(set != NULL && m != NULL)) {
		printf("%s\n", e.text);
		return check_done();
	}
	test_documents(set, m);
	test_examples(set, m);
	test_splices(set, m);
	test_odd_patterns(m);
	test_scopes_and_vetoes(m);
	test_limits(m);
	test_costs(set, m);
	for (size_t i = 0; i < text_count; i++)
		buf_release(&texts[i]);
	matcher_free(m);
	ruleset_free(set);
	return check_done();
}
