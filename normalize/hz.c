#include "normalize/hz.h"

#include "normalize/legacy.h"
#include "normalize/transcode.h"

enum { HIGH = 0x80, FIRST_BYTE = 0x21, LAST_BYTE = 0x7E };

static bool is_escape(const char *p, size_t n, char second)
{
	return n >= 2 && p[0] == '~' && p[1] == second;
}

/* The code point of the pair at p, 0 for none. */
static uint32_t pair_code(const char *p, size_t n)
{
	if (n < 2 || p[0] < FIRST_BYTE || p[0] > LAST_BYTE || p[1] < FIRST_BYTE || p[1] > LAST_BYTE)
		return 0;
	return legacy_code(LEGACY_GB18030, (unsigned char)(p[0] | HIGH),
			   (unsigned char)(p[1] | HIGH));
}

static void drop(struct transcoder *t, size_t n)
{
	transcoder_end(t);
	edit_replace(t->w, n, (struct slice){"", 0}, EDIT_TRANSCODE);
}

/* What stands at p outside of the escapes; returns its length and sets *inside at `~{`. */
static size_t put_plain(struct transcoder *t, const char *p, size_t n, bool *inside)
{
	if (p[0] & HIGH) {
		transcoder_bad(t, 1);
		return 1;
	}
	*inside = is_escape(p, n, '{');
	if (*inside || is_escape(p, n, '\n')) {
		drop(t, 2);
	} else if (is_escape(p, n, '~')) {
		transcoder_code(t, 2, '~');
	} else {
		transcoder_keep(t, p[0]);
		return 1;
	}
	return 2;
}

/* The same inside of them. */
static size_t put_inside(struct transcoder *t, const char *p, size_t n, bool *inside)
{
	uint32_t code;

	if (p[0] == '\n' || p[0] == '\r') {
		*inside = false;
		transcoder_keep(t, p[0]);
		return 1;
	}
	if (is_escape(p, n, '}')) {
		*inside = false;
		drop(t, 2);
		return 2;
	}
	code = pair_code(p, n);
	if (code)
		transcoder_code(t, 2, code);
	else
		transcoder_bad(t, 1);
	return code ? 2 : 1;
}

void hz_decode(struct editor *w, size_t end)
{
	size_t at = w->pos;
	struct transcoder t;
	bool inside = false;

	transcoder_init(&t, w);
	while (at < end) {
		const char *p = w->src.p + at;

		at += inside ? put_inside(&t, p, end - at, &inside)
			     : put_plain(&t, p, end - at, &inside);
	}
	transcoder_end(&t);
}

/* The pairs from p to `~}`, to the line end or to the end; *n is what they take. */
static size_t pairs_in(const char *p, size_t left, size_t *n)
{
	size_t pairs = 0;

	for (*n = 0; *n < left && p[*n] != '\n' && p[*n] != '\r'; *n += 2, pairs++) {
		if (is_escape(p + *n, left - *n, '}'))
			return pairs;
		if (left - *n >= 2 && !pair_code(p + *n, left - *n))
			return 0;
	}
	return pairs;
}

size_t hz_pairs(struct slice bytes)
{
	size_t total = 0, n, pairs;
	size_t at = slice_find(bytes, 0, slice_of("~{"));

	while (at < bytes.n) {
		pairs = pairs_in(bytes.p + at + 2, bytes.n - at - 2, &n);
		if (!pairs)
			return 0;
		total += pairs;
		at += 2 + n;
		at = at < bytes.n ? slice_find(bytes, at, slice_of("~{")) : bytes.n;
	}
	return total;
}
