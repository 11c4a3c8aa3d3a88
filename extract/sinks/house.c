#include "extract/sinks/house.h"

#include "extract/ruleyaml.h"
#include "extract/sinks/celltext.h"
#include "normalize/utf8.h"

#include <stdio.h>
#include <strings.h>

enum { SHEET_NAME_UNITS = 31 };

/* What a part of a template is read with. */
struct template
{
	struct house *house;
	struct rule_file file;
	struct err *e;
};

static bool is_term(enum term term, struct slice name)
{
	const struct term_info *info = term_info(term);

	return slice_is(name, info->id) || slice_is(name, info->heading[LANG_ZH]) ||
	       slice_is(name, info->heading[LANG_EN]);
}

static bool is_sheet(enum sheet sheet, struct slice name)
{
	const struct sheet_info *info = sheet_info(sheet);

	return slice_is(name, info->id) || slice_is(name, info->name[LANG_ZH]) ||
	       slice_is(name, info->name[LANG_EN]);
}

static int refuse(struct template *t, const struct rule_node *n, const char *what)
{
	return rule_error(&t->file, n->place, t->e, "%s", what);
}

static int want_text(struct template *t, const struct rule_node *n)
{
	if (n->form == NODE_SCALAR && n->text.n && utf8_valid(n->text) == n->text.n)
		return 0;
	return refuse(t, n, "wants a name");
}

/* A copy of the node's text, cleaned as a cell's is. NULL without memory. */
static const char *copy_name(struct template *t, const struct rule_node *n)
{
	struct buf clean;
	struct slice copy;

	buf_init(&clean, SIZE_MAX);
	celltext_clean(&clean, n->text);
	copy = arena_copy(&t->house->arena, buf_text(&clean));
	if (buf_check(&clean, t->e) || !copy.p)
		copy.p = NULL;
	buf_release(&clean);
	return copy.p;
}

static int rename_heading(struct template *t, const struct rule_node *from,
			  const struct rule_node *to)
{
	const char *name;
	bool known = false;

	if (want_text(t, from) || want_text(t, to))
		return -1;
	name = copy_name(t, to);
	if (!name)
		return err_nomem(t->e);
	for (int term = 0; term < TERMS; term++) {
		if (!is_term((enum term)term, from->text))
			continue;
		t->house->headings[term] = name;
		known = true;
	}
	return known ? 0 : refuse(t, from, "no column is called so");
}

static enum sheet sheet_named(struct slice name)
{
	int sheet = 0;

	while (sheet < SHEETS && !is_sheet((enum sheet)sheet, name))
		sheet++;
	return (enum sheet)sheet;
}

static int rename_sheet(struct template *t, const struct rule_node *from,
			const struct rule_node *to)
{
	enum sheet sheet = sheet_named(from->text);
	const char *name;

	if (want_text(t, from) || want_text(t, to))
		return -1;
	if (sheet == SHEETS)
		return refuse(t, from, "no sheet is called so");
	name = copy_name(t, to);
	if (!name)
		return err_nomem(t->e);
	if (celltext_units(slice_of(name)) > SHEET_NAME_UNITS - 4)
		return refuse(t, to, "the name of a sheet has at most 27 characters");
	if (strpbrk(name, "[]:*?/\\\n\t") || name[0] == '\'' || name[strlen(name) - 1] == '\'')
		return refuse(t, to,
			      "the name of a sheet has no [ ] : * ? / \\ and no ' at its ends");
	t->house->names[sheet] = name;
	return 0;
}

static int hide_sheet(struct template *t, const struct rule_node *name)
{
	enum sheet sheet = sheet_named(name->text);

	if (want_text(t, name))
		return -1;
	if (sheet == SHEETS)
		return refuse(t, name, "no sheet is called so");
	t->house->hidden[sheet] = true;
	return 0;
}

static int read_columns(struct template *t, const struct rule_node *n)
{
	struct list *list = &t->house->columns;

	if (list->count) /* the command line has said it */
		return 0;
	list->items = arena_zero(&t->house->arena, n->count + 1, sizeof(*list->items));
	if (!list->items)
		return err_nomem(t->e);
	for (size_t i = 0; i < n->count; i++) {
		const char *name;

		if (want_text(t, n->items[i]))
			return -1;
		name = copy_name(t, n->items[i]);
		if (!name)
			return err_nomem(t->e);
		list->items[list->count++] = slice_of(name);
	}
	return 0;
}

static int read_headings(struct template *t, const struct rule_node *n)
{
	for (size_t i = 0; i < n->count; i += 2)
		if (rename_heading(t, n->items[i], n->items[i + 1]))
			return -1;
	return 0;
}

/* Names that differ only in the case of Latin letters are the same to a spreadsheet. */
static int check_names(struct template *t, const struct rule_node *n)
{
	const struct house *h = t->house;

	for (int a = 0; a < SHEETS; a++)
		for (int b = 0; b < a; b++)
			if (strcasecmp(h->names[a], h->names[b]) == 0)
				return rule_error(&t->file, n->place, t->e,
						  "two sheets would be called %s", h->names[a]);
	return 0;
}

static int read_sheets(struct template *t, const struct rule_node *n)
{
	for (size_t i = 0; i < n->count; i += 2)
		if (rename_sheet(t, n->items[i], n->items[i + 1]))
			return -1;
	return check_names(t, n);
}

static int read_hide(struct template *t, const struct rule_node *n)
{
	size_t left = 0;

	for (size_t i = 0; i < n->count; i++)
		if (hide_sheet(t, n->items[i]))
			return -1;
	for (int i = 0; i < SHEETS; i++)
		left += !t->house->hidden[i] && i != SHEET_MENTIONS;
	return left ? 0 : refuse(t, n, "one sheet at least must stay in sight");
}

static const struct {
	const char *name;
	enum node_form form;
	int (*read)(struct template *t, const struct rule_node *n);
} parts[] = {
	{"columns", NODE_LIST, read_columns},
	{"headings", NODE_MAP, read_headings},
	{"sheets", NODE_MAP, read_sheets},
	{"hide", NODE_LIST, read_hide},
};

enum { PARTS = sizeof(parts) / sizeof(parts[0]) };

static int read_part(struct template *t, const struct rule_node *key, const struct rule_node *n)
{
	for (size_t i = 0; i < PARTS; i++) {
		if (!slice_is(key->text, parts[i].name))
			continue;
		if (n->form != parts[i].form)
			return refuse(t, n,
				      parts[i].form == NODE_LIST ? "wants a list of names"
								 : "wants `name: other name`");
		return parts[i].read(t, n);
	}
	return refuse(t, key, "a template has columns, headings, sheets and hide");
}

static int read_template(struct house *h, const char *path, struct err *e)
{
	struct template t = {.house = h, .e = e};
	const struct rule_node *root;

	if (rule_file_read(&t.file, path, &h->arena, e))
		return -1;
	root = t.file.root;
	if (!root)
		return 0;
	if (root->form != NODE_MAP)
		return refuse(&t, root, "a template has columns, headings, sheets and hide");
	for (size_t i = 0; i < root->count; i += 2)
		if (read_part(&t, root->items[i], root->items[i + 1]))
			return -1;
	return 0;
}

/* The end of the name that begins at `at`: commas of both widths and 、 end it. */
static size_t name_end(struct slice text, size_t at, size_t *next)
{
	static const char *const separators[] = {",", "，", "、"};
	size_t end = text.n;

	*next = text.n;
	for (size_t i = 0; i < sizeof(separators) / sizeof(separators[0]); i++) {
		size_t here = slice_find(text, at, slice_of(separators[i]));

		if (here >= end)
			continue;
		end = here;
		*next = here + strlen(separators[i]);
	}
	return end;
}

static int pick_columns(struct house *h, struct slice names, struct err *e)
{
	size_t capacity = 0;
	size_t next;

	for (size_t at = 0; at < names.n; at = next) {
		struct span here = {at, name_end(names, at, &next)};
		struct slice name = slice_trim(slice_cut(names, here));

		if (!name.n)
			continue;
		h->columns.items = arena_grow(&h->arena, h->columns.items, h->columns.count,
					      &capacity, sizeof(*h->columns.items));
		if (!h->columns.items)
			return err_nomem(e);
		h->columns.items[h->columns.count++] = name;
	}
	return h->columns.count ? 0 : err_set(e, "option '--columns' names no column");
}

int house_init(struct house *h, const struct sink_options *options, struct err *e)
{
	*h = (struct house){.lang = options->lang};
	arena_init(&h->arena);
	for (int i = 0; i < TERMS; i++)
		h->headings[i] = term_info((enum term)i)->heading[h->lang];
	for (int i = 0; i < SHEETS; i++)
		h->names[i] = sheet_info((enum sheet)i)->name[h->lang];
	h->hidden[SHEET_DICTIONARY] = true;
	if (options->columns && pick_columns(h, slice_of(options->columns), e))
		return -1;
	return options->template ? read_template(h, options->template, e) : 0;
}

void house_release(struct house *h)
{
	arena_release(&h->arena);
}

static void add_column(const struct house *h, const struct column *c, struct layout *out)
{
	out->columns[out->count] = c;
	out->headings[out->count++] = h->headings[c->term];
}

static int unknown_column(const struct sheet_info *info, struct slice name, struct err *e)
{
	char list[360] = "";

	for (size_t i = 0; i < info->count; i++) {
		size_t n = strlen(list);

		snprintf(list + n, sizeof(list) - n, "%s%s", n ? ", " : "",
			 term_info(info->columns[i].term)->id);
	}
	return err_set(e, "no column is called '%.*s'; there are %s",
		       (int)(name.n < 60 ? name.n : 60), name.p, list);
}

static int add_named(const struct house *h, const struct sheet_info *info, struct slice name,
		     struct layout *out, struct err *e)
{
	const struct column *found = NULL;

	for (size_t i = 0; i < info->count && !found; i++)
		if (is_term(info->columns[i].term, name) ||
		    slice_is(name, h->headings[info->columns[i].term]))
			found = &info->columns[i];
	if (!found)
		return unknown_column(info, name, e);
	for (size_t i = 0; i < out->count; i++)
		if (out->columns[i] == found)
			return err_set(e, "the column '%.*s' is named twice", (int)name.n, name.p);
	add_column(h, found, out);
	return 0;
}

int house_layout(const struct house *h, enum sheet sheet, bool main_table, bool facts,
		 struct layout *out, struct err *e)
{
	const struct sheet_info *info = sheet_info(sheet);

	*out = (struct layout){.name = h->names[sheet]};
	if (main_table && h->columns.count) {
		for (size_t i = 0; i < h->columns.count; i++)
			if (add_named(h, info, h->columns.items[i], out, e))
				return -1;
		return 0;
	}
	for (size_t i = 0; i < info->count; i++)
		if (facts || info->columns[i].term != TERM_STATUS)
			add_column(h, &info->columns[i], out);
	return 0;
}
