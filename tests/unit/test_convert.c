#include "normalize/stage.h"
#include "normalize/tables/convert_table.h"
#include "tests/unit/check.h"
#include "tests/unit/random.h"

#include <stdlib.h>

/* A document of that text, as if it had been decoded. */
static int pass_through(struct doc *d, struct slice text)
{
	struct editor pen;
	struct err e = {""};
	int bad;

	doc_init(d);
	editor_init(&pen);
	editor_reset(&pen, text);
	bad = doc_push(d, "decode", &pen, &e);
	editor_release(&pen);
	return bad;
}

static void *open_stage(const char *to)
{
	struct stage_options options = {.to = slice_of(to)};
	struct err e = {""};
	void *state;

	if (stage_convert.open(&state, &options, &e))
		abort();
	return state;
}

static struct doc run_stage(void *state, struct slice text)
{
	struct err e = {""};
	struct doc d;

	if (pass_through(&d, text) || stage_convert.run(state, &d, &e))
		abort();
	return d;
}

/* A document of that text, converted to the script or as the configuration says. */
static struct doc converted_to(const char *to, struct slice text)
{
	void *state = open_stage(to);
	struct doc d = run_stage(state, text);

	stage_convert.close(state);
	return d;
}

static struct doc converted(const char *text)
{
	return converted_to("simplified", slice_of(text));
}

static bool becomes_in(const char *to, const char *text, const char *wanted)
{
	struct doc d = converted_to(to, slice_of(text));
	bool same = slice_is(doc_text(&d), wanted);

	if (!same)
		printf("  %s\n  -> %.*s\n", text, (int)doc_text(&d).n, doc_text(&d).p);
	doc_release(&d);
	return same;
}

static bool becomes(const char *text, const char *wanted)
{
	return becomes_in("simplified", text, wanted);
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
	CHECK(is_left("登上崑崙关,丁崑崙、王喆、李堃出席,市闤路改造,保护白鱀豚和黑斑原鮡。"));
	CHECK(is_left("论语说:大车无輗,小车无軏,七十而从心所欲,不踰矩。"));
	CHECK(is_left("GDP growth 6.5%\n\n\t(1) plan"));
	CHECK(is_left(
		"脸上显着惊慌的神色,彰显着魅力,写着名字,挂着名牌,起着作用,有着名为老李的邻居。"));
	CHECK(is_left("他合着眼,唱着名曲,编着辫子,原着不动。"));
	CHECK(is_left("工作😀目的。"));
	CHECK(is_left(""));
}

/* What a conversion of simplified text to itself did, and of traditional text by characters. */
static void test_mended(void)
{
	CHECK(becomes("成效显着。差异显着,显着提高了效率", "成效显著。差异显著,显著提高了效率"));
	CHECK(becomes("着名学者编写的文学名着,功勋卓着", "著名学者编写的文学名著,功勋卓著"));
	CHECK(becomes("效果顯着,着名專家隨着學者", "效果显著,著名专家随着学者"));
	CHECK(becomes("發展云計算,三天后召開,里面有面條,只有一隻",
		      "发展云计算,三天后召开,里面有面条,只有一只"));
	CHECK(becomes("乾部職工,相乾單位,批準立項,十公裏,隻有改革,方麵,皇後",
		      "干部职工,相干单位,批准立项,十公里,只有改革,方面,皇后"));
	CHECK(becomes("為了发展,裡面有问题,登上崑崙山,經过",
		      "为了发展,里面有问题,登上崑崙山,经过"));
	CHECK(becomes("發展經濟。崑崙山上,白雪皚皚。", "发展经济。昆仑山上,白雪皑皑。"));
	CHECK(becomes("恢覆生產,覆雜局面,全面複蓋,為瞭發展,登上瞭望台",
		      "恢复生产,复杂局面,全面覆盖,为了发展,登上瞭望台"));
}

static void test_names(void)
{
	CHECK(becomes("《後漢書》《乾隆王朝》《於潛縣志》《餘光中詩集》",
		      "《后汉书》《乾隆王朝》《於潜县志》《余光中诗集》"));
	CHECK(becomes("錢鍾書、王乾、魏徵、樊於期、陳昇列席會議",
		      "钱锺书、王乾、魏徵、樊於期、陈昇列席会议"));
	CHECK(becomes_in("traditional", "《红楼梦》《后汉书》,皇后与太后,于右任、范仲淹",
			 "《紅樓夢》《後漢書》,皇后與太后,于右任、范仲淹"));
	CHECK(becomes_in("traditional", "市长范建国、书记余大海会见来宾",
			 "市長范建國、書記余大海會見來賓"));
}

static void test_to_traditional(void)
{
	CHECK(becomes_in("traditional", "后来里面只有一只干面包,干部于是发表意见",
			 "後來裏面只有一隻乾麪包,幹部於是發表意見"));
	CHECK(becomes_in("traditional", "頭髮裡面,皇后來了。", "頭髮裡面,皇后來了。"));
	CHECK(becomes_in("traditional", "頭髮很長,皇后來了。\n头发很长,皇后来了。\n",
			 "頭髮很長,皇后來了。\n頭髮很長,皇后來了。\n"));
	CHECK(becomes_in("taiwan", "里面说明为什么着重线路", "裡面說明為什麼著重線路"));
	CHECK(becomes_in("hongkong", "里面说明为什么着重线路", "裏面説明為什麼着重線路"));
	CHECK(becomes_in("taiwan", "爲甚麼在裏面", "為甚麼在裡面"));
}

/* Everything is converted, whatever script it is in. */
static void test_configurations(void)
{
	CHECK(becomes_in("t2s", "顯著 隨著 着", "显著 随著 着"));
	CHECK(becomes_in("s2t", "皇后 后天 頭髮", "皇后 後天 頭髮"));
	CHECK(becomes_in("s2twp", "鼠标里面的软件", "滑鼠裡面的軟體"));
	CHECK(becomes_in("tw2sp", "滑鼠裡面的軟體", "鼠标里面的软件"));
	CHECK(becomes_in("t2tw", "裏面", "裡面"));
	CHECK(becomes_in("hk2t", "裏面説明", "裏面說明"));
	CHECK(becomes_in("s2t", "\xEF\xA4\x84", "滑")); /* U+F904 */
	/* The words of the first step are borders for the second: 低 | 级别. */
	CHECK(becomes_in("s2twp", "低级别产品", "低級別產品"));
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
	CHECK(becomes("各级领导组织专家学习这项规划时发现创业环节较为复杂,"
		      "还认識到应当优化营商环境、简化办证",
		      "各级领导组织专家学习这项规划时发现创业环节较为复杂,"
		      "还认识到应当优化营商环境、简化办证"));
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
	CHECK(script_of("12% 😀") == SCRIPT_NONE);
	CHECK(script_of("步步高陞") == SCRIPT_TRADITIONAL);
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
	enum { TIMES = 60000 };
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
	CHECK(long_from.len > 1024 * 1024); /* as much as changes hands without a copy */
	CHECK(becomes(long_from.data, long_to.data));
	buf_release(&long_from);
	buf_release(&long_to);
}

/* Back from vocabulary of other lengths through two steps. */
static void test_origin_of_two_steps(void)
{
	struct doc d = converted_to("s2twp", slice_of("更换鼠标和程序"));
	struct span at = place_of(doc_text(&d), "程式");

	CHECK(d.layer_count == 3);
	CHECK(slice_is(doc_text(&d), "更換滑鼠和程式"));
	CHECK(slice_is(slice_cut(doc_decoded(&d), doc_origin(&d, at)), "程序"));
	doc_release(&d);
}

/* A random one of the strings of a list. */
static struct slice pick(struct random *r, const char *const *list)
{
	size_t count = 0;

	while (list[count])
		count++;
	return slice_of(list[random_below(r, count)]);
}

/* A few characters from somewhere in a text. */
static struct slice snippet(struct random *r, struct slice text)
{
	size_t start = random_below(r, text.n), end;

	while (start && (text.p[start] & 0xC0) == 0x80)
		start--;
	end = start + random_below(r, text.n - start + 1);
	if (end - start > 24)
		end = start + 24;
	while (end < text.n && (text.p[end] & 0xC0) == 0x80)
		end++;
	return slice_cut(text, (struct span){start, end});
}

static const char *const prose[] = {
	"為貫徹落實國務院關於推動創新發展的決定,隨著經濟發展,成效顯著。著名學者編著的著作。",
	"各级领导看着这项规划,什么都没有改变。成效显着,着名专家。乾隆年间,皇后里面只有一只。",
	"徵調車輛,宮商角徵羽,於潛縣,慰藉,藉由,瞭望,覆蓋,恢覆,李乾,魏徵,樊於期,頭髮,余光中\n",
	"台灣後來的面條,裏面、裡面;頭髮。理发!松树?干部\n云计算,人云亦云,钟表,钟馗,几乎\n",
	NULL,
};

/* Text of both scripts, real and broken, with phrases of the tables cut anywhere. */
static void add_text(struct random *r, struct buf *text)
{
	for (size_t i = 1 + random_below(r, 12); i; i--) {
		switch (random_below(r, 4)) {
		case 0:
			buf_slice(text, snippet(r, pick(r, convert_simplified.phrases)));
			break;
		case 1:
			buf_slice(text, snippet(r, pick(r, convert_st.phrases)));
			break;
		case 2:
			buf_slice(text, snippet(r, pick(r, convert_simplified.characters)));
			break;
		default:
			buf_slice(text, snippet(r, pick(r, prose)));
		}
	}
}

/*
 * Converting what was converted changes nothing. The beginning keeps a text of a few characters
 * from losing the only one that shows a script.
 */
static void test_idempotent(const char *to, const char *beginning)
{
	struct buf text;
	void *state = open_stage(to);
	struct random r = {1};
	struct doc once, twice;

	buf_init(&text, SIZE_MAX);
	for (int i = 0; i < 5000; i++) {
		buf_reset(&text);
		buf_adds(&text, beginning);
		add_text(&r, &text);
		once = run_stage(state, buf_text(&text));
		twice = run_stage(state, doc_text(&once));
		CHECK(slice_eq(doc_text(&once), doc_text(&twice)));
		if (!slice_eq(doc_text(&once), doc_text(&twice)))
			printf("  %s: %.*s\n  -> %.*s\n  -> %.*s\n", to, (int)text.len, text.data,
			       (int)doc_text(&once).n, doc_text(&once).p, (int)doc_text(&twice).n,
			       doc_text(&twice).p);
		doc_release(&once);
		doc_release(&twice);
	}
	buf_release(&text);
	stage_convert.close(state);
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

/* What share of the characters of one script only is traditional. */
static double share_of(const char *text)
{
	void *state = open_stage("");
	struct err e = {""};
	double share;
	struct doc d;

	CHECK(pass_through(&d, slice_of(text)) == 0 && stage_convert.run(state, &d, &e) == 0);
	share = d.info.traditional;
	stage_convert.close(state);
	doc_release(&d);
	return share;
}

static void test_shares(void)
{
	CHECK(share_of("经济发展。") == 0 && share_of("abc") == 0);
	CHECK(share_of("經濟發展。") == 1);
	CHECK(share_of("經濟。\n经济。") == 0.5);
}

/* The title that the container gives is converted with the text, and by itself. */
static void test_title(void)
{
	void *state = open_stage("simplified");
	struct err e = {""};
	struct doc d;

	CHECK(!pass_through(&d, slice_of("一、推广电动公车。")));
	d.info.title = slice_of("綠色運輸行動方案");
	CHECK(!stage_convert.run(state, &d, &e));
	CHECK(slice_is(d.info.title, "绿色运输行动方案"));
	CHECK(d.info.script == SCRIPT_SIMPLIFIED);
	CHECK(slice_is(doc_text(&d), "一、推广电动公车。"));
	doc_release(&d);
	stage_convert.close(state);
}

int main(void)
{
	test_simplified_is_left();
	test_mended();
	test_names();
	test_to_traditional();
	test_configurations();
	test_words();
	test_borders();
	test_particle();
	test_passages();
	test_script();
	test_shares();
	test_lengths();
	test_origin();
	test_origin_of_two_steps();
	test_long();
	test_idempotent("simplified", "");
	test_idempotent("traditional", "");
	test_idempotent("taiwan", "發展經濟。");
	test_options();
	test_title();
	return check_done();
}
