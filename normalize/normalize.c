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
	int (*run)(struct doc *d, struct editor *w, struct err *e);
};

/*
 * Forms first, so that the others see one form of each character; what is dropped as a whole
 * before what is joined; digits before the separators between them, and both before the blanks
 * and brackets that are judged by numbers and item numbers.
 */
static const struct repair repairs[] = {
	{EDIT_FORM, repair_form},	    {EDIT_DOUBLE, repair_double},
	{EDIT_FURNITURE, repair_furniture}, {EDIT_FURNITURE, repair_page},
	{EDIT_CHUNK, repair_chunk},	    {EDIT_LINE, repair_line},
	{EDIT_DIGIT, repair_digit},	    {EDIT_SEPARATOR, repair_separator},
	{EDIT_SPACE, repair_space},	    {EDIT_WORD, repair_word},
	{EDIT_ORDER, repair_order},	    {EDIT_DASH, repair_dash},
	{EDIT_BRACKET, repair_bracket},	    {EDIT_QUOTE, repair_quote},
};

struct normalize {
	struct editor editor; /* used by one repair after another */
	uint32_t off;	      /* kinds that are switched off */
};

static int normalize_open(void **state, const struct stage_options *options, struct err *e)
{
	struct normalize *n = calloc(1, sizeof(*n));

	if (!n)
		return err_nomem(e);
	editor_init(&n->editor);
	n->off = options->no_repair;
	*state = n;
	return 0;
}

static int run_once(struct normalize *n, struct doc *d, struct err *e)
{
	for (size_t i = 0; i < sizeof(repairs) / sizeof(repairs[0]); i++) {
		if (n->off & 1u << repairs[i].kind)
			continue;
		if (repairs[i].run(d, &n->editor, e))
			return -1;
	}
	return 0;
}

/* What one repair put right may let an earlier one see more: again, until nothing changes. */
static int normalize_run(void *state, struct doc *d, struct err *e)
{
	for (int round = 0; round < MOST_ROUNDS; round++) {
		size_t layers = d->layer_count;

		if (run_once(state, d, e))
			return -1;
		if (d->layer_count == layers)
			break;
	}
	return 0;
}

static void normalize_close(void *state)
{
	struct normalize *n = state;

	editor_release(&n->editor);
	free(n);
}

const struct stage stage_normalize = {
	.name = "normalize",
	.open = normalize_open,
	.run = normalize_run,
	.close = normalize_close,
};
