#include "normalize/read/unpack.h"

#include <limits.h>
#include <stdlib.h>
#include <zlib.h>
#include <zstd.h>

#include "normalize/buf.h"

enum { CHUNK = 64 * 1024 };

/* What zlib's windowBits say about the wrapping. */
enum { BITS_DEFLATE = -MAX_WBITS, BITS_ZLIB = MAX_WBITS, BITS_GZIP = MAX_WBITS + 16 };

struct unpacker {
	enum packing packing;
	z_stream z;
	ZSTD_DStream *zstd;
	bool whole; /* between two members */
	bool ended; /* what follows is not of the stream */
	size_t taken;
	size_t made;
};

static const struct form {
	const char *name;
	struct slice magic;
	int bits;
} forms[] = {
	[PACKING_NONE] = {"", {"", 0}, 0},
	[PACKING_GZIP] = {"gzip", {"\x1F\x8B\x08", 3}, BITS_GZIP},
	[PACKING_ZSTD] = {"zstd", {"\x28\xB5\x2F\xFD", 4}, 0},
	[PACKING_ZLIB] = {"zlib", {"", 0}, BITS_ZLIB},
	[PACKING_DEFLATE] = {"deflate", {"", 0}, BITS_DEFLATE},
};

enum packing packing_of(struct slice head)
{
	if (slice_starts(head, forms[PACKING_GZIP].magic))
		return PACKING_GZIP;
	return slice_starts(head, forms[PACKING_ZSTD].magic) ? PACKING_ZSTD : PACKING_NONE;
}

struct slice packing_name(enum packing packing)
{
	return slice_of(forms[packing].name);
}

struct unpacker *unpacker_open(enum packing packing, struct err *e)
{
	struct unpacker *u = calloc(1, sizeof(*u));
	bool ready;

	if (!u) {
		err_nomem(e);
		return NULL;
	}
	u->packing = packing;
	if (packing == PACKING_ZSTD) {
		u->zstd = ZSTD_createDStream();
		ready = u->zstd != NULL;
	} else {
		ready = inflateInit2(&u->z, forms[packing].bits) == Z_OK;
	}
	if (ready)
		return u;
	free(u);
	err_nomem(e);
	return NULL;
}

void unpacker_close(struct unpacker *u)
{
	if (!u)
		return;
	if (u->packing == PACKING_ZSTD)
		ZSTD_freeDStream(u->zstd);
	else
		inflateEnd(&u->z);
	free(u);
}

bool unpacker_whole(const struct unpacker *u)
{
	return u->whole;
}

/* At the end of a frame nothing is kept back; without input there is nothing to do. */
static int run_zstd(struct unpacker *u, struct slice *in, char *out, size_t room, size_t *made,
		    struct err *e)
{
	ZSTD_inBuffer from = {in->p, in->n, 0};
	ZSTD_outBuffer to = {out, room, 0};
	size_t left;

	*made = 0;
	if (u->whole && !in->n)
		return 0;
	left = ZSTD_decompressStream(u->zstd, &to, &from);
	if (ZSTD_isError(left))
		return err_set(e, "damaged zstd data: %s", ZSTD_getErrorName(left));
	u->whole = left == 0;
	*in = (struct slice){in->p + from.pos, in->n - from.pos};
	*made = to.pos;
	return 0;
}

static uInt most(size_t n)
{
	return n < UINT_MAX ? (uInt)n : UINT_MAX;
}

static int inflate_some(struct unpacker *u, struct slice *in, char *out, size_t room, size_t *made,
			struct err *e)
{
	z_stream *z = &u->z;
	uInt given = most(in->n), wanted = most(room);
	int rc;

	z->next_in = (Bytef *)(uintptr_t)in->p;
	z->avail_in = given;
	z->next_out = (Bytef *)out;
	z->avail_out = wanted;
	rc = inflate(z, Z_NO_FLUSH);
	*made = wanted - z->avail_out;
	*in = (struct slice){in->p + (given - z->avail_in), in->n - (given - z->avail_in)};
	u->whole = rc == Z_STREAM_END;
	if (rc == Z_MEM_ERROR)
		return err_nomem(e);
	if (rc != Z_OK && rc != Z_STREAM_END && rc != Z_BUF_ERROR)
		return err_set(e, "damaged %s data: %s", forms[u->packing].name,
			       z->msg ? z->msg : "a dictionary is missing");
	return 0;
}

/* A member that has ended may be followed by another one, and else by padding. */
static int run_zlib(struct unpacker *u, struct slice *in, char *out, size_t room, size_t *made,
		    struct err *e)
{
	*made = 0;
	if (u->whole && !in->n)
		return 0;
	if (u->whole) {
		u->ended = u->packing != PACKING_GZIP || in->p[0] != '\x1F';
		if (!u->ended)
			inflateReset(&u->z);
	}
	return u->ended ? 0 : inflate_some(u, in, out, room, made, e);
}

int unpacker_run(struct unpacker *u, struct slice *in, char *out, size_t room, size_t *made,
		 struct err *e)
{
	size_t given = in->n;
	int result = (u->packing == PACKING_ZSTD ? run_zstd : run_zlib)(u, in, out, room, made, e);

	if (result)
		return -1;
	u->taken += given - in->n;
	u->made += *made;
	if (u->made > UNPACK_FREE && (u->made - UNPACK_FREE) / UNPACK_RATIO > u->taken)
		return err_set(e, "refused: %zu bytes unpack to more than %zu", u->taken, u->made);
	return 0;
}

static int unpack_into(struct unpacker *u, struct slice in, struct buf *out, struct err *e)
{
	size_t made, before;

	do {
		char *place = buf_reserve(out, CHUNK);

		if (!place)
			return err_set(e, "larger than the limit of %zu bytes", out->ceiling);
		before = in.n;
		if (unpacker_run(u, &in, place, CHUNK, &made, e))
			return -1;
		out->len += made;
	} while (made || in.n != before);
	return unpacker_whole(u) ? 0
				 : err_set(e, "the %s data are cut off", forms[u->packing].name);
}

int unpack_all(enum packing packing, struct slice in, size_t max, struct arena *arena,
	       struct slice *out, struct err *e)
{
	struct unpacker *u = unpacker_open(packing, e);
	struct buf all;
	int result;

	if (!u)
		return -1;
	buf_init(&all, max < SIZE_MAX - CHUNK ? max + CHUNK : max);
	result = unpack_into(u, in, &all, e);
	if (!result) {
		*out = arena_copy(arena, buf_text(&all));
		result = out->p ? 0 : err_nomem(e);
	}
	buf_release(&all);
	unpacker_close(u);
	return result;
}
