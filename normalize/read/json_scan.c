#include "normalize/read/json_scan.h"

#include "normalize/utf8.h"

struct scan {
	struct slice text;
	size_t at;
	const char *wrong; /* NULL: nothing so far */
};

static bool fail(struct scan *s, const char *wrong)
{
	if (!s->wrong)
		s->wrong = wrong;
	return false;
}

static char peek(struct scan *s)
{
	const struct slice t = s->text;

	while (s->at < t.n && (t.p[s->at] == ' ' || t.p[s->at] == '\t' || t.p[s->at] == '\n' ||
			       t.p[s->at] == '\r'))
		s->at++;
	return s->at < t.n ? t.p[s->at] : '\0';
}

static bool take(struct scan *s, char c)
{
	if (peek(s) != c || s->at >= s->text.n)
		return false;
	s->at++;
	return true;
}

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The four hexadecimal digits at `at`, or -1. */
static int32_t hex_unit(struct slice t, size_t at)
{
	int32_t unit = 0;

	if (at + 4 > t.n)
		return -1;
	for (size_t i = at; i < at + 4; i++) {
		int digit = hex_value(t.p[i]);

		if (digit < 0)
			return -1;
		unit = unit * 16 + digit;
	}
	return unit;
}

/* s->at is at the backslash. */
static bool skip_escape(struct scan *s)
{
	struct slice t = s->text;
	char c = s->at + 1 < t.n ? t.p[s->at + 1] : '\0';

	if (c == 'u') {
		if (hex_unit(t, s->at + 2) < 0)
			return fail(s, "an escape without four hexadecimal digits");
		s->at += 6;
		return true;
	}
	if (!c || !strchr("\"\\/bfnrt", c))
		return fail(s, "an unknown escape");
	s->at += 2;
	return true;
}

/* The end of a run that needs no care: up to a quote, a backslash or a control character. */
static size_t plain_end(struct slice t, size_t at)
{
	while (at < t.n && t.p[at] != '"' && t.p[at] != '\\' && (unsigned char)t.p[at] >= ' ')
		at++;
	return at;
}

static bool skip_string(struct scan *s, struct slice *raw)
{
	struct slice t = s->text;
	size_t start = ++s->at;

	for (;;) {
		s->at = plain_end(t, s->at);
		if (s->at >= t.n)
			return fail(s, "a string without its end");
		if (t.p[s->at] == '"')
			break;
		if (t.p[s->at] != '\\')
			return fail(s, "a control character in a string");
		if (!skip_escape(s))
			return false;
	}
	*raw = (struct slice){t.p + start, s->at - start};
	s->at++;
	return true;
}

static bool skip_digits(struct scan *s)
{
	size_t start = s->at;

	while (s->at < s->text.n && is_digit((unsigned char)s->text.p[s->at]))
		s->at++;
	return s->at > start || fail(s, "a number without digits");
}

static bool has(const struct scan *s, const char *set)
{
	return s->at < s->text.n && s->text.p[s->at] && strchr(set, s->text.p[s->at]);
}

static bool skip_number(struct scan *s)
{
	s->at += s->text.p[s->at] == '-';
	if (has(s, "0"))
		s->at++;
	else if (!skip_digits(s))
		return false;
	if (has(s, ".")) {
		s->at++;
		if (!skip_digits(s))
			return false;
	}
	if (has(s, "eE")) {
		s->at++;
		s->at += has(s, "+-");
		return skip_digits(s);
	}
	return true;
}

static bool skip_word(struct scan *s)
{
	static const char *const words[] = {"true", "false", "null"};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		struct slice left = {s->text.p + s->at, s->text.n - s->at};

		if (slice_starts(left, slice_of(words[i]))) {
			s->at += strlen(words[i]);
			return true;
		}
	}
	return fail(s, "no value");
}

static bool skip_name(struct scan *s, struct slice *raw)
{
	if (peek(s) != '"')
		return fail(s, "a member without a name");
	return skip_string(s, raw) && (take(s, ':') || fail(s, "a name without ':'"));
}

static enum scan_kind kind_of(char c)
{
	if (c == '"')
		return SCAN_STRING;
	if (c == '{' || c == '[')
		return c == '{' ? SCAN_OBJECT : SCAN_ARRAY;
	return c == '-' || is_digit((unsigned char)c) ? SCAN_NUMBER : SCAN_WORD;
}

/* A value that holds no others. */
static bool skip_simple(struct scan *s, enum scan_kind kind)
{
	struct slice raw;

	if (kind == SCAN_STRING)
		return skip_string(s, &raw);
	return kind == SCAN_NUMBER ? skip_number(s) : skip_word(s);
}

/* Opens an object or array; *empty when it is closed at once. */
static bool open_group(struct scan *s, char close, bool *empty)
{
	struct slice name;

	s->at++;
	*empty = take(s, close);
	return *empty || close == ']' || skip_name(s, &name);
}

/* After a value: closes what ends here, or goes on to the next value. */
static bool close_groups(struct scan *s, const char *closes, size_t *depth)
{
	struct slice name;

	while (*depth) {
		if (take(s, ',')) {
			if (closes[*depth - 1] == '}')
				return skip_name(s, &name);
			return true;
		}
		if (!take(s, closes[*depth - 1]))
			return fail(s, "neither ',' nor the end of an object or array");
		--*depth;
	}
	return true;
}

/* Passes over one value, whatever it holds, without recursion. */
static bool skip_value(struct scan *s)
{
	char closes[JSON_DEPTH];
	size_t depth = 0;
	bool empty;

	do {
		enum scan_kind kind = kind_of(peek(s));

		if (kind == SCAN_OBJECT || kind == SCAN_ARRAY) {
			if (depth == JSON_DEPTH)
				return fail(s, "nested too deep");
			closes[depth++] = kind == SCAN_OBJECT ? '}' : ']';
			if (!open_group(s, closes[depth - 1], &empty))
				return false;
			if (!empty)
				continue;
			depth--;
		} else if (!skip_simple(s, kind)) {
			return false;
		}
		if (!close_groups(s, closes, &depth))
			return false;
	} while (depth);
	return true;
}

static bool read_value(struct scan *s, struct scan_value *value)
{
	value->kind = kind_of(peek(s));
	value->raw.p = s->text.p + s->at;
	if (!skip_value(s))
		return false;
	value->raw.n = (size_t)(s->text.p + s->at - value->raw.p);
	if (value->kind == SCAN_STRING)
		value->raw = (struct slice){value->raw.p + 1, value->raw.n - 2};
	return true;
}

static int read_members(struct scan *s, struct scan_object *o, struct arena *arena, struct err *e)
{
	do {
		struct scan_member member, *members;

		if (!skip_name(s, &member.name) || !read_value(s, &member.value))
			return 0;
		member.name = scan_text(member.name, arena);
		members = arena_grow(arena, o->members, o->count, &o->capacity, sizeof(*members));
		if (!member.name.p || !members)
			return err_nomem(e);
		o->members = members;
		o->members[o->count++] = member;
	} while (take(s, ','));
	return 0;
}

int scan_object(struct slice text, struct scan_object *o, struct arena *arena, struct err *e)
{
	struct scan s = {.text = text};

	*o = (struct scan_object){NULL, 0, 0};
	s.at = utf8_valid(text);
	if (s.at < text.n)
		return err_set(e, "not valid JSON: not UTF-8 at byte %zu", s.at);
	s.at = 0;
	if (!take(&s, '{'))
		fail(&s, "no object");
	else if (!take(&s, '}')) {
		if (read_members(&s, o, arena, e))
			return -1;
		if (!s.wrong && !take(&s, '}'))
			fail(&s, "neither ',' nor the end of an object or array");
	}
	if (!s.wrong && (peek(&s) || s.at < text.n))
		fail(&s, "something behind the object");
	return s.wrong ? err_set(e, "not valid JSON: %s at byte %zu", s.wrong, s.at) : 0;
}

struct scan_value scan_member(const struct scan_object *o, struct slice name)
{
	for (size_t i = o->count; i-- > 0;)
		if (slice_eq(o->members[i].name, name))
			return o->members[i].value;
	return (struct scan_value){SCAN_NONE, {NULL, 0}};
}

struct scan_value scan_item(struct slice array, size_t *at)
{
	struct scan s = {.text = array, .at = *at ? *at : 1};
	struct scan_value value = {SCAN_NONE, {NULL, 0}};

	if (*at ? !take(&s, ',') : peek(&s) == ']')
		return value;
	if (!read_value(&s, &value))
		value.kind = SCAN_NONE;
	*at = s.at;
	return value;
}

/* The character of \uXXXX at `at`, or of two that are a pair; *len bytes long. */
static uint32_t unicode_escape(struct slice raw, size_t at, size_t *len)
{
	uint32_t high = (uint32_t)hex_unit(raw, at + 2);
	int32_t low = -1;

	*len = 6;
	if (high < 0xD800 || high > 0xDFFF)
		return high;
	if (high < 0xDC00 && at + 12 <= raw.n && raw.p[at + 6] == '\\' && raw.p[at + 7] == 'u')
		low = hex_unit(raw, at + 8);
	if (low < 0xDC00 || low > 0xDFFF)
		return 0xFFFD;
	*len = 12;
	return 0x10000 + ((high - 0xD800) << 10) + ((uint32_t)low - 0xDC00);
}

static uint32_t escape(struct slice raw, size_t at, size_t *len)
{
	static const char from[] = "bfnrt", to[] = "\b\f\n\r\t";
	const char *known;

	if (raw.p[at + 1] == 'u')
		return unicode_escape(raw, at, len);
	*len = 2;
	known = strchr(from, raw.p[at + 1]);
	return (unsigned char)(known ? to[known - from] : raw.p[at + 1]);
}

/* No escape means more bytes than it has. */
struct slice scan_text(struct slice raw, struct arena *arena)
{
	char *out = arena_alloc(arena, raw.n + 1);
	size_t n = 0, len;

	for (size_t at = 0; out && at < raw.n; at += len) {
		const char *next = memchr(raw.p + at, '\\', raw.n - at);
		size_t plain = next ? (size_t)(next - raw.p) - at : raw.n - at;

		memcpy(out + n, raw.p + at, plain);
		n += plain;
		at += plain;
		len = 0;
		if (at < raw.n)
			n += utf8_put(out + n, escape(raw, at, &len));
	}
	if (out)
		out[n] = '\0';
	return (struct slice){out, n};
}
