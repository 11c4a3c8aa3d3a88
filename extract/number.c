#include "extract/number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum sign_kind {
	SIGN_NONE,
	SIGN_DIGIT,
	SIGN_TWO,     /* 两: a digit that is never positional */
	SIGN_TENS,    /* 廿, 卅, 卌 */
	SIGN_SMALL,   /* 十, 百, 千 */
	SIGN_LARGE,   /* 万, 亿, 兆 */
	SIGN_HALF,    /* 半 */
	SIGN_SOME,    /* 几 */
	SIGN_SEVERAL, /* 数 */
	SIGN_MORE,    /* 余, 多 */
	SIGN_POINT,   /* 点 */
	SIGN_KINDS
};

struct sign {
	uint32_t code;
	enum sign_kind kind;
	bool financial; /* a form of 壹贰叁 …: most of these also have a meaning of their own */
	double value;
};

/* Sorted by code point. 参 is left out: it is 参加 and 参与, hardly ever 3. */
static const struct sign signs[] = {
	{0x25CB, SIGN_DIGIT, false, 0},	   /* ○ */
	{0x3007, SIGN_DIGIT, false, 0},	   /* 〇 */
	{0x4E00, SIGN_DIGIT, false, 1},	   /* 一 */
	{0x4E03, SIGN_DIGIT, false, 7},	   /* 七 */
	{0x4E07, SIGN_LARGE, false, 1e4},  /* 万 */
	{0x4E09, SIGN_DIGIT, false, 3},	   /* 三 */
	{0x4E24, SIGN_TWO, false, 2},	   /* 两 */
	{0x4E5D, SIGN_DIGIT, false, 9},	   /* 九 */
	{0x4E8C, SIGN_DIGIT, false, 2},	   /* 二 */
	{0x4E94, SIGN_DIGIT, false, 5},	   /* 五 */
	{0x4EBF, SIGN_LARGE, false, 1e8},  /* 亿 */
	{0x4EDF, SIGN_SMALL, true, 1000},  /* 仟 */
	{0x4F0D, SIGN_DIGIT, true, 5},	   /* 伍 */
	{0x4F59, SIGN_MORE, false, 0},	   /* 余 */
	{0x4F70, SIGN_SMALL, true, 100},   /* 佰 */
	{0x4FE9, SIGN_TWO, false, 2},	   /* 俩 */
	{0x5006, SIGN_TWO, false, 2},	   /* 倆 */
	{0x5104, SIGN_LARGE, false, 1e8},  /* 億 */
	{0x5146, SIGN_LARGE, false, 1e12}, /* 兆 */
	{0x5169, SIGN_TWO, false, 2},	   /* 兩 */
	{0x516B, SIGN_DIGIT, false, 8},	   /* 八 */
	{0x516D, SIGN_DIGIT, false, 6},	   /* 六 */
	{0x51E0, SIGN_SOME, false, 1},	   /* 几 */
	{0x5341, SIGN_SMALL, false, 10},   /* 十 */
	{0x5343, SIGN_SMALL, false, 1000}, /* 千 */
	{0x5345, SIGN_TENS, false, 30},	   /* 卅 */
	{0x534A, SIGN_HALF, false, 0.5},   /* 半 */
	{0x534C, SIGN_TENS, false, 40},	   /* 卌 */
	{0x53C1, SIGN_DIGIT, true, 3},	   /* 叁 */
	{0x53C3, SIGN_DIGIT, true, 3},	   /* 參 */
	{0x53C4, SIGN_DIGIT, true, 3},	   /* 叄 */
	{0x56DB, SIGN_DIGIT, false, 4},	   /* 四 */
	{0x58F1, SIGN_DIGIT, true, 1},	   /* 壱 */
	{0x58F9, SIGN_DIGIT, true, 1},	   /* 壹 */
	{0x591A, SIGN_MORE, false, 0},	   /* 多 */
	{0x5E7E, SIGN_SOME, false, 1},	   /* 幾 */
	{0x5EFF, SIGN_TENS, false, 20},	   /* 廿 */
	{0x62FE, SIGN_SMALL, true, 10},	   /* 拾 */
	{0x634C, SIGN_DIGIT, true, 8},	   /* 捌 */
	{0x6570, SIGN_SEVERAL, false, 1},  /* 数 */
	{0x6578, SIGN_SEVERAL, false, 1},  /* 數 */
	{0x67D2, SIGN_DIGIT, true, 7},	   /* 柒 */
	{0x70B9, SIGN_POINT, false, 0},	   /* 点 */
	{0x7396, SIGN_DIGIT, true, 9},	   /* 玖 */
	{0x767E, SIGN_SMALL, false, 100},  /* 百 */
	{0x8086, SIGN_DIGIT, true, 4},	   /* 肆 */
	{0x842C, SIGN_LARGE, false, 1e4},  /* 萬 */
	{0x8CB3, SIGN_DIGIT, true, 2},	   /* 貳 */
	{0x8D30, SIGN_DIGIT, true, 2},	   /* 贰 */
	{0x9646, SIGN_DIGIT, true, 6},	   /* 陆 */
	{0x9678, SIGN_DIGIT, true, 6},	   /* 陸 */
	{0x96F6, SIGN_DIGIT, false, 0},	   /* 零 */
	{0x9918, SIGN_MORE, false, 0},	   /* 餘 */
	{0x9EDE, SIGN_POINT, false, 0},	   /* 點 */
};

/* A character of a numeral that is none where one of these follows: 千瓦, 百分点, 兆字节, 余额. */
struct veto {
	const char *sign;
	const char *next;
};

static const struct veto vetoes[] = {
	{"千", "瓦克米伏卡赫焦帕乏"},
	{"兆", "瓦字赫帕欧焦伏比"},
	{"百", "帕分"},
	{"余", "额"},
	{"餘", "額"},
};

/* 六成 is 60 %, but not 成 in 成立, 成员, 成果 … */
static const char cheng_next[] = "立为為功果员員长長就绩績效本品型熟套年交都了体體分份像人因对對不";

/* 数 after one of these ends a noun: 人数, 指数, 总数. */
static const char shu_before[] = "人户戶总總指系参參函分基多少个個件倍次单單双雙位级級岁歲";

/* Bytes of an Arabic literal that are kept for strtod; an exact double never needs more digits. */
enum { LITERAL_MAX = 800 };

struct scan {
	struct slice text;
	size_t at;	   /* next byte to read */
	double total;	   /* finished groups: everything up to the last 万, 亿 */
	double section;	   /* finished part of the present group */
	double pending;	   /* digit or literal that waits for its unit */
	double last;	   /* value of the last unit read; 0 before any */
	double last_small; /* last 十, 百, 千 of this group; infinite without */
	double last_large;
	double largest;
	double tail; /* product of the 万, 亿 that the numeral ends with so far */
	bool has_pending;
	bool any;  /* something was read */
	bool zero; /* 零 was read since the last unit */
	bool more; /* 余 was read: only 万 and 亿 may follow */
	bool done;
	bool approximate;
	bool digits;
};

/* The character at `at` and its length; 0 at the end of the text or where it is cut off. */
static uint32_t char_at(struct slice text, size_t at, size_t *len)
{
	*len = 0;
	if (at >= text.n || utf8_len((unsigned char)text.p[at]) > text.n - at)
		return 0;
	return utf8_at(text, at, len);
}

static bool has_at(struct slice text, size_t at, const char *word)
{
	size_t n = strlen(word);

	return at <= text.n && text.n - at >= n && memcmp(text.p + at, word, n) == 0;
}

/* Whether the character at `at` is one of a list. */
static bool one_of_at(struct slice text, size_t at, const char *list)
{
	size_t len;
	char c[5] = "";

	if (!char_at(text, at, &len) || len < 2)
		return false;
	memcpy(c, text.p + at, len);
	return strstr(list, c) != NULL;
}

static const struct sign *sign_find(uint32_t code)
{
	size_t low = 0;
	size_t high = sizeof(signs) / sizeof(signs[0]);

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (signs[middle].code < code)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == sizeof(signs) / sizeof(signs[0]) || signs[low].code != code)
		return NULL;
	return &signs[low];
}

static bool vetoed(struct slice text, size_t at, size_t len)
{
	if (has_at(text, at + len, "分之"))
		return false;
	for (size_t i = 0; i < sizeof(vetoes) / sizeof(vetoes[0]); i++)
		if (has_at(text, at, vetoes[i].sign) && one_of_at(text, at + len, vetoes[i].next))
			return true;
	return false;
}

static const struct sign none = {0, SIGN_NONE, false, 0};

/* The sign at `at`; `none` where there is no sign of a numeral. */
static const struct sign *sign_at(struct slice text, size_t at, size_t *len)
{
	uint32_t code = char_at(text, at, len);
	const struct sign *sign = code < 0x25CB ? NULL : sign_find(code);

	return sign && !vetoed(text, at, *len) ? sign : &none;
}

static bool is_unit(const struct sign *sign)
{
	return sign->kind == SIGN_SMALL || sign->kind == SIGN_LARGE;
}

static const struct sign *sign_after(struct slice text, size_t at)
{
	size_t len;

	return sign_at(text, at, &len);
}

/* Financial digits that are hardly ever anything else, so that they mix with plain ones: 壹百. */
static const char only_digits[] = "壹贰貳叁叄柒捌玖";

/*
 * A financial digit stands before 拾佰仟万亿元 or after 拾佰仟零; else it is a word: 队伍, 大陆.
 */
static bool financial_holds(struct slice text, size_t at, size_t len)
{
	static const char units[] = "拾佰仟零", plain[] = "十百千万亿之又";
	size_t n, last = 0;
	const struct sign *next = sign_at(text, at + len, &n);

	if (next->kind == SIGN_LARGE || (next->kind == SIGN_SMALL && next->financial))
		return true;
	if (at)
		utf8_before(text, at, &last);
	if ((last && one_of_at(text, at - last, units)) || one_of_at(text, at + len, "元圆圓"))
		return true;
	return one_of_at(text, at, only_digits) &&
	       (next->kind == SIGN_SMALL || one_of_at(text, at + len, "打又") ||
		(last && one_of_at(text, at - last, plain)));
}

/* The value of a Chinese digit 0 to 9 at `at`, or -1. */
static int digit_at(struct slice text, size_t at, size_t *len)
{
	const struct sign *sign = sign_at(text, at, len);

	if (sign->kind != SIGN_DIGIT)
		return -1;
	return sign->financial && !financial_holds(text, at, *len) ? -1 : (int)sign->value;
}

/*
 * Arabic literals
 */

static bool ascii_digit_at(struct slice text, size_t at)
{
	return at < text.n && is_digit((unsigned char)text.p[at]);
}

static size_t digits_end(struct slice text, size_t at)
{
	while (ascii_digit_at(text, at))
		at++;
	return at;
}

/* End of the whole part that begins at `at`: digits, or groups of three after commas. */
static size_t whole_end(struct slice text, size_t at)
{
	size_t first = digits_end(text, at);
	size_t end = first;

	if (first - at > 3 || text.p[at] == '0')
		return first;
	while (end < text.n && text.p[end] == ',' && digits_end(text, end + 1) == end + 4)
		end += 4;
	if (end < text.n && text.p[end] == ',' && ascii_digit_at(text, end + 1))
		return first;
	return end;
}

/* End of the decimals after a whole part; 2025.3.8 and 1.2.3 have none. */
static size_t decimals_end(struct slice text, size_t start, size_t whole)
{
	size_t end;

	if (whole >= text.n || text.p[whole] != '.' || !ascii_digit_at(text, whole + 1))
		return whole;
	if (start >= 2 && text.p[start - 1] == '.' && ascii_digit_at(text, start - 2))
		return whole;
	end = digits_end(text, whole + 1);
	if (end < text.n && text.p[end] == '.' && ascii_digit_at(text, end + 1))
		return whole;
	return end;
}

/*
 * n digits, times ten to a power. strtod reads them the same in every locale; where the digits as a
 * whole and the power are exact in binary, their quotient is as exact as what it returns.
 */
static double scaled(char *digits, size_t n, size_t room, long exponent)
{
	static const double powers[] = {1,   1e1, 1e2,	1e3,  1e4,  1e5,  1e6,	1e7,
					1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
	enum { EXACT = sizeof(powers) / sizeof(powers[0]) };
	double value = 0;

	if (n >= EXACT || exponent > 0 || exponent <= -EXACT) {
		snprintf(digits + n, room - n, "e%ld", exponent);
		return strtod(digits, NULL);
	}
	for (size_t i = 0; i < n; i++)
		value = value * 10 + (digits[i] - '0');
	return value / powers[-exponent];
}

static double literal_value(struct slice text, size_t start, size_t whole, size_t end)
{
	char copy[LITERAL_MAX + 32];
	size_t n = 0;
	long exponent = 0;

	for (size_t i = start; i < end; i++) {
		if (!ascii_digit_at(text, i) || (n == 0 && text.p[i] == '0' && i < whole))
			continue;
		if (n < LITERAL_MAX)
			copy[n++] = text.p[i];
		else
			exponent++;
		exponent -= i > whole;
	}
	return n ? scaled(copy, n, sizeof(copy), exponent) : 0;
}

static size_t literal_read(struct slice text, size_t at, double *value)
{
	size_t whole;
	size_t end;

	if (!ascii_digit_at(text, at))
		return 0;
	whole = whole_end(text, at);
	end = decimals_end(text, at, whole);
	*value = literal_value(text, at, whole, end);
	return end - at;
}

/* A second literal, after a unit: 2亿3000万, 5千3百, 1万2345, 1万2,345. */
static bool take_literal(struct scan *s)
{
	double value;
	size_t len;
	size_t end = whole_end(s->text, s->at);
	const struct sign *next = sign_at(s->text, end, &len);

	if (s->has_pending || s->more || !s->digits || s->last <= 0)
		return false;
	if (end - s->at > (memchr(s->text.p + s->at, ',', end - s->at) ? 5 : 4) ||
	    (end < s->text.n && strchr(".,/", s->text.p[end])))
		return false;
	literal_read(s->text, s->at, &value);
	if (s->zero	    ? value >= s->last
	    : is_unit(next) ? next->value >= s->last
			    : value >= s->last || value < s->last / 10)
		return false;
	s->done = !is_unit(next);
	s->zero = false;
	s->pending = value;
	s->has_pending = true;
	s->tail = 1;
	s->at = end;
	return true;
}

/*
 * Chinese signs. Each take_… reads one sign, or returns false where the numeral ends before it.
 */

static bool take_zero(struct scan *s, size_t len)
{
	size_t n;
	const struct sign *next = sign_at(s->text, s->at + len, &n);

	if (!s->any) {
		s->zero = next->kind == SIGN_SMALL && next->value <= 10;
		s->has_pending = !s->zero;
		return true;
	}
	s->zero = next->kind == SIGN_DIGIT || next->kind == SIGN_TWO || next->kind == SIGN_TENS ||
		  (next->kind == SIGN_SMALL && next->value <= 10) ||
		  (next->kind == SIGN_SOME && is_unit(sign_after(s->text, s->at + len + n))) ||
		  (s->digits && ascii_digit_at(s->text, s->at + len));
	return s->zero;
}

/* A last digit without its unit, 三百五 for 350; not 一 and 两, which rather begin a word. */
static bool take_elliptic(struct scan *s, const struct sign *sign)
{
	if (s->digits || s->last < 100 || sign->kind == SIGN_TWO || sign->value < 2)
		return false;
	s->pending = sign->value * s->last / 10;
	s->has_pending = s->done = true;
	s->tail = 1;
	return true;
}

static bool take_digit(struct scan *s, const struct sign *sign, size_t len)
{
	size_t n;

	if (s->has_pending || s->more)
		return false;
	if (sign->financial && !financial_holds(s->text, s->at, len))
		return false;
	if (sign->value <= 0)
		return take_zero(s, len);
	if (s->any && !is_unit(sign_at(s->text, s->at + len, &n)) && !s->zero && s->last > 10)
		return take_elliptic(s, sign);
	if (s->any && s->digits && !is_unit(sign_at(s->text, s->at + len, &n)))
		return false;
	s->pending = sign->value;
	s->has_pending = true;
	s->tail = 1;
	return true;
}

static bool take_tens(struct scan *s, const struct sign *sign, size_t len)
{
	(void)len;
	if (s->has_pending || s->more || s->last_small <= 10 || (s->any && !s->zero))
		return false;
	s->section += sign->value;
	s->last = s->last_small = 10;
	s->tail = 1;
	return true;
}

/* 拾 begins a numeral before 万 or a digit, 拾万, but not in 收拾 and 捡拾. */
static bool shi_holds(const struct scan *s, const struct sign *sign, size_t len)
{
	const struct sign *next = sign_after(s->text, s->at + len);
	size_t n = 0;

	if (s->any)
		return s->zero;
	if (s->at)
		utf8_before(s->text, s->at, &n);
	return sign->value <= 10 && (next->kind == SIGN_LARGE || next->kind == SIGN_DIGIT) &&
	       !(n && one_of_at(s->text, s->at - n, "收捡撿"));
}

static bool take_small(struct scan *s, const struct sign *sign, size_t len)
{
	bool bare = !s->any || (sign->value <= 10 && (s->zero || s->section > 0));

	if (s->more || sign->value >= s->last_small || (!s->has_pending && !bare))
		return false;
	if (!s->has_pending && (s->digits || (sign->financial && !shi_holds(s, sign, len))))
		return false;
	if (s->digits && s->has_pending && sign->value <= 10)
		return false;
	s->section += (s->has_pending ? s->pending : 1) * sign->value;
	s->last = s->last_small = sign->value;
	s->has_pending = s->zero = false;
	s->tail = 1;
	return true;
}

/* 四万万 is 四亿. */
static bool take_wan_wan(struct scan *s)
{
	s->total *= 1e4;
	s->tail *= 1e4;
	s->last = s->last_large = s->largest = 1e8;
	return true;
}

/* 万 and 亿: a larger one than before multiplies everything (一万二千亿), a smaller one its group.
 */
static bool take_large(struct scan *s, const struct sign *sign, size_t len)
{
	double group = s->section + (s->has_pending ? s->pending : 0);
	bool follows = s->any && !s->has_pending && s->section <= 0; /* 亿 of 万亿 */

	(void)len;
	if (follows && s->largest <= 1e4 && s->last_large <= 1e4 && sign->value <= 1e4)
		return take_wan_wan(s);
	if (s->largest > 0 && sign->value >= s->last_large &&
	    (s->last_large < s->largest || sign->value <= s->last_large))
		return false;
	if (s->largest > 0 && follows && sign->value < s->last_large)
		return false;
	if (!s->any)
		group = 1;
	if (sign->value > s->last_large) {
		s->total = (s->total + group) * sign->value;
		s->largest = sign->value;
	} else {
		s->total += group * sign->value;
	}
	s->tail = (follows ? s->tail : 1) * sign->value;
	s->last = s->last_large = sign->value;
	s->last_small = INFINITY;
	s->section = 0;
	s->has_pending = s->zero = false;
	return true;
}

static bool take_half(struct scan *s, const struct sign *sign, size_t len)
{
	bool first_is_one = s->any && s->has_pending && !s->digits && s->last <= 0 &&
			    s->pending >= 1 && s->pending <= 1;

	if (s->any && !first_is_one)
		return false;
	s->pending = sign->value;
	s->has_pending = true;
	/* 半百 is fifty */
	s->done = s->any || !has_at(s->text, s->at + len, "百");
	return true;
}

/* 几十, 几百; 十几. */
static bool take_some(struct scan *s, const struct sign *sign, size_t len)
{
	size_t n;
	const struct sign *next = sign_at(s->text, s->at + len, &n);

	if (s->has_pending || s->more || s->digits)
		return false;
	if (s->zero) {
		s->more = true;
	} else if (is_unit(next) && next->value < s->last_small &&
		   !(s->any && next->value > 1000)) {
		s->pending = sign->value;
		s->has_pending = true;
	} else if (s->last_small <= 10) {
		s->more = true;
	} else {
		return false;
	}
	s->approximate = true;
	return true;
}

static bool take_several(struct scan *s, const struct sign *sign, size_t len)
{
	size_t n;
	size_t before = s->at;

	if (s->any || !is_unit(sign_at(s->text, s->at + len, &n)))
		return false;
	if (before) {
		utf8_before(s->text, before, &n);
		if (one_of_at(s->text, before - n, shu_before))
			return false;
	}
	s->pending = sign->value;
	s->has_pending = s->approximate = true;
	return true;
}

/* 30余, 百余, 3万多. */
static bool take_more(struct scan *s, const struct sign *sign, size_t len)
{
	(void)sign;
	(void)len;
	if (s->more || !s->any || (s->has_pending && !(s->digits && s->pending >= 10)))
		return false;
	s->more = s->approximate = true;
	return true;
}

/* 三点五: the digits after 点, unless a 十 among them shows that it is a time of day. */
static bool take_point(struct scan *s, const struct sign *sign, size_t len)
{
	double value = s->section + (s->has_pending ? s->pending : 0);
	double scale = 1;
	size_t at = s->at + len;
	size_t n;
	int digit;

	(void)sign;
	if (s->digits || s->more || s->approximate || !s->any)
		return false;
	while ((digit = digit_at(s->text, at, &n)) >= 0) {
		value = value * 10 + digit;
		scale *= 10;
		at += n;
	}
	if (scale <= 1 || sign_at(s->text, at, &n)->kind == SIGN_SMALL)
		return false;
	s->pending = value / scale;
	s->section = 0;
	s->has_pending = true;
	s->last_small = 0;
	s->at = at - len;
	return true;
}

static bool (*const takers[SIGN_KINDS])(struct scan *, const struct sign *, size_t) = {
	[SIGN_DIGIT] = take_digit,     [SIGN_TWO] = take_digit,	  [SIGN_TENS] = take_tens,
	[SIGN_SMALL] = take_small,     [SIGN_LARGE] = take_large, [SIGN_HALF] = take_half,
	[SIGN_SOME] = take_some,       [SIGN_MORE] = take_more,	  [SIGN_POINT] = take_point,
	[SIGN_SEVERAL] = take_several,
};

/* Two neighbours, 两三 and 三五: about the first of them. */
static bool start_pair(struct scan *s)
{
	size_t len;
	size_t next_len;
	size_t end;
	const struct sign *first = sign_at(s->text, s->at, &len);
	int low = first->kind == SIGN_TWO ? 2 : digit_at(s->text, s->at, &len);
	int high = digit_at(s->text, s->at + len, &next_len);

	end = s->at + len + next_len;
	if (low < 1 || first->financial || (high != low + 1 && !(low == 3 && high == 5)))
		return false;
	if (digit_at(s->text, end, &len) >= 0)
		return false;
	s->at = end;
	s->pending = low;
	s->approximate = true;
	return true;
}

/* Digits one after another: 二〇二五. */
static bool start_positional(struct scan *s)
{
	size_t len;
	size_t at = s->at;
	size_t count = 0;
	double value = 0;
	int digit;

	while ((digit = digit_at(s->text, at, &len)) >= 0) {
		value = value * 10 + digit;
		at += len;
		count++;
	}
	if (count < 2)
		return false;
	s->pending = value;
	s->at = at;
	return true;
}

/* The first literal or row of digits; false where a ○ is a bullet. */
static bool scan_start(struct scan *s)
{
	size_t len;

	if (char_at(s->text, s->at, &len) == 0x25CB)
		return false;
	len = literal_read(s->text, s->at, &s->pending);
	s->digits = len > 0;
	s->at += len;
	s->any = len > 0 || start_pair(s) || start_positional(s);
	s->has_pending = s->any;
	return true;
}

/* One more sign; false at the end of the numeral. After 两千三 only decimals can follow. */
static bool scan_step(struct scan *s)
{
	size_t len;
	const struct sign *sign = sign_at(s->text, s->at, &len);

	if (s->done && (sign->kind != SIGN_POINT || s->last < 100))
		return false;
	if (ascii_digit_at(s->text, s->at))
		return take_literal(s);
	if (!takers[sign->kind] || !takers[sign->kind](s, sign, len))
		return false;
	s->at += len;
	s->any = true;
	return true;
}

/* Takes away what binary arithmetic added: 1.1 × 100000000 is not 110000000.00000001. */
static double rounded(double value)
{
	char digits[64];

	if (value == floor(value) && value < 1e15)
		return value;
	snprintf(digits, sizeof(digits), "%.15g", value);
	return strtod(digits, NULL);
}

/* Of the characters of one byte only digits begin a numeral. */
static bool may_begin(char c)
{
	return (unsigned char)c >= 0x80 || is_digit((unsigned char)c);
}

/* The numeral alone, without 分之, 成 and the like. */
static size_t numeral_read(struct slice text, size_t at, struct number *out)
{
	struct scan s = {.text = text, .at = at, .last_small = INFINITY, .tail = 1};

	if (at >= text.n || !may_begin(text.p[at]) || !scan_start(&s))
		return 0;
	while (scan_step(&s))
		;
	if (!s.any)
		return 0;
	out->value = s.total + s.section + (s.has_pending ? s.pending : 0);
	if (s.last > 0)
		out->value = rounded(out->value);
	out->multiplier = s.tail;
	out->approximate = s.approximate;
	out->digits = s.digits;
	return s.at - at;
}

/* 三分之一, 百分之六十: `n` holds the part before 分之, which ends at `end`. */
static size_t parts_read(struct slice text, size_t end, struct number *n)
{
	size_t start = end + strlen("分之");
	double whole = n->value;
	bool per = !n->digits && (slice_ends((struct slice){text.p, end}, slice_of("百")) ||
				  slice_ends((struct slice){text.p, end}, slice_of("千")) ||
				  slice_ends((struct slice){text.p, end}, slice_of("万")) ||
				  slice_ends((struct slice){text.p, end}, slice_of("萬")));
	size_t len;

	if (!has_at(text, end, "分之") || whole <= 0 || n->approximate)
		return end;
	len = numeral_read(text, start, n);
	if (!len)
		return end;
	n->value = per ? rounded(n->value * 100 / whole) : n->value / whole;
	n->multiplier = 1;
	return start + len;
}

/* 六成, 三成半. */
static size_t tenths_read(struct slice text, size_t end, struct number *n)
{
	size_t next = end + strlen("成");
	bool half = has_at(text, next, "半");

	if (!has_at(text, end, "成") || n->value <= 0 || n->value > 10 || n->multiplier > 1 ||
	    one_of_at(text, next, cheng_next))
		return end;
	n->value = rounded(n->value * 10) + (half ? 5 : 0);
	return half ? next + strlen("半") : next;
}

/* 1/3 between at and the byte returned; a proper fraction of small numbers, not a date. */
static size_t ratio_read(struct slice text, size_t at, size_t end, struct number *n)
{
	size_t stop = digits_end(text, end + 1);
	double under;

	if (end >= text.n || text.p[end] != '/' || digits_end(text, at) != end || end - at > 2)
		return end;
	if (stop == end + 1 || stop - end > 4 || !literal_read(text, end + 1, &under))
		return end;
	if ((at && strchr("/.", text.p[at - 1])) || (stop < text.n && strchr("/.,", text.p[stop])))
		return end;
	if (n->value <= 0 || n->value >= under)
		return end;
	n->value /= under;
	return stop;
}

size_t number_read(struct slice text, size_t at, struct number *out)
{
	struct number n;
	size_t len = numeral_read(text, at, &n);
	size_t end = at + len;

	if (!len)
		return 0;
	end = parts_read(text, end, &n);
	if (end == at + len)
		end = tenths_read(text, end, &n);
	if (end == at + len && n.digits)
		end = ratio_read(text, at, end, &n);
	*out = n;
	return end - at;
}

bool number_whole(struct slice text, long *out)
{
	struct number n;

	if (!text.n || numeral_read(text, 0, &n) != text.n || n.approximate)
		return false;
	if (n.value > 1e15 || n.value < floor(n.value) || n.value > floor(n.value))
		return false;
	*out = (long)n.value;
	return true;
}
