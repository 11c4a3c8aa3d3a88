/* Mentions: what numbers and times are read as, by the shipped rules, whatever they mean. */
#include "extract/extract.h"
#include "tests/unit/check.h"

#include <math.h>
#include <stdlib.h>

/* A mention as text: kind, quote and value, unit, dates, recurrence, duration where it has them. */
struct mention_case {
	const char *text;
	const char *mentions; /* parted by | */
};

static const struct mention_case cases[] = {
	{"一共3本。", "number 3 3"},
	{"现有50家企业。", "quantity 50家 50 家 ="},
	{"占比不低于百分之六十。", "percent 百分之六十 60 % >="},
	{"增长5%—8%。", "range 5%—8% 5..8 % range"},
	{"招聘3至5名。", "range 3至5名 3..5 名 range"},
	{"电话0571-88886666。", "number 0571 571|number 88886666 88886666"},
	{"投资约3.5亿元。", "quantity 3.5亿元 3.5 亿元 ~"},
	{"气温零下,负6.5以上。", "number 负6.5以上 -6.5 >="},
	{"第十二届,第3次。", "ordinal 第十二 12|ordinal 第3 3"},
	{"历时两年三个月。", "duration 两年 2 年 P2Y|duration 三个月 3 个月 P3M"},
	{"用时36小时。", "duration 36小时 36 小时 PT36H"},
	{"15个工作日办结。", "duration 15个工作日 15 个工作日"},
	{"5G网络和G60走廊。", ""},
	{"进一步统一一切,走遍四川。", ""},
	{"两双,不是一是五。", "quantity 两双 2 双|number 一 1|number 五 5"},
	{"1.2030年总结。", "time 2030年 2030-01-01 2030-12-31"},
	{"自2030年5月8日起施行。", "time 2030年5月8日 2030-05-08 2030-05-08"},
	{"到2031年底完成。", "time 到2031年底 - 2031-12-31"},
	{"近三年,上个月,本周末。", "time 近三年 2027-03-13 2030-03-12 P3Y|"
				   "time 上个月 2030-02-01 2030-02-28|"
				   "time 本周末 2030-03-16 2030-03-17"},
	{"今年4月和明年。", "time 今年4月 2030-04-01 2030-04-30|time 明年 2031-01-01 2031-12-31"},
	{"每年体检。", "time 每年 yearly"},
};

static void add_date(struct buf *out, struct slice date, bool other)
{
	if (date.n || other)
		buf_addf(out, " %.*s", date.n ? (int)date.n : 1, date.n ? date.p : "-");
}

static void add_word(struct buf *out, struct slice word)
{
	if (word.n)
		buf_addf(out, " %.*s", (int)word.n, word.p);
}

static void show(struct buf *out, const struct record *r)
{
	if (out->len)
		buf_addc(out, '|');
	buf_slice(out, r->kind);
	add_word(out, r->quote);
	if (!isnan(r->value))
		buf_addf(out, " %.12g", r->value);
	if (!isnan(r->value_max))
		buf_addf(out, "..%.12g", r->value_max);
	add_word(out, r->unit);
	add_word(out, r->op);
	add_date(out, r->start, r->end.n > 0);
	add_date(out, r->end, false);
	add_word(out, r->recurrence);
	add_word(out, r->duration);
}

static int read_text(struct extractor *x, struct doc *d, const char *text, struct records *out)
{
	struct editor pen;
	struct err e;
	int bad;

	doc_init(d);
	d->bytes = slice_of(text);
	editor_init(&pen);
	editor_reset(&pen, d->bytes);
	bad = doc_push(d, "decode", &pen, &e);
	editor_release(&pen);
	return bad ? bad : extractor_run(x, d, out, &e);
}

static void test_case(struct extractor *x, const struct mention_case *c)
{
	struct records records = {0};
	struct doc d;
	struct buf text;

	buf_init(&text, SIZE_MAX);
	CHECK(read_text(x, &d, c->text, &records) == 0);
	for (size_t i = 0; i < records.count; i++)
		if (records.items[i].type == RECORD_MENTION)
			show(&text, &records.items[i]);
	if (!CHECK(slice_is(buf_text(&text), c->mentions)))
		printf("  %s\n  got    %.*s\n  wanted %s\n", c->text, (int)text.len,
		       buf_text(&text).p, c->mentions);
	buf_release(&text);
	doc_release(&d);
}

/* Without the option there are none, and all other records are the same. */
static void test_others(struct extractor *with, struct extractor *without)
{
	const char *text = "到2030年,新增企业50家,增长5%。(责任单位:市甲局、市乙局)";
	struct records a = {0}, b = {0};
	struct doc da, db;
	size_t k = 1;

	CHECK(read_text(with, &da, text, &a) == 0 && read_text(without, &db, text, &b) == 0);
	CHECK(b.count > 3 && a.count > b.count);
	for (size_t i = 1; i < a.count; i++) {
		if (a.items[i].type == RECORD_MENTION)
			continue;
		CHECK(k < b.count && b.items[k].type == a.items[i].type &&
		      slice_eq(b.items[k].quote, a.items[i].quote) &&
		      slice_eq(b.items[k].deadline, a.items[i].deadline));
		k++;
	}
	CHECK(k == b.count);
	doc_release(&da);
	doc_release(&db);
}

int main(void)
{
	const char *rules = getenv("ZHIBIAO_RULES");
	struct extract_options options = {.reference = {2030, 3, 13}, .mentions = true};
	struct extractor *with, *without;
	struct ruleset *set;
	struct err e = {""};

	rules = rules ? rules : "rules";
	set = ruleset_load(&rules, 1, &e);
	options.rules = set;
	with = set ? extractor_open(&options, &e) : NULL;
	options.mentions = false;
	without = set ? extractor_open(&options, &e) : NULL;
	if (CHECK(with && without)) {
		for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
			test_case(with, &cases[i]);
		test_others(with, without);
	} else {
		printf("  %s\n", e.text);
	}
	extractor_close(with);
	extractor_close(without);
	ruleset_free(set);
	return check_done();
}
