/*
 * Deal: figures that follow one another (6%和7.5%, 分别达到10家、20家) and the names they go to.
 *
 * Private to indicator.c, deal.c, measure.c, part.c and share.c, which share the pen over the
 * figures of a document and what the words around one figure say.
 */
#ifndef ZHIBIAO_DEAL_H
#define ZHIBIAO_DEAL_H

#include "extract/members.h"
#include "extract/phrase.h"

/* The pen over the quantities of one document: `out` grows as lists with 各 are split. */
struct reader {
	struct reading *r;
	struct quantity *out;
	size_t count;
	size_t capacity;
	struct slice members[MEMBERS]; /* of a list with 分别, waiting for their figures */
	size_t member_count;
	size_t member_next;
	size_t member_end; /* where the figure before ended */
};

/* One figure with the span its sentence gives it to look around in. */
struct place {
	struct span sentence;
	size_t begin;		       /* of the sentence, without the text before its heading */
	size_t limit;		       /* nothing before this belongs to the figure */
	const struct quantity *before; /* the figure before it in the same sentence, or NULL */
	struct predicate predicate;
	size_t edge;	    /* where the clause begins that the phrase stands in */
	struct span phrase; /* the noun phrase; empty where none was found */
	struct front front;
	struct span size; /* 总规模, where the noun stands behind the figure; else empty */
	bool made;	  /* the noun ends in a verb of making: 高标准农田建设 */
	bool after;	  /* the phrase stands right of the figure */
};

static inline bool span_is_empty(struct span at)
{
	return at.end <= at.start;
}

/* How many figures follow one another with nothing but 、 or 和 between, from number i on. */
size_t chain_length(const struct reading *r, size_t i);

/* Whether the figures from number i on go to the names in turn: 分别, or as many as names. */
bool deals_in_turn(const struct reader *rd, const struct place *p, size_t i);

/* Opens a list of names whose figures follow: its first goes to figure i. 0, or -1 with e filled.
 */
int deal_first(struct reader *rd, struct quantity *q, const struct place *p, size_t i,
	       struct err *e);

/*
 * A figure linked to the one before it is read like that one; of a list whose figures follow in
 * turn it gets the next name.
 */
void deal_next(struct reader *rd, struct quantity *q, const struct place *p);

/* 1个千亿级、3个百亿级产业集群: a level takes the noun that the next one has. */
void deal_noun(const struct reading *r, struct quantity *q, const struct quantity *next);

#endif
