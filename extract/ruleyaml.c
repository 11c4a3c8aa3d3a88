#include "extract/ruleyaml.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <yaml.h>

struct walk {
	yaml_parser_t parser;
	struct rule_file *file;
	struct arena *arena;
	struct err *e;
	size_t nodes;
	int depth;
};

static int read_bytes(FILE *in, const char *path, struct buf *bytes, struct err *e)
{
	enum { PIECE = 64 * 1024 };

	for (;;) {
		char *place = buf_reserve(bytes, PIECE);
		size_t n = place ? fread(place, 1, PIECE, in) : 0;

		bytes->len += n;
		if (ferror(in))
			return err_set(e, "%s: %s", path, strerror(errno));
		if (bytes->len > RULE_FILE_BYTES)
			return err_set(e, "%s: larger than %d MiB", path, RULE_FILE_BYTES >> 20);
		if (!n)
			return buf_check(bytes, e);
	}
}

static int read_file(struct rule_file *f, struct arena *arena, struct err *e)
{
	FILE *in = fopen(f->path, "rb");
	struct buf bytes;
	int result;

	if (!in)
		return err_set(e, "%s: %s", f->path, strerror(errno));
	buf_init(&bytes, SIZE_MAX);
	result = read_bytes(in, f->path, &bytes, e);
	if (!result) {
		f->text = arena_copy(arena, buf_text(&bytes));
		result = f->text.p ? 0 : err_nomem(e);
	}
	buf_release(&bytes);
	fclose(in);
	return result;
}

static struct rule_place place_of(yaml_mark_t mark)
{
	return (struct rule_place){mark.line + 1, mark.column + 1};
}

static int parse_error(struct walk *w)
{
	const yaml_parser_t *p = &w->parser;
	struct rule_place at = place_of(p->problem_mark);

	if (p->error == YAML_MEMORY_ERROR)
		return err_nomem(w->e);
	if (p->error == YAML_READER_ERROR)
		return err_set(w->e, "%s: byte %zu: %s", w->file->path, p->problem_offset,
			       p->problem ? p->problem : "not UTF-8");
	return rule_error(w->file, at, w->e, "%s%s%s", p->problem ? p->problem : "not YAML",
			  p->context ? " " : "", p->context ? p->context : "");
}

static int next_event(struct walk *w, yaml_event_t *event)
{
	if (!yaml_parser_parse(&w->parser, event))
		return parse_error(w);
	return 0;
}

static struct rule_node *new_node(struct walk *w, enum node_form form, const yaml_event_t *event)
{
	struct rule_node *n;
	struct rule_place at = place_of(event->start_mark);

	if (++w->nodes > RULE_FILE_NODES) {
		rule_error(w->file, at, w->e, "more than %d values in a file", RULE_FILE_NODES);
		return NULL;
	}
	n = arena_zero(w->arena, 1, sizeof(*n));
	if (!n) {
		err_nomem(w->e);
		return NULL;
	}
	n->form = form;
	n->place = at;
	return n;
}

static struct rule_node *read_scalar(struct walk *w, const yaml_event_t *event)
{
	struct rule_node *n = new_node(w, NODE_SCALAR, event);
	struct slice text = {(const char *)event->data.scalar.value, event->data.scalar.length};

	if (!n)
		return NULL;
	n->block = event->data.scalar.style == YAML_LITERAL_SCALAR_STYLE ||
		   event->data.scalar.style == YAML_FOLDED_SCALAR_STYLE;
	n->text = arena_copy(w->arena, text);
	if (n->text.p)
		return n;
	err_nomem(w->e);
	return NULL;
}

static struct rule_node *read_node(struct walk *w, yaml_event_t *event);

static int add_item(struct walk *w, struct rule_node *n, size_t *capacity, struct rule_node *item)
{
	struct rule_node **items =
		arena_grow(w->arena, n->items, n->count, capacity, sizeof(struct rule_node *));

	if (!items)
		return err_nomem(w->e);
	n->items = items;
	n->items[n->count++] = item;
	return 0;
}

/* Reads the items of a list or map up to its end event. */
static int read_items(struct walk *w, struct rule_node *n, yaml_event_type_t end)
{
	size_t capacity = 0;

	for (;;) {
		yaml_event_t event;
		struct rule_node *item;
		bool last;

		if (next_event(w, &event))
			return -1;
		last = event.type == end;
		item = last ? NULL : read_node(w, &event);
		yaml_event_delete(&event);
		if (last)
			return 0;
		if (!item || add_item(w, n, &capacity, item))
			return -1;
	}
}

static int compare_keys(const void *left, const void *right)
{
	const struct rule_node *a = *(struct rule_node *const *)left;
	const struct rule_node *b = *(struct rule_node *const *)right;
	int order = memcmp(a->text.p, b->text.p, a->text.n < b->text.n ? a->text.n : b->text.n);

	if (order || a->text.n != b->text.n)
		return order ? order : (a->text.n > b->text.n) - (a->text.n < b->text.n);
	if (a->place.line != b->place.line)
		return a->place.line < b->place.line ? -1 : 1;
	return a->place.column < b->place.column ? -1 : 1;
}

/* Every key of a map is a word, and none comes twice. */
static int check_keys(struct walk *w, const struct rule_node *n)
{
	size_t count = n->count / 2;
	struct rule_node **keys = arena_alloc(w->arena, count * sizeof(*keys));

	if (!keys)
		return err_nomem(w->e);
	for (size_t i = 0; i < count; i++) {
		keys[i] = n->items[2 * i];
		if (keys[i]->form != NODE_SCALAR || !keys[i]->text.n)
			return rule_error(w->file, keys[i]->place, w->e, "a key must be a word");
	}
	qsort(keys, count, sizeof(*keys), compare_keys);
	for (size_t i = 1; i < count; i++)
		if (slice_eq(keys[i - 1]->text, keys[i]->text))
			return rule_error(w->file, keys[i]->place, w->e,
					  "the key \"%s\" comes twice", keys[i]->text.p);
	return 0;
}

static struct rule_node *read_list(struct walk *w, const yaml_event_t *event)
{
	struct rule_node *n = new_node(w, NODE_LIST, event);

	return n && !read_items(w, n, YAML_SEQUENCE_END_EVENT) ? n : NULL;
}

static struct rule_node *read_map(struct walk *w, const yaml_event_t *event)
{
	struct rule_node *n = new_node(w, NODE_MAP, event);

	if (!n || read_items(w, n, YAML_MAPPING_END_EVENT) || check_keys(w, n))
		return NULL;
	return n;
}

/* What a rule file may not use, in words; NULL for a plain node. */
static const char *forbidden(const struct walk *w, const yaml_event_t *event)
{
	const yaml_char_t *anchor = NULL, *tag = NULL;

	if (event->type == YAML_ALIAS_EVENT)
		return "aliases (*name) are not allowed";
	if (event->type == YAML_SCALAR_EVENT) {
		anchor = event->data.scalar.anchor;
		tag = event->data.scalar.tag;
	} else if (event->type == YAML_SEQUENCE_START_EVENT) {
		anchor = event->data.sequence_start.anchor;
		tag = event->data.sequence_start.tag;
	} else if (event->type == YAML_MAPPING_START_EVENT) {
		anchor = event->data.mapping_start.anchor;
		tag = event->data.mapping_start.tag;
	}
	if (anchor)
		return "anchors (&name) are not allowed";
	if (tag)
		return "tags (!name) are not allowed";
	return w->depth >= RULE_FILE_DEPTH ? "nested too deeply" : NULL;
}

/* The node that begins with this event; NULL with w->e filled. */
static struct rule_node *read_node(struct walk *w, yaml_event_t *event)
{
	const char *why_not = forbidden(w, event);
	struct rule_node *n;

	if (why_not) {
		rule_error(w->file, place_of(event->start_mark), w->e, "%s", why_not);
		return NULL;
	}
	w->depth++;
	if (event->type == YAML_SCALAR_EVENT)
		n = read_scalar(w, event);
	else if (event->type == YAML_SEQUENCE_START_EVENT)
		n = read_list(w, event);
	else
		n = read_map(w, event);
	w->depth--;
	return n;
}

/* The events of a stream: its start, a document's start, its root, both ends. */
static int read_stream(struct walk *w)
{
	bool ended = false;

	while (!ended) {
		yaml_event_t event;
		int result = 0;

		if (next_event(w, &event))
			return -1;
		ended = event.type == YAML_STREAM_END_EVENT;
		if (event.type == YAML_DOCUMENT_START_EVENT && w->file->root)
			result = rule_error(w->file, place_of(event.start_mark), w->e,
					    "a second document in the file");
		else if (event.type >= YAML_ALIAS_EVENT) {
			w->file->root = read_node(w, &event);
			result = w->file->root ? 0 : -1;
		}
		yaml_event_delete(&event);
		if (result)
			return -1;
	}
	return 0;
}

int rule_file_read(struct rule_file *f, const char *path, struct arena *arena, struct err *e)
{
	struct walk w = {.file = f, .arena = arena, .e = e};
	int result;

	*f = (struct rule_file){.path = path};
	if (read_file(f, arena, e))
		return -1;
	if (!yaml_parser_initialize(&w.parser))
		return err_nomem(e);
	yaml_parser_set_input_string(&w.parser, (const unsigned char *)f->text.p, f->text.n);
	yaml_parser_set_encoding(&w.parser, YAML_UTF8_ENCODING);
	result = read_stream(&w);
	yaml_parser_delete(&w.parser);
	return result;
}

/* Line number `line` of the text, without its line end; empty past the last one. */
static struct slice line_of(struct slice text, size_t line)
{
	size_t start = 0, end;

	while (line-- > 1 && start < text.n)
		start = slice_find(text, start, slice_of("\n")) + 1;
	if (start > text.n)
		start = text.n;
	end = slice_find(text, start, slice_of("\n"));
	if (end > start && text.p[end - 1] == '\r')
		end--;
	return slice_cut(text, (struct span){start, end});
}

/* Byte offset of a column in a line; at most the line's end. */
static size_t column_offset(struct slice line, size_t column)
{
	size_t at = 0;

	while (column-- > 1 && at < line.n)
		at += utf8_len((unsigned char)line.p[at]);
	return at < line.n ? at : line.n;
}

static size_t leading_blanks(struct slice line)
{
	size_t n = 0;

	while (n < line.n && line.p[n] == ' ')
		n++;
	return n;
}

/*
 * A block's text begins on the line after the | or >, all lines as far in as the first with text;
 * each line end became one character. Blank lines in a folded block break that: the node's place.
 */
static struct rule_place block_place(const struct rule_file *f, const struct rule_node *n,
				     size_t offset)
{
	struct rule_place at = {n->place.line + 1, 1};
	struct slice line = line_of(f->text, at.line);
	size_t indent = leading_blanks(line), start = 0;

	while (start <= offset) {
		struct slice rest = {n->text.p + start, n->text.n - start};
		size_t skip = leading_blanks(line) < indent ? leading_blanks(line) : indent;

		line = slice_cut(line, (struct span){skip, line.n});
		if (!slice_starts(rest, line))
			break;
		at.column = 1 + skip + utf8_count((struct slice){rest.p, offset - start});
		if (offset <= start + line.n)
			return at;
		start += line.n + 1;
		line = line_of(f->text, ++at.line);
	}
	return n->place;
}

struct rule_place rule_place(const struct rule_file *f, const struct rule_node *n, size_t offset)
{
	struct slice line, rest;
	struct rule_place at = n->place;
	size_t start;

	if (offset > n->text.n)
		offset = n->text.n;
	if (offset && offset == n->text.n && n->text.p[offset - 1] == '\n')
		offset--;
	if (n->block)
		return block_place(f, n, offset);
	line = line_of(f->text, at.line);
	start = column_offset(line, at.column);
	start += start < line.n && (line.p[start] == '\'' || line.p[start] == '"');
	rest = (struct slice){line.p + start, line.n - start};
	if (!slice_starts(rest, (struct slice){n->text.p, offset}))
		return at;
	at.column = 1 + utf8_count((struct slice){line.p, start + offset});
	return at;
}

/* A blank as wide as the character that begins with this byte, to put a caret below its column. */
static const char *blank_for(char lead)
{
	if (lead == '\t')
		return "\t";
	return (unsigned char)lead >= 0xE3 ? "\u3000" : " ";
}

/* The line and the caret, cut to MARGIN bytes or so on both sides of the caret. */
static void add_excerpt(struct buf *out, struct slice line, size_t at)
{
	enum { MARGIN = 60 };
	size_t start = at > MARGIN ? at - MARGIN : 0;
	size_t end = line.n - at > MARGIN ? at + MARGIN : line.n;

	while (start > 0 && ((unsigned char)line.p[start] & 0xC0) == 0x80)
		start--;
	while (end < line.n && ((unsigned char)line.p[end] & 0xC0) == 0x80)
		end++;
	buf_adds(out, start ? "    ... " : "    ");
	buf_slice(out, slice_cut(line, (struct span){start, end}));
	buf_adds(out, end < line.n ? " ...\n" : "\n");
	buf_adds(out, start ? "        " : "    ");
	for (size_t i = start; i < at; i += utf8_len((unsigned char)line.p[i]))
		buf_adds(out, blank_for(line.p[i]));
	buf_adds(out, "^\n");
}

void rule_report(struct buf *out, const struct rule_file *f, struct rule_place at,
		 struct slice what)
{
	struct slice line = line_of(f->text, at.line);

	buf_addf(out, "%s:%zu:%zu: ", f->path, at.line, at.column);
	buf_slice(out, what);
	buf_addc(out, '\n');
	add_excerpt(out, line, column_offset(line, at.column));
}

int rule_error(const struct rule_file *f, struct rule_place at, struct err *e, const char *format,
	       ...)
{
	char what[240];
	struct buf report;
	va_list args;

	va_start(args, format);
	vsnprintf(what, sizeof(what), format, args);
	va_end(args);
	buf_init(&report, SIZE_MAX);
	rule_report(&report, f, at, slice_of(what));
	if (buf_check(&report, e))
		return -1;
	err_set(e, "%.*s", (int)report.len - 1, report.data);
	buf_release(&report);
	return -1;
}
