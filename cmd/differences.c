#include "cmd/differences.h"

#include "normalize/json.h"

#include <stdlib.h>

enum { MOST_SHOWN = 6 };

/* The fields that tell what a record is about. */
static const char *const shown_fields[RECORD_TYPES][MOST_SHOWN] = {
	[RECORD_DOCUMENT] = {"title", "issuer", "number", "published"},
	[RECORD_TARGET] = {"indicator", "op", "value", "value_max", "unit", "deadline"},
	[RECORD_DEADLINE] = {"kind", "start", "end", "recurrence"},
	[RECORD_ASSIGNMENT] = {"task", "lead", "support"},
};

static const char *const signs[CHANGE_KINDS] = {
	[CHANGE_ADDED] = "+",
	[CHANGE_REMOVED] = "-",
	[CHANGE_CHANGED] = "~",
};

void differences_init(struct differences *d)
{
	*d = (struct differences){0};
	names_init(&d->rules);
}

void differences_release(struct differences *d)
{
	names_release(&d->rules);
	free(d->counts);
}

static int count_change(struct differences *d, const struct change *c, struct err *e)
{
	size_t i;

	if (names_add(&d->rules, change_rule(c), &i, e))
		return -1;
	if (i >= d->room) {
		size_t room = d->room ? 2 * d->room : 64;
		void *counts = reallocarray(d->counts, room, sizeof(*d->counts));

		if (!counts)
			return err_nomem(e);
		d->counts = counts;
		memset(d->counts + d->room, 0, (room - d->room) * sizeof(*d->counts));
		d->room = room;
	}
	d->counts[i][change_kind(c)]++;
	return 0;
}

int differences_add(struct differences *d, const struct changes *changes, struct err *e)
{
	d->documents += changes->count > 0;
	for (size_t i = 0; i < changes->count; i++)
		if (count_change(d, &changes->items[i], e))
			return -1;
	return 0;
}

static bool is_shown(enum record_type type, const char *name)
{
	for (size_t i = 0; i < MOST_SHOWN && shown_fields[type][i]; i++)
		if (strcmp(shown_fields[type][i], name) == 0)
			return true;
	return false;
}

static void add_whole(const struct record *r, struct buf *out)
{
	size_t count;
	const struct field *fields = record_fields(r->type, &count);
	const char *separator = ": ";

	for (size_t i = 0; i < count; i++) {
		if (!is_shown(r->type, fields[i].name))
			continue;
		buf_addf(out, "%s%s ", separator, fields[i].name);
		record_write_value(r, &fields[i], out);
		separator = ", ";
	}
}

static void add_fields(const struct change *c, struct buf *out)
{
	size_t count;
	const struct field *fields = record_fields(c->after->type, &count);
	const char *separator = ": ";

	for (size_t i = 0; i < count; i++) {
		if (!change_differs(c, &fields[i]))
			continue;
		buf_addf(out, "%s%s ", separator, fields[i].name);
		record_write_value(c->before, &fields[i], out);
		buf_adds(out, " → ");
		record_write_value(c->after, &fields[i], out);
		separator = ", ";
	}
}

static void add_change(const struct change *c, struct buf *out)
{
	const struct record *r = c->after ? c->after : c->before;

	buf_addf(out, "  %s ", signs[change_kind(c)]);
	buf_slice(out, change_rule(c));
	buf_addc(out, ' ');
	if (r->type != RECORD_DOCUMENT)
		json_write_string(out, r->quote);
	if (change_kind(c) == CHANGE_CHANGED)
		add_fields(c, out);
	else
		add_whole(r, out);
	buf_addc(out, '\n');
}

static void add_heading(struct slice id, const struct changes *changes, struct buf *out)
{
	size_t counts[CHANGE_KINDS] = {0};

	for (size_t i = 0; i < changes->count; i++)
		counts[change_kind(&changes->items[i])]++;
	buf_slice(out, id);
	buf_addf(out, ": %zu added, %zu removed, %zu changed\n", counts[CHANGE_ADDED],
		 counts[CHANGE_REMOVED], counts[CHANGE_CHANGED]);
}

int differences_print(struct slice id, const struct changes *changes, FILE *out, struct err *e)
{
	struct buf text;
	int rc;

	buf_init(&text, SIZE_MAX);
	add_heading(id, changes, &text);
	for (size_t i = 0; i < changes->count; i++)
		add_change(&changes->items[i], &text);
	rc = buf_check(&text, e);
	if (!rc)
		fwrite(text.data, 1, text.len, out);
	buf_release(&text);
	return rc;
}

void differences_summary(const struct differences *d, FILE *out)
{
	if (!d->rules.count)
		return;
	fprintf(out, "%-36s %8s %8s %8s\n", "rule", "added", "removed", "changed");
	for (size_t i = 0; i < d->rules.count; i++) {
		struct slice name = d->rules.items[i].text;

		fprintf(out, "%-36.*s %8zu %8zu %8zu\n", (int)name.n, name.p,
			d->counts[i][CHANGE_ADDED], d->counts[i][CHANGE_REMOVED],
			d->counts[i][CHANGE_CHANGED]);
	}
}
