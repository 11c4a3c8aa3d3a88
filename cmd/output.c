#include "cmd/output.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static bool to_stdout(const struct sink_options *options)
{
	return !options->path || strcmp(options->path, "-") == 0;
}

static int make_spool(struct output *o, struct err *e)
{
	const char *folder = getenv("TMPDIR");
	int fd;

	if (isatty(STDOUT_FILENO))
		return err_set(e, "a workbook can't be shown on a terminal: name a file with -o");
	if (asprintf(&o->spool, "%s/zhibiao-XXXXXX", folder && *folder ? folder : "/tmp") < 0) {
		o->spool = NULL;
		return err_nomem(e);
	}
	fd = mkstemp(o->spool);
	if (fd >= 0) {
		close(fd);
		return 0;
	}
	err_set(e, "%s: %s", o->spool, strerror(errno));
	free(o->spool);
	o->spool = NULL;
	return -1;
}

static void drop_spool(struct output *o)
{
	if (o->spool)
		unlink(o->spool);
	free(o->spool);
	o->spool = NULL;
}

/* With the records in a file, a reader of our messages who goes away must not end the work. */
int output_open(struct output *o, const struct sink_options *options, struct err *e)
{
	struct sink_options real = *options;

	*o = (struct output){0};
	if (!to_stdout(options))
		signal(SIGPIPE, SIG_IGN);
	else if (options->format == SINK_XLSX && make_spool(o, e))
		return -1;
	if (o->spool)
		real.path = o->spool;
	o->sink = sink_open(&real, e);
	if (o->sink)
		return 0;
	drop_spool(o);
	return -1;
}

/* Errors of reading the spool are as good as a failed write: the output is not whole. */
static int copy_spool(const struct output *o, struct err *e)
{
	FILE *in = fopen(o->spool, "rb");
	char chunk[65536];
	size_t n;
	bool ok = in != NULL;

	while (ok && (n = fread(chunk, 1, sizeof(chunk), in)) > 0)
		ok = fwrite(chunk, 1, n, stdout) == n;
	ok = ok && !ferror(in) && fflush(stdout) == 0;
	if (!ok)
		err_set(e, "standard output: %s", strerror(errno));
	if (in)
		fclose(in);
	return ok ? 0 : -1;
}

int output_finish(struct output *o, struct err *e)
{
	int rc = sink_finish(o->sink, e);

	o->sink = NULL;
	if (!rc && o->spool)
		rc = copy_spool(o, e);
	drop_spool(o);
	return rc;
}

void output_abort(struct output *o)
{
	if (o->sink)
		sink_abort(o->sink);
	o->sink = NULL;
	drop_spool(o);
}
