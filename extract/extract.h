/*
 * Extract: clean text to records.
 */
#ifndef ZHIBIAO_EXTRACT_H
#define ZHIBIAO_EXTRACT_H

#include "extract/record.h"
#include "extract/ruleset.h"
#include "extract/trace.h"
#include "extract/when.h"
#include "normalize/doc.h"

struct extract_options {
	const struct ruleset *rules; /* borrowed; may be shared between extractors */
	struct date reference; /* anchor of 今年, 三年内 …; unknown: the document's own date */
	bool edits;	       /* also emit edit records */
	bool facts;
	bool mentions;
	const struct trace
		*trace; /* borrowed; told of the one extractor's work; NULL: nobody asks */
};

struct extractor;

/* One per worker. NULL with e filled, for instance when the rule set lacks a list it needs. */
struct extractor *extractor_open(const struct extract_options *options, struct err *e);

/*
 * Reads the records out of a document that went through the text stages (or whose text is clean
 * already). The document record comes first, then the others by their place in the document.
 * Records live in the document's arena. 0, or -1 with e filled.
 */
int extractor_run(struct extractor *x, struct doc *d, struct records *out, struct err *e);

void extractor_close(struct extractor *x);

#endif
