/*
 * Mentions of numbers: a figure, the unit and comparator after it, or a second figure.
 */
#include "extract/figure.h"
#include "extract/mention.h"

#include <math.h>

void mention_words_bind(struct mention_words *w, const struct ruleset *set)
{
	w->none = ruleset_words(set, "mention.none");
	w->before = ruleset_words(set, "mention.before");
	w->after = ruleset_words(set, "mention.after");
	w->unit = ruleset_words(set, "mention.unit");
	w->duration = ruleset_words(set, "mention.duration");
	w->dozen = ruleset_words(set, "mention.dozen");
}

/* A reading and the lists for its mentions. */
struct lookup {
	const struct reading *r;
	const struct mention_words *w;
};

static size_t word_after(const struct lexicon *list, struct slice text, size_t at,
			 struct slice *value)
{
	return list && at < text.n ? lexicon_at(list, text, at, value) : 0;
}

static size_t word_before(const struct lexicon *list, struct slice text, size_t at,
			  struct slice *value)
{
	return list && at ? lexicon_before(list, text, at, value) : 0;
}

/* The longest unit at a place; those of policy rules go before those that only mentions have. */
static size_t unit_at(const struct lookup *l, size_t at, struct slice *unit)
{
	const struct lexicon *lists[] = {l->r->words->unit, l->r->words->time_unit, l->w->unit};
	size_t longest = 0;

	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		struct slice value;
		size_t n = word_after(lists[i], l->r->text, at, &value);

		if (n <= longest)
			continue;
		longest = n;
		*unit = value.n ? value : (struct slice){l->r->text.p + at, n};
	}
	return longest;
}

/* What is counted per what: the /万人 of 件/万人. */
static size_t per_at(const struct lookup *l, size_t at)
{
	struct figure f;
	size_t end = at + 1, n;
	struct slice unit;

	if (at >= l->r->text.n || l->r->text.p[at] != '/')
		return 0;
	n = figure_read(l->r->text, end, &f);
	if (n && !f.units)
		return 0;
	end += n;
	n = unit_at(l, end, &unit);
	if (!n)
		n = word_after(l->w->duration, l->r->text, end, &unit);
	return n ? end + n - at : 0;
}

static bool han_at(struct slice text, size_t at)
{
	size_t len;

	return at < text.n && is_han(utf8_at(text, at, &len));
}

static bool han_before(struct slice text, size_t at)
{
	size_t len;

	return at && is_han(utf8_before(text, at, &len));
}

/*
 * Whether a single Chinese digit is a number: before a unit, or where what stands at its sides
 * holds no word that it could be part of. 百 and 万 alone never are.
 */
static bool stands_alone(const struct lookup *l, size_t at, size_t end, const struct figure *f)
{
	struct slice unit;

	if (f->units)
		return word_before(l->r->words->op_before, l->r->text, at, NULL) &&
		       unit_at(l, end, &unit);
	if (unit_at(l, end, &unit) || word_after(l->w->duration, l->r->text, end, &unit) ||
	    word_after(l->w->dozen, l->r->text, end, &unit))
		return true;
	return (!han_before(l->r->text, at) || word_before(l->w->before, l->r->text, at, NULL)) &&
	       (!han_at(l->r->text, end) || word_after(l->w->after, l->r->text, end, NULL));
}

/* Whether the figure is one by itself: not a part of a name such as G60 or 5G. */
static bool is_number(const struct lookup *l, size_t at, size_t end, const struct figure *f)
{
	struct slice unit;
	unsigned char before = at ? (unsigned char)l->r->text.p[at - 1] : ' ';
	unsigned char next = end < l->r->text.n ? (unsigned char)l->r->text.p[end] : ' ';

	if (f->digits && (is_latin(before) || is_digit(before)))
		return false;
	if (f->digits && is_latin(next) && !unit_at(l, end, &unit))
		return false;
	return !(f->lone || f->units) || stands_alone(l, at, end, f);
}

/* The dash or word between two ends of a range. */
static size_t dash_at(struct slice text, size_t at)
{
	static const char *const dashes[] = {"—", "–", "~", "～", "-", "至", "到"};
	size_t end = at;

	for (bool more = true; more && end < text.n;) {
		more = false;
		for (size_t i = 0; i < sizeof(dashes) / sizeof(dashes[0]); i++) {
			struct slice rest = {text.p + end, text.n - end};

			if (slice_starts(rest, slice_of(dashes[i]))) {
				end += strlen(dashes[i]);
				more = end - at < 8;
				break;
			}
		}
	}
	return end - at;
}

/* A lower end without 万 takes the upper one's: 1—2万. */
static void share_multiplier(struct mention *m, const struct figure *low, const struct figure *high)
{
	if (low->multiplier <= 1 && high->multiplier > 1 &&
	    low->value < high->value / high->multiplier)
		m->value *= high->multiplier;
}

/* The upper end of a range after the figure, which may carry a unit of its own before the dash. */
static size_t range_read(const struct lookup *l, size_t end, const struct figure *low,
			 struct mention *m)
{
	struct slice unit;
	struct figure high;
	size_t dash = end + unit_at(l, end, &unit), start, n;

	start = dash + dash_at(l->r->text, dash);
	if (start == dash)
		return end;
	n = figure_read(l->r->text, start, &high);
	if (!n || high.lone != low->lone || high.units || high.value < 0 ||
	    high.value <= low->value)
		return end;
	/* 139-1234-5678 and 0571-8888 are telephone numbers */
	if ((start + n < l->r->text.n && l->r->text.p[start + n] == '-') ||
	    (l->r->text.p[m->quote.start] == '0' && low->value >= 1))
		return end;
	m->max = high.value;
	share_multiplier(m, low, &high);
	m->kind = slice_of("range");
	return start + n;
}

/* 第三, 第十二. */
static bool is_ordinal(struct slice text, size_t at)
{
	size_t len;

	return at && utf8_before(text, at, &len) == 0x7B2C;
}

static size_t duration_read(const struct lookup *l, size_t end, struct mention *m)
{
	struct slice letters = {"", 0};
	size_t n = word_after(l->w->duration, l->r->text, end, &letters);

	if (!n || m->value < 0 || m->value >= 1000)
		return end;
	m->unit = (struct slice){l->r->text.p + end, n};
	if (slice_starts(m->unit, slice_of("日")))
		m->unit.n = strlen("日");
	if (isnan(m->max)) {
		m->kind = slice_of("duration");
		m->duration = mention_duration(l->r, m->value, letters);
	}
	return end + n;
}

static size_t dozen_read(const struct lookup *l, size_t end, struct mention *m)
{
	struct slice times = {"", 0};
	struct number n;
	size_t len = word_after(l->w->dozen, l->r->text, end, &times);

	if (!len || !number_read(times, 0, &n))
		return end;
	m->value *= n.value;
	return end + len;
}

/* Sums of money keep the 万 or 亿 that they are written with. */
static void keep_multiplier(const struct lookup *l, struct mention *m, double multiplier)
{
	struct slice word = multiplier_word(multiplier), unit;

	if (!word.n || !lexicon_has(l->r->words->currency, m->unit, NULL))
		return;
	unit = joined(l->r->arena, word, m->unit);
	if (!unit.p)
		return;
	m->unit = unit;
	m->value /= multiplier;
	m->max /= multiplier;
}

static size_t unit_read(const struct lookup *l, size_t end, const struct figure *f,
			struct mention *m)
{
	struct slice unit = {"", 0};
	size_t n = unit_at(l, end, &unit), per;

	if (f->percent && !n) {
		m->unit = slice_of("%");
	} else if (n) {
		per = per_at(l, end + n);
		m->unit = per ? (struct slice){l->r->text.p + end, n + per} : unit;
		end += n + per;
		keep_multiplier(l, m, f->multiplier);
	}
	if (m->unit.n && !slice_is(m->kind, "range"))
		m->kind = slice_of(lexicon_has(l->r->words->percent, m->unit, NULL) ? "percent"
										    : "quantity");
	return end;
}

static size_t tail_read(const struct lookup *l, size_t end, const struct figure *f,
			struct mention *m)
{
	size_t next = range_read(l, end, f, m);

	if (next == end)
		next = dozen_read(l, end, m);
	end = next;
	next = duration_read(l, end, m);
	return next > end ? next : unit_read(l, end, f, m);
}

bool mention_of_number(const struct reading *r, const struct mention_words *w, size_t at,
		       struct mention *out)
{
	const struct lookup here = {r, w}, *l = &here;
	struct figure f;
	size_t end = at + figure_read(l->r->text, at, &f), before, n;

	if (end == at)
		return false;
	*out = mention_new((struct span){at, end}, slice_of("number"));
	out->kind = slice_of("number");
	out->value = f.value;
	if (is_ordinal(l->r->text, at)) {
		out->kind = slice_of("ordinal");
		out->quote.start -= strlen("第");
		return true;
	}
	if (!is_number(l, at, end, &f))
		return false;
	out->confidence = f.lone ? 0.7 : 0.9;
	end = tail_read(l, end, &f, out);
	before = f.lone ? 0 : word_before(l->r->words->op_before, l->r->text, at, &out->op);
	n = word_after(l->r->words->op_after, l->r->text, end, &out->op);
	if (slice_is(out->kind, "range"))
		out->op = slice_of("range");
	else if (f.approximate && !before && !n)
		out->op = slice_of("~");
	out->quote.end = end + n;
	return true;
}
