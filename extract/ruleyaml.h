/*
 * YAML as rule files use it: scalars are raw strings, lists and maps, every node with its place.
 *
 * Anchors, aliases, tags, several documents in a file and keys given twice are refused, and so are
 * files and nestings beyond what a person would write. Everything lives in the arena.
 */
#ifndef ZHIBIAO_RULEYAML_H
#define ZHIBIAO_RULEYAML_H

#include "normalize/arena.h"
#include "normalize/buf.h"

enum {
	RULE_FILE_BYTES = 16 << 20, /* largest file */
	RULE_FILE_NODES = 1000000,  /* most scalars, lists and maps in a file */
	RULE_FILE_DEPTH = 16,	    /* deepest nesting */
};

enum node_form { NODE_SCALAR, NODE_LIST, NODE_MAP };

struct rule_place {
	size_t line;   /* from 1 */
	size_t column; /* from 1, in characters */
};

struct rule_node {
	enum node_form form;
	struct slice text;	  /* of a scalar */
	struct rule_node **items; /* of a list; of a map: key, value, key, value … */
	size_t count;		  /* of items: twice the number of pairs for a map */
	struct rule_place place;
	bool block; /* a scalar written as a block with | or > */
};

struct rule_file {
	const char *path;
	struct slice text;
	struct rule_node *root; /* NULL for a file without content */
};

/* Reads and parses the file; path is borrowed. 0, or -1 with e filled. */
int rule_file_read(struct rule_file *f, const char *path, struct arena *arena, struct err *e);

/* Where byte `offset` of a scalar's text stands in the file; the node's place where unsure. */
struct rule_place rule_place(const struct rule_file *f, const struct rule_node *n, size_t offset);

/*
 * Appends `path:line:column: what`, the line there and a line with a caret below the column, each
 * with its line end. A long line is cut to the neighbourhood of the column.
 */
void rule_report(struct buf *out, const struct rule_file *f, struct rule_place at,
		 struct slice what);

/* Fills e with such a report and returns -1; e->text does not end with a line end. */
int rule_error(const struct rule_file *f, struct rule_place at, struct err *e, const char *format,
	       ...) __attribute__((format(printf, 4, 5)));

#endif
