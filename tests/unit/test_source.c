/*
 * Sources: files, folders, lists and lines, in a folder of the test's own.
 */
#include "normalize/read/source.h"

#include <errno.h>
#include <ftw.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "normalize/stage.h"
#include "normalize/stream.h"
#include "tests/unit/check.h"

static void put(const char *path, const char *data, size_t n)
{
	FILE *f = fopen(path, "wb");

	CHECK(f && fwrite(data, 1, n, f) == n && fclose(f) == 0);
}

static void put_text(const char *path, const char *text)
{
	put(path, text, strlen(text));
}

/* What is wanted of one call of source_next. */
struct want {
	int result;
	const char *id;
	const char *text; /* the bytes, or the beginning of the error */
};

static bool matches(const struct want *want, int result, const struct doc *d, const struct err *e)
{
	struct slice text = d->bytes.p ? d->bytes : doc_text(d), wanted = slice_of(want->text);
	bool same = slice_eq(text, wanted);

	if (result < 0) {
		text = slice_of(e->text);
		same = text.n && slice_starts(text, wanted);
	}
	if (same && result == want->result && slice_is(d->id, want->id))
		return true;
	printf("%d %.*s: %.*s\n", result, (int)d->id.n, d->id.p ? d->id.p : "", (int)text.n,
	       text.p ? text.p : "");
	return false;
}

static void check_options(const struct source_options *options, const struct want *wants)
{
	struct err e = {""};
	struct source *s = source_open(options, &e);
	struct doc d;
	int got = 1;

	CHECK(s != NULL);
	for (size_t i = 0; s && got; i++) {
		doc_init(&d);
		got = source_next(s, &d, &e);
		if (got && CHECK(wants[i].id != NULL))
			CHECK(matches(&wants[i], got, &d, &e));
		else
			CHECK(got == 0 && wants[i].id == NULL);
		doc_release(&d);
		if (!wants[i].id)
			break;
	}
	source_close(s);
}

static void check_paths(const char *const *paths, const struct want *wants)
{
	struct source_options options = {.paths = paths};

	while (paths[options.path_count])
		options.path_count++;
	check_options(&options, wants);
}

#define PATHS(...) ((const char *const[]){__VA_ARGS__, NULL})
#define WANTS(...) ((const struct want[]){__VA_ARGS__, {0, NULL, NULL}})

static void check_files(void)
{
	put_text("b.txt", "第一\n");
	put_text("empty.txt", "");
	check_paths(PATHS("b.txt", "missing.txt", "empty.txt"),
		    WANTS({1, "b.txt", "第一\n"}, {-1, "missing.txt", strerror(ENOENT)},
			  {1, "empty.txt", ""}));
}

static void check_folders(void)
{
	mkdir("f", 0700);
	mkdir("f/b", 0700);
	mkdir("f/.hidden", 0700);
	put_text("f/a.txt", "1");
	put_text("f/b/x", "2");
	put_text("f/c", "3");
	put_text("f/B", "0");
	put_text("f/.h", "no");
	put_text("f/.hidden/y", "no");
	CHECK(symlink("..", "f/b/loop") == 0 && symlink("../c", "f/b/link") == 0);
	CHECK(symlink("nowhere", "f/broken") == 0 && mkfifo("f/pipe", 0600) == 0);
	check_paths(PATHS("f/"),
		    WANTS({1, "f/B", "0"}, {1, "f/a.txt", "1"}, {1, "f/b/link", "3"},
			  {1, "f/b/x", "2"}, {-1, "f/broken", strerror(ENOENT)}, {1, "f/c", "3"}));
	check_paths(PATHS("f/b", "f/c"),
		    WANTS({1, "f/b/link", "3"}, {1, "f/b/x", "2"}, {1, "f/c", "3"}));
}

static void check_list(void)
{
	struct source_options options = {.files0_from = "list"};
	struct err e = {""};

	put("list", "b.txt\0f/b\0gone", 14);
	check_options(&options, WANTS({1, "b.txt", "第一\n"}, {1, "f/b/link", "3"},
				      {1, "f/b/x", "2"}, {-1, "gone", strerror(ENOENT)}));
	put("list", "", 0);
	check_options(&options, WANTS({0, NULL, NULL}));
	options.files0_from = "no-list";
	CHECK(source_open(&options, &e) == NULL);
	CHECK(strncmp(e.text, "no-list: ", 9) == 0);
}

static void check_limit(void)
{
	struct source_options options = {
		.paths = PATHS("large", "lines", "b.txt"), .path_count = 3, .max_bytes = 40};
	char large[100];

	memset(large, 'x', sizeof(large));
	put("large", large, sizeof(large));
	put_text("lines", "{\"text\":\"甲\"}\n"
			  "{\"text\":\"0123456789012345678901234567890123456789\"}\n"
			  "{\"text\":\"乙\"}");
	check_options(&options, WANTS({-1, "large", "larger than the limit of 40 bytes"},
				      {1, "lines:1", "甲"},
				      {-1, "lines:2", "larger than the limit of 40 bytes"},
				      {1, "lines:3", "乙"}, {1, "b.txt", "第一\n"}));
}

static void check_ndjson(void)
{
	put_text("n", "{\"id\":\"doc-1\",\"title\":\"标题\",\"text\":\"甲\\n\"}\r\n"
		      "\n"
		      "{\"id\":7,\"content\":\"乙\"}\n"
		      "{\"content\":\n"
		      "{\"id\":\"\",\"body\":\"丙\",\"content\":5}\n"
		      "{\"id\":\"x\"}\n"
		      "{\"raw_content\":\"丁\"}");
	check_paths(PATHS("n"),
		    WANTS({1, "doc-1", "甲\n"}, {1, "7", "乙"}, {-1, "n:4", "not valid JSON: "},
			  {1, "n:5", "丙"}, {-1, "n:6", "a JSON line without a text field"},
			  {1, "n:7", "丁"}));
}

static void check_ndjson_info(void)
{
	struct source_options options = {.paths = PATHS("i"), .path_count = 1};
	struct err e = {""};
	struct source *s;
	struct doc d;

	put_text("i",
		 "\xEF\xBB\xBF{\"url\":\"u\",\"source\":\"s\",\"title\":\"t\",\"date\":\"2026\","
		 "\"text\":\"a\\u0000b\"}");
	s = source_open(&options, &e);
	doc_init(&d);
	CHECK(s && source_next(s, &d, &e) == 1);
	CHECK(slice_is(d.info.url, "u") && slice_is(d.info.source, "s"));
	CHECK(slice_is(d.info.title, "t") && slice_is(d.info.date, "2026"));
	CHECK(slice_is(d.info.kind, "ndjson") && slice_is(d.info.charset, "UTF-8"));
	CHECK(slice_eq(d.bytes, (struct slice){"a\0b", 3}));
	doc_release(&d);
	source_close(s);
}

/* JSON that is no NDJSON with texts is plain text. */
static void check_other_json(void)
{
	put_text("j", "{\n  \"text\": \"甲\"\n}\n");
	check_paths(PATHS("j"), WANTS({1, "j", "{\n  \"text\": \"甲\"\n}\n"}));
	put_text("j", "{\"name\":\"甲\"}\n");
	check_paths(PATHS("j"), WANTS({1, "j", "{\"name\":\"甲\"}\n"}));
	put_text("j", "{");
	check_paths(PATHS("j"), WANTS({1, "j", "{"}));
}

static void stream_line(const char *id, const char *text, struct buf *out)
{
	struct stage_options options = {.from = {"", 0}};
	struct err e = {""};
	struct doc d;
	void *state;

	doc_init(&d);
	d.id = slice_of(id);
	d.bytes = slice_of(text);
	CHECK(stage_decode.open(&state, &options, &e) == 0);
	CHECK(stage_decode.run(state, &d, &e) == 0);
	stage_decode.close(state);
	stream_write(&d, out);
	doc_release(&d);
}

static void check_stream(void)
{
	struct buf out;

	buf_init(&out, SIZE_MAX);
	stream_line("first", "一", &out);
	buf_adds(&out, STREAM_MARK "\"doc\":\"broken\"}\n");
	stream_line("", "三", &out);
	put("s", out.data, out.len);
	check_paths(PATHS("s", "b.txt"),
		    WANTS({1, "first", "一"},
			  {-1, "s:2", "damaged document stream: doc, bytes or text is missing"},
			  {1, "s:3", "三"}, {1, "b.txt", "第一\n"}));
	buf_release(&out);
}

/* What dumps of corpora call their fields. */
static void check_ndjson_shapes(void)
{
	struct source_options options = {
		.paths = PATHS("m"), .path_count = 1, .text_field = "meta.words"};

	put_text("m", "{\"文件名\":\"a.txt\",\"段落\":[{\"行号\":1,\"内容\":\"第一段\"},"
		      "{\"内容\":\"第二段\"},{\"行号\":3}]}\n"
		      "{\"uniqueKey\":\"k\",\"content\":\"甲\"}\n"
		      "{\"digest\":\"sha1:X\",\"raw_content\":\"乙\"}\n"
		      "{\"段落\":[{\"行号\":1}]}\n");
	check_paths(PATHS("m"),
		    WANTS({1, "a.txt", "第一段\n第二段\n"}, {1, "k", "甲"}, {1, "sha1:X", "乙"},
			  {-1, "m:4", "a JSON line without a text field"}));
	put_text("m", "{\"text\":\"no\",\"meta\":{\"words\":\"丁\"}}\n"
		      "{\"text\":\"戊\"}\n");
	check_options(&options,
		      WANTS({1, "m:1", "丁"}, {-1, "m:2", "a JSON line without a text field"}));
}

static void check_ndjson_parts(void)
{
	struct source_options options = {.paths = PATHS("i"), .path_count = 1};
	struct err e = {""};
	struct source *s;
	struct doc d;
	struct span at = {3, 6};

	put_text("i", "{\"meta\":{\"url\":\"u\"},\"标题\":\"t\",\"段落\":[{\"内容\":\"一\"},"
		      "{\"内容\":\"二\"}]}\n{\"content\":\"<p>页</p>\"}\n");
	s = source_open(&options, &e);
	doc_init(&d);
	CHECK(s && source_next(s, &d, &e) == 1);
	CHECK(slice_is(doc_part_at(&d, &at), "段落[].内容") && at.start == 3);
	CHECK(slice_is(d.info.url, "u") && slice_is(d.info.title, "t"));
	doc_release(&d);
	CHECK(source_next(s, &d, &e) == 1);
	CHECK(slice_is(doc_part_at(&d, &at), "content") && slice_is(d.info.kind, "html"));
	doc_release(&d);
	source_close(s);
}

static void check_input_option(void)
{
	struct source_options options = {
		.paths = PATHS("h"), .path_count = 1, .input = CONTAINER_TEXT};

	put_text("h", "{\"text\":\"甲\"}\n");
	check_options(&options, WANTS({1, "h", "{\"text\":\"甲\"}\n"}));
	options.input = CONTAINER_NDJSON;
	put_text("h", "[]\n{\"text\":\"甲\"}\n");
	check_options(&options, WANTS({-1, "h:1", "not valid JSON: no object"}, {1, "h:2", "甲"}));
}

static void check_unread(void)
{
	put("x", "\xFD\67zXZ\0", 6);
	put("z", "PK\3\4\0\0", 6);
	put_text("r", "{\\rtf1 x}");
	check_paths(PATHS("x", "z", "r", "b.txt"),
		    WANTS({-1, "x", "files of the kind xz are not read"},
			  {-1, "z", "not a sound zip file"},
			  {-1, "r", "files of the kind RTF are not read"}, {1, "b.txt", "第一\n"}));
}

/* A pipe as standard input, with more in it than one read gives. */
static void check_stdin(void)
{
	static char big[300000];
	struct source_options options = {0};
	struct err e = {""};
	struct source *s = source_open(&options, &e);
	struct doc d;
	int saved = dup(STDIN_FILENO);
	FILE *pipe;

	for (size_t i = 0; i < sizeof(big); i++)
		big[i] = "甲乙"[i % 6];
	put("big", big, sizeof(big));
	pipe = popen("cat big", "r");
	CHECK(s && pipe && dup2(fileno(pipe), STDIN_FILENO) == STDIN_FILENO);
	doc_init(&d);
	CHECK(source_next(s, &d, &e) == 1);
	CHECK(slice_is(d.id, "-") && slice_eq(d.bytes, (struct slice){big, sizeof(big)}));
	doc_release(&d);
	doc_init(&d);
	CHECK(source_next(s, &d, &e) == 0);
	doc_release(&d);
	source_close(s);
	pclose(pipe);
	dup2(saved, STDIN_FILENO);
	close(saved);
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st;
	(void)type;
	(void)at;
	return remove(path);
}

int main(void)
{
	char folder[] = "/tmp/test_source.XXXXXX";

	if (!CHECK(mkdtemp(folder) != NULL && chdir(folder) == 0))
		return check_done();
	check_files();
	check_folders();
	check_list();
	check_limit();
	check_ndjson();
	check_ndjson_info();
	check_other_json();
	check_stream();
	check_ndjson_shapes();
	check_ndjson_parts();
	check_input_option();
	check_unread();
	check_stdin();
	CHECK(chdir("/") == 0 && nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS) == 0);
	return check_done();
}
