/*
 * run and extract: documents to records.
 */
#include "cmd/batch.h"
#include "cmd/cmd.h"
#include "cmd/output.h"
#include "cmd/settings.h"
#include "extract/sinks/pages.h"

static const struct option *const run_tables[] = {
	decode_options, normalize_options, rule_options,   record_options, input_options,
	jobs_options,	kind_options,	   output_options, NULL,
};

static const struct usage run_usage = {
	.command = "run",
	.operands = "[FILE|DIR|-]...",
	.summary = "Reads documents and writes what they plan as records: targets, deadlines and\n"
		   "who is responsible. Folders are read with all that is in them; without\n"
		   "operands standard input is one document.",
	.tables = run_tables,
};

static const struct option *const extract_tables[] = {rule_options, record_options, NULL};

static const struct usage extract_usage = {
	.command = "extract",
	.operands = "[FILE|DIR|-]...",
	.summary = "Reads clean UTF-8 text, or a document stream, and writes records (NDJSON).",
	.tables = extract_tables,
};

/* What a run needs besides its settings; opened in this order. */
struct run {
	struct stage_options stages;
	struct extract_options extract;
	struct ruleset *rules;
	struct source *source;
	struct sink *sink;
	struct pages *pages;  /* NULL: none are asked for */
	char rules_name[128]; /* id and version, for the workbook */
};

static void name_rules(struct run *r, struct sink_options *sink)
{
	const struct ruleset *set = r->rules;

	snprintf(r->rules_name, sizeof(r->rules_name), "%.*s %.*s", (int)set->id.n,
		 set->id.n ? set->id.p : "", (int)set->version.n,
		 set->version.n ? set->version.p : "");
	sink->rules = r->rules_name;
}

static int open_pages(struct run *r, const struct settings *s, enum lang lang, struct err *e)
{
	struct pages_options options = {.folder = s->pages, .lang = lang};

	if (!s->pages)
		return 0;
	r->pages = pages_open(&options, e);
	return r->pages ? 0 : -1;
}

static int run_open(struct run *r, const struct settings *s, struct err *e)
{
	struct source_options source;
	struct sink_options sink;

	settings_source(s, &source);
	if (settings_stages(s, &r->stages, e) || settings_extract(s, &r->extract, e) ||
	    settings_sink(s, &sink, e))
		return -1;
	r->extract.edits |= sink.format == SINK_XLSX;
	r->rules = settings_rules(s, e);
	r->extract.rules = r->rules;
	if (!r->rules)
		return -1;
	name_rules(r, &sink);
	r->source = source_open(&source, e);
	if (!r->source)
		return -1;
	r->sink = output_open(&sink, e);
	return r->sink ? open_pages(r, s, sink.lang, e) : -1;
}

static void run_close(struct run *r)
{
	if (r->pages)
		pages_abort(r->pages);
	if (r->sink)
		sink_abort(r->sink);
	if (r->source)
		source_close(r->source);
	if (r->rules)
		ruleset_free(r->rules);
}

static int next(void *state, struct doc *d, struct err *e)
{
	struct run *r = state;

	return source_next(r->source, d, e);
}

static int add(void *state, const struct doc *d, const struct records *records, struct err *e)
{
	struct run *r = state;

	if (r->pages && pages_add(r->pages, d, records, e))
		return -1;
	return sink_add(r->sink, records, e);
}

static int trouble(void *state, struct slice doc, const char *problem, bool lost, struct err *e)
{
	struct run *r = state;

	if (lost && r->pages && pages_fail(r->pages, doc, problem, e))
		return -1;
	return sink_trouble(r->sink, doc, problem, lost, e);
}

static const struct batch_ends run_ends = {next, add, trouble};

static int run_documents(const struct settings *s, bool clean, struct err *e)
{
	struct run r = {0};
	size_t failures = 0;
	int rc = run_open(&r, s, e);
	struct batch_options batch = {
		.ends = &run_ends,
		.state = &r,
		.stages = clean ? NULL : &r.stages,
		.extract = &r.extract,
		.jobs = clean ? 1 : settings_jobs(s),
	};

	if (!rc)
		rc = batch_run(&batch, &failures, e);
	if (!rc && r.pages) {
		rc = pages_finish(r.pages, e);
		r.pages = NULL;
	}
	if (!rc) {
		rc = sink_finish(r.sink, e);
		r.sink = NULL;
	}
	run_close(&r);
	if (rc)
		return failed(e);
	return failures ? STATUS_SOME : STATUS_DONE;
}

static int run_command(const struct usage *u, bool clean, int argc, char **argv)
{
	struct settings s;
	struct err e;
	int status;

	if (settings_read(&s, u, argc, argv, &status))
		status = run_documents(&s, clean, &e);
	settings_release(&s, u);
	return status;
}

int cmd_run(int argc, char **argv)
{
	return run_command(&run_usage, false, argc, argv);
}

int cmd_extract(int argc, char **argv)
{
	return run_command(&extract_usage, true, argc, argv);
}
