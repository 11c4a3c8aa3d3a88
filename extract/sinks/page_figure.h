/*
 * Figures of a batch on a page: cards with a number each, and bars.
 */
#ifndef ZHIBIAO_PAGE_FIGURE_H
#define ZHIBIAO_PAGE_FIGURE_H

#include "normalize/buf.h"

/* Items of <ul class="cards">; `class` picks the colour, `name` is our own. */
void figure_card(struct buf *out, const char *class, const char *name, size_t n);
void figure_share(struct buf *out, const char *name, size_t part, size_t whole);

/* A row of <table class="years">; the longest bar is that of `most`, which is not 0. */
void figure_bar(struct buf *out, struct slice name, size_t n, size_t most);

#endif
