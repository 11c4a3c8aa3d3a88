#include "extract/sinks/page_words.h"

static const char *const words[PAGE_WORDS][LANGS] = {
	[PAGE_ALL] = {"全部文件", "All documents"},
	[PAGE_UNTITLED] = {"(无标题)", "(untitled)"},
	[PAGE_TARGETS] = {"指标", "Targets"},
	[PAGE_DEADLINES] = {"时限", "Deadlines"},
	[PAGE_ASSIGNMENTS] = {"责任分工", "Responsibilities"},
	[PAGE_FACTS] = {"其他数据", "Other figures"},
	[PAGE_REPAIRS] = {"文字修正", "Repairs"},
	[PAGE_DOUBTFUL] = {"存疑修正", "Doubtful repairs"},
	[PAGE_REPLACED] = {"替换", "Replaced"},
	[PAGE_GONE] = {"删去", "Left out"},
	[PAGE_FORM] = {"字形", "Forms of characters"},
	[PAGE_BLANK] = {"空白与断行", "Blanks and line ends"},
	[PAGE_MOVED] = {"移位", "Moved"},
	[PAGE_NOTABLE] = {"只看需留意", "Only those to check"},
	[PAGE_NOTABLE_COUNT] = {"需留意", "To check"},
	[PAGE_NOTABLE_HELP] = {"有提示或置信度低于 0.9", "with a flag, or a confidence below 0.9"},
	[PAGE_SEARCH] = {"在清单中查找", "Find in the list"},
	[PAGE_LIST] = {"清单", "List"},
	[PAGE_TEXT] = {"原文", "Text"},
	[PAGE_NOTHING] = {"未发现指标、时限或责任分工。",
			  "No targets, deadlines or responsibilities were found."},
	[PAGE_MORE] = {"其余见正文,未列出:", "not listed, see the text:"},
	[PAGE_CLEAN] = {"整理后:", "Cleaned: "},
	[PAGE_REMOVED] = {"(删去)", "(left out)"},
	[PAGE_ADDED] = {"(无)", "(nothing)"},
	[PAGE_PARTS] = {"分页", "Parts"},
	[PAGE_PREVIOUS] = {"上一页", "Previous"},
	[PAGE_NEXT] = {"下一页", "Next"},
	[PAGE_INDEX] = {"原文证据页", "Evidence pages"},
	[PAGE_DOCUMENTS] = {"文件", "Documents"},
	[PAGE_FAILED] = {"未能处理", "Not done"},
	[PAGE_SHARE_REPAIRED] = {"指标依据修复", "Targets resting on repairs"},
	[PAGE_SHARE_DOUBTED] = {"指标置信度低于 0.9", "Targets below 0.9 confidence"},
	[PAGE_BY_YEAR] = {"指标按截止年份", "Targets by year of deadline"},
	[PAGE_UNDATED] = {"无期限", "no date"},
	[PAGE_OPEN] = {"查看原文", "open"},
	[PAGE_RULES] = {"规则", "rules"},
	[PAGE_TASKS] = {"任务", "Tasks"},
	[PAGE_AGENCIES] = {"部门", "Agencies"},
	[PAGE_SHARE_UNDATED] = {"指标没有截止日期", "Targets without a deadline"},
	[PAGE_SHARE_UNLED] = {"指标没有牵头单位", "Targets without a lead"},
	[PAGE_NOT_STATED] = {"(未注明)", "(not stated)"},
	[PAGE_BY_LEAD] = {"指标按牵头单位", "Targets by lead"},
	[PAGE_BY_KIND] = {"指标按类型", "Targets by kind"},
	[PAGE_BY_REGION] = {"指标按地区", "Targets by region"},
	[PAGE_FIND_ROWS] = {"在各表中查找,空格隔开多个词",
			    "Find in all tables; several words with blanks"},
	[PAGE_ALL_COLUMNS] = {"显示全部栏目", "All columns"},
	[PAGE_SHOW_REST] = {"显示其余", "Show the other"},
	[PAGE_COLUMN_FILTER] = {"筛选", "filter"},
	[PAGE_FILTER] = {"按标题、机关、文号查找", "Find by title, issuer or number"},
};

const char *page_word(enum page_word word, enum lang lang)
{
	return words[word][lang];
}

void page_add_term(struct buf *out, enum term term, enum lang lang)
{
	static const char *const colons[LANGS] = {[LANG_ZH] = ":", [LANG_EN] = ": "};

	buf_adds(out, term_info(term)->heading[lang]);
	buf_adds(out, colons[lang]);
}
