#include "normalize/stream.h"

#include <jansson.h>
#include <stdlib.h>

/* Far more than the chain has; a line that claims more is hostile. */
enum { MOST_LAYERS = 64 };

/* One layer in the making. A stream comes from outside: every number in it is checked. */
struct replay {
	bool first;	      /* the decode layer: its source is gone, its target known */
	struct slice source;  /* .p is NULL for the first layer */
	struct slice target;  /* the first layer's */
	struct slice with;    /* the others': what changed units become, from here on */
	struct buf *out;      /* the others' target so far */
	struct slice tokens;  /* the runs to come */
	struct edit_run last; /* the last change; no units before the first one */
	struct edit_run *runs;
	size_t src; /* bytes done so far */
	size_t dst;
};

static bool text_of(const json_t *value, struct slice *out)
{
	if (!json_is_string(value))
		return false;
	*out = (struct slice){json_string_value(value), json_string_length(value)};
	return true;
}

static bool size_of(const json_t *value, size_t limit, size_t *out)
{
	json_int_t n = json_is_integer(value) ? json_integer_value(value) : -1;

	if (n < 0 || (uintmax_t)n > limit)
		return false;
	*out = (size_t)n;
	return true;
}

/* Whether a character of valid UTF-8 begins, or the text ends, at each of these places. */
static bool on_boundaries(struct slice text, size_t at, size_t units, size_t unit)
{
	for (size_t i = 0; unit && i <= units; i++) {
		size_t place = at + i * unit;

		if (place < text.n && ((unsigned char)text.p[place] & 0xC0) == 0x80)
			return false;
	}
	return true;
}

static bool begins_character(char c)
{
	return ((unsigned char)c & 0xC0) != 0x80;
}

/* Whether characters begin at the same places of both texts, which are equally long. */
static bool same_boundaries(const char *a, const char *b, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (begins_character(a[i]) != begins_character(b[i]))
			return false;
	return true;
}

static size_t target_size(const struct replay *r)
{
	return r->first ? r->target.n : SIZE_MAX;
}

static bool fits(size_t done, size_t units, size_t unit, size_t limit)
{
	return done <= limit && (!unit || units <= (limit - done) / unit);
}

/*
 * Whether both ends of every unit of the run are between characters. A run of single bytes is
 * one in which every character keeps its length.
 */
static bool well_placed(const struct replay *r, size_t units, size_t src, size_t dst)
{
	struct slice target = r->first ? r->target : buf_text(r->out);

	if (!r->first && src == 1 && dst == 1)
		return on_boundaries(r->source, r->src, 1, units) &&
		       same_boundaries(r->source.p + r->src, target.p + r->dst, units);
	if (!r->first && !on_boundaries(r->source, r->src, units, src))
		return false;
	return on_boundaries(target, r->dst, units, dst);
}

/* Checks a run's place and adds it; the caller has written its target text. */
static bool add_run(struct replay *r, struct edit_run *run, size_t units)
{
	size_t steps = run->kind == EDIT_KEEP ? 1 : units;
	size_t src = run->kind == EDIT_KEEP ? units : run->src_unit;
	size_t dst = run->kind == EDIT_KEEP ? units : run->dst_unit;

	if (r->out->failed || (r->src | r->dst) > UINT32_MAX || !well_placed(r, steps, src, dst))
		return false;
	run->src = (uint32_t)r->src;
	run->dst = (uint32_t)r->dst;
	*r->runs++ = *run;
	r->src += steps * src;
	r->dst += steps * dst;
	return true;
}

static bool take(struct slice *text, char c)
{
	if (!text->n || text->p[0] != c)
		return false;
	*text = (struct slice){text->p + 1, text->n - 1};
	return true;
}

/* A number from the beginning of the text, at most `limit`. */
static bool take_number(struct slice *text, size_t limit, size_t *out)
{
	size_t value = 0, i = 0;

	for (; i < text->n && is_digit((unsigned char)text->p[i]); i++) {
		size_t digit = (size_t)(text->p[i] - '0');

		if (digit > limit || value > (limit - digit) / 10)
			return false;
		value = value * 10 + digit;
	}
	*text = (struct slice){text->p + i, text->n - i};
	*out = value;
	return i > 0;
}

/* The name of a kind that changes something, up to a blank. */
static bool take_kind(struct slice *text, uint8_t *out)
{
	const char *blank = memchr(text->p, ' ', text->n);
	size_t n = blank ? (size_t)(blank - text->p) : text->n;
	enum edit_kind kind = edit_kind_named((struct slice){text->p, n});

	*out = (uint8_t)kind;
	*text = (struct slice){text->p + n, text->n - n};
	return kind != EDIT_KINDS && kind != EDIT_KEEP;
}

static bool read_keep(struct replay *r, size_t n)
{
	struct edit_run run = {.src_unit = 1, .dst_unit = 1, .kind = EDIT_KEEP};

	if (!fits(r->src, n, 1, r->source.n) || !fits(r->dst, n, 1, target_size(r)))
		return false;
	if (!r->first)
		buf_add(r->out, r->source.p + r->src, n);
	return add_run(r, &run, n);
}

/* SRC/DST/KIND, or nothing: as the last time. */
static bool take_shape(struct replay *r)
{
	size_t src, dst;

	if (!r->tokens.n || r->tokens.p[0] == ' ')
		return r->last.src_unit || r->last.dst_unit;
	if (!take_number(&r->tokens, UINT32_MAX, &src) || !take(&r->tokens, '/') ||
	    !take_number(&r->tokens, UINT32_MAX, &dst) || !take(&r->tokens, '/') ||
	    !take_kind(&r->tokens, &r->last.kind))
		return false;
	r->last.src_unit = (uint32_t)src;
	r->last.dst_unit = (uint32_t)dst;
	return src || dst;
}

static bool read_change(struct replay *r, size_t units)
{
	size_t src, dst;

	if (!units || !take_shape(r))
		return false;
	src = r->last.src_unit;
	dst = r->last.dst_unit;
	if (!fits(r->src, units, src, r->source.n) || !fits(r->dst, units, dst, target_size(r)))
		return false;
	if (!r->first && dst) {
		if (!fits(0, units, dst, r->with.n))
			return false;
		buf_add(r->out, r->with.p, units * dst);
		r->with = (struct slice){r->with.p + units * dst, r->with.n - units * dst};
	}
	return add_run(r, &r->last, units);
}

/* N@PLACE or N@PLACE/ */
static bool read_move(struct replay *r)
{
	struct edit_run run = {.src_unit = 1, .dst_unit = 1};
	size_t n, from;

	if (!take_number(&r->tokens, r->source.n - r->dst, &n) || !n || !take(&r->tokens, '@') ||
	    !take_number(&r->tokens, r->source.n - n, &from) ||
	    !on_boundaries(r->source, from, 1, n) || (from | r->dst) > UINT32_MAX)
		return false;
	run.src = (uint32_t)from;
	run.dst = (uint32_t)r->dst;
	run.kind = take(&r->tokens, '/') ? EDIT_ORDER : EDIT_KEEP;
	buf_add(r->out, r->source.p + from, n);
	*r->runs++ = run;
	r->dst += n;
	return !r->out->failed;
}

static int compare_spans(const void *a, const void *b)
{
	const struct span *x = a, *y = b;

	return x->start < y->start ? -1 : x->start > y->start;
}

/* Whether the pieces take the whole source once. */
static bool is_permutation(const struct edits *s, struct arena *arena)
{
	struct span *pieces = arena_alloc(arena, s->count * sizeof(*pieces));
	size_t at = 0;

	for (size_t i = 0; pieces && i < s->count; i++)
		pieces[i] = edits_run_source(s, i);
	if (pieces)
		qsort(pieces, s->count, sizeof(*pieces), compare_spans);
	for (size_t i = 0; pieces && i < s->count; at = pieces[i++].end)
		if (pieces[i].start != at)
			return false;
	return pieces && at == s->src_len;
}

static bool read_run(struct replay *r)
{
	size_t n;

	if (!take_number(&r->tokens, SIZE_MAX, &n))
		return false;
	return take(&r->tokens, '/') ? read_change(r, n) : read_keep(r, n);
}

/* All runs, one blank between them. */
static bool read_row(struct replay *r, bool (*read)(struct replay *r))
{
	do {
		if (!read(r) || r->out->failed)
			return false;
	} while (take(&r->tokens, ' '));
	return !r->tokens.n;
}

/* The runs of a layer that moves text; the layer's edits know where they are. */
static bool read_moves(struct replay *r, struct edits *s, struct arena *arena)
{
	s->moved = true;
	s->src_len = r->source.n;
	s->dst_len = r->source.n;
	return read_row(r, read_move) && r->dst == r->source.n && is_permutation(s, arena);
}

static bool read_runs(struct replay *r)
{
	return read_row(r, read_run) && r->src == r->source.n && !r->with.n &&
	       (!r->first || r->dst == r->target.n);
}

static size_t count_runs(struct slice tokens)
{
	size_t count = tokens.n > 0;

	for (size_t i = 0; i < tokens.n; i++)
		count += tokens.p[i] == ' ';
	return count;
}

static int bad_layer(size_t i, const struct buf *out, struct err *e)
{
	if (out->failed)
		return err_nomem(e);
	return err_set(e, "damaged document stream: layer %zu does not fit its text", i);
}

/* The name of a layer, as the arena's own; NULL when there is none or no memory. */
static const char *name_of(const json_t *layer, struct doc *d)
{
	struct slice name;

	if (!text_of(json_object_get(layer, "name"), &name) || !name.n ||
	    memchr(name.p, '\0', name.n))
		return NULL;
	return arena_copy(&d->arena, name).p;
}

/* Makes layer number i again; `original` is the text of layer 0. */
static int read_layer(const json_t *value, size_t i, struct slice original, struct doc *d,
		      struct buf *out, struct err *e)
{
	struct layer *layer = &d->layers[i];
	struct edits *s = &layer->edits;
	struct replay r = {.first = i == 0, .out = out, .target = original};

	buf_reset(out);
	r.source = i ? d->layers[i - 1].text : d->bytes;
	layer->name = name_of(value, d);
	if (!layer->name || !text_of(json_object_get(value, "runs"), &r.tokens))
		return bad_layer(i, out, e);
	if (i)
		text_of(json_object_get(value, "with"), &r.with);
	s->count = count_runs(r.tokens);
	r.runs = arena_zero(&d->arena, s->count, sizeof(*r.runs));
	if (!r.runs)
		return err_nomem(e);
	s->runs = r.runs;
	if (i && memchr(r.tokens.p, '@', r.tokens.n) ? !read_moves(&r, s, &d->arena)
						     : !read_runs(&r))
		return bad_layer(i, out, e);
	layer->text = i ? arena_copy(&d->arena, buf_text(out)) : original;
	if (!layer->text.p)
		return err_nomem(e);
	s->src_len = r.source.n;
	s->dst_len = layer->text.n;
	d->layer_count = i + 1;
	return 0;
}

static int read_layers(const json_t *layers, struct slice original, struct doc *d, struct err *e)
{
	size_t count = json_array_size(layers);
	struct buf out;
	int result = 0;

	if (!count || count > MOST_LAYERS)
		return err_set(e, "damaged document stream: %zu layers", count);
	d->layers = arena_zero(&d->arena, count, sizeof(*d->layers));
	if (!d->layers)
		return err_nomem(e);
	d->layer_capacity = count;
	buf_init(&out, SIZE_MAX);
	for (size_t i = 0; i < count && !result; i++)
		result = read_layer(json_array_get(layers, i), i, original, d, &out, e);
	buf_release(&out);
	return result;
}

/* Copies the string under `name` into the arena; a missing one stays empty. */
static int copy_field(const json_t *root, const char *name, struct slice *out, struct doc *d,
		      struct err *e)
{
	struct slice text;

	if (!text_of(json_object_get(root, name), &text))
		return 0;
	*out = arena_copy(&d->arena, text);
	return out->p ? 0 : err_nomem(e);
}

static int read_info(const json_t *root, struct doc *d, struct err *e)
{
	struct slice script = {"", 0};

	if (copy_field(root, "doc", &d->id, d, e) ||
	    copy_field(root, "kind", &d->info.kind, d, e) ||
	    copy_field(root, "charset", &d->info.charset, d, e) ||
	    copy_field(root, "title", &d->info.title, d, e) ||
	    copy_field(root, "url", &d->info.url, d, e) ||
	    copy_field(root, "source", &d->info.source, d, e) ||
	    copy_field(root, "date", &d->info.date, d, e))
		return -1;
	text_of(json_object_get(root, "script"), &script);
	d->info.script = script_named(script);
	d->info.traditional = json_number_value(json_object_get(root, "traditional_share"));
	d->info.ocr_confidence = json_number_value(json_object_get(root, "ocr_confidence"));
	d->info.order_unsure = json_is_true(json_object_get(root, "order_unsure"));
	return 0;
}

/* Where the parts begin, in ascending order within the document's bytes. */
static int read_parts(const json_t *parts, struct doc *d, struct err *e)
{
	size_t least = 0, start;
	struct slice name;

	for (size_t i = 0; i < json_array_size(parts); i++) {
		const json_t *part = json_array_get(parts, i);

		if (!text_of(json_array_get(part, 0), &name) ||
		    !size_of(json_array_get(part, 1), d->bytes.n, &start) || start < least)
			return err_set(e, "damaged document stream: part %zu is out of place", i);
		if (doc_add_part(d, name, start, e))
			return -1;
		least = start;
	}
	return 0;
}

static int read_root(const json_t *root, struct doc *d, struct err *e)
{
	struct slice text = {NULL, 0}, original = {NULL, 0};
	size_t version;

	if (!size_of(json_object_get(root, "zhibiao"), SIZE_MAX, &version))
		return err_set(e, "not a document stream");
	if (version != 1)
		return err_set(e, "document stream of version %zu, not 1", version);
	if (read_info(root, d, e) || copy_field(root, "text", &text, d, e))
		return -1;
	original = text;
	if (copy_field(root, "original", &original, d, e))
		return -1;
	if (!d->id.p || !text.p ||
	    !size_of(json_object_get(root, "bytes"), SIZE_MAX / 2, &d->bytes.n))
		return err_set(e, "damaged document stream: doc, bytes or text is missing");
	if (read_parts(json_object_get(root, "parts"), d, e) ||
	    read_layers(json_object_get(root, "layers"), original, d, e))
		return -1;
	if (!slice_eq(doc_text(d), text))
		return err_set(e, "damaged document stream: the layers do not make the text");
	return 0;
}

int stream_read(struct slice line, struct doc *d, struct err *e)
{
	json_error_t error;
	json_t *root = json_loadb(line.p, line.n, JSON_ALLOW_NUL, &error);
	int result;

	if (!root)
		return err_set(e, "damaged document stream: %s at byte %d", error.text,
			       error.position);
	result = read_root(root, d, e);
	json_decref(root);
	return result;
}
