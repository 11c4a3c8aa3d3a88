#include "normalize/read/ocr.h"

#include <stdlib.h>

#include "normalize/read/element.h"
#include "normalize/read/pen.h"

/* A word on its way, and the figures of the words so far. */
struct ocr {
	struct pen pen;
	struct markup markup;
	double confidence; /* of the present word; 0 where it says nothing */
	double sum;
	size_t words;
};

/* A decimal number at the beginning; 0 for none. */
static double number_of(struct slice text)
{
	char digits[24];
	size_t n = 0;

	while (n < text.n && n + 1 < sizeof(digits) &&
	       (is_digit((unsigned char)text.p[n]) || text.p[n] == '.')) {
		digits[n] = text.p[n];
		n++;
	}
	digits[n] = '\0';
	return strtod(digits, NULL);
}

static void begin_word(struct ocr *o, double confidence)
{
	o->confidence = confidence > 1 ? 1 : confidence;
	if (confidence > 0) {
		o->sum += o->confidence;
		o->words++;
	}
	pen_wrap(&o->pen);
}

static void show_word(struct ocr *o, struct span at)
{
	o->pen.kind = o->confidence > 0 && o->confidence < OCR_SURE ? EDIT_UNSURE : EDIT_KEEP;
	pen_text(&o->pen, at);
	o->pen.kind = EDIT_KEEP;
}

static bool has_class(struct slice attrs, const char *class)
{
	struct slice value = markup_attr(attrs, "class");

	return value.p && slice_find(value, 0, slice_of(class)) < value.n;
}

/* title='bbox 10 10 50 50; x_wconf 91' */
static double hocr_confidence(struct slice attrs)
{
	struct slice title = markup_attr(attrs, "title"), key = slice_of("x_wconf ");
	size_t at = title.p ? slice_find(title, 0, key) : 0;

	if (!title.p || at == title.n)
		return 0;
	at += key.n;
	return number_of((struct slice){title.p + at, title.n - at}) / 100;
}

static void hocr_token(struct ocr *o, const struct token *t)
{
	const struct element *element;

	if (t->kind == TOKEN_TEXT)
		show_word(o, t->at);
	if (t->kind != TOKEN_OPEN)
		return;
	element = element_named(t->name);
	if (element->flags & ELEMENT_SKIP && !t->empty)
		markup_close(&o->markup, slice_of(element->name));
	if (has_class(t->attrs, "ocrx_word"))
		begin_word(o, hocr_confidence(t->attrs));
	else if (element->flags & ELEMENT_BLOCK || has_class(t->attrs, "ocr_line") ||
		 has_class(t->attrs, "ocr_header") || has_class(t->attrs, "ocr_caption") ||
		 has_class(t->attrs, "ocr_textfloat"))
		pen_line(&o->pen);
}

/* The part of a name behind its namespace. */
static bool is_named(struct slice name, const char *wanted)
{
	const char *colon = memchr(name.p, ':', name.n);

	if (colon)
		name = (struct slice){colon + 1, name.n - (size_t)(colon + 1 - name.p)};
	return slice_is(name, wanted);
}

static struct span span_of(const struct ocr *o, struct slice part)
{
	size_t start = (size_t)(part.p - o->markup.text.p);

	return (struct span){start, start + part.n};
}

/* <String CONTENT="…" WC="0.91"/> in a <TextLine> */
static void alto_token(struct ocr *o, const struct token *t)
{
	struct slice content;

	if (t->kind != TOKEN_OPEN)
		return;
	if (is_named(t->name, "TextLine"))
		pen_line(&o->pen);
	if (!is_named(t->name, "String"))
		return;
	content = markup_attr(t->attrs, "CONTENT");
	if (!content.p)
		return;
	begin_word(o, number_of(markup_attr(t->attrs, "WC")));
	show_word(o, span_of(o, content));
}

static int write_text(struct doc *d, const char *layer,
		      void (*read_token)(struct ocr *o, const struct token *t), struct editor *w,
		      struct err *e)
{
	struct ocr o = {.sum = 0};
	struct token t;

	editor_reset(w, doc_text(d));
	pen_init(&o.pen, w);
	markup_init(&o.markup, w->src);
	while (markup_next(&o.markup, &t))
		read_token(&o, &t);
	pen_end(&o.pen);
	if (o.words)
		d->info.ocr_confidence = o.sum / (double)o.words;
	return doc_push(d, layer, w, e);
}

int hocr_text(struct doc *d, struct editor *w, struct err *e)
{
	return write_text(d, "hocr", hocr_token, w, e);
}

int alto_text(struct doc *d, struct editor *w, struct err *e)
{
	return write_text(d, "alto", alto_token, w, e);
}
