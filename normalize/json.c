#include "normalize/json.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "normalize/utf8.h"

static bool needs_escape(unsigned char c)
{
	return c < 0x20 || c == '"' || c == '\\';
}

static void add_escape(struct buf *out, unsigned char c)
{
	static const char named[][2] = {{'"', '"'},  {'\\', '\\'}, {'\b', 'b'}, {'\f', 'f'},
					{'\n', 'n'}, {'\r', 'r'},  {'\t', 't'}};
	static const char digits[] = "0123456789abcdef";
	char text[6] = {'\\', 'u', '0', '0', digits[c >> 4], digits[c & 15]};

	for (size_t i = 0; i < sizeof(named) / sizeof(named[0]); i++) {
		if (c == (unsigned char)named[i][0]) {
			text[1] = named[i][1];
			buf_add(out, text, 2);
			return;
		}
	}
	buf_add(out, text, sizeof(text));
}

enum { BLOCK = 16 };

/* Whether a byte of a block needs an escape; compilers have vectors for this. */
static bool block_needs_escape(const unsigned char block[BLOCK])
{
	unsigned char any = 0;

	for (int i = 0; i < BLOCK; i++)
		any |= needs_escape(block[i]);
	return any;
}

/* The first byte from `at` on that needs an escape; s.n without one. */
static size_t next_escape(struct slice s, size_t at)
{
	const unsigned char *p = (const unsigned char *)s.p;

	while (s.n - at >= BLOCK && !block_needs_escape(p + at))
		at += BLOCK;
	while (at < s.n && !needs_escape(p[at]))
		at++;
	return at;
}

static void add_escaped(struct buf *out, struct slice s)
{
	size_t done = 0;

	for (size_t i = next_escape(s, 0); i < s.n; i = next_escape(s, i + 1)) {
		buf_add(out, s.p + done, i - done);
		add_escape(out, (unsigned char)s.p[i]);
		done = i + 1;
	}
	buf_add(out, s.p + done, s.n - done);
}

void json_write_string(struct buf *out, struct slice s)
{
	size_t valid;

	buf_addc(out, '"');
	while (s.n) {
		valid = utf8_valid(s);
		add_escaped(out, (struct slice){s.p, valid});
		s = (struct slice){s.p + valid, s.n - valid};
		if (s.n) {
			size_t bad = utf8_bad(s);

			buf_adds(out, "\xEF\xBF\xBD");
			s = (struct slice){s.p + bad, s.n - bad};
		}
	}
	buf_addc(out, '"');
}

enum { PLACES_MOST = 6 };

static void add_places(struct buf *out, uint64_t fraction, int places)
{
	char digits[PLACES_MOST];

	for (int i = places; i-- > 0; fraction /= 10)
		digits[i] = (char)('0' + fraction % 10);
	buf_addc(out, '.');
	buf_add(out, digits, (size_t)places);
}

/*
 * Writes a number of at most 15 digits with no more than PLACES_MOST of them behind the point, and
 * no exponent: no other decimal so short reads back as the same double. False for other numbers.
 */
static bool write_decimal(struct buf *out, double value)
{
	static const uint64_t powers[PLACES_MOST + 1] = {1, 10, 100, 1000, 10000, 100000, 1000000};
	double size = fabs(value);

	if (size < 1e-4 && size > 0)
		return false;
	for (int places = 0; places <= PLACES_MOST; places++) {
		uint64_t power = powers[places], number;
		double scaled = rint(size * (double)power);

		if (!(scaled <= 1e15) || scaled / (double)power != size)
			continue;
		number = (uint64_t)scaled;
		if (value < 0)
			buf_addc(out, '-');
		buf_addu(out, number / power);
		if (places)
			add_places(out, number % power, places);
		return true;
	}
	return false;
}

void json_write_number(struct buf *out, double value)
{
	char text[40];

	if (!isfinite(value)) {
		buf_adds(out, "null");
		return;
	}
	if (write_decimal(out, value))
		return;
	for (int digits = 15; digits <= 17; digits++) {
		snprintf(text, sizeof(text), "%.*g", digits, value);
		if (strtod(text, NULL) == value)
			break;
	}
	buf_adds(out, text);
}
