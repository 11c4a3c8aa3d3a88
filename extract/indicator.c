/*
 * Indicators: which noun phrase each figure measures, and what the verbs around say of it.
 *
 * The phrase stands left of the figure (企业数量达到50家, 培育企业50家) or right of it
 * (新增50家企业); members of a list share verb and noun; 占…比重 and bare heads such as 总投资 need
 * the subject before them. The steps follow that order.
 */
#include "extract/measure.h"
#include "extract/part.h"
#include "extract/share.h"

#include <math.h>
#include <string.h>

/* Bytes to the figure that one whose noun is left out is read like. */
enum { ELLIPSIS_REACH = 300 };

/* Time expressions and figures looked back at. */
enum { TIMES_BACK = 64, FIGURES_BACK = 16 };

static const struct quantity *figure_before(const struct reader *rd, const struct place *p)
{
	for (size_t i = rd->count; i-- > 0 && rd->count - i <= FIGURES_BACK;) {
		const struct quantity *q = &rd->out[i];

		if (q->cell || q->quote.start < p->sentence.start)
			return NULL;
		if (!slice_is(q->status, "condition") && !slice_is(q->status, "name"))
			return q;
	}
	return NULL;
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
	p->begin = p->limit;
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
	struct front front;

	if (!p->predicate.make || p->predicate.start < p->predicate.make)
		return;
	front = phrase_strip_front(
		r, (struct span){phrase_start(r, p->limit, p->predicate.make), p->predicate.make});
	if (!span_is_empty(after) || front.start >= p->predicate.make)
		return;
	/* 新增, 建成 … are never the tail of a noun, 培训 is one behind another verb: 开展岗位培训
	 */
	if (lexicon_at(r->words->verb_inner, r->text, p->predicate.make, NULL) &&
	    !lexicon_at(r->words->verb_event, r->text, p->predicate.make, NULL) &&
	    (!front.make || lexicon_at(r->words->verb_plain, r->text, p->predicate.make, NULL)))
		return;
	p->predicate.start = p->predicate.make;
	p->predicate.start += lexicon_at(r->words->verb_make, r->text, p->predicate.make, NULL);
	p->predicate.make = 0;
	p->made = true;
}

/* 80%以上的村卫生室: the noun that a share is of. */
static struct span noun_of_share(const struct reading *r, const struct quantity *q,
				 const struct place *p)
{
	size_t of = lexicon_at(r->words->noun_of, r->text, q->quote.end, NULL);

	if (!of || !measure_is_percent(r, q))
		return (struct span){0, 0};
	return phrase_after(r, q->quote.end + of, p->sentence.end);
}

/* The head that says nothing alone at the end of the phrase, alone or behind a verb; else empty. */
static struct span generic_head(const struct reading *r, const struct place *p)
{
	size_t n = lexicon_before(r->words->noun_generic, r->text, p->phrase.end, NULL);
	size_t start = p->phrase.end - n;

	if (!n || start < p->phrase.start ||
	    (start > p->phrase.start && !lexicon_before(r->words->verb_make, r->text, start, NULL)))
		return (struct span){0, 0};
	return (struct span){start, p->phrase.end};
}

/* 总规模200亿元的母基金: the noun behind 的 whose 总规模 it is. */
static struct span noun_of_size(const struct reading *r, const struct quantity *q,
				const struct place *p)
{
	size_t of = lexicon_at(r->words->noun_of, r->text, q->quote.end, NULL);

	return of ? phrase_after(r, q->quote.end + of, p->sentence.end) : (struct span){0, 0};
}

/* 餐饮、便利店等20个行业: what stands before the figure are examples of what follows. */
static bool ends_list(const struct reading *r, size_t start, size_t end)
{
	size_t n = lexicon_before(r->words->list_end, r->text, end, NULL);

	return n && end - n > start;
}

/* 每季度组织不少于2次明查暗访: a verb that leads to the noun behind the figure. */
static bool ends_in_verb(const struct reading *r, const struct place *p)
{
	enum { WORD = 6 }; /* bytes of two Han: single ones such as 在 are parts of nouns */

	return lexicon_before(r->words->lead_in, r->text, p->phrase.end, NULL) >= WORD &&
	       p->phrase.end == p->predicate.start;
}

/* 打造电子信息、生命健康2个集群: names of what the noun behind the figure calls them. */
static bool names_what_follows(const struct reading *r, const struct quantity *q,
			       const struct place *p, struct span after)
{
	return p->front.make && p->predicate.start == q->quote.start &&
	       lexicon_has(r->words->count_unit, q->unit, NULL) &&
	       !phrase_verb_at(r, after.start) && phrase_lists(r, p->phrase);
}

/*
 * 增速高于全省平均水平2个百分点: where the comparison begins that the figure says by how much; the
 * phrase's end where there is none.
 */
static size_t compared_end(const struct reading *r, const struct quantity *q, const struct place *p)
{
	struct span at = p->phrase;
	size_t len;

	if (!measure_is_percent(r, q) || p->predicate.start < q->quote.start ||
	    phrase_lists(r, at) || lexicon_before(r->words->noun_of, r->text, q->quote.start, NULL))
		return at.end;
	for (size_t place = at.start; place < at.end; place += len) {
		utf8_at(r->text, place, &len);
		if (place > at.start && lexicon_at(r->words->compare, r->text, place, NULL))
			return place;
	}
	return at.end;
}

/* 指挥中心、5个救援中心, 每个乡镇有1个市场: whether the noun is the one behind the figure. */
static bool stands_before(const struct reading *r, const struct quantity *q, const struct place *p)
{
	size_t len;

	return lexicon_has(r->words->count_unit, q->unit, NULL) &&
	       (phrase_is_each(r, p->phrase) ||
		(p->predicate.start == q->quote.start && q->quote.start &&
		 utf8_before(r->text, q->quote.start, &len) == 0x3001));
}

static void find_phrase(const struct reading *r, const struct quantity *q, struct place *p)
{
	struct span after = phrase_after(r, q->quote.end, p->sentence.end);
	bool governed;
	size_t start;

	p->predicate = phrase_predicate(r, p->limit, q->quote.start);
	governed = p->predicate.make > 0;
	settle_make(r, p, after);
	start = phrase_start(r, p->limit, p->predicate.start);
	p->edge = start;
	p->front = phrase_strip_front(r, (struct span){start, p->predicate.start});
	if (share_has_attribute(r, q, p))
		p->front = (struct front){.start = p->front.verb.start,
					  .recurrence = p->front.recurrence};
	p->phrase = (struct span){p->front.start, p->predicate.start};
	p->phrase.end = phrase_strip_back(r, p->phrase);
	if (!span_is_empty(after) &&
	    (p->predicate.make || span_is_empty(p->phrase) ||
	     ends_list(r, start, p->predicate.start) || ends_in_verb(r, p) ||
	     names_what_follows(r, q, p, after) || stands_before(r, q, p))) {
		p->phrase = after;
		p->after = true;
	} else if (!span_is_empty(generic_head(r, p)) && !span_is_empty(noun_of_size(r, q, p))) {
		p->size = generic_head(r, p);
		p->phrase = noun_of_size(r, q, p);
	} else if ((governed || span_is_empty(p->phrase)) &&
		   !span_is_empty(noun_of_share(r, q, p))) {
		p->phrase = noun_of_share(r, q, p);
		p->after = true;
	} else {
		struct span acted = {phrase_modal_verb(r, p->phrase), p->phrase.end};
		struct front front = phrase_strip_front(r, acted);
		size_t inner;

		if (acted.start > p->phrase.start && front.start < acted.end) {
			p->phrase.start = front.start;
			p->front.make |= front.make;
		}
		/* 企业新增车辆中新能源车比例: of a share all of it is the noun */
		inner = measure_is_percent(r, q) ? p->phrase.start
						 : phrase_inner_verb(r, p->phrase);

		p->front.make |= inner > p->phrase.start;
		p->phrase.start = inner;
		p->phrase.end = compared_end(r, q, p);
		measure_growth(r, q, p);
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

	while (clause.end > p->begin &&
	       (r->text.p[clause.end - 1] == ',' || r->text.p[clause.end - 1] == ' '))
		clause.end--;
	clause.start = phrase_start(r, p->begin, clause.end);
	clause.start = phrase_modal_verb(r, clause);
	clause.start = phrase_strip_front(r, clause).start;
	clause.end = phrase_predicate_at(r, clause);
	clause.end = phrase_strip_back(r, clause);
	for (list = clause.start; list < clause.end; list += len) {
		utf8_at(r->text, list, &len);
		if (lexicon_at(r->words->list_end, r->text, list, NULL) && list > clause.start)
			clause.start = list + lexicon_at(r->words->list_end, r->text, list, NULL);
	}
	return squeeze(slice_cut(r->text, clause), r->arena);
}

/* 市级以上重点实验室 without its 市级以上, and without the word that says it is a figure. */
static struct slice without_level(const struct reading *r, struct slice name)
{
	struct slice number = suffix(r, "count");
	size_t n = lexicon_at(r->words->level, name, 0, NULL);

	if (slice_ends(name, number))
		name.n -= number.n;
	return (struct slice){name.p + n, name.n - n};
}

/* The share at the end of an enumeration: A增速快于B、占C比重 → 占C比重; the phrase without one. */
static size_t share_in_list(const struct reading *r, struct slice phrase)
{
	struct slice mark = slice_of("、");
	size_t at = 0;

	while ((at = slice_find(phrase, at, mark)) < phrase.n) {
		at += mark.n;
		if (at < phrase.n && lexicon_at(r->words->share, phrase, at, NULL))
			return at;
	}
	return 0;
}

/* The subject of such a share: up to a word that compares, without a head such as 增速. */
static struct slice subject_of_list(const struct reading *r, struct slice phrase)
{
	size_t len;

	for (size_t at = 0; at < phrase.n; at += len) {
		utf8_at(phrase, at, &len);
		if (lexicon_at(r->words->compare, phrase, at, NULL))
			phrase.n = at;
	}
	phrase.n -= lexicon_before(r->words->noun_rate, phrase, phrase.n, NULL);
	return phrase;
}

/* The indicator of a figure without the word for a decrease that was put behind it. */
static struct slice plain_name(const struct reading *r, const struct quantity *q)
{
	struct slice name = q->indicator, word = suffix(r, "decrease");

	if (q->decrease && slice_ends(name, word))
		name.n -= word.n;
	return name;
}

/* What a head that says nothing alone is of: the subject the figure before has, or is. */
static struct slice subject_before(const struct reading *r, const struct quantity *before)
{
	return before->subject.n ? before->subject : subject_of(r, plain_name(r, before));
}

/* 体育产业总规模 without the head that says of which of its figures: 体育产业. */
static struct slice without_head(const struct reading *r, struct slice name)
{
	struct slice number = suffix(r, "count");
	size_t n;

	if (slice_ends(name, number))
		name.n -= number.n;
	n = lexicon_before(r->words->noun_generic, name, name.n, NULL);
	if (n < name.n && measure_is_head(r, name))
		name.n -= n;
	return name;
}

/* 增加值占…: the head alone before the word of a share; 0 where it stands with a noun. */
static size_t bare_share(const struct reading *r, struct slice phrase)
{
	size_t n = lexicon_at(r->words->noun_generic, phrase, 0, NULL);

	return n && n < phrase.n && lexicon_at(r->words->share, phrase, n, NULL) ? n : 0;
}

/* Brings in the subject that a phrase such as 占比, 总投资 or 年均增速 leaves out. */
static struct slice complete(struct reading *r, struct quantity *q, const struct place *p,
			     struct slice phrase)
{
	bool share = lexicon_at(r->words->share, phrase, 0, NULL) > 0;
	bool part = bare_share(r, phrase) > 0;
	bool generic = part || lexicon_has(r->words->noun_generic, phrase, NULL);
	bool level = lexicon_has(r->words->level, phrase, NULL);
	size_t behind = lexicon_before(r->words->level, phrase, phrase.n, NULL);
	struct slice subject = {"", 0};

	if (share_in_list(r, phrase)) {
		size_t at = share_in_list(r, phrase);

		subject = subject_of_list(r, (struct slice){phrase.p, at - strlen("、")});
		note_plain(r, q->quote, "indicator", "a share behind a figure of the same subject");
		return joined(r->arena, subject, (struct slice){phrase.p + at, phrase.n - at});
	}
	if (place_is(r, q, p, phrase))
		return place_name(r, q, p, phrase);
	/* 孵化基地省级3个 is 省级孵化基地 */
	if (!level && behind && lexicon_has(r->words->count_unit, q->unit, NULL))
		return joined(r->arena, (struct slice){phrase.p + phrase.n - behind, behind},
			      (struct slice){phrase.p, phrase.n - behind});
	if (!share && !generic && !level)
		return part_is(r, q, p, phrase) ? part_name(r, q, p, phrase) : phrase;
	if (p->before && p->before->indicator.n) {
		subject = subject_before(r, p->before);
		note(r, q->quote, "indicator", p->before->quote,
		     "says nothing alone: with the subject of the figure before");
	} else {
		subject = clause_before(r, p, p->edge);
		note_plain(r, q->quote, "indicator",
			   "says nothing alone: with the noun phrase of the clause before");
	}
	subject.n -= lexicon_before(r->words->noun_rate, subject, subject.n, NULL);
	if (generic && (part || measure_is_head(r, phrase)) && slice_is(q->kind, "share") == part)
		subject = without_head(r, subject);
	if (generic && slice_ends(subject, phrase))
		return subject;
	q->inferred = true;
	q->subject = level ? (struct slice){"", 0} : subject;
	return level ? joined(r->arena, phrase, without_level(r, subject))
		     : joined(r->arena, subject, phrase);
}

/* The verbs, adverbs and comparators between the noun phrase and the figure. */
static struct span words_before(const struct quantity *q, const struct place *p)
{
	return (struct span){p->predicate.start, q->quote.start};
}

/* 企业达到50家 measures 企业数量; a head that denotes a figure already stays as it is. */
static struct slice name_measure(struct reading *r, const struct quantity *q, struct slice phrase)
{
	if (!phrase.n || !slice_is(q->kind, "level") || measure_is_head(r, phrase) ||
	    !lexicon_has(r->words->count_unit, q->unit, NULL))
		return phrase;
	note_plain(r, q->quote, "indicator", "a level of things counted is their number: suffix");
	return joined(r->arena, phrase, suffix(r, "count"));
}

/* Index of the first time expression of the sentence that is looked at for a figure. */
static size_t times_of_sentence(const struct reading *r, const struct quantity *q,
				const struct place *p)
{
	size_t first = time_from(r, p->sentence.start), at = time_from(r, q->quote.start);

	return at > first + TIMES_BACK ? at - TIMES_BACK : first;
}

/*
 * Whether what recurs at one place holds at another: up to a comma, past it only for a thing
 * counted without a verb.
 */
static bool same_clause(const struct reading *r, const struct quantity *q, const struct place *p,
			size_t a, size_t b)
{
	bool verb = p->front.make || p->predicate.make || p->predicate.reach ||
		    p->predicate.grow.n || measure_is_percent(r, q);

	for (size_t i = a; i < b; i++)
		if (r->text.p[i] == ';' || (r->text.p[i] == ',' && verb))
			return false;
	return true;
}

/* 每年, 每季度 hold from where they stand to the end of the clause or the next deadline. */
static struct slice recurrence_of(const struct reading *r, const struct quantity *q,
				  const struct place *p)
{
	struct slice found = {"", 0};

	if (p->predicate.recurrence.n)
		return p->predicate.recurrence;
	if (p->front.recurrence.n)
		return p->front.recurrence;
	for (size_t i = times_of_sentence(r, q, p); i < r->time_count; i++) {
		const struct timex *t = &r->times[i];

		if (t->quote.start >= q->quote.start)
			break;
		if (slice_is(t->kind, "recurring") &&
		    same_clause(r, q, p, t->quote.end, q->quote.start))
			found = t->recurrence;
		else if (!slice_is(t->kind, "baseline"))
			found = (struct slice){"", 0};
	}
	return found;
}

/* Words in the phrase itself, which are yearly in 研发投入年均增长率, a mean in 年均浓度. */
static struct slice recurrence_inside(const struct reading *r, struct slice phrase)
{
	struct slice value = {"", 0};
	size_t len;

	for (size_t at = 0; at < phrase.n && !value.n; at += len) {
		utf8_at(phrase, at, &len);
		if (!lexicon_at(r->words->noun_keep, phrase, at, NULL))
			lexicon_at(r->words->recurrence, phrase, at, &value);
	}
	return value;
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
		note(r, q->quote, "baseline", t->quote, "the year that it is compared with");
		q->baseline.year = slice_cut(date_iso(t->end, r->arena), (struct span){0, 4});
	}
}

/* 由0.91%提高到1.8%: the first figure is where the second one starts from. */
static bool is_baseline(const struct reading *r, const struct quantity *q, const struct place *p)
{
	size_t at = q->quote.end, len;

	if (!p->predicate.from)
		return false;
	while (at < p->sentence.end && ((utf8_at(r->text, at, &len) == ' ') ||
					(len = lexicon_at(r->words->adverb, r->text, at, NULL))))
		at += len;
	return lexicon_at(r->words->op_before, r->text, at, NULL) > 0 ||
	       lexicon_at(r->words->verb_grow, r->text, at, NULL) > 0;
}

/* The year that stands with a baseline: 由2025年的180万千瓦. */
static void date_baseline(const struct reading *r, struct quantity *q, const struct place *p)
{
	size_t i = time_from(r, p->predicate.start);

	q->status = slice_of("baseline");
	note(r, q->quote, "status", words_before(q, p), "where a change starts from");
	if (i < r->time_count && r->times[i].quote.start < q->quote.start &&
	    date_known(r->times[i].end))
		q->baseline.year =
			slice_cut(date_iso(r->times[i].end, r->arena), (struct span){0, 4});
}

static void take_baseline(const struct reading *r, struct quantity *q, const struct place *p)
{
	if (!p->before || !slice_is(p->before->status, "baseline"))
		return;
	q->baseline = (struct baseline){true, p->before->value, p->before->unit,
					p->before->baseline.year};
	note(r, q->quote, "baseline", p->before->quote, "the figure that it starts from");
	if (span_is_empty(p->phrase)) {
		q->indicator = plain_name(r, p->before);
		note(r, q->quote, "indicator", p->before->quote,
		     "that of the figure it starts from");
	}
}

/* Whether a bracket that a time stands in closes before the figure: 支出(不含2025年结转)增长3%. */
static bool is_bracketed(const struct reading *r, const struct timex *t, size_t figure)
{
	int depth = 0;

	for (size_t at = t->quote.end; at < figure; at++) {
		depth += (r->text.p[at] == '(') - (r->text.p[at] == ')');
		if (depth < 0)
			return true;
	}
	return false;
}

/* 完成2025年在册危房改造9万平方米: a time directly behind a verb says of what, not when. */
static bool is_attribute(const struct reading *r, const struct timex *t)
{
	return lexicon_before(r->words->verb_make, r->text, t->match->at.start, NULL) > 0;
}

/* Whether the last time told before the figure in its sentence has gone by. */
static bool time_gone_by(const struct reading *r, const struct quantity *q, const struct place *p)
{
	bool gone = false;

	for (size_t i = times_of_sentence(r, q, p); i < r->time_count; i++) {
		const struct timex *t = &r->times[i];

		if (t->quote.start >= q->quote.start)
			break;
		if (!date_known(t->end) || slice_is(t->kind, "baseline") ||
		    slice_is(t->kind, "point") || is_bracketed(r, t, q->quote.start) ||
		    is_attribute(r, t))
			continue;
		gone = date_known(r->published) ? date_compare(t->end, r->published) < 0
						: r->year && t->end.year < r->year;
	}
	return gone;
}

/* Words that make the figure a report of the past, unless words of planning stand nearer. */
static void read_tense(const struct reading *r, struct quantity *q, const struct place *p)
{
	struct span before = {p->sentence.start, q->quote.start};
	size_t past = 0, plan = 0;

	if (q->status.n)
		return;
	if (time_gone_by(r, q, p)) {
		q->status = slice_of("achieved");
		note_plain(r, q->quote, "status", "the time before it has gone by");
	} else if (phrase_holds(r, r->words->past, before, &past) &&
		   !(phrase_holds(r, r->words->plan, before, &plan) && plan > past)) {
		q->status = slice_of("achieved");
		note(r, q->quote, "status", (struct span){past, q->quote.start},
		     "begins with a word of past, with no word of plan nearer");
	}
}

static struct slice operator_of(const struct reading *r, const struct quantity *q,
				const struct place *p)
{
	if (q->op.n)
		return q->op;
	if (p->predicate.op.n)
		note(r, q->quote, "op", words_before(q, p), "a word of op.before");
	else
		note_plain(r, q->quote, "op", "no comparator stands beside the figure");
	return p->predicate.op.n ? p->predicate.op : slice_of("=");
}

/*
 * 2030年新建成2所,2031年再建成3所: the figure before, where the verb has no noun of its own and the
 * unit is the same; it stands in the same paragraph.
 */
static const struct quantity *figure_like(const struct reader *rd, const struct quantity *q,
					  const struct place *p)
{
	const struct quantity *last = rd->count ? &rd->out[rd->count - 1] : NULL;
	size_t gap;

	if (!last || last->cell || last->quote.end > q->quote.start ||
	    !(p->predicate.make || p->front.make) || !slice_eq(last->unit, q->unit) ||
	    !lexicon_has(rd->r->words->count_unit, q->unit, NULL))
		return NULL;
	gap = q->quote.start - last->quote.end;
	if (gap > ELLIPSIS_REACH || memchr(rd->r->text.p + last->quote.end, '\n', gap))
		return NULL;
	return last;
}

/* 企业增加300家,建设货运线路,每年开通8条: a clause between the figures says what the second is of.
 */
static bool has_own_topic(const struct quantity *q, const struct place *p)
{
	enum { CLAUSE = 12 }; /* bytes of four Han */

	return p->before && p->predicate.make && !slice_eq(p->before->unit, q->unit) &&
	       p->edge > p->before->quote.end + CLAUSE;
}

/*
 * What the figure is missing comes from the one before it in the same list, or like it, else from
 * the clause before: 优化班列方案,每年开行不少于2500列.
 */
static struct slice inherit(const struct reader *rd, struct quantity *q, const struct place *p)
{
	const struct quantity *from = p->before ? p->before : figure_like(rd, q, p);

	if (has_own_topic(q, p))
		from = NULL;
	if (!from || !from->indicator.n) {
		if (!p->predicate.make || p->edge <= p->sentence.start)
			return (struct slice){"", 0};
		note_plain(rd->r, q->quote, "indicator", "the noun phrase of the clause before");
		q->inferred = true;
		return clause_before(rd->r, p, p->edge);
	}
	q->inferred |= !p->before;
	note(rd->r, q->quote, "indicator", from->quote, "that of the figure before it");
	return plain_name(rd->r, from);
}

/*
 * The phrase without the time expressions inside it, nor the brackets that hold nothing else:
 * 公共机构(到2025年)能耗 → 公共机构能耗.
 */
static struct slice without_times(struct reading *r, struct span at)
{
	struct slice out = {"", 0};
	size_t from = at.start;

	for (size_t i = time_from(r, at.start); i < r->time_count && out.p; i++) {
		struct span t = phrase_time(r, i);

		if (t.start >= at.end)
			break;
		if (t.start < from || t.end > at.end || !date_known(r->times[i].end))
			continue;
		out = joined(r->arena, out, slice_cut(r->text, (struct span){from, t.start}));
		from = t.end;
	}
	if (out.p)
		out = joined(r->arena, out, slice_cut(r->text, (struct span){from, at.end}));
	return out.p ? squeeze(out, r->arena) : out;
}

/* 每万居民配备4名全科医生: what the figure is counted for each of; "" where nothing is. */
static struct slice counted_for(struct reading *r, const struct place *p)
{
	struct span before = {p->front.start, p->predicate.start};

	if (!p->after || span_is_empty(before) ||
	    !lexicon_at(r->words->per, r->text, before.start, NULL))
		return (struct slice){"", 0};
	return squeeze(slice_cut(r->text, before), r->arena);
}

/* Puts what the figure is counted for each of before its noun: 每万居民全科医生数量, a level. */
static void count_for(struct reading *r, struct quantity *q, const struct place *p)
{
	struct slice each = counted_for(r, p);

	if (!each.n || !q->indicator.n)
		return;
	q->kind = slice_of("level");
	q->indicator = name_measure(r, q, joined(r->arena, each, q->indicator));
}

static int describe(struct reader *rd, struct quantity *q, struct place *p, struct err *e)
{
	struct reading *r = rd->r;
	struct slice phrase = without_times(r, p->phrase);

	if (!phrase.p)
		return err_nomem(e);
	if (!q->recurrence.n)
		q->recurrence = recurrence_of(r, q, p);
	if (!q->recurrence.n)
		q->recurrence = recurrence_inside(r, phrase);
	if (q->recurrence.n)
		note_plain(r, q->quote, "recurrence",
			   "a word of recurrence, or a recurring time, in the sentence");
	if (!q->kind.n)
		note(r, q->quote, "kind", words_before(q, p),
		     "by the unit, the noun and the words before the figure");
	q->kind = measure_kind(r, q, p, phrase);
	q->verb = p->predicate.reach || p->predicate.grow.n || p->predicate.make || p->front.make ||
		  (measure_same_chain(r, p, q->quote.start) && p->before->verb);
	q->op = operator_of(r, q, p);
	if (!q->indicator.n && phrase.n)
		note(r, q->quote, "indicator", p->phrase,
		     p->after ? "the noun phrase behind the figure"
			      : "the noun phrase before the figure");
	if (!q->indicator.n)
		q->indicator = phrase.n ? complete(r, q, p, phrase) : inherit(rd, q, p);
	if (phrase.n && measure_is_percent(r, q) && slice_is(q->kind, "share"))
		share_name(r, q, p, measure_is_head(r, phrase));
	if (!span_is_empty(p->size))
		q->indicator = joined(r->arena, q->indicator, slice_cut(r->text, p->size));
	if (!span_is_empty(p->phrase) && !p->after)
		q->indicator = name_measure(r, q, q->indicator);
	count_for(r, q, p);
	q->decrease |= slice_is(p->predicate.grow, "down");
	if (q->decrease && q->indicator.n && measure_is_percent(r, q))
		q->indicator = joined(r->arena, q->indicator, suffix(r, "decrease"));
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

/* A、B各1家: one record for each member. */
static int push_members(struct reader *rd, const struct quantity *q, const struct place *p,
			struct err *e)
{
	struct slice members[MEMBERS];
	size_t count = 0;

	if (!p->after && members_read(rd->r, p->phrase, p->predicate.tail, members, &count, e))
		return -1;
	if (count < 2)
		return push(rd, q, e);
	for (size_t i = 0; i < count; i++) {
		struct quantity one = *q;

		one.indicator = members[i];
		if (q->decrease && measure_is_percent(rd->r, q))
			one.indicator = joined(rd->r->arena, members[i], suffix(rd->r, "decrease"));
		note(rd->r, q->quote, "indicator", p->phrase, "one of the names that share it");
		if (push(rd, &one, e))
			return -1;
	}
	return 0;
}

static int read_indicator(struct reader *rd, size_t i, struct err *e)
{
	struct quantity one = rd->r->quantities[i], *q = &one;
	struct place p;

	if (q->cell)
		return push(rd, q, e);
	find_place(rd, q, &p);
	find_phrase(rd->r, q, &p);
	q->turns = chain_length(rd->r, i);
	if (deals_in_turn(rd, &p, i)) {
		if (deal_first(rd, q, &p, i, e))
			return -1;
	} else {
		deal_next(rd, q, &p);
	}
	take_baseline(rd->r, q, &p);
	if (describe(rd, q, &p, e))
		return -1;
	find_baseline(rd->r, q, &p);
	if (is_baseline(rd->r, q, &p))
		date_baseline(rd->r, q, &p);
	read_tense(rd->r, q, &p);
	if (p.predicate.each || match_has(q->match, GROUP_EACH))
		return push_members(rd, q, &p, e);
	return push(rd, q, e);
}

int read_indicators(struct reading *r, struct err *e)
{
	struct reader rd = {.r = r, .capacity = r->quantity_count};

	rd.out = arena_zero(r->arena, rd.capacity, sizeof(*rd.out));
	if (!rd.out)
		return err_nomem(e);
	for (size_t i = 0; i < r->quantity_count; i++)
		if (read_indicator(&rd, i, e))
			return -1;
	for (size_t i = rd.count; i > 1; i--)
		deal_noun(r, &rd.out[i - 2], &rd.out[i - 1]);
	r->quantities = rd.out;
	r->quantity_count = rd.count;
	r->quantity_capacity = rd.capacity;
	return guess_units(r, e);
}
