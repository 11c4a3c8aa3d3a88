/*
 * The numbers that Word puts before headings and items: 第一章, （二）, 3.1 … are not in a
 * document's text but made from word/numbering.xml and word/styles.xml when it is shown.
 */
#ifndef ZHIBIAO_DOCX_NUMBER_H
#define ZHIBIAO_DOCX_NUMBER_H

#include "normalize/arena.h"
#include "normalize/buf.h"
#include "normalize/read/markup.h"

enum { DOCX_LEVELS = 9, DOCX_MOST_LISTS = 2000 };

struct docx_level {
	int start;
	bool set;
	bool legal;	    /* the numbers above it are shown in Arabic digits */
	struct slice form;  /* numFmt: "decimal", "chineseCounting" … */
	struct slice shown; /* lvlText: "第%1章" */
};

/* A list as defined; several lists in use may share one, and then go on counting together. */
struct docx_scheme {
	long id;
	struct docx_level levels[DOCX_LEVELS];
	int counts[DOCX_LEVELS];
	bool begun[DOCX_LEVELS];
};

/* A list in use. */
struct docx_list {
	long id;
	long scheme;
	int start[DOCX_LEVELS]; /* where it begins anew; -1 where it goes on */
};

struct docx_style {
	struct slice id;
	struct slice base;
	long list; /* -1 where it says nothing */
	int level;
};

/* Where a definition is being read. */
enum docx_section { DOCX_TEXT, DOCX_NUMBERING, DOCX_STYLES };

struct docx_numbers {
	struct arena *arena; /* borrowed */
	struct docx_scheme *schemes;
	size_t scheme_count, scheme_capacity;
	struct docx_list *lists;
	size_t list_count, list_capacity;
	struct docx_style *styles;
	size_t style_count, style_capacity;
	enum docx_section section;
	bool in_list;	/* inside <w:num>, not <w:abstractNum> */
	unsigned level; /* being defined */
};

/* Reads the definitions in the text; what is beyond DOCX_MOST_LISTS is left out. */
int docx_numbers_read(struct docx_numbers *n, struct slice text, struct arena *arena,
		      struct err *e);

/* List and level of paragraphs of that style, which may have them from the one it is based on. */
void docx_style_list(const struct docx_numbers *n, struct slice style, long *list, int *level);

/* Counts a paragraph of the list and appends its number; nothing for bullets. */
void docx_number(struct docx_numbers *n, long list, int level, struct buf *out);

/* Whether the name is this one, whatever its namespace is called. */
bool docx_named(struct slice name, const char *wanted);

/* The value of w:val as a number; `otherwise` without. */
long docx_value(struct slice attrs, const char *attr, long otherwise);

#endif
