/*
 * Rarity: how much information a character of Chinese text carries, in bits.
 */
#ifndef ZHIBIAO_RARITY_H
#define ZHIBIAO_RARITY_H

#include "normalize/text.h"

/* What stands for a control character, and for what is no character at all. */
enum { RARITY_CONTROL = 20, RARITY_BAD = 25 };

/* 5 to 12 for common characters, 13 and more for rare ones. */
unsigned rarity(uint32_t code);

/* The same where `last` stands before it: fewer in the words of the language. 0: nothing does. */
unsigned rarity_after(uint32_t last, uint32_t code);

#endif
