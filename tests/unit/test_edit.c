/*
 * Edit scripts against a naive model that remembers, for each target byte, where it came from.
 */
#include <stdlib.h>

#include "normalize/doc.h"
#include "tests/unit/check.h"
#include "tests/unit/random.h"

enum { MOST_BYTES = 4096, TEXTS = 400, SPANS = 60 };

/* What a script should do: by target byte its origin and kind; by target offset what was cut. */
struct model {
	struct span origin[MOST_BYTES];
	enum edit_kind kind[MOST_BYTES];
	uint32_t deleted[MOST_BYTES + 1]; /* kinds of the deletions at this target offset */
	char text[MOST_BYTES];
	size_t n;
	size_t src_len;
	bool moved;
};

static void model_put(struct model *m, const char *text, size_t n, struct span origin,
		      enum edit_kind kind)
{
	for (size_t i = 0; i < n; i++) {
		m->origin[m->n] = origin;
		m->kind[m->n] = kind;
		m->text[m->n++] = text[i];
	}
}

static void act_keep(struct random *r, struct editor *w, struct model *m)
{
	size_t n = 1 + random_below(r, 12);

	for (size_t i = 0; i < n && w->pos + i < w->src.n; i++)
		model_put(m, w->src.p + w->pos + i, 1, (struct span){w->pos + i, w->pos + i + 1},
			  EDIT_KEEP);
	edit_keep(w, n < w->src.n - w->pos ? n : w->src.n - w->pos);
}

static void act_replace(struct random *r, struct editor *w, struct model *m)
{
	enum edit_kind kind = (enum edit_kind)(1 + random_below(r, EDIT_KINDS - 1));
	size_t n = random_below(r, 4), out = random_below(r, 4);
	struct slice with = {"xyz", out};

	if (n > w->src.n - w->pos)
		n = w->src.n - w->pos;
	if (!n && !out)
		return;
	if (!out)
		m->deleted[m->n] |= 1u << kind;
	model_put(m, with.p, out, (struct span){w->pos, w->pos + n}, kind);
	edit_replace(w, n, with, kind);
}

static void act_map(struct random *r, struct editor *w, struct model *m)
{
	static const char letters[] = "abcdefghijklmno";
	size_t unit = 1 + random_below(r, 3), out = 1 + random_below(r, 3);
	size_t units = 1 + random_below(r, 5);

	if (units * unit > w->src.n - w->pos)
		return;
	for (size_t i = 0; i < units; i++)
		model_put(m, &letters[i * out], out,
			  (struct span){w->pos + i * unit, w->pos + (i + 1) * unit},
			  EDIT_TRANSCODE);
	edit_map(w, units, unit, (struct slice){letters, units * out}, EDIT_TRANSCODE);
}

/* The source cut into pieces that are put down in another order. */
static void act_move(struct random *r, struct editor *w, struct slice source, struct model *m)
{
	struct span pieces[8];
	size_t count = 0;

	for (size_t at = 0; at < source.n; at = pieces[count++].end) {
		size_t n = 1 + random_below(r, source.n - at);

		pieces[count] = (struct span){at, count < 7 ? at + n : source.n};
	}
	memset(m, 0, sizeof(*m));
	m->src_len = source.n;
	m->moved = true;
	editor_reset(w, source);
	for (; count > 0; count--) {
		size_t pick = random_below(r, count);
		enum edit_kind kind = random_below(r, 2) ? EDIT_ORDER : EDIT_KEEP;

		for (size_t at = pieces[pick].start; at < pieces[pick].end; at++)
			model_put(m, source.p + at, 1, (struct span){at, at + 1}, kind);
		edit_move(w, pieces[pick], kind);
		pieces[pick] = pieces[count - 1];
	}
}

/* A random script over the source; sometimes its end is left to editor_finish. */
static void act_all(struct random *r, struct editor *w, struct slice source, struct model *m)
{
	static void (*const acts[])(struct random *, struct editor *,
				    struct model *) = {act_keep, act_keep, act_replace, act_map};
	size_t stop = random_below(r, 3) ? source.n : random_below(r, source.n + 1);

	if (source.n && !random_below(r, 4)) {
		act_move(r, w, source, m);
		return;
	}
	memset(m, 0, sizeof(*m));
	m->src_len = source.n;
	editor_reset(w, source);
	while (w->pos < stop)
		acts[random_below(r, 4)](r, w, m);
	if (!w->changed) {
		model_put(m, "!", 1, (struct span){w->pos, w->pos}, EDIT_BRACKET);
		edit_replace(w, 0, slice_of("!"), EDIT_BRACKET);
	}
	for (size_t at = w->pos; at < source.n; at++)
		model_put(m, source.p + at, 1, (struct span){at, at + 1}, EDIT_KEEP);
}

static struct span model_longest(const struct model *m, struct span at)
{
	struct span best = {0, 0};

	for (size_t i = at.start, from = i; i < at.end; i++) {
		if (i > from && m->origin[i].start != m->origin[i - 1].end)
			from = i;
		if (i + 1 - from > best.end - best.start)
			best = (struct span){m->origin[from].start, m->origin[i].end};
	}
	return best;
}

static struct span model_source(const struct model *m, struct span at)
{
	size_t start = at.start < m->n ? m->origin[at.start].start : m->src_len;

	if (m->moved && at.end > at.start)
		return model_longest(m, at);
	if (m->moved && at.start == m->n && m->n)
		start = m->origin[m->n - 1].end;
	return (struct span){start, at.end > at.start ? m->origin[at.end - 1].end : start};
}

static uint32_t model_kinds(const struct model *m, struct span at)
{
	uint32_t kinds = 0;

	for (size_t i = at.start; i < at.end; i++) {
		kinds |= 1u << m->kind[i];
		if (i > at.start)
			kinds |= m->deleted[i];
	}
	return kinds & ~(1u << EDIT_KEEP);
}

static bool span_is(struct span a, struct span b)
{
	return a.start == b.start && a.end == b.end;
}

static struct span random_span(struct random *r, size_t n)
{
	size_t a = random_below(r, n + 1), b = random_below(r, n + 1);

	return a < b ? (struct span){a, b} : (struct span){b, a};
}

static char *random_text(struct random *r, size_t *n)
{
	char *text = malloc(1024);

	*n = 1 + random_below(r, random_below(r, 4) ? 40 : 900);
	for (size_t i = 0; text && i < *n; i++)
		text[i] = (char)('A' + random_below(r, 26));
	return text;
}

/* The runs cover both texts, touch each other unless text was moved, and keep what they keep. */
static bool runs_join(const struct edits *s, struct slice source, struct slice target)
{
	size_t src = 0, dst = 0, taken = 0;

	for (size_t i = 0; i < s->count; i++) {
		struct span from = edits_run_source(s, i), to = edits_run_target(s, i);

		if ((from.start != src && !s->moved) || to.start != dst)
			return false;
		if ((s->moved || s->runs[i].kind == EDIT_KEEP) &&
		    !slice_eq(slice_cut(source, from), slice_cut(target, to)))
			return false;
		src = from.end;
		dst = to.end;
		taken += from.end - from.start;
	}
	return taken == source.n && dst == target.n;
}

/* One layer over the document's present text, held against the model. */
static void check_layer(struct random *r, struct doc *d, struct editor *w, struct model *m)
{
	struct slice source = d->layer_count ? doc_text(d) : d->bytes;
	struct err e = {""};
	const struct layer *layer;
	bool same = true;

	act_all(r, w, source, m);
	CHECK(doc_push(d, "test", w, &e) == 0);
	layer = &d->layers[d->layer_count - 1];
	CHECK(slice_eq(layer->text, (struct slice){m->text, m->n}));
	CHECK(runs_join(&layer->edits, source, layer->text));
	for (int i = 0; i < SPANS; i++) {
		struct span at = random_span(r, m->n), from;
		uint32_t kinds = 0;

		from = edits_trace(&layer->edits, at, &kinds);
		same = same && span_is(edits_source(&layer->edits, at), model_source(m, at)) &&
		       span_is(from, model_source(m, at));
		if (at.end > at.start)
			same = same && kinds == model_kinds(m, at);
	}
	CHECK(same);
}

/* Spans of the last text, taken down through all models. */
static void check_origin(struct random *r, const struct doc *d, const struct model *models,
			 size_t layers)
{
	bool same = true;

	for (int i = 0; i < SPANS; i++) {
		struct span at = random_span(r, models[layers - 1].n), down = at;
		uint32_t kinds = 0;

		for (size_t k = layers; k-- > 0;) {
			if (k == 0)
				same = same && span_is(doc_decoded_span(d, at), down);
			kinds |= model_kinds(&models[k], down);
			down = model_source(&models[k], down);
		}
		same = same && span_is(doc_origin(d, at), down);
		if (at.end > at.start && down.end > down.start)
			same = same && (doc_kinds(d, at) & kinds) == kinds;
	}
	CHECK(same);
}

static void check_random_scripts(void)
{
	static struct model models[3];
	struct random r = {20250101};
	struct editor w;
	struct doc d;

	editor_init(&w);
	for (int i = 0; i < TEXTS; i++) {
		size_t n, layers = 1 + random_below(&r, 3);
		char *text = random_text(&r, &n);

		doc_init(&d);
		d.bytes = (struct slice){text, n};
		for (size_t k = 0; k < layers && (!k || doc_text(&d).n); k++) {
			check_layer(&r, &d, &w, &models[k]);
			check_origin(&r, &d, models, k + 1);
		}
		doc_release(&d);
		free(text);
	}
	editor_release(&w);
}

/* The same changes in the same places, whether they are noted or read from the texts. */
static bool same_revisions(const struct doc *a, const struct doc *b, size_t layer)
{
	struct revisions of_a = {.doc = a, .layer = layer}, of_b = {.doc = b, .layer = layer};
	struct revision x, y;

	while (revisions_next(&of_a, &x))
		if (!revisions_next(&of_b, &y) || x.run != y.run || !slice_eq(x.before, y.before) ||
		    !slice_eq(x.after, y.after))
			return false;
	return !revisions_next(&of_b, &y);
}

/* Some places of a long text changed, or two halves of it exchanged. */
static void act_on_long(struct random *r, struct editor *w, struct slice source)
{
	const size_t half = source.n / 2;

	editor_reset(w, source);
	if (!random_below(r, 4)) {
		edit_move(w, (struct span){half, source.n}, EDIT_ORDER);
		edit_move(w, (struct span){0, half}, EDIT_KEEP);
		return;
	}
	while (source.n - w->pos > 1000) {
		edit_keep(w, random_below(r, source.n / 50));
		if (source.n - w->pos > 3)
			edit_replace(w, random_below(r, 3),
				     (struct slice){"abc", 1 + random_below(r, 3)}, EDIT_FORM);
	}
}

static void push_long(uint64_t seed, struct doc *d, struct editor *w)
{
	struct random r = {seed};
	struct err e = {""};

	act_on_long(&r, w, d->layer_count ? doc_text(d) : d->bytes);
	CHECK(doc_push(d, "test", w, &e) == 0);
}

/* Folded layers against the same ones with all their texts. */
static void check_folded(void)
{
	enum { LONG = 3 << 20, LAYERS = 8 };
	char *text = malloc(LONG);
	struct random r = {7};
	struct editor w;
	struct err e = {""};
	struct doc whole, folded;

	for (size_t i = 0; i < LONG; i++)
		text[i] = (char)('A' + random_below(&r, 26));
	editor_init(&w);
	doc_init(&whole);
	doc_init(&folded);
	whole.bytes = folded.bytes = (struct slice){text, LONG};
	for (size_t k = 0; k < LAYERS; k++) {
		push_long(k + 1, &whole, &w);
		push_long(k + 1, &folded, &w);
		if (k)
			CHECK(doc_fold(&folded, 1, &w, &e) == 0);
	}
	CHECK(slice_eq(doc_text(&whole), doc_text(&folded)));
	for (size_t k = 0; k < LAYERS; k++) {
		CHECK(same_revisions(&whole, &folded, k));
		CHECK(whole.layers[k].edits.moved || k == 0 || k == LAYERS - 1
			      ? folded.layers[k].text.p != NULL
			      : folded.layers[k].text.p == NULL);
	}
	doc_release(&whole);
	doc_release(&folded);
	editor_release(&w);
	free(text);
}

/* The memory of a large text that was given up is written anew. */
static void check_memory_comes_back(void)
{
	enum { LARGE = 2 << 20 };
	char *text = calloc(LARGE, 1);
	const char *given = NULL;
	struct err e = {""};
	struct editor w;
	struct doc d;

	doc_init(&d);
	editor_init(&w);
	d.bytes = (struct slice){text, LARGE};
	for (int i = 0; i < 4; i++) {
		editor_reset(&w, i ? doc_text(&d) : d.bytes);
		edit_replace(&w, 1, slice_of("x"), EDIT_FORM);
		CHECK(doc_push(&d, "test", &w, &e) == 0);
		CHECK(i < 3 || doc_text(&d).p == given);
		given = i == 1 ? doc_text(&d).p : given;
		if (i)
			CHECK(doc_fold(&d, 1, &w, &e) == 0);
	}
	CHECK(d.layers[0].text.p && !d.layers[1].text.p && !d.layers[2].text.p);
	editor_release(&w);
	doc_release(&d);
	free(text);
}

static void check_nothing_changed(void)
{
	struct slice bytes = slice_of("全市新增50家");
	struct err e = {""};
	struct editor w;
	struct doc d;

	doc_init(&d);
	editor_init(&w);
	d.bytes = bytes;
	editor_reset(&w, d.bytes);
	CHECK(doc_push(&d, "decode", &w, &e) == 0);
	CHECK(d.layer_count == 1 && doc_text(&d).p == bytes.p);
	editor_reset(&w, doc_text(&d));
	edit_keep(&w, 6);
	CHECK(doc_push(&d, "none", &w, &e) == 0);
	CHECK(d.layer_count == 1);
	CHECK(span_is(doc_origin(&d, (struct span){3, 12}), (struct span){3, 12}));
	CHECK(doc_kinds(&d, (struct span){0, bytes.n}) == 0);
	editor_release(&w);
	doc_release(&d);
}

static void check_empty(void)
{
	struct err e = {""};
	struct editor w;
	struct doc d;

	doc_init(&d);
	editor_init(&w);
	d.bytes = slice_of("");
	CHECK(doc_text(&d).n == 0);
	editor_reset(&w, d.bytes);
	CHECK(doc_push(&d, "decode", &w, &e) == 0);
	CHECK(span_is(doc_origin(&d, (struct span){0, 0}), (struct span){0, 0}));
	editor_reset(&w, doc_text(&d));
	edit_replace(&w, 0, slice_of(")"), EDIT_BRACKET);
	CHECK(doc_push(&d, "bracket", &w, &e) == 0);
	CHECK(span_is(doc_origin(&d, (struct span){0, 1}), (struct span){0, 0}));
	CHECK(doc_kinds(&d, (struct span){0, 1}) == 1u << EDIT_BRACKET);
	editor_release(&w);
	doc_release(&d);
}

/* Deleted text beside a span stays outside, deleted text within is covered. */
static void check_deletions(void)
{
	struct slice nothing = {"", 0};
	struct err e = {""};
	struct editor w;
	struct doc d;

	doc_init(&d);
	editor_init(&w);
	d.bytes = slice_of("  5 0  ");
	editor_reset(&w, d.bytes);
	edit_replace(&w, 2, nothing, EDIT_SPACE);
	edit_keep(&w, 1);
	edit_replace(&w, 1, nothing, EDIT_DIGIT);
	edit_keep(&w, 1);
	edit_replace(&w, 2, nothing, EDIT_SPACE);
	CHECK(doc_push(&d, "space", &w, &e) == 0);
	CHECK(slice_is(doc_text(&d), "50"));
	CHECK(span_is(doc_origin(&d, (struct span){0, 2}), (struct span){2, 5}));
	CHECK(span_is(doc_origin(&d, (struct span){0, 1}), (struct span){2, 3}));
	CHECK(span_is(doc_origin(&d, (struct span){1, 2}), (struct span){4, 5}));
	CHECK(doc_kinds(&d, (struct span){0, 2}) == 1u << EDIT_DIGIT);
	CHECK(doc_kinds(&d, (struct span){1, 2}) == 0);
	editor_release(&w);
	doc_release(&d);
}

static void check_script_names(void)
{
	CHECK(script_named(slice_of("mixed")) == SCRIPT_MIXED);
	CHECK(script_named(slice_of("")) == SCRIPT_NONE);
	CHECK(script_named(slice_of("Latin")) == SCRIPT_NONE);
	CHECK(strcmp(script_name(SCRIPT_TRADITIONAL), "traditional") == 0);
}

int main(void)
{
	check_random_scripts();
	check_folded();
	check_memory_comes_back();
	check_nothing_changed();
	check_empty();
	check_deletions();
	check_script_names();
	return check_done();
}
