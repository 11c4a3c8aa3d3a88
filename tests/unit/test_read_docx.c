/*
 * .docx: files made here with libzip, sound ones and others.
 */
#include <stdlib.h>
#include <zip.h>

#include "normalize/buf.h"
#include "normalize/read/docx.h"
#include "tests/unit/folder.h"
#include "tests/unit/read.h"

#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
#define DOCUMENT(body) HEAD "<w:document xmlns:w=\"w\"><w:body>" body "</w:body></w:document>"
#define P(text) "<w:p><w:r><w:t>" text "</w:t></w:r></w:p>"
#define STYLED(style, text)                                                                        \
	"<w:p><w:pPr><w:pStyle w:val=\"" style "\"/></w:pPr><w:r><w:t>" text "</w:t></w:r></w:p>"
#define ITEM(list, level, text)                                                                    \
	"<w:p><w:pPr><w:numPr><w:ilvl w:val=\"" level "\"/><w:numId w:val=\"" list                 \
	"\"/></w:numPr></w:pPr><w:r><w:t>" text "</w:t></w:r></w:p>"
#define CELL(more, body) "<w:tc><w:tcPr>" more "</w:tcPr>" body "</w:tc>"

struct member {
	const char *name;
	const char *text;
};

static struct buf make_zip(const struct member *members, size_t count)
{
	struct buf out;
	struct zip *z = zip_open("t.docx", ZIP_CREATE | ZIP_TRUNCATE, NULL);
	FILE *f;

	for (size_t i = 0; CHECK(z != NULL) && i < count; i++) {
		struct zip_source *s =
			zip_source_buffer(z, members[i].text, strlen(members[i].text), 0);

		CHECK(zip_file_add(z, members[i].name, s, ZIP_FL_ENC_UTF_8) >= 0);
	}
	CHECK(zip_close(z) == 0);
	buf_init(&out, SIZE_MAX);
	f = fopen("t.docx", "rb");
	while (f && buf_reserve(&out, 4096)) {
		size_t n = fread(out.data + out.len, 1, 4096, f);

		out.len += n;
		if (!n)
			break;
	}
	CHECK(f && fclose(f) == 0);
	return out;
}

/* Makes a file, reads it, and leaves the document to the caller. */
static int read_docx(const struct member *members, size_t count, struct doc *d, struct err *e)
{
	struct buf zip = make_zip(members, count);
	int result = read_bytes(buf_text(&zip), CONTAINER_AUTO, d, e);

	buf_release(&zip);
	return result;
}

static int body_is(const char *document, const char *wanted)
{
	struct member members[] = {{"word/document.xml", document}};
	struct err e = {""};
	struct doc d;
	int same = read_docx(members, 1, &d, &e) == 0 && text_is(&d, wanted);

	doc_release(&d);
	return same;
}

static void check_paragraphs(void)
{
	CHECK(body_is(DOCUMENT(P("第一段") P("") P("R&amp;D 二段")), "第一段\nR&D 二段"));
	CHECK(body_is(DOCUMENT("<w:p><w:r><w:t>新增</w:t></w:r><w:r><w:t>50</w:t><w:tab/>"
			       "<w:t>家</w:t><w:br/><w:t>以</w:t><w:noBreakHyphen/><w:t>上</w:t>"
			       "</w:r></w:p>"),
		      "新增50\t家\n以-上"));
	CHECK(body_is(DOCUMENT("<w:p><w:pPr><w:tabs><w:tab w:val=\"left\"/></w:tabs></w:pPr>"
			       "<w:del><w:r><w:delText>删</w:delText></w:r></w:del>"
			       "<w:ins><w:r><w:t>增</w:t></w:r></w:ins><w:r><w:instrText>PAGE"
			       "</w:instrText></w:r></w:p>"),
		      "增"));
	CHECK(body_is(DOCUMENT("<w:p><mc:Choice><w:t>框</w:t></mc:Choice><mc:Fallback>"
			       "<w:t>框</w:t></mc:Fallback></w:p>"),
		      "框"));
}

#define BOX(paragraphs) "<w:r><w:txbxContent>" paragraphs "</w:txbxContent></w:r>"

/* What stands there a second time, or elsewhere than it seems. */
static void check_others(void)
{
	CHECK(body_is(DOCUMENT("<w:p><w:moveFrom><w:r><w:t>旧</w:t></w:r></w:moveFrom>"
			       "<w:moveTo><w:r><w:t>新</w:t></w:r></w:moveTo></w:p>"),
		      "新"));
	CHECK(body_is(
		DOCUMENT("<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery "
			 "w:val=\"Table of Contents\"/></w:docPartObj></w:sdtPr><w:sdtContent>" P(
				 "一、目标 1") "</w:sdtContent></w:sdt>" P("一、目标")),
		"一、目标"));
	CHECK(body_is(DOCUMENT("<w:sdt><w:sdtContent>" P("甲") "</w:sdtContent></w:sdt>" P("乙")),
		      "甲\n乙"));
	CHECK(body_is(DOCUMENT("<w:p><w:ruby><w:rt><w:r><w:t>yún</w:t></w:r></w:rt><w:rubyBase>"
			       "<w:r><w:t>云</w:t></w:r></w:rubyBase></w:ruby></w:p>"),
		      "云"));
	CHECK(body_is(DOCUMENT("<w:p>" BOX(
			      P("框一") P("框二")) "<w:r><w:t>正文</w:t></w:r></w:p>" P("又")),
		      "框一\n框二\n正文\n又"));
	CHECK(body_is(DOCUMENT("<w:p><w:r><w:t>前</w:t></w:r>" BOX(P("框")) "<w:r><w:t>后</w:t>"
									    "</w:r></w:p>"),
		      "前\n框\n后"));
}

static void check_tables(void)
{
	CHECK(body_is(
		DOCUMENT(P("表") "<w:tbl><w:tblGrid><w:gridCol/><w:gridCol/><w:gridCol/>"
				 "</w:tblGrid><w:tr>" CELL("", P("指标")) CELL(
					 "<w:gridSpan w:val=\"2\"/>",
					 P("目标")) "</w:tr><w:tr>" CELL("", P("企业") P("数量"))
					 CELL("", P(""))
						 CELL("", P("50")) "</w:tr></w:tbl>" P("注")),
		"表\n指标\t目标\n企业数量\t\t50\n注"));
	CHECK(body_is(DOCUMENT("<w:tbl><w:tblGrid><w:gridCol/></w:tblGrid><w:tr>" CELL(
			      "", P("一") P("二")) "</w:tr></w:tbl>"),
		      "一\n二"));
	CHECK(body_is(
		DOCUMENT("<w:tbl><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid><w:tr>" CELL(
			"", P("市民政局") P("市财政局。") P("各县区"))
				 CELL("<w:vMerge w:val=\"restart\"/>",
				      P("完成") P("时限")) "</w:tr><w:tr>" CELL("", P("市教育局"))
					 CELL("<w:vMerge/>", P("")) "</w:tr></w:tbl>"),
		"市民政局 市财政局。各县区\t完成时限\n市教育局"));
}

static const char numbering[] =
	HEAD "<w:numbering xmlns:w=\"w\"><w:abstractNum w:abstractNumId=\"3\">"
	     "<w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"chineseCounting\"/>"
	     "<w:lvlText w:val=\"第%1章\"/></w:lvl>"
	     "<w:lvl w:ilvl=\"1\"><w:start w:val=\"9\"/><w:numFmt w:val=\"chineseCounting\"/>"
	     "<w:lvlText w:val=\"（%2）\"/></w:lvl>"
	     "<w:lvl w:ilvl=\"2\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/><w:isLgl/>"
	     "<w:lvlText w:val=\"%1.%3\"/></w:lvl></w:abstractNum>"
	     "<w:abstractNum w:abstractNumId=\"4\"><w:lvl w:ilvl=\"0\"><w:numFmt "
	     "w:val=\"bullet\"/><w:lvlText w:val=\"x\"/></w:lvl></w:abstractNum>"
	     "<w:num w:numId=\"1\"><w:abstractNumId w:val=\"3\"/></w:num>"
	     "<w:num w:numId=\"2\"><w:abstractNumId w:val=\"4\"/></w:num>"
	     "<w:num w:numId=\"5\"><w:abstractNumId w:val=\"3\"/><w:lvlOverride w:ilvl=\"0\">"
	     "<w:startOverride w:val=\"20\"/></w:lvlOverride></w:num></w:numbering>";

static const char styles[] =
	HEAD "<w:styles xmlns:w=\"w\"><w:style w:styleId=\"1\"><w:pPr><w:numPr><w:numId "
	     "w:val=\"1\"/></w:numPr></w:pPr></w:style><w:style w:styleId=\"a\"><w:basedOn "
	     "w:val=\"1\"/></w:style><w:style w:styleId=\"b\"><w:basedOn w:val=\"b\"/></w:style>"
	     "</w:styles>";

static void check_numbers(void)
{
	struct member members[] = {
		{"word/document.xml",
		 DOCUMENT(STYLED("a", "总则") ITEM("1", "1", "九") ITEM("1", "1", "十") ITEM(
			 "1", "1", "十一") STYLED("1", "目标") ITEM("1", "1", "又九")
				  ITEM("1", "2", "细") ITEM("2", "0", "点") STYLED("b", "无")
					  ITEM("5", "0", "新") ITEM("0", "0", "零"))},
		{"word/numbering.xml", numbering},
		{"word/styles.xml", styles},
	};
	struct err e = {""};
	struct doc d;

	CHECK(read_docx(members, 3, &d, &e) == 0);
	CHECK(text_is(
		&d,
		"第一章 总则\n（九）九\n（十）十\n（十一）十一\n第二章 目标\n（九）又九\n2.1 细\n"
		"点\n无\n第二十章 新\n零"));
	doc_release(&d);
}

static void check_notes(void)
{
	struct member members[] = {
		{"word/footnotes.xml",
		 HEAD "<w:footnotes xmlns:w=\"w\"><w:footnote w:type=\"separator\">" P(
			 "线") "</w:footnote><w:footnote w:id=\"2\">" P("注释") "</w:footnote></"
										"w:footnotes>"},
		{"word/document.xml", DOCUMENT(P("正文<w:footnoteReference w:id=\"2\"/>"))},
		{"word/header1.xml", HEAD "<w:hdr>" P("页眉") "</w:hdr>"},
	};
	struct err e = {""};
	struct span at;
	struct doc d;

	CHECK(read_docx(members, 3, &d, &e) == 0 && text_is(&d, "正文\n注释"));
	CHECK(slice_is(d.info.kind, "docx") && comes_from(&d, "注释", "注释"));
	at = doc_origin(&d, (struct span){7, 13});
	CHECK(slice_is(doc_part_at(&d, &at), "word/footnotes.xml"));
	CHECK(strncmp(members[0].text + at.start, "注释", 6) == 0 && at.end == at.start + 6);
	at = doc_origin(&d, (struct span){0, 6});
	CHECK(slice_is(doc_part_at(&d, &at), "word/document.xml"));
	CHECK(strncmp(members[1].text + at.start, "正文", 6) == 0);
	doc_release(&d);
}

static int fails_with(struct slice bytes, const char *beginning)
{
	struct err e = {""};
	struct doc d;
	int failed = read_bytes(bytes, CONTAINER_DOCX, &d, &e) == -1;

	doc_release(&d);
	if (failed && strncmp(e.text, beginning, strlen(beginning)) == 0)
		return 1;
	printf("%s\n", e.text);
	return 0;
}

static void check_damaged(void)
{
	struct member members[] = {{"word/document.xml", DOCUMENT(P("正文"))},
				   {"word/other.xml", "x"}};
	struct buf zip = make_zip(members, 1);
	struct slice whole = buf_text(&zip);

	for (size_t n = 7; n < whole.n; n += 7)
		CHECK(fails_with((struct slice){whole.p, n}, "not a sound zip file"));
	for (size_t i = 0; i < 60; i++)
		zip.data[30 + sizeof("word/document.xml") + i] ^= 0x20;
	CHECK(fails_with(whole, "word/document.xml: "));
	buf_release(&zip);
	zip = make_zip(members + 1, 1);
	CHECK(fails_with(buf_text(&zip), "a zip file without word/document.xml"));
	buf_release(&zip);
}

/* A hundred million blanks pack a thousand times. */
static void check_bomb(void)
{
	size_t n = (size_t)100 << 20;
	char *text = malloc(n + 1);
	struct member members[] = {{"word/document.xml", text}};
	struct buf zip;

	if (!CHECK(text != NULL))
		return;
	memset(text, ' ', n);
	text[n] = '\0';
	zip = make_zip(members, 1);
	CHECK(fails_with(buf_text(&zip), "word/document.xml: refused: "));
	buf_release(&zip);
	free(text);
}

int main(void)
{
	char folder[32];

	if (!folder_enter(folder))
		return check_done();
	check_paragraphs();
	check_others();
	check_tables();
	check_numbers();
	check_notes();
	check_damaged();
	check_bomb();
	folder_leave(folder);
	return check_done();
}
