/*
 * stages: how fast each step of the chain is, within one process and without reading files.
 *
 *   stages SCRATCH LAST FILE...
 *
 * Takes every file through the steps below, up to and including the one called LAST, and measures
 * each step by itself. The documents are dealt into ROUNDS rounds of equal kind; a line for each
 * step goes to standard output:
 *
 *   step <TAB> MB of documents <TAB> MB/s, median round <TAB> MB/s, best round <TAB> records/s
 *
 * MB are millions of bytes of the files, whatever the step reads itself; records/s is - for the
 * steps that have none. Two lines more are `all`, for these steps together, and `rules`, how long
 * the rules took to load. Output goes to /dev/null, but for the workbook, which is a file in the
 * folder SCRATCH. The rules are those of $ZHIBIAO_RULES. To measure another step, add it to the
 * table `steps`.
 */
#include "extract/extract.h"
#include "extract/sinks/sink.h"
#include "normalize/stage.h"
#include "normalize/utf8.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { ROUNDS = 5 };

/* What the steps work with. */
struct bench {
	struct chain chain;
	struct ruleset *rules;
	struct extractor *extractor;
	struct sink *sinks[SINK_FORMATS]; /* open while a round lasts */
	char workbook[PATH_MAX];
	struct records records; /* of the present document */
	double load_seconds;	/* what loading the rules took */
};

struct step {
	const char *name;
	int (*run)(struct bench *b, size_t which, struct doc *d, struct err *e);
	int (*finish)(struct bench *b, size_t which, struct err *e); /* of a round; or NULL */
	size_t which; /* number of the text stage, or format of the sink */
	bool apart;   /* a part of another step, measured by itself: not in `all` */
};

/* Up to the first byte that is no UTF-8. */
static int run_validate(struct bench *b, size_t which, struct doc *d, struct err *e)
{
	(void)b, (void)which;
	if (utf8_valid(d->bytes) > d->bytes.n)
		return err_set(e, "more is valid than there is");
	return 0;
}

static int run_stage(struct bench *b, size_t which, struct doc *d, struct err *e)
{
	return text_stages[which]->run(b->chain.states[which], d, e);
}

static int run_extract(struct bench *b, size_t which, struct doc *d, struct err *e)
{
	(void)which;
	return extractor_run(b->extractor, d, &b->records, e);
}

static int run_sink(struct bench *b, size_t which, struct doc *d, struct err *e)
{
	struct sink_options options = {
		.path = which == SINK_XLSX ? b->workbook : "/dev/null",
		.format = (enum sink_format)which,
		.table = RECORD_TARGET,
	};

	(void)d;
	if (!b->sinks[which])
		b->sinks[which] = sink_open(&options, e);
	return b->sinks[which] ? sink_add(b->sinks[which], &b->records, e) : -1;
}

static int finish_sink(struct bench *b, size_t which, struct err *e)
{
	struct sink *sink = b->sinks[which];

	b->sinks[which] = NULL;
	return sink ? sink_finish(sink, e) : 0;
}

static const struct step steps[] = {
	{"validate", run_validate, NULL, 0, true},
	{"decode", run_stage, NULL, 0, false},
	{"convert", run_stage, NULL, 1, false},
	{"normalize", run_stage, NULL, 2, false},
	{"extract", run_extract, NULL, 0, false},
	{"ndjson", run_sink, finish_sink, SINK_NDJSON, false},
	{"csv", run_sink, finish_sink, SINK_CSV, false},
	{"xlsx", run_sink, finish_sink, SINK_XLSX, false},
};
enum { STEPS = sizeof(steps) / sizeof(steps[0]) };

/* What a round took; behind the steps, all of them together. */
struct round {
	double seconds[STEPS + 1];
	double bytes;
	double records;
};

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int run_document(struct bench *b, size_t count, struct slice bytes, struct round *r,
			struct err *e)
{
	struct doc d;
	int rc = 0;

	doc_init(&d);
	d.id = slice_of("-");
	d.bytes = bytes;
	b->records = (struct records){0};
	for (size_t i = 0; !rc && i < count; i++) {
		double start = now();

		rc = steps[i].run(b, steps[i].which, &d, e);
		r->seconds[i] += now() - start;
	}
	r->bytes += (double)bytes.n;
	r->records += (double)b->records.count;
	doc_release(&d);
	return rc;
}

static int finish_round(struct bench *b, size_t count, struct round *r, struct err *e)
{
	for (size_t i = 0; i < count; i++) {
		double start = now();

		if (steps[i].finish && steps[i].finish(b, steps[i].which, e))
			return -1;
		r->seconds[i] += now() - start;
	}
	return 0;
}

static int run_rounds(struct bench *b, size_t count, const struct slice *texts, size_t text_count,
		      struct round *rounds, struct err *e)
{
	for (size_t k = 0; k < ROUNDS; k++) {
		for (size_t i = k; i < text_count; i += ROUNDS)
			if (run_document(b, count, texts[i], &rounds[k], e))
				return -1;
		if (finish_round(b, count, &rounds[k], e))
			return -1;
	}
	return 0;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static void report(const char *name, size_t step, const struct round *rounds)
{
	double speed[ROUNDS], records[ROUNDS], bytes = 0;

	for (size_t k = 0; k < ROUNDS; k++) {
		speed[k] = rounds[k].bytes / rounds[k].seconds[step] / 1e6;
		records[k] = rounds[k].records / rounds[k].seconds[step];
		bytes += rounds[k].bytes;
	}
	qsort(speed, ROUNDS, sizeof(speed[0]), compare);
	qsort(records, ROUNDS, sizeof(records[0]), compare);
	printf("%s\t%.1f\t%.1f\t%.1f\t", name, bytes / 1e6, speed[ROUNDS / 2], speed[ROUNDS - 1]);
	if (step == STEPS || steps[step].run == run_stage || steps[step].apart)
		printf("-\n");
	else
		printf("%.0f\n", records[ROUNDS / 2]);
}

static void report_all(size_t count, struct round *rounds, double load_seconds)
{
	for (size_t i = 0; i < count; i++) {
		report(steps[i].name, i, rounds);
		for (size_t k = 0; k < ROUNDS && !steps[i].apart; k++)
			rounds[k].seconds[STEPS] += rounds[k].seconds[i];
	}
	report("all", STEPS, rounds);
	printf("rules\t-\t-\t-\t%.0f ms\n", load_seconds * 1e3);
}

static int read_file(const char *path, struct arena *arena, struct slice *out, struct err *e)
{
	FILE *in = fopen(path, "rb");
	char *data = NULL;
	long size = -1;

	if (in && fseek(in, 0, SEEK_END) == 0)
		size = ftell(in);
	if (size >= 0)
		data = arena_alloc(arena, (size_t)size);
	if (data && fseek(in, 0, SEEK_SET) == 0)
		*out = (struct slice){data, fread(data, 1, (size_t)size, in)};
	if (in)
		fclose(in);
	return data && out->n == (size_t)size ? 0 : err_set(e, "%s: can't be read", path);
}

static int read_files(char **paths, size_t count, struct arena *arena, struct slice **out,
		      struct err *e)
{
	*out = arena_zero(arena, count, sizeof(**out));
	if (!*out)
		return err_nomem(e);
	for (size_t i = 0; i < count; i++)
		if (read_file(paths[i], arena, &(*out)[i], e))
			return -1;
	return 0;
}

static int bench_open(struct bench *b, const char *scratch, struct err *e)
{
	static const struct stage_options options;
	struct extract_options extract = {0};
	char path[PATH_MAX];
	const char *paths[] = {path};
	double start;

	*b = (struct bench){0};
	snprintf(b->workbook, sizeof(b->workbook), "%s/stages.xlsx", scratch);
	if (ruleset_default_path(path, sizeof(path), e) ||
	    chain_open(&b->chain, TEXT_STAGES, &options, e))
		return -1;
	start = now();
	b->rules = ruleset_load(paths, 1, e);
	b->load_seconds = now() - start;
	extract.rules = b->rules;
	b->extractor = b->rules ? extractor_open(&extract, e) : NULL;
	return b->extractor ? 0 : -1;
}

static void bench_close(struct bench *b)
{
	for (size_t i = 0; i < SINK_FORMATS; i++)
		if (b->sinks[i])
			sink_abort(b->sinks[i]);
	extractor_close(b->extractor);
	chain_close(&b->chain);
	if (b->rules)
		ruleset_free(b->rules);
}

/* How many steps there are up to and including the one of that name; 0 when there is none. */
static size_t steps_until(const char *name)
{
	for (size_t i = 0; i < STEPS; i++)
		if (strcmp(steps[i].name, name) == 0)
			return i + 1;
	return 0;
}

static int measure(size_t count, const char *scratch, char **paths, size_t path_count,
		   struct err *e)
{
	struct round rounds[ROUNDS] = {0};
	struct slice *texts;
	struct arena arena;
	struct bench b;
	int rc;

	arena_init(&arena);
	rc = bench_open(&b, scratch, e);
	if (!rc)
		rc = read_files(paths, path_count, &arena, &texts, e);
	if (!rc)
		rc = run_rounds(&b, count, texts, path_count, rounds, e);
	if (!rc)
		report_all(count, rounds, b.load_seconds);
	bench_close(&b);
	arena_release(&arena);
	return rc;
}

int main(int argc, char **argv)
{
	size_t count = argc > 3 ? steps_until(argv[2]) : 0;
	struct err e;

	if (!count || argc < 3 + ROUNDS) {
		fprintf(stderr, "usage: stages SCRATCH LAST FILE... (%d files or more)\n", ROUNDS);
		return 2;
	}
	arena_keep_memory();
	if (measure(count, argv[1], argv + 3, (size_t)argc - 3, &e)) {
		fprintf(stderr, "stages: %s\n", e.text);
		return 1;
	}
	return 0;
}
