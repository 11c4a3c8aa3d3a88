/*
 * corpus status and export: what the database holds.
 */
#include "cmd/cmd.h"
#include "cmd/corpus.h"
#include "cmd/output.h"

/* What an export writes, and how far it has come. */
struct export
{
	struct corpus corpus;
	struct sink_options options;
	struct sink *sink;
	bool wanted[RECORD_TYPES];
	bool changed;
	struct buf rules; /* those that made the records, NUL-terminated */
	size_t failures;
	size_t pending;
};

/* What export leaves out of what is kept, as run does without being asked. */
static void choose_types(struct export *x, const struct settings *s)
{
	for (int type = 0; type < RECORD_TYPES; type++)
		x->wanted[type] = true;
	x->wanted[RECORD_EDIT] = s->edits || x->options.format == SINK_XLSX;
	x->wanted[RECORD_FACT] = s->facts;
	x->wanted[RECORD_MENTION] = s->mentions;
}

static bool is_left_out(const struct export *x, struct slice name)
{
	for (int type = 0; type < RECORD_TYPES; type++)
		if (!x->wanted[type] && slice_is(name, record_type_name((enum record_type)type)))
			return true;
	return false;
}

static void leave_out_counts(const struct export *x, struct counts *counts)
{
	size_t kept = 0;

	for (size_t i = 0; i < counts->count; i++)
		if (!is_left_out(x, counts->items[i].name))
			counts->items[kept++] = counts->items[i];
	counts->count = kept;
}

static void leave_out(const struct export *x, struct records *records)
{
	size_t kept = 0;

	for (size_t i = 0; i < records->count; i++) {
		struct record *r = &records->items[i];

		if (!x->wanted[r->type])
			continue;
		if (r->type == RECORD_DOCUMENT)
			leave_out_counts(x, &r->counts);
		records->items[kept++] = *r;
	}
	records->count = kept;
}

static int tell(struct export *x, struct slice id, struct slice problem, bool lost, struct err *e)
{
	struct err text;

	err_set(&text, "%.*s", (int)problem.n, problem.p);
	complain("%.*s: %s", (int)id.n, id.p, text.text);
	x->failures += lost;
	return sink_trouble(x->sink, id, text.text, lost, e);
}

static int tell_notes(struct export *x, const struct entry *entry, struct err *e)
{
	size_t end;

	for (size_t at = 0; at < entry->notes.n; at = end + 1) {
		end = slice_find(entry->notes, at, slice_of("\n"));
		if (tell(x, entry->id, slice_cut(entry->notes, (struct span){at, end}), false, e))
			return -1;
	}
	return 0;
}

static int write_entry(struct export *x, struct entry *entry, struct err *e)
{
	x->pending += !entry->done;
	if (!entry->done)
		return 0;
	if (entry->failed)
		return tell(x, entry->id, entry->problem, true, e);
	leave_out(x, &entry->records);
	return tell_notes(x, entry, e) ? -1 : sink_add(x->sink, &entry->records, e);
}

static int write_entries(struct export *x, struct err *e)
{
	struct entry entry = {0};
	int got = 1;
	int rc = 0;

	while (!rc && got > 0) {
		struct arena arena;

		arena_init(&arena);
		got = store_next(x->corpus.store, entry.number, x->changed, &arena, &entry, e);
		if (got > 0)
			rc = write_entry(x, &entry, e);
		arena_release(&arena);
	}
	return rc || got < 0 ? -1 : 0;
}

/* The rules as run names them; where several made the records, all of them. */
static int name_rules(struct export *x, struct err *e)
{
	struct engine_use use = {0};
	struct arena arena;
	int got;

	arena_init(&arena);
	while ((got = store_next_engine(x->corpus.store, use.number, &arena, &use, e)) > 0) {
		if (slice_find(buf_text(&x->rules), 0, use.rules) < x->rules.len)
			continue;
		buf_adds(&x->rules, x->rules.len ? "; " : "");
		buf_slice(&x->rules, use.rules);
	}
	buf_addc(&x->rules, '\0');
	arena_release(&arena);
	x->options.rules = x->rules.data;
	return got < 0 ? -1 : buf_check(&x->rules, e);
}

static int export_open(struct export *x, const struct settings *s, struct err *e)
{
	buf_init(&x->rules, SIZE_MAX);
	if (settings_sink(s, &x->options, e) || corpus_open(&x->corpus, s, false, e) ||
	    store_freeze(x->corpus.store, e) || name_rules(x, e))
		return -1;
	choose_types(x, s);
	x->changed = s->changed;
	x->sink = output_open(&x->options, e);
	return x->sink ? 0 : -1;
}

static int export_run(struct export *x, struct err *e)
{
	int rc = write_entries(x, e);

	if (rc)
		sink_abort(x->sink);
	else
		rc = sink_finish(x->sink, e);
	return rc;
}

int corpus_export(struct settings *s)
{
	struct export x = {0};
	struct err e;
	int rc = export_open(&x, s, &e);

	if (!rc)
		rc = export_run(&x, &e);
	if (!rc && x.pending)
		complain("%s: %zu documents have no records yet: see 'zhibiao corpus update'",
			 s->operands.items[0], x.pending);
	if (x.corpus.store)
		store_thaw(x.corpus.store);
	corpus_close(&x.corpus);
	buf_release(&x.rules);
	if (rc)
		return failed(&e);
	return x.failures || x.pending ? STATUS_SOME : STATUS_DONE;
}

static void print_totals(const struct corpus *c, const struct store_totals *t)
{
	printf("documents    %zu\n", t->documents);
	printf("bytes        %llu, in a database of %llu\n", (unsigned long long)t->size,
	       (unsigned long long)t->file);
	printf("targets      %zu\n", t->types[RECORD_TARGET]);
	printf("deadlines    %zu\n", t->types[RECORD_DEADLINE]);
	printf("assignments  %zu\n", t->types[RECORD_ASSIGNMENT]);
	printf("failed       %zu\n", t->failed);
	printf("to update    %zu, to be read by %s (%.12s, %s)\n", t->stale, c->rules_name,
	       c->engine.digest, c->engine.program);
}

static int print_engines(const struct corpus *c, struct err *e)
{
	struct engine_use use = {0};
	struct arena arena;
	int got;

	arena_init(&arena);
	while ((got = store_next_engine(c->store, use.number, &arena, &use, e)) > 0)
		printf("read by      %s (%.12s, %s): %zu\n", use.rules.p, use.digest.p,
		       use.program.p, use.documents);
	arena_release(&arena);
	return got;
}

static int print_failures(const struct corpus *c, struct err *e)
{
	struct entry entry = {0};
	int got = 1;

	while (got > 0) {
		struct arena arena;

		arena_init(&arena);
		got = store_next_failure(c->store, entry.number, &arena, &entry, e);
		if (got > 0)
			printf("failure      %.*s: %.*s\n", (int)entry.id.n, entry.id.p,
			       (int)entry.problem.n, entry.problem.p);
		arena_release(&arena);
	}
	return got;
}

static int show(struct corpus *c, const struct settings *s, struct err *e)
{
	struct store_totals totals;

	if (corpus_rules(c, s, e) || corpus_open(c, s, false, e) || store_freeze(c->store, e) ||
	    store_totals(c->store, &c->engine, &totals, e))
		return -1;
	print_totals(c, &totals);
	if (print_engines(c, e) || print_failures(c, e))
		return -1;
	store_thaw(c->store);
	return 0;
}

int corpus_status(struct settings *s)
{
	struct corpus c = {0};
	struct err e;
	int rc = show(&c, s, &e);

	corpus_close(&c);
	return rc ? failed(&e) : STATUS_DONE;
}
