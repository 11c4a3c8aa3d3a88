/*
 * The stage `normalize`: repairs one after another, see repair.h.
 */
#include "normalize/repair.h"
#include "normalize/stage.h"

#include <stdlib.h>

/* Damage that takes longer to settle than this is no damage that we know. */
enum { MOST_ROUNDS = 4 };

struct repair {
	enum edit_kind kind;
	uint32_t stops; /* it has nothing to do in a text without any of them */
	int (*run)(struct doc *d, const struct survey *s, struct editor *w, struct err *e);
};

/*
 * Forms first, so that the others see one form of each character; what is dropped as a whole
 * before what is joined; digits before the separators between them, and both before the blanks
 * and brackets that are judged by numbers and item numbers.
 */
static const struct repair repairs[] = {
	{EDIT_FORM, STOP_FORM, repair_form},
	{EDIT_FURNITURE, STOP_BLANK, repair_jammer},
	{EDIT_DOUBLE, STOP_TWICE | STOP_TONE | STOP_REPEATED, repair_double},
	{EDIT_FURNITURE, STOP_FURNITURE, repair_furniture},
	{EDIT_ORDER, STOP_DASHED | STOP_ONE | STOP_PAGE, repair_page_order},
	{EDIT_FURNITURE, STOP_OPEN_TEXT | STOP_DASHED | STOP_ONE | STOP_PAGE, repair_page},
	{EDIT_CHUNK, STOP_MARKER, repair_chunk},
	{EDIT_LINE, STOP_OPEN_END, repair_line},
	{EDIT_BRACKET, STOP_QUOTE, repair_angle},
	{EDIT_QUOTE, STOP_QUOTE, repair_straight},
	{EDIT_DIGIT, STOP_DIGIT, repair_digit},
	{EDIT_SEPARATOR, STOP_SEPARATOR, repair_separator},
	{EDIT_SPACE, STOP_BLANK, repair_space},
	{EDIT_WORD, STOP_WORD, repair_word},
	{EDIT_ORDER, STOP_OUTLINE, repair_order},
	{EDIT_DASH, STOP_YEARS, repair_dash},
	{EDIT_BRACKET, STOP_LIST, repair_bracket},
	{EDIT_QUOTE, STOP_QUOTE, repair_quote},
};
enum { REPAIRS = sizeof(repairs) / sizeof(repairs[0]) };

struct normalize {
	struct editor editor; /* used by one repair after another */
	struct survey survey; /* of the document's present text */
	size_t first;	      /* layer of the document that is the stage's own */
	uint32_t off;	      /* kinds that are switched off */
};

static int normalize_open(void **state, const struct stage_options *options, struct err *e)
{
	struct normalize *n = calloc(1, sizeof(*n));

	if (!n)
		return err_nomem(e);
	editor_init(&n->editor);
	n->off = options->no_repair;
	if (survey_init(&n->survey, e)) {
		free(n);
		return -1;
	}
	*state = n;
	return 0;
}

/* Runs a repair, and surveys the text anew where it changed it. */
static int run_repair(struct normalize *n, const struct repair *r, struct doc *d, struct err *e)
{
	size_t layers = d->layer_count;

	if (n->off & 1u << r->kind || !(r->stops & n->survey.all))
		return 0;
	if (r->run(d, &n->survey, &n->editor, e))
		return -1;
	if (d->layer_count == layers)
		return 0;
	if (survey_update(&n->survey, doc_text(d), &d->layers[layers].edits, e))
		return -1;
	return doc_fold(d, n->first, &n->editor, e);
}

/*
 * A text that begins with forms to repair has them all over, and would have to be surveyed twice:
 * there they are looked for before anything is known of it.
 */
static int run_forms(struct normalize *n, struct doc *d, struct err *e)
{
	size_t layers = d->layer_count;

	if (survey_assume(&n->survey, doc_text(d), STOP_FORM, e) ||
	    repair_form(d, &n->survey, &n->editor, e))
		return -1;
	if (d->layer_count > layers && doc_fold(d, n->first, &n->editor, e))
		return -1;
	return survey_read(&n->survey, doc_text(d), e);
}

/*
 * What one repair put right may let an earlier one see more: again, until every repair has seen the
 * text as it is.
 */
static int normalize_run(void *state, struct doc *d, struct err *e)
{
	struct normalize *n = state;
	bool forms = !(n->off & 1u << EDIT_FORM) && form_shows(doc_text(d));
	size_t seen[REPAIRS] = {0}; /* the number of layers that the repair left as they were */

	seen[0] = forms ? d->layer_count : 0;
	n->first = d->layer_count;
	if (forms ? run_forms(n, d, e) : survey_read(&n->survey, doc_text(d), e))
		return -1;
	for (size_t i = forms; i < MOST_ROUNDS * REPAIRS; i++) {
		const struct repair *r = &repairs[i % REPAIRS];
		size_t layers = d->layer_count;

		if (seen[i % REPAIRS] == layers)
			continue;
		if (run_repair(n, r, d, e))
			return -1;
		seen[i % REPAIRS] = layers;
	}
	return 0;
}

static void normalize_close(void *state)
{
	struct normalize *n = state;

	editor_release(&n->editor);
	survey_release(&n->survey);
	free(n);
}

const struct stage stage_normalize = {
	.name = "normalize",
	.open = normalize_open,
	.run = normalize_run,
	.close = normalize_close,
};
