#include "normalize/charset.h"

#include <math.h>

#include "normalize/hz.h"
#include "normalize/rarity.h"
#include "normalize/tables/han_bits.h"
#include "normalize/utf8.h"
#include "normalize/vector.h"
#include "normalize/wide.h"

/*
 * Each charset is tried on a sample, and every character that the bytes make in it costs as many
 * bits as it is rare in Chinese text. The cheapest charset explains the bytes best. Bits are an
 * absolute measure: data that is no text costs more than eight for each byte, whatever the charset.
 */
enum { FIRST_SAMPLE = 512, SAMPLE = 16 * 1024, MARGIN = 256, DOUBT = 8, ENOUGH = 8 };
enum { BITS_BYTE = 8, BITS_CUT = 12 };

/* A text of so many bytes that begins with so rare a character may begin inside of one; any text
   may when that saves much. */
enum { CUT_LEAST = 8, CUT_RARE = 17, CUT_BITS = 4, CUT_SURE = 24 };

/* Common characters have fewer bits than this, on an average. */
enum { HZ_BITS = 13 };

/* A line is in another charset than the rest when that costs so much less. */
enum { LINE_MARGIN = 32, BIG5_PAIRS = 8, GLANCE = 16 };

/* Chinese text in the right charset costs fewer bits for each byte; UTF-16 in a wrong one costs
   more, or it is ASCII with control characters in between. */
enum { PLAIN_LEAST = 256, PLAIN_BITS = 6 };

/* More bits than this for each byte, or more control characters, are no text. */
static const double BINARY_BITS = 9.0;
enum { BINARY_LEAST = 64, CONTROLS_LEAST = 4, CONTROLS_SHARE = 8 };

struct tally {
	size_t bits;
	size_t characters;
	size_t controls;
	size_t cut; /* bytes of a character that began before the sample */
};

/* Reads one character of n > 0 bytes: its length, and what it costs. */
typedef size_t read_character(const unsigned char *s, size_t n, unsigned *bits);

static size_t read_utf8(const unsigned char *s, size_t n, unsigned *bits)
{
	struct slice left = {(const char *)s, n < 4 ? n : 4};
	size_t len = utf8_bad(left);

	if (s[0] < 0x80) {
		*bits = rarity(s[0]);
	} else if (len == utf8_len(s[0])) {
		*bits = rarity(utf8_at(left, 0, &len));
	} else {
		*bits = utf8_cut(left) ? 0 : RARITY_BAD;
	}
	return len;
}

static size_t read_gb18030(const unsigned char *s, size_t n, unsigned *bits)
{
	*bits = RARITY_BAD;
	if (s[0] < 0x80) {
		*bits = rarity(s[0]);
		return 1;
	}
	if (s[0] == 0x80 || s[0] == 0xFF)
		return 1;
	if (n == 1)
		*bits = 0;
	if (n >= 4 && is_digit(s[1]) && s[2] > 0x80 && s[2] < 0xFF && is_digit(s[3]))
		return 4;
	if (n == 1 || s[1] < 0x40 || s[1] == 0x7F || s[1] == 0xFF)
		return 1;
	*bits = (unsigned)han_bits_gb18030[s[0] - 0x81][s[1] - (s[1] < 0x7F ? 0x40 : 0x41)] - 'A';
	return 2;
}

static size_t read_big5(const unsigned char *s, size_t n, unsigned *bits)
{
	*bits = RARITY_BAD;
	if (s[0] < 0x80) {
		*bits = rarity(s[0]);
		return 1;
	}
	if (s[0] == 0x80 || s[0] == 0xFF)
		return 1;
	if (n == 1)
		*bits = 0;
	if (n == 1 || s[1] < 0x40 || (s[1] > 0x7E && s[1] < 0xA1) || s[1] == 0xFF)
		return 1;
	*bits = (unsigned)han_bits_big5[s[0] - 0x81][s[1] - (s[1] < 0x7F ? 0x40 : 0x62)] - 'A';
	return 2;
}

static size_t read_wide(struct wide_form form, const unsigned char *s, size_t n, unsigned *bits)
{
	uint32_t code;
	size_t len = wide_at(form, (const char *)s, n, &code);

	*bits = code == WIDE_BAD ? RARITY_BAD * form.unit / 2u : rarity(code);
	if (n < form.unit)
		*bits = (unsigned)n * BITS_BYTE;
	return len;
}

static size_t read_utf16le(const unsigned char *s, size_t n, unsigned *bits)
{
	return read_wide((struct wide_form){2, false}, s, n, bits);
}

static size_t read_utf16be(const unsigned char *s, size_t n, unsigned *bits)
{
	return read_wide((struct wide_form){2, true}, s, n, bits);
}

static size_t read_utf32le(const unsigned char *s, size_t n, unsigned *bits)
{
	return read_wide((struct wide_form){4, false}, s, n, bits);
}

static size_t read_utf32be(const unsigned char *s, size_t n, unsigned *bits)
{
	return read_wide((struct wide_form){4, true}, s, n, bits);
}

/* In the order in which they win when they cost the same. */
static const struct hypothesis {
	const char *name;
	read_character *read;
	size_t cut;    /* bytes of a character cut off at the beginning that are thought of */
	bool bytewise; /* a line end is one byte, and no byte of another character */
} hypotheses[] = {
	{"UTF-8", read_utf8, 0, true},	      {"GB18030", read_gb18030, 1, true},
	{"Big5", read_big5, 1, true},	      {"UTF-16LE", read_utf16le, 1, false},
	{"UTF-16BE", read_utf16be, 1, false}, {"UTF-32LE", read_utf32le, 3, false},
	{"UTF-32BE", read_utf32be, 3, false},
};

enum { HYPOTHESES = sizeof(hypotheses) / sizeof(hypotheses[0]) };

static const struct hypothesis *hypothesis_named(const char *name)
{
	for (size_t i = 0; i < HYPOTHESES; i++)
		if (strcmp(hypotheses[i].name, name) == 0)
			return &hypotheses[i];
	return NULL;
}

static const struct signature {
	const char *name;
	struct slice bytes;
} signatures[] = {
	{"UTF-8", {"\xEF\xBB\xBF", 3}},	   {"UTF-32LE", {"\xFF\xFE\0\0", 4}},
	{"UTF-32BE", {"\0\0\xFE\xFF", 4}}, {"UTF-16LE", {"\xFF\xFE", 2}},
	{"UTF-16BE", {"\xFE\xFF", 2}},	   {"GB18030", {"\x84\x31\x95\x33", 4}},
};

const char *charset_signature(struct slice bytes, size_t *len)
{
	for (size_t i = 0; i < sizeof(signatures) / sizeof(signatures[0]); i++) {
		if (slice_starts(bytes, signatures[i].bytes)) {
			*len = signatures[i].bytes.n;
			return signatures[i].name;
		}
	}
	*len = 0;
	return NULL;
}

/* Bytes that begin inside a UTF-8 character: where the first whole one begins. */
static size_t utf8_tail(struct slice bytes)
{
	size_t at = 0;

	while (at < 3 && at < bytes.n && ((unsigned char)bytes.p[at] & 0xC0) == 0x80)
		at++;
	return at;
}

/* Weighs the sample from offset `cut`; stops early when it costs more than `limit`. */
static struct tally weigh_from(const struct hypothesis *h, struct slice sample, size_t cut,
			       size_t limit)
{
	const unsigned char *s = (const unsigned char *)sample.p;
	struct tally t = {.bits = cut * BITS_BYTE, .cut = cut};
	unsigned bits;

	for (size_t at = cut; at < sample.n && t.bits <= limit; t.characters++) {
		at += h->read(s + at, sample.n - at, &bits);
		t.bits += bits;
		t.controls += bits == RARITY_CONTROL;
	}
	return t;
}

/*
 * The beginning of a text that goes byte by byte, as far as it matters where its first character
 * begins: blanks and signs before the digits are no part of a longer character.
 */
static struct slice head_of(struct slice sample)
{
	size_t at = 0;

	while (at < sample.n && (unsigned char)sample.p[at] >= '0')
		at++;
	return (struct slice){sample.p, at < sample.n ? at + 1 : at};
}

/* How many bits fewer it costs not to read the first byte of a text, which may be cut off. */
static long cut_saves(const struct hypothesis *h, struct slice sample)
{
	struct slice head = head_of(sample);
	size_t whole;

	if (head.n < 2 || (unsigned char)head.p[0] < 0x80)
		return 0;
	whole = weigh_from(h, head, 0, SIZE_MAX).bits;
	return (long)whole - (long)weigh_from(h, head, 1, whole).bits;
}

static struct tally weigh_bytewise(const struct hypothesis *h, struct slice sample, size_t limit)
{
	bool cut = h->cut && cut_saves(h, sample) > BITS_CUT;
	struct tally t =
		weigh_from(h, sample, h->read == read_utf8 ? utf8_tail(sample) : cut, limit);

	t.bits += cut ? BITS_CUT : 0;
	return t;
}

/*
 * Weighs the sample, thinking of a character cut off at its beginning. One that seems to be cost
 * BITS_CUT besides its bytes.
 */
static struct tally weigh(const struct hypothesis *h, struct slice sample, size_t limit)
{
	struct tally best, t;

	if (h->bytewise)
		return weigh_bytewise(h, sample, limit);
	best = weigh_from(h, sample, 0, limit);
	for (size_t cut = 1; cut <= h->cut && cut < sample.n; cut++) {
		t = weigh_from(h, sample, cut, limit);
		t.bits += BITS_CUT;
		if (t.bits < best.bits)
			best = t;
	}
	return best;
}

static size_t ascii_prefix(struct slice bytes)
{
	size_t at = 0;

	while (at < bytes.n && !((unsigned char)bytes.p[at] & 0x80))
		at++;
	return at;
}

/* The beginning, or where something other than ASCII begins if that is far into the text. */
static struct slice sample_of(struct slice bytes)
{
	size_t at = ascii_prefix(bytes);

	at = at > SAMPLE / 2 && at < bytes.n ? at / 4 * 4 : 0;
	return (struct slice){bytes.p + at, bytes.n - at < SAMPLE ? bytes.n - at : SAMPLE};
}

/*
 * Valid UTF-8, but for characters cut off at the two ends, with so many characters beyond ASCII
 * that chance did not make it; no need to weigh anything. *whole: no character was cut off.
 */
static bool surely_utf8(struct slice bytes, struct slice sample, bool *whole)
{
	size_t leads = 0, valid, tail = utf8_tail(bytes);

	if (memchr(sample.p, '\0', sample.n))
		return false;
	for (size_t i = 0; i < sample.n && leads < ENOUGH; i++)
		leads += (unsigned char)sample.p[i] >= 0xC0;
	bytes = (struct slice){bytes.p + tail, bytes.n - tail};
	valid = leads < ENOUGH ? 0 : utf8_valid(bytes);
	*whole = valid && valid == bytes.n && !tail;
	return valid &&
	       (valid == bytes.n || utf8_cut((struct slice){bytes.p + valid, bytes.n - valid}));
}

static bool is_binary(const struct tally *t, size_t bytes)
{
	if (t->controls > CONTROLS_LEAST + t->characters / CONTROLS_SHARE)
		return true;
	return bytes >= BINARY_LEAST && t->controls &&
	       (double)t->bits > BINARY_BITS * (double)bytes;
}

/* Whether a charset that goes byte by byte explains the sample so well that no other one can. */
static bool is_plain(const struct tally *best, struct slice sample)
{
	return sample.n >= PLAIN_LEAST && !best->controls && best->bits < sample.n * PLAIN_BITS;
}

static struct charset_guess weigh_all(struct slice sample, size_t *lead)
{
	struct tally best = {.bits = SIZE_MAX - MARGIN}, t;
	struct charset_guess guess = {.name = "UTF-8", .confidence = 1};
	size_t second = SIZE_MAX;

	for (size_t i = 0; i < HYPOTHESES; i++) {
		if (!hypotheses[i].bytewise && is_plain(&best, sample))
			break;
		t = weigh(&hypotheses[i], sample, best.bits + MARGIN);
		if (t.bits < best.bits) {
			second = best.bits;
			best = t;
			guess.name = hypotheses[i].name;
		} else if (t.bits < second) {
			second = t.bits;
		}
	}
	*lead = second - best.bits;
	if (ascii_prefix(sample) < sample.n || guess.name != hypotheses[0].name)
		guess.confidence = 1 - exp2(-(double)*lead / DOUBT);
	if (is_binary(&best, sample.n))
		guess.name = "binary";
	return guess;
}

/* A little is enough where one charset leads clearly; else the whole sample is weighed. */
static struct charset_guess weigh_enough(struct slice sample)
{
	struct slice first = {sample.p, sample.n < FIRST_SAMPLE ? sample.n : FIRST_SAMPLE};
	size_t lead;
	struct charset_guess guess = weigh_all(first, &lead);

	return first.n == sample.n || lead >= MARGIN ? guess : weigh_all(sample, &lead);
}

/* ASCII in which `~{` and `~}` hold pairs that make common characters. */
static bool looks_like_hz(struct slice bytes)
{
	struct slice sample = {bytes.p, bytes.n < SAMPLE ? bytes.n : SAMPLE};
	size_t pairs = hz_pairs(sample), total = 0, seen = 0;
	unsigned bits;

	for (size_t at = 0; pairs && at < sample.n; at++) {
		at = slice_find(sample, at, slice_of("~{")) + 2;
		for (; at + 1 < sample.n && sample.p[at] != '~' && sample.p[at] >= ' '; at += 2) {
			unsigned char pair[2] = {(unsigned char)sample.p[at] | 0x80,
						 (unsigned char)sample.p[at + 1] | 0x80};

			read_gb18030(pair, 2, &bits);
			total += bits;
			seen++;
		}
	}
	return seen && total <= seen * HZ_BITS && ascii_prefix(bytes) == bytes.n;
}

struct charset_guess charset_guess(struct slice bytes)
{
	struct slice sample = sample_of(bytes);
	struct charset_guess guess = {.name = "UTF-8", .confidence = 1};
	size_t len;
	const char *name = charset_signature(bytes, &len);

	if (name) {
		guess.name = name;
		return guess;
	}
	if (surely_utf8(bytes, sample, &guess.valid))
		return guess;
	guess = weigh_enough(sample);
	if (strcmp(guess.name, "UTF-8") == 0 && looks_like_hz(bytes))
		guess.name = "HZ";
	return guess;
}

/* Of a text that goes byte by byte: a rare character first, which is not there if one was cut. */
static bool begins_oddly(const struct hypothesis *h, struct slice sample)
{
	unsigned bits;

	if (sample.n < CUT_LEAST || h->read == read_utf8)
		return false;
	h->read((const unsigned char *)sample.p, sample.n, &bits);
	return bits >= CUT_RARE;
}

size_t charset_cut(const char *name, struct slice bytes)
{
	const struct hypothesis *h = hypothesis_named(name);
	struct slice sample = {bytes.p, bytes.n < FIRST_SAMPLE ? bytes.n : FIRST_SAMPLE};

	if (!h || !h->bytewise || h->read == read_utf8)
		return h ? weigh(h, sample, SIZE_MAX).cut : 0;
	return cut_saves(h, sample) > (begins_oddly(h, sample) ? CUT_BITS : CUT_SURE);
}

/* The first bytes of a line that are no ASCII, read as pairs. */
struct pairs {
	size_t all, low, bad; /* with a trail byte below A1; that Big5 has not */
};

static struct pairs count_pairs(struct slice line)
{
	const unsigned char *s = (const unsigned char *)line.p;
	struct pairs p = {0, 0, 0};

	for (size_t at = 0; at + 1 < line.n && p.all < GLANCE; at++) {
		if (s[at] < 0x80)
			continue;
		p.all++;
		at++;
		p.low += s[at] < 0xA1;
		p.bad += s[at] < 0x40 || (s[at] > 0x7E && s[at] < 0xA1);
	}
	return p;
}

/*
 * Whether the first look at a line is enough to say that it does not stand out, without going from
 * pair to pair: ASCII letters behind high bytes are the low trail bytes of Big5, and bytes from 80
 * to A0 are in no pair of GB2312 and in hardly any of Big5.
 */
static bool line_is_usual(const struct hypothesis *usual, struct slice line)
{
	bytes16 low = {0}, odd = {0}, many = {0};

	if (line.n <= sizeof(bytes16))
		return false;
	for (size_t at = 1; at < line.n; at += sizeof(bytes16)) {
		bytes16 b, before;

		if (at + sizeof(b) > line.n)
			at = line.n - sizeof(b);
		b = bytes16_at(line.p + at);
		before = bytes16_at(line.p + at - 1);
		before &= ~b & (b + b);
		many |= low & before;
		low |= before;
		odd |= b & ~((b & 0x7F) + 0x5F);
	}
	return !bytes16_high(odd) &&
	       (usual->read == read_big5 ? bytes16_high(many) : !bytes16_high(low));
}

/*
 * Whether a line might not be in the charset of most of the text: what is plain at a glance. Pairs
 * of GB2312 have high trail bytes, a third of the common ones of Big5 have low ones.
 */
static bool line_stands_out(const struct hypothesis *usual, struct slice line)
{
	struct pairs p;

	if (usual->read == read_utf8)
		return utf8_valid(line) < line.n;
	if (line_is_usual(usual, line))
		return false;
	p = count_pairs(line);
	if (usual->read == read_gb18030)
		return p.low * 4 > p.all;
	return p.bad || (p.all >= BIG5_PAIRS && !p.low);
}

/* What a line is in, all in all; NULL for one of ASCII. */
static const struct hypothesis *line_charset(const struct hypothesis *usual, struct slice line)
{
	const struct hypothesis *best = usual;
	size_t start = ascii_prefix(line), least;

	if (start == line.n)
		return NULL;
	if (!line_stands_out(usual, line))
		return usual;
	line = (struct slice){line.p + start, line.n - start < SAMPLE ? line.n - start : SAMPLE};
	least = weigh_from(usual, line, 0, SIZE_MAX).bits;
	least -= least < LINE_MARGIN ? least : LINE_MARGIN;
	for (size_t i = 0; i < HYPOTHESES && hypotheses[i].bytewise; i++) {
		size_t bits = weigh_from(&hypotheses[i], line, 0, least).bits;

		if (&hypotheses[i] != usual && bits < least) {
			least = bits;
			best = &hypotheses[i];
		}
	}
	return best;
}

struct charset_part charset_part(const char *main, struct slice bytes, size_t at)
{
	const struct hypothesis *usual = hypothesis_named(main), *first = NULL, *other;

	if (!usual || !usual->bytewise)
		return (struct charset_part){main, bytes.n};
	while (at < bytes.n) {
		const char *stop = memchr(bytes.p + at, '\n', bytes.n - at);
		size_t end = stop ? (size_t)(stop - bytes.p) + 1 : bytes.n;

		other = line_charset(usual, (struct slice){bytes.p + at, end - at});
		if (first && other && other != first)
			break;
		first = first ? first : other;
		at = end;
	}
	return (struct charset_part){first ? first->name : main, at};
}
