/*
 * The style and the script of the evidence pages.
 *
 * The policy of a page lets in what has these hashes (of all lines one after another) and nothing
 * else; tests/pages.py says what they are to be after a change. A page reads and filters without
 * the script, which adds the search in lists, the way from the text to the list, and the jump from
 * the page of a long document to the page of a part.
 */
#ifndef ZHIBIAO_PAGE_STYLE_H
#define ZHIBIAO_PAGE_STYLE_H

#include "extract/sinks/page_frame.h"

/* Lines with their line ends; NULL ends them. Every page has this style, some one more. */
extern const char *const page_style[];

/* Of a page with a text, and of the index. */
extern const struct page_dress evidence_dress;

#endif
