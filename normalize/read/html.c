#include "normalize/read/html.h"

#include <stdio.h>
#include <strings.h>

#include "normalize/glyph.h"
#include "normalize/read/page.h"
#include "normalize/read/pen.h"

static const char tabs[PAGE_COLUMNS + 2] =
	"\n\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t"
	"\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t";

enum { PHRASE = 3 }; /* characters */

/* Value of `key=` in a declaration or in a content type, without quotes. */
static struct slice value_of(struct slice text, const char *key)
{
	size_t n = strlen(key), at = 0, end;

	while (at + n < text.n && strncasecmp(text.p + at, key, n) != 0)
		at++;
	at += n;
	while (at < text.n && (text.p[at] == ' ' || text.p[at] == '"' || text.p[at] == '\''))
		at++;
	for (end = at; end < text.n && (is_latin((unsigned char)text.p[end]) ||
					is_digit((unsigned char)text.p[end]) ||
					text.p[end] == '-' || text.p[end] == '_');)
		end++;
	return at < text.n ? (struct slice){text.p + at, end - at} : (struct slice){"", 0};
}

struct slice html_charset(struct slice head)
{
	struct slice name = {"", 0};
	struct markup m;
	struct token t;

	if (head.n > HTML_CHARSET_LOOK)
		head.n = HTML_CHARSET_LOOK;
	markup_init(&m, head);
	while (!name.n && markup_next(&m, &t)) {
		struct slice tag = slice_cut(head, t.at);

		if (t.kind == TOKEN_OTHER && slice_starts(tag, slice_of("<?xml")))
			name = value_of(tag, "encoding=");
		else if (t.kind == TOKEN_OPEN && element_named(t.name)->flags & ELEMENT_META)
			name = value_of(tag, "charset=");
	}
	return name;
}

/* Names, for instance, in one cell, not a word that was broken to fit it. */
static bool are_phrases(const struct page_block *a, const struct page_block *b)
{
	return a->sums.text >= PHRASE && b->sums.text >= PHRASE;
}

/* What parts a block from the one before. */
static void part(struct pen *pen, const struct page *p, const struct page_block *last,
		 const struct page_block *b)
{
	bool cell = page_in_table(p, b), same = cell && last && last->table == b->table;

	if (same && last->row == b->row && last->column == b->column)
		(are_phrases(last, b) ? pen_phrase : pen_wrap)(pen);
	else if (same && last->row == b->row)
		pen_part(pen, (struct slice){tabs + 1, b->column - last->column});
	else if (cell)
		pen_part(pen, (struct slice){tabs + !last, b->column - 1 + (last != NULL)});
	else if (last)
		pen_part(pen, (struct slice){"\n", 1});
}

/* The number that a browser shows before the item of a list, unless the text has one itself. */
static void show_number(struct pen *pen, const struct page *p, const struct page_block *b)
{
	char text[16];

	if (!b->number || item_mark(p->text, b->at.start))
		return;
	snprintf(text, sizeof(text), "%u.", b->number);
	pen_instead(pen, (struct span){b->at.start, b->at.start}, slice_of(text));
}

/* What pages say about a text in one line, each in an element of its own and often without blanks
   in between: the style sheet keeps them apart. */
static const char *const labels[] = {
	"来源",	    "信息来源", "文章来源", "稿源",   "发布时间",   "发布日期", "发表时间",
	"发文日期", "成文日期", "更新时间", "时间",   "日期",	    "作者",	"发布机构",
	"发布单位", "发文机关", "发文字号", "文号",   "索引号",	    "浏览次数", "浏览量",
	"阅读次数", "阅读量",	"点击次数", "点击数", "点击量",	    "访问次数", "访问量",
	"字号",	    "字体",	"【字体",   "【字号", "[字体",	    "[字号",	"责任编辑",
	"编辑",	    "审核",	"分享到",   "分享",   "视力保护色",
};

enum { LABELLED = 200, LONGEST_LABEL = 24 }; /* characters of a line; bytes with the colon */

/* Whether what was written last asks for what follows: 【 before 打印. */
static bool ends_open(const struct pen *pen)
{
	struct slice out = buf_text(&pen->w->out);

	return !out.n || slice_ends(out, slice_of("【")) || strchr("[(", out.p[out.n - 1]);
}

static bool begins_label(const struct page *p, struct span at)
{
	struct slice text = slice_trim(slice_cut(p->text, at)), head = text;

	if (head.n > LONGEST_LABEL)
		head.n = LONGEST_LABEL;
	if (!memchr(head.p, ':', head.n) && slice_find(head, 0, slice_of("：")) == head.n)
		return false;
	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++) {
		struct slice label = slice_of(labels[i]), rest;

		if (!slice_starts(text, label))
			continue;
		rest = slice_trim((struct slice){text.p + label.n, text.n - label.n});
		if (slice_starts(rest, slice_of(":")) || slice_starts(rest, slice_of("：")))
			return true;
	}
	return false;
}

static void show_block(struct pen *pen, const struct page *p, const struct page_block *b)
{
	struct markup m;
	struct token t;

	show_number(pen, p, b);
	markup_init(&m, (struct slice){p->text.p, b->at.end});
	m.at = b->at.start;
	while (markup_next(&m, &t)) {
		if (t.kind == TOKEN_TEXT && b->sums.text <= LABELLED && begins_label(p, t.at) &&
		    !ends_open(pen))
			pen_blank(pen);
		if (t.kind == TOKEN_TEXT)
			(b->pre ? pen_verbatim : pen_text)(pen, t.at);
		else if (t.kind == TOKEN_OPEN && !t.empty &&
			 element_named(t.name)->flags & ELEMENT_SKIP)
			markup_close(&m, slice_of(element_named(t.name)->name));
	}
}

static void show_page(struct pen *pen, const struct page *p)
{
	const struct page_block *last = NULL;

	for (size_t i = 0; i < p->block_count; i++) {
		const struct page_block *b = &p->blocks[i];

		if (!b->kept)
			continue;
		part(pen, p, last, b);
		show_block(pen, p, b);
		last = b;
	}
	pen_end(pen);
}

/* The text of a block on one line, without line ends between Chinese characters. */
static struct slice block_text(const struct page *p, const struct page_block *b,
			       struct arena *arena)
{
	struct slice text = {NULL, 0};
	struct editor w;
	struct pen pen;

	editor_init(&w);
	editor_reset(&w, slice_cut(p->text, (struct span){0, b->at.end}));
	pen_init(&pen, &w);
	show_block(&pen, p, b);
	if (!w.failed && !w.out.failed)
		text = arena_copy(arena, buf_text(&w.out));
	editor_release(&w);
	return text;
}

/* The headline names the page better than <title>, which names the site too. */
static int set_title(struct doc *d, const struct page *p, struct err *e)
{
	size_t headline = page_headline(p);

	if (d->info.title.n || headline == p->block_count)
		return 0;
	d->info.title = block_text(p, &p->blocks[headline], &d->arena);
	return d->info.title.p ? 0 : err_nomem(e);
}

static int write_text(struct doc *d, struct arena *arena, struct editor *w, struct err *e)
{
	struct page p;
	struct pen pen;

	if (page_read(&p, d, arena, e))
		return -1;
	page_choose(&p);
	editor_reset(w, doc_text(d));
	pen_init(&pen, w);
	show_page(&pen, &p);
	return set_title(d, &p, e) ? -1 : doc_push(d, "html", w, e);
}

/* What the page's layout takes in memory is given back; what info got is copied. */
int html_text(struct doc *d, struct editor *w, struct err *e)
{
	struct arena arena;
	int result;

	arena_init(&arena);
	result = write_text(d, &arena, w, e);
	arena_release(&arena);
	return result;
}
