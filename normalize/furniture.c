#include "normalize/glyph.h"
#include "normalize/repair.h"
#include "normalize/tables/tables.h"

/* How far from its ends a document is searched. */
enum { HEAD_LINES = 30, FOOT_LINES = 100, HEAD_BYTES = 8192, FOOT_BYTES = 24576 };

/* Lines below `相关文章` are titles and dates; a longer one shows that the text goes on. */
enum { LONGEST_TITLE = 60 };

/* Bytes. */
enum { LONG_LINE = 300 };

/* Bytes of a character at most; blanks between characters don't count. */
enum { LONGEST_UTF8 = 4 };

struct line {
	struct span at; /* without its line end */
	unsigned where; /* FURNITURE_HEAD | FURNITURE_FOOT */
	bool suspect;	/* a phrase of furniture, or one that spares a line, may stand in it */
	bool drop;
};

struct lines {
	const struct survey *survey;
	struct slice text;
	struct line items[HEAD_LINES + FOOT_LINES]; /* the first, then the last of the document */
	size_t count;
	size_t head; /* how many of them were read from the start */
};

static bool has(struct slice line, const char *phrase)
{
	return slice_find(line, 0, slice_of(phrase)) < line.n;
}

static bool has_any(struct slice line, const char *const *phrases, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (has(line, phrases[i]))
			return true;
	return false;
}

static void read_head(struct lines *l)
{
	size_t at = 0;

	while (l->count < HEAD_LINES && at < l->text.n && at < HEAD_BYTES) {
		struct line *line = &l->items[l->count++];

		*line = (struct line){{at, line_end(l->text, at)}, FURNITURE_HEAD, false, false};
		at = line->at.end + 1;
	}
	l->head = l->count;
}

static size_t line_start(struct slice t, size_t end)
{
	const char *hit = end ? memrchr(t.p, '\n', end) : NULL;

	return hit ? (size_t)(hit - t.p) + 1 : 0;
}

/* Adds the last lines, in order; in a short document the first lines are the last as well. */
static void read_foot(struct lines *l)
{
	size_t limit = l->head ? l->items[l->head - 1].at.end + 1 : 0;
	size_t floor = l->text.n > FOOT_BYTES ? l->text.n - FOOT_BYTES : 0;
	size_t n = 0, end = l->text.n;
	struct line foot[FOOT_LINES];

	for (; n < FOOT_LINES && end > limit && end > floor; end--) {
		size_t start = line_start(l->text, end);

		foot[n++] = (struct line){{start, end}, FURNITURE_FOOT, false, false};
		end = start;
	}
	for (size_t i = 0; end <= limit && i < l->head; i++)
		if (l->items[i].at.end >= floor)
			l->items[i].where |= FURNITURE_FOOT;
	while (n > 0)
		l->items[l->count++] = foot[--n];
}

static struct slice line_text(const struct lines *l, size_t i)
{
	return slice_trim(slice_cut(l->text, l->items[i].at));
}

static bool is_spared(struct slice line)
{
	return has_any(line, furniture_spared, furniture_spared_count);
}

/* Characters but for blanks, which come and go. */
static size_t length_of(struct slice line)
{
	size_t n = utf8_count(line);

	for (size_t i = 0; i < line.n; i++)
		n -= line.p[i] == ' ';
	return n;
}

static const struct furniture *furniture_of(struct slice line, unsigned where)
{
	for (size_t i = 0; i < furniture_line_count; i++) {
		const struct furniture *f = &furniture_lines[i];
		struct slice phrase = slice_of(f->phrase);
		bool hit;

		if (!(f->where & where) || line.n > LONGEST_UTF8 * f->longest)
			continue;
		hit = f->test == LINE_STARTS ? slice_starts(line, phrase)
		      : f->test == LINE_IS   ? slice_eq(line, phrase)
					     : has(line, f->phrase);

		if (hit && length_of(line) <= f->longest)
			return f;
	}
	return NULL;
}

/* Whether a line reads like prose or says something about the document. */
static bool is_content(struct slice line)
{
	return has(line, "。") || is_spared(line) || length_of(line) > LONGEST_TITLE;
}

static bool all_titles(const struct lines *l, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (!l->items[i].drop && is_content(line_text(l, i)))
			return false;
	return true;
}

static void drop(struct lines *l, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		l->items[i].drop = true;
}

/* Long lines are not looked at closely: hardly a phrase may stand in them. */
static bool is_suspect(const struct survey *s, struct span line)
{
	if (line.end - line.start > LONG_LINE)
		return survey_stops(s, line) & STOP_FURNITURE;
	return survey_has_furniture(s, line);
}

static const struct furniture *judge_line(const struct lines *l, size_t i)
{
	struct slice line = line_text(l, i);
	const struct furniture *f = line.n ? furniture_of(line, l->items[i].where) : NULL;

	return f && is_spared(line) && !furniture_is_wrapper(line, NULL) ? NULL : f;
}

/* Lines on their own first, so that they don't stop those that take others with them. */
static void judge(struct lines *l)
{
	const struct furniture *found[HEAD_LINES + FOOT_LINES];

	for (size_t i = 0; i < l->count; i++) {
		l->items[i].suspect = is_suspect(l->survey, l->items[i].at);
		found[i] = l->items[i].suspect ? judge_line(l, i) : NULL;
		l->items[i].drop = found[i] && found[i]->action != DROP_BELOW;
	}
	for (size_t i = l->count; i-- > 0;) {
		if (!found[i] || found[i]->action == DROP_LINE)
			continue;
		if (found[i]->action == DROP_ABOVE && all_titles(l, 0, i))
			drop(l, 0, i);
		if (found[i]->action == DROP_BELOW && all_titles(l, i + 1, l->count))
			drop(l, i, l->count);
	}
}

bool furniture_is_wrapper(struct slice line, struct span *title)
{
	size_t end = slice_find(line, 0, slice_of(furniture_wrapper));
	size_t start = slice_find(line, 0, slice_of("《")) + strlen("《");

	if (end == line.n || start > end)
		return false;
	if (title)
		*title = (struct span){start, end};
	return true;
}

/* 计划.docx → 计划 */
static struct slice without_extension(struct slice name)
{
	const char *dot = memrchr(name.p, '.', name.n);
	size_t n = dot ? (size_t)(dot - name.p) : name.n;

	if (name.n - n > 5 || name.n - n < 2)
		return name;
	for (size_t i = n + 1; i < name.n; i++)
		if (!is_latin((unsigned char)name.p[i]))
			return name;
	return (struct slice){name.p, n};
}

static void take_title(struct doc *d, struct editor *w, struct slice line)
{
	struct span title;

	if (d->info.title.n || !furniture_is_wrapper(line, &title))
		return;
	d->info.title = arena_copy(&d->arena, without_extension(slice_cut(line, title)));
	w->failed |= !d->info.title.p;
}

/* `…| 发布时间:… | 99 次浏览 | 分享到:`: the parts that are furniture go, with their bars. */
static void trim_parts(struct editor *w, struct slice t, struct span at)
{
	size_t bar = at.start;

	while (bar < at.end) {
		const char *hit = memchr(t.p + bar + 1, '|', at.end - bar - 1);
		size_t next = hit ? (size_t)(hit - t.p) : at.end;
		struct slice part = {t.p + bar, next - bar};

		if (t.p[bar] == '|' && !is_spared(part) &&
		    has_any(part, furniture_parts, furniture_part_count)) {
			edit_keep_to(w, bar);
			edit_replace(w, part.n, (struct slice){"", 0}, EDIT_FURNITURE);
		}
		bar = next;
	}
}

static bool has_bar(struct slice line)
{
	return memchr(line.p, '|', line.n) != NULL;
}

static void write_line(struct doc *d, struct editor *w, const struct lines *l, size_t i)
{
	struct slice t = l->text;
	const struct line *line = &l->items[i];
	size_t next = line->at.end < t.n ? line->at.end + 1 : t.n;

	if (!line->drop && line->where & FURNITURE_HEAD && line->suspect &&
	    has_bar(slice_cut(t, line->at)) && is_spared(slice_cut(t, line->at)))
		trim_parts(w, t, line->at);
	if (!line->drop || next == line->at.start)
		return;
	take_title(d, w, line_text(l, i));
	edit_keep_to(w, line->at.start);
	edit_replace(w, next - line->at.start, (struct slice){"", 0}, EDIT_FURNITURE);
}

int repair_furniture(struct doc *d, const struct survey *s, struct editor *w, struct err *e)
{
	struct lines l = {.survey = s, .text = s->text};

	editor_reset(w, l.text);
	read_head(&l);
	read_foot(&l);
	judge(&l);
	for (size_t i = 0; i < l.count; i++)
		write_line(d, w, &l, i);
	return doc_push(d, "furniture", w, e);
}
