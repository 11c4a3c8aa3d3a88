#include "extract/record.h"

#include <jansson.h>
#include <math.h>

/* What a field's reader needs besides the value. */
struct reading {
	struct arena *arena;
	struct err *e;
};

static int read_string(json_t *value, struct slice *out, struct reading *r)
{
	struct slice text = {json_string_value(value), json_string_length(value)};

	if (!json_is_string(value))
		return err_set(r->e, "wants a string");
	*out = arena_copy(r->arena, text);
	return out->p ? 0 : err_nomem(r->e);
}

static int read_text(json_t *value, void *member, struct reading *r)
{
	return read_string(value, member, r);
}

static int read_nullable(json_t *value, void *member, struct reading *r)
{
	if (json_is_null(value)) {
		*(struct slice *)member = (struct slice){"", 0};
		return 0;
	}
	return read_string(value, member, r);
}

static int read_number(json_t *value, void *member, struct reading *r)
{
	if (!json_is_number(value) && !json_is_null(value))
		return err_set(r->e, "wants a number");
	*(double *)member = json_is_null(value) ? NAN : json_number_value(value);
	return 0;
}

static int read_list(json_t *value, void *member, struct reading *r)
{
	struct list *list = member;
	size_t count = json_array_size(value);

	if (!json_is_array(value))
		return err_set(r->e, "wants an array of strings");
	list->items = arena_zero(r->arena, count + 1, sizeof(struct slice));
	if (!list->items)
		return err_nomem(r->e);
	list->count = count;
	for (size_t i = 0; i < count; i++)
		if (read_string(json_array_get(value, i), &list->items[i], r))
			return -1;
	return 0;
}

/* Members of an object that may be missing. */
static int read_member(json_t *object, const char *name, void *member,
		       int (*read)(json_t *, void *, struct reading *), struct reading *r)
{
	json_t *value = json_object_get(object, name);

	return value ? read(value, member, r) : 0;
}

static int read_baseline(json_t *value, void *member, struct reading *r)
{
	struct baseline *b = member;

	if (json_is_null(value))
		return 0;
	if (!json_is_object(value))
		return err_set(r->e, "wants an object");
	b->set = true;
	if (read_member(value, "value", &b->value, read_number, r) ||
	    read_member(value, "unit", &b->unit, read_text, r))
		return -1;
	return read_member(value, "year", &b->year, read_nullable, r);
}

static int read_period(json_t *value, void *member, struct reading *r)
{
	struct period *p = member;

	if (!json_is_object(value))
		return err_set(r->e, "wants an object");
	if (read_member(value, "start", &p->start, read_nullable, r))
		return -1;
	return read_member(value, "end", &p->end, read_nullable, r);
}

static int read_size(json_t *value, size_t *out, struct err *e)
{
	if (!json_is_integer(value) || json_integer_value(value) < 0)
		return err_set(e, "wants whole numbers, not below 0");
	*out = (size_t)json_integer_value(value);
	return 0;
}

static int read_counts(json_t *value, void *member, struct reading *r)
{
	struct counts *counts = member;
	void *at = json_object_iter(value);

	if (!json_is_object(value))
		return err_set(r->e, "wants an object");
	counts->items = arena_zero(r->arena, json_object_size(value) + 1, sizeof(struct count));
	if (!counts->items)
		return err_nomem(r->e);
	for (; at; at = json_object_iter_next(value, at)) {
		struct count *c = &counts->items[counts->count++];

		c->name = arena_copy(r->arena, slice_of(json_object_iter_key(at)));
		if (!c->name.p)
			return err_nomem(r->e);
		if (read_size(json_object_iter_value(at), &c->n, r->e))
			return -1;
	}
	return 0;
}

static int read_span(json_t *value, void *member, struct reading *r)
{
	struct span *s = member;

	if (!json_is_array(value) || json_array_size(value) != 2)
		return err_set(r->e, "wants an array of two numbers");
	if (read_size(json_array_get(value, 0), &s->start, r->e) ||
	    read_size(json_array_get(value, 1), &s->end, r->e))
		return -1;
	return s->start <= s->end ? 0 : err_set(r->e, "ends before it starts");
}

static int read_flag(json_t *value, uint32_t *bits, struct err *e)
{
	if (!json_is_string(value))
		return err_set(e, "wants an array of strings");
	for (int i = 0; i < RECORD_FLAGS; i++) {
		if (strcmp(json_string_value(value), flag_info(i)->name) != 0)
			continue;
		*bits |= (uint32_t)1 << i;
		return 0;
	}
	return err_set(e, "unknown flag \"%.60s\"", json_string_value(value));
}

static int read_flags(json_t *value, void *member, struct reading *r)
{
	if (!json_is_array(value))
		return err_set(r->e, "wants an array of strings");
	for (size_t i = 0; i < json_array_size(value); i++)
		if (read_flag(json_array_get(value, i), member, r->e))
			return -1;
	return 0;
}

static int (*const readers[])(json_t *, void *, struct reading *) = {
	[FORM_TEXT] = read_text,	 [FORM_NULLABLE] = read_nullable,
	[FORM_OPTIONAL] = read_nullable, [FORM_DATE] = read_nullable,
	[FORM_NUMBER] = read_number,	 [FORM_LIST] = read_list,
	[FORM_BASELINE] = read_baseline, [FORM_PERIOD] = read_period,
	[FORM_COUNTS] = read_counts,	 [FORM_SPAN] = read_span,
	[FORM_FLAGS] = read_flags,
};

static int read_type(json_t *object, enum record_type *type, struct err *e)
{
	const char *name = json_string_value(json_object_get(object, "type"));
	int i = 0;

	if (!name)
		return err_set(e, "not a record: no \"type\"");
	while (i < RECORD_TYPES && strcmp(name, record_type_name((enum record_type)i)) != 0)
		i++;
	if (i == RECORD_TYPES)
		return err_set(e, "unknown type \"%.60s\"", name);
	*type = (enum record_type)i;
	return 0;
}

static int read_fields(json_t *object, struct record *r, struct arena *arena, struct err *e)
{
	struct err inner = {""};
	struct reading reading = {arena, &inner};
	size_t count;
	const struct field *fields = record_fields(r->type, &count);

	for (size_t i = 0; i < count; i++) {
		json_t *value = json_object_get(object, fields[i].name);
		void *member = (char *)r + fields[i].offset;

		if (value && readers[fields[i].form](value, member, &reading))
			return err_set(e, "\"%s\": %s", fields[i].name, inner.text);
	}
	return 0;
}

int record_read(struct slice line, struct record *r, struct arena *arena, struct err *e)
{
	json_error_t problem;
	json_t *object = json_loadb(line.p, line.n, JSON_ALLOW_NUL, &problem);
	enum record_type type = RECORD_TYPES;
	int status;

	if (!object)
		return err_set(e, "not JSON: column %d: %.200s", problem.column, problem.text);
	status = read_type(object, &type, e);
	if (!status) {
		*r = record_new(type);
		status = read_fields(object, r, arena, e);
	}
	json_decref(object);
	return status;
}
