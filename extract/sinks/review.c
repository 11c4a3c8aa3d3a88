#include "extract/sinks/workbook.h"

#include <stdio.h>
#include <stdlib.h>

/* A rule of colour: where the formula holds for the row, the columns have the format. */
struct colouring {
	enum term from;
	enum term to;
	enum term about; /* the column that the formula looks at */
	enum book_format format;
	const char *formula; /* # is that column's cell in the first row; NULL: it says repaired */
};

/* The verdicts stand at the head of the dictionary, in the order of WORDS_VERDICT. */
static const struct colouring colourings[] = {
	{TERM_CONFIDENCE, TERM_CONFIDENCE, TERM_CONFIDENCE, FORMAT_LOW, "=AND(ISNUMBER(#),#<0.9)"},
	{TERM_VALUE, TERM_VALUE, TERM_FLAGS, FORMAT_REPAIRED, NULL},
	{TERM_FLAGS, TERM_FLAGS, TERM_FLAGS, FORMAT_REPAIRED, NULL},
	{TERM_DEADLINE, TERM_DEADLINE, TERM_DEADLINE, FORMAT_OVERDUE,
	 "=AND(ISNUMBER(#),#<TODAY())"},
};

static const enum book_format verdict_formats[] = {FORMAT_RIGHT, FORMAT_WRONG, FORMAT_CHANGE};

/* One worksheet of the targets. */
struct ledger {
	struct workbook *w;
	lxw_worksheet *sheet;
	lxw_row_t last;
};

static int column(const struct ledger *l, enum term term)
{
	return tab_column(&l->w->tabs[SHEET_TARGETS], term);
}

static int colour(const struct ledger *l, enum term from, enum term to, enum book_format format,
		  char *formula, struct err *e)
{
	int first = column(l, from);
	int last = column(l, to);
	lxw_conditional_format rule = {
		.type = LXW_CONDITIONAL_TYPE_FORMULA,
		.value_string = formula,
		.format = l->w->book.formats[format],
	};

	if (first < 0 || last < first)
		return 0;
	if (worksheet_conditional_format_range(l->sheet, 1, (lxw_col_t)first, l->last,
					       (lxw_col_t)last, &rule))
		return err_nomem(e);
	return 0;
}

/* "$Q2": the column stays, the row is that of the cell. */
static void cell_name(char out[LXW_MAX_CELL_NAME_LENGTH], int at)
{
	char letters[LXW_MAX_COL_NAME_LENGTH];

	lxw_col_to_name(letters, (lxw_col_t)at, true);
	snprintf(out, LXW_MAX_CELL_NAME_LENGTH, "%s2", letters);
}

static int set_colouring(const struct ledger *l, const struct colouring *c, struct err *e)
{
	const struct flag_info *repaired = flag_info(0);
	const char *flag = l->w->house.lang == LANG_ZH ? repaired->chinese : repaired->name;
	char cell[LXW_MAX_CELL_NAME_LENGTH];
	struct buf formula;
	int rc;

	if (column(l, c->about) < 0)
		return 0;
	cell_name(cell, column(l, c->about));
	buf_init(&formula, SIZE_MAX);
	if (!c->formula)
		buf_addf(&formula, "=ISNUMBER(SEARCH(\"%s\",%s))", flag, cell);
	for (const char *p = c->formula; p && *p; p++) {
		if (*p == '#')
			buf_adds(&formula, cell);
		else
			buf_addc(&formula, *p);
	}
	buf_addc(&formula, '\0');
	rc = buf_check(&formula, e);
	if (!rc)
		rc = colour(l, c->from, c->to, c->format, formula.data, e);
	buf_release(&formula);
	return rc;
}

static int set_verdict_colours(const struct ledger *l, struct err *e)
{
	const struct word *words = words_of(WORDS_VERDICT);
	char cell[LXW_MAX_CELL_NAME_LENGTH];

	if (column(l, TERM_VERDICT) < 0)
		return 0;
	cell_name(cell, column(l, TERM_VERDICT));
	for (int i = 0; words[i].name; i++) {
		char formula[100];

		snprintf(formula, sizeof(formula), "=%s=\"%s\"", cell,
			 words[i].shown[l->w->house.lang]);
		if (colour(l, TERM_VERDICT, TERM_VERDICT, verdict_formats[i], formula, e))
			return -1;
	}
	return 0;
}

/* The list stands on a sheet of its own: the library takes a long list in the cell badly. */
static int set_list(const struct ledger *l, struct err *e)
{
	bool chinese = l->w->house.lang == LANG_ZH;
	lxw_data_validation rule = {
		.validate = LXW_VALIDATION_TYPE_LIST_FORMULA,
		.error_title = chinese ? "复核结论" : "Verdict",
		.error_message = chinese ? "请从列表中选择" : "Please choose from the list",
	};
	int at = column(l, TERM_VERDICT);
	struct buf formula;
	int rc = 0;

	if (at < 0)
		return 0;
	buf_init(&formula, SIZE_MAX);
	buf_addc(&formula, '=');
	book_quote_name(l->w->tabs[SHEET_DICTIONARY].sheets[0]->name, &formula);
	buf_adds(&formula, "!$C$2:$C$4");
	buf_addc(&formula, '\0');
	rule.value_formula = formula.data;
	rc = buf_check(&formula, e);
	if (!rc && worksheet_data_validation_range(l->sheet, 1, (lxw_col_t)at, l->last,
						   (lxw_col_t)at, &rule))
		rc = err_nomem(e);
	buf_release(&formula);
	return rc;
}

/* Filtering and the width of rows and columns stay free. */
static void protect(lxw_worksheet *sheet)
{
	lxw_protection allowed = {
		.format_columns = LXW_TRUE,
		.format_rows = LXW_TRUE,
		.autofilter = LXW_TRUE,
		.sort = LXW_TRUE,
	};

	worksheet_protect(sheet, NULL, &allowed);
}

static int set_sheet(const struct ledger *l, struct err *e)
{
	for (size_t i = 0; i < sizeof(colourings) / sizeof(colourings[0]); i++)
		if (set_colouring(l, &colourings[i], e))
			return -1;
	if (set_verdict_colours(l, e) || set_list(l, e))
		return -1;
	protect(l->sheet);
	return 0;
}

int review_set(struct workbook *w, struct err *e)
{
	const struct tab *t = &w->tabs[SHEET_TARGETS];

	for (size_t i = 0; i < t->sheet_count; i++) {
		lxw_row_t last = i < t->at ? (lxw_row_t)w->book.most_rows - 1 : t->row - 1;
		struct ledger l = {w, t->sheets[i], last ? last : 1};

		if (set_sheet(&l, e))
			return -1;
	}
	return 0;
}
