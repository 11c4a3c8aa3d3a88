/*
 * Repairs: passes over the text of a document, one family of damage each.
 *
 * A repair is given the document and the survey of its present text, goes over the stretches that
 * have its stops, writes edits of its one kind where it finds damage, and pushes a layer; where it
 * finds none, it changes nothing. It looks around a place by a bounded distance only, so that its
 * time is linear in the text's length, and finds nothing to do in its own output. What it does
 * depends on the text alone, so that it need not be run again over one that it left as it was. The
 * table in normalize.c gives the order: each repair may rely on the ones before it, but must also
 * hold when they are switched off.
 *
 * All return 0, or -1 with e filled.
 */
#ifndef ZHIBIAO_REPAIR_H
#define ZHIBIAO_REPAIR_H

#include "normalize/doc.h"
#include "normalize/survey.h"

/* Full-width, compatibility and invisible characters. */
int repair_form(struct doc *d, const struct survey *s, struct editor *w, struct err *e);

/* Whether the beginning of a text has something for it. */
bool form_shows(struct slice text);

/* Random characters that a forum puts into a text against copying. */
int repair_jammer(struct doc *d, const struct survey *s, struct editor *w, struct err *e);

/* Doubled characters, pinyin beside its character, a line of prose twice. */
int repair_double(struct doc *d, const struct survey *s, struct editor *w, struct err *e);

/* Wrappers and navigation at the head and foot; fills d->info.title from a wrapper. */
int repair_furniture(struct doc *d, const struct survey *s, struct editor *w, struct err *e);

/* Pages that changed places, by the numbers printed on them. */
int repair_page_order(struct doc *d, const struct survey *s, struct editor *w, struct err *e);

/* Page numbers and running heads. */
int repair_page(struct doc *d, const struct survey *s, struct editor *w, struct err *e);

/* The markers `N、` between page chunks, with their line ends. */
int repair_chunk(struct doc *d, const struct survey *s, struct editor *w, struct err *e);

/* Hard wraps inside sentences. */
int repair_line(struct doc *d, const struct survey *s, struct editor *w, struct err *e);

/* Blanks inside words and numbers and around punctuation. */
int repair_space(struct doc *d, const struct survey *s, struct editor *w, struct err *e);

/* Decimal points, item numbers, ordinals of headings, the dashes of ranges. */
int repair_separator(struct doc *d, const struct survey *s, struct editor *w, struct err *e);

/* Letters read for digits. */
int repair_digit(struct doc *d, const struct survey *s, struct editor *w, struct err *e);

/* Page chunks that changed places. */
int repair_order(struct doc *d, const struct survey *s, struct editor *w, struct err *e);

/* Two years written together. */
int repair_dash(struct doc *d, const struct survey *s, struct editor *w, struct err *e);

/* Brackets of agency lists and of names in them. */
int repair_bracket(struct doc *d, const struct survey *s, struct editor *w, struct err *e);

/* Round brackets of which one half was read as an angle, and quotation marks half straight. */
int repair_angle(struct doc *d, const struct survey *s, struct editor *w, struct err *e);
int repair_straight(struct doc *d, const struct survey *s, struct editor *w, struct err *e);

/* Quotation marks, 《》, and the brackets of document numbers. */
int repair_quote(struct doc *d, const struct survey *s, struct editor *w, struct err *e);

/* Look-alike characters in words of a closed vocabulary. */
int repair_word(struct doc *d, const struct survey *s, struct editor *w, struct err *e);

/*
 * Whether the line is the wrapper that a document-sharing site puts before a text:
 * `《标题.docx》由会员分享,可在线阅读…`. With its place in *title when title is not NULL.
 */
bool furniture_is_wrapper(struct slice line, struct span *title);

#endif
