/*
 * What differs between two rule sets.
 */
#include "extract/rulestore.h"

enum { WORDS_SHOWN = 12 };

/* One comparison of two rules or lists; what differs goes to `out` behind a heading. */
struct comparison {
	struct buf *out;
	size_t differences;
	const char *separator; /* before the next thing that differs; "" before the heading */
};

static void add_slices(struct buf *out, const char *between, struct slice a, struct slice b)
{
	buf_slice(out, a.n ? a : slice_of("nothing"));
	buf_adds(out, between);
	buf_slice(out, b.n ? b : slice_of("nothing"));
}

/* Begins one more thing that differs. */
static void differ(struct comparison *c, const char *what)
{
	buf_adds(c->out, c->separator);
	buf_adds(c->out, what);
	c->separator = "; ";
}

static void compare_texts(struct comparison *c, const char *what, struct slice a, struct slice b)
{
	if (slice_eq(a, b))
		return;
	differ(c, what);
	buf_addc(c->out, ' ');
	add_slices(c->out, " → ", a, b);
}

static void compare_numbers(struct comparison *c, const char *what, int a, int b)
{
	if (a == b)
		return;
	differ(c, what);
	buf_addf(c->out, " %d → %d", a, b);
}

static const char *status_name(const struct rule *r)
{
	return r->draft ? "draft" : "stable";
}

static void compare_fields(struct comparison *c, const struct rule *a, const struct rule *b)
{
	for (size_t i = 0; i < a->field_count; i++)
		compare_texts(c, a->fields[i].name.p, a->fields[i].value,
			      rule_field(b, a->fields[i].name.p));
	for (size_t i = 0; i < b->field_count; i++)
		if (!rule_field(a, b->fields[i].name.p).n)
			compare_texts(c, b->fields[i].name.p, slice_of(""), b->fields[i].value);
}

static bool same_wants(const struct rule_example *a, const struct rule_example *b)
{
	bool same = a->want_count == b->want_count;

	for (size_t i = 0; same && i < a->want_count; i++) {
		const struct rule_want *x = &a->wants[i], *y = &b->wants[i];

		same = x->count == y->count;
		for (size_t k = 0; same && k < x->count; k++)
			same = slice_eq(x->fields[k].name, y->fields[k].name) &&
			       slice_eq(x->fields[k].value, y->fields[k].value);
	}
	return same;
}

/* How many examples of a rule another one lacks, or wants something else of. */
static size_t lacking_examples(const struct rule *a, const struct rule *b)
{
	size_t lacking = 0;

	for (size_t i = 0; i < a->example_count; i++) {
		size_t k = 0;

		while (k < b->example_count && !(slice_eq(a->examples[i].in, b->examples[k].in) &&
						 same_wants(&a->examples[i], &b->examples[k])))
			k++;
		lacking += k == b->example_count;
	}
	return lacking;
}

static void compare_examples(struct comparison *c, const struct rule *a, const struct rule *b)
{
	size_t removed = lacking_examples(a, b), added = lacking_examples(b, a);

	if (!removed && !added)
		return;
	differ(c, "examples");
	buf_addf(c->out, " −%zu +%zu", removed, added);
}

static void compare_vetoes(struct comparison *c, const struct rule *a, const struct rule *b)
{
	bool same = a->veto_count == b->veto_count;

	for (size_t i = 0; same && i < a->veto_count; i++)
		same = slice_eq(a->vetoes[i].expanded, b->vetoes[i].expanded);
	if (!same)
		differ(c, "vetoes");
}

static void add_pattern(struct buf *out, char sign, struct slice pattern)
{
	size_t end;

	for (size_t at = 0; at < pattern.n; at = end + 1) {
		end = slice_find(pattern, at, slice_of("\n"));
		buf_addf(out, "    %c %.*s\n", sign, (int)(end - at), pattern.p + at);
	}
}

static void compare_rules(struct comparison *c, const struct rule *a, const struct rule *b)
{
	bool written = !slice_eq(a->pattern, b->pattern);
	size_t start = c->out->len;

	buf_addf(c->out, "~ rule %s: ", a->id.p);
	c->separator = "";
	compare_numbers(c, "version", a->version, b->version);
	compare_texts(c, "status", slice_of(status_name(a)), slice_of(status_name(b)));
	compare_texts(c, "emit", slice_of(rule_emit_name(a->emit)),
		      slice_of(rule_emit_name(b->emit)));
	compare_numbers(c, "priority", a->priority, b->priority);
	compare_texts(c, "scope", slice_of(rule_scope_name(a->scope)),
		      slice_of(rule_scope_name(b->scope)));
	compare_fields(c, a, b);
	compare_vetoes(c, a, b);
	compare_examples(c, a, b);
	if (written || !slice_eq(a->expanded, b->expanded))
		differ(c, written ? "pattern" : "pattern, by its macros and lists");
	if (!*c->separator) { /* nothing differs */
		c->out->len = start;
		return;
	}
	c->differences++;
	buf_addc(c->out, '\n');
	if (written) {
		add_pattern(c->out, '-', a->pattern);
		add_pattern(c->out, '+', b->pattern);
	}
}

static const struct rule *find_rule(const struct ruleset *set, struct slice id)
{
	for (size_t i = 0; i < set->rule_count; i++)
		if (slice_eq(set->rules[i].id, id))
			return &set->rules[i];
	return NULL;
}

static void tell_rule(struct comparison *c, char sign, const struct rule *r)
{
	c->differences++;
	buf_addf(c->out, "%c rule %s: version %d, %s, %s (%s:%zu)\n", sign, r->id.p, r->version,
		 status_name(r), rule_emit_name(r->emit), r->file, r->line);
}

/* The words of a list that another lacks, or that stand for something else there. */
static void compare_words(struct comparison *c, const char *sign, const struct lexicon *a,
			  const struct lexicon *b)
{
	size_t shown = 0, count = 0;

	for (size_t i = 0; i < lexicon_count(a); i++) {
		struct slice word = lexicon_word(a, i), value = lexicon_value(a, i), other;

		if (lexicon_has(b, word, &other) && slice_eq(value, other))
			continue;
		if (!count++)
			differ(c, sign);
		if (shown++ >= WORDS_SHOWN)
			continue;
		buf_addc(c->out, ' ');
		buf_slice(c->out, word);
		if (value.n)
			buf_addf(c->out, ": %.*s", (int)value.n, value.p);
	}
	if (count > WORDS_SHOWN)
		buf_addf(c->out, " and %zu more", count - WORDS_SHOWN);
}

static const char *form_name(const struct rule_macro *m)
{
	static const char *const names[] = {"macro", "list", "map"};

	return names[m->form];
}

static void tell_macro(struct comparison *c, char sign, const struct rule_macro *m)
{
	c->differences++;
	buf_addf(c->out, "%c %s %s\n", sign, form_name(m), m->name.p);
}

static void compare_macros(struct comparison *c, const struct rule_macro *a,
			   const struct rule_macro *b)
{
	size_t start = c->out->len;

	buf_addf(c->out, "~ %s %s: ", form_name(a), a->name.p);
	c->separator = "";
	if (a->form != b->form)
		compare_texts(c, "now", slice_of(form_name(a)), slice_of(form_name(b)));
	else if (a->form == MACRO_REGEX)
		compare_texts(c, "pattern", a->node->text, b->node->text);
	if (a->words && b->words) {
		compare_words(c, "−", a->words, b->words);
		compare_words(c, "+", b->words, a->words);
	}
	if (!*c->separator) {
		c->out->len = start;
		return;
	}
	c->differences++;
	buf_addc(c->out, '\n');
}

static void diff_macros(struct comparison *c, const struct ruleset_store *a,
			const struct ruleset_store *b)
{
	for (size_t i = 0; i < a->macro_count; i++) {
		const struct rule_macro *other = macro_find(b, a->macros[i].name);

		if (other)
			compare_macros(c, &a->macros[i], other);
		else
			tell_macro(c, '-', &a->macros[i]);
	}
	for (size_t i = 0; i < b->macro_count; i++)
		if (!macro_find(a, b->macros[i].name))
			tell_macro(c, '+', &b->macros[i]);
}

size_t ruleset_diff(const struct ruleset *a, const struct ruleset *b, struct buf *out)
{
	struct comparison c = {.out = out, .separator = ""};

	for (size_t i = 0; i < a->rule_count; i++) {
		const struct rule *other = find_rule(b, a->rules[i].id);

		if (other)
			compare_rules(&c, &a->rules[i], other);
		else
			tell_rule(&c, '-', &a->rules[i]);
	}
	for (size_t i = 0; i < b->rule_count; i++)
		if (!find_rule(a, b->rules[i].id))
			tell_rule(&c, '+', &b->rules[i]);
	diff_macros(&c, a->store, b->store);
	return c.differences;
}
