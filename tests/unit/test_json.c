#include "normalize/json.h"

#include <math.h>
#include <stdlib.h>

#include "tests/unit/check.h"
#include "tests/unit/random.h"

static bool number_is(double value, const char *want)
{
	struct buf out;
	bool same;

	buf_init(&out, SIZE_MAX);
	json_write_number(&out, value);
	same = slice_is(buf_text(&out), want);
	if (!same)
		printf("%s: %.*s\n", want, (int)out.len, out.data);
	buf_release(&out);
	return same;
}

static void check_numbers(void)
{
	CHECK(number_is(0, "0"));
	CHECK(number_is(-0.0, "0"));
	CHECK(number_is(50, "50"));
	CHECK(number_is(-12, "-12"));
	CHECK(number_is(0.1, "0.1"));
	CHECK(number_is(54.7, "54.7"));
	CHECK(number_is(-0.25, "-0.25"));
	CHECK(number_is(1.05, "1.05"));
	CHECK(number_is(0.0001, "0.0001"));
	CHECK(number_is(0.00001, "1e-05"));
	CHECK(number_is(0.00012345, "0.00012345"));
	CHECK(number_is(123456789.123456, "123456789.123456"));
	CHECK(number_is(123456789.1234567, "123456789.1234567"));
	CHECK(number_is(999999999999999.9, "999999999999999.9"));
	CHECK(number_is(0.1 + 0.2, "0.30000000000000004"));
	CHECK(number_is(1.0 / 3, "0.3333333333333333"));
	CHECK(number_is(123456789012, "123456789012"));
	CHECK(number_is(1e15, "1000000000000000"));
	CHECK(number_is(1e21, "1e+21"));
	CHECK(number_is(1.5e-7, "1.5e-07"));
	CHECK(number_is((double)NAN, "null"));
	CHECK(number_is((double)INFINITY, "null"));
}

/* Any double reads back as itself. */
static void check_round_trip(void)
{
	struct random r = {99};
	struct buf out;
	size_t differ = 0;

	buf_init(&out, SIZE_MAX);
	for (int i = 0; i < 5000; i++) {
		double value =
			(double)random_below(&r, 1u << 30) / (double)(1 + random_below(&r, 100000));

		buf_reset(&out);
		json_write_number(&out, value);
		buf_addc(&out, '\0');
		differ += strtod(out.data, NULL) != value;
	}
	CHECK(differ == 0);
	buf_release(&out);
}

static bool string_is(struct slice s, const char *want)
{
	struct buf out;
	bool same;

	buf_init(&out, SIZE_MAX);
	json_write_string(&out, s);
	same = slice_is(buf_text(&out), want);
	if (!same)
		printf("%s: %.*s\n", want, (int)out.len, out.data);
	buf_release(&out);
	return same;
}

static void check_strings(void)
{
	CHECK(string_is(slice_of(""), "\"\""));
	CHECK(string_is((struct slice){NULL, 0}, "\"\""));
	CHECK(string_is(slice_of("“指标”50%"), "\"“指标”50%\""));
	CHECK(string_is(slice_of("a\"b\\c/d"), "\"a\\\"b\\\\c/d\""));
	CHECK(string_is(slice_of("\n\r\t\b\f"), "\"\\n\\r\\t\\b\\f\""));
	CHECK(string_is((struct slice){"\0\x1F\x7F", 3}, "\"\\u0000\\u001f\x7F\""));
	CHECK(string_is(slice_of("甲\xFF乙\xE4\xB8"), "\"甲\uFFFD乙\uFFFD\""));
}

int main(void)
{
	check_numbers();
	check_round_trip();
	check_strings();
	return check_done();
}
