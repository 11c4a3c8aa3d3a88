#include "normalize/read/ndjson.h"

#include <stdio.h>

#include "normalize/read/container.h"
#include "normalize/read/json_scan.h"

enum { LONGEST_FIELD = 64, MOST_NAMES = 12 };

/* The fields that hold the text, the first one present wins; then lists of paragraphs. */
static const char *const text_fields[] = {"text", "content", "raw_content", "body"};
static const char *const paragraph_fields[][2] = {{"段落", "内容"}, {"paragraphs", "text"}};

/* What else is kept, by the names that dumps of pages and corpora give it. */
static const struct kept {
	size_t offset; /* of the member of struct doc */
	const char *names[MOST_NAMES];
} kept[] = {
	{offsetof(struct doc, id),
	 {"id", "文件名", "doc_id", "docid", "data_id", "uniqueKey", "meta.id", "digest",
	  "warc_headers.warc-record-id"}},
	{offsetof(struct doc, info.url),
	 {"url", "link", "meta.url", "metadata.url", "warc_headers.warc-target-uri", "网址"}},
	{offsetof(struct doc, info.source),
	 {"source", "来源", "source_domain", "meta.source", "publisher", "site"}},
	{offsetof(struct doc, info.title), {"title", "标题", "meta.title", "metadata.title"}},
	{offsetof(struct doc, info.date),
	 {"date", "发布日期", "发布时间", "publish_date", "publish_time", "pub_date", "pubdate",
	  "published", "meta.date"}},
};

/* A line as it is taken apart. */
struct line {
	struct scan_object object;
	struct arena arena; /* of the object; given back with the line */
	const char *text_field;
};

static struct scan_value value_in(const struct scan_object *o, const char *path,
				  struct arena *arena);

/* The value under the first of several names parted by dots. */
static struct scan_value value_below(const struct scan_object *o, const char *path, const char *dot,
				     struct arena *arena)
{
	struct scan_value value = scan_member(o, (struct slice){path, (size_t)(dot - path)});
	struct scan_object inner;

	if (value.kind != SCAN_OBJECT || scan_object(value.raw, &inner, arena, NULL))
		return (struct scan_value){SCAN_NONE, {NULL, 0}};
	return value_in(&inner, dot + 1, arena);
}

static struct scan_value value_in(const struct scan_object *o, const char *path,
				  struct arena *arena)
{
	struct scan_value value = scan_member(o, slice_of(path));
	const char *dot = strchr(path, '.');

	return value.kind || !dot ? value : value_below(o, path, dot, arena);
}

/* The field with the text, and its name; SCAN_NONE without. */
static struct scan_value text_of(struct line *l, const char **name)
{
	struct scan_value value = {SCAN_NONE, {NULL, 0}};
	size_t count = l->text_field ? 1 : sizeof(text_fields) / sizeof(text_fields[0]);

	for (size_t i = 0; i < count && value.kind != SCAN_STRING; i++) {
		*name = l->text_field ? l->text_field : text_fields[i];
		value = value_in(&l->object, *name, &l->arena);
	}
	if (value.kind != SCAN_STRING)
		value.kind = SCAN_NONE;
	return value;
}

/* The next paragraph of a list of objects: 1, 0 at the end; .kind SCAN_NONE for one without text.
 */
static bool next_paragraph(struct slice list, size_t *at, const char *name, struct line *l,
			   struct scan_value *text)
{
	struct scan_value item = scan_item(list, at);
	struct scan_object object;

	*text = (struct scan_value){SCAN_NONE, {"", 0}};
	if (item.kind == SCAN_NONE)
		return false;
	if (item.kind == SCAN_OBJECT && !scan_object(item.raw, &object, &l->arena, NULL))
		*text = scan_member(&object, slice_of(name));
	if (text->kind != SCAN_STRING)
		*text = (struct scan_value){SCAN_NONE, {"", 0}};
	return true;
}

/* The list of paragraphs, whose first has text, and its names; NULL without. */
static const char *const *paragraphs_of(struct line *l, struct slice *list)
{
	size_t count = sizeof(paragraph_fields) / sizeof(paragraph_fields[0]);

	for (size_t i = 0; i < count && !l->text_field; i++) {
		const char *const *names = paragraph_fields[i];
		struct scan_value value = scan_member(&l->object, slice_of(names[0])), text;
		size_t at = 0;

		*list = value.raw;
		if (value.kind == SCAN_ARRAY &&
		    (!next_paragraph(*list, &at, names[1], l, &text) || text.kind))
			return names;
	}
	return NULL;
}

static int line_open(struct line *l, struct slice text, const char *text_field, struct err *e)
{
	l->text_field = text_field;
	arena_init(&l->arena);
	return scan_object(text, &l->object, &l->arena, e);
}

bool ndjson_recognise(struct slice text, const char *text_field)
{
	struct line l;
	struct slice list;
	const char *name;
	bool found = !line_open(&l, text, text_field, NULL) &&
		     (text_of(&l, &name).kind || paragraphs_of(&l, &list));

	arena_release(&l.arena);
	return found;
}

static int set_text(const char *name, struct doc *d, struct err *e)
{
	if (!d->bytes.p)
		return err_nomem(e);
	if (container_of(d->bytes) == CONTAINER_HTML)
		d->info.kind = slice_of(container_name(CONTAINER_HTML));
	return doc_add_part(d, slice_of(name), 0, e);
}

/* Paragraphs on lines of their own; what is no string says nothing. */
static int read_paragraphs(struct line *l, struct slice list, const char *const names[2],
			   struct doc *d, struct err *e)
{
	struct scan_value value;
	char name[LONGEST_FIELD];
	struct buf text;
	size_t at = 0;
	int result;

	buf_init(&text, SIZE_MAX);
	for (bool first = true; next_paragraph(list, &at, names[1], l, &value); first = false) {
		if (!first)
			buf_addc(&text, '\n');
		buf_slice(&text, scan_text(value.raw, &l->arena));
	}
	snprintf(name, sizeof(name), "%s[].%s", names[0], names[1]);
	result = buf_check(&text, e);
	if (!result) {
		d->bytes = arena_copy(&d->arena, buf_text(&text));
		result = set_text(name, d, e);
	}
	buf_release(&text);
	return result;
}

static int read_kept(struct line *l, const struct kept *k, struct doc *d, struct err *e)
{
	struct slice *out = (struct slice *)(void *)((char *)d + k->offset);

	for (size_t i = 0; i < MOST_NAMES && k->names[i] && !out->n; i++) {
		struct scan_value value = value_in(&l->object, k->names[i], &l->arena);

		if (value.kind != SCAN_STRING && value.kind != SCAN_NUMBER)
			continue;
		*out = scan_text(value.raw, &d->arena);
		if (!out->p)
			return err_nomem(e);
	}
	return 0;
}

static int read_line(struct line *l, struct doc *d, struct err *e)
{
	const char *const *names;
	const char *name;
	struct slice list;
	struct scan_value text = text_of(l, &name);
	int result;

	d->info.kind = slice_of(container_name(CONTAINER_NDJSON));
	d->info.charset = slice_of("UTF-8");
	names = text.kind ? NULL : paragraphs_of(l, &list);
	if (!text.kind && !names)
		return err_set(e, "a JSON line without a text field");
	if (text.kind) {
		d->bytes = scan_text(text.raw, &d->arena);
		result = set_text(name, d, e);
	} else {
		result = read_paragraphs(l, list, names, d, e);
	}
	for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]) && !result; i++)
		result = read_kept(l, &kept[i], d, e);
	return result;
}

int ndjson_read(struct slice text, const char *text_field, struct doc *d, struct err *e)
{
	struct line l;
	int result = line_open(&l, text, text_field, e);

	if (!result)
		result = read_line(&l, d, e);
	arena_release(&l.arena);
	return result;
}
