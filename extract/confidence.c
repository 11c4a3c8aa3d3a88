/*
 * Confidence: what goes with mistakes in the fixtures lowers it.
 *
 * Each doubt multiplies what a clear reading has. `make calibration` shows how many records of each
 * confidence are right, and the factors are set by it.
 */
#include "extract/reading.h"

#include <math.h>

/* Bytes of an indicator of two Han; dated times in one sentence from which on it is tangled. */
enum { SHORT_NAME = 6, MANY_TIMES = 3 };

static const double clear = 0.95;

/* Usage of Hong Kong and Taiwan is read less well. */
static const double traditional = 0.85;

/* A digit outside quotation marks and brackets: part of another figure, not of a name. */
static bool holds_digit(struct slice name)
{
	int depth = 0;
	size_t len;

	for (size_t at = 0; at < name.n; at += len) {
		uint32_t c = utf8_at(name, at, &len);

		depth += (c == '(' || c == 0x201C) - (c == ')' || c == 0x201D);
		if (depth <= 0 && c >= '0' && c <= '9')
			return true;
	}
	return false;
}

/* Whether the sentence of a figure states several days: which of them is meant is less sure. */
static bool many_times(const struct reading *r, const struct quantity *q)
{
	struct span sentence = outline_sentence(&r->outline, q->quote.start);
	int count = 0;

	for (size_t i = time_from(r, sentence.start); i < r->time_count && count < MANY_TIMES;
	     i++) {
		if (r->times[i].quote.start >= sentence.end)
			break;
		count += date_known(r->times[i].end);
	}
	return count >= MANY_TIMES;
}

double confidence_of(const struct reading *r, const struct quantity *q, uint32_t flags)
{
	const struct {
		bool weak;
		double factor;
	} doubts[] = {
		{q->bare || q->lost_dash, 0.6},
		{q->inferred, 0.85},
		{!q->verb, 0.8},
		{slice_is(q->when_from, "none"), 0.85},
		{!date_known(r->period_end), 0.9},
		{(flags & FLAG_REPAIRED) != 0, 0.85},
		{q->indicator.n <= SHORT_NAME, 0.75},
		{!q->cell && holds_digit(q->indicator), 0.75},
		{!q->cell && many_times(r, q), 0.85},
		{r->doc->info.script == SCRIPT_TRADITIONAL, traditional},
	};
	double c = clear;

	for (size_t i = 0; i < sizeof(doubts) / sizeof(doubts[0]); i++)
		c *= doubts[i].weak ? doubts[i].factor : 1;
	return round(c * 100) / 100;
}

double time_confidence(const struct reading *r)
{
	double c = r->doc->info.script == SCRIPT_TRADITIONAL ? clear * traditional : clear;

	return round(c * 100) / 100;
}
