/*
 * decode, convert and normalize as filters: plain text in, plain text out; a document stream in, a
 * document stream out.
 */
#include "cmd/cmd.h"
#include "cmd/settings.h"
#include "extract/sinks/outfile.h"
#include "normalize/decode.h"
#include "normalize/read/member.h"
#include "normalize/read/source.h"
#include "normalize/stream.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

static const struct option *const decode_tables[] = {decode_options, kind_options,
						     normalize_options, stream_options, NULL};
static const struct option *const convert_tables[] = {convert_options, opencc_options, NULL};
static const struct option *const normalize_tables[] = {normalize_options, NULL};

struct filter {
	const struct stage *stage;
	struct usage usage;
};

static const struct filter filters[] = {
	{&stage_decode,
	 {"decode", "[FILE|-]...",
	  "Writes text in any Chinese charset as UTF-8. With --stream also folders are\n"
	  "read, and a document stream is written, as the first part of a chain.",
	  decode_tables}},
	{&stage_convert,
	 {"convert", "[FILE|-]...",
	  "Writes traditional Chinese as simplified, or in the script asked for. Reads\n"
	  "UTF-8 or a document stream and writes the same.",
	  convert_tables}},
	{&stage_normalize,
	 {"normalize", "[FILE|-]...",
	  "Repairs the damage of recognition and scraping. Reads UTF-8 or a document\n"
	  "stream and writes the same.",
	  normalize_tables}},
};

/* One filter at work. */
struct flow {
	const struct stage *stage;
	void *state;
	struct outfile out;
	struct buf line; /* of the document stream that is written */
	enum container input;
	bool report; /* what charset each document is in */
	size_t failures;
};

static int put_document(struct flow *f, const struct doc *d, struct err *e)
{
	buf_reset(&f->line);
	stream_write(d, &f->line);
	return buf_check(&f->line, e) ? -1 : outfile_write(&f->out, buf_text(&f->line), e);
}

static void give_up(struct flow *f, const struct doc *d, const struct err *e)
{
	complain("%.*s: %s", (int)d->id.n, d->id.p ? d->id.p : "", e->text);
	f->failures++;
}

/* How many characters of the document's bytes nothing explains. */
static size_t undecodable(const struct doc *d)
{
	const struct edits *s = &d->layers[0].edits;
	size_t n = 0;

	for (size_t i = 0; i < s->count; i++) {
		struct span at = edits_run_target(s, i);

		if (s->runs[i].kind == EDIT_UNDECODABLE)
			n += (at.end - at.start) / s->runs[i].dst_unit;
	}
	return n;
}

static void report(const struct doc *d)
{
	char parts[64] = "", bad[64] = "";
	size_t n = undecodable(d);

	if (d->info.charset_parts)
		snprintf(parts, sizeof(parts), ", %zu parts in another charset",
			 d->info.charset_parts);
	if (n)
		snprintf(bad, sizeof(bad), ", %zu undecodable", n);
	complain("%.*s: %.*s, confidence %.3f%s%s", (int)d->id.n, d->id.p, (int)d->info.charset.n,
		 d->info.charset.p, d->info.charset_confidence, parts, bad);
}

/* Only the first stage reads bytes, and it reads nothing else. */
static int apply(const struct flow *f, struct doc *d, struct err *e)
{
	bool named = d->layer_count || d->info.kind.n;

	if (f->stage == &stage_decode) {
		if (!named && member_open(d->bytes, f->input, SOURCE_MAX_BYTES, d, e))
			return -1;
		return d->layer_count ? 0 : f->stage->run(f->state, d, e);
	}
	if (!d->layer_count && decode_utf8_only(d, e))
		return -1;
	return f->stage->run(f->state, d, e);
}

/* A failure of the document is complained of here; -1 is one of the output. */
static int pass(struct flow *f, struct doc *d, bool stream, struct err *e)
{
	struct err why;

	if (apply(f, d, &why)) {
		give_up(f, d, &why);
		return 0;
	}
	if (f->report)
		report(d);
	return stream ? put_document(f, d, e) : outfile_write(&f->out, doc_text(d), e);
}

static int pass_line(struct flow *f, const char *path, struct slice line, struct err *e)
{
	struct doc d;
	struct err why;
	int rc = 0;

	doc_init(&d);
	if (stream_read(line, &d, &why) == 0) {
		rc = pass(f, &d, true, e);
	} else {
		d.id = slice_of(path);
		give_up(f, &d, &why);
	}
	doc_release(&d);
	return rc;
}

/* `first` is what getline gave for the first line. */
static int pass_stream(struct flow *f, const char *path, FILE *in, struct slice first,
		       struct err *e)
{
	char *line = NULL;
	size_t size = 0;
	ssize_t n;
	int rc = pass_line(f, path, first, e);

	while (!rc && (n = getline(&line, &size, in)) > 0)
		rc = pass_line(f, path, (struct slice){line, (size_t)n}, e);
	free(line);
	return rc;
}

/*
 * At once where the size is known, so that a large file finds its place without copies. `out` has
 * the first line.
 */
static void read_rest(FILE *in, struct buf *out)
{
	enum { CHUNK = 65536 };
	struct stat about;
	size_t known = fstat(fileno(in), &about) == 0 && S_ISREG(about.st_mode)
			       ? (size_t)about.st_size
			       : 0;
	size_t n = known > out->len ? known - out->len + CHUNK : CHUNK;
	char *place;

	while ((place = buf_reserve(out, n)) && (n = fread(place, 1, n, in)) > 0) {
		out->len += n;
		n = CHUNK;
	}
}

/* `all` has the first line. */
static int pass_plain(struct flow *f, const char *path, FILE *in, struct buf *all, struct err *e)
{
	struct doc d;
	struct err why;
	int rc = 0;

	doc_init(&d);
	d.id = slice_of(path);
	read_rest(in, all);
	d.bytes = buf_text(all);
	if (buf_check(all, &why))
		give_up(f, &d, &why);
	else if (!ferror(in))
		rc = pass(f, &d, false, e);
	doc_release(&d);
	return rc;
}

static int pass_open_file(struct flow *f, const char *path, FILE *in, struct err *e)
{
	char *line = NULL;
	size_t size = 0;
	ssize_t n = getline(&line, &size, in);
	struct buf first;
	int rc = 0;

	buf_init(&first, SIZE_MAX);
	buf_take(&first, line, size);
	first.len = n > 0 ? (size_t)n : 0;
	if (stream_recognise(buf_text(&first)))
		rc = pass_stream(f, path, in, buf_text(&first), e);
	else if (!ferror(in))
		rc = pass_plain(f, path, in, &first, e);
	buf_release(&first);
	return rc;
}

static int pass_file(struct flow *f, const char *path, struct err *e)
{
	struct doc named = {.id = slice_of(path)};
	bool standard = strcmp(path, "-") == 0;
	FILE *in = standard ? stdin : fopen(path, "rb");
	struct err why = {""};
	int rc = in ? pass_open_file(f, path, in, e) : 0;

	if (!in || ferror(in)) {
		err_set(&why, "%s", strerror(errno));
		give_up(f, &named, &why);
	}
	if (in && !standard)
		fclose(in);
	return rc;
}

/* `input` is a file too, or NULL. */
static int pass_files(struct flow *f, const char *input, const struct texts *paths, struct err *e)
{
	if (input || !paths->count)
		if (pass_file(f, input ? input : "-", e))
			return -1;
	for (size_t i = 0; i < paths->count; i++)
		if (pass_file(f, paths->items[i], e))
			return -1;
	return 0;
}

/* decode --stream: whatever the reader makes documents of. */
static int pass_source(struct flow *f, const struct source_options *options, struct err *e)
{
	struct source *source = source_open(options, e);
	struct err why;
	struct doc d;
	int more = 1;
	int rc = source ? 0 : -1;

	while (!rc && more) {
		doc_init(&d);
		more = source_next(source, &d, &why);
		if (more < 0)
			give_up(f, &d, &why);
		else if (more)
			rc = pass(f, &d, true, e);
		doc_release(&d);
	}
	if (source)
		source_close(source);
	return rc;
}

static int filter_pass(struct flow *flow, const struct settings *s, struct err *e)
{
	struct source_options source;
	int rc;

	settings_source(s, &source);
	flow->input = source.input;
	if (outfile_open(&flow->out, s->output, false, e))
		return -1;
	buf_init(&flow->line, SIZE_MAX);
	rc = s->stream ? pass_source(flow, &source, e)
		       : pass_files(flow, s->input, &s->operands, e);
	buf_release(&flow->line);
	if (!rc)
		return outfile_commit(&flow->out, e);
	outfile_discard(&flow->out);
	return -1;
}

static int filter_run(const struct filter *filter, const struct settings *s, struct err *e)
{
	struct flow flow = {.stage = filter->stage, .report = s->report};
	struct stage_options options;
	int rc;

	if (settings_stages(s, &options, e) || flow.stage->open(&flow.state, &options, e))
		return failed(e);
	rc = filter_pass(&flow, s, e);
	flow.stage->close(flow.state);
	if (rc)
		return failed(e);
	return flow.failures ? STATUS_SOME : STATUS_DONE;
}

static const struct filter *find(const char *name)
{
	const struct filter *filter = filters;

	while (strcmp(filter->usage.command, name) != 0)
		filter++;
	return filter;
}

/* argv[0] is a name of the table above: main knows no other for this function. */
int cmd_filter(int argc, char **argv)
{
	const struct filter *filter = find(argv[0]);
	struct settings s;
	struct err e;
	int status;

	if (settings_read(&s, &filter->usage, argc, argv, &status))
		status = filter_run(filter, &s, &e);
	settings_release(&s, &filter->usage);
	return status;
}
