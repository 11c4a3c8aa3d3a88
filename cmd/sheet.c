/*
 * sheet: records (NDJSON) to a workbook or a table.
 */
#include "cmd/cmd.h"
#include "cmd/lots.h"
#include "cmd/output.h"
#include "cmd/settings.h"

static const struct option *const sheet_tables[] = {output_options, NULL};

static const struct usage sheet_usage = {
	.command = "sheet",
	.operands = "[FILE|-]...",
	.summary =
		"Reads records (NDJSON) and writes them as a workbook or a table. Without -o and\n"
		"--format it writes the targets as CSV to standard output.",
	.tables = sheet_tables,
};

struct sheet {
	struct sink *sink;
	size_t failures; /* lines and files that could not be read */
};

/* Says what is wrong with the input, here and to the sink. */
static int tell_troubles(struct sheet *s, const struct lot *lot, struct err *e)
{
	int rc = 0;

	for (size_t i = 0; !rc && i < lot->trouble_count; i++) {
		const struct trouble *t = &lot->troubles[i];

		complain("%s", t->what);
		s->failures += t->lost;
		rc = sink_trouble(s->sink, slice_of(t->path), t->what, t->lost, e);
	}
	return rc;
}

static int write_lots(struct sheet *s, struct lots *lots, struct err *e)
{
	const struct lot *lot;
	int rc;

	while ((rc = lots_next(lots, &lot, e)) > 0)
		if (tell_troubles(s, lot, e) || sink_add(s->sink, &lot->records, e))
			return -1;
	return rc;
}

static int write_all(struct sheet *s, const struct texts *paths, struct err *e)
{
	struct lots *lots = lots_open(paths, e);
	int rc;

	if (!lots)
		return -1;
	rc = write_lots(s, lots, e);
	lots_close(lots);
	return rc;
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
	rc = write_all(&s, &settings->operands, e);
	if (rc)
		sink_abort(s.sink);
	else
		rc = sink_finish(s.sink, e);
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
