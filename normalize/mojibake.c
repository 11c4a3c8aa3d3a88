#include "normalize/mojibake.h"

#include <stdlib.h>

#include "normalize/glyph.h"
#include "normalize/rarity.h"
#include "normalize/read/entity.h"
#include "normalize/shift.h"
#include "normalize/undo.h"

/*
 * Suspicion: rises with characters that are rare in Chinese text and frequent in mojibake, falls
 * with others, never below zero. Where it reaches ALARM the stretch is looked at closely.
 */
enum {
	ALARM = 16,
	QUESTION = 12,
	LETTER = 10,
	BEFORE = 32,
	PASSES = 3,
	EARLIER = 8,
	LOST = 0x951F /* 锟 */
};

static const char lost_pair[] = "锟斤拷"; /* U+FFFD twice, in UTF-8 read as GBK */
static const struct slice lost_mark = {"\xEF\xBF\xBD\xEF\xBF\xBD", 6};

struct mojibake {
	signed char weight[0x10000]; /* of each character of the Basic Multilingual Plane */
	uint16_t heavy[0x10000];     /* see is_heavy */
	struct undo *undo;	     /* opened when first needed */
	struct shift *shift;	     /* likewise */
	bool lost;		     /* the first character of lost_pair was met */
};

/*
 * Whether the character of three bytes at p has a weight above zero, told without putting its code
 * together: the bits in `heavy` are those of lead bytes, by the two bytes that follow.
 */
static inline bool is_heavy(const struct mojibake *m, const char *p)
{
	uint16_t tail;

	memcpy(&tail, p + 1, sizeof(tail));
	return m->heavy[tail] >> (p[0] & 0x0F) & 1;
}

static void mark_heavy(struct mojibake *m)
{
	for (uint32_t c = 0x800; c < 0x10000; c++) {
		char text[4];
		uint16_t tail;

		if (m->weight[c] <= 0)
			continue;
		utf8_put(text, c);
		memcpy(&tail, text + 1, sizeof(tail));
		m->heavy[tail] |= (uint16_t)(1 << (text[0] & 0x0F));
	}
}

/* Of ranges other than ideographs; the rest weighs nothing. */
static const struct {
	uint16_t first, last;
	signed char weight;
} range_weights[] = {
	{0x00, 0x7F, -1},    {'\n', '\n', -100},   {0x80, 0x9F, 7},	{0xA1, 0xB6, 5},
	{0xB8, 0xD6, 5},     {0xD8, 0xF6, 5},	   {0xF8, 0x17F, 5},	{0x192, 0x192, 5},
	{0x2C6, 0x2DC, 5},   {0x201A, 0x201A, 5},  {0x2020, 0x2021, 5}, {0x20AC, 0x20AC, 5},
	{0x2122, 0x2122, 5}, {0x3041, 0x312F, 3},  {0x391, 0x451, 3},	{0x2550, 0x2573, 4},
	{0xE000, 0xF8FF, 7}, {0xFFFD, 0xFFFD, 10},
};

static signed char han_weight(unsigned bits)
{
	if (bits <= 12)
		return -6;
	return bits <= 14 ? -1 : bits <= 16 ? 4 : 7;
}

static void weigh(struct mojibake *m)
{
	for (size_t i = 0; i < sizeof(range_weights) / sizeof(range_weights[0]); i++)
		for (uint32_t c = range_weights[i].first; c <= range_weights[i].last; c++)
			m->weight[c] = range_weights[i].weight;
	for (uint32_t c = 0x4E00; c < 0xA000; c++)
		m->weight[c] = han_weight(rarity(c));
	m->weight[LOST] = ALARM;
	mark_heavy(m);
}

struct mojibake *mojibake_open(struct err *e)
{
	struct mojibake *m = calloc(1, sizeof(*m));

	if (m)
		weigh(m);
	else
		err_nomem(e);
	return m;
}

void mojibake_close(struct mojibake *m)
{
	if (!m)
		return;
	undo_close(m->undo);
	shift_close(m->shift);
	free(m);
}

/*
 * Behind a character that is not ASCII, at the beginning of a line, or beside another one; before
 * one, or before a letter that may end one.
 */
static bool odd_question(const char *p, const char *begin, const char *end)
{
	bool before = p == begin || p[-1] == '?' || p[-1] == '\n' || (unsigned char)p[-1] >= 0x80;

	if (!before || p + 1 >= end)
		return false;
	if (p[1] >= '@')
		return p + 2 < end && (unsigned char)p[2] >= 0xE0;
	return p[1] == '?' || (unsigned char)p[1] >= 0xE0;
}

/* What may be the second byte of a character, alone between two that are not ASCII. */
static bool odd_letter(const char *p, const char *begin, const char *end)
{
	return *p >= '@' && p > begin && p + 1 < end && (unsigned char)p[-1] >= 0x80 &&
	       (unsigned char)p[1] >= 0xE0;
}

/* Suspicion after a character of this weight. */
static inline int after(int suspicion, int weight)
{
	return suspicion + weight > 0 ? suspicion + weight : 0;
}

static inline int han_weight_at(const struct mojibake *m, const char *p)
{
	const unsigned char *s = (const unsigned char *)p;

	return m->weight[(s[0] & 0x0F) << 12 | (s[1] & 0x3F) << 6 | (s[2] & 0x3F)];
}

static inline bool is_three(char c)
{
	return ((unsigned char)c & 0xF0) == 0xE0;
}

/* Whether characters of three bytes begin at p and at p + 3. */
static inline bool are_three(const char *p)
{
	uint32_t four;

	memcpy(&four, p, sizeof(four));
	return (four & 0xF00000F0) == 0xE00000E0;
}

/* Where nothing is suspicious every other character is enough: one by itself raises no alarm. */
static const char *skip_light(const struct mojibake *m, const char *p, const char *end)
{
	while (end - p >= 6) {
		if (are_three(p) && !is_heavy(m, p + 3))
			p += 6;
		else if ((unsigned char)*p < 0x80 && *p != '?')
			p++;
		else
			break;
	}
	return p;
}

/* Goes over characters of three bytes, most of Chinese text, until another one or the alarm. */
static const char *skip_han(const struct mojibake *m, const char *p, const char *end,
			    int *suspicion)
{
	int now = *suspicion;

	p = now ? p : skip_light(m, p, end);
	while (p < end && now < ALARM && is_three(*p)) {
		now = after(now, han_weight_at(m, p));
		p += 3;
		p = now ? p : skip_light(m, p, end);
	}
	*suspicion = now;
	return p;
}

/* Any other character. Sets *question where it is an odd question mark. */
static const char *skip_other(const struct mojibake *m, struct slice text, const char *p,
			      int *suspicion, bool *question)
{
	const unsigned char *s = (const unsigned char *)p;
	int weight = 0;

	*question = s[0] == '?' && odd_question(p, text.p, text.p + text.n);
	if (*question)
		weight = QUESTION;
	else if (s[0] < 0x80 && *suspicion && odd_letter(p, text.p, text.p + text.n))
		weight = LETTER;
	else if (s[0] < 0x80)
		weight = m->weight[s[0]];
	else if (s[0] < 0xE0)
		weight = m->weight[(s[0] & 0x1F) << 6 | (s[1] & 0x3F)];
	*suspicion = after(*suspicion, weight);
	return p + utf8_len(s[0]);
}

/* Where something is to be looked at. */
struct alarm {
	size_t at;
	int suspicion; /* at this place; below ALARM it is the question mark before it alone */
	bool question;
};

/* Finds the next place from where the last alarm was; false at the end of the text. */
static bool find_alarm(const struct mojibake *m, struct slice text, struct alarm *alarm)
{
	const char *p = text.p + alarm->at, *end = text.p + text.n;
	int suspicion = alarm->suspicion < ALARM ? alarm->suspicion : 0;
	bool question = false;

	while (p < end && suspicion < ALARM && !question) {
		if (((unsigned char)*p & 0xF0) == 0xE0)
			p = skip_han(m, p, end, &suspicion);
		else
			p = skip_other(m, text, p, &suspicion, &question);
	}
	*alarm = (struct alarm){(size_t)(p - text.p), suspicion, question};
	return question || suspicion >= ALARM;
}

/* The stretch to look at: some characters before the alarm and more than a look takes after it. */
static struct span stretch(struct slice text, size_t least, size_t alarm)
{
	struct span at = {alarm, alarm};

	for (size_t i = 0, n; i < BEFORE && at.start > least; i++) {
		if (utf8_before(text, at.start, &n) == '\n')
			break;
		at.start -= n;
	}
	for (size_t i = 0, n; i < 2 * UNDO_MOST && at.end < text.n; i++) {
		if (utf8_at(text, at.end, &n) == '\n')
			break;
		at.end += n;
	}
	return at;
}

static void write_pieces(const struct undo *u, size_t count, struct editor *w)
{
	for (size_t i = 0; i < count; i++) {
		const struct undo_piece *piece = &undo_pieces(u)[i];
		struct slice with = slice_cut(undo_text(u), piece->with);

		if (slice_eq(with, slice_cut(w->src, piece->at)))
			continue;
		edit_keep_to(w, piece->at.start);
		edit_replace(w, piece->at.end - piece->at.start, with,
			     piece->lost ? EDIT_LOST : EDIT_MOJIBAKE);
	}
}

static int look(struct mojibake *m, struct slice text, struct span at, size_t *end,
		struct editor *w, struct err *e)
{
	struct err why = {""};
	size_t count;

	m->lost |= slice_find(slice_cut(text, at), 0, slice_of("锟")) < at.end - at.start;
	if (!m->undo)
		m->undo = undo_open(e);
	if (!m->undo)
		return -1;
	count = undo_look(m->undo, text, at, end, &why);
	if (why.text[0])
		return err_set(e, "%s", why.text);
	write_pieces(m->undo, count, w);
	return 0;
}

/* Looks for a lost byte at `at`, or up to EARLIER characters before it; 0 or -1. */
static int look_for_shift(struct mojibake *m, struct editor *w, size_t at, size_t earlier,
			  struct err *e)
{
	size_t best = 0, start = at, end, n;
	struct slice after;

	if (!m->shift && !(m->shift = shift_open(e)))
		return -1;
	for (size_t i = 0;; i++) {
		size_t gain = shift_look(m->shift, w->src, at, &end);

		start = gain > best ? at : start;
		best = gain > best ? gain : best;
		if (i == earlier || at <= w->pos || utf8_before(w->src, at, &n) == '\n')
			break;
		at -= n;
	}
	if (!best)
		return 0;
	shift_look(m->shift, w->src, start, &end);
	after = shift_text(m->shift);
	edit_keep_to(w, start);
	edit_replace(w, end - start, after,
		     slice_find(after, 0, slice_of("\uFFFD")) < after.n ? EDIT_LOST
									: EDIT_MOJIBAKE);
	return 0;
}

/* Looks for what is wrong at an alarm; *done is up to where that is settled. */
static int look_into(struct mojibake *m, const struct alarm *alarm, struct editor *w, size_t *done,
		     struct err *e)
{
	struct slice text = w->src;
	size_t end = 0;

	if (alarm->question && look_for_shift(m, w, alarm->at - 1, 0, e))
		return -1;
	if (w->pos < alarm->at && alarm->suspicion >= ALARM &&
	    look(m, text, stretch(text, *done, alarm->at), &end, w, e))
		return -1;
	if (w->pos <= *done && alarm->suspicion >= ALARM &&
	    look_for_shift(m, w, alarm->at, EARLIER, e))
		return -1;
	*done = w->pos > *done ? w->pos : *done;
	*done = end > *done ? end : *done;
	return 0;
}

/* One pass over the present text. */
static int undo_misreadings(struct mojibake *m, struct doc *d, struct editor *w, struct err *e)
{
	struct slice text = doc_text(d);
	struct alarm alarm = {0};
	size_t done = 0;

	editor_reset(w, text);
	while (find_alarm(m, text, &alarm)) {
		if (look_into(m, &alarm, w, &done, e))
			return -1;
		if (done > alarm.at)
			alarm = (struct alarm){.at = done};
		done = alarm.at;
	}
	return doc_push(d, "mojibake", w, e);
}

/* U+FFFD that was read as GBK: nobody knows what it stood for. */
static int mark_lost(struct doc *d, struct editor *w, struct err *e)
{
	struct slice text = doc_text(d);
	size_t at = 0;

	editor_reset(w, text);
	while ((at = slice_find(text, at, slice_of(lost_pair))) < text.n) {
		edit_keep_to(w, at);
		edit_replace(w, sizeof(lost_pair) - 1, lost_mark, EDIT_LOST);
		at = w->pos;
	}
	return doc_push(d, "lost", w, e);
}

/* The character that the entity at p names, and its length with & and ;. 0 for none. */
static uint32_t entity_at(const char *p, size_t n, size_t *len)
{
	struct slice name = {p + 1, 0};
	char *stop;
	unsigned long code;

	while (name.n + 1 < n && name.n <= ENTITY_LONGEST && name.p[name.n] != ';')
		name.n++;
	if (!name.n || name.n + 1 >= n || name.p[name.n] != ';')
		return 0;
	*len = name.n + 2;
	if (name.p[0] != '#')
		return entity_code(name);
	name.p += name.p[1] == 'x' || name.p[1] == 'X' ? 2 : 1;
	if (!is_latin((unsigned char)name.p[0]) && !is_digit((unsigned char)name.p[0]))
		return 0;
	code = strtoul(name.p, &stop, name.p[-1] == '#' ? 10 : 16);
	return *stop == ';' && code >= 0xA0 && code < 0xD800 ? (uint32_t)code : 0;
}

static bool is_chinese(uint32_t c)
{
	return is_han(c) || (c >= 0x3001 && c <= 0x303F) || (c >= 0xFF01 && c <= 0xFF5E) ||
	       (c >= 0x2014 && c <= 0x201D);
}

/* Chinese text, or another entity, on a side. */
static bool beside_chinese(struct slice text, struct span at)
{
	size_t n;
	uint32_t before = glyph_before(text, at.start, &n), after = glyph_at(text, at.end, &n);

	return is_chinese(before) || is_chinese(after) || (before == ';' && after == '&');
}

/* Text about HTML has tags in it, or it names entities one by one. */
static bool speaks_of_html(struct slice text)
{
	for (size_t at = 0; (at = slice_find(text, at, slice_of("<"))) < text.n; at++)
		if (at + 1 < text.n &&
		    (text.p[at + 1] == '/' || is_latin((unsigned char)text.p[at + 1])))
			return true;
	return false;
}

static int read_entities(struct doc *d, struct editor *w, struct err *e)
{
	struct slice text = doc_text(d);
	size_t at = 0, len = 0;
	char out[4];

	editor_reset(w, text);
	if (slice_find(text, 0, slice_of("&")) == text.n || speaks_of_html(text))
		return 0;
	while ((at = slice_find(text, at, slice_of("&"))) < text.n) {
		uint32_t code = entity_at(text.p + at, text.n - at, &len);

		if (code && beside_chinese(text, (struct span){at, at + len})) {
			edit_keep_to(w, at);
			edit_replace(w, len, (struct slice){out, utf8_put(out, code)},
				     EDIT_MOJIBAKE);
			at += len;
		} else {
			at++;
		}
	}
	return doc_push(d, "entity", w, e);
}

int mojibake_repair(struct mojibake *m, struct doc *d, struct editor *w, uint32_t off,
		    struct err *e)
{
	size_t layers;

	m->lost = (off & 1u << EDIT_MOJIBAKE) != 0;
	if (!(off & 1u << EDIT_MOJIBAKE)) {
		if (read_entities(d, w, e))
			return -1;
		for (int pass = 0; pass < PASSES; pass++) {
			layers = d->layer_count;
			if (undo_misreadings(m, d, w, e))
				return -1;
			if (d->layer_count == layers)
				break;
		}
	}
	return !m->lost || off & 1u << EDIT_LOST ? 0 : mark_lost(d, w, e);
}
