#include "extract/storebase.h"

#include "normalize/sha256.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define APPLICATION 1514291023
#define FORMAT 1
#define TEXT_OF(number) #number
#define TEXT(number) TEXT_OF(number)

static const char schema[] =
	"BEGIN IMMEDIATE;"
	"PRAGMA application_id = " TEXT(
		APPLICATION) ";"
			     "PRAGMA user_version = " TEXT(
				     FORMAT) ";"
					     "CREATE TABLE setting (name TEXT PRIMARY KEY, value "
					     "TEXT NOT NULL) WITHOUT ROWID;"
					     "CREATE TABLE engine (number INTEGER PRIMARY KEY, "
					     "rules TEXT NOT NULL, "
					     "digest TEXT NOT NULL, program TEXT NOT NULL, UNIQUE "
					     "(digest, program));"
					     "CREATE TABLE document (number INTEGER PRIMARY KEY, "
					     "id TEXT NOT NULL, "
					     "nth INTEGER NOT NULL, engine INTEGER REFERENCES "
					     "engine, changed INTEGER, problem TEXT, "
					     "targets INTEGER NOT NULL DEFAULT 0, deadlines "
					     "INTEGER NOT NULL DEFAULT 0, "
					     "assignments INTEGER NOT NULL DEFAULT 0, size INTEGER "
					     "NOT NULL DEFAULT 0, hash BLOB, "
					     "about TEXT, notes TEXT, records BLOB, bytes BLOB, "
					     "UNIQUE (id, nth));"
					     "CREATE INDEX document_engine ON document (engine);"
					     "COMMIT;";

static const char preparation[] = "PRAGMA journal_mode = WAL;"
				  "PRAGMA synchronous = NORMAL;"
				  "PRAGMA temp_store = MEMORY;"
				  "CREATE TEMP TABLE claimed (number INTEGER PRIMARY KEY);";

static int run_script(struct store *s, const char *script, struct err *e)
{
	return sqlite3_exec(s->db, script, NULL, NULL, NULL) ? base_fail(s, e) : 0;
}

static int read_pragma(struct store *s, const char *text, int64_t *value, struct err *e)
{
	sqlite3_stmt *statement = NULL;
	int got = sqlite3_prepare_v2(s->db, text, -1, &statement, NULL);

	if (!got)
		got = sqlite3_step(statement);
	if (got == SQLITE_ROW)
		*value = sqlite3_column_int64(statement, 0);
	else
		base_fail(s, e);
	sqlite3_finalize(statement);
	return got == SQLITE_ROW ? 0 : -1;
}

/* Whether there is nothing in the database yet: a file of no bytes is one. */
static int is_empty(struct store *s, bool *empty, struct err *e)
{
	int64_t tables;

	if (read_pragma(s, "SELECT count(*) FROM sqlite_master", &tables, e))
		return -1;
	*empty = tables == 0;
	return 0;
}

static int check_kind(struct store *s, struct err *e)
{
	int64_t application = 0;
	int64_t format = 0;

	if (read_pragma(s, "PRAGMA application_id", &application, e) ||
	    read_pragma(s, "PRAGMA user_version", &format, e))
		return -1;
	if (application != APPLICATION)
		return err_set(e, "%s: this is no corpus", s->path);
	if (format != FORMAT)
		return err_set(e, "%s: a corpus of another version of this program (format %lld)",
			       s->path, (long long)format);
	return 0;
}

/* Another process may have made the tables since they were looked for. */
static int make_tables(struct store *s, struct err *e)
{
	bool empty;

	if (run_script(s, schema, e) == 0)
		return 0;
	if (!sqlite3_get_autocommit(s->db))
		sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
	return is_empty(s, &empty, e) || empty ? -1 : 0;
}

static int prepare(struct store *s, bool create, struct err *e)
{
	bool empty;

	sqlite3_busy_timeout(s->db, STORE_PATIENCE);
	sqlite3_extended_result_codes(s->db, 0);
	if (is_empty(s, &empty, e))
		return -1;
	if (empty && create && make_tables(s, e))
		return -1;
	return check_kind(s, e) ? -1 : run_script(s, preparation, e);
}

static int open_file(struct store *s, bool create, struct err *e)
{
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_FULLMUTEX;

	if (!create && access(s->path, F_OK))
		return err_set(e, "%s: %s", s->path, strerror(errno));
	if (sqlite3_open_v2(s->path, &s->db, flags | (create ? SQLITE_OPEN_CREATE : 0), NULL))
		return base_fail(s, e);
	return prepare(s, create, e);
}

struct store *store_open(const char *path, bool create, struct err *e)
{
	struct store *s = calloc(1, sizeof(*s));

	if (!s) {
		err_nomem(e);
		return NULL;
	}
	pthread_mutex_init(&s->lock, NULL);
	s->path = strdup(path);
	if (s->path ? open_file(s, create, e) == 0 : err_nomem(e) == 0)
		return s;
	store_close(s);
	return NULL;
}

void store_close(struct store *s)
{
	for (int i = 0; i < SQL_STATEMENTS; i++)
		sqlite3_finalize(s->statements[i]);
	sqlite3_close(s->db);
	pthread_mutex_destroy(&s->lock);
	free(s->path);
	free(s);
}

static int get_setting(struct store *s, const char *name, struct arena *arena, struct slice *out,
		       struct err *e)
{
	sqlite3_stmt *q = base_statement(s, SQL_GET_SETTING, e);
	int got;

	if (!q)
		return -1;
	base_bind(q, 1, slice_of(name));
	got = base_row(s, q, e);
	if (got != 1)
		return got;
	*out = base_copy(q, 0, arena);
	base_free(q);
	return out->p ? 1 : err_nomem(e);
}

static int set_setting(struct store *s, enum store_statement which, const char *name,
		       struct slice value, struct err *e)
{
	sqlite3_stmt *q = base_statement(s, which, e);

	if (!q)
		return -1;
	base_bind(q, 1, slice_of(name));
	base_bind(q, 2, value);
	return base_run(s, q, e);
}

static int keep_setting(struct store *s, const char *name, struct slice given, struct arena *arena,
			struct slice *out, struct err *e)
{
	int got = get_setting(s, name, arena, out, e);

	if (got)
		return got < 0 ? -1 : 0;
	*out = given;
	return set_setting(s, SQL_SET_SETTING, name, given, e);
}

int store_setting(struct store *s, const char *name, struct slice given, struct arena *arena,
		  struct slice *out, struct err *e)
{
	int rc;

	pthread_mutex_lock(&s->lock);
	rc = base_begin(s, e);
	if (!rc)
		rc = base_end(s, keep_setting(s, name, given, arena, out, e), e);
	pthread_mutex_unlock(&s->lock);
	return rc;
}

int store_note_update(struct store *s, int64_t engine, struct err *e)
{
	char text[32];
	int rc;

	snprintf(text, sizeof(text), "%lld", (long long)engine);
	pthread_mutex_lock(&s->lock);
	rc = set_setting(s, SQL_CHANGE_SETTING, "update", slice_of(text), e);
	pthread_mutex_unlock(&s->lock);
	return rc;
}

static int find_engine(struct store *s, const struct engine *engine, int64_t *number, struct err *e)
{
	sqlite3_stmt *q = base_statement(s, SQL_GET_ENGINE, e);
	int got;

	if (!q)
		return -1;
	base_bind(q, 1, slice_of(engine->digest));
	base_bind(q, 2, slice_of(engine->program));
	got = base_row(s, q, e);
	if (got != 1)
		return got;
	*number = sqlite3_column_int64(q, 0);
	base_free(q);
	return 1;
}

static int add_engine(struct store *s, const struct engine *engine, int64_t *number, struct err *e)
{
	int got = find_engine(s, engine, number, e);
	sqlite3_stmt *q;

	if (got)
		return got < 0 ? -1 : 0;
	q = base_statement(s, SQL_ADD_ENGINE, e);
	if (!q)
		return -1;
	base_bind(q, 1, slice_of(engine->digest));
	base_bind(q, 2, slice_of(engine->program));
	base_bind(q, 3, slice_of(engine->rules));
	if (base_run(s, q, e))
		return -1;
	*number = sqlite3_last_insert_rowid(s->db);
	return 0;
}

int store_engine(struct store *s, const struct engine *engine, int64_t *number, struct err *e)
{
	int rc;

	pthread_mutex_lock(&s->lock);
	rc = base_begin(s, e);
	if (!rc)
		rc = base_end(s, add_engine(s, engine, number, e), e);
	pthread_mutex_unlock(&s->lock);
	return rc;
}

int store_freeze(struct store *s, struct err *e)
{
	sqlite3_stmt *q;
	int rc = -1;

	pthread_mutex_lock(&s->lock);
	q = base_statement(s, SQL_BEGIN_READ, e);
	if (q)
		rc = base_run(s, q, e);
	s->frozen = rc == 0;
	pthread_mutex_unlock(&s->lock);
	return rc;
}

void store_thaw(struct store *s)
{
	pthread_mutex_lock(&s->lock);
	if (s->frozen)
		base_end(s, 0, NULL);
	s->frozen = false;
	pthread_mutex_unlock(&s->lock);
}

static uint64_t file_size(struct store *s)
{
	int64_t pages = 0;
	int64_t page = 0;

	if (read_pragma(s, "PRAGMA page_count", &pages, NULL) ||
	    read_pragma(s, "PRAGMA page_size", &page, NULL))
		return 0;
	return (uint64_t)(pages * page);
}

static int read_totals(struct store *s, const struct engine *engine, struct store_totals *out,
		       struct err *e)
{
	sqlite3_stmt *q = base_statement(s, SQL_TOTALS, e);

	if (!q)
		return -1;
	base_bind(q, 1, slice_of(engine->digest));
	base_bind(q, 2, slice_of(engine->program));
	if (base_row(s, q, e) != 1)
		return -1;
	*out = (struct store_totals){
		.documents = (size_t)sqlite3_column_int64(q, 0),
		.pending = (size_t)sqlite3_column_int64(q, 1),
		.failed = (size_t)sqlite3_column_int64(q, 2),
		.stale = (size_t)sqlite3_column_int64(q, 3),
		.size = (uint64_t)sqlite3_column_int64(q, 4),
		.types[RECORD_TARGET] = (size_t)sqlite3_column_int64(q, 5),
		.types[RECORD_DEADLINE] = (size_t)sqlite3_column_int64(q, 6),
		.types[RECORD_ASSIGNMENT] = (size_t)sqlite3_column_int64(q, 7),
	};
	base_free(q);
	out->file = file_size(s);
	return 0;
}

int store_totals(struct store *s, const struct engine *engine, struct store_totals *out,
		 struct err *e)
{
	int rc;

	pthread_mutex_lock(&s->lock);
	rc = read_totals(s, engine, out, e);
	pthread_mutex_unlock(&s->lock);
	return rc;
}

static int read_engine(struct store *s, int64_t after, struct arena *arena, struct engine_use *out,
		       struct err *e)
{
	sqlite3_stmt *q = base_statement(s, SQL_ENGINES, e);
	int got;

	if (!q)
		return -1;
	base_bind_number(q, 1, after);
	got = base_row(s, q, e);
	if (got != 1)
		return got;
	*out = (struct engine_use){
		.number = sqlite3_column_int64(q, 0),
		.rules = base_copy(q, 1, arena),
		.digest = base_copy(q, 2, arena),
		.program = base_copy(q, 3, arena),
		.documents = (size_t)sqlite3_column_int64(q, 4),
	};
	base_free(q);
	return out->rules.p && out->digest.p && out->program.p ? 1 : err_nomem(e);
}

int store_next_engine(struct store *s, int64_t after, struct arena *arena, struct engine_use *out,
		      struct err *e)
{
	int got;

	pthread_mutex_lock(&s->lock);
	got = read_engine(s, after, arena, out, e);
	pthread_mutex_unlock(&s->lock);
	return got;
}
