/*
 * The document stream: documents between the stages of a piped chain, one JSON object a line.
 *
 *   {"zhibiao":1,"doc":ID,"bytes":N,"charset":…,"script":…,…,"parts":[[NAME,START],…],
 *    "original":DECODED TEXT,
 *    "text":PRESENT TEXT,"layers":[{"name":"decode","runs":[[KIND,UNITS,SRC_UNIT,DST_UNIT],…]},
 *    {"name":"convert","runs":[…]},…]}
 *
 * A run that keeps text is [UNITS]; a run of a layer above the first carries its target text as a
 * fifth element, so that every layer's text can be made again from `original`. In a layer that
 * moved text every run is [KIND,BYTES,PLACE IN THE SOURCE], KIND being "keep" or "order". `text` is
 * there for people and other programs (jq .text); "original" is left out when equal to it. The
 * first line of input tells a stream from plain text by its beginning, STREAM_MARK.
 */
#ifndef ZHIBIAO_STREAM_H
#define ZHIBIAO_STREAM_H

#include "normalize/doc.h"

#define STREAM_MARK "{\"zhibiao\":1,"

/* Whether the bytes begin as a document stream does. */
bool stream_recognise(struct slice bytes);

/* Appends the document as one line, with its line end. Failures are remembered in out. */
void stream_write(const struct doc *d, struct buf *out);

/* Fills *d (initialised) from one line. Returns 0, or -1 with e filled. */
int stream_read(struct slice line, struct doc *d, struct err *e);

#endif
