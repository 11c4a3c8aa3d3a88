/*
 * Convert: traditional script to simplified, where a text shows that it is in traditional script.
 *
 * The text is judged passage by passage, a passage being a sentence or a line: characters that only
 * one script has are counted against those that only the other has. A passage with no such
 * character is judged like the one before it. Where traditional script prevails everything is
 * converted; where simplified script prevails, only what no simplified text would hold.
 *
 * Conversion is by longest match over the tables of normalize/tables/convert_table.h.
 */
#include "normalize/stage.h"
#include "normalize/tables/convert_table.h"

#include <stdlib.h>

/*
 * What is known about a character, one cell per code point: the flags below and, from bit PAYLOAD
 * on, the three bytes that replace it if it is SINGLE.
 */
enum cell_flag {
	TRADITIONAL = 1 << 0, /* no text in simplified script holds it */
	SIMPLIFIED = 1 << 1,  /* no text in traditional script holds it */
	WEAK = 1 << 2,	      /* traditional, but found in names of simplified texts */
	END = 1 << 3,	      /* ends a passage */
	SINGLE = 1 << 4,      /* three bytes that become another three */
	ALONE = 1 << 5,	      /* is an entry by itself */
	FIRST = 1 << 6,	      /* begins phrases: entries of several characters */
	SECOND = FIRST << 1,  /* is the second character of one */
	PAYLOAD = 8
};

/* No table has a character beyond: the end of CJK Extension H. */
enum { CELLS = 0x323B0 };

/* Fewer traditional characters in one passage of a simplified document are strays. */
enum { STRAYS = 3 };

/* Passages are taken together up to this many bytes. */
enum { STRETCH = 64 * 1024 };

/* A script with less than one in MINORITY of the evidence does not make a document mixed. */
enum { MINORITY = 20 };

struct entry {
	struct slice from;
	struct slice to;
	bool sure;    /* no text in simplified script holds it */
	bool aligned; /* each character keeps its length in bytes */
	bool last;    /* of those that begin with the same character */
};

struct converter {
	uint32_t *cells;
	uint16_t *lists; /* by code point: the first entry that begins with it */
	struct entry *entries;
	size_t entry_count;
	struct editor pen;
	struct buf stretches; /* of struct stretch, in order, without gaps */
	struct buf patch;     /* the stretch being converted */
};

struct evidence {
	size_t traditional;
	size_t simplified;
};

/* What a passage shows. */
enum finding {
	NOTHING,
	ONLY_SIMPLIFIED,
	MORE_SIMPLIFIED, /* or as much of one as of the other */
	FEW_TRADITIONAL, /* more traditional than simplified characters, but fewer than STRAYS */
	MORE_TRADITIONAL
};

/* A row of passages that show the same. */
struct stretch {
	size_t start;
	size_t end;
	enum finding finding;
};

enum mode { KEEP, CAREFUL, FULL };

/* No table has a phrase with one of these in it. */
static const uint32_t passage_ends[] = {'\n', 0x3002 /* 。 */, 0xFF01, 0xFF1B, 0xFF1F};

/*
 * The cell of the character at s, and its length in bytes. Branches, not arithmetic, find the
 * length: the processor guesses them and need not wait for one character to begin the next.
 */
static inline uint32_t cell_at(const uint32_t *cells, const unsigned char *s, size_t *len)
{
	uint32_t code;

	if ((s[0] & 0xF0) == 0xE0) {
		*len = 3;
		return cells[(uint32_t)(s[0] & 0x0F) << 12 | (uint32_t)(s[1] & 0x3F) << 6 |
			     (s[2] & 0x3F)];
	}
	if (s[0] < 0x80) {
		*len = 1;
		return cells[s[0]];
	}
	*len = s[0] < 0xE0 ? 2 : 4;
	if (*len == 2)
		return 0;
	code = (uint32_t)(s[0] & 0x07) << 18 | (uint32_t)(s[1] & 0x3F) << 12 |
	       (uint32_t)(s[2] & 0x3F) << 6 | (s[3] & 0x3F);
	return code < CELLS ? cells[code] : 0;
}

/* The flags of all characters, as far as the first TRADITIONAL one. */
static uint32_t scan_flags(const struct converter *c, struct slice text)
{
	const unsigned char *s = (const unsigned char *)text.p;
	uint32_t flags = 0;
	size_t len;

	for (size_t at = 0; at < text.n && !(flags & TRADITIONAL); at += len)
		flags |= cell_at(c->cells, s + at, &len);
	return flags;
}

/* Counts the evidence in the passage that begins at `at`; returns where it ends. */
static size_t weigh_passage(const struct converter *c, struct slice text, size_t at,
			    struct evidence *found)
{
	const unsigned char *s = (const unsigned char *)text.p;
	size_t traditional = 0, simplified = 0, len;

	while (at < text.n) {
		uint32_t cell = cell_at(c->cells, s + at, &len);

		at += len;
		traditional += cell & TRADITIONAL;
		simplified += (cell & SIMPLIFIED) / SIMPLIFIED;
		if (cell & END)
			break;
	}
	found->traditional = traditional;
	found->simplified = simplified;
	return at;
}

static enum finding finding_of(const struct evidence *passage)
{
	if (!passage->traditional)
		return passage->simplified ? ONLY_SIMPLIFIED : NOTHING;
	if (passage->traditional <= passage->simplified)
		return MORE_SIMPLIFIED;
	return passage->traditional < STRAYS ? FEW_TRADITIONAL : MORE_TRADITIONAL;
}

/* Whether a passage that shows `next` is to be treated like the one before it. */
static bool goes_with(enum finding before, enum finding next)
{
	return next == NOTHING || next == before ||
	       (before == MORE_TRADITIONAL && next == FEW_TRADITIONAL);
}

/* Adds a passage to the last stretch, or begins the next one. */
static void add_passage(struct buf *stretches, struct span at, enum finding finding)
{
	struct stretch *last = NULL;
	struct stretch next = {at.start, at.end, finding};

	if (stretches->len)
		last = (struct stretch *)(void *)(stretches->data + stretches->len) - 1;
	if (last && finding == NOTHING)
		next.finding = last->finding;
	if (last && goes_with(last->finding, finding) && at.end - last->start <= STRETCH)
		last->end = at.end;
	else
		buf_add(stretches, (const char *)&next, sizeof(next));
}

static struct evidence weigh_text(struct converter *c, struct slice text)
{
	struct evidence sum = {0};

	buf_reset(&c->stretches);
	for (size_t at = 0; at < text.n;) {
		struct evidence passage = {0};
		size_t end = weigh_passage(c, text, at, &passage);

		add_passage(&c->stretches, (struct span){at, end}, finding_of(&passage));
		sum.traditional += passage.traditional;
		sum.simplified += passage.simplified;
		at = end;
	}
	return sum;
}

static bool has_han(struct slice text)
{
	size_t len;

	for (size_t at = 0; at < text.n; at += len)
		if (is_han(utf8_at(text, at, &len)))
			return true;
	return false;
}

/* The script of a text that shows traditional characters, be they only WEAK. */
static enum script script_of(const struct evidence *sum)
{
	size_t all = sum->traditional + sum->simplified;

	if (sum->simplified * MINORITY <= all)
		return SCRIPT_TRADITIONAL;
	return sum->traditional * MINORITY <= all ? SCRIPT_SIMPLIFIED : SCRIPT_MIXED;
}

/* How to treat a stretch, given the script of the document. */
static const enum mode modes[][4] = {
	[NOTHING] =
		{[SCRIPT_SIMPLIFIED] = KEEP, [SCRIPT_TRADITIONAL] = FULL, [SCRIPT_MIXED] = KEEP},
	[ONLY_SIMPLIFIED] = {KEEP, KEEP, KEEP, KEEP},
	[MORE_SIMPLIFIED] = {CAREFUL, CAREFUL, CAREFUL, CAREFUL},
	[FEW_TRADITIONAL] =
		{[SCRIPT_SIMPLIFIED] = CAREFUL, [SCRIPT_TRADITIONAL] = FULL, [SCRIPT_MIXED] = FULL},
	[MORE_TRADITIONAL] = {FULL, FULL, FULL, FULL},
};

/* The longest entry that stands at `at`, or NULL; the character there begins some entry. */
static const struct entry *find_entry(const struct converter *c, size_t at, bool careful)
{
	struct slice rest = slice_cut(c->pen.src, (struct span){at, c->pen.src.n});
	const struct entry *entry;
	size_t len;

	for (entry = &c->entries[c->lists[utf8_at(rest, 0, &len)]];; entry++) {
		if ((entry->sure || !careful) && slice_starts(rest, entry->from))
			return entry;
		if (entry->last)
			return NULL;
	}
}

/*
 * Writes the patched stretch up to `to`. Its bytes line up with the source, so that it makes units
 * of one byte. `base` is where the stretch begins.
 */
static void write_patched(struct converter *c, size_t base, size_t to)
{
	struct editor *pen = &c->pen;
	struct slice done = {c->patch.data + (pen->pos - base), to - pen->pos};

	if (slice_eq(done, slice_cut(pen->src, (struct span){pen->pos, to})))
		edit_keep(pen, done.n);
	else
		edit_map(pen, done.n, 1, done, EDIT_SCRIPT);
}

static void apply_entry(struct converter *c, const struct entry *entry, size_t base, size_t at)
{
	if (entry->aligned) {
		memcpy(c->patch.data + (at - base), entry->to.p, entry->to.n);
		return;
	}
	write_patched(c, base, at);
	edit_replace(&c->pen, entry->from.n, entry->to, EDIT_SCRIPT);
}

/* Puts the three bytes of the cell at `place` if it has one of the flags; without a branch. */
static inline void put_single(char *place, uint32_t cell, uint32_t flags)
{
	unsigned char *p = (unsigned char *)place;
	uint32_t old = (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16;
	uint32_t mask = 0 - (uint32_t)((cell & flags) != 0);
	uint32_t bytes = old ^ ((old ^ cell >> PAYLOAD) & mask);

	p[0] = (unsigned char)bytes;
	p[1] = (unsigned char)(bytes >> 8);
	p[2] = (unsigned char)(bytes >> 16);
}

/*
 * Converts single characters from at.start on, as far as a character at which, or one before which,
 * an entry may stand; returns its offset, or at.end. `patch` is the copy of the text from at.start
 * on; *before is the cell of the character before, here and there.
 */
static size_t patch_singles(const struct converter *c, struct span at, char *patch, uint32_t wanted,
			    uint32_t *before)
{
	const unsigned char *s = (const unsigned char *)c->pen.src.p;
	const uint32_t *cells = c->cells;
	uint32_t cell, last = *before;
	size_t i, len;

	for (i = at.start; i < at.end; i += len) {
		cell = cell_at(cells, s + i, &len);
		if (cell & (ALONE | (last & FIRST) << 1))
			break;
		if (len == 3)
			put_single(patch + (i - at.start), cell, wanted);
		last = cell;
	}
	*before = last;
	return i;
}

/* Converts at a place that patch_singles found; returns where to go on. */
static size_t convert_place(struct converter *c, size_t base, size_t at, uint32_t *before,
			    bool careful)
{
	const struct entry *entry = NULL;
	size_t start = at, len;
	uint32_t cell = cell_at(c->cells, (const unsigned char *)c->pen.src.p + at, &len);

	if (*before & FIRST)
		entry = find_entry(c, start = at - 3, careful);
	if (!entry && cell & ALONE)
		entry = find_entry(c, start = at, careful);
	if (entry) {
		*before = 0;
		apply_entry(c, entry, base, start);
		return start + entry->from.n;
	}
	if (len == 3)
		put_single(c->patch.data + (at - base), cell, careful ? TRADITIONAL : SINGLE);
	*before = cell;
	return at + len;
}

/* Converts a copy of the stretch in place, and through the pen where lengths differ. */
static void convert_stretch(struct converter *c, struct span at, bool careful)
{
	uint32_t before = 0;
	size_t i = at.start;

	buf_reset(&c->patch);
	buf_slice(&c->patch, slice_cut(c->pen.src, at));
	if (c->patch.failed)
		return;
	edit_keep_to(&c->pen, at.start);
	while (i < at.end) {
		i = patch_singles(c, (struct span){i, at.end}, c->patch.data + (i - at.start),
				  careful ? TRADITIONAL : SINGLE, &before);
		if (i < at.end)
			i = convert_place(c, at.start, i, &before, careful);
	}
	write_patched(c, at.start, at.end);
}

static void convert_text(struct converter *c, struct slice text, enum script script)
{
	const struct stretch *stretch = (const void *)buf_text(&c->stretches).p;
	size_t count = c->stretches.len / sizeof(*stretch);

	editor_reset(&c->pen, text);
	for (; count && !c->patch.failed; count--, stretch++) {
		enum mode mode = modes[stretch->finding][script];

		if (mode != KEEP)
			convert_stretch(c, (struct span){stretch->start, stretch->end},
					mode == CAREFUL);
	}
}

/* Most texts have no traditional character: that is found out before anything is counted. */
static int convert_run(void *state, struct doc *d, struct err *e)
{
	struct converter *c = state;
	struct slice text = doc_text(d);
	uint32_t flags = scan_flags(c, text);
	struct evidence sum;

	if (!(flags & TRADITIONAL) && !(flags & WEAK && !(flags & SIMPLIFIED))) {
		d->info.script = has_han(text) ? SCRIPT_SIMPLIFIED : SCRIPT_NONE;
		return 0;
	}
	sum = weigh_text(c, text);
	d->info.script = script_of(&sum);
	convert_text(c, text, d->info.script);
	if (buf_check(&c->stretches, e) || buf_check(&c->patch, e))
		return -1;
	return doc_push(d, stage_convert.name, &c->pen, e);
}

/* Sets and clears flags of every character in the strings. */
static void mark(uint32_t *cells, const char *const *strings, uint32_t set, uint32_t clear)
{
	size_t len;

	for (; *strings; strings++) {
		struct slice chars = slice_of(*strings);

		for (size_t i = 0; i < chars.n; i += len) {
			uint32_t *cell = &cells[utf8_at(chars, i, &len)];

			*cell = (*cell & ~clear) | set;
		}
	}
}

static void add_characters(uint32_t *cells)
{
	for (const char *const *strings = convert_characters; *strings; strings++) {
		struct slice pairs = slice_of(*strings);

		for (size_t i = 0; i < pairs.n; i += 6) {
			const unsigned char *to = (const unsigned char *)pairs.p + i + 3;
			uint32_t bytes =
				(uint32_t)to[0] | (uint32_t)to[1] << 8 | (uint32_t)to[2] << 16;
			size_t len;

			cells[utf8_at(pairs, i, &len)] = bytes << PAYLOAD | SINGLE | TRADITIONAL;
		}
	}
}

static bool same_lengths(struct slice a, struct slice b)
{
	size_t i = 0, len = 0;

	if (a.n != b.n)
		return false;
	for (; i < a.n; i += len) {
		len = utf8_len((unsigned char)a.p[i]);
		if (len != utf8_len((unsigned char)b.p[i]))
			return false;
	}
	return true;
}

/* Whether a text in simplified script would not hold this: a weak character counts in a word. */
static bool is_sure(const uint32_t *cells, struct slice text)
{
	uint32_t flags = 0;
	size_t len = 0, count = 0;

	for (size_t i = 0; i < text.n; i += len, count++)
		flags |= cells[utf8_at(text, i, &len)];
	return flags & TRADITIONAL || (flags & WEAK && count > 1);
}

/* Fills entry number i and makes it known in the cells of its first two characters. */
static void add_entry(struct converter *c, size_t i)
{
	struct entry *entry = &c->entries[i];
	struct slice next =
		slice_of(convert_phrases[i + 1].from ? convert_phrases[i + 1].from : "");
	uint32_t code;
	size_t len;

	entry->from = slice_of(convert_phrases[i].from);
	entry->to = slice_of(convert_phrases[i].to);
	entry->aligned = same_lengths(entry->from, entry->to);
	code = utf8_at(entry->from, 0, &len);
	entry->last = !slice_starts(next, (struct slice){entry->from.p, len});
	if (!(c->cells[code] & (ALONE | FIRST)))
		c->lists[code] = (uint16_t)i;
	c->cells[code] |= entry->from.n > len ? FIRST : ALONE | TRADITIONAL;
	if (entry->from.n > len)
		c->cells[utf8_at(entry->from, len, &len)] |= SECOND;
}

static int fill(struct converter *c, struct err *e)
{
	while (convert_phrases[c->entry_count].from)
		c->entry_count++;
	c->cells = calloc(CELLS, sizeof(*c->cells));
	c->lists = calloc(CELLS, sizeof(*c->lists));
	c->entries = calloc(c->entry_count, sizeof(*c->entries));
	if (!c->cells || !c->lists || !c->entries)
		return err_nomem(e);
	add_characters(c->cells);
	for (size_t i = 0; i < c->entry_count; i++)
		add_entry(c, i);
	mark(c->cells, convert_simplified_only, SIMPLIFIED, 0);
	mark(c->cells, convert_neutral, 0, TRADITIONAL);
	mark(c->cells, convert_weak, WEAK, TRADITIONAL);
	for (size_t i = 0; i < sizeof(passage_ends) / sizeof(*passage_ends); i++)
		c->cells[passage_ends[i]] |= END;
	for (size_t i = 0; i < c->entry_count; i++)
		c->entries[i].sure = is_sure(c->cells, c->entries[i].from);
	return 0;
}

static void convert_close(void *state)
{
	struct converter *c = state;

	free(c->cells);
	free(c->lists);
	free(c->entries);
	editor_release(&c->pen);
	buf_release(&c->stretches);
	buf_release(&c->patch);
	free(c);
}

static int convert_open(void **state, const struct stage_options *options, struct err *e)
{
	struct converter *c;

	if (options->to.n && !slice_is(options->to, "simplified"))
		return err_set(e, "can't convert to %.*s: the only script supported is simplified",
			       (int)options->to.n, options->to.p);
	c = calloc(1, sizeof(*c));
	if (!c)
		return err_nomem(e);
	editor_init(&c->pen);
	buf_init(&c->stretches, SIZE_MAX);
	buf_init(&c->patch, SIZE_MAX);
	if (fill(c, e)) {
		convert_close(c);
		return -1;
	}
	*state = c;
	return 0;
}

const struct stage stage_convert = {"convert", convert_open, convert_run, convert_close};
