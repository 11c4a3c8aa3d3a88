/*
 * Ways in which text was read in a wrong charset, and what the bytes behind it were.
 */
#ifndef ZHIBIAO_MISREAD_H
#define ZHIBIAO_MISREAD_H

#include "normalize/err.h"
#include "normalize/text.h"

/* A charset that text was read in or ought to have been. */
enum misread_charset { MISREAD_UTF8, MISREAD_GBK, MISREAD_BIG5, MISREAD_LATIN };

struct misreading {
	enum misread_charset as; /* what it was read as */
	enum misread_charset is; /* what it is */
};

enum { MISREADINGS = 5 };
extern const struct misreading misreadings[MISREADINGS];

/*
 * The bytes that a character may stand for. A character that the reader put in the place of what it
 * could not read stands for any byte.
 */
enum { NO_BYTE = 0x1FF, ANY_BYTE = 0x100 };

struct misread_bytes {
	uint16_t one;	/* a single byte, ANY_BYTE or NO_BYTE */
	uint16_t other; /* another single one, or NO_BYTE */
	bool two;	/* or this pair: */
	unsigned char pair[2];
};

/* The tables back from characters to bytes. */
struct misread_tables;

/* NULL with e filled when there is no memory. */
struct misread_tables *misread_open(struct err *e);
void misread_close(struct misread_tables *t);

/* What the character was before it was misread. */
struct misread_bytes misread_behind(const struct misread_tables *t, const struct misreading *m,
				    uint32_t code);

/* The pair of GBK that a character has, 0 for none. */
uint16_t misread_gbk(const struct misread_tables *t, uint32_t code);

/* Whether GB2312 has the ideograph: text in simplified script holds hardly any other. */
bool misread_is_gb2312(const struct misread_tables *t, uint32_t code);

/* Whether GB2312 has the character and Big5 has not: text in traditional script doesn't hold it. */
bool misread_is_simplified(const struct misread_tables *t, uint32_t code);

#endif
