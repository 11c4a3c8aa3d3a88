#include "normalize/doc.h"

static const char *const script_names[] = {
	[SCRIPT_NONE] = "",
	[SCRIPT_SIMPLIFIED] = "simplified",
	[SCRIPT_TRADITIONAL] = "traditional",
	[SCRIPT_MIXED] = "mixed",
};

const char *script_name(enum script script)
{
	return script_names[script];
}

enum script script_named(struct slice name)
{
	for (int i = SCRIPT_SIMPLIFIED; i <= SCRIPT_MIXED; i++)
		if (slice_is(name, script_names[i]))
			return (enum script)i;
	return SCRIPT_NONE;
}

void doc_init(struct doc *d)
{
	*d = (struct doc){0};
	arena_init(&d->arena);
}

void doc_release(struct doc *d)
{
	arena_release(&d->arena);
	doc_init(d);
}

struct slice doc_text(const struct doc *d)
{
	return d->layer_count ? d->layers[d->layer_count - 1].text : (struct slice){"", 0};
}

struct slice doc_decoded(const struct doc *d)
{
	return d->layer_count ? d->layers[0].text : (struct slice){"", 0};
}

int doc_push(struct doc *d, const char *name, struct editor *w, struct err *e)
{
	struct layer *layers;
	struct layer layer = {.name = name};

	if (d->layer_count && !w->changed && !w->failed)
		return 0;
	if (editor_finish(w, &d->arena, &layer.text, &layer.edits, e))
		return -1;
	layer.room = w->given;
	layers = arena_grow(&d->arena, d->layers, d->layer_count, &d->layer_capacity,
			    sizeof(*layers));
	if (!layers)
		return err_nomem(e);
	d->layers = layers;
	d->layers[d->layer_count++] = layer;
	return 0;
}

/* What a run was and became, from the texts of both layers. */
static struct revision read_revision(const struct doc *d, size_t layer, size_t run)
{
	const struct layer *l = &d->layers[layer];
	struct revision c = {.run = run, .before = {"", 0}};

	c.after = slice_cut(l->text, edits_run_target(&l->edits, run));
	if (l->edits.moved)
		c.before = c.after;
	else if (layer)
		c.before = slice_cut(l[-1].text, edits_run_source(&l->edits, run));
	return c;
}

/* The same from what doc_fold noted `at` bytes from the beginning. */
static struct revision noted_revision(const struct layer *l, size_t run, size_t at)
{
	struct span from = edits_run_source(&l->edits, run), to = edits_run_target(&l->edits, run);
	struct revision c = {.run = run, .before = {l->changes + at, from.end - from.start}};

	c.after = (struct slice){c.before.p + c.before.n, to.end - to.start};
	return c;
}

bool revisions_next(struct revisions *r, struct revision *revision)
{
	const struct layer *l = &r->doc->layers[r->layer];

	while (r->next < l->edits.count && l->edits.runs[r->next].kind == EDIT_KEEP)
		r->next++;
	if (r->next == l->edits.count)
		return false;
	*revision = l->changes ? noted_revision(l, r->next, r->at)
			       : read_revision(r->doc, r->layer, r->next);
	r->next++;
	r->at += revision->before.n + revision->after.n;
	return true;
}

/* Notes the changes of a layer, once. Of one that moved text they are its text. */
static int note_revisions(struct doc *d, size_t layer, struct err *e)
{
	struct layer *l = &d->layers[layer];
	struct revisions all = {.doc = d, .layer = layer}, again = all;
	struct revision c;
	char *place;

	if (l->edits.moved || l->changes)
		return 0;
	while (revisions_next(&all, &c))
		;
	place = arena_alloc(&d->arena, all.at);
	if (!place)
		return err_nomem(e);
	for (size_t at = 0; revisions_next(&again, &c); at = again.at) {
		memcpy(place + at, c.before.p, c.before.n);
		memcpy(place + at + c.before.n, c.after.p, c.after.n);
	}
	l->changes = place;
	return 0;
}

int doc_fold(struct doc *d, size_t first, struct editor *w, struct err *e)
{
	size_t below = d->layer_count - 2;
	struct layer *l = &d->layers[below];

	if (below < first || l->edits.moved || !l->room)
		return 0;
	if (note_revisions(d, below, e) || note_revisions(d, below + 1, e))
		return -1;
	editor_take(w, arena_disown(&d->arena, l->text.p), l->room);
	l->text = (struct slice){NULL, 0};
	l->room = 0;
	return 0;
}

struct span doc_bytes_span(const struct doc *d, size_t layer, struct span at)
{
	for (size_t i = layer + 1; i-- > 0;)
		at = edits_source(&d->layers[i].edits, at);
	return at;
}

struct span doc_origin(const struct doc *d, struct span at)
{
	return d->layer_count ? doc_bytes_span(d, d->layer_count - 1, at) : at;
}

struct span doc_decoded_span(const struct doc *d, struct span at)
{
	for (size_t i = d->layer_count; i-- > 1;)
		at = edits_source(&d->layers[i].edits, at);
	return at;
}

struct slice doc_part_at(const struct doc *d, struct span *at)
{
	size_t i = d->part_count;

	while (i > 1 && d->parts[i - 1].start > at->start)
		i--;
	if (!i)
		return (struct slice){"", 0};
	at->start -= d->parts[i - 1].start;
	at->end -= d->parts[i - 1].start;
	return d->parts[i - 1].name;
}

int doc_add_part(struct doc *d, struct slice name, size_t start, struct err *e)
{
	struct doc_part *parts =
		arena_grow(&d->arena, d->parts, d->part_count, &d->part_capacity, sizeof(*parts));
	struct slice copy = arena_copy(&d->arena, name);

	if (!parts || !copy.p)
		return err_nomem(e);
	d->parts = parts;
	d->parts[d->part_count++] = (struct doc_part){copy, start};
	return 0;
}

struct doc_trace doc_trace(const struct doc *d, struct span at)
{
	struct doc_trace trace = {.decoded = at};

	for (size_t i = d->layer_count; i-- > 0;) {
		if (i == 0)
			trace.decoded = at;
		at = edits_trace(&d->layers[i].edits, at, &trace.kinds);
	}
	trace.origin = at;
	return trace;
}

uint32_t doc_kinds(const struct doc *d, struct span at)
{
	return doc_trace(d, at).kinds;
}
