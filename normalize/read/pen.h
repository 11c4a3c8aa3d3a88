/*
 * Pen: writes the script that takes markup off a text. What is not shown by it is deleted; blanks
 * are made one, and those of line ends between Chinese characters none.
 */
#ifndef ZHIBIAO_PEN_H
#define ZHIBIAO_PEN_H

#include "normalize/edit.h"
#include "normalize/read/markup.h"

enum pen_gap { GAP_NONE, GAP_WRAP, GAP_PHRASE, GAP_SPACE };

struct pen {
	struct editor *w;
	struct slice before; /* to be written before the next character shown */
	enum pen_gap gap;    /* blanks since the last one */
	enum edit_kind kind; /* of what is shown as it is; EDIT_KEEP */
	bool begun;	     /* something was shown since `before` was set */
};

/* Begins with the editor's present position. */
void pen_init(struct pen *p, struct editor *w);

/* Shows the text at a place of the source, not before what was shown already. */
void pen_text(struct pen *p, struct span at);

/* The same, blanks and line ends as they are. */
void pen_verbatim(struct pen *p, struct span at);

/* Shows something else in the place of the source's text there; that may be without length. */
void pen_instead(struct pen *p, struct span at, struct slice text);

/* What comes next is parted by this from what was shown; blanks between are dropped. Borrowed. */
void pen_part(struct pen *p, struct slice by);

/* The same by a line end, but not before the first text, and once however often it is said. */
void pen_line(struct pen *p);

/* What comes next is parted by a blank, or by nothing between Chinese characters. */
void pen_wrap(struct pen *p);

/* The same, but by a blank between Chinese characters: each is a phrase of its own. */
void pen_phrase(struct pen *p);

/* What comes next is parted by a blank. */
void pen_blank(struct pen *p);

/* Deletes the rest of the source. */
void pen_end(struct pen *p);

#endif
