/*
 * Site furniture: phrases that the software of government sites, news sites and document-sharing
 * sites puts around a text. Collected by hand from what such sites have in common (share bars,
 * breadcrumbs, counters, disclaimers, lists of related articles); none names a site.
 */
#include "normalize/tables/tables.h"

enum { HEAD = FURNITURE_HEAD, FOOT = FURNITURE_FOOT, BOTH = HEAD | FOOT };

const char furniture_wrapper[] = "》由会员分享";

const struct furniture furniture_lines[] = {
	{"由会员分享", HEAD, LINE_HAS, DROP_LINE, 500},
	{"可在线阅读", HEAD, LINE_HAS, DROP_LINE, 500},
	{"页珍藏版)", HEAD, LINE_HAS, DROP_LINE, 500},
	{"当前位置", HEAD, LINE_STARTS, DROP_ABOVE, 60},
	{"当前的位置", HEAD, LINE_STARTS, DROP_ABOVE, 60},
	{"您的位置", HEAD, LINE_STARTS, DROP_ABOVE, 60},
	{"您的当前位置", HEAD, LINE_STARTS, DROP_ABOVE, 60},
	{"您现在的位置", HEAD, LINE_STARTS, DROP_ABOVE, 60},
	{"您所在的位置", HEAD, LINE_STARTS, DROP_ABOVE, 60},
	{"您当前所在的位置", HEAD, LINE_STARTS, DROP_ABOVE, 60},
	{"您当前所在位置", HEAD, LINE_STARTS, DROP_ABOVE, 60},
	{"您现在所在的位置", HEAD, LINE_STARTS, DROP_ABOVE, 60},
	{"当前所在位置", HEAD, LINE_STARTS, DROP_ABOVE, 60},
	{"所在位置:", HEAD, LINE_STARTS, DROP_ABOVE, 60},
	{"跳到主要内容", HEAD, LINE_STARTS, DROP_LINE, 12},
	{"跳至主要内容", HEAD, LINE_STARTS, DROP_LINE, 12},
	{"到主内容区", HEAD, LINE_HAS, DROP_LINE, 20},
	{"符合万维网联盟", BOTH, LINE_STARTS, DROP_LINE, 90},
	{"无障碍网页嘉许计划", BOTH, LINE_IS, DROP_LINE, 12},
	{"预设字体大小", HEAD, LINE_HAS, DROP_LINE, 40},
	{"跳过导航", HEAD, LINE_STARTS, DROP_LINE, 12},
	{":::", BOTH, LINE_IS, DROP_LINE, 3},
	{"回上一页", BOTH, LINE_HAS, DROP_LINE, 12},
	{"友善列印", BOTH, LINE_HAS, DROP_LINE, 30},
	{"会员专属", HEAD, LINE_STARTS, DROP_LINE, 30},
	{"设为首页", HEAD, LINE_HAS, DROP_LINE, 60},
	{"加入收藏", HEAD, LINE_HAS, DROP_LINE, 60},
	{"无障碍浏览", HEAD, LINE_HAS, DROP_LINE, 60},
	{"长者模式", HEAD, LINE_HAS, DROP_LINE, 60},
	{"浏览次数:", BOTH, LINE_STARTS, DROP_LINE, 40},
	{"阅读次数:", BOTH, LINE_STARTS, DROP_LINE, 40},
	{"点击次数:", BOTH, LINE_STARTS, DROP_LINE, 40},
	{"访问次数:", BOTH, LINE_STARTS, DROP_LINE, 40},
	{"浏览量:", BOTH, LINE_STARTS, DROP_LINE, 40},
	{"点击量:", BOTH, LINE_STARTS, DROP_LINE, 40},
	{"字体:", BOTH, LINE_STARTS, DROP_LINE, 40},
	{"字号:", BOTH, LINE_STARTS, DROP_LINE, 40},
	{"分享到", BOTH, LINE_STARTS, DROP_LINE, 40},
	{"分享:", BOTH, LINE_STARTS, DROP_LINE, 40},
	{"【打印", BOTH, LINE_STARTS, DROP_LINE, 20},
	{"[打印", BOTH, LINE_STARTS, DROP_LINE, 20},
	{"【关闭", BOTH, LINE_STARTS, DROP_LINE, 20},
	{"[关闭", BOTH, LINE_STARTS, DROP_LINE, 20},
	{"打印本页", BOTH, LINE_HAS, DROP_LINE, 30},
	{"关闭窗口", BOTH, LINE_HAS, DROP_LINE, 30},
	{"返回顶部", BOTH, LINE_HAS, DROP_LINE, 30},
	{"扫一扫", BOTH, LINE_STARTS, DROP_LINE, 30},
	{"扫码", FOOT, LINE_STARTS, DROP_LINE, 20},
	{"手机打开当前页", BOTH, LINE_HAS, DROP_LINE, 30},
	{"版权声明:", FOOT, LINE_STARTS, DROP_LINE, 300},
	{"免责声明:", FOOT, LINE_STARTS, DROP_LINE, 300},
	{"版权所有", FOOT, LINE_STARTS, DROP_LINE, 80},
	{"ICP备", FOOT, LINE_HAS, DROP_LINE, 120},
	{"公网安备", FOOT, LINE_HAS, DROP_LINE, 120},
	{"网站标识码", FOOT, LINE_HAS, DROP_LINE, 120},
	{"网站地图", FOOT, LINE_HAS, DROP_LINE, 80},
	{"内容来自于网络", FOOT, LINE_HAS, DROP_LINE, 120},
	{"内容来源于网络", FOOT, LINE_HAS, DROP_LINE, 120},
	{"内容来自网络", FOOT, LINE_HAS, DROP_LINE, 120},
	{"如有侵权", FOOT, LINE_HAS, DROP_LINE, 120},
	{"标签:", FOOT, LINE_STARTS, DROP_LINE, 60},
	{"上一篇", FOOT, LINE_STARTS, DROP_LINE, 80},
	{"下一篇", FOOT, LINE_STARTS, DROP_LINE, 80},
	{"责任编辑:", FOOT, LINE_STARTS, DROP_LINE, 30},
	{"相关文章", FOOT, LINE_IS, DROP_BELOW, 8},
	{"相关阅读", FOOT, LINE_IS, DROP_BELOW, 8},
	{"相关推荐", FOOT, LINE_IS, DROP_BELOW, 8},
	{"相关新闻", FOOT, LINE_IS, DROP_BELOW, 8},
	{"最新文章", FOOT, LINE_IS, DROP_BELOW, 8},
	{"热门文章", FOOT, LINE_IS, DROP_BELOW, 8},
	{"推荐阅读", FOOT, LINE_IS, DROP_BELOW, 8},
	{"猜你喜欢", FOOT, LINE_IS, DROP_BELOW, 8},
	{"友情链接", FOOT, LINE_STARTS, DROP_BELOW, 60},
};

const size_t furniture_line_count = sizeof(furniture_lines) / sizeof(furniture_lines[0]);

const char *const furniture_spared[] = {
	"发布时间", "发布日期", "发布机构", "发布单位", "发文机关",
	"发文机构", "发文字号", "成文日期", "印发日期", "公开日期",
	"公布日期", "生成日期", "来源:",    "索引号",	"文号",
};

const size_t furniture_spared_count = sizeof(furniture_spared) / sizeof(furniture_spared[0]);

const char *const furniture_parts[] = {
	"次浏览", "浏览次数", "浏览量", "阅读次数", "点击次数", "点击量", "访问次数",
	"访问量", "分享到",   "字体:",	"字号:",    "打印",	"收藏",
};

const size_t furniture_part_count = sizeof(furniture_parts) / sizeof(furniture_parts[0]);
