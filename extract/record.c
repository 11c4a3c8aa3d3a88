#include "extract/record.h"

#include "normalize/json.h"

#include <math.h>

static const struct flag_info flags[RECORD_FLAGS] = {
	{"repaired", "数值依据文字修复得出",
	 "The value rests on characters that were repaired, such as a letter read for a digit."},
	{"ambiguous_value", "数值有歧义", "The number can be read in more than one way."},
	{"range_lost_dash", "疑似区间,连接号丢失",
	 "The number may be a range whose dash was lost (12 for 1—2)."},
	{"deadline_before_publication", "期限早于发布日期",
	 "The deadline lies before the date of the document itself."},
	{"unit_missing", "缺少单位", "The text gives no unit for the number."},
	{"lead_inferred", "牵头单位系推断",
	 "The text does not say who leads; the first agency listed was taken."},
	{"indicator_inferred", "指标名称系推断",
	 "The indicator does not stand beside the number and was taken from its context."},
	{"undecodable", "含无法识别的字符",
	 "The passage holds bytes that no charset explains, shown as U+FFFD."},
	{"match_limit", "部分段落未能按规则识别",
	 "A rule met its limits somewhere in the document and was given up on that line."},
	{"ocr_unsure", "文字识别把握不足",
	 "The OCR engine that read the page was not sure of a word in the passage."},
	{"order_repaired", "所在段落的次序已调整",
	 "The page of the passage was out of order in the document and was put back."},
	{"order_unsure", "疑似页序错乱",
	 "The numbers of headings jump as if pages had changed places, but not so that it is sure "
	 "which: nothing was moved."},
};

const struct flag_info *flag_info(int i)
{
	return &flags[i];
}

static const char *const type_names[RECORD_TYPES] = {
	[RECORD_DOCUMENT] = "document", [RECORD_TARGET] = "target",
	[RECORD_DEADLINE] = "deadline", [RECORD_ASSIGNMENT] = "assignment",
	[RECORD_EDIT] = "edit",		[RECORD_FACT] = "fact",
	[RECORD_MENTION] = "mention",
};

const char *record_type_name(enum record_type type)
{
	return type_names[type];
}

#define KEY(member) ",\"" #member "\":"
#define FIELD(form, member)                                                                        \
	{                                                                                          \
#member, {KEY(member), sizeof(KEY(member)) - 1 }, form,                            \
			  offsetof(struct record, member)                                          \
	}

#define COMMON_FIELDS                                                                              \
	FIELD(FORM_TEXT, doc), FIELD(FORM_TEXT, quote), FIELD(FORM_SPAN, span),                    \
		FIELD(FORM_OPTIONAL, span_in), FIELD(FORM_LIST, section), FIELD(FORM_TEXT, rule),  \
		FIELD(FORM_NUMBER, confidence), FIELD(FORM_FLAGS, flags)

static const struct field document_fields[] = {
	COMMON_FIELDS,
	FIELD(FORM_NULLABLE, title),
	FIELD(FORM_NULLABLE, issuer),
	FIELD(FORM_NULLABLE, number),
	FIELD(FORM_DATE, published),
	FIELD(FORM_NULLABLE, region),
	FIELD(FORM_PERIOD, period),
	FIELD(FORM_TEXT, charset),
	FIELD(FORM_TEXT, script),
	FIELD(FORM_NUMBER, traditional_share),
	FIELD(FORM_TEXT, kind),
	FIELD(FORM_NUMBER, ocr_confidence),
	FIELD(FORM_COUNTS, edits),
	FIELD(FORM_COUNTS, counts),
};

/* A target's fields, and `status`, which only a fact has. */
static const struct field target_fields[] = {
	COMMON_FIELDS,
	FIELD(FORM_TEXT, indicator),
	FIELD(FORM_TEXT, op),
	FIELD(FORM_NUMBER, value),
	FIELD(FORM_NUMBER, value_max),
	FIELD(FORM_TEXT, unit),
	FIELD(FORM_TEXT, kind),
	FIELD(FORM_BASELINE, baseline),
	FIELD(FORM_NULLABLE, recurrence),
	FIELD(FORM_DATE, deadline),
	FIELD(FORM_TEXT, deadline_from),
	FIELD(FORM_LIST, lead),
	FIELD(FORM_LIST, support),
	FIELD(FORM_TEXT, sentence),
	FIELD(FORM_TEXT, status),
};

static const struct field deadline_fields[] = {
	COMMON_FIELDS,	       FIELD(FORM_TEXT, kind),		 FIELD(FORM_DATE, start),
	FIELD(FORM_DATE, end), FIELD(FORM_NULLABLE, recurrence), FIELD(FORM_TEXT, about),
};

static const struct field assignment_fields[] = {
	COMMON_FIELDS,		 FIELD(FORM_TEXT, task),
	FIELD(FORM_LIST, lead),	 FIELD(FORM_LIST, support),
	FIELD(FORM_TEXT, basis),
};

static const struct field edit_fields[] = {
	COMMON_FIELDS,
	FIELD(FORM_TEXT, kind),
	FIELD(FORM_TEXT, before),
	FIELD(FORM_TEXT, after),
};

static const struct field mention_fields[] = {
	COMMON_FIELDS,
	FIELD(FORM_TEXT, kind),
	FIELD(FORM_NUMBER, value),
	FIELD(FORM_NUMBER, value_max),
	FIELD(FORM_TEXT, op),
	FIELD(FORM_TEXT, unit),
	FIELD(FORM_DATE, start),
	FIELD(FORM_DATE, end),
	FIELD(FORM_NULLABLE, recurrence),
	FIELD(FORM_NULLABLE, duration),
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct {
	const struct field *fields;
	size_t count;
} tables[RECORD_TYPES] = {
	[RECORD_DOCUMENT] = {document_fields, COUNT(document_fields)},
	[RECORD_TARGET] = {target_fields, COUNT(target_fields) - 1},
	[RECORD_DEADLINE] = {deadline_fields, COUNT(deadline_fields)},
	[RECORD_ASSIGNMENT] = {assignment_fields, COUNT(assignment_fields)},
	[RECORD_EDIT] = {edit_fields, COUNT(edit_fields)},
	[RECORD_FACT] = {target_fields, COUNT(target_fields)},
	[RECORD_MENTION] = {mention_fields, COUNT(mention_fields)},
};

const struct field *record_fields(enum record_type type, size_t *count)
{
	*count = tables[type].count;
	return tables[type].fields;
}

struct record record_new(enum record_type type)
{
	return (struct record){
		.type = type,
		.confidence = 1,
		.value = NAN,
		.value_max = NAN,
		.baseline.value = NAN,
		.traditional_share = NAN,
		.ocr_confidence = NAN,
	};
}

int records_add(struct records *list, struct arena *arena, const struct record *r, struct err *e)
{
	struct record *items =
		arena_grow(arena, list->items, list->count, &list->capacity, sizeof(struct record));

	if (!items)
		return err_nomem(e);
	list->items = items;
	list->items[list->count++] = *r;
	return 0;
}

/*
 * Writing: one function for each form, given the member's address.
 */

static void write_text(const void *member, struct buf *out)
{
	json_write_string(out, *(const struct slice *)member);
}

static void write_nullable(const void *member, struct buf *out)
{
	const struct slice *s = member;

	if (s->n)
		json_write_string(out, *s);
	else
		buf_adds(out, "null");
}

static void write_number(const void *member, struct buf *out)
{
	json_write_number(out, *(const double *)member);
}

static void write_list(const void *member, struct buf *out)
{
	const struct list *list = member;

	buf_addc(out, '[');
	for (size_t i = 0; i < list->count; i++) {
		if (i)
			buf_addc(out, ',');
		json_write_string(out, list->items[i]);
	}
	buf_addc(out, ']');
}

static void write_baseline(const void *member, struct buf *out)
{
	const struct baseline *b = member;

	if (!b->set) {
		buf_adds(out, "null");
		return;
	}
	buf_adds(out, "{\"value\":");
	json_write_number(out, b->value);
	buf_adds(out, ",\"unit\":");
	json_write_string(out, b->unit);
	buf_adds(out, ",\"year\":");
	write_nullable(&b->year, out);
	buf_addc(out, '}');
}

static void write_period(const void *member, struct buf *out)
{
	const struct period *p = member;

	buf_adds(out, "{\"start\":");
	write_nullable(&p->start, out);
	buf_adds(out, ",\"end\":");
	write_nullable(&p->end, out);
	buf_addc(out, '}');
}

static void write_counts(const void *member, struct buf *out)
{
	const struct counts *counts = member;

	buf_addc(out, '{');
	for (size_t i = 0; i < counts->count; i++) {
		if (i)
			buf_addc(out, ',');
		json_write_string(out, counts->items[i].name);
		buf_addc(out, ':');
		buf_addu(out, counts->items[i].n);
	}
	buf_addc(out, '}');
}

static void write_span(const void *member, struct buf *out)
{
	const struct span *s = member;

	buf_addc(out, '[');
	buf_addu(out, s->start);
	buf_addc(out, ',');
	buf_addu(out, s->end);
	buf_addc(out, ']');
}

static void write_flags(const void *member, struct buf *out)
{
	uint32_t bits = *(const uint32_t *)member;
	const char *before = "\"";

	buf_addc(out, '[');
	for (int i = 0; i < RECORD_FLAGS; i++) {
		if (!(bits >> i & 1))
			continue;
		buf_adds(out, before);
		buf_adds(out, flags[i].name);
		buf_addc(out, '"');
		before = ",\"";
	}
	buf_addc(out, ']');
}

static void (*const writers[])(const void *, struct buf *) = {
	[FORM_TEXT] = write_text,	  [FORM_NULLABLE] = write_nullable,
	[FORM_OPTIONAL] = write_nullable, [FORM_DATE] = write_nullable,
	[FORM_NUMBER] = write_number,	  [FORM_LIST] = write_list,
	[FORM_BASELINE] = write_baseline, [FORM_PERIOD] = write_period,
	[FORM_COUNTS] = write_counts,	  [FORM_SPAN] = write_span,
	[FORM_FLAGS] = write_flags,
};

static bool left_out(const struct field *f, const void *member)
{
	return f->form == FORM_OPTIONAL && ((const struct slice *)member)->n == 0;
}

void record_write_value(const struct record *r, const struct field *f, struct buf *out)
{
	writers[f->form]((const char *)r + f->offset, out);
}

void record_write(const struct record *r, struct buf *out)
{
	size_t count;
	const struct field *fields = record_fields(r->type, &count);

	buf_adds(out, "{\"type\":\"");
	buf_adds(out, type_names[r->type]);
	buf_addc(out, '"');
	for (size_t i = 0; i < count; i++) {
		const void *member = (const char *)r + fields[i].offset;

		if (left_out(&fields[i], member))
			continue;
		buf_slice(out, fields[i].key);
		writers[fields[i].form](member, out);
	}
	buf_adds(out, "}\n");
}
