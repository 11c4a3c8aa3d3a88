/*
 * Text read in a wrong charset comes out right, healthy text comes out as it is.
 */
#include "normalize/stage.h"
#include "tests/unit/check.h"
#include "tests/unit/transcoded.h"

/* A document of UTF-8, decoded; the caller releases it. */
static void decode(struct doc *d, struct slice bytes, uint32_t no_repair)
{
	struct stage_options options = {.from = slice_of("UTF-8"), .no_repair = no_repair};
	struct err e = {""};
	void *state;

	doc_init(d);
	d->bytes = bytes;
	CHECK(stage_decode.open(&state, &options, &e) == 0);
	CHECK(stage_decode.run(state, d, &e) == 0);
	stage_decode.close(state);
}

static bool becomes(struct slice before, const char *after)
{
	struct doc d;
	bool same;

	decode(&d, before, 0);
	same = slice_is(doc_text(&d), after);
	if (!same)
		printf("%.*s\nbecame %.*s\n", (int)before.n, before.p, (int)doc_text(&d).n,
		       doc_text(&d).p);
	doc_release(&d);
	return same;
}

/* How text was written (NULL: as UTF-8), what it was read as, and how often. */
static const struct {
	const char *text, *is, *as;
	int times;
} misread[] = {
	{"全市森林覆盖率达到四成以上。", "UTF-8", "ISO-8859-1", 1},
	{"全市森林覆盖率达到四成以上。", "UTF-8", "ISO-8859-1", 2},
	{"全市森林覆盖率达到四成以上。", "GBK", "ISO-8859-1", 1},
	{"推进科技创新", "UTF-8", "GBK", 1},
	{"各县区要加强组织领导", "GBK", "BIG5-HKSCS", 1},
	{"到2028年,新增就业3万人", "UTF-8", "ISO-8859-1", 1},
};

static void check_misread(void)
{
	for (size_t i = 0; i < sizeof(misread) / sizeof(misread[0]); i++) {
		struct slice text = transcoded(slice_of(misread[i].text), "UTF-8", misread[i].is);

		for (int k = 0; k < misread[i].times; k++) {
			struct slice next = transcoded(text, misread[i].as, "UTF-8");

			free((char *)text.p);
			text = next;
		}
		CHECK(text.p && becomes(text, misread[i].text));
		free((char *)text.p);
	}
}

/* What came with losses, or stands in healthy text. */
static const char *const damaged[][2] = {
	{"鍏ㄥ競妫�鏋楄�嗙洊鐜囪揪鍒板洓鎴愪互涓娿��", "全市森林覆盖率达到四成以上�"},
	{"本县鍔犲揩寤鸿�剧幇浠ｄ骇涓氫綋绯�,成效明显。", "本县加快建设现代产业体系,成效明显。"},
	{"全市中小學??破請鲳^覆蓋率,推動學校教育改革",
	 "全市中小學校科普場館覆蓋率,推動學校教育改革"},
	{"完善&ldquo;放管服&rdquo;改革&#12289;优化&nbsp;服务&#x3002;",
	 "完善“放管服”改革、优化\u00A0服务。"},
	{"请市?袌霰O管局配合检查", "请市市場監管局配合检查"},
	{"由國務?恨k公廳印發", "由國務院辦公廳印發"},
	{"高??萍汲晒D化", "高校科技成果轉化"},
	{"推動成渝地?^雙城經濟圈建設", "推動成渝地區雙城經濟圈建設"},
	{"實施侵?鄳土P性賠償制度", "實施侵權懲罰性賠償制度"},
	{"锟斤拷锟斤拷县长", "\uFFFD\uFFFD\uFFFD\uFFFD县长"},
};

static void check_damaged(void)
{
	for (size_t i = 0; i < sizeof(damaged) / sizeof(damaged[0]); i++)
		CHECK(becomes(slice_of(damaged[i][0]), damaged[i][1]));
}

/* Rare characters, other languages and question marks that are no damage. */
static const char *const healthy[] = {
	"皎皎复皎皎,恁恁恁忒言,行不得。",
	"新しいデータをサーバーにアップロードしてください。受信者アドレスに基づくフィルタの設定",
	"你去了吗?看A股的人,还有?K线图。",
	"",
	"?",
	"他问:为什么??没有人回答?后来呢?",
	"?辦結",
	"国有农(林?牧?渔)场,各乡镇?村?组",
	"請搜尋從 ??? 到 ???END 的內容,???行號錯誤,對於其他,則???",
	"京??次的包??有包好,里面的?西都?了,好??本?有坏,再就是系???有?慢",
	"可以重複使用?LibreOffice 的文件?Web 瀏覽器?",
	"旮旮旯旯儿里找遍了,囹圄、饕餮、魑魅魍魉、耄耋之年,觊觎已久,龃龉不断。",
	"À la recherche du temps perdu, où l'été s'achève; «naïveté» et cœur brisé — Ça va?",
	"àâãçèéêëîïôöûüýÿ ÀÂÃÇÈÉÊËÎÏÔÖÛÜÝ",
	"カタカナとひらがなの文章です。青い海と白い砂浜が続いている。",
	"Ελληνικά, русский язык и ㄅㄆㄇㄈ 注音符號",
	"髑髏縈蔓草。芳□□□□,□□□□□。",
	"用 &nbsp; 表示空格,用 & 连接;AT&T; R&D;",
	"网页里写作 <b>5&lt;6</b>,也写作&ldquo;引号&rdquo;",
	"锟鋙之剑,斤两,拷问",
	"2025年3D打印机、5G基站、A股、卡拉OK厅、维生素D含量",
};

static void check_healthy(void)
{
	for (size_t i = 0; i < sizeof(healthy) / sizeof(healthy[0]); i++)
		CHECK(becomes(slice_of(healthy[i]), healthy[i]));
}

/* A value is traced back through the repair to the bytes it stands on. */
static void check_spans(void)
{
	static const char before[] = "新增&ldquo;五星&rdquo;企业50家";
	struct doc d;
	size_t at;

	decode(&d, slice_of(before), 0);
	at = slice_find(doc_text(&d), 0, slice_of("50家"));
	CHECK(at < doc_text(&d).n);
	CHECK(doc_origin(&d, (struct span){at, at + 5}).start == strlen(before) - 5);
	CHECK(doc_kinds(&d, (struct span){at, at + 5}) == 0);
	at = slice_find(doc_text(&d), 0, slice_of("“"));
	CHECK(doc_kinds(&d, (struct span){at, at + 3}) == 1u << EDIT_MOJIBAKE);
	CHECK(slice_is(slice_cut(d.bytes, doc_origin(&d, (struct span){at, at + 3})), "&ldquo;"));
	CHECK(slice_is(doc_decoded(&d), before));
	doc_release(&d);
}

/* Each kind can be switched off. */
static void check_off(void)
{
	static const char before[] = "锟斤拷&ldquo;放管服&rdquo;改革";
	struct doc d;

	decode(&d, slice_of(before), 1u << EDIT_MOJIBAKE);
	CHECK(slice_is(doc_text(&d), "\uFFFD\uFFFD&ldquo;放管服&rdquo;改革"));
	CHECK(doc_kinds(&d, (struct span){0, 6}) == 1u << EDIT_LOST);
	doc_release(&d);
	decode(&d, slice_of(before), 1u << EDIT_LOST);
	CHECK(slice_is(doc_text(&d), "锟斤拷“放管服”改革"));
	doc_release(&d);
}

/* A long line of it is taken in several looks without a seam. */
static void check_long(void)
{
	enum { COPIES = 300 };
	static const char part[] = "全市森林覆盖率达到四成以上,";
	static char text[COPIES * sizeof(part)];
	struct slice garbled;

	for (int i = 0; i < COPIES; i++)
		memcpy(text + (size_t)i * (sizeof(part) - 1), part, sizeof(part));
	garbled = transcoded(slice_of(text), "ISO-8859-1", "UTF-8");
	CHECK(garbled.p && becomes(garbled, text));
	free((char *)garbled.p);
}

int main(void)
{
	check_misread();
	check_damaged();
	check_healthy();
	check_spans();
	check_off();
	check_long();
	return check_done();
}
