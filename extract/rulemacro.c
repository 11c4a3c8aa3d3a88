#include <ctype.h>
#include <stdlib.h>

#include "extract/rulestore.h"

struct rule_macro *macro_find(const struct ruleset_store *store, struct slice name)
{
	for (size_t i = 0; i < store->macro_count; i++)
		if (slice_eq(store->macros[i].name, name))
			return &store->macros[i];
	return NULL;
}

static bool name_char(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '.' || c == '-';
}

static int check_name(const struct rule_file *file, const struct rule_node *name, struct err *e)
{
	for (size_t i = 0; i < name->text.n; i++)
		if (!name_char(name->text.p[i]))
			return rule_error(file, name->place, e,
					  "a name has letters, digits, _ . and - only");
	return 0;
}

static struct rule_macro *new_macro(struct ruleset_store *store, enum macro_form form)
{
	struct rule_macro *macros = arena_grow(&store->arena, store->macros, store->macro_count,
					       &store->macro_capacity, sizeof(*macros));
	struct rule_macro *m;

	if (!macros)
		return NULL;
	store->macros = macros;
	m = &macros[store->macro_count];
	*m = (struct rule_macro){.form = form};
	m->words = form == MACRO_REGEX ? NULL : lexicon_new(&store->arena);
	if (form != MACRO_REGEX && !m->words)
		return NULL;
	store->macro_count++;
	return m;
}

struct rule_macro *macro_add(struct ruleset_store *store, enum macro_form form,
			     const struct rule_file *file, const struct rule_node *name,
			     struct err *e)
{
	static const char *const forms[] = {"a macro", "a list of words", "a map"};
	struct rule_macro *m = macro_find(store, name->text);

	if (check_name(file, name, e))
		return NULL;
	if (m && m->form != form) {
		rule_error(file, name->place, e, "\"%s\" is %s already (%s:%zu)", name->text.p,
			   forms[m->form], m->file->path, m->node->place.line);
		return NULL;
	}
	if (!m && store->macro_count >= MACROS_MOST) {
		rule_error(file, name->place, e, "more than %d macros and lists", MACROS_MOST);
		return NULL;
	}
	if (!m)
		m = new_macro(store, form);
	if (!m) {
		err_nomem(e);
		return NULL;
	}
	m->name = name->text;
	m->file = file;
	return m;
}

/*
 * Writes a word so that the pattern matches just it. Letters, digits and CJK stay; everything else
 * gets a backslash, since PCRE2_EXTENDED skips more than ASCII blanks (U+0085, U+200E, U+2028 …).
 */
static void add_quoted(struct buf *out, struct slice word)
{
	for (size_t i = 0; i < word.n; i++) {
		unsigned char c = (unsigned char)word.p[i];
		bool plain = isalnum(c) || c >= 0xE3 || (c & 0xC0) == 0x80;

		if (!plain)
			buf_addc(out, '\\');
		buf_addc(out, word.p[i]);
	}
}

static int by_bytes(const void *left, const void *right)
{
	const struct slice *a = left, *b = right;
	int order = memcmp(a->p, b->p, a->n < b->n ? a->n : b->n);

	return order ? order : a->n < b->n ? -1 : a->n > b->n;
}

static int longest_first(const void *left, const void *right)
{
	const struct slice *a = left, *b = right;

	return a->n > b->n ? -1 : a->n < b->n;
}

/* Deeper groups than these would come near to what PCRE2 takes. */
enum { GROUPS_MOST = 60 };

/* What is left of the words, which begin with the same `from` bytes, one after another. */
static void add_listed(struct buf *out, struct slice *words, size_t count, size_t from)
{
	qsort(words, count, sizeof(*words), longest_first);
	for (size_t i = 0; i < count; i++) {
		buf_adds(out, i ? "|" : "");
		add_quoted(out, (struct slice){words[i].p + from, words[i].n - from});
	}
}

/* How many words, from the first on, have its character at byte `from`. */
static size_t alike(const struct slice *words, size_t count, size_t from, size_t len)
{
	size_t n = 1;

	while (n < count && memcmp(words[n].p + from, words[0].p + from, len) == 0)
		n++;
	return n;
}

/*
 * Alternatives for what is left of the words (sorted by bytes, none twice) behind the `from` bytes
 * that they share: one for each character that comes next, so that PCRE2 tries each only once. Of
 * two words that can stand at a place the longer one is tried first.
 */
static void add_branches(struct buf *out, struct slice *words, size_t count, size_t from,
			 unsigned depth)
{
	bool ends = words[0].n == from;

	buf_adds(out, "(?:");
	if (depth == GROUPS_MOST)
		add_listed(out, words, count, from);
	for (size_t i = ends, n; i < count && depth < GROUPS_MOST; i += n) {
		size_t len = utf8_len((unsigned char)words[i].p[from]);

		n = alike(words + i, count - i, from, len);
		buf_adds(out, i > ends ? "|" : "");
		add_quoted(out, (struct slice){words[i].p + from, n > 1 ? len : words[i].n - from});
		if (n > 1)
			add_branches(out, words + i, n, from + len, depth + 1);
	}
	buf_adds(out, ends && depth < GROUPS_MOST ? ")?" : ")");
}

/* Makes the alternation of a list when it is first used, after all files were read. */
static int make_alternation(struct ruleset_store *store, struct rule_macro *m, struct err *e)
{
	size_t count = lexicon_count(m->words);
	struct slice *words = arena_alloc(&store->arena, count * sizeof(*words));
	struct buf out;

	if (!words)
		return err_nomem(e);
	for (size_t i = 0; i < count; i++)
		words[i] = lexicon_word(m->words, i);
	if (count > 1)
		qsort(words, count, sizeof(*words), by_bytes);
	buf_init(&out, PATTERN_BYTES);
	if (count)
		add_branches(&out, words, count, 0, 0);
	else
		buf_adds(&out, "(?!)");
	if (out.failed) {
		buf_release(&out);
		return rule_error(m->file, m->node->place, e,
				  "too many words for a pattern in \"%.*s\"", (int)m->name.n,
				  m->name.p);
	}
	m->text = arena_copy(&store->arena, buf_text(&out));
	buf_release(&out);
	return m->text.p ? 0 : err_nomem(e);
}

struct expansion {
	struct ruleset_store *store;
	struct buf *out;
	struct err *e;
};

/* A scalar being expanded: a pattern, or a macro's regex. */
struct source {
	const struct rule_file *file;
	const struct rule_node *node;
	size_t at; /* next byte of the node's text */
	bool in_class;
};

static int expand_step(struct expansion *x, struct source *s);

static int expand_regex(struct expansion *x, struct rule_macro *m, bool in_class)
{
	struct source inner = {m->file, m->node, 0, in_class};
	int result = 0;

	m->open = true;
	buf_adds(x->out, in_class ? "" : "(?:");
	while (!result && inner.at < inner.node->text.n)
		result = expand_step(x, &inner);
	buf_adds(x->out, in_class ? "" : ")");
	m->open = false;
	return result;
}

static int expand_list(struct expansion *x, struct rule_macro *m)
{
	if (!m->text.p && make_alternation(x->store, m, x->e))
		return -1;
	buf_slice(x->out, m->text);
	return 0;
}

static struct rule_place here(const struct source *s)
{
	return rule_place(s->file, s->node, s->at);
}

/* Replaces the {{name}} at s->at. */
static int expand_macro(struct expansion *x, struct source *s)
{
	struct slice text = s->node->text;
	struct slice name = {text.p + s->at + 2, 0};
	size_t end = slice_find(text, s->at, slice_of("}}"));
	struct rule_macro *m;

	while (name.p + name.n < text.p + end && name_char(name.p[name.n]))
		name.n++;
	if (end == text.n || name.p + name.n != text.p + end || !name.n)
		return rule_error(s->file, here(s), x->e, "{{ without a name and }}");
	m = macro_find(x->store, name);
	if (!m)
		return rule_error(s->file, here(s), x->e, "unknown macro {{%.*s}}", (int)name.n,
				  name.p);
	if (m->open)
		return rule_error(s->file, here(s), x->e, "the macro {{%.*s}} uses itself",
				  (int)name.n, name.p);
	if (m->form != MACRO_REGEX && s->in_class)
		return rule_error(s->file, here(s), x->e, "the list {{%.*s}} stands inside [ ]",
				  (int)name.n, name.p);
	s->at = end + 2;
	return m->form == MACRO_REGEX ? expand_regex(x, m, s->in_class) : expand_list(x, m);
}

static void copy_bytes(struct expansion *x, struct source *s, size_t n)
{
	buf_add(x->out, s->node->text.p + s->at, n);
	s->at += n;
}

/* The [ of a class, with the ^ and the ] that may follow it and don't end it. */
static void open_class(struct expansion *x, struct source *s)
{
	struct slice rest = {s->node->text.p + s->at, s->node->text.n - s->at};
	size_t n = 1;

	if (n < rest.n && rest.p[n] == '^')
		n++;
	if (n < rest.n && rest.p[n] == ']')
		n++;
	copy_bytes(x, s, n);
	s->in_class = true;
}

/* Copies or replaces the next piece of the scalar. */
static int expand_step(struct expansion *x, struct source *s)
{
	struct slice text = s->node->text;
	struct slice rest = {text.p + s->at, text.n - s->at};

	if (slice_starts(rest, slice_of("{{"))) {
		if (expand_macro(x, s))
			return -1;
	} else if (rest.p[0] == '[' && !s->in_class) {
		open_class(x, s);
	} else if (rest.p[0] == '#' && !s->in_class) {
		s->at = slice_find(text, s->at, slice_of("\n"));
	} else {
		s->in_class = s->in_class && rest.p[0] != ']';
		copy_bytes(x, s, rest.p[0] == '\\' && rest.n > 1 ? 2 : 1);
	}
	if (x->out->failed)
		return rule_error(s->file, s->node->place, x->e,
				  "longer than %d KiB with its macros replaced",
				  PATTERN_BYTES >> 10);
	return 0;
}

int macro_expand(struct ruleset_store *store, const struct rule_file *file,
		 const struct rule_node *pattern, struct slice *expanded, struct err *e)
{
	struct buf out;
	struct expansion x = {store, &out, e};
	struct source s = {file, pattern, 0, false};
	int result = 0;

	buf_init(&out, PATTERN_BYTES);
	while (!result && s.at < pattern->text.n)
		result = expand_step(&x, &s);
	if (!result) {
		*expanded = arena_copy(&store->arena, buf_text(&out));
		result = expanded->p ? 0 : err_nomem(e);
	}
	buf_release(&out);
	return result;
}

size_t macro_origin(struct ruleset_store *store, const struct rule_file *file,
		    const struct rule_node *pattern, size_t at)
{
	struct buf out;
	struct expansion x = {store, &out, NULL};
	struct source s = {file, pattern, 0, false};
	size_t origin = 0;

	buf_init(&out, PATTERN_BYTES);
	while (s.at < pattern->text.n) {
		origin = s.at;
		if (expand_step(&x, &s) || out.len > at)
			break;
		origin = s.at;
	}
	buf_release(&out);
	return origin;
}
