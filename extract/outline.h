/*
 * Outline: the sections of a document by its numbered headings, and its sentences.
 *
 * Headings are found by the rules that emit `heading`, wherever they stand: scraped and OCRed texts
 * run them into the line. A section reaches from its heading to the next one, whatever its level;
 * its parent is the nearest earlier section of a higher rank (a lower level number).
 */
#ifndef ZHIBIAO_OUTLINE_H
#define ZHIBIAO_OUTLINE_H

#include "extract/match.h"
#include "extract/record.h"

enum { SECTION_NONE = -1 };

struct section {
	int level;	   /* 0 for the document itself, rising with depth */
	int parent;	   /* index, or SECTION_NONE */
	size_t start;	   /* where its numbering begins */
	struct span title; /* without numbering; may be empty */
	size_t body;	   /* where the text after the title begins */
	size_t end;
	bool contents;	     /* an entry of a table of contents: empty, its title comes again */
	struct slice status; /* what a section rule says of it or of a parent; "" without */
};

struct outline {
	struct section *sections; /* by start; number 0 is the text before the first heading */
	size_t count;
	struct span *sentences; /* by start; gaps hold only line ends and blanks */
	size_t sentence_count;
};

/* 0, or -1 with e filled. */
int outline_build(struct outline *o, struct slice text, const struct matches *headings,
		  const struct matches *section_rules, struct arena *arena, struct err *e);

/* Index of the section that holds byte `at`. */
size_t outline_section(const struct outline *o, size_t at);

/* The sentence that holds byte `at`, or the empty span at `at`. */
struct span outline_sentence(const struct outline *o, size_t at);

/* Index of the first sentence that ends after `at`; sentence_count when there is none. */
size_t outline_sentence_from(const struct outline *o, size_t at);

/* Titles from the outermost in, for records at byte `at`. 0, or -1 with e filled. */
int outline_path(const struct outline *o, struct slice text, size_t at, struct arena *arena,
		 struct list *path, struct err *e);

#endif
