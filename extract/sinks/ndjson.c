#include "extract/sinks/backend.h"
#include "extract/sinks/outfile.h"

#include <stdlib.h>

struct ndjson {
	struct outfile out;
	struct buf line;
};

static void *ndjson_open(const struct sink_options *options, struct err *e)
{
	struct ndjson *n = malloc(sizeof(*n));

	if (!n) {
		err_nomem(e);
		return NULL;
	}
	if (outfile_open(&n->out, options->path, false, e)) {
		free(n);
		return NULL;
	}
	buf_init(&n->line, SIZE_MAX);
	return n;
}

/* A reader of a pipe gets each document's records as soon as they are there. */
static int ndjson_add(void *state, const struct records *records, struct err *e)
{
	struct ndjson *n = state;

	for (size_t i = 0; i < records->count; i++) {
		buf_reset(&n->line);
		record_write(&records->items[i], &n->line);
		if (buf_check(&n->line, e) || outfile_write(&n->out, buf_text(&n->line), e))
			return -1;
	}
	return outfile_flush(&n->out, e);
}

static int ndjson_finish(void *state, struct err *e)
{
	struct ndjson *n = state;

	return outfile_commit(&n->out, e);
}

static void ndjson_release(void *state)
{
	struct ndjson *n = state;

	outfile_discard(&n->out);
	buf_release(&n->line);
	free(n);
}

const struct backend backend_ndjson = {ndjson_open, ndjson_add, NULL, ndjson_finish,
				       ndjson_release};
