#include "normalize/script.h"

#include "normalize/tables/convert_table.h"
#include "normalize/wordmap.h"

#include <stdlib.h>

/* Fewer traditional characters in one passage of a simplified document are strays. */
enum { STRAYS = 3 };

/* Passages are taken together up to this many bytes. */
enum { STRETCH = 64 * 1024 };

/* No table has a phrase with one of these in it, unless it is the last character. */
static const char passage_ends[] = "\n。！；？";

static inline uint32_t code_of(const unsigned char *s)
{
	return (uint32_t)(s[0] & 0x0F) << 12 | (uint32_t)(s[1] & 0x3F) << 6 | (s[2] & 0x3F);
}

/* The flags of the character at s, and its length in bytes; see code_at in wordmap.c. */
static inline uint8_t flags_at(const uint8_t *flags, const unsigned char *s, size_t *len)
{
	uint32_t code;

	if ((s[0] & 0xF0) == 0xE0) {
		*len = 3;
		return flags[code_of(s)];
	}
	if (s[0] < 0x80) {
		*len = 1;
		return flags[s[0]];
	}
	*len = s[0] < 0xE0 ? 2 : 4;
	if (*len == 2)
		return 0;
	code = (uint32_t)(s[0] & 0x07) << 18 | (uint32_t)(s[1] & 0x3F) << 12 |
	       (uint32_t)(s[2] & 0x3F) << 6 | (s[3] & 0x3F);
	return code < WORDMAP_CODES ? flags[code] : 0;
}

/*
 * The quick look reads no characters, but at every leading byte of three or four looks up the bits
 * of the two that follow it: which leading bytes make them a character that shows something. Of
 * characters of four bytes it may see what is not there.
 */
enum { FOLLOWERS = 1 << 12, LOOK_TRADITIONAL = 0, LOOK_SIMPLIFIED = 16 };

static inline unsigned follower(const unsigned char *s)
{
	return (s[1] & 0x3Fu) | (s[2] & 0x3Fu) << 6;
}

static inline uint32_t shown_at(const struct script_table *t, const unsigned char *s)
{
	return t->followers[follower(s)] >> (s[0] & 0x0F);
}

/* Whether characters of three bytes begin at s and at s + 3. */
static inline bool are_three(const unsigned char *s)
{
	uint32_t four;

	memcpy(&four, s, sizeof(four));
	return (four & 0xF00000F0) == 0xE00000E0;
}

/* Whether there may be a character that shows that script; weak ones are traditional. */
static bool look(const struct script_table *t, struct slice text, unsigned what)
{
	enum { BLOCK = 1024 };
	const unsigned char *s = (const unsigned char *)text.p;
	size_t end = text.n > 5 ? text.n - 5 : 0, at = 0;
	uint32_t found = 0;

	while (at < end) {
		size_t stop = end - at < BLOCK ? end : at + BLOCK;

		while (at < stop) {
			if (are_three(s + at)) {
				found |= shown_at(t, s + at) | shown_at(t, s + at + 3);
				at += 6;
			} else if (s[at] < 0xE0) {
				at++;
			} else {
				found |= shown_at(t, s + at);
				at += 3;
			}
		}
		if (found >> what & 1)
			return true;
	}
	for (; at + 2 < text.n; at++)
		if (s[at] >= 0xE0)
			found |= shown_at(t, s + at);
	return found >> what & 1;
}

static void note_followers(struct script_table *t, uint32_t code)
{
	uint8_t flags = t->flags[code];
	uint32_t *place;
	char bytes[4];
	unsigned lead;

	if (utf8_put(bytes, code) < 3)
		return;
	place = &t->followers[follower((const unsigned char *)bytes)];
	lead = (unsigned char)bytes[0] & 0x0F;
	if (flags & (SHOWS_TRADITIONAL | SHOWS_WEAKLY))
		*place |= (uint32_t)1 << (LOOK_TRADITIONAL + lead);
	if (flags & SHOWS_SIMPLIFIED)
		*place |= (uint32_t)1 << (LOOK_SIMPLIFIED + lead);
}

/* Whether there is a traditional character. */
static bool has_traditional(const struct script_table *t, struct slice text)
{
	size_t len;

	for (size_t at = 0; at < text.n; at += len)
		if (flags_at(t->flags, (const unsigned char *)text.p + at, &len) &
		    SHOWS_TRADITIONAL)
			return true;
	return false;
}

/* Counts the evidence in the passage that begins at `at`; returns where it ends. */
static size_t weigh_passage(const struct script_table *t, struct slice text, size_t at,
			    struct evidence *passage)
{
	const unsigned char *s = (const unsigned char *)text.p;
	const uint8_t *flags = t->flags;
	unsigned traditional = 0, simplified = 0, seen = 0;
	size_t len;

	while (at < text.n) {
		unsigned found = flags_at(flags, s + at, &len);

		at += len;
		traditional += found & SHOWS_TRADITIONAL;
		simplified += (found & SHOWS_SIMPLIFIED) / SHOWS_SIMPLIFIED;
		seen |= found;
		if (found & ENDS_PASSAGE)
			break;
	}
	passage->traditional = traditional;
	passage->simplified = simplified;
	passage->weak = seen & SHOWS_WEAKLY;
	return at;
}

static enum finding finding_of(const struct evidence *passage)
{
	if (!passage->traditional && !passage->simplified)
		return passage->weak ? WEAKLY_TRADITIONAL : NO_EVIDENCE;
	if (!passage->traditional)
		return ONLY_SIMPLIFIED;
	if (passage->traditional <= passage->simplified)
		return MORE_SIMPLIFIED;
	return passage->traditional < STRAYS ? FEW_TRADITIONAL : MORE_TRADITIONAL;
}

/* Whether a passage that shows `next` is to be treated like the one before it. */
static bool goes_with(enum finding before, enum finding next)
{
	return next == NO_EVIDENCE || next == before ||
	       (before == MORE_TRADITIONAL && next == FEW_TRADITIONAL);
}

/* Adds a passage to the last stretch, or begins the next one. */
static void add_passage(struct buf *stretches, struct span at, enum finding finding)
{
	struct stretch *last = NULL;
	struct stretch next = {at, finding};

	if (stretches->len)
		last = (struct stretch *)(void *)(stretches->data + stretches->len) - 1;
	if (last && finding == NO_EVIDENCE)
		next.finding = last->finding;
	if (last && goes_with(last->finding, finding) && at.end - last->at.start <= STRETCH)
		last->at.end = at.end;
	else
		buf_add(stretches, (const char *)&next, sizeof(next));
}

static struct evidence weigh_passages(const struct script_table *t, struct slice text,
				      struct buf *stretches)
{
	struct evidence sum = {0};

	buf_reset(stretches);
	for (size_t at = 0; at < text.n;) {
		struct evidence passage = {0};
		size_t end = weigh_passage(t, text, at, &passage);

		add_passage(stretches, (struct span){at, end}, finding_of(&passage));
		sum.traditional += passage.traditional;
		sum.simplified += passage.simplified;
		sum.weak |= passage.weak;
		at = end;
	}
	return sum;
}

/* Most texts show one script only: they are one stretch, and that is found out before counting. */
struct evidence script_weigh(const struct script_table *t, struct slice text, struct buf *stretches)
{
	bool traditional = look(t, text, LOOK_TRADITIONAL);
	bool simplified = look(t, text, LOOK_SIMPLIFIED);
	struct stretch all = {{0, text.n}, NO_EVIDENCE};

	if (traditional && (simplified || !has_traditional(t, text)))
		return weigh_passages(t, text, stretches);
	if (traditional || simplified)
		all.finding = traditional ? MORE_TRADITIONAL : ONLY_SIMPLIFIED;
	buf_reset(stretches);
	buf_add(stretches, (const char *)&all, sizeof(all));
	return (struct evidence){traditional, simplified, false};
}

static void mark(struct script_table *t, struct slice characters, uint8_t flag)
{
	size_t len;

	for (size_t i = 0; i < characters.n; i += len)
		t->flags[utf8_at(characters, i, &len)] |= flag;
}

static void mark_all(struct script_table *t, const char *const *strings, uint8_t flag)
{
	for (; *strings; strings++)
		mark(t, slice_of(*strings), flag);
}

int script_init(struct script_table *t, struct err *e)
{
	t->flags = calloc(WORDMAP_CODES, sizeof(*t->flags));
	t->followers = calloc(FOLLOWERS, sizeof(*t->followers));
	if (!t->flags || !t->followers)
		return err_nomem(e);
	mark_all(t, convert_traditional_only, SHOWS_TRADITIONAL);
	mark_all(t, convert_traditional_weak, SHOWS_WEAKLY);
	mark_all(t, convert_simplified_only, SHOWS_SIMPLIFIED);
	mark(t, slice_of(passage_ends), ENDS_PASSAGE);
	for (uint32_t code = 0; code < WORDMAP_CODES; code++)
		if (t->flags[code] & ~ENDS_PASSAGE)
			note_followers(t, code);
	return 0;
}

void script_release(struct script_table *t)
{
	free(t->flags);
	free(t->followers);
	*t = (struct script_table){0};
}
