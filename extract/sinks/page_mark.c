#include "extract/sinks/page_mark.h"

#include "extract/sinks/page_place.h"

#include <stdlib.h>

/* Looks of record types; LOOKS for those that have no place on a page. */
static const enum look record_looks[RECORD_TYPES] = {
	[RECORD_DOCUMENT] = LOOKS,
	[RECORD_TARGET] = LOOK_TARGET,
	[RECORD_DEADLINE] = LOOK_DEADLINE,
	[RECORD_ASSIGNMENT] = LOOK_ASSIGNMENT,
	[RECORD_EDIT] = LOOKS,
	[RECORD_FACT] = LOOK_FACT,
	[RECORD_MENTION] = LOOKS,
};

void marks_release(struct marks *m)
{
	free(m->items);
	*m = (struct marks){0};
}

static struct mark *add_mark(struct marks *m, enum look look, struct err *e)
{
	size_t capacity = m->capacity ? 2 * m->capacity : 256;
	struct mark *items = m->items;

	if (m->count == m->capacity) {
		items = capacity > SIZE_MAX / sizeof(*items)
				? NULL
				: realloc(items, capacity * sizeof(*items));
		if (!items) {
			err_nomem(e);
			return NULL;
		}
		m->items = items;
		m->capacity = capacity;
	}
	m->looks[look]++;
	items[m->count] = (struct mark){.look = look, .order = m->count};
	return &items[m->count++];
}

static int add_record(struct marks *m, const struct doc *d, const struct context *x,
		      const struct record *r, struct seen *ids, struct err *e)
{
	struct mark *mark;

	if (record_looks[r->type] == LOOKS)
		return 0;
	mark = add_mark(m, record_looks[r->type], e);
	if (!mark || record_id(ids, x, r, mark->id, e))
		return -1;
	mark->record = r;
	mark->notable = r->flags || r->confidence < NOTABLE_CONFIDENCE;
	m->notable += mark->notable;
	mark->placed = place_of_record(d, m->layer, r, &mark->at);
	if (!mark->placed)
		mark->at = (struct span){0, 0};
	return 0;
}

static int add_records(struct marks *m, const struct doc *d, const struct context *x,
		       const struct records *records, struct err *e)
{
	struct seen ids = {0};
	int rc = 0;

	for (size_t i = 0; !rc && i < records->count; i++)
		rc = add_record(m, d, x, &records->items[i], &ids, e);
	seen_release(&ids);
	return rc;
}

static enum look look_of_edit(const struct mark *mark)
{
	bool was_blank = slice_trim(mark->before).n == 0;
	bool is_blank = slice_trim(mark->after).n == 0;

	if (mark->kind == EDIT_ORDER)
		return LOOK_MOVED;
	if (edit_kind_info(mark->kind)->doubtful)
		return LOOK_DOUBTFUL;
	if (was_blank && is_blank)
		return LOOK_BLANK;
	if (is_blank)
		return LOOK_GONE;
	return mark->kind == EDIT_FORM ? LOOK_FORM : LOOK_REPLACED;
}

static int add_edit(struct marks *m, const struct doc *d, size_t layer, const struct revision *c,
		    struct err *e)
{
	const struct edits *s = &d->layers[layer].edits;
	struct mark mark = {.kind = s->runs[c->run].kind, .order = m->count, .placed = true};
	struct mark *added;

	if (!edit_kind_info(mark.kind)->repair ||
	    !place_of_run(d, m->layer, layer, c->run, &mark.at))
		return 0;
	mark.after = c->after;
	if (layer)
		mark.before = c->before;
	mark.look = look_of_edit(&mark);
	added = add_mark(m, mark.look, e);
	if (!added)
		return -1;
	*added = mark;
	return 0;
}

static int add_edits(struct marks *m, const struct doc *d, struct err *e)
{
	for (size_t layer = 0; layer < d->layer_count; layer++) {
		struct revisions revisions = {.doc = d, .layer = layer};
		struct revision c;

		while (revisions_next(&revisions, &c))
			if (add_edit(m, d, layer, &c, e))
				return -1;
	}
	return 0;
}

static int compare_marks(const void *a, const void *b)
{
	const struct mark *x = a, *y = b;

	if (x->at.start != y->at.start)
		return x->at.start < y->at.start ? -1 : 1;
	if (x->at.end != y->at.end)
		return x->at.end > y->at.end ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

int marks_collect(struct marks *m, const struct doc *d, const struct context *x,
		  const struct records *records, struct err *e)
{
	*m = (struct marks){.layer = place_layer(d)};
	m->text = d->layers[m->layer].text;
	if (add_records(m, d, x, records, e) || add_edits(m, d, e))
		return -1;
	if (m->count)
		qsort(m->items, m->count, sizeof(*m->items), compare_marks);
	return 0;
}
