/*
 * What a mark says when the pointer rests on it.
 */
#include "extract/sinks/escape.h"
#include "extract/sinks/page_text.h"
#include "extract/sinks/page_value.h"
#include "extract/sinks/page_words.h"

enum { HINT_SENTENCE = 240, HINT_NAME = 80, HINT_EDIT = 60 };

static void new_line(struct buf *out)
{
	buf_adds(out, "&#10;");
}

static void add_line(struct buf *out, enum term term, enum lang lang, struct slice text)
{
	if (!text.n)
		return;
	new_line(out);
	page_add_term(out, term, lang);
	escape_brief(out, text, HINT_NAME);
}

static void add_names(struct buf *out, enum term term, enum lang lang, const struct list *names)
{
	if (!names->count)
		return;
	new_line(out);
	page_add_term(out, term, lang);
	value_list(out, names, HINT_NAME);
}

static void add_clean(struct buf *out, enum lang lang, struct slice text)
{
	if (!text.n)
		return;
	new_line(out);
	buf_adds(out, page_word(PAGE_CLEAN, lang));
	escape_brief(out, text, HINT_SENTENCE);
}

static void add_flags(struct buf *out, enum lang lang, const struct record *r)
{
	for (int i = 0; i < RECORD_FLAGS; i++) {
		if (!(r->flags >> i & 1))
			continue;
		buf_adds(out, "&#10;⚠ ");
		buf_adds(out, lang == LANG_ZH ? flag_info(i)->chinese : flag_info(i)->english);
	}
}

static void target_hint(struct buf *out, const struct record *r, enum lang lang)
{
	escape_brief(out, r->indicator, HINT_NAME);
	buf_adds(out, r->indicator.n ? " " : "");
	value_target(out, r, lang);
	add_line(out, TERM_DEADLINE, lang, r->deadline);
	add_names(out, TERM_LEAD, lang, &r->lead);
	add_clean(out, lang, r->sentence);
}

static void deadline_hint(struct buf *out, const struct record *r, enum lang lang)
{
	value_time(out, r, lang);
	add_clean(out, lang, r->about);
}

static void assignment_hint(struct buf *out, const struct record *r, enum lang lang)
{
	buf_adds(out, page_word(PAGE_ASSIGNMENTS, lang));
	add_names(out, TERM_LEAD, lang, &r->lead);
	add_names(out, TERM_SUPPORT, lang, &r->support);
	add_clean(out, lang, r->task);
}

static void edit_hint(struct buf *out, const struct mark *m, enum lang lang)
{
	const struct edit_kind_info *info = edit_kind_info(m->kind);

	buf_adds(out, lang == LANG_ZH ? info->chinese : info->name);
	if (m->look == LOOK_MOVED)
		return;
	buf_adds(out, ":");
	value_edit(out, m, HINT_EDIT, lang);
}

static void (*const hints[LOOK_RECORDS])(struct buf *, const struct record *, enum lang) = {
	[LOOK_TARGET] = target_hint,
	[LOOK_DEADLINE] = deadline_hint,
	[LOOK_ASSIGNMENT] = assignment_hint,
	[LOOK_FACT] = target_hint,
};

void page_add_hint(struct buf *out, const struct mark *m, enum lang lang)
{
	if (!m->record) {
		edit_hint(out, m, lang);
		return;
	}
	hints[m->look](out, m->record, lang);
	add_flags(out, lang, m->record);
}
