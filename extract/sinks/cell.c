#include "extract/sinks/cell.h"

#include "extract/sinks/column.h"
#include "normalize/kind.h"

#include <math.h>

static void set_text(struct cell *out, struct slice text, bool ours)
{
	if (text.n)
		*out = (struct cell){.kind = CELL_TEXT, .text = text, .ours = ours};
}

static void set_number(struct cell *out, double number)
{
	if (isfinite(number))
		*out = (struct cell){.kind = CELL_NUMBER, .number = number};
}

static int two_digits(const char *p)
{
	if (!is_digit((unsigned char)p[0]) || !is_digit((unsigned char)p[1]))
		return -1;
	return (p[0] - '0') * 10 + p[1] - '0';
}

/* An ISO date and nothing else. */
static bool read_iso(struct slice text, struct date *out)
{
	int century;
	int year;

	if (text.n != strlen("2025-12-31") || text.p[4] != '-' || text.p[7] != '-')
		return false;
	century = two_digits(text.p);
	year = two_digits(text.p + 2);
	*out = (struct date){century * 100 + year, two_digits(text.p + 5), two_digits(text.p + 8)};
	if (century < 0 || year < 0 || out->year < 1 || out->month < 1 || out->month > 12)
		return false;
	return out->day >= 1 && out->day <= days_in_month(out->year, out->month);
}

static void set_date(struct cell *out, struct slice text)
{
	struct date date;

	set_text(out, text, false);
	if (!read_iso(text, &date))
		return;
	out->kind = CELL_DATE;
	out->date = date;
}

static void set_day(struct cell *out, int day, struct buf *scratch)
{
	if (!day)
		return;
	buf_addf(scratch, "%04d-%02d-%02d", day / 10000, day / 100 % 100, day % 100);
	set_date(out, buf_text(scratch));
}

static void set_link(struct cell *out, struct slice target)
{
	if (target.n)
		*out = (struct cell){.kind = CELL_LINK, .text = target, .ours = true};
}

static const void *member(const struct column *c, const struct row *row)
{
	return (const char *)row->subject + c->offset;
}

static const struct slice *member_text(const struct column *c, const struct row *row)
{
	return member(c, row);
}

void cell_text(const struct column *c, const struct row *row, struct cell *out)
{
	set_text(out, *member_text(c, row), false);
}

void cell_number(const struct column *c, const struct row *row, struct cell *out)
{
	set_number(out, *(const double *)member(c, row));
}

void cell_offset(const struct column *c, const struct row *row, struct cell *out)
{
	set_number(out, (double)*(const size_t *)member(c, row));
}

void cell_date(const struct column *c, const struct row *row, struct cell *out)
{
	set_date(out, *member_text(c, row));
}

void cell_day(const struct column *c, const struct row *row, struct cell *out)
{
	set_day(out, *(const int *)member(c, row), row->scratch);
}

/* A word of a vocabulary; an unknown one is shown as it is. */
void cell_word(const struct column *c, const struct row *row, struct cell *out)
{
	struct slice name = *member_text(c, row);
	const struct word *word = word_named(c->words, name);

	if (word)
		set_text(out, slice_of(word->shown[row->lang]), true);
	else
		set_text(out, name, false);
}

static void join(const struct list *list, const char *separator, struct buf *scratch,
		 struct cell *out)
{
	if (list->count == 1) {
		set_text(out, list->items[0], false);
		return;
	}
	for (size_t i = 0; i < list->count; i++) {
		if (i)
			buf_adds(scratch, separator);
		buf_slice(scratch, list->items[i]);
	}
	set_text(out, buf_text(scratch), false);
}

void cell_list(const struct column *c, const struct row *row, struct cell *out)
{
	join(member(c, row), "、", row->scratch, out);
}

void cell_path(const struct column *c, const struct row *row, struct cell *out)
{
	join(member(c, row), " / ", row->scratch, out);
}

void cell_flags(const struct column *c, const struct row *row, struct cell *out)
{
	uint32_t flags = *(const uint32_t *)member(c, row);

	for (int i = 0; i < RECORD_FLAGS; i++) {
		if (!(flags >> i & 1))
			continue;
		if (row->scratch->len)
			buf_adds(row->scratch, ";");
		buf_adds(row->scratch,
			 row->lang == LANG_ZH ? flag_info(i)->chinese : flag_info(i)->name);
	}
	set_text(out, buf_text(row->scratch), true);
}

/* One of the document's counts, or the sum of all where the column names none. */
void cell_count(const struct column *c, const struct row *row, struct cell *out)
{
	const struct counts *counts = member(c, row);
	double sum = 0;

	for (size_t i = 0; i < counts->count; i++)
		if (!c->count || slice_is(counts->items[i].name, c->count))
			sum += (double)counts->items[i].n;
	set_number(out, sum);
}

void cell_edit_kind(const struct column *c, const struct row *row, struct cell *out)
{
	struct slice name = *member_text(c, row);
	enum edit_kind kind = edit_kind_named(name);

	set_text(out, name, false);
	if (kind != EDIT_KINDS && row->lang == LANG_ZH)
		set_text(out, slice_of(edit_kind_info(kind)->chinese), true);
}

/* Signs for what can't be seen: line ends, and blanks where there is nothing else. */
void cell_visible(const struct column *c, const struct row *row, struct cell *out)
{
	struct slice text = *member_text(c, row);
	bool blank = slice_trim(text).n == 0;
	size_t len;

	for (size_t at = 0; at < text.n; at += len) {
		uint32_t code = utf8_at(text, at, &len);

		if (code == '\n')
			buf_adds(row->scratch, "↵");
		else if (blank && code != '\r')
			buf_adds(row->scratch, "␣");
		else
			buf_add(row->scratch, text.p + at, len);
	}
	set_text(out, buf_text(row->scratch), false);
}

static struct slice context_member(const struct column *c, const struct row *row)
{
	return *(const struct slice *)((const char *)row->context + c->offset);
}

void cell_context(const struct column *c, const struct row *row, struct cell *out)
{
	set_text(out, context_member(c, row), false);
}

void cell_context_date(const struct column *c, const struct row *row, struct cell *out)
{
	set_date(out, context_member(c, row));
}

void cell_id(const struct column *c, const struct row *row, struct cell *out)
{
	(void)c;
	set_text(out, row->id, true);
}

void cell_link(const struct column *c, const struct row *row, struct cell *out)
{
	(void)c;
	set_link(out, row->link);
}

void cell_own_link(const struct column *c, const struct row *row, struct cell *out)
{
	set_link(out, *member_text(c, row));
}

void cell_left(const struct column *c, const struct row *row, struct cell *out)
{
	(void)c;
	set_text(out, row->hit.left, false);
}

void cell_hit(const struct column *c, const struct row *row, struct cell *out)
{
	(void)c;
	set_text(out, row->hit.hit, false);
}

void cell_right(const struct column *c, const struct row *row, struct cell *out)
{
	(void)c;
	set_text(out, row->hit.right, false);
}

void cell_task_number(const struct column *c, const struct row *row, struct cell *out)
{
	(void)c;
	set_number(out, (double)row->task->number);
}

void cell_task_targets(const struct column *c, const struct row *row, struct cell *out)
{
	(void)c;
	set_number(out, row->task->targets);
}

void cell_task_deadline(const struct column *c, const struct row *row, struct cell *out)
{
	(void)c;
	set_day(out, row->task->deadline, row->scratch);
	if (!row->task->deadline && row->task->recurrence)
		set_text(out,
			 slice_of(word_named(WORDS_RECURRENCE, slice_of(row->task->recurrence))
					  ->shown[row->lang]),
			 true);
}

void cell_nothing(const struct column *c, const struct row *row, struct cell *out)
{
	(void)c;
	(void)row;
	(void)out;
}

void context_init(struct context *x)
{
	*x = (struct context){0};
	arena_init(&x->arena);
}

void context_release(struct context *x)
{
	arena_release(&x->arena);
}

static int keep_text(struct context *x, struct slice text, struct slice *out)
{
	*out = arena_copy(&x->arena, text);
	return out->p ? 0 : -1;
}

int context_note(struct context *x, const struct record *r, struct err *e)
{
	bool is_document = r->type == RECORD_DOCUMENT;
	bool failed;

	if (!is_document && slice_eq(r->doc, x->doc))
		return 0;
	context_release(x);
	context_init(x);
	failed = keep_text(x, r->doc, &x->doc);
	if (is_document)
		failed |= keep_text(x, r->title, &x->title) ||
			  keep_text(x, r->issuer, &x->issuer) ||
			  keep_text(x, r->number, &x->number) ||
			  keep_text(x, r->published, &x->published) ||
			  keep_text(x, r->region, &x->region);
	return failed ? err_nomem(e) : 0;
}

int day_number(struct slice iso)
{
	struct date d;

	if (!read_iso(iso, &d))
		return 0;
	return d.year * 10000 + d.month * 100 + d.day;
}
