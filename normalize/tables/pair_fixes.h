/*
 * Pairs of bytes that iconv implementations decode otherwise than the WHATWG Encoding Standard
 * (https://encoding.spec.whatwg.org/, indexes gb18030 and Big5): what the standard says. The lists
 * hold every pair in which glibc 2.36 differs, GB18030 and BIG5-HKSCS.
 */
#ifndef ZHIBIAO_PAIR_FIXES_H
#define ZHIBIAO_PAIR_FIXES_H

#include <stddef.h>
#include <stdint.h>

struct pair_fix {
	uint16_t pair; /* lead byte << 8 | trail byte */
	uint16_t code; /* code point */
};

enum { GB18030_FIXES = 7, BIG5_FIXES = 142 };

extern const struct pair_fix gb18030_fixes[GB18030_FIXES];
extern const struct pair_fix big5_fixes[BIG5_FIXES];

#endif
