#include "extract/extract.h"

#include "extract/reading.h"

#include <stdlib.h>

struct extractor {
	struct extract_options options;
	struct words words;
	struct matcher *matcher;
};

struct extractor *extractor_open(const struct extract_options *options, struct err *e)
{
	struct extractor *x = calloc(1, sizeof(*x));

	if (!x) {
		err_nomem(e);
		return NULL;
	}
	x->options = *options;
	x->matcher = matcher_new(e);
	if (!x->matcher || words_bind(&x->words, options->rules, e)) {
		extractor_close(x);
		return NULL;
	}
	if (options->trace)
		matcher_trace(x->matcher, &options->trace->match, options->trace->context);
	if (!options->mentions)
		matcher_skip(x->matcher, EMIT_MENTION);
	return x;
}

void extractor_close(struct extractor *x)
{
	if (!x)
		return;
	matcher_free(x->matcher);
	free(x);
}

static int read_matches(struct extractor *x, struct reading *r, struct err *e)
{
	if (matcher_run(x->matcher, x->options.rules, r->text, r->arena, r->found, &r->limits, e))
		return -1;
	return outline_build(&r->outline, r->text, &r->found[EMIT_HEADING], &r->found[EMIT_SECTION],
			     r->arena, e);
}

/* The steps of a reading, in the order in which each needs those before it. */
static const struct step {
	int (*run)(struct reading *, struct err *);
	bool figures; /* it only tells what figures are */
} steps[] = {
	{read_about, false},	   {read_times, false},	  {read_quantities, true},
	{table_survey, false},	   {read_tables, true},	  {read_indicators, true},
	{read_assignments, false}, {read_ledgers, false},
};

/* Whether somebody asks about the figures, or one of them can be a target. */
static bool wants_figures(const struct reading *r)
{
	const struct extract_options *o = r->options;

	return o->facts || o->mentions || o->trace || can_set_targets(r);
}

int extractor_run(struct extractor *x, struct doc *d, struct records *out, struct err *e)
{
	struct reading r = {.options = &x->options,
			    .words = &x->words,
			    .doc = d,
			    .text = doc_text(d),
			    .arena = &d->arena};

	*out = (struct records){0};
	if (read_matches(x, &r, e))
		return -1;
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		if ((!steps[i].figures || wants_figures(&r)) && steps[i].run(&r, e))
			return -1;
	return resolve(&r, out, e);
}
