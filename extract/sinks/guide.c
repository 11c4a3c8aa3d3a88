#include "extract/sinks/celltext.h"
#include "extract/sinks/workbook.h"
#include "normalize/kind.h"

#include <stdio.h>
#include <time.h>

enum { LABEL_WIDTH = 30, TEXT_WIDTH = 110 };

/* A page of labels and texts, row by row. */
struct page {
	struct workbook *w;
	lxw_worksheet *sheet;
	enum lang lang;
	lxw_row_t row;
};

struct line {
	enum book_format format; /* of the label */
	const char *label[LANGS];
	const char *text[LANGS];
};

static const struct line steps[] = {
	{FORMAT_PLAIN,
	 {"1", "1"},
	 {"在指标台账中筛选置信度低于 0.9 的行和带提示的行,先看这些。",
	  "In the targets, filter the rows with a confidence below 0.9 and those with flags: look "
	  "at "
	  "these first."}},
	{FORMAT_PLAIN,
	 {"2", "2"},
	 {"对照左文、命中、右文判断数值、期限和单位;有原文页面时,点击原文链接直接看出处。",
	  "Compare with the text to the left and right of the hit; where there are evidence pages, "
	  "the link opens the original at the place."}},
	{FORMAT_PLAIN,
	 {"3", "3"},
	 {"在复核结论中选择正确、错误或需修改;"
	  "需修改时填写修正值、修正指标、修正期限或修正牵头单位。",
	  "Choose a verdict: right, wrong or to be changed; for the last, fill in what should "
	  "stand "
	  "there instead."}},
	{FORMAT_PLAIN,
	 {"4", "4"},
	 {"只有浅黄色的复核栏可以填写,其余各栏受保护(没有密码);筛选、列宽和行高可以随意调整。",
	  "Only the columns of the review, in cream, can be filled in; the rest is protected "
	  "(without "
	  "a password). Filters, widths and heights are free."}},
	{FORMAT_PLAIN,
	 {"5", "5"},
	 {"记录ID(隐藏列)由内容算出,重跑同样的文件不变,复核结果可以据此对应到下一批。",
	  "The record id (a hidden column) is made from the content: the same documents give the "
	  "same "
	  "ids, so that verdicts can be carried over to the next batch."}},
};

static const struct line colours[] = {
	{FORMAT_LOW,
	 {"置信度", "confidence"},
	 {"置信度低于 0.9,建议先看", "the confidence is below 0.9: look first"}},
	{FORMAT_REPAIRED,
	 {"目标值、提示", "target, flags"},
	 {"数值依据文字修复得出,请对照原文", "the figure rests on a repair: compare the original"}},
	{FORMAT_OVERDUE,
	 {"截止日期", "deadline"},
	 {"已经过期(以打开当日为准)", "it is past today"}},
	{FORMAT_RIGHT, {"正确", "right"}, {"复核结论为正确", "the verdict is: right"}},
	{FORMAT_WRONG, {"错误", "wrong"}, {"复核结论为错误", "the verdict is: wrong"}},
	{FORMAT_CHANGE,
	 {"需修改", "to be changed"},
	 {"复核结论为需修改", "the verdict is: to be changed"}},
	{(enum book_format)STYLE_HIT,
	 {"命中", "hit"},
	 {"句中的数字和单位", "the figure and its unit in the sentence"}},
	{(enum book_format)STYLE_REVIEW,
	 {"浅黄", "cream"},
	 {"由复核人填写", "to be filled in by the reviewer"}},
};

enum { STEPS = sizeof(steps) / sizeof(steps[0]), COLOURS = sizeof(colours) / sizeof(colours[0]) };

static int put_line(struct page *p, enum book_format format, const char *label, const char *text,
		    struct err *e)
{
	size_t lines = celltext_lines(slice_of(text), TEXT_WIDTH);
	struct book *b = &p->w->book;

	if (lines > 1)
		worksheet_set_row(p->sheet, p->row, book_height(lines), NULL);
	if (book_put_text(b, p->sheet, p->row, 0, slice_of(label), format, e))
		return -1;
	return book_put_text(b, p->sheet, p->row++, 1, slice_of(text), FORMAT_PLAIN, e);
}

static int put_part(struct page *p, const char *chinese, const char *english, struct err *e)
{
	const char *title = p->lang == LANG_ZH ? chinese : english;
	struct book *b = &p->w->book;

	p->row++;
	worksheet_set_row(p->sheet, p->row, 24, NULL);
	if (book_put_text(b, p->sheet, p->row, 0, slice_of(title), FORMAT_PART, e))
		return -1;
	return book_put_text(b, p->sheet, p->row++, 1, (struct slice){"", 0}, FORMAT_PART, e);
}

static int put_lines(struct page *p, const struct line *lines, size_t count, struct err *e)
{
	for (size_t i = 0; i < count; i++)
		if (put_line(p, lines[i].format, lines[i].label[p->lang], lines[i].text[p->lang],
			     e))
			return -1;
	return 0;
}

static int put_number(struct page *p, const char *chinese, const char *english, size_t number,
		      struct err *e)
{
	char text[32];

	snprintf(text, sizeof(text), "%zu", number);
	return put_line(p, FORMAT_PLAIN, p->lang == LANG_ZH ? chinese : english, text, e);
}

/* The batch is named by its time and by what the records say. */
static int put_origin(struct page *p, struct err *e)
{
	const struct sink_options *o = &p->w->options;
	bool chinese = p->lang == LANG_ZH;
	time_t when = (time_t)o->created;
	char made[64] = "";
	char batch[64] = "";
	struct tm tm;

	if (gmtime_r(&when, &tm)) {
		strftime(made, sizeof(made), "%Y-%m-%d %H:%M:%S UTC", &tm);
		strftime(batch, sizeof(batch), "%Y%m%d-%H%M%S", &tm);
	}
	snprintf(batch + strlen(batch), sizeof(batch) - strlen(batch), "-%06llx",
		 (unsigned long long)(p->w->digest.hash >> 40));
	if (put_line(p, FORMAT_PLAIN, chinese ? "批次号" : "Batch", batch, e) ||
	    put_line(p, FORMAT_PLAIN, chinese ? "生成时间" : "Made", made, e))
		return -1;
	if (put_line(p, FORMAT_PLAIN, chinese ? "规则集" : "Rule set",
		     o->rules  ? o->rules
		     : chinese ? "(由记录文件生成,见各行的规则栏)"
			       : "(made from records: see the column of rules)",
		     e))
		return -1;
	return put_line(p, FORMAT_PLAIN, chinese ? "程序" : "Program",
			o->program ? o->program : "zhibiao", e);
}

static int put_counts(struct page *p, struct err *e)
{
	const struct digest *d = &p->w->digest;

	if (put_number(p, "文件数", "Documents", d->counts[RECORD_DOCUMENT], e) ||
	    put_number(p, "未能处理的文件", "Documents not done", p->w->failed, e) ||
	    put_number(p, "指标数", "Targets", d->counts[RECORD_TARGET], e) ||
	    put_number(p, "任务数", "Tasks", d->counts[RECORD_ASSIGNMENT], e) ||
	    put_number(p, "时限数", "Deadlines", d->counts[RECORD_DEADLINE], e))
		return -1;
	if (d->counts[RECORD_FACT] &&
	    put_number(p, "其他数字", "Other figures", d->counts[RECORD_FACT], e))
		return -1;
	return put_number(p, "修正数", "Repairs", d->counts[RECORD_EDIT], e);
}

static int put_sheets(struct page *p, struct err *e)
{
	for (int i = 0; i < SHEETS; i++) {
		const struct sheet_info *info = sheet_info((enum sheet)i);

		if (info->columns && !p->w->tabs[i].book)
			continue;
		if (put_line(p, FORMAT_PLAIN, p->w->house.names[i], info->help[p->lang], e))
			return -1;
	}
	return 0;
}

static int put_columns(struct page *p, const struct tab *t, struct err *e)
{
	struct buf title;
	int rc;

	buf_init(&title, SIZE_MAX);
	buf_addf(&title, p->lang == LANG_ZH ? "%s各栏" : "Columns of %s", t->layout.name);
	buf_addc(&title, '\0');
	rc = buf_check(&title, e);
	if (!rc)
		rc = put_part(p, title.data, title.data, e);
	buf_release(&title);
	for (size_t i = 0; !rc && i < t->layout.count; i++)
		rc = put_line(p, FORMAT_PLAIN, t->layout.headings[i],
			      term_info(t->layout.columns[i]->term)->help[p->lang], e);
	return rc;
}

static int put_all_columns(struct page *p, struct err *e)
{
	for (int i = 0; i < SHEETS; i++)
		if (p->w->tabs[i].book && !p->w->house.hidden[i] &&
		    put_columns(p, &p->w->tabs[i], e))
			return -1;
	return 0;
}

/* What to do about a flag; the English explanation says it all. */
static const struct {
	const char *name;
	const char *advice;
} advices[] = {
	{"repaired", "数字所在的文字经过修复(如把字母 O 读作 0),请对照原文核对"},
	{"ambiguous_value", "这个数可以有不止一种读法,请对照原文判断"},
	{"range_lost_dash", "可能是丢了连接号的区间(如 12 原为 1—2),数值未改,请判断"},
	{"deadline_before_publication", "期限早于文件日期,可能是已过去的年份或识别有误"},
	{"unit_missing", "原文没有写单位,单位为推测或空缺"},
	{"lead_inferred", "原文没有写明谁牵头,取列在首位的单位"},
	{"indicator_inferred", "指标名称不在数字旁边,取自上下文"},
	{"match_limit", "规则在这份文件的某处超出了匹配的限度,该处可能有遗漏"},
	{"ocr_unsure", "文字识别对这一处把握不大,请对照图像核对"},
	{"order_repaired", "所在的段落在原文中顺序错乱,已按编号和接缝调整,请对照原文的上下文"},
	{"order_unsure", "标题编号前后不连,页面可能错位,因无把握而未调整,请对照原件的页序"},
	{"undecodable", "这一处有任何编码都不能解释的字节,显示为 U+FFFD"},
};

static const char *advice_for(const struct flag_info *flag)
{
	for (size_t i = 0; i < sizeof(advices) / sizeof(advices[0]); i++)
		if (strcmp(advices[i].name, flag->name) == 0)
			return advices[i].advice;
	return flag->name;
}

static int put_flags(struct page *p, struct err *e)
{
	for (int i = 0; i < RECORD_FLAGS; i++) {
		const struct flag_info *flag = flag_info(i);
		bool chinese = p->lang == LANG_ZH;

		if (put_line(p, FORMAT_PLAIN, chinese ? flag->chinese : flag->name,
			     chinese ? advice_for(flag) : flag->english, e))
			return -1;
	}
	return 0;
}

static int put_title(struct page *p, struct err *e)
{
	const char *title = p->lang == LANG_ZH ? "指标台账使用说明" : "About this workbook";

	worksheet_set_column(p->sheet, 0, 0, LABEL_WIDTH, NULL);
	worksheet_set_column(p->sheet, 1, 1, TEXT_WIDTH, NULL);
	worksheet_set_default_row(p->sheet, book_height(1), LXW_FALSE);
	worksheet_fit_to_pages(p->sheet, 1, 0);
	worksheet_gridlines(p->sheet, LXW_HIDE_ALL_GRIDLINES);
	worksheet_set_row(p->sheet, 0, 30, NULL);
	return book_put_text(&p->w->book, p->sheet, p->row++, 0, slice_of(title), FORMAT_TITLE, e);
}

int guide_write(struct workbook *w, struct err *e)
{
	struct page p = {.w = w, .sheet = w->guide, .lang = w->house.lang};

	if (put_title(&p, e) || put_part(&p, "本批", "This batch", e) || put_origin(&p, e) ||
	    put_counts(&p, e))
		return -1;
	if (put_part(&p, "如何复核", "How to review", e) || put_lines(&p, steps, STEPS, e))
		return -1;
	if (put_part(&p, "颜色", "Colours", e) || put_lines(&p, colours, COLOURS, e))
		return -1;
	if (put_part(&p, "提示的含义", "Flags", e) || put_flags(&p, e))
		return -1;
	if (put_part(&p, "工作表", "Sheets", e) || put_sheets(&p, e))
		return -1;
	return put_all_columns(&p, e);
}

static int add_word(struct workbook *w, const char *list, const char *code, const char *word,
		    const char *meaning, struct err *e)
{
	struct dictionary_line line = {slice_of(list), slice_of(code), slice_of(word),
				       slice_of(meaning)};
	struct row row = {.subject = &line, .lang = w->house.lang, .scratch = &w->scratch};

	return tab_add(&w->tabs[SHEET_DICTIONARY], &row, (struct slice){"", 0}, e);
}

static int add_list(struct workbook *w, enum word_list list, struct err *e)
{
	enum lang lang = w->house.lang;

	for (const struct word *word = words_of(list); word->name; word++)
		if (add_word(w, words_title(list, lang), word->name, word->shown[lang],
			     word->shown[lang == LANG_ZH ? LANG_EN : LANG_ZH], e))
			return -1;
	return 0;
}

static int add_flags(struct workbook *w, struct err *e)
{
	bool chinese = w->house.lang == LANG_ZH;

	for (int i = 0; i < RECORD_FLAGS; i++) {
		const struct flag_info *flag = flag_info(i);

		if (add_word(w, chinese ? "提示" : "Flags", flag->name,
			     chinese ? flag->chinese : flag->name, flag->english, e))
			return -1;
	}
	return 0;
}

static int add_edit_kinds(struct workbook *w, struct err *e)
{
	bool chinese = w->house.lang == LANG_ZH;

	for (int i = 0; i < EDIT_KINDS; i++) {
		const struct edit_kind_info *kind = edit_kind_info((enum edit_kind)i);

		if (add_word(w, chinese ? "修正类型" : "Kind of repair", kind->name,
			     chinese ? kind->chinese : kind->name,
			     chinese ? kind->name : kind->chinese, e))
			return -1;
	}
	return 0;
}

size_t dictionary_rows(void)
{
	size_t rows = RECORD_FLAGS + EDIT_KINDS;

	for (int list = 0; list < WORD_LISTS; list++)
		for (const struct word *word = words_of((enum word_list)list); word->name; word++)
			rows++;
	return rows;
}

/* The verdicts come first: the drop-down list refers to their place. */
int dictionary_write(struct workbook *w, struct err *e)
{
	if (add_list(w, WORDS_VERDICT, e))
		return -1;
	for (int list = 0; list < WORD_LISTS; list++)
		if (list != WORDS_VERDICT && add_list(w, (enum word_list)list, e))
			return -1;
	return add_flags(w, e) || add_edit_kinds(w, e) ? -1 : 0;
}

/* The last row says what the sheet has no room for. */
static int add_rest(struct workbook *w, size_t rest, struct err *e)
{
	char text[100];
	struct trouble_line line = {{"", 0}, {"", 0}, {"", 0}};
	struct row row = {.subject = &line, .lang = w->house.lang, .scratch = &w->scratch};

	snprintf(text, sizeof(text),
		 w->house.lang == LANG_ZH ? "其余 %zu 条未列出" : "%zu more are not listed", rest);
	line.problem = slice_of(text);
	return tab_add(&w->tabs[SHEET_TROUBLES], &row, (struct slice){"", 0}, e);
}

int troubles_write(struct workbook *w, struct err *e)
{
	const struct troubles *list = &w->book.troubles;
	size_t room = w->book.most_rows - 2;
	size_t count = list->count; /* writing the lines may add to them */
	size_t shown = count > room + 1 ? room : count;

	for (size_t i = 0; i < shown; i++) {
		struct trouble_line line = list->items[i];
		struct row row = {.subject = &line, .lang = w->house.lang, .scratch = &w->scratch};

		if (tab_add(&w->tabs[SHEET_TROUBLES], &row, line.doc, e))
			return -1;
	}
	return shown < count ? add_rest(w, count - shown, e) : 0;
}
