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
};

/* What charset the bytes are in. Empty input is UTF-8. Never fails. */
struct charset_guess charset_guess(struct slice bytes);

#endif
