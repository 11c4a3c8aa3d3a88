/*
 * sheet: records (NDJSON) to a workbook or a table.
 */
#include "cmd/cmd.h"
#include "cmd/output.h"
#include "cmd/settings.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

static const struct option *const sheet_tables[] = {output_options, NULL};

static const struct usage sheet_usage = {
	.command = "sheet",
	.operands = "[FILE|-]...",
	.summary =
		"Reads records (NDJSON) and writes them as a workbook or a table. Without -o and\n"
		"--format it writes the targets as CSV to standard output.",
	.tables = sheet_tables,
};

/* Records are handed on in lots of this size, which bounds the memory. */
enum { LOT = 1024 };

struct sheet {
	struct sink *sink;
	struct arena arena; /* of the records in the lot */
	struct records lot;
	size_t failures; /* lines and files that could not be read */
};

static int hand_on(struct sheet *s, struct err *e)
{
	int rc = sink_add(s->sink, &s->lot, e);

	arena_release(&s->arena);
	arena_init(&s->arena);
	s->lot = (struct records){0};
	return rc;
}

/* A byte order mark at the beginning of a file is not part of the first record. */
static struct slice without_mark(struct slice line, size_t number)
{
	struct slice mark = slice_of("\xEF\xBB\xBF");

	if (number == 1 && slice_starts(line, mark))
		line = (struct slice){line.p + mark.n, line.n - mark.n};
	return slice_trim(line);
}

static int read_line(struct sheet *s, const char *name, size_t number, struct slice line,
		     struct err *e)
{
	struct record r;
	struct err problem;

	line = without_mark(line, number);
	if (!line.n)
		return 0;
	if (record_read(line, &r, &s->arena, &problem)) {
		complain("%s:%zu: %s", name, number, problem.text);
		s->failures++;
		return 0;
	}
	if (records_add(&s->lot, &s->arena, &r, e))
		return -1;
	return s->lot.count < LOT ? 0 : hand_on(s, e);
}

static int read_lines(struct sheet *s, const char *name, FILE *in, struct err *e)
{
	char *line = NULL;
	size_t capacity = 0;
	size_t number = 0;
	ssize_t n = 0;
	int rc = 0;

	errno = 0;
	while (!rc && (n = getline(&line, &capacity, in)) >= 0)
		rc = read_line(s, name, ++number, (struct slice){line, (size_t)n}, e);
	if (!rc && !feof(in)) {
		complain("%s: %s", name, strerror(errno));
		s->failures++;
	}
	free(line);
	return rc;
}

static int read_file(struct sheet *s, const char *path, struct err *e)
{
	bool standard = strcmp(path, "-") == 0;
	FILE *in = standard ? stdin : fopen(path, "rb");
	int rc;

	if (!in) {
		complain("%s: %s", path, strerror(errno));
		s->failures++;
		return 0;
	}
	rc = read_lines(s, path, in, e);
	if (!standard)
		fclose(in);
	return rc;
}

static int read_all(struct sheet *s, const struct texts *paths, struct err *e)
{
	int rc = paths->count ? 0 : read_file(s, "-", e);

	for (size_t i = 0; !rc && i < paths->count; i++)
		rc = read_file(s, paths->items[i], e);
	return rc ? rc : hand_on(s, e);
}

static int sheet_make(struct settings *settings, struct err *e)
{
	struct sheet s = {0};
	struct sink_options options;
	int rc;

	if (!settings->format && (!settings->output || strcmp(settings->output, "-") == 0))
		settings->format = "csv";
	if (settings_sink(settings, &options, e))
		return failed(e);
	s.sink = output_open(&options, e);
	if (!s.sink)
		return failed(e);
	arena_init(&s.arena);
	rc = read_all(&s, &settings->operands, e);
	if (rc)
		sink_abort(s.sink);
	else
		rc = sink_finish(s.sink, e);
	arena_release(&s.arena);
	if (rc)
		return failed(e);
	return s.failures ? STATUS_SOME : STATUS_DONE;
}

int cmd_sheet(int argc, char **argv)
{
	struct settings s;
	struct err e;
	int status;

	if (settings_read(&s, &sheet_usage, argc, argv, &status))
		status = sheet_make(&s, &e);
	settings_release(&s, &sheet_usage);
	return status;
}
