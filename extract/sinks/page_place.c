#include "extract/sinks/page_place.h"

static bool has_markup(const struct edits *s)
{
	for (size_t i = 0; i < s->count; i++)
		if (s->runs[i].kind == EDIT_MARKUP)
			return true;
	return false;
}

size_t place_layer(const struct doc *d)
{
	size_t layer = d->layer_count - 1;

	if (!d->info.kind.n || slice_is(d->info.kind, "text"))
		return 0;
	while (layer > 0 && !has_markup(&d->layers[layer].edits))
		layer--;
	return layer;
}

/* Index of the last run that begins at or before a source byte: what inserts text is passed over
 * for the run that holds the byte. */
static size_t run_of(const struct edits *s, size_t src)
{
	size_t low = 0, high = s->count;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (s->runs[middle].src <= src)
			low = middle;
		else
			high = middle;
	}
	return low;
}

/* Whole units of the run up to a source byte, in bytes of the target; rounded up or down. */
static size_t target_bytes(const struct edit_run *run, size_t src, bool up)
{
	if (!run->src_unit)
		return 0;
	return (src - run->src + (up ? run->src_unit - 1 : 0)) / run->src_unit * run->dst_unit;
}

/* The target span of a source span: the way back of edits_source. */
static bool edits_target(const struct edits *s, struct span source, struct span *target)
{
	const struct edit_run *run;

	if (s->moved || !s->count || source.end > s->src_len)
		return false;
	run = &s->runs[run_of(s, source.start)];
	target->start = run->dst + target_bytes(run, source.start, false);
	target->end = target->start;
	if (source.end > source.start) {
		run = &s->runs[run_of(s, source.end - 1)];
		target->end = run->dst + target_bytes(run, source.end, true);
	}
	return target->start <= target->end && target->end <= s->dst_len;
}

static bool bring_up(const struct doc *d, size_t first, size_t layer, struct span *at)
{
	for (size_t i = first; i <= layer; i++)
		if (!edits_target(&d->layers[i].edits, *at, at))
			return false;
	return true;
}

static size_t part_start(const struct doc *d, struct slice name)
{
	for (size_t i = 0; name.n && i < d->part_count; i++)
		if (slice_eq(d->parts[i].name, name))
			return d->parts[i].start;
	return 0;
}

/* No place begins or ends inside a character. */
static void widen(struct slice text, struct span *at)
{
	while (at->start > 0 && at->start < text.n && (text.p[at->start] & 0xC0) == 0x80)
		at->start--;
	while (at->end < text.n && (text.p[at->end] & 0xC0) == 0x80)
		at->end++;
}

bool place_of_record(const struct doc *d, size_t layer, const struct record *r, struct span *at)
{
	size_t start = part_start(d, r->span_in);

	*at = (struct span){start + r->span.start, start + r->span.end};
	if (!bring_up(d, 0, layer, at))
		return false;
	widen(d->layers[layer].text, at);
	return true;
}

bool place_of_run(const struct doc *d, size_t layer, size_t from, size_t run, struct span *at)
{
	const struct edits *s = &d->layers[from].edits;

	if (from <= layer) {
		*at = edits_run_target(s, run);
		return bring_up(d, from + 1, layer, at);
	}
	*at = edits_run_source(s, run);
	for (size_t i = from - 1; i > layer; i--)
		*at = edits_source(&d->layers[i].edits, *at);
	return true;
}
