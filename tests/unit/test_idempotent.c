/*
 * Texts thrown together from what the repairs look for: nothing fails, what comes out of one run
 * stays as it is in a second, and every place leads back into the source.
 */
#include "tests/unit/random.h"
#include "tests/unit/repaired.h"

#include "normalize/buf.h"

enum { TEXTS = 3000, MOST_PIECES = 60 };

static const char *const pieces[] = {
	"一、",
	"(一)",
	"(-)",
	"(二)",
	"1.",
	"l.",
	"1 .",
	"2、",
	"3、",
	"第一章",
	"第3页 共9页",
	"- 1 -",
	"—2—",
	"- 3 -",
	"责任单位:",
	"(责任单位:",
	"市科技局",
	"市财改局",
	"各县(市、区)",
	"、",
	",",
	"。",
	";",
	":",
	"(",
	")",
	" ",
	"  ",
	"\n",
	"\n\n",
	"\n",
	"O",
	"l",
	"I",
	"0",
	"5",
	"12",
	"2025",
	"2027",
	"20232027年",
	"年",
	"年未",
	"年底",
	"%",
	"万",
	"亿元",
	"亿无",
	".",
	"·",
	"—",
	"~",
	"-",
	"“",
	"”",
	"《",
	"》",
	"〔",
	"〕",
	"号",
	"十四五",
	"印发",
	"的通知",
	"方案",
	"第第一一章章",
	"方方面面",
	"(dá)",
	"達",
	"\xE3\x80\x80",
	"\xEF\xBC\x91",
	"\xEF\xBC\x8C",
	"\xC2\xAD",
	"推进",
	"项目建设",
	"家",
	"个",
	"CO2",
	"由会员分享,可在线阅读",
	"相关文章",
	"来源:",
	"|",
	"浏览次数:3",
	"加快推进重点项目建设,完善体制机制。",
	"二O二五年",
	"增长",
	"3~5家",
	"2·75%",
	"1 200户",
	"印发2024年3月18日",
	"承 办 单 位",
};

static void add_text(struct random *r, struct buf *out)
{
	size_t n = 1 + random_below(r, MOST_PIECES);

	for (size_t i = 0; i < n; i++)
		buf_adds(out, pieces[random_below(r, sizeof(pieces) / sizeof(pieces[0]))]);
}

static bool leads_into(const struct doc *d, size_t source)
{
	for (size_t at = 0; at < doc_text(d).n; at++) {
		struct span from = doc_origin(d, (struct span){at, at + 1});

		if (from.start > from.end || from.end > source)
			return false;
	}
	return true;
}

int main(void)
{
	struct random r = {7};
	size_t restless = 0;

	for (size_t i = 0; i < TEXTS; i++) {
		struct buf text;
		struct doc d, again;

		buf_init(&text, SIZE_MAX);
		add_text(&r, &text);
		if (!CHECK(run(&d, buf_text(&text), 0) == 0))
			printf("  fails: %.*s\n", (int)text.len, text.data);
		CHECK(leads_into(&d, text.len));
		CHECK(run(&again, doc_text(&d), 0) == 0);
		if (!slice_eq(doc_text(&d), doc_text(&again)) && restless++ < 8)
			printf("  from  %.*s\n  gives %.*s\n  then  %.*s\n", (int)text.len,
			       text.data, (int)doc_text(&d).n, doc_text(&d).p,
			       (int)doc_text(&again).n, doc_text(&again).p);
		doc_release(&again);
		doc_release(&d);
		buf_release(&text);
	}
	if (!CHECK(restless == 0))
		printf("  %zu of %d texts change in a second run\n", restless, TEXTS);
	return check_done();
}
