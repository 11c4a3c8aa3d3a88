/* Figures: signs, exponents, mixed fractions and blanks around numerals. */
#include "extract/figure.h"
#include "tests/unit/check.h"

#include <math.h>

struct figure_case {
	const char *text;
	size_t at;	  /* byte at which to read */
	const char *read; /* the part that is the figure; "" for none */
	double value;
};

static const struct figure_case cases[] = {
	{"-10000", 0, "-10000", -10000},
	{"负六点六", 0, "负六点六", -6.6},
	{"负责人", 0, "", 0},
	{"5-8家", 1, "", 0},
	{"A-3", 1, "", 0},
	{".5", 0, ".5", 0.5},
	{"1.5", 1, "", 0},
	{"2e5", 0, "2e5", 200000},
	{"2.5e-1", 0, "2.5e-1", 0.25},
	{"2^-1", 0, "2^-1", 0.5},
	{"40k", 0, "40k", 40000},
	{"40km", 0, "40", 40},
	{"三又二分之一", 0, "三又二分之一", 3.5},
	{"三又一次", 0, "三", 3},
	{"1 4/3的梦", 0, "1 4/3", 1 + 4.0 / 3},
	{"6/3", 0, "6/3", 2},
	{"3/15", 0, "3/15", 0.2},
	{"10/15", 0, "10/15", 10.0 / 15},
	{"2030/12/31", 0, "2030", 2030},
	{"负三分之负一", 0, "负三分之负一", 1.0 / 3},
	{"三千 八百 九十", 0, "三千 八百 九十", 3890},
	{"三千 万一", 0, "三千 万", 3e7},
	{"1, 234", 0, "1", 1},
	{"百分之五", 0, "百分之五", 5},
	{"一百分之五", 0, "一百分之五", 0.05},
	{"五百分之一", 0, "五百分之一", 0.002},
	{"人数十分多", 3, "", 0},
};

static void test_figure(const struct figure_case *c)
{
	struct figure f = {0};
	struct slice text = slice_of(c->text);
	size_t n = figure_read(text, c->at, &f);
	bool right = slice_is((struct slice){text.p + c->at, n}, c->read) &&
		     (!n || fabs(f.value - c->value) <= 1e-9 * fabs(c->value));

	CHECK(right);
	if (!right)
		printf("  %s: read %zu bytes, %.15g\n", c->text, n, f.value);
}

static void test_kinds(void)
{
	struct figure f;

	CHECK(figure_read(slice_of("六成"), 0, &f) && f.percent && !f.lone);
	CHECK(figure_read(slice_of("千分之三"), 0, &f) && f.percent);
	CHECK(figure_read(slice_of("三分之一"), 0, &f) && !f.percent);
	CHECK(figure_read(slice_of("四川"), 0, &f) && f.lone);
	CHECK(figure_read(slice_of("十四"), 0, &f) && !f.lone);
	CHECK(figure_read(slice_of("千万"), 0, &f) && f.units);
	CHECK(figure_read(slice_of("一千万"), 0, &f) && !f.units);
}

int main(void)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		test_figure(&cases[i]);
	test_kinds();
	return check_done();
}
