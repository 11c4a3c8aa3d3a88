/*
 * The documents of a store.
 */
#include "extract/storebase.h"
#include "normalize/sha256.h"

/* A document as it goes into the table. */
struct content {
	struct slice id;
	struct buf about;
	struct buf line; /* of a document out of a stream */
	struct buf packed;
	struct slice bytes;
	const char *problem; /* of what could not be read; else NULL */
	unsigned char hash[SHA256_BYTES];
};

/* A row that may be that of the document. */
struct found {
	int64_t number;
	bool same;    /* has the same content */
	bool pending; /* its records were not made yet */
};

static void content_init(struct content *c, struct slice id, const char *problem)
{
	*c = (struct content){.id = id, .problem = problem};
	buf_init(&c->about, SIZE_MAX);
	buf_init(&c->line, SIZE_MAX);
	buf_init(&c->packed, SIZE_MAX);
}

static void content_release(struct content *c)
{
	buf_release(&c->about);
	buf_release(&c->line);
	buf_release(&c->packed);
}

static int content_fill(struct content *c, const struct doc *d, struct err *e)
{
	struct sha256 hash;

	if (pack_about(d, &c->about, &c->line, &c->bytes, e))
		return -1;
	sha256_init(&hash);
	sha256_add(&hash, buf_text(&c->about));
	sha256_add(&hash, (struct slice){"", 1});
	sha256_add(&hash, c->bytes);
	sha256_finish(&hash, c->hash);
	return 0;
}

static struct slice content_hash(const struct content *c)
{
	return (struct slice){c->problem ? NULL : (const char *)c->hash,
			      c->problem ? 0 : sizeof(c->hash)};
}

static int bind_content(sqlite3_stmt *q, struct content *c, int64_t nth, struct err *e)
{
	struct slice none = {NULL, 0};

	if (!c->problem && pack_bytes(c->bytes, &c->packed, e))
		return -1;
	base_bind(q, 1, c->id);
	base_bind_number(q, 2, nth);
	base_bind_blob(q, 3, content_hash(c));
	base_bind(q, 4, c->problem ? none : buf_text(&c->about));
	base_bind_number(q, 5, (int64_t)c->bytes.n);
	base_bind_blob(q, 6, c->problem ? none : buf_text(&c->packed));
	base_bind(q, 7, c->problem ? slice_of(c->problem) : none);
	return 0;
}

static int add_content(struct store *s, struct content *c, int64_t nth, int64_t *number,
		       struct err *e)
{
	sqlite3_stmt *q = base_statement(s, SQL_ADD, e);

	if (!q || bind_content(q, c, nth, e) || base_run(s, q, e))
		return -1;
	*number = sqlite3_last_insert_rowid(s->db);
	return 0;
}

static int replace_content(struct store *s, struct content *c, int64_t number, struct err *e)
{
	sqlite3_stmt *q = base_statement(s, SQL_REPLACE, e);

	if (!q || bind_content(q, c, 0, e))
		return -1;
	base_bind_number(q, 8, number);
	return base_run(s, q, e);
}

static int find_row(struct store *s, const struct content *c, int64_t nth, struct found *out,
		    struct err *e)
{
	sqlite3_stmt *q = base_statement(s, SQL_FIND, e);
	struct slice hash;
	int got;

	if (!q)
		return -1;
	base_bind(q, 1, c->id);
	base_bind_number(q, 2, nth);
	got = base_row(s, q, e);
	if (got != 1)
		return got;
	hash = base_column(q, 1);
	out->number = sqlite3_column_int64(q, 0);
	out->same = hash.p && !c->problem && slice_eq(hash, content_hash(c));
	out->pending = !base_column(q, 2).p && !base_column(q, 3).p;
	base_free(q);
	return 1;
}

static int is_claimed(struct store *s, int64_t number, struct err *e)
{
	sqlite3_stmt *q = base_statement(s, SQL_CLAIMED, e);
	int got;

	if (!q)
		return -1;
	base_bind_number(q, 1, number);
	got = base_row(s, q, e);
	if (got == 1)
		base_free(q);
	return got;
}

static int claim(struct store *s, int64_t number, struct err *e)
{
	sqlite3_stmt *q = base_statement(s, SQL_CLAIM, e);

	if (!q)
		return -1;
	base_bind_number(q, 1, number);
	return base_run(s, q, e);
}

/*
 * The row for the content: 1 with *found, or 0 with the place of a new one. A row that something
 * else of this id took since the store was opened is passed over.
 */
static int find_place(struct store *s, const struct content *c, struct found *found, bool *again,
		      int64_t *nth, struct err *e)
{
	for (*nth = 1;; ++*nth) {
		int got = find_row(s, c, *nth, found, e);
		int claimed = got > 0 ? is_claimed(s, found->number, e) : 0;

		if (got <= 0 || claimed < 0)
			return got <= 0 ? got : -1;
		*again = claimed && found->same;
		if (!claimed || *again)
			return 1;
	}
}

static int put_content(struct store *s, struct content *c, int64_t *number, struct err *e)
{
	struct found found = {0};
	bool again = false;
	int64_t nth;
	int got = find_place(s, c, &found, &again, &nth, e);

	if (got < 0)
		return -1;
	*number = found.number;
	if (again)
		return 0;
	if (!got && add_content(s, c, nth, number, e))
		return -1;
	if (claim(s, *number, e))
		return -1;
	if (got && found.same)
		return found.pending;
	return got && replace_content(s, c, *number, e) ? -1 : 1;
}

static int put_locked(struct store *s, struct content *c, int64_t *number, struct err *e)
{
	int rc;

	pthread_mutex_lock(&s->lock);
	rc = base_begin(s, e);
	if (!rc)
		rc = base_end(s, put_content(s, c, number, e), e);
	pthread_mutex_unlock(&s->lock);
	return rc;
}

int store_put(struct store *s, const struct doc *d, int64_t *number, struct err *e)
{
	struct content c;
	int rc;

	content_init(&c, d->id, NULL);
	rc = content_fill(&c, d, e);
	if (!rc)
		rc = put_locked(s, &c, number, e);
	content_release(&c);
	return rc;
}

int store_put_problem(struct store *s, struct slice id, const char *problem, int64_t *number,
		      struct err *e)
{
	struct content c;
	int rc;

	content_init(&c, id, problem);
	rc = put_locked(s, &c, number, e);
	content_release(&c);
	return rc < 0 ? -1 : 0;
}

static size_t count_type(const struct records *records, enum record_type type)
{
	size_t n = 0;

	for (size_t i = 0; records && i < records->count; i++)
		n += records->items[i].type == type;
	return n;
}

static int finish(struct store *s, int64_t number, const struct outcome *o, struct slice packed,
		  struct err *e)
{
	sqlite3_stmt *q = base_statement(s, SQL_FINISH, e);
	struct slice none = {NULL, 0};

	if (!q)
		return -1;
	base_bind_number(q, 1, number);
	base_bind_number(q, 2, o->engine);
	base_bind(q, 3, o->records ? none : o->problem);
	base_bind(q, 4, o->notes.n ? o->notes : none);
	base_bind_blob(q, 5, packed);
	base_bind_number(q, 6, (int64_t)count_type(o->records, RECORD_TARGET));
	base_bind_number(q, 7, (int64_t)count_type(o->records, RECORD_DEADLINE));
	base_bind_number(q, 8, (int64_t)count_type(o->records, RECORD_ASSIGNMENT));
	if (o->changed)
		base_bind_number(q, 9, o->engine);
	return base_run(s, q, e);
}

int store_finish(struct store *s, int64_t number, const struct outcome *outcome, struct err *e)
{
	struct slice packed = {NULL, 0};
	struct buf out;
	int rc = 0;

	buf_init(&out, SIZE_MAX);
	if (outcome->records) {
		rc = pack_records(outcome->records, &out, e);
		packed = buf_text(&out);
	}
	pthread_mutex_lock(&s->lock);
	if (!rc)
		rc = base_begin(s, e);
	if (!rc)
		rc = base_end(s, finish(s, number, outcome, packed, e), e);
	pthread_mutex_unlock(&s->lock);
	buf_release(&out);
	return rc;
}

/* Puts the name of the corpus and the document before what went wrong with its content. */
static int damaged(const struct store *s, struct slice id, const struct err *why, struct err *e)
{
	return err_set(e, "%s: %.*s: %s", s->path, (int)(id.n < 200 ? id.n : 200), id.p, why->text);
}

static int read_stale(struct store *s, sqlite3_stmt *q, struct doc *d, int64_t *number,
		      struct err *e)
{
	struct err why = {""};
	struct slice bytes;

	*number = sqlite3_column_int64(q, 0);
	d->id = base_copy(q, 1, &d->arena);
	if (!d->id.p)
		return err_nomem(e);
	if (unpack_bytes(base_column(q, 3), &d->arena, &bytes, &why) ||
	    unpack_doc(base_column(q, 2), bytes, d, &why))
		return damaged(s, d->id, &why, e);
	return 1;
}

int store_stale(struct store *s, int64_t after, int64_t engine, bool all, struct doc *d,
		int64_t *number, struct err *e)
{
	sqlite3_stmt *q;
	int got = -1;

	pthread_mutex_lock(&s->lock);
	q = base_statement(s, SQL_STALE, e);
	if (q) {
		base_bind_number(q, 1, after);
		base_bind_number(q, 2, engine);
		base_bind_number(q, 3, all);
		got = base_row(s, q, e);
	}
	if (got == 1) {
		got = read_stale(s, q, d, number, e);
		base_free(q);
	}
	pthread_mutex_unlock(&s->lock);
	return got;
}

static int read_entry(struct store *s, sqlite3_stmt *q, struct arena *arena, struct entry *out,
		      struct err *e)
{
	struct slice records = base_column(q, 5);
	struct err why = {""};

	*out = (struct entry){
		.number = sqlite3_column_int64(q, 0),
		.id = base_copy(q, 1, arena),
		.problem = base_copy(q, 3, arena),
		.notes = base_copy(q, 4, arena),
	};
	out->failed = out->problem.p != NULL;
	out->done = out->failed || records.p;
	if (!out->id.p)
		return err_nomem(e);
	if (records.p && unpack_records(records, out->id, arena, &out->records, &why))
		return damaged(s, out->id, &why, e);
	return 1;
}

static int fetch(struct store *s, enum store_statement which, int64_t number, bool changed_only,
		 struct arena *arena, struct entry *out, struct err *e)
{
	sqlite3_stmt *q;
	int got = -1;

	pthread_mutex_lock(&s->lock);
	q = base_statement(s, which, e);
	if (q) {
		base_bind_number(q, 1, number);
		if (which == SQL_NEXT)
			base_bind_number(q, 2, changed_only);
		got = base_row(s, q, e);
	}
	if (got == 1) {
		got = read_entry(s, q, arena, out, e);
		base_free(q);
	}
	pthread_mutex_unlock(&s->lock);
	return got;
}

int store_get(struct store *s, int64_t number, struct arena *arena, struct entry *out,
	      struct err *e)
{
	int got = fetch(s, SQL_ENTRY, number, false, arena, out, e);

	return got == 0 ? base_damaged(s, e) : got < 0 ? -1 : 0;
}

int store_next(struct store *s, int64_t after, bool changed_only, struct arena *arena,
	       struct entry *out, struct err *e)
{
	return fetch(s, SQL_NEXT, after, changed_only, arena, out, e);
}

int store_next_failure(struct store *s, int64_t after, struct arena *arena, struct entry *out,
		       struct err *e)
{
	return fetch(s, SQL_NEXT_FAILURE, after, false, arena, out, e);
}
