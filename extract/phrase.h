/*
 * Phrase: the words to the left and right of a figure, taken apart by the word lists.
 *
 * Chinese puts the predicate before the figure (企业数量达到50家), or the verb before and the noun
 * after it (新增50家企业). The scans here walk from the figure outwards and stop at the edges of
 * the clause; every walk is bounded by PHRASE_REACH bytes, so that cost stays linear.
 */
#ifndef ZHIBIAO_PHRASE_H
#define ZHIBIAO_PHRASE_H

#include "extract/reading.h"

enum { PHRASE_REACH = 900 };

/* What stands directly before a figure, read from right to left. */
struct predicate {
	size_t start;	   /* where these words begin */
	struct slice op;   /* of the comparator nearest to the figure; "" without */
	bool reach;	   /* a comparator or verb of reaching (达到, 超过 …) stands there */
	struct slice grow; /* up or down where a verb of growth stands there; else "" */
	struct slice recurrence; /* yearly … */
	bool each;	   /* 各, 均: the figure holds for each member of the list before it */
	bool respectively; /* 分别: the figures that follow go to the members in turn */
	bool from;	   /* 由, 从: the figure is where a change starts from */
	bool tail;	   /* 均, 分别: the members share the end of the last one */
	size_t make;	   /* where a verb of making directly before it begins; 0 without */
};

struct predicate phrase_predicate(const struct reading *r, size_t limit, size_t figure);

/*
 * Where the noun phrase that ends at `end` begins: after the nearest mark that ends a clause, after
 * an earlier figure of an enumeration, or at `limit`. Brackets and quotation marks are skipped
 * whole.
 */
size_t phrase_start(const struct reading *r, size_t limit, size_t end);

/* What was stripped from the front of a phrase. */
struct front {
	size_t start; /* where the rest begins */
	bool make;    /* a verb of making or doing */
	struct slice recurrence;
	struct span verb; /* the last verb of making that was stripped; empty without */
};

/* Strips time expressions, adverbs, leading verbs and verbs of making from the front. */
/* Where the time i stands in the text, with the brackets around it: (即2026-27年度). */
struct span phrase_time(const struct reading *r, size_t i);

struct front phrase_strip_front(const struct reading *r, struct span at);

/* The end of the phrase without words such as 的 and 等, blanks and stray marks. */
size_t phrase_strip_back(const struct reading *r, struct span at);

/*
 * The noun phrase directly after a figure; empty where none follows. It runs over 、 up to the end
 * of the clause where no other figure and no verb stands behind.
 */
struct span phrase_after(const struct reading *r, size_t figure_end, size_t limit);

/*
 * 本省将完成造林, 为卫生院配备彩超: where the verb begins behind 将 or 要 inside the phrase, or
 * behind those for whom something is done at its beginning; that beginning where there is none.
 */
size_t phrase_modal_verb(const struct reading *r, struct span at);

/* Whether the phrase begins with a subject such as 每个社区. */
bool phrase_is_each(const struct reading *r, struct span at);

/* 产能|恢复到常年水平: where the words of reaching begin inside the phrase; its end without them.
 */
size_t phrase_predicate_at(const struct reading *r, struct span at);

/* Where the clause ends that goes on at `at`: at a mark, at 、, at `limit` or out of reach. */
size_t phrase_clause_end(const struct reading *r, size_t at, size_t limit);

/*
 * The last verb of making inside a phrase with a noun of its own after it (企业组建 | 联合体):
 * where that noun begins, or `at.start` when there is none.
 */
size_t phrase_inner_verb(const struct reading *r, struct span at);

/* Whether a verb of making or one that leads into a phrase begins there, and no noun like it. */
bool phrase_verb_at(const struct reading *r, size_t at);

/* Whether the phrase is an enumeration by 、 outside brackets. */
bool phrase_lists(const struct reading *r, struct span at);

/*
 * The members of an enumeration (A、B和C), at most `max`; returns how many. `wanted` is how many
 * there should be, 0 where nothing says so: 和 parts no member where the others are as many
 * without.
 */
size_t phrase_split(const struct reading *r, struct span at, size_t wanted, struct span *out,
		    size_t max);

/* Whether a word of the list begins between the two offsets; the last such place goes to *at. */
bool phrase_holds(const struct reading *r, const struct lexicon *list, struct span range,
		  size_t *at);

#endif
