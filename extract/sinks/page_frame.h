/*
 * The frame of every page: what stands before and after its own content.
 *
 * A page needs nothing but itself: its style and its script are in it, and its policy lets nothing
 * else in, nor any other style or script run.
 */
#ifndef ZHIBIAO_PAGE_FRAME_H
#define ZHIBIAO_PAGE_FRAME_H

#include "extract/sinks/term.h"
#include "normalize/buf.h"

/* Up to <body>; `title` is plain text. */
void frame_begin(struct buf *out, struct slice title, enum lang lang);

/* From the script to the end. */
void frame_end(struct buf *out);

#endif
