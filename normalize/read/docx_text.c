#include "normalize/read/docx.h"
#include "normalize/read/docx_number.h"
#include "normalize/read/pen.h"

enum { MOST_COLUMNS = 64, NUMBER_BYTES = 256 };

static const char tabs[] = "\n\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t"
			   "\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t";

/* Where a cell stands: rows are counted through the document, columns from 1. */
struct place {
	size_t row;
	long column;
};

struct word {
	struct pen pen;
	struct markup markup;
	struct docx_numbers numbers;
	struct buf number; /* before the present paragraph */
	bool in_text;	   /* inside <w:t> */
	bool shown;	   /* the paragraph has text so far */
	bool hidden;	   /* a note that only separates */
	long list;	   /* of the paragraph; -1 where it says nothing */
	int level;
	struct slice style;

	size_t tables; /* open, one in the other */
	long columns;  /* of the outermost */
	struct place at;
	long span;	   /* columns that the cell takes */
	struct place last; /* cell of the last text; row 0: none */
};

/* What parts the text that begins from the last one. */
static void part(struct word *w)
{
	bool cell = w->tables && w->columns > 1 && w->at.column > 0;
	bool row = cell && w->last.row == w->at.row;
	long gap = row ? w->at.column - w->last.column : w->at.column - 1;

	gap = gap < MOST_COLUMNS ? gap : MOST_COLUMNS;
	if (row && gap <= 0)
		pen_wrap(&w->pen);
	else if (row)
		pen_part(&w->pen, (struct slice){tabs + 1, (size_t)gap});
	else if (cell && w->pen.w->out.len)
		pen_part(&w->pen, (struct slice){tabs, (size_t)gap + 1});
	else if (cell)
		pen_part(&w->pen, (struct slice){tabs + 1, (size_t)gap});
	else
		pen_line(&w->pen);
	w->last = cell ? w->at : (struct place){0, 0};
}

/* Counts the paragraph in its list, once. */
static void number(struct word *w)
{
	long list = -1;
	int level = w->level;

	docx_style_list(&w->numbers, w->style, &list, &level);
	if (w->list >= 0) {
		list = w->list;
		level = w->level;
	}
	buf_reset(&w->number);
	docx_number(&w->numbers, list, level, &w->number);
}

static void begin_text(struct word *w, size_t at)
{
	if (w->shown)
		return;
	w->shown = true;
	part(w);
	number(w);
	if (!w->number.failed)
		pen_instead(&w->pen, (struct span){at, at}, buf_text(&w->number));
}

static void open_paragraph(struct word *w, const struct token *t)
{
	(void)t;
	w->shown = false;
	w->list = -1;
	w->level = 0;
	w->style = (struct slice){"", 0};
}

/* Word counts paragraphs without text too. */
static void close_paragraph(struct word *w)
{
	if (!w->shown)
		number(w);
	w->shown = false;
}

static void open_table(struct word *w, const struct token *t)
{
	(void)t;
	if (w->tables++)
		return;
	w->columns = 0;
	w->at.column = 0;
}

static void open_row(struct word *w, const struct token *t)
{
	(void)t;
	if (w->tables > 1)
		return;
	w->at.row++;
	w->at.column = 0;
	w->span = 1;
}

static void open_cell(struct word *w, const struct token *t)
{
	(void)t;
	if (w->tables > 1)
		return;
	w->at.column += w->span;
	w->span = 1;
}

static void read_column(struct word *w, const struct token *t)
{
	(void)t;
	w->columns += w->tables == 1;
}

static void read_span(struct word *w, const struct token *t)
{
	long n = docx_value(t->attrs, "w:val", 1);

	if (w->tables == 1)
		w->span = n < 1 ? 1 : n < MOST_COLUMNS ? n : MOST_COLUMNS;
}

/* Columns that a row leaves out at its beginning. */
static void read_before(struct word *w, const struct token *t)
{
	long n = docx_value(t->attrs, "w:val", 0);

	if (w->tables == 1)
		w->at.column += n < MOST_COLUMNS ? n : MOST_COLUMNS;
}

static void read_style(struct word *w, const struct token *t)
{
	w->style = markup_attr(t->attrs, "w:val");
}

static void read_list(struct word *w, const struct token *t)
{
	w->list = docx_value(t->attrs, "w:val", -1);
}

static void read_level(struct word *w, const struct token *t)
{
	w->level = (int)(docx_value(t->attrs, "w:val", 0) % DOCX_LEVELS);
}

static void open_text(struct word *w, const struct token *t)
{
	w->in_text = !t->empty;
}

static void show_tab(struct word *w, const struct token *t)
{
	if (w->shown)
		pen_instead(&w->pen, t->at, slice_of(w->tables ? " " : "\t"));
}

static void show_hyphen(struct word *w, const struct token *t)
{
	begin_text(w, t->at.start);
	pen_instead(&w->pen, t->at, slice_of("-"));
}

static void show_break(struct word *w, const struct token *t)
{
	(void)t;
	if (w->tables && w->columns > 1)
		pen_wrap(&w->pen);
	else
		pen_line(&w->pen);
}

/* What stands there a second time, in another form or at the place it was moved from. */
static void skip(struct word *w, const struct token *t)
{
	if (!t->empty)
		markup_close(&w->markup, t->name);
}

static void open_note(struct word *w, const struct token *t)
{
	struct slice type = markup_attr(t->attrs, "w:type");

	w->hidden = type.n > 0 && !slice_is(type, "normal");
}

/* Numbering and styles are no text: they hold no <w:t>, and paragraphs neither. */
static const struct handler {
	const char *name;
	void (*open)(struct word *w, const struct token *t);
} handlers[] = {
	{"t", open_text},
	{"p", open_paragraph},
	{"pStyle", read_style},
	{"numId", read_list},
	{"ilvl", read_level},
	{"tc", open_cell},
	{"tr", open_row},
	{"tbl", open_table},
	{"gridCol", read_column},
	{"gridSpan", read_span},
	{"gridBefore", read_before},
	{"tab", show_tab},
	{"br", show_break},
	{"cr", show_break},
	{"noBreakHyphen", show_hyphen},
	{"Fallback", skip},
	{"moveFrom", skip},
	{"footnote", open_note},
	{"endnote", open_note},
	{"tabs", skip},
};

static void open_element(struct word *w, const struct token *t)
{
	for (size_t i = 0; i < sizeof(handlers) / sizeof(handlers[0]); i++) {
		if (docx_named(t->name, handlers[i].name)) {
			handlers[i].open(w, t);
			return;
		}
	}
}

static void close_element(struct word *w, const struct token *t)
{
	w->in_text = false;
	if (docx_named(t->name, "p"))
		close_paragraph(w);
	else if (docx_named(t->name, "tbl"))
		w->tables -= w->tables > 0;
}

static void read_token(struct word *w, const struct token *t)
{
	if (t->kind == TOKEN_OPEN) {
		open_element(w, t);
	} else if (t->kind == TOKEN_CLOSE) {
		close_element(w, t);
	} else if (t->kind == TOKEN_TEXT && w->in_text && !w->hidden) {
		begin_text(w, t->at.start);
		pen_verbatim(&w->pen, t->at);
	}
}

static int write_text(struct word *w, struct doc *d, struct editor *editor, struct err *e)
{
	struct token t;

	editor_reset(editor, doc_text(d));
	pen_init(&w->pen, editor);
	markup_init(&w->markup, editor->src);
	while (markup_next(&w->markup, &t))
		read_token(w, &t);
	pen_end(&w->pen);
	return doc_push(d, "docx", editor, e);
}

int docx_text(struct doc *d, struct editor *editor, struct err *e)
{
	struct word w = {.list = -1, .style = {"", 0}, .span = 1};
	struct arena arena;
	int result;

	arena_init(&arena);
	buf_init(&w.number, NUMBER_BYTES);
	result = docx_numbers_read(&w.numbers, doc_text(d), &arena, e);
	if (!result)
		result = write_text(&w, d, editor, e);
	buf_release(&w.number);
	arena_release(&arena);
	return result;
}
