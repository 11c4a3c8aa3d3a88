#include "extract/sinks/pages.h"

#include "extract/sinks/escape.h"
#include "extract/sinks/outfile.h"
#include "extract/sinks/page_index.h"
#include "extract/sinks/page_style.h"
#include "extract/sinks/page_text.h"
#include "extract/sinks/page_words.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { HEAD_NAME = 200 };

struct pages {
	struct pages_options options;
	struct seen names;
	struct context context; /* of the present document */
	struct buf name;	/* of its page */
	struct buf path;
	struct buf out;
	struct page_index index;
};

/* What the page of a document, or of a part of it, is made from. */
struct view {
	const struct doc *doc;
	const struct context *context;
	const struct marks *marks;
	const struct parts *parts; /* NULL: all on one page */
	struct slice stem;	   /* the page's name without .html */
	enum lang lang;
};

static int make_folder(const char *path, struct err *e)
{
	struct stat st;

	if (mkdir(path, 0777) == 0)
		return 0;
	if (errno == EEXIST && stat(path, &st) == 0 && !S_ISDIR(st.st_mode))
		errno = ENOTDIR;
	return errno == EEXIST ? 0 : err_set(e, "%s: %s", path, strerror(errno));
}

struct pages *pages_open(const struct pages_options *options, struct err *e)
{
	struct pages *p;

	if (make_folder(options->folder, e))
		return NULL;
	p = calloc(1, sizeof(*p));
	if (!p) {
		err_nomem(e);
		return NULL;
	}
	p->options = *options;
	if (!p->options.most_text)
		p->options.most_text = PAGE_MOST_TEXT;
	if (!p->options.part_text)
		p->options.part_text = PAGE_PART_TEXT;
	context_init(&p->context);
	buf_init(&p->name, SIZE_MAX);
	buf_init(&p->path, SIZE_MAX);
	buf_init(&p->out, SIZE_MAX);
	page_index_init(&p->index, options->lang);
	return p;
}

void pages_abort(struct pages *p)
{
	context_release(&p->context);
	seen_release(&p->names);
	buf_release(&p->name);
	buf_release(&p->path);
	buf_release(&p->out);
	page_index_release(&p->index);
	free(p);
}

/* Puts the page that is in p->out into a file of the folder. */
static int write_file(struct pages *p, struct slice name, struct err *e)
{
	struct outfile file;

	buf_reset(&p->path);
	buf_addf(&p->path, "%s/", p->options.folder);
	buf_slice(&p->path, name);
	buf_addc(&p->path, '\0');
	if (buf_check(&p->path, e) || buf_check(&p->out, e) ||
	    outfile_open(&file, p->path.data, false, e))
		return -1;
	if (outfile_write(&file, buf_text(&p->out), e)) {
		outfile_discard(&file);
		return -1;
	}
	return outfile_commit(&file, e);
}

static void add_fact(struct buf *out, const char *heading, struct slice text)
{
	if (!text.n)
		return;
	buf_addf(out, "<div><dt>%s</dt><dd>", heading);
	escape_brief(out, text, HEAD_NAME);
	buf_adds(out, "</dd></div>");
}

static void add_part_links(struct buf *out, const struct view *v, size_t part)
{
	buf_addf(out, "<a href=\"");
	escape_link(out, v->stem);
	buf_addf(out, ".html\">%s</a>", page_word(PAGE_LIST, v->lang));
	if (part > 1) {
		buf_adds(out, " <a rel=\"prev\" href=\"");
		escape_link(out, v->stem);
		buf_addf(out, "~%zu.html\">%s</a>", part - 1, page_word(PAGE_PREVIOUS, v->lang));
	}
	buf_addf(out, " <span>%zu / %zu</span>", part, v->parts->count);
	if (part < v->parts->count) {
		buf_adds(out, " <a rel=\"next\" href=\"");
		escape_link(out, v->stem);
		buf_addf(out, "~%zu.html\">%s</a>", part + 1, page_word(PAGE_NEXT, v->lang));
	}
}

/* part: 0 for the page of the whole document, else from 1. */
static void add_head(struct buf *out, const struct view *v, size_t part)
{
	const struct context *c = v->context;

	buf_addf(out, "<header><nav><a href=\"index.html\">%s</a> ", page_word(PAGE_ALL, v->lang));
	if (part)
		add_part_links(out, v, part);
	buf_adds(out, "</nav><h1>");
	if (c->title.n)
		escape_brief(out, c->title, HEAD_NAME);
	else
		buf_adds(out, page_word(PAGE_UNTITLED, v->lang));
	buf_adds(out, "</h1><dl>");
	add_fact(out, term_info(TERM_ISSUER)->heading[v->lang], c->issuer);
	add_fact(out, term_info(TERM_NUMBER)->heading[v->lang], c->number);
	add_fact(out, term_info(TERM_PUBLISHED)->heading[v->lang], c->published);
	add_fact(out, term_info(TERM_REGION)->heading[v->lang], c->region);
	add_fact(out, term_info(TERM_DOC)->heading[v->lang], c->doc);
	add_fact(out, term_info(TERM_CHARSET)->heading[v->lang], v->doc->info.charset);
	buf_adds(out, "</dl></header>\n");
}

static const enum page_word look_names[LOOKS] = {
	[LOOK_TARGET] = PAGE_TARGETS,
	[LOOK_DEADLINE] = PAGE_DEADLINES,
	[LOOK_ASSIGNMENT] = PAGE_ASSIGNMENTS,
	[LOOK_FACT] = PAGE_FACTS,
	[LOOK_DOUBTFUL] = PAGE_DOUBTFUL,
	[LOOK_REPLACED] = PAGE_REPLACED,
	[LOOK_GONE] = PAGE_GONE,
	[LOOK_FORM] = PAGE_FORM,
	[LOOK_BLANK] = PAGE_BLANK,
	[LOOK_MOVED] = PAGE_MOVED,
};

struct tally {
	size_t looks[LOOKS];
	size_t notable;
};

static struct tally tally_part(const struct marks *m, struct span part)
{
	struct tally tally = {0};

	for (size_t i = 0; i < m->count; i++) {
		const struct mark *mark = &m->items[i];

		if (mark->at.start < part.start ||
		    (mark->at.start >= part.end && part.end < m->text.n))
			continue;
		tally.looks[mark->look]++;
		tally.notable += mark->notable;
	}
	return tally;
}

/*
 * The switches stand before everything else: the style looks back at them. Forms, of which there
 * may be one at every comma, are off at first.
 */
static void add_switches(struct buf *out, const struct tally *tally)
{
	for (enum look look = 0; look < LOOKS; look++)
		if (tally->looks[look])
			buf_addf(out, "<input type=\"checkbox\" id=\"f-%s\"%s>", look_class(look),
				 look == LOOK_FORM ? "" : " checked");
	if (tally->notable)
		buf_adds(out, "<input type=\"checkbox\" id=\"f-w\">");
	buf_addc(out, '\n');
}

static void add_labels(struct buf *out, const struct tally *tally, enum lang lang)
{
	buf_adds(out, "<div class=\"chips\">");
	for (enum look look = 0; look < LOOKS; look++)
		if (tally->looks[look])
			buf_addf(out, "<label class=\"%s\" for=\"f-%s\">%s <i>%zu</i></label>\n",
				 look_class(look), look_class(look),
				 page_word(look_names[look], lang), tally->looks[look]);
	if (tally->notable)
		buf_addf(out, "<label class=\"w\" for=\"f-w\" title=\"%s\">%s <i>%zu</i></label>\n",
			 page_word(PAGE_NOTABLE_HELP, lang), page_word(PAGE_NOTABLE, lang),
			 tally->notable);
	buf_addf(out,
		 "</div><p class=\"find\" hidden><input id=\"q\" type=\"search\" "
		 "placeholder=\"%s\" aria-label=\"%s\"></p>\n",
		 page_word(PAGE_SEARCH, lang), page_word(PAGE_SEARCH, lang));
}

/* The list; `parts` where it leads to the pages of the parts. */
static void add_aside(struct buf *out, const struct view *v, const struct tally *tally,
		      struct span part, const struct parts *parts)
{
	buf_addf(out, "<aside><details class=\"panel\" open><summary>%s</summary>\n",
		 page_word(PAGE_LIST, v->lang));
	add_labels(out, tally, v->lang);
	buf_adds(out, "<div class=\"list\" tabindex=\"-1\">\n");
	page_add_list(out, v->marks, part, parts, v->stem, v->lang);
	buf_adds(out, "</div></details></aside>\n");
}

static void add_title(struct buf *out, const struct view *v)
{
	struct slice title = v->context->title.n ? v->context->title : v->context->doc;

	frame_begin(out, title, &evidence_dress, v->lang);
}

static void write_text_page(struct buf *out, const struct view *v, struct span part, size_t number)
{
	struct tally tally = tally_part(v->marks, part);
	bool traditional = v->doc->info.script == SCRIPT_TRADITIONAL;

	add_title(out, v);
	add_switches(out, &tally);
	add_head(out, v, number);
	buf_addf(out, "<main><article lang=\"%s\" aria-label=\"%s\">\n",
		 traditional ? "zh-Hant" : "zh-Hans", page_word(PAGE_TEXT, v->lang));
	page_add_text(out, v->marks, part, v->lang);
	buf_adds(out, "</article>\n");
	add_aside(out, v, &tally, part, NULL);
	buf_adds(out, "</main>\n");
	frame_end(out, &evidence_dress);
}

/* The page of a document whose text stands on others: where they are, and the list. */
static void write_list_page(struct buf *out, const struct view *v)
{
	struct span whole = {0, v->marks->text.n};
	struct tally tally = tally_part(v->marks, whole);

	for (enum look look = LOOK_RECORDS; look < LOOKS; look++)
		tally.looks[look] = 0;
	add_title(out, v);
	add_switches(out, &tally);
	add_head(out, v, 0);
	buf_addf(out, "<main class=\"lone\"><nav class=\"parts\"><h2>%s</h2><ol>\n",
		 page_word(PAGE_PARTS, v->lang));
	for (size_t i = 1; i <= v->parts->count; i++) {
		buf_adds(out, "<li><a href=\"");
		escape_link(out, v->stem);
		buf_addf(out, "~%zu.html\">%zu</a></li>\n", i, i);
	}
	buf_adds(out, "</ol></nav>\n");
	add_aside(out, v, &tally, whole, v->parts);
	buf_adds(out, "</main>\n");
	frame_end(out, &evidence_dress);
}

/* Parts end with a line, or with a character where a line is longer than a part. */
static size_t part_stop(struct slice text, size_t start, size_t bytes)
{
	size_t end = start + bytes;

	if (text.n - start <= bytes)
		return text.n;
	for (size_t at = end; at > start; at--)
		if (text.p[at - 1] == '\n')
			return at;
	while (end > start + 1 && (text.p[end] & 0xC0) == 0x80)
		end--;
	return end;
}

static int make_parts(struct parts *parts, struct slice text, size_t bytes, struct err *e)
{
	size_t capacity = 0;
	size_t *starts;

	for (size_t at = 0; at < text.n; at = part_stop(text, at, bytes)) {
		if (parts->count == capacity) {
			capacity = capacity ? 2 * capacity : 16;
			starts = realloc(parts->starts, capacity * sizeof(*starts));
			if (!starts)
				return err_nomem(e);
			parts->starts = starts;
		}
		parts->starts[parts->count++] = at;
	}
	return 0;
}

static int write_part(struct pages *p, const struct view *v, size_t i, struct err *e)
{
	size_t end = i + 1 < v->parts->count ? v->parts->starts[i + 1] : v->marks->text.n;
	struct buf name;
	int rc;

	buf_init(&name, SIZE_MAX);
	buf_slice(&name, v->stem);
	buf_addf(&name, "~%zu.html", i + 1);
	buf_reset(&p->out);
	write_text_page(&p->out, v, (struct span){v->parts->starts[i], end}, i + 1);
	rc = buf_check(&name, e);
	if (!rc)
		rc = write_file(p, buf_text(&name), e);
	buf_release(&name);
	return rc;
}

static int write_parts(struct pages *p, struct view *v, struct err *e)
{
	struct parts parts = {0};
	int rc = make_parts(&parts, v->marks->text, p->options.part_text, e);

	v->parts = &parts;
	for (size_t i = 0; !rc && i < parts.count; i++)
		rc = write_part(p, v, i, e);
	buf_reset(&p->out);
	if (!rc) {
		write_list_page(&p->out, v);
		rc = write_file(p, buf_text(&p->name), e);
	}
	free(parts.starts);
	return rc;
}

static int write_pages(struct pages *p, const struct doc *d, const struct marks *m, struct err *e)
{
	struct slice name = buf_text(&p->name);
	struct view v = {
		.doc = d,
		.context = &p->context,
		.marks = m,
		.stem = {name.p, name.n - strlen(".html")},
		.lang = p->options.lang,
	};

	if (m->text.n > p->options.most_text)
		return write_parts(p, &v, e);
	buf_reset(&p->out);
	write_text_page(&p->out, &v, (struct span){0, m->text.n}, 0);
	return write_file(p, name, e);
}

/* The document's own record is the first one. */
static int note_document(struct pages *p, const struct records *records, struct err *e)
{
	buf_reset(&p->name);
	if (context_note(&p->context, &records->items[0], e))
		return -1;
	return page_name(&p->names, p->context.doc, &p->name, e);
}

int pages_add(struct pages *p, const struct doc *d, const struct records *records, struct err *e)
{
	struct marks m = {0};
	int rc;

	if (!records->count || !d->layer_count)
		return err_set(e, "a document without text or records can't be shown");
	if (note_document(p, records, e))
		return -1;
	rc = marks_collect(&m, d, &p->context, records, e);
	if (!rc)
		rc = write_pages(p, d, &m, e);
	if (!rc)
		page_index_note(&p->index, &p->context, &m, buf_text(&p->name));
	marks_release(&m);
	return rc;
}

int pages_fail(struct pages *p, struct slice doc, const char *problem, struct err *e)
{
	page_index_fail(&p->index, doc, problem);
	return buf_check(&p->index.failures, e);
}

int pages_finish(struct pages *p, struct err *e)
{
	int rc;

	buf_reset(&p->out);
	rc = page_index_write(&p->index, &p->out, e);
	if (!rc)
		rc = write_file(p, slice_of("index.html"), e);
	pages_abort(p);
	return rc;
}
