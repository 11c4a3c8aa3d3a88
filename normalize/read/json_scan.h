/*
 * Reading JSON where it stands: a line is checked once, in one pass and without copies, and only
 * what is wanted of it is taken out.
 */
#ifndef ZHIBIAO_JSON_SCAN_H
#define ZHIBIAO_JSON_SCAN_H

#include "normalize/arena.h"
#include "normalize/err.h"

/* Deeper nestings are refused. */
enum { JSON_DEPTH = 512 };

enum scan_kind { SCAN_NONE, SCAN_STRING, SCAN_NUMBER, SCAN_OBJECT, SCAN_ARRAY, SCAN_WORD };

/* A value as written, a string without its quotes; borrowed from the text. */
struct scan_value {
	enum scan_kind kind;
	struct slice raw;
};

struct scan_member {
	struct slice name; /* as meant */
	struct scan_value value;
};

struct scan_object {
	struct scan_member *members; /* in the arena */
	size_t count;
	size_t capacity;
};

/*
 * Checks that the text is one JSON object in UTF-8, and lists its members. 0, or -1 with e saying
 * what is wrong at which byte.
 */
int scan_object(struct slice text, struct scan_object *o, struct arena *arena, struct err *e);

/* The value of that name, the last of several; SCAN_NONE without. */
struct scan_value scan_member(const struct scan_object *o, struct slice name);

/* The next item of an array that was checked, from *at (0 at first) on; SCAN_NONE at the end. */
struct scan_value scan_item(struct slice array, size_t *at);

/*
 * What a string means, in the arena: escapes replaced, a lone surrogate by U+FFFD. On failure .p is
 * NULL.
 */
struct slice scan_text(struct slice raw, struct arena *arena);

#endif
