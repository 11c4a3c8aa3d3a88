/*
 * Writing JSON: strings and numbers in their one shortest form, into a buffer.
 */
#ifndef ZHIBIAO_JSON_H
#define ZHIBIAO_JSON_H

#include "normalize/buf.h"

/*
 * A string with its quotes; UTF-8 goes out as it is, control characters escaped, and bytes that
 * are not UTF-8 (a file name may hold any) as U+FFFD.
 */
void json_write_string(struct buf *out, struct slice s);

/* The shortest decimal that reads back as the same double; null for NaN and infinities. */
void json_write_number(struct buf *out, double value);

#endif
