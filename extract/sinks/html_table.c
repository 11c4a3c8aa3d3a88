/*
 * The tables of the page: those of the workbook, but for what can only be filled in there.
 */
#include "extract/sinks/celltext.h"
#include "extract/sinks/escape.h"
#include "extract/sinks/html.h"
#include "extract/sinks/page_mark.h"
#include "extract/sinks/page_words.h"

const enum sheet html_sheets[] = {
	SHEET_TARGETS,	SHEET_TASKS, SHEET_DEADLINES, SHEET_AGENCIES, SHEET_DOCUMENTS,
	SHEET_TROUBLES, SHEET_EDITS, SHEET_MENTIONS,  SHEETS,
};

/* A column as the page shows it. */
struct view {
	const struct column *column;
	const char *heading;
	bool aside; /* shown with all columns only */
};

struct grid {
	struct html *html;
	enum sheet sheet;
	struct view views[MOST_COLUMNS + 3];
	size_t count;
};

/* Columns that are in sight at first; of the other sheets all are, but for those the workbook
 * hides. */
static const enum term main_terms[] = {
	TERM_REGION, TERM_TITLE, TERM_INDICATOR,  TERM_OP,	   TERM_VALUE, TERM_VALUE_MAX,
	TERM_UNIT,   TERM_KIND,	 TERM_RECURRENCE, TERM_DEADLINE,   TERM_LEAD,  TERM_LEFT,
	TERM_HIT,    TERM_RIGHT, TERM_LINK,	  TERM_CONFIDENCE, TERM_FLAGS, TERM_STATUS,
};

/* Where something stands in the file, and by which rule it was found. */
static const enum term technical_terms[] = {TERM_RULE,	   TERM_START,	 TERM_END,
					    TERM_POSITION, TERM_CHARSET, TERM_SCRIPT};

#define HAS(list, term) has_term(list, sizeof(list) / sizeof((list)[0]), term)

static bool has_term(const enum term *list, size_t count, enum term term)
{
	for (size_t i = 0; i < count; i++)
		if (list[i] == term)
			return true;
	return false;
}

static bool is_aside(const struct grid *g, const struct column *c)
{
	if (g->sheet != SHEET_TARGETS)
		return c->hidden || HAS(technical_terms, c->term);
	return !g->html->house.columns.count && !HAS(main_terms, c->term);
}

/* Links into the workbook's own sheets lead nowhere here, nor do those to pages that are not there.
 */
static bool is_shown(const struct grid *g, enum term term)
{
	if (term >= TERM_VERDICT && term <= TERM_REMARK)
		return false;
	if (term == TERM_ROWS)
		return false;
	return term != TERM_LINK || g->html->options.pages;
}

static void add_view(struct grid *g, const struct column *c, const char *heading)
{
	if (is_shown(g, c->term))
		g->views[g->count++] = (struct view){c, heading, is_aside(g, c)};
}

/* What a time or a list of agencies rests on is shown as for a target: left, hit and right. */
static void add_evidence(struct grid *g)
{
	const struct sheet_info *info = sheet_info(SHEET_TARGETS);

	for (size_t i = 0; i < info->count; i++) {
		const struct column *c = &info->columns[i];

		if (c->term >= TERM_LEFT && c->term <= TERM_RIGHT)
			add_view(g, c, g->html->house.headings[c->term]);
	}
}

static int grid_init(struct grid *g, struct html *h, enum sheet sheet, struct err *e)
{
	struct layout layout;

	*g = (struct grid){.html = h, .sheet = sheet};
	if (house_layout(&h->house, sheet, sheet == SHEET_TARGETS,
			 h->digest.counts[RECORD_FACT] > 0, &layout, e))
		return -1;
	for (size_t i = 0; i < layout.count; i++) {
		enum term term = layout.columns[i]->term;

		if (sheet == SHEET_DEADLINES && term == TERM_ABOUT)
			add_evidence(g);
		else if (sheet != SHEET_DEADLINES || term != TERM_QUOTE)
			add_view(g, layout.columns[i], layout.headings[i]);
		if (sheet == SHEET_TASKS && term == TERM_SUPPORT)
			add_evidence(g);
	}
	return 0;
}

static const char *const style_classes[STYLES] = {
	[STYLE_NUMBER] = "num", [STYLE_RATIO] = "num", [STYLE_DATE] = "day",
	[STYLE_WRAP] = "text",	[STYLE_LEFT] = "left", [STYLE_HIT] = "hit",
};

/* The script colours days gone by, and the style what the eye looks for first. */
static const char *class_of(const struct column *c)
{
	switch (c->term) {
	case TERM_DEADLINE:
	case TERM_TASK_DEADLINE:
		return "day due";
	case TERM_INDICATOR:
	case TERM_TASK:
	case TERM_AGENCY:
		return "key";
	case TERM_RIGHT:
		return "right";
	case TERM_DOC:
		return "text";
	case TERM_LINK:
		return "link";
	case TERM_FLAGS:
		return "flags";
	default:
		return style_classes[c->style];
	}
}

static void add_class(struct buf *out, const struct view *v)
{
	const char *class = class_of(v->column);

	if (!class && !v->aside)
		return;
	buf_addf(out, " class=\"%s%s%s\"", class ? class : "", class && v->aside ? " " : "",
		 v->aside ? "x" : "");
}

static void add_link(struct buf *out, struct slice target, enum lang lang)
{
	size_t hash = slice_find(target, 0, slice_of("#"));

	buf_adds(out, "<a href=\"");
	escape_path(out, slice_cut(target, (struct span){0, hash}));
	if (hash < target.n) {
		buf_addc(out, '#');
		escape_link(out, slice_cut(target, (struct span){hash + 1, target.n}));
	}
	buf_addf(out, "\">%s</a>", page_word(PAGE_OPEN, lang));
}

static void add_cell(struct buf *out, const struct view *v, const struct cell *cell, enum lang lang)
{
	buf_adds(out, "<td");
	add_class(out, v);
	if (cell->kind != CELL_EMPTY) {
		buf_adds(out, " data-h=\"");
		escape_text(out, slice_of(v->heading));
		buf_addc(out, '"');
	}
	buf_addc(out, '>');
	if (cell->kind == CELL_NUMBER)
		celltext_number(out, cell->number);
	else if (cell->kind == CELL_LINK)
		add_link(out, cell->text, lang);
	else if (cell->kind != CELL_EMPTY)
		escape_text(out, cell->text);
	buf_adds(out, "</td>");
}

static int add_row(struct grid *g, struct buf *out, const struct row *row, bool notable,
		   struct err *e)
{
	buf_addf(out, "<tr%s>", notable ? " class=\"w\"" : "");
	for (size_t i = 0; i < g->count; i++) {
		struct cell cell = column_cell(g->views[i].column, row);

		if (buf_check(row->scratch, e))
			return -1;
		add_cell(out, &g->views[i], &cell, g->html->house.lang);
	}
	buf_adds(out, "</tr>\n");
	return 0;
}

/* A time stands in its sentence; of the list of agencies only the list itself is known. */
static int find_evidence(struct html *h, const struct record *r, struct row *row, struct err *e)
{
	struct record sentence = *r;

	if (r->type == RECORD_ASSIGNMENT)
		row->hit = (struct hit){{"", 0}, r->quote, {"", 0}};
	if (r->type != RECORD_DEADLINE)
		return 0;
	sentence.sentence = r->about;
	return hit_find(&h->presenter.hits, &sentence, &row->hit, e);
}

static bool is_notable(const struct record *r)
{
	return r->type != RECORD_EDIT && (r->flags || r->confidence < NOTABLE_CONFIDENCE);
}

static int add_record(struct grid *g, const struct record *r, struct row *row, struct err *e)
{
	struct html *h = g->html;

	if (find_evidence(h, r, row, e) || add_row(g, &h->text, row, is_notable(r), e))
		return -1;
	return html_flush(h, e);
}

/* One reading of the spool: the records of that type. */
static int add_records(struct grid *g, enum record_type type, struct err *e)
{
	struct html *h = g->html;
	struct record r;
	struct row row;
	size_t task = 0;
	int rc;

	presenter_release(&h->presenter);
	if (presenter_init(&h->presenter, &h->options, e) || spool_rewind(&h->spool, e))
		return -1;
	while ((rc = spool_next(&h->spool, &r, e)) > 0) {
		if (presenter_show(&h->presenter, &r, &row, e))
			return -1;
		if (r.type != type)
			continue;
		if (type == RECORD_ASSIGNMENT)
			row.task = &h->digest.tasks.items[task++];
		if (add_record(g, &r, &row, e))
			return -1;
	}
	return rc;
}

static int add_agencies(struct grid *g, struct err *e)
{
	struct html *h = g->html;
	struct row row = {.lang = h->house.lang, .scratch = &h->scratch};

	for (size_t i = 0; i < h->digest.agency_names.count; i++) {
		row.subject = &h->digest.agencies[i].line;
		if (add_row(g, &h->text, &row, false, e) || html_flush(h, e))
			return -1;
	}
	return 0;
}

void html_note_trouble(struct html *h, const struct trouble_line *line)
{
	struct grid g;
	struct row row = {.subject = line, .lang = h->house.lang, .scratch = &h->scratch};
	struct err e;

	if (grid_init(&g, h, SHEET_TROUBLES, &e) == 0)
		add_row(&g, &h->troubles, &row, true, &e);
	h->trouble_count++;
}

static int add_rows(struct grid *g, struct err *e)
{
	static const enum record_type types[SHEETS] = {
		[SHEET_TARGETS] = RECORD_TARGET,     [SHEET_TASKS] = RECORD_ASSIGNMENT,
		[SHEET_DEADLINES] = RECORD_DEADLINE, [SHEET_DOCUMENTS] = RECORD_DOCUMENT,
		[SHEET_EDITS] = RECORD_EDIT,	     [SHEET_MENTIONS] = RECORD_MENTION,
	};
	struct html *h = g->html;

	if (g->sheet == SHEET_AGENCIES)
		return add_agencies(g, e);
	if (g->sheet == SHEET_TROUBLES) {
		buf_slice(&h->text, buf_text(&h->troubles));
		return html_flush(h, e);
	}
	if (add_records(g, types[g->sheet], e))
		return -1;
	if (g->sheet == SHEET_TARGETS && h->digest.counts[RECORD_FACT])
		return add_records(g, RECORD_FACT, e);
	return 0;
}

size_t html_rows(const struct html *h, enum sheet sheet)
{
	const size_t *counts = h->digest.counts;

	if (h->house.hidden[sheet])
		return 0;
	switch (sheet) {
	case SHEET_TARGETS:
		return counts[RECORD_TARGET] + counts[RECORD_FACT];
	case SHEET_TASKS:
		return counts[RECORD_ASSIGNMENT];
	case SHEET_DEADLINES:
		return counts[RECORD_DEADLINE];
	case SHEET_AGENCIES:
		return h->digest.agency_names.count;
	case SHEET_DOCUMENTS:
		return counts[RECORD_DOCUMENT];
	case SHEET_TROUBLES:
		return h->trouble_count;
	case SHEET_EDITS:
		return counts[RECORD_EDIT];
	case SHEET_MENTIONS:
		return counts[RECORD_MENTION];
	default:
		return 0;
	}
}

static void begin_table(struct grid *g, size_t rows)
{
	struct html *h = g->html;
	struct buf *out = &h->text;
	const char *id = sheet_info(g->sheet)->id;

	buf_addf(out, "<section id=\"%s\">\n<h2>", id);
	escape_text(out, slice_of(h->house.names[g->sheet]));
	buf_addf(out, " <i>%zu</i></h2>\n<div class=\"wide\" tabindex=\"0\"><table class=\"rows\" ",
		 rows);
	buf_addf(out, "data-more=\"%s\" data-filter=\"%s\"><thead><tr>\n",
		 page_word(PAGE_SHOW_REST, h->house.lang),
		 page_word(PAGE_COLUMN_FILTER, h->house.lang));
	for (size_t i = 0; i < g->count; i++) {
		buf_adds(out, "<th scope=\"col\"");
		add_class(out, &g->views[i]);
		buf_addc(out, '>');
		escape_text(out, slice_of(g->views[i].heading));
		buf_adds(out, "</th>");
	}
	buf_adds(out, "</tr></thead>\n<tbody>\n");
}

int html_table(struct html *h, enum sheet sheet, struct err *e)
{
	size_t rows = html_rows(h, sheet);
	struct grid g;

	if (!rows && sheet != SHEET_TARGETS)
		return 0;
	if (grid_init(&g, h, sheet, e))
		return -1;
	begin_table(&g, rows);
	if (html_flush(h, e) || (rows && add_rows(&g, e)))
		return -1;
	buf_adds(&h->text, "</tbody></table></div>\n");
	if (!rows)
		buf_addf(&h->text, "<p class=\"none\">%s</p>\n",
			 page_word(PAGE_NOTHING, h->house.lang));
	buf_adds(&h->text, "</section>\n");
	return html_flush(h, e);
}
