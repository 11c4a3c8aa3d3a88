/*
 * A reading: one document on its way from clean text to records.
 *
 * The steps of extract.c fill it one after another: matches, outline, time expressions, quantities
 * with their indicators, agency lists; resolve.c then joins them. Private to extract/.
 */
#ifndef ZHIBIAO_READING_H
#define ZHIBIAO_READING_H

#include "extract/extract.h"
#include "extract/match.h"
#include "extract/outline.h"

/* The word lists and maps of the rule set that the steps use; rules/README.md explains each. */
struct words {
	const struct lexicon *adverb;	     /* stripped at both ends of an indicator */
	const struct lexicon *adverb_verbal; /* at the beginning, before a verb only: 高标准 … */
	const struct lexicon *lead_in; /* stripped at its beginning: 推动, 实现, 确保 … */
	const struct lexicon *where;   /* a place, and then a verb, follow: 在柳溪镇 | 新建 */
	const struct lexicon *verb_make;     /* 新增, 培育, 建成 … */
	const struct lexicon *verb_plain;    /* those that are no part of a noun: 完成 | 投资 */
	const struct lexicon *noun_sum;	     /* sums names up: 三大 → 3 */
	const struct lexicon *noun_compound; /* heads that make one noun with a verb: 孵化面积 */
	const struct lexicon *verb_inner; /* the same inside a phrase: 企业组建 | 联合体 */
	const struct lexicon *verb_event; /* those of them that are nouns as well: 培训 */
	const struct lexicon *verb_grow;  /* 增长, 下降 … → up, down */
	const struct lexicon *op_before;  /* 超过 → >, 达到 → = … */
	const struct lexicon *op_after;	  /* 以上 → >= … */
	const struct lexicon *each;	  /* 各, 均 */
	const struct lexicon *recurrence; /* 年均 → yearly … */
	const struct lexicon *noun_measure; /* heads that denote a figure: 数量, 总量, 比重 … */
	const struct lexicon *noun_generic; /* heads that say nothing alone: 总投资, 增速 … */
	const struct lexicon *noun_rate; /* heads that make a % a growth rate: 增速, 涨幅 … */
	const struct lexicon
		*noun_stop; /* what can't follow a figure as its noun: 的, 并, 目标 … */
	const struct lexicon *noun_end;	 /* what ends the noun after a figure: 开展, 达到 … */
	const struct lexicon *noun_keep; /* nouns that begin like a verb: 建设用地 … */
	const struct lexicon *noun_tail; /* stripped at the end of an indicator: 的, 等 … */
	const struct lexicon *use;	 /* 用于: what a share is used for follows */
	const struct lexicon *serve; /* 为: whom something is done for follows with its figure */
	const struct lexicon *share; /* beginnings that need the subject before: 占 … */
	const struct lexicon *level_end;   /* 级: ends a level whose noun comes later in a list */
	const struct lexicon *level;	   /* 省级, 市级 …: shared by the members of a list */
	const struct lexicon *join;	   /* 和, 及 …: end an item of a list */
	const struct lexicon *join_inside; /* 普及 …: words that hold such a word */
	const struct lexicon *list_end;	   /* 等: ends a list of examples */
	const struct lexicon *noun_of;	   /* 的 */
	const struct lexicon *per;  /* 每万 …: begin what a figure is counted for each of */
	const struct lexicon *part; /* 城市 …: begin a measure, may change for another part */
	const struct lexicon *agent; /* who acts, before a verb inside a phrase: 企业, 高校 … */
	const struct lexicon *from;	     /* 由, 从: a baseline follows */
	const struct lexicon *past;	     /* 已, 截至 …: what follows is no plan */
	const struct lexicon *plan;	     /* 力争, 计划 …: what follows is a plan */
	const struct lexicon *unit;	     /* unit → canonical unit */
	const struct lexicon *time_unit;     /* the same for 小时, 个工作日 … */
	const struct lexicon *currency;	     /* units that keep 万 and 亿 */
	const struct lexicon *percent;	     /* units of shares and rates */
	const struct lexicon *count_unit;    /* units of things counted: 家, 个, 户 … */
	const struct lexicon *head_unit;     /* noun → the unit it is usually counted in */
	const struct lexicon *time_part;     /* 年底 → end, 上半年 → h1 … */
	const struct lexicon *time_relative; /* 今年 → 0, 明年 → 1 … */
	const struct lexicon *agency_split;  /* what parts the members of an agency list */
	const struct lexicon *agency_bare;   /* joined to the name before by 和: 党委和政府 */
	const struct lexicon *agency_every;  /* 各: begins a name for all agencies of a level */
	const struct lexicon *agency_area;   /* 市, 县 …: the levels in such a name */
	const struct lexicon *agency_end;    /* how names of agencies end: 局, 委 … */
	const struct lexicon *agency_tail; /* stripped at the end of a list: 等, 按职责分工负责 … */
	const struct lexicon *table_head; /* 指标, 指标名称 …: heads of the column of indicators */
	const struct lexicon *table_unit; /* heads of the column of units */
	const struct lexicon *table_skip; /* heads of columns without meaning here: 序号, 属性 … */
	const struct lexicon *table_target; /* heads of target columns without a year: 目标值 … */
	const struct lexicon *table_base; /* heads of base columns without a year: 现状值 … */
	const struct lexicon *table_void; /* cells that stand for no figure: —, 定性评价 … */
	const struct lexicon *table_total; /* 累计 …: in headings over totals of the whole period */
	const struct lexicon *table_vague; /* what begins a cell of words among figures: 基本 … */
	const struct lexicon *table_part; /* 其中: begins a row that is a part of the one before */
	const struct lexicon *table_pure; /* 系数, 指数: ends of names of figures without a unit */
	const struct lexicon *table_note;  /* what begins the note below a table: 注: … */
	const struct lexicon *ledger_task; /* heads of the columns of task ledgers */
	const struct lexicon *ledger_index;
	const struct lexicon *ledger_lead;
	const struct lexicon *ledger_support;
	const struct lexicon *ledger_time;
	const struct lexicon *ledger_label; /* labels of lines that are no task: 责任人: */
	const struct lexicon *section_goal; /* 目标 in a heading */
	const struct lexicon *times_unit;   /* 倍 */
	const struct lexicon *duty;    /* 应, 须 …: make a date due in a text that is no plan */
	const struct lexicon *compare; /* 快于, 高于 …: end the subject of a share */
	const struct lexicon *suffix;  /* what the reading adds to a noun: count → 数量 … */
	const struct lexicon *noun_ratio;  /* 率: makes one noun with a verb before a short noun */
	const struct lexicon *verb_have;   /* 有, 拥有: with 的 behind, part of the noun */
	const struct lexicon *for_whom;	   /* 为, 给: before those for whom something is done */
	const struct lexicon *noun_place;  /* 大县: kinds of places, which are counted */
	const struct lexicon *noun_suffix; /* 品: ends a noun, begins none */
	const struct lexicon *modal;	   /* 将, 要: part who acts from the verb */
	const struct lexicon *verb_attribute; /* 新建 …: of shares, part of the noun */
	const struct lexicon *each_of;	      /* 每 before a measure word: 每个社区 */
	const struct lexicon *region_end; /* how names of places end → their rank: 省 → 1 … */
	const struct lexicon *region_not; /* words that end or begin like one: 城市, 县域 … */
	const struct lexicon *region_name; /* those of them that end a name behind one character */
	const struct lexicon *region_single;	 /* names of one character end so: 县 */
	const struct lexicon *region_single_not; /* characters that are no name: 全 | 县 */
	const struct lexicon *region_before;	 /* what may stand before the place: 中共 … */
	const struct lexicon *region_province; /* provinces by their short names → their names */
	const struct lexicon *region_known; /* beginnings that tell the place: 国务院 → 全国 … */
	const struct lexicon *period_plan; /* five-year plans in titles → ordinal: 十四五 → 14 */
	const struct lexicon *period_length; /* 三年 → 3: how long the plan of that title is */
	const struct lexicon *period_annual; /* titles of plans for the year of their date */
	const struct lexicon *period_none;   /* titles whose year is not what they plan for */
	const struct lexicon *period_told; /* between a year told of and one planned for: 总结 */
	const struct lexicon *genre_plan;  /* title words of documents that set targets */
	const struct lexicon *genre_heading; /* words in headings of documents that set targets */
	const struct lexicon *genre_other;   /* title words of documents that never do */
	const struct lexicon *genre_law;     /* how titles of laws end: 条例; 法 → state */
	const struct lexicon *law_state;     /* what a 法 is of: 中华人民共和国 */
	const struct lexicon *law_act;	     /* what a 决定 does to a law: 关于修改 */
	const struct lexicon *year_aim;	     /* behind a year that a title aims at: 年远景 … */
	const struct lexicon *year_toward;   /* before one: 到, 迈向 … */
};

/* Looks every list up; a missing one is an error that names it. */
int words_bind(struct words *w, const struct ruleset *set, struct err *e);

/* A time expression. Unknown dates have year 0. */
struct timex {
	const struct match *match;
	struct span quote;
	struct slice kind; /* by, during, within, recurring, baseline, bare */
	struct date start;
	struct date end;
	struct slice recurrence;
	bool stated; /* makes a deadline record */
};

/* A number with its unit, and what the words around it make of it. */
struct quantity {
	const struct match *match; /* NULL for a cell of a table */
	struct span quote;
	double value;
	double max; /* NaN without */
	struct slice op;
	struct slice unit;
	struct slice kind;
	struct slice recurrence;
	struct slice status; /* "" for a target */
	struct slice indicator;
	struct slice subject; /* what was brought into the indicator; "" without */
	struct baseline baseline;
	const struct timex *when; /* deadline, or NULL */
	struct slice when_from;
	size_t predicate;  /* where the words that belong to the figure begin, left of it */
	bool verb;	   /* a verb of making or reaching governs it */
	bool bare;	   /* written without a unit */
	bool inferred;	   /* the indicator was brought in from elsewhere */
	bool decrease;	   /* the indicator ends in the word for a decrease */
	size_t turn;	   /* place among figures that follow one another (80%、95%), from 0 */
	size_t turns;	   /* how many they are */
	bool lost_dash;	   /* the digits may be a range that lost its dash */
	bool cell;	   /* from a table */
	double confidence; /* of the rule and the reading, before inheritance */
	struct slice rule;
};

struct assignment {
	const struct match *match; /* NULL for a row of a ledger */
	struct slice rule;
	struct span holds; /* the figures that it is for, where its row tells; else empty */
	struct span quote;
	struct list lead;
	struct list support;
	struct slice basis;
	struct slice task;
	size_t section;
};

/* Words that head columns, at the end of what may be a cell: there is no table without them. */
struct table_heads {
	bool name; /* of indicators */
	bool task;
	bool lead;
};

struct reading {
	const struct extract_options *options;
	const struct words *words;
	struct doc *doc;
	struct slice text;
	struct arena *arena;
	struct matches found[EMIT_COUNT];
	struct match_limits limits;
	struct outline outline;
	struct table_heads heads;
	struct record about; /* the document record as far as it is known */
	struct span title;   /* where the title stands; empty when the text has none */
	struct date published;
	struct date period_start;
	struct date period_end;
	int latest; /* the last year told of rather than planned for; 0 without */
	int begins; /* the first year of the first span of years in the text; 0 without */
	int year;   /* the year the document speaks in; 0 unknown */
	bool plan;  /* the kind of document that sets targets */
	bool other; /* the kind that never does: laws, contracts, statistics */
	bool law;   /* of that, a law: what it says holds for good, and is no task */

	struct timex *times; /* by place */
	size_t time_count;
	struct quantity *quantities; /* by place */
	size_t quantity_count;
	size_t quantity_capacity;
	struct assignment *assignments; /* by place */
	size_t assignment_count;
	size_t assignment_capacity;
};

/* Tells whoever asks how a field came about: see struct field_note. */
static inline void note(const struct reading *r, struct span quote, const char *field,
			struct span from, const char *how)
{
	const struct trace *t = r->options->trace;

	if (t)
		t->noted(t->context, &(struct field_note){quote, field, from, how});
}

/* For a field that no text says. */
static inline void note_plain(const struct reading *r, struct span quote, const char *field,
			      const char *how)
{
	note(r, quote, field, (struct span){0, 0}, how);
}

/* For a field of the document record, whose quote is the empty span at 0 to a trace. */
static inline void note_document(const struct reading *r, const char *field, struct span from,
				 const char *how)
{
	note(r, (struct span){0, 0}, field, from, how);
}

/* The steps, in order. Each returns 0, or -1 with e filled. */
int read_about(struct reading *r, struct err *e);
int read_times(struct reading *r, struct err *e);
int read_quantities(struct reading *r, struct err *e);
int table_survey(struct reading *r, struct err *e);
int read_tables(struct reading *r, struct err *e);
int read_indicators(struct reading *r, struct err *e);
int read_assignments(struct reading *r, struct err *e);
int read_ledgers(struct reading *r, struct err *e);
int resolve(struct reading *r, struct records *out, struct err *e);

/*
 * Whether any figure can be a target, once the times are read: in a plan, or where a day to come is
 * due.
 */
bool can_set_targets(const struct reading *r);

/*
 * The first match of the highest priority that a rule emits for a field of the document, of those
 * that begin before byte `limit`; NULL where there is none.
 */
const struct match *document_match(const struct reading *r, const char *field, size_t limit);

/* The first and last day of a part of a year by its name in the map time.part (h1, q3); false for
 * one of a month. */
bool date_part(struct slice name, int year, struct date *start, struct date *end);

/* Finds the plan's period; called by read_times once every date is known. */
void find_period(struct reading *r);

/* The next year at or after *at, which moves behind it, of four digits or of the 民國 era (three);
 * 0 when there is none. */
int year_next(struct slice text, size_t *at);

/* The years of the five-year plan that the title names; false without one. */
bool title_plan(const struct reading *r, int *first, int *last);

/* Whether the year that ends at `end` is what a title aims at: 2030年前碳达峰行动, 2035年远景目标.
 */
bool year_is_aim(const struct reading *r, struct slice text, size_t end);

/*
 * The first and last day of a time expression, by its kind, rule and groups; the year of one that
 * names none is `context`.
 */
void timex_bounds(const struct reading *r, struct timex *t, int context);

/* How likely the record of a figure is right, 0 to 1, by what is known to go with mistakes. */
double confidence_of(const struct reading *r, const struct quantity *q, uint32_t flags);

/* The same for a time expression. */
double time_confidence(const struct reading *r);

/*
 * Gives figures without a unit the most likely one; called by read_indicators at its end. 0, or -1
 * with e filled.
 */
int guess_units(struct reading *r, struct err *e);

/*
 * Takes the multiplier of a sum of money out of the number and into the unit; others stay. 0, or -1
 * with e filled.
 */
int money_keep_multiplier(struct reading *r, struct quantity *q, double multiplier, struct err *e);

/* Adds a mention for every number and time expression, whatever it means. */
int add_mentions(struct reading *r, struct records *out, struct err *e);

/* A record of that type at a place of the text, with the fields that all records have. */
int record_at(const struct reading *r, enum record_type type, struct span at, struct slice rule,
	      struct record *out, struct err *e);

/* The members of a list of agencies. 0, or -1 with e filled. */
int split_agencies(struct reading *r, struct slice text, struct list *list, struct err *e);

/* Where an assignment begins: its row, else its list. They are kept in this order. */
static inline size_t assignment_place(const struct assignment *a)
{
	return a->holds.end ? a->holds.start : a->quote.start;
}

/* Adds an empty assignment at the end of the list. */
struct assignment *assignment_add(struct reading *r, struct err *e);

/* Adds a quantity at the end of the list. */
struct quantity *quantity_add(struct reading *r, struct err *e);

/* Index of the first quantity / time expression that ends after byte `at`. */
size_t quantity_from(const struct reading *r, size_t at);
size_t time_from(const struct reading *r, size_t at);

/* A multiplier as it stands in front of a currency: 万, 亿, 万亿; "" for any other. */
struct slice multiplier_word(double multiplier);

/* a and b one after the other, in the arena; .p is NULL without memory. */
struct slice joined(struct arena *arena, struct slice a, struct slice b);

/*
 * The place, with those above it, that a title or the name of an agency begins with: 青禾市云溪区.
 * Borrowed from the text or the words; empty where it begins with none.
 */
struct slice place_of(const struct words *w, struct slice text);

/* The word that the map `suffix` has under a name, or an empty slice. */
struct slice suffix(const struct reading *r, const char *name);

/* The text without blanks: itself, or a copy in the arena; .p is NULL without memory. */
struct slice squeeze(struct slice text, struct arena *arena);

#endif
