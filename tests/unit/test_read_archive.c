/*
 * Packed files and web archives: what comes out, and what is said of those that are damaged.
 */
#include <sys/stat.h>
#include <zlib.h>
#include <zstd.h>

#include "normalize/buf.h"
#include "normalize/read/http.h"
#include "normalize/read/source.h"
#include "normalize/read/unpack.h"
#include "tests/unit/folder.h"

enum { ROOM = 1 << 20 };

/* One member of gzip with the text in it, appended. */
static void add_gzip(struct buf *out, struct slice text)
{
	z_stream z = {.next_in = (Bytef *)(uintptr_t)text.p, .avail_in = (uInt)text.n};
	char *place = buf_reserve(out, ROOM);

	CHECK(place && deflateInit2(&z, 9, Z_DEFLATED, MAX_WBITS + 16, 9, 0) == Z_OK);
	z.next_out = (Bytef *)place;
	z.avail_out = ROOM;
	CHECK(deflate(&z, Z_FINISH) == Z_STREAM_END);
	out->len += ROOM - z.avail_out;
	deflateEnd(&z);
}

static void add_zstd(struct buf *out, struct slice text)
{
	char *place = buf_reserve(out, ROOM);
	size_t n = ZSTD_compress(place, ROOM, text.p, text.n, 3);

	CHECK(!ZSTD_isError(n));
	out->len += n;
}

struct want {
	int result;
	const char *id;
	const char *text; /* the bytes, or the beginning of the error */
	const char *part; /* NULL: not looked at */
};

static int matches(const struct want *want, int result, const struct doc *d, const struct err *e)
{
	struct slice text = result < 0 ? slice_of(e->text) : d->bytes;
	struct slice wanted = slice_of(want->text);
	struct span at = {0, 0};

	if (result < 0 && text.n > wanted.n)
		text.n = wanted.n;
	if (result == want->result && slice_is(d->id, want->id) && slice_eq(text, wanted) &&
	    (!want->part || slice_is(doc_part_at(d, &at), want->part)))
		return 1;
	printf("%d %.*s: %.*s\n", result, (int)d->id.n, d->id.p, (int)text.n, text.p);
	return 0;
}

static void check_file(const char *path, size_t max, const struct want *wants)
{
	struct source_options options = {.paths = &path, .path_count = 1, .max_bytes = max};
	struct err e = {""};
	struct source *s = source_open(&options, &e);
	struct doc d;
	int got = 1;

	for (size_t i = 0; CHECK(s != NULL) && got && i < 20; i++) {
		doc_init(&d);
		got = source_next(s, &d, &e);
		CHECK(wants[i].id ? got && matches(&wants[i], got, &d, &e) : !got);
		doc_release(&d);
		if (!wants[i].id)
			break;
	}
	source_close(s);
}

#define WANTS(...) ((const struct want[]){__VA_ARGS__, {0, NULL, NULL, NULL}})

static void check_packed(void)
{
	struct buf b;

	buf_init(&b, SIZE_MAX);
	add_gzip(&b, slice_of("第一\n"));
	add_gzip(&b, slice_of("第二\n"));
	buf_add(&b, "\0\0\0", 3);
	put("a.gz", buf_text(&b));
	check_file("a.gz", 0, WANTS({1, "a.gz", "第一\n第二\n", "gzip"}));
	put("cut.gz", (struct slice){b.data, 25});
	check_file("cut.gz", 0, WANTS({-1, "cut.gz", "the packed data are cut off", NULL}));
	b.data[12] ^= 0x55;
	put("bad.gz", buf_text(&b));
	check_file("bad.gz", 0, WANTS({-1, "bad.gz", "damaged gzip data", NULL}));
	buf_reset(&b);
	add_zstd(&b, slice_of("{\"text\":\"甲\"}\n"));
	add_zstd(&b, slice_of("{\"text\":\"乙\"}\n"));
	put("a.zst", buf_text(&b));
	check_file("a.zst", 0, WANTS({1, "a.zst:1", "甲", "text"}, {1, "a.zst:2", "乙", "text"}));
	put("cut.zst", (struct slice){b.data, b.len - 3});
	check_file("cut.zst", 0,
		   WANTS({1, "cut.zst:1", "甲", "text"},
			 {-1, "cut.zst:2", "the packed data are cut off", NULL}));
	buf_reset(&b);
	add_gzip(&b, slice_of("\x1F\x8B\x08\0"));
	put("twice.gz", buf_text(&b));
	check_file("twice.gz", 0, WANTS({-1, "twice.gz", "files of the kind gzip inside", NULL}));
	buf_release(&b);
}

/* Zeros pack a thousand times and more. */
static void check_bomb(void)
{
	static char zeros[ROOM];
	struct arena arena;
	struct slice out;
	struct err e = {""};
	struct buf b;

	arena_init(&arena);
	buf_init(&b, SIZE_MAX);
	for (int i = 0; i < 200; i++)
		add_zstd(&b, (struct slice){zeros, ROOM});
	put("bomb.zst", buf_text(&b));
	check_file("bomb.zst", 0, WANTS({-1, "bomb.zst", "refused: ", NULL}));
	check_file("bomb.zst", ROOM, WANTS({-1, "bomb.zst", "larger than the limit", NULL}));
	CHECK(unpack_all(PACKING_ZSTD, buf_text(&b), SIZE_MAX, &arena, &out, &e) == -1);
	CHECK(strncmp(e.text, "refused: ", 9) == 0);
	buf_release(&b);
	arena_release(&arena);
}

static void add_record(struct buf *out, const char *type, const char *more, const char *block,
		       long length)
{
	buf_addf(out, "WARC/1.0\r\nWARC-Type: %s\r\n%sContent-Length: %ld\r\n\r\n%s\r\n\r\n", type,
		 more, length < 0 ? (long)strlen(block) : length, block);
}

#define ID(n) "WARC-Record-ID: <urn:uuid:" n ">\r\nWARC-Target-URI: http://example.cn/" n "\r\n"
#define OK "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=gbk\r\n"

static void check_warc(void)
{
	struct buf b, packed;

	buf_init(&b, SIZE_MAX);
	buf_init(&packed, SIZE_MAX);
	add_record(&b, "warcinfo", "", "software: x\r\n", -1);
	add_record(&b, "request", ID("0"), "GET / HTTP/1.1\r\n\r\n", -1);
	add_record(&b, "response", ID("1"), OK "\r\n<p>甲</p>", -1);
	add_record(&b, "response", ID("2"), "HTTP/1.1 404 Not Found\r\n\r\n<p>无</p>", -1);
	add_record(&b, "response", ID("3"), "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nxx",
		   -1);
	add_record(&b, "conversion", ID("4") "Content-Type: text/plain\r\n", "丙\n", -1);
	add_record(&b, "resource", "", "丁", -1);
	add_record(&b, "response", ID("5"),
		   OK "Transfer-Encoding: chunked\r\n\r\n3\r\n<p>\r\n4;x=y\r\n戊\n\r\n0\r\n\r\n",
		   -1);
	put("a.warc", buf_text(&b));
	add_gzip(&packed, buf_text(&b));
	put("a.warc.gz", buf_text(&packed));
	for (int i = 0; i < 2; i++)
		check_file(i ? "a.warc.gz" : "a.warc", 0,
			   WANTS({1, "urn:uuid:1", "<p>甲</p>", "body"},
				 {1, "urn:uuid:4", "丙\n", "block"},
				 {1, i ? "a.warc.gz:3" : "a.warc:3", "丁", "block"},
				 {1, "urn:uuid:5", "<p>戊\n", "body"}));
	buf_release(&b);
	buf_release(&packed);
}

static void check_false_lengths(void)
{
	struct buf b;

	buf_init(&b, SIZE_MAX);
	add_record(&b, "conversion", ID("1"), "长度过短", 3);
	add_record(&b, "conversion", ID("2"), "二", -1);
	add_record(&b, "conversion", ID("3"), "长度过长", 40);
	add_record(&b, "conversion", ID("4"), "四", -1);
	add_record(&b, "conversion", ID("5"), "没有长度", 999999999);
	add_record(&b, "conversion", ID("6"), "六", -1);
	buf_adds(&b, "WARC/1.0\r\nWARC-Type: conversion\r\n\r\nx\r\n\r\n");
	add_record(&b, "conversion", ID("7"), "天文数字", 99999999999999);
	buf_adds(&b, "WARC/1.0\r\nWARC-Type: conver");
	put("f.warc", buf_text(&b));
	check_file("f.warc", 0,
		   WANTS({-1, "urn:uuid:1", "a WARC record has not the length", NULL},
			 {1, "urn:uuid:2", "二", NULL},
			 {-1, "urn:uuid:3", "a WARC record has not the length", NULL},
			 {1, "urn:uuid:4", "四", NULL},
			 {-1, "urn:uuid:5", "a WARC record of 999999999 bytes is cut off", NULL},
			 {1, "urn:uuid:6", "六", NULL},
			 {-1, "f.warc:7", "a WARC record without a length", NULL},
			 {-1, "urn:uuid:7", "larger than the limit", NULL},
			 {-1, "f.warc:9", "the head of a WARC record does not end", NULL}));
	buf_release(&b);
}

static int http_is(const char *bytes, int status, const char *type, const char *body)
{
	struct arena arena;
	struct err e = {""};
	struct http http;
	int same;

	arena_init(&arena);
	same = http_read(slice_of(bytes), ROOM, &arena, &http, &e) == 0 && http.status == status &&
	       slice_is(http.type, type) && slice_is(http.body, body);
	arena_release(&arena);
	return same;
}

static void check_http(void)
{
	struct arena arena;
	struct err e = {""};
	struct http http;

	CHECK(http_is("HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n\r\nx", 200, "text/plain",
		      "x"));
	CHECK(http_is("HTTP/1.0 301\n\n", 301, "", ""));
	CHECK(http_is("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n<p>x", 200, "",
		      "<p>x"));
	arena_init(&arena);
	CHECK(http_read(slice_of("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffff\r\nx"),
			ROOM, &arena, &http, &e) == -1);
	CHECK(http_read(slice_of("HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\nx"), ROOM, &arena,
			&http, &e) == -1);
	CHECK(http_read(slice_of("GET / HTTP/1.1\r\n\r\n"), ROOM, &arena, &http, &e) == -1);
	CHECK(http_read(slice_of("HTTP/1.1 200"), ROOM, &arena, &http, &e) == -1);
	arena_release(&arena);
}

int main(void)
{
	char folder[32];

	if (!folder_enter(folder))
		return check_done();
	check_packed();
	check_bomb();
	check_warc();
	check_false_lengths();
	check_http();
	folder_leave(folder);
	return check_done();
}
