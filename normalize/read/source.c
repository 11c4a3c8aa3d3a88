#include "normalize/read/source.h"

#include <stdio.h>
#include <stdlib.h>

#include "normalize/read/container.h"
#include "normalize/read/input.h"
#include "normalize/read/ndjson.h"
#include "normalize/read/walk.h"
#include "normalize/stream.h"

/* Reads the document of one line; NULL while no file of many documents is open. */
typedef int read_line(struct slice line, struct doc *d, struct err *e);

struct source {
	struct source_options options;
	size_t next; /* of options.paths */
	struct slice list;
	struct arena arena; /* holds the list */
	size_t listed;	    /* bytes of the list done */
	struct walk walk;
	struct input in;
	read_line *read_line;
	char *path; /* of the file whose lines are read; owned */
	size_t line;
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

/* PATH:LINE for a document that has no name of its own. */
static int set_line_id(const struct source *s, struct doc *d, struct err *e)
{
	struct buf id;
	int result;

	buf_init(&id, SIZE_MAX);
	buf_addf(&id, "%s:%zu", s->path, s->line);
	result = buf_check(&id, e);
	if (!result)
		d->id = arena_copy(&d->arena, buf_text(&id));
	buf_release(&id);
	if (result)
		return -1;
	return d->id.p ? 0 : err_nomem(e);
}

static void end_lines(struct source *s)
{
	input_close(&s->in);
	free(s->path);
	s->path = NULL;
	s->read_line = NULL;
}

static int line_failed(const struct source *s, struct doc *d)
{
	doc_release(d);
	set_line_id(s, d, NULL);
	return -1;
}

static bool is_blank(struct slice line)
{
	for (size_t i = 0; i < line.n; i++)
		if (line.p[i] != ' ' && line.p[i] != '\t' && line.p[i] != '\r')
			return false;
	return true;
}

/* The document of the next line that is not blank: 1, 0 at the end, -1. */
static int next_line(struct source *s, struct doc *d, struct err *e)
{
	struct slice line;
	int got;

	do {
		got = input_line(&s->in, &line, e);
		s->line++;
		if (got < 0)
			return line_failed(s, d);
		if (!got) {
			end_lines(s);
			return 0;
		}
	} while (is_blank(line));
	if (s->read_line(line, d, e))
		return line_failed(s, d);
	if (!d->id.n && set_line_id(s, d, e))
		return -1;
	return 1;
}

/* How the lines of this file are read, or NULL for a file that is one document. */
static int line_reader(struct source *s, struct slice head, read_line **reader, struct err *e)
{
	struct slice line;
	int got;

	*reader = NULL;
	if (stream_recognise(head))
		*reader = stream_read;
	else if (head.n && head.p[0] == '{') {
		got = input_peek_line(&s->in, &line, e);
		if (got < 0)
			return -1;
		if (got && ndjson_recognise(line))
			*reader = ndjson_read;
	}
	return 0;
}

static int read_plain(struct source *s, struct doc *d, struct err *e)
{
	d->info.kind = slice_of("text");
	return input_rest(&s->in, &d->arena, &d->bytes, e) ? -1 : 1;
}

/* 1: a document; 0: its lines are the documents, and are read next; -1. */
static int read_file(struct source *s, struct doc *d, struct err *e)
{
	static const char signature[] = "\xEF\xBB\xBF{";
	struct slice head;
	const char *unread;

	if (input_peek(&s->in, CONTAINER_LOOK, &head, e))
		return -1;
	unread = container_unread(head);
	if (unread)
		return err_set(e, "%s is not read yet, only plain text and NDJSON", unread);
	if (slice_starts(head, slice_of(signature))) {
		input_skip(&s->in, 3);
		input_peek(&s->in, 1, &head, e);
	}
	if (line_reader(s, head, &s->read_line, e))
		return -1;
	return s->read_line ? 0 : read_plain(s, d, e);
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
	s->line = 0;
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
		if (s->read_line) {
			got = next_line(s, d, e);
			if (got)
				return got;
		}
		got = next_step(s, d, e);
	}
	return got;
}
