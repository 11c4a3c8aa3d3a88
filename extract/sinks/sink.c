#include "extract/sinks/sink.h"

#include "extract/sinks/backend.h"

#include <stdlib.h>
#include <strings.h>

static const struct {
	const char *name; /* also the ending of a path, after a dot */
	const struct backend *backend;
} formats[SINK_FORMATS] = {
	[SINK_NDJSON] = {"ndjson", &backend_ndjson}, [SINK_CSV] = {"csv", &backend_table},
	[SINK_TSV] = {"tsv", &backend_table},	     [SINK_XLSX] = {"xlsx", &backend_workbook},
	[SINK_HTML] = {"html", &backend_html},
};

struct sink {
	const struct backend *backend;
	void *state;
};

enum sink_format sink_format_named(const char *name)
{
	int format = 0;

	while (format < SINK_FORMATS && strcasecmp(formats[format].name, name) != 0)
		format++;
	return (enum sink_format)format;
}

enum sink_format sink_format_of_path(const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *dot = strrchr(slash ? slash : path, '.');

	return dot ? sink_format_named(dot + 1) : SINK_FORMATS;
}

struct sink *sink_open(const struct sink_options *options, struct err *e)
{
	struct sink *s = malloc(sizeof(*s));

	if (!s) {
		err_nomem(e);
		return NULL;
	}
	s->backend = formats[options->format].backend;
	s->state = s->backend->open(options, e);
	if (s->state)
		return s;
	free(s);
	return NULL;
}

int sink_add(struct sink *s, const struct records *records, struct err *e)
{
	return s->backend->add(s->state, records, e);
}

int sink_trouble(struct sink *s, struct slice doc, const char *problem, bool lost, struct err *e)
{
	if (!s->backend->trouble)
		return 0;
	return s->backend->trouble(s->state, doc, problem, lost, e);
}

int sink_finish(struct sink *s, struct err *e)
{
	int rc = s->backend->finish(s->state, e);

	sink_abort(s);
	return rc;
}

void sink_abort(struct sink *s)
{
	s->backend->release(s->state);
	free(s);
}
