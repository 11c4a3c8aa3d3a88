/*
 * Constant tables of the repairs: which characters and phrases they look for.
 *
 * They hold what is common to the language and to the sites it is published on, never what occurs
 * in one document only. Each table's file says where it comes from.
 */
#ifndef ZHIBIAO_TABLES_H
#define ZHIBIAO_TABLES_H

#include "normalize/text.h"

#include <uchar.h>

/* What becomes of the characters of a range. */
enum form_action {
	FORM_SHIFT, /* the first becomes `to`, the next to + 1 … */
	FORM_TO,    /* all become `to` */
	FORM_DROP,
	FORM_RADICAL,  /* see radical_ideographs */
	FORM_CANONICAL /* the canonical decomposition, where it is a single character */
};

struct form_range {
	uint32_t first;
	uint32_t last;
	enum form_action action;
	uint32_t to;
};

/* Ordered by code point, without overlaps. */
extern const struct form_range form_ranges[];
extern const size_t form_range_count;

enum { RADICAL_FIRST = 0x2E80, RADICAL_LAST = 0x2FD5 };

/* The unified ideograph of each radical, 0 where there is none. */
extern const uint32_t radical_ideographs[RADICAL_LAST - RADICAL_FIRST + 1];

/* Where a piece of site furniture stands, how a line shows it, and what goes with it. */
enum { FURNITURE_HEAD = 1, FURNITURE_FOOT = 2 };
enum furniture_test { LINE_STARTS, LINE_HAS, LINE_IS };
enum furniture_action { DROP_LINE, DROP_ABOVE, DROP_BELOW };

struct furniture {
	const char *phrase;
	unsigned where; /* FURNITURE_HEAD | FURNITURE_FOOT */
	enum furniture_test test;
	enum furniture_action action; /* the line itself goes in every case */
	size_t longest;		      /* characters: a longer line is no furniture */
};

extern const struct furniture furniture_lines[];
extern const size_t furniture_line_count;

/* A line at the head of a document with one of these says something about the document. */
extern const char *const furniture_spared[];
extern const size_t furniture_spared_count;

/* What is left out of such a line: the parts between `|` that hold one of these. */
extern const char *const furniture_parts[];
extern const size_t furniture_part_count;

/* Ends with these words after the title in 《》 on document-sharing sites. */
extern const char furniture_wrapper[];

/* First characters of units and counters that follow a number directly. */
extern const char32_t unit_characters[];

/* Units of amounts of several characters, and verbs that an amount follows. */
extern const char *const amount_units[];
extern const size_t amount_unit_count;
extern const char *const amount_verbs[];
extern const size_t amount_verb_count;

/* Words that are written AABB: 方面 → 方方面面 */
extern const char *const aabb_words[];
extern const size_t aabb_word_count;

/* Terms that official documents write in quotation marks. */
extern const char *const quoted_terms[];
extern const size_t quoted_term_count;

/* Last words of a document's title, words behind its 》, and verbs before its 《. */
extern const char *const document_nouns[];
extern const size_t document_noun_count;
extern const char *const behind_title[];
extern const size_t behind_title_count;
extern const char *const title_verbs[];
extern const size_t title_verb_count;

/* The closed vocabulary, and what must stand beside a word. */
struct fixed_word {
	const char *text;
	bool amount; /* a number before it */
	bool time;   /* a number before it and punctuation behind it */
};

/* A character that may stand wrongly in one place of a word; ordered by character. */
struct word_fix {
	uint16_t wrong;
	uint16_t word;	/* index into fixed_words */
	uint16_t place; /* characters before it in the word */
};

enum { WORD_FIX_PAIRS = 0x10000 };

extern const struct fixed_word fixed_words[];
extern const struct word_fix word_fixes[];
extern const size_t word_fix_count;

/* A bit for the hash of each pair of a wrong character and its neighbour, see word_fix_pair. */
extern const uint32_t word_fix_pairs[WORD_FIX_PAIRS / 32];

static inline uint32_t word_fix_pair(uint32_t a, uint32_t b)
{
	return (a * 0x9E37u + b * 0x79B9u) >> 8 & 0xFFFF;
}

/* Openers of agency lists (责任单位 …), without the colon. */
extern const char *const list_words[];
extern const size_t list_word_count;

/* Names of sets of divisions whose brackets got lost, and with the brackets. */
struct bracket_pair {
	const char *lost;
	const char *whole;
};

extern const struct bracket_pair division_brackets[];
extern const size_t division_bracket_count;

/* Words before such a name: 各, 有关 … */
extern const char *const division_openers[];
extern const size_t division_opener_count;

/* Level words with which the names of agencies begin, longest first: 市委, 市 … */
extern const char *const level_words[];
extern const size_t level_word_count;

#endif
