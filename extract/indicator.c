/*
 * Indicators: which noun phrase each figure measures, and what the verbs around say of it.
 *
 * The phrase stands left of the figure (企业数量达到50家, 培育企业50家) or right of it
 * (新增50家企业); members of a list share verb and noun; 占…比重 and bare heads such as 总投资 need
 * the subject before them. The steps follow that order.
 */
#include "extract/phrase.h"

#include <math.h>

enum { MEMBERS = 24 };

/* The pen over the quantities of one document: `out` grows as lists with 各 are split. */
struct reader {
	struct reading *r;
	struct quantity *out;
	size_t count;
	size_t capacity;
	struct span members[MEMBERS]; /* of a list with 分别, waiting for their figures */
	size_t member_count;
	size_t member_next;
	size_t member_end; /* where the figure before ended */
};

/* One figure with the span its sentence gives it to look around in. */
struct place {
	struct span sentence;
	size_t limit;		       /* nothing before this belongs to the figure */
	const struct quantity *before; /* the figure before it in the same sentence, or NULL */
	struct predicate predicate;
	size_t edge;        /* where the clause begins that the phrase stands in */
	struct span phrase; /* the noun phrase; empty where none was found */
	struct front front;
	bool after; /* the phrase stands right of the figure */
};

static struct slice joined(struct reading *r, struct slice a, struct slice b)
{
	char *out = arena_alloc(r->arena, a.n + b.n + 1);

	if (!out)
		return (struct slice){NULL, 0};
	memcpy(out, a.p, a.n);
	memcpy(out + a.n, b.p, b.n);
	return (struct slice){out, a.n + b.n};
}

static bool is_empty(struct span at)
{
	return at.end <= at.start;
}

static const struct quantity *figure_before(const struct reader *rd, const struct place *p)
{
	const struct quantity *q = rd->count ? &rd->out[rd->count - 1] : NULL;

	return q && !q->cell && q->quote.start >= p->sentence.start ? q : NULL;
}

/* The sentence around a figure, without the numbering of a heading that begins in it. */
static void find_place(struct reader *rd, const struct quantity *q, struct place *p)
{
	const struct outline *o = &rd->r->outline;
	const struct section *s = &o->sections[outline_section(o, q->quote.start)];

	*p = (struct place){.sentence = outline_sentence(o, q->quote.start)};
	p->limit = p->sentence.start;
	if (s->level && s->title.start > p->limit && s->title.start <= q->quote.start)
		p->limit = s->title.start;
	p->before = figure_before(rd, p);
	if (p->before && p->before->quote.end > p->limit && p->before->quote.end <= q->quote.start)
		p->limit = p->before->quote.end;
}

/*
 * A verb of making directly before the figure governs it (新增50家企业) when its object follows, or
 * when nothing stands before the verb; else it is the tail of a noun (高标准农田建设50万亩).
 */
static void settle_make(const struct reading *r, struct place *p, struct span after)
{
	size_t start;

	if (!p->predicate.make)
		return;
	start = phrase_start(r, p->limit, p->predicate.make);
	if (!is_empty(after) ||
	    phrase_strip_front(r, (struct span){start, p->predicate.make}).start >=
		    p->predicate.make)
		return;
	p->predicate.start = p->predicate.make;
	p->predicate.make = 0;
	p->predicate.start += lexicon_at(r->words->verb_make, r->text, p->predicate.start, NULL);
}

static void find_phrase(const struct reading *r, const struct quantity *q, struct place *p)
{
	struct span after = phrase_after(r, q->quote.end, p->sentence.end);
	size_t start;

	p->predicate = phrase_predicate(r, p->limit, q->quote.start);
	settle_make(r, p, after);
	start = phrase_start(r, p->limit, p->predicate.start);
	p->edge = start;
	p->front = phrase_strip_front(r, (struct span){start, p->predicate.start});
	p->phrase = (struct span){p->front.start, p->predicate.start};
	p->phrase.end = phrase_strip_back(r, p->phrase);
	if (!is_empty(after) && (p->predicate.make || is_empty(p->phrase))) {
		p->phrase = after;
		p->after = true;
	} else if (!p->predicate.reach && !p->predicate.grow.n && !p->predicate.make) {
		size_t inner = phrase_inner_verb(r, p->phrase);

		p->front.make |= inner > p->phrase.start;
		p->phrase.start = inner;
	}
}

/* The subject of a share or of a bare head: the indicator before it, up to its own 占. */
static struct slice subject_of(const struct reading *r, struct slice indicator)
{
	size_t len;

	for (size_t at = 0; at < indicator.n; at += len) {
		utf8_at(indicator, at, &len);
		if (at && lexicon_at(r->words->share, indicator, at, NULL))
			return (struct slice){indicator.p, at};
	}
	return indicator;
}

/* The noun phrase of the clause before `at`, for a head that says nothing alone. */
static struct slice clause_before(struct reading *r, const struct place *p, size_t at)
{
	struct span clause = {0, at};
	size_t len, list;

	while (clause.end > p->sentence.start &&
	       (r->text.p[clause.end - 1] == ',' || r->text.p[clause.end - 1] == ' '))
		clause.end--;
	clause.start = phrase_start(r, p->sentence.start, clause.end);
	clause.start = phrase_strip_front(r, clause).start;
	clause.end = phrase_strip_back(r, clause);
	for (list = clause.start; list < clause.end; list += len) {
		utf8_at(r->text, list, &len);
		if (lexicon_at(r->words->list_end, r->text, list, NULL) && list > clause.start)
			clause.start = list + lexicon_at(r->words->list_end, r->text, list, NULL);
	}
	return squeeze(slice_cut(r->text, clause), r->arena);
}

/* Brings in the subject that a phrase such as 占比, 总投资 or 年均增速 leaves out. */
static struct slice complete(struct reading *r, struct quantity *q, const struct place *p,
			     struct slice phrase)
{
	bool share = lexicon_at(r->words->share, phrase, 0, NULL) > 0;
	bool generic = lexicon_has(r->words->noun_generic, phrase, NULL);
	struct slice subject = {"", 0};

	if (!share && !generic)
		return phrase;
	if (p->before && p->before->indicator.n)
		subject = subject_of(r, p->before->indicator);
	else
		subject = clause_before(r, p, p->edge);
	q->inferred = true;
	return joined(r, subject, phrase);
}

static bool is_measure(const struct reading *r, struct slice phrase)
{
	return lexicon_before(r->words->noun_measure, phrase, phrase.n, NULL) > 0;
}

/* 企业达到50家 measures 企业数量; a head that denotes a figure already stays as it is. */
static struct slice name_measure(struct reading *r, const struct quantity *q, struct slice phrase)
{
	if (!phrase.n || !slice_is(q->kind, "level") || is_measure(r, phrase) ||
	    !lexicon_has(r->words->count_unit, q->unit, NULL))
		return phrase;
	return joined(r, phrase, slice_of("数量"));
}

static bool is_percent(const struct reading *r, const struct quantity *q)
{
	return lexicon_has(r->words->percent, q->unit, NULL);
}

/* Level, increase, growth or share, by the unit and the words before the figure. */
static struct slice kind_of(const struct reading *r, const struct quantity *q,
			    const struct place *p, struct slice phrase)
{
	if (q->kind.n)
		return q->kind;
	if (is_percent(r, q)) {
		if (p->predicate.grow.n ||
		    lexicon_before(r->words->noun_rate, phrase, phrase.n, NULL))
			return slice_of("growth");
		return slice_of("share");
	}
	if (p->predicate.grow.n || p->predicate.make)
		return slice_of("increase");
	if (p->predicate.reach)
		return slice_of("level");
	if (p->front.make)
		return slice_of("increase");
	if (p->before && p->before->kind.n && slice_eq(p->before->unit, q->unit))
		return p->before->kind;
	return slice_of(lexicon_has(r->words->count_unit, q->unit, NULL) ? "increase" : "level");
}

static bool same_chain(const struct reading *r, const struct place *p, size_t at)
{
	if (!p->before)
		return false;
	for (size_t i = p->before->quote.end; i < at; i++)
		if (r->text.p[i] == ';')
			return false;
	return true;
}

/* 每年, 每季度 hold from where they stand to the end of the sentence or the next deadline. */
static struct slice recurrence_of(const struct reading *r, const struct quantity *q,
				  const struct place *p)
{
	struct slice found = {"", 0};

	if (p->predicate.recurrence.n)
		return p->predicate.recurrence;
	if (p->front.recurrence.n)
		return p->front.recurrence;
	for (size_t i = time_from(r, p->sentence.start); i < r->time_count; i++) {
		const struct timex *t = &r->times[i];

		if (t->quote.start >= q->quote.start)
			break;
		if (slice_is(t->kind, "recurring"))
			found = t->recurrence;
		else if (!slice_is(t->kind, "baseline"))
			found = (struct slice){"", 0};
	}
	return found;
}

/* Words in the phrase itself: 研发投入年均增长率 is yearly. */
static struct slice recurrence_inside(const struct reading *r, struct slice phrase)
{
	struct slice value = {"", 0};
	size_t len;

	for (size_t at = 0; at < phrase.n; at += len) {
		utf8_at(phrase, at, &len);
		if (lexicon_at(r->words->recurrence, phrase, at, &value))
			return value;
	}
	return (struct slice){"", 0};
}

/* A year of comparison directly before the figure's predicate: 比2021年增长35.5%. */
static void find_baseline(const struct reading *r, struct quantity *q, const struct place *p)
{
	size_t i = time_from(r, p->limit);

	for (; i < r->time_count && r->times[i].quote.end <= q->quote.start; i++) {
		const struct timex *t = &r->times[i];

		if (!slice_is(t->kind, "baseline") || !date_known(t->end))
			continue;
		q->baseline.set = true;
		q->baseline.year = slice_cut(date_iso(t->end, r->arena), (struct span){0, 4});
	}
}

/* 由0.91%提高到1.8%: the first figure is where the second one starts from. */
static bool is_baseline(const struct reading *r, const struct quantity *q, const struct place *p)
{
	size_t at = q->quote.start, len;

	if (!lexicon_before(r->words->from, r->text, at, NULL))
		return false;
	at = q->quote.end;
	while (at < p->sentence.end && utf8_at(r->text, at, &len) == ' ')
		at += len;
	return lexicon_at(r->words->op_before, r->text, at, NULL) > 0;
}

static void take_baseline(struct quantity *q, const struct place *p)
{
	if (!p->before || !slice_is(p->before->status, "baseline"))
		return;
	q->baseline = (struct baseline){true, p->before->value, p->before->unit, {"", 0}};
	q->indicator = p->before->indicator;
}

/* Words that make the figure a report of the past, unless words of planning stand nearer. */
static void read_tense(const struct reading *r, struct quantity *q, const struct place *p)
{
	struct span before = {p->sentence.start, q->quote.start};
	size_t past = 0, plan = 0;

	if (q->status.n)
		return;
	if (phrase_holds(r, r->words->past, before, &past) &&
	    !(phrase_holds(r, r->words->plan, before, &plan) && plan > past))
		q->status = slice_of("achieved");
}

static struct slice operator_of(const struct quantity *q, const struct place *p)
{
	if (q->op.n)
		return q->op;
	return p->predicate.op.n ? p->predicate.op : slice_of("=");
}

/* What the figure is missing comes from the one before it in the same list. */
static struct slice inherit(struct quantity *q, const struct place *p)
{
	if (!p->before || !p->before->indicator.n)
		return (struct slice){"", 0};
	q->inferred = !p->before->indicator.n;
	return p->before->indicator;
}

/* The next member of a list whose figures follow in turn (分别). */
static bool next_member(struct reader *rd, struct quantity *q, struct place *p)
{
	if (rd->member_next >= rd->member_count || !is_empty(p->phrase) || !p->before ||
	    p->before->quote.end != rd->member_end)
		return false;
	p->phrase = rd->members[rd->member_next++];
	rd->member_end = q->quote.end;
	return true;
}

static void open_members(struct reader *rd, const struct quantity *q, struct place *p)
{
	rd->member_count = phrase_split(rd->r, p->phrase, rd->members, MEMBERS);
	rd->member_next = 1;
	rd->member_end = q->quote.end;
	if (rd->member_count)
		p->phrase = rd->members[0];
}

static int describe(struct reader *rd, struct quantity *q, struct place *p, struct err *e)
{
	struct reading *r = rd->r;
	struct slice phrase = squeeze(slice_cut(r->text, p->phrase), r->arena);

	if (!phrase.p)
		return err_nomem(e);
	q->recurrence = recurrence_of(r, q, p);
	if (!q->recurrence.n)
		q->recurrence = recurrence_inside(r, phrase);
	q->kind = kind_of(r, q, p, phrase);
	q->verb = p->predicate.reach || p->predicate.grow.n || p->predicate.make || p->front.make ||
		  (same_chain(r, p, q->quote.start) && p->before->verb);
	q->op = operator_of(q, p);
	if (!q->indicator.n)
		q->indicator = phrase.n ? complete(r, q, p, phrase) : inherit(q, p);
	if (!is_empty(p->phrase) && !p->after)
		q->indicator = name_measure(r, q, q->indicator);
	if (slice_is(p->predicate.grow, "down") && q->indicator.n && is_percent(r, q))
		q->indicator = joined(r, q->indicator, slice_of("降幅"));
	q->predicate = p->after ? q->quote.start : p->phrase.start;
	return q->indicator.p ? 0 : err_nomem(e);
}

static int push(struct reader *rd, const struct quantity *q, struct err *e)
{
	struct quantity *out =
		arena_grow(rd->r->arena, rd->out, rd->count, &rd->capacity, sizeof(*out));

	if (!out)
		return err_nomem(e);
	rd->out = out;
	rd->out[rd->count++] = *q;
	return 0;
}

/* What the first member shares with the others: all up to 的, else a word such as 省级. */
static struct slice shared_prefix(const struct reading *r, struct slice first, struct slice other)
{
	struct slice of = slice_of("的");
	size_t at = 0, next;

	if (slice_find(other, 0, of) < other.n || lexicon_at(r->words->level, other, 0, NULL))
		return (struct slice){"", 0};
	while ((next = slice_find(first, at, of)) < first.n)
		at = next + of.n;
	return (struct slice){first.p, at ? at : lexicon_at(r->words->level, first, 0, NULL)};
}

/* A、B各1家: one record for each member. */
static int push_members(struct reader *rd, const struct quantity *q, const struct place *p,
			struct err *e)
{
	struct reading *r = rd->r;
	struct span members[MEMBERS];
	size_t count = phrase_split(r, p->phrase, members, MEMBERS);
	struct slice first = {"", 0};

	if (!count)
		return push(rd, q, e);
	for (size_t i = 0; i < count; i++) {
		struct quantity one = *q;

		one.indicator = squeeze(slice_cut(r->text, members[i]), r->arena);
		if (!i)
			first = one.indicator;
		else if (one.indicator.p)
			one.indicator =
				joined(r, shared_prefix(r, first, one.indicator), one.indicator);
		if (!one.indicator.p)
			return err_nomem(e);
		if (push(rd, &one, e))
			return -1;
	}
	return 0;
}

static int read_indicator(struct reader *rd, struct quantity *q, struct err *e)
{
	struct place p;

	if (q->cell)
		return push(rd, q, e);
	find_place(rd, q, &p);
	find_phrase(rd->r, q, &p);
	if (p.predicate.respectively)
		open_members(rd, q, &p);
	else
		next_member(rd, q, &p);
	if (is_empty(p.phrase))
		take_baseline(q, &p);
	else if (p.before && slice_is(p.before->status, "baseline"))
		q->baseline = (struct baseline){true, p.before->value, p.before->unit, {"", 0}};
	if (describe(rd, q, &p, e))
		return -1;
	find_baseline(rd->r, q, &p);
	if (is_baseline(rd->r, q, &p))
		q->status = slice_of("baseline");
	read_tense(rd->r, q, &p);
	if (p.predicate.each || rule_field(q->match->rule, "each").n ||
	    match_has(q->match, GROUP_EACH))
		return push_members(rd, q, &p, e);
	return push(rd, q, e);
}

int read_indicators(struct reading *r, struct err *e)
{
	struct reader rd = {.r = r};

	for (size_t i = 0; i < r->quantity_count; i++) {
		struct quantity q = r->quantities[i];

		if (read_indicator(&rd, &q, e))
			return -1;
	}
	r->quantities = rd.out;
	r->quantity_count = rd.count;
	r->quantity_capacity = rd.capacity;
	guess_units(r);
	return 0;
}
