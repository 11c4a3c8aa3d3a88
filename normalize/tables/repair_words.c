/*
 * Words that show a repair where it is: units after numbers, openers of agency lists, names of
 * agencies. Collected by hand from the usage of official documents.
 */
#include "normalize/tables/tables.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

const char32_t unit_characters[] = U"家个项名人户亿万千百%年月日位件元倍所条次版吨公亩只辆"
				   U"台套座处种类宗篇场岁周天小分米升克平立余多";

const char *const amount_units[] = {
	"亿元",	  "万元", "亿美元", "万美元", "亿斤",	"万亩",	    "万吨",   "亿吨",	"万户",
	"万人次", "公里", "平方米", "立方米", "千瓦时", "亿千瓦时", "万千瓦", "百分点",
};
const size_t amount_unit_count = COUNT(amount_units);

const char *const amount_verbs[] = {"达到", "突破", "超过", "不少于", "不低于", "控制在"};
const size_t amount_verb_count = COUNT(amount_verbs);

const char *const aabb_words[] = {
	"方面", "实在", "扎实", "踏实", "认真", "老实", "清楚", "明白", "平安", "稳当", "勤恳",
	"兢业", "轰烈", "干净", "堂正", "家户", "点滴", "风雨", "高兴", "快乐", "千万", "祖辈",
	"世代", "日夜", "朝暮", "里外", "前后", "上下", "大小", "多少", "红火", "热闹", "欢喜",
	"顺利", "安稳", "完整", "规矩", "明确", "详细", "仔细", "浩荡", "洋洒", "层次", "条理",
};

const size_t aabb_word_count = COUNT(aabb_words);

const char *const quoted_terms[] = {
	"十一五",     "十二五",	  "十三五",   "十四五",	  "十五五",    "双碳",		 "放管服",
	"互联网+",    "专精特新", "三农",     "双一流",	  "一带一路",  "最多跑一次",	 "小巨人",
	"一网通办",   "一件事",	  "跨省通办", "揭榜挂帅", "人工智能+", "双随机、一公开", "一老一小",
	"四好农村路", "菜篮子",	  "米袋子",   "两山",	  "三线一单",  "一企一策",	 "一事一议",
	"一票否决",   "四不两直", "多证合一",
};

const size_t quoted_term_count = COUNT(quoted_terms);

const char *const document_nouns[] = {
	"方案", "规划", "计划", "办法", "意见", "条例", "规定", "纲要", "细则", "通知", "决定",
	"措施", "要点", "规则", "标准", "目录", "清单", "指南", "办法", "章程", "规程", "报告",
};

const size_t document_noun_count = COUNT(document_nouns);

const char *const behind_title[] = {
	"的通知", "的意见", "的决定", "的批复",	   "的公告", "的函",
	"的要求", "要求",   "精神",   "(以下简称", "已经",   ",",
};

const size_t behind_title_count = COUNT(behind_title);

const char *const title_verbs[] = {
	"印发", "转发", "根据", "按照", "依据", "落实", "修订", "制定", "遵照", "发布",
};

const size_t title_verb_count = COUNT(title_verbs);

const char *const list_words[] = {
	"责任单位", "责任部门", "牵头单位", "牵头部门", "配合单位",	"配合部门",
	"主办单位", "主办部门", "协办单位", "协办部门", "承办单位",	"承办部门",
	"主责单位", "参与单位", "参加单位", "实施单位", "落实单位",	"协同单位",
	"主办机关", "协办机关", "承办机关", "责任主体", "牵头责任单位",
};

const size_t list_word_count = COUNT(list_words);

const struct bracket_pair division_brackets[] = {
	{"县市、区", "县(市、区)"},   {"县、市、区", "县(市、区)"}, {"县、市区", "县(市、区)"},
	{"市、县、区", "市(县、区)"}, {"市县、区", "市(县、区)"},   {"区县、市", "区(县、市)"},
};

const size_t division_bracket_count = COUNT(division_brackets);

const char *const division_openers[] = {"各", "有关", "相关"};

const size_t division_opener_count = COUNT(division_openers);

const char *const level_words[] = {"省委", "市委", "县委", "区委", "省", "市", "县"};

const size_t level_word_count = COUNT(level_words);
