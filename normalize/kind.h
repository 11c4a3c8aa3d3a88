/*
 * Kinds of edit: why a stage changed a place of the text.
 *
 * A kind's name is part of the program's outside (--edits, --no-repair, the sheet 修正记录).
 */
#ifndef ZHIBIAO_KIND_H
#define ZHIBIAO_KIND_H

#include "normalize/text.h"

enum edit_kind {
	EDIT_KEEP,	  /* nothing changed */
	EDIT_TRANSCODE,	  /* bytes of a charset written as UTF-8 */
	EDIT_UNDECODABLE, /* bytes that nothing explains, written as U+FFFD */
	EDIT_SIGNATURE,	  /* a byte order mark dropped */
	EDIT_MARKUP,	  /* tags, entities and other dress of a container */
	EDIT_MOJIBAKE,	  /* text that had been read in a wrong charset */
	EDIT_LOST,	  /* what such a reading left of it that nothing can bring back */
	EDIT_UNSURE,	  /* kept, but read with little confidence by an OCR engine */
	EDIT_SCRIPT,	  /* traditional to simplified or back */
	EDIT_FORM,	  /* full-width, compatibility and invisible characters */
	EDIT_SPACE,	  /* stray blanks */
	EDIT_LINE,	  /* hard line wraps */
	EDIT_FURNITURE,	  /* site furniture, page numbers, wrappers of document-sharing sites */
	EDIT_CHUNK,	  /* page-chunk markers inside the text */
	EDIT_ORDER,	  /* page chunks put back where they belong */
	EDIT_DOUBLE,	  /* doubled characters, pinyin beside its character, lines twice */
	EDIT_DIGIT,	  /* letters read for digits */
	EDIT_SEPARATOR,	  /* decimal points, thousands commas, item numbers, dashes */
	EDIT_DASH,	  /* a lost dash between two years */
	EDIT_BRACKET,	  /* brackets opened or closed */
	EDIT_QUOTE,	  /* quotation marks, 《》 and the brackets of document numbers */
	EDIT_WORD,	  /* look-alike characters in agency names, time words and headings */
	EDIT_KINDS
};

struct edit_kind_info {
	const char *name;    /* as in --edits and --no-repair */
	const char *chinese; /* as in the workbook */
	bool repair;	     /* listed by --edits and counted in the document record */
	bool doubtful;	     /* a record whose value rests on it carries the flag `repaired` */
};

/* What is known about a kind; never NULL for a member of the enum. */
const struct edit_kind_info *edit_kind_info(enum edit_kind kind);

/* The kind of that name, or EDIT_KINDS. */
enum edit_kind edit_kind_named(struct slice name);

#endif
