/*
 * Evidence pages: what text becomes in HTML, where records stand on a page, how marks nest.
 */
#include "extract/sinks/escape.h"
#include "extract/sinks/page_place.h"
#include "extract/sinks/page_text.h"
#include "extract/sinks/pages.h"
#include "normalize/stage.h"
#include "tests/unit/check.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define FFFD "\xEF\xBF\xBD"

static const struct {
	const char *text;
	size_t n; /* 0: up to its NUL */
	const char *html;
} texts[] = {
	{"50家以上", 0, "50家以上"},
	{"<a href=\"x\" title='y'>&amp;</a>", 0,
	 "&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;amp;&lt;/a&gt;"},
	{"a\tb\nc\r\nd\re", 0, "a\tb\nc\nd\ne"},
	{"\0\x01\x1F\x7F", 4, "\xE2\x90\x80\xE2\x90\x81\xE2\x90\x9F\xE2\x90\xA1"},
	{"\xC2\x85|\xEF\xBF\xBE|\xEF\xB7\x90|\xF0\x9F\xBF\xBF", 0, FFFD "|" FFFD "|" FFFD "|" FFFD},
	{"\xEF\xBB\xBF|\xC2\xA0|\xF0\x9F\x98\x80", 0, "\xEF\xBB\xBF|\xC2\xA0|\xF0\x9F\x98\x80"},
	{"\xED\xA0\x80|\xFF\xE5\x9B", 0, FFFD FFFD FFFD "|" FFFD FFFD},
};

static void check_escapes(void)
{
	struct buf out;

	buf_init(&out, SIZE_MAX);
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct slice text = {texts[i].text,
				     texts[i].n ? texts[i].n : strlen(texts[i].text)};

		buf_reset(&out);
		escape_text(&out, text);
		if (!CHECK(slice_is(buf_text(&out), texts[i].html)))
			printf("  %zu: %.*s\n", i, (int)out.len, out.data);
	}
	buf_release(&out);
}

static void check_brief(const char *text, size_t most, const char *wanted)
{
	struct buf out;

	buf_init(&out, SIZE_MAX);
	escape_brief(&out, slice_of(text), most);
	if (!CHECK(slice_is(buf_text(&out), wanted)))
		printf("  %s: %.*s\n", text, (int)out.len, out.data);
	buf_release(&out);
}

static void check_briefs(void)
{
	check_brief("", 4, "");
	check_brief("  \n", 4, "");
	check_brief("年底前", 3, "年底前");
	check_brief("年底前 \n", 3, "年底前");
	check_brief("年底前完成", 3, "年底前…");
	check_brief(" 年\n\t 底\xE3\x80\x80", 9, "年 底");
	check_brief("<b>", 9, "&lt;b&gt;");
	check_brief("a\xFF<b>", 9, "a" FFFD "&lt;b&gt;");
}

static void check_links(void)
{
	struct buf out;

	buf_init(&out, SIZE_MAX);
	escape_link(&out, slice_of("a-b_c.1~2 规\"'<&%#?:\n"));
	CHECK(slice_is(buf_text(&out), "a-b_c.1~2%20%E8%A7%84%22%27%3C%26%25%23%3F%3A%0A"));
	buf_release(&out);
}

/* A document decoded from these bytes by the first stage. */
static void decode(struct doc *d, const char *bytes)
{
	static const struct stage_options options = {.from = {"GB18030", 7}};
	struct chain chain;
	struct err e = {""};

	doc_init(d);
	d->id = slice_of("a.txt");
	d->bytes = slice_of(bytes);
	CHECK(chain_open(&chain, 1, &options, &e) == 0);
	CHECK(chain_run(&chain, d, &e) == 0);
	chain_close(&chain);
}

/* 培育 A 50家: each Chinese character is two bytes before and three after decoding. */
static const char gbk[] = "\xC5\xE0\xD3\xFD A 50\xBC\xD2";

static void check_place(const struct doc *d, struct span bytes, const char *wanted)
{
	struct record r = record_new(RECORD_TARGET);
	struct span at = {0, 0};

	r.span = bytes;
	CHECK(place_of_record(d, place_layer(d), &r, &at));
	if (!CHECK(slice_is(slice_cut(doc_decoded(d), at), wanted)))
		printf("  [%zu, %zu): [%zu, %zu)\n", bytes.start, bytes.end, at.start, at.end);
}

static void check_places(void)
{
	struct record r = record_new(RECORD_TARGET);
	struct span at;
	struct doc d;

	decode(&d, gbk);
	check_place(&d, (struct span){0, 4}, "培育");
	check_place(&d, (struct span){2, 5}, "育 ");
	check_place(&d, (struct span){7, 11}, "50家");
	check_place(&d, (struct span){5, 6}, "A");
	check_place(&d, (struct span){9, 11}, "家");
	check_place(&d, (struct span){3, 4}, "育");
	check_place(&d, (struct span){0, 1}, "培");
	check_place(&d, (struct span){4, 4}, "");
	check_place(&d, (struct span){11, 11}, "");
	r.span = (struct span){7, 12};
	CHECK(!place_of_record(&d, place_layer(&d), &r, &at));
	doc_release(&d);
}

/* A repair of the decoded text, as a stage after it would make it. */
static void repair(struct doc *d)
{
	struct editor w;
	struct err e = {""};

	editor_init(&w);
	editor_reset(&w, doc_text(d));
	edit_keep(&w, 6);
	edit_replace(&w, 1, slice_of(""), EDIT_SPACE);
	edit_replace(&w, 1, slice_of("4"), EDIT_DIGIT);
	CHECK(doc_push(d, "digit", &w, &e) == 0);
	editor_release(&w);
}

static void check_run_places(void)
{
	struct span at;
	struct doc d;

	decode(&d, gbk);
	repair(&d);
	CHECK(d.layer_count == 2);
	CHECK(place_of_run(&d, 0, 1, 1, &at) && at.start == 6 && at.end == 7);
	CHECK(place_of_run(&d, 0, 1, 2, &at) && at.start == 7 && at.end == 8);
	doc_release(&d);
}

static struct mark mark_of(struct span at, enum look look, size_t order)
{
	struct mark m = {.at = at, .look = look, .order = order, .placed = true};

	m.kind = EDIT_DIGIT;
	m.before = slice_of("x");
	return m;
}

static void check_html(struct marks *m, struct span part, const char *wanted)
{
	struct buf out;

	buf_init(&out, SIZE_MAX);
	page_add_text(&out, m, part, LANG_ZH);
	buf_addc(&out, '\0');
	if (!CHECK(out.data && strcmp(out.data, wanted) == 0))
		printf("%s\n", out.data);
	buf_release(&out);
}

#define HINT "title=\"数字误识:x → (删去)\""
#define E(look, id) "<span class=\"e " look "\" id=\"e" id "\" " HINT ">"
#define AGAIN(look) "<span class=\"e " look "\" data-again " HINT ">"

/* Marks that cross are cut, and so are those that go over a line end; no mark is ever lost. */
static void check_nesting(void)
{
	struct mark crossing[] = {
		mark_of((struct span){0, 4}, LOOK_DOUBTFUL, 0),
		mark_of((struct span){2, 6}, LOOK_GONE, 1),
		mark_of((struct span){3, 3}, LOOK_REPLACED, 2),
	};
	struct mark lines[] = {
		mark_of((struct span){0, 8}, LOOK_DOUBTFUL, 0),
		mark_of((struct span){2, 5}, LOOK_GONE, 1),
		mark_of((struct span){8, 8}, LOOK_REPLACED, 2),
	};
	struct marks m = {.items = crossing, .count = 3, .text = {"abcdefgh", 8}};

	check_html(&m, (struct span){0, 8},
		   "<div class=\"c\"><p>" E("q", "0") "ab" E("g", "1") "c" E(
			   "s", "2") "</span>d</span></span>" AGAIN("g") "ef</span>gh</p></div>\n");
	m = (struct marks){.items = lines, .count = 3, .text = {"abc\n\r\ngh", 8}};
	check_html(&m, (struct span){0, 8},
		   "<div class=\"c\"><p>" E("q", "0") "ab" E(
			   "g", "1") "c\n</span></span></p><p>" AGAIN("q")
			   AGAIN("g") "</span>\n</span></p><p>" AGAIN("q") "gh</span></p>" E(
				   "s", "2") "</span></div>\n");
	check_html(&m, (struct span){6, 8},
		   "<div class=\"c\"><p>" AGAIN("q") "gh</span></p>" E("s", "2") "</span></div>\n");
}

/* Deeper than any text nests marks, and still each has its anchor and is closed. */
static void check_depth(void)
{
	enum { COUNT = 500 };
	struct mark items[COUNT];
	struct marks m = {.items = items, .count = COUNT, .text = {"ab", 2}};
	struct slice end = slice_of("</span>");
	size_t begins = 0, ends = 0;
	struct buf out;
	struct slice html;

	for (size_t i = 0; i < COUNT; i++)
		items[i] = mark_of((struct span){0, 2}, LOOK_GONE, i);
	buf_init(&out, SIZE_MAX);
	page_add_text(&out, &m, (struct span){0, 2}, LANG_ZH);
	html = buf_text(&out);
	for (size_t at = 0; (at = slice_find(html, at, slice_of(" id=\"e"))) < html.n; at++)
		begins++;
	for (size_t at = 0; (at = slice_find(html, at, end)) < html.n; at++)
		ends++;
	CHECK(begins == COUNT);
	CHECK(ends == COUNT);
	buf_release(&out);
}

static size_t file_size(const char *folder, const char *name)
{
	char path[256];
	struct stat st;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	return stat(path, &st) ? 0 : (size_t)st.st_size;
}

static void remove_file(const char *folder, const char *name)
{
	char path[256];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	CHECK(unlink(path) == 0);
}

/* A text beyond the limit stands on as many pages as its lines need. */
static void check_parts(void)
{
	char folder[] = "/tmp/zhibiao-pages-XXXXXX";
	struct pages_options options = {.most_text = 10, .part_text = 8};
	struct record about = record_new(RECORD_DOCUMENT);
	struct records records = {.items = &about, .count = 1, .capacity = 1};
	struct err e = {""};
	struct pages *pages;
	struct doc d;

	CHECK(mkdtemp(folder) != NULL);
	decode(&d, "abcdef\nghijklmnopq\nr");
	about.doc = d.id;
	options.folder = folder;
	pages = pages_open(&options, &e);
	if (CHECK(pages != NULL)) {
		CHECK(pages_add(pages, &d, &records, &e) == 0);
		CHECK(pages_finish(pages, &e) == 0);
	}
	CHECK(file_size(folder, "a.txt~1.html") > 0); /* abcdef\n */
	CHECK(file_size(folder, "a.txt~2.html") > 0); /* ghijklmn */
	CHECK(file_size(folder, "a.txt~3.html") > 0); /* opq\nr */
	remove_file(folder, "a.txt~1.html");
	remove_file(folder, "a.txt~2.html");
	remove_file(folder, "a.txt~3.html");
	remove_file(folder, "a.txt.html");
	remove_file(folder, "index.html");
	CHECK(rmdir(folder) == 0);
	doc_release(&d);
}

/* A page that can't be written whole leaves what was there, and says which one it was. */
static void check_full(void)
{
	struct pages_options options = {.folder = "/dev/null"};
	struct err e = {""};

	CHECK(pages_open(&options, &e) == NULL);
	CHECK(strstr(e.text, "/dev/null: ") == e.text);
}

int main(void)
{
	check_escapes();
	check_briefs();
	check_links();
	check_places();
	check_run_places();
	check_nesting();
	check_depth();
	check_parts();
	check_full();
	return check_done();
}
