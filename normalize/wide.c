#include "normalize/wide.h"

#include "normalize/transcode.h"

uint32_t wide_unit(struct wide_form form, const char *p)
{
	const unsigned char *s = (const unsigned char *)p;
	uint32_t value = 0;

	for (size_t i = 0; i < form.unit; i++)
		value = value << 8 | s[form.big_endian ? i : form.unit - 1u - i];
	return value;
}

static bool is_surrogate(uint32_t c)
{
	return c >= 0xD800 && c <= 0xDFFF;
}

size_t wide_at(struct wide_form form, const char *p, size_t n, uint32_t *code)
{
	uint32_t low;

	*code = WIDE_BAD;
	if (n < form.unit)
		return n;
	*code = wide_unit(form, p);
	if (form.unit == 2 && *code >= 0xD800 && *code <= 0xDBFF && n >= 4) {
		low = wide_unit(form, p + 2);
		if (low >= 0xDC00 && low <= 0xDFFF) {
			*code = 0x10000 + ((*code - 0xD800) << 10) + (low - 0xDC00);
			return 4;
		}
	}
	if (is_surrogate(*code) || *code > 0x10FFFF)
		*code = WIDE_BAD;
	return form.unit;
}

void wide_decode(struct wide_form form, struct editor *w, size_t end)
{
	size_t at = w->pos, n;
	struct transcoder t;
	uint32_t code;

	transcoder_init(&t, w);
	while (at < end) {
		n = wide_at(form, w->src.p + at, end - at, &code);
		if (code == WIDE_BAD)
			transcoder_bad(&t, n);
		else
			transcoder_code(&t, n, code);
		at += n;
	}
	transcoder_end(&t);
}
