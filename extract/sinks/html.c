#include "extract/sinks/html.h"

#include "extract/sinks/backend.h"
#include "extract/sinks/html_style.h"

#include <stdlib.h>

int html_flush(struct html *h, struct err *e)
{
	if (buf_check(&h->text, e) || outfile_write(&h->out, buf_text(&h->text), e))
		return -1;
	buf_reset(&h->text);
	return 0;
}

static void html_release(void *state)
{
	struct html *h = state;

	spool_close(&h->spool);
	outfile_discard(&h->out);
	free(h->folder);
	presenter_release(&h->presenter);
	digest_release(&h->digest);
	house_release(&h->house);
	buf_release(&h->troubles);
	buf_release(&h->text);
	buf_release(&h->scratch);
	free(h);
}

/* A mistake in the columns is to be known before the documents are read, not after. */
static int check_columns(const struct html *h, struct err *e)
{
	struct layout layout;

	return house_layout(&h->house, SHEET_TARGETS, true, false, &layout, e);
}

static int open_all(struct html *h, const struct sink_options *options, struct err *e)
{
	h->options = *options;
	if (house_init(&h->house, options, e) || check_columns(h, e) ||
	    outfile_open(&h->out, options->path, false, e))
		return -1;
	h->folder = outfile_folder(&h->out, e);
	if (!h->folder || spool_open(&h->spool, h->folder, h->out.name, e))
		return -1;
	return presenter_init(&h->presenter, options, e);
}

static void *html_open(const struct sink_options *options, struct err *e)
{
	struct html *h = calloc(1, sizeof(*h));

	if (!h) {
		err_nomem(e);
		return NULL;
	}
	digest_init(&h->digest, options->lang);
	buf_init(&h->troubles, SIZE_MAX);
	buf_init(&h->text, SIZE_MAX);
	buf_init(&h->scratch, SIZE_MAX);
	if (open_all(h, options, e) == 0)
		return h;
	html_release(h);
	return NULL;
}

static int html_add(void *state, const struct records *records, struct err *e)
{
	struct html *h = state;

	for (size_t i = 0; i < records->count; i++)
		if (digest_add(&h->digest, &records->items[i], e) ||
		    spool_add(&h->spool, &records->items[i], e))
			return -1;
	return 0;
}

static int html_trouble(void *state, struct slice doc, const char *problem, bool lost,
			struct err *e)
{
	struct html *h = state;
	struct trouble_line line = {.doc = doc, .place = {"", 0}, .problem = slice_of(problem)};

	h->failed += lost;
	html_note_trouble(h, &line);
	return buf_check(&h->troubles, e);
}

static int html_finish(void *state, struct err *e)
{
	struct html *h = state;
	const char *title = h->house.names[SHEET_TARGETS];

	if (digest_finish(&h->digest, e))
		return -1;
	frame_begin(&h->text, slice_of(title), &html_dress, h->house.lang);
	html_summary(h);
	if (html_flush(h, e))
		return -1;
	for (const enum sheet *sheet = html_sheets; *sheet != SHEETS; sheet++)
		if (html_table(h, *sheet, e))
			return -1;
	buf_adds(&h->text, "</div>\n");
	frame_end(&h->text, &html_dress);
	return html_flush(h, e) ? -1 : outfile_commit(&h->out, e);
}

const struct backend backend_html = {html_open, html_add, html_trouble, html_finish, html_release};
