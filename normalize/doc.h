/*
 * A document on its way through the stages.
 *
 * It owns an arena, and in it the bytes as delivered, a layer for every stage that changed the
 * text, and what is known about the document. Layer 0 is the decoded text; the text of the last
 * layer is the present one. Everything a document points to lives until doc_release, but for the
 * texts that doc_fold gives up.
 */
#ifndef ZHIBIAO_DOC_H
#define ZHIBIAO_DOC_H

#include "normalize/edit.h"

enum script { SCRIPT_NONE, SCRIPT_SIMPLIFIED, SCRIPT_TRADITIONAL, SCRIPT_MIXED };

/* "simplified", "traditional", "mixed"; "" for SCRIPT_NONE. */
const char *script_name(enum script script);

/* The script of that name; SCRIPT_NONE for any other. */
enum script script_named(struct slice name);

struct layer {
	const char *name;    /* of the stage or repair, static */
	struct slice text;   /* after it; valid UTF-8; .p is NULL where doc_fold gave it up */
	struct edits edits;  /* from the layer below (for layer 0: from the bytes) to this text */
	size_t room;	     /* bytes that text.p may take; 0 where it is not a buffer of its own */
	const char *changes; /* of doc_fold: what each changed run was and became, or NULL */
};

/* What the container or the stages say about the document; empty slices where unknown. */
struct doc_info {
	struct slice kind;    /* of the container: "text", "html", … (see read/container.h) */
	struct slice charset; /* "UTF-8", "GB18030", …; before decoding: known for sure */
	double charset_confidence; /* 0 to 1; 1 where the charset was declared */
	size_t charset_parts;	   /* stretches of the text that were in another one */
	struct slice declared;	   /* the charset that the container claims, which may be wrong */
	enum script script;
	double traditional; /* share of the characters of one script only that are; 0 for none */
	struct slice title;
	struct slice url;
	struct slice source;
	struct slice date;     /* publication date as the container gives it */
	double ocr_confidence; /* mean of the words', 0 to 1; 0 where no OCR engine says */
	bool order_unsure;     /* pages seem to have changed places, and it isn't sure which */
};

/* A member of the file that `id` names, or a field of its line, whose bytes the document has. */
struct doc_part {
	struct slice name;
	size_t start; /* of its bytes in doc.bytes; it ends where the next one begins */
};

struct doc {
	struct arena arena;
	struct slice id;    /* path or id as given; "-" for standard input */
	struct slice bytes; /* as delivered; .p is NULL where a document stream left them behind */
	struct doc_part *parts; /* in order; none: the bytes are the file's own */
	size_t part_count;
	size_t part_capacity;
	struct layer *layers;
	size_t layer_count;
	size_t layer_capacity;
	struct doc_info info;
};

void doc_init(struct doc *d);
void doc_release(struct doc *d);

/* The present text; empty before the decode stage. */
struct slice doc_text(const struct doc *d);

/* The text after decoding, before any repair. */
struct slice doc_decoded(const struct doc *d);

/*
 * Adds the layer that the editor wrote over the present text (or, for the first layer, over
 * d->bytes). A later layer that changed nothing is not kept. Returns 0, or -1 with e filled.
 */
int doc_push(struct doc *d, const char *name, struct editor *w, struct err *e);

/*
 * Gives up the text of the layer below the last one, where it is large, and notes what both
 * changed: from layer number `first` on nobody asks for more. The editor takes the memory for what
 * it writes next. 0, or -1 with e filled.
 */
int doc_fold(struct doc *d, size_t first, struct editor *w, struct err *e);

/* A run of a layer's script that changed something. */
struct revision {
	size_t run;
	struct slice before, after; /* `before` is empty in layer 0 */
};

/* One way through the changes of a layer; begin with next and at 0. */
struct revisions {
	const struct doc *doc;
	size_t layer;
	size_t next; /* run */
	size_t at;   /* bytes of the layer's `changes` that were read */
};

/* The next change in the order of the target; false when there is none. */
bool revisions_next(struct revisions *r, struct revision *revision);

/* A span of the text of layer number `layer`, taken back to the original bytes. */
struct span doc_bytes_span(const struct doc *d, size_t layer, struct span at);

/* The same for the present text, and the span's place in the decoded text. */
struct span doc_origin(const struct doc *d, struct span at);
struct span doc_decoded_span(const struct doc *d, struct span at);

/*
 * The name of the part that holds a span of bytes, and the span counted from that part's own
 * beginning; an empty name, and the span as it is, where the bytes are the file's own.
 */
struct slice doc_part_at(const struct doc *d, struct span *at);

/* Says that from here on (the end of d->bytes as made so far) the bytes are the member's. */
int doc_add_part(struct doc *d, struct slice name, size_t start, struct err *e);

/* Bit `1 << kind` for each kind of edit, in any layer, inside a span of the present text. */
uint32_t doc_kinds(const struct doc *d, struct span at);

/* All that a record says of where a span of the present text comes from. */
struct doc_trace {
	struct span origin;  /* as of doc_origin, */
	struct span decoded; /* doc_decoded_span */
	uint32_t kinds;	     /* and doc_kinds */
};

struct doc_trace doc_trace(const struct doc *d, struct span at);

#endif
