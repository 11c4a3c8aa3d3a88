#include "extract/sinks/page_value.h"

#include "extract/sinks/escape.h"
#include "extract/sinks/page_words.h"
#include "normalize/json.h"

#include <math.h>

enum { UNIT_BRIEF = 24, BLANKS_LOOK = 4096 };

static void add_word(struct buf *out, enum word_list list, struct slice name, enum lang lang)
{
	const struct word *word = word_named(list, name);

	if (word)
		buf_adds(out, word->shown[lang]);
	else
		escape_brief(out, name, UNIT_BRIEF);
}

static bool says_kind(const struct record *r)
{
	return r->kind.n && !slice_is(r->kind, "level");
}

void value_target(struct buf *out, const struct record *r, enum lang lang)
{
	if (says_kind(r)) {
		add_word(out, WORDS_TARGET_KIND, r->kind, lang);
		buf_addc(out, ' ');
	}
	if (isnan(r->value))
		return;
	if (!slice_is(r->op, "range") && !slice_is(r->op, "=")) {
		add_word(out, WORDS_OP, r->op, lang);
		buf_addc(out, ' ');
	}
	json_write_number(out, r->value);
	if (!isnan(r->value_max)) {
		buf_adds(out, "–");
		json_write_number(out, r->value_max);
	}
	if (r->unit.n)
		buf_addc(out, ' ');
	escape_brief(out, r->unit, UNIT_BRIEF);
}

void value_time(struct buf *out, const struct record *r, enum lang lang)
{
	add_word(out, WORDS_DEADLINE_KIND, r->kind, lang);
	buf_addc(out, ' ');
	escape_brief(out, r->start, UNIT_BRIEF);
	if (r->start.n && r->end.n)
		buf_adds(out, " – ");
	escape_brief(out, r->end, UNIT_BRIEF);
	if (!r->recurrence.n)
		return;
	if (r->start.n || r->end.n)
		buf_addc(out, ' ');
	add_word(out, WORDS_RECURRENCE, r->recurrence, lang);
}

void value_list(struct buf *out, const struct list *names, size_t most)
{
	for (size_t i = 0; i < names->count; i++) {
		if (i)
			buf_adds(out, "、");
		escape_brief(out, names->items[i], most);
	}
}

/* Blanks alone are shown one by one, up to a few. */
static void add_visible(struct buf *out, struct slice text, size_t most)
{
	size_t len, shown = 0;

	if (text.n > BLANKS_LOOK || slice_trim(text).n) {
		escape_brief(out, text, most);
		return;
	}
	for (size_t at = 0; at < text.n && shown < 4; at += len) {
		uint32_t code = utf8_at(text, at, &len);

		if (code == '\r')
			continue;
		buf_adds(out, code == '\n' ? "↵" : "␣");
		shown++;
	}
}

void value_edit(struct buf *out, const struct mark *m, size_t most, enum lang lang)
{
	if (m->before.n)
		add_visible(out, m->before, most);
	else
		buf_adds(out, page_word(PAGE_ADDED, lang));
	buf_adds(out, " → ");
	if (m->after.n)
		add_visible(out, m->after, most);
	else
		buf_adds(out, page_word(PAGE_REMOVED, lang));
}
