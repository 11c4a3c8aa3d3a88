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

/* Says what is wrong with a file, or with a line of it, here and to the sink. */
static int note_trouble(struct sheet *s, const char *name, size_t number, const char *what,
			bool lost, struct err *e)
{
	struct err place;

	if (number)
		err_set(&place, "%s:%zu: %s", name, number, what);
	else
		err_set(&place, "%s: %s", name, what);
	complain("%s", place.text);
	s->failures += lost;
	return sink_trouble(s->sink, slice_of(name), place.text, lost, e);
}

/* The UTF-16 unit of the escape at p; 0 where there is none. */
static unsigned escaped_unit(const char *p, const char *end)
{
	char digits[5] = "";
	char *stop;
	unsigned long unit;

	if (end - p < 6 || p[0] != '\\' || p[1] != 'u')
		return 0;
	memcpy(digits, p + 2, 4);
	unit = strtoul(digits, &stop, 16);
	return *stop ? 0 : (unsigned)unit;
}

static bool is_high(unsigned unit)
{
	return unit >= 0xD800 && unit < 0xDC00;
}

static bool is_low(unsigned unit)
{
	return unit >= 0xDC00 && unit < 0xE000;
}

/* Some programs write half of a surrogate pair, which is no character: it becomes U+FFFD. */
static bool mend_surrogates(char *line, size_t n)
{
	const char *end = line + n;
	bool mended = false;

	for (char *p = memchr(line, '\\', n); p && p < end;) {
		unsigned unit = escaped_unit(p, end);
		bool pair = is_high(unit) && is_low(escaped_unit(p + 6, end));

		if (!pair && (is_high(unit) || is_low(unit))) {
			memcpy(p + 2, "FFFD", 4);
			mended = true;
		}
		p += pair ? 12 : unit ? 6 : 2;
		p = p < end ? memchr(p, '\\', (size_t)(end - p)) : NULL;
	}
	return mended;
}

/* A byte order mark at the beginning of a file is not part of the first record. */
static struct slice without_mark(struct slice line, size_t number)
{
	struct slice mark = slice_of("\xEF\xBB\xBF");

	if (number == 1 && slice_starts(line, mark))
		line = (struct slice){line.p + mark.n, line.n - mark.n};
	return slice_trim(line);
}

static int read_line(struct sheet *s, const char *name, size_t number, char *text, size_t n,
		     struct err *e)
{
	struct slice line = without_mark((struct slice){text, n}, number);
	struct record r;
	struct err problem;

	if (!line.n)
		return 0;
	if (mend_surrogates(text, n) &&
	    note_trouble(s, name, number, "half a surrogate pair became U+FFFD", false, e))
		return -1;
	if (record_read(line, &r, &s->arena, &problem))
		return note_trouble(s, name, number, problem.text, true, e);
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
		rc = read_line(s, name, ++number, line, (size_t)n, e);
	if (!rc && !feof(in))
		rc = note_trouble(s, name, 0, strerror(errno), true, e);
	free(line);
	return rc;
}

static int read_file(struct sheet *s, const char *path, struct err *e)
{
	bool standard = strcmp(path, "-") == 0;
	FILE *in = standard ? stdin : fopen(path, "rb");
	int rc;

	if (!in)
		return note_trouble(s, path, 0, strerror(errno), true, e);
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
