#include "extract/storebase.h"

#include <stdlib.h>

static const char *const texts[SQL_STATEMENTS] = {
	[SQL_BEGIN] = "BEGIN IMMEDIATE",
	[SQL_BEGIN_READ] = "BEGIN",
	[SQL_COMMIT] = "COMMIT",
	[SQL_ROLLBACK] = "ROLLBACK",
	[SQL_GET_SETTING] = "SELECT value FROM setting WHERE name = ?1",
	[SQL_SET_SETTING] = "INSERT INTO setting (name, value) VALUES (?1, ?2)",
	[SQL_CHANGE_SETTING] = "INSERT OR REPLACE INTO setting (name, value) VALUES (?1, ?2)",
	[SQL_GET_ENGINE] = "SELECT number FROM engine WHERE digest = ?1 AND program = ?2",
	[SQL_ADD_ENGINE] = "INSERT INTO engine (digest, program, rules) VALUES (?1, ?2, ?3)",
	[SQL_FIND] = "SELECT number, hash, engine, problem FROM document "
		     "WHERE id = ?1 AND nth = ?2",
	[SQL_ADD] = "INSERT INTO document (id, nth, hash, about, size, bytes, problem) "
		    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
	[SQL_REPLACE] =
		"UPDATE document SET hash = ?3, about = ?4, size = ?5, bytes = ?6, "
		"problem = ?7, engine = NULL, records = NULL, notes = NULL, changed = NULL, "
		"targets = 0, deadlines = 0, assignments = 0 WHERE number = ?8",
	[SQL_CLAIM] = "INSERT OR IGNORE INTO temp.claimed (number) VALUES (?1)",
	[SQL_CLAIMED] = "SELECT 1 FROM temp.claimed WHERE number = ?1",
	[SQL_FINISH] = "UPDATE document SET engine = iif(hash IS NULL, NULL, ?2), problem = ?3, "
		       "notes = ?4, records = ?5, "
		       "targets = ?6, deadlines = ?7, assignments = ?8, changed = ?9 "
		       "WHERE number = ?1",
	[SQL_STALE] = "SELECT number, id, about, bytes FROM document WHERE number > ?1 AND "
		      "hash IS NOT NULL AND (?3 OR engine IS NOT ?2) ORDER BY number LIMIT 1",
	[SQL_ENTRY] = "SELECT number, id, engine, problem, notes, records FROM document "
		      "WHERE number = ?1",
	[SQL_NEXT] = "SELECT number, id, engine, problem, notes, records FROM document "
		     "WHERE number > ?1 AND (NOT ?2 OR changed = "
		     "(SELECT CAST(value AS INTEGER) FROM setting WHERE name = 'update')) "
		     "ORDER BY number LIMIT 1",
	[SQL_NEXT_FAILURE] = "SELECT number, id, engine, problem, notes, NULL FROM document "
			     "WHERE number > ?1 AND problem IS NOT NULL ORDER BY number LIMIT 1",
	[SQL_TOTALS] =
		"SELECT count(*), sum(engine IS NULL AND problem IS NULL), "
		"sum(problem IS NOT NULL), sum(hash IS NOT NULL AND engine IS NOT "
		"(SELECT number FROM engine WHERE digest = ?1 AND program = ?2)), sum(size), "
		"sum(targets), sum(deadlines), sum(assignments) FROM document",
	[SQL_ENGINES] = "SELECT number, rules, digest, program, (SELECT count(*) FROM document "
			"WHERE document.engine = engine.number) AS uses FROM engine "
			"WHERE number > ?1 AND uses > 0 ORDER BY number LIMIT 1",
};

int base_damaged(struct store *s, struct err *e)
{
	return err_set(e, "%s: the database is damaged", s->path);
}

int base_fail(struct store *s, struct err *e)
{
	switch (sqlite3_errcode(s->db)) {
	case SQLITE_NOMEM:
		return err_nomem(e);
	case SQLITE_NOTADB:
		return err_set(e, "%s: this is no corpus", s->path);
	case SQLITE_CORRUPT:
		return base_damaged(s, e);
	case SQLITE_BUSY:
		return err_set(e, "%s: another process keeps writing to it", s->path);
	default:
		return err_set(e, "%s: %s", s->path, sqlite3_errmsg(s->db));
	}
}

sqlite3_stmt *base_statement(struct store *s, enum store_statement which, struct err *e)
{
	if (!s->statements[which] &&
	    sqlite3_prepare_v3(s->db, texts[which], -1, SQLITE_PREPARE_PERSISTENT,
			       &s->statements[which], NULL)) {
		base_fail(s, e);
		return NULL;
	}
	return s->statements[which];
}

void base_free(sqlite3_stmt *statement)
{
	sqlite3_reset(statement);
	sqlite3_clear_bindings(statement);
}

int base_row(struct store *s, sqlite3_stmt *statement, struct err *e)
{
	int got = sqlite3_step(statement);

	if (got == SQLITE_ROW)
		return 1;
	if (got != SQLITE_DONE)
		base_fail(s, e);
	base_free(statement);
	return got == SQLITE_DONE ? 0 : -1;
}

int base_run(struct store *s, sqlite3_stmt *statement, struct err *e)
{
	int got;

	while ((got = base_row(s, statement, e)) > 0)
		;
	return got;
}

void base_bind(sqlite3_stmt *statement, int at, struct slice text)
{
	sqlite3_bind_text64(statement, at, text.p, text.n, SQLITE_STATIC, SQLITE_UTF8);
}

void base_bind_blob(sqlite3_stmt *statement, int at, struct slice bytes)
{
	sqlite3_bind_blob64(statement, at, bytes.p, bytes.n, SQLITE_STATIC);
}

void base_bind_number(sqlite3_stmt *statement, int at, int64_t number)
{
	sqlite3_bind_int64(statement, at, number);
}

struct slice base_column(sqlite3_stmt *statement, int at)
{
	const char *bytes;

	if (sqlite3_column_type(statement, at) == SQLITE_NULL)
		return (struct slice){NULL, 0};
	bytes = sqlite3_column_blob(statement, at);
	return (struct slice){bytes ? bytes : "", (size_t)sqlite3_column_bytes(statement, at)};
}

struct slice base_copy(sqlite3_stmt *statement, int at, struct arena *arena)
{
	struct slice text = base_column(statement, at);

	return text.p ? arena_copy(arena, text) : text;
}

static int run_plain(struct store *s, enum store_statement which, struct err *e)
{
	sqlite3_stmt *statement = base_statement(s, which, e);

	return statement ? base_run(s, statement, e) : -1;
}

int base_begin(struct store *s, struct err *e)
{
	return run_plain(s, SQL_BEGIN, e);
}

int base_end(struct store *s, int rc, struct err *e)
{
	if (rc >= 0 && run_plain(s, SQL_COMMIT, e))
		rc = -1;
	if (rc < 0 && !sqlite3_get_autocommit(s->db))
		run_plain(s, SQL_ROLLBACK, NULL);
	return rc;
}
