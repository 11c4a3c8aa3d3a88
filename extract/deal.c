/*
 * Deal: the figures of a row are read alike, and go to the names before it in turn.
 */
#include "extract/deal.h"

#include <math.h>

/* Bytes of 、 or 和, all that stands between linked figures; of what parts two levels. */
enum { LINK = 3, LEVEL_GAP = 6 };

/* The figures before a 分别 without a list of its own: A 10家、B 20家,其中…分别不少于2家、5家. */
static void members_before(struct reader *rd, const struct place *p, size_t wanted)
{
	size_t from = rd->count;

	while (from > 0 && rd->count - from < wanted && rd->count - from < MEMBERS &&
	       rd->out[from - 1].quote.start >= p->sentence.start)
		from--;
	rd->member_count = 0;
	for (; from < rd->count; from++)
		rd->members[rd->member_count++] = rd->out[from].indicator;
}

/* How many figures follow one another with nothing but 、 or 和 between, from number i on. */
size_t chain_length(const struct reading *r, size_t i)
{
	size_t count = 1;

	for (; i + 1 < r->quantity_count; i++, count++) {
		struct span gap = {r->quantities[i].quote.end, r->quantities[i + 1].quote.start};

		if (gap.end < gap.start || gap.end - gap.start > LINK ||
		    slice_eq(slice_cut(r->text, gap), slice_of("。")))
			break;
	}
	return count;
}

/* Opens a list with 分别: its first member goes to this figure. */
int deal_first(struct reader *rd, struct quantity *q, const struct place *p, size_t i,
	       struct err *e)
{
	rd->member_count = chain_length(rd->r, i);
	if (span_is_empty(p->phrase))
		members_before(rd, p, rd->member_count);
	else if (members_read(rd->r, p->phrase, p->predicate.tail, rd->members, &rd->member_count,
			      e))
		return -1;
	rd->member_next = 0;
	rd->member_end = q->quote.end;
	if (rd->member_count) {
		q->indicator = rd->members[rd->member_next++];
		note(rd->r, q->quote, "indicator", p->phrase, "the first of as many names");
	}
	return 0;
}

/* Whether the figures from here on go to the members in turn: 分别, or as many figures as names. */
bool deals_in_turn(const struct reader *rd, const struct place *p, size_t i)
{
	struct span spans[MEMBERS];
	size_t figures;

	if (p->predicate.respectively)
		return true;
	if (p->after || p->predicate.each || members_are_examples(rd->r, p->phrase))
		return false;
	figures = chain_length(rd->r, i);
	return figures > 1 && phrase_split(rd->r, p->phrase, figures, spans, MEMBERS) == figures;
}

/* Whether the figure follows the one before it with nothing but 、 or 和 between. */
static bool is_linked(const struct quantity *q, const struct place *p)
{
	return p->before && span_is_empty(p->phrase) && !p->predicate.reach &&
	       !p->predicate.grow.n && q->quote.start - p->before->quote.end <= LINK;
}

/* 分别控制在5小时、15小时以内: the limit behind the last figure holds for those before it. */
static void share_operator(struct reader *rd, const struct quantity *q)
{
	size_t first = rd->count - q->turn;

	for (size_t i = first; i < rd->count && slice_is(rd->out[i].op, "="); i++)
		rd->out[i].op = q->op;
}

/* A figure linked to the one before it is read like that, and gets the next member if one waits. */
void deal_next(struct reader *rd, struct quantity *q, const struct place *p)
{
	bool waits = p->before && rd->member_next < rd->member_count &&
		     p->before->quote.end == rd->member_end;

	if (!is_linked(q, p) || (!waits && !slice_eq(p->before->unit, q->unit)))
		return;
	if (waits) {
		q->indicator = rd->members[rd->member_next++];
		note_plain(rd->r, q->quote, "indicator",
			   "the next of the names before the first figure");
		rd->member_end = q->quote.end;
	}
	if (slice_eq(p->before->unit, q->unit) || !slice_is(p->before->kind, "share"))
		q->kind = p->before->kind;
	q->decrease = p->before->decrease;
	q->recurrence = p->before->recurrence;
	/* 分别比2020年下降8%、10%: the year of comparison is that of all */
	if (p->before->baseline.set && isnan(p->before->baseline.value))
		q->baseline = p->before->baseline;
	q->turn = p->before->turn + 1;
	q->turns = p->before->turns;
	if (!q->op.n)
		q->op = p->before->op;
	else if (slice_is(q->op, "<=") && q->turn + 1 == q->turns && q->turn <= rd->count)
		share_operator(rd, q);
}

void deal_noun(const struct reading *r, struct quantity *q, const struct quantity *next)
{
	size_t end = lexicon_before(r->words->level_end, q->indicator, q->indicator.n, NULL), len;

	if (!end || q->cell || !slice_eq(q->unit, next->unit) ||
	    next->quote.start - q->quote.end > q->indicator.n + LEVEL_GAP)
		return;
	for (size_t at = 0; at < next->indicator.n; at += len) {
		size_t n = lexicon_at(r->words->level_end, next->indicator, at, NULL);

		utf8_at(next->indicator, at, &len);
		if (n) {
			struct slice noun = {next->indicator.p + at + n,
					     next->indicator.n - at - n};

			q->indicator = joined(r->arena, q->indicator, noun);
			return;
		}
	}
}
