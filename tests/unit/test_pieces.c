/*
 * Paragraph by paragraph: a damaged text repaired in pieces that are cut at ends of paragraphs
 * gives the same as in one. Furniture, chunk markers and order are matters of the whole document,
 * and so are numbers that other headings and terms that other quotations explain; none of these are
 * here.
 */
#include "tests/unit/random.h"
#include "tests/unit/repaired.h"

#include "normalize/buf.h"

enum { TEXTS = 600, MOST_PARAGRAPHS = 8, MOST_PIECES = 12 };

static const char *const pieces[] = {
	"培育企业IOO家",
	"到2O22年底",
	"增长l5%",
	"占比3. 65%",
	"面积1 200 户",
	"新增3～5家",
	"新增3一5家",
	"占2·75%",
	"20242028年",
	"2025年未,",
	"市财改局",
	"履盖率提高",
	"120万干瓦",
	"“十四五期间",
	"\"十三五”时期",
	"各县〈市、区)",
	"某政发〔2021)12号",
	"加强科技创 新体系",
	"２０２５年",
	"⽬标",
	"达(dá)到",
	"二O二五年",
	"CO2",
	"方方面面",
	"1.推进建设",
	"(二)完善机制",
	"责任单位:市科技局、市财政局)",
	"(责任单位:市科技局、市商务局",
	"推进项目建设",
	"完善体制机制,",
	"、",
	",",
	"。",
	";",
	" ",
};

static void add_paragraph(struct random *r, struct buf *out)
{
	for (size_t n = 1 + random_below(r, MOST_PIECES); n > 0; n--)
		buf_adds(out, pieces[random_below(r, sizeof(pieces) / sizeof(pieces[0]))]);
	buf_adds(out, "完成任务。\n");
}

static void add_repaired(struct buf *out, struct slice text)
{
	uint32_t whole = BIT(EDIT_FURNITURE) | BIT(EDIT_CHUNK) | BIT(EDIT_ORDER);
	struct doc d;

	CHECK(run(&d, text, whole) == 0);
	buf_add(out, doc_text(&d).p, doc_text(&d).n);
	doc_release(&d);
}

/* Cuts after some of the paragraphs. */
static void add_in_pieces(struct random *r, struct buf *out, struct slice text)
{
	size_t start = 0;

	for (size_t at = 0; at < text.n; at++) {
		if (text.p[at] != '\n' || (at + 1 < text.n && random_below(r, 2)))
			continue;
		add_repaired(out, (struct slice){text.p + start, at + 1 - start});
		start = at + 1;
	}
}

static void check_text(struct random *r)
{
	struct buf text, whole, parts;

	buf_init(&text, SIZE_MAX);
	buf_init(&whole, SIZE_MAX);
	buf_init(&parts, SIZE_MAX);
	for (size_t n = 2 + random_below(r, MOST_PARAGRAPHS); n > 0; n--)
		add_paragraph(r, &text);
	add_repaired(&whole, buf_text(&text));
	add_in_pieces(r, &parts, buf_text(&text));
	if (!CHECK(slice_eq(buf_text(&whole), buf_text(&parts))))
		printf("  from  %.*s\n  whole %.*s\n  parts %.*s\n", (int)text.len, text.data,
		       (int)whole.len, whole.data, (int)parts.len, parts.data);
	buf_release(&text);
	buf_release(&whole);
	buf_release(&parts);
}

int main(void)
{
	struct random r = {11};

	for (size_t i = 0; i < TEXTS; i++)
		check_text(&r);
	return check_done();
}
