/*
 * rules diff: what differs between two rule sets, and between the records that they give.
 */
#include <stdio.h>
#include <stdlib.h>

#include "cmd/cmd.h"
#include "cmd/rules.h"
#include "cmd/show.h"
#include "extract/extract.h"
#include "normalize/read/source.h"
#include "normalize/stage.h"

enum { OLD, NEW, SIDES };

/* Records whose places overlap are looked for among those that begin so many bytes before. */
enum { OVERLAP_REACH = 4096 };

enum change { REMOVED, ADDED, CHANGED, CHANGES };

/* The changes of one rule's records. */
struct tally {
	struct slice rule;
	size_t changes[CHANGES];
};

/* The records of one document by one of the sets, by place; which have found their like. */
struct side {
	struct records records;
	const struct record **like; /* of the other side, one for each record; NULL without */
};

struct differ {
	struct ruleset *sets[SIDES];
	struct extractor *extractors[SIDES];
	struct source *source;
	struct chain chain;
	struct buf out;
	struct arena arena; /* of the tallies */
	struct tally *tallies;
	size_t tally_count;
	size_t tally_capacity;
	size_t documents;
	size_t differing; /* documents */
	size_t failures;
};

/* Fields that say nothing new: they are counts of the other changes, or the same for all. */
static const char *const passed_over[] = {"doc", "edits", "counts", NULL};

static bool same_field(const struct record *a, const struct record *b, const struct field *field)
{
	struct buf left, right;
	bool same;

	buf_init(&left, SIZE_MAX);
	buf_init(&right, SIZE_MAX);
	show_field(&left, a, field);
	show_field(&right, b, field);
	same = slice_eq(buf_text(&left), buf_text(&right));
	buf_release(&left);
	buf_release(&right);
	return same;
}

static bool same_record(const struct record *a, const struct record *b)
{
	size_t count;
	const struct field *fields = record_fields(a->type, &count);
	bool same = a->type == b->type;

	for (size_t i = 0; same && i < count; i++)
		same = field_is(&fields[i], passed_over) || same_field(a, b, &fields[i]);
	return same;
}

static bool same_span(const struct record *a, const struct record *b)
{
	return a->span.start == b->span.start && a->span.end == b->span.end;
}

static bool is_figure(const struct record *r)
{
	return r->type == RECORD_TARGET || r->type == RECORD_FACT;
}

static bool is_the_same(const struct record *a, const struct record *b)
{
	return same_span(a, b) && same_record(a, b);
}

/* At the same place about the same indicator. */
static bool is_about_the_same(const struct record *a, const struct record *b)
{
	return same_span(a, b) && a->type == b->type && slice_eq(a->indicator, b->indicator);
}

static bool is_at_the_same_place(const struct record *a, const struct record *b)
{
	return same_span(a, b) && (a->type == b->type || (is_figure(a) && is_figure(b)));
}

static bool overlaps(const struct record *a, const struct record *b)
{
	return a->type == b->type && a->span.start < b->span.end && b->span.start < a->span.end;
}

/* Whether two records are one that changed: the first of these that finds a like decides. */
static bool (*const likeness[])(const struct record *, const struct record *) = {
	is_the_same,
	is_about_the_same,
	is_at_the_same_place,
	overlaps,
};

/* Index of the first record that begins at or behind a place; the document's own is passed over. */
static size_t record_from(const struct records *list, size_t at)
{
	size_t low = 1, high = list->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (list->items[middle].span.start < at)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void find_like(struct side *old, struct side *new, size_t i,
		      bool (*alike)(const struct record *, const struct record *))
{
	const struct record *r = &old->records.items[i];
	size_t reach = alike == overlaps ? OVERLAP_REACH : 0;
	size_t from = r->span.start > reach ? r->span.start - reach : 0;

	for (size_t k = record_from(&new->records, from); k < new->records.count; k++) {
		const struct record *other = &new->records.items[k];

		if (other->span.start > r->span.start && other->span.start >= r->span.end)
			break;
		if (new->like[k] || !alike(r, other))
			continue;
		old->like[i] = other;
		new->like[k] = r;
		return;
	}
}

static int find_likes(struct side *old, struct side *new, struct arena *arena, struct err *e)
{
	old->like = arena_zero(arena, old->records.count, sizeof(*old->like));
	new->like = arena_zero(arena, new->records.count, sizeof(*new->like));
	if (!old->like || !new->like)
		return err_nomem(e);
	old->like[0] = &new->records.items[0];
	new->like[0] = &old->records.items[0];
	for (size_t pass = 0; pass < sizeof(likeness) / sizeof(*likeness); pass++)
		for (size_t i = 1; i < old->records.count; i++)
			if (!old->like[i])
				find_like(old, new, i, likeness[pass]);
	return 0;
}

static int count(struct differ *d, struct slice rule, enum change change, struct err *e)
{
	struct tally *items;
	size_t i = 0;

	while (i < d->tally_count && !slice_eq(d->tallies[i].rule, rule))
		i++;
	if (i == d->tally_count) {
		items = arena_grow(&d->arena, d->tallies, d->tally_count, &d->tally_capacity,
				   sizeof(*items));
		if (!items)
			return err_nomem(e);
		d->tallies = items;
		d->tallies[d->tally_count++] = (struct tally){.rule = rule};
	}
	d->tallies[i].changes[change]++;
	return 0;
}

static void begin_line(struct differ *d, const struct doc *doc, size_t start, char sign,
		       const struct record *r)
{
	if (d->out.len == start)
		buf_addf(&d->out, "%.*s\n", (int)doc->id.n, doc->id.p);
	buf_addf(&d->out, "  %c %s", sign, record_type_name(r->type));
	if (r->quote.n)
		buf_addf(&d->out, " “%.*s” at %zu", (int)r->quote.n, r->quote.p, r->span.start);
	buf_addc(&d->out, ':');
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

static void add_changes(struct buf *out, const struct record *a, const struct record *b)
{
	size_t fields_count;
	const struct field *fields =
		record_fields(a->type == RECORD_FACT ? a->type : b->type, &fields_count);
	const char *separator = " ";

	if (a->type != b->type) {
		buf_addf(out, " type %s → %s", record_type_name(a->type),
			 record_type_name(b->type));
		separator = "; ";
	}
	for (size_t i = 0; i < fields_count; i++) {
		if (field_is(&fields[i], passed_over) || same_field(a, b, &fields[i]))
			continue;
		buf_addf(out, "%s%s ", separator, fields[i].name);
		add_value(out, a, &fields[i]);
		buf_adds(out, " → ");
		add_value(out, b, &fields[i]);
		separator = "; ";
	}
	buf_addc(out, '\n');
}

/* A record of one side that has no like, or whose like differs. */
static int tell(struct differ *d, const struct doc *doc, size_t start, const struct record *r,
		const struct record *like, enum change change, struct err *e)
{
	static const char signs[CHANGES] = {'-', '+', '~'};

	begin_line(d, doc, start, signs[change], r);
	if (like)
		add_changes(&d->out, like, r);
	else
		add_summary(&d->out, r);
	return count(d, r->rule, change, e);
}

/* In the order of places: what is gone, then what is new or changed. */
static int tell_changes(struct differ *d, const struct doc *doc, const struct side *sides,
			struct err *e)
{
	const struct records *old = &sides[OLD].records, *new = &sides[NEW].records;
	size_t start = d->out.len, i = 0;

	for (size_t k = 0; k <= new->count; k++) {
		size_t until = k < new->count ? new->items[k].span.start : SIZE_MAX;
		const struct record *like = k < new->count ? sides[NEW].like[k] : NULL;

		for (; i < old->count && (old->items[i].span.start <= until || k == new->count);
		     i++)
			if (!sides[OLD].like[i] &&
			    tell(d, doc, start, &old->items[i], NULL, REMOVED, e))
				return -1;
		if (k == new->count || (like && same_record(like, &new->items[k])))
			continue;
		if (tell(d, doc, start, &new->items[k], like, like ? CHANGED : ADDED, e))
			return -1;
	}
	d->differing += d->out.len > start;
	return buf_check(&d->out, e);
}

/* A document that comes out of a stream is decoded already. */
static int clean(struct differ *d, struct doc *doc, struct err *e)
{
	for (size_t i = doc->layer_count ? 1 : 0; i < d->chain.count; i++)
		if (text_stages[i]->run(d->chain.states[i], doc, e))
			return -1;
	return 0;
}

static int diff_document(struct differ *d, struct doc *doc, struct err *e)
{
	struct side sides[SIDES] = {{.like = NULL}};

	if (clean(d, doc, e))
		return -1;
	for (int side = OLD; side < SIDES; side++)
		if (extractor_run(d->extractors[side], doc, &sides[side].records, e))
			return -1;
	if (find_likes(&sides[OLD], &sides[NEW], &doc->arena, e) || tell_changes(d, doc, sides, e))
		return -1;
	d->documents++;
	return 0;
}

/* What there is to say so far goes out with each document. */
static void flush(struct differ *d)
{
	fwrite(d->out.data, 1, d->out.len, stdout);
	buf_reset(&d->out);
}

static void diff_documents(struct differ *d)
{
	for (int more = 1; more;) {
		struct doc doc;
		struct err e;

		doc_init(&doc);
		more = source_next(d->source, &doc, &e);
		if (more < 0 || (more && diff_document(d, &doc, &e))) {
			complain("%.*s: %s", (int)doc.id.n, doc.id.p ? doc.id.p : "", e.text);
			d->failures++;
		}
		flush(d);
		doc_release(&doc);
	}
}

static int by_rule(const void *a, const void *b)
{
	const struct tally *x = a, *y = b;
	size_t n = x->rule.n < y->rule.n ? x->rule.n : y->rule.n;
	int order = memcmp(x->rule.p, y->rule.p, n);

	return order ? order : x->rule.n < y->rule.n ? -1 : x->rule.n > y->rule.n;
}

static void print_tallies(struct differ *d)
{
	size_t sums[CHANGES] = {0};

	qsort(d->tallies, d->tally_count, sizeof(*d->tallies), by_rule);
	if (d->tally_count)
		printf("\n%9s %9s %9s  rule\n", "removed", "added", "changed");
	for (size_t i = 0; i < d->tally_count; i++) {
		const struct tally *t = &d->tallies[i];

		printf("%9zu %9zu %9zu  %.*s\n", t->changes[REMOVED], t->changes[ADDED],
		       t->changes[CHANGED], (int)t->rule.n, t->rule.p);
		for (int c = 0; c < CHANGES; c++)
			sums[c] += t->changes[c];
	}
	printf("%9zu %9zu %9zu  in %zu of %zu documents\n", sums[REMOVED], sums[ADDED],
	       sums[CHANGED], d->differing, d->documents);
}

/* The files of one side: those that both have, and its own. */
static struct ruleset *load(const struct texts *shared, const char *own, struct err *e)
{
	const char **paths = calloc(shared->count + 1, sizeof(*paths));
	struct ruleset *set;

	if (!paths) {
		err_nomem(e);
		return NULL;
	}
	for (size_t i = 0; i < shared->count; i++)
		paths[i] = shared->items[i];
	paths[shared->count] = own;
	set = ruleset_load(paths, shared->count + 1, e);
	free(paths);
	return set;
}

static int load_sides(struct differ *d, const struct diff_options *o, struct err *e)
{
	d->sets[OLD] = load(o->rules, o->old, e);
	if (!d->sets[OLD])
		return -1;
	d->sets[NEW] = load(o->rules, o->new, e);
	return d->sets[NEW] ? 0 : -1;
}

/* A set that lacks a list which the reading needs can be compared, but not run. */
static int open_extractors(struct differ *d, const struct diff_options *o, struct err *e)
{
	const char *own[SIDES] = {o->old, o->new};
	struct err why;

	for (int side = OLD; side < SIDES; side++) {
		struct extract_options options = {
			.rules = d->sets[side], .reference = o->reference, .facts = true};

		d->extractors[side] = extractor_open(&options, &why);
		if (!d->extractors[side])
			return err_set(e, "%s: %.400s", own[side], why.text);
	}
	return 0;
}

static int open_documents(struct differ *d, const struct texts *paths, struct err *e)
{
	static const struct stage_options stages;
	const struct source_options source = {.paths = paths->items, .path_count = paths->count};

	d->source = source_open(&source, e);
	return d->source ? chain_open(&d->chain, TEXT_STAGES, &stages, e) : -1;
}

static void release(struct differ *d)
{
	chain_close(&d->chain);
	if (d->source)
		source_close(d->source);
	for (int side = OLD; side < SIDES; side++) {
		if (d->extractors[side])
			extractor_close(d->extractors[side]);
		ruleset_free(d->sets[side]);
	}
	buf_release(&d->out);
	arena_release(&d->arena);
}

static int diff_sets(struct differ *d, size_t *differences, struct err *e)
{
	*differences = ruleset_diff(d->sets[OLD], d->sets[NEW], &d->out);
	if (buf_check(&d->out, e))
		return -1;
	flush(d);
	return 0;
}

int rules_diff(const struct diff_options *options)
{
	struct differ d = {.documents = 0};
	size_t differences = 0;
	struct err e;
	int rc;

	buf_init(&d.out, SIZE_MAX);
	arena_init(&d.arena);
	rc = load_sides(&d, options, &e) || diff_sets(&d, &differences, &e);
	if (!rc && options->documents.count)
		rc = open_extractors(&d, options, &e) ||
		     open_documents(&d, &options->documents, &e);
	if (!rc && d.source) {
		diff_documents(&d);
		print_tallies(&d);
	}
	release(&d);
	if (rc)
		return failed(&e);
	if (d.failures)
		return STATUS_SOME;
	return differences || d.differing ? STATUS_DIFFERENT : STATUS_DONE;
}
