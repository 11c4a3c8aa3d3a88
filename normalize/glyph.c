#include "normalize/glyph.h"

enum { LONGEST_ORDINAL = 4 }; /* characters of 第二十三章 between 第 and 章 */

static const char32_t sentence_ends[] = U"。!?;！？；…";
static const char32_t closers[] = U",、。:;!?)）》”’】〕」』〉%，：；！？…";
static const char32_t openers[] = U"(（《“‘【〔「『〈";
static const char32_t bullets[] = U"•●■◆★□○▲◎※·①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳";
static const char32_t parts[] = U"章节条编篇部";

bool glyph_ends_sentence(uint32_t c)
{
	return glyph_in(c, sentence_ends);
}

bool glyph_closes(uint32_t c)
{
	return glyph_in(c, closers);
}

bool glyph_opens(uint32_t c)
{
	return glyph_in(c, openers);
}

bool glyph_is_numeral(uint32_t c)
{
	switch (c) {
	case U'一':
	case U'二':
	case U'三':
	case U'四':
	case U'五':
	case U'六':
	case U'七':
	case U'八':
	case U'九':
	case U'十':
	case U'百':
	case U'零':
	case U'〇':
		return true;
	default:
		return false;
	}
}

/* End of a row of Chinese or of Arabic digits, up to LONGEST_ORDINAL characters. */
static size_t ordinal_end(struct slice t, size_t at, bool (*is)(uint32_t))
{
	size_t len;

	for (int i = 0; i < LONGEST_ORDINAL && is(glyph_at(t, at, &len)); i++)
		at += len;
	return at;
}

static bool is_arabic(uint32_t c)
{
	return is_digit(c);
}

/* (一) and (1) */
static size_t bracketed_mark(struct slice t, size_t at)
{
	size_t len, from = at, end;
	uint32_t c = glyph_at(t, at, &len);

	if (c != '(' && c != 0xFF08)
		return 0;
	at += len;
	end = ordinal_end(t, at, glyph_is_numeral);
	if (end == at)
		end = ordinal_end(t, at, is_arabic);
	c = glyph_at(t, end, &len);
	return end > at && end - at <= 9 && (c == ')' || c == 0xFF09) ? end + len - from : 0;
}

/* 第一章 */
static size_t part_mark(struct slice t, size_t at)
{
	size_t len, from = at, end;

	if (glyph_at(t, at, &len) != U'第')
		return 0;
	at += len;
	end = ordinal_end(t, at, glyph_is_numeral);
	if (end == at)
		end = ordinal_end(t, at, is_arabic);
	return end > at && glyph_in(glyph_at(t, end, &len), parts) ? end + len - from : 0;
}

/* 一、 1、 and 1. but not 1.5 */
static size_t plain_mark(struct slice t, size_t at)
{
	size_t len, next, end = ordinal_end(t, at, glyph_is_numeral);
	uint32_t c = glyph_at(t, end, &len);

	if (end > at)
		return c == U'、' ? end + len - at : 0;
	end = ordinal_end(t, at, is_arabic);
	c = glyph_at(t, end, &len);
	if (end == at || end - at > 3)
		return 0;
	if (c == U'、')
		return end + len - at;
	return c == '.' && !is_digit(glyph_at(t, end + 1, &next)) ? end + 1 - at : 0;
}

size_t item_mark(struct slice t, size_t at)
{
	size_t len, mark;
	uint32_t c = glyph_at(t, at, &len);

	if (is_han(c) && c != U'第' && !glyph_is_numeral(c))
		return 0;
	mark = bracketed_mark(t, at);
	if (!mark)
		mark = part_mark(t, at);
	if (!mark)
		mark = plain_mark(t, at);
	if (!mark && c && glyph_in(c, bullets))
		mark = len;
	return mark;
}

size_t line_end(struct slice t, size_t at)
{
	const char *hit = at < t.n ? memchr(t.p + at, '\n', t.n - at) : NULL;

	return hit ? (size_t)(hit - t.p) : t.n;
}
