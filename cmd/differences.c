#include "cmd/differences.h"

#include "cmd/show.h"

#include <stdlib.h>

/* Fields that say nothing new: they are counts of the other changes, or the same for all. */
static const char *const passed_over[] = {"doc", "edits", "counts", NULL};

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

static int count(struct differences *d, const struct change *c, struct err *e)
{
	size_t i;

	if (names_add(&d->rules, change_record(c)->rule, &i, e))
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

static const struct {
	const char *before;
	const char *name;
} summary[] = {
	{" ", "indicator"}, {" ", "op"},	  {" ", "value"}, {"–", "value_max"},
	{" ", "unit"},	    {" by ", "deadline"}, {" ", "kind"},  {" ", "end"},
	{" ", "task"},	    {", lead ", "lead"},
};

/* What a record says, in short. */
static void add_summary(struct buf *out, const struct record *r)
{
	size_t fields_count;
	const struct field *fields = record_fields(r->type, &fields_count);

	for (size_t i = 0; i < sizeof(summary) / sizeof(*summary); i++)
		for (size_t k = 0; k < fields_count; k++) {
			size_t start = out->len, value;

			if (strcmp(fields[k].name, summary[i].name) != 0)
				continue;
			buf_adds(out, summary[i].before);
			value = out->len;
			show_field(out, r, &fields[k]);
			if (out->len == value)
				out->len = start;
		}
	buf_addf(out, " (%.*s)\n", (int)r->rule.n, r->rule.p);
}

/* The value of a field, with a word for an empty one. */
static void add_value(struct buf *out, const struct record *r, const struct field *field)
{
	size_t start = out->len;

	show_field(out, r, field);
	if (out->len == start)
		buf_adds(out, "nothing");
}

static void add_changes(struct buf *out, const struct change *c)
{
	size_t count;
	const struct field *fields = change_fields(c, &count);
	const char *separator = " ";

	if (c->before->type != c->after->type) {
		buf_addf(out, " type %s → %s", record_type_name(c->before->type),
			 record_type_name(c->after->type));
		separator = "; ";
	}
	for (size_t i = 0; i < count; i++) {
		if (field_is(&fields[i], passed_over) || !change_differs(c, &fields[i]))
			continue;
		buf_addf(out, "%s%s ", separator, fields[i].name);
		add_value(out, c->before, &fields[i]);
		buf_adds(out, " → ");
		add_value(out, c->after, &fields[i]);
		separator = "; ";
	}
	buf_addc(out, '\n');
}

static void add_change(struct buf *out, const struct change *c)
{
	static const char signs[CHANGE_KINDS] = {'-', '+', '~'};
	const struct record *r = change_record(c);

	buf_addf(out, "  %c %s", signs[change_kind(c)], record_type_name(r->type));
	if (r->quote.n)
		buf_addf(out, " “%.*s” at %zu", (int)r->quote.n, r->quote.p, r->span.start);
	buf_addc(out, ':');
	if (change_kind(c) == CHANGE_CHANGED)
		add_changes(out, c);
	else
		add_summary(out, r);
}

int differences_add(struct differences *d, struct slice id, const struct changes *changes,
		    struct buf *out, struct err *e)
{
	d->documents++;
	d->differing += changes->count > 0;
	if (out && changes->count) {
		buf_slice(out, id);
		buf_addc(out, '\n');
	}
	for (size_t i = 0; i < changes->count; i++) {
		if (out)
			add_change(out, &changes->items[i]);
		if (count(d, &changes->items[i], e))
			return -1;
	}
	return out ? buf_check(out, e) : 0;
}

/* A rule and its counts. */
struct line {
	struct slice rule;
	const size_t *counts;
};

static int by_rule(const void *a, const void *b)
{
	const struct line *x = a;
	const struct line *y = b;
	size_t n = x->rule.n < y->rule.n ? x->rule.n : y->rule.n;
	int order = n ? memcmp(x->rule.p, y->rule.p, n) : 0;

	return order ? order : (x->rule.n > y->rule.n) - (x->rule.n < y->rule.n);
}

static void print_lines(const struct differences *d, const struct line *lines, FILE *out)
{
	size_t sums[CHANGE_KINDS] = {0};

	if (d->rules.count)
		fprintf(out, "\n%9s %9s %9s  rule\n", "removed", "added", "changed");
	for (size_t i = 0; i < d->rules.count; i++) {
		const size_t *counts = lines[i].counts;

		fprintf(out, "%9zu %9zu %9zu  %.*s\n", counts[CHANGE_REMOVED], counts[CHANGE_ADDED],
			counts[CHANGE_CHANGED], (int)lines[i].rule.n, lines[i].rule.p);
		for (int kind = 0; kind < CHANGE_KINDS; kind++)
			sums[kind] += counts[kind];
	}
	fprintf(out, "%9zu %9zu %9zu  in %zu of %zu documents\n", sums[CHANGE_REMOVED],
		sums[CHANGE_ADDED], sums[CHANGE_CHANGED], d->differing, d->documents);
}

int differences_print(const struct differences *d, FILE *out, struct err *e)
{
	struct line *lines = calloc(d->rules.count + 1, sizeof(*lines));

	if (!lines)
		return err_nomem(e);
	for (size_t i = 0; i < d->rules.count; i++)
		lines[i] = (struct line){d->rules.items[i].text, d->counts[i]};
	qsort(lines, d->rules.count, sizeof(*lines), by_rule);
	print_lines(d, lines, out);
	free(lines);
	return 0;
}
