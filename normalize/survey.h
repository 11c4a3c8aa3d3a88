/*
 * Survey: where in a text the repairs have something to look at.
 *
 * One pass over a text finds the stops: characters, and characters beside each other, without which
 * there is no damage of some kind. The text is divided into stretches, each a short line or a piece
 * of a longer one, and the survey says which stops each of them holds, so that every repair goes
 * from stretch to stretch of its own stops and leaves out the rest. A stop says no more than that a
 * repair must look: what is no stop in the table of survey.c no repair will ever see.
 */
#ifndef ZHIBIAO_SURVEY_H
#define ZHIBIAO_SURVEY_H

#include "normalize/edit.h"
#include "normalize/glyph.h"

enum stop {
	STOP_FORM = 1 << 0,	 /* a character that another form is wanted of */
	STOP_TWICE = 1 << 1,	 /* a character of three bytes twice */
	STOP_TONE = 1 << 2,	 /* a vowel of pinyin with its tone, or a letter behind no digit */
	STOP_FURNITURE = 1 << 3, /* two characters of a phrase of furniture */
	STOP_DASHED = 1 << 4,	 /* a dash that no number or letter stands before */
	STOP_PAGE = 1 << 5,	 /* 第 before a digit or blank */
	STOP_MARKER = 1 << 6,	 /* 、 behind a digit */
	STOP_LETTER = 1 << 7,	 /* a letter or circle that may be a digit */
	STOP_ZERO = 1 << 8,	 /* 0 behind a Chinese digit */
	STOP_DIGIT = STOP_LETTER | STOP_ZERO,
	STOP_POINT = 1 << 9,  /* . behind a blank or something like 1 */
	STOP_DOT = 1 << 10,   /* · behind a digit */
	STOP_RANGE = 1 << 11, /* a dash other than —, or 一, behind a number */
	STOP_FIRST = 1 << 12, /* a dash behind ( */
	STOP_ONE = 1 << 13, /* a dash before 、, or 一 behind a dash, another 一 or a line end */
	STOP_SEPARATOR = STOP_POINT | STOP_DOT | STOP_RANGE | STOP_FIRST | STOP_ONE,
	STOP_BLANK = 1 << 14,	  /* a blank inside a line */
	STOP_WORD = 1 << 15,	  /* two characters of a word, one of them wrong */
	STOP_BRACKETED = 1 << 16, /* ( before a Chinese number */
	STOP_ARABIC = 1 << 17,	  /* . behind a digit or blank */
	STOP_PLAIN = 1 << 18,	  /* 、 behind a Chinese number */
	STOP_CHAPTER = 1 << 19,	  /* 第 before a Chinese number */
	STOP_OUTLINE = STOP_BRACKETED | STOP_ARABIC | STOP_PLAIN | STOP_CHAPTER,
	STOP_YEARS = 1 << 20, /* a digit four places behind another */
	STOP_LIST = 1 << 21,  /* the colon of a list of agencies */
	STOP_QUOTE = 1 << 22, /* “ ” 《 》 〔 〕 〈 〉 【 】 and " */
	/* Lines: */
	STOP_LINE = 1 << 23,	   /* here one begins */
	STOP_PROSE = 1 << 24,	   /* , or 。 */
	STOP_MARK = 1 << 25,	   /* ; or : */
	STOP_OPEN_END = 1 << 26,   /* the end, behind no end of a sentence and no colon */
	STOP_OPEN_TEXT = 1 << 27,  /* such an end of a line that is long or has one of the above */
	STOP_WRAP_END = 1 << 28,   /* the end, behind , or 、 or a blank */
	STOP_WRAP_BEGIN = 1 << 29, /* closing punctuation or a blank begins it or the next one */
	STOP_REPEATED = 1 << 30	   /* it begins, and is the one before it over again */
};

struct stretch {
	uint32_t start;
	uint32_t stops; /* two characters at a border count on both sides */
};

struct survey {
	struct slice text;	   /* borrowed */
	struct stretch *stretches; /* and one more, which begins where the text ends */
	size_t count;
	uint32_t all; /* stops of the whole text */
	size_t capacity;
	struct stretch *spare; /* room for those of the next text */
	size_t spare_capacity;
	struct survey_table *table; /* owned */
};

/* Makes an empty survey. 0, or -1 with e filled; survey_release in any case. */
int survey_init(struct survey *s, struct err *e);
void survey_release(struct survey *s);

/* Surveys a text of less than 4 GiB, which is borrowed. 0, or -1 with e filled. */
int survey_read(struct survey *s, struct slice text, struct err *e);

/*
 * Says of a text, without reading it, that all of it may hold the stops. Such a survey can't be
 * updated.
 */
int survey_assume(struct survey *s, struct slice text, uint32_t stops, struct err *e);

/*
 * Surveys what a script made of the text surveyed last, which is still there: lines that it left as
 * they were, and their neighbours, are not read again.
 */
int survey_update(struct survey *s, struct slice text, const struct edits *script, struct err *e);

/* The stops of all stretches that hold some of a span. */
uint32_t survey_stops(const struct survey *s, struct span at);

/* Whether two characters of a phrase of furniture stand in a span; surer than STOP_FURNITURE. */
bool survey_has_furniture(const struct survey *s, struct span at);

/* Of which stops a byte, ASCII or the first of a character, may show the place. */
struct stop_bytes {
	uint32_t of[256];
};

/* One way through a text, along the stretches with any of the stops; begin with i 0. */
struct look {
	const struct survey *survey;
	uint32_t stops;
	size_t i; /* the present stretch */
};

/* The next byte before `end` that may show the place of one of the stops; end without. */
static inline size_t stop_next(struct slice t, size_t at, size_t end, uint32_t stops,
			       const struct stop_bytes *bytes)
{
	const unsigned char *s = (const unsigned char *)t.p;
	const uint32_t *of = bytes->of;

	while (at + 4 <= end &&
	       !((of[s[at]] | of[s[at + 1]] | of[s[at + 2]] | of[s[at + 3]]) & stops))
		at += 4;
	while (at < end && !(of[s[at]] & stops))
		at++;
	return at;
}

/*
 * The next such byte, at or after `at`, for the stops of the stretch that it stands in; the text's
 * end without. `at` never goes back.
 */
static inline size_t look_next(struct look *l, size_t at, const struct stop_bytes *bytes)
{
	const struct survey *s = l->survey;

	for (; l->i < s->count; l->i++) {
		const struct stretch *here = &s->stretches[l->i];
		size_t end = here[1].start;
		uint32_t stops = here->stops & l->stops;

		if (at >= end || !stops)
			continue;
		at = stop_next(s->text, at > here->start ? at : here->start, end, stops, bytes);
		if (at < end)
			return at;
	}
	return s->text.n;
}

/* The first stretch from i on that has one of the stops; s->count without. */
static inline size_t survey_find(const struct survey *s, size_t i, uint32_t stops)
{
	while (i < s->count && !(s->stretches[i].stops & stops))
		i++;
	return i;
}

/* A line of the text without its line end, and what it holds. */
struct survey_line {
	struct span at;
	uint32_t stops;
	size_t next; /* first stretch of the line after it */
};

/* Reads the line that begins with stretch `next`, at first 0; false at the text's end. */
static inline bool survey_next_line(const struct survey *s, struct survey_line *l)
{
	size_t i = l->next;

	if (i == s->count)
		return false;
	l->at.start = s->stretches[i].start;
	l->stops = 0;
	do
		l->stops |= s->stretches[i].stops;
	while (++i < s->count && !(s->stretches[i].stops & STOP_LINE));
	l->at.end = s->stretches[i].start;
	l->at.end -= s->text.p[l->at.end - 1] == '\n';
	l->next = i;
	return true;
}

/* The line that stretch number i is of. */
static inline struct survey_line survey_line_of(const struct survey *s, size_t i)
{
	struct survey_line l = {.next = i};

	while (!(s->stretches[l.next].stops & STOP_LINE))
		l.next--;
	survey_next_line(s, &l);
	return l;
}

#endif
