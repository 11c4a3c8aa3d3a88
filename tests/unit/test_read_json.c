/*
 * JSON read where it stands: what is JSON, what is not and where, and what strings mean.
 */
#include <stdlib.h>

#include "normalize/read/json_scan.h"
#include "tests/unit/check.h"

static int is_object(const char *text, size_t members)
{
	struct scan_object o;
	struct arena arena;
	struct err e = {""};
	int good;

	arena_init(&arena);
	good = scan_object(slice_of(text), &o, &arena, &e) == 0 && o.count == members;
	if (!good)
		printf("%s: %s\n", text, e.text);
	arena_release(&arena);
	return good;
}

static int is_wrong(const char *text, const char *why)
{
	struct scan_object o;
	struct arena arena;
	struct err e = {""};
	int refused;

	arena_init(&arena);
	refused = scan_object(slice_of(text), &o, &arena, &e) == -1 && strstr(e.text, why);
	if (!refused)
		printf("%s: %s\n", text, e.text);
	arena_release(&arena);
	return refused;
}

static void check_good(void)
{
	CHECK(is_object("{}", 0) && is_object(" { } \r\n", 0));
	CHECK(is_object("{\"a\":1,\"b\" : -0.5e+3 , \"c\":[ ],\"d\":{},\"e\":null}", 5));
	CHECK(is_object("{\"a\":[1,[2,{\"b\":[]}],true,false],\"a\":\"\\u00e9\\\"\"}", 2));
	CHECK(is_object("{\"中\":\"\\ud83d\\ude00 \\/\"}", 1));
}

static void check_bad(void)
{
	CHECK(is_wrong("", "no object at byte 0") && is_wrong("[]", "no object at byte 0"));
	CHECK(is_wrong("{", "a member without a name at byte 1"));
	CHECK(is_wrong("{\"a\"}", "a name without ':' at byte 4"));
	CHECK(is_wrong("{\"a\":}", "no value at byte 5") && is_wrong("{\"a\":tru}", "no value"));
	CHECK(is_wrong("{\"a\":1,}", "a member without a name") &&
	      is_wrong("{a:1}", "without a name"));
	CHECK(is_wrong("{\"a\":1 \"b\":2}", "neither ','") &&
	      is_wrong("{\"a\":[1}", "neither ','"));
	CHECK(is_wrong("{\"a\":\"x", "a string without its end at byte 7"));
	CHECK(is_wrong("{\"a\":\"\\x\"}", "an unknown escape at byte 6"));
	CHECK(is_wrong("{\"a\":\"\\u12g4\"}", "four hexadecimal digits"));
	CHECK(is_wrong("{\"a\":\"x\ty\"}", "a control character in a string at byte 7"));
	CHECK(is_wrong("{\"a\":-}", "without digits") && is_wrong("{\"a\":1.}", "without digits"));
	CHECK(is_wrong("{\"a\":01}", "neither ','") && is_wrong("{\"a\":1e}", "without digits"));
	CHECK(is_wrong("{} x", "something behind the object at byte 3"));
	CHECK(is_wrong("{\"a\":\"\xFF\"}", "not UTF-8 at byte 6"));
}

static void check_depth(void)
{
	enum { MANY = 100000 };
	char *text = malloc(MANY + 8);
	size_t n = 0;

	if (!CHECK(text != NULL))
		return;
	memcpy(text, "{\"a\":", 5);
	memset(text + 5, '[', MANY);
	text[5 + MANY] = '\0';
	CHECK(is_wrong(text, "nested too deep"));
	for (n = 5 + JSON_DEPTH; n < 5 + 2 * JSON_DEPTH; n++)
		text[n] = ']';
	memcpy(text + n, "}", 2);
	CHECK(is_object(text, 1));
	free(text);
}

static int means(const char *raw, struct slice wanted)
{
	struct arena arena;
	int same;

	arena_init(&arena);
	same = slice_eq(scan_text(slice_of(raw), &arena), wanted);
	arena_release(&arena);
	return same;
}

static void check_text(void)
{
	CHECK(means("", slice_of("")) && means("甲\\n\\t\\\\\\/\\\"", slice_of("甲\n\t\\/\"")));
	CHECK(means("\\u7532\\u0041", slice_of("甲A")) && means("\\ud842\\udfb7", slice_of("𠮷")));
	CHECK(means("\\ud842x", slice_of("\xEF\xBF\xBDx")));
	CHECK(means("\\udc00\\ud842", slice_of("\xEF\xBF\xBD\xEF\xBF\xBD")));
	CHECK(means("\\ud842\\u0041", slice_of("\xEF\xBF\xBD"
					       "A")));
	CHECK(means("a\\u0000b", (struct slice){"a\0b", 3}));
}

static void check_values(void)
{
	static const char text[] =
		"{\"a\":1,\"l\":[{\"x\":1}, \"s\" ,3 ],\"\\u0061\":\"two\",\"e\":[]}";
	struct scan_value list, item;
	struct scan_object o;
	struct arena arena;
	struct err e;
	size_t at = 0;

	arena_init(&arena);
	CHECK(scan_object(slice_of(text), &o, &arena, &e) == 0 && o.count == 4);
	CHECK(slice_is(scan_member(&o, slice_of("a")).raw, "two"));
	CHECK(scan_member(&o, slice_of("b")).kind == SCAN_NONE);
	list = scan_member(&o, slice_of("l"));
	item = scan_item(list.raw, &at);
	CHECK(item.kind == SCAN_OBJECT && slice_is(item.raw, "{\"x\":1}"));
	item = scan_item(list.raw, &at);
	CHECK(item.kind == SCAN_STRING && slice_is(item.raw, "s"));
	item = scan_item(list.raw, &at);
	CHECK(item.kind == SCAN_NUMBER && slice_is(item.raw, "3"));
	CHECK(scan_item(list.raw, &at).kind == SCAN_NONE);
	at = 0;
	CHECK(scan_item(scan_member(&o, slice_of("e")).raw, &at).kind == SCAN_NONE);
	arena_release(&arena);
}

int main(void)
{
	check_good();
	check_bad();
	check_depth();
	check_text();
	check_values();
	return check_done();
}
