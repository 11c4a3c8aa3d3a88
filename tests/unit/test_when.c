/* Calendar arithmetic. */
#include "extract/when.h"
#include "tests/unit/check.h"

struct parse_case {
	const char *text;
	const char *iso; /* "" where there is no date */
};

static const struct parse_case parses[] = {
	{"2025-12-31", "2025-12-31"},
	{"2025-12-31T08:00:00", "2025-12-31"},
	{"2025年3月8日印发", "2025-03-08"},
	{"2025 年 3 月 8 日", "2025-03-08"},
	{"2025年03月08号", "2025-03-08"},
	{"2025/3/8", "2025-03-08"},
	{"2025.3.8", "2025-03-08"},
	{"二〇二二年十月二十八日", "2022-10-28"},
	{"二○○八年二月二十九日", "2008-02-29"},
	{"2024-02-29", "2024-02-29"},
	{"2023-02-29", ""},
	{"2100-02-29", ""},
	{"2025-13-01", ""},
	{"2025-00-01", ""},
	{"2025-12-311", ""},
	{"2025年3月", ""},
	{"2025", ""},
	{"25.3.8", ""},
	{"1.5万年3月8日", ""},
	{"2025-3/8", ""},
	{"于2025年3月8日", ""},
	{"", ""},
};

static void check_parse(const struct parse_case *c)
{
	struct arena arena;
	struct date d = {0};
	bool found = date_parse(slice_of(c->text), &d);

	arena_init(&arena);
	if (!CHECK(found == (*c->iso != '\0') && slice_is(date_iso(d, &arena), c->iso)))
		printf("  %s\n", c->text);
	arena_release(&arena);
}

static void check_days(void)
{
	struct date d = {1970, 1, 1};
	long day = 0;

	CHECK(date_days(d) == 0);
	CHECK(date_days((struct date){2000, 3, 1}) == 11017);
	CHECK(date_days((struct date){1949, 10, 1}) == -7397);
	for (d.year = 1970; d.year < 2110; d.year++)
		for (d.month = 1; d.month <= 12; d.month++)
			day += days_in_month(d.year, d.month);
	CHECK(date_days((struct date){2110, 1, 1}) == day);
	CHECK(days_in_month(2024, 2) == 29 && days_in_month(2023, 2) == 28);
	CHECK(days_in_month(1900, 2) == 28 && days_in_month(2000, 2) == 29);
	CHECK(days_in_month(2024, 0) == 0 && days_in_month(2024, 13) == 0);
}

static void check_days_back(void)
{
	size_t same = 0, tried = 0;

	for (long day = -150000; day < 150000; day += 7, tried++) {
		struct date d = date_of_days(day);

		same += date_days(d) == day && d.day >= 1 &&
			d.day <= days_in_month(d.year, d.month);
	}
	CHECK(same == tried);
	CHECK(date_compare(date_of_days(0), (struct date){1970, 1, 1}) == 0);
	CHECK(date_compare(date_of_days(11016), (struct date){2000, 2, 29}) == 0);
}

static void check_compare(void)
{
	struct date d = {2025, 6, 15};

	CHECK(date_compare(d, d) == 0);
	CHECK(date_compare(d, (struct date){2024, 12, 31}) > 0);
	CHECK(date_compare(d, (struct date){2025, 7, 1}) < 0);
	CHECK(date_compare(d, (struct date){2025, 6, 16}) < 0);
	CHECK(!date_known((struct date){0}) && date_known(d));
}

static void check_plan(int ordinal, int first, int last)
{
	int a = 0;
	int b = 0;

	CHECK(plan_years(ordinal, &a, &b) && a == first && b == last);
}

int main(void)
{
	int year;

	for (size_t i = 0; i < sizeof(parses) / sizeof(parses[0]); i++)
		check_parse(&parses[i]);
	check_days();
	check_days_back();
	check_compare();
	check_plan(1, 1953, 1957);
	check_plan(2, 1958, 1962);
	check_plan(3, 1966, 1970);
	check_plan(5, 1976, 1980);
	check_plan(14, 2021, 2025);
	check_plan(15, 2026, 2030);
	CHECK(!plan_years(0, &year, &year) && !plan_years(-1, &year, &year));
	CHECK(!plan_years(1000, &year, &year));
	return check_done();
}
