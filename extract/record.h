/*
 * Records: what the program finds, in the shape that the contract fixes.
 *
 * One struct serves every type; record_fields tells which members a type has, under which name and
 * in which order. NDJSON, CSV and the workbook are all written from that table. Slices and lists
 * are borrowed, from the document's arena or from whatever the record was read from.
 */
#ifndef ZHIBIAO_RECORD_H
#define ZHIBIAO_RECORD_H

#include "normalize/arena.h"
#include "normalize/buf.h"

enum record_type {
	RECORD_DOCUMENT,
	RECORD_TARGET,
	RECORD_DEADLINE,
	RECORD_ASSIGNMENT,
	RECORD_EDIT,
	RECORD_FACT,
	RECORD_MENTION,
	RECORD_TYPES
};

/* Bits of record.flags, in the order in which they are listed. */
enum record_flag {
	FLAG_REPAIRED = 1 << 0,
	FLAG_AMBIGUOUS_VALUE = 1 << 1,
	FLAG_RANGE_LOST_DASH = 1 << 2,
	FLAG_DEADLINE_BEFORE_PUBLICATION = 1 << 3,
	FLAG_UNIT_MISSING = 1 << 4,
	FLAG_LEAD_INFERRED = 1 << 5,
	FLAG_INDICATOR_INFERRED = 1 << 6,
	FLAG_UNDECODABLE = 1 << 7,
	FLAG_MATCH_LIMIT = 1 << 8,
	FLAG_OCR_UNSURE = 1 << 9,
	FLAG_ORDER_REPAIRED = 1 << 10,
	FLAG_ORDER_UNSURE = 1 << 11,
};
enum { RECORD_FLAGS = 12 };

struct flag_info {
	const char *name;    /* as in NDJSON */
	const char *chinese; /* as in the workbook */
	const char *english; /* one sentence of explanation */
};

/* What is known about flag number i (bit 1 << i), i < RECORD_FLAGS. */
const struct flag_info *flag_info(int i);

struct list {
	struct slice *items;
	size_t count;
};

struct baseline {
	bool set;
	double value; /* NaN where only the year is said */
	struct slice unit;
	struct slice year;
};

struct period {
	struct slice start; /* ISO date or empty */
	struct slice end;
};

struct count {
	struct slice name;
	size_t n;
};

struct counts {
	struct count *items;
	size_t count;
};

/* Dates are ISO texts (2025-12-31); an empty slice stands for null, NaN for no number. */
struct record {
	enum record_type type;
	size_t sequence; /* in which order a reading made it; breaks ties of place */
	struct slice doc;
	struct slice quote;
	struct span span;
	struct slice span_in;
	struct list section;
	struct slice rule;
	double confidence;
	uint32_t flags;

	struct slice indicator; /* target, fact */
	struct slice op;
	double value;
	double value_max;
	struct slice unit;
	struct slice kind; /* also deadline, edit, mention; of a document: its container */
	struct baseline baseline;
	struct slice recurrence; /* also deadline, mention */
	struct slice deadline;
	struct slice deadline_from;
	struct list lead; /* also assignment */
	struct list support;
	struct slice sentence;
	struct slice status;

	struct slice start; /* deadline, mention */
	struct slice end;
	struct slice about;
	struct slice duration;

	struct slice task; /* assignment */
	struct slice basis;

	struct slice before; /* edit */
	struct slice after;

	struct slice title; /* document */
	struct slice issuer;
	struct slice number;
	struct slice published;
	struct slice region;
	struct period period;
	struct slice charset;
	struct slice script;
	double traditional_share; /* 0 to 1; NaN for a text that shows no script */
	double ocr_confidence;	  /* 0 to 1; NaN where no OCR engine says */
	struct counts edits;
	struct counts counts;
};

/* A rule that met its limits in a document, and was given up on some lines of it. */
struct lapse {
	struct slice rule;
	size_t lines;
	size_t at; /* where the first of them begins, in the original bytes */
};

struct records {
	struct record *items;
	size_t count;
	size_t capacity;
	struct lapse *lapses; /* of the reading that made the records */
	size_t lapse_count;
};

/* A record of that type with everything empty: NaN numbers, confidence 1. */
struct record record_new(enum record_type type);

/* Adds a copy to the list, in the arena. Returns 0, or -1 with e filled. */
int records_add(struct records *list, struct arena *arena, const struct record *r, struct err *e);

const char *record_type_name(enum record_type type);

enum field_form {
	FORM_TEXT,     /* struct slice; "" when empty */
	FORM_NULLABLE, /* struct slice; null when empty */
	FORM_OPTIONAL, /* struct slice; left out when empty */
	FORM_DATE,     /* struct slice; null when empty */
	FORM_NUMBER,   /* double; null when NaN */
	FORM_LIST,     /* struct list */
	FORM_BASELINE, /* struct baseline; null when not set */
	FORM_PERIOD,   /* struct period */
	FORM_COUNTS,   /* struct counts, an object */
	FORM_SPAN,     /* struct span, an array of two */
	FORM_FLAGS,    /* uint32_t, an array of names */
};

struct field {
	const char *name;
	struct slice key; /* as NDJSON has it: ,"name": */
	enum field_form form;
	size_t offset; /* of the member in struct record */
};

/* The fields of a type in the order in which they are written, but for "type" itself. */
const struct field *record_fields(enum record_type type, size_t *count);

/* Appends the record as one line of NDJSON. */
void record_write(const struct record *r, struct buf *out);

/* Appends the value of one of the record's fields as JSON. */
void record_write_value(const struct record *r, const struct field *f, struct buf *out);

/*
 * Reads one line; everything is copied into the arena. Unknown fields are passed over, missing ones
 * are as record_new leaves them; a field of the wrong type is an error, and so is an unknown flag.
 */
int record_read(struct slice line, struct record *r, struct arena *arena, struct err *e);

#endif
