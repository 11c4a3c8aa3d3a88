/*
 * WARC and WET: the records of a web archive, one document each.
 *
 * Records with text are `response` (of status 200 to 299), `resource` and `conversion`; the others,
 * and what is no text (pictures, scripts), are passed over in silence. After a record that is
 * damaged, or whose length is false, reading goes on with the next line that begins a record.
 */
#ifndef ZHIBIAO_WARC_H
#define ZHIBIAO_WARC_H

#include "normalize/doc.h"
#include "normalize/read/input.h"

/* Longest head of a record. */
enum { WARC_HEAD = 64 * 1024 };

/*
 * The next document: d->id is the record's own (without < >) if it has one, its part is the
 * record's block or the body of the response. 1; 0 at the end; -1 with e filled: this record can't
 * be read.
 */
int warc_next(struct input *in, struct doc *d, struct err *e);

#endif
