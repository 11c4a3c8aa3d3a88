#include "normalize/read/warc.h"

#include <errno.h>
#include <stdlib.h>
#include <strings.h>

#include "normalize/read/http.h"
#include "normalize/read/member.h"

/* What is done with a record. */
enum use { USE_PASS, USE_BLOCK, USE_RESPONSE };

struct record_head {
	struct slice text; /* in the document's arena */
	size_t length;	   /* of the block */
};

static const struct record_type {
	const char *name;
	enum use use;
} types[] = {
	{"response", USE_RESPONSE},
	{"resource", USE_BLOCK},
	{"conversion", USE_BLOCK},
};

/* Types of content that hold text; of others nothing is said. */
static const char *const text_types[] = {
	"text/html", "text/plain",	"application/xhtml",  "application/pdf",
	"text/xml",  "application/xml", "application/msword", "application/vnd.openxmlformats",
};

static bool starts_record(struct slice line)
{
	return slice_starts(line, slice_of("WARC/"));
}

/* Passes over the lines before the next record; 1, 0 at the end, -1. */
static int find_record(struct input *in, struct err *e)
{
	struct slice head;

	for (;;) {
		const char *stop;

		if (input_peek(in, 5, &head, e))
			return -1;
		if (starts_record(head))
			return 1;
		if (!head.n)
			return 0;
		stop = memchr(head.p, '\n', head.n);
		input_skip(in, stop ? (size_t)(stop + 1 - head.p) : head.n);
	}
}

static bool read_length(struct slice text, size_t *out)
{
	char digits[24], *end;
	unsigned long long n;

	if (!text.n || text.n >= sizeof(digits) || !is_digit((unsigned char)text.p[0]))
		return false;
	memcpy(digits, text.p, text.n);
	digits[text.n] = '\0';
	errno = 0;
	n = strtoull(digits, &end, 10);
	*out = (size_t)n;
	return !errno && !*end && n <= SIZE_MAX;
}

/* Takes the head of the record that the input is at. */
static int read_head(struct input *in, struct arena *arena, struct record_head *out, struct err *e)
{
	struct slice bytes;
	size_t end;

	if (input_peek(in, WARC_HEAD, &bytes, e))
		return -1;
	if (bytes.n > WARC_HEAD)
		bytes.n = WARC_HEAD;
	end = http_head(bytes);
	if (!end) {
		input_skip(in, 5);
		return err_set(e, "the head of a WARC record does not end");
	}
	out->text = arena_copy(arena, (struct slice){bytes.p, end});
	input_skip(in, end);
	if (!out->text.p)
		return err_nomem(e);
	if (!read_length(http_field(out->text, "content-length"), &out->length))
		return err_set(e, "a WARC record without a length");
	return 0;
}

static enum use use_of(const struct record_head *head)
{
	struct slice type = http_field(head->text, "warc-type");

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (slice_is(type, types[i].name))
			return types[i].use;
	return USE_PASS;
}

static bool is_text_type(struct slice type)
{
	for (size_t i = 0; i < sizeof(text_types) / sizeof(text_types[0]); i++)
		if (type.n >= strlen(text_types[i]) &&
		    strncasecmp(type.p, text_types[i], strlen(text_types[i])) == 0)
			return true;
	return !type.n;
}

static void set_names(struct doc *d, const struct record_head *head)
{
	struct slice id = http_field(head->text, "warc-record-id");

	if (id.n > 2 && id.p[0] == '<')
		id = (struct slice){id.p + 1, id.n - 2};
	if (id.n)
		d->id = id;
	d->info.url = http_field(head->text, "warc-target-uri");
	if (d->info.url.n > 2 && d->info.url.p[0] == '<')
		d->info.url = (struct slice){d->info.url.p + 1, d->info.url.n - 2};
}

/* 1, 0 for a response that is not a document, -1. */
static int read_response(struct slice block, size_t max, struct doc *d, struct err *e)
{
	struct http http;

	if (http_read(block, max, &d->arena, &http, e))
		return is_text_type(http.type) ? -1 : 0;
	if (http.status < 200 || http.status > 299 || !is_text_type(http.type) || !http.body.n)
		return 0;
	d->info.declared = http.charset;
	return member_read(http.body, CONTAINER_AUTO, max, d, e) ? -1 : 1;
}

static struct slice rest(struct slice s, size_t n)
{
	return (struct slice){s.p + n, s.n < n ? 0 : s.n - n};
}

/*
 * Where the next record begins if the block, of which `bytes` is the beginning, has another length
 * than its head says. Reading goes on there.
 */
static int false_length(struct input *in, const struct record_head *head, struct slice bytes,
			struct err *e)
{
	size_t next = slice_find(bytes, 0, slice_of("\nWARC/"));

	input_skip(in, next < bytes.n ? next + 1 : bytes.n);
	if (bytes.n < head->length)
		return err_set(e, "a WARC record of %zu bytes is cut off after %zu", head->length,
			       bytes.n);
	return err_set(e, "a WARC record has not the length of %zu bytes that it states",
		       head->length);
}

/* Takes the block into the arena. It is followed by an empty line, if by anything. */
static int take_block(struct input *in, const struct record_head *head, struct arena *arena,
		      struct slice *block, struct err *e)
{
	struct slice bytes, after;

	if (input_peek(in, head->length + 1, &bytes, e))
		return -1;
	after = rest(bytes, head->length);
	if (bytes.n < head->length || (after.n && after.p[0] != '\r' && after.p[0] != '\n'))
		return false_length(in, head, bytes, e);
	return input_bytes(in, head->length, arena, block, e);
}

static int read_record(struct input *in, const struct record_head *head, enum use use,
		       struct doc *d, struct err *e)
{
	struct slice block;
	int got = 1;

	set_names(d, head);
	if (head->length > in->max)
		return err_set(e, "larger than the limit of %zu bytes", in->max);
	if (take_block(in, head, &d->arena, &block, e))
		return -1;
	if (use == USE_RESPONSE)
		got = read_response(block, in->max, d, e);
	else if (!is_text_type(http_field(head->text, "content-type")))
		got = 0;
	else if (member_read(block, CONTAINER_AUTO, in->max, d, e))
		got = -1;
	if (got != 1 || d->part_count)
		return got;
	return doc_add_part(d, slice_of(use == USE_RESPONSE ? "body" : "block"), 0, e) ? -1 : 1;
}

/* A record without text, or one that is refused. */
static int pass_record(struct input *in, const struct record_head *head, struct err *e)
{
	size_t passed;

	return input_pass(in, head->length, &passed, e);
}

int warc_next(struct input *in, struct doc *d, struct err *e)
{
	struct record_head head = {.length = 0};
	enum use use;
	int got;

	for (;;) {
		got = find_record(in, e);
		if (got <= 0)
			return got;
		if (read_head(in, &d->arena, &head, e))
			return -1;
		use = use_of(&head);
		got = use == USE_PASS ? pass_record(in, &head, e)
				      : read_record(in, &head, use, d, e);
		if (got)
			return got;
		doc_release(d);
	}
}
