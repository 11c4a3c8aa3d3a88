#include "normalize/stream.h"

#include "normalize/json.h"

bool stream_recognise(struct slice bytes)
{
	return slice_starts(bytes, slice_of(STREAM_MARK));
}

static void add_number(struct buf *out, size_t value)
{
	char text[20];
	size_t at = sizeof(text);

	do {
		text[--at] = (char)('0' + value % 10);
		value /= 10;
	} while (value);
	buf_add(out, text + at, sizeof(text) - at);
}

static void add_field(struct buf *out, const char *name, struct slice value)
{
	if (!value.n)
		return;
	buf_addf(out, "\"%s\":", name);
	json_write_string(out, value);
	buf_addc(out, ',');
}

static void add_share(struct buf *out, const char *name, double value)
{
	if (value <= 0)
		return;
	buf_addf(out, "\"%s\":", name);
	json_write_number(out, value);
	buf_addc(out, ',');
}

static void add_info(struct buf *out, const struct doc_info *info)
{
	add_field(out, "kind", info->kind);
	add_field(out, "charset", info->charset);
	add_field(out, "script", slice_of(script_name(info->script)));
	add_share(out, "traditional_share", info->traditional);
	add_field(out, "title", info->title);
	add_field(out, "url", info->url);
	add_field(out, "source", info->source);
	add_field(out, "date", info->date);
	add_share(out, "ocr_confidence", info->ocr_confidence);
	if (info->order_unsure)
		buf_adds(out, "\"order_unsure\":true,");
}

static void add_parts(struct buf *out, const struct doc *d)
{
	if (!d->part_count)
		return;
	buf_adds(out, "\"parts\":");
	for (size_t i = 0; i < d->part_count; i++) {
		buf_adds(out, i ? ",[" : "[[");
		json_write_string(out, d->parts[i].name);
		buf_addc(out, ',');
		add_number(out, d->parts[i].start);
		buf_addc(out, ']');
	}
	buf_adds(out, "],");
}

static bool same_change(const struct edit_run *a, const struct edit_run *b)
{
	return a && a->kind == b->kind && a->src_unit == b->src_unit && a->dst_unit == b->dst_unit;
}

static void add_change(struct buf *out, const struct edit_run *run, const struct edit_run *last)
{
	buf_addc(out, '/');
	if (same_change(last, run))
		return;
	add_number(out, run->src_unit);
	buf_addc(out, '/');
	add_number(out, run->dst_unit);
	buf_addc(out, '/');
	buf_adds(out, edit_kind_info(run->kind)->name);
}

static void add_moves(struct buf *out, const struct edits *s)
{
	for (size_t i = 0; i < s->count; i++) {
		struct span target = edits_run_target(s, i);

		if (i)
			buf_addc(out, ' ');
		add_number(out, target.end - target.start);
		buf_addc(out, '@');
		add_number(out, s->runs[i].src);
		if (s->runs[i].kind != EDIT_KEEP)
			buf_addc(out, '/');
	}
}

static void add_runs(struct buf *out, const struct edits *s)
{
	const struct edit_run *last = NULL;

	for (size_t i = 0; i < s->count; i++) {
		const struct edit_run *run = &s->runs[i];
		struct span source = edits_run_source(s, i);
		struct span target = edits_run_target(s, i);

		if (i)
			buf_addc(out, ' ');
		add_number(out, run->dst_unit ? (target.end - target.start) / run->dst_unit
					      : (source.end - source.start) / run->src_unit);
		if (run->kind == EDIT_KEEP)
			continue;
		add_change(out, run, last);
		last = run;
	}
}

/* What the changed units became. */
static void add_with(struct buf *out, const struct doc *d, size_t layer)
{
	struct revisions revisions = {.doc = d, .layer = layer};
	struct revision c;
	struct buf with;

	buf_init(&with, SIZE_MAX);
	while (revisions_next(&revisions, &c))
		buf_slice(&with, c.after);
	buf_adds(out, ",\"with\":");
	json_write_string(out, buf_text(&with));
	out->failed |= with.failed;
	buf_release(&with);
}

static void add_layer(struct buf *out, const struct doc *d, size_t i)
{
	const struct layer *layer = &d->layers[i];

	buf_adds(out, "{\"name\":");
	json_write_string(out, slice_of(layer->name));
	buf_adds(out, ",\"runs\":\"");
	if (layer->edits.moved)
		add_moves(out, &layer->edits);
	else
		add_runs(out, &layer->edits);
	buf_addc(out, '"');
	if (i > 0 && !layer->edits.moved)
		add_with(out, d, i);
	buf_addc(out, '}');
}

void stream_write(const struct doc *d, struct buf *out)
{
	buf_adds(out, STREAM_MARK "\"doc\":");
	json_write_string(out, d->id);
	buf_adds(out, ",\"bytes\":");
	add_number(out, d->bytes.n);
	buf_addc(out, ',');
	add_info(out, &d->info);
	add_parts(out, d);
	if (!slice_eq(doc_decoded(d), doc_text(d))) {
		buf_adds(out, "\"original\":");
		json_write_string(out, doc_decoded(d));
		buf_addc(out, ',');
	}
	buf_adds(out, "\"text\":");
	json_write_string(out, doc_text(d));
	buf_adds(out, ",\"layers\":[");
	for (size_t i = 0; i < d->layer_count; i++) {
		if (i)
			buf_addc(out, ',');
		add_layer(out, d, i);
	}
	buf_adds(out, "]}\n");
}
