/*
 * A store: documents put in, finished, found again as they were, and replaced.
 */
#include "extract/store.h"

#include "tests/unit/folder.h"

static const struct engine first = {"core 1", "aaaa", "zhibiao 1"};
static const struct engine second = {"core 2", "bbbb", "zhibiao 1"};

static struct store *reopen(struct store *s)
{
	struct err e = {""};

	if (s)
		store_close(s);
	s = store_open("corpus.db", true, &e);
	if (!s)
		printf("%s\n", e.text);
	CHECK(s != NULL);
	return s;
}

static int put_text(struct store *s, const char *id, const char *text, int64_t *number)
{
	struct doc d;
	int rc;

	doc_init(&d);
	d.id = slice_of(id);
	d.bytes = slice_of(text);
	rc = store_put(s, &d, number, NULL);
	doc_release(&d);
	return rc;
}

/* Gives the document one target with that quote. */
static int finish(struct store *s, int64_t number, int64_t engine, const char *quote, bool changed)
{
	struct record items[] = {record_new(RECORD_DOCUMENT), record_new(RECORD_TARGET)};
	struct records records = {.items = items, .count = 2};
	struct outcome o = {.engine = engine, .records = &records, .changed = changed};

	items[1].quote = slice_of(quote);
	return store_finish(s, number, &o, NULL);
}

/* The quotes of all targets in the order of documents, with blanks between; ! for a failure. */
static const char *quotes(struct store *s, bool changed)
{
	static char out[256];
	struct entry entry = {0};
	int got = 1;

	out[0] = '\0';
	while (got > 0) {
		struct arena arena;

		arena_init(&arena);
		got = store_next(s, entry.number, changed, &arena, &entry, NULL);
		if (got > 0 && entry.failed)
			strcat(out, "! ");
		if (got > 0 && entry.records.count == 2) {
			struct slice quote = entry.records.items[1].quote;

			CHECK(slice_eq(entry.records.items[1].doc, entry.id));
			strncat(out, quote.p, quote.n);
			strcat(out, " ");
		}
		arena_release(&arena);
	}
	CHECK(got == 0);
	return out;
}

static void test_put(void)
{
	struct store *s = reopen(NULL);
	int64_t engine, again, a, b, number;

	CHECK(store_engine(s, &first, &engine, NULL) == 0);
	CHECK(store_engine(s, &first, &again, NULL) == 0 && engine == again);
	CHECK(put_text(s, "a", "text", &a) == 1 && finish(s, a, engine, "one", false) == 0);
	CHECK(put_text(s, "b", "text", &b) == 1 && a != b);
	CHECK(finish(s, b, engine, "two", false) == 0);
	CHECK(put_text(s, "a", "text", &number) == 0 && number == a);
	CHECK(!strcmp(quotes(s, false), "one two "));

	/* In one call, two documents of one id are two; later, the first is replaced. */
	CHECK(put_text(s, "a", "other", &number) == 1 && number != a && number != b);
	CHECK(finish(s, number, engine, "three", false) == 0);
	CHECK(!strcmp(quotes(s, false), "one two three "));
	s = reopen(s);
	CHECK(put_text(s, "a", "new", &number) == 1 && number == a);
	CHECK(!strcmp(quotes(s, false), "two three "));
	CHECK(put_text(s, "a", "new", &number) == 0 && number == a);
	s = reopen(s);
	CHECK(put_text(s, "a", "new", &number) == 1 && number == a); /* still to be done */
	CHECK(finish(s, a, engine, "four", false) == 0);
	CHECK(!strcmp(quotes(s, false), "four two three "));
	store_close(s);
}

/* What a document was made from comes back as it was. */
static void test_stale(void)
{
	struct store *s = reopen(NULL);
	struct slice bytes = {"by\0tes\xff", 7};
	int64_t one, two, number, found;
	struct doc d;

	CHECK(store_engine(s, &first, &one, NULL) == 0);
	CHECK(store_engine(s, &second, &two, NULL) == 0 && one != two);
	doc_init(&d);
	d.id = slice_of("whole");
	d.bytes = bytes;
	d.info.kind = slice_of("html");
	d.info.title = slice_of("规划");
	d.info.ocr_confidence = 0.75;
	CHECK(doc_add_part(&d, slice_of("p\"1"), 0, NULL) == 0);
	CHECK(doc_add_part(&d, slice_of("p2"), 3, NULL) == 0);
	CHECK(store_put(s, &d, &number, NULL) == 1);
	doc_release(&d);
	CHECK(finish(s, number, one, "x", false) == 0);
	doc_init(&d);
	CHECK(store_stale(s, number - 1, one, false, &d, &found, NULL) == 0);
	CHECK(store_stale(s, number - 1, one, true, &d, &found, NULL) == 1);
	doc_release(&d);
	doc_init(&d);
	CHECK(store_stale(s, number - 1, two, false, &d, &found, NULL) == 1 && found == number);
	CHECK(slice_is(d.id, "whole") && slice_eq(d.bytes, bytes));
	CHECK(slice_is(d.info.kind, "html") && slice_is(d.info.title, "规划"));
	CHECK(d.info.ocr_confidence == 0.75 && d.part_count == 2 && d.parts[1].start == 3);
	CHECK(slice_is(d.parts[0].name, "p\"1"));
	doc_release(&d);
	store_close(s);
}

static void test_update(void)
{
	struct store *s = reopen(NULL);
	struct outcome bad = {.problem = slice_of("no"), .changed = true};
	struct store_totals totals;
	int64_t one, two, a, b;

	CHECK(store_engine(s, &first, &one, NULL) == 0);
	CHECK(store_engine(s, &second, &two, NULL) == 0);
	CHECK(put_text(s, "u", "u", &a) == 1 && finish(s, a, one, "u1", false) == 0);
	CHECK(put_text(s, "v", "v", &b) == 1 && finish(s, b, one, "v1", false) == 0);
	CHECK(!strcmp(quotes(s, true), ""));
	CHECK(store_totals(s, &second, &totals, NULL) == 0 && totals.stale == totals.documents);
	CHECK(store_note_update(s, two, NULL) == 0);
	CHECK(finish(s, a, two, "u2", true) == 0 && finish(s, b, two, "v1", false) == 0);
	CHECK(!strcmp(quotes(s, true), "u2 "));
	CHECK(store_totals(s, &second, &totals, NULL) == 0);
	CHECK(totals.stale == totals.documents - 2);
	bad.engine = two;
	CHECK(store_finish(s, b, &bad, NULL) == 0);
	CHECK(!strcmp(quotes(s, true), "u2 ! "));
	CHECK(store_put_problem(s, slice_of("w"), "not there", &b, NULL) == 0);
	CHECK(store_totals(s, &second, &totals, NULL) == 0 && totals.failed == 2);
	store_close(s);
}

static void test_settings(void)
{
	struct store *s = reopen(NULL);
	struct arena arena;
	struct slice kept;

	arena_init(&arena);
	CHECK(store_setting(s, "from", slice_of("GBK"), &arena, &kept, NULL) == 0);
	CHECK(slice_is(kept, "GBK"));
	CHECK(store_setting(s, "from", slice_of("Big5"), &arena, &kept, NULL) == 0);
	CHECK(slice_is(kept, "GBK"));
	CHECK(store_setting(s, "other", slice_of(""), &arena, &kept, NULL) == 0 && kept.n == 0);
	arena_release(&arena);
	store_close(s);
}

static void test_refused(void)
{
	struct err e = {""};

	put("text.db", slice_of("no database at all, but a text that is long enough to look at"));
	CHECK(!store_open("text.db", true, &e) && strstr(e.text, "text.db: this is no corpus"));
	CHECK(!store_open("absent.db", false, &e) && strstr(e.text, "absent.db: No such file"));
}

int main(void)
{
	char folder[32];

	if (!folder_enter(folder))
		return check_done();
	test_put();
	test_stale();
	test_update();
	test_settings();
	test_refused();
	folder_leave(folder);
	return check_done();
}
