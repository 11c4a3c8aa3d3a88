#include "cmd/output.h"

#include <signal.h>
#include <unistd.h>

static bool to_stdout(const struct sink_options *options)
{
	return !options->path || strcmp(options->path, "-") == 0;
}

/* With the records in a file, a reader of our messages who goes away must not end the work. */
struct sink *output_open(const struct sink_options *options, struct err *e)
{
	if (!to_stdout(options)) {
		signal(SIGPIPE, SIG_IGN);
	} else if (options->format == SINK_XLSX && isatty(STDOUT_FILENO)) {
		err_set(e, "a workbook can't be shown on a terminal: name a file with -o");
		return NULL;
	}
	return sink_open(options, e);
}
