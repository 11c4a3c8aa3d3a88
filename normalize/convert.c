/*
 * Convert: between traditional and simplified script.
 *
 * Towards a script the text is judged passage by passage (normalize/script.h), and converted where
 * it shows the other one. A passage that shows nothing is judged like the one before it. Where a
 * passage mixes the scripts and has more of the wanted one, only what that one can't hold is
 * converted. OpenCC's configurations convert everything without asking.
 *
 * Conversion is by longest match (normalize/wordmap.h), in one step or, by way of OpenCC's standard
 * characters, in two.
 */
#include "normalize/script.h"
#include "normalize/stage.h"
#include "normalize/wordmap.h"

#include <stdio.h>
#include <stdlib.h>

enum { STEPS = 2, STEP_TABLES = 3 };

struct plan {
	const char *name;
	enum script towards; /* SCRIPT_NONE: convert everything */
	const struct convert_table *steps[STEPS][STEP_TABLES];
	int words; /* the step whose phrases the other one doesn't reach across */
};

/* Tables of the plans, two of them by the names of OpenCC's configurations. */
static const struct plan plans[] = {
	{"simplified", SCRIPT_SIMPLIFIED, {{&convert_simplified}, {&convert_mended}}, 0},
	{"traditional", SCRIPT_TRADITIONAL, {{&convert_names, &convert_st}}, 0},
	{"taiwan", SCRIPT_TRADITIONAL, {{&convert_names, &convert_st}, {&convert_tw}}, 0},
	{"hongkong", SCRIPT_TRADITIONAL, {{&convert_names, &convert_st}, {&convert_hk}}, 0},
	{"t2s", SCRIPT_NONE, {{&convert_ts}}, 0},
	{"s2t", SCRIPT_NONE, {{&convert_st}}, 0},
	{"s2tw", SCRIPT_NONE, {{&convert_st}, {&convert_tw}}, 0},
	{"tw2s", SCRIPT_NONE, {{&convert_tw_back}, {&convert_ts}}, 1},
	{"s2hk", SCRIPT_NONE, {{&convert_st}, {&convert_hk}}, 0},
	{"hk2s", SCRIPT_NONE, {{&convert_hk_back}, {&convert_ts}}, 1},
	{"s2twp", SCRIPT_NONE, {{&convert_st}, {&convert_tw_words, &convert_tw}}, 0},
	{"tw2sp", SCRIPT_NONE, {{&convert_tw_words_back, &convert_tw_back}, {&convert_ts}}, 1},
	{"s2hkp", SCRIPT_NONE, {{&convert_st}, {&convert_hk_words, &convert_hk}}, 0},
	{"hk2sp", SCRIPT_NONE, {{&convert_hk_words_back, &convert_hk_back}, {&convert_ts}}, 1},
	{"t2tw", SCRIPT_NONE, {{&convert_tw}}, 0},
	{"t2hk", SCRIPT_NONE, {{&convert_hk}}, 0},
	{"hk2t", SCRIPT_NONE, {{&convert_hk_back}}, 0},
	{"tw2t", SCRIPT_NONE, {{&convert_tw_back}}, 0},
};
enum { PLANS = sizeof(plans) / sizeof(*plans) };

static const struct convert_table *const compatible_tables[] = {&convert_compatible, NULL};

struct converter {
	const struct plan *plan;
	struct script_table scripts;
	struct wordmap compatible; /* OpenCC's configurations take these characters back first */
	struct wordmap maps[STEPS];
	struct editor pen;
	struct buf stretches; /* of struct stretch */
	struct buf marks;     /* of the words, see wordmap.h */
	struct buf walls;     /* the same, carried over to the next text */
};

enum mode { KEEP, CAREFUL, FULL };

/* A script with less than one in MINORITY of the evidence does not make a document mixed. */
enum { MINORITY = 20 };

/* How to treat a stretch, given the script of the document. */
static const enum mode to_simplified[FINDINGS][4] = {
	[NO_EVIDENCE] =
		{[SCRIPT_SIMPLIFIED] = KEEP, [SCRIPT_TRADITIONAL] = FULL, [SCRIPT_MIXED] = KEEP},
	[ONLY_SIMPLIFIED] = {KEEP, KEEP, KEEP, KEEP},
	[MORE_SIMPLIFIED] = {CAREFUL, CAREFUL, CAREFUL, CAREFUL},
	[WEAKLY_TRADITIONAL] =
		{[SCRIPT_SIMPLIFIED] = KEEP, [SCRIPT_TRADITIONAL] = FULL, [SCRIPT_MIXED] = FULL},
	[FEW_TRADITIONAL] =
		{[SCRIPT_SIMPLIFIED] = CAREFUL, [SCRIPT_TRADITIONAL] = FULL, [SCRIPT_MIXED] = FULL},
	[MORE_TRADITIONAL] = {FULL, FULL, FULL, FULL},
};

static const enum mode to_traditional[FINDINGS][4] = {
	[NO_EVIDENCE] =
		{[SCRIPT_SIMPLIFIED] = FULL, [SCRIPT_TRADITIONAL] = KEEP, [SCRIPT_MIXED] = KEEP},
	[ONLY_SIMPLIFIED] = {FULL, FULL, FULL, FULL},
	[MORE_SIMPLIFIED] = {FULL, FULL, FULL, FULL},
	[WEAKLY_TRADITIONAL] =
		{[SCRIPT_SIMPLIFIED] = FULL, [SCRIPT_TRADITIONAL] = KEEP, [SCRIPT_MIXED] = KEEP},
	[FEW_TRADITIONAL] = {CAREFUL, CAREFUL, CAREFUL, CAREFUL},
	[MORE_TRADITIONAL] = {CAREFUL, CAREFUL, CAREFUL, CAREFUL},
};

static bool has_han(struct slice text)
{
	size_t len;

	for (size_t at = 0; at < text.n; at += len)
		if (is_han(utf8_at(text, at, &len)))
			return true;
	return false;
}

/* A text with Han characters that show nothing is taken for simplified. */
static enum script script_of(const struct evidence *sum, struct slice text)
{
	size_t all = sum->traditional + sum->simplified;

	if (!all && !sum->weak)
		return has_han(text) ? SCRIPT_SIMPLIFIED : SCRIPT_NONE;
	if (sum->simplified * MINORITY <= all)
		return SCRIPT_TRADITIONAL;
	return sum->traditional * MINORITY <= all ? SCRIPT_SIMPLIFIED : SCRIPT_MIXED;
}

/* Of the characters that only one of the scripts has. */
static double traditional_share(const struct evidence *sum)
{
	size_t all = sum->traditional + sum->simplified;

	return all ? (double)sum->traditional / (double)all : 0;
}

static int push(struct converter *c, struct doc *d, struct err *e)
{
	return doc_push(d, stage_convert.name, &c->pen, e);
}

static int make_bitmap(struct buf *b, size_t text, struct err *e)
{
	char *place;

	buf_reset(b);
	place = buf_reserve(b, wall_bytes(text));
	if (!place)
		return err_nomem(e);
	memset(place, 0, wall_bytes(text));
	b->len = wall_bytes(text);
	return 0;
}

/* Where a place in the source of the run is in the target. */
static size_t carried(const struct edit_run *run, size_t at)
{
	return run->src_unit ? run->dst + (at - run->src) / run->src_unit * run->dst_unit
			     : run->dst;
}

/* Carries the marks on the source of an edit script over to its target. */
static int carry_marks(struct converter *c, const struct edits *s, struct err *e)
{
	const uint8_t *marks = (const uint8_t *)c->marks.data;
	size_t run = 0;

	if (make_bitmap(&c->walls, s->dst_len, e))
		return -1;
	for (size_t at = 0; at < s->src_len; at++) {
		if (!marks[at / 8]) {
			at |= 7;
			continue;
		}
		if (!(marks[at / 8] >> at % 8 & 1))
			continue;
		while (edits_run_source(s, run).end <= at)
			run++;
		size_t to = carried(&s->runs[run], at);

		c->walls.data[to / 8] = (char)(c->walls.data[to / 8] | 1 << to % 8);
	}
	return 0;
}

/* Makes the marks on the present text the walls of the next step, over `layers` layers or none. */
static int raise_walls(struct converter *c, const struct doc *d, size_t layers, struct err *e)
{
	if (d->layer_count > layers)
		return carry_marks(c, &d->layers[d->layer_count - 1].edits, e);
	buf_reset(&c->walls);
	buf_slice(&c->walls, buf_text(&c->marks));
	return buf_check(&c->walls, e);
}

static int convert_all(struct converter *c, struct doc *d, const struct wordmap *map,
		       const uint8_t *walls, struct err *e)
{
	struct slice text = doc_text(d);
	struct wordmap_pass pass = {.map = map, .pen = &c->pen, .walls = walls};

	editor_reset(&c->pen, text);
	if (map == &c->maps[0] && c->plan->steps[1][0] && c->plan->words == 0)
		pass.marks = (uint8_t *)c->marks.data;
	wordmap_convert(&pass, (struct span){0, text.n}, false);
	return push(c, d, e);
}

/* Both steps of a configuration; the words that the second must not reach across are known. */
static int convert_twice(struct converter *c, struct doc *d, struct err *e)
{
	size_t layers = d->layer_count;
	const uint8_t *walls = NULL;

	if (make_bitmap(&c->marks, doc_text(d).n, e))
		return -1;
	if (c->plan->words == 1) {
		walls = (const uint8_t *)c->marks.data;
		wordmap_mark(&c->maps[1], doc_text(d), (uint8_t *)c->marks.data);
	}
	if (convert_all(c, d, &c->maps[0], walls, e) || raise_walls(c, d, layers, e))
		return -1;
	return convert_all(c, d, &c->maps[1], (const uint8_t *)c->walls.data, e);
}

/* Bytes that are looked at together: loops of this length the compiler makes wide. */
enum { BLOCK = 256 };

/* Whether three bytes begin anywhere in a block; they may end beyond it. */
static bool block_has(const unsigned char *block, const char *bytes)
{
	unsigned char a = (unsigned char)bytes[0], b = (unsigned char)bytes[1];
	unsigned char c = (unsigned char)bytes[2], found = 0;

	for (int i = 0; i < BLOCK; i++)
		found |= ((block[i] ^ a) | (block[i + 1] ^ b) | (block[i + 2] ^ c)) == 0;
	return found;
}

/* Whether a compatibility ideograph may begin there: U+F900 and up, or U+2F800 and up. */
static inline unsigned char compatible_at(const unsigned char *s)
{
	return ((s[0] == 0xEF) & (((s[1] & 0xFC) == 0xA4) | ((s[1] & 0xFC) == 0xA8))) |
	       ((s[0] == 0xF0) & (s[1] == 0xAF));
}

static bool may_hold_compatible(struct slice text)
{
	const unsigned char *s = (const unsigned char *)text.p;
	unsigned char found = 0;
	size_t at = 0;

	for (; at + BLOCK < text.n && !found; at += BLOCK)
		for (int i = 0; i < BLOCK; i++)
			found |= compatible_at(s + at + i);
	for (; at + 1 < text.n; at++)
		found |= compatible_at(s + at);
	return found;
}

static int run_configuration(struct converter *c, struct doc *d, struct err *e)
{
	if (may_hold_compatible(doc_text(d)) && convert_all(c, d, &c->compatible, NULL, e))
		return -1;
	if (c->plan->steps[1][0])
		return convert_twice(c, d, e);
	return convert_all(c, d, &c->maps[0], NULL, e);
}

/* The first step, as each stretch asks for. */
static int convert_stretches(struct converter *c, struct doc *d, const enum mode modes[][4],
			     uint8_t *marks, struct err *e)
{
	const struct stretch *stretch = (const void *)buf_text(&c->stretches).p;
	size_t count = c->stretches.len / sizeof(*stretch);
	struct wordmap_pass pass = {.map = &c->maps[0], .pen = &c->pen, .marks = marks};

	editor_reset(&c->pen, doc_text(d));
	for (; count; count--, stretch++) {
		enum mode mode = modes[stretch->finding][d->info.script];

		if (mode != KEEP)
			wordmap_convert(&pass, stretch->at, mode == CAREFUL);
	}
	return push(c, d, e);
}

/* Where the next 着 is, or the end. Blocks without one are passed over at the speed of memory. */
static size_t next_particle(struct slice text, size_t at)
{
	const struct slice particle = slice_of("着");

	while (at + BLOCK + particle.n <= text.n &&
	       !block_has((const unsigned char *)text.p + at, particle.p))
		at += BLOCK;
	return slice_find(text, at, particle);
}

/*
 * Mends what stands around each 着. A phrase begins at most REACH before it, and not within the
 * last one.
 */
static int mend(struct converter *c, struct doc *d, struct err *e)
{
	enum { REACH = 12 };
	const struct slice text = doc_text(d);
	struct wordmap_hit hit = {{0, 0}, {"", 0}};
	size_t at = next_particle(text, 0), start;

	editor_reset(&c->pen, text);
	for (; at < text.n; at = next_particle(text, at + 1)) {
		start = at > hit.at.end + REACH ? at - REACH : hit.at.end;
		while ((text.p[start] & 0xC0) == 0x80)
			start++;
		if (!wordmap_find(&c->maps[1], text, (struct span){start, at + 1}, &hit) ||
		    slice_eq(hit.to, slice_cut(text, hit.at)))
			continue;
		edit_keep_to(&c->pen, hit.at.start);
		edit_replace(&c->pen, hit.at.end - hit.at.start, hit.to, EDIT_SCRIPT);
	}
	return push(c, d, e);
}

static int run_to_simplified(struct converter *c, struct doc *d, struct err *e)
{
	if (convert_stretches(c, d, to_simplified, NULL, e))
		return -1;
	return mend(c, d, e);
}

static int run_to_traditional(struct converter *c, struct doc *d, struct err *e)
{
	size_t layers = d->layer_count;

	if (!c->plan->steps[1][0])
		return convert_stretches(c, d, to_traditional, NULL, e);
	if (make_bitmap(&c->marks, doc_text(d).n, e) ||
	    convert_stretches(c, d, to_traditional, (uint8_t *)c->marks.data, e) ||
	    raise_walls(c, d, layers, e))
		return -1;
	return convert_all(c, d, &c->maps[1], (const uint8_t *)c->walls.data, e);
}

/* The title that the container gives, which stands outside the text, into the same script. */
static int convert_title(struct converter *c, struct doc *d, struct err *e)
{
	struct doc title;
	int bad;

	doc_init(&title);
	editor_reset(&c->pen, d->info.title);
	bad = push(c, &title, e);
	if (!bad) {
		script_weigh(&c->scripts, doc_text(&title), &c->stretches);
		bad = buf_check(&c->stretches, e) || run_to_simplified(c, &title, e);
	}
	if (!bad) {
		d->info.title = arena_copy(&d->arena, doc_text(&title));
		bad = d->info.title.p ? 0 : err_nomem(e);
	}
	doc_release(&title);
	return bad;
}

static int convert_run(void *state, struct doc *d, struct err *e)
{
	static int (*const runs[])(struct converter *, struct doc *, struct err *) = {
		[SCRIPT_NONE] = run_configuration,
		[SCRIPT_SIMPLIFIED] = run_to_simplified,
		[SCRIPT_TRADITIONAL] = run_to_traditional,
	};
	struct converter *c = state;
	struct evidence sum = script_weigh(&c->scripts, doc_text(d), &c->stretches);

	d->info.script = script_of(&sum, doc_text(d));
	d->info.traditional = traditional_share(&sum);
	if (buf_check(&c->stretches, e))
		return -1;
	if (runs[c->plan->towards](c, d, e))
		return -1;
	if (c->plan->towards != SCRIPT_SIMPLIFIED || !d->info.title.n)
		return 0;
	return convert_title(c, d, e);
}

static void convert_close(void *state)
{
	struct converter *c = state;

	script_release(&c->scripts);
	wordmap_release(&c->compatible);
	for (int i = 0; i < STEPS; i++)
		wordmap_release(&c->maps[i]);
	editor_release(&c->pen);
	buf_release(&c->stretches);
	buf_release(&c->marks);
	buf_release(&c->walls);
	free(c);
}

/* Of the first step towards a script some entries are sure; everywhere else all are. */
static int fill(struct converter *c, struct err *e)
{
	const struct plan *plan = c->plan;
	struct wordmap_sure sure = {NULL, SHOWS_TRADITIONAL, SHOWS_WEAKLY};

	if (plan->towards == SCRIPT_NONE &&
	    wordmap_init(&c->compatible, compatible_tables, NULL, e))
		return -1;
	if (script_init(&c->scripts, e))
		return -1;
	if (plan->towards == SCRIPT_TRADITIONAL)
		sure = (struct wordmap_sure){NULL, SHOWS_SIMPLIFIED, 0};
	sure.flags = c->scripts.flags;
	if (wordmap_init(&c->maps[0], plan->steps[0], plan->towards == SCRIPT_NONE ? NULL : &sure,
			 e))
		return -1;
	return plan->steps[1][0] ? wordmap_init(&c->maps[1], plan->steps[1], NULL, e) : 0;
}

static const struct plan *find_plan(struct slice name)
{
	if (!name.n)
		return plans;
	for (size_t i = 0; i < PLANS; i++)
		if (slice_is(name, plans[i].name))
			return &plans[i];
	return NULL;
}

static int unknown_plan(struct slice name, struct err *e)
{
	char list[256] = "";

	for (size_t i = 0; i < PLANS; i++) {
		size_t n = strlen(list);

		snprintf(list + n, sizeof(list) - n, "%s%s", n ? ", " : "", plans[i].name);
	}
	return err_set(e, "can't convert to %.*s, only to %s", (int)name.n, name.p, list);
}

static int convert_open(void **state, const struct stage_options *options, struct err *e)
{
	const struct plan *plan = find_plan(options->to);
	struct converter *c;

	if (!plan)
		return unknown_plan(options->to, e);
	c = calloc(1, sizeof(*c));
	if (!c)
		return err_nomem(e);
	c->plan = plan;
	editor_init(&c->pen);
	buf_init(&c->stretches, SIZE_MAX);
	buf_init(&c->marks, SIZE_MAX);
	buf_init(&c->walls, SIZE_MAX);
	if (fill(c, e)) {
		convert_close(c);
		return -1;
	}
	*state = c;
	return 0;
}

const struct stage stage_convert = {"convert", convert_open, convert_run, convert_close};
