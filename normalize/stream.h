/*
 * The document stream: documents between the stages of a piped chain, one JSON object a line.
 *
 *   {"zhibiao":1,"doc":ID,"bytes":N,"charset":…,"script":…,…,"original":DECODED TEXT,
 *    "text":PRESENT TEXT,"layers":[{"name":"decode","runs":"120 45/2/3/transcode 7 9/ …"},
 *    {"name":"convert","runs":"30 1/3/3/script …","with":TEXT},…]}
 *
 * The runs of a layer stand in one string, with blanks between them:
 *
 *   N                 N bytes are kept
 *   N/SRC/DST/KIND    N units of SRC bytes became units of DST bytes each
 *   N/                the same, with SRC, DST and KIND of the last such run
 *   N@PLACE           a layer that moved text: N bytes that stand at PLACE in the source,
 *   N@PLACE/          and such as were moved; all of its runs are of these two kinds
 *
 * In layers above the first "with" holds what the changed units became, one after another, so that
 * every layer's text can be made again from `original`. `text` is there for people and other
 * programs (jq .text); "original" is left out when equal to it. The first line of input tells a
 * stream from plain text by its beginning, STREAM_MARK.
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
