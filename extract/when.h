/*
 * Calendar arithmetic. Dates are proleptic Gregorian; year 0 means unknown.
 */
#ifndef ZHIBIAO_WHEN_H
#define ZHIBIAO_WHEN_H

#include "normalize/arena.h"

struct date {
	int year; /* 0: unknown */
	int month;
	int day;
};

static inline bool date_known(struct date d)
{
	return d.year != 0;
}

/* <0, 0, >0 as a is before, on or after b. */
int date_compare(struct date a, struct date b);

/* Last day of a month (1 to 12). */
int days_in_month(int year, int month);

/* Days since 1970-01-01. */
long date_days(struct date d);

/* The day that is so many days after 1970-01-01. */
struct date date_of_days(long days);

/* "2025-12-31" in the arena; an empty slice for an unknown date or without memory. */
struct slice date_iso(struct date d, struct arena *arena);

/*
 * Reads an ISO date, or 2025年3月8日, 2025/3/8, 2025.3.8, 二〇二五年三月八日 at the start of the
 * text. False, and *d untouched, when there is none or no such day.
 */
bool date_parse(struct slice text, struct date *d);

/*
 * First and last year of the five-year plan with that ordinal: plan 14 is 2021 to 2025, plan 1 was
 * 1953 to 1957; plans 3 to 5 follow the years usual in documents (1966 to 1980).
 */
bool plan_years(int ordinal, int *first, int *last);

#endif
