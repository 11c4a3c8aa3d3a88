/*
 * Tables of the traditional to simplified conversion, all in UTF-8. README.md says what they hold.
 *
 * The lists of characters are broken into strings only because C wants strings to be short.
 */
#ifndef ZHIBIAO_CONVERT_TABLE_H
#define ZHIBIAO_CONVERT_TABLE_H

#include <stddef.h>

struct convert_phrase {
	const char *from;
	const char *to;
};

/* Pairs, the traditional character and then the simplified, each of three bytes. */
extern const char *const convert_characters[];

/*
 * Everything else that has a conversion, by first character, of those the longest first. A phrase
 * begins with a character of three bytes.
 */
extern const struct convert_phrase convert_phrases[];

/* Characters that show that a text is in simplified script. */
extern const char *const convert_simplified_only[];

/* Of the characters with a conversion: those that show nothing, and those that show little. */
extern const char *const convert_neutral[];
extern const char *const convert_weak[];

#endif
