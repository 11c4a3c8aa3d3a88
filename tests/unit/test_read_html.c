/*
 * Pages: what is text in them, where it comes from, and what they say about themselves.
 */
#include <stdlib.h>

#include "normalize/read/html.h"
#include "normalize/read/markup.h"
#include "tests/unit/read.h"

static int page_is(const char *page, const char *wanted)
{
	struct err e = {""};
	struct doc d;
	int same = read_bytes(slice_of(page), CONTAINER_HTML, &d, &e) == 0 && text_is(&d, wanted);

	doc_release(&d);
	return same;
}

static void check_lines(void)
{
	CHECK(page_is("<h1>标题</h1><p>第一段,</p><p>第二段。</p>", "标题\n第一段,\n第二段。"));
	CHECK(page_is("<p>到2025年<br>新增<b>50</b>家</p>", "到2025年\n新增50家"));
	CHECK(page_is("<ul><li>甲<li>乙</ul>丙", "甲\n乙\n丙"));
	CHECK(page_is("<div>甲<div>乙</div>丙</div>", "甲\n乙\n丙"));
	CHECK(page_is("文字", "文字"));
	CHECK(page_is("<p> </p><p>&nbsp;</p><p>\xE3\x80\x80</p>", ""));
	CHECK(page_is("", ""));
}

static void check_blanks(void)
{
	CHECK(page_is("<p>\n  建设\n  体系 three\n  words</p>", "建设体系 three words"));
	CHECK(page_is("<p>&nbsp;&nbsp;甲&nbsp;&nbsp;乙&emsp;丙</p>", "甲 乙 丙"));
	CHECK(page_is("<p>达到 <span> 50 </span> 家</p>", "达到 50 家"));
	CHECK(page_is("<pre>一\n  二\t三</pre>", "一\n  二\t三"));
	CHECK(page_is("<p>甲</p>\n\n\n<p>\t乙\t</p>\n", "甲\n乙"));
}

static void check_references(void)
{
	CHECK(page_is("<p>&ldquo;十四五&rdquo;R&amp;D&lt;5%&#12290;&#x3002;</p>",
		      "“十四五”R&D<5%。。"));
	CHECK(page_is("<p>A&B &nosuch; &#0; &#150; &#xD800;</p>",
		      "A&B &nosuch; \xEF\xBF\xBD – \xEF\xBF\xBD"));
	CHECK(page_is("<p>a &lt; b</p>", "a < b"));
	CHECK(page_is("<p>3 < 5 <5</p>", "3 < 5 <5"));
}

static void check_dropped(void)
{
	CHECK(page_is("<head><title>甲</title><style>p{}</style></head>"
		      "<script>if (a<b) c='</p>乙';</script><p>丙</p><!-- 丁 <p>戊</p> -->",
		      "丙"));
	CHECK(page_is("<nav>导航</nav><p>这是正文,有一句话。</p><footer>版权</footer>",
		      "这是正文,有一句话。"));
	CHECK(page_is("<p>这是正文,有一句话。</p><div class='bdShareBox'>分享到</div>"
		      "<p style='color:red'>还有一句。</p><div style='display: none'>隐藏</div>",
		      "这是正文,有一句话。\n还有一句。"));
	CHECK(page_is("<div><ul><li><a href=1>栏目甲</a><li><a href=2>栏目乙</a>"
		      "<li><a href=3>栏目丙</a></ul></div><p>这是正文,有一句话。</p>",
		      "这是正文,有一句话。"));
	CHECK(page_is("<p>这是正文,有一句话。</p><div class='bottom_box'><p>主办:某县</p></div>"
		      "<div class='border-bottom'><p>结尾。</p></div>",
		      "这是正文,有一句话。\n结尾。"));
	CHECK(page_is("<div id=share><p>整篇正文都在一个名字像杂项的框里,不能丢。</p></div>",
		      "整篇正文都在一个名字像杂项的框里,不能丢。"));
}

#define WORDS "一、到2025年,完成50项重点任务,培育100家企业,建设10个平台;各部门要加强协同,形成合力。"
#define PARAGRAPH "<p>" WORDS "</p>"

/* Sidebars with headlines that are sentences, attachments, the foot that every site has. */
static void check_around(void)
{
	static const char bars[] =
		"<div class=l><h3>要闻</h3><ul><li><a href=1>会议召开,部署工作。</a>"
		"<li><a href=2>领导调研,要求落实。</a><li><a "
		"href=3>满意率提高,达到98%。</a></ul></div>"
		"<div class=m><h2>新增充电桩</h2>" PARAGRAPH "</div><div class=r><h3>专题</h3>"
		"<a href=4>教育</a></div>";
	static const char foot[] =
		"<div>" PARAGRAPH PARAGRAPH PARAGRAPH "</div>"
		"<div><p>主办:某县人民政府</p><p>某ICP备05000000号</p><p>电话:0399-1</p></div>"
		"<table><tr><td>地址:人民路1号<tr><td>版权所有:某县</table>";

	CHECK(page_is(bars, "新增充电桩\n" WORDS));
	CHECK(page_is(foot, WORDS "\n" WORDS "\n" WORDS));
	CHECK(page_is("<div>" PARAGRAPH "<p>本县加强版权所有者权益保护。</p></div>",
		      WORDS "\n本县加强版权所有者权益保护。"));
}

/* What the style sheet keeps apart in the line below a headline. */
static void check_labels(void)
{
	CHECK(page_is("<p><span>2024-03-20</span><span>来源:市政府办</span><i>浏览次数：</i></p>",
		      "2024-03-20 来源:市政府办 浏览次数："));
	CHECK(page_is("<p>【<a href=1>打印</a>】【<a href=2>关闭</a>】甲</p>",
		      "【打印】【关闭】甲"));
	CHECK(page_is("<p>责任<b>编辑</b>部<i>时间</i>表</p>", "责任编辑部时间表"));
}

/* What is outside of the main text goes, but not the headline and the lines below it. */
static void check_main(void)
{
	static const char page[] =
		"<html><head><title>关于促进发展的通知_某某网站</title></head><body>"
		"<div>欢迎访问</div><div>今天天气晴</div>"
		"<div><h2>关于促进<br>发展的通知</h2><div>2024-01-02 来源:办公室</div>"
		"<div class=text><p>各单位:为促进发展,现通知如下。</p>" PARAGRAPH PARAGRAPH
		"</div></div>"
		"<div>联系我们</div></body></html>";

	CHECK(page_is(page, "关于促进\n发展的通知\n2024-01-02 来源:办公室\n"
			    "各单位:为促进发展,现通知如下。\n" WORDS "\n" WORDS));
}

static void check_tables(void)
{
	CHECK(page_is("<table><tr><th>指标<th>2020年<th>2025年"
		      "<tr><td>企业</td><td>50</td><td><p>100</p></td></tr></table>",
		      "指标\t2020年\t2025年\n企业\t50\t100"));
	CHECK(page_is("<p>表</p><table><tr><td rowspan=2>甲<td>1<tr><td>2"
		      "<tr><td colspan=2>丙<td>3<tr><td><td>4</table><p>注</p>",
		      "表\n甲\t1\n\t2\n丙\t\t3\n\t4\n注"));
	CHECK(page_is("<table><tr><td><p>布局一。</p><p>布局二。</p></td></tr></table>",
		      "布局一。\n布局二。"));
	CHECK(page_is("<table><tr><td>外<table><tr><td>甲<td>乙<tr><td>丙<td>丁</table>"
		      "<tr><td>底<td>部</table>",
		      "外\n甲\t乙\n丙\t丁\n底\n部"));
	CHECK(page_is("<table><tr><td>市民政局<p>市财政局</"
		      "p><td>序<br>号<tr><td>a<td>第一。<br>第二项</table>",
		      "市民政局 市财政局\t序号\na\t第一。第二项"));
	CHECK(page_is("<table><tr><td>多行<br>单元<p>格</p><td>b\nc</table>"
		      "<table><tr><td>甲<td>乙<br>丙<tr><td>丁</div>戊<td>己</table>",
		      "多行\n单元\n格\nb c\n甲\t乙丙\n丁戊\t己"));
}

static void check_numbers(void)
{
	CHECK(page_is("<ol><li>甲<li><p>乙</p><p>续</p></ol>", "1.甲\n2.乙\n续"));
	CHECK(page_is("<ol start=4><li>甲<li value=9>乙<li>丙</ol>", "4.甲\n9.乙\n6.丙"));
	CHECK(page_is("<ol><li>1.甲<li>（二）乙</ol>", "1.甲\n（二）乙"));
}

static void check_places(void)
{
	static const char page[] = "<p>新增<b>50</b>家&mdash;以上</p>\n<table><tr><td>甲<td>乙"
				   "<tr><td>丙<td>丁</table>";
	struct err e = {""};
	struct doc d;

	CHECK(read_bytes(slice_of(page), CONTAINER_HTML, &d, &e) == 0);
	CHECK(comes_from(&d, "50", "50") && comes_from(&d, "50家", "50</b>家"));
	CHECK(comes_from(&d, "—", "&mdash;") && comes_from(&d, "甲\t乙", "甲<td>乙"));
	CHECK(slice_is(d.info.kind, "html") && d.part_count == 0);
	doc_release(&d);
}

static void check_info(void)
{
	static const char page[] =
		"<meta name=PubDate content='2024-03-05 09:00'>"
		"<meta content=\"统计局&amp;某局\" name=\"ContentSource\">"
		"<link rel=canonical href=http://example.cn/1>"
		"<title>  关于开展\n工作的通知 - 某网 </title><h1>关于开展<i>工作</i>的通知</h1>"
		"<p>正文,一句。</p>";
	struct err e = {""};
	struct doc d;

	CHECK(read_bytes(slice_of(page), CONTAINER_HTML, &d, &e) == 0);
	CHECK(slice_is(d.info.date, "2024-03-05 09:00"));
	CHECK(slice_is(d.info.source, "统计局&某局"));
	CHECK(slice_is(d.info.url, "http://example.cn/1"));
	CHECK(slice_is(d.info.title, "关于开展工作的通知"));
	doc_release(&d);
}

/* The last character is in GBK but not in GB2312. */
static void check_charset(void)
{
	static const char gbk[] = "<meta charset=\"gb2312\"><p>\xD0\xC2\xD4\xF6"
				  "50\xBC\xD2\xE9\x46</p>";
	static const char wrong[] = "<meta charset=gb2312><p>新增五十家企业,完成各项目标</p>";
	struct err e = {""};
	struct doc d;

	CHECK(slice_is(html_charset(slice_of(gbk)), "gb2312"));
	CHECK(slice_is(html_charset(slice_of("<?xml version='1.0' encoding='big5'?><p>")), "big5"));
	CHECK(slice_is(html_charset(slice_of("<meta http-equiv=Content-Type "
					     "content='text/html; charset=GBK'>")),
		       "GBK"));
	CHECK(html_charset(slice_of("<p>charset=gbk</p>")).n == 0);
	CHECK(read_bytes(slice_of(gbk), CONTAINER_HTML, &d, &e) == 0 && text_is(&d, "新增50家镕"));
	CHECK(slice_is(d.info.charset, "GB18030"));
	doc_release(&d);
	CHECK(read_bytes(slice_of(wrong), CONTAINER_HTML, &d, &e) == 0 &&
	      text_is(&d, "新增五十家企业,完成各项目标"));
	doc_release(&d);
}

static void check_attributes(void)
{
	struct slice attrs = slice_of(" a=1 B = \"x > y\" c='' d hidden e=&lt;/");

	CHECK(slice_is(markup_attr(attrs, "a"), "1") && slice_is(markup_attr(attrs, "b"), "x > y"));
	CHECK(markup_attr(attrs, "c").n == 0 && markup_attr(attrs, "c").p != NULL);
	CHECK(markup_attr(attrs, "d").p && markup_attr(attrs, "hidden").p);
	CHECK(markup_attr(attrs, "x").p == NULL);
	CHECK(page_is("<p title='a > b'>甲</p><p title=\"<p>\">乙</p>", "甲\n乙"));
	CHECK(page_is("<p class=x'y>甲</p>'<p>乙</p>", "甲\n'\n乙"));
}

/* Memory and time stay in bounds: each of these is some megabytes. */
static void check_hostile(void)
{
	static const struct {
		const char *unit;
		size_t count;
		const char *end;
	} pages[] = {
		{"<div>", 100000, "<p>深</p>"},
		{"<table><tr><td>", 100000, "<p>深</p>"},
		{"<p>", 300000, "<p>深</p>"},
		{"<a href=\"", 100000, "<p>深</p>"},
		{"<a b='", 100000, "\">深"},
		{"<!--", 300000, "<p>深</p>"},
		{"<script>", 100000, "<p>深</p>"},
		{"&amp;&#1;&x", 100000, "深"},
		{"<td colspan=1000 rowspan=1000>", 50000, "深"},
		{"<", 500000, "深"},
		{"</div>", 100000, "深"},
		{"<ul><li>", 100000, "深"},
	};

	for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++) {
		size_t n = strlen(pages[i].unit);
		struct slice bytes = {NULL, n * pages[i].count + strlen(pages[i].end)};
		char *page = malloc(bytes.n + 1);
		struct err e = {""};
		struct doc d;

		for (size_t k = 0; page && k < pages[i].count; k++)
			memcpy(page + k * n, pages[i].unit, n);
		if (!CHECK(page != NULL))
			return;
		memcpy(page + n * pages[i].count, pages[i].end, strlen(pages[i].end) + 1);
		bytes.p = page;
		CHECK(read_bytes(bytes, CONTAINER_HTML, &d, &e) == 0);
		CHECK(doc_text(&d).n <= bytes.n * 2);
		doc_release(&d);
		free(page);
	}
}

static void check_recognised(void)
{
	static const struct {
		const char *head;
		enum container kind;
	} heads[] = {
		{"<!DOCTYPE html>", CONTAINER_HTML},
		{"\xEF\xBB\xBF \r\n<html lang=zh>", CONTAINER_HTML},
		{"<?xml version='1.0'?><!-- x --><!DOCTYPE html PUBLIC><html>", CONTAINER_HTML},
		{"<div class='a'>文", CONTAINER_HTML},
		{"<p>文", CONTAINER_HTML},
		{"<!DOCTYPE html><meta name='ocr-system' content='x'>", CONTAINER_HOCR},
		{"<?xml version='1.0'?>\n<alto xmlns='x'>", CONTAINER_ALTO},
		{"<规划>一、", CONTAINER_TEXT},
		{"<pxy>", CONTAINER_TEXT},
		{"3 < 5", CONTAINER_TEXT},
		{"", CONTAINER_TEXT},
		{"%PDF-1.4", CONTAINER_PDF},
		{"PK\3\4", CONTAINER_DOCX},
		{"WARC/1.0\r\n", CONTAINER_WARC},
	};
	static const char wide[] = "\xFF\xFE<\0h\0t\0m\0l\0>\0";

	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++)
		CHECK(container_of(slice_of(heads[i].head)) == heads[i].kind);
	CHECK(container_of((struct slice){wide, sizeof(wide) - 1}) == CONTAINER_HTML);
	CHECK(strcmp(container_unread(slice_of("{\\rtf1")), "RTF") == 0);
	CHECK(container_unread(slice_of("<html>")) == NULL);
}

int main(void)
{
	check_lines();
	check_blanks();
	check_references();
	check_dropped();
	check_around();
	check_labels();
	check_main();
	check_tables();
	check_numbers();
	check_places();
	check_info();
	check_charset();
	check_attributes();
	check_hostile();
	check_recognised();
	return check_done();
}
