#include "normalize/legacy.h"

#include "normalize/tables/legacy_codes.h"
#include "normalize/transcode.h"

enum { FIRST_LEAD = 0x81, FIRST_TRAIL = 0x40 };

static inline bool is_lead(unsigned char b)
{
	return (unsigned char)(b - FIRST_LEAD) < LEGACY_LEADS;
}

/* The code of the pair at s, or LEGACY_NONE. */
static inline uint32_t code_at(enum legacy_charset charset, const unsigned char *s)
{
	unsigned char row = (unsigned char)(s[0] - FIRST_LEAD);
	unsigned char place = (unsigned char)(s[1] - FIRST_TRAIL);

	if (row >= LEGACY_LEADS || place >= LEGACY_TRAILS)
		return LEGACY_NONE;
	return charset == LEGACY_GB18030 ? gb18030_codes[row][place] : big5_codes[row][place];
}

uint32_t legacy_code(enum legacy_charset charset, unsigned char lead, unsigned char trail)
{
	unsigned char s[2] = {lead, trail};
	uint32_t code = code_at(charset, s);

	return code == LEGACY_NONE ? 0 : code;
}

static bool is_quad(const unsigned char *s, size_t n)
{
	return n >= 4 && is_lead(s[0]) && is_digit(s[1]) && is_lead(s[2]) && is_digit(s[3]);
}

/* Places of the four-byte area in its order, and what begins where. */
enum { QUAD_SUPPLEMENTARY = 189000, QUAD_END = 189000 + 0x100000, QUAD_BMP_END = 39420 };
enum { QUAD_MOVED = 7457, QUAD_MOVED_CODE = 0xE7C7 };

/* The code point at a place of the four-byte area, 0 for none. */
static uint32_t quad_code(uint32_t place)
{
	size_t low = 0, high = GB18030_QUADS;

	if (place == QUAD_MOVED)
		return QUAD_MOVED_CODE;
	if (place >= QUAD_SUPPLEMENTARY && place < QUAD_END)
		return 0x10000 + place - QUAD_SUPPLEMENTARY;
	if (place >= QUAD_BMP_END)
		return 0;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (gb18030_quads[middle].place <= place)
			low = middle;
		else
			high = middle;
	}
	return gb18030_quads[low].code + place - gb18030_quads[low].place;
}

static size_t put_quad(struct transcoder *t, const unsigned char *s)
{
	uint32_t place =
		((((uint32_t)s[0] - 0x81) * 10 + s[1] - '0') * 126 + s[2] - 0x81) * 10 + s[3] - '0';
	uint32_t code = quad_code(place);

	if (code)
		transcoder_code(t, 4, code);
	else
		transcoder_bad(t, 4);
	return 4;
}

/* Big5 pairs of two characters: Ê and ê with a macron or caron. */
static const struct {
	unsigned char lead, trail;
	const char *text;
} twins[] = {
	{0x88, 0x62, "Ê\u0304"},
	{0x88, 0x64, "Ê\u030C"},
	{0x88, 0xA3, "ê\u0304"},
	{0x88, 0xA5, "ê\u030C"},
};

static bool put_twin(struct transcoder *t, const unsigned char *s)
{
	for (size_t i = 0; i < sizeof(twins) / sizeof(twins[0]); i++) {
		if (s[0] != twins[i].lead || s[1] != twins[i].trail)
			continue;
		transcoder_put(t, 2, twins[i].text, strlen(twins[i].text), EDIT_TRANSCODE);
		return true;
	}
	return false;
}

static bool is_trail(enum legacy_charset charset, unsigned char b)
{
	unsigned char gap_end = charset == LEGACY_GB18030 ? 0x7F : 0xA0;

	return b >= FIRST_TRAIL && b != 0xFF && (b < 0x7F || b > gap_end);
}

static size_t put_pair(enum legacy_charset charset, struct transcoder *t, const unsigned char *s)
{
	uint32_t code = code_at(charset, s);
	size_t n = 2;

	if (code != LEGACY_NONE) {
		transcoder_code(t, 2, code);
	} else if (charset != LEGACY_BIG5 || !put_twin(t, s)) {
		n = s[1] < 0x80 ? 1 : 2;
		transcoder_bad(t, n);
	}
	return n;
}

/* One character that is not ASCII; returns how many bytes it took. */
static size_t put_character(enum legacy_charset charset, struct transcoder *t,
			    const unsigned char *s, size_t n)
{
	if (n >= 2 && is_lead(s[0]) && is_trail(charset, s[1]))
		return put_pair(charset, t, s);
	if (charset == LEGACY_GB18030 && is_quad(s, n))
		return put_quad(t, s);
	if (charset == LEGACY_GB18030 && s[0] == 0x80)
		transcoder_code(t, 1, 0x20AC);
	else
		transcoder_bad(t, 1);
	return 1;
}

/* The row of pairs at s that become three bytes each; returns how many bytes they took. */
static inline size_t put_row(enum legacy_charset charset, struct transcoder *t,
			     const unsigned char *s, size_t n)
{
	size_t room = transcoder_row(t, 2, 3, EDIT_TRANSCODE);
	const unsigned char *p = s, *end = s + (n / 2 < room ? n / 2 : room) * 2;

	for (char *out = t->text + t->units * 3; p < end; p += 2, out += 3) {
		uint32_t code = code_at(charset, p);

		if (code - 0x800 > 0xFFFF - 0x800)
			break;
		out[0] = (char)(0xE0 | code >> 12);
		out[1] = (char)(0x80 | (code >> 6 & 0x3F));
		out[2] = (char)(0x80 | (code & 0x3F));
	}
	t->units += (size_t)(p - s) / 2;
	return (size_t)(p - s);
}

static size_t put_han(enum legacy_charset charset, struct transcoder *t, const unsigned char *s,
		      size_t n)
{
	return charset == LEGACY_GB18030 ? put_row(LEGACY_GB18030, t, s, n)
					 : put_row(LEGACY_BIG5, t, s, n);
}

/* The ASCII at s, eight bytes at once where there are; returns how many it kept. */
static size_t keep_ascii(struct transcoder *t, const unsigned char *s, size_t n)
{
	size_t room = transcoder_row(t, 1, 1, EDIT_KEEP), done = 0;
	char *out = t->text + t->units;
	uint64_t eight;

	n = n < room ? n : room;
	for (; n - done >= sizeof(eight); done += sizeof(eight)) {
		memcpy(&eight, s + done, sizeof(eight));
		if (eight & 0x8080808080808080u)
			break;
		memcpy(out + done, &eight, sizeof(eight));
	}
	for (; done < n && s[done] < 0x80; done++)
		out[done] = (char)s[done];
	t->units += done;
	return done;
}

void legacy_decode(enum legacy_charset charset, struct editor *w, size_t end)
{
	const unsigned char *s = (const unsigned char *)w->src.p;
	size_t at = w->pos, n;
	struct transcoder t;

	transcoder_init(&t, w);
	while (at < end && !w->failed) {
		if (s[at] < 0x80) {
			at += keep_ascii(&t, s + at, end - at);
			continue;
		}
		n = put_han(charset, &t, s + at, end - at);
		at += n ? n : put_character(charset, &t, s + at, end - at);
	}
	transcoder_end(&t);
}
