#include "extract/when.h"

#include "extract/number.h"

int date_compare(struct date a, struct date b)
{
	if (a.year != b.year)
		return a.year < b.year ? -1 : 1;
	if (a.month != b.month)
		return a.month < b.month ? -1 : 1;
	return (a.day > b.day) - (a.day < b.day);
}

static bool is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int days_in_month(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	if (month < 1 || month > 12)
		return 0;
	return days[month - 1] + (month == 2 && is_leap(year));
}

/* Howard Hinnant's days_from_civil: years begin in March, in eras of 400 years. */
long date_days(struct date d)
{
	long year = d.year - (d.month <= 2);
	long era = (year >= 0 ? year : year - 399) / 400;
	long year_of_era = year - era * 400;
	long day_of_year = (153 * (d.month + (d.month > 2 ? -3 : 9)) + 2) / 5 + d.day - 1;
	long day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

	return era * 146097 + day_of_era - 719468;
}

/* Howard Hinnant's civil_from_days. */
struct date date_of_days(long days)
{
	long shifted = days + 719468;
	long era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
	long day_of_era = shifted - era * 146097;
	long year_of_era =
		(day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	long day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	long month = (5 * day_of_year + 2) / 153;

	return (struct date){(int)(year_of_era + era * 400 + (month >= 10)),
			     (int)(month < 10 ? month + 3 : month - 9),
			     (int)(day_of_year - (153 * month + 2) / 5 + 1)};
}

/* A number from 0 up, in so many digits or more; returns where they end. */
static char *put_digits(char *out, int n, int digits)
{
	if (digits > 1 || n > 9)
		out = put_digits(out, n / 10, digits - 1);
	*out = (char)('0' + n % 10);
	return out + 1;
}

struct slice date_iso(struct date d, struct arena *arena)
{
	char text[48];
	char *end;
	struct slice copy;

	if (!date_known(d))
		return (struct slice){"", 0};
	end = put_digits(text, d.year, 4);
	*end++ = '-';
	end = put_digits(end, d.month, 2);
	*end++ = '-';
	end = put_digits(end, d.day, 2);
	copy = arena_copy(arena, (struct slice){text, (size_t)(end - text)});
	return copy.p ? copy : (struct slice){"", 0};
}

/* What stands after year, month and day. */
struct date_form {
	const char *after[3];
};

static const struct date_form forms[] = {
	{{"年", "月", "日"}}, {{"年", "月", "号"}}, {{"年", "月", "號"}},
	{{"-", "-", ""}},     {{"/", "/", ""}},	    {{".", ".", ""}},
};

static size_t skip_blanks(struct slice text, size_t at)
{
	while (at < text.n && text.p[at] == ' ')
		at++;
	return at;
}

static bool form_parse(struct slice text, const struct date_form *form, int parts[3])
{
	size_t at = skip_blanks(text, 0);
	struct number n;

	for (int i = 0; i < 3; i++) {
		struct slice mark = slice_of(form->after[i]);
		size_t len = number_read(text, at, &n);

		if (!len || n.value > 9999 || n.value < 1 || n.multiplier > 1 || n.approximate)
			return false;
		parts[i] = (int)n.value;
		if (n.value > parts[i])
			return false;
		at = mark.n ? skip_blanks(text, at + len) : at + len;
		if (text.n - at < mark.n || memcmp(text.p + at, mark.p, mark.n) != 0)
			return false;
		at = mark.n ? skip_blanks(text, at + mark.n) : at;
	}
	return true;
}

bool date_parse(struct slice text, struct date *d)
{
	int parts[3];

	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		if (!form_parse(text, &forms[i], parts))
			continue;
		if (parts[0] < 1000 || parts[2] > days_in_month(parts[0], parts[1]))
			return false;
		*d = (struct date){parts[0], parts[1], parts[2]};
		return true;
	}
	return false;
}

bool plan_years(int ordinal, int *first, int *last)
{
	if (ordinal < 1 || ordinal > 99)
		return false;
	*first = ordinal < 3 ? 1953 + 5 * (ordinal - 1) : 1966 + 5 * (ordinal - 3);
	*last = *first + 4;
	return true;
}
