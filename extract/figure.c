#include "extract/figure.h"

#include <math.h>

/* Bytes of text that a figure can reach over. */
enum { WINDOW = 240 };

/* The text from a place on, without blanks beside ideographs, and the way back. */
struct window {
	char text[WINDOW];
	size_t from[WINDOW + 1]; /* offset in the original of each byte, and of the end */
	size_t n;
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Whether the blanks at `at` stand beside an ideograph; where they end goes to *end. */
static bool blanks_beside_han(struct slice text, size_t at, size_t *end)
{
	size_t len;
	bool before = at > 0 && is_han(utf8_before(text, at, &len));

	for (*end = at; *end < text.n && is_blank(text.p[*end]); ++*end)
		;
	return before || (*end < text.n && is_han(utf8_at(text, *end, &len)));
}

static struct slice window_open(struct window *w, struct slice text, size_t at)
{
	size_t start = at, len;

	for (w->n = 0; at < text.n; at += len) {
		if (at > start && is_blank(text.p[at]) && blanks_beside_han(text, at, &len)) {
			len -= at;
			continue;
		}
		len = utf8_len((unsigned char)text.p[at]);
		if (text.p[at] == '\n' || len > text.n - at || w->n + len > WINDOW)
			break;
		for (size_t i = 0; i < len; i++) {
			w->text[w->n] = text.p[at + i];
			w->from[w->n++] = at + i;
		}
	}
	w->from[w->n] = at;
	return (struct slice){w->text, w->n};
}

/* Where byte n of the window ends in the original: blanks after it stay outside. */
static size_t window_end(const struct window *w, size_t n)
{
	return n ? w->from[n - 1] + 1 : w->from[0];
}

static bool has_at(struct slice text, size_t at, const char *word)
{
	size_t n = strlen(word);

	return at <= text.n && text.n - at >= n && memcmp(text.p + at, word, n) == 0;
}

static bool digit_at(struct slice text, size_t at)
{
	return at < text.n && is_digit((unsigned char)text.p[at]);
}

static size_t sign_read(struct slice text, size_t at, double *sign)
{
	static const char *const minus[] = {"-", "－", "−", "负", "負"};

	*sign = 1;
	if (has_at(text, at, "+"))
		return 1;
	for (size_t i = 0; i < sizeof(minus) / sizeof(minus[0]); i++)
		if (has_at(text, at, minus[i])) {
			*sign = -1;
			return strlen(minus[i]);
		}
	return 0;
}

/* A sign with nothing before it that it could join to. */
static size_t first_sign(struct slice text, size_t at, double *sign)
{
	size_t len, n = sign_read(text, at, sign);
	uint32_t before = at ? utf8_before(text, at, &len) : 0;

	if (has_at(text, at, "+"))
		return 0;
	if (n && !has_at(text, at, "负") && !has_at(text, at, "負") &&
	    (is_han(before) || is_digit(before) || is_latin(before) || before == ')' ||
	     before == '%' || before == '-' || before == '/'))
		return 0;
	return n;
}

/* A numeral, or decimals without a whole part. */
static size_t plain_read(struct slice text, size_t at, struct number *n)
{
	double scale = 1;
	size_t end = at + 1;

	if (at >= text.n)
		return 0;
	if (!has_at(text, at, ".") || !digit_at(text, end))
		return number_read(text, at, n);
	if (at && (digit_at(text, at - 1) || text.p[at - 1] == '.'))
		return 0;
	*n = (struct number){.multiplier = 1, .digits = true};
	for (; digit_at(text, end); end++) {
		n->value = n->value * 10 + (text.p[end] - '0');
		scale *= 10;
	}
	n->value /= scale;
	return end - at;
}

/* A whole number of few digits, for fractions with a slash. */
static size_t small_read(struct slice text, size_t at, double *value)
{
	size_t end = at;

	for (*value = 0; digit_at(text, end) && end - at < 4; end++)
		*value = *value * 10 + (text.p[end] - '0');
	return digit_at(text, end) ? 0 : end - at;
}

/* 4/3: not a part of a date, and parted by ten at the most. */
static size_t slash_read(struct slice text, size_t at, double *value)
{
	double over, under;
	size_t end = at + small_read(text, at, &over), n;

	if (end == at || !has_at(text, end, "/"))
		return 0;
	n = small_read(text, end + 1, &under);
	if (!n || under < 2 || under > 10 || has_at(text, end + 1 + n, "/") ||
	    has_at(text, end + 1 + n, ".") || (at && text.p[at - 1] == '/'))
		return 0;
	*value = over / under;
	return end + 1 + n - at;
}

/* What number_read takes for percent: 百分之六十 is, 一百分之六十 is a fraction. */
static void settle_percent(struct slice written, struct figure *f)
{
	static const char *const per[] = {"百分之", "千分之", "万分之", "萬分之"};
	size_t part = slice_find(written, 0, slice_of("分之"));

	for (size_t i = 0; i < sizeof(per) / sizeof(per[0]); i++) {
		size_t n = strlen(per[i]);

		if (slice_starts(written, slice_of(per[i])))
			f->percent = true;
		else if (part < written.n && part + strlen("分之") >= n && !digit_at(written, 0) &&
			 has_at(written, part + strlen("分之") - n, per[i]))
			f->value /= 100;
	}
	f->percent |= slice_ends(written, slice_of("成")) || slice_ends(written, slice_of("成半"));
}

/* Adds the fraction that follows 又; returns the bytes of both, 0 where there is none. */
static size_t fraction_after(struct slice text, size_t at, struct figure *f)
{
	struct number n = {.multiplier = 1};
	size_t len = number_read(text, at, &n);
	struct figure part = {.value = n.value};

	if (!len)
		return 0;
	settle_percent((struct slice){text.p + at, len}, &part);
	if (part.percent || part.value >= 1 || part.value <= 0)
		return 0;
	f->value += part.value;
	return strlen("又") + len;
}

/* 三又二分之一, 1 4/3: the fraction after the whole number that ends at `end`. */
static size_t mixed_read(struct slice text, size_t end, struct figure *f)
{
	double value;
	size_t n;

	if (has_at(text, end, "又"))
		return end + fraction_after(text, end + strlen("又"), f);
	if (!f->digits || !has_at(text, end, " "))
		return end;
	n = slash_read(text, end + 1, &value);
	f->value += n ? value : 0;
	return n ? end + 1 + n : end;
}

/* 2e5, 2^-1, 40k after Arabic digits. */
static size_t power_read(struct slice text, size_t end, struct figure *f)
{
	struct number power;
	double sign = 1, again = 1;
	size_t at = end + 1, n;
	char mark = end < text.n ? text.p[end] : 0;

	if (!f->digits || f->multiplier > 1 || !mark || !strchr("eE^kK", mark))
		return end;
	if (mark == 'k' || mark == 'K') {
		if (at < text.n && (is_latin((unsigned char)text.p[at]) || digit_at(text, at)))
			return end;
		f->value *= 1000;
		return at;
	}
	at += sign_read(text, at, &sign);
	if (mark == '^')
		at += sign_read(text, at, &again);
	n = digit_at(text, at) ? number_read(text, at, &power) : 0;
	if (!n || power.value > 300 || power.multiplier > 1)
		return end;
	/* of 1.1^--23 the last sign counts for nothing */
	f->value = mark == '^' ? pow(f->value, (again < 0 ? 1 : sign) * power.value)
			       : f->value * pow(10, sign * power.value);
	return at + n;
}

/* 负三分之负一: number_read stops before the second sign. */
static size_t signed_part(struct slice text, size_t end, struct figure *f)
{
	struct number over;
	double sign;
	size_t at = end + strlen("分之"), n;

	if (!has_at(text, end, "分之") || f->value <= 0)
		return end;
	at += sign_read(text, at, &sign);
	n = number_read(text, at, &over);
	if (!n || sign > 0)
		return end;
	f->value = sign * over.value / f->value;
	return at + n;
}

static bool only_units(struct slice written)
{
	size_t len;

	for (size_t at = 0; at < written.n; at += len) {
		uint32_t c = utf8_at(written, at, &len);

		if (c != 0x767E && c != 0x5343 && c != 0x4E07 && c != 0x4EBF && c != 0x5146)
			return false;
	}
	return true;
}

static size_t tail_read(struct slice text, size_t end, struct figure *f)
{
	size_t next = signed_part(text, end, f);

	if (next == end)
		next = mixed_read(text, end, f);
	return next == end ? power_read(text, end, f) : next;
}

/* Two characters before `at`, which tell numerals from words; blanks are left alone. */
static size_t step_back(struct slice text, size_t at)
{
	size_t len, back = at;

	for (int i = 0; i < 2 && back; i++) {
		utf8_before(text, back, &len);
		if (is_blank(text.p[back - len]) || text.p[back - len] == '\n')
			break;
		back -= len;
	}
	return back;
}

size_t figure_read(struct slice text, size_t at, struct figure *out)
{
	struct window w;
	struct number n = {.multiplier = 1};
	double sign, value;
	size_t before, lead = first_sign(text, at, &sign), len, end;
	struct slice near, written;

	/* most characters begin no figure: that is soon seen */
	if (!plain_read(text, at + lead, &n))
		return 0;
	before = step_back(text, at);
	near = window_open(&w, text, before);
	lead += at - before;
	len = plain_read(near, lead, &n);
	if (!len || (lead == at - before && at && n.digits && digit_at(text, at - 1)))
		return 0;
	*out = (struct figure){n.value, n.multiplier, n.approximate, n.digits, false, false, false};
	end = lead + len;
	written = (struct slice){near.p + lead, len};
	settle_percent(written, out);
	out->units = only_units(written);
	if (n.digits && slash_read(near, lead, &value) + lead > end) {
		end = lead + slash_read(near, lead, &value);
		out->value = value;
	} else {
		end = tail_read(near, end, out);
	}
	out->lone = lead == at - before && !n.digits &&
		    utf8_count((struct slice){written.p, end - lead}) == 1;
	out->value *= sign;
	return window_end(&w, end) - at;
}
