/*
 * HTML: the main text of a page.
 */
#ifndef ZHIBIAO_HTML_H
#define ZHIBIAO_HTML_H

#include "normalize/doc.h"

/* How many first bytes of a page may declare its charset. */
enum { HTML_CHARSET_LOOK = 4096 };

/* The charset that the page declares by <meta> or an XML declaration; empty where it does not. */
struct slice html_charset(struct slice head);

/*
 * Adds the layer "html" over the decoded page: an edit script that deletes markup and furniture,
 * replaces references by their characters, and puts headings, paragraphs, list items and the rows
 * of tables on lines of their own, cells parted by tabs. Title, date, source and address of the
 * page go to d->info where nothing is known yet. Memory: at most 40 times the page's bytes, while
 * it runs. 0, or -1 with e filled.
 */
int html_text(struct doc *d, struct editor *w, struct err *e);

#endif
