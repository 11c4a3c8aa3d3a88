/*
 * Markup: the tokens of HTML and XML, each with its place, read leniently and in linear time
 * whatever the text holds.
 */
#ifndef ZHIBIAO_MARKUP_H
#define ZHIBIAO_MARKUP_H

#include "normalize/arena.h"

enum token_kind {
	TOKEN_TEXT,
	TOKEN_OPEN,  /* <name …> */
	TOKEN_CLOSE, /* </name> */
	TOKEN_OTHER, /* comments, doctypes, declarations, what is in <script> */
};

struct token {
	enum token_kind kind;
	struct span at;
	struct slice name;  /* of a tag, as written; borrowed from the text */
	struct slice attrs; /* of an opening tag: what stands between the name and the end */
	bool empty;	    /* <name …/> */
};

/* Most names of elements that are looked for by markup_close and may be missing. */
enum { MARKUP_UNCLOSED = 24 };

/* Where the tokens are read; what is known to be missing further on is not looked for again. */
struct markup {
	struct slice text; /* valid UTF-8 */
	size_t at;
	bool no_quote[2];
	bool no_comment_end;
	struct slice unclosed[MARKUP_UNCLOSED];
	size_t unclosed_count;
};

void markup_init(struct markup *m, struct slice text);

/* The next token; false at the end. */
bool markup_next(struct markup *m, struct token *t);

/*
 * Goes on behind the closing tag of that name and says where it begins; at the text's end, and with
 * nothing moved, when there is none. The name is borrowed as long as tokens are read.
 */
size_t markup_close(struct markup *m, struct slice name);

/* Name and value of the attribute at or behind *at, which moves; false at the end. */
bool markup_next_attr(struct slice attrs, size_t *at, struct slice *name, struct slice *value);

/*
 * The value of an attribute as written (lower-case name; case does not matter), without quotes;
 * .p is NULL without.
 */
struct slice markup_attr(struct slice attrs, const char *name);

/*
 * The character that a reference stands for (&amp; &#12289; &#x3001;) that begins at text.p[at];
 * its length in bytes goes to *len, 0 for a mere ampersand.
 */
uint32_t markup_reference(struct slice text, size_t at, size_t *len);

/*
 * The text with references replaced, blanks at the ends dropped and other runs of blanks made one,
 * in the arena. On failure .p is NULL.
 */
struct slice markup_plain(struct slice text, struct arena *arena);

#endif
