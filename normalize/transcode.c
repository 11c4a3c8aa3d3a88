#include "normalize/transcode.h"

void transcoder_init(struct transcoder *t, struct editor *w)
{
	t->w = w;
	t->units = 0;
	t->src_unit = 0;
	t->dst_unit = 0;
	t->kind = EDIT_TRANSCODE;
}

void transcoder_flush(struct transcoder *t)
{
	struct slice text = {t->text, t->units * t->dst_unit};

	if (t->units)
		edit_map(t->w, t->units, t->src_unit, text, t->kind);
	t->units = 0;
}

size_t transcoder_row(struct transcoder *t, size_t n, size_t n_out)
{
	if (n != t->src_unit || n_out != t->dst_unit || t->kind != EDIT_TRANSCODE ||
	    (t->units + 1) * n_out > sizeof(t->text)) {
		transcoder_flush(t);
		t->src_unit = n;
		t->dst_unit = n_out;
		t->kind = EDIT_TRANSCODE;
	}
	return sizeof(t->text) / n_out - t->units;
}

void transcoder_code(struct transcoder *t, size_t n, uint32_t code)
{
	char out[4];

	transcoder_put(t, n, out, utf8_put(out, code), EDIT_TRANSCODE);
}

void transcoder_bad(struct transcoder *t, size_t n)
{
	transcoder_put(t, n, "\xEF\xBF\xBD", 3, EDIT_UNDECODABLE);
}

void transcoder_keep(struct transcoder *t, size_t n)
{
	transcoder_flush(t);
	edit_keep(t->w, n);
}
