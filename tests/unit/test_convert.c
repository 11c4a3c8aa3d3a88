#include "normalize/stage.h"
#include "tests/unit/check.h"

#include <stdlib.h>

static int pass_through(struct doc *d, const char *text)
{
	struct editor pen;
	struct err e = {""};
	int bad;

	doc_init(d);
	editor_init(&pen);
	editor_reset(&pen, slice_of(text));
	bad = doc_push(d, "decode", &pen, &e);
	editor_release(&pen);
	return bad;
}

/* A document of that text, converted. */
static struct doc converted(const char *text)
{
	struct stage_options options = {0};
	struct err e = {""};
	struct doc d;
	void *state;

	if (pass_through(&d, text) || stage_convert.open(&state, &options, &e))
		abort();
	if (stage_convert.run(state, &d, &e))
		abort();
	stage_convert.close(state);
	return d;
}

static bool becomes(const char *text, const char *wanted)
{
	struct doc d = converted(text);
	bool same = slice_is(doc_text(&d), wanted);

	if (!same)
		printf("  %s\n  -> %.*s\n", text, (int)doc_text(&d).n, doc_text(&d).p);
	doc_release(&d);
	return same;
}

/* Simplified text is not only equal afterwards: there is no layer, so no edit. */
static bool is_left(const char *text)
{
	struct doc d = converted(text);
	bool left = d.layer_count == 1 && slice_is(doc_text(&d), text);

	if (!left)
		printf("  %s\n  -> %.*s\n", text, (int)doc_text(&d).n, doc_text(&d).p);
	doc_release(&d);
	return left;
}

static enum script script_of(const char *text)
{
	struct doc d = converted(text);
	enum script script = d.info.script;

	doc_release(&d);
	return script;
}

static void test_simplified_is_left(void)
{
	CHECK(is_left("成效显著,著名学者的专著《论著集》获奖,什么都没有改变。"));
	CHECK(is_left("乾隆年间的乾坤湾,只有后山里面的于家台子。"));
	CHECK(is_left("沈阳市沈河区的皇后大道,位于面粉厂以北十里,皇太后曾来过。"));
	CHECK(is_left("魏徵之后,宫商角徵羽,慰藉人心,反覆无常,覆盖率达到95%。"));
	CHECK(is_left("主任王昇、副主任李甯负责,2025年前后完成"));
	CHECK(is_left("GDP growth 6.5%\n\n\t(1) plan"));
	CHECK(is_left(""));
}

static void test_words(void)
{
	CHECK(becomes("為貫徹落實國務院關於推動創新發展的決定,特制定本計畫。",
		      "为贯彻落实国务院关于推动创新发展的决定,特制定本计划。"));
	CHECK(becomes("臺灣與台灣,裡面與裏面,群眾與羣衆", "台湾与台湾,里面与里面,群众与群众"));
	CHECK(becomes("甚麼時候、什麼人、怎麼辦", "什么时候、什么人、怎么办"));
	CHECK(becomes("扭轉乾坤;乾燥設備;樹幹與幹部", "扭转乾坤;干燥设备;树干与干部"));
	CHECK(becomes("徵調車輛,徵收土地,魏徵諫言", "征调车辆,征收土地,魏徵谏言"));
	CHECK(becomes("藉由答覆瞭解情況,提高網絡覆蓋率", "借由答复了解情况,提高网络覆盖率"));
	CHECK(becomes("衞生綫路説明", "卫生线路说明"));
	CHECK(becomes("敘述與敍述,粧點,屋簷", "叙述与叙述,妆点,屋檐"));
	CHECK(becomes("祇有這樣,衹要這樣", "只有这样,只要这样"));
}

/* Phrases that would reach over the border of two words. */
static void test_borders(void)
{
	CHECK(becomes("對於單位職工,位於倫敦的辦事處,處於潛在風險之中",
		      "对于单位职工,位于伦敦的办事处,处于潜在风险之中"));
	CHECK(becomes("改變徵收方式,今年釐清權責,雙重覆蓋,家電覆蓋面,設計畫面",
		      "改变征收方式,今年厘清权责,双重覆盖,家电覆盖面,设计画面"));
}

static void test_particle(void)
{
	CHECK(becomes("隨著經濟發展,圍繞著重點領域,沿著這條道路",
		      "随着经济发展,围绕着重点领域,沿着这条道路"));
	CHECK(becomes("成效顯著,功勳卓著,著名學者編著的著作,原著與譯著",
		      "成效显著,功勋卓著,著名学者编著的著作,原著与译著"));
	CHECK(becomes("發揮著作用,配合著推進,我們所著重的,討論著方案,比較著重實效",
		      "发挥着作用,配合着推进,我们所着重的,讨论着方案,比较着重实效"));
	CHECK(becomes("著力解決問題,著眼長遠,著手實施", "着力解决问题,着眼长远,着手实施"));
}

static void test_passages(void)
{
	CHECK(becomes("看著我。\n發展經濟。\n看著我。", "看着我。\n发展经济。\n看着我。"));
	/* The quotation is converted, the text about it left as it is. */
	CHECK(becomes("这项计划成效显著,编者著有专书。\n原文:隨著經濟發展,各項事業進步顯著。\n"
		      "这里的乾字读作钱,后来改了。\n",
		      "这项计划成效显著,编者著有专书。\n原文:随着经济发展,各项事业进步显著。\n"
		      "这里的乾字读作钱,后来改了。\n"));
	/* A stray in a simplified sentence is converted, and nothing else of the sentence. */
	CHECK(becomes("各级领导看著这项规划,认識一致。", "各级领导看著这项规划,认识一致。"));
	CHECK(becomes("步步高陞", "步步高升"));
}

static void test_script(void)
{
	CHECK(script_of("") == SCRIPT_NONE);
	CHECK(script_of("12% by 2025") == SCRIPT_NONE);
	CHECK(script_of("工作目的") == SCRIPT_SIMPLIFIED);
	CHECK(script_of("发展经济") == SCRIPT_SIMPLIFIED);
	CHECK(script_of("發展經濟") == SCRIPT_TRADITIONAL);
	CHECK(script_of("发展经济。發展經濟。") == SCRIPT_MIXED);
}

/* Lengths that differ, and characters outside the basic plane on either side. */
static void test_lengths(void)
{
	CHECK(becomes("㑮說𨦫說", "𫝈说䦀说"));
	CHECK(becomes("𠮷野家説明", "𠮷野家说明"));
	CHECK(becomes("説㑮", "说𫝈"));
}

/* Offset of the first `needle`, which must be there. */
static struct span place_of(struct slice text, const char *needle)
{
	size_t at = slice_find(text, 0, slice_of(needle));

	return (struct span){at, at + strlen(needle)};
}

static bool comes_from(const char *text, const char *clean, const char *original)
{
	struct doc d = converted(text);
	struct span at = place_of(doc_text(&d), clean);
	struct slice back = {"", 0};
	bool same = false;

	if (at.end <= doc_text(&d).n) {
		back = slice_cut(doc_decoded(&d), doc_origin(&d, at));
		same = slice_is(back, original) && doc_kinds(&d, at) == 1u << EDIT_SCRIPT;
	}
	doc_release(&d);
	return same;
}

static void test_origin(void)
{
	const char *text = "發展經濟,位於㑮鎮,設計畫冊。";

	CHECK(comes_from(text, "经济", "經濟"));
	CHECK(comes_from(text, "于", "於"));
	CHECK(comes_from(text, "𫝈", "㑮"));
	CHECK(comes_from(text, "镇", "鎮"));
	CHECK(comes_from(text, "画册", "畫冊"));
}

/* A long text is treated in pieces; none of the pieces may lose anything. */
static void test_long(void)
{
	static const char from[] = "發展,著名經濟㑮", to[] = "发展,著名经济𫝈";
	enum { TIMES = 20000 };
	struct buf long_from, long_to;

	buf_init(&long_from, SIZE_MAX);
	buf_init(&long_to, SIZE_MAX);
	for (int i = 0; i < TIMES; i++) {
		buf_adds(&long_from, from);
		buf_adds(&long_to, to);
		if (i % 100 == 99) {
			buf_addc(&long_from, '\n');
			buf_addc(&long_to, '\n');
		}
	}
	buf_addc(&long_from, '\0');
	buf_addc(&long_to, '\0');
	CHECK(becomes(long_from.data, long_to.data));
	buf_release(&long_from);
	buf_release(&long_to);
}

static void test_options(void)
{
	struct stage_options options = {.to = slice_of("simplified")};
	struct err e = {""};
	void *state;

	CHECK(stage_convert.open(&state, &options, &e) == 0);
	stage_convert.close(state);
	options.to = slice_of("klingon");
	CHECK(stage_convert.open(&state, &options, &e) == -1);
	CHECK(strstr(e.text, "klingon") && strstr(e.text, "simplified"));
}

int main(void)
{
	test_simplified_is_left();
	test_words();
	test_borders();
	test_particle();
	test_passages();
	test_script();
	test_lengths();
	test_origin();
	test_long();
	test_options();
	return check_done();
}
