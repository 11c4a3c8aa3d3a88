/*
 * Input: the bytes of one file or of standard input, whole or line by line.
 */
#ifndef ZHIBIAO_INPUT_H
#define ZHIBIAO_INPUT_H

#include "normalize/arena.h"
#include "normalize/buf.h"

struct input {
	int fd;		 /* -1 when closed */
	size_t max;	 /* bytes of one document or line */
	struct buf head; /* what was read and not yet handed out: from pos on */
	size_t pos;
	size_t scanned; /* no line end between pos and here */
	bool end;	/* the file has no more */
};

/* Makes a closed input. */
void input_init(struct input *in, size_t max);

/* Opens a path, or standard input for "-". 0, or -1 with e filled. */
int input_open(struct input *in, const char *path, struct err *e);

/* Closes it; it may be opened again. */
void input_close(struct input *in);

/* Closes it for good. */
void input_release(struct input *in);

/*
 * The first bytes, at least n unless the file is shorter, without taking them; borrowed until the
 * next call. 0, or -1 with e filled.
 */
int input_peek(struct input *in, size_t n, struct slice *out, struct err *e);

/* Takes n of the bytes that input_peek showed. */
void input_skip(struct input *in, size_t n);

/*
 * The next line without its line end, not taken (peek) or taken (line); borrowed until the next
 * call. 1; 0 at the end; -1 with e filled: the line is longer than max and passed over, or the file
 * can't be read, which ends it.
 */
int input_peek_line(struct input *in, struct slice *out, struct err *e);
int input_line(struct input *in, struct slice *out, struct err *e);

/* All the rest, copied into the arena, NUL-terminated past its end. 0, or -1 with e filled. */
int input_rest(struct input *in, struct arena *arena, struct slice *out, struct err *e);

#endif
