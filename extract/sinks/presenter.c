#include "extract/sinks/presenter.h"

int presenter_init(struct presenter *p, const struct sink_options *options, struct err *e)
{
	*p = (struct presenter){.lang = options->lang, .linked = options->pages != NULL};
	context_init(&p->context);
	hit_finder_init(&p->hits);
	buf_init(&p->folder, SIZE_MAX);
	buf_init(&p->page, SIZE_MAX);
	buf_init(&p->link, SIZE_MAX);
	buf_init(&p->scratch, SIZE_MAX);
	return p->linked ? page_folder(options->path, options->pages, &p->folder, e) : 0;
}

void presenter_release(struct presenter *p)
{
	context_release(&p->context);
	hit_finder_release(&p->hits);
	seen_release(&p->ids);
	seen_release(&p->pages);
	buf_release(&p->folder);
	buf_release(&p->page);
	buf_release(&p->link);
	buf_release(&p->scratch);
}

static int name_page(struct presenter *p, struct slice doc, struct err *e)
{
	if (!p->linked)
		return 0;
	buf_reset(&p->page);
	buf_slice(&p->page, buf_text(&p->folder));
	return page_name(&p->pages, doc, &p->page, e);
}

static int note_document(struct presenter *p, const struct record *r, struct err *e)
{
	bool own = r->type == RECORD_DOCUMENT;
	bool other = !p->context.doc.p || !slice_eq(r->doc, p->context.doc);

	if (other || (own && p->described)) {
		p->described = false;
		if (name_page(p, r->doc, e))
			return -1;
	}
	if (own || other)
		seen_release(&p->ids);
	p->described |= own;
	return context_note(&p->context, r, e);
}

/* What has a place of its own on the evidence page, and a name to be called by. */
static bool has_id(enum record_type type)
{
	return type == RECORD_TARGET || type == RECORD_FACT || type == RECORD_DEADLINE ||
	       type == RECORD_ASSIGNMENT;
}

static int make_link(struct presenter *p, const struct record *r, struct row *out, struct err *e)
{
	if (!p->linked || (!out->id.n && r->type != RECORD_DOCUMENT))
		return 0;
	buf_reset(&p->link);
	buf_slice(&p->link, buf_text(&p->page));
	if (out->id.n) {
		buf_adds(&p->link, "#r");
		buf_slice(&p->link, out->id);
	}
	out->link = buf_text(&p->link);
	return buf_check(&p->link, e);
}

int presenter_show(struct presenter *p, const struct record *r, struct row *out, struct err *e)
{
	*out = (struct row){.subject = r, .context = &p->context, .lang = p->lang};
	out->scratch = &p->scratch;
	if (note_document(p, r, e))
		return -1;
	if (has_id(r->type)) {
		if (record_id(&p->ids, &p->context, r, p->id, e))
			return -1;
		out->id = slice_of(p->id);
	}
	if (r->type == RECORD_TARGET || r->type == RECORD_FACT)
		if (hit_find(&p->hits, r, &out->hit, e))
			return -1;
	return make_link(p, r, out, e);
}
