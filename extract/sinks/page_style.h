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

/* Lines with their line ends; NULL ends them. */
extern const char *const page_style[];
extern const char *const page_script[];

extern const char page_style_hash[];
extern const char page_script_hash[];

#endif
