#include "normalize/read/docx_number.h"

#include <stdio.h>
#include <stdlib.h>

enum { MOST_BASES = 16, MOST_COUNT = 32767 };

bool docx_named(struct slice name, const char *wanted)
{
	const char *colon = memchr(name.p, ':', name.n);

	if (colon)
		name = (struct slice){colon + 1, name.n - (size_t)(colon + 1 - name.p)};
	return slice_is(name, wanted);
}

long docx_value(struct slice attrs, const char *attr, long otherwise)
{
	struct slice value = markup_attr(attrs, attr);
	long n = 0;

	if (!value.n || !is_digit((unsigned char)value.p[0]))
		return otherwise;
	for (size_t i = 0; i < value.n && is_digit((unsigned char)value.p[i]) && n < 100000000; i++)
		n = n * 10 + (value.p[i] - '0');
	return n;
}

static int small(long n, int most)
{
	return n > most ? most : (int)n;
}

static bool add_scheme(struct docx_numbers *n, const struct token *t)
{
	struct docx_scheme *all = arena_grow(n->arena, n->schemes, n->scheme_count,
					     &n->scheme_capacity, sizeof(*all));

	if (!all)
		return false;
	n->schemes = all;
	n->schemes[n->scheme_count++] =
		(struct docx_scheme){.id = docx_value(t->attrs, "w:abstractnumid", -1)};
	n->in_list = false;
	return true;
}

static bool add_list(struct docx_numbers *n, const struct token *t)
{
	struct docx_list *all =
		arena_grow(n->arena, n->lists, n->list_count, &n->list_capacity, sizeof(*all));
	struct docx_list *list;

	if (!all)
		return false;
	n->lists = all;
	list = &n->lists[n->list_count++];
	*list = (struct docx_list){.id = docx_value(t->attrs, "w:numid", -1), .scheme = -1};
	for (int i = 0; i < DOCX_LEVELS; i++)
		list->start[i] = -1;
	n->in_list = true;
	return true;
}

static bool add_style(struct docx_numbers *n, const struct token *t)
{
	struct docx_style *all =
		arena_grow(n->arena, n->styles, n->style_count, &n->style_capacity, sizeof(*all));

	if (!all)
		return false;
	n->styles = all;
	n->styles[n->style_count++] = (struct docx_style){
		.id = markup_attr(t->attrs, "w:styleid"), .base = {"", 0}, .list = -1};
	return true;
}

static void read_level(struct docx_numbers *n, const struct token *t)
{
	struct docx_level *level;

	if (docx_named(t->name, "lvl") || docx_named(t->name, "lvlOverride"))
		n->level = (unsigned)docx_value(t->attrs, "w:ilvl", 0) % DOCX_LEVELS;
	if (n->in_list || !n->scheme_count)
		return;
	level = &n->schemes[n->scheme_count - 1].levels[n->level];
	if (docx_named(t->name, "lvl"))
		*level = (struct docx_level){.start = 1, .set = true};
	else if (docx_named(t->name, "start"))
		level->start = small(docx_value(t->attrs, "w:val", 1), MOST_COUNT);
	else if (docx_named(t->name, "numFmt"))
		level->form = markup_attr(t->attrs, "w:val");
	else if (docx_named(t->name, "lvlText"))
		level->shown = markup_attr(t->attrs, "w:val");
	else if (docx_named(t->name, "isLgl"))
		level->legal = true;
}

static bool read_numbering(struct docx_numbers *n, const struct token *t)
{
	struct docx_list *list;

	if (docx_named(t->name, "abstractNum"))
		return n->scheme_count == DOCX_MOST_LISTS || add_scheme(n, t);
	if (docx_named(t->name, "num"))
		return n->list_count == DOCX_MOST_LISTS || add_list(n, t);
	read_level(n, t);
	if (!n->in_list || !n->list_count)
		return true;
	list = &n->lists[n->list_count - 1];
	if (docx_named(t->name, "abstractNumId"))
		list->scheme = docx_value(t->attrs, "w:val", -1);
	if (docx_named(t->name, "startOverride"))
		list->start[n->level] = small(docx_value(t->attrs, "w:val", 1), MOST_COUNT);
	return true;
}

static bool read_styles(struct docx_numbers *n, const struct token *t)
{
	struct docx_style *style;

	if (docx_named(t->name, "style"))
		return n->style_count == DOCX_MOST_LISTS || add_style(n, t);
	if (!n->style_count)
		return true;
	style = &n->styles[n->style_count - 1];
	if (docx_named(t->name, "basedOn"))
		style->base = markup_attr(t->attrs, "w:val");
	else if (docx_named(t->name, "numId"))
		style->list = docx_value(t->attrs, "w:val", -1);
	else if (docx_named(t->name, "ilvl"))
		style->level = small(docx_value(t->attrs, "w:val", 0), DOCX_LEVELS - 1);
	return true;
}

/* The parts follow one another in one text; the root elements say which one it is. */
static enum docx_section section_of(enum docx_section now, const struct token *t)
{
	if (docx_named(t->name, "numbering"))
		return DOCX_NUMBERING;
	return docx_named(t->name, "styles") ? DOCX_STYLES : now;
}

int docx_numbers_read(struct docx_numbers *n, struct slice text, struct arena *arena, struct err *e)
{
	struct markup m;
	struct token t;
	bool fine = true;

	*n = (struct docx_numbers){.arena = arena};
	markup_init(&m, text);
	while (fine && markup_next(&m, &t)) {
		if (t.kind != TOKEN_OPEN)
			continue;
		n->section = section_of(n->section, &t);
		if (n->section == DOCX_NUMBERING)
			fine = read_numbering(n, &t);
		else if (n->section == DOCX_STYLES)
			fine = read_styles(n, &t);
	}
	return fine ? 0 : err_nomem(e);
}

static const struct docx_style *find_style(const struct docx_numbers *n, struct slice id)
{
	for (size_t i = 0; id.n && i < n->style_count; i++)
		if (slice_eq(n->styles[i].id, id))
			return &n->styles[i];
	return NULL;
}

void docx_style_list(const struct docx_numbers *n, struct slice id, long *list, int *level)
{
	const struct docx_style *style = find_style(n, id);

	for (int i = 0; style && i < MOST_BASES; i++) {
		if (style->list >= 0) {
			*list = style->list;
			*level = style->level;
			return;
		}
		style = find_style(n, style->base);
	}
}

static const char *const digits_plain[] = {"零", "一", "二", "三", "四",
					   "五", "六", "七", "八", "九"};
static const char *const digits_legal[] = {"零", "壹", "贰", "叁", "肆",
					   "伍", "陆", "柒", "捌", "玖"};
static const char *const units_plain[] = {"", "十", "百", "千"};
static const char *const units_legal[] = {"", "拾", "佰", "仟"};

static void add_chinese(struct buf *out, int n, const char *const *digits, const char *const *units)
{
	static const int powers[] = {1, 10, 100, 1000};
	bool begun = false, gap = false;

	for (int i = 3; i >= 0; i--) {
		int digit = n / powers[i] % 10;

		if (!digit) {
			gap = begun;
			continue;
		}
		if (gap)
			buf_adds(out, digits[0]);
		if (i != 1 || digit != 1 || begun)
			buf_adds(out, digits[digit]);
		buf_adds(out, units[i]);
		begun = true;
		gap = false;
	}
}

static void add_roman(struct buf *out, int n, bool upper)
{
	static const struct {
		int value;
		const char *digits;
	} table[] = {{1000, "m"}, {900, "cm"}, {500, "d"}, {400, "cd"}, {100, "c"},
		     {90, "xc"},  {50, "l"},   {40, "xl"}, {10, "x"},	{9, "ix"},
		     {5, "v"},	  {4, "iv"},   {1, "i"}};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		for (; n >= table[i].value; n -= table[i].value)
			for (const char *c = table[i].digits; *c; c++)
				buf_addc(out, upper ? (char)(*c - 'a' + 'A') : *c);
}

/* What a row of characters of Unicode begins with, and how many numbers it has. */
static const struct number_row {
	const char *form;
	uint32_t first;
	int count;
} rows[] = {
	{"decimalEnclosedCircle", 0x2460, 20},
	{"decimalEnclosedCircleChinese", 0x2460, 20},
	{"decimalEnclosedParen", 0x2474, 20},
	{"decimalEnclosedFullstop", 0x2488, 20},
	{"upperLetter", 'A', 26},
	{"lowerLetter", 'a', 26},
};

static const char *const chinese_forms[] = {
	"chineseCounting",
	"chineseCountingThousand",
	"japaneseCounting",
	"taiwaneseCounting",
	"ideographDigital",
	"taiwaneseCountingThousand",
	"japaneseDigitalTenThousand",
};

static bool add_row(struct buf *out, struct slice form, int n)
{
	char bytes[4];

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (!slice_is(form, rows[i].form) || n < 1 || n > rows[i].count)
			continue;
		buf_add(out, bytes, utf8_put(bytes, rows[i].first + (uint32_t)n - 1));
		return true;
	}
	return false;
}

static bool add_words(struct buf *out, struct slice form, int n)
{
	static const char *const stems[] = {"甲", "乙", "丙", "丁", "戊",
					    "己", "庚", "辛", "壬", "癸"};

	if (n < 1 || n > 9999)
		return false;
	for (size_t i = 0; i < sizeof(chinese_forms) / sizeof(chinese_forms[0]); i++) {
		if (slice_is(form, chinese_forms[i])) {
			add_chinese(out, n, digits_plain, units_plain);
			return true;
		}
	}
	if (slice_is(form, "chineseLegalSimplified") || slice_is(form, "ideographLegalTraditional"))
		add_chinese(out, n, digits_legal, units_legal);
	else if (slice_is(form, "ideographTraditional") && n <= 10)
		buf_adds(out, stems[n - 1]);
	else if (slice_is(form, "upperRoman") || slice_is(form, "lowerRoman"))
		add_roman(out, n, form.p[0] == 'u');
	else
		return false;
	return true;
}

static void add_count(struct buf *out, struct slice form, int n)
{
	if (!add_row(out, form, n) && !add_words(out, form, n))
		buf_addf(out, slice_is(form, "decimalZero") ? "%02d" : "%d", n);
}

static struct docx_list *find_list(const struct docx_numbers *n, long id)
{
	for (size_t i = 0; i < n->list_count; i++)
		if (n->lists[i].id == id)
			return &n->lists[i];
	return NULL;
}

static struct docx_scheme *find_scheme(const struct docx_numbers *n, long id)
{
	for (size_t i = 0; i < n->scheme_count; i++)
		if (n->schemes[i].id == id)
			return &n->schemes[i];
	return NULL;
}

/* Counts on, and lets deeper levels begin again. */
static void count(struct docx_scheme *s, struct docx_list *list, int level)
{
	if (list->start[level] >= 0) {
		s->counts[level] = list->start[level];
		list->start[level] = -1;
	} else if (!s->begun[level]) {
		s->counts[level] = s->levels[level].start;
	} else if (s->counts[level] < MOST_COUNT) {
		s->counts[level]++;
	}
	s->begun[level] = true;
	for (int i = level + 1; i < DOCX_LEVELS; i++)
		s->begun[i] = false;
}

static void show(const struct docx_scheme *s, int level, struct buf *out)
{
	const struct docx_level *own = &s->levels[level];
	struct slice shown = own->shown;

	for (size_t i = 0; i < shown.n; i++) {
		int of = i + 1 < shown.n ? shown.p[i + 1] - '1' : -1;

		if (shown.p[i] != '%' || of < 0 || of >= DOCX_LEVELS) {
			buf_addc(out, shown.p[i]);
			continue;
		}
		add_count(out, own->legal ? slice_of("decimal") : s->levels[of].form,
			  s->begun[of] ? s->counts[of] : s->levels[of].start);
		i++;
	}
}

/* A blank parts the text from 第一章 and 1.2, but not from 一、 and （1）. */
static void part(struct slice number, struct buf *out)
{
	size_t len;
	uint32_t last = number.n ? utf8_before(number, number.n, &len) : 0;

	if (is_han(last) || is_digit(last))
		buf_addc(out, ' ');
}

void docx_number(struct docx_numbers *n, long id, int level, struct buf *out)
{
	struct docx_list *list = id > 0 ? find_list(n, id) : NULL;
	struct docx_scheme *s = list ? find_scheme(n, list->scheme) : NULL;

	if (!s || level < 0 || level >= DOCX_LEVELS || !s->levels[level].set)
		return;
	count(s, list, level);
	if (slice_is(s->levels[level].form, "bullet") || slice_is(s->levels[level].form, "none"))
		return;
	show(s, level, out);
	part(buf_text(out), out);
}
