/*
 * The list beside the text: records by section, then repairs by kind.
 */
#include "extract/sinks/escape.h"
#include "extract/sinks/page_text.h"
#include "extract/sinks/page_value.h"
#include "extract/sinks/page_words.h"

/* Repairs of one look beyond this number are not listed one by one. */
enum { MOST_REPAIRS = 300, LOT = 100, ITEM_NAME = 80, ITEM_TASK = 60, ITEM_EDIT = 24 };

struct lister {
	struct buf *out;
	const struct parts *parts;
	struct slice stem;
	enum lang lang;
	const struct list *section; /* of the group that is begun; NULL: none is */
	size_t rows;		    /* in the lot that is begun */
};

size_t part_of(const struct parts *p, size_t at)
{
	size_t low = 0, high = p->count;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (p->starts[middle] <= at)
			low = middle;
		else
			high = middle;
	}
	return low;
}

static void add_span(struct buf *out, const char *class, enum lang lang,
		     void (*value)(struct buf *, const struct record *, enum lang),
		     const struct record *r)
{
	buf_addf(out, " <span class=\"%s\">", class);
	value(out, r, lang);
	buf_adds(out, "</span>");
}

static void add_strong(struct buf *out, struct slice text, size_t most)
{
	buf_adds(out, "<b>");
	escape_brief(out, text, most);
	buf_adds(out, "</b>");
}

static void add_names(struct buf *out, enum term term, const struct list *names, enum lang lang)
{
	if (!names->count)
		return;
	buf_adds(out, "<small>");
	page_add_term(out, term, lang);
	value_list(out, names, ITEM_NAME);
	buf_adds(out, "</small>");
}

static void target_head(struct buf *out, const struct record *r, enum lang lang)
{
	add_strong(out, r->indicator.n ? r->indicator : r->quote, ITEM_NAME);
	add_span(out, "v", lang, value_target, r);
}

static void target_rest(struct buf *out, const struct record *r, enum lang lang)
{
	if (r->deadline.n || r->recurrence.n) {
		const struct word *word = word_named(WORDS_RECURRENCE, r->recurrence);

		buf_adds(out, "<small>");
		page_add_term(out, TERM_DEADLINE, lang);
		escape_brief(out, r->deadline, ITEM_NAME);
		buf_adds(out, r->deadline.n && word ? ", " : "");
		buf_adds(out, word ? word->shown[lang] : "");
		buf_adds(out, "</small>");
	}
	add_names(out, TERM_LEAD, &r->lead, lang);
}

static void deadline_head(struct buf *out, const struct record *r, enum lang lang)
{
	add_strong(out, r->quote, ITEM_NAME);
	add_span(out, "v", lang, value_time, r);
}

static void deadline_rest(struct buf *out, const struct record *r, enum lang lang)
{
	(void)lang;
	if (slice_eq(slice_trim(r->about), slice_trim(r->quote)))
		return;
	buf_adds(out, "<small>");
	escape_brief(out, r->about, ITEM_TASK);
	buf_adds(out, "</small>");
}

static void assignment_head(struct buf *out, const struct record *r, enum lang lang)
{
	(void)lang;
	buf_adds(out, "<b>");
	value_list(out, &r->lead, ITEM_NAME);
	if (!r->lead.count)
		escape_brief(out, r->quote, ITEM_NAME);
	buf_adds(out, "</b>");
}

static void assignment_rest(struct buf *out, const struct record *r, enum lang lang)
{
	add_names(out, TERM_SUPPORT, &r->support, lang);
	buf_adds(out, "<small>");
	escape_brief(out, r->task, ITEM_TASK);
	buf_adds(out, "</small>");
}

static const struct {
	void (*head)(struct buf *, const struct record *, enum lang);
	void (*rest)(struct buf *, const struct record *, enum lang);
} items[LOOK_RECORDS] = {
	[LOOK_TARGET] = {target_head, target_rest},
	[LOOK_DEADLINE] = {deadline_head, deadline_rest},
	[LOOK_ASSIGNMENT] = {assignment_head, assignment_rest},
	[LOOK_FACT] = {target_head, target_rest},
};

static void add_warnings(struct buf *out, const struct record *r, enum lang lang)
{
	for (int i = 0; i < RECORD_FLAGS; i++)
		if (r->flags >> i & 1)
			buf_addf(out, "<small class=\"n\">⚠ %s</small>",
				 lang == LANG_ZH ? flag_info(i)->chinese : flag_info(i)->name);
	if (r->confidence < NOTABLE_CONFIDENCE)
		buf_addf(out, "<small class=\"n\">%s %.2f</small>",
			 term_info(TERM_CONFIDENCE)->heading[lang], r->confidence);
}

static void add_record(struct lister *l, const struct mark *m)
{
	struct buf *out = l->out;

	buf_addf(out, "<li class=\"%s%s\" data-row", look_class(m->look), m->notable ? " w" : "");
	if (l->parts)
		buf_addf(out, " data-go id=\"r%s\"><a href=\"", m->id);
	else if (m->placed)
		buf_adds(out, "><a href=\"");
	else
		buf_addf(out, " id=\"r%s\"><a href=\"", m->id);
	if (l->parts) {
		escape_link(out, l->stem);
		buf_addf(out, "~%zu.html", part_of(l->parts, m->at.start) + 1);
	}
	buf_addf(out, "#r%s\">", m->id);
	items[m->look].head(out, m->record, l->lang);
	buf_adds(out, "</a>");
	items[m->look].rest(out, m->record, l->lang);
	add_warnings(out, m->record, l->lang);
	buf_adds(out, "</li>\n");
}

static bool same_section(const struct list *a, const struct list *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (!slice_eq(a->items[i], b->items[i]))
			return false;
	return true;
}

static void end_section(struct lister *l)
{
	if (l->section)
		buf_adds(l->out, "</ol></section>\n");
	l->section = NULL;
}

/* Rows come in lots, which a browser leaves alone while they are out of sight. */
static void begin_lot(struct lister *l)
{
	buf_adds(l->out, l->rows ? "</div>\n<div class=\"lot\">\n" : "<div class=\"lot\">\n");
	l->rows = 0;
}

static void add_heading(struct buf *out, const struct list *section)
{
	if (!section->count)
		return;
	buf_adds(out, "<h3>");
	for (size_t i = 0; i < section->count; i++) {
		buf_adds(out, i ? " / " : "");
		escape_brief(out, section->items[i], ITEM_TASK);
	}
	buf_adds(out, "</h3>");
}

/* Begins a group where the section is another one than that of the record before. */
static void begin_section(struct lister *l, const struct list *section)
{
	bool same = l->section && same_section(l->section, section);

	if (same && l->rows < LOT)
		return;
	end_section(l);
	if (!l->rows || l->rows >= LOT)
		begin_lot(l);
	buf_adds(l->out, "<section data-group>");
	if (!same)
		add_heading(l->out, section);
	buf_adds(l->out, "<ol>\n");
	l->section = section;
}

static bool begins_in(const struct mark *m, const struct marks *all, struct span part)
{
	return m->at.start >= part.start && (m->at.start < part.end || part.end == all->text.n);
}

static void add_records(struct lister *l, const struct marks *m, struct span part)
{
	for (size_t i = 0; i < m->count; i++) {
		const struct mark *mark = &m->items[i];

		if (!mark->record || !begins_in(mark, m, part))
			continue;
		begin_section(l, &mark->record->section);
		add_record(l, mark);
		l->rows++;
	}
	end_section(l);
	if (l->rows)
		buf_adds(l->out, "</div>\n");
	else
		buf_addf(l->out, "<p class=\"none\">%s</p>\n", page_word(PAGE_NOTHING, l->lang));
}

static void add_repair(struct lister *l, const struct mark *m)
{
	buf_addf(l->out, "<li class=\"%s\" data-row><a href=\"#e%zu\">", look_class(m->look),
		 m->order);
	value_edit(l->out, m, ITEM_EDIT, l->lang);
	buf_addf(l->out, "</a> <small>%s</small></li>\n",
		 l->lang == LANG_ZH ? edit_kind_info(m->kind)->chinese
				    : edit_kind_info(m->kind)->name);
}

/* Repairs of one look, folded away. */
static void add_repairs(struct lister *l, const struct marks *m, struct span part, enum look look,
			enum page_word name)
{
	size_t count = 0;

	for (size_t i = 0; i < m->count; i++)
		count += m->items[i].look == look && begins_in(&m->items[i], m, part);
	if (!count)
		return;
	buf_addf(l->out, "<details class=\"%s\"><summary>%s <i>%zu</i></summary><ol>\n",
		 look_class(look), page_word(name, l->lang), count);
	for (size_t i = 0, shown = 0; i < m->count && shown < MOST_REPAIRS; i++) {
		if (m->items[i].look != look || !begins_in(&m->items[i], m, part))
			continue;
		add_repair(l, &m->items[i]);
		shown++;
	}
	if (count > MOST_REPAIRS)
		buf_addf(l->out, "<li class=\"none\">%s %zu</li>\n", page_word(PAGE_MORE, l->lang),
			 count - MOST_REPAIRS);
	buf_adds(l->out, "</ol></details>\n");
}

void page_add_list(struct buf *out, const struct marks *m, struct span part,
		   const struct parts *parts, struct slice stem, enum lang lang)
{
	struct lister l = {.out = out, .parts = parts, .stem = stem, .lang = lang};

	add_records(&l, m, part);
	if (parts)
		return;
	add_repairs(&l, m, part, LOOK_DOUBTFUL, PAGE_DOUBTFUL);
	add_repairs(&l, m, part, LOOK_REPLACED, PAGE_REPLACED);
	add_repairs(&l, m, part, LOOK_GONE, PAGE_GONE);
}
