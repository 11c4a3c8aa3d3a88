#include "normalize/read/input.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CHUNK = 64 * 1024 };

void input_init(struct input *in, size_t max)
{
	*in = (struct input){.fd = -1, .max = max};
	buf_init(&in->head, SIZE_MAX);
	buf_init(&in->packed, SIZE_MAX);
}

int input_open(struct input *in, const char *path, struct err *e)
{
	in->pos = 0;
	in->scanned = 0;
	in->end = false;
	in->broken = false;
	buf_reset(&in->head);
	in->fd = strcmp(path, "-") == 0 ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	return in->fd >= 0 ? 0 : err_set(e, "%s", strerror(errno));
}

void input_close(struct input *in)
{
	if (in->fd > STDIN_FILENO)
		close(in->fd);
	in->fd = -1;
	unpacker_close(in->unpacker);
	in->unpacker = NULL;
	buf_reset(&in->packed);
	in->packed_pos = 0;
}

void input_release(struct input *in)
{
	input_close(in);
	buf_release(&in->head);
	buf_release(&in->packed);
}

static int too_large(const struct input *in, struct err *e)
{
	return err_set(e, "larger than the limit of %zu bytes", in->max);
}

/* Up to n bytes to `place`; how many, 0 at the end, -1 with e filled. */
static ssize_t read_file(struct input *in, char *place, size_t n, struct err *e)
{
	ssize_t got;

	do
		got = read(in->fd, place, n);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		err_set(e, "%s", strerror(errno));
	return got;
}

/* Bytes of the file for the unpacker: how many it has now, -1 with e filled. */
static ssize_t refill_packed(struct input *in, struct err *e)
{
	char *place;
	ssize_t got;

	buf_reset(&in->packed);
	in->packed_pos = 0;
	place = buf_reserve(&in->packed, CHUNK);
	if (!place)
		return err_nomem(e);
	got = read_file(in, place, CHUNK, e);
	in->packed.len = got > 0 ? (size_t)got : 0;
	return got;
}

/* As read_file, but of what was packed. */
static ssize_t read_packed(struct input *in, char *place, size_t n, struct err *e)
{
	size_t made = 0;
	ssize_t got = 1;

	while (!made) {
		struct slice left = buf_text(&in->packed);
		size_t before = left.n - in->packed_pos;

		left = (struct slice){left.p + in->packed_pos, before};
		if (unpacker_run(in->unpacker, &left, place, n, &made, e))
			return -1;
		in->packed_pos += before - left.n;
		if (made || left.n != before)
			continue;
		if (left.n || got == 0)
			break;
		got = refill_packed(in, e);
		if (got < 0)
			return -1;
	}
	if (!made && !unpacker_whole(in->unpacker))
		return err_set(e, "the packed data are cut off");
	return (ssize_t)made;
}

/* Up to n bytes to `place`; how many, 0 at the end, -1 with e filled. Both end the input. */
static ssize_t read_some(struct input *in, char *place, size_t n, struct err *e)
{
	ssize_t got = (in->unpacker ? read_packed : read_file)(in, place, n, e);

	if (got <= 0)
		in->end = true;
	return got;
}

/* Drops what was handed out and reads one more chunk behind the rest. */
static int fill(struct input *in, struct err *e)
{
	char *place;
	ssize_t got;

	if (in->pos) {
		memmove(in->head.data, in->head.data + in->pos, in->head.len - in->pos);
		in->head.len -= in->pos;
		in->scanned -= in->pos;
		in->pos = 0;
	}
	place = buf_reserve(&in->head, CHUNK);
	if (!place) {
		in->end = true;
		return err_nomem(e);
	}
	got = read_some(in, place, CHUNK, &in->why);
	in->broken = got < 0;
	in->head.len += got > 0 ? (size_t)got : 0;
	return 0;
}

/* Tells why the file broke off. */
static int tell(struct input *in, struct err *e)
{
	*e = in->why;
	in->broken = false;
	return -1;
}

static struct slice held(const struct input *in)
{
	return (struct slice){buf_text(&in->head).p + in->pos, in->head.len - in->pos};
}

int input_peek(struct input *in, size_t n, struct slice *out, struct err *e)
{
	while (held(in).n < n && !in->end)
		if (fill(in, e))
			return -1;
	*out = held(in);
	return in->broken && !out->n ? tell(in, e) : 0;
}

int input_unpack(struct input *in, enum packing packing, struct err *e)
{
	in->unpacker = unpacker_open(packing, e);
	if (!in->unpacker)
		return -1;
	buf_slice(&in->packed, held(in));
	in->pos = in->scanned = in->head.len = 0;
	in->end = false;
	return buf_check(&in->packed, e);
}

void input_skip(struct input *in, size_t n)
{
	in->pos += n;
	if (in->scanned < in->pos)
		in->scanned = in->pos;
}

/* Passes over a line that is too long. */
static int skip_line(struct input *in, struct err *e)
{
	struct slice line = held(in);
	const char *stop = memchr(line.p, '\n', line.n);

	while (!stop && !in->end) {
		input_skip(in, line.n);
		if (fill(in, e))
			return -1;
		line = held(in);
		stop = memchr(line.p, '\n', line.n);
	}
	input_skip(in, stop ? (size_t)(stop + 1 - line.p) : line.n);
	return too_large(in, e);
}

int input_peek_line(struct input *in, struct slice *out, struct err *e)
{
	const char *stop;

	for (;;) {
		stop = memchr(buf_text(&in->head).p + in->scanned, '\n',
			      in->head.len - in->scanned);
		*out = held(in);
		if (stop)
			out->n = (size_t)(stop - out->p);
		if (out->n > in->max)
			return skip_line(in, e);
		if (!stop && in->broken) {
			input_skip(in, out->n);
			return tell(in, e);
		}
		if (stop || in->end)
			return stop || out->n ? 1 : 0;
		in->scanned = in->head.len;
		if (fill(in, e))
			return -1;
	}
}

int input_line(struct input *in, struct slice *out, struct err *e)
{
	int result = input_peek_line(in, out, e);

	if (result == 1)
		input_skip(in, out->n < held(in).n ? out->n + 1 : out->n);
	return result;
}

/* How many bytes a regular file still has beyond those held; 0 when there is no telling. */
static size_t bytes_ahead(const struct input *in)
{
	struct stat st;
	off_t at = lseek(in->fd, 0, SEEK_CUR);

	if (in->unpacker || at < 0 || fstat(in->fd, &st) || !S_ISREG(st.st_mode) ||
	    st.st_size <= at)
		return 0;
	return (size_t)(st.st_size - at);
}

/* The whole of a regular file goes straight to its place in the arena. */
static int read_known(struct input *in, size_t ahead, struct arena *arena, struct slice *out,
		      struct err *e)
{
	struct slice head = held(in);
	char *place = arena_alloc(arena, head.n + ahead + 1);
	ssize_t got = 1;

	if (!place)
		return err_nomem(e);
	memcpy(place, head.p, head.n);
	*out = (struct slice){place, head.n};
	while (got > 0 && out->n < head.n + ahead) {
		got = read_some(in, place + out->n, head.n + ahead - out->n, e);
		if (got < 0)
			return -1;
		out->n += (size_t)got;
	}
	place[out->n] = '\0';
	return 0;
}

int input_rest(struct input *in, struct arena *arena, struct slice *out, struct err *e)
{
	size_t ahead = in->end ? 0 : bytes_ahead(in);

	if (held(in).n > in->max || ahead > in->max - held(in).n)
		return too_large(in, e);
	if (ahead)
		return read_known(in, ahead, arena, out, e);
	while (!in->end) {
		if (fill(in, e))
			return -1;
		if (held(in).n > in->max)
			return too_large(in, e);
	}
	if (in->broken)
		return tell(in, e);
	*out = arena_copy(arena, held(in));
	return out->p ? 0 : err_nomem(e);
}

int input_bytes(struct input *in, size_t n, struct arena *arena, struct slice *out, struct err *e)
{
	struct slice all;

	if (n > in->max)
		return too_large(in, e);
	if (input_peek(in, n, &all, e))
		return -1;
	if (all.n > n)
		all.n = n;
	*out = arena_copy(arena, all);
	input_skip(in, all.n);
	return out->p ? 0 : err_nomem(e);
}

int input_pass(struct input *in, size_t n, size_t *passed, struct err *e)
{
	struct slice some;

	for (*passed = 0; *passed < n; *passed += some.n) {
		if (input_peek(in, 1, &some, e))
			return -1;
		if (!some.n)
			break;
		if (some.n > n - *passed)
			some.n = n - *passed;
		input_skip(in, some.n);
	}
	return 0;
}
