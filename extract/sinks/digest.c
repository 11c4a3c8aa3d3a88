#include "extract/sinks/digest.h"

#include "extract/sinks/celltext.h"

#include <stdio.h>
#include <stdlib.h>

enum {
	MONTH_NAMES = 12,      /* listed with a month; of more, how many there are */
	MOST_NAME_BYTES = 120, /* of each */
};

/* An assignment of the present document. */
struct pending {
	struct slice task;
	size_t *agencies; /* numbers */
	size_t count;
};

void digest_init(struct digest *d, enum lang lang)
{
	*d = (struct digest){.lang = lang, .hash = 14695981039346656037u};
	names_init(&d->years);
	names_init(&d->kinds);
	names_init(&d->regions);
	names_init(&d->leads);
	names_init(&d->agency_names);
	names_init(&d->month_names);
	buf_init(&d->doc, SIZE_MAX);
	buf_init(&d->region, SIZE_MAX);
	arena_init(&d->pending);
}

void digest_release(struct digest *d)
{
	for (size_t i = 0; i < d->month_names.count && d->months; i++) {
		buf_release(&d->months[i].target_names);
		buf_release(&d->months[i].task_names);
	}
	free(d->months);
	free(d->agencies);
	names_release(&d->years);
	names_release(&d->kinds);
	names_release(&d->regions);
	names_release(&d->leads);
	names_release(&d->agency_names);
	names_release(&d->month_names);
	tasks_release(&d->tasks);
	buf_release(&d->doc);
	buf_release(&d->region);
	arena_release(&d->pending);
}

static int count_name(struct names *n, struct slice text, struct err *e)
{
	size_t index;

	return names_add(n, text, &index, e);
}

static struct agency *find_agency(struct digest *d, struct slice name, struct err *e)
{
	size_t i;

	if (names_add(&d->agency_names, name, &i, e))
		return NULL;
	if (i >= d->agency_room) {
		size_t room = d->agency_room ? 2 * d->agency_room : 64;
		struct agency *items = reallocarray(d->agencies, room, sizeof(*items));

		if (!items) {
			err_nomem(e);
			return NULL;
		}
		d->agencies = items;
		d->agency_room = room;
	}
	if (d->agency_names.items[i].count == 1)
		d->agencies[i] = (struct agency){
			.line.name = d->agency_names.items[i].text,
			.order = i,
		};
	return &d->agencies[i];
}

/* 202512 as 2025-12. */
static void put_month(char name[7], int month)
{
	for (int i = 6; i >= 0; i--) {
		name[i] = i == 4 ? '-' : (char)('0' + month % 10);
		month /= i == 4 ? 1 : 10;
	}
}

/* The month of a day; NULL without memory. */
static struct month *find_month(struct digest *d, int day, struct err *e)
{
	char name[7];
	size_t i;

	put_month(name, day / 100);
	if (names_add(&d->month_names, (struct slice){name, sizeof(name)}, &i, e))
		return NULL;
	if (i >= d->month_room) {
		size_t room = d->month_room ? 2 * d->month_room : 64;
		struct month *items = reallocarray(d->months, room, sizeof(*items));

		if (!items) {
			d->month_names.count--;
			err_nomem(e);
			return NULL;
		}
		d->months = items;
		d->month_room = room;
	}
	if (d->month_names.items[i].count == 1) {
		d->months[i] = (struct month){.line.month = d->month_names.items[i].text};
		buf_init(&d->months[i].target_names, SIZE_MAX);
		buf_init(&d->months[i].task_names, SIZE_MAX);
	}
	return &d->months[i];
}

static void note_day(struct agency *a, int day)
{
	if (day && (!a->line.earliest || day < a->line.earliest))
		a->line.earliest = day;
}

/* A name that is too long is cut at a character. */
static void add_short(struct buf *out, struct slice name)
{
	size_t n = name.n;

	if (n > MOST_NAME_BYTES)
		for (n = MOST_NAME_BYTES; n > 0 && (name.p[n] & 0xC0) == 0x80;)
			n--;
	celltext_clean(out, (struct slice){name.p, n}); /* what is lost is noted where it stands */
	if (n < name.n)
		buf_adds(out, "…");
}

static void add_value(struct buf *out, const struct record *r, enum lang lang)
{
	const struct word *op = word_named(WORDS_OP, r->op);

	buf_addc(out, ' ');
	if (op && !slice_is(r->op, "range"))
		buf_adds(out, op->shown[lang]);
	celltext_number(out, r->value);
	if (slice_is(r->op, "range")) {
		buf_adds(out, "—");
		celltext_number(out, r->value_max);
	}
	buf_slice(out, r->unit);
}

/* Whether number `count` (from 1) is still to be listed; the separator is written. */
static bool begin_name(struct buf *out, size_t count)
{
	if (count > 1 && count <= MONTH_NAMES)
		buf_adds(out, ";\n");
	return count <= MONTH_NAMES;
}

static int note_target_month(struct digest *d, const struct record *r, int day, struct err *e)
{
	struct month *m = find_month(d, day, e);

	if (!m)
		return -1;
	if (!m->line.targets++)
		m->target = d->counts[RECORD_TARGET];
	if (begin_name(&m->target_names, m->line.targets)) {
		add_short(&m->target_names, r->indicator.n ? r->indicator : r->quote);
		add_value(&m->target_names, r, d->lang);
	}
	return buf_check(&m->target_names, e);
}

static int note_agencies(struct digest *d, const struct record *r, int day, struct err *e)
{
	for (size_t i = 0; i < r->lead.count + r->support.count; i++) {
		bool lead = i < r->lead.count;
		struct agency *a = find_agency(
			d, lead ? r->lead.items[i] : r->support.items[i - r->lead.count], e);

		if (!a)
			return -1;
		a->line.leads += lead;
		a->line.supports += !lead;
		if (!a->target)
			a->target = d->counts[RECORD_TARGET];
		note_day(a, day);
		if (lead && count_name(&d->leads, r->lead.items[i], e))
			return -1;
	}
	return 0;
}

static int add_target(struct digest *d, const struct record *r, struct err *e)
{
	int day = day_number(r->deadline);
	struct slice year = {r->deadline.p, day ? 4 : 0};

	d->repaired += (r->flags & FLAG_REPAIRED) != 0;
	d->low += r->confidence < LOW_CONFIDENCE;
	d->undated += !day;
	d->unled += !r->lead.count;
	if (count_name(&d->years, year, e) || count_name(&d->kinds, r->kind, e) ||
	    count_name(&d->regions, buf_text(&d->region), e))
		return -1;
	if (day && note_target_month(d, r, day, e))
		return -1;
	return note_agencies(d, r, day, e);
}

static int add_deadline(struct digest *d, const struct record *r, struct err *e)
{
	int day = day_number(r->end);
	struct month *m = day ? find_month(d, day, e) : NULL;

	if (m)
		m->line.deadlines++;
	return day && !m ? -1 : 0;
}

/* What the assignment adds to its agencies is added when its document is complete. */
static int add_assignment(struct digest *d, const struct record *r, struct err *e)
{
	size_t count = r->lead.count + r->support.count;
	struct pending p = {.count = count};

	p.task = arena_copy(&d->pending, r->task.n ? r->task : r->quote);
	p.agencies = arena_zero(&d->pending, count + 1, sizeof(*p.agencies));
	d->assignments = arena_grow(&d->pending, d->assignments, d->assignment_count,
				    &d->assignment_room, sizeof(*d->assignments));
	if (!p.task.p || !p.agencies || !d->assignments)
		return err_nomem(e);
	for (size_t i = 0; i < count; i++) {
		bool lead = i < r->lead.count;
		struct agency *a = find_agency(
			d, lead ? r->lead.items[i] : r->support.items[i - r->lead.count], e);

		if (!a)
			return -1;
		a->line.lead_tasks += lead;
		a->line.support_tasks += !lead;
		if (!a->task)
			a->task = d->counts[RECORD_ASSIGNMENT];
		p.agencies[i] = (size_t)(a - d->agencies);
	}
	d->assignments[d->assignment_count++] = p;
	return 0;
}

static int settle_assignment(struct digest *d, const struct pending *p, const struct task *task,
			     struct err *e)
{
	int day = task->deadline;
	struct month *m = day ? find_month(d, day, e) : NULL;

	if (!day)
		return 0;
	if (!m)
		return -1;
	for (size_t i = 0; i < p->count; i++)
		note_day(&d->agencies[p->agencies[i]], day);
	if (!m->line.tasks++)
		m->task = task->number;
	if (begin_name(&m->task_names, m->line.tasks))
		add_short(&m->task_names, p->task);
	return buf_check(&m->task_names, e);
}

/* The end of a document. */
static int settle(struct digest *d, struct err *e)
{
	int rc = tasks_settle(&d->tasks, e);

	for (size_t i = 0; !rc && i < d->assignment_count; i++)
		rc = settle_assignment(d, &d->assignments[i], &d->tasks.items[d->tasks.settled + i],
				       e);
	d->tasks.settled = d->tasks.count;
	arena_release(&d->pending);
	arena_init(&d->pending);
	d->assignments = NULL;
	d->assignment_count = 0;
	d->assignment_room = 0;
	return rc;
}

static int note_document(struct digest *d, const struct record *r, struct err *e)
{
	bool own = r->type == RECORD_DOCUMENT;

	if (!own && d->doc.len && slice_eq(buf_text(&d->doc), r->doc))
		return 0;
	if (settle(d, e))
		return -1;
	buf_reset(&d->doc);
	buf_slice(&d->doc, r->doc);
	buf_reset(&d->region);
	if (own)
		buf_slice(&d->region, r->region);
	return buf_check(&d->doc, e) || buf_check(&d->region, e) ? -1 : 0;
}

static void hash_record(struct digest *d, const struct record *r)
{
	uint64_t hash = (d->hash ^ (uint64_t)r->type) * 1099511628211u;

	for (size_t i = 0; i < r->quote.n; i++)
		hash = (hash ^ (unsigned char)r->quote.p[i]) * 1099511628211u;
	d->hash = (hash ^ r->span.start) * 1099511628211u;
}

static int add_nothing(struct digest *d, const struct record *r, struct err *e)
{
	(void)d;
	(void)r;
	(void)e;
	return 0;
}

int digest_add(struct digest *d, const struct record *r, struct err *e)
{
	static int (*const add[RECORD_TYPES])(struct digest *, const struct record *,
					      struct err *) = {
		[RECORD_DOCUMENT] = add_nothing,  [RECORD_TARGET] = add_target,
		[RECORD_DEADLINE] = add_deadline, [RECORD_ASSIGNMENT] = add_assignment,
		[RECORD_EDIT] = add_nothing,	  [RECORD_FACT] = add_nothing,
		[RECORD_MENTION] = add_nothing,
	};

	if (note_document(d, r, e) || tasks_note(&d->tasks, r, e))
		return -1;
	d->counts[r->type]++;
	hash_record(d, r);
	return add[r->type](d, r, e);
}

static int compare_agencies(const void *a, const void *b)
{
	const struct agency *x = a;
	const struct agency *y = b;
	size_t leads_x = x->line.leads + x->line.lead_tasks;
	size_t leads_y = y->line.leads + y->line.lead_tasks;
	size_t supports_x = x->line.supports + x->line.support_tasks;
	size_t supports_y = y->line.supports + y->line.support_tasks;

	if (leads_x != leads_y)
		return leads_x < leads_y ? 1 : -1;
	if (supports_x != supports_y)
		return supports_x < supports_y ? 1 : -1;
	return x->order < y->order ? -1 : x->order > y->order;
}

static int compare_months(const void *a, const void *b)
{
	struct slice x = ((const struct month *)a)->line.month;
	struct slice y = ((const struct month *)b)->line.month;

	return memcmp(x.p, y.p, x.n < y.n ? x.n : y.n);
}

static void end_names(struct buf *names, size_t count, enum lang lang)
{
	if (count > MONTH_NAMES)
		buf_addf(names, lang == LANG_ZH ? ";\n等 %zu 项" : ";\n… %zu in all", count);
}

int digest_finish(struct digest *d, struct err *e)
{
	if (settle(d, e))
		return -1;
	if (d->agency_names.count)
		qsort(d->agencies, d->agency_names.count, sizeof(*d->agencies), compare_agencies);
	if (d->month_names.count)
		qsort(d->months, d->month_names.count, sizeof(*d->months), compare_months);
	for (size_t i = 0; i < d->month_names.count; i++) {
		struct month *m = &d->months[i];

		end_names(&m->target_names, m->line.targets, d->lang);
		end_names(&m->task_names, m->line.tasks, d->lang);
		if (buf_check(&m->target_names, e) || buf_check(&m->task_names, e))
			return -1;
		m->line.target_names = buf_text(&m->target_names);
		m->line.task_names = buf_text(&m->task_names);
	}
	names_sort_by_text(&d->years);
	names_sort_by_count(&d->kinds);
	names_sort_by_count(&d->regions);
	names_sort_by_count(&d->leads);
	return 0;
}
