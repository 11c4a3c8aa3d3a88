/*
 * HTTP responses as web archives keep them: head, and a body that may still be chunked and packed.
 */
#ifndef ZHIBIAO_HTTP_H
#define ZHIBIAO_HTTP_H

#include "normalize/arena.h"
#include "normalize/err.h"

struct http {
	int status;
	struct slice type;    /* "text/html"; empty when not said */
	struct slice charset; /* as declared; empty when not said */
	struct slice body;    /* without chunks, unpacked */
};

/*
 * Value of a header field in lines of `Name: value`, without blanks around it; empty without. Case
 * of the name (given in lower case) does not matter.
 */
struct slice http_field(struct slice head, const char *name);

/* Where the head ends that begins the bytes: behind its empty line; 0 without one. */
size_t http_head(struct slice bytes);

/* Reads a response; the body is borrowed or in the arena, at most max bytes. 0, or -1. */
int http_read(struct slice bytes, size_t max, struct arena *arena, struct http *out, struct err *e);

#endif
