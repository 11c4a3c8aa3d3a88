/*
 * The inside of a store: its statements and transactions, and how documents are packed.
 */
#ifndef ZHIBIAO_STOREBASE_H
#define ZHIBIAO_STOREBASE_H

#include "extract/store.h"

#include <pthread.h>
#include <sqlite3.h>

enum store_statement {
	SQL_BEGIN,
	SQL_BEGIN_READ,
	SQL_COMMIT,
	SQL_ROLLBACK,
	SQL_GET_SETTING,
	SQL_SET_SETTING,
	SQL_CHANGE_SETTING,
	SQL_GET_ENGINE,
	SQL_ADD_ENGINE,
	SQL_FIND,
	SQL_ADD,
	SQL_REPLACE,
	SQL_CLAIM,
	SQL_CLAIMED,
	SQL_FINISH,
	SQL_STALE,
	SQL_ENTRY,
	SQL_NEXT,
	SQL_NEXT_FAILURE,
	SQL_TOTALS,
	SQL_ENGINES,
	SQL_STATEMENTS
};

struct store {
	char *path;
	sqlite3 *db;
	sqlite3_stmt *statements[SQL_STATEMENTS]; /* made when first used */
	pthread_mutex_t lock;			  /* held during each call */
	bool frozen;
};

/* What the database says is wrong, in e; returns -1. */
int base_fail(struct store *s, struct err *e);
int base_damaged(struct store *s, struct err *e);

/* A statement ready to be bound; NULL with e filled. */
sqlite3_stmt *base_statement(struct store *s, enum store_statement which, struct err *e);

/* Runs a statement that gives no row. 0, or -1 with e filled. */
int base_run(struct store *s, sqlite3_stmt *statement, struct err *e);

/* The next row: 1, 0 at the end, -1. After 0 and -1 the statement is free again. */
int base_row(struct store *s, sqlite3_stmt *statement, struct err *e);

/* Gives a statement of which rows may be left free. */
void base_free(sqlite3_stmt *statement);

/* Texts stay the caller's until the statement has run. An empty .p of NULL is NULL. */
void base_bind(sqlite3_stmt *statement, int at, struct slice text);
void base_bind_blob(sqlite3_stmt *statement, int at, struct slice bytes);
void base_bind_number(sqlite3_stmt *statement, int at, int64_t number);

/* A column as it is until the next row, and a copy of it; .p NULL where it is NULL or no memory. */
struct slice base_column(sqlite3_stmt *statement, int at);
struct slice base_copy(sqlite3_stmt *statement, int at, struct arena *arena);

/* A transaction around whatever is done between; end returns rc, or -1 where it can't be kept. */
int base_begin(struct store *s, struct err *e);
int base_end(struct store *s, int rc, struct err *e);

/* Appends bytes packed by zstd, and the way back into the arena. -1 with e filled. */
int pack_bytes(struct slice bytes, struct buf *out, struct err *e);
int unpack_bytes(struct slice packed, struct arena *arena, struct slice *out, struct err *e);

/* What is to be known of a document besides its bytes, as JSON; *bytes is what is to be kept. */
int pack_about(const struct doc *d, struct buf *about, struct buf *line, struct slice *bytes,
	       struct err *e);

/* The document as it was; `bytes` lives as long as d. */
int unpack_doc(struct slice about, struct slice bytes, struct doc *d, struct err *e);

/* Records as NDJSON packed, and back; ids are those of the document. */
int pack_records(const struct records *records, struct buf *out, struct err *e);
int unpack_records(struct slice packed, struct slice id, struct arena *arena, struct records *out,
		   struct err *e);

#endif
