/*
 * About: what the document says of itself — title, issuer, number, date, region, the kind of
 * document it is and the year it speaks in.
 *
 * Rules that emit `document` name the field they find; of several matches the first of the highest
 * priority wins. What the container says (the title of a page, its date) goes first.
 */
#include "extract/number.h"
#include "extract/reading.h"
#include "normalize/buf.h"

#include <math.h>

const struct match *document_match(const struct reading *r, const char *field, size_t limit)
{
	const struct matches *found = &r->found[EMIT_DOCUMENT];
	const struct match *best = NULL;

	for (size_t i = 0; i < found->count && found->items[i].at.start < limit; i++) {
		const struct match *m = &found->items[i];

		if (slice_is(rule_field(m->rule, "field"), field) &&
		    (!best || m->rule->priority > best->rule->priority))
			best = m;
	}
	return best;
}

/* Where the field's value stands in the clean text; empty where nothing says it. */
static struct span field_span(const struct reading *r, const char *field, size_t limit)
{
	const struct match *m = document_match(r, field, limit);

	if (!m)
		return (struct span){0, 0};
	return match_has(m, GROUP_VALUE) ? m->groups[GROUP_VALUE] : match_quote(m);
}

static struct slice field_text(const struct reading *r, const char *field)
{
	return slice_cut(r->text, field_span(r, field, SIZE_MAX));
}

static struct date find_published(const struct reading *r)
{
	const struct match *m = document_match(r, "published", SIZE_MAX);
	struct timex t = {.match = m, .kind = slice_of("during")};
	struct date d = {0};

	if (r->doc->info.date.n && date_parse(r->doc->info.date, &d))
		return d;
	if (!m)
		return d;
	timex_bounds(r, &t, 0);
	return date_compare(t.start, t.end) == 0 ? t.end : d;
}

/* The first four-digit year in the text that it does not only aim at; 0 without. */
static int first_year(const struct reading *r, struct slice text)
{
	size_t at = 0;
	int year;

	while ((year = year_next(text, &at)))
		if (!year_is_aim(r, text, at))
			return year;
	return 0;
}

/* The first year of the five-year plan that the title names; 0 without. */
static int plan_year(const struct reading *r)
{
	int first, last;

	return title_plan(r, &first, &last) ? first : 0;
}

/* Where the last word of the list in the text ends; 0 without one. */
static size_t last_word(const struct lexicon *list, struct slice text)
{
	size_t last = 0, len;

	for (size_t at = 0; at < text.n; at += len) {
		size_t n = lexicon_at(list, text, at, NULL);

		utf8_at(text, at, &len);
		if (n)
			last = at + n;
	}
	return last;
}

/* The title without a bracket at its end: 市容条例(修订草案). */
static struct slice without_bracket(struct slice title)
{
	for (size_t i = title.n; title.n && title.p[title.n - 1] == ')' && i-- > 0;)
		if (title.p[i] == '(')
			return slice_trim((struct slice){title.p, i});
	return title;
}

/* A law by its title: 市容管理条例, 中华人民共和国防洪法, 关于修改《防洪法》的决定. */
static bool is_law(const struct words *w, struct slice title)
{
	struct slice name = without_bracket(title), value;

	if (!name.n || !lexicon_before(w->genre_law, name, name.n, &value))
		return false;
	if (slice_is(value, "state"))
		return lexicon_in(w->law_state, name, NULL);
	return !slice_is(value, "act") || lexicon_in(w->law_act, name, NULL);
}

/*
 * A plan by its title, of which the last word tells (工作总结和工作计划); without one that does, by
 * its headings, or by a passage that a rule knows (现将重点任务分解如下). Laws, contracts or
 * statistics never set targets; those are told by a passage too (初步核算).
 */
static void find_genre(struct reading *r)
{
	const struct words *w = r->words;
	size_t plan = last_word(w->genre_plan, r->about.title);
	size_t other = last_word(w->genre_other, r->about.title);

	r->law = is_law(w, r->about.title);
	r->other = r->law || (other && other >= plan) ||
		   (!plan && document_match(r, "report", SIZE_MAX));
	r->plan = plan && !r->other;
	for (size_t i = 1; i < r->outline.count && !r->other && !r->plan; i++)
		r->plan = lexicon_in(w->genre_heading,
				     slice_cut(r->text, r->outline.sections[i].title), NULL);
	r->plan |= !r->other && document_match(r, "plan", SIZE_MAX);
}

static int copy_field(struct reading *r, struct slice *field, struct slice text, struct err *e)
{
	*field = squeeze(slice_trim(text), r->arena);
	return field->p ? 0 : err_nomem(e);
}

/*
 * The first year that the text can be of by what it tells of: the one after a year that it knows
 * the end of (截至2029年底), or that of a document it cites. 0 where it tells of none.
 */
static int told_year(const struct reading *r)
{
	const struct matches *found = &r->found[EMIT_DOCUMENT];
	int told = 0;

	for (size_t i = 0; i < found->count; i++) {
		const struct match *m = &found->items[i];
		int year;

		if (!slice_is(rule_field(m->rule, "field"), "told"))
			continue;
		year = match_number(m, r->text, GROUP_YEAR) + match_has(m, GROUP_PART);
		if (year > told)
			told = year;
	}
	return told;
}

static int find_year(const struct reading *r)
{
	int known[] = {
		r->options->reference.year,    r->published.year, first_year(r, r->about.number),
		first_year(r, r->about.title), told_year(r),	  plan_year(r)};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (known[i])
			return known[i];
	return 0;
}

/*
 * A title at the head of the text names the document better than what the container calls
 * it, which may be the page's; one far down may be that of an annex.
 */
static int find_title(struct reading *r, struct err *e)
{
	enum { HEAD = 4000 }; /* bytes: the notice that a plan is sent with, or a site's head */
	struct slice named = r->doc->info.title;

	r->title = field_span(r, "title", HEAD);
	if (r->title.end == r->title.start && !named.n)
		r->title = field_span(r, "title", SIZE_MAX);
	if (r->title.end > r->title.start)
		named = slice_cut(r->text, r->title);
	return copy_field(r, &r->about.title, named, e);
}

/* The names of a list over blanks and lines, parted by the mark between names. */
static int find_issuer(struct reading *r, struct err *e)
{
	struct slice text = slice_trim(field_text(r, "issuer"));
	struct slice mark = suffix(r, "and");
	struct buf out;

	buf_init(&out, SIZE_MAX);
	for (size_t at = 0, end; at < text.n; at = end) {
		while (at < text.n && strchr(" \t\n", text.p[at]))
			at++;
		for (end = at; end < text.n && !strchr(" \t\n", text.p[end]);)
			end++;
		if (out.len)
			buf_slice(&out, mark);
		buf_slice(&out, (struct slice){text.p + at, end - at});
	}
	r->about.issuer =
		out.failed ? (struct slice){NULL, 0} : arena_copy(r->arena, buf_text(&out));
	buf_release(&out);
	return r->about.issuer.p ? 0 : err_nomem(e);
}

static bool is_opening(uint32_t c)
{
	return c == '(' || c == '[' || c == 0x3010 || c == 0x3014;
}

static bool is_closing(uint32_t c)
{
	return c == ')' || c == ']' || c == 0x3011 || c == 0x3015;
}

/* The number, with the brackets around its year that the standard prescribes: 〔2024〕. */
static int find_number(struct reading *r, struct err *e)
{
	static const struct slice open = {"\xE3\x80\x94", 3}, close = {"\xE3\x80\x95", 3};
	struct slice text = field_text(r, "number");
	struct buf out;
	size_t len;

	buf_init(&out, SIZE_MAX);
	for (size_t at = 0; at < text.n; at += len) {
		uint32_t c = utf8_at(text, at, &len);

		if (is_opening(c) || is_closing(c))
			buf_slice(&out, is_opening(c) ? open : close);
		else if (c != ' ' && c != '\n' && c != '\t')
			buf_add(&out, text.p + at, len);
	}
	r->about.number =
		out.failed ? (struct slice){NULL, 0} : arena_copy(r->arena, buf_text(&out));
	buf_release(&out);
	return r->about.number.p ? 0 : err_nomem(e);
}

/* The place that the plan is for: by its title, by who issued it, by a rule. */
static int find_region(struct reading *r, struct err *e)
{
	struct slice place = place_of(r->words, r->about.title);

	if (!place.n)
		place = place_of(r->words, r->about.issuer);
	if (!place.n)
		place = place_of(r->words, field_text(r, "region"));
	return copy_field(r, &r->about.region, place, e);
}

static double rounded(double share)
{
	return round(share * 1000) / 1000;
}

/* What the fields of the document rest on, to whoever asks. */
static void note_about(const struct reading *r)
{
	static const char *const fields[] = {"issuer", "number", "published", "region"};

	if (r->title.end > r->title.start)
		note_document(r, "title", r->title, "the rule for titles of the highest priority");
	else if (r->about.title.n)
		note_document(r, "title", r->title, "what the file or page calls itself");
	if (place_of(r->words, r->about.title).n)
		note_document(r, "region", r->title, "the place in the title");
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		struct span at = field_span(r, fields[i], SIZE_MAX);

		if (at.end > at.start)
			note_document(r, fields[i], at, "the rule for it of the highest priority");
	}
}

int read_about(struct reading *r, struct err *e)
{
	struct record *about = &r->about;
	const struct doc_info *info = &r->doc->info;
	static const char *const scripts[] = {"", "simplified", "traditional", "mixed"};

	*about = record_new(RECORD_DOCUMENT);
	if (find_title(r, e) || find_issuer(r, e) || find_number(r, e) || find_region(r, e))
		return -1;
	about->span = doc_origin(r->doc, r->title);
	about->span_in = doc_part_at(r->doc, &about->span);
	about->quote = slice_cut(doc_decoded(r->doc), doc_decoded_span(r->doc, r->title));
	about->charset = info->charset;
	about->script = slice_of(scripts[info->script]);
	about->traditional_share = info->script ? rounded(info->traditional) : NAN;
	about->kind = info->kind;
	about->flags |= info->order_unsure ? FLAG_ORDER_UNSURE : 0u;
	if (info->ocr_confidence > 0)
		about->ocr_confidence = rounded(info->ocr_confidence);
	r->published = find_published(r);
	about->published = date_iso(r->published, r->arena);
	find_genre(r);
	r->year = find_year(r);
	note_about(r);
	return 0;
}
