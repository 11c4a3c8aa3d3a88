#include "normalize/read/ndjson.h"

#include <jansson.h>
#include <stdio.h>

#include "normalize/read/container.h"

/* Fields of fields are parted by dots: no dump at hand has dots in its names. */
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

/* The value under a name, or under several parted by dots. */
static const json_t *value_at(const json_t *root, const char *path)
{
	const char *dot = strchr(path, '.');
	char name[LONGEST_FIELD];

	if (!dot || json_object_get(root, path))
		return json_object_get(root, path);
	snprintf(name, sizeof(name), "%.*s", (int)(dot - path), path);
	return value_at(json_object_get(root, name), dot + 1);
}

static struct slice string_of(const json_t *value)
{
	if (!json_is_string(value))
		return (struct slice){NULL, 0};
	return (struct slice){json_string_value(value), json_string_length(value)};
}

static struct slice text_of(const json_t *root, const char *text_field, const char **name)
{
	struct slice text = {NULL, 0};

	*name = text_field;
	if (text_field)
		return string_of(value_at(root, text_field));
	for (size_t i = 0; i < sizeof(text_fields) / sizeof(text_fields[0]) && !text.p; i++) {
		*name = text_fields[i];
		text = string_of(json_object_get(root, *name));
	}
	return text;
}

/* The list of paragraphs, and what the text in each is called; NULL without. */
static const json_t *paragraphs_of(const json_t *root, const char *const **names)
{
	size_t count = sizeof(paragraph_fields) / sizeof(paragraph_fields[0]);

	for (size_t i = 0; i < count; i++) {
		const json_t *list = json_object_get(root, paragraph_fields[i][0]);

		*names = paragraph_fields[i];
		if (json_is_array(list) &&
		    (!json_array_size(list) ||
		     string_of(json_object_get(json_array_get(list, 0), (*names)[1])).p))
			return list;
	}
	return NULL;
}

static json_t *parse(struct slice line, json_error_t *error)
{
	return json_loadb(line.p, line.n, JSON_ALLOW_NUL, error);
}

bool ndjson_recognise(struct slice line, const char *text_field)
{
	const char *const *names;
	const char *name;
	json_error_t error;
	json_t *root = parse(line, &error);
	bool found = text_of(root, text_field, &name).p || paragraphs_of(root, &names);

	json_decref(root);
	return found;
}

static int copy(struct slice text, struct slice *out, struct doc *d, struct err *e)
{
	*out = arena_copy(&d->arena, text);
	return out->p ? 0 : err_nomem(e);
}

static int read_text(struct slice text, const char *name, struct doc *d, struct err *e)
{
	if (copy(text, &d->bytes, d, e))
		return -1;
	if (container_of(d->bytes) == CONTAINER_HTML)
		d->info.kind = slice_of(container_name(CONTAINER_HTML));
	return doc_add_part(d, slice_of(name), 0, e);
}

/* Paragraphs on lines of their own; what is no string says nothing. */
static int read_paragraphs(const json_t *list, const char *const names[2], struct doc *d,
			   struct err *e)
{
	char name[LONGEST_FIELD];
	struct buf text;
	int result;

	buf_init(&text, SIZE_MAX);
	for (size_t i = 0; i < json_array_size(list); i++) {
		struct slice one = string_of(json_object_get(json_array_get(list, i), names[1]));

		if (text.len)
			buf_addc(&text, '\n');
		buf_slice(&text, one);
	}
	snprintf(name, sizeof(name), "%s[].%s", names[0], names[1]);
	result = buf_check(&text, e);
	if (!result)
		result = read_text(buf_text(&text), name, d, e);
	buf_release(&text);
	return result;
}

static int read_kept(const json_t *root, const struct kept *k, struct doc *d, struct err *e)
{
	struct slice *out = (struct slice *)(void *)((char *)d + k->offset);
	char digits[32];

	for (size_t i = 0; i < MOST_NAMES && k->names[i] && !out->n; i++) {
		const json_t *value = value_at(root, k->names[i]);
		struct slice text = string_of(value);

		if (json_is_integer(value)) {
			snprintf(digits, sizeof(digits), "%" JSON_INTEGER_FORMAT,
				 json_integer_value(value));
			text = slice_of(digits);
		}
		if (text.n && copy(text, out, d, e))
			return -1;
	}
	return 0;
}

static int read_object(const json_t *root, const char *text_field, struct doc *d, struct err *e)
{
	const char *const *names;
	const char *name;
	struct slice text = text_of(root, text_field, &name);
	const json_t *list = text.p || text_field ? NULL : paragraphs_of(root, &names);

	d->info.kind = slice_of(container_name(CONTAINER_NDJSON));
	d->info.charset = slice_of("UTF-8");
	if (!text.p && !list)
		return err_set(e, "a JSON line without a text field");
	if (list ? read_paragraphs(list, names, d, e) : read_text(text, name, d, e))
		return -1;
	for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
		if (read_kept(root, &kept[i], d, e))
			return -1;
	return 0;
}

int ndjson_read(struct slice line, const char *text_field, struct doc *d, struct err *e)
{
	json_error_t error;
	json_t *root = parse(line, &error);
	int result;

	if (!root)
		return err_set(e, "not valid JSON: %s at byte %d", error.text, error.position);
	result = read_object(root, text_field, d, e);
	json_decref(root);
	return result;
}
