#include "normalize/read/pen.h"

void pen_init(struct pen *p, struct editor *w)
{
	*p = (struct pen){.w = w, .before = {"", 0}};
}

static bool begins_han(unsigned char lead)
{
	return lead >= 0xE4 && lead <= 0xE9;
}

/* Whether a gap before a character with this first byte is a blank: a line end isn't beside
   Chinese. */
static bool gap_is_blank(const struct pen *p, unsigned char next)
{
	struct slice out = buf_text(&p->w->out);
	size_t n;

	if (!out.n || p->gap == GAP_NONE || p->gap == GAP_SPACE)
		return p->gap == GAP_SPACE && out.n;
	if ((unsigned char)out.p[out.n - 1] < 0x80 && next < 0x80)
		return true;
	return p->gap == GAP_PHRASE && begins_han(next) && is_han(utf8_before(out, out.n, &n));
}

/* Deletes what is not shown before `at`, and puts there what parts the text from the last one. */
static void bridge(struct pen *p, size_t at, char next)
{
	struct slice by = p->before;

	if (p->begun && gap_is_blank(p, (unsigned char)next))
		by = slice_of(" ");
	if (by.n == 1 && by.p[0] == ' ' && at == p->w->pos + 1 && p->w->src.p[p->w->pos] == ' ')
		edit_keep(p->w, 1);
	else if (at > p->w->pos || by.n)
		edit_replace(p->w, at - p->w->pos, by, EDIT_MARKUP);
	p->before = (struct slice){"", 0};
	p->gap = GAP_NONE;
	p->begun = true;
}

static void show(struct pen *p, struct span at)
{
	if (at.end == at.start)
		return;
	bridge(p, at.start, p->w->src.p[at.start]);
	if (p->kind == EDIT_KEEP)
		edit_keep_to(p->w, at.end);
	else
		edit_map(p->w, at.end - at.start, 1, slice_cut(p->w->src, at), p->kind);
}

static void add_gap(struct pen *p, enum pen_gap gap)
{
	if (p->gap < gap)
		p->gap = gap;
}

/* Length of the blank at `at`: white space, and the no-break space of U+00A0. */
static size_t blank_at(struct slice text, size_t at, enum pen_gap *gap)
{
	char c = text.p[at];

	*gap = c == '\n' || c == '\r' ? GAP_WRAP : GAP_SPACE;
	if (c == ' ' || (c >= '\t' && c <= '\r'))
		return 1;
	return c == '\xC2' && at + 1 < text.n && text.p[at + 1] == '\xA0' ? 2 : 0;
}

static bool is_wide_blank(uint32_t code)
{
	return code == 0xA0 || (code >= 0x2000 && code <= 0x200A);
}

static void show_reference(struct pen *p, size_t at, size_t len, uint32_t code)
{
	char bytes[4];

	if (code <= ' ' || is_wide_blank(code))
		add_gap(p, GAP_SPACE);
	else if (code != 0xFEFF && code != 0x200B)
		pen_instead(p, (struct span){at, at + len},
			    (struct slice){bytes, utf8_put(bytes, code)});
}

/*
 * A run of white space that holds a line end is the source's own layout. A single blank between two
 * characters is the common case and stays in the run.
 */
static size_t pass_blanks(struct pen *p, size_t at, size_t end)
{
	struct slice text = p->w->src;
	enum pen_gap gap, whole = GAP_NONE;
	bool wrapped = false;
	size_t len;

	while (at < end && (len = blank_at(text, at, &gap)) > 0) {
		wrapped = wrapped || gap == GAP_WRAP;
		whole = GAP_SPACE;
		at += len;
	}
	if (whole)
		add_gap(p, wrapped ? GAP_WRAP : GAP_SPACE);
	return at;
}

static size_t run_end(struct slice text, size_t at, size_t end)
{
	enum pen_gap gap;

	for (; at < end; at++) {
		unsigned char c = (unsigned char)text.p[at];

		if (c > '&' && c != 0xC2)
			continue;
		if (c == '&' || blank_at(text, at, &gap))
			break;
	}
	return at;
}

void pen_text(struct pen *p, struct span at)
{
	struct slice text = p->w->src;

	while (at.start < at.end) {
		size_t len = 0, stop = run_end(text, at.start, at.end);
		uint32_t code;

		show(p, (struct span){at.start, stop});
		at.start = pass_blanks(p, stop, at.end);
		if (at.start >= at.end || text.p[at.start] != '&')
			continue;
		code = markup_reference(text, at.start, &len);
		if (len && at.start + len <= at.end)
			show_reference(p, at.start, len, code);
		else
			show(p, (struct span){at.start, at.start + 1});
		at.start += len ? len : 1;
	}
}

void pen_verbatim(struct pen *p, struct span at)
{
	struct slice text = p->w->src;

	while (at.start < at.end) {
		const char *mark = memchr(text.p + at.start, '&', at.end - at.start);
		size_t len = 0, stop = mark ? (size_t)(mark - text.p) : at.end;
		uint32_t code;

		show(p, (struct span){at.start, stop});
		if (stop == at.end)
			return;
		code = markup_reference(text, stop, &len);
		if (len && stop + len <= at.end)
			show_reference(p, stop, len, code);
		else
			show(p, (struct span){stop, stop + 1});
		at.start = stop + (len ? len : 1);
	}
}

void pen_instead(struct pen *p, struct span at, struct slice text)
{
	if (!text.n)
		return;
	bridge(p, at.start, text.p[0]);
	edit_replace(p->w, at.end - at.start, text, EDIT_MARKUP);
}

void pen_part(struct pen *p, struct slice by)
{
	p->before = by;
	p->gap = GAP_NONE;
	p->begun = false;
}

void pen_line(struct pen *p)
{
	if (p->w->out.len)
		pen_part(p, slice_of("\n"));
}

void pen_wrap(struct pen *p)
{
	add_gap(p, GAP_WRAP);
}

void pen_phrase(struct pen *p)
{
	add_gap(p, GAP_PHRASE);
}

void pen_blank(struct pen *p)
{
	add_gap(p, GAP_SPACE);
}

void pen_end(struct pen *p)
{
	if (p->w->pos < p->w->src.n)
		edit_replace(p->w, p->w->src.n - p->w->pos, (struct slice){"", 0}, EDIT_MARKUP);
}
