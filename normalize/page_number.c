#include "normalize/page_number.h"

#include "normalize/glyph.h"

enum { MOST_DIGITS = 4 };

static const char32_t dashes[] = U"-—－–―─";

static size_t skip_blanks(struct slice t, size_t at)
{
	while (at < t.n && t.p[at] == ' ')
		at++;
	return at;
}

static size_t number_end(struct slice t, size_t at, size_t *value)
{
	size_t end = at;

	*value = 0;
	while (end < t.n && end - at <= MOST_DIGITS && is_digit((unsigned char)t.p[end]))
		*value = *value * 10 + (size_t)(t.p[end++] - '0');
	return end > at && end - at <= MOST_DIGITS ? end : 0;
}

size_t page_number_dashed(struct slice t, size_t at, size_t *value)
{
	size_t len, end;

	if (at >= t.n || !glyph_in(utf8_at(t, at, &len), dashes))
		return 0;
	end = number_end(t, skip_blanks(t, at + len), value);
	if (!end || !*value)
		return 0;
	end = skip_blanks(t, end);
	return glyph_in(glyph_at(t, end, &len), dashes) ? end + len : 0;
}

static bool take(struct slice t, size_t *at, const char *what)
{
	if (!slice_starts((struct slice){t.p + *at, t.n - *at}, slice_of(what)))
		return false;
	*at = skip_blanks(t, *at + strlen(what));
	return true;
}

/* N页 with blanks; moves *at behind it. */
static bool take_page(struct slice t, size_t *at, size_t *value)
{
	size_t end = number_end(t, *at, value);

	if (!end)
		return false;
	*at = skip_blanks(t, end);
	return take(t, at, "页");
}

size_t page_number_counted(struct slice t, size_t at, size_t *value, size_t *of)
{
	size_t end;

	*of = 0;
	if (!take(t, &at, "第") || !take_page(t, &at, value))
		return 0;
	end = at;
	if (!take(t, &at, "/"))
		take(t, &at, ",");
	if (take(t, &at, "共") && take_page(t, &at, of))
		end = at;
	while (end > 0 && t.p[end - 1] == ' ')
		end--;
	return end;
}

/* 一12一, alone on its line */
static size_t misread_end(struct slice line, size_t *value)
{
	struct slice dash = slice_of("一");
	size_t end =
		slice_starts(line, dash) ? number_end(line, skip_blanks(line, dash.n), value) : 0;

	return end && *value &&
			       slice_eq(slice_trim((struct slice){line.p + end, line.n - end}),
					dash)
		       ? line.n
		       : 0;
}

size_t page_number(struct slice line)
{
	size_t value, of, end = page_number_dashed(line, 0, &value);

	if (!end)
		end = misread_end(line, &value);

	if (!end)
		end = page_number_counted(line, 0, &value, &of);
	return end == line.n && end ? value : 0;
}

bool page_number_dash(uint32_t c)
{
	return glyph_in(c, dashes);
}
