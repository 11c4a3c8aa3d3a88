/*
 * The style and the script that the page of a batch has besides those of every page.
 *
 * Without the script the page reads, shows all columns and only what is to be checked; the script
 * adds sorting, search, filters of columns, colours days gone by, and keeps long tables short until
 * more is asked for.
 */
#ifndef ZHIBIAO_HTML_STYLE_H
#define ZHIBIAO_HTML_STYLE_H

#include "extract/sinks/page_frame.h"

extern const struct page_dress html_dress;

#endif
