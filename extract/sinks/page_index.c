#include "extract/sinks/page_index.h"

#include "extract/sinks/escape.h"
#include "extract/sinks/page_figure.h"
#include "extract/sinks/page_style.h"
#include "extract/sinks/page_words.h"

#include <stdio.h>

enum { CELL_NAME = 120 };

void page_index_init(struct page_index *x, enum lang lang)
{
	*x = (struct page_index){.lang = lang};
	buf_init(&x->rows, SIZE_MAX);
	buf_init(&x->failures, SIZE_MAX);
}

void page_index_release(struct page_index *x)
{
	buf_release(&x->rows);
	buf_release(&x->failures);
}

static void note_target(struct page_index *x, const struct record *r)
{
	int year = day_number(r->deadline) / 10000 - INDEX_FIRST_YEAR;

	x->repaired += (r->flags & FLAG_REPAIRED) != 0;
	x->doubted += r->confidence < NOTABLE_CONFIDENCE;
	if (year >= 0 && year < INDEX_YEARS)
		x->years[year]++;
	else
		x->undated++;
}

static void add_cell(struct buf *out, struct slice text)
{
	buf_adds(out, "<td>");
	escape_brief(out, text, CELL_NAME);
	buf_adds(out, "</td>");
}

static void add_figure(struct buf *out, size_t n)
{
	buf_addf(out, "<td class=\"num\">%zu</td>", n);
}

static size_t repairs(const size_t *looks)
{
	size_t sum = 0;

	for (int look = LOOK_RECORDS; look < LOOKS; look++)
		sum += looks[look];
	return sum;
}

static void add_row(struct page_index *x, const struct context *c, const struct marks *m,
		    struct slice page)
{
	struct buf *out = &x->rows;

	buf_adds(out, "<tr data-row><th scope=\"row\"><a href=\"");
	escape_link(out, page);
	buf_adds(out, "\">");
	escape_brief(out, c->title.n ? c->title : c->doc, CELL_NAME);
	buf_adds(out, "</a>");
	if (c->title.n) {
		buf_adds(out, "<small>");
		escape_brief(out, c->doc, CELL_NAME);
		buf_adds(out, "</small>");
	}
	buf_adds(out, "</th>");
	add_cell(out, c->issuer);
	add_cell(out, c->number);
	add_cell(out, c->published);
	add_figure(out, m->looks[LOOK_TARGET]);
	add_figure(out, m->looks[LOOK_DEADLINE]);
	add_figure(out, m->looks[LOOK_ASSIGNMENT]);
	add_figure(out, repairs(m->looks));
	add_figure(out, m->notable);
	buf_adds(out, "</tr>\n");
}

void page_index_note(struct page_index *x, const struct context *c, const struct marks *m,
		     struct slice page)
{
	x->documents++;
	for (int look = 0; look < LOOKS; look++)
		x->looks[look] += m->looks[look];
	for (size_t i = 0; i < m->count; i++)
		if (m->items[i].look == LOOK_TARGET)
			note_target(x, m->items[i].record);
	add_row(x, c, m, page);
}

void page_index_fail(struct page_index *x, struct slice doc, const char *problem)
{
	x->failed++;
	buf_adds(&x->failures, "<li><b>");
	escape_brief(&x->failures, doc, CELL_NAME);
	buf_adds(&x->failures, "</b> <span>");
	escape_brief(&x->failures, slice_of(problem), CELL_NAME);
	buf_adds(&x->failures, "</span></li>\n");
}

static void add_cards(const struct page_index *x, struct buf *out)
{
	buf_adds(out, "<ul class=\"cards\">\n");
	figure_card(out, "f", page_word(PAGE_DOCUMENTS, x->lang), x->documents);
	if (x->failed)
		figure_card(out, "q", page_word(PAGE_FAILED, x->lang), x->failed);
	figure_card(out, "t", page_word(PAGE_TARGETS, x->lang), x->looks[LOOK_TARGET]);
	figure_card(out, "d", page_word(PAGE_DEADLINES, x->lang), x->looks[LOOK_DEADLINE]);
	figure_card(out, "a", page_word(PAGE_ASSIGNMENTS, x->lang), x->looks[LOOK_ASSIGNMENT]);
	figure_card(out, "s", page_word(PAGE_REPAIRS, x->lang), repairs(x->looks));
	figure_share(out, page_word(PAGE_SHARE_REPAIRED, x->lang), x->repaired,
		     x->looks[LOOK_TARGET]);
	figure_share(out, page_word(PAGE_SHARE_DOUBTED, x->lang), x->doubted,
		     x->looks[LOOK_TARGET]);
	buf_adds(out, "</ul>\n");
}

static void add_years(const struct page_index *x, struct buf *out)
{
	size_t most = x->undated;
	char name[8];

	for (int i = 0; i < INDEX_YEARS; i++)
		most = x->years[i] > most ? x->years[i] : most;
	if (!most)
		return;
	buf_addf(out, "<h2>%s</h2>\n<table class=\"years\">\n", page_word(PAGE_BY_YEAR, x->lang));
	for (int i = 0; i < INDEX_YEARS; i++) {
		if (!x->years[i])
			continue;
		snprintf(name, sizeof(name), "%d", INDEX_FIRST_YEAR + i);
		figure_bar(out, slice_of(name), x->years[i], most);
	}
	if (x->undated)
		figure_bar(out, slice_of(page_word(PAGE_UNDATED, x->lang)), x->undated, most);
	buf_adds(out, "</table>\n");
}

static void add_heading(struct buf *out, const char *class, const char *name)
{
	buf_addf(out, "<th scope=\"col\"%s>%s</th>", class, name);
}

static void add_table(const struct page_index *x, struct buf *out)
{
	static const enum term terms[] = {TERM_TITLE, TERM_ISSUER, TERM_NUMBER, TERM_PUBLISHED};
	static const enum page_word figures[] = {PAGE_TARGETS, PAGE_DEADLINES, PAGE_ASSIGNMENTS,
						 PAGE_REPAIRS, PAGE_NOTABLE_COUNT};

	buf_addf(out,
		 "<h2>%s</h2>\n<p class=\"find\" hidden><input id=\"q\" type=\"search\" "
		 "placeholder=\"%s\" aria-label=\"%s\"></p>\n<div class=\"wide\">"
		 "<table class=\"docs\"><thead><tr>",
		 page_word(PAGE_DOCUMENTS, x->lang), page_word(PAGE_FILTER, x->lang),
		 page_word(PAGE_FILTER, x->lang));
	for (size_t i = 0; i < sizeof(terms) / sizeof(terms[0]); i++)
		add_heading(out, "", term_info(terms[i])->heading[x->lang]);
	for (size_t i = 0; i < sizeof(figures) / sizeof(figures[0]); i++)
		add_heading(out, " class=\"num\"", page_word(figures[i], x->lang));
	buf_adds(out, "</tr></thead>\n<tbody>\n");
	buf_slice(out, buf_text(&x->rows));
	buf_adds(out, "</tbody></table></div>\n");
}

int page_index_write(const struct page_index *x, struct buf *out, struct err *e)
{
	const char *title = page_word(PAGE_INDEX, x->lang);

	if (buf_check(&x->rows, e) || buf_check(&x->failures, e))
		return -1;
	frame_begin(out, slice_of(title), &evidence_dress, x->lang);
	buf_addf(out, "<div class=\"index\"><header><h1>%s</h1></header>\n", title);
	add_cards(x, out);
	add_years(x, out);
	add_table(x, out);
	if (x->failed) {
		buf_addf(out, "<h2>%s</h2>\n<ul class=\"failed\">\n",
			 page_word(PAGE_FAILED, x->lang));
		buf_slice(out, buf_text(&x->failures));
		buf_adds(out, "</ul>\n");
	}
	buf_adds(out, "</div>\n");
	frame_end(out, &evidence_dress);
	return buf_check(out, e);
}
