#include "cmd/show.h"

#include "normalize/json.h"

#include <math.h>

static void show_list(struct buf *out, const struct list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		buf_adds(out, i ? "、" : "");
		buf_slice(out, list->items[i]);
	}
}

static void show_flags(struct buf *out, uint32_t flags)
{
	size_t start = out->len;

	for (int i = 0; i < RECORD_FLAGS; i++) {
		if (!(flags >> i & 1))
			continue;
		buf_adds(out, out->len > start ? "、" : "");
		buf_adds(out, flag_info(i)->name);
	}
}

static void show_number(struct buf *out, double value)
{
	if (!isnan(value))
		json_write_number(out, value);
}

static void show_baseline(struct buf *out, const struct baseline *b)
{
	show_number(out, b->value);
	buf_slice(out, b->unit);
	if (b->year.n)
		buf_addf(out, "%sof %.*s", isnan(b->value) ? "" : " ", (int)b->year.n, b->year.p);
}

static void show_period(struct buf *out, const struct period *p)
{
	if (!p->start.n && !p->end.n)
		return;
	buf_slice(out, p->start);
	buf_adds(out, p->start.n ? " to " : "to ");
	buf_slice(out, p->end);
}

static void show_counts(struct buf *out, const struct counts *counts)
{
	for (size_t i = 0; i < counts->count; i++)
		buf_addf(out, "%s%.*s %zu", i ? ", " : "", (int)counts->items[i].name.n,
			 counts->items[i].name.p, counts->items[i].n);
}

void show_field(struct buf *out, const struct record *r, const struct field *field)
{
	const void *place = (const char *)r + field->offset;
	const struct span *span = place;

	switch (field->form) {
	case FORM_TEXT:
	case FORM_NULLABLE:
	case FORM_OPTIONAL:
	case FORM_DATE:
		buf_slice(out, *(const struct slice *)place);
		break;
	case FORM_NUMBER:
		show_number(out, *(const double *)place);
		break;
	case FORM_LIST:
		show_list(out, place);
		break;
	case FORM_FLAGS:
		show_flags(out, *(const uint32_t *)place);
		break;
	case FORM_BASELINE:
		show_baseline(out, place);
		break;
	case FORM_PERIOD:
		show_period(out, place);
		break;
	case FORM_COUNTS:
		show_counts(out, place);
		break;
	case FORM_SPAN:
		buf_addf(out, "%zu–%zu", span->start, span->end);
		break;
	}
}

bool field_is(const struct field *field, const char *const *names)
{
	for (; *names; names++)
		if (strcmp(field->name, *names) == 0)
			return true;
	return false;
}
