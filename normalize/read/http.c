#include "normalize/read/http.h"

#include <strings.h>

#include "normalize/read/unpack.h"

static struct slice rest(struct slice s, size_t n)
{
	return (struct slice){s.p + n, s.n - n};
}

static size_t line_after(struct slice text, size_t at)
{
	const char *p = at < text.n ? memchr(text.p + at, '\n', text.n - at) : NULL;

	return p ? (size_t)(p - text.p) + 1 : text.n;
}

struct slice http_field(struct slice head, const char *name)
{
	size_t n = strlen(name), next;

	for (size_t at = 0; at < head.n; at = next) {
		next = line_after(head, at);
		if (next - at > n && strncasecmp(head.p + at, name, n) == 0 &&
		    head.p[at + n] == ':')
			return slice_trim(slice_cut(head, (struct span){at + n + 1, next}));
	}
	return (struct slice){"", 0};
}

size_t http_head(struct slice bytes)
{
	for (size_t at = 0, next; at < bytes.n; at = next) {
		next = line_after(bytes, at);
		if (bytes.p[at] == '\n' || (bytes.p[at] == '\r' && next == at + 2))
			return next;
	}
	return 0;
}

static bool holds(struct slice text, const char *word)
{
	size_t n = strlen(word);

	for (size_t at = 0; at + n <= text.n; at++)
		if (strncasecmp(text.p + at, word, n) == 0)
			return true;
	return false;
}

/* The size of a chunk in hexadecimal digits; false for anything else. */
static bool chunk_size(struct slice line, size_t *size)
{
	size_t i = 0;

	for (*size = 0; i < line.n && i < 15; i++) {
		const char *digits = "0123456789abcdef", *p;

		p = memchr(digits, line.p[i] | 0x20, 16);
		if (!p)
			break;
		*size = *size * 16 + (size_t)(p - digits);
	}
	return i > 0;
}

/* Takes the chunks apart; a body that is not chunked after all stays as it is. */
static int join_chunks(struct arena *arena, struct slice *body, struct err *e)
{
	char *out = arena_alloc(arena, body->n + 1);
	size_t at = 0, made = 0, size;

	if (!out)
		return err_nomem(e);
	while (at < body->n) {
		if (!chunk_size(rest(*body, at), &size)) {
			if (!made)
				return 0;
			return err_set(e, "a chunk of the response has no size");
		}
		at = line_after(*body, at);
		if (!size)
			break;
		if (size > body->n - at)
			return err_set(e, "the chunks of the response are cut off");
		memcpy(out + made, body->p + at, size);
		made += size;
		at = line_after(*body, at + size);
	}
	*body = (struct slice){out, made};
	return 0;
}

static enum packing packing_named(struct slice name, struct slice body)
{
	if (holds(name, "gzip"))
		return packing_of(body);
	if (holds(name, "zstd"))
		return packing_of(body);
	if (holds(name, "deflate"))
		return body.n && (body.p[0] & 0x0F) == 8 ? PACKING_ZLIB : PACKING_DEFLATE;
	return PACKING_NONE;
}

/* An archive may have unpacked the body and left the field as it was. */
static int unpack_body(struct slice encoding, size_t max, struct arena *arena, struct slice *body,
		       struct err *e)
{
	enum packing packing = packing_named(encoding, *body);

	if (holds(encoding, "br"))
		return err_set(e, "responses packed by Brotli are not read");
	return packing ? unpack_all(packing, *body, max, arena, body, e) : 0;
}

static void read_type(struct slice type, struct http *out)
{
	size_t end = 0, at;

	while (end < type.n && type.p[end] != ';' && type.p[end] != ' ')
		end++;
	out->type = (struct slice){type.p, end};
	for (at = end; at + 8 < type.n && strncasecmp(type.p + at, "charset=", 8) != 0;)
		at++;
	if (at + 8 >= type.n)
		return;
	at += 8;
	at += type.p[at] == '"';
	for (end = at; end < type.n && type.p[end] != '"' && type.p[end] != ';';)
		end++;
	out->charset = (struct slice){type.p + at, end - at};
}

int http_read(struct slice bytes, size_t max, struct arena *arena, struct http *out, struct err *e)
{
	size_t end = http_head(bytes);
	struct slice head = {bytes.p, end};
	size_t at = 9;

	*out = (struct http){.type = {"", 0}, .charset = {"", 0}, .body = rest(bytes, end)};
	if (!end || !slice_starts(bytes, slice_of("HTTP/")))
		return err_set(e, "not an HTTP response");
	while (at < head.n && head.p[at] == ' ')
		at++;
	for (; at < head.n && is_digit((unsigned char)head.p[at]) && out->status < 1000; at++)
		out->status = out->status * 10 + (head.p[at] - '0');
	read_type(http_field(head, "content-type"), out);
	if (holds(http_field(head, "transfer-encoding"), "chunked") &&
	    join_chunks(arena, &out->body, e))
		return -1;
	return unpack_body(http_field(head, "content-encoding"), max, arena, &out->body, e);
}
