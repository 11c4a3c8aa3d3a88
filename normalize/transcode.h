/*
 * Transcoding: a decoder says what each character of its charset became; stretches of characters
 * of the same widths become one run of the edit script.
 */
#ifndef ZHIBIAO_TRANSCODE_H
#define ZHIBIAO_TRANSCODE_H

#include "normalize/edit.h"

struct transcoder {
	struct editor *w; /* borrowed */
	size_t units;	  /* waiting in text */
	size_t src_unit;
	size_t dst_unit;
	enum edit_kind kind;
	char text[4096];
};

void transcoder_init(struct transcoder *t, struct editor *w);

/* The source offset that the next character begins at. */
static inline size_t transcoder_at(const struct transcoder *t)
{
	return t->w->pos + t->units * t->src_unit;
}

/* Hands what is waiting to the editor. To be called before anything else is written with it. */
void transcoder_flush(struct transcoder *t);

/* n source bytes became the n_out (1 to 8) bytes at `out`. */
static inline void transcoder_put(struct transcoder *t, size_t n, const char *out, size_t n_out,
				  enum edit_kind kind)
{
	if (n != t->src_unit || n_out != t->dst_unit || kind != t->kind ||
	    (t->units + 1) * n_out > sizeof(t->text)) {
		transcoder_flush(t);
		t->src_unit = n;
		t->dst_unit = n_out;
		t->kind = kind;
	}
	memcpy(t->text + t->units * n_out, out, n_out);
	t->units++;
}

/*
 * Makes ready for a row of characters of these widths: the caller writes up to as many as are
 * returned (at least one) to text + units * n_out and adds them to units.
 */
size_t transcoder_row(struct transcoder *t, size_t n, size_t n_out);

/* transcoder_put for one code point. */
void transcoder_code(struct transcoder *t, size_t n, uint32_t code);

/* n source bytes that mean nothing became U+FFFD. */
void transcoder_bad(struct transcoder *t, size_t n);

/* Keeps n bytes of ASCII. */
void transcoder_keep(struct transcoder *t, size_t n);

#endif
