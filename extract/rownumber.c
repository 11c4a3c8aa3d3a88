#include "extract/rownumber.h"

#include "normalize/utf8.h"

/* Bytes: a longer line is no row. */
enum { REACH = 1200 };

/* The number of one or two digits that begins the line at `at`, before an ideograph; else 0. */
static long line_number(struct slice text, size_t at, size_t *digits)
{
	enum { DIGITS = 2 };
	long number = 0;
	size_t len;

	for (*digits = 0; at + *digits < text.n; ++*digits) {
		char c = text.p[at + *digits];

		if (!is_digit((unsigned char)c))
			break;
		number = number * 10 + c - '0';
		if (*digits == DIGITS)
			return 0;
	}
	return at + *digits < text.n && is_han(utf8_at(text, at + *digits, &len)) ? number : 0;
}

/* Where the next line with something on it begins, within a short reach; else the end. */
static size_t next_line(struct slice text, size_t at)
{
	size_t reach = text.n - at > REACH ? REACH : text.n - at;
	const char *end = memchr(text.p + at, '\n', reach);

	at = end ? (size_t)(end - text.p) : text.n;
	while (at < text.n && (text.p[at] == '\n' || text.p[at] == ' '))
		at++;
	return at;
}

/* Where the line before the one at `at` begins, leaving out empty ones; `at` where it is far. */
static size_t line_before(struct slice text, size_t at)
{
	size_t end = at, from;
	const char *start;

	while (end && text.p[end - 1] == '\n')
		end--;
	from = end > REACH ? end - REACH : 0;
	start = memrchr(text.p + from, '\n', end - from);
	if (start)
		return (size_t)(start - text.p) + 1;
	return from ? at : 0;
}

size_t row_number_at(struct slice text, size_t at)
{
	size_t digits, other;
	long number = !at || text.p[at - 1] == '\n' ? line_number(text, at, &digits) : 0;

	if (!number)
		return 0;
	if (line_number(text, next_line(text, at), &other) == number + 1)
		return digits;
	return at && number > 1 && line_number(text, line_before(text, at), &other) == number - 1
		       ? digits
		       : 0;
}
