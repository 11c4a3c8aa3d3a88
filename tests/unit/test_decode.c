#include "normalize/decode.h"
#include "normalize/stage.h"
#include "tests/unit/check.h"
#include "tests/unit/random.h"
#include "tests/unit/transcoded.h"

static const char simplified[] =
	"青石县2026年工作要点\n到2028年底,全县高新技术企业达到120家以上(责任单位:县科技局),"
	"研发经费占比提高到2.5%。“十五五”期间,新增就业3万人;森林覆盖率不低于41%。\n";

static const char traditional[] =
	"青石縣2026年工作要點\n到2028年底,全縣高新技術企業達到120家以上(責任單位:縣科技局),"
	"研發經費占比提高到2.5%。「十五五」期間,新增就業3萬人;森林覆蓋率不低於41%。\n";

/* A decoded document; the caller releases it. Returns what the stage returned. */
static int decode(struct slice bytes, const char *from, struct doc *d, struct err *e)
{
	struct stage_options options = {.from = slice_of(from)};
	void *state;
	int result;

	doc_init(d);
	d->bytes = bytes;
	if (stage_decode.open(&state, &options, e))
		return -1;
	result = stage_decode.run(state, d, e);
	stage_decode.close(state);
	return result;
}

/* Whether the bytes, decoded with the charset named, are that text. */
static bool decodes_to(struct slice bytes, const char *from, const char *text, const char *charset)
{
	struct err e = {""};
	struct doc d;
	bool same = decode(bytes, from, &d, &e) == 0 && slice_is(doc_text(&d), text) &&
		    slice_is(d.info.charset, charset);

	if (!same)
		printf("%s: \"%.*s\" %s\n", charset, (int)doc_text(&d).n, doc_text(&d).p, e.text);
	doc_release(&d);
	return same;
}

/* Whether each character's original bytes, decoded on their own, are that character. */
static bool traces(const struct doc *d, const char *charset)
{
	struct slice text = doc_text(d);
	size_t len, end = 0;

	for (size_t at = 0; at < text.n; at += len) {
		struct span origin;
		struct slice back;
		bool same;

		utf8_at(text, at, &len);
		origin = doc_origin(d, (struct span){at, at + len});
		back = transcoded(slice_cut(d->bytes, origin), charset, "UTF-8");
		same = back.p && slice_eq(back, slice_cut(text, (struct span){at, at + len}));
		free((char *)back.p);
		if (!same || origin.start != end)
			return false;
		end = origin.end;
	}
	return end == d->bytes.n;
}

static void check_charset(const char *text, const char *iconv_name, const char *charset,
			  const char *from)
{
	struct slice bytes = transcoded(slice_of(text), "UTF-8", iconv_name);
	struct err e = {""};
	struct doc d;

	CHECK(bytes.p != NULL);
	CHECK(decode(bytes, from, &d, &e) == 0);
	CHECK(slice_is(doc_text(&d), text));
	CHECK(slice_is(d.info.charset, charset));
	CHECK(traces(&d, iconv_name));
	doc_release(&d);
	free((char *)bytes.p);
}

static void check_charsets(void)
{
	check_charset(simplified, "UTF-8", "UTF-8", "");
	check_charset(simplified, "GB18030", "GB18030", "");
	check_charset(simplified, "GBK", "GB18030", "");
	check_charset(traditional, "GBK", "GB18030", "");
	check_charset(traditional, "BIG5", "Big5", "");
	check_charset(simplified, "UTF-16LE", "UTF-16LE", "");
	check_charset(simplified, "UTF-16BE", "UTF-16BE", "");
	check_charset(traditional, "UTF-32LE", "UTF-32LE", "");
	check_charset(traditional, "UTF-32BE", "UTF-32BE", "");
	check_charset("a£€𠮷😀ÿ中", "GB18030", "GB18030", "gb_18030");
	check_charset("a£€𠮷😀ÿ中", "UTF-16BE", "UTF-16BE", "utf-16be");
	check_charset(simplified, "GB2312", "GB18030", "GB2312");
	check_charset(traditional, "CP950", "Big5", "cp950");
	check_charset(traditional, "BIG5-HKSCS", "Big5", "Big5-HKSCS");
}

static void check_signature(const char *bytes, size_t n, const char *charset)
{
	struct err e = {""};
	struct doc d;

	CHECK(decode((struct slice){bytes, n}, "", &d, &e) == 0);
	CHECK(slice_is(doc_text(&d), "中A"));
	CHECK(slice_is(d.info.charset, charset));
	CHECK(d.layers[0].edits.runs[0].kind == EDIT_SIGNATURE);
	CHECK(doc_origin(&d, (struct span){3, 4}).end == n);
	CHECK(doc_kinds(&d, (struct span){0, 4}) <= 1u << EDIT_TRANSCODE);
	doc_release(&d);
}

static void check_signatures(void)
{
	check_signature("\xEF\xBB\xBF\xE4\xB8\xAD\x41", 7, "UTF-8");
	check_signature("\xFF\xFE\x2D\x4E\x41\x00", 6, "UTF-16LE");
	check_signature("\xFE\xFF\x4E\x2D\x00\x41", 6, "UTF-16BE");
	check_signature("\xFF\xFE\x00\x00\x2D\x4E\x00\x00\x41\x00\x00\x00", 12, "UTF-32LE");
	check_signature("\x00\x00\xFE\xFF\x00\x00\x4E\x2D\x00\x00\x00\x41", 12, "UTF-32BE");
	check_signature("\x84\x31\x95\x33\xD6\xD0\x41", 7, "GB18030");
	CHECK(decodes_to((struct slice){"\xFE\xFF\x4E\x2D", 4}, "UTF-16", "中", "UTF-16BE"));
	CHECK(decodes_to((struct slice){"\x2D\x4E", 2}, "UTF-16", "中", "UTF-16LE"));
}

/* What a damaged sequence becomes: one U+FFFD each, and the good character after it stays. */
static const struct damage {
	const char *from, *bytes, *text;
} damages[] = {
	{"UTF-8", "\xE4\xB8\xAD\xFF\xE6\x96\x87", "中\uFFFD文"},
	{"UTF-8", "\xE4\xB8\xAD\xE6\x96", "中\uFFFD"},
	{"UTF-8", "\xE4\xB8\xE6\x96\x87", "\uFFFD文"},
	{"UTF-8", "\x96\x87\xE4\xB8\xAD", "\uFFFD中"},
	{"UTF-8",
	 "\xED\xA0\x80"
	 "a",
	 "\uFFFD\uFFFD\uFFFD"
	 "a"},
	{"GB18030", "\xD6\xD0\xFF\xCE\xC4", "中\uFFFD文"},
	{"GB18030", "\xD6\xD0\xCE", "中\uFFFD"},
	{"GB18030", "\xD6\x0A\xCE\xC4", "\uFFFD\n文"},
	{"GB18030", "\xD6\xD0\x81\x30",
	 "中\uFFFD"
	 "0"},
	{"GB18030", "\xD6\xD0\x81\x30\x81",
	 "中\uFFFD"
	 "0\uFFFD"},
	{"GB18030",
	 "\x84\x31\xA5\x30"
	 "a",
	 "\uFFFD"
	 "a"},
	{"GB18030",
	 "\xFE\x39\xFE\x39"
	 "a",
	 "\uFFFD"
	 "a"},
	{"GB18030", "\x80", "€"},
	{"Big5", "\xA4\xA4\xFF\xA4\xE5", "中\uFFFD文"},
	{"Big5", "\xA4\xA4\xA4", "中\uFFFD"},
	{"Big5", "\xA4\x0A\xA4\xE5", "\uFFFD\n文"},
	{"Big5", "\x81\x40", "\uFFFD@"},
	{"Big5", "\x81\xA1\xA4\xE5", "\uFFFD文"},
	{"Big5", "\x88\x62\x88\x66\x88\xA3", "Ê\u0304Êê\u0304"},
	{"UTF-16LE", "\x2D\x4E\x3D\xD8\x87\x65", "中\uFFFD文"},
	{"UTF-16LE", "\x2D\x4E\x87", "中\uFFFD"},
	{"UTF-16BE", "\xDC\x00\x4E\x2D", "\uFFFD中"},
};

static void check_damages(void)
{
	for (size_t i = 0; i < sizeof(damages) / sizeof(damages[0]); i++) {
		struct slice bytes = slice_of(damages[i].bytes);

		if (damages[i].from[0] == 'U' && strcmp(damages[i].from, "UTF-16BE") == 0)
			bytes.n = 4;
		CHECK(decodes_to(bytes, damages[i].from, damages[i].text, damages[i].from));
	}
}

/* Bytes that nothing explains are on record, at their place. */
static void check_undecodable(void)
{
	struct err e = {""};
	struct doc d;

	CHECK(decode(slice_of("\xD6\xD0\xFF\xCE\xC4"), "GBK", &d, &e) == 0);
	CHECK(doc_kinds(&d, (struct span){3, 6}) == 1u << EDIT_UNDECODABLE);
	CHECK(doc_kinds(&d, (struct span){6, 9}) == 1u << EDIT_TRANSCODE);
	CHECK(doc_origin(&d, (struct span){3, 6}).start == 2);
	CHECK(doc_origin(&d, (struct span){3, 6}).end == 3);
	doc_release(&d);
}

/* Mostly valid UTF-8 stays UTF-8 and only its bad bytes change. */
static void check_spoiled_utf8(void)
{
	char bytes[sizeof(simplified)];
	struct err e = {""};
	struct doc d;

	memcpy(bytes, simplified, sizeof(simplified));
	bytes[40] = (char)0xFF;
	CHECK(decode((struct slice){bytes, sizeof(bytes) - 1}, "", &d, &e) == 0);
	CHECK(slice_is(d.info.charset, "UTF-8"));
	CHECK(doc_text(&d).n > sizeof(simplified) - 1);
	CHECK(slice_find(doc_text(&d), 0, slice_of("\uFFFD")) < doc_text(&d).n);
	CHECK(slice_ends(doc_text(&d), slice_of("森林覆盖率不低于41%。\n")));
	doc_release(&d);
}

static void check_plain(void)
{
	struct slice bytes = slice_of(simplified);
	struct err e = {""};
	struct doc d;

	CHECK(decode(bytes, "", &d, &e) == 0);
	CHECK(doc_text(&d).p == bytes.p && d.layers[0].edits.count == 1);
	doc_release(&d);
	CHECK(decodes_to(slice_of(""), "", "", "UTF-8"));
	CHECK(decode((struct slice){NULL, 0}, "", &d, &e) == 0);
	CHECK(d.layer_count == 1);
	doc_release(&d);
	CHECK(decode((struct slice){"第一\0章", 10}, "", &d, &e) == 0);
	CHECK(slice_eq(doc_text(&d), (struct slice){"第一\0章", 10}));
	doc_release(&d);
}

static void check_errors(void)
{
	struct random r = {11};
	char binary[300] = "\x89PNG\r\n\x1A\n";
	struct err e = {""};
	struct doc d;

	CHECK(decode(slice_of("a"), "NO-SUCH-CODE", &d, &e) == -1);
	CHECK(strcmp(e.text, "unknown charset 'NO-SUCH-CODE'") == 0);
	doc_release(&d);
	for (size_t i = 8; i < sizeof(binary); i++)
		binary[i] = (char)random_below(&r, 256);
	CHECK(decode((struct slice){binary, sizeof(binary)}, "", &d, &e) == -1);
	CHECK(strcmp(e.text, "not text (binary data)") == 0);
	doc_release(&d);
}

/* Charsets without a table here are read by iconv, character by character. */
static void check_foreign(void)
{
	static const char japanese[] = "今年中に50社以上。\n";
	struct err e = {""};
	struct doc d;

	check_charset(japanese, "SHIFT_JIS", "SHIFT_JIS", "SHIFT_JIS");
	check_charset(traditional, "EUC-TW", "EUC-TW", "EUC-TW");
	CHECK(decode(slice_of("a\xFF"
			      "b\x81"),
		     "SHIFT_JIS", &d, &e) == 0);
	CHECK(slice_is(doc_text(&d), "a\xEF\xBF\xBD"
				     "b\xEF\xBF\xBD"));
	doc_release(&d);
}

/* What a container says about the charset goes before what the bytes look like. */
static void check_container_charset(void)
{
	struct stage_options options = {.from = slice_of("GBK")};
	struct err e = {""};
	struct doc d;
	void *state;

	doc_init(&d);
	d.bytes = slice_of("一些");
	d.info.charset = slice_of("UTF-8");
	CHECK(stage_decode.open(&state, &options, &e) == 0);
	CHECK(stage_decode.run(state, &d, &e) == 0);
	CHECK(slice_is(doc_text(&d), "一些"));
	CHECK(stage_decode.run(state, &d, &e) == 0 && d.layer_count == 1);
	stage_decode.close(state);
	doc_release(&d);
}

static void check_utf8_only(void)
{
	struct err e = {""};
	struct doc d;

	doc_init(&d);
	d.bytes = slice_of("达到50家");
	CHECK(decode_utf8_only(&d, &e) == 0);
	CHECK(doc_text(&d).p == d.bytes.p && slice_is(d.info.charset, "UTF-8"));
	doc_release(&d);
	d.bytes = slice_of("达到\xB5");
	CHECK(decode_utf8_only(&d, &e) == -1);
	CHECK(strcmp(e.text, "not valid UTF-8 at byte 6") == 0);
	doc_release(&d);
}

static struct slice load(const char *path)
{
	FILE *f = fopen(path, "rb");
	char *data = f ? malloc(1 << 20) : NULL;
	size_t n = data ? fread(data, 1, 1 << 20, f) : 0;

	if (f)
		fclose(f);
	return (struct slice){data, n};
}

/* Every pair of the charset against the tables of the WHATWG Encoding Standard. */
static void check_table(const char *bytes_path, const char *text_path, const char *charset)
{
	struct slice bytes = load(bytes_path), text = load(text_path);
	struct err e = {""};
	struct doc d;

	if (!bytes.p || !text.p) {
		printf("%s is absent: %s is not held against the WHATWG tables\n", bytes_path,
		       charset);
	} else {
		CHECK(decode(bytes, charset, &d, &e) == 0);
		CHECK(slice_eq(doc_text(&d), text));
		doc_release(&d);
	}
	free((char *)bytes.p);
	free((char *)text.p);
}

int main(void)
{
	check_charsets();
	check_signatures();
	check_damages();
	check_undecodable();
	check_spoiled_utf8();
	check_plain();
	check_errors();
	check_foreign();
	check_container_charset();
	check_utf8_only();
	check_table("../shared/peers/encoding/gb18030_in.txt",
		    "../shared/peers/encoding/gb18030_in_ref.txt", "GB18030");
	check_table("../shared/peers/encoding/big5_in.txt",
		    "../shared/peers/encoding/big5_in_ref.txt", "Big5");
	return check_done();
}
