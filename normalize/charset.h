/*
 * Charset recognition for Chinese text.
 */
#ifndef ZHIBIAO_CHARSET_H
#define ZHIBIAO_CHARSET_H

#include "normalize/text.h"

struct charset_guess {
	const char *name;  /* static; "UTF-8", "UTF-16LE", "GB18030", "Big5", …; "binary" for data
			      that is not text at all */
	double confidence; /* 0 to 1 */
	bool valid;	   /* UTF-8, and every byte of it was found valid */
	bool declared;	   /* not guessed at all */
};

/* The charset whose signature (byte order mark) the bytes begin with, or NULL; its length in *len.
 */
const char *charset_signature(struct slice bytes, size_t *len);

/* What charset the bytes are in. Empty input is UTF-8. Never fails. */
struct charset_guess charset_guess(struct slice bytes);

/*
 * How many bytes at the beginning of the text are the rest of a character that began before it,
 * given its charset: 0 for a text that begins with a whole character.
 */
size_t charset_cut(const char *name, struct slice bytes);

/* A stretch of text in one charset; it ends with a line, or the text. */
struct charset_part {
	const char *name;
	size_t end; /* offset in the text */
};

/*
 * The part that begins at `at` (before the end, at the beginning of a line) of a text that is in
 * the charset `main` for the most part. Lines may be in another one where both go byte by byte.
 */
struct charset_part charset_part(const char *main, struct slice bytes, size_t at);

#endif
