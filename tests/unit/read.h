/*
 * Documents from bytes in memory, as the reader and the decode stage make them.
 */
#ifndef ZHIBIAO_TESTS_READ_H
#define ZHIBIAO_TESTS_READ_H

#include "normalize/read/member.h"
#include "normalize/stage.h"
#include "tests/unit/check.h"

/* Reads and decodes; 0, or -1 with e filled. The document is initialised here. */
static inline int read_bytes(struct slice bytes, enum container kind, struct doc *d, struct err *e)
{
	struct stage_options options = {.from = {"", 0}};
	void *state;
	int result;

	doc_init(d);
	d->id = slice_of("test");
	if (member_read(bytes, kind, (size_t)1 << 30, d, e))
		return -1;
	CHECK(stage_decode.open(&state, &options, e) == 0);
	result = stage_decode.run(state, d, e);
	stage_decode.close(state);
	return result;
}

/* Whether the text of the document is this one; shows it where it is not. */
static inline int text_is(const struct doc *d, const char *wanted)
{
	struct slice text = doc_text(d);

	if (slice_is(text, wanted))
		return 1;
	printf("-- wanted --\n%s\n-- got --\n%.*s\n--\n", wanted, (int)text.n, text.p);
	return 0;
}

/*
 * Whether the characters of `part` in the text come from a place of the bytes that begins and ends
 * as `source` does, which is what stands there.
 */
static inline int comes_from(const struct doc *d, const char *part, const char *source)
{
	struct slice text = doc_text(d);
	size_t at = slice_find(text, 0, slice_of(part));
	struct span span = {at, at + strlen(part)};

	if (at == text.n)
		return 0;
	span = doc_origin(d, span);
	if (slice_is(slice_cut(d->bytes, span), source))
		return 1;
	printf("%s comes from: %.*s\n", part, (int)(span.end - span.start),
	       d->bytes.p + span.start);
	return 0;
}

#endif
