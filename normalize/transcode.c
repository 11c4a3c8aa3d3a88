#include "normalize/transcode.h"

enum { ROOM = 4096 };

void transcoder_init(struct transcoder *t, struct editor *w)
{
	*t = (struct transcoder){.w = w, .kind = EDIT_TRANSCODE};
}

static void flush(struct transcoder *t)
{
	size_t n = t->units * t->dst_unit;

	if (!n)
		return;
	edit_written(t->w, t->units, t->src_unit, t->dst_unit, t->kind);
	t->text += n;
	t->room -= n;
	t->units = 0;
}

void transcoder_end(struct transcoder *t)
{
	flush(t);
	t->room = 0;
}

size_t transcoder_row(struct transcoder *t, size_t n, size_t n_out, enum edit_kind kind)
{
	if (n != t->src_unit || n_out != t->dst_unit || t->kind != kind) {
		flush(t);
		t->src_unit = n;
		t->dst_unit = n_out;
		t->kind = kind;
	}
	if ((t->units + 1) * n_out > t->room) {
		flush(t);
		t->text = edit_room(t->w, ROOM);
		t->room = t->text ? ROOM : 0;
	}
	return t->room / n_out - t->units;
}

void transcoder_put(struct transcoder *t, size_t n, const char *out, size_t n_out,
		    enum edit_kind kind)
{
	if (transcoder_row(t, n, n_out, kind))
		memcpy(t->text + t->units++ * n_out, out, n_out);
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

void transcoder_keep(struct transcoder *t, char c)
{
	transcoder_put(t, 1, &c, 1, EDIT_KEEP);
}
