/*
 * The repairs: damaged text and what it must become, beside healthy text that looks alike.
 */
#include "tests/unit/repaired.h"

#include <stdlib.h>

#define S10(text) text text text text text text text text text text

static const struct sample forms[] = {
	{"２０２５年达到３．５％（含）：甲；乙，丙", "2025年达到3.5%(含):甲;乙,丙", FORM},
	{"ＧＤＰ增长\r\n其中", "GDP增长\n其中", FORM},
	{"高\u00ADO\u200B新\uFEFF技\u202E术", "高O新技术", FORM},
	{"甲局\u3000\u3000乙局\u00A0\u00A0丙局", "甲局  乙局  丙局", FORM},
	{"\uF0B7重点任务", "重点任务", FORM},
	{"⽬标和⾏动⻓效机制", "目标和行动长效机制", FORM},
	{"\uF9DD益", "利益", FORM},
	{"责任单位∶市科技局", "责任单位:市科技局", FORM},
	{"①甲②乙,50㎡、½、…、“丙”《丁》【戊】〔2021〕", NULL, 0},
	{"2023－2025年", "2023—2025年", SEPARATOR},
};

static const struct sample spaces[] = {
	{"全面推进科技创新体 系建设,加快发展。", "全面推进科技创新体系建设,加快发展。", SPACE},
	{"建成10 个平台,到 2025 年增长 5% 左右。", "建成10个平台,到2025年增长5%左右。", SPACE},
	{"比重超过2. 75%,面积12 .5万亩。", "比重超过2.75%,面积12.5万亩。", SPACE},
	{"培育企业1 200 户,其中", "培育企业1200户,其中", SPACE},
	{"相应地,294 000个单位", "相应地,294000个单位", SPACE},
	{"共12,294 000个单位", NULL, 0},
	{"投入强度\n3. 8\n覆盖率\n36. 2%\n", "投入强度\n3.8\n覆盖率\n36.2%\n", SPACE},
	{"物价上涨0.4% 。占比5% ,其余不变。", "物价上涨0.4%。占比5%,其余不变。", SPACE},
	{"达到约 36. 2%,新增1, 200户。", "达到约36.2%,新增1,200户。", SPACE},
	{"承 辦 單 位", "承辦單位", SPACE},
	{"正文完。\n目  录\n一、总则", "正文完。\n目录\n一、总则", SPACE},
	{"强化支撑, 提升能力。 到2027年,“互联网+ ”应用,“甲” “乙”并重。",
	 "强化支撑,提升能力。到2027年,“互联网+”应用,“甲”“乙”并重。", SPACE},
	{"(一)产业底蕴深厚 发展势头良好", NULL, 0},
	{"第一章 总则", NULL, 0},
	{"到2027年,新增企业50家,完成投资 亿元,覆盖率达到 %。", NULL, 0},
	{"到2027年,改造面积 平方米,示范基地达到 个以上,总量超过 万吨。", NULL, 0},
	{"建成一批数 亿元规模的产业,每 平方米补贴50元。",
	 "建成一批数亿元规模的产业,每平方米补贴50元。", SPACE},
	{"示范带动作用超过 家庭经营,达到 个人意愿。", "示范带动作用超过家庭经营,达到个人意愿。",
	 SPACE},
	{"某市关于支持创新发展的指导意见 实施创新战略,推进建设。", NULL, 0},
	{"1. 2025年\n2. 3个平台\n3. 20%以上\n", NULL, 0},
	{"出席人员名单如下,张三丰 李四光 王五才 赵六一,均已签到。", NULL, 0},
	{"某某市财政局     某某市科技局", NULL, 0},
	{"联系人:张小明 01012345678", NULL, 0},
	{"全社会投入 23.8 54.7 60.2", NULL, 0},
	{"一、总体要求 (一)指导思想。推进工作,落实责任。", NULL, 0},
	{"根据《某省科学技术厅 某省财政厅关于做好工作的通知》要求,推进工作。", NULL, 0},
	{"use the Python language, version 3 of it", NULL, 0},
};

#define UNWRAPPED_1 "为贯彻落实上级工作部署,进一步提升全市科技创新能力和水平,推动经济高质量发"
#define WRAPPED_1 UNWRAPPED_1 "\n"
#define UNWRAPPED_2 "展,结合我市实际情况,制定本方案,各有关部门和单位要认真组织抓好贯彻落实工"
#define WRAPPED_2 UNWRAPPED_2 "\n"
#define UNWRAPPED_3 "作,明确责任分工,细化工作举措,强化要素保障,确保各项目标任务按期完成并取得"
#define WRAPPED_3 UNWRAPPED_3 "\n"

#define PRICES                                                                                                    \
	"客房(含早餐,限两人入住,加床另计,节假日价格另行确定,提前预订)\t1,280\t1,088\n" \
	"会议厅(可容纳一百人,含茶歇,提前三天预订,设备齐全,另付押金)\t4,200\t3,600\n"

static const struct sample lines[] = {
	{WRAPPED_1 WRAPPED_2 WRAPPED_3 WRAPPED_2
	 "作。\n一、总体要求\n某市科学技术局\n2023年3月1日\n",
	 UNWRAPPED_1 UNWRAPPED_2 UNWRAPPED_3 UNWRAPPED_2
	 "作。\n一、总体要求\n某市科学技术局\n2023年3月1日\n",
	 LINE},
	{"加强科技企业孵化器、众创空间、\n星创天地等载体建设,形成体系。",
	 "加强科技企业孵化器、众创空间、星创天地等载体建设,形成体系。", LINE},
	{"到二〇二五年全市研发经费投入达到\n,增速居全省前列。",
	 "到二〇二五年全市研发经费投入达到,增速居全省前列。", LINE},
	{WRAPPED_1 WRAPPED_2 WRAPPED_3 WRAPPED_2 "作。\n" PRICES,
	 UNWRAPPED_1 UNWRAPPED_2 UNWRAPPED_3 UNWRAPPED_2 "作。\n" PRICES, LINE},
	{"指标名称\n计量单位\n2020年\n2025年\n创新投入\n研发强度\n1\n指数(%)\n38.6\n52", NULL, 0},
	{"(一)加强组织领导\n(二)完善政策保障\n(三)加大创新投入\n1.甲\n2.乙", NULL, 0},
	{"完善体制机制(责任单位:各县(市、区)政府、市\n科技局、市财政局)\n二、保障",
	 "完善体制机制(责任单位:各县(市、区)政府、市科技局、市财政局)\n二、保障", LINE},
	{"特此通知。\n某市人民政府\n2024年5月8日", NULL, 0},
	{"研究提出全市产业发展年度重点工作安排,报经市政府常务会议审议同意后印发给各\n"
	 "县区,由市政府办公室督促落实。",
	 "研究提出全市产业发展年度重点工作安排,报经市政府常务会议审议同意后印发给各"
	 "县区,由市政府办公室督促落实。",
	 LINE},
	{"牵头单位:市工业和信息化局;配合单位:市财政局、市商务局、市自然资源和规划局\n"
	 "完成时限:2025年,持续推进。",
	 NULL, 0},
};

#define PROSE_1 "要建立健全项目推进机制,加大资金投入力度,着力提升公共服"
#define PROSE_2 "务水平,形成可复制可推广的经验。"

static const struct sample furniture[] = {
	{"《某市行动计划.docx》由会员分享,可在线阅读,更多相关《某市行动计划.docx(8页珍藏版)"
	 "》请搜索。\n"
	 "1、某市行动计划为贯彻落实上级部署,制定本计划。",
	 "某市行动计划为贯彻落实上级部署,制定本计划。", FURNITURE | CHUNK},
	{"政策服务平台\n欢迎您!\n当前位置:首页\n某市工作方案\n正文在此。",
	 "某市工作方案\n正文在此。", FURNITURE},
	{"某市工作方案\n发布机构:某局 | 发布时间:2024-03-18 | 99 次浏览 | 分享到:\n正文在此。",
	 "某市工作方案\n发布机构:某局 | 发布时间:2024-03-18 \n正文在此。", FURNITURE},
	{"正文在此。\n扫一扫在手机打开当前页\n以上内容来自于网络,如有侵权请联系删除!",
	 "正文在此。\n", FURNITURE},
	{"正文在此。\n标签:\n相关文章\n06-18\n另一篇文章的标题", "正文在此。\n", FURNITURE},
	{"某市工作方案\n当前位置和交通条件优越,区位优势突出。要发展枢纽经济,把区位优势转化为"
	 "发展优势,建成区域性中心城市,推动交通、物流、商贸协同发展,形成新格局。",
	 NULL, 0},
	{"一、整理相关文章\n相关文章\n应当按年度整理。到2025年完成。", NULL, 0},
	{"来源:某市科技局 发布时间:2024-03-18\n正文在此。", NULL, 0},
	{"优良天数比率(%)\n7 Z) Y% m# I) p8 {2 j | 82。4! C3 ^4 a5 w% S1 Q\n| >803 {# m/ \\1 r; "
	 "\\) m% t\n约束性",
	 "优良天数比率(%)\n | 82。4\n| >80\n约束性", FURNITURE},
	{"T! j8 T8 i2 K& _( z;泵站改造35座 S( x, L6 c% ]\" p! g。", ";泵站改造35座。", FURNITURE},
	{"Points a, b, c, d, e, f; grid A1 B2 C3 D4 E5 F6 G7.", NULL, 0},
	{"Office: 3rd floor; a b c d e f & \"x y z\" (p q r s t)", NULL, 0},
	{"跳到主要内容区块\n:::\n某市施政计划\n正文在此。", "某市施政计划\n正文在此。", FURNITURE},
	{"某地施政报告\n符合万维网联盟有关无障碍网页设计指引中2A级别的要求\n无障碍网页嘉许计划\n正"
	 "文在此。",
	 "某地施政报告\n正文在此。", FURNITURE},
	{"乘客跳到主要内容所述的站台。\n回上一页\n", "乘客跳到主要内容所述的站台。\n", FURNITURE},
	{"一、总则\n- 1 -\n二、任务\n第 2 页 共 14 页\n三、保障\n—3—\n",
	 "一、总则\n二、任务\n三、保障\n", FURNITURE},
	{"一、总则\n一1一\n二、任务\n一 2 一\n三、保障\n", "一、总则\n二、任务\n三、保障\n",
	 FURNITURE},
	{"加快推进项目- 1 -建设,完善体制机制- 2 -。", "加快推进项目建设,完善体制机制。", FURNITURE},
	{PROSE_2 PROSE_2 PROSE_1 "\n- 1 -\n" PROSE_2 "\n- 2 -\n" PROSE_1,
	 PROSE_2 PROSE_2 PROSE_1 PROSE_2 "\n" PROSE_1, FURNITURE},
	{"加快推进项目第3页共14页建设。", "加快推进项目建设。", FURNITURE},
	{PROSE_1 "\n\n- 1 -\n\n某市人民政府办公室文件\n\n" PROSE_2, PROSE_1 PROSE_2,
	 FURNITURE | LINE},
	{PROSE_1 "\n某市行动计划\n" PROSE_2 "甲。" PROSE_1 "\n某市行动计划\n" PROSE_2 "乙。" PROSE_1
		 "\n某市行动计划\n" PROSE_2,
	 PROSE_1 PROSE_2 "甲。" PROSE_1 PROSE_2 "乙。" PROSE_1 PROSE_2, FURNITURE | LINE},
	{"增长3-5-7个点,型号A-1-B,第3页所列,2023-05-01,第-2-层", NULL, 0},
	{"指标\n12\n13\n第3页\n", "指标\n12\n13\n", FURNITURE},
	{PROSE_1 "\n某市行动计划\n" PROSE_2 "\n甲局\n乙局\n甲局\n乙局\n", NULL, 0},
};

static const struct sample digits[] = {
	{"培育规模以上企业IOO家", "培育规模以上企业100家", DIGIT},
	{"到2O22年底增长l5%,其中l2月完成3O项", "到2022年底增长15%,其中12月完成30项", DIGIT},
	{"占比O.3%,达到l.5%", "占比0.3%,达到1.5%", DIGIT},
	{"发布惠企政策2.O版本", "发布惠企政策2.0版本", DIGIT},
	{"二O二五年和二○三○年", "二〇二五年和二〇三〇年", DIGIT},
	{"新增l个园区、1Q0家企业、2〇22年", "新增1个园区、100家企业、2022年", DIGIT},
	{"减少CO2年排放,发展O2O平台、5G、G60走廊、H2O、B2B、IPv6、PM2.5浓度", NULL, 0},
	{"ISO9001家族、交易O中心、SO2万吨、II类水质、4S店、III个、PM10年均浓度", NULL, 0},
	{"Q3季度,A1O5项目,USB接口,5|6|7个,二〇二五年", NULL, 0},
};

static const struct sample separators[] = {
	{"二、重点任务(-)优化布局。甲。(二)强化平台", "二、重点任务(一)优化布局。甲。(二)强化平台",
	 SEPARATOR},
	{"(—)指导思想\n(二)基本原则", "(一)指导思想\n(二)基本原则", SEPARATOR},
	{"-、总体要求\n正文\n二、重点任务", "一、总体要求\n正文\n二、重点任务", SEPARATOR},
	{"1 .提升能级。\nl.加强培育\n2.促进发展", "1.提升能级。\n1.加强培育\n2.促进发展",
	 SEPARATOR},
	{"新增3～5家,增长5%~8%,占2·75%", "新增3—5家,增长5%—8%,占2.75%", SEPARATOR},
	{"新增3一5家,2026一2030年,200万一300万千瓦", "新增3—5家,2026—2030年,200万—300万千瓦",
	 SEPARATOR},
	{"以下目标:一一综合实力。稳步提升。\n一一创新能力。明显增强。",
	 "以下目标:——综合实力。稳步提升。\n——创新能力。明显增强。", SEPARATOR},
	{"一一对应落实。每项任务一一列明,逐一对照,5个一批,万一3天未到", NULL, 0},
	{"2023–05–01印发", "2023-05-01印发", SEPARATOR},
	{"气温(-)低于零度,“5·12”纪念日,甲—、乙,1.5倍,2023-2025年", NULL, 0},
	{"电话0817-2223280,比例1:3,/~user/a.txt,科技-产业-金融", NULL, 0},
};

static const struct sample dashes[] = {
	{"推进方案(20242028年)", "推进方案(2024—2028年)", DASH},
	{"规划(20212025)", "规划(2021—2025)", DASH},
	{"20231027年检、20272023年、18002027年、20202030元、编号20242028", NULL, 0},
	{"2024—2028年、120242028年、320242028年", NULL, 0},
};

static const struct sample brackets[] = {
	{"建成泵站2座(牵头领导:某某;牵头单位:市水务局;责任单位:市财政局)", NULL, 0},
	{"建成泵站2座。(牵头责任单位:市水务局,协同配合责任单位:市财政局)", NULL, 0},
	{"各县〈市、区)党委,各县(市、区〉政府,有关部门【含省属单位)",
	 "各县(市、区)党委,各县(市、区)政府,有关部门(含省属单位)", BRACKET},
	{"《〈某条例〉实施办法(试行)》【解读】(见〈附表〉),甲〈乙\n丙)", NULL, 0},
	{"联合攻关。责任单位:市科技局、市财政局)3.推进建设",
	 "联合攻关。(责任单位:市科技局、市财政局)3.推进建设", BRACKET},
	{"(责任单位:市科技局,各县(区)4.协同推进", "(责任单位:市科技局,各县(区))4.协同推进",
	 BRACKET},
	{"(责任单位:市科技局(二)强化平台", "(责任单位:市科技局)(二)强化平台", BRACKET},
	{"(牵头单位:市科技局;配合单位:市财政局\n正文",
	 "(牵头单位:市科技局;配合单位:市财政局)\n正文", BRACKET},
	{"示范县。责任单位:市科技局,各县(区)8.推动就业",
	 "示范县。(责任单位:市科技局,各县(区))8.推动就业", BRACKET},
	{"(责任单位:市科技局、有关县市、区政府)", "(责任单位:市科技局、有关县(市、区)政府)",
	 BRACKET},
	{"(责任单位:市委宣传部市委网信办、市教育局)", "(责任单位:市委宣传部(市委网信办)、市教育局)",
	 BRACKET},
	{"责任单位:市市场监管局市知识产权局、市财政局\n",
	 "责任单位:市市场监管局(市知识产权局)、市财政局\n", BRACKET},
	{"(责任单位:市科技局,各县(区)、经开区。逗号前为牵头单位,下同)2.加强协作", NULL, 0},
	{"(责任单位:市市场监管局、市委市政府、市委宣传部(市委网信办)、各县(市、区))", NULL, 0},
	{"责任单位:市科技局、市财政局\n完成时限:2025年", NULL, 0},
	{"督查责任单位任务完成情况。责任单位:市科技局。下一句(甲)。", NULL, 0},
	{"(主办单位:某局)(承办单位:某院)", NULL, 0},
};

static const struct sample doubles[] = {
	{"第第一一章章总则", "第一章总则", DOUBLE},
	{"到到22002255年年,完完成成目目标标任任务务", "到2025年,完成目标任务", DOUBLE},
	{"達(dá)到(dào)目标,创chuàng新", "達到目标,创新", DOUBLE},
	{"到2027年,新w增w企w业w达50家,完W成W投W资W超3亿元。",
	 "到2027年,新增企业达50家,完成投资超3亿元。", DOUBLE},
	{"于X年X月X日在X省X市X县X镇X村开会,截至N年N月N日N时", NULL, 0},
	{"分别增长x个x成x分x厘,某T形T台T恤", NULL, 0},
	{"甲A乙B丙C丁方,T形T台,5G网络和AI企业,X射线X光机", NULL, 0},
	{"加快推进项目建设,完善机制。\n加快推进项目建设,完善机制。\n另一行。",
	 "加快推进项目建设,完善机制。\n另一行。", DOUBLE},
	{"方方面面实实在在,高高兴兴,1122个,哈哈哈哈哈哈,研究研究,第第一", NULL, 0},
	{"café市场,Čapek著,(a)类,PH值,学会(ISO),α粒子", NULL, 0},
	{"各县(市、区)人民政府\n各县(市、区)人民政府\n省水利厅\n省水利厅\n", NULL, 0},
};

static const struct sample quotes[] = {
	{"\"十三五” 时期与“三农\"工作,实施\"碧水\"行动", "“十三五”时期与“三农”工作,实施“碧水”行动",
	 QUOTE | SPACE},
	{"到\"十四五\"末,管径6\"的管线", NULL, 0},
	{"“十四五期间,\n十四五”末,”双碳”目标、“放管服“改革",
	 "“十四五”期间,\n“十四五”末,“双碳”目标、“放管服”改革", QUOTE},
	{"实施“星火计划”。推进“星火计划落地\n星火计划”见效。",
	 "实施“星火计划”。推进“星火计划”落地\n“星火计划”见效。", QUOTE},
	{"关于印发《某市行动计划(2023—2025年)的通知", "关于印发《某市行动计划(2023—2025年)》的通知",
	 QUOTE},
	{"为规范管理,根据某市管理办法》,制定", "为规范管理,根据《某市管理办法》,制定", QUOTE},
	{"某政发〔202112号、某政发〔2021)3号、某政发2021〕4号、某政发(2021〕5号",
	 "某政发〔2021〕12号、某政发〔2021〕3号、某政发〔2021〕4号、某政发〔2021〕5号", QUOTE},
	{"他说“要“抓紧”落实”,“甲”“乙”,〔2021〕12号,(2021)3号,〔注1〕", NULL, 0},
	{"《关于印发《某市办法》的通知》,《某书,“某\n话”", NULL, 0},
	{"根据按照某办法》,坚持“两手抓,某某”的", NULL, 0},
};

static const struct sample words[] = {
	{"森林履盖率提高,实现雾的突破,装机达到120万干瓦",
	 "森林覆盖率提高,实现零的突破,装机达到120万千瓦", WORD},
	{"骨干企业、干瓦片、若干户、工作目标", NULL, 0},
	{"(贵任单位:市财改局、市科枝局、市农业衣村局)",
	 "(责任单位:市财政局、市科技局、市农业农村局)", WORD},
	{"一、总体耍求\n二、重点任夯\n三、保章措施\n", "一、总体要求\n二、重点任务\n三、保障措施\n",
	 WORD},
	{"到2025年未,投资50亿无。力争今年低前完成", "到2025年末,投资50亿元。力争今年底前完成",
	 WORD},
	{"2023年未完成的项目同比2024年低3个点,方元之内,百万无一失", NULL, 0},
	{"市财政局、市科技局,一改常态,枝叶,自然资源和货源,局居办公", NULL, 0},
};

#define PAGE S10("要加快推进科技创新工作,着力提升企业的能力。") "培育一批"

static void check_chunks(void)
{
	const char *cut = PAGE "\n2、企业。" PAGE "\n3、平台。" PAGE "\n4、。" PAGE "载体。";
	const char *whole = PAGE "企业。" PAGE "平台。" PAGE "。" PAGE "载体。";
	struct doc d;

	CHECK(run(&d, slice_of(cut), 0) == 0);
	CHECK(slice_is(doc_text(&d), whole));
	CHECK(kinds_of(&d) == CHUNK);
	check_idempotent(doc_text(&d), "chunks");
	doc_release(&d);
}

/* Items of a list are whole, be they short or long. */
static void check_lists(void)
{
	static const char *const lists[] = {
		"工作要求:\n1、加强组织领导\n2、完善政策措施\n3、强化考核评价\n",
		"1、" PAGE "企业。\n2、" PAGE "平台。\n3、" PAGE "载体。\n",
		"1、甲。乙,丙\n2、丁。戊,己\n3、庚。辛,壬\n",
	};

	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		check_idempotent(slice_of(lists[i]), lists[i]);
}

/* A real item between two markers stays. */
/* The third marker was lost. */
static void check_chunks_with_gap(void)
{
	const char *cut = PAGE "\n2、企业。" PAGE "平台。" PAGE "\n4、。" PAGE "\n5、载体。";
	const char *whole = PAGE "企业。" PAGE "平台。" PAGE "。" PAGE "载体。";
	struct doc d;

	CHECK(run(&d, slice_of(cut), 0) == 0);
	CHECK(slice_is(doc_text(&d), whole));
	doc_release(&d);
}

static void check_chunks_around_list(void)
{
	const char *cut =
		PAGE "\n2、企业。" PAGE "目标。\n3、真正的条目。\n" PAGE "\n3、平台。" PAGE;
	const char *whole = PAGE "企业。" PAGE "目标。\n3、真正的条目。\n" PAGE "平台。" PAGE;
	struct doc d;

	CHECK(run(&d, slice_of(cut), 0) == 0);
	CHECK(slice_is(doc_text(&d), whole));
	doc_release(&d);
}

static void check_title(void)
{
	struct doc d;

	CHECK(run(&d, slice_of("《某市方案(试行).docx》由会员分享,可在线阅读。\n正文。"), 0) == 0);
	CHECK(slice_is(d.info.title, "某市方案(试行)"));
	doc_release(&d);
}

static void check_way_back(void)
{
	struct slice before = slice_of("培育 科技型企业IOO家,比重2. 75%。"), found, quote;
	struct doc d;
	struct span at;

	CHECK(run(&d, before, 0) == 0);
	found = doc_text(&d);
	at.start = slice_find(found, 0, slice_of("100家"));
	at.end = at.start + strlen("100家");
	quote = slice_cut(before, doc_origin(&d, at));
	CHECK(slice_is(quote, "IOO家"));
	CHECK(doc_kinds(&d, at) == DIGIT);
	at.start = slice_find(found, 0, slice_of("2.75%"));
	at.end = at.start + strlen("2.75%");
	CHECK(slice_is(slice_cut(before, doc_origin(&d, at)), "2. 75%"));
	doc_release(&d);
}

static char *read_file(const char *path, size_t *n)
{
	FILE *f = fopen(path, "rb");
	char *data = f ? malloc(1 << 20) : NULL;

	*n = data ? fread(data, 1, 1 << 20, f) : 0;
	if (f)
		fclose(f);
	return data;
}

/* Real documents, where they are at hand: repaired once, they stay. */
static void check_corpus(void)
{
	FILE *list = popen("ls ../shared/corpus/*.txt 2>/dev/null", "r");
	char path[512];
	size_t n, count = 0;

	while (list && fgets(path, sizeof(path), list)) {
		struct doc d;
		char *data;

		path[strcspn(path, "\n")] = 0;
		data = read_file(path, &n);
		CHECK(data && run(&d, (struct slice){data, n}, 0) == 0);
		check_idempotent(doc_text(&d), path);
		doc_release(&d);
		free(data);
		count++;
	}
	if (list)
		pclose(list);
	if (!count)
		printf("../shared/corpus is absent: real documents not tried\n");
}

int main(void)
{
	CHECK_SAMPLES(forms);
	CHECK_SAMPLES(spaces);
	CHECK_SAMPLES(lines);
	CHECK_SAMPLES(furniture);
	CHECK_SAMPLES(words);
	CHECK_SAMPLES(quotes);
	CHECK_SAMPLES(doubles);
	CHECK_SAMPLES(digits);
	CHECK_SAMPLES(separators);
	CHECK_SAMPLES(dashes);
	CHECK_SAMPLES(brackets);
	check_chunks();
	check_chunks_with_gap();
	check_lists();
	check_chunks_around_list();
	check_title();
	check_way_back();
	check_corpus();
	return check_done();
}
