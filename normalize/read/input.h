/*
 * Input: the bytes of one file or of standard input, whole or line by line, unpacked on the way
 * where they are packed.
 */
#ifndef ZHIBIAO_INPUT_H
#define ZHIBIAO_INPUT_H

#include "normalize/arena.h"
#include "normalize/buf.h"
#include "normalize/read/unpack.h"

struct input {
	int fd;		 /* -1 when closed */
	size_t max;	 /* bytes of one document or line */
	struct buf head; /* what was read and not yet handed out: from pos on */
	size_t pos;
	size_t scanned; /* no line end between pos and here */
	bool end;	/* the file has no more */
	bool broken;	/* and that is because of `why`, which is not told yet */
	struct err why;

	struct unpacker *unpacker; /* NULL: the bytes come as they are */
	struct buf packed;	   /* bytes of the file that are still to be unpacked */
	size_t packed_pos;
};

/* Makes a closed input. */
void input_init(struct input *in, size_t max);

/* Opens a path, or standard input for "-". 0, or -1 with e filled. */
int input_open(struct input *in, const char *path, struct err *e);

/*
 * A file that breaks off, because it can't be read on or what is packed in it is damaged, gives
 * what came before; then, once, the reason.
 */

/* Closes it; it may be opened again. */
void input_close(struct input *in);

/* Closes it for good. */
void input_release(struct input *in);

/*
 * The first bytes, at least n unless the file is shorter, without taking them; borrowed until the
 * next call. 0, or -1 with e filled.
 */
int input_peek(struct input *in, size_t n, struct slice *out, struct err *e);

/*
 * From here on the file's bytes are unpacked before they are handed out. Not after input_rest. 0,
 * or -1 with e filled.
 */
int input_unpack(struct input *in, enum packing packing, struct err *e);

/* Takes n of the bytes that input_peek showed. */
void input_skip(struct input *in, size_t n);

/*
 * The next line without its line end, not taken (peek) or taken (line); borrowed until the next
 * call. 1; 0 at the end; -1 with e filled: the line is longer than max and passed over, or the file
 * can't be read, which ends it.
 */
int input_peek_line(struct input *in, struct slice *out, struct err *e);
int input_line(struct input *in, struct slice *out, struct err *e);

/* The next n bytes or, at the end, fewer; the same way. */
int input_bytes(struct input *in, size_t n, struct arena *arena, struct slice *out, struct err *e);

/* Passes over the next n bytes; how many there were goes to *passed. 0, or -1 with e filled. */
int input_pass(struct input *in, size_t n, size_t *passed, struct err *e);

/* All the rest, copied into the arena, NUL-terminated past its end. 0, or -1 with e filled. */
int input_rest(struct input *in, struct arena *arena, struct slice *out, struct err *e);

#endif
