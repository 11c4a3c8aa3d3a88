/* Records as NDJSON: what is written, and that the same comes back. */
#include "extract/record.h"
#include "tests/unit/check.h"

#include <math.h>
#include <stdlib.h>

static struct slice headings[] = {{"一、总体要求", 18}, {"(一)目标", 11}};
static struct slice agencies[] = {{"市教育局", 12}};
static struct count repairs[] = {{{"digit", 5}, 2}, {{"space", 5}, 0}};

static struct record sample(enum record_type type)
{
	struct record r = record_new(type);

	r.doc = slice_of("a.txt");
	r.quote = slice_of("50家\n以上\"");
	r.span = (struct span){10, 22};
	r.section = (struct list){headings, 2};
	r.rule = slice_of("target.count");
	r.confidence = 0.75;
	r.flags = FLAG_REPAIRED | FLAG_UNIT_MISSING;
	return r;
}

static struct slice written(const struct record *r, struct buf *out)
{
	buf_reset(out);
	record_write(r, out);
	return buf_text(out);
}

static void check_written(const struct record *r, const char *want)
{
	struct buf out;

	buf_init(&out, SIZE_MAX);
	if (!CHECK(slice_is(written(r, &out), want)))
		printf("  %.*s", (int)out.len, out.data);
	buf_release(&out);
}

/* Reads back what was written; writing that again gives the same line. */
static void check_round(const struct record *r)
{
	struct buf first;
	struct buf second;
	struct record copy;
	struct arena arena;
	struct err e = {""};

	arena_init(&arena);
	buf_init(&first, SIZE_MAX);
	buf_init(&second, SIZE_MAX);
	written(r, &first);
	if (!CHECK(record_read(buf_text(&first), &copy, &arena, &e) == 0))
		printf("  %s\n", e.text);
	else
		CHECK(slice_eq(written(&copy, &second), buf_text(&first)));
	buf_release(&first);
	buf_release(&second);
	arena_release(&arena);
}

#define COMMON                                                                                     \
	"\"doc\":\"a.txt\",\"quote\":\"50家\\n以上\\\"\",\"span\":[10,22],"                     \
	"\"section\":[\"一、总体要求\",\"(一)目标\"],\"rule\":\"target.count\","          \
	"\"confidence\":0.75,\"flags\":[\"repaired\",\"unit_missing\"]"

static void check_target(void)
{
	struct record r = sample(RECORD_TARGET);

	r.indicator = slice_of("学校数量");
	r.op = slice_of(">=");
	r.value = 50;
	r.unit = slice_of("家");
	r.kind = slice_of("level");
	r.deadline_from = slice_of("none");
	check_written(&r,
		      "{\"type\":\"target\"," COMMON ",\"indicator\":\"学校数量\",\"op\":\">=\","
		      "\"value\":50,\"value_max\":null,\"unit\":\"家\",\"kind\":\"level\","
		      "\"baseline\":null,\"recurrence\":null,\"deadline\":null,"
		      "\"deadline_from\":\"none\",\"lead\":[],\"support\":[],\"sentence\":\"\"}\n");
	r.baseline.set = true;
	r.baseline.year = slice_of("2021");
	r.deadline = slice_of("2025-12-31");
	r.lead = (struct list){agencies, 1};
	r.value_max = 60.5;
	r.span_in = slice_of("page.html");
	check_round(&r);
	r.type = RECORD_FACT;
	r.status = slice_of("achieved");
	check_round(&r);
}

static void check_document(void)
{
	struct record r = sample(RECORD_DOCUMENT);

	r.title = slice_of("某市计划");
	r.period.end = slice_of("2025-12-31");
	r.charset = slice_of("GB18030");
	r.script = slice_of("simplified");
	r.edits = (struct counts){repairs, 2};
	check_written(&r,
		      "{\"type\":\"document\"," COMMON ",\"title\":\"某市计划\",\"issuer\":null,"
		      "\"number\":null,\"published\":null,\"region\":null,"
		      "\"period\":{\"start\":null,\"end\":\"2025-12-31\"},"
		      "\"charset\":\"GB18030\",\"script\":\"simplified\",\"traditional_share\":"
		      "null,\"kind\":\"\",\"ocr_"
		      "confidence\":null,"
		      "\"edits\":{\"digit\":2,\"space\":0},\"counts\":{}}\n");
	check_round(&r);
}

static void check_span_in(void)
{
	struct buf out;
	struct record r = sample(RECORD_EDIT);

	buf_init(&out, SIZE_MAX);
	CHECK(slice_find(written(&r, &out), 0, slice_of("span_in")) == out.len);
	r.span_in = slice_of("x.zip/a.txt");
	CHECK(slice_find(written(&r, &out), 0, slice_of("\"span_in\":\"x.zip/a.txt\"")) < out.len);
	buf_release(&out);
}

struct line_case {
	const char *line;
	const char *complaint; /* part of the message; NULL where the line is right */
};

static const struct line_case lines[] = {
	{"{\"type\":\"target\"}", NULL},
	{"{\"type\":\"target\",\"later\":[1,{}]}", NULL},
	{"{\"type\":\"target\",\"value\":3,\"deadline\":null}", NULL},
	{"{\"type\":\"deadline\",\"value\":\"not its field\"}", NULL},
	{"", "not JSON"},
	{"{", "not JSON"},
	{"{\"type\":\"target\"} x", "not JSON"},
	{"\xff\xfe", "not JSON"},
	{"{\"type\":\"target\",\"quote\":\"\\ud800\"}", "not JSON"},
	{"[]", "no \"type\""},
	{"{\"type\":1}", "no \"type\""},
	{"{\"type\":\"wish\"}", "unknown type \"wish\""},
	{"{\"type\":\"target\",\"value\":\"50\"}", "\"value\": wants a number"},
	{"{\"type\":\"target\",\"doc\":null}", "\"doc\": wants a string"},
	{"{\"type\":\"target\",\"deadline\":2025}", "\"deadline\": wants a string"},
	{"{\"type\":\"target\",\"lead\":\"市教育局\"}", "\"lead\": wants an array"},
	{"{\"type\":\"target\",\"lead\":[1]}", "\"lead\": wants a string"},
	{"{\"type\":\"target\",\"span\":[5]}", "\"span\": wants an array of two"},
	{"{\"type\":\"target\",\"span\":[5,4]}", "\"span\": ends before"},
	{"{\"type\":\"target\",\"span\":[-1,4]}", "\"span\": wants whole"},
	{"{\"type\":\"target\",\"span\":[0.5,4]}", "\"span\": wants whole"},
	{"{\"type\":\"target\",\"baseline\":[]}", "\"baseline\": wants an object"},
	{"{\"type\":\"target\",\"baseline\":{\"year\":2021}}", "\"baseline\": wants a string"},
	{"{\"type\":\"target\",\"flags\":[\"novel\"]}", "\"flags\": unknown flag \"novel\""},
	{"{\"type\":\"target\",\"flags\":[[]]}", "\"flags\": wants"},
	{"{\"type\":\"document\",\"counts\":{\"target\":-1}}", "\"counts\": wants whole"},
	{"{\"type\":\"document\",\"period\":null}", "\"period\": wants an object"},
};

static void check_line(const struct line_case *c)
{
	struct arena arena;
	struct record r;
	struct err e = {""};
	int rc;

	arena_init(&arena);
	rc = record_read(slice_of(c->line), &r, &arena, &e);
	if (!CHECK(c->complaint ? rc == -1 && strstr(e.text, c->complaint) : rc == 0))
		printf("  %s: %s\n", c->line, e.text);
	arena_release(&arena);
}

static void check_read(void)
{
	struct arena arena;
	struct record r;
	struct err e;
	const char *line = "{\"type\":\"mention\",\"quote\":\"a\\u0000b\",\"value\":1e3}";

	arena_init(&arena);
	CHECK(record_read(slice_of(line), &r, &arena, &e) == 0);
	CHECK(r.type == RECORD_MENTION && slice_eq(r.quote, (struct slice){"a\0b", 3}));
	CHECK(r.value == 1000 && isnan(r.value_max) && r.confidence == 1 && r.flags == 0);
	arena_release(&arena);
}

/* Nesting without end is an error, not a crash. */
static void check_deep(void)
{
	enum { DEPTH = 100000 };
	char *line = malloc(DEPTH);
	struct arena arena;
	struct record r;
	struct err e;

	memset(line, '[', DEPTH);
	arena_init(&arena);
	CHECK(record_read((struct slice){line, DEPTH}, &r, &arena, &e) == -1);
	arena_release(&arena);
	free(line);
}

static void check_list(void)
{
	struct records list = {0};
	struct arena arena;
	struct err e;

	arena_init(&arena);
	for (size_t i = 0; i < 1000; i++) {
		struct record r = record_new(RECORD_EDIT);

		r.span.end = i;
		CHECK(records_add(&list, &arena, &r, &e) == 0);
	}
	CHECK(list.count == 1000 && list.items[0].span.end == 0 && list.items[999].span.end == 999);
	arena_release(&arena);
}

static void check_tables(void)
{
	for (int type = 0; type < RECORD_TYPES; type++) {
		size_t count;
		const struct field *fields = record_fields((enum record_type)type, &count);
		struct record r = sample((enum record_type)type);

		CHECK(count >= 8 && strcmp(fields[0].name, "doc") == 0);
		check_round(&r);
	}
	for (int i = 0; i < RECORD_FLAGS; i++)
		CHECK(flag_info(i)->name && *flag_info(i)->chinese && *flag_info(i)->english);
}

int main(void)
{
	check_target();
	check_document();
	check_span_in();
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		check_line(&lines[i]);
	check_read();
	check_deep();
	check_list();
	check_tables();
	return check_done();
}
