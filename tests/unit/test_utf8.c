/*
 * UTF-8 validation against a naive reading of the table in RFC 3629.
 */
#include "normalize/utf8.h"
#include "tests/unit/check.h"
#include "tests/unit/random.h"

/* Length of the valid character at s, 0 when it is none. */
static size_t naive_one(const unsigned char *s, size_t n)
{
	uint32_t code = 0;
	size_t len = s[0] < 0x80 ? 1 : s[0] < 0xC0 ? 0 : s[0] < 0xE0 ? 2 : s[0] < 0xF0 ? 3 : 4;
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};

	if (s[0] >= 0xF8 || len > n)
		return 0;
	code = len > 1 ? s[0] & (0x7Fu >> len) : s[0];
	for (size_t i = 1; i < len; i++) {
		if ((s[i] & 0xC0) != 0x80)
			return 0;
		code = code << 6 | (s[i] & 0x3F);
	}
	if (code < least[len] || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
		return 0;
	return len;
}

static size_t naive_valid(const unsigned char *s, size_t n)
{
	size_t at = 0, len = 1;

	while (at < n && len) {
		len = naive_one(s + at, n - at);
		at += len;
	}
	return at;
}

/* Mostly characters, of every length, and a few bytes that spoil them. */
static size_t random_bytes(struct random *r, unsigned char *s, size_t most)
{
	static const uint32_t limits[] = {0x80, 0x800, 0x10000, 0x110000};
	size_t n = 0, wanted = random_below(r, most - 4);

	while (n < wanted) {
		uint32_t code = (uint32_t)random_below(r, limits[random_below(r, 4)]);

		if (code < 0xD800 || code > 0xDFFF)
			n += utf8_put((char *)s + n, code);
	}
	for (size_t i = random_below(r, 3); i > 0 && n; i--)
		s[random_below(r, n)] = (unsigned char)random_below(r, 256);
	return n;
}

static void check_random(void)
{
	struct random r = {7};
	unsigned char s[400];
	size_t differ = 0, valid = 0;

	for (int i = 0; i < 20000; i++) {
		size_t n = random_bytes(&r, s, sizeof(s));
		size_t good = utf8_valid((struct slice){(const char *)s, n});

		differ += good != naive_valid(s, n);
		valid += good == n;
	}
	CHECK(differ == 0);
	CHECK(valid > 5000 && valid < 15000);
}

/* Every lead byte with every first follower, at every place of a block. */
static void check_pairs(void)
{
	size_t differ = 0;

	for (unsigned pair = 0; pair < 0x10000; pair++) {
		unsigned char s[150];
		size_t at = 60 + pair % 70;

		memset(s, 'a', sizeof(s));
		s[at] = (unsigned char)(pair >> 8);
		s[at + 1] = (unsigned char)(pair & 0xFF);
		s[at + 2] = s[at + 3] = 0xBF;
		for (size_t n = at + 2; n <= at + 5; n++)
			differ +=
				utf8_valid((struct slice){(const char *)s, n}) != naive_valid(s, n);
		memset(s + at + 4, 'a', 16);
		differ += utf8_valid((struct slice){(const char *)s, sizeof(s)}) !=
			  naive_valid(s, sizeof(s));
	}
	CHECK(differ == 0);
}

static size_t bad(const char *s)
{
	return utf8_bad(slice_of(s));
}

static void check_bad(void)
{
	CHECK(bad("\x80\x80") == 1);
	CHECK(bad("\xE4\xBD") == 2);
	CHECK(bad("\xE4\xBD\x41") == 2);
	CHECK(bad("\xE0\x80\x80") == 1);
	CHECK(bad("\xED\xA0\x80") == 1);
	CHECK(bad("\xF0\x9F\x98") == 3);
	CHECK(bad("\xF4\x90\x80\x80") == 1);
	CHECK(bad("\xC0\xAF") == 1);
	CHECK(bad("\xFF") == 1);
}

static void check_cut(void)
{
	CHECK(utf8_cut(slice_of("\xE4\xBD")));
	CHECK(utf8_cut(slice_of("\xF0")));
	CHECK(!utf8_cut(slice_of("\xE4\xBD\xA0")));
	CHECK(!utf8_cut(slice_of("\xE4\x41")));
	CHECK(!utf8_cut(slice_of("\xF5\x80")));
	CHECK(!utf8_cut(slice_of("a")));
	CHECK(!utf8_cut(slice_of("")));
}

int main(void)
{
	check_random();
	check_pairs();
	check_bad();
	check_cut();
	return check_done();
}
