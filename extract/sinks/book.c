#include "extract/sinks/book.h"

#include "extract/sinks/celltext.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

enum { CELL_BYTES = 48 /* of XML around a cell's text, at most */ };

static const double line_height = 16.5; /* points */

struct look {
	const char *number_format;
	uint32_t colour;
	uint32_t fill;
	unsigned char align;
	bool wrap;
	bool indent;
	bool bold;
	bool unlocked;
	bool underline;
	bool line; /* below */
	double size;
};

enum { BLUE = 0x1F4E79, RED = 0xC00000, PALE = 0xDCE6F1, CREAM = 0xFFF8E1 };

static const struct look looks[FORMATS] = {
	[STYLE_TEXT] = {.number_format = "@"},
	[STYLE_WRAP] = {.number_format = "@", .wrap = true},
	[STYLE_NUMBER] = {.align = LXW_ALIGN_RIGHT, .indent = true},
	[STYLE_RATIO] = {.number_format = "0.00", .align = LXW_ALIGN_RIGHT, .indent = true},
	[STYLE_DATE] = {.number_format = "yyyy-mm-dd", .align = LXW_ALIGN_CENTER},
	[STYLE_LEFT] = {.number_format = "@", .wrap = true, .align = LXW_ALIGN_RIGHT},
	[STYLE_HIT] = {.number_format = "@",
		       .wrap = true,
		       .align = LXW_ALIGN_CENTER,
		       .colour = RED,
		       .bold = true},
	[STYLE_LINK] = {.align = LXW_ALIGN_CENTER, .colour = 0x0563C1, .underline = true},
	[STYLE_REVIEW] = {.number_format = "@", .wrap = true, .unlocked = true, .fill = CREAM},
	[STYLE_REVIEW_NUMBER] = {.unlocked = true, .fill = CREAM, .align = LXW_ALIGN_RIGHT},
	[STYLE_REVIEW_DATE] = {.number_format = "yyyy-mm-dd",
			       .unlocked = true,
			       .fill = CREAM,
			       .align = LXW_ALIGN_CENTER},
	[FORMAT_HEADING] = {.bold = true, .fill = PALE, .align = LXW_ALIGN_CENTER, .line = true},
	[FORMAT_REVIEW_HEADING] = {.bold = true,
				   .fill = 0xFFE699,
				   .align = LXW_ALIGN_CENTER,
				   .line = true},
	[FORMAT_TITLE] = {.bold = true, .size = 16, .colour = BLUE},
	[FORMAT_PART] = {.bold = true, .size = 12, .colour = BLUE, .line = true},
	[FORMAT_LONG] = {.number_format = "#,##0", .align = LXW_ALIGN_RIGHT, .indent = true},
	[FORMAT_COUNT] = {.number_format = "#,##0", .align = LXW_ALIGN_RIGHT},
	[FORMAT_SHARE] = {.number_format = "0.0%", .align = LXW_ALIGN_RIGHT},
	[FORMAT_LOW] = {.fill = 0xFFE0B2},
	[FORMAT_REPAIRED] = {.fill = 0xE1D5F0},
	[FORMAT_OVERDUE] = {.colour = RED, .fill = 0xFCE4E4},
	[FORMAT_RIGHT] = {.fill = 0xC6EFCE},
	[FORMAT_WRONG] = {.fill = 0xFFC7CE},
	[FORMAT_CHANGE] = {.fill = 0xFFEB9C},
};

double book_height(size_t lines)
{
	return (double)lines * line_height;
}

static void set_cell(lxw_format *f, const struct look *look)
{
	format_set_align(f, LXW_ALIGN_VERTICAL_CENTER);
	if (look->number_format)
		format_set_num_format(f, look->number_format);
	if (look->align)
		format_set_align(f, look->align);
	if (look->wrap)
		format_set_text_wrap(f);
	if (look->indent) /* numbers keep away from the text of the next column */
		format_set_indent(f, 1);
	if (look->unlocked)
		format_set_unlocked(f);
	if (look->line)
		format_set_bottom(f, LXW_BORDER_THIN);
}

static lxw_format *make_format(lxw_workbook *book, enum book_format which)
{
	const struct look *look = &looks[which];
	lxw_format *f = workbook_add_format(book);

	if (!f)
		return NULL;
	if (which < FORMAT_LOW) { /* a conditional format changes colours and nothing else */
		format_set_font_name(f, "微软雅黑");
		format_set_font_size(f, look->size > 0 ? look->size : 10);
		set_cell(f, look);
	}
	if (look->bold)
		format_set_bold(f);
	if (look->underline)
		format_set_underline(f, LXW_UNDERLINE_SINGLE);
	if (look->colour)
		format_set_font_color(f, look->colour);
	if (look->fill)
		format_set_bg_color(f, look->fill);
	return f;
}

int book_open(struct book *b, const struct sink_options *options, const struct house *house,
	      struct err *e)
{
	*b = (struct book){.house = house, .warn = options->warn, .most_rows = options->most_rows};
	if (!b->most_rows || b->most_rows > LXW_ROW_MAX)
		b->most_rows = LXW_ROW_MAX;
	buf_init(&b->clean, SIZE_MAX);
	arena_init(&b->troubles.arena);
	if (outfile_open(&b->out, options->path, true, e))
		return -1;
	b->folder = outfile_folder(&b->out, e);
	return b->folder ? 0 : -1;
}

void book_release(struct book *b)
{
	if (b->lxw)
		lxw_workbook_free(b->lxw);
	outfile_discard(&b->out);
	free(b->folder);
	buf_release(&b->clean);
	arena_release(&b->troubles.arena);
}

int book_begin(struct book *b, bool large, long long created, struct err *e)
{
	lxw_doc_properties properties = {0};
	lxw_workbook_options library = {.constant_memory = large, .tmpdir = b->folder};

	b->lxw = workbook_new_opt(b->out.temporary, &library);
	if (!b->lxw)
		return err_nomem(e);
	for (int i = 0; i < FORMATS; i++) {
		b->formats[i] = make_format(b->lxw, (enum book_format)i);
		if (!b->formats[i])
			return err_nomem(e);
	}
	properties.created = created > 0 ? (time_t)created : 1; /* 0 is now */
	return workbook_set_properties(b->lxw, &properties) ? err_nomem(e) : 0;
}

/* The first sheet in sight is the one that opens. */
static void show_first(struct book *b)
{
	lxw_worksheet *sheet;

	STAILQ_FOREACH(sheet, b->lxw->worksheets, list_pointers)
	{
		if (sheet->hidden)
			continue;
		worksheet_activate(sheet);
		worksheet_set_first_sheet(sheet);
		return;
	}
}

/*
 * The library does not see that its own temporary files could not be written whole: those that it
 * has are looked at, and the room for the others is made sure of, on the disk of the output.
 */
static int check_room(struct book *b, struct err *e)
{
	lxw_worksheet *sheet;

	STAILQ_FOREACH(sheet, b->lxw->worksheets, list_pointers)
	{
		FILE *rows = sheet->optimize_tmpfile;

		if (rows && (fflush(rows) || ferror(rows)))
			return err_set(e, "%s: %s", b->out.name, strerror(errno ? errno : ENOSPC));
	}
	return outfile_reserve(&b->out, b->bytes, e);
}

int book_finish(struct book *b, struct err *e)
{
	lxw_error error;

	show_first(b);
	if (check_room(b, e))
		return -1;
	errno = 0;
	error = workbook_close(b->lxw);
	b->lxw = NULL;
	if (error)
		return err_set(e, "%s: %s", b->out.name,
			       errno ? strerror(errno) : lxw_strerror(error));
	return outfile_commit(&b->out, e);
}

lxw_worksheet *book_sheet(struct book *b, enum sheet sheet, const char *name, struct err *e)
{
	lxw_worksheet *made = workbook_add_worksheet(b->lxw, name);

	if (!made) {
		err_set(e, "%s: a sheet can't be called %s", b->out.name, name);
		return NULL;
	}
	if (b->house->hidden[sheet])
		worksheet_hide(made);
	worksheet_set_landscape(made);
	worksheet_set_footer(made, "&L&A&C&P / &N");
	return made;
}

int book_trouble(struct book *b, struct slice doc, struct slice place, const char *chinese,
		 const char *english, bool silent, struct err *e)
{
	struct troubles *list = &b->troubles;
	struct err text;
	struct trouble_line line;

	err_set(&text, "%s: %.*s%s%s%s%.*s%s", b->out.name, (int)place.n, place.p,
		place.n ? ": " : "", english, doc.n ? " (" : "", (int)doc.n, doc.n ? doc.p : "",
		doc.n ? ")" : "");
	if (b->warn && !silent)
		b->warn(text.text);
	list->items = arena_grow(&list->arena, list->items, list->count, &list->capacity,
				 sizeof(*list->items));
	line.doc = arena_copy(&list->arena, doc);
	line.place = arena_copy(&list->arena, place);
	line.problem =
		arena_copy(&list->arena, slice_of(b->house->lang == LANG_ZH ? chinese : english));
	if (!list->items || !line.doc.p || !line.place.p || !line.problem.p)
		return err_nomem(e);
	list->items[list->count++] = line;
	return 0;
}

static int note_loss(struct book *b, unsigned loss, struct slice doc, const char *sheet,
		     lxw_row_t row, lxw_col_t column, struct err *e)
{
	char cell[LXW_MAX_CELL_NAME_LENGTH];
	struct buf place;
	int rc = 0;

	lxw_rowcol_to_cell(cell, row, column);
	buf_init(&place, SIZE_MAX);
	buf_addf(&place, "%s!%s", sheet, cell);
	if (loss & CELLTEXT_CUT)
		rc = book_trouble(b, doc, buf_text(&place),
				  "文字超过 32767 个字符,已截短,以“…”结尾",
				  "text beyond 32,767 characters was cut off", false, e);
	if (!rc && (loss & CELLTEXT_REPLACED))
		rc = book_trouble(b, doc, buf_text(&place),
				  "含有单元格不能容纳的字符,已写为 U+FFFD",
				  "characters that a cell can't hold became U+FFFD", false, e);
	buf_release(&place);
	return rc;
}

const char *book_text(struct book *b, struct slice text, struct slice doc, const char *sheet,
		      lxw_row_t row, lxw_col_t column, struct err *e)
{
	unsigned loss;

	buf_reset(&b->clean);
	loss = celltext_workbook(&b->clean, text);
	buf_addc(&b->clean, '\0');
	if (buf_check(&b->clean, e))
		return NULL;
	b->bytes += CELL_BYTES + b->clean.len;
	if (loss && note_loss(b, loss, doc, sheet, row, column, e))
		return NULL;
	return b->clean.data;
}

int book_put_text(struct book *b, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column,
		  struct slice text, enum book_format format, struct err *e)
{
	const char *clean = book_text(b, text, (struct slice){"", 0}, sheet->name, row, column, e);

	if (!clean)
		return -1;
	if (worksheet_write_string(sheet, row, column, clean, b->formats[format]))
		return err_nomem(e);
	return 0;
}

int book_put_number(struct book *b, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column,
		    double number, enum book_format format, struct err *e)
{
	b->bytes += CELL_BYTES;
	if (worksheet_write_number(sheet, row, column, number, b->formats[format]))
		return err_nomem(e);
	return 0;
}

void book_quote_name(const char *name, struct buf *out)
{
	buf_addc(out, '\'');
	for (; *name; name++) {
		if (*name == '\'')
			buf_addc(out, '\'');
		buf_addc(out, *name);
	}
	buf_addc(out, '\'');
}
