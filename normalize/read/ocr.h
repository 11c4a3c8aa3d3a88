/*
 * What OCR engines write: hOCR (HTML with classes) and ALTO (XML).
 *
 * Lines of the page become lines of the text, and words are parted by blanks only where they are
 * not Chinese. Words that the engine itself is not sure of are marked with edits of the kind
 * EDIT_UNSURE that change nothing; d->info.ocr_confidence is the mean over all words.
 */
#ifndef ZHIBIAO_OCR_H
#define ZHIBIAO_OCR_H

#include "normalize/doc.h"

/* Words below this confidence are marked. */
#define OCR_SURE 0.6

/* Adds the layer "hocr" or "alto". 0, or -1 with e filled. */
int hocr_text(struct doc *d, struct editor *w, struct err *e);
int alto_text(struct doc *d, struct editor *w, struct err *e);

#endif
