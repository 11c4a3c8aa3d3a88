/*
 * Places in a text, against a search that looks at each of them.
 */
#include "normalize/text.h"
#include "tests/unit/check.h"
#include "tests/unit/random.h"

static size_t naive_find(struct slice text, size_t from, struct slice needle)
{
	for (size_t at = from; at + needle.n <= text.n; at++)
		if (slice_starts((struct slice){text.p + at, text.n - at}, needle))
			return at;
	return text.n;
}

/* Few different bytes, so that needles of up to five are found, met in part or missed. */
static void check_find_random(void)
{
	enum { ROUNDS = 20000, MOST = 70, NEEDLE = 5 };
	struct random r = {1};
	char text[MOST], needle[NEEDLE];

	for (int round = 0; round < ROUNDS; round++) {
		struct slice t = {text, random_below(&r, MOST)};
		struct slice n = {needle, random_below(&r, NEEDLE + 1)};
		size_t from = random_below(&r, t.n + 2);

		for (size_t i = 0; i < t.n; i++)
			text[i] = (char)('a' + random_below(&r, 3));
		for (size_t i = 0; i < n.n; i++)
			needle[i] = (char)('a' + random_below(&r, 3));
		if (!CHECK(slice_find(t, from, n) == naive_find(t, from, n)))
			return;
	}
}

static void check_find_ends(void)
{
	struct slice text = slice_of("建成50家、60家");

	CHECK(slice_find(text, 0, slice_of("建")) == 0);
	CHECK(slice_find(text, 0, slice_of("60家")) == text.n - strlen("60家"));
	CHECK(slice_find(text, 1, slice_of("建")) == text.n);
	CHECK(slice_find(text, text.n, slice_of("家")) == text.n);
	CHECK(slice_find(text, text.n + 1, slice_of("家")) == text.n);
	CHECK(slice_find(slice_of(""), 0, slice_of("家")) == 0);
}

int main(void)
{
	check_find_random();
	check_find_ends();
	return check_done();
}
