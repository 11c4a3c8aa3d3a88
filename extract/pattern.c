#include "extract/pattern.h"

enum { RANGES_MOST = SET_MOST };

struct reader {
	struct slice text;
	size_t at;
	struct arena *arena;
	struct piece spare; /* stands in for one that there is no memory for */
	bool cut;	    /* the end of the text tells nothing */
	bool dot_all;	    /* . may match the end of a line */
	bool strange;
	bool failed; /* no memory */
};

/* A set while it is read. */
struct set_draft {
	struct code_range ranges[RANGES_MOST];
	size_t count;
	size_t size;
	bool wide;
	bool vague;	    /* the ranges don't say all that is in it */
	bool newline_in;    /* the end of a line is in the set, */
	bool newline_maybe; /* or may be */
};

static struct piece *read_choice(struct reader *r);

static bool ended(const struct reader *r)
{
	return r->strange || r->failed || r->at >= r->text.n;
}

/* The byte that comes next, 0 at the end. */
static char peek(const struct reader *r)
{
	return ended(r) ? '\0' : r->text.p[r->at];
}

static bool take(struct reader *r, const char *s)
{
	struct slice rest = {r->text.p + r->at, r->text.n - r->at};
	struct slice wanted = slice_of(s);

	if (ended(r) || !slice_starts(rest, wanted))
		return false;
	r->at += wanted.n;
	return true;
}

static uint32_t take_char(struct reader *r)
{
	size_t len;
	uint32_t c;

	if (ended(r)) {
		r->strange = true;
		return 0;
	}
	c = utf8_at(r->text, r->at, &len);
	r->at += len;
	return c;
}

/* Goes on behind the next `end`. */
static void skip_past(struct reader *r, char end)
{
	while (!ended(r) && r->text.p[r->at] != end)
		r->at++;
	if (ended(r))
		r->strange = true;
	else
		r->at++;
}

static struct piece *new_piece(struct reader *r, enum piece_kind kind)
{
	struct piece *p = arena_zero(r->arena, 1, sizeof(*p));

	if (!p) {
		r->failed = true;
		return &r->spare;
	}
	p->kind = kind;
	return p;
}

static void add_range(struct set_draft *s, uint32_t first, uint32_t last)
{
	s->newline_in |= first <= '\n' && last >= '\n';
	s->newline_maybe |= s->newline_in;
	if (last < first || s->count == RANGES_MOST) {
		s->wide = s->vague = true;
		return;
	}
	s->ranges[s->count++] = (struct code_range){first, last};
	s->size += last - first + 1;
	s->wide |= s->size > SET_MOST;
}

/* The set of \d, \s, \w, \h, \v; those of \D … and of properties are wide. */
static bool add_kind(struct set_draft *s, uint32_t letter)
{
	static const struct {
		char letter;
		struct code_range range;
	} kinds[] = {
		{'d', {'0', '9'}},	 {'s', {'\t', '\r'}},	  {'s', {' ', ' '}},
		{'w', {'0', '9'}},	 {'w', {'A', 'Z'}},	  {'w', {'a', 'z'}},
		{'w', {'_', '_'}},	 {'h', {'\t', '\t'}},	  {'h', {' ', ' '}},
		{'h', {0xA0, 0xA0}},	 {'h', {0x1680, 0x1680}}, {'h', {0x180E, 0x180E}},
		{'h', {0x2000, 0x200A}}, {'h', {0x202F, 0x202F}}, {'h', {0x205F, 0x205F}},
		{'h', {0x3000, 0x3000}}, {'v', {'\n', '\r'}},	  {'v', {0x85, 0x85}},
		{'v', {0x2028, 0x2029}},
	};
	bool known = false;

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if ((uint32_t)kinds[i].letter == letter) {
			add_range(s, kinds[i].range.first, kinds[i].range.last);
			known = true;
		}
	if (letter && letter < 0x80 && strchr("DSWHVpP", (int)letter)) {
		known = s->wide = s->vague = true;
		s->newline_in |= strchr("DWH", (int)letter) != NULL;
		s->newline_maybe |= strchr("DWH", (int)letter) != NULL;
	}
	return known;
}

/* \pL or \p{Name}; the letter after the backslash is read. */
static void take_property(struct reader *r, struct set_draft *s, uint32_t letter)
{
	if (letter == 'p' && take(r, "{Han}"))
		return;
	s->newline_maybe = true;
	if (peek(r) == '{')
		skip_past(r, '}');
	else
		take_char(r);
}

static int hex_digit(char c)
{
	const char *digits = "0123456789abcdef", *found;

	if (c >= 'A' && c <= 'F')
		c = (char)(c - 'A' + 'a');
	found = c ? strchr(digits, c) : NULL;
	return found ? (int)(found - digits) : -1;
}

/* What follows \x: up to two digits, or any number of them in braces. */
static uint32_t take_hex(struct reader *r)
{
	bool braces = take(r, "{");
	uint32_t c = 0;

	for (int n = 0; (braces || n < 2) && hex_digit(peek(r)) >= 0 && c < 0x110000; n++)
		c = c * 16 + (uint32_t)hex_digit(r->text.p[r->at++]);
	if (braces && !take(r, "}"))
		r->strange = true;
	return c;
}

/* The character that a backslash and this letter stand for. */
static uint32_t escaped_char(struct reader *r, uint32_t letter)
{
	static const char names[] = "tnrfea", values[] = "\t\n\r\f\x1b\a";
	const char *found;

	if (letter == 'x')
		return take_hex(r);
	found = letter && letter < 0x80 ? strchr(names, (int)letter) : NULL;
	if (found)
		return (uint32_t)(unsigned char)values[found - names];
	if (is_latin(letter) || is_digit(letter))
		r->strange = true;
	return letter;
}

static struct piece *set_piece(struct reader *r, const struct set_draft *s)
{
	struct piece *p = new_piece(r, s->wide ? PIECE_WIDE : PIECE_SET);
	struct code_range *ranges;

	p->newline = s->newline_maybe;
	if (s->vague || r->failed)
		return p;
	ranges = arena_zero(r->arena, s->count, sizeof(*ranges));
	if (!ranges) {
		r->failed = true;
		return p;
	}
	memcpy(ranges, s->ranges, s->count * sizeof(*ranges));
	p->set = (struct code_set){.ranges = ranges, .count = s->count, .size = s->size};
	return p;
}

static struct piece *char_piece(struct reader *r, uint32_t c)
{
	struct set_draft s = {.count = 0};

	add_range(&s, c, c);
	return set_piece(r, &s);
}

static struct piece *wide_piece(struct reader *r, bool newline)
{
	struct piece *p = new_piece(r, PIECE_WIDE);

	p->newline = newline;
	return p;
}

static void append(struct piece *list, struct piece *member)
{
	member->prev = list->last;
	list->last = member;
}

static struct piece *text_end(struct reader *r)
{
	return new_piece(r, r->cut ? PIECE_EMPTY : PIECE_END);
}

/* $: what comes next is the end of a line, or of the text. */
static struct piece *line_end(struct reader *r)
{
	struct piece *p = new_piece(r, PIECE_AHEAD);

	p->last = new_piece(r, PIECE_ALT);
	append(p->last, char_piece(r, '\n'));
	append(p->last, text_end(r));
	return p;
}

/* After a backslash outside a class. */
static struct piece *read_escape(struct reader *r)
{
	struct set_draft s = {.count = 0};
	uint32_t c = take_char(r);

	if (add_kind(&s, c)) {
		if (c == 'p' || c == 'P')
			take_property(r, &s, c);
		return set_piece(r, &s);
	}
	if (c == 'N' && peek(r) != '{')
		return wide_piece(r, false);
	if (c == 'A')
		return new_piece(r, PIECE_TEXT);
	if (c == 'z')
		return text_end(r);
	if (c == 'Z')
		return line_end(r);
	if (c == 'b' || c == 'B')
		return new_piece(r, PIECE_EMPTY);
	if (c && c < 0x80 && strchr("RX123456789", (int)c))
		return new_piece(r, PIECE_REST);
	return char_piece(r, escaped_char(r, c));
}

/* The rest of [:name:]; what only looks like the beginning of one is strange. */
static void skip_class_name(struct reader *r)
{
	take(r, "^");
	while (is_latin((unsigned char)peek(r)))
		r->at++;
	if (!take(r, ":]"))
		r->strange = true;
}

/*
 * One member of a class into *c, or false where it is not a single character but already added.
 */
static bool read_member(struct reader *r, struct set_draft *s, uint32_t *c)
{
	if (take(r, "[:")) {
		s->wide = s->vague = s->newline_maybe = true;
		skip_class_name(r);
		return false;
	}
	*c = take_char(r);
	if (*c != '\\')
		return true;
	*c = take_char(r);
	if (*c == 'b') {
		*c = '\b';
		return true;
	}
	if (add_kind(s, *c)) {
		if (*c == 'p' || *c == 'P')
			take_property(r, s, *c);
		return false;
	}
	*c = escaped_char(r, *c);
	return true;
}

/* A class, after its opening bracket. */
static struct piece *read_class(struct reader *r)
{
	struct set_draft s = {.count = 0};
	uint32_t first, last;
	bool negated = take(r, "^");

	s.wide = s.vague = negated;
	for (bool any = false; !ended(r) && (peek(r) != ']' || !any); any = true) {
		bool single = read_member(r, &s, &first);

		last = first;
		if (single && peek(r) == '-' && r->at + 1 < r->text.n &&
		    r->text.p[r->at + 1] != ']') {
			r->at++;
			single = read_member(r, &s, &last);
			s.wide |= !single;
			s.vague |= !single;
			s.newline_maybe |= !single;
		}
		if (single)
			add_range(&s, first, last);
	}
	if (!take(r, "]"))
		r->strange = true;
	if (negated)
		s.newline_maybe = !s.newline_in;
	return set_piece(r, &s);
}

/* Blanks that an extended pattern ignores, and comments. */
static void skip_blanks(struct reader *r)
{
	while (!ended(r)) {
		size_t len;
		uint32_t c = utf8_at(r->text, r->at, &len);

		if (c == '#')
			skip_past(r, '\n');
		else if (c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0x200E ||
			 c == 0x200F || c == 0x2028 || c == 0x2029)
			r->at += len;
		else
			return;
	}
}

static void close_group(struct reader *r)
{
	if (!take(r, ")"))
		r->strange = true;
}

/* A set of known characters that covers the piece, or NULL: [ab], or a|[bc]. */
static const struct piece *as_set(const struct piece *p)
{
	while ((p->kind == PIECE_CAT || p->kind == PIECE_ALT) && p->last && !p->last->prev)
		p = p->last;
	return p->kind == PIECE_SET || (p->kind == PIECE_WIDE && p->set.count) ? p : NULL;
}

/* The characters of an alternation of single ones. */
static bool merge_sets(const struct piece *p, struct set_draft *s)
{
	const struct piece *set = as_set(p);

	if (!set && p->kind == PIECE_ALT) {
		for (const struct piece *m = p->last; m; m = m->prev)
			if (!merge_sets(m, s))
				return false;
		return true;
	}
	for (size_t i = 0; set && i < set->set.count; i++)
		add_range(s, set->set.ranges[i].first, set->set.ranges[i].last);
	return set && !s->vague;
}

/* The characters that a piece may end with, where they are known; it is not empty. */
static bool merge_ends(const struct piece *p, struct set_draft *s)
{
	if (p->kind == PIECE_ALT) {
		for (const struct piece *m = p->last; m; m = m->prev)
			if (!merge_ends(m, s))
				return false;
		return true;
	}
	if (p->kind == PIECE_CAT)
		return p->last && merge_ends(p->last, s);
	return merge_sets(p, s);
}

/*
 * A lookbehind: a condition on the one character that it looks at, or on the last one; anything
 * else is just empty.
 */
static struct piece *read_behind(struct reader *r, bool negated)
{
	struct set_draft s = {.count = 0};
	struct piece *body = read_choice(r), *p;

	close_group(r);
	if (r->strange || r->failed || !(negated ? merge_sets(body, &s) : merge_ends(body, &s)))
		return new_piece(r, PIECE_EMPTY);
	p = set_piece(r, &s);
	if (!r->failed)
		p->kind = PIECE_BEFORE;
	p->negated = negated;
	return p;
}

static struct piece *read_body(struct reader *r)
{
	struct piece *p = read_choice(r);

	close_group(r);
	return p;
}

static struct piece *read_ahead(struct reader *r)
{
	struct piece *p = new_piece(r, PIECE_AHEAD);

	p->last = read_body(r);
	return p;
}

/* A negated lookahead: what does not come next is no help. */
static struct piece *read_not_ahead(struct reader *r)
{
	read_body(r);
	return new_piece(r, PIECE_EMPTY);
}

/* Options that change nothing about the tree: (?ms-U) or (?s:…). */
static struct piece *read_options(struct reader *r)
{
	while (peek(r) && strchr("msnUJ-", peek(r)))
		r->dot_all |= r->text.p[r->at++] == 's';
	if (take(r, ":"))
		return read_body(r);
	close_group(r);
	return new_piece(r, PIECE_EMPTY);
}

/* A group, after its opening bracket. */
static struct piece *read_group(struct reader *r)
{
	if (peek(r) == '*')
		r->strange = true;
	if (!take(r, "?"))
		return read_body(r);
	if (take(r, ":") || take(r, "|") || take(r, ">"))
		return read_body(r);
	if (take(r, "="))
		return read_ahead(r);
	if (take(r, "!"))
		return read_not_ahead(r);
	if (take(r, "<="))
		return read_behind(r, false);
	if (take(r, "<!"))
		return read_behind(r, true);
	if (take(r, "<*")) {
		r->strange = true;
	} else if (take(r, "<") || take(r, "P<")) {
		skip_past(r, '>');
		return read_body(r);
	} else if (take(r, "'")) {
		skip_past(r, '\'');
		return read_body(r);
	} else if (take(r, "#")) {
		skip_past(r, ')');
		return new_piece(r, PIECE_EMPTY);
	}
	return read_options(r);
}

static struct piece *read_atom(struct reader *r)
{
	uint32_t c = take_char(r);

	switch (c) {
	case '(':
		return read_group(r);
	case '[':
		return read_class(r);
	case '\\':
		return read_escape(r);
	case '.':
		return wide_piece(r, r->dot_all);
	case '^':
		return new_piece(r, PIECE_LINE);
	case '$':
		return line_end(r);
	default:
		return char_piece(r, c);
	}
}

static bool read_count(struct reader *r, unsigned *count)
{
	size_t from = r->at;

	for (*count = 0; is_digit((unsigned char)peek(r)) && *count < REPEAT_ENDLESS; r->at++)
		*count = *count * 10 + (unsigned)(peek(r) - '0');
	return r->at > from;
}

/* {n}, {n,} or {n,m}; anything else in braces is text. */
static bool read_braces(struct reader *r, unsigned *min, unsigned *max)
{
	size_t from = r->at;

	if (take(r, "{") && read_count(r, min)) {
		*max = *min;
		if (take(r, ",") && !read_count(r, max))
			*max = REPEAT_ENDLESS;
		if (take(r, "}"))
			return true;
	} else if (r->at > from && peek(r) == ',') {
		r->strange = true; /* {,m}: which releases take for a repeat and which for text */
	}
	r->at = from;
	return false;
}

static bool read_quantifier(struct reader *r, unsigned *min, unsigned *max)
{
	*min = 0;
	*max = REPEAT_ENDLESS;
	skip_blanks(r);
	if (take(r, "?"))
		*max = 1;
	else if (take(r, "+"))
		*min = 1;
	else if (!take(r, "*") && !read_braces(r, min, max))
		return false;
	if (!take(r, "?"))
		take(r, "+");
	return true;
}

static struct piece *read_repeats(struct reader *r)
{
	struct piece *p = read_atom(r);
	unsigned min, max;

	while (read_quantifier(r, &min, &max)) {
		struct piece *repeat = new_piece(r, PIECE_REPEAT);

		repeat->min = min;
		repeat->max = max;
		repeat->last = p;
		p = repeat;
	}
	return p;
}

static struct piece *read_sequence(struct reader *r)
{
	struct piece *list = new_piece(r, PIECE_CAT);

	skip_blanks(r);
	while (!ended(r) && peek(r) != '|' && peek(r) != ')') {
		append(list, read_repeats(r));
		skip_blanks(r);
	}
	return list;
}

static struct piece *read_choice(struct reader *r)
{
	struct piece *first = read_sequence(r), *list;

	if (peek(r) != '|')
		return first;
	list = new_piece(r, PIECE_ALT);
	append(list, first);
	while (take(r, "|"))
		append(list, read_sequence(r));
	return list;
}

int pattern_read(struct slice text, bool cut, struct arena *arena, struct piece **out,
		 struct err *e)
{
	struct reader r = {.text = text, .arena = arena, .cut = cut};
	struct piece *p = read_choice(&r);

	if (r.failed)
		return err_nomem(e);
	*out = r.strange || r.at < text.n ? NULL : p;
	return 0;
}
