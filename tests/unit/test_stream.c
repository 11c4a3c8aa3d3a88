/*
 * The document stream: what goes out comes back, and hostile lines give an error.
 */
#include "normalize/stream.h"

#include <stdlib.h>

#include "normalize/stage.h"
#include "tests/unit/check.h"
#include "tests/unit/random.h"
#include "tests/unit/transcoded.h"

static const char text[] = "一、主要目標\n到2028年底,新增 5 O 家企業(牽頭單位:縣經濟局\n,";

static void decode(struct doc *d, const char *from)
{
	struct stage_options options = {.from = slice_of(from)};
	struct err e = {""};
	void *state;

	CHECK(stage_decode.open(&state, &options, &e) == 0);
	CHECK(stage_decode.run(state, d, &e) == 0);
	stage_decode.close(state);
}

static void edit_at(struct editor *w, struct slice source, const char *before, const char *after,
		    enum edit_kind kind)
{
	edit_keep_to(w, slice_find(source, w->pos, slice_of(before)));
	edit_replace(w, strlen(before), slice_of(after), kind);
}

/* Replacements, a deletion, an insertion and a row of equal units in two more layers. */
static void add_layers(struct doc *d)
{
	struct err e = {""};
	struct editor w;

	editor_init(&w);
	editor_reset(&w, doc_text(d));
	edit_at(&w, doc_text(d), "標", "标", EDIT_SCRIPT);
	edit_at(&w, doc_text(d), "業", "业", EDIT_SCRIPT);
	edit_keep_to(&w, slice_find(doc_text(d), 0, slice_of("牽頭")));
	edit_map(&w, 2, 3, slice_of("牵头"), EDIT_SCRIPT);
	CHECK(doc_push(d, "convert", &w, &e) == 0);
	editor_reset(&w, doc_text(d));
	edit_at(&w, doc_text(d), " ", "", EDIT_SPACE);
	edit_at(&w, doc_text(d), " O ", "0", EDIT_DIGIT);
	edit_keep_to(&w, slice_find(doc_text(d), 0, slice_of("\n,")));
	edit_replace(&w, 0, slice_of(")"), EDIT_BRACKET);
	edit_replace(&w, 2, (struct slice){"", 0}, EDIT_LINE);
	CHECK(doc_push(d, "normalize", &w, &e) == 0);
	editor_reset(&w, doc_text(d));
	edit_move(&w, (struct span){0, 3}, EDIT_KEEP);
	edit_move(&w, (struct span){9, doc_text(d).n}, EDIT_ORDER);
	edit_move(&w, (struct span){3, 9}, EDIT_KEEP);
	CHECK(doc_push(d, "order", &w, &e) == 0);
	editor_release(&w);
}

static bool same_edits(const struct edits *a, const struct edits *b)
{
	if (a->moved != b->moved || a->count != b->count || a->src_len != b->src_len ||
	    a->dst_len != b->dst_len)
		return false;
	for (size_t i = 0; i < a->count; i++) {
		const struct edit_run *x = &a->runs[i], *y = &b->runs[i];

		if (x->src != y->src || x->dst != y->dst || x->src_unit != y->src_unit ||
		    x->dst_unit != y->dst_unit || x->kind != y->kind)
			return false;
	}
	return true;
}

static bool same_layers(const struct doc *a, const struct doc *b)
{
	if (a->layer_count != b->layer_count)
		return false;
	for (size_t i = 0; i < a->layer_count; i++)
		if (!slice_eq(a->layers[i].text, b->layers[i].text) ||
		    strcmp(a->layers[i].name, b->layers[i].name) != 0 ||
		    !same_edits(&a->layers[i].edits, &b->layers[i].edits))
			return false;
	return true;
}

static bool same_info(const struct doc_info *a, const struct doc_info *b)
{
	return slice_eq(a->kind, b->kind) && slice_eq(a->charset, b->charset) &&
	       a->script == b->script && slice_eq(a->title, b->title) && slice_eq(a->url, b->url) &&
	       slice_eq(a->source, b->source) && slice_eq(a->date, b->date) &&
	       a->order_unsure == b->order_unsure;
}

/* Writes the document, reads it back and compares everything. */
static void check_back(const struct doc *d)
{
	struct err e = {""};
	struct buf line, again;
	struct doc back;
	bool same = true;

	buf_init(&line, SIZE_MAX);
	buf_init(&again, SIZE_MAX);
	doc_init(&back);
	stream_write(d, &line);
	CHECK(stream_recognise(buf_text(&line)));
	CHECK(memchr(line.data, '\n', line.len) == line.data + line.len - 1);
	CHECK(stream_read(buf_text(&line), &back, &e) == 0);
	CHECK(e.text[0] == '\0');
	CHECK(slice_eq(back.id, d->id) && back.bytes.n == d->bytes.n && !back.bytes.p);
	CHECK(same_layers(d, &back) && same_info(&d->info, &back.info));
	for (size_t at = 0; at < doc_text(d).n; at++) {
		struct span a = doc_origin(d, (struct span){at, at + 1});
		struct span b = doc_origin(&back, (struct span){at, at + 1});

		same = same && a.start == b.start && a.end == b.end;
	}
	CHECK(same);
	stream_write(&back, &again);
	CHECK(slice_eq(buf_text(&line), buf_text(&again)));
	doc_release(&back);
	buf_release(&line);
	buf_release(&again);
}

static void check_round_trip(const char *charset)
{
	struct slice bytes = transcoded(slice_of(text), "UTF-8", charset);
	struct doc d;

	CHECK(bytes.p != NULL);
	doc_init(&d);
	d.bytes = bytes;
	d.id = slice_of("a \"b\"/c.txt");
	decode(&d, charset);
	check_back(&d);
	d.info.kind = slice_of("ndjson");
	d.info.script = SCRIPT_MIXED;
	d.info.title = slice_of("工作要点");
	d.info.url = slice_of("https://example.com/?a=1&b=\\");
	d.info.source = slice_of("某县政府网");
	d.info.date = slice_of("2026-03-01");
	d.info.order_unsure = true;
	add_layers(&d);
	CHECK(d.layer_count == 4);
	CHECK(slice_ends(d.layers[2].text, slice_of("新增50家企业(牵头單位:縣經濟局)")) ||
	      slice_ends(d.layers[2].text, slice_of("新增5 0家企业(牵头單位:縣經濟局)")));
	CHECK(!slice_eq(d.layers[2].text, doc_text(&d)) && d.layers[3].edits.moved);
	check_back(&d);
	doc_release(&d);
	free((char *)bytes.p);
}

static void check_odd(void)
{
	static const struct slice odd[] = {
		{"", 0}, {"a\0b", 3}, {"\xEF\xBB\xBF", 3}, {"\xE4\xB8\xAD\xFF\x01\x7F", 6}};
	struct doc d;

	for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++) {
		doc_init(&d);
		d.bytes = odd[i];
		d.id = slice_of("-");
		decode(&d, "UTF-8");
		check_back(&d);
		doc_release(&d);
	}
}

#define HEAD "{\"zhibiao\":1,\"doc\":\"d\",\"bytes\":4,"

/* A document `中a` of one layer with these runs. */
#define ONE(runs) HEAD "\"text\":\"中a\",\"layers\":[{\"name\":\"d\",\"runs\":\"" runs "\"}]}"

/* A second layer that makes `after` of `中a`. */
#define TWO(after, runs, with)                                                                     \
	HEAD "\"text\":\"" after "\",\"original\":\"中a\",\"layers\":["                           \
	     "{\"name\":\"d\",\"runs\":\"4\"},{\"name\":\"e\",\"runs\":\"" runs                    \
	     "\",\"with\":\"" with "\"}]}"

#define MOVED(runs) TWO("a中", runs, "")

/* Lines that look like a stream and are not one; each is refused. */
static const char *const hostile[] = {
	"",
	"{",
	"[]",
	"{\"zhibiao\":2,\"doc\":\"d\"}",
	"{\"zhibiao\":1}",
	HEAD "\"text\":\"中a\"}",
	HEAD "\"text\":\"中a\",\"layers\":[]}",
	HEAD "\"text\":\"中a\",\"layers\":[{\"name\":\"\",\"runs\":\"4\"}]}",
	HEAD "\"text\":\"中a\",\"layers\":[{\"runs\":\"4\"}]}",
	HEAD "\"text\":\"中a\",\"layers\":[{\"name\":\"d\",\"runs\":[[4]]}]}",
	HEAD "\"text\":\"中a\",\"layers\":[4]}",
	ONE(""),
	ONE("3"),
	ONE("5"),
	ONE("-4"),
	ONE("-4 8"),
	ONE("1 3"),
	ONE("4.0"),
	ONE(" 4"),
	ONE("4 "),
	ONE("3  1"),
	ONE("4/"),
	ONE("4/1/1/keep"),
	ONE("1/4/4/magic"),
	ONE("1/4/4"),
	ONE("1/4/4/"),
	ONE("0/4/4/form 4"),
	ONE("1/0/0/form 4"),
	ONE("4/1/1/form"),
	ONE("9223372036854775807/4/4/form"),
	ONE("99999999999999999999/1/1/form"),
	ONE("1/4294967296/4/form"),
	ONE("18446744073709551616"),
	ONE("4@0"),
	TWO("中b", "4", ""),
	TWO("中a", "4", "x"),
	TWO("b", "1/2/0/form 2", ""),
	TWO("b", "1/4/1/form", "bb"),
	TWO("b", "1/4/1/form", ""),
	TWO("abc", "3/1/1/form 1/1/0/form", "abc"),
	MOVED("1@3/"),
	MOVED("1@3/ 4@0"),
	MOVED("1@3/ 3@1"),
	MOVED("2@2/ 2@0"),
	MOVED("3@0/ 1@0"),
	MOVED("1@4/ 3@0"),
	MOVED("1@3/space 3@0"),
	MOVED("1@3/ 3"),
	MOVED("1@3/ 0@0 3@0"),
	HEAD "\"text\":\"\\ud800\",\"layers\":[]}",
	HEAD "\"text\":\"\xFF\",\"layers\":[]}",
};

static void check_hostile(void)
{
	for (size_t i = 0; i < sizeof(hostile) / sizeof(hostile[0]); i++) {
		struct err e = {""};
		struct doc d;

		doc_init(&d);
		if (!CHECK(stream_read(slice_of(hostile[i]), &d, &e) == -1))
			printf("accepted: %s\n", hostile[i]);
		CHECK(e.text[0] != '\0');
		doc_release(&d);
	}
}

/* Lines written by hand, as the header describes them, and what they say. */
static void check_good(void)
{
	struct err e = {""};
	struct doc d;

	doc_init(&d);
	CHECK(stream_read(slice_of(ONE("4")), &d, &e) == 0);
	CHECK(slice_is(doc_text(&d), "中a") && d.info.script == SCRIPT_NONE);
	doc_release(&d);
	doc_init(&d);
	CHECK(stream_read(slice_of(MOVED("1@3/ 3@0")), &d, &e) == 0);
	CHECK(slice_is(doc_text(&d), "a中") && doc_origin(&d, (struct span){0, 1}).start == 3);
	doc_release(&d);
	doc_init(&d);
	CHECK(stream_read(slice_of(TWO("文b", "1/3/3/script 1/1/1/form", "文b")), &d, &e) == 0);
	CHECK(slice_is(doc_text(&d), "文b") && doc_origin(&d, (struct span){3, 4}).start == 3);
	CHECK(doc_kinds(&d, (struct span){0, 3}) == 1u << EDIT_SCRIPT);
	doc_release(&d);
}

/* A run that is like the one before it says so. */
static void check_short(void)
{
	struct buf line;
	struct doc d;

	doc_init(&d);
	d.id = slice_of("x");
	d.bytes = slice_of("\xD6\xD0"
			   "a\xCE\xC4\xCE\xC4"
			   "b");
	decode(&d, "GB18030");
	buf_init(&line, SIZE_MAX);
	stream_write(&d, &line);
	buf_addc(&line, '\0');
	CHECK(strstr(line.data, "\"runs\":\"1/2/3/transcode 1 2/ 1\"}") != NULL);
	buf_release(&line);
	doc_release(&d);
}

static bool spans_stay_inside(const struct doc *d)
{
	size_t len;

	for (size_t at = 0; at < doc_text(d).n; at += len) {
		struct span here, decoded;

		utf8_at(doc_text(d), at, &len);
		here = (struct span){at, at + len};
		decoded = doc_decoded_span(d, here);
		if (doc_origin(d, here).end > d->bytes.n || decoded.end > doc_decoded(d).n)
			return false;
	}
	return true;
}

/* One or two bytes of a good line changed: never a crash, and what is accepted is consistent. */
static void check_spoiled(void)
{
	struct random r = {77};
	struct buf line;
	struct err e = {""};
	struct doc d;
	size_t refused = 0;

	doc_init(&d);
	d.bytes = slice_of(text);
	d.id = slice_of("x");
	decode(&d, "UTF-8");
	add_layers(&d);
	buf_init(&line, SIZE_MAX);
	for (int i = 0; i < 3000; i++) {
		struct doc back;

		buf_reset(&line);
		stream_write(&d, &line);
		for (int k = 0; k < 2; k++)
			line.data[random_below(&r, line.len)] =
				"0123456789 /@,[]{}\"a"[random_below(&r, 20)];
		doc_init(&back);
		if (stream_read(buf_text(&line), &back, &e))
			refused++;
		else
			CHECK(spans_stay_inside(&back));
		doc_release(&back);
	}
	CHECK(refused > 1000);
	buf_release(&line);
	doc_release(&d);
}

int main(void)
{
	check_round_trip("UTF-8");
	check_round_trip("GB18030");
	check_round_trip("BIG5");
	check_round_trip("UTF-16LE");
	check_odd();
	check_hostile();
	check_good();
	check_short();
	check_spoiled();
	return check_done();
}
