#include "extract/sinks/words.h"

static const struct word ops[] = {
	{">=", {"≥", "≥"}}, {">", {">", ">"}}, {"<=", {"≤", "≤"}},	     {"<", {"<", "<"}},
	{"=", {"=", "="}},  {"~", {"≈", "≈"}}, {"range", {"区间", "range"}}, {NULL, {NULL, NULL}},
};

static const struct word target_kinds[] = {
	{"level", {"水平", "level"}},	     {"increase", {"增量", "increase"}},
	{"growth", {"增长", "growth"}},	     {"multiple", {"倍数", "multiple"}},
	{"rank", {"位次", "rank"}},	     {"share", {"占比", "share"}},
	{"breakthrough", {"突破", "first"}}, {NULL, {NULL, NULL}},
};

static const struct word deadline_kinds[] = {
	{"by", {"截止", "by"}},
	{"during", {"期间", "during"}},
	{"within", {"期限内", "within"}},
	{"recurring", {"周期", "recurring"}},
	{NULL, {NULL, NULL}},
};

static const struct word mention_kinds[] = {
	{"number", {"数字", "number"}},	    {"percent", {"百分比", "percent"}},
	{"quantity", {"数量", "quantity"}}, {"range", {"区间", "range"}},
	{"ordinal", {"序数", "ordinal"}},   {"time", {"时间", "time"}},
	{"duration", {"时长", "duration"}}, {NULL, {NULL, NULL}},
};

static const struct word recurrences[] = {
	{"yearly", {"每年", "yearly"}},
	{"quarterly", {"每季", "quarterly"}},
	{"monthly", {"每月", "monthly"}},
	{NULL, {NULL, NULL}},
};

static const struct word origins[] = {
	{"sentence", {"本句", "sentence"}}, {"paragraph", {"本段", "paragraph"}},
	{"section", {"本节", "section"}},   {"document", {"全文", "document"}},
	{"none", {"无", "none"}},	    {NULL, {NULL, NULL}},
};

static const struct word bases[] = {
	{"stated", {"明示", "stated"}},
	{"first-listed", {"列首", "first listed"}},
	{NULL, {NULL, NULL}},
};

static const struct word scripts[] = {
	{"simplified", {"简体", "simplified"}},
	{"traditional", {"繁体", "traditional"}},
	{"mixed", {"混合", "mixed"}},
	{NULL, {NULL, NULL}},
};

static const struct word states[] = {
	{"", {"目标", "target"}},	  {"achieved", {"已完成", "achieved"}},
	{"present", {"现状", "present"}}, {"condition", {"条件", "condition"}},
	{"name", {"名称", "name"}},	  {NULL, {NULL, NULL}},
};

static const struct word verdicts[] = {
	{"right", {"正确", "right"}},
	{"wrong", {"错误", "wrong"}},
	{"change", {"需修改", "to be changed"}},
	{NULL, {NULL, NULL}},
};

static const struct {
	const struct word *words;
	const char *title[LANGS];
} lists[WORD_LISTS] = {
	[WORDS_OP] = {ops, {"比较", "Comparison"}},
	[WORDS_TARGET_KIND] = {target_kinds, {"指标类型", "Kind of target"}},
	[WORDS_DEADLINE_KIND] = {deadline_kinds, {"时限类型", "Kind of deadline"}},
	[WORDS_MENTION_KIND] = {mention_kinds, {"表达类型", "Kind of mention"}},
	[WORDS_RECURRENCE] = {recurrences, {"周期", "Recurrence"}},
	[WORDS_ORIGIN] = {origins, {"期限来源", "Deadline from"}},
	[WORDS_BASIS] = {bases, {"依据", "Basis"}},
	[WORDS_SCRIPT] = {scripts, {"字体", "Script"}},
	[WORDS_STATUS] = {states, {"状态", "Status"}},
	[WORDS_VERDICT] = {verdicts, {"复核结论", "Verdict"}},
};

const struct word *words_of(enum word_list list)
{
	return lists[list].words;
}

const char *words_title(enum word_list list, enum lang lang)
{
	return lists[list].title[lang];
}

const struct word *word_named(enum word_list list, struct slice name)
{
	for (const struct word *w = lists[list].words; w->name; w++)
		if (strncmp(w->name, name.n ? name.p : "", name.n) == 0 && !w->name[name.n])
			return w;
	return NULL;
}
