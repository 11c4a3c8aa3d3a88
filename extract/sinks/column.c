#include "extract/sinks/column.h"

#include "normalize/kind.h"

#include <math.h>

static const struct word ops[] = {
	{">=", "≥"}, {">", ">"}, {"<=", "≤"},	    {"<", "<"},
	{"=", "="},  {"~", "≈"}, {"range", "区间"}, {NULL, NULL},
};

static const struct word target_kinds[] = {
	{"level", "水平"}, {"increase", "增量"}, {"growth", "增长"},	   {"multiple", "倍数"},
	{"rank", "位次"},  {"share", "占比"},	 {"breakthrough", "突破"}, {NULL, NULL},
};

static const struct word deadline_kinds[] = {
	{"by", "截止"},	       {"during", "期间"}, {"within", "期限内"},
	{"recurring", "周期"}, {NULL, NULL},
};

static const struct word mention_kinds[] = {
	{"number", "数字"},  {"percent", "百分比"}, {"quantity", "数量"}, {"range", "区间"},
	{"ordinal", "序数"}, {"time", "时间"},	    {"duration", "时长"}, {NULL, NULL},
};

static const struct word recurrences[] = {
	{"yearly", "每年"},
	{"quarterly", "每季"},
	{"monthly", "每月"},
	{NULL, NULL},
};

static const struct word origins[] = {
	{"sentence", "本句"}, {"paragraph", "本段"}, {"section", "本节"},
	{"document", "全文"}, {"none", "无"},	     {NULL, NULL},
};

static const struct word bases[] = {
	{"stated", "明示"},
	{"first-listed", "列首"},
	{NULL, NULL},
};

static const struct word scripts[] = {
	{"simplified", "简体"},
	{"traditional", "繁体"},
	{"mixed", "混合"},
	{NULL, NULL},
};

static const struct word states[] = {
	{"", "目标"},	       {"achieved", "已完成"}, {"present", "现状"},
	{"condition", "条件"}, {"name", "名称"},       {NULL, NULL},
};

static void set_text(struct cell *out, struct slice text, bool ours)
{
	if (text.n)
		*out = (struct cell){.kind = CELL_TEXT, .text = text, .ours = ours};
}

static void set_number(struct cell *out, double number)
{
	if (isfinite(number))
		*out = (struct cell){.kind = CELL_NUMBER, .number = number};
}

static void set_date(struct cell *out, struct slice text)
{
	struct date date;

	set_text(out, text, false);
	if (text.n != strlen("2025-12-31") || !date_parse(text, &date))
		return;
	out->kind = CELL_DATE;
	out->date = date;
}

static const void *member(const struct column *c, const struct row *row)
{
	return (const char *)row->record + c->offset;
}

static void make_text(const struct column *c, const struct row *row, struct cell *out)
{
	set_text(out, *(const struct slice *)member(c, row), false);
}

static void make_number(const struct column *c, const struct row *row, struct cell *out)
{
	set_number(out, *(const double *)member(c, row));
}

static void make_offset(const struct column *c, const struct row *row, struct cell *out)
{
	set_number(out, (double)*(const size_t *)member(c, row));
}

static void make_date(const struct column *c, const struct row *row, struct cell *out)
{
	set_date(out, *(const struct slice *)member(c, row));
}

/* A word of a vocabulary; an unknown one is shown as it is. */
static void make_word(const struct column *c, const struct row *row, struct cell *out)
{
	struct slice name = *(const struct slice *)member(c, row);

	set_text(out, name, false);
	for (const struct word *w = c->words; w->name; w++)
		if (slice_is(name, w->name))
			set_text(out, slice_of(w->chinese), true);
}

static void join(const struct list *list, const char *separator, struct buf *scratch,
		 struct cell *out)
{
	for (size_t i = 0; i < list->count; i++) {
		if (i)
			buf_adds(scratch, separator);
		buf_slice(scratch, list->items[i]);
	}
	set_text(out, buf_text(scratch), false);
}

static void make_list(const struct column *c, const struct row *row, struct cell *out)
{
	join(member(c, row), "、", row->scratch, out);
}

static void make_path(const struct column *c, const struct row *row, struct cell *out)
{
	join(member(c, row), " / ", row->scratch, out);
}

static void make_flags(const struct column *c, const struct row *row, struct cell *out)
{
	(void)c;
	for (int i = 0; i < RECORD_FLAGS; i++) {
		if (!(row->record->flags >> i & 1))
			continue;
		if (row->scratch->len)
			buf_adds(row->scratch, ";");
		buf_adds(row->scratch, flag_info(i)->chinese);
	}
	set_text(out, buf_text(row->scratch), true);
}

static void make_title(const struct column *c, const struct row *row, struct cell *out)
{
	(void)c;
	set_text(out, row->context->title, false);
}

static void make_published(const struct column *c, const struct row *row, struct cell *out)
{
	(void)c;
	set_date(out, row->context->published);
}

/* One of the document's counts, or the sum of all where the column names none. */
static void make_count(const struct column *c, const struct row *row, struct cell *out)
{
	const struct counts *counts = member(c, row);
	double sum = 0;

	for (size_t i = 0; i < counts->count; i++)
		if (!c->name || slice_is(counts->items[i].name, c->name))
			sum += (double)counts->items[i].n;
	set_number(out, sum);
}

static void make_edit_kind(const struct column *c, const struct row *row, struct cell *out)
{
	enum edit_kind kind = edit_kind_named(row->record->kind);

	(void)c;
	set_text(out, row->record->kind, false);
	if (kind != EDIT_KINDS)
		set_text(out, slice_of(edit_kind_info(kind)->chinese), true);
}

/* Signs for what can't be seen: line ends, and blanks where there is nothing else. */
static void make_visible(const struct column *c, const struct row *row, struct cell *out)
{
	struct slice text = *(const struct slice *)member(c, row);
	bool blank = slice_trim(text).n == 0;
	size_t len;

	for (size_t at = 0; at < text.n; at += len) {
		uint32_t code = utf8_at(text, at, &len);

		if (code == '\n')
			buf_adds(row->scratch, "↵");
		else if (blank && code != '\r')
			buf_adds(row->scratch, "␣");
		else
			buf_add(row->scratch, text.p + at, len);
	}
	set_text(out, buf_text(row->scratch), false);
}

#define AT(member) offsetof(struct record, member)

static const struct column target_columns[] = {
	{"文件", STYLE_TEXT, 48, make_text, AT(doc), NULL, NULL},
	{"文件名称", STYLE_TEXT, 44, make_title, 0, NULL, NULL},
	{"发布日期", STYLE_DATE, 14, make_published, 0, NULL, NULL},
	{"章节", STYLE_WRAP, 36, make_path, AT(section), NULL, NULL},
	{"指标名称", STYLE_WRAP, 40, make_text, AT(indicator), NULL, NULL},
	{"比较", STYLE_TEXT, 12, make_word, AT(op), ops, NULL},
	{"目标值", STYLE_NUMBER, 18, make_number, AT(value), NULL, NULL},
	{"上限", STYLE_NUMBER, 18, make_number, AT(value_max), NULL, NULL},
	{"单位", STYLE_TEXT, 16, make_text, AT(unit), NULL, NULL},
	{"类型", STYLE_TEXT, 12, make_word, AT(kind), target_kinds, NULL},
	{"基期", STYLE_TEXT, 16, make_text, AT(baseline.year), NULL, NULL},
	{"基期值", STYLE_NUMBER, 18, make_number, AT(baseline.value), NULL, NULL},
	{"周期", STYLE_TEXT, 12, make_word, AT(recurrence), recurrences, NULL},
	{"截止日期", STYLE_DATE, 14, make_date, AT(deadline), NULL, NULL},
	{"期限来源", STYLE_TEXT, 12, make_word, AT(deadline_from), origins, NULL},
	{"牵头单位", STYLE_WRAP, 28, make_list, AT(lead), NULL, NULL},
	{"配合单位", STYLE_WRAP, 40, make_list, AT(support), NULL, NULL},
	{"原文", STYLE_WRAP, 24, make_text, AT(quote), NULL, NULL},
	{"句子", STYLE_WRAP, 60, make_text, AT(sentence), NULL, NULL},
	{"规则", STYLE_TEXT, 28, make_text, AT(rule), NULL, NULL},
	{"置信度", STYLE_RATIO, 12, make_number, AT(confidence), NULL, NULL},
	{"提示", STYLE_WRAP, 30, make_flags, AT(flags), NULL, NULL},
	{"起始字节", STYLE_NUMBER, 14, make_offset, AT(span.start), NULL, NULL},
	{"结束字节", STYLE_NUMBER, 14, make_offset, AT(span.end), NULL, NULL},
	{"状态", STYLE_TEXT, 12, make_word, AT(status), states, NULL},
};

static const struct column deadline_columns[] = {
	{"文件", STYLE_TEXT, 48, make_text, AT(doc), NULL, NULL},
	{"章节", STYLE_WRAP, 36, make_path, AT(section), NULL, NULL},
	{"原文", STYLE_WRAP, 32, make_text, AT(quote), NULL, NULL},
	{"类型", STYLE_TEXT, 12, make_word, AT(kind), deadline_kinds, NULL},
	{"开始", STYLE_DATE, 14, make_date, AT(start), NULL, NULL},
	{"结束", STYLE_DATE, 14, make_date, AT(end), NULL, NULL},
	{"周期", STYLE_TEXT, 12, make_word, AT(recurrence), recurrences, NULL},
	{"事项", STYLE_WRAP, 60, make_text, AT(about), NULL, NULL},
	{"规则", STYLE_TEXT, 28, make_text, AT(rule), NULL, NULL},
	{"置信度", STYLE_RATIO, 12, make_number, AT(confidence), NULL, NULL},
	{"提示", STYLE_WRAP, 30, make_flags, AT(flags), NULL, NULL},
	{"起始字节", STYLE_NUMBER, 14, make_offset, AT(span.start), NULL, NULL},
	{"结束字节", STYLE_NUMBER, 14, make_offset, AT(span.end), NULL, NULL},
};

static const struct column assignment_columns[] = {
	{"文件", STYLE_TEXT, 48, make_text, AT(doc), NULL, NULL},
	{"章节", STYLE_WRAP, 36, make_path, AT(section), NULL, NULL},
	{"任务", STYLE_WRAP, 50, make_text, AT(task), NULL, NULL},
	{"牵头单位", STYLE_WRAP, 28, make_list, AT(lead), NULL, NULL},
	{"配合单位", STYLE_WRAP, 40, make_list, AT(support), NULL, NULL},
	{"依据", STYLE_TEXT, 12, make_word, AT(basis), bases, NULL},
	{"原文", STYLE_WRAP, 60, make_text, AT(quote), NULL, NULL},
	{"规则", STYLE_TEXT, 28, make_text, AT(rule), NULL, NULL},
	{"置信度", STYLE_RATIO, 12, make_number, AT(confidence), NULL, NULL},
	{"提示", STYLE_WRAP, 30, make_flags, AT(flags), NULL, NULL},
	{"起始字节", STYLE_NUMBER, 14, make_offset, AT(span.start), NULL, NULL},
	{"结束字节", STYLE_NUMBER, 14, make_offset, AT(span.end), NULL, NULL},
};

static const struct column document_columns[] = {
	{"文件", STYLE_TEXT, 48, make_text, AT(doc), NULL, NULL},
	{"名称", STYLE_WRAP, 60, make_text, AT(title), NULL, NULL},
	{"发文机关", STYLE_WRAP, 30, make_text, AT(issuer), NULL, NULL},
	{"文号", STYLE_TEXT, 28, make_text, AT(number), NULL, NULL},
	{"发布日期", STYLE_DATE, 14, make_date, AT(published), NULL, NULL},
	{"地区", STYLE_TEXT, 20, make_text, AT(region), NULL, NULL},
	{"规划期开始", STYLE_DATE, 14, make_date, AT(period.start), NULL, NULL},
	{"规划期结束", STYLE_DATE, 14, make_date, AT(period.end), NULL, NULL},
	{"编码", STYLE_TEXT, 16, make_text, AT(charset), NULL, NULL},
	{"字体", STYLE_TEXT, 12, make_word, AT(script), scripts, NULL},
	{"指标数", STYLE_NUMBER, 12, make_count, AT(counts), NULL, "target"},
	{"时限数", STYLE_NUMBER, 12, make_count, AT(counts), NULL, "deadline"},
	{"分工数", STYLE_NUMBER, 12, make_count, AT(counts), NULL, "assignment"},
	{"修正数", STYLE_NUMBER, 12, make_count, AT(edits), NULL, NULL},
};

static const struct column edit_columns[] = {
	{"文件", STYLE_TEXT, 48, make_text, AT(doc), NULL, NULL},
	{"类型", STYLE_TEXT, 16, make_edit_kind, 0, NULL, NULL},
	{"修正前", STYLE_WRAP, 60, make_visible, AT(before), NULL, NULL},
	{"修正后", STYLE_WRAP, 60, make_visible, AT(after), NULL, NULL},
	{"位置", STYLE_NUMBER, 14, make_offset, AT(span.start), NULL, NULL},
};

static const struct column mention_columns[] = {
	{"文件", STYLE_TEXT, 48, make_text, AT(doc), NULL, NULL},
	{"章节", STYLE_WRAP, 36, make_path, AT(section), NULL, NULL},
	{"原文", STYLE_WRAP, 32, make_text, AT(quote), NULL, NULL},
	{"类型", STYLE_TEXT, 12, make_word, AT(kind), mention_kinds, NULL},
	{"比较", STYLE_TEXT, 12, make_word, AT(op), ops, NULL},
	{"数值", STYLE_NUMBER, 18, make_number, AT(value), NULL, NULL},
	{"上限", STYLE_NUMBER, 18, make_number, AT(value_max), NULL, NULL},
	{"单位", STYLE_TEXT, 16, make_text, AT(unit), NULL, NULL},
	{"开始", STYLE_DATE, 14, make_date, AT(start), NULL, NULL},
	{"结束", STYLE_DATE, 14, make_date, AT(end), NULL, NULL},
	{"周期", STYLE_TEXT, 12, make_word, AT(recurrence), recurrences, NULL},
	{"时长", STYLE_TEXT, 12, make_text, AT(duration), NULL, NULL},
	{"规则", STYLE_TEXT, 28, make_text, AT(rule), NULL, NULL},
	{"置信度", STYLE_RATIO, 12, make_number, AT(confidence), NULL, NULL},
	{"提示", STYLE_WRAP, 30, make_flags, AT(flags), NULL, NULL},
	{"起始字节", STYLE_NUMBER, 14, make_offset, AT(span.start), NULL, NULL},
	{"结束字节", STYLE_NUMBER, 14, make_offset, AT(span.end), NULL, NULL},
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct layout layouts[RECORD_TYPES] = {
	[RECORD_DOCUMENT] = {"文档清单", document_columns, COUNT(document_columns)},
	[RECORD_TARGET] = {"指标台账", target_columns, COUNT(target_columns) - 1},
	[RECORD_DEADLINE] = {"时限", deadline_columns, COUNT(deadline_columns)},
	[RECORD_ASSIGNMENT] = {"责任分工", assignment_columns, COUNT(assignment_columns)},
	[RECORD_EDIT] = {"修正记录", edit_columns, COUNT(edit_columns)},
	[RECORD_FACT] = {"指标台账", target_columns, COUNT(target_columns)},
	[RECORD_MENTION] = {"表达", mention_columns, COUNT(mention_columns)},
};

const struct layout *layout_of(enum record_type type)
{
	return &layouts[type];
}

void context_init(struct context *x)
{
	*x = (struct context){0};
	arena_init(&x->arena);
}

void context_release(struct context *x)
{
	arena_release(&x->arena);
}

int context_note(struct context *x, const struct record *r, struct err *e)
{
	bool is_document = r->type == RECORD_DOCUMENT;

	if (!is_document && slice_eq(r->doc, x->doc))
		return 0;
	context_release(x);
	context_init(x);
	x->doc = arena_copy(&x->arena, r->doc);
	if (is_document) {
		x->title = arena_copy(&x->arena, r->title);
		x->published = arena_copy(&x->arena, r->published);
	}
	if (!x->doc.p || (is_document && (!x->title.p || !x->published.p)))
		return err_nomem(e);
	return 0;
}

struct cell column_cell(const struct column *c, const struct row *row)
{
	struct cell cell = {.kind = CELL_EMPTY};

	buf_reset(row->scratch);
	c->make(c, row, &cell);
	return cell;
}
