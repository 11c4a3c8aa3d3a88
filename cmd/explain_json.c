/*
 * An explanation for programs: one JSON object a line, told apart by `explain`.
 */
#include "cmd/explain.h"
#include "normalize/json.h"

static void add_name(struct buf *out, const char *name)
{
	buf_addf(out, ",\"%s\":", name);
}

static void add_text(struct buf *out, const char *name, struct slice text)
{
	add_name(out, name);
	json_write_string(out, text);
}

static void add_span(struct buf *out, const char *name, struct span at)
{
	add_name(out, name);
	buf_addf(out, "[%zu,%zu]", at.start, at.end);
}

static void add_notes(struct buf *out, const struct explanation *x, const struct told_record *r)
{
	const char *separator = "";

	add_name(out, "derived");
	buf_addc(out, '[');
	for (size_t i = 0; i < x->note_count; i++) {
		const struct field_note *note = &x->notes[i];

		if (!note_is_of(note, r->record.type, r->quote))
			continue;
		buf_addf(out, "%s{\"field\":\"%s\"", separator, note->field);
		add_text(out, "how", slice_of(note->how));
		if (note->from.end > note->from.start)
			add_span(out, "from", note->from);
		buf_addc(out, '}');
		separator = ",";
	}
	buf_addc(out, ']');
}

static void add_record(struct buf *out, const struct explanation *x, const struct told_record *r)
{
	buf_adds(out, "{\"explain\":\"record\",\"record\":");
	record_write(&r->record, out);
	if (!out->failed)
		out->len--; /* its line end */
	add_notes(out, x, r);
	buf_adds(out, "}\n");
}

static void add_groups(struct buf *out, const struct explanation *x, const struct match *m)
{
	const char *separator = "";

	add_name(out, "groups");
	buf_addc(out, '{');
	for (int g = 0; g < GROUP_COUNT; g++) {
		if (!match_has(m, (enum rule_group)g))
			continue;
		buf_addf(out, "%s\"%s\":", separator, rule_group_name((enum rule_group)g));
		json_write_string(out, match_group(m, x->text, (enum rule_group)g));
		separator = ",";
	}
	buf_addc(out, '}');
}

static void add_match(struct buf *out, const struct explanation *x, const struct told_match *m)
{
	const char *state = m->vetoed ? "vetoed" : m->beaten_by ? "beaten" : "stands";

	buf_adds(out, "{\"explain\":\"match\"");
	add_text(out, "rule", m->match.rule->id);
	add_text(out, "emit", slice_of(rule_emit_name(m->match.rule->emit)));
	add_text(out, "state", slice_of(state));
	add_span(out, "span", m->match.at);
	add_groups(out, x, &m->match);
	if (m->vetoed) {
		add_text(out, "veto", m->match.rule->vetoes[m->veto].pattern);
		add_span(out, "by_span", m->veto_at);
	} else if (m->beaten_by) {
		add_text(out, "by", m->beaten_by->id);
		add_span(out, "by_span", m->beaten_at);
	}
	buf_adds(out, "}\n");
}

static void add_rule(struct buf *out, const struct told_rule *r)
{
	buf_adds(out, "{\"explain\":\"rule\"");
	add_text(out, "rule", r->rule->id);
	add_text(out, "state", slice_of(r->fate == FATE_GATED ? "gated" : "failed"));
	add_name(out, "tries");
	buf_addf(out, "%zu", r->tries);
	add_span(out, "reach", r->reach.at);
	add_name(out, "wanted");
	buf_addc(out, '[');
	for (size_t i = 0; i < r->reach.wanted_count; i++) {
		buf_adds(out, i ? "," : "");
		json_write_string(out, r->reach.wanted[i]);
	}
	buf_adds(out, "]}\n");
}

void explain_as_ndjson(const struct explanation *x, struct buf *out)
{
	buf_adds(out, "{\"explain\":\"text\"");
	add_text(out, "text", x->text);
	buf_adds(out, "}\n");
	for (size_t i = 0; i < x->record_count; i++)
		if (!x->only || slice_eq(x->records[i].record.rule, x->only->id))
			add_record(out, x, &x->records[i]);
	for (size_t i = 0; i < x->match_count; i++)
		if (explains(x, x->matches[i].match.rule))
			add_match(out, x, &x->matches[i]);
	for (size_t i = 0; i < x->set->rule_count; i++)
		if (x->rules[i].looked)
			add_rule(out, &x->rules[i]);
}
