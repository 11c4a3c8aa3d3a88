#include "extract/ruleload.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>

/* What the readers of the parts of a file share. */
struct reading {
	struct loader *l;
	const struct rule_file *file;
	struct err *e;
	struct draft *draft;	      /* the rule being read */
	struct rule_example *example; /* the example being read */
};

/* A key of a map: the form of its value and who reads it. */
struct key {
	const char *name;
	enum node_form form;
	bool required;
	int (*read)(struct reading *r, const struct rule_node *value);
};

static int error_at(struct reading *r, const struct rule_node *n, const char *what)
{
	return rule_error(r->file, n->place, r->e, "%s", what);
}

static int check_form(struct reading *r, const struct rule_node *n, enum node_form form,
		      const char *what)
{
	static const char *const forms[] = {"a value", "a list", "a map"};

	if (n->form == form)
		return 0;
	return rule_error(r->file, n->place, r->e, "%s must be %s, not %s", what, forms[form],
			  forms[n->form]);
}

static const struct rule_node *map_get(const struct rule_node *map, const char *name)
{
	for (size_t i = 0; i < map->count; i += 2)
		if (slice_is(map->items[i]->text, name))
			return map->items[i + 1];
	return NULL;
}

static int read_key(struct reading *r, const struct rule_node *name, const struct rule_node *value,
		    const struct key *keys, size_t count)
{
	size_t i = 0;

	while (i < count && !slice_is(name->text, keys[i].name))
		i++;
	if (i == count)
		return rule_error(r->file, name->place, r->e, "unknown key \"%s\"", name->text.p);
	if (check_form(r, value, keys[i].form, keys[i].name))
		return -1;
	return keys[i].read(r, value);
}

/* Reads a map by its table of keys. */
static int read_map(struct reading *r, const struct rule_node *map, const char *what,
		    const struct key *keys, size_t count)
{
	if (check_form(r, map, NODE_MAP, what))
		return -1;
	for (size_t i = 0; i < count; i++)
		if (keys[i].required && !map_get(map, keys[i].name))
			return rule_error(r->file, map->place, r->e, "%s without \"%s\"", what,
					  keys[i].name);
	for (size_t i = 0; i < map->count; i += 2)
		if (read_key(r, map->items[i], map->items[i + 1], keys, count))
			return -1;
	return 0;
}

static int read_integer(struct reading *r, const struct rule_node *n, int low, int *out)
{
	char *end;
	long value;

	errno = 0;
	value = strtol(n->text.p, &end, 10);
	if (!n->text.n || end != n->text.p + n->text.n || errno || value < low || value > INT_MAX)
		return rule_error(r->file, n->place, r->e, "not a whole number from %d up: \"%s\"",
				  low, n->text.p);
	*out = (int)value;
	return 0;
}

/* Index of the name in the table, or `count`. */
static size_t name_index(const char *const *names, size_t count, struct slice name)
{
	size_t i = 0;

	while (i < count && !slice_is(name, names[i]))
		i++;
	return i;
}

/* ruleset: */

static int read_set_id(struct reading *r, const struct rule_node *value)
{
	r->l->set->id = value->text;
	return 0;
}

static int read_set_version(struct reading *r, const struct rule_node *value)
{
	r->l->set->version = value->text;
	return 0;
}

static int read_ruleset(struct reading *r, const struct rule_node *value)
{
	static const struct key keys[] = {
		{"id", NODE_SCALAR, true, read_set_id},
		{"version", NODE_SCALAR, true, read_set_version},
	};

	return read_map(r, value, "ruleset", keys, sizeof(keys) / sizeof(*keys));
}

/* macros:, words:, maps: */

static int read_macros(struct reading *r, const struct rule_node *value)
{
	for (size_t i = 0; i < value->count; i += 2) {
		const struct rule_node *regex = value->items[i + 1];
		struct rule_macro *m;

		if (check_form(r, regex, NODE_SCALAR, "a macro"))
			return -1;
		if (!regex->text.n)
			return error_at(r, regex, "an empty macro");
		m = macro_add(r->l->store, MACRO_REGEX, r->file, value->items[i], r->e);
		if (!m)
			return -1;
		m->node = regex;
		m->text = regex->text;
	}
	return 0;
}

static int add_repeat(struct reading *r, const struct rule_macro *m, const struct rule_node *word)
{
	struct ruleset_store *store = r->l->store;
	struct rule_repeat *repeats = arena_grow(&store->arena, store->repeats, store->repeat_count,
						 &store->repeat_capacity, sizeof(*repeats));

	if (!repeats)
		return err_nomem(r->e);
	store->repeats = repeats;
	store->repeats[store->repeat_count++] = (struct rule_repeat){r->file, word, m->name};
	return 0;
}

/* A word that a list has already is a repeat; in a map, only with the same value. */
static int add_word(struct reading *r, struct rule_macro *m, const struct rule_node *word,
		    struct slice value)
{
	struct slice known;

	if (word->form != NODE_SCALAR || !word->text.n)
		return error_at(r, word, "a word must be a value and not empty");
	if (lexicon_has(m->words, word->text, &known) && slice_eq(known, value) &&
	    add_repeat(r, m, word))
		return -1;
	return lexicon_add(m->words, word->text, value, r->e);
}

static int read_words(struct reading *r, const struct rule_node *value)
{
	for (size_t i = 0; i < value->count; i += 2) {
		const struct rule_node *list = value->items[i + 1];
		struct rule_macro *m;

		if (check_form(r, list, NODE_LIST, "a list of words"))
			return -1;
		m = macro_add(r->l->store, MACRO_WORDS, r->file, value->items[i], r->e);
		if (!m)
			return -1;
		m->node = list;
		for (size_t k = 0; k < list->count; k++)
			if (add_word(r, m, list->items[k], slice_of("")))
				return -1;
	}
	return 0;
}

static int read_maps(struct reading *r, const struct rule_node *value)
{
	for (size_t i = 0; i < value->count; i += 2) {
		const struct rule_node *map = value->items[i + 1];
		struct rule_macro *m;

		if (check_form(r, map, NODE_MAP, "a map of words"))
			return -1;
		m = macro_add(r->l->store, MACRO_MAP, r->file, value->items[i], r->e);
		if (!m)
			return -1;
		m->node = map;
		for (size_t k = 0; k < map->count; k += 2)
			if (check_form(r, map->items[k + 1], NODE_SCALAR,
				       "what a word stands for") ||
			    add_word(r, m, map->items[k], map->items[k + 1]->text))
				return -1;
	}
	return 0;
}

/* rules: the values of fields and wants */

/* A list's items joined by 、. */
static struct slice joined(struct reading *r, const struct rule_node *list)
{
	struct buf out;
	struct slice text = {NULL, 0};

	buf_init(&out, RULE_FILE_BYTES);
	for (size_t i = 0; i < list->count; i++) {
		buf_adds(&out, i ? "、" : "");
		buf_slice(&out, list->items[i]->text);
	}
	if (!buf_check(&out, r->e))
		text = arena_copy(&r->l->store->arena, buf_text(&out));
	buf_release(&out);
	return text;
}

static int read_flat_value(struct reading *r, const struct rule_node *n, struct slice *out)
{
	bool flat = n->form != NODE_MAP;

	for (size_t i = 0; n->form == NODE_LIST && i < n->count; i++)
		flat = flat && n->items[i]->form == NODE_SCALAR;
	if (!flat)
		return error_at(r, n, "must be a value or a list of values");
	*out = n->form == NODE_SCALAR ? n->text : joined(r, n);
	return out->p ? 0 : err_nomem(r->e);
}

/* A map of name: value or name: [value, …]. */
static int read_flat_map(struct reading *r, const struct rule_node *map,
			 const struct rule_field **out, size_t *count)
{
	struct rule_field *fields;

	if (check_form(r, map, NODE_MAP, "a set of fields"))
		return -1;
	fields = arena_zero(&r->l->store->arena, map->count / 2, sizeof(*fields));
	if (!fields)
		return err_nomem(r->e);
	for (size_t i = 0; i < map->count / 2; i++) {
		fields[i].name = map->items[2 * i]->text;
		if (read_flat_value(r, map->items[2 * i + 1], &fields[i].value))
			return -1;
	}
	*out = fields;
	*count = map->count / 2;
	return 0;
}

/* rules: examples */

static int read_in(struct reading *r, const struct rule_node *value)
{
	r->example->in = value->text;
	return 0;
}

static int read_want(struct reading *r, const struct rule_node *value)
{
	struct rule_want *wants = arena_zero(&r->l->store->arena, value->count, sizeof(*wants));

	if (!wants)
		return err_nomem(r->e);
	for (size_t i = 0; i < value->count; i++)
		if (read_flat_map(r, value->items[i], &wants[i].fields, &wants[i].count))
			return -1;
	r->example->wants = wants;
	r->example->want_count = value->count;
	return 0;
}

static int read_examples(struct reading *r, const struct rule_node *value)
{
	static const struct key keys[] = {
		{"in", NODE_SCALAR, true, read_in},
		{"want", NODE_LIST, true, read_want},
	};
	struct rule_example *examples =
		arena_zero(&r->l->store->arena, value->count, sizeof(*examples));

	if (!examples)
		return err_nomem(r->e);
	r->draft->rule.examples = examples;
	r->draft->rule.example_count = value->count;
	for (size_t i = 0; i < value->count; i++) {
		r->example = &examples[i];
		r->example->line = value->items[i]->place.line;
		if (read_map(r, value->items[i], "an example", keys, sizeof(keys) / sizeof(*keys)))
			return -1;
	}
	return 0;
}

/* rules: the other keys */

static int read_id(struct reading *r, const struct rule_node *value)
{
	if (!value->text.n)
		return error_at(r, value, "an empty id");
	r->draft->rule.id = value->text;
	return 0;
}

static int read_version(struct reading *r, const struct rule_node *value)
{
	return read_integer(r, value, 1, &r->draft->rule.version);
}

static int read_status(struct reading *r, const struct rule_node *value)
{
	static const char *const names[] = {"stable", "draft", "deprecated"};
	size_t i = name_index(names, 3, value->text);

	if (i == 3)
		return error_at(r, value, "status must be draft, stable or deprecated");
	r->draft->rule.draft = i == 1;
	r->draft->deprecated = i == 2;
	return 0;
}

static int read_emit(struct reading *r, const struct rule_node *value)
{
	size_t i = name_index(rule_emit_names, EMIT_COUNT, value->text);

	if (i == EMIT_COUNT)
		return rule_error(r->file, value->place, r->e, "unknown emit \"%s\"",
				  value->text.p);
	r->draft->rule.emit = (enum rule_emit)i;
	r->draft->said |= SAID_EMIT;
	return 0;
}

static int read_priority(struct reading *r, const struct rule_node *value)
{
	r->draft->said |= SAID_PRIORITY;
	return read_integer(r, value, -1000000, &r->draft->rule.priority);
}

static int read_scope(struct reading *r, const struct rule_node *value)
{
	size_t i = name_index(rule_scope_names, SCOPE_COUNT, value->text);

	if (i == SCOPE_COUNT || i == SCOPE_NONE)
		return error_at(r, value,
				"scope must be document, section, sentence, clause or row");
	r->draft->rule.scope = (enum rule_scope)i;
	r->draft->said |= SAID_SCOPE;
	return 0;
}

static int read_inherit(struct reading *r, const struct rule_node *value)
{
	if (!value->text.n)
		return error_at(r, value, "an empty id");
	r->draft->inherit = value;
	r->draft->rule.parent = value->text;
	return 0;
}

static int read_vetoes(struct reading *r, const struct rule_node *value)
{
	struct arena *arena = &r->l->store->arena;
	struct rule_veto *vetoes = arena_zero(arena, value->count, sizeof(*vetoes));
	struct rule_text *texts = arena_zero(arena, value->count, sizeof(*texts));

	if (!vetoes || !texts)
		return err_nomem(r->e);
	for (size_t i = 0; i < value->count; i++) {
		if (check_form(r, value->items[i], NODE_SCALAR, "a veto"))
			return -1;
		if (!value->items[i]->text.n)
			return error_at(r, value->items[i], "an empty veto");
		vetoes[i].pattern = value->items[i]->text;
		texts[i] = (struct rule_text){r->file, value->items[i]};
	}
	r->draft->rule.vetoes = vetoes;
	r->draft->rule.veto_count = value->count;
	r->draft->origin.vetoes = texts;
	return 0;
}

static int read_pattern(struct reading *r, const struct rule_node *value)
{
	if (!value->text.n)
		return error_at(r, value, "an empty pattern");
	r->draft->rule.pattern = value->text;
	r->draft->origin.pattern = (struct rule_text){r->file, value};
	return 0;
}

static int read_fields(struct reading *r, const struct rule_node *value)
{
	return read_flat_map(r, value, &r->draft->rule.fields, &r->draft->rule.field_count);
}

static const struct key rule_keys[] = {
	{"id", NODE_SCALAR, true, read_id},
	{"version", NODE_SCALAR, false, read_version},
	{"status", NODE_SCALAR, false, read_status},
	{"inherit", NODE_SCALAR, false, read_inherit},
	{"emit", NODE_SCALAR, false, read_emit},
	{"priority", NODE_SCALAR, false, read_priority},
	{"scope", NODE_SCALAR, false, read_scope},
	{"pattern", NODE_SCALAR, false, read_pattern},
	{"vetoes", NODE_LIST, false, read_vetoes},
	{"fields", NODE_MAP, false, read_fields},
	{"examples", NODE_LIST, false, read_examples},
};

/* What only a rule that inherits may leave out. */
static int check_complete(struct reading *r, const struct rule_node *n)
{
	if (n->form != NODE_MAP || map_get(n, "inherit"))
		return 0;
	if (!map_get(n, "emit"))
		return error_at(r, n, "a rule without \"emit\"");
	if (!map_get(n, "pattern"))
		return error_at(r, n, "a rule without \"pattern\"");
	return 0;
}

/*
 * Takes out the rule that a later file replaces, and may inherit from by its own id; twice in one
 * file is an error.
 */
static int drop_replaced(struct reading *r, const struct rule_node *n, struct slice id)
{
	struct loader *l = r->l;
	size_t i = 0;

	while (i < l->draft_count && !slice_eq(l->drafts[i].rule.id, id))
		i++;
	if (i == l->draft_count)
		return 0;
	if (l->drafts[i].origin.file == r->file)
		return rule_error(r->file, n->place, r->e, "the rule \"%s\" is on line %zu already",
				  id.p, l->drafts[i].rule.line);
	if (slice_eq(r->draft->rule.parent, id)) {
		if (draft_inherit(l, r->draft, &l->drafts[i], r->e))
			return -1;
		r->draft->inherit = l->drafts[i].inherit;
	}
	l->draft_count--;
	memmove(l->drafts + i, l->drafts + i + 1, (l->draft_count - i) * sizeof(*l->drafts));
	return 0;
}

static int add_draft(struct reading *r, const struct rule_node *n)
{
	struct loader *l = r->l;
	struct draft *drafts;

	if (l->draft_count >= RULES_MOST)
		return rule_error(r->file, n->place, r->e, "more than %d rules", RULES_MOST);
	drafts = arena_grow(&l->store->arena, l->drafts, l->draft_count, &l->draft_capacity,
			    sizeof(*drafts));
	if (!drafts)
		return err_nomem(r->e);
	l->drafts = drafts;
	l->drafts[l->draft_count++] = *r->draft;
	return 0;
}

static int read_rule(struct reading *r, const struct rule_node *n)
{
	struct draft draft = {.rule = {.version = 1, .file = r->file->path, .line = n->place.line},
			      .origin = {.file = r->file, .node = n}};
	int result;

	r->draft = &draft;
	result = check_complete(r, n);
	if (!result)
		result =
			read_map(r, n, "a rule", rule_keys, sizeof(rule_keys) / sizeof(*rule_keys));
	if (!result)
		result = drop_replaced(r, n, draft.rule.id);
	if (!result)
		result = add_draft(r, n);
	r->draft = NULL;
	return result;
}

static int read_rules(struct reading *r, const struct rule_node *value)
{
	for (size_t i = 0; i < value->count; i++)
		if (read_rule(r, value->items[i]))
			return -1;
	return 0;
}

int loader_read(struct loader *l, const char *path, struct err *e)
{
	static const struct key keys[] = {
		{"ruleset", NODE_MAP, false, read_ruleset},
		{"macros", NODE_MAP, false, read_macros},
		{"words", NODE_MAP, false, read_words},
		{"maps", NODE_MAP, false, read_maps},
		{"rules", NODE_LIST, false, read_rules},
	};
	struct rule_file *file = arena_alloc(&l->store->arena, sizeof(*file));
	struct reading r = {.l = l, .file = file, .e = e};

	if (!file)
		return err_nomem(e);
	if (rule_file_read(file, path, &l->store->arena, e))
		return -1;
	sha256_add(&l->store->digest, file->text);
	if (!file->root)
		return 0;
	return read_map(&r, file->root, "a rule file", keys, sizeof(keys) / sizeof(*keys));
}
