/*
 * Inheritance between rules: what a rule doesn't say is as in the rule that it names. Id, version,
 * status and examples are always its own; fields and vetoes are added to those inherited, and a
 * field of the same name replaces the one inherited.
 */
#include "extract/ruleload.h"

static bool has_field(const struct rule *rule, struct slice name)
{
	for (size_t i = 0; i < rule->field_count; i++)
		if (slice_eq(rule->fields[i].name, name))
			return true;
	return false;
}

static int inherit_fields(struct loader *l, struct rule *own, const struct rule *from,
			  struct err *e)
{
	struct rule_field *all =
		arena_zero(&l->store->arena, own->field_count + from->field_count, sizeof(*all));
	size_t count = 0;

	if (!all)
		return err_nomem(e);
	for (size_t i = 0; i < own->field_count; i++)
		all[count++] = own->fields[i];
	for (size_t i = 0; i < from->field_count; i++)
		if (!has_field(own, from->fields[i].name))
			all[count++] = from->fields[i];
	own->fields = all;
	own->field_count = count;
	return 0;
}

/* The ones inherited go first. */
static int inherit_vetoes(struct loader *l, struct draft *own, const struct draft *from,
			  struct err *e)
{
	size_t n = own->rule.veto_count, m = from->rule.veto_count;
	struct rule_veto *vetoes = arena_zero(&l->store->arena, n + m, sizeof(*vetoes));
	struct rule_text *texts = arena_zero(&l->store->arena, n + m, sizeof(*texts));

	if (!vetoes || !texts)
		return err_nomem(e);
	for (size_t i = 0; i < n + m; i++) {
		const struct draft *of = i < m ? from : own;
		size_t k = i < m ? i : i - m;

		vetoes[i] = of->rule.vetoes[k];
		texts[i] = of->origin.vetoes[k];
	}
	own->rule.vetoes = vetoes;
	own->rule.veto_count = n + m;
	own->origin.vetoes = texts;
	return 0;
}

int draft_inherit(struct loader *l, struct draft *own, const struct draft *from, struct err *e)
{
	if (!(own->said & SAID_EMIT))
		own->rule.emit = from->rule.emit;
	if (!(own->said & SAID_PRIORITY))
		own->rule.priority = from->rule.priority;
	if (!(own->said & SAID_SCOPE))
		own->rule.scope = from->rule.scope;
	own->said |= from->said;
	if (!own->origin.pattern.node) {
		own->rule.pattern = from->rule.pattern;
		own->origin.pattern = from->origin.pattern;
	}
	if (inherit_fields(l, &own->rule, &from->rule, e))
		return -1;
	return inherit_vetoes(l, own, from, e);
}

static struct draft *find_draft(struct loader *l, struct slice id)
{
	for (size_t i = 0; i < l->draft_count; i++)
		if (slice_eq(l->drafts[i].rule.id, id))
			return &l->drafts[i];
	return NULL;
}

static int complete(struct loader *l, struct draft *d, size_t depth, struct err *e)
{
	const struct rule_node *inherit = d->inherit;
	struct draft *from = inherit ? find_draft(l, inherit->text) : NULL;

	if (!inherit)
		return 0;
	if (!from)
		return rule_error(d->origin.file, d->origin.node->place, e,
				  "it inherits from \"%s\", which is not there", inherit->text.p);
	if (from == d)
		return rule_error(d->origin.file, d->origin.node->place, e,
				  "it inherits from \"%s\", which no earlier file has",
				  inherit->text.p);
	if (from->open)
		return rule_error(d->origin.file, d->origin.node->place, e,
				  "it inherits from \"%s\", which inherits from it",
				  inherit->text.p);
	if (depth > INHERIT_MOST)
		return rule_error(d->origin.file, d->origin.node->place, e,
				  "it inherits over more than %d rules", INHERIT_MOST);
	d->open = true;
	if (complete(l, from, depth + 1, e))
		return -1;
	d->open = false;
	d->inherit = NULL;
	return draft_inherit(l, d, from, e);
}

int loader_inherit(struct loader *l, struct err *e)
{
	for (size_t i = 0; i < l->draft_count; i++)
		if (complete(l, &l->drafts[i], 0, e))
			return -1;
	return 0;
}
