/*
 * Buffer: bytes that grow, up to a ceiling stated when it is made.
 *
 * A failed append (no memory, or the ceiling reached) sets `failed` and drops the bytes; later
 * appends do nothing. Callers append freely and check once, with buf_check.
 */
#ifndef ZHIBIAO_BUF_H
#define ZHIBIAO_BUF_H

#include "normalize/err.h"
#include "normalize/text.h"

struct buf {
	char *data; /* owned; not NUL-terminated; NULL while empty */
	size_t len;
	size_t capacity;
	size_t ceiling; /* bytes; SIZE_MAX for none */
	bool failed;
};

void buf_init(struct buf *b, size_t ceiling);
void buf_release(struct buf *b);

/* Empties the buffer and forgets a failure; keeps the memory. */
void buf_reset(struct buf *b);

/* Makes room for n more bytes; returns where they go, or NULL after setting `failed`. */
char *buf_reserve(struct buf *b, size_t n);

static inline void buf_add(struct buf *b, const char *p, size_t n)
{
	char *place;

	if (!n)
		return;
	place = !b->failed && n <= b->capacity - b->len ? b->data + b->len : buf_reserve(b, n);
	if (!place)
		return;
	memcpy(place, p, n);
	b->len += n;
}

static inline void buf_addc(struct buf *b, char c)
{
	buf_add(b, &c, 1);
}

static inline void buf_adds(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

static inline void buf_slice(struct buf *b, struct slice s)
{
	buf_add(b, s.p, s.n);
}

/* A whole number in decimal. */
void buf_addu(struct buf *b, uint64_t number);

void buf_addf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Frees what the buffer has and takes memory of so many bytes that malloc returned (or NULL, 0). */
void buf_take(struct buf *b, void *memory, size_t capacity);

/* Gives up the bytes, which the caller frees, and leaves the buffer empty. */
char *buf_detach(struct buf *b);

/* 0, or -1 with e filled when an append failed. */
int buf_check(const struct buf *b, struct err *e);

/* The bytes so far, borrowed until the next append. */
static inline struct slice buf_text(const struct buf *b)
{
	return (struct slice){b->data ? b->data : "", b->len};
}

#endif
