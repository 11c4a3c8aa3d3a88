/*
 * rules diff: what differs between two rule sets, and between the records that they give.
 */
#include <stdio.h>
#include <stdlib.h>

#include "cmd/cmd.h"
#include "cmd/differences.h"
#include "cmd/rules.h"
#include "extract/extract.h"
#include "normalize/read/source.h"
#include "normalize/stage.h"

enum { OLD, NEW, SIDES };

struct differ {
	struct ruleset *sets[SIDES];
	struct extractor *extractors[SIDES];
	struct source *source;
	struct chain chain;
	struct buf out;
	struct differences differences;
	size_t failures;
};

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
	struct records records[SIDES] = {{.items = NULL}};
	struct changes changes;

	if (clean(d, doc, e))
		return -1;
	for (int side = OLD; side < SIDES; side++)
		if (extractor_run(d->extractors[side], doc, &records[side], e))
			return -1;
	if (changes_find(&records[OLD], &records[NEW], &doc->arena, &changes, e))
		return -1;
	return differences_add(&d->differences, doc->id, &changes, &d->out, e);
}

/* What there is to say so far goes out with each document. */
static void flush(struct differ *d)
{
	if (d->out.len)
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
	differences_release(&d->differences);
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
	struct differ d = {.failures = 0};
	size_t differing;
	size_t differences = 0;
	struct err e;
	int rc;

	buf_init(&d.out, SIZE_MAX);
	differences_init(&d.differences);
	rc = load_sides(&d, options, &e) || diff_sets(&d, &differences, &e);
	if (!rc && options->documents.count)
		rc = open_extractors(&d, options, &e) ||
		     open_documents(&d, &options->documents, &e);
	if (!rc && d.source) {
		diff_documents(&d);
		rc = differences_print(&d.differences, stdout, &e);
	}
	differing = d.differences.differing;
	release(&d);
	if (rc)
		return failed(&e);
	if (d.failures)
		return STATUS_SOME;
	return differences || differing ? STATUS_DIFFERENT : STATUS_DONE;
}
