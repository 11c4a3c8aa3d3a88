/*
 * Containers: what kind of file this is, by its first bytes.
 */
#ifndef ZHIBIAO_CONTAINER_H
#define ZHIBIAO_CONTAINER_H

#include "normalize/text.h"

/* How many first bytes are enough. */
#define CONTAINER_LOOK 4096

enum container {
	CONTAINER_AUTO, /* by content */
	CONTAINER_TEXT,
	CONTAINER_HTML,
	CONTAINER_HOCR, /* HTML of an OCR engine */
	CONTAINER_ALTO, /* XML of an OCR engine */
	CONTAINER_DOCX,
	CONTAINER_PDF,
	CONTAINER_NDJSON, /* the ones below hold many documents */
	CONTAINER_WARC,
	CONTAINERS
};

/* "text", "html" …: the kind in document records, and the word after --input. */
const char *container_name(enum container kind);

/* The container of that name ("auto" for CONTAINER_AUTO); CONTAINERS for any other. */
enum container container_named(struct slice name);

/*
 * What the first bytes are the beginning of; CONTAINER_TEXT when they are nothing else. A line of
 * JSON is not recognised here (see ndjson.h).
 */
enum container container_of(struct slice head);

/* The name of a container that can't be read ("RTF", "xz" …), or NULL. */
const char *container_unread(struct slice head);

#endif
