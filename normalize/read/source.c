#include "normalize/read/source.h"

#include <stdio.h>
#include <stdlib.h>

#include "normalize/read/input.h"
#include "normalize/read/member.h"
#include "normalize/read/ndjson.h"
#include "normalize/read/walk.h"
#include "normalize/read/warc.h"
#include "normalize/stream.h"

struct source {
	struct source_options options;
	size_t next; /* of options.paths */
	struct slice list;
	struct arena arena; /* holds the list */
	size_t listed;	    /* bytes of the list done */
	struct walk walk;
	struct input in;

	/* The next document of a file of many: 1, 0 at the end, -1; NULL while none is open. */
	int (*read_next)(struct source *s, struct doc *d, struct err *e);
	char *path;    /* of that file; owned */
	size_t number; /* of the line or record */
};

static int read_list(struct source *s, struct err *e)
{
	const char *path = s->options.files0_from;
	struct err why = {""};
	int result = input_open(&s->in, path, &why);

	if (!result)
		result = input_rest(&s->in, &s->arena, &s->list, &why);
	input_close(&s->in);
	return result ? err_set(e, "%s: %s", path, why.text) : 0;
}

struct source *source_open(const struct source_options *options, struct err *e)
{
	struct source *s = calloc(1, sizeof(*s));

	if (!s) {
		err_nomem(e);
		return NULL;
	}
	s->options = *options;
	if (!s->options.max_bytes)
		s->options.max_bytes = SOURCE_MAX_BYTES;
	arena_init(&s->arena);
	walk_init(&s->walk);
	input_init(&s->in, s->options.max_bytes);
	if (options->files0_from && read_list(s, e)) {
		source_close(s);
		return NULL;
	}
	return s;
}

void source_close(struct source *s)
{
	if (!s)
		return;
	input_release(&s->in);
	walk_release(&s->walk);
	arena_release(&s->arena);
	free(s->path);
	free(s);
}

/* The next of the paths given, or NULL. A NUL ends each in the list, the last one too. */
static const char *next_given(struct source *s)
{
	const char *path;

	if (s->next < s->options.path_count)
		return s->options.paths[s->next++];
	if (s->options.files0_from) {
		if (s->listed >= s->list.n)
			return NULL;
		path = s->list.p + s->listed;
		s->listed += strlen(path) + 1;
		return path;
	}
	return s->options.path_count || s->next++ ? NULL : "-";
}

static int set_id(struct doc *d, const char *id, struct err *e)
{
	d->id = arena_copy(&d->arena, slice_of(id));
	return d->id.p ? 0 : err_nomem(e);
}

/* PATH:NUMBER for a document that has no name of its own. */
static int set_number_id(const struct source *s, struct doc *d, struct err *e)
{
	struct buf id;
	int result;

	buf_init(&id, SIZE_MAX);
	buf_addf(&id, "%s:%zu", s->path, s->number);
	result = buf_check(&id, e);
	if (!result)
		d->id = arena_copy(&d->arena, buf_text(&id));
	buf_release(&id);
	if (result)
		return -1;
	return d->id.p ? 0 : err_nomem(e);
}

static bool is_blank(struct slice line)
{
	for (size_t i = 0; i < line.n; i++)
		if (line.p[i] != ' ' && line.p[i] != '\t' && line.p[i] != '\r')
			return false;
	return true;
}

/* The next line that is not blank: 1, 0 at the end, -1. */
static int next_line(struct source *s, struct slice *line, struct err *e)
{
	int got;

	do {
		got = input_line(&s->in, line, e);
		s->number++;
	} while (got == 1 && is_blank(*line));
	return got;
}

/* A line that can't be read is named by its place, whatever it says of itself. */
static int nameless(struct doc *d)
{
	d->id = (struct slice){NULL, 0};
	return -1;
}

static int next_stream_line(struct source *s, struct doc *d, struct err *e)
{
	struct slice line;
	int got = next_line(s, &line, e);

	if (got == 1 && stream_read(line, d, e))
		return nameless(d);
	return got;
}

static int next_json_line(struct source *s, struct doc *d, struct err *e)
{
	struct slice line;
	int got = next_line(s, &line, e);

	if (got == 1 && ndjson_read(line, s->options.text_field, d, e))
		return nameless(d);
	return got;
}

static int next_record(struct source *s, struct doc *d, struct err *e)
{
	s->number++;
	return warc_next(&s->in, d, e);
}

/* The next document of the open file, or its end: 1, 0, -1. */
static int next_of_many(struct source *s, struct doc *d, struct err *e)
{
	int got = s->read_next(s, d, e);

	if (got == 0) {
		input_close(&s->in);
		free(s->path);
		s->path = NULL;
		s->read_next = NULL;
	} else if (!d->id.n && set_number_id(s, d, e)) {
		return -1;
	}
	return got;
}

/* Whether the file is lines of JSON: its first one tells. */
static int is_json_lines(struct source *s, struct slice head, bool *is, struct err *e)
{
	struct slice line;
	int got;

	*is = false;
	if (!head.n || head.p[0] != '{')
		return 0;
	got = input_peek_line(&s->in, &line, e);
	*is = got == 1 && ndjson_recognise(line, s->options.text_field);
	return got < 0 ? -1 : 0;
}

/* What the file is: *kind, or the lines of a document stream. */
static int recognise(struct source *s, struct slice head, enum container *kind, struct err *e)
{
	bool json;

	*kind = s->options.input;
	if (*kind != CONTAINER_AUTO)
		return 0;
	if (stream_recognise(head)) {
		s->read_next = next_stream_line;
		return 0;
	}
	if (is_json_lines(s, head, &json, e) || input_peek(&s->in, 1, &head, e))
		return -1;
	if (json)
		*kind = CONTAINER_NDJSON;
	else if (!container_unread(head))
		*kind = container_of(head);
	return 0;
}

/* A document of its own. What was packed is a part, since spans do not count packed bytes. */
static int read_whole(struct source *s, enum container kind, enum packing packing, struct doc *d,
		      struct err *e)
{
	struct slice bytes;

	if (input_rest(&s->in, &d->arena, &bytes, e) ||
	    member_read(bytes, kind, s->options.max_bytes, d, e))
		return -1;
	if (packing && !d->part_count && doc_add_part(d, packing_name(packing), 0, e))
		return -1;
	return 1;
}

/* Unpacks the file if it is packed, and drops a byte order mark before JSON. */
static int look(struct source *s, struct slice *head, enum packing *packing, struct err *e)
{
	static const char signature[] = "\xEF\xBB\xBF{";

	if (input_peek(&s->in, CONTAINER_LOOK, head, e))
		return -1;
	*packing = s->options.input == CONTAINER_TEXT ? PACKING_NONE : packing_of(*head);
	if (*packing &&
	    (input_unpack(&s->in, *packing, e) || input_peek(&s->in, CONTAINER_LOOK, head, e)))
		return -1;
	if (!slice_starts(*head, slice_of(signature)))
		return 0;
	input_skip(&s->in, 3);
	return input_peek(&s->in, 1, head, e);
}

/* 1: a document; 0: the file holds many, which are read next; -1. */
static int read_file(struct source *s, struct doc *d, struct err *e)
{
	enum container kind;
	enum packing packing;
	struct slice head;

	if (look(s, &head, &packing, e) || recognise(s, head, &kind, e))
		return -1;
	if (kind == CONTAINER_NDJSON)
		s->read_next = next_json_line;
	if (kind == CONTAINER_WARC)
		s->read_next = next_record;
	return s->read_next ? 0 : read_whole(s, kind, packing, d, e);
}

/* The step's path goes over to s->path while its lines are read. */
static int next_file(struct source *s, struct step *step, struct doc *d, struct err *e)
{
	int got;

	if (set_id(d, step->path, e))
		return -1;
	got = walk_enter(&s->walk, step, e);
	if (got)
		return got < 0 ? -1 : 0;
	if (input_open(&s->in, step->path, e))
		return -1;
	got = read_file(s, d, e);
	if (got) {
		input_close(&s->in);
		return got;
	}
	s->path = step->path;
	step->path = NULL;
	s->number = 0;
	d->id = (struct slice){NULL, 0};
	return 0;
}

static int next_step(struct source *s, struct doc *d, struct err *e)
{
	struct step step;
	const char *path;
	int got;

	if (!walk_pop(&s->walk, &step)) {
		path = next_given(s);
		if (!path || walk_push(&s->walk, path, false, e) || !walk_pop(&s->walk, &step))
			return path ? -1 : 0;
	}
	got = next_file(s, &step, d, e);
	free(step.path);
	return got ? got : 2;
}

int source_next(struct source *s, struct doc *d, struct err *e)
{
	int got = 2;

	while (got == 2) {
		if (s->read_next) {
			got = next_of_many(s, d, e);
			if (got)
				return got;
		}
		got = next_step(s, d, e);
	}
	return got;
}
