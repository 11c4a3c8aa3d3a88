/*
 * Workbook: what the files that fill its sheets share.
 *
 * Records are spooled as they come, and their figures are summed up; the workbook is written when
 * all are there, because its first sheets and the way it is written depend on all of them.
 */
#ifndef ZHIBIAO_WORKBOOK_H
#define ZHIBIAO_WORKBOOK_H

#include "extract/sinks/book.h"
#include "extract/sinks/digest.h"
#include "extract/sinks/presenter.h"
#include "extract/sinks/spool.h"

/* Rows of all the sheets beyond which the workbook is written without keeping it in memory. */
enum { LARGE_ROWS = 100000 };

struct workbook {
	struct sink_options options;
	struct house house;
	struct book book;
	struct spool spool;
	struct presenter presenter;
	struct digest digest;
	size_t failed; /* documents */
	lxw_worksheet *guide;
	lxw_worksheet *overview;
	struct tab tabs[SHEETS]; /* begun where .book is set */
	struct buf scratch;
	struct buf link;
};

/* Each fills its sheets; 0, or -1 with e filled. */
int guide_write(struct workbook *w, struct err *e);	 /* 说明 */
int dictionary_write(struct workbook *w, struct err *e); /* 字典 */
int overview_write(struct workbook *w, struct err *e);	 /* 概览 */
int agencies_write(struct workbook *w, struct err *e);	 /* 部门分工 */
int timeline_write(struct workbook *w, struct err *e);	 /* 时间轴 */
int troubles_write(struct workbook *w, struct err *e);	 /* 异常 */

/* How many rows the dictionary has. */
size_t dictionary_rows(void);

/* Makes the targets a thing to review: colours, drop-down list, protection. After the last row. */
int review_set(struct workbook *w, struct err *e);

#endif
