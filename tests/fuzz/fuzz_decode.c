/*
 * Bytes of any charset, by guess and by name: the text is valid UTF-8, and every piece of it is
 * traced back into the bytes. The document then goes through a document stream and back.
 */
#include "normalize/stage.h"
#include "normalize/stream.h"
#include "normalize/utf8.h"
#include "tests/fuzz/fuzz.h"

static const char *const charsets[] = {
	"", "UTF-8", "GB18030", "Big5", "HZ", "UTF-16LE", "UTF-16BE", "UTF-32LE",
};

static void must(bool holds)
{
	if (!holds)
		abort();
}

static void check_trace(const struct doc *d)
{
	struct slice text = doc_text(d);
	size_t step = text.n / 64 + 1, len;

	must(utf8_valid(text) == text.n);
	for (size_t at = 0; at < text.n; at += step) {
		while (((unsigned char)text.p[at] & 0xC0) == 0x80)
			at--;
		utf8_at(text, at, &len);
		must(doc_origin(d, (struct span){at, at + len}).end <= d->bytes.n);
		at += len - 1;
	}
}

static void check_stream(const struct doc *d)
{
	struct err e = {""};
	struct buf line;
	struct doc back;

	buf_init(&line, SIZE_MAX);
	doc_init(&back);
	stream_write(d, &line);
	must(stream_read(buf_text(&line), &back, &e) == 0);
	must(slice_eq(doc_text(&back), doc_text(d)));
	doc_release(&back);
	buf_release(&line);
}

static void decode_as(const char *charset, struct slice bytes)
{
	struct stage_options options = {.from = slice_of(charset)};
	struct err e = {""};
	struct doc d;
	void *state;

	doc_init(&d);
	d.id = slice_of("-");
	d.bytes = bytes;
	must(stage_decode.open(&state, &options, &e) == 0);
	if (stage_decode.run(state, &d, &e) == 0) {
		check_trace(&d);
		check_stream(&d);
	}
	stage_decode.close(state);
	doc_release(&d);
}

/* The first byte picks the charset. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size)
		decode_as(charsets[data[0] % (sizeof(charsets) / sizeof(charsets[0]))],
			  (struct slice){(const char *)data + 1, size - 1});
	return 0;
}
