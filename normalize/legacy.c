#include "normalize/legacy.h"

#include <iconv.h>
#include <stdlib.h>

#include "normalize/tables/pair_fixes.h"
#include "normalize/transcode.h"

enum { FIRST_LEAD = 0x81, LEADS = 0xFF - FIRST_LEAD, FIRST_TRAIL = 0x40, TRAILS = 0xFF - 0x40 };

/* What a pair of bytes stands for: n bytes of UTF-8, or one of the marks. */
struct pair {
	char text[7];
	unsigned char n;
};

enum { PAIR_UNKNOWN = 0, PAIR_UNMAPPED = 8 };

/* A pair is looked up with iconv when it is met for the first time. */
struct legacy {
	const struct charset_rules *rules;
	iconv_t iconv;
	struct pair pairs[LEADS][TRAILS];
};

struct charset_rules {
	const char *iconv_name;
	unsigned char gap_end; /* trail bytes from 7F to here do not occur */
	bool gb18030;	       /* has quadruples, and 80 is € */
	const struct pair_fix *fixes;
	size_t fix_count;
};

static const struct charset_rules rules_of[] = {
	[LEGACY_GB18030] = {"GB18030", 0x7F, true, gb18030_fixes, GB18030_FIXES},
	[LEGACY_BIG5] = {"BIG5-HKSCS", 0xA0, false, big5_fixes, BIG5_FIXES},
};

static struct pair *pair_of(struct legacy *x, const unsigned char *s)
{
	return &x->pairs[s[0] - FIRST_LEAD][s[1] - FIRST_TRAIL];
}

static void apply_fixes(struct legacy *x)
{
	for (size_t i = 0; i < x->rules->fix_count; i++) {
		uint16_t code = x->rules->fixes[i].pair;
		unsigned char s[2] = {(unsigned char)(code >> 8), (unsigned char)(code & 0xFF)};
		struct pair *pair = pair_of(x, s);

		pair->n = (unsigned char)utf8_put(pair->text, x->rules->fixes[i].code);
	}
}

struct legacy *legacy_open(enum legacy_charset charset, struct err *e)
{
	struct legacy *x = calloc(1, sizeof(*x));

	if (!x) {
		err_nomem(e);
		return NULL;
	}
	x->rules = &rules_of[charset];
	x->iconv = iconv_open("UTF-8", x->rules->iconv_name);
	if (x->iconv == (iconv_t)-1) {
		err_set(e, "this system's iconv does not know %s", x->rules->iconv_name);
		free(x);
		return NULL;
	}
	apply_fixes(x);
	return x;
}

void legacy_close(struct legacy *x)
{
	if (!x)
		return;
	iconv_close(x->iconv);
	free(x);
}

/* The UTF-8 of one character of n bytes; 0 when it has none. */
static size_t convert(struct legacy *x, const unsigned char *s, size_t n, char *out, size_t room)
{
	char from[4];
	char *in = from, *to = out;
	size_t in_left = n, out_left = room;

	memcpy(from, s, n);
	iconv(x->iconv, NULL, NULL, NULL, NULL);
	if (iconv(x->iconv, &in, &in_left, &to, &out_left) == (size_t)-1 || in_left)
		return 0;
	if (iconv(x->iconv, NULL, NULL, &to, &out_left) == (size_t)-1)
		return 0;
	return room - out_left;
}

static inline size_t put_pair(struct legacy *x, struct transcoder *t, const unsigned char *s)
{
	struct pair *pair = pair_of(x, s);

	if (pair->n == PAIR_UNKNOWN) {
		size_t n = convert(x, s, 2, pair->text, sizeof(pair->text));

		pair->n = n ? (unsigned char)n : PAIR_UNMAPPED;
	}
	if (pair->n != PAIR_UNMAPPED) {
		transcoder_put(t, 2, pair->text, pair->n, EDIT_TRANSCODE);
		return 2;
	}
	transcoder_bad(t, s[1] < 0x80 ? 1 : 2);
	return s[1] < 0x80 ? 1 : 2;
}

static bool is_lead(unsigned char b)
{
	return b >= FIRST_LEAD && b < FIRST_LEAD + LEADS;
}

static bool is_trail(const struct charset_rules *rules, unsigned char b)
{
	return b >= FIRST_TRAIL && b != 0xFF && (b < 0x7F || b > rules->gap_end);
}

static bool is_quad(const unsigned char *s, size_t n)
{
	return n >= 4 && is_digit(s[1]) && is_lead(s[2]) && is_digit(s[3]);
}

/* Places of the four-byte area in its order, and what begins where. */
enum { QUAD_SUPPLEMENTARY = 189000, QUAD_END = 189000 + 0x100000, QUAD_BMP_END = 39420 };
enum { QUAD_MOVED = 7457, QUAD_MOVED_CODE = 0xE7C7 };

static size_t put_quad(struct legacy *x, struct transcoder *t, const unsigned char *s)
{
	uint32_t place =
		((((uint32_t)s[0] - 0x81) * 10 + s[1] - '0') * 126 + s[2] - 0x81) * 10 + s[3] - '0';
	char out[8];
	size_t n = place < QUAD_BMP_END ? convert(x, s, 4, out, sizeof(out)) : 0;

	if (place == QUAD_MOVED)
		transcoder_code(t, 4, QUAD_MOVED_CODE);
	else if (place >= QUAD_SUPPLEMENTARY && place < QUAD_END)
		transcoder_code(t, 4, 0x10000 + place - QUAD_SUPPLEMENTARY);
	else if (n)
		transcoder_put(t, 4, out, n, EDIT_TRANSCODE);
	else
		transcoder_bad(t, 4);
	return 4;
}

/* One character that is not ASCII; returns how many bytes it took. */
static inline size_t put_character(struct legacy *x, struct transcoder *t, const unsigned char *s,
			    size_t n)
{
	if (n >= 2 && is_lead(s[0]) && is_trail(x->rules, s[1]))
		return put_pair(x, t, s);
	if (x->rules->gb18030 && is_lead(s[0]) && is_quad(s, n))
		return put_quad(x, t, s);
	if (x->rules->gb18030 && s[0] == 0x80)
		transcoder_code(t, 1, 0x20AC);
	else
		transcoder_bad(t, 1);
	return 1;
}

static size_t ascii_end(const unsigned char *s, size_t at, size_t n)
{
	while (at < n && s[at] < 0x80)
		at++;
	return at;
}

void legacy_decode(struct legacy *x, struct editor *w)
{
	const unsigned char *s = (const unsigned char *)w->src.p;
	size_t at = w->pos, n = w->src.n, end;
	struct transcoder t;

	transcoder_init(&t, w);
	while (at < n) {
		if (s[at] < 0x80) {
			end = ascii_end(s, at, n);
			transcoder_keep(&t, end - at);
			at = end;
		} else {
			at += put_character(x, &t, s + at, n - at);
		}
	}
	transcoder_flush(&t);
}
