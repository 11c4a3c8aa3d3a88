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
};

/* The charset whose signature (byte order mark) the bytes begin with, or NULL; its length in *len.
 */
const char *charset_signature(struct slice bytes, size_t *len);

/* What charset the bytes are in. Empty input is UTF-8. Never fails. */
struct charset_guess charset_guess(struct slice bytes);

#endif
