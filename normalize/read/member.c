#include "normalize/read/member.h"

#include "normalize/read/docx.h"
#include "normalize/read/html.h"
#include "normalize/read/ocr.h"
#include "normalize/read/pdf.h"
#include "normalize/read/unpack.h"

static int read_bytes(struct slice bytes, size_t max, struct doc *d, struct err *e)
{
	(void)max;
	(void)e;
	d->bytes = bytes;
	return 0;
}

/* A page may say which charset it is in, rightly or not. */
static int read_page(struct slice bytes, size_t max, struct doc *d, struct err *e)
{
	if (!d->info.declared.n)
		d->info.declared = html_charset(bytes);
	return read_bytes(bytes, max, d, e);
}

static const struct member_form {
	int (*read)(struct slice bytes, size_t max, struct doc *d, struct err *e);
	int (*text)(struct doc *d, struct editor *w, struct err *e); /* NULL: there is no markup */
} forms[CONTAINERS] = {
	[CONTAINER_TEXT] = {read_bytes, NULL},	   [CONTAINER_HTML] = {read_page, html_text},
	[CONTAINER_HOCR] = {read_page, hocr_text}, [CONTAINER_ALTO] = {read_page, alto_text},
	[CONTAINER_DOCX] = {docx_read, docx_text}, [CONTAINER_PDF] = {pdf_read, NULL},
};

int member_read(struct slice bytes, enum container kind, size_t max, struct doc *d, struct err *e)
{
	const char *unread = kind == CONTAINER_AUTO ? container_unread(bytes) : NULL;

	if (unread)
		return err_set(e, "files of the kind %s are not read", unread);
	if (kind == CONTAINER_AUTO)
		kind = container_of(bytes);
	if (!forms[kind].read)
		return err_set(e, "%s inside another container is not read", container_name(kind));
	d->info.kind = slice_of(container_name(kind));
	return forms[kind].read(bytes, max, d, e);
}

int member_open(struct slice bytes, enum container kind, size_t max, struct doc *d, struct err *e)
{
	enum packing packing = kind == CONTAINER_TEXT ? PACKING_NONE : packing_of(bytes);

	if (packing && unpack_all(packing, bytes, max, &d->arena, &bytes, e))
		return -1;
	if (kind == CONTAINER_NDJSON)
		kind = CONTAINER_TEXT;
	if (kind == CONTAINER_WARC || (!kind && container_of(bytes) == CONTAINER_WARC))
		return err_set(e, "a web archive holds many documents: use --stream");
	return member_read(bytes, kind, max, d, e);
}

int member_text(struct doc *d, struct editor *w, struct err *e)
{
	enum container kind = container_named(d->info.kind);

	return kind < CONTAINERS && forms[kind].text ? forms[kind].text(d, w, e) : 0;
}
