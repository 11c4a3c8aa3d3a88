/*
 * Charset recognition on whole texts, on windows of them, cut and damaged, and on what is no text.
 */
#include "normalize/charset.h"
#include "tests/unit/check.h"
#include "tests/unit/random.h"
#include "tests/unit/transcoded.h"

static const char simplified[] =
	"云岭市人民政府办公室关于印发数字经济发展三年行动方案的通知\n各县(区)人民政府,市直各部门:"
	"为贯彻落实省委、省政府决策部署,加快推动数字技术与实体经济深度融合,制定本方案。"
	"一、总体要求。坚持创新驱动、应用牵引,力争到2028年,数字经济核心产业增加值占地区生产总值"
	"比重达到12%,培育专精特新企业80家以上,建成智能工厂30个。二、重点任务。(一)"
	"完善信息基础设施。"
	"实现乡镇以上区域第五代移动通信网络全覆盖,行政村光纤通达率达到100%。三、保障措施。"
	"各有关部门要加强组织领导,明确责任分工,于每年12月底前将工作进展报送市工业和信息化局。"
	"老人们坐在桥头的石阶上,听孩子说起城里的新鲜事,河水慢慢地流过去,天色渐渐暗了下来。";

static const char traditional[] =
	"雲嶺市政府關於推動數位經濟發展三年行動方案的通知\n各縣市政府及所屬機關:為落實產業升級政策,"
	"加速數位技術與實體經濟整合,特訂定本方案。一、總體目標。堅持創新與應用並重,至2028年,"
	"數位經濟核心產業增加值比重達到12%,輔導中小企業80家以上,設置智慧工廠30處。二、重點工作。"
	"(一)健全資訊基礎建設。各鄉鎮行動寬頻網路全面涵蓋,光纖到村比率達到100%。三、保障措施。"
	"各主管機關應加強組織領導,明確權責分工,於每年12月底前將辦理情形函報經濟發展局備查。"
	"老人們坐在橋頭的石階上,聽孩子說起城裡的新鮮事,河水慢慢地流過去,天色漸漸暗了下來。";

struct form {
	const char *text, *iconv_name, *charset;
};

static const struct form forms[] = {
	{simplified, "UTF-8", "UTF-8"},	       {simplified, "GB18030", "GB18030"},
	{simplified, "UTF-16LE", "UTF-16LE"},  {simplified, "UTF-16BE", "UTF-16BE"},
	{simplified, "UTF-32LE", "UTF-32LE"},  {traditional, "UTF-8", "UTF-8"},
	{traditional, "BIG5", "Big5"},	       {traditional, "GBK", "GB18030"},
	{traditional, "UTF-16LE", "UTF-16LE"}, {traditional, "UTF-16BE", "UTF-16BE"},
};

static bool guessed(struct slice bytes, const char *charset)
{
	return strcmp(charset_guess(bytes).name, charset) == 0;
}

static size_t after(struct slice text, size_t at, size_t characters)
{
	while (at < text.n && characters--)
		at += utf8_len((unsigned char)text.p[at]);
	return at;
}

/* Of all windows of so many characters, how many are taken for another charset. */
static size_t misses(const struct form *f, size_t characters, size_t *windows)
{
	struct slice text = slice_of(f->text);
	size_t missed = 0, at = 0, end;

	for (*windows = 0; (end = after(text, at, characters)) < text.n; ++*windows) {
		struct slice window = slice_cut(text, (struct span){at, end});
		struct slice bytes = transcoded(window, "UTF-8", f->iconv_name);

		missed += !bytes.p || !guessed(bytes, f->charset);
		free((char *)bytes.p);
		at = after(text, at, 3);
	}
	return missed;
}

static void check_windows(void)
{
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		size_t windows;

		CHECK(misses(&forms[i], 200, &windows) == 0 && windows > 20);
		CHECK(misses(&forms[i], 32, &windows) == 0 && windows > 70);
		CHECK(misses(&forms[i], 16, &windows) == 0 && windows > 75);
		CHECK(misses(&forms[i], 8, &windows) * 50 <= windows);
		CHECK(misses(&forms[i], 4, &windows) * 20 <= windows);
	}
}

/* Long text whose first Chinese character comes late, whole and repeated beyond the sample. */
static void check_long(void)
{
	enum { ASCII = 50 * 1024, COPIES = 60 };

	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		struct slice text = slice_of(forms[i].text), bytes;
		char *data = malloc(ASCII + COPIES * text.n);

		memset(data, '-', ASCII);
		for (size_t k = 0; k < COPIES; k++)
			memcpy(data + ASCII + k * text.n, text.p, text.n);
		bytes = transcoded((struct slice){data, ASCII + COPIES * text.n}, "UTF-8",
				   forms[i].iconv_name);
		CHECK(guessed(bytes, forms[i].charset));
		CHECK(charset_guess(bytes).confidence > 0.9);
		free((char *)bytes.p);
		free(data);
	}
}

/* UTF-8 that begins and ends inside a character. */
static void check_cut(void)
{
	struct slice text = slice_of(simplified);
	size_t missed = 0, windows = 0;

	for (size_t at = 0; at + 40 < text.n; at++, windows++)
		missed += !guessed((struct slice){text.p + at, 40}, "UTF-8");
	CHECK(missed == 0 && windows > 500);
}

/* One byte in a hundred is spoilt. */
static void check_damaged(void)
{
	struct random r = {5};

	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		struct slice bytes =
			transcoded(slice_of(forms[i].text), "UTF-8", forms[i].iconv_name);

		for (size_t k = bytes.n / 100; k > 0; k--)
			((char *)bytes.p)[random_below(&r, bytes.n)] = (char)0xFF;
		CHECK(guessed(bytes, forms[i].charset));
		free((char *)bytes.p);
	}
}

static void check_binary(void)
{
	struct random r = {3};
	static char bytes[20000];

	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (char)random_below(&r, 256);
	for (size_t n = 300; n <= sizeof(bytes); n += n / 3)
		CHECK(guessed((struct slice){bytes, n}, "binary"));
	memset(bytes, 0, sizeof(bytes));
	memcpy(bytes,
	       "\x7F"
	       "ELF\2\1\1",
	       7);
	CHECK(guessed((struct slice){bytes, 4096}, "binary"));
}

static void check_small(void)
{
	CHECK(guessed(slice_of(""), "UTF-8"));
	CHECK(guessed(slice_of("GDP 5.5%\n"), "UTF-8"));
	CHECK(charset_guess(slice_of("plain")).confidence > 0.99);
	CHECK(guessed(slice_of("\xC1\xAA\xCD\xA8"), "GB18030"));
	CHECK(guessed((struct slice){"G\0D\0P\0", 6}, "UTF-16LE"));
	CHECK(guessed((struct slice){"\0G\0D\0P", 6}, "UTF-16BE"));
	CHECK(guessed(slice_of("caf\xC3\xA9 na\xC3\xAFve"), "UTF-8"));
	CHECK(guessed((struct slice){"第一章\0第二章", 19}, "UTF-8"));
	CHECK(guessed(slice_of("\xFF\xFE"), "UTF-16LE"));
	for (int c = 0; c < 256; c++)
		CHECK(charset_guess((struct slice){(char[]){(char)c}, 1}).name != NULL);
}

static void check_signature(void)
{
	size_t len = 9;

	CHECK(charset_signature(slice_of("中"), &len) == NULL && len == 0);
	CHECK(strcmp(charset_signature((struct slice){"\xFF\xFE\0\0", 4}, &len), "UTF-32LE") == 0);
	CHECK(len == 4);
	CHECK(strcmp(charset_signature((struct slice){"\xFF\xFE\0", 3}, &len), "UTF-16LE") == 0);
	CHECK(len == 2);
}

int main(void)
{
	check_windows();
	check_long();
	check_cut();
	check_damaged();
	check_binary();
	check_small();
	check_signature();
	return check_done();
}
