/*
 * UTF-16 and UTF-32.
 */
#ifndef ZHIBIAO_WIDE_H
#define ZHIBIAO_WIDE_H

#include "normalize/edit.h"

struct wide_form {
	unsigned char unit; /* 2 or 4 bytes */
	bool big_endian;
};

/* The unit at p as a number. */
uint32_t wide_unit(struct wide_form form, const char *p);

/*
 * The character at p, of which n > 0 bytes are left; returns how many bytes it took. *code is
 * WIDE_BAD for a lone surrogate, a value beyond Unicode and a unit cut off at the end.
 */
#define WIDE_BAD UINT32_MAX
size_t wide_at(struct wide_form form, const char *p, size_t n, uint32_t *code);

/* Decodes the editor's source up to offset `end`. */
void wide_decode(struct wide_form form, struct editor *w, size_t end);

#endif
