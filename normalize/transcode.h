/*
 * Transcoding: a decoder says what each character of its charset became; stretches of characters
 * of the same widths become one run of the edit script.
 */
#ifndef ZHIBIAO_TRANSCODE_H
#define ZHIBIAO_TRANSCODE_H

#include "normalize/edit.h"

struct transcoder {
	struct editor *w; /* borrowed */
	char *text;	  /* in its target text, where the row that is being written begins */
	size_t room;	  /* bytes there; 0 where there is none yet, or no memory */
	size_t units;	  /* waiting in text */
	size_t src_unit;
	size_t dst_unit;
	enum edit_kind kind;
};

void transcoder_init(struct transcoder *t, struct editor *w);

/* The source offset that the next character begins at. */
static inline size_t transcoder_at(const struct transcoder *t)
{
	return t->w->pos + t->units * t->src_unit;
}

/* Hands what is waiting to the editor. To be called before anything else is written with it. */
void transcoder_end(struct transcoder *t);

/*
 * Makes ready for a row of characters that take n bytes before and n_out (1 to 8) after: the caller
 * writes up to as many as are returned to text + units * n_out and adds them to units. 0 when
 * memory ran out, which the editor remembers.
 */
size_t transcoder_row(struct transcoder *t, size_t n, size_t n_out, enum edit_kind kind);

/* n source bytes became the n_out (1 to 8) bytes at `out`. */
void transcoder_put(struct transcoder *t, size_t n, const char *out, size_t n_out,
		    enum edit_kind kind);

/* transcoder_put for one code point. */
void transcoder_code(struct transcoder *t, size_t n, uint32_t code);

/* n source bytes that mean nothing became U+FFFD. */
void transcoder_bad(struct transcoder *t, size_t n);

/* Keeps one byte of ASCII. */
void transcoder_keep(struct transcoder *t, char c);

#endif
