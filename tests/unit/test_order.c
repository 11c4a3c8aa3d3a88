/*
 * Page chunks in the wrong order: whole plans whose pieces changed places, put right with the way
 * back intact, and texts whose numbers jump for other reasons.
 */
#include "tests/unit/random.h"
#include "tests/unit/repaired.h"

#include "normalize/buf.h"

enum { PLANS = 300 };

static const char *const tasks[] = {"优化产业布局", "培育骨干企业", "建设公共平台",
				    "引进专业人才", "完善基础设施", "扩大对外交流"};
static const char *const means[] = {"加快推进重点项目建设", "建立部门协同联动机制",
				    "支持企业开展技术攻关", "强化资金和用地保障"};
static const char list[] = "(责任单位:市科技局、市财政局、市发展改革委、各县(市、区)政府)";
static const char *const numerals[] = {"一", "二", "三", "四", "五"};

static void add_item(struct random *r, struct buf *out, size_t number)
{
	buf_addf(out, "%zu.%s。%s,到2027年完成%zu项。%s", number, tasks[random_below(r, 6)],
		 means[random_below(r, 4)], 1 + random_below(r, 90), list);
}

/* A plan in three parts, on one line each or all in one. */
static void add_plan(struct random *r, struct buf *out)
{
	const char *end = random_below(r, 2) ? "\n" : "";

	buf_adds(out, "某市发展规划方案为深入贯彻上级部署,制定本方案。");
	for (size_t part = 0; part < 3; part++) {
		buf_addf(out, "%s%s、%s", end, numerals[part], tasks[random_below(r, 6)]);
		for (size_t i = 0, n = 3 + random_below(r, 2); i < n; i++) {
			buf_addf(out, "%s(%s)%s。", end, numerals[i], tasks[random_below(r, 6)]);
			for (size_t k = 0; k < 2 + random_below(r, 3); k++)
				add_item(r, out, k + 1);
		}
	}
	buf_adds(out, "某市人民政府办公室2024年3月18日印发");
}

/* The place behind 、 in a list of agencies, after `at`. */
static size_t cut_in_list(struct slice t, size_t at)
{
	size_t hit = slice_find(t, at, slice_of("各县(市、区)政府)"));

	return hit < t.n ? hit + strlen("各县(") : hit;
}

static size_t cut_at_item(struct slice t, size_t at)
{
	size_t hit = slice_find(t, at, slice_of("政府)"));

	return hit < t.n ? hit + strlen("政府)") : hit;
}

/* Every character of the repaired text stands in the damaged one where its way back leads. */
static bool leads_back(const struct doc *d, struct slice damaged)
{
	struct slice t = doc_text(d);
	size_t len;

	for (size_t at = 0; at < t.n; at += len) {
		struct span here = {at, at + 1}, from;

		utf8_at(t, at, &len);
		here.end = at + len;
		from = doc_origin(d, here);
		if (!slice_eq(slice_cut(damaged, from), slice_cut(t, here)))
			return false;
	}
	return true;
}

struct tally {
	size_t whole, left, wrong;
	size_t unsure; /* of those left */
};

static void exchange_and_repair(struct random *r, struct slice plan, bool in_lists,
				struct tally *tally)
{
	size_t (*cut)(struct slice, size_t) = in_lists ? cut_in_list : cut_at_item;
	size_t a = cut(plan, plan.n / 8 + random_below(r, plan.n / 4));
	size_t b = cut(plan, a + plan.n / 8 + random_below(r, plan.n / 4));
	struct buf damaged;
	struct doc d;
	bool whole;

	buf_init(&damaged, SIZE_MAX);
	buf_add(&damaged, plan.p, a);
	buf_add(&damaged, plan.p + b, plan.n - b);
	buf_add(&damaged, plan.p + a, b - a);
	CHECK(run(&d, buf_text(&damaged), 0) == 0);
	whole = slice_eq(doc_text(&d), plan);
	CHECK(leads_back(&d, buf_text(&damaged)) || kinds_of(&d) & BRACKET);
	tally->whole += whole;
	tally->left += !whole && !(kinds_of(&d) & ORDER);
	tally->wrong += !whole && kinds_of(&d) & ORDER;
	tally->unsure += !whole && d.info.order_unsure;
	CHECK(!(kinds_of(&d) & ORDER) || !d.info.order_unsure);
	doc_release(&d);
	buf_release(&damaged);
}

static void check_in_order(struct slice plan)
{
	struct doc d;

	CHECK(run(&d, plan, 0) == 0);
	CHECK(slice_eq(doc_text(&d), plan));
	CHECK(!d.info.order_unsure);
	doc_release(&d);
}

/* The items of these plans are much alike, so that not every exchange can be told from others. */
static void check_plans(bool in_lists)
{
	struct random r = {42 + in_lists};
	struct tally tally = {0};

	for (size_t i = 0; i < PLANS; i++) {
		struct buf plan;

		buf_init(&plan, SIZE_MAX);
		add_plan(&r, &plan);
		check_in_order(buf_text(&plan));
		exchange_and_repair(&r, buf_text(&plan), in_lists, &tally);
		buf_release(&plan);
	}
	if (!CHECK(tally.whole * 4 >= PLANS * 3) || !CHECK(tally.wrong * 100 <= PLANS))
		printf("  of %d plans %zu put right, %zu left, %zu put wrong, cut %s\n", PLANS,
		       tally.whole, tally.left, tally.wrong, in_lists ? "in lists" : "at items");
	if (!CHECK(tally.unsure * 3 >= tally.left))
		printf("  of %zu left %zu flagged\n", tally.left, tally.unsure);
}

#define TEXT "加快推进重点项目建设,完善体制机制。"

static const struct sample healthy[] = {
	{"一、甲乙\n" TEXT "\n三、丙丁\n" TEXT "\n二、戊己\n" TEXT, NULL, 0},
	{"一、甲乙\n(一)甲\n(三)乙\n二、丙丁\n(一)甲\n(二)乙\n1.甲\n2.乙\n", NULL, 0},
	{"一、甲乙\n(一)甲\n(二)乙\n附件\n一、甲乙\n(一)甲\n(二)乙\n1.甲\n2.乙\n", NULL, 0},
	{"三、甲乙\n" TEXT "\n四、丙丁\n" TEXT "\n(五)甲\n(六)乙\n一、戊己\n二、甲\n", NULL, 0},
	{"(一)1." TEXT "2." TEXT "3." TEXT "(二)4." TEXT "5." TEXT "6." TEXT, NULL, 0},
};

static const struct sample numbered[] = {
	{"一、甲乙\n甲乙。\n- 1 -\n二、丙丁\n丙丁。\n- 2 -\n四、壬癸\n壬癸。\n- 4 "
	 "-\n三、戊己\n戊己。\n- 3 -\n",
	 "一、甲乙\n甲乙。\n二、丙丁\n丙丁。\n三、戊己\n戊己。\n四、壬癸\n壬癸。\n",
	 ORDER | FURNITURE},
	{"第1页 共3页\n甲乙。\n第3页 共3页\n戊己。\n第2页 共3页\n丙丁。\n",
	 "甲乙。\n丙丁。\n戊己。\n", ORDER | FURNITURE},
	{"甲乙。\n- 1 -\n丙丁。\n- 3 -\n戊己。\n- 5 -\n壬癸。\n- 2 -\n",
	 "甲乙。\n丙丁。\n戊己。\n壬癸。\n", FURNITURE},
};

int main(void)
{
	check_plans(false);
	check_plans(true);
	CHECK_SAMPLES(healthy);
	CHECK_SAMPLES(numbered);
	return check_done();
}
