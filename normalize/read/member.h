/*
 * Members: the bytes of one document, whatever they are wrapped in.
 */
#ifndef ZHIBIAO_MEMBER_H
#define ZHIBIAO_MEMBER_H

#include "normalize/doc.h"
#include "normalize/read/container.h"

/*
 * Fills d->bytes, d->parts and d->info from bytes that live as long as the document. Its kind is
 * told by content for CONTAINER_AUTO; kinds that hold many documents are refused. What unpacks to
 * more than max bytes is an error. 0, or -1 with e filled.
 */
int member_read(struct slice bytes, enum container kind, size_t max, struct doc *d, struct err *e);

/*
 * member_read for the bytes of a whole file, which may be packed. Lines of JSON are text here; a
 * web archive is refused.
 */
int member_open(struct slice bytes, enum container kind, size_t max, struct doc *d, struct err *e);

/*
 * Takes the markup of the container that d->info.kind names off the decoded text: adds a layer, or
 * none where there is no markup. 0, or -1 with e filled.
 */
int member_text(struct doc *d, struct editor *w, struct err *e);

#endif
