#include "extract/rulecode.h"
#include "extract/ruleload.h"

const char *const rule_emit_names[EMIT_COUNT] = {
	[EMIT_TARGET] = "target",	  [EMIT_DEADLINE] = "deadline",
	[EMIT_ASSIGNMENT] = "assignment", [EMIT_CONVENTION] = "convention",
	[EMIT_STATUS] = "status",	  [EMIT_HEADING] = "heading",
	[EMIT_SECTION] = "section",	  [EMIT_DOCUMENT] = "document",
	[EMIT_MENTION] = "mention",
};

const char *const rule_scope_names[SCOPE_COUNT] = {
	[SCOPE_NONE] = "",	     [SCOPE_DOCUMENT] = "document",
	[SCOPE_SECTION] = "section", [SCOPE_SENTENCE] = "sentence",
	[SCOPE_CLAUSE] = "clause",   [SCOPE_ROW] = "row",
};

static const char *const rule_group_names[GROUP_COUNT] = {
	[GROUP_QUOTE] = "quote",   [GROUP_NUM] = "num",		[GROUP_MAX] = "max",
	[GROUP_UNIT] = "unit",	   [GROUP_UNIT1] = "unit1",	[GROUP_OP] = "op",
	[GROUP_POST] = "post",	   [GROUP_EACH] = "each",	[GROUP_INDICATOR] = "indicator",
	[GROUP_YEAR] = "year",	   [GROUP_YEAR2] = "year2",	[GROUP_MONTH] = "month",
	[GROUP_MONTH2] = "month2", [GROUP_DAY] = "day",		[GROUP_DAY2] = "day2",
	[GROUP_PLAN] = "plan",	   [GROUP_PART] = "part",	[GROUP_LIST] = "list",
	[GROUP_LEAD] = "lead",	   [GROUP_SUPPORT] = "support", [GROUP_TASK] = "task",
	[GROUP_VALUE] = "value",
};

const char *rule_emit_name(enum rule_emit emit)
{
	return rule_emit_names[emit];
}

const char *rule_scope_name(enum rule_scope scope)
{
	return rule_scope_names[scope];
}

const char *rule_group_name(enum rule_group group)
{
	return rule_group_names[group];
}

static int compile_error(struct loader *l, const struct rule_text *text, int code, size_t at,
			 struct err *e)
{
	char message[128];
	size_t origin = macro_origin(l->store, text->file, text->node, at);

	pcre2_get_error_message(code, (PCRE2_UCHAR *)message, sizeof(message));
	return rule_error(text->file, rule_place(text->file, text->node, origin), e, "%s", message);
}

static int compile(struct loader *l, const struct rule_text *text, struct slice expanded,
		   pcre2_code **out, struct err *e)
{
	PCRE2_SIZE at;
	int code;

	*out = pcre2_compile((PCRE2_SPTR)expanded.p, expanded.n, RULE_OPTIONS, &code, &at, NULL);
	return *out ? 0 : compile_error(l, text, code, at, e);
}

/* The place of a group's name in the pattern; of the pattern where a macro brought it in. */
static struct rule_place group_place(const struct draft *d, struct slice name)
{
	struct slice pattern = d->rule.pattern;
	size_t at = slice_find(pattern, 0, name);

	while (at < pattern.n && (!at || !strchr("<'", pattern.p[at - 1])))
		at = slice_find(pattern, at + 1, name);
	return rule_place(d->origin.pattern.file, d->origin.pattern.node, at < pattern.n ? at : 0);
}

static int take_group(struct draft *d, struct slice name, int number, struct err *e)
{
	size_t i = 0;

	while (i < GROUP_COUNT && !slice_is(name, rule_group_names[i]))
		i++;
	if (i == GROUP_COUNT)
		return rule_error(d->origin.file, group_place(d, name), e,
				  "unknown group name \"%s\"", name.p);
	if (d->rule.groups[i])
		return rule_error(d->origin.file, group_place(d, name), e,
				  "two groups are named \"%s\"", name.p);
	d->rule.groups[i] = number;
	return 0;
}

/* Fills rule.groups from the name table: entries of two bytes of number and the name. */
static int take_groups(struct draft *d, struct err *e)
{
	uint32_t count = 0, size = 0;
	PCRE2_SPTR table = NULL;

	pcre2_pattern_info(d->rule.code, PCRE2_INFO_NAMECOUNT, &count);
	pcre2_pattern_info(d->rule.code, PCRE2_INFO_NAMEENTRYSIZE, &size);
	pcre2_pattern_info(d->rule.code, PCRE2_INFO_NAMETABLE, &table);
	for (uint32_t i = 0; i < count; i++) {
		PCRE2_SPTR entry = table + (size_t)i * size;

		if (take_group(d, slice_of((const char *)entry + 2), entry[0] << 8 | entry[1], e))
			return -1;
	}
	return 0;
}

/* Expands and compiles one pattern; *total adds up the bytes of all. */
static int make_pattern(struct loader *l, const struct rule_text *text, struct slice *expanded,
			pcre2_code **code, size_t *total, struct err *e)
{
	if (macro_expand(l->store, text->file, text->node, expanded, e))
		return -1;
	*total += expanded->n;
	if (*total > PATTERNS_BYTES)
		return rule_error(text->file, text->node->place, e,
				  "the patterns are larger than %d MiB together",
				  PATTERNS_BYTES >> 20);
	return compile(l, text, *expanded, code, e);
}

/* Also of a rule that inherits its vetoes the compiled ones are its own. */
static int make_vetoes(struct loader *l, struct draft *d, size_t *total, struct err *e)
{
	struct rule *rule = &d->rule;
	struct rule_veto *own = arena_zero(&l->store->arena, rule->veto_count, sizeof(*own));

	if (!own)
		return err_nomem(e);
	for (size_t i = 0; i < rule->veto_count; i++)
		own[i].pattern = rule->vetoes[i].pattern;
	rule->vetoes = own;
	for (size_t i = 0; i < rule->veto_count; i++) {
		if (make_pattern(l, &d->origin.vetoes[i], &own[i].expanded, &own[i].code, total, e))
			return -1;
		pcre2_jit_compile(own[i].code, PCRE2_JIT_COMPLETE);
	}
	return 0;
}

static int make_rule(struct loader *l, struct draft *d, size_t *total, struct err *e)
{
	struct rule *rule = &d->rule;

	if (rule->emit == EMIT_HEADING && rule->scope == SCOPE_SECTION)
		return rule_error(d->origin.file, d->origin.node->place, e,
				  "a heading can't have the scope section: it makes them");
	if (make_pattern(l, &d->origin.pattern, &rule->expanded, &rule->code, total, e))
		return -1;
	return take_groups(d, e) || make_vetoes(l, d, total, e) ? -1 : 0;
}

static int make_gate(struct loader *l, struct err *e)
{
	size_t count = l->set->rule_count;
	struct gate_pattern *patterns = arena_zero(&l->store->arena, count, sizeof(*patterns));

	if (!patterns)
		return err_nomem(e);
	for (size_t i = 0; i < count; i++)
		patterns[i] = (struct gate_pattern){l->set->rules[i].expanded,
						    l->set->rules[i].scope > SCOPE_DOCUMENT};
	if (gate_new(patterns, count, &l->store->gate, e))
		return -1;
	l->set->gate = l->store->gate;
	return 0;
}

static bool is_wanted(const struct loader *l, const struct draft *d)
{
	return !d->deprecated && l->emits >> d->rule.emit & 1;
}

int loader_finish(struct loader *l, struct err *e)
{
	struct arena *arena = &l->store->arena;
	struct rule *rules = arena_zero(arena, l->draft_count, sizeof(*rules));
	struct rule_origin *origins = arena_zero(arena, l->draft_count, sizeof(*origins));
	size_t total = 0;

	l->store->codes = arena_zero(arena, l->draft_count * CODE_KINDS, sizeof(rule_code_slot));
	if (!rules || !origins || !l->store->codes)
		return err_nomem(e);
	if (loader_inherit(l, e))
		return -1;
	l->set->rules = rules;
	l->store->origins = origins;
	for (size_t i = 0; i < l->draft_count; i++) {
		struct draft *d = &l->drafts[i];
		int result;

		if (!is_wanted(l, d))
			continue;
		result = make_rule(l, d, &total, e);
		origins[l->set->rule_count] = d->origin;
		if (d->rule.code)
			rules[l->set->rule_count++] = d->rule;
		if (result)
			return -1;
	}
	return make_gate(l, e);
}
