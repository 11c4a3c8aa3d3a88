#include "extract/sinks/celltext.h"
#include "extract/sinks/workbook.h"

#include <stdio.h>

enum {
	LABEL_WIDTH = 40,
	COUNT_WIDTH = 14,
	CHART_COLUMN = 3,
	CHART_ROWS = 25,  /* that a chart takes beside its figures */
	PRINT_SCALE = 52, /* percent */
	MOST_AGENCIES = 20,
	MOST_REGIONS = 20,
	TIMELINE_WIDTH = 120,
};

struct page {
	struct workbook *w;
	lxw_worksheet *sheet;
	enum lang lang;
	lxw_row_t row;
};

/* A list of names with their counts, and a chart of it. */
struct block {
	const char *title[LANGS];
	const char *heading[LANGS];
	size_t most;	      /* names that are listed */
	enum word_list words; /* what they are called, WORD_LISTS for as they are */
	lxw_chart_type type;
};

static const struct block years = {
	{"按截止年份", "Targets by year"}, {"年份", "Year"}, 60, WORD_LISTS, LXW_CHART_COLUMN};
static const struct block leads = {{"按牵头单位(前 20)", "Targets by lead (top 20)"},
				   {"牵头单位", "Lead"},
				   MOST_AGENCIES,
				   WORD_LISTS,
				   LXW_CHART_BAR};
static const struct block kinds = {
	{"按类型", "Targets by kind"}, {"类型", "Kind"}, 20, WORDS_TARGET_KIND, LXW_CHART_COLUMN};
static const struct block regions = {{"按地区(前 20)", "Targets by region (top 20)"},
				     {"地区", "Region"},
				     MOST_REGIONS,
				     WORD_LISTS,
				     LXW_CHART_BAR};

static const char *const count_heading[LANGS] = {"指标数", "Targets"};
static const char *const unknown_name[LANGS] = {"(未注明)", "(not stated)"};

static int put_part(struct page *p, const char *title, struct err *e)
{
	worksheet_set_row(p->sheet, p->row, 24, NULL);
	if (book_put_text(&p->w->book, p->sheet, p->row, 0, slice_of(title), FORMAT_PART, e))
		return -1;
	return book_put_text(&p->w->book, p->sheet, p->row++, 1, (struct slice){"", 0}, FORMAT_PART,
			     e);
}

static int put_figure(struct page *p, struct slice label, double number, enum book_format format,
		      struct err *e)
{
	size_t lines = celltext_lines(label, LABEL_WIDTH);

	if (lines > 1)
		worksheet_set_row(p->sheet, p->row, book_height(lines), NULL);
	if (book_put_text(&p->w->book, p->sheet, p->row, 0, label, FORMAT_PLAIN, e))
		return -1;
	return book_put_number(&p->w->book, p->sheet, p->row++, 1, number, format, e);
}

static int put_counts(struct page *p, struct err *e)
{
	const struct digest *d = &p->w->digest;
	const struct {
		const char *label[LANGS];
		size_t count;
	} figures[] = {
		{{"文件", "Documents"}, d->counts[RECORD_DOCUMENT]},
		{{"未能处理的文件", "Documents not done"}, p->w->failed},
		{{"指标", "Targets"}, d->counts[RECORD_TARGET]},
		{{"任务", "Tasks"}, d->counts[RECORD_ASSIGNMENT]},
		{{"部门", "Agencies"}, d->agency_names.count},
		{{"时限", "Deadlines"}, d->counts[RECORD_DEADLINE]},
		{{"文字修正", "Repairs"}, d->counts[RECORD_EDIT]},
	};

	for (size_t i = 0; i < sizeof(figures) / sizeof(figures[0]); i++)
		if (put_figure(p, slice_of(figures[i].label[p->lang]), (double)figures[i].count,
			       FORMAT_COUNT, e))
			return -1;
	return 0;
}

static int put_shares(struct page *p, struct err *e)
{
	const struct digest *d = &p->w->digest;
	size_t all = d->counts[RECORD_TARGET];
	const struct {
		const char *label[LANGS];
		size_t count;
	} shares[] = {
		{{"数值依据修正的占比", "Share of targets that rest on repairs"}, d->repaired},
		{{"置信度低于 0.9 的占比", "Share of targets below a confidence of 0.9"}, d->low},
		{{"没有截止日期的占比", "Share of targets without a deadline"}, d->undated},
		{{"没有牵头单位的占比", "Share of targets without a lead"}, d->unled},
	};

	for (size_t i = 0; all && i < sizeof(shares) / sizeof(shares[0]); i++)
		if (put_figure(p, slice_of(shares[i].label[p->lang]),
			       (double)shares[i].count / (double)all, FORMAT_SHARE, e))
			return -1;
	return 0;
}

static struct slice label_of(const struct page *p, const struct block *b, struct slice name)
{
	const struct word *word = b->words < WORD_LISTS ? word_named(b->words, name) : NULL;

	if (!name.n)
		return slice_of(unknown_name[p->lang]);
	return word ? slice_of(word->shown[p->lang]) : name;
}

static void set_font(lxw_chart *chart)
{
	lxw_chart_font title = {.name = "微软雅黑", .size = 12, .bold = LXW_TRUE};
	lxw_chart_font axis = {.name = "微软雅黑", .size = 9};

	chart_title_set_name_font(chart, &title);
	chart_axis_set_num_font(chart->x_axis, &axis);
	chart_axis_set_num_font(chart->y_axis, &axis);
}

/* Rows `first` to `last` of the sheet, names in column A and counts in B. */
static int put_chart(struct page *p, const struct block *b, lxw_row_t first, lxw_row_t last,
		     struct err *e)
{
	lxw_chart *chart = workbook_add_chart(p->w->book.lxw, (uint8_t)b->type);
	lxw_chart_series *series = chart ? chart_add_series(chart, NULL, NULL) : NULL;
	lxw_chart_options options = {
		.x_scale = 1.5, .y_scale = 1.3, .y_offset = 4, .object_position = 2};
	lxw_chart_fill fill = {.color = 0x4472C4};
	lxw_chart_line grid = {.color = 0xD9D9D9, .width = 0.5F};

	if (!series)
		return err_nomem(e);
	chart_series_set_categories(series, p->sheet->name, first, 0, last, 0);
	chart_series_set_values(series, p->sheet->name, first, 1, last, 1);
	chart_series_set_name(series, count_heading[p->lang]);
	chart_series_set_fill(series, &fill);
	chart_series_set_labels(series);
	chart_title_set_name(chart, b->title[p->lang]);
	chart_legend_set_position(chart, LXW_CHART_LEGEND_NONE);
	set_font(chart);
	chart_axis_major_gridlines_set_line(
		b->type == LXW_CHART_BAR ? chart->x_axis : chart->y_axis, &grid);
	if (b->type == LXW_CHART_BAR) {
		chart_axis_set_reverse(chart->y_axis); /* of a bar chart, that of the names */
		chart_axis_set_interval_unit(chart->y_axis, 1);
		options.y_scale = 1.5;
	}
	if (worksheet_insert_chart_opt(p->sheet, first - 2, CHART_COLUMN, chart, &options))
		return err_nomem(e);
	return 0;
}

static int put_block(struct page *p, const struct block *b, const struct names *names,
		     struct err *e)
{
	size_t shown = names->count < b->most ? names->count : b->most;
	lxw_row_t begin = p->row;
	lxw_row_t first;

	if (!shown)
		return 0;
	if (put_part(p, b->title[p->lang], e) ||
	    book_put_text(&p->w->book, p->sheet, p->row, 0, slice_of(b->heading[p->lang]),
			  FORMAT_HEADING, e) ||
	    book_put_text(&p->w->book, p->sheet, p->row, 1, slice_of(count_heading[p->lang]),
			  FORMAT_HEADING, e))
		return -1;
	first = ++p->row;
	for (size_t i = 0; i < shown; i++)
		if (put_figure(p, label_of(p, b, names->items[i].text),
			       (double)names->items[i].count, FORMAT_COUNT, e))
			return -1;
	if (put_chart(p, b, first, p->row - 1, e))
		return -1;
	if (p->row < begin + CHART_ROWS)
		p->row = begin + CHART_ROWS;
	p->row++;
	return 0;
}

int overview_write(struct workbook *w, struct err *e)
{
	struct page p = {.w = w, .sheet = w->overview, .lang = w->house.lang};
	const struct digest *d = &w->digest;
	lxw_row_t breaks[3] = {0}; /* no chart is parted by the end of a page */

	worksheet_set_column(p.sheet, 0, 0, LABEL_WIDTH, NULL);
	worksheet_set_column(p.sheet, 1, 1, COUNT_WIDTH, NULL);
	worksheet_set_default_row(p.sheet, book_height(1), LXW_FALSE);
	worksheet_set_print_scale(p.sheet, PRINT_SCALE);
	worksheet_gridlines(p.sheet, LXW_HIDE_ALL_GRIDLINES);
	if (put_part(&p, p.lang == LANG_ZH ? "总数" : "Figures", e) || put_counts(&p, e) ||
	    put_shares(&p, e))
		return -1;
	p.row++;
	if (put_block(&p, &years, &d->years, e))
		return -1;
	breaks[0] = p.row;
	if (put_block(&p, &leads, &d->leads, e) || put_block(&p, &kinds, &d->kinds, e))
		return -1;
	breaks[1] = p.row;
	worksheet_set_h_pagebreaks(p.sheet, breaks);
	return put_block(&p, &regions, &d->regions, e);
}

/* A link to the first target, or else to the first task; empty where there is neither. */
static int first_row(struct workbook *w, size_t target, size_t task, struct slice *out,
		     struct err *e)
{
	static struct slice none = {"", 0};

	*out = none;
	buf_reset(&w->link);
	if (target)
		tab_link(&w->tabs[SHEET_TARGETS], target, TERM_INDICATOR, &w->link);
	else if (task)
		tab_link(&w->tabs[SHEET_TASKS], task, TERM_TASK, &w->link);
	else
		return 0;
	*out = buf_text(&w->link);
	return buf_check(&w->link, e);
}

static int add_line(struct workbook *w, enum sheet sheet, const void *line, struct err *e)
{
	struct row row = {.subject = line, .lang = w->house.lang, .scratch = &w->scratch};

	return tab_add(&w->tabs[sheet], &row, (struct slice){"", 0}, e);
}

int agencies_write(struct workbook *w, struct err *e)
{
	for (size_t i = 0; i < w->digest.agency_names.count; i++) {
		struct agency *a = &w->digest.agencies[i];

		if (first_row(w, a->target, a->task, &a->line.link, e) ||
		    add_line(w, SHEET_AGENCIES, &a->line, e))
			return -1;
	}
	return 0;
}

static int put_series(struct workbook *w, lxw_chart *chart, enum term term, uint32_t colour,
		      lxw_row_t last, struct err *e)
{
	const struct tab *t = &w->tabs[SHEET_TIMELINE];
	const char *sheet = t->sheets[0]->name;
	lxw_chart_series *series = chart_add_series(chart, NULL, NULL);
	lxw_col_t column = (lxw_col_t)tab_column(t, term);
	lxw_chart_fill fill = {.color = colour};

	if (!series)
		return err_nomem(e);
	chart_series_set_categories(series, sheet, 1, 0, last, 0);
	chart_series_set_values(series, sheet, 1, column, last, column);
	chart_series_set_name(series, t->layout.headings[column]);
	chart_series_set_fill(series, &fill);
	return 0;
}

static int put_timeline_chart(struct workbook *w, lxw_row_t last, struct err *e)
{
	struct tab *t = &w->tabs[SHEET_TIMELINE];
	lxw_chart *chart = workbook_add_chart(w->book.lxw, LXW_CHART_COLUMN_STACKED);
	lxw_chart_options options = {.x_scale = 1.6, .y_scale = 1.4, .object_position = 3};

	if (!chart)
		return err_nomem(e);
	if (put_series(w, chart, TERM_TARGET_COUNT, 0x4472C4, last, e) ||
	    put_series(w, chart, TERM_TASK_COUNT, 0xED7D31, last, e))
		return -1;
	chart_title_set_name(chart, w->house.lang == LANG_ZH ? "按月到期的指标和任务"
							     : "Targets and tasks due by month");
	t->beside = TIMELINE_WIDTH;
	chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
	set_font(chart);
	if (worksheet_insert_chart_opt(t->sheets[0], 1, (lxw_col_t)t->layout.count + 1, chart,
				       &options))
		return err_nomem(e);
	return 0;
}

int timeline_write(struct workbook *w, struct err *e)
{
	size_t count = w->digest.month_names.count;

	for (size_t i = 0; i < count; i++) {
		struct month *m = &w->digest.months[i];

		if (first_row(w, m->target, m->task, &m->line.link, e) ||
		    add_line(w, SHEET_TIMELINE, &m->line, e))
			return -1;
	}
	return count ? put_timeline_chart(w, (lxw_row_t)count, e) : 0;
}
