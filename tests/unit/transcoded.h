/*
 * Test texts in other charsets, by the system's iconv.
 */
#ifndef ZHIBIAO_TESTS_TRANSCODED_H
#define ZHIBIAO_TESTS_TRANSCODED_H

#include <iconv.h>
#include <stdlib.h>

#include "normalize/text.h"

/* The text in another charset, owned by the caller; .p is NULL when it can't be written in it. */
static inline struct slice transcoded(struct slice text, const char *from, const char *to)
{
	size_t room = text.n * 4 + 16, left = room, in_left = text.n;
	char *copy = malloc(text.n + 1), *out = malloc(room), *in = copy, *at = out;
	iconv_t cd = iconv_open(to, from);
	bool done = false;

	if (copy && out && cd != (iconv_t)-1) {
		memcpy(copy, text.p, text.n);
		done = iconv(cd, &in, &in_left, &at, &left) != (size_t)-1 &&
		       iconv(cd, NULL, NULL, &at, &left) != (size_t)-1;
	}
	if (cd != (iconv_t)-1)
		iconv_close(cd);
	free(copy);
	if (done)
		return (struct slice){out, room - left};
	free(out);
	return (struct slice){NULL, 0};
}

#endif
