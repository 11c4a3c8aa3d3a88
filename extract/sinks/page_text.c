#include "extract/sinks/page_text.h"

#include "extract/sinks/escape.h"

/* A paragraph longer than this is cut, which shows only in how fast the page is. */
enum { LONG_LINE = 16 * 1024, CHUNK = 8 * 1024, DEPTH = 64 };

static const char *const classes[LOOKS] = {
	[LOOK_TARGET] = "t",   [LOOK_DEADLINE] = "d", [LOOK_ASSIGNMENT] = "a", [LOOK_FACT] = "f",
	[LOOK_DOUBTFUL] = "q", [LOOK_REPLACED] = "s", [LOOK_GONE] = "g",       [LOOK_FORM] = "z",
	[LOOK_BLANK] = "b",    [LOOK_MOVED] = "o",
};

const char *look_class(enum look look)
{
	return classes[look];
}

/* The writer of a text: the open marks, from the outermost in. */
struct scribe {
	struct buf *out;
	const struct marks *marks;
	enum lang lang;
	size_t next; /* the first mark that was not begun */
	const struct mark *open[DEPTH];
	size_t depth;
	bool inside; /* a paragraph is begun */
};

/* What closes again; `again` where the mark was interrupted, and its anchor stands before. */
static void write_start(struct scribe *s, const struct mark *m, bool again)
{
	bool record = m->look < LOOK_RECORDS;

	buf_addf(s->out, "<%s class=\"%s%s%s\"", record ? "mark" : "span", record ? "m " : "e ",
		 classes[m->look], m->notable ? " w" : "");
	if (again && record)
		buf_addf(s->out, " data-again=\"r%s\"", m->id);
	else if (again)
		buf_adds(s->out, " data-again");
	else if (record)
		buf_addf(s->out, " id=\"r%s\"", m->id);
	else if (m->look < LOOK_FORM)
		buf_addf(s->out, " id=\"e%zu\"", m->order);
	buf_adds(s->out, " title=\"");
	page_add_hint(s->out, m, s->lang);
	buf_adds(s->out, "\">");
}

static void write_end(struct scribe *s, const struct mark *m)
{
	buf_adds(s->out, m->look < LOOK_RECORDS ? "</mark>" : "</span>");
}

static void write_starts(struct scribe *s, size_t from)
{
	for (size_t i = from; i < s->depth; i++)
		write_start(s, s->open[i], true);
}

static void write_ends(struct scribe *s, size_t from)
{
	for (size_t i = s->depth; i-- > from;)
		write_end(s, s->open[i]);
}

/* Ends the marks that end here: those above them on the stack are interrupted. */
static void end_marks(struct scribe *s, size_t at)
{
	size_t first = 0, kept;

	while (first < s->depth && s->open[first]->at.end > at)
		first++;
	if (first == s->depth)
		return;
	if (s->inside)
		write_ends(s, first);
	kept = first;
	for (size_t i = first; i < s->depth; i++)
		if (s->open[i]->at.end > at)
			s->open[kept++] = s->open[i];
	s->depth = kept;
	if (s->inside)
		write_starts(s, first);
}

/* A mark without text, or too deep to hold any, is an anchor only. */
static void begin_marks(struct scribe *s, size_t at)
{
	const struct marks *m = s->marks;

	for (; s->next < m->count && m->items[s->next].at.start <= at; s->next++) {
		const struct mark *mark = &m->items[s->next];

		if (!mark->placed)
			continue;
		write_start(s, mark, false);
		if (mark->at.end > at && s->depth < DEPTH)
			s->open[s->depth++] = mark;
		else
			write_end(s, mark);
	}
}

static size_t next_event(const struct scribe *s, size_t end)
{
	if (s->next < s->marks->count && s->marks->items[s->next].at.start < end)
		end = s->marks->items[s->next].at.start;
	for (size_t i = 0; i < s->depth; i++)
		if (s->open[i]->at.end < end)
			end = s->open[i]->at.end;
	return end;
}

/* A mark may begin between the two bytes of a line end, which is one all the same. */
static void write_stretch(struct scribe *s, struct span at)
{
	struct slice text = s->marks->text;

	if (at.end > at.start && at.end < text.n && text.p[at.end - 1] == '\r' &&
	    text.p[at.end] == '\n')
		at.end--;
	escape_text(s->out, slice_cut(text, at));
}

static void write_line(struct scribe *s, struct span line)
{
	size_t at = line.start;

	end_marks(s, at);
	buf_adds(s->out, "<p>");
	s->inside = true;
	write_starts(s, 0);
	while (at < line.end) {
		size_t end;

		end_marks(s, at);
		begin_marks(s, at);
		end = next_event(s, line.end);
		write_stretch(s, (struct span){at, end});
		at = end;
	}
	write_ends(s, 0);
	s->inside = false;
	buf_adds(s->out, "</p>");
}

/* Where the line that begins at `at` ends, its line end included. */
static size_t line_stop(struct slice text, size_t at, size_t end)
{
	const char *stop = memchr(text.p + at, '\n', end - at);
	size_t line = stop ? (size_t)(stop + 1 - text.p) : end;

	if (line - at <= LONG_LINE)
		return line;
	for (line = at + LONG_LINE; (text.p[line] & 0xC0) == 0x80;)
		line--;
	return line;
}

/* Marks that began before the part go on in it. */
static void skip_to(struct scribe *s, size_t start)
{
	const struct marks *m = s->marks;

	for (; s->next < m->count && m->items[s->next].at.start < start; s->next++) {
		const struct mark *mark = &m->items[s->next];

		if (mark->placed && mark->at.end > start && s->depth < DEPTH)
			s->open[s->depth++] = mark;
	}
}

void page_add_text(struct buf *out, const struct marks *m, struct span part, enum lang lang)
{
	struct scribe s = {.out = out, .marks = m, .lang = lang};
	size_t chunk = part.start, end;

	skip_to(&s, part.start);
	buf_adds(out, "<div class=\"c\">");
	for (size_t at = part.start; at < part.end; at = end) {
		end = line_stop(m->text, at, part.end);
		if (at - chunk >= CHUNK) {
			buf_adds(out, "</div>\n<div class=\"c\">");
			chunk = at;
		}
		write_line(&s, (struct span){at, end});
	}
	if (part.end == m->text.n)
		begin_marks(&s, part.end);
	buf_adds(out, "</div>\n");
}
