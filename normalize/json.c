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

static void add_escaped(struct buf *out, struct slice s)
{
	size_t done = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (!needs_escape((unsigned char)s.p[i]))
			continue;
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

void json_write_number(struct buf *out, double value)
{
	char text[40];

	if (!isfinite(value)) {
		buf_adds(out, "null");
		return;
	}
	if (fabs(value) <= 1e15 && value == floor(value)) {
		buf_addf(out, "%.0f", value == 0 ? 0.0 : value);
		return;
	}
	for (int digits = 15; digits <= 17; digits++) {
		snprintf(text, sizeof(text), "%.*g", digits, value);
		if (strtod(text, NULL) == value)
			break;
	}
	buf_adds(out, text);
}
