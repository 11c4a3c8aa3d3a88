/*
 * Shift: GBK text that was read one byte off, since a byte of it was lost.
 *
 * From the loss on, the second byte of each character was read together with the first one of the
 * next, until a byte that begins no pair, or none that could be read, put things right. Most often
 * a question mark stands where the lost byte was; characters for private use that came about are
 * often gone. The pairs are taken apart and put together anew, what is unknown at both ends and in
 * the gaps is guessed by what is likely between its neighbours.
 */
#ifndef ZHIBIAO_SHIFT_H
#define ZHIBIAO_SHIFT_H

#include "normalize/buf.h"
#include "normalize/misread.h"

struct shift;

/* NULL with e filled when there is no memory. */
struct shift *shift_open(struct err *e);
void shift_close(struct shift *s);

/*
 * Whether text is one byte off from `at` on, valid UTF-8, the beginning of a character: a question
 * mark or U+FFFD in the place of the lost byte, or the first character that was read wrong. Sets
 * *end to where it is right again. Returns the bits that the undone text saves, 0 for a text that
 * is to stay as it is.
 */
size_t shift_look(struct shift *s, struct slice text, size_t at, size_t *end);

/* What the last text that shift_look undid was; U+FFFD for what can't be known. */
struct slice shift_text(const struct shift *s);

#endif
