/*
 * The survey: every place that a repair must look at is in a stretch that says so, and a survey
 * brought up to date after edits says of each line what a new one says.
 */
#include "tests/unit/check.h"
#include "tests/unit/random.h"

#include "normalize/survey.h"

#include <stdlib.h>

enum { TEXTS = 2000, MOST_PIECES = 80 };

static const char *const pieces[] = {
	"某市将建设", "发展",  "\n",	     "\n",
	"\n\n",	      ",",     "。",	     "、",
	";",	      ":",     "(一)",	     "第三章",
	"2025",	      "年",    "12",	     "20242028",
	"O",	      "〇",    " ",	     "  ",
	"“",	      "”",     "《",	     "市财改局",
	"责任单位:",  "1.",    "l.",	     "-",
	"—",	      "- 3 -", "%",	     "ā",
	"２",	      "中中",  "浏览次数:3", "到二〇二五年全市研发经费投入达到全国平均水平",
};

struct sample {
	const char *text;
	uint32_t stops; /* all of them are found */
	uint32_t none;	/* none of these */
};

static const struct sample samples[] = {
	{"平常的一句话,没有什么要看。\n", STOP_LINE | STOP_PROSE,
	 ~(uint32_t)(STOP_LINE | STOP_PROSE)},
	{"２家", STOP_FORM, STOP_TWICE},
	{"第第一", STOP_TWICE | STOP_OPEN_END, STOP_FORM},
	{"达dá", STOP_TONE, STOP_TWICE},
	{"浏览次数:12", STOP_FURNITURE | STOP_MARK, STOP_PROSE},
	{"建设- 3 -创新", STOP_DASHED, STOP_PAGE},
	{"3-5家,2—3家", STOP_PROSE, STOP_DASHED | STOP_RANGE},
	{"第3页", STOP_PAGE, STOP_CHAPTER},
	{"\n2、甲", STOP_MARKER, STOP_ARABIC},
	{"IOO家", STOP_LETTER, STOP_ZERO},
	{"2025年", 0, STOP_DIGIT | STOP_YEARS},
	{"二0二五年", STOP_ZERO, STOP_LETTER},
	{"1 .甲", STOP_POINT | STOP_BLANK, STOP_DOT},
	{"2·5%", STOP_DOT, STOP_POINT},
	{"3～5家", STOP_RANGE, STOP_DASHED | STOP_FIRST},
	{"(-)甲", STOP_FIRST, STOP_RANGE},
	{"-、甲", STOP_ONE, STOP_FIRST},
	{"市财改局", STOP_WORD, STOP_LIST},
	{"市财政局", 0, STOP_WORD},
	{"(一)甲,1.乙,二、丙,第三章", STOP_OUTLINE, STOP_FIRST},
	{"20242028年", STOP_YEARS, STOP_DIGIT},
	{"责任单位:甲", STOP_LIST, STOP_WORD},
	{"时间:甲", STOP_MARK, STOP_LIST},
	{"〔2021〕12号", STOP_QUOTE, STOP_DIGIT},
	{"提高到,\n甲", STOP_WRAP_END | STOP_OPEN_TEXT, STOP_WRAP_BEGIN},
	{"提高到\n,甲", STOP_WRAP_BEGIN, STOP_WRAP_END},
	{"这一行足够长可以算作重复\n这一行足够长可以算作重复\n", STOP_REPEATED | STOP_OPEN_TEXT,
	 STOP_PROSE},
};

static void check_sample(struct survey *s, const struct sample *k)
{
	struct err e;

	CHECK(survey_read(s, slice_of(k->text), &e) == 0);
	if (!CHECK((s->all & k->stops) == k->stops && !(s->all & k->none)))
		printf("in %s: %x\n", k->text, s->all);
}

static void add_pieces(struct random *r, struct buf *out)
{
	size_t count = sizeof(pieces) / sizeof(pieces[0]);

	for (size_t n = random_below(r, MOST_PIECES); n > 0; n--)
		buf_adds(out, pieces[random_below(r, count)]);
}

/* Writes some edits over the text, a piece or nothing in the place of a character or of none. */
static void add_edits(struct random *r, struct editor *w)
{
	size_t count = sizeof(pieces) / sizeof(pieces[0]), len;

	while (w->pos < w->src.n) {
		struct slice with = slice_of(pieces[random_below(r, count)]);

		for (size_t n = random_below(r, 90); n > 0 && w->pos < w->src.n; n--)
			edit_keep(w, utf8_len((unsigned char)w->src.p[w->pos]));
		if (w->pos == w->src.n && random_below(r, 2))
			return;
		len = w->pos < w->src.n ? utf8_len((unsigned char)w->src.p[w->pos]) : 0;
		edit_replace(w, random_below(r, 2) ? len : 0, with, EDIT_FORM);
	}
}

/* Lines are the same, and all that the new survey knows of them is known. */
static bool covers(const struct survey *updated, const struct survey *fresh)
{
	struct survey_line a = {.next = 0}, b = {.next = 0};

	while (survey_next_line(fresh, &b))
		if (!survey_next_line(updated, &a) || a.at.start != b.at.start ||
		    a.at.end != b.at.end || (a.stops & b.stops) != b.stops)
			return false;
	return !survey_next_line(updated, &a) && (updated->all & fresh->all) == fresh->all;
}

static void check_update(struct random *r, struct survey *updated, struct survey *fresh)
{
	struct editor w;
	struct edits script;
	struct arena arena;
	struct slice text;
	struct buf source;
	struct err e;

	arena_init(&arena);
	editor_init(&w);
	buf_init(&source, SIZE_MAX);
	add_pieces(r, &source);
	editor_reset(&w, buf_text(&source));
	add_edits(r, &w);
	CHECK(survey_read(updated, buf_text(&source), &e) == 0);
	CHECK(editor_finish(&w, &arena, &text, &script, &e) == 0);
	CHECK(survey_update(updated, text, &script, &e) == 0);
	CHECK(survey_read(fresh, text, &e) == 0);
	if (!CHECK(covers(updated, fresh)))
		printf("from %.*s\nto %.*s\n", (int)source.len, source.data, (int)text.n, text.p);
	editor_release(&w);
	buf_release(&source);
	arena_release(&arena);
}

int main(void)
{
	struct random r = {.state = 0x9E3779B97F4A7C15u};
	struct survey a, b;
	struct err e;

	CHECK(survey_init(&a, &e) == 0 && survey_init(&b, &e) == 0);
	for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++)
		check_sample(&a, &samples[i]);
	for (int i = 0; i < TEXTS; i++)
		check_update(&r, &a, &b);
	survey_release(&a);
	survey_release(&b);
	return check_done();
}
