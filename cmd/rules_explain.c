/*
 * rules explain: why a text gives the records that it gives.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/cmd.h"
#include "cmd/explain.h"
#include "cmd/rules.h"
#include "normalize/decode.h"
#include "normalize/stage.h"

enum { TEXT_MOST = 64 << 10 }; /* bytes: each rule is followed step by step through all of it */

/* What happens while the extractor runs. */
struct teller {
	struct explanation x;
	struct arena *arena;
	bool failed; /* no memory */
};

static void *grown(struct teller *t, void *items, size_t count, size_t *capacity, size_t size)
{
	void *more = arena_grow(t->arena, items, count, capacity, size);

	t->failed |= !more;
	return more;
}

static struct told_match *add_match(struct teller *t, const struct match *m)
{
	struct explanation *x = &t->x;
	struct told_match *items =
		grown(t, x->matches, x->match_count, &x->match_capacity, sizeof(*items));

	if (!items)
		return NULL;
	x->matches = items;
	items += x->match_count++;
	*items = (struct told_match){.match = *m};
	return items;
}

static void tried(void *context, const struct rule *rule, size_t at)
{
	struct teller *t = context;

	(void)at;
	t->x.rules[rule - t->x.set->rules].tries++;
}

static void matched(void *context, const struct match *m)
{
	add_match(context, m);
}

static void vetoed(void *context, const struct match *m, size_t veto, struct span by)
{
	struct told_match *told = add_match(context, m);

	if (!told)
		return;
	told->vetoed = true;
	told->veto = veto;
	told->veto_at = by;
}

static void beaten(void *context, const struct match *loser, const struct match *winner)
{
	struct explanation *x = &((struct teller *)context)->x;

	for (size_t i = 0; i < x->match_count; i++) {
		struct told_match *m = &x->matches[i];

		if (m->match.rule != loser->rule || m->match.at.start != loser->at.start ||
		    m->vetoed)
			continue;
		m->beaten_by = winner->rule;
		m->beaten_at = winner->at;
	}
}

static bool same_span(struct span a, struct span b)
{
	return a.start == b.start && a.end == b.end;
}

/* Several records can be made of one figure; what holds for all of them is told once. */
static bool same_note(const struct field_note *a, const struct field_note *b)
{
	return strcmp(a->field, b->field) == 0 && strcmp(a->how, b->how) == 0 &&
	       same_span(a->quote, b->quote) && same_span(a->from, b->from);
}

static void noted(void *context, const struct field_note *note)
{
	struct teller *t = context;
	struct explanation *x = &t->x;
	struct field_note *items;

	for (size_t i = 0; i < x->note_count; i++)
		if (same_note(&x->notes[i], note))
			return;
	items = grown(t, x->notes, x->note_count, &x->note_capacity, sizeof(*items));

	if (!items)
		return;
	x->notes = items;
	items[x->note_count++] = *note;
}

static void recorded(void *context, const struct record *record, struct span quote)
{
	struct teller *t = context;
	struct explanation *x = &t->x;
	struct told_record *items =
		grown(t, x->records, x->record_count, &x->record_capacity, sizeof(*items));

	if (!items)
		return;
	x->records = items;
	items[x->record_count++] = (struct told_record){*record, quote, 0};
}

static bool reads(const struct match *m, struct span at)
{
	return same_span(m->at, at) || same_span(match_quote(m), at) ||
	       same_span(m->groups[GROUP_VALUE], at);
}

const struct told_match *match_reading(const struct explanation *x, struct span at)
{
	const struct told_match *found = NULL;

	for (size_t i = 0; at.end > at.start && i < x->match_count; i++) {
		const struct told_match *m = &x->matches[i];

		if (!m->vetoed && !m->beaten_by && reads(&m->match, at) &&
		    (!found || m->match.rule->priority > found->match.rule->priority))
			found = m;
	}
	return found;
}

bool note_is_of(const struct field_note *note, enum record_type type, struct span quote)
{
	size_t count;
	const struct field *fields = record_fields(type, &count);

	if (!same_span(note->quote, quote))
		return false;
	if (strcmp(note->field, "type") == 0)
		return true;
	for (size_t i = 0; i < count; i++)
		if (strcmp(fields[i].name, note->field) == 0)
			return true;
	return false;
}

/* What became of each rule, and how far those came that did not match. */
static int judge_rules(struct teller *t, struct err *e)
{
	struct explanation *x = &t->x;

	for (size_t i = 0; i < x->match_count; i++)
		x->rules[x->matches[i].match.rule - x->set->rules].fate = FATE_MATCHED;
	for (size_t i = 0; i < x->set->rule_count; i++) {
		struct told_rule *told = &x->rules[i];
		bool wanted;

		if (told->fate != FATE_MATCHED)
			told->fate = told->tries || told->everywhere ? FATE_FAILED : FATE_GATED;
		wanted = told->rule == x->only ||
			 (!x->only && (told->fate == FATE_FAILED || x->verbose));
		told->looked = wanted && told->fate != FATE_MATCHED;
		if (told->looked && ruleset_reach(x->set, i, x->text, &told->reach, e))
			return -1;
	}
	return 0;
}

static int begin_rules(struct teller *t, struct err *e)
{
	struct explanation *x = &t->x;

	x->rules = arena_zero(t->arena, x->set->rule_count, sizeof(*x->rules));
	if (!x->rules)
		return err_nomem(e);
	for (size_t i = 0; i < x->set->rule_count; i++) {
		const struct rule *rule = &x->set->rules[i];

		x->rules[i] = (struct told_rule){.rule = rule, .fate = FATE_GATED};
		x->rules[i].everywhere =
			gate_rule(x->set->gate, i)->open || rule->scope == SCOPE_SECTION;
	}
	return 0;
}

static int extract(struct teller *t, const struct explain_options *options, struct doc *d,
		   struct err *e)
{
	const struct trace trace = {
		.context = t,
		.match = {tried, vetoed, matched, beaten},
		.noted = noted,
		.recorded = recorded,
	};
	const struct extract_options extract = {
		.rules = t->x.set,
		.reference = options->reference,
		.facts = true,
		.mentions = t->x.only && t->x.only->emit == EMIT_MENTION,
		.trace = &trace,
	};
	struct extractor *x = extractor_open(&extract, e);
	struct records records;
	int rc;

	if (!x)
		return -1;
	rc = extractor_run(x, d, &records, e);
	extractor_close(x);
	if (rc)
		return -1;
	t->x.lapses = records.lapses;
	t->x.lapse_count = records.lapse_count;
	return t->failed ? err_nomem(e) : 0;
}

/* The text as `run` would have it, or as `extract` takes it. */
static int prepare(const struct explain_options *options, struct doc *d, struct err *e)
{
	static const struct stage_options stages;
	struct chain chain;
	int rc;

	if (options->clean)
		return decode_utf8_only(d, e);
	if (chain_open(&chain, TEXT_STAGES, &stages, e))
		return -1;
	rc = chain_run(&chain, d, e);
	chain_close(&chain);
	return rc;
}

static int by_quote(const void *a, const void *b)
{
	const struct told_record *x = a, *y = b;

	if (x->quote.start != y->quote.start)
		return x->quote.start < y->quote.start ? -1 : 1;
	if (x->record.type != y->record.type)
		return x->record.type < y->record.type ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

static int by_place(const void *a, const void *b)
{
	const struct told_match *x = a, *y = b;

	if (x->match.at.start != y->match.at.start)
		return x->match.at.start < y->match.at.start ? -1 : 1;
	return x->match.rule < y->match.rule ? -1 : x->match.rule > y->match.rule;
}

/* Both are told kind by kind; a person reads along the text. */
static void sort(struct explanation *x)
{
	for (size_t i = 0; i < x->record_count; i++)
		x->records[i].order = i;
	if (x->record_count)
		qsort(x->records, x->record_count, sizeof(*x->records), by_quote);
	if (x->match_count)
		qsort(x->matches, x->match_count, sizeof(*x->matches), by_place);
}

static int explain(struct teller *t, const struct explain_options *options, struct doc *d,
		   struct err *e)
{
	if (prepare(options, d, e))
		return -1;
	t->x.text = doc_text(d);
	t->x.repaired = !slice_eq(t->x.text, d->bytes);
	if (begin_rules(t, e) || extract(t, options, d, e) || judge_rules(t, e))
		return -1;
	sort(&t->x);
	return 0;
}

static int read_text(const char *operand, struct buf *out, struct err *e)
{
	char block[4096];
	size_t n;

	if (operand && strcmp(operand, "-") != 0) {
		buf_adds(out, operand);
	} else {
		while ((n = fread(block, 1, sizeof(block), stdin)) > 0 && out->len <= TEXT_MOST)
			buf_add(out, block, n);
		if (ferror(stdin))
			return err_set(e, "-: %s", strerror(errno));
	}
	if (out->len > TEXT_MOST)
		return err_set(e, "rules explain takes a passage, of %d KiB at the most",
			       TEXT_MOST >> 10);
	return buf_check(out, e);
}

static int find_rule(struct explanation *x, const char *id, struct err *e)
{
	for (size_t i = 0; id && !x->only && i < x->set->rule_count; i++)
		if (slice_is(x->set->rules[i].id, id))
			x->only = &x->set->rules[i];
	return !id || x->only ? 0 : err_set(e, "no rule '%s' (see 'zhibiao rules list')", id);
}

static int show(const struct explanation *x, bool ndjson, struct err *e)
{
	struct buf out;
	int rc;

	buf_init(&out, SIZE_MAX);
	if (ndjson)
		explain_as_ndjson(x, &out);
	else
		explain_as_text(x, &out);
	rc = buf_check(&out, e);
	if (!rc)
		fwrite(buf_text(&out).p, 1, out.len, stdout);
	buf_release(&out);
	return rc;
}

int rules_explain(const struct ruleset *set, const struct explain_options *options)
{
	struct teller t = {.x = {.set = set, .verbose = options->verbose}};
	struct buf text;
	struct err e;
	struct doc d;
	int rc;

	buf_init(&text, SIZE_MAX);
	doc_init(&d);
	t.arena = &d.arena;
	rc = find_rule(&t.x, options->rule, &e) || read_text(options->text, &text, &e);
	if (!rc) {
		d.id = slice_of("-");
		d.info.kind = slice_of("text");
		d.bytes = buf_text(&text);
		rc = explain(&t, options, &d, &e) || show(&t.x, options->ndjson, &e);
	}
	doc_release(&d);
	buf_release(&text);
	return rc ? failed(&e) : STATUS_DONE;
}
