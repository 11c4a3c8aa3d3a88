/*
 * Resolve: quantities, times and agency lists become records.
 *
 * A target's deadline is looked for in its sentence, then earlier in its paragraph and section,
 * then where its section's heading or opening states one, and last in the plan's own period. Its
 * lead is that of the list that closes its task.
 */
#include "extract/phrase.h"

#include <math.h>
#include <stdlib.h>

/*
 * How far the searches go, so that their cost stays in proportion to the text: time expressions
 * looked at, bytes between a day and what is due on it, bytes of a paragraph, ledger rows,
 * bytes of a section's opening, between two expressions in a row, and between a day and the end of
 * the bracket it closes.
 */
enum {
	TIMES_REACH = 256,
	CLAUSE_REACH = 4096,
	PARAGRAPH_REACH = 65536,
	ROWS_REACH = 8,
	OPENING_REACH = 60,
	LINK = 3,
	CLOSING_REACH = 12
};

static bool gives_deadline(const struct timex *t)
{
	return t->stated && date_known(t->end) && !slice_is(t->kind, "recurring");
}

/*
 * Only deadlines at the end of a year hold beyond their own sentence: 6月底前 is for one step, and
 * so is 三年内 in a plan for another time.
 */
static bool carries_over(const struct reading *r, const struct timex *t)
{
	if (!gives_deadline(t) || t->end.month != 12 || t->end.day != 31)
		return false;
	return !slice_is(t->kind, "within") || !date_known(r->period_end) ||
	       date_compare(t->end, r->period_end) == 0;
}

/* Whether a semicolon stands between two places: what is due on a day holds up to there. */
static bool parted(const struct reading *r, size_t a, size_t b)
{
	if (a > b)
		return parted(r, b, a);
	if (b - a > CLAUSE_REACH)
		return true;
	return memchr(r->text.p + a, ';', b - a) != NULL;
}

/* Whether a time expression can be the deadline of a figure in the same sentence. */
static bool is_due(const struct reading *r, const struct timex *t, const struct quantity *q)
{
	return gives_deadline(t) &&
	       (carries_over(r, t) || !parted(r, t->quote.start, q->quote.start));
}

/* Whether what is done by a deadline follows it at once: 6月底前全部开工, but not 6月底前债务置换.
 */
static bool verb_follows(const struct reading *r, const struct timex *t)
{
	size_t at = t->quote.end, n;

	while ((n = lexicon_at(r->words->adverb, r->text, at, NULL)) > 0)
		at += n;
	return phrase_verb_at(r, at) || lexicon_at(r->words->noun_end, r->text, at, NULL) > 0;
}

/* Whether the clause that a deadline stands in holds a figure before it: 首期20亿元于6月底前到位.
 */
static bool figure_in_clause(const struct reading *r, const struct quantity *q,
			     const struct timex *t)
{
	size_t next = quantity_from(r, q->quote.end + 1), end = t->quote.start;

	for (; next < r->quantity_count && r->quantities[next].quote.end <= end; next++)
		if (!memchr(r->text.p + r->quantities[next].quote.end, ',',
			    end - r->quantities[next].quote.end))
			return true;
	return false;
}

/*
 * Whether a day named behind a figure is its own: it stands in the same clause, or no figure of its
 * own follows it (新建泵站8座,2030年底前投用; but not 新建泵站8座,2030年达到20座).
 */
static bool is_due_behind(const struct reading *r, const struct timex *t, const struct quantity *q,
			  struct span sentence)
{
	size_t next = quantity_from(r, t->quote.end);

	if (!is_due(r, t, q) || !slice_is(t->kind, "by") ||
	    parted(r, q->quote.start, t->quote.start))
		return false;
	if (!memchr(r->text.p + q->quote.end, ',', t->quote.start - q->quote.end))
		return true;
	if (!verb_follows(r, t) || figure_in_clause(r, q, t))
		return false;
	return next == r->quantity_count || r->quantities[next].quote.start >= sentence.end ||
	       parted(r, t->quote.end, r->quantities[next].quote.start);
}

/* Whether two time expressions follow one another with nothing but 、 or 和 between. */
static bool are_linked(const struct reading *r, const struct timex *a, const struct timex *b)
{
	struct slice gap, mark = slice_of("、");

	if (b->quote.start < a->quote.end || b->quote.start - a->quote.end > LINK)
		return false;
	gap = slice_cut(r->text, (struct span){a->quote.end, b->quote.start});
	return slice_eq(gap, mark) || lexicon_has(r->words->join, gap, NULL);
}

/*
 * 2030年、2031年分别新建10个、12个: of as many deadlines in a row as there are figures the one
 * whose turn it is. `last` is the last of them; NULL where they are not so many.
 */
static const struct timex *time_in_turn(const struct reading *r, const struct quantity *q,
					size_t last, size_t start)
{
	size_t first = last;

	while (first > 0 && r->times[first - 1].quote.start >= start &&
	       gives_deadline(&r->times[first - 1]) &&
	       are_linked(r, &r->times[first - 1], &r->times[first]))
		first--;
	if (q->turns < 2 || last - first + 1 != q->turns || q->turn >= q->turns)
		return NULL;
	return &r->times[first + q->turn];
}

/* The nearest deadline before the figure in its sentence, else a day named behind it. */
static const struct timex *time_in_sentence(const struct reading *r, const struct quantity *q,
					    struct span sentence)
{
	size_t at = time_from(r, q->quote.start);
	size_t last = at > TIMES_REACH ? at - TIMES_REACH : 0;

	for (size_t i = at; i-- > last;) {
		if (r->times[i].quote.start < sentence.start)
			break;
		if (is_due(r, &r->times[i], q)) {
			const struct timex *turn = time_in_turn(r, q, i, sentence.start);

			return turn ? turn : &r->times[i];
		}
	}
	for (size_t i = at; i < r->time_count && i < at + TIMES_REACH; i++) {
		const struct timex *t = &r->times[i];

		if (t->quote.start >= sentence.end)
			break;
		if (is_due_behind(r, t, q, sentence))
			return t;
	}
	return NULL;
}

/* Whether two places, the first before the second, stand in one paragraph. */
static bool in_paragraph(const struct reading *r, size_t a, size_t b)
{
	return b - a <= PARAGRAPH_REACH && !memchr(r->text.p + a, '\n', b - a);
}

/* Whether it lies beyond the plan: 展望2035年 holds for its own paragraph only. */
static bool is_horizon(const struct reading *r, const struct timex *t)
{
	return date_known(r->period_end) && date_compare(t->end, r->period_end) > 0;
}

/* The last deadline between two places. */
static const struct timex *time_between(const struct reading *r, size_t start, size_t end)
{
	size_t at = time_from(r, end), last = at > TIMES_REACH ? at - TIMES_REACH : 0;

	for (size_t i = at; i-- > last;) {
		if (r->times[i].quote.start < start)
			break;
		if (carries_over(r, &r->times[i]) &&
		    (!is_horizon(r, &r->times[i]) || in_paragraph(r, r->times[i].quote.start, end)))
			return &r->times[i];
	}
	return NULL;
}

/* Whether the expression stands behind a label such as 完成时限: */
static bool is_labelled(const struct reading *r, const struct timex *t)
{
	size_t at = t->quote.start;

	while (at > 0 &&
	       (r->text.p[at - 1] == ' ' || r->text.p[at - 1] == ':' || r->text.p[at - 1] == '\n'))
		at--;
	return at < t->quote.start && lexicon_before(r->words->ledger_time, r->text, at, NULL) > 0;
}

/*
 * Whether it closes the bracket of a list of agencies: (A牵头,B配合;6月底前完成), but not
 * (A牵头,6月底前完成首批认定), which is a step of its own.
 */
static bool is_in_list(const struct reading *r, const struct timex *t)
{
	const struct match *m = matches_covering(&r->found[EMIT_ASSIGNMENT], t->quote.start);

	return m && m->at.end <= t->quote.end + CLOSING_REACH;
}

/* A deadline that holds for its whole section, wherever it stands in it. */
static const struct timex *time_of_section(const struct reading *r, const struct section *s)
{
	size_t from = time_from(r, s->start);

	for (size_t i = from; i < r->time_count && i < from + TIMES_REACH; i++) {
		const struct timex *t = &r->times[i];

		if (t->quote.start >= s->end)
			break;
		if (gives_deadline(t) &&
		    (t->quote.end <= s->title.end || is_labelled(r, t) || is_in_list(r, t)))
			return t;
	}
	return NULL;
}

/* Whether a section is about goals: what one part of it states by when holds for the next. */
static bool is_goal(const struct reading *r, const struct section *s)
{
	return lexicon_in(r->words->section_goal, slice_cut(r->text, s->title), NULL);
}

/* Whether it is a step on the way: it ends before the plan does. */
static bool is_step(const struct reading *r, const struct timex *t)
{
	return date_known(r->period_end) && date_compare(t->end, r->period_end) < 0;
}

/*
 * The deadline that the heading or the opening of a section above states: the text of a section
 * before its first subsection holds for all of them, but for the steps on the way in it.
 */
static const struct timex *time_above(const struct reading *r, size_t section)
{
	for (int i = r->outline.sections[section].parent; i > 0;
	     i = r->outline.sections[i].parent) {
		const struct section *s = &r->outline.sections[i];
		const struct timex *t = time_of_section(r, s);

		if (!t)
			t = time_between(r, s->start, s->end);
		if (t && is_step(r, t) && t->quote.start > s->title.end && !is_goal(r, s))
			t = NULL;
		if (!t && is_goal(r, s))
			t = time_between(r, s->start, r->outline.sections[section].start);
		if (t)
			return t;
	}
	return NULL;
}

/* Index of the first assignment that begins after a place; they are ordered by place. */
static size_t assignment_after(const struct reading *r, size_t at)
{
	size_t low = 0, high = r->assignment_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (assignment_place(&r->assignments[middle]) <= at)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* 2030年新建4所,2031年再建2所: whether the sentence of a deadline states another one before it. */
static bool is_one_of_steps(const struct reading *r, const struct timex *t)
{
	struct span sentence = outline_sentence(&r->outline, t->quote.start);
	const struct timex *first = time_between(r, sentence.start, t->quote.start);

	return first && date_compare(first->end, t->end) != 0;
}

/*
 * The last deadline before a place in its section: in the same paragraph, or in the opening of the
 * section; in a section of goals anywhere.
 */
static const struct timex *time_of_opening(const struct reading *r, size_t section, size_t at)
{
	const struct section *s = &r->outline.sections[section];
	const struct timex *t = time_between(r, s->start, at);

	if (!t || is_goal(r, s) || (s->parent > 0 && is_goal(r, &r->outline.sections[s->parent])))
		return t;
	/* a step on the way holds for its own sentence only, unless it heads the paragraph
	 * (2025年:) */
	if ((is_step(r, t) || is_one_of_steps(r, t)) && r->text.p[t->quote.end] != ':')
		return NULL;
	if (in_paragraph(r, t->quote.start, at))
		return t;
	return time_between(r, s->start, s->body + OPENING_REACH);
}

/* The ledger row that holds a place, or NULL. */
static const struct assignment *row_of(const struct reading *r, size_t at)
{
	size_t next = assignment_after(r, at), last = next > ROWS_REACH ? next - ROWS_REACH : 0;

	for (size_t i = next; i-- > last;)
		if (at < r->assignments[i].holds.end)
			return &r->assignments[i];
	return NULL;
}

/* The deadline in the ledger row of a place, or NULL. */
static const struct timex *time_of_row(const struct reading *r, size_t at)
{
	const struct assignment *row = row_of(r, at);
	const struct timex *found = NULL;

	for (size_t i = row ? time_from(r, row->holds.start) : r->time_count; i < r->time_count;
	     i++) {
		if (r->times[i].quote.start >= row->holds.end)
			break;
		if (gives_deadline(&r->times[i]))
			found = &r->times[i];
	}
	return found;
}

/* Says where the deadline comes from; `how` tells more of it than deadline_from does. */
static void take_deadline(const struct reading *r, struct quantity *q, const char *from,
			  const char *how)
{
	q->when_from = slice_of(from);
	if (q->when)
		note(r, q->quote, "deadline", q->when->quote, how);
	else
		note_plain(r, q->quote, "deadline", how);
}

static void find_deadline(const struct reading *r, struct quantity *q)
{
	size_t section = outline_section(&r->outline, q->quote.start);
	const struct section *s = &r->outline.sections[section];
	struct span sentence = outline_sentence(&r->outline, q->quote.start);

	if (q->when)
		return;
	if ((q->when = time_in_sentence(r, q, sentence))) {
		take_deadline(r, q, "sentence", "in the same sentence");
	} else if ((q->when = time_of_row(r, q->quote.start))) {
		take_deadline(r, q, "paragraph", "in the row of its ledger");
	} else if (s->level && (q->when = time_of_section(r, s))) {
		take_deadline(r, q, q->when->quote.end <= s->title.end ? "section" : "paragraph",
			      "the heading, label or list of agencies of its section");
	} else if ((q->when = time_of_opening(r, section, q->quote.start))) {
		take_deadline(r, q,
			      in_paragraph(r, q->when->quote.start, q->quote.start) ? "paragraph"
										    : "section",
			      "earlier in the paragraph, or in the opening of its section");
	} else if ((q->when = time_above(r, section))) {
		take_deadline(r, q, "section", "the heading or opening of a section above");
	} else if (date_known(r->period_end)) {
		take_deadline(r, q, "document", "the end of the plan's period");
	} else {
		take_deadline(r, q, "none", "no deadline around, and no period of the plan");
	}
}

/*
 * The list that closes the task of a place: that of its row in a ledger, else the next one in its
 * section, else the last before.
 */
static const struct assignment *assignment_of(const struct reading *r, size_t at)
{
	size_t section = outline_section(&r->outline, at);
	const struct assignment *row = row_of(r, at);

	if (row)
		return row;
	for (size_t i = assignment_after(r, at); i < r->assignment_count; i++) {
		const struct assignment *a = &r->assignments[i];

		if (a->section != section)
			break;
		if (!a->holds.end)
			return a;
	}
	for (size_t i = assignment_after(r, at); i-- > 0;) {
		const struct assignment *a = &r->assignments[i];

		if (a->section != section)
			break;
		if (!a->holds.end)
			return a;
	}
	return NULL;
}

/* 主要预期目标是: …: whether goals are spoken of shortly before a figure. */
static bool below_goal(const struct reading *r, const struct quantity *q)
{
	return phrase_holds(r, r->words->section_goal, (struct span){0, q->quote.start}, NULL);
}

/* Whether a time expression is a day to come, later than any that the text tells of. */
static bool is_to_come(const struct reading *r, const struct timex *t)
{
	return slice_is(t->kind, "by") && t->end.year > r->latest;
}

/* 今年的主要预期目标是…: whether the sentence says so before a figure. */
static bool in_goal_sentence(const struct reading *r, const struct quantity *q)
{
	const struct matches *found = &r->found[EMIT_DOCUMENT];
	size_t from = outline_sentence(&r->outline, q->quote.start).start;

	for (size_t i = matches_from(found, from); i < found->count; i++) {
		if (found->items[i].at.start >= q->quote.start)
			break;
		if (slice_is(rule_field(found->items[i].rule, "field"), "goal"))
			return true;
	}
	return false;
}

/*
 * Whether a figure is a target: a plan's figure under a verb of making or reaching, or with a
 * deadline; elsewhere only what its own sentence puts into the future.
 */
static bool is_target(const struct reading *r, const struct quantity *q, const char **why)
{
	bool dated = q->when && !slice_is(q->when_from, "none");
	bool listed;

	*why = q->status.n ? "its status says that it is none" : "it has no indicator";
	if (q->status.n || !q->indicator.n)
		return false;
	*why = r->plan ? "a cell of a plan's table" : "a table, but not of a plan";
	if (q->cell)
		return r->plan;
	*why = q->verb ? "without a unit, but behind a verb of making or reaching"
		       : "without a unit, and no verb of making or reaching before it";
	if (q->bare)
		return r->plan && (q->verb || slice_is(q->op, ">="));
	if (!r->plan) {
		*why = "in no plan, but its sentence says that it is a goal";
		if (!r->other && in_goal_sentence(r, q))
			return true;
		*why = "in no plan: only a sentence with a verb and a day to come sets a target";
		return dated && q->verb && slice_is(q->when_from, "sentence") &&
		       is_to_come(r, q->when);
	}
	listed = q->verb || dated || outline_section(&r->outline, q->quote.start) > 0 ||
		 below_goal(r, q) || row_of(r, q->quote.start);
	*why = q->verb	? "in a plan, behind a verb of making or reaching"
	       : dated	? "in a plan, with a deadline"
	       : listed ? "in a section or a ledger of a plan, or behind words of goals"
			: "in a plan, but without verb, deadline and section";
	return listed;
}

bool can_set_targets(const struct reading *r)
{
	bool can = r->plan || (!r->other && document_match(r, "goal", SIZE_MAX));

	for (size_t i = 0; i < r->time_count && !can; i++)
		can = gives_deadline(&r->times[i]) && is_to_come(r, &r->times[i]);
	return can;
}

/* The flags of a text with these kinds of edits in it. */
static uint32_t text_flags(uint32_t kinds)
{
	uint32_t flags = 0;

	for (int kind = 0; kinds >> kind; kind++)
		if (kinds >> kind & 1 && edit_kind_info((enum edit_kind)kind)->doubtful)
			flags |= FLAG_REPAIRED;
	if (kinds & 1u << EDIT_UNDECODABLE)
		flags |= FLAG_UNDECODABLE;
	if (kinds & 1u << EDIT_UNSURE)
		flags |= FLAG_OCR_UNSURE;
	if (kinds & 1u << EDIT_ORDER)
		flags |= FLAG_ORDER_REPAIRED;
	return flags;
}

int record_at(const struct reading *r, enum record_type type, struct span at, struct slice rule,
	      struct record *out, struct err *e)
{
	struct doc_trace trace = doc_trace(r->doc, at);

	*out = record_new(type);
	out->doc = r->doc->id;
	out->span = trace.origin;
	out->span_in = doc_part_at(r->doc, &out->span);
	out->quote = slice_cut(doc_decoded(r->doc), trace.decoded);
	out->rule = rule;
	out->flags = text_flags(trace.kinds);
	return outline_path(&r->outline, r->text, at.start, r->arena, &out->section, e);
}

static struct slice sentence_text(const struct reading *r, size_t at)
{
	return slice_trim(slice_cut(r->text, outline_sentence(&r->outline, at)));
}

/* Adds a record and tells whoever asks. */
static int keep(struct reading *r, const struct record *rec, struct span quote, struct records *out,
		struct err *e)
{
	const struct trace *t = r->options->trace;

	if (t)
		t->recorded(t->context, rec, quote);
	return records_add(out, r->arena, rec, e);
}

static int add_quantity(struct reading *r, struct quantity *q, struct records *out, struct err *e)
{
	const struct assignment *a;
	struct record rec;
	const char *why;
	bool target;

	find_deadline(r, q);
	target = is_target(r, q, &why);
	note_plain(r, q->quote, "type", why);
	if (!target && (!r->options->facts || slice_is(q->status, "baseline")))
		return 0;
	if (record_at(r, target ? RECORD_TARGET : RECORD_FACT, q->quote, q->rule, &rec, e))
		return -1;
	rec.indicator = q->indicator;
	rec.op = q->op;
	rec.value = q->value;
	rec.value_max = q->max;
	rec.unit = q->unit;
	rec.kind = q->kind;
	rec.baseline = q->baseline;
	rec.recurrence = q->recurrence;
	rec.deadline = date_iso(q->when ? q->when->end : r->period_end, r->arena);
	rec.deadline_from = q->when_from;
	rec.sentence = sentence_text(r, q->quote.start);
	rec.status = target ? (struct slice){"", 0} : q->status.n ? q->status : slice_of("present");
	a = assignment_of(r, q->quote.start);
	if (a && target) {
		note(r, q->quote, "lead", a->quote,
		     a->holds.end ? "the row of its ledger"
				  : "the list that closes its task, in the same section");
		rec.lead = a->lead;
		rec.support = a->support;
		rec.flags |= slice_is(a->basis, "first-listed") ? FLAG_LEAD_INFERRED : 0u;
	}
	rec.flags |= (q->bare ? FLAG_UNIT_MISSING : 0u) |
		     (q->lost_dash ? FLAG_RANGE_LOST_DASH : 0u) |
		     (q->inferred ? FLAG_INDICATOR_INFERRED : 0u);
	if (q->when && date_known(r->published) && date_compare(q->when->end, r->published) < 0)
		rec.flags |= FLAG_DEADLINE_BEFORE_PUBLICATION;
	rec.confidence = confidence_of(r, q, rec.flags);
	return keep(r, &rec, q->quote, out, e);
}

static int add_time(struct reading *r, const struct timex *t, struct records *out, struct err *e)
{
	struct record rec;

	if (!t->stated)
		return 0;
	if (record_at(r, RECORD_DEADLINE, t->quote, t->match->rule->id, &rec, e))
		return -1;
	rec.kind = t->kind;
	rec.start = date_iso(t->start, r->arena);
	rec.end = date_iso(t->end, r->arena);
	rec.recurrence = t->recurrence;
	rec.about = sentence_text(r, t->quote.start);
	rec.confidence = time_confidence(r);
	return keep(r, &rec, t->quote, out, e);
}

static int add_assignment(struct reading *r, const struct assignment *a, struct records *out,
			  struct err *e)
{
	struct record rec;

	if (record_at(r, RECORD_ASSIGNMENT, a->quote, a->rule, &rec, e))
		return -1;
	rec.task = a->task;
	rec.lead = a->lead;
	rec.support = a->support;
	rec.basis = a->basis;
	rec.confidence = slice_is(a->basis, "stated") ? 0.95 : 0.9;
	if (!slice_is(a->basis, "stated"))
		rec.flags |= FLAG_LEAD_INFERRED;
	return keep(r, &rec, a->quote, out, e);
}

/* What stands in the decoded text where run number i of a layer made its edit. */
static struct slice decoded_text(const struct doc *d, size_t layer, size_t i)
{
	struct span at = edits_run_target(&d->layers[layer].edits, i);

	if (layer)
		at = edits_run_source(&d->layers[layer].edits, i);
	for (size_t below = layer; below-- > 1;)
		at = edits_source(&d->layers[below].edits, at);
	return slice_cut(doc_decoded(d), at);
}

static int add_edit(struct reading *r, size_t layer, const struct revision *c, struct records *out,
		    struct err *e)
{
	const struct doc *d = r->doc;
	const struct edits *s = &d->layers[layer].edits;
	const struct edit_kind_info *info = edit_kind_info(s->runs[c->run].kind);
	struct record rec = record_new(RECORD_EDIT);

	if (!info->repair)
		return 0;
	rec.doc = d->id;
	rec.rule = slice_of(d->layers[layer].name);
	rec.kind = slice_of(info->name);
	rec.span = edits_run_source(s, c->run);
	if (layer)
		rec.span = doc_bytes_span(d, layer - 1, rec.span);
	rec.span_in = doc_part_at(d, &rec.span);
	rec.after = c->after;
	if (layer)
		rec.before = c->before;
	rec.quote = decoded_text(d, layer, c->run);
	return records_add(out, r->arena, &rec, e);
}

/* Edits by layer and place. */
static int add_edits(struct reading *r, struct records *out, struct err *e)
{
	for (size_t layer = 0; layer < r->doc->layer_count; layer++) {
		struct revisions revisions = {.doc = r->doc, .layer = layer};
		struct revision c;

		while (revisions_next(&revisions, &c))
			if (add_edit(r, layer, &c, out, e))
				return -1;
	}
	return 0;
}

static int count_edits(struct reading *r, struct counts *counts, struct err *e)
{
	size_t n[EDIT_KINDS] = {0};

	for (size_t layer = 0; layer < r->doc->layer_count; layer++) {
		const struct edits *s = &r->doc->layers[layer].edits;

		for (size_t i = 0; i < s->count; i++)
			n[s->runs[i].kind]++;
	}
	counts->items = arena_zero(r->arena, EDIT_KINDS, sizeof(*counts->items));
	if (!counts->items)
		return err_nomem(e);
	for (int kind = 0; kind < EDIT_KINDS; kind++)
		if (n[kind] && edit_kind_info((enum edit_kind)kind)->repair)
			counts->items[counts->count++] = (struct count){
				slice_of(edit_kind_info((enum edit_kind)kind)->name), n[kind]};
	return 0;
}

static int count_records(struct reading *r, const struct records *out, struct counts *counts,
			 struct err *e)
{
	counts->items = arena_zero(r->arena, RECORD_TYPES, sizeof(*counts->items));
	if (!counts->items)
		return err_nomem(e);
	for (int type = RECORD_TARGET; type < RECORD_TYPES; type++) {
		struct count c = {slice_of(record_type_name((enum record_type)type)), 0};

		for (size_t i = 1; i < out->count; i++)
			c.n += out->items[i].type == (enum record_type)type;
		if (c.n || type <= RECORD_ASSIGNMENT)
			counts->items[counts->count++] = c;
	}
	return 0;
}

static int compare_records(const void *a, const void *b)
{
	const struct record *x = a, *y = b;

	if (x->span.start != y->span.start)
		return x->span.start < y->span.start ? -1 : 1;
	if (x->span.end != y->span.end)
		return x->span.end < y->span.end ? -1 : 1;
	if (x->type != y->type)
		return x->type < y->type ? -1 : 1;
	return x->sequence < y->sequence ? -1 : x->sequence > y->sequence;
}

static int finish_document(struct reading *r, struct records *out, struct err *e)
{
	struct record *about = &out->items[0];

	about->doc = r->doc->id;
	about->rule = slice_of("document");
	about->flags |= r->limits.count ? FLAG_MATCH_LIMIT : 0u;
	about->period.start = date_iso(r->period_start, r->arena);
	about->period.end = date_iso(r->period_end, r->arena);
	if (count_edits(r, &about->edits, e))
		return -1;
	return count_records(r, out, &about->counts, e);
}

static struct lapse *lapse_of(struct records *out, struct slice rule)
{
	for (size_t i = 0; i < out->lapse_count; i++)
		if (slice_eq(out->lapses[i].rule, rule))
			return &out->lapses[i];
	return NULL;
}

/* One lapse for each rule that met the limits, in the order of their lines. */
static int add_lapses(struct reading *r, struct records *out, struct err *e)
{
	size_t capacity = 0;

	for (size_t i = 0; i < r->limits.count; i++) {
		const struct match_limit *limit = &r->limits.items[i];
		struct lapse *known = lapse_of(out, limit->rule->id);
		struct span line = {limit->at, limit->at};

		if (known) {
			known->lines++;
			continue;
		}
		out->lapses = arena_grow(r->arena, out->lapses, out->lapse_count, &capacity,
					 sizeof(*out->lapses));
		if (!out->lapses)
			return err_nomem(e);
		out->lapses[out->lapse_count++] =
			(struct lapse){limit->rule->id, 1, doc_origin(r->doc, line).start};
	}
	return 0;
}

static void tell_document(const struct reading *r, const struct record *about)
{
	const struct trace *t = r->options->trace;

	note_document(r, "type", r->title,
		      r->plan	 ? "read as a plan: its figures can be targets"
		      : r->other ? "a kind of document that sets no targets"
				 : "not read as a plan: only a sentence that states a day to come "
				   "sets a target");
	if (t)
		t->recorded(t->context, about, (struct span){0, 0});
}

int resolve(struct reading *r, struct records *out, struct err *e)
{
	/* as many as there can be without mentions and edits */
	out->capacity = 1 + r->quantity_count + r->time_count + r->assignment_count;
	out->items = arena_alloc(r->arena, out->capacity * sizeof(*out->items));
	if (!out->items)
		return err_nomem(e);
	if (records_add(out, r->arena, &r->about, e))
		return -1;
	for (size_t i = 0; i < r->quantity_count; i++)
		if (add_quantity(r, &r->quantities[i], out, e))
			return -1;
	for (size_t i = 0; i < r->time_count; i++)
		if (add_time(r, &r->times[i], out, e))
			return -1;
	for (size_t i = 0; i < r->assignment_count; i++)
		if (add_assignment(r, &r->assignments[i], out, e))
			return -1;
	if (r->options->mentions && add_mentions(r, out, e))
		return -1;
	if (r->options->edits && add_edits(r, out, e))
		return -1;
	for (size_t i = 0; i < out->count; i++)
		out->items[i].sequence = i;
	if (out->count > 1)
		qsort(out->items + 1, out->count - 1, sizeof(*out->items), compare_records);
	if (finish_document(r, out, e) || add_lapses(r, out, e))
		return -1;
	tell_document(r, &out->items[0]);
	return 0;
}
