#include "extract/outline.h"

#include "extract/scope.h"
#include "normalize/vector.h"

#include <stdlib.h>

/* A heading's title is short; what runs longer is an item whose first clause stands for it. */
enum { TITLE_CHARS = 40, LEVELS = 10 };

/*
 * The title that begins at `from`: up to the end of the line or sentence; of an item that runs on,
 * the first clause. *body gets the place where the section's own text begins.
 */
static struct span read_title(struct slice text, size_t from, size_t limit, size_t *body)
{
	size_t at = from, clause = 0, chars = 0, len;
	int depth = 0;

	for (; at < limit && chars < TITLE_CHARS; at += len, chars++) {
		uint32_t c = utf8_at(text, at, &len);

		if (ends_sentence(c)) {
			*body = c == '\n' ? at : at + len;
			return (struct span){from, at};
		}
		depth += (c == '(') - (c == ')');
		if (!clause && depth <= 0 && ends_clause(c))
			clause = at;
	}
	if (at >= limit) {
		*body = limit;
		return (struct span){from, limit};
	}
	*body = from;
	return (struct span){from, clause ? clause : from};
}

static struct span trim_span(struct slice text, struct span at)
{
	struct slice trimmed = slice_trim(slice_cut(text, at));

	at.start = (size_t)(trimmed.p - text.p);
	at.end = at.start + trimmed.n;
	return at;
}

static int heading_level(const struct match *m)
{
	struct slice level = rule_field(m->rule, "level");

	return level.n == 1 && level.p[0] >= '1' && level.p[0] <= '9' ? level.p[0] - '0' : 1;
}

/*
 * latest[level] is the newest section of that level which is still open; a new section closes those
 * as deep as itself and has the deepest one left for its parent.
 */
static int open_level(int latest[LEVELS], int level, int section)
{
	int parent = 0;

	for (int i = 1; i < level; i++)
		parent = latest[i] > parent ? latest[i] : parent;
	for (int i = level; i < LEVELS; i++)
		latest[i] = 0;
	latest[level] = section;
	return parent;
}

static void add_section(struct outline *o, struct slice text, const struct match *m, size_t limit,
			int latest[LEVELS])
{
	struct section *s = &o->sections[o->count];

	s->level = heading_level(m);
	s->parent = open_level(latest, s->level, (int)o->count);
	s->start = m->at.start;
	s->title = trim_span(text, read_title(text, m->at.end, limit, &s->body));
	s->end = limit;
	s->contents = false;
	s->status = (struct slice){"", 0};
	o->count++;
}

/* A section has the status of the rule that matches its title, else its parent's. */
static void set_status(struct outline *o, size_t i, const struct matches *rules)
{
	struct section *s = &o->sections[i];
	size_t hit = matches_from(rules, s->title.start);

	if (i && hit < rules->count && rules->items[hit].at.start < s->title.end &&
	    rules->items[hit].at.end > s->title.start)
		s->status = rule_field(rules->items[hit].rule, "status");
	else if (s->parent != SECTION_NONE)
		s->status = o->sections[s->parent].status;
}

static bool has_body(struct slice text, const struct section *s)
{
	return slice_trim(slice_cut(text, (struct span){s->body, s->end})).n > 0;
}

/* Whether a later heading from `from` on has the same title as section i. */
static bool comes_again(const struct outline *o, struct slice text, size_t i, size_t from)
{
	for (size_t k = from; k < o->count; k++)
		if (slice_eq(slice_cut(text, o->sections[i].title),
			     slice_cut(text, o->sections[k].title)))
			return true;
	return false;
}

/*
 * A table of contents: a row of headings without text of their own, the first of which comes again
 * below. The last entry is followed by the text that stands before the first real heading.
 */
static void mark_contents(struct outline *o, struct slice text)
{
	enum { ENTRIES = 4, HEAD = 400 }; /* at least so many, among the first of the document */
	size_t start = 1, end;

	for (; start < o->count && start < HEAD; start = end + 1) {
		end = start;
		while (end < o->count && !has_body(text, &o->sections[end]))
			end++;
		if (end - start < ENTRIES || !comes_again(o, text, start, end))
			continue;
		for (size_t k = start; k <= end && k < o->count; k++)
			o->sections[k].contents = k < end || comes_again(o, text, k, k + 1);
		return;
	}
}

static int build_sections(struct outline *o, struct slice text, const struct matches *headings,
			  const struct matches *rules, struct arena *arena, struct err *e)
{
	size_t first = headings->count ? headings->items[0].at.start : text.n;
	int latest[LEVELS] = {0};

	o->sections = arena_alloc(arena, (headings->count + 1) * sizeof(*o->sections));
	if (!o->sections)
		return err_nomem(e);
	o->sections[0] = (struct section){.parent = SECTION_NONE, .end = first, .status = {"", 0}};
	o->count = 1;
	for (size_t i = 0; i < headings->count; i++) {
		bool last = i + 1 == headings->count;

		add_section(o, text, &headings->items[i],
			    last ? text.n : headings->items[i + 1].at.start, latest);
	}
	for (size_t i = 0; i < o->count; i++)
		set_status(o, i, rules);
	mark_contents(o, text);
	return 0;
}

enum { BLOCK = sizeof(bytes16) };

/* Where in a block a mark at the end of a sentence may begin, by the second byte behind it as well;
   BLOCK where none does. See ends_sentence. */
static unsigned end_in_block(const char *block)
{
	bytes16 c = bytes16_at(block), third = bytes16_at(block + 2);

	return bytes16_first((bytes16)(c == '\t') | (bytes16)(c == '\n') | (bytes16)(c == '!') |
			     (bytes16)(c == '?') | (bytes16)((c == 0xE3) & (third == 0x82)) |
			     (bytes16)(c == 0xEF));
}

/* Where the sentence that begins at `start` ends: behind its mark, at the latest at `limit`. */
static size_t sentence_end(struct slice text, size_t start, size_t limit)
{
	size_t at = start, len;

	while (at < limit) {
		unsigned step = at + BLOCK + 2 <= limit ? end_in_block(text.p + at) : 0;

		if (step == BLOCK) { /* the next block must not wait for the number */
			at += BLOCK;
			continue;
		}
		at += step;
		if ((text.p[at] & 0xC0) != 0x80 && ends_sentence(utf8_at(text, at, &len)))
			return at + len;
		at++;
	}
	return limit;
}

/*
 * Sentences end at their mark, at a line end, and before a heading; of a heading with which the
 * text begins the first character is one of its own.
 */
static int build_sentences(struct outline *o, struct slice text, struct arena *arena, struct err *e)
{
	size_t capacity = 0, end, section = 1;

	for (size_t start = 0; start < text.n; start = end) {
		size_t limit = section < o->count ? o->sections[section].start : text.n;
		bool blank;

		if (limit <= start)
			limit = start + utf8_len((unsigned char)text.p[start]);
		end = sentence_end(text, start, limit);
		blank = text.p[end - 1] == '\n' || text.p[end - 1] == '\t';
		o->sentences = arena_grow(arena, o->sentences, o->sentence_count, &capacity,
					  sizeof(*o->sentences));
		if (!o->sentences)
			return err_nomem(e);
		o->sentences[o->sentence_count++] = (struct span){start, end - blank};
		while (section < o->count && end >= o->sections[section].start)
			section++;
	}
	return 0;
}

int outline_build(struct outline *o, struct slice text, const struct matches *headings,
		  const struct matches *section_rules, struct arena *arena, struct err *e)
{
	*o = (struct outline){0};
	if (build_sections(o, text, headings, section_rules, arena, e))
		return -1;
	return build_sentences(o, text, arena, e);
}

size_t outline_section(const struct outline *o, size_t at)
{
	size_t low = 0, high = o->count;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (o->sections[middle].start <= at)
			low = middle;
		else
			high = middle;
	}
	return low;
}

size_t outline_sentence_from(const struct outline *o, size_t at)
{
	size_t low = 0, high = o->sentence_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (o->sentences[middle].end <= at)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

struct span outline_sentence(const struct outline *o, size_t at)
{
	size_t i = outline_sentence_from(o, at);

	if (i < o->sentence_count && o->sentences[i].start <= at)
		return o->sentences[i];
	return (struct span){at, at};
}

int outline_path(const struct outline *o, struct slice text, size_t at, struct arena *arena,
		 struct list *path, struct err *e)
{
	int chain[LEVELS];
	int depth = 0;

	for (int i = (int)outline_section(o, at); i > 0 && depth < LEVELS;
	     i = o->sections[i].parent)
		if (o->sections[i].title.end > o->sections[i].title.start)
			chain[depth++] = i;
	path->items = arena_alloc(arena, (size_t)depth * sizeof(*path->items));
	if (!path->items)
		return err_nomem(e);
	for (path->count = 0; depth > 0; path->count++)
		path->items[path->count] = slice_cut(text, o->sections[chain[--depth]].title);
	return 0;
}
