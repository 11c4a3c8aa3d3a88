#include "normalize/foreign.h"

#include "normalize/transcode.h"

#include <errno.h>
#include <iconv.h>
#include <stdlib.h>

/* No charset needs more bytes for a character with its shifts, nor gives more than two for one. */
enum { MOST_BYTES = 12, MOST_TEXT = 16, NAME = 64 };

struct foreign {
	iconv_t iconv;
	char name[NAME];
};

struct foreign *foreign_open(struct slice name, struct err *e)
{
	struct foreign *f = name.n < NAME ? calloc(1, sizeof(*f)) : NULL;

	if (!f) {
		err_set(e, "unknown charset");
		return NULL;
	}
	memcpy(f->name, name.p, name.n);
	f->iconv = iconv_open("UTF-8", f->name);
	if (f->iconv == (iconv_t)-1) {
		err_set(e, "unknown charset '%s'", f->name);
		free(f);
		return NULL;
	}
	return f;
}

void foreign_close(struct foreign *f)
{
	if (!f)
		return;
	iconv_close(f->iconv);
	free(f);
}

/*
 * How many bytes the next character takes, with what it becomes in out; 0 when nothing explains
 * them. Given byte by byte, iconv tells where the character ends.
 */
static size_t next_character(struct foreign *f, struct slice left, char *out, size_t *n_out)
{
	for (size_t n = 1; n <= left.n && n <= MOST_BYTES; n++) {
		char bytes[MOST_BYTES], *in = bytes, *to = out;
		size_t in_left = n, room = MOST_TEXT, done;

		memcpy(bytes, left.p, n);
		done = iconv(f->iconv, &in, &in_left, &to, &room);
		*n_out = MOST_TEXT - room;
		if (done != (size_t)-1 && *n_out)
			return n;
		if (done == (size_t)-1 && errno != EINVAL)
			break;
		iconv(f->iconv, NULL, NULL, NULL, NULL);
	}
	iconv(f->iconv, NULL, NULL, NULL, NULL);
	return 0;
}

void foreign_decode(struct foreign *f, struct editor *w, size_t end)
{
	static const char mark[] = "\xEF\xBF\xBD";
	struct transcoder t;

	transcoder_init(&t, w);
	iconv(f->iconv, NULL, NULL, NULL, NULL);
	while (transcoder_at(&t) < end && !w->failed) {
		size_t at = transcoder_at(&t), n_out;
		char out[MOST_TEXT];
		size_t n = next_character(f, (struct slice){w->src.p + at, end - at}, out, &n_out);

		if (n && n_out <= 8)
			transcoder_put(&t, n, out, n_out, EDIT_TRANSCODE);
		else
			transcoder_put(&t, 1, mark, sizeof(mark) - 1, EDIT_UNDECODABLE);
	}
	transcoder_end(&t);
}

const char *foreign_name(const struct foreign *f)
{
	return f->name;
}
