#include "extract/sinks/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

/* The place in the block that is being read. */
struct reader {
	struct spool *spool;
	size_t at;
};

static void put(struct buf *b, const void *p, size_t n)
{
	buf_add(b, p, n);
}

static void get(struct reader *r, void *p, size_t n)
{
	memcpy(p, r->spool->block.data + r->at, n);
	r->at += n;
}

/* Items of a list; there is room for them, because they take half as much in the block. */
static void *list_items(struct reader *r, size_t count, size_t size)
{
	void *items = r->spool->lists + r->spool->list_used;

	r->spool->list_used += count * size;
	return items;
}

static void put_text(struct buf *b, const void *member)
{
	const struct slice *text = member;

	put(b, &text->n, sizeof(text->n));
	buf_slice(b, *text);
}

static void get_text(struct reader *r, void *member)
{
	struct slice *text = member;

	get(r, &text->n, sizeof(text->n));
	text->p = r->spool->block.data + r->at;
	r->at += text->n;
}

static void put_number(struct buf *b, const void *member)
{
	put(b, member, sizeof(double));
}

static void get_number(struct reader *r, void *member)
{
	get(r, member, sizeof(double));
}

static void put_list(struct buf *b, const void *member)
{
	const struct list *list = member;

	put(b, &list->count, sizeof(list->count));
	for (size_t i = 0; i < list->count; i++)
		put_text(b, &list->items[i]);
}

static void get_list(struct reader *r, void *member)
{
	struct list *list = member;

	get(r, &list->count, sizeof(list->count));
	list->items = list_items(r, list->count, sizeof(*list->items));
	for (size_t i = 0; i < list->count; i++)
		get_text(r, &list->items[i]);
}

static void put_baseline(struct buf *b, const void *member)
{
	const struct baseline *base = member;

	put(b, &base->set, sizeof(base->set));
	put_number(b, &base->value);
	put_text(b, &base->unit);
	put_text(b, &base->year);
}

static void get_baseline(struct reader *r, void *member)
{
	struct baseline *base = member;

	get(r, &base->set, sizeof(base->set));
	get_number(r, &base->value);
	get_text(r, &base->unit);
	get_text(r, &base->year);
}

static void put_period(struct buf *b, const void *member)
{
	const struct period *period = member;

	put_text(b, &period->start);
	put_text(b, &period->end);
}

static void get_period(struct reader *r, void *member)
{
	struct period *period = member;

	get_text(r, &period->start);
	get_text(r, &period->end);
}

static void put_counts(struct buf *b, const void *member)
{
	const struct counts *counts = member;

	put(b, &counts->count, sizeof(counts->count));
	for (size_t i = 0; i < counts->count; i++) {
		put_text(b, &counts->items[i].name);
		put(b, &counts->items[i].n, sizeof(counts->items[i].n));
	}
}

static void get_counts(struct reader *r, void *member)
{
	struct counts *counts = member;

	get(r, &counts->count, sizeof(counts->count));
	counts->items = list_items(r, counts->count, sizeof(*counts->items));
	for (size_t i = 0; i < counts->count; i++) {
		get_text(r, &counts->items[i].name);
		get(r, &counts->items[i].n, sizeof(counts->items[i].n));
	}
}

static void put_span(struct buf *b, const void *member)
{
	put(b, member, sizeof(struct span));
}

static void get_span(struct reader *r, void *member)
{
	get(r, member, sizeof(struct span));
}

static void put_flags(struct buf *b, const void *member)
{
	put(b, member, sizeof(uint32_t));
}

static void get_flags(struct reader *r, void *member)
{
	get(r, member, sizeof(uint32_t));
}

static const struct {
	void (*put)(struct buf *b, const void *member);
	void (*get)(struct reader *r, void *member);
} forms[] = {
	[FORM_TEXT] = {put_text, get_text},
	[FORM_NULLABLE] = {put_text, get_text},
	[FORM_OPTIONAL] = {put_text, get_text},
	[FORM_DATE] = {put_text, get_text},
	[FORM_NUMBER] = {put_number, get_number},
	[FORM_LIST] = {put_list, get_list},
	[FORM_BASELINE] = {put_baseline, get_baseline},
	[FORM_PERIOD] = {put_period, get_period},
	[FORM_COUNTS] = {put_counts, get_counts},
	[FORM_SPAN] = {put_span, get_span},
	[FORM_FLAGS] = {put_flags, get_flags},
};

static int complain(const struct spool *s, struct err *e)
{
	return err_set(e, "%s: a temporary file: %s", s->name, strerror(errno));
}

static FILE *open_nameless(const struct spool *s, const char *folder, struct err *e)
{
	FILE *file = NULL;
	char *path;
	int fd;

	if (asprintf(&path, "%s/zhibiao-XXXXXX", folder) < 0) {
		err_nomem(e);
		return NULL;
	}
	fd = mkostemp(path, O_CLOEXEC);
	if (fd >= 0) {
		unlink(path);
		file = fdopen(fd, "w+b");
	}
	if (!file) {
		complain(s, e);
		if (fd >= 0)
			close(fd);
	}
	free(path);
	return file;
}

int spool_open(struct spool *s, const char *folder, const char *name, struct err *e)
{
	*s = (struct spool){.name = name};
	buf_init(&s->block, SIZE_MAX);
	s->file = open_nameless(s, folder, e);
	return s->file ? 0 : -1;
}

void spool_close(struct spool *s)
{
	if (s->file)
		fclose(s->file);
	buf_release(&s->block);
	free(s->lists);
	*s = (struct spool){0};
}

/* A block: its length, then the type, then the fields of the type. */
int spool_add(struct spool *s, const struct record *r, struct err *e)
{
	struct buf *b = &s->block;
	size_t count;
	const struct field *fields = record_fields(r->type, &count);
	size_t n;

	buf_reset(b);
	put(b, &r->type, sizeof(r->type));
	for (size_t i = 0; i < count; i++)
		forms[fields[i].form].put(b, (const char *)r + fields[i].offset);
	if (buf_check(b, e))
		return -1;
	n = b->len;
	if (fwrite(&n, sizeof(n), 1, s->file) != 1 || fwrite(b->data, 1, n, s->file) != n)
		return complain(s, e);
	return 0;
}

int spool_rewind(struct spool *s, struct err *e)
{
	if (fflush(s->file) || fseek(s->file, 0, SEEK_SET))
		return complain(s, e);
	return 0;
}

/* A count in the block takes 8 bytes less than in memory, the length of a text as many. */
static int make_list_room(struct spool *s, struct err *e)
{
	size_t wanted = 2 * s->block.capacity;

	s->list_used = 0;
	if (wanted <= s->list_room)
		return 0;
	free(s->lists);
	s->lists = malloc(wanted);
	s->list_room = s->lists ? wanted : 0;
	return s->lists ? 0 : err_nomem(e);
}

static int read_fields(struct spool *s, struct record *r, struct err *e)
{
	struct reader reader = {.spool = s};
	const struct field *fields;
	enum record_type type;
	size_t count;

	if (make_list_room(s, e))
		return -1;
	get(&reader, &type, sizeof(type));
	*r = record_new(type);
	fields = record_fields(type, &count);
	for (size_t i = 0; i < count; i++)
		forms[fields[i].form].get(&reader, (char *)r + fields[i].offset);
	return 0;
}

int spool_next(struct spool *s, struct record *r, struct err *e)
{
	char *block;
	size_t n;

	if (fread(&n, sizeof(n), 1, s->file) != 1)
		return ferror(s->file) ? complain(s, e) : 0;
	buf_reset(&s->block);
	block = buf_reserve(&s->block, n);
	if (!block)
		return err_nomem(e);
	if (fread(block, 1, n, s->file) != n)
		return complain(s, e);
	return read_fields(s, r, e) ? -1 : 1;
}
