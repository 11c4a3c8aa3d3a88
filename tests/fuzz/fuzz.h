/*
 * What every fuzz target checks of a document: whatever was read, its text is valid UTF-8, and each
 * character comes from a place inside the bytes.
 */
#ifndef ZHIBIAO_TESTS_FUZZ_H
#define ZHIBIAO_TESTS_FUZZ_H

#include <stdlib.h>

#include "normalize/stage.h"
#include "normalize/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline void fuzz_check(const struct doc *d)
{
	struct slice text = doc_text(d);
	size_t len, last = 0;

	if (utf8_valid(text) != text.n)
		abort();
	for (size_t at = 0; at < text.n && at < 4096; at += len) {
		struct span span;

		utf8_at(text, at, &len);
		span = doc_origin(d, (struct span){at, at + len});
		if (span.start > span.end || span.end > d->bytes.n ||
		    (d->bytes.p && span.start < last))
			abort();
		last = span.start;
	}
}

/* Decodes, takes the markup off and checks; a refusal is as good as a text. */
static inline void fuzz_decode(struct doc *d)
{
	struct stage_options options = {.from = {"", 0}};
	struct err e = {""};
	void *state;

	if (stage_decode.open(&state, &options, &e))
		abort();
	if (stage_decode.run(state, d, &e) == 0)
		fuzz_check(d);
	else if (!e.text[0])
		abort();
	stage_decode.close(state);
}

/* A document of that kind, its bytes as they are. */
static inline void fuzz_kind(const char *kind, const uint8_t *data, size_t size)
{
	struct doc d;

	doc_init(&d);
	d.bytes = (struct slice){(const char *)data, size};
	d.info.kind = slice_of(kind);
	fuzz_decode(&d);
	doc_release(&d);
}

#endif
