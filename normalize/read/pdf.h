/*
 * PDF: its text as `pdftotext -layout` of Poppler gives it, where that program is installed.
 */
#ifndef ZHIBIAO_PDF_H
#define ZHIBIAO_PDF_H

#include "normalize/doc.h"

/* The program may take this long. */
enum { PDF_SECONDS = 120 };

/*
 * Runs the program in a process of its own; its output, at most max bytes, becomes d->bytes, and
 * its name that of their part. 0, or -1 with e filled.
 */
int pdf_read(struct slice pdf, size_t max, struct doc *d, struct err *e);

#endif
