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
}

int input_open(struct input *in, const char *path, struct err *e)
{
	in->pos = 0;
	in->scanned = 0;
	in->end = false;
	buf_reset(&in->head);
	in->fd = strcmp(path, "-") == 0 ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	return in->fd >= 0 ? 0 : err_set(e, "%s", strerror(errno));
}

void input_close(struct input *in)
{
	if (in->fd > STDIN_FILENO)
		close(in->fd);
	in->fd = -1;
}

void input_release(struct input *in)
{
	input_close(in);
	buf_release(&in->head);
}

static int too_large(const struct input *in, struct err *e)
{
	return err_set(e, "larger than the limit of %zu bytes", in->max);
}

/* Up to n bytes to `place`; how many, 0 at the end, -1 with e filled. */
static ssize_t read_some(struct input *in, char *place, size_t n, struct err *e)
{
	ssize_t got;

	do
		got = read(in->fd, place, n);
	while (got < 0 && errno == EINTR);
	if (got <= 0)
		in->end = true;
	if (got < 0)
		err_set(e, "%s", strerror(errno));
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
	got = read_some(in, place, CHUNK, e);
	if (got < 0)
		return -1;
	in->head.len += (size_t)got;
	return 0;
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
	return 0;
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

	if (at < 0 || fstat(in->fd, &st) || !S_ISREG(st.st_mode) || st.st_size <= at)
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
	*out = arena_copy(arena, held(in));
	return out->p ? 0 : err_nomem(e);
}
