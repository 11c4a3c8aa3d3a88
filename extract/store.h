/*
 * Store: a corpus in a database of SQLite, from which its documents can be read again.
 *
 * Format 1 (PRAGMA application_id 1514291023, user_version 1):
 *
 *   setting    name, value           how all documents are read; fixed by the first that is added
 *   engine     number, rules, digest, program
 *                                    what made records: the rule set's id and version, the SHA-256
 *                                    of its files, the program's name and version
 *   document   number                in the order of adding
 *              id, nth               as in records; of different documents of one id, which one
 *              hash                  SHA-256 of about, a NUL and the bytes; NULL: never read
 *              about                 JSON: what the container says of it, its parts
 *              size, bytes           the original bytes, packed by zstd; of a document that came in
 *                                    a stream, its line
 *              engine                which made the records; NULL: none has yet
 *              problem               why there are none; NULL: there are
 *              notes                 what was complained of all the same, a line each
 *              targets, deadlines, assignments      how many
 *              records               all of them, repairs, facts and mentions too: NDJSON, zstd
 *              changed               the engine whose update changed the records; NULL: none
 *
 * Every call that writes is a transaction of its own: a process that is killed, or a full disk,
 * loses at most the document in hand. Several processes may use one corpus; a writer waits for
 * another for STORE_PATIENCE. Calls of one store may come from several threads.
 */
#ifndef ZHIBIAO_STORE_H
#define ZHIBIAO_STORE_H

#include "extract/record.h"
#include "normalize/doc.h"

enum { STORE_PATIENCE = 30000 /* milliseconds */ };

struct store;

/* What makes records; texts are borrowed. */
struct engine {
	const char *rules; /* id and version */
	const char *digest;
	const char *program;
};

/*
 * Opens a corpus, which is made where it is not there if `create`. NULL with e filled: no such
 * file, not a corpus, a damaged one, or one of a later program.
 */
struct store *store_open(const char *path, bool create, struct err *e);
void store_close(struct store *s);

/*
 * The value of a setting: the one that is kept, or else `given`, which is kept from now on.
 * Borrowed from the arena. 0, or -1 with e filled.
 */
int store_setting(struct store *s, const char *name, struct slice given, struct arena *arena,
		  struct slice *out, struct err *e);

/* The number of an engine, which is noted where it is new. 0, or -1 with e filled. */
int store_engine(struct store *s, const struct engine *engine, int64_t *number, struct err *e);

/*
 * Puts a document that no stage has seen into the corpus. 1: its records are to be made, and
 * store_finish is to follow; 0: it is there already; -1 with e filled. Another document of the same
 * id replaces that one, unless both came since the store was opened.
 */
int store_put(struct store *s, const struct doc *d, int64_t *number, struct err *e);

/* The same for something that could not be read at all. */
int store_put_problem(struct store *s, struct slice id, const char *problem, int64_t *number,
		      struct err *e);

/* What became of a document. */
struct outcome {
	int64_t engine;
	const struct records *records; /* NULL: it could not be done */
	struct slice problem;	       /* why */
	struct slice notes;
	bool changed; /* an update changed the records */
};

int store_finish(struct store *s, int64_t number, const struct outcome *outcome, struct err *e);

/*
 * The first document after number `after` that another engine made, or none, or any engine with
 * `all`: as the source gave it. 1, 0 when there are no more, -1 with e filled.
 */
int store_stale(struct store *s, int64_t after, int64_t engine, bool all, struct doc *d,
		int64_t *number, struct err *e);

/* A document as it was finished; texts and records are the arena's. */
struct entry {
	int64_t number;
	struct slice id;
	bool done; /* false: not yet, or its update was interrupted */
	bool failed;
	struct slice problem;
	struct slice notes;
	struct records records;
};

/* The records of a document; none where it has none. 0, or -1 with e filled. */
int store_get(struct store *s, int64_t number, struct arena *arena, struct entry *out,
	      struct err *e);

/*
 * The first entry after number `after`; `changed_only`: that the last update changed. 1, 0 when
 * there are no more, -1 with e filled.
 */
int store_next(struct store *s, int64_t after, bool changed_only, struct arena *arena,
	       struct entry *out, struct err *e);

/* The first document after number `after` that could not be done, without records: 1, 0, -1. */
int store_next_failure(struct store *s, int64_t after, struct arena *arena, struct entry *out,
		       struct err *e);

/* Reads between the two see one state, whatever other processes write. */
int store_freeze(struct store *s, struct err *e);
void store_thaw(struct store *s);

/* Says that the engine's update is the last one, which `changed_only` asks for. */
int store_note_update(struct store *s, int64_t engine, struct err *e);

struct store_totals {
	size_t documents;
	size_t pending; /* without records, and no problem known */
	size_t failed;
	size_t stale;		    /* made by another engine than the one asked about */
	uint64_t size;		    /* bytes of the documents */
	uint64_t file;		    /* of the database */
	size_t types[RECORD_TYPES]; /* targets, deadlines and assignments */
};

int store_totals(struct store *s, const struct engine *engine, struct store_totals *out,
		 struct err *e);

/* An engine and how many documents it made. */
struct engine_use {
	int64_t number;
	struct slice rules; /* the arena's */
	struct slice digest;
	struct slice program;
	size_t documents;
};

/* The first engine after number `after` that made any: 1, 0, -1. */
int store_next_engine(struct store *s, int64_t after, struct arena *arena, struct engine_use *out,
		      struct err *e);

#endif
