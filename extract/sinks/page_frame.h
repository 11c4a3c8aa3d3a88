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

/* How a page looks and what its script does; see page_style.h. */
struct page_dress {
	const char *const *styles[3]; /* one after another; NULL ends them */
	const char *const *script;
	const char *style_hash; /* of all that stands between the tags */
	const char *script_hash;
};

/* Up to <body>; `title` is plain text. */
void frame_begin(struct buf *out, struct slice title, const struct page_dress *dress,
		 enum lang lang);

/* From the script to the end. */
void frame_end(struct buf *out, const struct page_dress *dress);

#endif
