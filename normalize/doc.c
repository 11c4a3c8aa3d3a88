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
	layers = arena_grow(&d->arena, d->layers, d->layer_count, &d->layer_capacity,
			    sizeof(*layers));
	if (!layers)
		return err_nomem(e);
	d->layers = layers;
	d->layers[d->layer_count++] = layer;
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
