/*
 * Examples of repairs: a damaged text and what it must become, or a healthy one that looks alike.
 * Checked both ways: the text, the kinds of edit, a second run, and the kinds switched off.
 */
#ifndef ZHIBIAO_TESTS_REPAIRED_H
#define ZHIBIAO_TESTS_REPAIRED_H

#include "normalize/stage.h"
#include "tests/unit/check.h"

#include <stdio.h>

#define BIT(kind) (1u << (kind))

enum {
	FORM = BIT(EDIT_FORM),
	SPACE = BIT(EDIT_SPACE),
	LINE = BIT(EDIT_LINE),
	FURNITURE = BIT(EDIT_FURNITURE),
	CHUNK = BIT(EDIT_CHUNK),
	DIGIT = BIT(EDIT_DIGIT),
	SEPARATOR = BIT(EDIT_SEPARATOR),
	DASH = BIT(EDIT_DASH),
	BRACKET = BIT(EDIT_BRACKET),
	ORDER = BIT(EDIT_ORDER),
	DOUBLE = BIT(EDIT_DOUBLE),
	QUOTE = BIT(EDIT_QUOTE),
	WORD = BIT(EDIT_WORD),
};

struct sample {
	const char *before;
	const char *after; /* NULL: healthy, must stay as it is */
	unsigned kinds;	   /* exactly these kinds of edit were made */
};

static inline int run(struct doc *d, struct slice text, uint32_t off)
{
	struct stage_options options = {.no_repair = off};
	struct editor w;
	struct err e = {""};
	void *state;
	int failed;

	doc_init(d);
	d->bytes = text;
	editor_init(&w);
	editor_reset(&w, text);
	failed = doc_push(d, "decode", &w, &e);
	editor_release(&w);
	if (failed || stage_normalize.open(&state, &options, &e))
		return -1;
	failed = stage_normalize.run(state, d, &e);
	stage_normalize.close(state);
	return failed;
}

static inline unsigned kinds_of(const struct doc *d)
{
	unsigned kinds = 0;

	for (size_t i = 1; i < d->layer_count; i++)
		for (size_t k = 0; k < d->layers[i].edits.count; k++)
			kinds |= BIT(d->layers[i].edits.runs[k].kind);
	return kinds & ~BIT(EDIT_KEEP);
}

static inline void check_idempotent(struct slice text, const char *of)
{
	struct doc d;

	CHECK(run(&d, text, 0) == 0);
	if (!CHECK(slice_eq(doc_text(&d), text)))
		printf("  twice: %s\n  gives: %.*s\n", of, (int)doc_text(&d).n, doc_text(&d).p);
	doc_release(&d);
}

static inline void check_sample(const struct sample *s)
{
	const char *after = s->after ? s->after : s->before;
	struct doc d;

	CHECK(run(&d, slice_of(s->before), 0) == 0);
	if (!CHECK(slice_is(doc_text(&d), after)))
		printf("  from:  %s\n  gives: %.*s\n  not:   %s\n", s->before, (int)doc_text(&d).n,
		       doc_text(&d).p, after);
	if (!CHECK(kinds_of(&d) == s->kinds))
		printf("  kinds %x, not %x: %s\n", kinds_of(&d), s->kinds, s->before);
	check_idempotent(doc_text(&d), s->before);
	doc_release(&d);
}

/* With its kinds switched off a sample stays as it is. */
static inline void check_switched_off(const struct sample *s)
{
	struct doc d;

	CHECK(run(&d, slice_of(s->before), s->kinds) == 0);
	CHECK((kinds_of(&d) & s->kinds) == 0);
	doc_release(&d);
}

static inline void check_samples(const struct sample *samples, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		check_sample(&samples[i]);
		check_switched_off(&samples[i]);
	}
}

#define CHECK_SAMPLES(table) check_samples(table, sizeof(table) / sizeof((table)[0]))

#endif
