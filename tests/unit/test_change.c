/* Which records of two readings are the same, and what differs in them. */
#include "tests/unit/check.h"

#include "extract/change.h"

static struct arena arena;

static struct records read_all(const char *const *lines)
{
	struct records list = {0};
	struct record r;

	for (; *lines; lines++) {
		CHECK(record_read(slice_of(*lines), &r, &arena, NULL) == 0);
		CHECK(records_add(&list, &arena, &r, NULL) == 0);
	}
	return list;
}

/* How the changes read: sign, rule and quote of each. */
static const char *changes_of(const char *const *before, const char *const *after)
{
	static char out[1024];
	struct records a = read_all(before);
	struct records b = read_all(after);
	struct changes changes;

	out[0] = '\0';
	CHECK(changes_find(&a, &b, &arena, &changes, NULL) == 0);
	for (size_t i = 0; i < changes.count; i++) {
		const struct change *c = &changes.items[i];
		const struct record *r = c->after ? c->after : c->before;
		size_t n = strlen(out);

		snprintf(out + n, sizeof(out) - n, "%s%c%.*s %.*s", n ? "; " : "",
			 "-+~"[change_kind(c)], (int)r -> rule.n, r->rule.p, (int)r->quote.n,
			 r->quote.p);
	}
	return out;
}

#define TARGET(quote, from, to, value)                                                             \
	"{\"type\":\"target\",\"rule\":\"t\",\"quote\":\"" quote "\",\"span\":[" #from "," #to     \
	"],\"value\":" #value "}"
#define DEADLINE(quote, from, to)                                                                  \
	"{\"type\":\"deadline\",\"rule\":\"d\",\"quote\":\"" quote "\",\"span\":[" #from "," #to   \
	"]}"
#define LIST(...)                                                                                  \
	(const char *const[])                                                                      \
	{                                                                                          \
		__VA_ARGS__, NULL                                                                  \
	}
#define NOTHING                                                                                    \
	(const char *const[])                                                                      \
	{                                                                                          \
		NULL                                                                               \
	}

static void test_same_place(void)
{
	const char *a = TARGET("50", 10, 12, 50);
	const char *b = TARGET("60", 20, 22, 60);

	CHECK(!strcmp(changes_of(LIST(a, b), LIST(a, b)), ""));
	CHECK(!strcmp(changes_of(LIST(a), LIST(a, b)), "+t 60"));
	CHECK(!strcmp(changes_of(LIST(a, b), LIST(b)), "-t 50"));
	CHECK(!strcmp(changes_of(LIST(a), LIST(TARGET("50", 10, 12, 5000))), "~t 50"));
	CHECK(!strcmp(changes_of(NOTHING, LIST(b, a)), "+t 50; +t 60"));
	CHECK(!strcmp(changes_of(NOTHING, NOTHING), ""));
}

static void test_overlap(void)
{
	const char *shorter = TARGET("50", 10, 12, 50);
	const char *longer = TARGET("50家", 10, 15, 50);

	CHECK(!strcmp(changes_of(LIST(shorter), LIST(longer)), "~t 50家"));
	CHECK(!strcmp(changes_of(LIST(shorter), LIST(TARGET("家", 12, 15, 50))), "-t 50; +t 家"));
	CHECK(!strcmp(changes_of(LIST(shorter), LIST(DEADLINE("50", 10, 12))), "-t 50; +d 50"));
}

/* Of two records at one place the one that is the same is found, whatever their order. */
static void test_twins(void)
{
	const char *one = TARGET("5", 10, 12, 1);
	const char *two = TARGET("5", 10, 12, 2);

	CHECK(!strcmp(changes_of(LIST(one, two), LIST(one, two)), ""));
	CHECK(!strcmp(changes_of(LIST(one, two), LIST(one)), "-t 5"));
	CHECK(!strcmp(changes_of(LIST(one, two), LIST(two, one)), ""));
	CHECK(!strcmp(changes_of(LIST(one, two), LIST(two, TARGET("5", 10, 12, 3))), "~t 5"));
}

/* A figure may be a target by some rules and a fact by others; of equals the indicator decides. */
static void test_figures(void)
{
	const char *fact = "{\"type\":\"fact\",\"rule\":\"f\",\"quote\":\"50\",\"span\":[10,12],"
			   "\"value\":50}";
	const char *a = "{\"type\":\"target\",\"rule\":\"a\",\"quote\":\"5\",\"span\":[1,2],"
			"\"indicator\":\"甲\",\"value\":5}";
	const char *b = "{\"type\":\"target\",\"rule\":\"b\",\"quote\":\"5\",\"span\":[1,2],"
			"\"indicator\":\"乙\",\"value\":5}";
	const char *c = "{\"type\":\"target\",\"rule\":\"c\",\"quote\":\"5\",\"span\":[1,2],"
			"\"indicator\":\"乙\",\"value\":6}";

	CHECK(!strcmp(changes_of(LIST(TARGET("50", 10, 12, 50)), LIST(fact)), "~f 50"));
	CHECK(!strcmp(changes_of(LIST(fact), LIST(fact)), ""));
	CHECK(!strcmp(changes_of(NOTHING, LIST(fact)), "+f 50"));
	CHECK(!strcmp(changes_of(LIST(a, b), LIST(c)), "-a 5; ~c 5"));
}

/* The same place in two members of an archive is two places. */
static void test_members(void)
{
	const char *a = "{\"type\":\"target\",\"rule\":\"t\",\"quote\":\"5\",\"span\":[1,2],"
			"\"span_in\":\"a.xml\"}";
	const char *b = "{\"type\":\"target\",\"rule\":\"t\",\"quote\":\"5\",\"span\":[1,2],"
			"\"span_in\":\"b.xml\"}";

	CHECK(!strcmp(changes_of(LIST(a), LIST(b)), "-t 5; +t 5"));
}

/* A document's count of records changes with whatever changes; its title is its own. */
static void test_documents(void)
{
	const char *a =
		"{\"type\":\"document\",\"rule\":\"d\",\"title\":\"甲\",\"counts\":{\"target\":1}}";
	const char *b =
		"{\"type\":\"document\",\"rule\":\"d\",\"title\":\"甲\",\"counts\":{\"target\":2}}";
	const char *c =
		"{\"type\":\"document\",\"rule\":\"d\",\"title\":\"乙\",\"counts\":{\"target\":2}}";
	const char *edit = "{\"type\":\"edit\",\"quote\":\"O\",\"span\":[1,2]}";

	CHECK(!strcmp(changes_of(LIST(a), LIST(b)), ""));
	CHECK(!strcmp(changes_of(LIST(a), LIST(c)), "~d "));
	CHECK(!strcmp(changes_of(LIST(a, edit), LIST(b)), ""));
}

int main(void)
{
	arena_init(&arena);
	test_same_place();
	test_overlap();
	test_twins();
	test_figures();
	test_members();
	test_documents();
	arena_release(&arena);
	return check_done();
}
