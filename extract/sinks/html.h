/*
 * Html: the records of a batch as one page that needs nothing but itself.
 *
 * Records are spooled and summed up as they come; the page is written when all are there, its
 * figures first, then a table for each sheet of the workbook that it shows, row by row.
 */
#ifndef ZHIBIAO_HTML_H
#define ZHIBIAO_HTML_H

#include "extract/sinks/digest.h"
#include "extract/sinks/house.h"
#include "extract/sinks/outfile.h"
#include "extract/sinks/presenter.h"
#include "extract/sinks/spool.h"

struct html {
	struct sink_options options;
	struct house house;
	struct outfile out;
	char *folder; /* of the spool */
	struct spool spool;
	struct presenter presenter;
	struct digest digest;
	struct buf troubles; /* the rows of their table */
	size_t trouble_count;
	size_t failed;	    /* documents */
	struct buf text;    /* what is to be written next */
	struct buf scratch; /* of a cell that no record is behind */
};

/* Writes what h->text holds, and empties it. */
int html_flush(struct html *h, struct err *e);

/* Rows that the table of a sheet has; 0 for a sheet that the page does not show. */
size_t html_rows(const struct html *h, enum sheet sheet);

/* The sheets that have a table, in their order; SHEETS ends the list. */
extern const enum sheet html_sheets[];

/* Writes the table of a sheet, unless it has no rows. 0, or -1 with e filled. */
int html_table(struct html *h, enum sheet sheet, struct err *e);

/* Appends the row of a trouble to h->troubles. */
void html_note_trouble(struct html *h, const struct trouble_line *line);

/* Appends what stands above the tables: the head, the figures, and the switches. */
void html_summary(struct html *h);

#endif
