/*
 * An explanation for a person at a terminal.
 */
#include "cmd/explain.h"
#include "cmd/show.h"
#include "extract/sinks/celltext.h"

enum { NAME_COLUMN = 14, VALUE_COLUMN = 24, EMIT_COLUMN = 11, RULE_COLUMN = 28, QUOTE_CHARS = 40 };
enum { WORDS_SHOWN = 5 };

/* Blanks up to a column, counted from where the text began; at least two. */
static void pad(struct buf *out, size_t from, size_t column)
{
	size_t width = celltext_width((struct slice){out->data + from, out->len - from});

	if (out->failed)
		return;
	do
		buf_addc(out, ' ');
	while (++width < column);
	buf_addc(out, ' ');
}

/* A piece of the text in quotation marks, on one line; the middle of a long one is left out. */
static void add_quoted(struct buf *out, struct slice piece)
{
	size_t chars = utf8_count(piece), n = 0, len;

	buf_adds(out, "“");
	for (size_t at = 0; at < piece.n; at += len, n++) {
		uint32_t c = utf8_at(piece, at, &len);

		if (chars > QUOTE_CHARS && n == QUOTE_CHARS / 2)
			buf_adds(out, "…");
		if (chars > QUOTE_CHARS && n >= QUOTE_CHARS / 2 && chars - n > QUOTE_CHARS / 2)
			continue;
		if (c == '\n')
			buf_adds(out, "⏎");
		else
			buf_add(out, piece.p + at, len);
	}
	buf_adds(out, "”");
}

static void add_place(struct buf *out, const struct explanation *x, struct span at)
{
	add_quoted(out, slice_cut(x->text, at));
}

static bool is_empty(struct span at)
{
	return at.end <= at.start;
}

/* Records */

/* Fields that are the same for all records of a sentence, or shown otherwise. */
static const char *const left_out[] = {
	"doc",	    "quote",   "span",	 "section",	      "rule",  "flags",	 "about",
	"sentence", "charset", "script", "traditional_share", "edits", "counts", "ocr_confidence",
	NULL};

static void add_note(struct buf *out, const struct explanation *x, const struct field_note *note)
{
	const struct told_match *by = is_empty(note->from) ? NULL : match_reading(x, note->from);

	buf_adds(out, note->how);
	if (!is_empty(note->from)) {
		buf_adds(out, ": ");
		add_place(out, x, note->from);
	}
	if (by && !(!is_empty(note->quote) && by->match.at.start <= note->quote.start &&
		    note->quote.end <= by->match.at.end))
		buf_addf(out, " (%s)", by->match.rule->id.p);
}

static void add_notes(struct buf *out, const struct explanation *x, const struct told_record *r,
		      const char *field)
{
	const char *separator = "";

	for (size_t i = 0; i < x->note_count; i++) {
		const struct field_note *note = &x->notes[i];

		if (strcmp(note->field, field) != 0 || !note_is_of(note, r->record.type, r->quote))
			continue;
		buf_adds(out, separator);
		add_note(out, x, note);
		separator = "; ";
	}
}

static bool has_note(const struct explanation *x, const struct told_record *r, const char *field)
{
	for (size_t i = 0; i < x->note_count; i++)
		if (strcmp(x->notes[i].field, field) == 0 &&
		    note_is_of(&x->notes[i], r->record.type, r->quote))
			return true;
	return false;
}

static void add_field(struct buf *out, const struct explanation *x, const struct told_record *r,
		      const struct field *field)
{
	size_t start = out->len, value;

	buf_addf(out, "  %s", field->name);
	pad(out, start, NAME_COLUMN + 2);
	value = out->len;
	show_field(out, &r->record, field);
	if (out->len == value && !has_note(x, r, field->name)) {
		out->len = start;
		return;
	}
	buf_adds(out, out->len == value ? "—" : "");
	start = value;
	pad(out, start, VALUE_COLUMN);
	add_notes(out, x, r, field->name);
	while (out->len && out->data[out->len - 1] == ' ')
		out->len--;
	buf_addc(out, '\n');
}

static void add_flags(struct buf *out, const struct record *r)
{
	for (int i = 0; i < RECORD_FLAGS; i++)
		if (r->flags >> i & 1)
			buf_addf(out, "  %s: %s\n", flag_info(i)->name, flag_info(i)->english);
}

/* Whether it is told why a record is of its type, or there at all. */
static bool says_why(enum record_type type)
{
	return type == RECORD_TARGET || type == RECORD_FACT || type == RECORD_DOCUMENT;
}

static void add_record(struct buf *out, const struct explanation *x, const struct told_record *r)
{
	size_t count;
	const struct field *fields = record_fields(r->record.type, &count);

	buf_addf(out, "\n%s", record_type_name(r->record.type));
	if (r->record.type != RECORD_DOCUMENT) {
		buf_addc(out, ' ');
		add_place(out, x, r->quote);
		buf_addf(out, "  by %.*s", (int)r->record.rule.n, r->record.rule.p);
	}
	buf_addc(out, '\n');
	if (says_why(r->record.type)) {
		buf_addf(out, "  %-*s", NAME_COLUMN + 1, "why");
		add_notes(out, x, r, "type");
		buf_addc(out, '\n');
	}
	for (size_t i = 0; i < count; i++)
		if (!field_is(&fields[i], left_out))
			add_field(out, x, r, &fields[i]);
	add_flags(out, &r->record);
}

static bool is_of_only(const struct explanation *x, const struct record *r)
{
	return !x->only || slice_eq(r->rule, x->only->id);
}

static void add_records(struct buf *out, const struct explanation *x)
{
	size_t shown = 0;

	for (size_t i = 0; i < x->record_count; i++)
		if (is_of_only(x, &x->records[i].record)) {
			add_record(out, x, &x->records[i]);
			shown++;
		}
	if (!shown)
		buf_addf(out, "\nno records%s%s\n", x->only ? " by " : "",
			 x->only ? x->only->id.p : "");
}

/* What was read and makes no record, with the reason. */
static void add_unrecorded(struct buf *out, const struct explanation *x)
{
	for (size_t i = 0; i < x->note_count; i++) {
		const struct field_note *note = &x->notes[i];
		const struct told_match *by = match_reading(x, note->quote);
		bool recorded = strcmp(note->field, "type") != 0;

		for (size_t k = 0; !recorded && k < x->record_count; k++)
			recorded = x->records[k].quote.start == note->quote.start &&
				   x->records[k].quote.end == note->quote.end;
		if (recorded || (x->only && (!by || by->match.rule != x->only)))
			continue;
		buf_adds(out, "no record of ");
		add_place(out, x, note->quote);
		buf_addf(out, ": %s\n", note->how);
	}
}

/* Matches */

static void add_loss(struct buf *out, const struct explanation *x, const struct told_match *m)
{
	const struct rule *loser = m->match.rule, *winner = m->beaten_by;
	size_t a = m->match.at.end - m->match.at.start, b = m->beaten_at.end - m->beaten_at.start;

	buf_addf(out, "gives way to %s ", winner->id.p);
	add_place(out, x, m->beaten_at);
	if (loser->priority != winner->priority)
		buf_addf(out, ": its priority is %d, not %d", winner->priority, loser->priority);
	else
		buf_adds(out, a < b ? ": it is longer" : ": it comes first");
}

static void add_groups(struct buf *out, const struct explanation *x, const struct match *m)
{
	const char *separator = "";

	for (int g = 0; g < GROUP_COUNT; g++) {
		bool whole = m->groups[g].start == m->at.start && m->groups[g].end == m->at.end;

		if (!match_has(m, (enum rule_group)g) || (g == GROUP_QUOTE && whole))
			continue;
		buf_addf(out, "%s%s ", separator, rule_group_name((enum rule_group)g));
		add_place(out, x, m->groups[g]);
		separator = ", ";
	}
}

static void add_match(struct buf *out, const struct explanation *x, const struct told_match *m)
{
	const struct rule *rule = m->match.rule;
	size_t start = out->len;

	buf_addf(out, "  %-*s %-*s ", EMIT_COLUMN, rule_emit_name(rule->emit), RULE_COLUMN,
		 rule->id.p);
	add_place(out, x, m->match.at);
	if (m->beaten_by || m->vetoed) {
		buf_adds(out, "\n      ");
		if (m->beaten_by)
			add_loss(out, x, m);
		if (m->vetoed) {
			buf_adds(out, "falls by the veto ");
			add_place(out, x, m->veto_at);
		}
	} else {
		pad(out, start, EMIT_COLUMN + RULE_COLUMN + VALUE_COLUMN);
		add_groups(out, x, &m->match);
	}
	while (out->len && out->data[out->len - 1] == ' ')
		out->len--;
	buf_addc(out, '\n');
}

static void add_lapses(struct buf *out, const struct explanation *x)
{
	for (size_t i = 0; i < x->lapse_count; i++)
		buf_addf(out, "\nrule %.*s met its limits at byte %zu%s\n",
			 (int)x->lapses[i].rule.n, x->lapses[i].rule.p, x->lapses[i].at,
			 x->lapses[i].lines > 1 ? " and on later lines" : "");
}

static void add_matches(struct buf *out, const struct explanation *x)
{
	size_t shown = 0;

	for (size_t i = 0; i < x->match_count; i++) {
		if (!explains(x, x->matches[i].match.rule))
			continue;
		if (!shown++)
			buf_adds(out, "\nmatches\n");
		add_match(out, x, &x->matches[i]);
	}
}

/* Rules that did not match */

/* Some words of the list in a piece such as {{op.before}}. */
static void add_words(struct buf *out, const struct explanation *x, struct slice piece)
{
	char name[128];
	const struct lexicon *words;
	size_t n = piece.n > 4 ? piece.n - 4 : 0;

	if (!n || n >= sizeof(name) || !slice_starts(piece, slice_of("{{")))
		return;
	memcpy(name, piece.p + 2, n);
	name[n] = '\0';
	words = ruleset_words(x->set, name);
	if (!words)
		return;
	buf_adds(out, " (");
	for (size_t i = 0; i < lexicon_count(words) && i < WORDS_SHOWN; i++) {
		buf_adds(out, i ? " " : "");
		buf_slice(out, lexicon_word(words, i));
	}
	buf_adds(out, lexicon_count(words) > WORDS_SHOWN ? " …)" : ")");
}

static void add_wanted(struct buf *out, const struct explanation *x, const struct reach *reach)
{
	if (!reach->wanted_count)
		buf_adds(out, "other text around it");
	for (size_t i = 0; i < reach->wanted_count; i++) {
		buf_adds(out, i ? " or " : "");
		buf_slice(out, reach->wanted[i]);
		add_words(out, x, reach->wanted[i]);
	}
}

static void add_reach(struct buf *out, const struct explanation *x, const struct told_rule *r)
{
	const struct reach *reach = &r->reach;

	if (reach->matched) {
		buf_adds(out, "would match ");
		add_place(out, x, reach->at);
		buf_addf(out, ", but not within its scope: %s", rule_scope_name(r->rule->scope));
		return;
	}
	if (!is_empty(reach->at)) {
		buf_adds(out, "comes to ");
		add_place(out, x, reach->at);
		buf_adds(out, ", then wants ");
	} else {
		buf_adds(out, "wants ");
	}
	add_wanted(out, x, reach);
	if (reach->limited)
		buf_adds(out, " (as far as its limits let it be followed)");
}

static void add_fate(struct buf *out, const struct explanation *x, enum rule_fate fate,
		     const char *heading)
{
	size_t shown = 0;

	for (size_t i = 0; i < x->set->rule_count; i++) {
		const struct told_rule *r = &x->rules[i];

		if (r->fate != fate || !r->looked)
			continue;
		if (!shown++)
			buf_addf(out, "\n%s\n", heading);
		buf_addf(out, "  %-*s ", RULE_COLUMN, r->rule->id.p);
		add_reach(out, x, r);
		buf_addc(out, '\n');
	}
}

static void add_rest(struct buf *out, const struct explanation *x)
{
	size_t count = 0;

	for (size_t i = 0; i < x->set->rule_count; i++)
		count += x->rules[i].fate == FATE_GATED && !x->rules[i].looked;
	if (count && !x->only)
		buf_addf(out,
			 "\n%zu more rules were never tried: nothing looks like their beginning "
			 "(-v tells what)\n",
			 count);
}

void explain_as_text(const struct explanation *x, struct buf *out)
{
	if (x->repaired) {
		buf_adds(out, "read as: ");
		buf_slice(out, slice_trim(x->text));
		buf_addc(out, '\n');
	}
	add_records(out, x);
	add_unrecorded(out, x);
	add_matches(out, x);
	add_lapses(out, x);
	add_fate(out, x, FATE_FAILED, "tried, without a match");
	add_fate(out, x, FATE_GATED, "never tried: nothing looks like their beginning");
	add_rest(out, x);
}
