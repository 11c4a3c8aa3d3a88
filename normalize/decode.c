#include "normalize/decode.h"

#include <stdlib.h>

#include "normalize/charset.h"
#include "normalize/foreign.h"
#include "normalize/hz.h"
#include "normalize/legacy.h"
#include "normalize/mojibake.h"
#include "normalize/read/member.h"
#include "normalize/stage.h"
#include "normalize/utf8.h"
#include "normalize/wide.h"

static const struct slice mark = {"\xEF\xBF\xBD", 3}; /* U+FFFD */

/* Below this confidence in a guess the container's claim goes before it. */
static const double DOUBTFUL = 0.9;

/* Decodes the editor's source from where it is up to `end`. */
struct charset {
	const char *name;
	void (*decode)(const struct charset *charset, struct editor *w, size_t end);
	enum legacy_charset legacy;
	struct wide_form form;
	struct foreign *foreign;
};

struct decoder {
	const struct charset *from; /* NULL: recognise it */
	struct charset other;	    /* of the system's iconv, where `from` names one */
	struct mojibake *mojibake;
	struct editor editor;
	uint32_t off; /* kinds of repair that are switched off */
};

static void decode_utf8(const struct charset *charset, struct editor *w, size_t end)
{
	struct slice left = {w->src.p + w->pos, end - w->pos};
	size_t n;

	(void)charset;
	while ((n = utf8_valid(left)) < left.n) {
		edit_keep(w, n);
		left = (struct slice){w->src.p + w->pos, end - w->pos};
		edit_replace(w, utf8_bad(left), mark, EDIT_UNDECODABLE);
		left = (struct slice){w->src.p + w->pos, end - w->pos};
	}
	edit_keep(w, n);
}

static void decode_wide(const struct charset *charset, struct editor *w, size_t end)
{
	wide_decode(charset->form, w, end);
}

static void decode_legacy(const struct charset *charset, struct editor *w, size_t end)
{
	legacy_decode(charset->legacy, w, end);
}

static void decode_hz(const struct charset *charset, struct editor *w, size_t end)
{
	(void)charset;
	hz_decode(w, end);
}

static void decode_foreign(const struct charset *charset, struct editor *w, size_t end)
{
	foreign_decode(charset->foreign, w, end);
}

static const struct charset charsets[] = {
	{.name = "UTF-8", .decode = decode_utf8},
	{.name = "UTF-16LE", .decode = decode_wide, .form = {2, false}},
	{.name = "UTF-16BE", .decode = decode_wide, .form = {2, true}},
	{.name = "UTF-32LE", .decode = decode_wide, .form = {4, false}},
	{.name = "UTF-32BE", .decode = decode_wide, .form = {4, true}},
	{.name = "GB18030", .decode = decode_legacy, .legacy = LEGACY_GB18030},
	{.name = "Big5", .decode = decode_legacy, .legacy = LEGACY_BIG5},
	{.name = "HZ", .decode = decode_hz},
};

/* Other names, in lower case and without - and _. Smaller charsets are read as what holds them. */
static const char *const aliases[][2] = {
	{"utf16", "utf16le"},
	{"utf32", "utf32le"},
	{"ucs2", "utf16le"},
	{"ucs4", "utf32le"},
	{"ascii", "utf8"},
	{"usascii", "utf8"},
	{"gbk", "gb18030"},
	{"gb2312", "gb18030"},
	{"gb", "gb18030"},
	{"euccn", "gb18030"},
	{"cp936", "gb18030"},
	{"windows936", "gb18030"},
	{"ms936", "gb18030"},
	{"big5hkscs", "big5"},
	{"cp950", "big5"},
	{"hzgb2312", "hz"},
	{"hzgb", "hz"},
	{"big5hkscs2008", "big5"},
	{"xgbk", "gb18030"},
	{"gb180302005", "gb18030"},
	{"gb180302022", "gb18030"},
	{"gb231280", "gb18030"},
	{"xbig5", "big5"},
	{"windows950", "big5"},
	{"ms950", "big5"},
	{"big5eten", "big5"},
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

	foreign_close(x->other.foreign);
	mojibake_close(x->mojibake);
	editor_release(&x->editor);
	free(x);
}

/* A charset without a table here is the system's business. */
static int open_foreign(struct decoder *x, struct slice name, struct err *e)
{
	x->other.foreign = foreign_open(name, e);
	if (!x->other.foreign)
		return -1;
	x->other.name = foreign_name(x->other.foreign);
	x->other.decode = decode_foreign;
	x->from = &x->other;
	return 0;
}

static int decoder_open(void **state, const struct stage_options *options, struct err *e)
{
	struct decoder *x = calloc(1, sizeof(*x));

	if (!x)
		return err_nomem(e);
	editor_init(&x->editor);
	x->off = options->no_repair;
	x->mojibake = mojibake_open(e);
	if (!x->mojibake) {
		decoder_close(x);
		return -1;
	}
	if (options->from.n) {
		x->from = charset_named(options->from);
		if (!x->from && open_foreign(x, options->from, e)) {
			decoder_close(x);
			return -1;
		}
	}
	*state = x;
	return 0;
}

/*
 * The charset of a document: what its container says, what the user says, or what it looks like.
 * A byte order mark decides between the two orders of UTF-16 and UTF-32. *name is NULL for data
 * that is not text. What is declared is believed.
 */
static struct charset_guess guess_of(const struct decoder *x, const struct doc *d)
{
	const struct charset *charset = d->info.charset.n ? charset_named(d->info.charset) : NULL;
	struct charset_guess guess = {.confidence = 1, .declared = true};
	const struct charset *marked;
	size_t len;
	const char *name = charset_signature(d->bytes, &len);

	if (!charset)
		charset = x->from;
	if (!charset) {
		guess = charset_guess(d->bytes);
		charset = guess.confidence < DOUBTFUL ? charset_named(d->info.declared) : NULL;
		guess.name = charset ? charset->name : guess.name;
		return guess;
	}
	marked = name ? charset_named(slice_of(name)) : NULL;
	if (marked && charset->form.unit && marked->form.unit == charset->form.unit)
		charset = marked;
	guess.name = charset->name;
	return guess;
}

/* What the first line is in. */
static const char *first_charset(const struct charset *charset, struct slice text)
{
	const char *stop = memchr(text.p, '\n', text.n);

	if (stop)
		text.n = (size_t)(stop - text.p) + 1;
	return text.n ? charset_part(charset->name, text, 0).name : charset->name;
}

/* A byte order mark, or what is left of a character that began before the text. */
static void drop_beginning(const struct charset *charset, const struct charset_guess *guess,
			   struct editor *w)
{
	size_t len, cut;
	const char *name = charset_signature(w->src, &len), *first = charset->name;

	if (name && strcmp(name, charset->name) == 0) {
		edit_replace(w, len, (struct slice){"", 0}, EDIT_SIGNATURE);
		return;
	}
	if (!guess->declared)
		first = first_charset(charset, w->src);
	cut = charset_cut(first, w->src);
	if (cut)
		edit_replace(w, cut, mark, EDIT_UNDECODABLE);
}

/* Part by part where the charset was guessed and a part of the text may be in another one. */
static void decode_parts(const struct charset *charset, struct editor *w, struct doc_info *info)
{
	while (w->pos < w->src.n) {
		struct charset_part part = charset_part(charset->name, w->src, w->pos);

		info->charset_parts += strcmp(part.name, charset->name) != 0;
		charset_named(slice_of(part.name))
			->decode(charset_named(slice_of(part.name)), w, part.end);
	}
}

static int decoder_run(void *state, struct doc *d, struct err *e)
{
	struct decoder *x = state;
	struct charset_guess guess;
	const struct charset *charset;

	if (d->layer_count)
		return 0;
	if (!d->bytes.n)
		d->bytes.p = "";
	guess = guess_of(x, d);
	charset = guess.name == x->other.name ? x->from : charset_named(slice_of(guess.name));
	if (!charset)
		return err_set(e, "not text (binary data)");
	editor_reset(&x->editor, d->bytes);
	if (!guess.valid) {
		if (!charset->foreign)
			drop_beginning(charset, &guess, &x->editor);
		if (guess.declared)
			charset->decode(charset, &x->editor, d->bytes.n);
		else
			decode_parts(charset, &x->editor, &d->info);
	}
	if (doc_push(d, "decode", &x->editor, e))
		return -1;
	d->info.charset = arena_copy(&d->arena, slice_of(charset->name));
	if (!d->info.charset.p)
		return err_nomem(e);
	d->info.charset_confidence = guess.confidence;
	if (member_text(d, &x->editor, e))
		return -1;
	return mojibake_repair(x->mojibake, d, &x->editor, x->off, e);
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
	result = doc_push(d, "decode", &w, e) ? -1 : member_text(d, &w, e);
	editor_release(&w);
	d->info.charset = slice_of("UTF-8");
	return result;
}
