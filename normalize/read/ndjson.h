/*
 * NDJSON from elsewhere: one JSON object a line, its text in a field, or in the paragraphs of a
 * list of objects (段落[].内容).
 */
#ifndef ZHIBIAO_NDJSON_H
#define ZHIBIAO_NDJSON_H

#include "normalize/doc.h"

/* Whether the line is a JSON object with text in the field of that name, or in one of the usual. */
bool ndjson_recognise(struct slice line, const char *text_field);

/*
 * Fills d->bytes with the text and d->info with what the other fields say; the field's name becomes
 * that of the document's part. Paragraphs are joined by line ends. d->id stays empty where the
 * object has none. A text that begins as a page of HTML is one. text_field may be NULL. Memory: at
 * most 3 times the line, while it runs. 0, or -1 with e filled.
 */
int ndjson_read(struct slice line, const char *text_field, struct doc *d, struct err *e);

#endif
