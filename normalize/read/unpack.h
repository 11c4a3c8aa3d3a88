/*
 * Unpacking: streams of gzip (also of several members, as in WARC files) and zstd.
 *
 * What comes out is at most UNPACK_FREE bytes and UNPACK_RATIO times what went in: more than that
 * is no text but a bomb, and refused.
 */
#ifndef ZHIBIAO_UNPACK_H
#define ZHIBIAO_UNPACK_H

#include "normalize/arena.h"
#include "normalize/err.h"

#define UNPACK_FREE ((size_t)64 << 20)
enum { UNPACK_RATIO = 512 };

enum packing { PACKING_NONE, PACKING_GZIP, PACKING_ZSTD, PACKING_ZLIB, PACKING_DEFLATE };

struct unpacker;

/* How the bytes are packed, by their beginning: gzip, zstd or not at all. */
enum packing packing_of(struct slice head);

/* "gzip", "zstd": the name of the member that comes out. */
struct slice packing_name(enum packing packing);

/* NULL with e filled when there is no memory. */
struct unpacker *unpacker_open(enum packing packing, struct err *e);
void unpacker_close(struct unpacker *u);

/*
 * Takes bytes off the front of *in and writes up to `room` to `out`; how many goes to *made.
 * Nothing taken and nothing made: the end, and what is left of *in is not of the stream. 0, or -1
 * with e filled.
 */
int unpacker_run(struct unpacker *u, struct slice *in, char *out, size_t room, size_t *made,
		 struct err *e);

/* Whether the stream may end here: not inside a member or frame. */
bool unpacker_whole(const struct unpacker *u);

/* All of a packed text that is in memory, into the arena; more than max bytes is an error. */
int unpack_all(enum packing packing, struct slice in, size_t max, struct arena *arena,
	       struct slice *out, struct err *e);

#endif
