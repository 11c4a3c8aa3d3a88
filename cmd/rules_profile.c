/*
 * rules profile: what each rule costs over documents.
 */
#include "cmd/rules.h"

#include <stdio.h>
#include <stdlib.h>

#include "cmd/cmd.h"
#include "extract/match.h"
#include "normalize/read/source.h"
#include "normalize/stage.h"

struct profile {
	const struct ruleset *set;
	struct source *source;
	struct chain chain;
	struct matcher *matcher;
	struct rule_cost *costs; /* one for each rule */
	size_t documents;
	size_t failures;
	size_t bytes;
};

/* A line of the report. */
struct line {
	const struct rule *rule;
	const struct rule_cost *cost;
};

static int profile_open(struct profile *p, const struct texts *paths, struct err *e)
{
	static const struct stage_options stages;
	const struct source_options source = {.paths = paths->items, .path_count = paths->count};

	p->costs = calloc(p->set->rule_count + 1, sizeof(*p->costs));
	if (!p->costs)
		return err_nomem(e);
	p->source = source_open(&source, e);
	if (!p->source)
		return -1;
	p->matcher = matcher_new(e);
	if (!p->matcher)
		return -1;
	matcher_measure(p->matcher, p->costs);
	return chain_open(&p->chain, TEXT_STAGES, &stages, e);
}

static void profile_close(struct profile *p)
{
	chain_close(&p->chain);
	matcher_free(p->matcher);
	if (p->source)
		source_close(p->source);
	free(p->costs);
}

/* A document that comes out of a stream is decoded already. */
static int clean(struct profile *p, struct doc *d, struct err *e)
{
	for (size_t i = d->layer_count ? 1 : 0; i < p->chain.count; i++)
		if (text_stages[i]->run(p->chain.states[i], d, e))
			return -1;
	return 0;
}

static int profile_document(struct profile *p, struct doc *d, struct err *e)
{
	struct matches found[EMIT_COUNT] = {0};
	struct match_limits limits = {0};

	if (clean(p, d, e) ||
	    matcher_run(p->matcher, p->set, doc_text(d), &d->arena, found, &limits, e))
		return -1;
	p->documents++;
	p->bytes += doc_text(d).n;
	return 0;
}

static void profile_documents(struct profile *p)
{
	for (int more = 1; more;) {
		struct doc d;
		struct err e;

		doc_init(&d);
		more = source_next(p->source, &d, &e);
		if (more < 0 || (more && profile_document(p, &d, &e))) {
			complain("%.*s: %s", (int)d.id.n, d.id.p ? d.id.p : "", e.text);
			p->failures++;
		}
		doc_release(&d);
	}
}

static int by_time(const void *a, const void *b)
{
	const struct line *x = a, *y = b;

	if (x->cost->nanoseconds != y->cost->nanoseconds)
		return x->cost->nanoseconds < y->cost->nanoseconds ? 1 : -1;
	return x->rule < y->rule ? -1 : x->rule > y->rule;
}

static void print_line(const struct line *line, double total)
{
	const struct rule_cost *c = line->cost;
	double time = (double)c->nanoseconds;

	printf("%10.3f %6.1f %9zu %9zu %8zu  %s%s\n", time / 1e6,
	       total > 0 ? 100 * time / total : 0, c->tries, c->hits, c->limited, line->rule->id.p,
	       c->nanoseconds && !c->tries ? " (whole text)" : "");
}

/* The dearest rule first, without those that were never tried. */
static int print_profile(const struct profile *p, struct err *e)
{
	size_t count = p->set->rule_count, tried = 0;
	struct line *lines = calloc(count + 1, sizeof(*lines));
	double total = 0;

	if (!lines)
		return err_nomem(e);
	for (size_t i = 0; i < count; i++) {
		lines[i] = (struct line){&p->set->rules[i], &p->costs[i]};
		total += (double)p->costs[i].nanoseconds;
		tried += p->costs[i].nanoseconds > 0;
	}
	qsort(lines, count, sizeof(*lines), by_time);
	printf("%10s %6s %9s %9s %8s  %s\n", "ms", "%", "tries", "hits", "limited", "rule");
	for (size_t i = 0; i < tried; i++)
		print_line(&lines[i], total);
	printf("%10.3f  %zu rules tried, %zu not, over %zu documents, %zu bytes\n", total / 1e6,
	       tried, count - tried, p->documents, p->bytes);
	free(lines);
	return 0;
}

int rules_profile(const struct ruleset *set, const struct texts *paths)
{
	struct profile p = {.set = set};
	struct err e;
	int rc = profile_open(&p, paths, &e);

	if (!rc) {
		profile_documents(&p);
		rc = print_profile(&p, &e);
	}
	profile_close(&p);
	if (rc)
		return failed(&e);
	return p.failures ? STATUS_SOME : STATUS_DONE;
}
