#include "normalize/read/ndjson.h"

#include <jansson.h>
#include <stdio.h>

/* The fields that hold the text, the first one present wins. */
static const char *const text_fields[] = {"text", "content", "raw_content", "body"};

static struct slice string_of(const json_t *root, const char *name)
{
	const json_t *value = json_object_get(root, name);

	if (!json_is_string(value))
		return (struct slice){NULL, 0};
	return (struct slice){json_string_value(value), json_string_length(value)};
}

static struct slice text_of(const json_t *root)
{
	struct slice text = {NULL, 0};

	for (size_t i = 0; i < sizeof(text_fields) / sizeof(text_fields[0]) && !text.p; i++)
		text = string_of(root, text_fields[i]);
	return text;
}

static json_t *parse(struct slice line, json_error_t *error)
{
	return json_loadb(line.p, line.n, JSON_ALLOW_NUL, error);
}

bool ndjson_recognise(struct slice line)
{
	json_error_t error;
	json_t *root = parse(line, &error);
	bool found = text_of(root).p != NULL;

	json_decref(root);
	return found;
}

static int copy(struct slice text, struct slice *out, struct doc *d, struct err *e)
{
	if (!text.p)
		return 0;
	*out = arena_copy(&d->arena, text);
	return out->p ? 0 : err_nomem(e);
}

static int read_id(const json_t *root, struct doc *d, struct err *e)
{
	const json_t *id = json_object_get(root, "id");
	char digits[32];

	if (!json_is_integer(id))
		return copy(string_of(root, "id"), &d->id, d, e);
	snprintf(digits, sizeof(digits), "%" JSON_INTEGER_FORMAT, json_integer_value(id));
	return copy(slice_of(digits), &d->id, d, e);
}

static int read_object(const json_t *root, struct doc *d, struct err *e)
{
	struct slice text = text_of(root);

	if (!text.p)
		return err_set(e, "a JSON line without a text field");
	if (copy(text, &d->bytes, d, e) || read_id(root, d, e) ||
	    copy(string_of(root, "url"), &d->info.url, d, e) ||
	    copy(string_of(root, "source"), &d->info.source, d, e) ||
	    copy(string_of(root, "title"), &d->info.title, d, e) ||
	    copy(string_of(root, "date"), &d->info.date, d, e))
		return -1;
	d->info.kind = slice_of("ndjson");
	d->info.charset = slice_of("UTF-8");
	return 0;
}

int ndjson_read(struct slice line, struct doc *d, struct err *e)
{
	json_error_t error;
	json_t *root = parse(line, &error);
	int result;

	if (!root)
		return err_set(e, "not valid JSON: %s at byte %d", error.text, error.position);
	result = read_object(root, d, e);
	json_decref(root);
	return result;
}
