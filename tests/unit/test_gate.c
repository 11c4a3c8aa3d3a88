#include "extract/gate.h"

#include "tests/unit/check.h"

/* A gate of one pattern. */
static struct gate *gate_of(const char *pattern)
{
	struct gate_pattern one = {.text = slice_of(pattern)};
	struct gate *g = NULL;
	struct err e = {""};

	if (!CHECK(gate_new(&one, 1, &g, &e) == 0))
		printf("%s: %s\n", pattern, e.text);
	return g;
}

struct places {
	char text[256];
	size_t count;
	size_t enough;
};

static int note(void *context, size_t at, size_t rule)
{
	struct places *p = context;
	size_t used = strlen(p->text);

	snprintf(p->text + used, sizeof(p->text) - used, "%s%zu:%zu", used ? " " : "", rule, at);
	return ++p->count == p->enough ? 7 : 0;
}

/* Where the pattern fires in the text, as `rule:byte rule:byte`. */
static bool fires_at(const char *pattern, const char *text, const char *places)
{
	struct gate *g = gate_of(pattern);
	struct places p = {.text = ""};
	bool same = g && !gate_scan(g, slice_of(text), note, &p) && !strcmp(p.text, places);

	if (!same)
		printf("%s in %s: fires at %s\n", pattern, text, p.text);
	gate_free(g);
	return same;
}

static void test_where_a_pattern_begins(void)
{
	CHECK(fires_at("新增\\d+家", "共新增50家,新增家", "0:3"));
	CHECK(fires_at("新增|建成", "新建成新增", "0:3 0:9"));
	CHECK(fires_at("a?b", "abcb", "0:0 0:1 0:3"));
	CHECK(fires_at("(?:ab){2}c", "ababab ababc", "0:7"));
	CHECK(fires_at("[一二三]+年", "一二年三", "0:0 0:3"));
	CHECK(fires_at("a # a comment\n b", "ab", "0:0"));
	CHECK(fires_at("\\x{5e74}\\ 底", "年 底年底", "0:0"));
	CHECK(fires_at("\xF0\xA0\x80\x80年", "\xF0\xA0\x80\x80年\xF0\xA0\x80\x81年", "0:0"));
}

static void test_lines(void)
{
	CHECK(fires_at("^第", "第第\n第", "0:0 0:7"));
	CHECK(fires_at("\\A第", "第第\n第", "0:0"));
	CHECK(fires_at("^.{2}", "ab\ncd", "0:0 0:3"));
	CHECK(fires_at("a\\n^b", "a\nb", "0:0"));
	CHECK(fires_at("(?:^|、)一", "一、一\n一", "0:0 0:3 0:10"));
}

/* A condition on the character before spares places, and so does what must come at the end. */
static void test_lookarounds(void)
{
	CHECK(fires_at("(?<!\\d)\\d+年", "2025年", "0:0"));
	CHECK(fires_at("\\d+年", "2025年", "0:0 0:1 0:2 0:3"));
	CHECK(fires_at("(?<=到|至)\\d年", "1年到2年至3年", "0:7 0:14"));
	CHECK(fires_at("(?<=x)a", "a", ""));
	CHECK(fires_at("(?<=达到|至|不(?:多|少)于)\\d年", "1年达到2年去3年于4年", "0:10 0:24"));
	CHECK(fires_at("(?<=\\b)a", "a", "0:0"));
	CHECK(fires_at("(?<!达到)\\d年", "达到1年", "0:6"));
	CHECK(fires_at("(?<=[\\x{3400}-\\x{9FFF}”])\\d", "1年2“3”4", "0:4 0:12"));
	CHECK(fires_at("(?<![\\x{3400}-\\x{9FFF}])\\d", "1年2,3", "0:0 0:6"));
	CHECK(fires_at("(?<![^年])\\d", "1年2,3", "0:0 0:4 0:6"));
	CHECK(fires_at("a(?!b)", "ab", "0:0"));
	CHECK(fires_at("\\d(?=[,。])", "12,34", "0:1"));
	CHECK(fires_at("(?:\\d(?=年|月)(?!底))", "1年2月3日", "0:0 0:4"));
	CHECK(fires_at("(?=\\d)[1a]x", "ax", "0:0"));
}

/* The end of a line or of the text is something that comes next, too. */
static void test_ends(void)
{
	CHECK(fires_at("\\d$", "12\n34", "0:1 0:4"));
	CHECK(fires_at("\\d\\Z", "12\n34", "0:1 0:4"));
	CHECK(fires_at("\\d\\z", "12\n34", "0:4"));
	CHECK(fires_at("\\d+(?=[,。]|\\z)", "1年2。3", "0:4 0:8"));
	CHECK(fires_at("\\d(?:$|年)", "1年2。3", "0:0 0:8"));
	CHECK(fires_at("^a$", "a", "0:0"));
	CHECK(fires_at("\\d$\\n", "1\n2", "0:0"));
}

/* A pattern that begins with anything is watched for at the first telling character after that. */
static void test_inner_anchors(void)
{
	struct gate *g = gate_of("(?<indicator>[^,。]{2,12})达到\\d+家");

	if (CHECK(g != NULL)) {
		CHECK(gate_rule(g, 0)->nearest == 2 && gate_rule(g, 0)->farthest == 12);
		CHECK(!gate_rule(g, 0)->open);
	}
	gate_free(g);
	CHECK(fires_at("[^,。]{2,12}达到\\d+家", "企业达到50家,达到家", "0:6"));
	CHECK(fires_at("“[^”\n]{0,16}年”", "“一年”", "0:0"));
	CHECK(fires_at("\\p{Han}?\\s{1,2}x", "一 x", "0:3"));
}

/* Where it begins with a line, the place may be any number of characters behind that. */
static void test_lines_before_anchors(void)
{
	struct gate *g = gate_of("(?:\\A|\\n)[ ]*[^,\n]{4,60}规划");

	CHECK(g && gate_rule(g, 0)->line && !gate_rule(g, 0)->open);
	gate_free(g);
	g = gate_of("^[^,]{4,60}规划");
	CHECK(g && !gate_rule(g, 0)->line);
	gate_free(g);
	CHECK(fires_at("^[^\\n]+规划", "一\n总体规划和规划", "0:10 0:19"));
	CHECK(fires_at("^(?s:.)+规划", "一\n总体规划", "0:0 0:4"));
	CHECK(fires_at("^\\D+规划", "一\n总体规划", "0:0 0:4"));
	CHECK(fires_at("^\\p{Han}+规划", "一\n总体规划", "0:10"));
}

/* Where one of few characters stands before a match, it can begin at any distance in the line. */
static void test_edges(void)
{
	struct gate *g = gate_of("(?<=[。\\n])[^。\n]+(?:、[^。\n]+)*牵头");
	struct slice text = slice_of("一。二\n三");

	if (CHECK(g != NULL)) {
		CHECK(!gate_rule(g, 0)->open && gate_rule(g, 0)->inside && !gate_rule(g, 0)->line);
		CHECK(!gate_edge(g, 0, text, 0) && !gate_edge(g, 0, text, 3));
		CHECK(gate_edge(g, 0, text, 6) && gate_edge(g, 0, text, 10));
	}
	gate_free(g);
	CHECK(fires_at("(?<=。)[^。\n]+牵头", "一。二牵头三牵头", "0:9 0:18"));
	g = gate_of("(?<!。)[^。\n]+牵头");
	CHECK(g && gate_rule(g, 0)->open);
	gate_free(g);
	g = gate_of("(?<=。)[^。]+牵头");
	CHECK(g && gate_rule(g, 0)->open);
	gate_free(g);
}

/* The same where it begins with one of few; near an anchor that tells where it can begin as well.
 */
static void test_openings(void)
{
	struct gate *g = gate_of("(?:由|[(\\[])[^()\n]+牵头[)\\]]");
	struct slice text = slice_of("由(一)");

	if (CHECK(g != NULL)) {
		CHECK(gate_rule(g, 0)->inside && gate_rule(g, 0)->edged);
		CHECK(gate_edge(g, 0, text, 0) && gate_edge(g, 0, text, 3));
		CHECK(!gate_edge(g, 0, text, 4) && !gate_edge(g, 0, text, 7));
	}
	gate_free(g);
	CHECK(fires_at("[(\\[][^()\n]+牵头[)\\]]", "(一牵头)(二牵头", "0:4"));
	g = gate_of("比[^,]{2,8}的约?\\d");
	if (CHECK(g != NULL)) {
		CHECK(gate_rule(g, 0)->farthest == 9 && !gate_rule(g, 0)->inside);
		CHECK(gate_rule(g, 0)->edged && gate_edge(g, 0, slice_of("比一"), 0));
		CHECK(!gate_edge(g, 0, slice_of("比一"), 3));
	}
	gate_free(g);
	g = gate_of("(?:由|[^,])[^,]{2,8}的约?\\d");
	CHECK(g && gate_rule(g, 0)->farthest && !gate_rule(g, 0)->edged);
	gate_free(g);
	g = gate_of("由?\\w{2,8}的约?\\d");
	CHECK(g && !gate_rule(g, 0)->edged);
	gate_free(g);
}

/* A match may go over several lines up to its anchor, which may be in a lookahead at the end. */
static void test_several_lines(void)
{
	struct gate *g = gate_of("^[^\\n]+\\n[^\\n]{2,8}规划$");

	CHECK(g && gate_rule(g, 0)->line && gate_rule(g, 0)->lines == 1);
	gate_free(g);
	g = gate_of("(?:\\A|\\n)(?:[^\\n]+\\n){1,3}[^\\n]*规划\\n");
	CHECK(g && gate_rule(g, 0)->line && gate_rule(g, 0)->lines == 3);
	gate_free(g);
	g = gate_of("^[^\\n]+(?=\\d{4}年)");
	CHECK(g && gate_rule(g, 0)->line && gate_rule(g, 0)->lines == 0);
	gate_free(g);
	CHECK(fires_at("^[^\\n]+(?=20\\d\\d年)", "一2030年\n二三", "0:5"));
	CHECK(fires_at("^[^\\n]+\\n[^\\n]+规划", "一\n总体规划", "0:10"));
}

static bool is_open(const char *pattern)
{
	struct gate *g = gate_of(pattern);
	bool open = g && gate_rule(g, 0)->open;

	gate_free(g);
	return open;
}

static void test_what_cannot_be_placed(void)
{
	CHECK(is_open(".*x"));
	CHECK(is_open("a*"));
	CHECK(is_open("(?i)ab"));
	CHECK(is_open("a\\Kb"));
	CHECK(is_open("(*COMMIT)ab"));
	CHECK(is_open("(a)|(?1)b"));
	CHECK(is_open("[^,]{1,500}x"));
	CHECK(!is_open("(a)b\\1"));
	CHECK(!is_open("x.*"));
	CHECK(!is_open("(?>ab)++(?s:.)"));
}

/* Rows of what a pattern may repeat are passed over at once, to what stands behind them. */
static void test_long_rows(void)
{
	char text[400];
	struct places p = {.text = "", .enough = 1};
	struct gate *g = gate_of("(?<!\\d)\\d+年");

	memset(text, '7', sizeof(text));
	memcpy(text + sizeof(text) - 3, "年", 3);
	CHECK(g && gate_scan(g, (struct slice){text, sizeof(text)}, note, &p) == 7);
	CHECK(strcmp(p.text, "0:0") == 0);
	gate_free(g);
	g = gate_of("\\d+年");
	p = (struct places){.text = ""};
	memset(text, '7', sizeof(text));
	CHECK(g && gate_scan(g, (struct slice){text, sizeof(text)}, note, &p) == 0);
	CHECK(p.count == 0);
	gate_free(g);
	CHECK(fires_at("a{3,300}b", "aab aaab", "0:4"));
	CHECK(fires_at("(?<![ab])(?:a+b)+c",
		       "aaaaaaaaaaaaaaaaaaaabaaaaaaaaaaaaaaaaaaaabc "
		       "aaaaaaaaaaaaaaaaaaaabaaaaaaaaaaaaaaaaaaaabb aaaaaaaaaaaaaaaaaaaaaabc",
		       "0:0 0:88"));
}

static void test_many_patterns(void)
{
	const struct gate_pattern patterns[] = {{slice_of("到20\\d\\d年"), false},
						{slice_of("\\d+年"), false},
						{slice_of("到\\p{Han}"), false}};
	struct places p = {.text = ""};
	struct gate *g = NULL;
	struct err e;

	CHECK(gate_new(patterns, 3, &g, &e) == 0);
	CHECK(g && gate_scan(g, slice_of("到2030年"), note, &p) == 0);
	CHECK(strcmp(p.text, "2:0 0:0 1:3 1:4 1:5 1:6") == 0);
	gate_free(g);
	CHECK(gate_new(NULL, 0, &g, &e) == 0);
	CHECK(gate_scan(g, slice_of("到2030年\n"), note, &p) == 0);
	gate_free(g);
}

/* Where the text that PCRE2 sees may end anywhere, its end tells nothing. */
static void test_cut_texts(void)
{
	struct gate_pattern pattern = {slice_of("年$|月\\z|(?:日(?=[,。]|$))"), true};
	struct places p = {.text = ""};
	struct gate *g = NULL;
	struct err e;

	CHECK(gate_new(&pattern, 1, &g, &e) == 0);
	CHECK(g && gate_scan(g, slice_of("年,月,日,"), note, &p) == 0);
	CHECK(strcmp(p.text, "0:0 0:4 0:8") == 0);
	gate_free(g);
}

int main(void)
{
	test_where_a_pattern_begins();
	test_lines();
	test_lookarounds();
	test_ends();
	test_inner_anchors();
	test_lines_before_anchors();
	test_edges();
	test_openings();
	test_several_lines();
	test_what_cannot_be_placed();
	test_long_rows();
	test_many_patterns();
	test_cut_texts();
	return check_done();
}
