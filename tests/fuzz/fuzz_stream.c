/*
 * Lines that may be a document stream: what is accepted can be asked for every place.
 */
#include "normalize/stream.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct err e = {""};
	struct doc d;

	doc_init(&d);
	if (stream_read((struct slice){(const char *)data, size}, &d, &e) == 0)
		for (size_t at = 0; at < doc_text(&d).n; at++)
			if (doc_origin(&d, (struct span){at, at + 1}).end > d.bytes.n)
				abort();
	doc_release(&d);
	return 0;
}
