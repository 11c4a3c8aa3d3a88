/*
 * Words that show a repair where it is: units after numbers, openers of agency lists, names of
 * agencies. Collected by hand from the usage of official documents.
 */
#include "normalize/tables/tables.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

const char32_t unit_characters[] = U"家个项名人户亿万千百%年月日位件元倍所条次版吨公亩只辆"
				   U"台套座处种类宗篇场岁周天小分米升克平立余多";

const char *const aabb_words[] = {
	"方面", "实在", "扎实", "踏实", "认真", "老实", "清楚", "明白", "平安", "稳当", "勤恳",
	"兢业", "轰烈", "干净", "堂正", "家户", "点滴", "风雨", "高兴", "快乐", "千万", "祖辈",
	"世代", "日夜", "朝暮", "里外", "前后", "上下", "大小", "多少", "红火", "热闹", "欢喜",
	"顺利", "安稳", "完整", "规矩", "明确", "详细", "仔细", "浩荡", "洋洒", "层次", "条理",
};

const size_t aabb_word_count = COUNT(aabb_words);

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
