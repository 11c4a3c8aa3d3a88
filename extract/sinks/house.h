/*
 * House style: language, columns, headings and sheets as --lang, --columns and --template want.
 *
 * A template is a YAML file; each part is optional, and names may be ids or headings in any
 * language:
 *
 *   columns: [地区, 指标名称, 目标值, 单位]      columns of the main table, in this order
 *   headings: {指标名称: 考核指标}               other headings, wherever the column occurs
 *   sheets: {指标台账: 年度指标}                 other names of sheets
 *   hide: [时间轴, 修正记录]                     sheets that are there, but not in sight
 */
#ifndef ZHIBIAO_HOUSE_H
#define ZHIBIAO_HOUSE_H

#include "extract/sinks/column.h"
#include "extract/sinks/sink.h"

enum { MOST_COLUMNS = 48 };

struct house {
	struct arena arena; /* owns what the pointers below refer to, but for static text */
	enum lang lang;
	const char *headings[TERMS];
	const char *names[SHEETS];
	bool hidden[SHEETS];
	struct list columns; /* of the main table; empty: all */
};

/* The columns of a sheet as they are to be shown. */
struct layout {
	const char *name; /* of the sheet */
	const struct column *columns[MOST_COLUMNS];
	const char *headings[MOST_COLUMNS];
	size_t count;
};

/*
 * 0, or -1 with e saying what is wrong, with place and caret where it is in the template.
 * house_release in any case.
 */
int house_init(struct house *h, const struct sink_options *options, struct err *e);
void house_release(struct house *h);

/*
 * The layout of a sheet. `main_table` says that the picked columns are meant for it; `facts`, that
 * the column 状态 is wanted. -1 with e naming a column that the sheet does not have.
 */
int house_layout(const struct house *h, enum sheet sheet, bool main_table, bool facts,
		 struct layout *out, struct err *e);

#endif
