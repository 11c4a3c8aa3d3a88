#include "extract/sinks/column.h"

#define AT(member) offsetof(struct record, member)
#define IN(member) offsetof(struct context, member)

/* term, style, widest, hidden, maker, member, words, count */
static const struct column target_columns[] = {
	{TERM_ID, STYLE_TEXT, 20, true, cell_id, 0, 0, NULL},
	{TERM_REGION, STYLE_TEXT, 16, false, cell_context, IN(region), 0, NULL},
	{TERM_ISSUER, STYLE_WRAP, 24, false, cell_context, IN(issuer), 0, NULL},
	{TERM_TITLE, STYLE_WRAP, 36, false, cell_context, IN(title), 0, NULL},
	{TERM_NUMBER, STYLE_TEXT, 28, false, cell_context, IN(number), 0, NULL},
	{TERM_PUBLISHED, STYLE_DATE, 14, false, cell_context_date, IN(published), 0, NULL},
	{TERM_SECTION, STYLE_WRAP, 32, false, cell_path, AT(section), 0, NULL},
	{TERM_INDICATOR, STYLE_WRAP, 36, false, cell_text, AT(indicator), 0, NULL},
	{TERM_OP, STYLE_TEXT, 14, false, cell_word, AT(op), WORDS_OP, NULL},
	{TERM_VALUE, STYLE_NUMBER, 18, false, cell_number, AT(value), 0, NULL},
	{TERM_VALUE_MAX, STYLE_NUMBER, 18, false, cell_number, AT(value_max), 0, NULL},
	{TERM_UNIT, STYLE_TEXT, 16, false, cell_text, AT(unit), 0, NULL},
	{TERM_KIND, STYLE_TEXT, 12, false, cell_word, AT(kind), WORDS_TARGET_KIND, NULL},
	{TERM_BASE_YEAR, STYLE_TEXT, 16, false, cell_text, AT(baseline.year), 0, NULL},
	{TERM_BASE_VALUE, STYLE_NUMBER, 18, false, cell_number, AT(baseline.value), 0, NULL},
	{TERM_RECURRENCE, STYLE_TEXT, 14, false, cell_word, AT(recurrence), WORDS_RECURRENCE, NULL},
	{TERM_DEADLINE, STYLE_DATE, 14, false, cell_date, AT(deadline), 0, NULL},
	{TERM_DEADLINE_FROM, STYLE_TEXT, 18, false, cell_word, AT(deadline_from), WORDS_ORIGIN,
	 NULL},
	{TERM_LEAD, STYLE_WRAP, 28, false, cell_list, AT(lead), 0, NULL},
	{TERM_SUPPORT, STYLE_WRAP, 36, false, cell_list, AT(support), 0, NULL},
	{TERM_LEFT, STYLE_LEFT, 40, false, cell_left, 0, 0, NULL},
	{TERM_HIT, STYLE_HIT, 20, false, cell_hit, 0, 0, NULL},
	{TERM_RIGHT, STYLE_WRAP, 40, false, cell_right, 0, 0, NULL},
	{TERM_LINK, STYLE_LINK, 14, false, cell_link, 0, 0, NULL},
	{TERM_RULE, STYLE_TEXT, 24, false, cell_text, AT(rule), 0, NULL},
	{TERM_CONFIDENCE, STYLE_RATIO, 16, false, cell_number, AT(confidence), 0, NULL},
	{TERM_FLAGS, STYLE_WRAP, 30, false, cell_flags, AT(flags), 0, NULL},
	{TERM_STATUS, STYLE_TEXT, 12, false, cell_word, AT(status), WORDS_STATUS, NULL},
	{TERM_QUOTE, STYLE_WRAP, 24, false, cell_text, AT(quote), 0, NULL},
	{TERM_DOC, STYLE_TEXT, 36, false, cell_text, AT(doc), 0, NULL},
	{TERM_BASE_UNIT, STYLE_TEXT, 16, true, cell_text, AT(baseline.unit), 0, NULL},
	{TERM_SPAN_IN, STYLE_TEXT, 24, true, cell_text, AT(span_in), 0, NULL},
	{TERM_START, STYLE_NUMBER, 14, true, cell_offset, AT(span.start), 0, NULL},
	{TERM_END, STYLE_NUMBER, 14, true, cell_offset, AT(span.end), 0, NULL},
	{TERM_VERDICT, STYLE_REVIEW, 14, false, cell_nothing, 0, 0, NULL},
	{TERM_NEW_VALUE, STYLE_REVIEW_NUMBER, 14, false, cell_nothing, 0, 0, NULL},
	{TERM_NEW_INDICATOR, STYLE_REVIEW, 24, false, cell_nothing, 0, 0, NULL},
	{TERM_NEW_DEADLINE, STYLE_REVIEW_DATE, 16, false, cell_nothing, 0, 0, NULL},
	{TERM_NEW_LEAD, STYLE_REVIEW, 24, false, cell_nothing, 0, 0, NULL},
	{TERM_REVIEWER, STYLE_REVIEW, 14, false, cell_nothing, 0, 0, NULL},
	{TERM_REMARK, STYLE_REVIEW, 24, false, cell_nothing, 0, 0, NULL},
};

static const struct column task_columns[] = {
	{TERM_NO, STYLE_NUMBER, 12, false, cell_task_number, 0, 0, NULL},
	{TERM_REGION, STYLE_TEXT, 16, false, cell_context, IN(region), 0, NULL},
	{TERM_TITLE, STYLE_WRAP, 36, false, cell_context, IN(title), 0, NULL},
	{TERM_SECTION, STYLE_WRAP, 32, false, cell_path, AT(section), 0, NULL},
	{TERM_TASK, STYLE_WRAP, 60, false, cell_text, AT(task), 0, NULL},
	{TERM_TASK_DEADLINE, STYLE_DATE, 14, false, cell_task_deadline, 0, 0, NULL},
	{TERM_LEAD, STYLE_WRAP, 28, false, cell_list, AT(lead), 0, NULL},
	{TERM_SUPPORT, STYLE_WRAP, 40, false, cell_list, AT(support), 0, NULL},
	{TERM_BASIS, STYLE_TEXT, 14, false, cell_word, AT(basis), WORDS_BASIS, NULL},
	{TERM_TARGET_COUNT, STYLE_NUMBER, 12, false, cell_task_targets, 0, 0, NULL},
	{TERM_LINK, STYLE_LINK, 14, false, cell_link, 0, 0, NULL},
};

static const struct column deadline_columns[] = {
	{TERM_DOC, STYLE_TEXT, 48, false, cell_text, AT(doc), 0, NULL},
	{TERM_SECTION, STYLE_WRAP, 36, false, cell_path, AT(section), 0, NULL},
	{TERM_QUOTE, STYLE_WRAP, 32, false, cell_text, AT(quote), 0, NULL},
	{TERM_TIME_KIND, STYLE_TEXT, 12, false, cell_word, AT(kind), WORDS_DEADLINE_KIND, NULL},
	{TERM_FROM, STYLE_DATE, 14, false, cell_date, AT(start), 0, NULL},
	{TERM_TO, STYLE_DATE, 14, false, cell_date, AT(end), 0, NULL},
	{TERM_RECURRENCE, STYLE_TEXT, 14, false, cell_word, AT(recurrence), WORDS_RECURRENCE, NULL},
	{TERM_ABOUT, STYLE_WRAP, 60, false, cell_text, AT(about), 0, NULL},
	{TERM_LINK, STYLE_LINK, 14, false, cell_link, 0, 0, NULL},
	{TERM_RULE, STYLE_TEXT, 28, false, cell_text, AT(rule), 0, NULL},
	{TERM_CONFIDENCE, STYLE_RATIO, 16, false, cell_number, AT(confidence), 0, NULL},
	{TERM_FLAGS, STYLE_WRAP, 30, false, cell_flags, AT(flags), 0, NULL},
	{TERM_START, STYLE_NUMBER, 14, false, cell_offset, AT(span.start), 0, NULL},
	{TERM_END, STYLE_NUMBER, 14, false, cell_offset, AT(span.end), 0, NULL},
};

static const struct column assignment_columns[] = {
	{TERM_DOC, STYLE_TEXT, 48, false, cell_text, AT(doc), 0, NULL},
	{TERM_SECTION, STYLE_WRAP, 36, false, cell_path, AT(section), 0, NULL},
	{TERM_TASK, STYLE_WRAP, 50, false, cell_text, AT(task), 0, NULL},
	{TERM_LEAD, STYLE_WRAP, 28, false, cell_list, AT(lead), 0, NULL},
	{TERM_SUPPORT, STYLE_WRAP, 40, false, cell_list, AT(support), 0, NULL},
	{TERM_BASIS, STYLE_TEXT, 14, false, cell_word, AT(basis), WORDS_BASIS, NULL},
	{TERM_QUOTE, STYLE_WRAP, 60, false, cell_text, AT(quote), 0, NULL},
	{TERM_LINK, STYLE_LINK, 14, false, cell_link, 0, 0, NULL},
	{TERM_RULE, STYLE_TEXT, 28, false, cell_text, AT(rule), 0, NULL},
	{TERM_CONFIDENCE, STYLE_RATIO, 16, false, cell_number, AT(confidence), 0, NULL},
	{TERM_FLAGS, STYLE_WRAP, 30, false, cell_flags, AT(flags), 0, NULL},
	{TERM_START, STYLE_NUMBER, 14, false, cell_offset, AT(span.start), 0, NULL},
	{TERM_END, STYLE_NUMBER, 14, false, cell_offset, AT(span.end), 0, NULL},
};

static const struct column document_columns[] = {
	{TERM_DOC, STYLE_TEXT, 48, false, cell_text, AT(doc), 0, NULL},
	{TERM_NAME, STYLE_WRAP, 60, false, cell_text, AT(title), 0, NULL},
	{TERM_ISSUER, STYLE_WRAP, 30, false, cell_text, AT(issuer), 0, NULL},
	{TERM_NUMBER, STYLE_TEXT, 28, false, cell_text, AT(number), 0, NULL},
	{TERM_PUBLISHED, STYLE_DATE, 14, false, cell_date, AT(published), 0, NULL},
	{TERM_REGION, STYLE_TEXT, 20, false, cell_text, AT(region), 0, NULL},
	{TERM_PLAN_FROM, STYLE_DATE, 16, false, cell_date, AT(period.start), 0, NULL},
	{TERM_PLAN_TO, STYLE_DATE, 16, false, cell_date, AT(period.end), 0, NULL},
	{TERM_CHARSET, STYLE_TEXT, 16, false, cell_text, AT(charset), 0, NULL},
	{TERM_SCRIPT, STYLE_TEXT, 14, false, cell_word, AT(script), WORDS_SCRIPT, NULL},
	{TERM_TRADITIONAL_SHARE, STYLE_RATIO, 14, false, cell_number, AT(traditional_share), 0,
	 NULL},
	{TERM_TARGET_COUNT, STYLE_NUMBER, 14, false, cell_count, AT(counts), 0, "target"},
	{TERM_DEADLINE_COUNT, STYLE_NUMBER, 14, false, cell_count, AT(counts), 0, "deadline"},
	{TERM_ASSIGNMENT_COUNT, STYLE_NUMBER, 16, false, cell_count, AT(counts), 0, "assignment"},
	{TERM_EDIT_COUNT, STYLE_NUMBER, 14, false, cell_count, AT(edits), 0, NULL},
	{TERM_LINK, STYLE_LINK, 14, false, cell_link, 0, 0, NULL},
};

static const struct column edit_columns[] = {
	{TERM_DOC, STYLE_TEXT, 48, false, cell_text, AT(doc), 0, NULL},
	{TERM_EDIT_KIND, STYLE_TEXT, 16, false, cell_edit_kind, AT(kind), 0, NULL},
	{TERM_BEFORE, STYLE_WRAP, 60, false, cell_visible, AT(before), 0, NULL},
	{TERM_AFTER, STYLE_WRAP, 60, false, cell_visible, AT(after), 0, NULL},
	{TERM_POSITION, STYLE_NUMBER, 14, false, cell_offset, AT(span.start), 0, NULL},
};

static const struct column mention_columns[] = {
	{TERM_DOC, STYLE_TEXT, 48, false, cell_text, AT(doc), 0, NULL},
	{TERM_SECTION, STYLE_WRAP, 36, false, cell_path, AT(section), 0, NULL},
	{TERM_QUOTE, STYLE_WRAP, 32, false, cell_text, AT(quote), 0, NULL},
	{TERM_MENTION_KIND, STYLE_TEXT, 12, false, cell_word, AT(kind), WORDS_MENTION_KIND, NULL},
	{TERM_OP, STYLE_TEXT, 14, false, cell_word, AT(op), WORDS_OP, NULL},
	{TERM_MENTION_VALUE, STYLE_NUMBER, 18, false, cell_number, AT(value), 0, NULL},
	{TERM_VALUE_MAX, STYLE_NUMBER, 18, false, cell_number, AT(value_max), 0, NULL},
	{TERM_UNIT, STYLE_TEXT, 16, false, cell_text, AT(unit), 0, NULL},
	{TERM_FROM, STYLE_DATE, 14, false, cell_date, AT(start), 0, NULL},
	{TERM_TO, STYLE_DATE, 14, false, cell_date, AT(end), 0, NULL},
	{TERM_RECURRENCE, STYLE_TEXT, 14, false, cell_word, AT(recurrence), WORDS_RECURRENCE, NULL},
	{TERM_DURATION, STYLE_TEXT, 12, false, cell_text, AT(duration), 0, NULL},
	{TERM_RULE, STYLE_TEXT, 28, false, cell_text, AT(rule), 0, NULL},
	{TERM_CONFIDENCE, STYLE_RATIO, 16, false, cell_number, AT(confidence), 0, NULL},
	{TERM_FLAGS, STYLE_WRAP, 30, false, cell_flags, AT(flags), 0, NULL},
	{TERM_START, STYLE_NUMBER, 14, false, cell_offset, AT(span.start), 0, NULL},
	{TERM_END, STYLE_NUMBER, 14, false, cell_offset, AT(span.end), 0, NULL},
};

#undef AT
#define AT(member) offsetof(struct agency_line, member)

static const struct column agency_columns[] = {
	{TERM_AGENCY, STYLE_TEXT, 48, false, cell_text, AT(name), 0, NULL},
	{TERM_LEADS, STYLE_NUMBER, 18, false, cell_offset, AT(leads), 0, NULL},
	{TERM_SUPPORTS, STYLE_NUMBER, 24, false, cell_offset, AT(supports), 0, NULL},
	{TERM_LEAD_TASKS, STYLE_NUMBER, 18, false, cell_offset, AT(lead_tasks), 0, NULL},
	{TERM_SUPPORT_TASKS, STYLE_NUMBER, 24, false, cell_offset, AT(support_tasks), 0, NULL},
	{TERM_EARLIEST, STYLE_DATE, 24, false, cell_day, AT(earliest), 0, NULL},
	{TERM_ROWS, STYLE_LINK, 12, false, cell_own_link, AT(link), 0, NULL},
};

#undef AT
#define AT(member) offsetof(struct month_line, member)

static const struct column month_columns[] = {
	{TERM_MONTH, STYLE_TEXT, 12, false, cell_text, AT(month), 0, NULL},
	{TERM_TARGET_COUNT, STYLE_NUMBER, 14, false, cell_offset, AT(targets), 0, NULL},
	{TERM_TASK_COUNT, STYLE_NUMBER, 14, false, cell_offset, AT(tasks), 0, NULL},
	{TERM_DEADLINE_COUNT, STYLE_NUMBER, 14, false, cell_offset, AT(deadlines), 0, NULL},
	{TERM_ROWS, STYLE_LINK, 12, false, cell_own_link, AT(link), 0, NULL},
	{TERM_TARGET_NAMES, STYLE_WRAP, 60, false, cell_text, AT(target_names), 0, NULL},
	{TERM_TASK_NAMES, STYLE_WRAP, 60, false, cell_text, AT(task_names), 0, NULL},
};

#undef AT
#define AT(member) offsetof(struct trouble_line, member)

static const struct column trouble_columns[] = {
	{TERM_DOC, STYLE_WRAP, 48, false, cell_text, AT(doc), 0, NULL},
	{TERM_PLACE, STYLE_TEXT, 30, false, cell_text, AT(place), 0, NULL},
	{TERM_PROBLEM, STYLE_WRAP, 80, false, cell_text, AT(problem), 0, NULL},
};

#undef AT
#define AT(member) offsetof(struct dictionary_line, member)

static const struct column dictionary_columns[] = {
	{TERM_LIST, STYLE_TEXT, 24, false, cell_text, AT(list), 0, NULL},
	{TERM_CODE, STYLE_TEXT, 30, false, cell_text, AT(code), 0, NULL},
	{TERM_WORD, STYLE_TEXT, 30, false, cell_text, AT(word), 0, NULL},
	{TERM_MEANING, STYLE_WRAP, 80, false, cell_text, AT(meaning), 0, NULL},
};

#define TABLE(columns) columns, sizeof(columns) / sizeof((columns)[0])

static const struct sheet_info sheets[SHEETS] = {
	[SHEET_GUIDE] = {"guide", {"说明", "Guide"}, {"本页", "this page"}, NULL, 0},
	[SHEET_OVERVIEW] =
		{"overview", {"概览", "Overview"}, {"总数和图表", "figures and charts"}, NULL, 0},
	[SHEET_TARGETS] = {"targets",
			   {"指标台账", "Targets"},
			   {"一行一个指标,右侧为复核栏",
			    "a target a row, with room for the review"},
			   TABLE(target_columns)},
	[SHEET_TASKS] = {"tasks",
			 {"任务台账", "Tasks"},
			 {"一行一项有责任单位的任务", "a row for each task that names agencies"},
			 TABLE(task_columns)},
	[SHEET_AGENCIES] = {"agencies",
			    {"部门分工", "Agencies"},
			    {"一行一个部门,按牵头的多少排列",
			     "an agency a row, those that lead most first"},
			    TABLE(agency_columns)},
	[SHEET_TIMELINE] = {"timeline",
			    {"时间轴", "Timeline"},
			    {"按月列出到期的指标和任务", "what is due, month by month"},
			    TABLE(month_columns)},
	[SHEET_DEADLINES] = {"deadlines",
			     {"时限", "Deadlines"},
			     {"一行一处时间表述", "each stated time"},
			     TABLE(deadline_columns)},
	[SHEET_ASSIGNMENTS] = {"assignments",
			       {"责任分工", "Assignments"},
			       {"一行一处责任单位表述", "each list of agencies"},
			       TABLE(assignment_columns)},
	[SHEET_DOCUMENTS] = {"documents",
			     {"文档清单", "Documents"},
			     {"一行一份文件", "a document a row"},
			     TABLE(document_columns)},
	[SHEET_EDITS] = {"edits",
			 {"修正记录", "Repairs"},
			 {"对文字所做的每一处修正", "each repair of the text"},
			 TABLE(edit_columns)},
	[SHEET_MENTIONS] = {"mentions",
			    {"表达", "Mentions"},
			    {"每一处数字和时间表达", "every number and time as it was read"},
			    TABLE(mention_columns)},
	[SHEET_TROUBLES] =
		{"troubles",
		 {"异常", "Problems"},
		 {"未能处理的文件,以及未能完整写入的内容",
		  "documents that could not be read, and what could not be written whole"},
		 TABLE(trouble_columns)},
	[SHEET_DICTIONARY] = {"dictionary",
			      {"字典", "Words"},
			      {"下拉列表和各栏用词(隐藏)",
			       "lists and words of the columns (hidden)"},
			      TABLE(dictionary_columns)},
};

static const enum sheet sheets_of[RECORD_TYPES] = {
	[RECORD_DOCUMENT] = SHEET_DOCUMENTS, [RECORD_TARGET] = SHEET_TARGETS,
	[RECORD_DEADLINE] = SHEET_DEADLINES, [RECORD_ASSIGNMENT] = SHEET_ASSIGNMENTS,
	[RECORD_EDIT] = SHEET_EDITS,	     [RECORD_FACT] = SHEET_TARGETS,
	[RECORD_MENTION] = SHEET_MENTIONS,
};

const struct sheet_info *sheet_info(enum sheet sheet)
{
	return &sheets[sheet];
}

enum sheet sheet_of(enum record_type type)
{
	return sheets_of[type];
}

struct cell column_cell(const struct column *c, const struct row *row)
{
	struct cell cell = {.kind = CELL_EMPTY};

	buf_reset(row->scratch);
	c->make(c, row, &cell);
	return cell;
}
