#include "extract/phrase.h"
#include "extract/rownumber.h"

/* Marks that items of a list begin with: —, -, ·, •, ●, ◆, ■, *. */
static bool is_bullet(uint32_t c)
{
	return c == 0x2014 || c == '-' || c == 0xB7 || c == 0x2022 || c == 0x25CF || c == 0x25C6 ||
	       c == 0x25A0 || c == '*';
}

static bool is_space(uint32_t c)
{
	return c == ' ' || c == '\t' || c == 0x3000;
}

/* Marks that end a clause; 、 is no such mark. */
static bool is_edge(uint32_t c)
{
	return c == ',' || c == ';' || c == ':' || c == '!' || c == '?' || c == '\n' || c == '\t' ||
	       c == '|' || c == 0x3002 || c == 0xFF0C || c == 0xFF1B || c == 0xFF1A ||
	       c == 0xFF01 || c == 0xFF1F;
}

static uint32_t opener_of(uint32_t c)
{
	switch (c) {
	case ')':
		return '(';
	case 0x300B:
		return 0x300A;
	case 0x201D:
		return 0x201C;
	case 0x300D:
		return 0x300C;
	default:
		return 0;
	}
}

static bool is_opener(uint32_t c)
{
	return c == '(' || c == 0x300A || c == 0x201C || c == 0x300C;
}

static size_t floor_limit(size_t limit, size_t at)
{
	return at > limit + PHRASE_REACH ? at - PHRASE_REACH : limit;
}

static size_t skip_space_back(const struct reading *r, size_t limit, size_t at)
{
	size_t len;

	while (at > limit && is_space(utf8_before(r->text, at, &len)))
		at -= len;
	return at;
}

/* The longest word of any of the lists that ends at `at`, not reaching before `limit`. */
struct hit {
	size_t length;
	size_t list;
	struct slice value;
};

static struct hit longest_before(const struct reading *r, const struct lexicon *const *lists,
				 size_t count, size_t limit, size_t at)
{
	size_t key = at ? lexicon_key_before(r->text, at) : 0;
	struct hit best = {0};

	for (size_t i = 0; at && i < count; i++) {
		struct slice value;
		size_t n;

		if (!lexicon_may_end(lists[i], key))
			continue;
		n = lexicon_longest_before(lists[i], key, r->text, at, &value);
		if (n > best.length && at - n >= limit)
			best = (struct hit){n, i, value};
	}
	return best;
}

static struct hit longest_at(const struct reading *r, const struct lexicon *const *lists,
			     size_t count, size_t at, size_t end)
{
	size_t key = lexicon_key_at(r->text, at);
	struct hit best = {0};

	for (size_t i = 0; i < count; i++) {
		struct slice value;
		size_t n;

		if (!lexicon_may_begin(lists[i], key))
			continue;
		n = lexicon_longest_at(lists[i], key, r->text, at, &value);
		if (n > best.length && at + n <= end)
			best = (struct hit){n, i, value};
	}
	return best;
}

/* Where the time expression that ends at `at` begins (2025年, 2025年的); `at` without one. */
static size_t skip_time_back(const struct reading *r, size_t limit, size_t at)
{
	size_t of = lexicon_before(r->words->noun_of, r->text, at, NULL), i;

	i = at > of ? time_from(r, at - of - 1) : r->time_count;
	if (of && i < r->time_count && r->times[i].match->at.end == at - of)
		at -= of;
	if (i < r->time_count && r->times[i].match->at.end == at &&
	    r->times[i].match->at.start >= limit)
		return r->times[i].match->at.start;
	return at;
}

struct predicate phrase_predicate(const struct reading *r, size_t limit, size_t figure)
{
	enum { OP, GROW, EACH, RECUR, ADVERB, MAKE, FROM, PER, LISTS };
	const struct words *w = r->words;
	const struct lexicon *lists[LISTS] = {w->op_before, w->verb_grow, w->each, w->recurrence,
					      w->adverb,    w->verb_make, w->from, w->per};
	struct predicate p = {.op = {"", 0}, .grow = {"", 0}, .recurrence = {"", 0}};
	size_t at = figure;

	limit = floor_limit(limit, figure);
	for (;;) {
		struct hit hit;

		at = skip_time_back(r, limit, skip_space_back(r, limit, at));
		hit = longest_before(r, lists, LISTS, limit, at);
		/* 彩超各1台: the 超 is part of the noun */
		if (!hit.length || (hit.list == MAKE && p.make) ||
		    lexicon_before(w->noun_keep, r->text, at, NULL) > hit.length)
			break;
		at -= hit.length;
		if (hit.list == OP) {
			if (!p.op.n)
				p.op = hit.value;
			p.reach |= !slice_is(hit.value, "~");
		} else if (hit.list == FROM) {
			p.from = true;
		} else if (hit.list == GROW) {
			p.grow = hit.value;
		} else if (hit.list == EACH) {
			p.respectively = slice_is(hit.value, "turn");
			p.each = !p.respectively;
			p.tail = hit.value.n > 0;
		} else if (hit.list == RECUR) {
			p.recurrence = hit.value;
		} else if (hit.list == MAKE) {
			p.make = at;
		}
	}
	p.start = at;
	return p;
}

/* Where the bracket that closes just before `at` was opened; `at` when it was not. */
static size_t skip_bracket_back(const struct reading *r, size_t limit, size_t at)
{
	size_t len, place = at;
	uint32_t closer = utf8_before(r->text, at, &len), opener = opener_of(closer);
	int depth = 0;

	while (place > limit) {
		uint32_t c = utf8_before(r->text, place, &len);

		if (c == '\n')
			break;
		place -= len;
		depth += (c == closer) - (c == opener);
		if (depth == 0)
			return place;
	}
	return at;
}

/* Whether a figure stands between the last edge of a clause and the enumeration mark at `at`. */
static bool figure_in_item(const struct reading *r, size_t limit, size_t at)
{
	size_t from = floor_limit(limit, at), len;
	/* a figure that ends where the search begins counts as well */
	size_t i = quantity_from(r, from ? from - 1 : 0);
	size_t last = 0;

	for (; i < r->quantity_count && r->quantities[i].quote.end <= at; i++)
		if (!r->quantities[i].status.n)
			last = r->quantities[i].quote.end;
	if (!last || last < limit)
		return false;
	for (size_t place = at; place > last; place -= len)
		if (is_edge(utf8_before(r->text, place, &len)))
			return false;
	return true;
}

static bool figure_ends_at(const struct reading *r, size_t at)
{
	size_t i = quantity_from(r, at ? at - 1 : 0);

	return i < r->quantity_count && r->quantities[i].quote.end == at &&
	       !r->quantities[i].status.n;
}

/* Whether two blanks stand before `at`: between the columns of a table. */
static bool gap_ends_at(const struct reading *r, size_t limit, size_t at)
{
	return at >= limit + 2 && r->text.p[at - 1] == ' ' && r->text.p[at - 2] == ' ';
}

/*
 * The same for one place after another, from right to left: *next is the first figure that ends at
 * the last place asked for, or behind it.
 */
static bool figure_ends_back_at(const struct reading *r, size_t *next, size_t at)
{
	while (*next && r->quantities[*next - 1].quote.end >= at)
		--*next;
	return *next < r->quantity_count && r->quantities[*next].quote.end == at &&
	       !r->quantities[*next].status.n;
}

size_t phrase_start(const struct reading *r, size_t limit, size_t end)
{
	size_t at = end, next = quantity_from(r, end), len;

	limit = floor_limit(limit, end);
	/* 和 directly before the figure ends what stands before it: 600辆巴士和3000辆的士 */
	if (lexicon_before(r->words->join, r->text, end, NULL))
		return end;
	while (at > limit) {
		uint32_t c = utf8_before(r->text, at, &len);
		size_t join;

		if (is_edge(c) || is_opener(c) || figure_ends_back_at(r, &next, at) ||
		    gap_ends_at(r, limit, at))
			return at;
		if (c == 0x3001 && figure_in_item(r, limit, at - len))
			return at;
		join = lexicon_before(r->words->join, r->text, at, NULL);
		if (join && join <= at - limit &&
		    figure_ends_at(r, skip_space_back(r, limit, at - join)))
			return at;
		if (opener_of(c)) {
			size_t open = skip_bracket_back(r, limit, at);

			at = open < at ? open : at - len;
			continue;
		}
		at -= len;
	}
	return at;
}

bool phrase_verb_at(const struct reading *r, size_t at)
{
	return !lexicon_at(r->words->noun_keep, r->text, at, NULL) &&
	       (lexicon_at(r->words->verb_make, r->text, at, NULL) ||
		lexicon_at(r->words->lead_in, r->text, at, NULL));
}

static bool verb_at(const struct reading *r, size_t at)
{
	return lexicon_at(r->words->verb_make, r->text, at, NULL) ||
	       lexicon_at(r->words->lead_in, r->text, at, NULL) ||
	       lexicon_at(r->words->adverb_verbal, r->text, at, NULL);
}

/* Whether the verb makes one noun with all that follows it: 孵化面积. */
static bool is_compound(const struct reading *r, size_t start, size_t verb, size_t end)
{
	enum { SHORT = 12 }; /* bytes of four Han: 孵化|成功率 */
	struct slice head = {r->text.p + start + verb, end - start - verb};
	bool rate = head.n <= SHORT && lexicon_before(r->words->noun_ratio, head, head.n, NULL) > 0;

	return (rate || lexicon_has(r->words->noun_compound, head, NULL)) &&
	       !lexicon_has(r->words->verb_plain, (struct slice){r->text.p + start, verb}, NULL);
}

struct span phrase_time(const struct reading *r, size_t i)
{
	struct span at = r->times[i].match->at;
	size_t open = at.start - lexicon_before(r->words->lead_in, r->text, at.start, NULL);

	if (open && r->text.p[open - 1] == '(' && at.end < r->text.n && r->text.p[at.end] == ')')
		return (struct span){open - 1, at.end + 1};
	return at;
}

/* Whether words such as 每 and a measure word begin at `at`: 每个社区, 每家企业. */
static size_t each_at(const struct reading *r, size_t at, size_t end)
{
	size_t each = lexicon_at(r->words->each_of, r->text, at, NULL);
	size_t unit = each ? lexicon_at(r->words->count_unit, r->text, at + each, NULL) : 0;

	return unit && at + each + unit < end ? each + unit : 0;
}

bool phrase_is_each(const struct reading *r, struct span at)
{
	return each_at(r, at.start, at.end) > 0;
}

/*
 * 每个社区建成书屋2间: where the verb begins behind what each of them does; the beginning where
 * there is none, as 每个社区 is then no verb's subject but all that the phrase says.
 */
static size_t skip_each(const struct reading *r, struct span at)
{
	size_t place = at.start + each_at(r, at.start, at.end), len;

	if (place == at.start)
		return at.start;
	while (place < at.end) {
		size_t keep = lexicon_at(r->words->noun_keep, r->text, place, NULL);

		utf8_at(r->text, place, &len);
		if (!keep && (lexicon_at(r->words->verb_make, r->text, place, NULL) > len ||
			      lexicon_at(r->words->recurrence, r->text, place, NULL)))
			return place;
		place += keep ? keep : len;
	}
	return at.start;
}

/* 有出口实绩的企业: a verb of having at `at`, with 的 behind it, tells which things are meant. */
static bool has_attribute(const struct reading *r, size_t at, size_t end)
{
	size_t n = lexicon_at(r->words->verb_have, r->text, at, NULL);
	struct slice ignored;

	return n && at + n < end &&
	       lexicon_in(r->words->noun_of, slice_cut(r->text, (struct span){at + n, end}),
			  &ignored);
}

/* Where the verb behind a place begins: 在柳溪镇 | 新建桥梁; `at` where there is none near. */
static size_t skip_where(const struct reading *r, size_t at, size_t end)
{
	enum { PLACE_CHARS = 10, NOUN = 6 }; /* bytes of the shortest noun behind the verb */
	size_t place = at, len;

	for (int i = 0; i < PLACE_CHARS && place < end; i++, place += len) {
		size_t verb = lexicon_at(r->words->verb_make, r->text, place, NULL);

		if (utf8_at(r->text, place, &len) < 0x3400)
			break;
		if (verb && i > 1 && place + verb + NOUN <= end &&
		    !lexicon_at(r->words->noun_keep, r->text, place, NULL))
			return place;
	}
	return at;
}

struct front phrase_strip_front(const struct reading *r, struct span at)
{
	enum { ONE_HAN = 3 }; /* bytes: one Han is no noun behind a verb, 建成|区 */
	enum { KEEP, MAKE, ADVERB, LEAD_IN, RECUR, PLAN, PAST, VERBAL, LISTS };
	const struct words *w = r->words;
	const struct lexicon *lists[LISTS] = {w->noun_keep, w->verb_make,    w->adverb,
					      w->lead_in,   w->recurrence,   w->plan,
					      w->past,	    w->adverb_verbal};
	struct front f = {.start = at.start + row_number_at(r->text, at.start),
			  .recurrence = {"", 0}};

	while (f.start < at.end) {
		size_t len, t = time_from(r, f.start);
		uint32_t c = utf8_at(r->text, f.start, &len);
		struct span time = t < r->time_count ? phrase_time(r, t) : at;
		struct hit hit;

		if (is_space(c) || is_bullet(c) || c == 0x3001) {
			f.start += len;
			continue;
		}

		if (t < r->time_count && time.start <= f.start && time.end <= at.end) {
			f.start = time.end;
			continue;
		}
		if (each_at(r, f.start, at.end)) {
			size_t verb = skip_each(r, (struct span){f.start, at.end});

			if (verb == f.start)
				break;
			f.start = verb;
			continue;
		}
		hit = longest_at(r, lists, LISTS, f.start, at.end);
		if (!hit.length || hit.list == KEEP ||
		    (hit.list == MAKE && is_compound(r, f.start, hit.length, at.end)) ||
		    (hit.list == VERBAL && !verb_at(r, f.start + hit.length)) ||
		    has_attribute(r, f.start, at.end) ||
		    (hit.list == MAKE && f.start + hit.length + ONE_HAN == at.end))
			break;
		if (hit.list == MAKE) {
			f.make = true;
			f.verb = (struct span){f.start, f.start + hit.length};
		}
		/* 新建的建筑: the verb only tells which buildings */
		if (lexicon_at(w->noun_of, r->text, f.start, NULL) == hit.length)
			f.make = false;
		f.start += hit.length;
		if (hit.list == LEAD_IN &&
		    lexicon_before(w->where, r->text, f.start, NULL) == hit.length)
			f.start = skip_where(r, f.start, at.end);
		if (hit.list == RECUR)
			f.recurrence = hit.value;
	}
	return f;
}

size_t phrase_strip_back(const struct reading *r, struct span at)
{
	while (at.end > at.start) {
		size_t len, n = lexicon_before(r->words->noun_tail, r->text, at.end, NULL);
		uint32_t c = utf8_before(r->text, at.end, &len);

		if (n && n < at.end - at.start)
			at.end -= n;
		else if (is_space(c) || c == 0x3001 || c == '*' || c == '#')
			at.end -= len;
		else
			break;
	}
	return at.end;
}

/* Where the bracket that opens at `at` closes, within a short reach; `at` when it does not. */
static size_t skip_bracket(const struct reading *r, size_t at, size_t limit)
{
	size_t len, place = at;
	int depth = 0;

	if (limit > at + 120)
		limit = at + 120;
	while (place < limit) {
		uint32_t c = utf8_at(r->text, place, &len);

		if (is_edge(c))
			break;
		place += len;
		depth += is_opener(c) ? 1 : opener_of(c) ? -1 : 0;
		if (depth == 0)
			return place;
	}
	return at;
}

/* 和3000辆: a word that joins, with a figure behind it. */
static bool joins_figure(const struct reading *r, size_t at)
{
	size_t n = lexicon_at(r->words->join, r->text, at, NULL), i = quantity_from(r, at);

	return n && i < r->quantity_count && r->quantities[i].quote.start <= at + n;
}

/* What can't begin the noun behind a figure: 的, 并; but 中小企业. */
static bool is_stop(const struct reading *r, size_t at)
{
	return lexicon_at(r->words->noun_stop, r->text, at, NULL) >
	       lexicon_at(r->words->noun_keep, r->text, at, NULL);
}

/* Where the noun that begins behind a figure ends: at an edge, at 、 or at a verb. */
static size_t noun_end(const struct reading *r, size_t start, size_t limit)
{
	size_t at = start, len, keep;

	while (at < limit) {
		uint32_t c = utf8_at(r->text, at, &len);
		size_t close = is_opener(c) ? skip_bracket(r, at, limit) : at;

		if (close > at) {
			at = close;
			continue;
		}
		if (is_edge(c) || c == 0x3001 || is_opener(c) || opener_of(c))
			break;
		keep = lexicon_at(r->words->noun_keep, r->text, at, NULL);
		if (keep) {
			at += keep;
			continue;
		}
		if (at > start &&
		    (lexicon_at(r->words->noun_end, r->text, at, NULL) || joins_figure(r, at)))
			break;
		at += len;
	}
	return at;
}

size_t phrase_clause_end(const struct reading *r, size_t at, size_t limit)
{
	size_t len;

	if (limit > at + PHRASE_REACH)
		limit = at + PHRASE_REACH;
	for (; at < limit; at += len) {
		uint32_t c = utf8_at(r->text, at, &len);
		size_t close = is_opener(c) ? skip_bracket(r, at, limit) : at;

		if (close > at)
			len = close - at;
		else if (is_edge(c) || c == 0x3001)
			break;
	}
	return at;
}

size_t phrase_predicate_at(const struct reading *r, struct span at)
{
	enum { REACH = 9 }; /* bytes of three Han: 恢复到, 保持在; shorter ones may be of a noun */
	size_t len;

	for (size_t place = at.start; place < at.end; place += len) {
		utf8_at(r->text, place, &len);
		if (place > at.start &&
		    lexicon_at(r->words->op_before, r->text, place, NULL) >= REACH)
			return place;
	}
	return at.end;
}

static bool holds_figure(const struct reading *r, struct span at)
{
	size_t i = quantity_from(r, at.start);

	return i < r->quantity_count && r->quantities[i].quote.start < at.end;
}

/* 200户高龄、失能、残疾老年人家庭: where the members end that go on behind 、. */
static size_t members_end(const struct reading *r, size_t end, size_t limit)
{
	size_t at = end, len;

	while (at < limit && utf8_at(r->text, at, &len) == 0x3001) {
		struct span next = {at + len, noun_end(r, at + len, limit)};

		if (next.end <= next.start || is_stop(r, next.start) ||
		    phrase_verb_at(r, next.start) || holds_figure(r, next))
			return end;
		at = next.end;
	}
	return at;
}

struct span phrase_after(const struct reading *r, size_t figure_end, size_t limit)
{
	struct span at = {figure_end, figure_end};
	size_t len;

	if (limit > figure_end + PHRASE_REACH)
		limit = figure_end + PHRASE_REACH;
	while (at.start < limit && is_space(utf8_at(r->text, at.start, &len)))
		at.start += len;
	at.end = at.start;
	if (at.start >= limit || is_stop(r, at.start))
		return at;
	at.end = noun_end(r, at.start, limit);
	if (at.end > at.start)
		at.end = members_end(r, at.end, limit);
	at.end = phrase_strip_back(r, at);
	return at;
}

/* Whether the words before a verb name who acts: 企业牵头|组建. */
static bool agent_before(const struct reading *r, size_t limit, size_t at)
{
	const struct lexicon *const lists[] = {r->words->adverb, r->words->recurrence,
					       r->words->lead_in};

	while (at > limit) {
		struct hit hit;

		at = skip_time_back(r, limit, at);
		if (lexicon_before(r->words->agent, r->text, at, NULL))
			return true;
		hit = longest_before(r, lists, 3, limit, at);
		if (!hit.length)
			return false;
		at -= hit.length;
	}
	return false;
}

/* 统筹推进, 加快建设: where the adverbs from `at` on end. */
static size_t skip_adverbs(const struct reading *r, size_t at, size_t end)
{
	const struct lexicon *const lists[] = {r->words->adverb, r->words->adverb_verbal};

	for (struct hit hit; (hit = longest_at(r, lists, 2, at, end)).length;)
		at += hit.length;
	return at;
}

/* 为卫生院配备彩超: where the verb begins behind a word for whom it is done; the beginning without.
 */
static size_t verb_for_whom(const struct reading *r, struct span at)
{
	size_t len, n = lexicon_at(r->words->for_whom, r->text, at.start, NULL);

	if (!n || lexicon_at(r->words->noun_keep, r->text, at.start, NULL))
		return at.start;
	for (size_t place = at.start + n; place < at.end; place += len) {
		size_t keep = lexicon_at(r->words->noun_keep, r->text, place, NULL);

		utf8_at(r->text, place, &len);
		if (!keep && lexicon_at(r->words->verb_make, r->text, place, NULL) > len)
			return place;
		len = keep ? keep : len;
	}
	return at.start;
}

size_t phrase_modal_verb(const struct reading *r, struct span at)
{
	enum { WORD = 6 }; /* bytes of two Han */
	size_t len;

	if (verb_for_whom(r, at) > at.start)
		return verb_for_whom(r, at);
	for (size_t place = at.start; place < at.end; place += len) {
		size_t keep = lexicon_at(r->words->noun_keep, r->text, place, NULL);
		size_t n = lexicon_at(r->words->modal, r->text, place, NULL);

		utf8_at(r->text, place, &len);
		if (keep)
			len = keep;
		else if (n && place > at.start) {
			size_t verb = skip_adverbs(r, place + n, at.end);

			if (lexicon_at(r->words->verb_make, r->text, verb, NULL) >= WORD ||
			    lexicon_at(r->words->lead_in, r->text, verb, NULL) >= WORD)
				return verb;
		}
	}
	return at.start;
}

size_t phrase_inner_verb(const struct reading *r, struct span at)
{
	size_t found = at.start, len;

	for (size_t place = at.start; place < at.end; place += len) {
		uint32_t c = utf8_at(r->text, place, &len);
		size_t close = is_opener(c) ? skip_bracket(r, place, at.end) : place;
		size_t n;

		if (close > place) {
			len = close - place;
			continue;
		}
		n = lexicon_at(r->words->verb_inner, r->text, place, NULL);
		if (!n || place == at.start || place + n >= at.end ||
		    lexicon_at(r->words->noun_keep, r->text, place, NULL) > n)
			continue;
		if (at.end - place - n >= 6 && agent_before(r, at.start, place) &&
		    !lexicon_has(r->words->noun_generic,
				 slice_cut(r->text, (struct span){place + n, at.end}), NULL))
			found = place + n;
		len = n;
	}
	return found;
}

bool phrase_lists(const struct reading *r, struct span at)
{
	size_t len;

	for (size_t place = at.start; place < at.end; place += len) {
		uint32_t c = utf8_at(r->text, place, &len);
		size_t close = is_opener(c) ? skip_bracket(r, place, at.end) : place;

		if (c == 0x3001)
			return true;
		if (close > place)
			len = close - place;
	}
	return false;
}

/* Whether a word that begins at the character or the one before it holds it: the 及 of 普及率. */
static bool inside_word(const struct reading *r, size_t at)
{
	size_t len = 0;

	if (lexicon_at(r->words->join_inside, r->text, at, NULL) ||
	    lexicon_at(r->words->op_after, r->text, at, NULL))
		return true;
	if (at)
		utf8_before(r->text, at, &len);
	return lexicon_at(r->words->join_inside, r->text, at - len, NULL) > len;
}

/* The length of the mark or word at `at` that joins two members; 0 where none does. */
static size_t join_at(const struct reading *r, size_t at)
{
	size_t len, join = lexicon_at(r->words->join, r->text, at, NULL);

	if (utf8_at(r->text, at, &len) == 0x3001)
		return len;
	return join && !inside_word(r, at) ? join : 0;
}

/* Splits at marks and at words; parted[i] tells whether a word parts member i from the next. */
static size_t split_at_all(const struct reading *r, struct span at, struct span *out, bool *parted,
			   size_t max)
{
	size_t count = 0, start = at.start, len;

	for (size_t place = at.start; place < at.end; place += len) {
		uint32_t c = utf8_at(r->text, place, &len);
		size_t close = is_opener(c) ? skip_bracket(r, place, at.end) : place;
		size_t join = join_at(r, place);

		if (close > place) {
			len = close - place;
			continue;
		}
		if (!join || place == start || place + join >= at.end || count + 1 >= max)
			continue;
		parted[count] = c != 0x3001;
		out[count++] = (struct span){start, place};
		start = place + join;
		len = join;
	}
	if (count < max && start < at.end)
		out[count++] = (struct span){start, at.end};
	return count;
}

/* Joins what a word parts, but for the last `but` members: 任期制和契约化签订率、上岗率. */
static size_t join_words(struct span *out, const bool *parted, size_t count, size_t but)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++) {
		if (i && parted[i - 1] && i + but < count)
			out[kept - 1].end = out[i].end;
		else
			out[kept++] = out[i];
	}
	return kept;
}

size_t phrase_split(const struct reading *r, struct span at, size_t wanted, struct span *out,
		    size_t max)
{
	enum { ROOM = 32 };
	bool parted[ROOM];
	struct span joined[ROOM];
	size_t count = split_at_all(r, at, out, parted, max < ROOM ? max : ROOM);

	for (size_t but = 2; wanted && count > wanted && but-- > 0;) {
		size_t kept;

		memcpy(joined, out, count * sizeof(*out));
		kept = join_words(joined, parted, count, but);
		if (kept != wanted)
			continue;
		memcpy(out, joined, kept * sizeof(*out));
		return kept;
	}
	return count;
}

bool phrase_holds(const struct reading *r, const struct lexicon *list, struct span range,
		  size_t *at)
{
	bool found = false;
	size_t len;

	range.start = floor_limit(range.start, range.end);
	while (range.start < range.end && (r->text.p[range.start] & 0xC0) == 0x80)
		range.start++;
	for (size_t place = range.start; place < range.end; place += len) {
		size_t key = lexicon_key(utf8_at(r->text, place, &len));

		if (lexicon_may_begin(list, key) &&
		    lexicon_longest_at(list, key, r->text, place, NULL)) {
			found = true;
			if (!at)
				break;
			*at = place;
		}
	}
	return found;
}
