#include "normalize/read/docx.h"
#include "normalize/read/docx_number.h"
#include "normalize/read/pen.h"

enum { MOST_COLUMNS = 64, NUMBER_BYTES = 256, MOST_BOXES = 8 };

/* A paragraph of a cell with so many bytes is a phrase, not a word broken to fit the cell. */
enum { PHRASE_BYTES = 9 };

static const char tabs[] = "\n\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t"
			   "\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t";

/* Where a cell stands: rows are counted through the document, columns from 1. */
struct place {
	size_t row;
	long column;
};

struct paragraph {
	bool shown;   /* it has text so far */
	size_t bytes; /* of that text */
	long list;    /* -1 where it says nothing */
	int level;
	struct slice style;
};

struct word {
	struct pen pen;
	struct markup markup;
	struct docx_numbers numbers;
	struct buf number; /* before the present paragraph */
	bool in_text;	   /* inside <w:t> */
	bool hidden;	   /* a note that only separates */
	struct paragraph p;
	size_t bytes_before;		     /* of the paragraph before */
	struct paragraph around[MOST_BOXES]; /* those that the open text boxes stand in */
	size_t boxes;

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
		(w->bytes_before >= PHRASE_BYTES ? pen_phrase : pen_wrap)(&w->pen);
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
	int level = w->p.level;

	docx_style_list(&w->numbers, w->p.style, &list, &level);
	if (w->p.list >= 0) {
		list = w->p.list;
		level = w->p.level;
	}
	buf_reset(&w->number);
	docx_number(&w->numbers, list, level, &w->number);
}

static void begin_text(struct word *w, size_t at)
{
	if (w->p.shown)
		return;
	w->p.shown = true;
	part(w);
	number(w);
	if (!w->number.failed)
		pen_instead(&w->pen, (struct span){at, at}, buf_text(&w->number));
}

static void open_paragraph(struct word *w, const struct token *t)
{
	(void)t;
	w->p = (struct paragraph){.list = -1, .style = {"", 0}};
}

/* Word counts paragraphs without text too. */
static void close_paragraph(struct word *w)
{
	if (!w->p.shown)
		number(w);
	w->bytes_before = w->p.bytes;
	w->p.shown = false;
	w->p.bytes = 0;
}

/* A text box stands inside of a paragraph and has paragraphs of its own. */
static void open_box(struct word *w, const struct token *t)
{
	if (!t->empty && w->boxes++ < MOST_BOXES)
		w->around[w->boxes - 1] = w->p;
}

/* What follows in a paragraph that had begun stands on a line of its own, without its number. */
static void close_box(struct word *w)
{
	if (w->boxes && --w->boxes < MOST_BOXES)
		w->p = w->around[w->boxes];
	if (w->p.shown)
		w->p = (struct paragraph){.list = -1, .style = {"", 0}};
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
	w->p.style = markup_attr(t->attrs, "w:val");
}

static void read_list(struct word *w, const struct token *t)
{
	w->p.list = docx_value(t->attrs, "w:val", -1);
}

static void read_level(struct word *w, const struct token *t)
{
	w->p.level = (int)(docx_value(t->attrs, "w:val", 0) % DOCX_LEVELS);
}

static void open_text(struct word *w, const struct token *t)
{
	w->in_text = !t->empty;
}

static void show_tab(struct word *w, const struct token *t)
{
	if (w->p.shown)
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

/* A table of contents has the headings a second time. */
static void skip_contents(struct word *w, const struct token *t)
{
	if (slice_is(markup_attr(t->attrs, "w:val"), "Table of Contents"))
		markup_close(&w->markup, slice_of("w:sdt"));
}

/* What stands there a second time: in another form, at the place it was moved from, as a reading.
 */
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
	{"rt", skip},
	{"docPartGallery", skip_contents},
	{"txbxContent", open_box},
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
	else if (docx_named(t->name, "txbxContent"))
		close_box(w);
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
		w->p.bytes += t->at.end - t->at.start;
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
	struct word w = {.p = {.list = -1, .style = {"", 0}}, .span = 1};
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
