/*
 * Places: where on an evidence page something stands.
 *
 * A page shows the text of one layer, the shown layer: the decoded text, and for a document that
 * came in a container's dress (tags, XML) the text that was taken out of it.
 */
#ifndef ZHIBIAO_PAGE_PLACE_H
#define ZHIBIAO_PAGE_PLACE_H

#include "extract/record.h"
#include "normalize/doc.h"

/* The number of the shown layer. The document has layers. */
size_t place_layer(const struct doc *d);

/* The place of a record made from this document; false where the layer has none for it. */
bool place_of_record(const struct doc *d, size_t layer, const struct record *r, struct span *at);

/* The place of run number `run` of layer number `from`; false as above. */
bool place_of_run(const struct doc *d, size_t layer, size_t from, size_t run, struct span *at);

#endif
