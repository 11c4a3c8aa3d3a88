/*
 * What stands above the tables: where the page comes from, the figures of the batch, bars, the way
 * to each table, and the switches.
 */
#include "extract/sinks/escape.h"
#include "extract/sinks/html.h"
#include "extract/sinks/page_figure.h"
#include "extract/sinks/page_words.h"

#include <time.h>

enum { MOST_BARS = 20 };

static void add_origin(struct html *h, struct buf *out)
{
	time_t when = (time_t)h->options.created;
	char made[32] = "";
	struct tm tm;

	if (gmtime_r(&when, &tm))
		strftime(made, sizeof(made), "%Y-%m-%d %H:%M UTC", &tm);
	buf_addf(out, "<p class=\"origin\">%s", made);
	if (h->options.program)
		buf_addf(out, " · %s", h->options.program);
	if (h->options.rules) {
		buf_addf(out, " · %s ", page_word(PAGE_RULES, h->house.lang));
		escape_text(out, slice_of(h->options.rules));
	}
	buf_adds(out, "</p>");
}

static void add_cards(const struct html *h, struct buf *out)
{
	const struct digest *d = &h->digest;
	enum lang lang = h->house.lang;
	size_t targets = d->counts[RECORD_TARGET];

	buf_adds(out, "<ul class=\"cards\">\n");
	figure_card(out, "f", page_word(PAGE_DOCUMENTS, lang), d->counts[RECORD_DOCUMENT]);
	if (h->failed)
		figure_card(out, "q", page_word(PAGE_FAILED, lang), h->failed);
	figure_card(out, "t", page_word(PAGE_TARGETS, lang), targets);
	figure_card(out, "a", page_word(PAGE_TASKS, lang), d->counts[RECORD_ASSIGNMENT]);
	figure_card(out, "d", page_word(PAGE_DEADLINES, lang), d->counts[RECORD_DEADLINE]);
	figure_card(out, "f", page_word(PAGE_AGENCIES, lang), d->agency_names.count);
	figure_share(out, page_word(PAGE_SHARE_REPAIRED, lang), d->repaired, targets);
	figure_share(out, page_word(PAGE_SHARE_DOUBTED, lang), d->low, targets);
	figure_share(out, page_word(PAGE_SHARE_UNDATED, lang), d->undated, targets);
	figure_share(out, page_word(PAGE_SHARE_UNLED, lang), d->unled, targets);
	buf_adds(out, "</ul>\n");
}

static struct slice label_of(struct slice name, enum word_list words, enum lang lang)
{
	const struct word *word = words < WORD_LISTS ? word_named(words, name) : NULL;

	return word ? slice_of(word->shown[lang]) : name;
}

/* What is not stated stands last, wherever its number would put it. */
static void add_bars(struct buf *out, const struct names *names, enum page_word title,
		     enum word_list words, enum lang lang)
{
	size_t shown = names->count < MOST_BARS ? names->count : MOST_BARS;
	const struct name *unknown = NULL;
	size_t most = 0;

	if (!shown)
		return;
	for (size_t i = 0; i < shown; i++)
		most = names->items[i].count > most ? names->items[i].count : most;
	buf_addf(out, "<div><h2>%s</h2>\n<table class=\"years\">\n", page_word(title, lang));
	for (size_t i = 0; i < shown; i++) {
		const struct name *name = &names->items[i];

		if (name->text.n)
			figure_bar(out, label_of(name->text, words, lang), name->count, most);
		else
			unknown = name;
	}
	if (unknown)
		figure_bar(out, slice_of(page_word(PAGE_NOT_STATED, lang)), unknown->count, most);
	buf_adds(out, "</table></div>\n");
}

static void add_ways(const struct html *h, struct buf *out)
{
	buf_adds(out, "<nav class=\"ways\">");
	for (const enum sheet *sheet = html_sheets; *sheet != SHEETS; sheet++) {
		size_t rows = html_rows(h, *sheet);

		if (!rows)
			continue;
		buf_addf(out, "<a href=\"#%s\">", sheet_info(*sheet)->id);
		escape_text(out, slice_of(h->house.names[*sheet]));
		buf_addf(out, " <i>%zu</i></a>\n", rows);
	}
	buf_adds(out, "</nav>\n");
}

static void add_tools(struct buf *out, enum lang lang)
{
	buf_addf(out,
		 "<div class=\"tools\"><p class=\"find\" hidden><input id=\"q\" type=\"search\" "
		 "placeholder=\"%s\" aria-label=\"%s\"></p>\n<div class=\"chips\">"
		 "<label class=\"w\" for=\"f-w\" title=\"%s\">%s</label>\n"
		 "<label class=\"x\" for=\"f-x\">%s</label></div></div>\n",
		 page_word(PAGE_FIND_ROWS, lang), page_word(PAGE_FIND_ROWS, lang),
		 page_word(PAGE_NOTABLE_HELP, lang), page_word(PAGE_NOTABLE, lang),
		 page_word(PAGE_ALL_COLUMNS, lang));
}

void html_summary(struct html *h)
{
	const struct digest *d = &h->digest;
	enum lang lang = h->house.lang;
	struct buf *out = &h->text;

	buf_adds(out, "<input type=\"checkbox\" id=\"f-w\"><input type=\"checkbox\" id=\"f-x\">\n"
		      "<div class=\"index report\"><header><h1>");
	escape_text(out, slice_of(h->house.names[SHEET_TARGETS]));
	buf_adds(out, "</h1>");
	add_origin(h, out);
	buf_adds(out, "</header>\n");
	add_cards(h, out);
	buf_adds(out, "<div class=\"charts\">\n");
	add_bars(out, &d->years, PAGE_BY_YEAR, WORD_LISTS, lang);
	add_bars(out, &d->leads, PAGE_BY_LEAD, WORD_LISTS, lang);
	add_bars(out, &d->kinds, PAGE_BY_KIND, WORDS_TARGET_KIND, lang);
	add_bars(out, &d->regions, PAGE_BY_REGION, WORD_LISTS, lang);
	buf_adds(out, "</div>\n");
	add_ways(h, out);
	add_tools(out, lang);
}
