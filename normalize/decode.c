#include "normalize/decode.h"

#include <stdlib.h>

#include "normalize/charset.h"
#include "normalize/legacy.h"
#include "normalize/stage.h"
#include "normalize/utf8.h"
#include "normalize/wide.h"

enum { LEGACY_CHARSETS = 2 };

struct decoder {
	const struct charset *from; /* NULL: recognise it */
	struct editor editor;
	struct legacy *legacy[LEGACY_CHARSETS]; /* opened when first needed */
};

struct charset {
	const char *name;
	int (*decode)(struct decoder *x, const struct charset *charset, struct err *e);
	enum legacy_charset legacy;
	struct wide_form form;
};

static int decode_utf8(struct decoder *x, const struct charset *charset, struct err *e)
{
	struct editor *w = &x->editor;
	struct slice left = {w->src.p + w->pos, w->src.n - w->pos};
	size_t n = utf8_valid(left);

	(void)charset;
	(void)e;
	while (n < left.n) {
		edit_keep(w, n);
		left = (struct slice){w->src.p + w->pos, w->src.n - w->pos};
		edit_replace(w, utf8_bad(left), slice_of("\xEF\xBF\xBD"), EDIT_UNDECODABLE);
		left = (struct slice){w->src.p + w->pos, w->src.n - w->pos};
		n = utf8_valid(left);
	}
	return 0;
}

static int decode_wide(struct decoder *x, const struct charset *charset, struct err *e)
{
	(void)e;
	wide_decode(charset->form, &x->editor);
	return 0;
}

static int decode_legacy(struct decoder *x, const struct charset *charset, struct err *e)
{
	struct legacy **legacy = &x->legacy[charset->legacy];

	if (!*legacy)
		*legacy = legacy_open(charset->legacy, e);
	if (!*legacy)
		return -1;
	legacy_decode(*legacy, &x->editor);
	return 0;
}

static const struct charset charsets[] = {
	{.name = "UTF-8", .decode = decode_utf8},
	{.name = "UTF-16LE", .decode = decode_wide, .form = {2, false}},
	{.name = "UTF-16BE", .decode = decode_wide, .form = {2, true}},
	{.name = "UTF-32LE", .decode = decode_wide, .form = {4, false}},
	{.name = "UTF-32BE", .decode = decode_wide, .form = {4, true}},
	{.name = "GB18030", .decode = decode_legacy, .legacy = LEGACY_GB18030},
	{.name = "Big5", .decode = decode_legacy, .legacy = LEGACY_BIG5},
};

/* Other names, in lower case and without - and _. Smaller charsets are read as what holds them. */
static const char *const aliases[][2] = {
	{"utf16", "utf16le"},	{"utf32", "utf32le"},  {"ucs2", "utf16le"},
	{"ucs4", "utf32le"},	{"ascii", "utf8"},     {"usascii", "utf8"},
	{"gbk", "gb18030"},	{"gb2312", "gb18030"}, {"gb", "gb18030"},
	{"euccn", "gb18030"},	{"cp936", "gb18030"},  {"windows936", "gb18030"},
	{"ms936", "gb18030"},	{"big5hkscs", "big5"}, {"cp950", "big5"},
	{"windows950", "big5"}, {"ms950", "big5"},     {"big5eten", "big5"},
};

/* Lower case without - and _, cut to the room there is. */
static void plain_name(struct slice name, char *out, size_t size)
{
	size_t n = 0;

	for (size_t i = 0; i < name.n && n + 1 < size; i++) {
		char c = name.p[i];

		if (c == '-' || c == '_')
			continue;
		out[n++] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
	}
	out[n] = '\0';
}

static const struct charset *charset_named(struct slice name)
{
	char wanted[24], known[24];

	plain_name(name, wanted, sizeof(wanted));
	for (size_t i = 0; i < sizeof(aliases) / sizeof(aliases[0]); i++)
		if (strcmp(wanted, aliases[i][0]) == 0)
			plain_name(slice_of(aliases[i][1]), wanted, sizeof(wanted));
	for (size_t i = 0; i < sizeof(charsets) / sizeof(charsets[0]); i++) {
		plain_name(slice_of(charsets[i].name), known, sizeof(known));
		if (strcmp(wanted, known) == 0)
			return &charsets[i];
	}
	return NULL;
}

static void decoder_close(void *state)
{
	struct decoder *x = state;

	for (int i = 0; i < LEGACY_CHARSETS; i++)
		legacy_close(x->legacy[i]);
	editor_release(&x->editor);
	free(x);
}

static int decoder_open(void **state, const struct stage_options *options, struct err *e)
{
	struct decoder *x = calloc(1, sizeof(*x));

	if (!x)
		return err_nomem(e);
	editor_init(&x->editor);
	if (options->from.n) {
		x->from = charset_named(options->from);
		if (!x->from) {
			decoder_close(x);
			return err_set(e, "unknown charset '%.*s'",
				       (int)(options->from.n < 80 ? options->from.n : 80),
				       options->from.p);
		}
	}
	*state = x;
	return 0;
}

/*
 * The charset of a document: what its container says, what the user says, or what it looks like.
 * A byte order mark decides between the two orders of UTF-16 and UTF-32. NULL for data that is not
 * text. *valid: the bytes are UTF-8 through and through.
 */
static const struct charset *charset_of(const struct decoder *x, const struct doc *d, bool *valid)
{
	const struct charset *charset = d->info.charset.n ? charset_named(d->info.charset) : NULL;
	const struct charset *marked;
	struct charset_guess guess;
	size_t len;
	const char *name = charset_signature(d->bytes, &len);

	if (!charset)
		charset = x->from;
	if (!charset) {
		guess = charset_guess(d->bytes);
		*valid = guess.valid;
		return charset_named(slice_of(guess.name));
	}
	marked = name ? charset_named(slice_of(name)) : NULL;
	return marked && charset->form.unit && marked->form.unit == charset->form.unit ? marked
										       : charset;
}

static void drop_signature(const struct charset *charset, struct editor *w)
{
	size_t len;
	const char *name = charset_signature(w->src, &len);

	if (name && strcmp(name, charset->name) == 0)
		edit_replace(w, len, (struct slice){"", 0}, EDIT_SIGNATURE);
}

static int decoder_run(void *state, struct doc *d, struct err *e)
{
	struct decoder *x = state;
	const struct charset *charset;
	bool valid = false;

	if (d->layer_count)
		return 0;
	if (!d->bytes.n)
		d->bytes.p = "";
	charset = charset_of(x, d, &valid);
	if (!charset)
		return err_set(e, "not text (binary data)");
	editor_reset(&x->editor, d->bytes);
	drop_signature(charset, &x->editor);
	if (!valid && charset->decode(x, charset, e))
		return -1;
	if (doc_push(d, "decode", &x->editor, e))
		return -1;
	d->info.charset = slice_of(charset->name);
	return 0;
}

const struct stage stage_decode = {"decode", decoder_open, decoder_run, decoder_close};

int decode_utf8_only(struct doc *d, struct err *e)
{
	struct editor w;
	size_t n = utf8_valid(d->bytes);
	int result;

	if (n < d->bytes.n)
		return err_set(e, "not valid UTF-8 at byte %zu", n);
	if (!d->bytes.n)
		d->bytes.p = "";
	editor_init(&w);
	editor_reset(&w, d->bytes);
	result = doc_push(d, "decode", &w, e);
	editor_release(&w);
	d->info.charset = slice_of("UTF-8");
	return result;
}
