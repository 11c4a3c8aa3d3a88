#include "normalize/rarity.h"

#include <stdlib.h>

#include "normalize/glyph.h"
#include "normalize/tables/han_bits.h"
#include "normalize/tables/han_pairs.h"

enum { PUNCTUATION = 8, OTHER = 17 };

/* Two ideographs that are no part of a word stand together less often than each by itself. */
enum { STRANGERS = 2, COUNTED = 4 };

static unsigned ascii_rarity(uint32_t c)
{
	if (c == ' ' || c == '\n' || c == '\r' || is_digit(c))
		return 6;
	if (c == '\t' || is_latin(c))
		return 7;
	return (c < 0x20 && c != '\f') || c == 0x7F ? RARITY_CONTROL : PUNCTUATION;
}

struct code_range {
	uint32_t first, last;
	unsigned bits;
};

/* In their order. */
static const struct code_range other_codes[] = {
	{0x80, 0x9F, RARITY_CONTROL},
	{0xA0, 0xA0, PUNCTUATION},
	{0xA1, 0x24F, 13},
	{0x2010, 0x2030, PUNCTUATION},
	{0x2160, 0x217F, 11},
	{0x2200, 0x22FF, 12},
	{0x2460, 0x24FF, 11},
	{0x2500, 0x257F, 9},
	{0x25A0, 0x25FF, 11},
	{0x3000, 0x3000, PUNCTUATION},
	{0x3001, 0x3002, 6},
	{0x3003, 0x3015, PUNCTUATION},
	{0x3016, 0x301F, 14},
	{0x3400, 0x4DBF, HAN_BITS_UNSEEN},
	{0xD800, 0xDFFF, RARITY_BAD},
	{0xE000, 0xF8FF, 24},
	{0xFF01, 0xFF01, PUNCTUATION},
	{0xFF02, 0xFF04, 14},
	{0xFF05, 0xFF05, PUNCTUATION},
	{0xFF06, 0xFF07, 14},
	{0xFF08, 0xFF0B, PUNCTUATION},
	{0xFF0C, 0xFF0C, 6},
	{0xFF0D, 0xFF1B, PUNCTUATION},
	{0xFF1C, 0xFF1E, 11},
	{0xFF1F, 0xFF1F, PUNCTUATION},
	{0xFF20, 0xFF5E, 13},
	{0xFFF0, 0xFFFC, RARITY_BAD},
	{0xFFFE, 0xFFFF, RARITY_BAD},
	{0x20000, 0x3FFFF, 22},
	{0x40000, 0x10FFFF, RARITY_BAD},
};

static unsigned other_rarity(uint32_t code)
{
	size_t low = 0, high = sizeof(other_codes) / sizeof(other_codes[0]);

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (code > other_codes[middle].last)
			low = middle + 1;
		else if (code < other_codes[middle].first)
			high = middle;
		else
			return other_codes[middle].bits;
	}
	return OTHER;
}

unsigned rarity(uint32_t code)
{
	if (code < 0x80)
		return ascii_rarity(code);
	if (code >= 0x4E00 && code < 0xA000)
		return (unsigned)han_bits_unicode[(code - 0x4E00) / 128][code % 128] - 'A';
	return other_rarity(code);
}

/* Open addressing; a power of two with room for twice the pairs there are. */
enum { SLOTS = 1 << 17 };

struct pair_index {
	uint32_t keys[SLOTS]; /* first and second character; 0 for none */
	unsigned char classes[SLOTS];
};

/* The slot of a pair of characters below U+10000, or the free one where it belongs. */
static size_t slot_of(const struct pair_index *pairs, uint32_t key)
{
	size_t at = (key * 0x9E3779B1u) >> 15;

	while (pairs->keys[at] && pairs->keys[at] != key)
		at = (at + 1) % SLOTS;
	return at;
}

/* A row: its first character, then for each class its digit and the second characters. */
static void add_row(struct pair_index *pairs, struct slice row)
{
	size_t len, at;
	uint32_t first = utf8_at(row, 0, &at);
	unsigned char class = 0;

	for (; first < 0x10000 && at < row.n; at += len) {
		uint32_t second = utf8_at(row, at, &len);
		size_t slot;

		if (is_digit(second)) {
			class = (unsigned char)(second - '0');
			continue;
		}
		slot = slot_of(pairs, first << 16 | second);
		pairs->keys[slot] = first << 16 | second;
		pairs->classes[slot] = class;
	}
}

struct pair_index *pair_index_open(struct err *e)
{
	struct pair_index *pairs = calloc(1, sizeof(*pairs));

	if (!pairs) {
		err_nomem(e);
		return NULL;
	}
	for (size_t i = 0; i < HAN_PAIR_ROWS; i++)
		add_row(pairs, slice_of(han_pairs[i]));
	return pairs;
}

void pair_index_close(struct pair_index *pairs)
{
	free(pairs);
}

/* The class of a pair by the index, HAN_PAIR_CLASSES for none. */
static int look_up(const struct pair_index *pairs, uint32_t first, uint32_t second)
{
	uint32_t key = first << 16 | second;
	size_t slot;

	if (first >= 0x10000 || second >= 0x10000)
		return HAN_PAIR_CLASSES;
	slot = slot_of(pairs, key);
	return pairs->keys[slot] == key ? pairs->classes[slot] : HAN_PAIR_CLASSES;
}

/* The number of the row of pairs that begin with a character; HAN_PAIR_ROWS for none. */
static size_t row_number(uint32_t first)
{
	size_t low = 0, high = HAN_PAIR_ROWS, n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		uint32_t code = utf8_at((struct slice){han_pairs[middle], 4}, 0, &n);

		if (code == first)
			return middle;
		if (code < first)
			low = middle + 1;
		else
			high = middle;
	}
	return HAN_PAIR_ROWS;
}

/* A row behind its first character, NULL where there is none of the number. */
static const char *row_text(size_t number)
{
	if (number == HAN_PAIR_ROWS)
		return NULL;
	return han_pairs[number] + utf8_len((unsigned char)han_pairs[number][0]);
}

/* The class of a pair by its row. Every second character has three bytes. */
static int read_row(const char *at, uint32_t second)
{
	char wanted[4];
	int class = 0;

	if (!at || utf8_put(wanted, second) != 3)
		return HAN_PAIR_CLASSES;
	while (*at) {
		if (is_digit((unsigned char)*at)) {
			class = *at++ - '0';
			continue;
		}
		if (memcmp(at, wanted, 3) == 0)
			return class;
		at += 3;
	}
	return HAN_PAIR_CLASSES;
}

/* Of a pair of ideographs, by its class and the rarity of the second. */
static unsigned pair_rarity(int class, unsigned bits)
{
	static const unsigned bits_of[HAN_PAIR_CLASSES] = {RARITY_LEAST, 3, 5, 7, 9};

	if (class == HAN_PAIR_CLASSES)
		return bits + STRANGERS;
	return bits_of[class] < bits ? bits_of[class] : bits;
}

unsigned rarity_after(const struct pair_index *pairs, uint32_t last, uint32_t code)
{
	if (is_digit(last) && glyph_in(code, U"年月日個个家万萬亿億元户戶項项"))
		return COUNTED;
	if (!is_han(last) || !is_han(code))
		return rarity(code);
	return pair_rarity(pairs ? look_up(pairs, last, code)
				 : read_row(row_text(row_number(last)), code),
			   rarity(code));
}

/* Notes the classes of all characters in a row, or forgets them. */
static void mark_row(struct pair_row *row, const char *at, bool forget)
{
	unsigned char class = 0;
	size_t len;

	for (; at && *at; at += len) {
		uint32_t code = utf8_at((struct slice){at, 4}, 0, &len);

		if (is_digit(code))
			class = (unsigned char)(1 + code - '0');
		else
			row->classes[code] = forget ? 0 : class;
	}
}

/* The row of a character, looked up once. */
static const char *known_row(struct pair_row *row, uint32_t last)
{
	uint16_t *known;

	if (last < 0x4E00 || last >= 0xA000)
		return row_text(row_number(last));
	known = &row->numbers[last - 0x4E00];
	if (!*known)
		*known = (uint16_t)(row_number(last) + 1);
	return row_text(*known - 1u);
}

/* So many questions about a character are answered from its row, the others from its classes. */
enum { FEW_QUESTIONS = 8 };

void pair_row_set(struct pair_row *row, uint32_t last)
{
	if (row->last == last)
		return;
	if (row->asked > FEW_QUESTIONS)
		mark_row(row, row->row, true);
	row->last = last;
	row->row = known_row(row, last);
	row->asked = 0;
}

/* The class of the pair with another character. */
static int class_in_row(struct pair_row *row, uint32_t code)
{
	if (row->asked++ < FEW_QUESTIONS)
		return read_row(row->row, code);
	if (row->asked == FEW_QUESTIONS + 1)
		mark_row(row, row->row, false);
	return code < 0x10000 && row->classes[code] ? row->classes[code] - 1 : HAN_PAIR_CLASSES;
}

unsigned pair_row_rarity(struct pair_row *row, uint32_t code)
{
	return pair_rarity(class_in_row(row, code), rarity(code));
}
