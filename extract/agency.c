/*
 * Agency lists: who leads and who supports.
 *
 * A rule's groups give the lists: `lead` and `support` where the text tells them apart, `list`
 * where it does not. An undivided list is read by the convention the document declares (`roles` of
 * a rule that emits `convention`: comma or first), else the first agency leads by custom.
 */
#include "extract/reading.h"

/* How far after a list the sentence that declares its convention may begin: …。逗号前为牵头单位 */
enum { CONVENTION_REACH = 48, TASK_CHARS = 120 };

/* Where words for areas (市, 县) end that begin at `at`, with the marks that part them. */
static size_t skip_areas(const struct reading *r, struct slice text, size_t at)
{
	static const char comma[] = "、";
	size_t n, mark = strlen(comma);

	while ((n = lexicon_at(r->words->agency_area, text, at, NULL)) > 0) {
		at += n;
		if (at + mark > text.n || memcmp(text.p + at, comma, mark) != 0 ||
		    !lexicon_at(r->words->agency_area, text, at + mark, NULL))
			break;
		at += mark;
	}
	return at;
}

/* 各市、县(市、区)人民政府 is one name: whether the mark at `at` stands inside such a one. */
static bool is_inside_areas(const struct reading *r, struct slice text, size_t at, size_t start)
{
	size_t every = lexicon_at(r->words->agency_every, text, start, NULL), end;

	if (!every)
		return false;
	end = skip_areas(r, text, start + every);
	return end > at && (end == text.n || text.p[end] == '(' ||
			    lexicon_at(r->words->agency_bare, text, end, NULL) ||
			    lexicon_at(r->words->agency_split, text, end, NULL));
}

static bool is_separator(const struct reading *r, struct slice text, size_t at, size_t start,
			 size_t *len)
{
	struct slice rule;

	*len = lexicon_at(r->words->agency_split, text, at, &rule);
	if (!*len || is_inside_areas(r, text, at, start))
		return false;
	/* a word such as 和 parts two agencies only after the end of a name: 市经济和信息化局 is
	 * one */
	return !rule.n || (at > start && lexicon_before(r->words->agency_end, text, at, NULL) &&
			   !lexicon_at(r->words->agency_bare, text, at + *len, NULL));
}

static struct slice trim_agency(const struct reading *r, struct slice name)
{
	size_t n;

	name = slice_trim(name);
	while ((n = lexicon_before(r->words->agency_tail, name, name.n, NULL)) > 0)
		name = slice_trim((struct slice){name.p, name.n - n});
	return name;
}

/* A name without blanks; 〔〕, written for brackets inside others, are round: 各县〔市、区〕. */
static struct slice plain_name(const struct reading *r, struct slice name)
{
	char *out = arena_alloc(r->arena, name.n + 1);
	size_t n = 0, len;

	if (!out)
		return (struct slice){NULL, 0};
	name = squeeze(name, r->arena);
	for (size_t at = 0; at < name.n; at += len) {
		uint32_t c = utf8_at(name, at, &len);
		bool bracket = c == 0x3014 || c == 0x3015;

		if (bracket)
			out[n] = c == 0x3014 ? '(' : ')';
		else
			memcpy(out + n, name.p + at, len);
		n += bracket ? 1 : len;
	}
	return (struct slice){name.p ? out : NULL, n};
}

static int add_agency(struct reading *r, struct list *list, size_t *capacity, struct slice name,
		      struct err *e)
{
	struct slice *items;

	name = trim_agency(r, name);
	if (!name.n)
		return 0;
	items = arena_grow(r->arena, list->items, list->count, capacity, sizeof(*items));
	if (!items)
		return err_nomem(e);
	list->items = items;
	list->items[list->count] = plain_name(r, name);
	if (!list->items[list->count].p)
		return err_nomem(e);
	list->count++;
	return 0;
}

/* The names of a list; separators inside brackets belong to the name: 各县(市、区). */
int split_agencies(struct reading *r, struct slice text, struct list *list, struct err *e)
{
	size_t capacity = 0, start = 0, len;
	int depth = 0;

	*list = (struct list){0};
	for (size_t at = 0; at < text.n; at += len) {
		uint32_t c = utf8_at(text, at, &len);
		size_t separator;

		depth += (c == '(' || c == 0x3014) - (c == ')' || c == 0x3015);
		if (depth > 0 || !is_separator(r, text, at, start, &separator))
			continue;
		if (add_agency(r, list, &capacity, slice_cut(text, (struct span){start, at}), e))
			return -1;
		start = at + separator;
		len = separator;
	}
	return add_agency(r, list, &capacity, slice_cut(text, (struct span){start, text.n}), e);
}

/* Offset of the first comma outside brackets; text.n when there is none. */
static size_t top_comma(struct slice text)
{
	int depth = 0;

	for (size_t i = 0; i < text.n; i++) {
		depth += (text.p[i] == '(') - (text.p[i] == ')');
		if (depth <= 0 && (text.p[i] == ',' || text.p[i] == ';'))
			return i;
	}
	return text.n;
}

/* The convention in force for a list: the last one declared before it or right behind it. */
static struct slice convention_at(const struct reading *r, const struct match *m)
{
	const struct matches *found = &r->found[EMIT_CONVENTION];
	struct slice roles = {"", 0};

	for (size_t i = 0; i < found->count; i++) {
		if (found->items[i].at.start > m->at.end + CONVENTION_REACH)
			break;
		roles = rule_field(found->items[i].rule, "roles");
	}
	return roles;
}

static int split_by_comma(struct reading *r, struct slice list, struct assignment *a, struct err *e)
{
	size_t comma = top_comma(list);

	a->basis = slice_of("stated");
	if (split_agencies(r, slice_cut(list, (struct span){0, comma}), &a->lead, e))
		return -1;
	return comma < list.n ? split_agencies(r, slice_cut(list, (struct span){comma + 1, list.n}),
					       &a->support, e)
			      : 0;
}

static int split_by_place(struct reading *r, struct slice list, struct assignment *a,
			  struct slice roles, struct err *e)
{
	if (split_agencies(r, list, &a->lead, e))
		return -1;
	a->basis = slice_of(roles.n ? "stated" : "first-listed");
	if (a->lead.count > 1) {
		a->support = (struct list){a->lead.items + 1, a->lead.count - 1};
		a->lead.count = 1;
	}
	return 0;
}

static int read_roles(struct reading *r, struct assignment *a, struct err *e)
{
	const struct match *m = a->match;
	struct slice list = match_group(m, r->text, GROUP_LIST);
	struct slice roles = convention_at(r, m);

	/* A等按职责分工负责,B负责落实: one list that runs on */
	if (list.n && match_has(m, GROUP_SUPPORT))
		list = slice_cut(r->text, (struct span){m->groups[GROUP_LIST].start,
							m->groups[GROUP_SUPPORT].end});
	if (!list.n) {
		note(r, a->quote, "lead", m->groups[GROUP_LEAD], "the group lead");
		note(r, a->quote, "support", m->groups[GROUP_SUPPORT], "the group support");
		a->basis = slice_of("stated");
		if (split_agencies(r, match_group(m, r->text, GROUP_LEAD), &a->lead, e))
			return -1;
		return split_agencies(r, match_group(m, r->text, GROUP_SUPPORT), &a->support, e);
	}
	if (slice_is(roles, "comma")) {
		note(r, a->quote, "lead", m->groups[GROUP_LIST],
		     "up to the comma: the convention declared");
		return split_by_comma(r, list, a, e);
	}
	note(r, a->quote, "lead", m->groups[GROUP_LIST],
	     roles.n ? "the first of the list: the convention declared"
		     : "the first of the list, by custom: no convention is declared");
	return split_by_place(r, list, a, roles, e);
}

/* The text behind its first line where that is a label with what it says: 主要责任人:某某 */
static struct slice skip_label(const struct reading *r, struct slice text)
{
	const struct lexicon *const labels[] = {r->words->ledger_label, r->words->ledger_time};
	size_t n = lexicon_at(labels[0], text, 0, NULL);
	const char *end = text.n ? memchr(text.p, '\n', text.n) : NULL;

	if (!n)
		n = lexicon_at(labels[1], text, 0, NULL);
	if (!n || n >= text.n || text.p[n] != ':' || !end)
		return text;
	return slice_trim((struct slice){end, text.n - (size_t)(end - text.p)});
}

/* The first sentence between the list and what stands before it: an earlier list or the heading. */
static struct slice sentence_task(const struct reading *r, const struct assignment *a, size_t start)
{
	struct slice text =
		slice_trim(slice_cut(r->text, (struct span){start, a->match->at.start}));
	size_t end = 0, chars = 0, len, before;

	while (text.n && strchr(");,-*# \n", text.p[0])) {
		text.p++;
		text.n--;
	}
	do {
		before = text.n;
		text = skip_label(r, text);
	} while (text.n && text.n < before);
	for (; end < text.n && chars < TASK_CHARS; end += len, chars++) {
		uint32_t c = utf8_at(text, end, &len);

		if ((c == 0x3002 || c == '\n') && end)
			break;
	}
	return slice_trim((struct slice){text.p, end});
}

/* A task without a bracket that opens in it and closes behind it: 新建泵站2座(牵头领导:某某; */
static struct slice without_open(struct slice task)
{
	size_t open = task.n;
	int depth = 0;

	for (size_t i = 0; i < task.n; i++) {
		if (task.p[i] == '(' && depth++ == 0)
			open = i;
		depth -= task.p[i] == ')' && depth > 0;
	}
	return depth && open ? slice_trim((struct slice){task.p, open}) : task;
}

static void read_task(struct reading *r, size_t i)
{
	struct assignment *a = &r->assignments[i];
	const struct section *s = &r->outline.sections[a->section];
	const struct assignment *before =
		i && r->assignments[i - 1].match ? &r->assignments[i - 1] : NULL;
	bool again = before && before->section == a->section;
	bool more = i + 1 < r->assignment_count && r->assignments[i + 1].section == a->section;
	size_t start = again ? before->match->at.end : s->body;

	if (match_has(a->match, GROUP_TASK)) {
		a->task = match_group(a->match, r->text, GROUP_TASK);
		note(r, a->quote, "task", a->match->groups[GROUP_TASK], "the group task");
	} else if (s->level && s->title.end > s->title.start && !again && !more) {
		struct span title = s->title;

		if (title.end > a->match->at.start && title.start < a->match->at.start)
			title.end = a->match->at.start;
		a->task = slice_cut(r->text, title);
		note(r, a->quote, "task", s->title, "the heading: the section's only list");
	} else if (start < a->match->at.start) {
		a->task = sentence_task(r, a, start);
		note_plain(r, a->quote, "task", "the sentence before the list");
	}
	if (!a->task.n) {
		a->task = slice_cut(r->text, s->title);
		note(r, a->quote, "task", s->title, "the heading: nothing else is said");
	}
}

struct assignment *assignment_add(struct reading *r, struct err *e)
{
	struct assignment *items = arena_grow(r->arena, r->assignments, r->assignment_count,
					      &r->assignment_capacity, sizeof(*items));

	if (!items) {
		err_nomem(e);
		return NULL;
	}
	r->assignments = items;
	items += r->assignment_count++;
	*items = (struct assignment){.rule = {"", 0}, .task = {"", 0}};
	return items;
}

int read_assignments(struct reading *r, struct err *e)
{
	const struct matches *found = &r->found[EMIT_ASSIGNMENT];
	size_t rows = r->assignment_count; /* of tables, which have their tasks */

	if (r->law)
		return 0;
	for (size_t i = 0; i < found->count; i++) {
		struct assignment *a = assignment_add(r, e);

		if (!a)
			return -1;
		a->match = &found->items[i];
		a->rule = a->match->rule->id;
		a->quote = match_quote(a->match);
		a->section = outline_section(&r->outline, a->quote.start);
		if (read_roles(r, a, e))
			return -1;
		if (!a->lead.count && !a->support.count)
			r->assignment_count--;
	}
	for (size_t i = rows; i < r->assignment_count; i++) {
		read_task(r, i);
		r->assignments[i].task = without_open(r->assignments[i].task);
		r->assignments[i].task = squeeze(r->assignments[i].task, r->arena);
		if (!r->assignments[i].task.p)
			return err_nomem(e);
	}
	return 0;
}
