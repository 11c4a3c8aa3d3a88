/*
 * How a store packs documents and records.
 */
#include "extract/storebase.h"
#include "normalize/json.h"
#include "normalize/stream.h"

#include <jansson.h>
#include <stdlib.h>
#include <zstd.h>

enum { LEVEL = 6 };

int pack_bytes(struct slice bytes, struct buf *out, struct err *e)
{
	size_t room = ZSTD_compressBound(bytes.n);
	char *place = buf_reserve(out, room);
	size_t n;

	if (!place)
		return err_nomem(e);
	n = ZSTD_compress(place, room, bytes.p, bytes.n, LEVEL);
	if (ZSTD_isError(n))
		return err_set(e, "zstd: %s", ZSTD_getErrorName(n));
	out->len += n;
	return 0;
}

int unpack_bytes(struct slice packed, struct arena *arena, struct slice *out, struct err *e)
{
	unsigned long long size = ZSTD_getFrameContentSize(packed.p, packed.n);
	char *place;
	size_t n;

	if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN ||
	    size / 100000 > packed.n)
		return err_set(e, "bytes that were packed are damaged");
	place = arena_alloc(arena, (size_t)size + 1);
	if (!place)
		return err_nomem(e);
	n = ZSTD_decompress(place, (size_t)size, packed.p, packed.n);
	if (ZSTD_isError(n) || n != size)
		return err_set(e, "bytes that were packed are damaged");
	place[n] = '\0';
	*out = (struct slice){place, n};
	return 0;
}

/* The members of struct doc_info that are texts. */
static const struct {
	const char *name;
	size_t offset;
} info_texts[] = {
	{"kind", offsetof(struct doc_info, kind)},
	{"charset", offsetof(struct doc_info, charset)},
	{"declared", offsetof(struct doc_info, declared)},
	{"title", offsetof(struct doc_info, title)},
	{"url", offsetof(struct doc_info, url)},
	{"source", offsetof(struct doc_info, source)},
	{"date", offsetof(struct doc_info, date)},
};

enum { INFO_TEXTS = sizeof(info_texts) / sizeof(info_texts[0]) };

static void add_parts(const struct doc *d, struct buf *out)
{
	buf_adds(out, ",\"parts\":[");
	for (size_t i = 0; i < d->part_count; i++) {
		buf_adds(out, i ? ",[" : "[");
		json_write_string(out, d->parts[i].name);
		buf_addf(out, ",%zu]", d->parts[i].start);
	}
	buf_addc(out, ']');
}

static void add_info(const struct doc *d, struct buf *out)
{
	buf_adds(out, "{\"charset_confidence\":");
	json_write_number(out, d->info.charset_confidence);
	buf_adds(out, ",\"ocr_confidence\":");
	json_write_number(out, d->info.ocr_confidence);
	for (size_t i = 0; i < INFO_TEXTS; i++) {
		const void *member = (const char *)&d->info + info_texts[i].offset;
		struct slice text = *(const struct slice *)member;

		if (!text.n)
			continue;
		buf_addf(out, ",\"%s\":", info_texts[i].name);
		json_write_string(out, text);
	}
	if (d->part_count)
		add_parts(d, out);
	buf_addc(out, '}');
}

int pack_about(const struct doc *d, struct buf *about, struct buf *line, struct slice *bytes,
	       struct err *e)
{
	if (d->layer_count) {
		buf_adds(about, "{\"stream\":true}");
		stream_write(d, line);
		*bytes = buf_text(line);
	} else {
		add_info(d, about);
		*bytes = d->bytes.p ? d->bytes : (struct slice){"", 0};
	}
	return buf_check(about, e) || buf_check(line, e) ? -1 : 0;
}

static int damaged_about(struct err *e)
{
	return err_set(e, "what is known of it is damaged");
}

static int read_parts(json_t *parts, struct doc *d, struct err *e)
{
	size_t i;
	json_t *part;

	json_array_foreach(parts, i, part)
	{
		json_t *name = json_array_get(part, 0);
		json_int_t start = json_integer_value(json_array_get(part, 1));
		struct slice text = {json_string_value(name), json_string_length(name)};

		if (!text.p || start < 0 || (size_t)start > d->bytes.n)
			return damaged_about(e);
		text = arena_copy(&d->arena, text);
		if (!text.p)
			return err_nomem(e);
		if (doc_add_part(d, text, (size_t)start, e))
			return -1;
	}
	return 0;
}

static int read_info(json_t *about, struct doc *d, struct err *e)
{
	d->info.charset_confidence =
		json_number_value(json_object_get(about, "charset_confidence"));
	d->info.ocr_confidence = json_number_value(json_object_get(about, "ocr_confidence"));
	for (size_t i = 0; i < INFO_TEXTS; i++) {
		json_t *value = json_object_get(about, info_texts[i].name);
		void *member = (char *)&d->info + info_texts[i].offset;
		struct slice text = {json_string_value(value), json_string_length(value)};

		if (!value)
			continue;
		text = text.p ? arena_copy(&d->arena, text) : text;
		if (!text.p)
			return damaged_about(e);
		*(struct slice *)member = text;
	}
	return read_parts(json_object_get(about, "parts"), d, e);
}

int unpack_doc(struct slice about, struct slice bytes, struct doc *d, struct err *e)
{
	json_t *object = json_loadb(about.p, about.n, JSON_ALLOW_NUL, NULL);
	int rc;

	if (!json_is_object(object)) {
		json_decref(object);
		return damaged_about(e);
	}
	if (json_is_true(json_object_get(object, "stream"))) {
		rc = stream_read(bytes, d, e);
	} else {
		d->bytes = bytes;
		rc = read_info(object, d, e);
	}
	json_decref(object);
	return rc;
}

int pack_records(const struct records *records, struct buf *out, struct err *e)
{
	struct buf lines;
	int rc;

	buf_init(&lines, SIZE_MAX);
	for (size_t i = 0; i < records->count; i++)
		record_write(&records->items[i], &lines);
	rc = buf_check(&lines, e);
	if (!rc)
		rc = pack_bytes(buf_text(&lines), out, e);
	buf_release(&lines);
	return rc;
}

static int read_line(struct slice line, struct slice id, struct arena *arena, struct records *out,
		     struct err *e)
{
	struct record r;

	if (record_read(line, &r, arena, e))
		return -1;
	r.doc = id;
	return records_add(out, arena, &r, e);
}

int unpack_records(struct slice packed, struct slice id, struct arena *arena, struct records *out,
		   struct err *e)
{
	struct slice lines;
	size_t end;

	*out = (struct records){0};
	if (unpack_bytes(packed, arena, &lines, e))
		return -1;
	for (size_t at = 0; at < lines.n; at = end + 1) {
		end = slice_find(lines, at, slice_of("\n"));
		if (read_line(slice_cut(lines, (struct span){at, end}), id, arena, out, e))
			return -1;
	}
	return 0;
}
