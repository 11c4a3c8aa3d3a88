/*
 * Forms of characters. Made by hand from the Unicode charts; NFKC as a whole would do harm (① → 1,
 * ㎡ → m2, ½ → 1⁄2), so only what is wanted is here. The full-width dash and tilde stay: they
 * are dashes of ranges, see separator.c.
 */
#include "normalize/tables/tables.h"

const struct form_range form_ranges[] = {
	{0x0000, 0x0008, FORM_DROP, 0},
	{0x000B, 0x000D, FORM_TO, '\n'},
	{0x000E, 0x001F, FORM_DROP, 0},
	{0x007F, 0x0084, FORM_DROP, 0},
	{0x0085, 0x0085, FORM_TO, '\n'},
	{0x0086, 0x009F, FORM_DROP, 0},
	{0x00A0, 0x00A0, FORM_TO, ' '},
	{0x00AD, 0x00AD, FORM_DROP, 0},
	{0x034F, 0x034F, FORM_DROP, 0},
	{0x061C, 0x061C, FORM_DROP, 0},
	{0x1680, 0x1680, FORM_TO, ' '},
	{0x180E, 0x180E, FORM_DROP, 0},
	{0x2000, 0x200A, FORM_TO, ' '},
	{0x200B, 0x200F, FORM_DROP, 0},
	{0x2028, 0x2029, FORM_TO, '\n'},
	{0x202A, 0x202E, FORM_DROP, 0},
	{0x202F, 0x202F, FORM_TO, ' '},
	{0x205F, 0x205F, FORM_TO, ' '},
	{0x2060, 0x206F, FORM_DROP, 0},
	{0x2236, 0x2236, FORM_TO, ':'},
	{RADICAL_FIRST, RADICAL_LAST, FORM_RADICAL, 0},
	{0x3000, 0x3000, FORM_TO, ' '},
	{0xF000, 0xF0FF, FORM_DROP, 0}, /* bullets of symbol fonts */
	{0xF900, 0xFAFF, FORM_CANONICAL, 0},
	{0xFE30, 0xFE30, FORM_TO, ':'},
	{0xFE50, 0xFE50, FORM_TO, ','},
	{0xFE51, 0xFE51, FORM_TO, 0x3001},
	{0xFE52, 0xFE52, FORM_TO, '.'},
	{0xFE54, 0xFE54, FORM_TO, ';'},
	{0xFE55, 0xFE55, FORM_TO, ':'},
	{0xFE56, 0xFE56, FORM_TO, '?'},
	{0xFE57, 0xFE57, FORM_TO, '!'},
	{0xFE59, 0xFE5A, FORM_SHIFT, '('},
	{0xFE6A, 0xFE6A, FORM_TO, '%'},
	{0xFEFF, 0xFEFF, FORM_DROP, 0},
	{0xFF01, 0xFF0C, FORM_SHIFT, '!'},
	{0xFF0E, 0xFF5D, FORM_SHIFT, '.'},
	{0xFF61, 0xFF61, FORM_TO, 0x3002},
	{0xFF64, 0xFF64, FORM_TO, 0x3001},
	{0x2F800, 0x2FA1F, FORM_CANONICAL, 0},
};

const size_t form_range_count = sizeof(form_ranges) / sizeof(form_ranges[0]);
