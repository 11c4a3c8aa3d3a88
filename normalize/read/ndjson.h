/*
 * NDJSON from elsewhere: one JSON object a line, its text in a field.
 */
#ifndef ZHIBIAO_NDJSON_H
#define ZHIBIAO_NDJSON_H

#include "normalize/doc.h"

/* Whether the line is a JSON object with a text field. */
bool ndjson_recognise(struct slice line);

/*
 * Fills d->bytes with the text field and d->info with what the other fields say; d->id stays empty
 * where the object has none. 0, or -1 with e filled.
 */
int ndjson_read(struct slice line, struct doc *d, struct err *e);

#endif
