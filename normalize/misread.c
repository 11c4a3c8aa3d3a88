#include "normalize/misread.h"

#include <stdlib.h>

#include "normalize/legacy.h"

/* In the order in which they are tried. */
const struct misreading misreadings[MISREADINGS] = {
	{MISREAD_GBK, MISREAD_UTF8}, {MISREAD_LATIN, MISREAD_UTF8}, {MISREAD_LATIN, MISREAD_GBK},
	{MISREAD_GBK, MISREAD_BIG5}, {MISREAD_BIG5, MISREAD_GBK},
};

/* The pair of each character of the Basic Multilingual Plane, 0 for none. */
struct misread_tables {
	uint16_t gbk[0x10000];
	uint16_t big5[0x10000];
};

/* The characters of Windows-1252 that are not those of Latin-1, from byte 80. */
static const uint16_t windows[32] = {
	0x20AC, 0x81,	0x201A, 0x192,	0x201E, 0x2026, 0x2020, 0x2021, 0x2C6,	0x2030, 0x160,
	0x2039, 0x152,	0x8D,	0x17D,	0x8F,	0x90,	0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
	0x2013, 0x2014, 0x2DC,	0x2122, 0x161,	0x203A, 0x153,	0x9D,	0x17E,	0x178,
};

/* Of several pairs of one character the first counts: iconv and browsers write that. */
static void fill(uint16_t *pairs, enum legacy_charset charset, unsigned first_lead)
{
	for (unsigned lead = first_lead; lead <= 0xFE; lead++) {
		for (unsigned trail = 0x40; trail <= 0xFE; trail++) {
			uint32_t code =
				legacy_code(charset, (unsigned char)lead, (unsigned char)trail);

			if (code && code < 0x10000 && !pairs[code])
				pairs[code] = (uint16_t)(lead << 8 | trail);
		}
	}
}

/* Where GB18030 had pairs in the private use area before its edition of 2022. */
static const struct {
	uint16_t code, pair;
} moved[] = {
	{0xE78D, 0xA6D9}, {0xE78E, 0xA6DA}, {0xE78F, 0xA6DB}, {0xE790, 0xA6DC}, {0xE791, 0xA6DD},
	{0xE792, 0xA6DE}, {0xE793, 0xA6DF}, {0xE794, 0xA6EC}, {0xE795, 0xA6ED}, {0xE796, 0xA6F3},
	{0xE81E, 0xFE59}, {0xE826, 0xFE61}, {0xE82B, 0xFE66}, {0xE82C, 0xFE67}, {0xE832, 0xFE6D},
	{0xE843, 0xFE7E}, {0xE854, 0xFE90}, {0xE864, 0xFEA0},
};

struct misread_tables *misread_open(struct err *e)
{
	struct misread_tables *t = calloc(1, sizeof(*t));

	if (!t) {
		err_nomem(e);
		return NULL;
	}
	fill(t->gbk, LEGACY_GB18030, 0x81);
	for (size_t i = 0; i < sizeof(moved) / sizeof(moved[0]); i++)
		t->gbk[moved[i].code] = moved[i].pair;
	fill(t->big5, LEGACY_BIG5, 0xA1);
	return t;
}

void misread_close(struct misread_tables *t)
{
	free(t);
}

static uint16_t latin_byte(uint32_t code)
{
	for (uint16_t i = 0; i < 32; i++)
		if (windows[i] == code)
			return (uint16_t)(0x80 + i);
	return code < 0x100 ? (uint16_t)code : NO_BYTE;
}

static struct misread_bytes pair_of(uint16_t pair)
{
	struct misread_bytes b = {.one = NO_BYTE, .other = NO_BYTE, .two = pair != 0};

	b.pair[0] = (unsigned char)(pair >> 8);
	b.pair[1] = (unsigned char)(pair & 0xFF);
	return b;
}

/*
 * A question mark stands for a byte that could not be read; a blank for a no-break space; € for the
 * byte that GBK has it at.
 */
static struct misread_bytes special(const struct misreading *m, uint32_t code)
{
	struct misread_bytes b = {.one = (uint16_t)code, .other = NO_BYTE};

	if (code == '?' || code == 0xFFFD)
		b.one = ANY_BYTE;
	if (code == ' ' && m->as == MISREAD_LATIN)
		b.other = 0xA0;
	return b;
}

struct misread_bytes misread_behind(const struct misread_tables *t, const struct misreading *m,
				    uint32_t code)
{
	struct misread_bytes b;

	if (code < 0x80 || code == 0xFFFD)
		return special(m, code);
	if (m->as == MISREAD_LATIN)
		return (struct misread_bytes){.one = latin_byte(code), .other = NO_BYTE};
	if (code > 0xFFFF)
		return pair_of(0);
	b = pair_of(m->as == MISREAD_GBK ? t->gbk[code] : t->big5[code]);
	if (code == 0x20AC && m->as == MISREAD_GBK)
		b.one = 0x80;
	return b;
}

uint16_t misread_gbk(const struct misread_tables *t, uint32_t code)
{
	return code < 0x10000 ? t->gbk[code] : 0;
}

bool misread_is_gb2312(const struct misread_tables *t, uint32_t code)
{
	uint16_t pair = misread_gbk(t, code);

	return pair >= 0xB0A1 && pair <= 0xF7FE && (pair & 0xFF) >= 0xA1;
}

bool misread_is_simplified(const struct misread_tables *t, uint32_t code)
{
	return misread_is_gb2312(t, code) && !t->big5[code];
}
