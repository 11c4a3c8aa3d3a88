/* Numerals: what is read, how far, and where there is none. */
#include "extract/number.h"
#include "tests/unit/check.h"

#include <math.h>
#include <stdlib.h>

struct numeral_case {
	const char *text;
	const char *read; /* the part that is the numeral; "" for none */
	double value;
	double multiplier;
	bool approximate;
};

static const struct numeral_case cases[] = {
	{"50家", "50", 50, 1, false},
	{"1,200户", "1,200", 1200, 1, false},
	{"12,345,678.5元", "12,345,678.5", 12345678.5, 1, false},
	{"1,20户", "1", 1, 1, false},
	{"1234,567", "1234", 1234, 1, false},
	{"1,2345", "1", 1, 1, false},
	{"3.65%", "3.65", 3.65, 1, false},
	{"0.08", "0.08", 0.08, 1, false},
	{"007", "007", 7, 1, false},
	{"3.", "3", 3, 1, false},
	{"2025.3.8", "2025", 2025, 1, false},
	{"1.5万家", "1.5万", 15000, 1e4, false},
	{"1.1亿元", "1.1亿", 1.1e8, 1e8, false},
	{"1.2万亿元", "1.2万亿", 1.2e12, 1e12, false},
	{"1.23456万亿", "1.23456万亿", 1.23456e12, 1e12, false},
	{"2亿3千万元", "2亿3千万", 2.3e8, 1e4, false},
	{"2亿3000万", "2亿3000万", 2.3e8, 1e4, false},
	{"1万5千户", "1万5千", 15000, 1, false},
	{"1万2345元", "1万2345", 12345, 1, false},
	{"1万2,345元", "1万2,345", 12345, 1, false},
	{"12亿8,500万元", "12亿8,500万", 1.285e9, 1e4, false},
	{"1万2,34人", "1万", 1e4, 1e4, false},
	{"3万500人", "3万", 30000, 1e4, false},
	{"5千3百", "5千3百", 5300, 1, false},
	{"3千万", "3千万", 3e7, 1e4, false},
	{"3百萬", "3百萬", 3e6, 1e4, false},
	{"500千瓦", "500", 500, 1, false},
	{"50万千瓦", "50万", 5e5, 1e4, false},
	{"5兆瓦", "5", 5, 1, false},
	{"2百分点", "2", 2, 1, false},
	{"3万一次性", "3万", 30000, 1e4, false},
	{"二〇二五年", "二〇二五", 2025, 1, false},
	{"二○二五年", "二○二五", 2025, 1, false},
	{"二零二五年", "二零二五", 2025, 1, false},
	{"二千零二十五", "二千零二十五", 2025, 1, false},
	{"○一", "", 0, 0, false},
	{"一", "一", 1, 1, false},
	{"十五家", "十五", 15, 1, false},
	{"二十", "二十", 20, 1, false},
	{"二十五", "二十五", 25, 1, false},
	{"一百", "一百", 100, 1, false},
	{"一百零五", "一百零五", 105, 1, false},
	{"一百十五", "一百十五", 115, 1, false},
	{"三百五", "三百五", 350, 1, false},
	{"五百一次", "五百", 500, 1, false},
	{"一百零售", "一百", 100, 1, false},
	{"一万五", "一万五", 15000, 1, false},
	{"一千零十", "一千零十", 1010, 1, false},
	{"一万零三百", "一万零三百", 10300, 1, false},
	{"一万二千亿", "一万二千亿", 1.2e12, 1e8, false},
	{"五亿零三百万", "五亿零三百万", 503e6, 1e4, false},
	{"百强", "百", 100, 1, false},
	{"千亿级", "千亿", 1e11, 1e8, false},
	{"百万", "百万", 1e6, 1e4, false},
	{"万元", "万", 1e4, 1e4, false},
	{"十万", "十万", 1e5, 1e4, false},
	{"两百", "两百", 200, 1, false},
	{"兩萬億", "兩萬億", 2e12, 1e12, false},
	{"廿五", "廿五", 25, 1, false},
	{"卅", "卅", 30, 1, false},
	{"一百廿", "一百", 100, 1, false},
	{"壹佰", "壹佰", 100, 1, false},
	{"贰仟叁佰肆拾伍元", "贰仟叁佰肆拾伍", 2345, 1, false},
	{"貳萬陸仟", "貳萬陸仟", 26000, 1, false},
	{"伍万元", "伍万", 50000, 1e4, false},
	{"參加", "", 0, 0, false},
	{"伍建设", "", 0, 0, false},
	{"拾万", "拾万", 1e5, 1e4, false},
	{"零十", "零十", 10, 1, false},
	{"半百", "半百", 50, 1, false},
	{"俩人", "俩", 2, 1, false},
	{"拾起", "", 0, 0, false},
	{"壹百零伍", "壹百零伍", 105, 1, false},
	{"四万万", "四万万", 4e8, 1e8, false},
	{"1千零20", "1千零20", 1020, 1, false},
	{"2千零30万", "2千零30万", 2.03e7, 1e4, false},
	{"一百零几万", "一百零几万", 1e6, 1e4, true},
	{"八十五万二千点三三", "八十五万二千点三三", 852000.33, 1, false},
	{"一千六点五", "一千六点五", 1600.5, 1, false},
	{"半", "半", 0.5, 1, false},
	{"一半以上", "一半", 0.5, 1, false},
	{"30余家", "30余", 30, 1, true},
	{"30余万", "30余万", 3e5, 1e4, true},
	{"20多个", "20多", 20, 1, true},
	{"3多", "3", 3, 1, false},
	{"100余额", "100", 100, 1, false},
	{"百余项", "百余", 100, 1, true},
	{"两千余万", "两千余万", 2e7, 1e4, true},
	{"3万多", "3万多", 30000, 1e4, true},
	{"三余", "三", 3, 1, false},
	{"数十家", "数十", 10, 1, true},
	{"数百万", "数百万", 1e6, 1e4, true},
	{"數千", "數千", 1000, 1, true},
	{"数据", "", 0, 0, false},
	{"几十", "几十", 10, 1, true},
	{"十几万", "十几万", 1e5, 1e4, true},
	{"几何", "", 0, 0, false},
	{"两三年", "两三", 2, 1, true},
	{"三五家", "三五", 3, 1, true},
	{"七八十", "七八十", 70, 1, true},
	{"三四百万", "三四百万", 3e6, 1e4, true},
	{"十四五", "十四", 14, 1, false},
	{"一二三", "一二三", 123, 1, false},
	{"三点五", "三点五", 3.5, 1, false},
	{"十二點八萬", "十二點八萬", 128000, 1e4, false},
	{"零点五", "零点五", 0.5, 1, false},
	{"八点三十分", "八", 8, 1, false},
	{"三点要求", "三", 3, 1, false},
	{"三分之一", "三分之一", 1.0 / 3, 1, false},
	{"3分之2", "3分之2", 2.0 / 3, 1, false},
	{"三百分之一", "三百分之一", 1.0 / 3, 1, false},
	{"百分之六十", "百分之六十", 60, 1, false},
	{"百分之60.5", "百分之60.5", 60.5, 1, false},
	{"百分之百", "百分之百", 100, 1, false},
	{"百分之三点五", "百分之三点五", 3.5, 1, false},
	{"千分之三", "千分之三", 0.3, 1, false},
	{"万分之五", "万分之五", 0.05, 1, false},
	{"三分之地", "三", 3, 1, false},
	{"百分点", "", 0, 0, false},
	{"六成以上", "六成", 60, 1, false},
	{"三成半", "三成半", 35, 1, false},
	{"七八成", "七八成", 70, 1, true},
	{"8成", "8成", 80, 1, false},
	{"一成立", "一", 1, 1, false},
	{"1/3以上", "1/3", 1.0 / 3, 1, false},
	{"1/3/2024", "1", 1, 1, false},
	{"24/7", "24", 24, 1, false},
	{"1/", "1", 1, 1, false},
	{"1/0", "1", 1, 1, false},
	{"企业", "", 0, 0, false},
	{"", "", 0, 0, false},
	{"abc", "", 0, 0, false},
	{",5", "", 0, 0, false},
};

static bool near(double a, double b)
{
	return fabs(a - b) <= 1e-15 * fabs(b);
}

static void check_case(const struct numeral_case *c)
{
	struct number n = {0};
	size_t len = number_read(slice_of(c->text), 0, &n);
	bool right = len == strlen(c->read) && memcmp(c->text, c->read, len) == 0;

	if (right && len)
		right = near(n.value, c->value) && near(n.multiplier, c->multiplier) &&
			n.approximate == c->approximate;
	if (!CHECK(right))
		printf("  %s: read %zu bytes, %.17g × %.17g, %d\n", c->text, len, n.value,
		       n.multiplier, n.approximate);
}

static void check_exact(void)
{
	struct number n;

	CHECK(number_read(slice_of("1.1亿"), 0, &n) && n.value == 110000000 && n.digits);
	CHECK(n.value / n.multiplier == 1.1);
	CHECK(number_read(slice_of("三"), 0, &n) && !n.digits);
	CHECK(number_read(slice_of("于1/3"), strlen("于"), &n) == 3 && near(n.value, 1.0 / 3));
	CHECK(number_read(slice_of("2024/1/3"), 5, &n) == 1);
	CHECK(number_read(slice_of("2025.3.8"), 5, &n) == 1);
	CHECK(number_read(slice_of("人数百分之五"), strlen("人"), &n) == 0);
	CHECK(number_read(slice_of("近数百家"), strlen("近"), &n) == strlen("数百"));
}

/* A numeral is read the same whatever stands behind the slice's end. */
static void check_bounds(void)
{
	const char *text = "2亿3千万";
	struct number n;

	for (size_t end = 1; end <= strlen(text); end++) {
		char *copy = malloc(end);

		memcpy(copy, text, end);
		CHECK(number_read((struct slice){copy, end}, 0, &n) <= end);
		free(copy);
	}
	CHECK(number_read((struct slice){"12345", 2}, 0, &n) == 2 && near(n.value, 12));
	CHECK(number_read((struct slice){"1,200", 4}, 0, &n) == 1);
	CHECK(number_read((struct slice){"三分之一", strlen("三分之")}, 0, &n) == strlen("三"));
	CHECK(number_read((struct slice){"1/3", 2}, 0, &n) == 1);
}

static void check_long(const char *unit)
{
	enum { COUNT = 10000 };
	size_t n = strlen(unit);
	char *text = malloc(n * COUNT);
	struct number number;

	for (size_t i = 0; i < COUNT; i++)
		memcpy(text + i * n, unit, n);
	CHECK(number_read((struct slice){text, n * COUNT}, 0, &number) == n * COUNT);
	CHECK(isinf(number.value));
	free(text);
}

static void check_whole(void)
{
	long n = 0;

	CHECK(number_whole(slice_of("14"), &n) && n == 14);
	CHECK(number_whole(slice_of("十四"), &n) && n == 14);
	CHECK(number_whole(slice_of("二〇二五"), &n) && n == 2025);
	CHECK(number_whole(slice_of("0"), &n) && n == 0);
	CHECK(!number_whole(slice_of(""), &n));
	CHECK(!number_whole(slice_of("14年"), &n));
	CHECK(!number_whole(slice_of("1.5"), &n));
	CHECK(!number_whole(slice_of("六成"), &n));
	CHECK(!number_whole(slice_of("十余"), &n));
	CHECK(!number_whole(slice_of("99999999999999999999"), &n));
}

int main(void)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check_case(&cases[i]);
	check_exact();
	check_bounds();
	check_long("9");
	check_long("九");
	check_whole();
	return check_done();
}
