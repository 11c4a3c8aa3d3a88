/* Sinks: what a cell may hold, what CSV and TSV look like, and that a file is whole or not there.
 */
#include "extract/sinks/anchor.h"
#include "extract/sinks/celltext.h"
#include "extract/sinks/house.h"
#include "extract/sinks/sink.h"
#include "extract/sinks/spool.h"
#include "tests/unit/check.h"

#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define FFFD "\xEF\xBF\xBD"

struct text_case {
	const char *text;
	const char *clean;
	const char *workbook; /* NULL: the same as clean */
};

static const struct text_case texts[] = {
	{"50家以上", "50家以上", NULL},
	{"a\tb\nc", "a\tb\nc", NULL},
	{"a\r\nb\rc", "a\nb\nc", NULL},
	{"a\x01\x0B\x1F\x7F", "a" FFFD FFFD FFFD FFFD, NULL},
	{"a\xC2\x85z", "a" FFFD "z", NULL},
	{"\xEF\xBF\xBE\xEF\xBF\xBF|", FFFD FFFD "|", NULL},
	{"\xED\xA0\x80|", FFFD FFFD FFFD "|", NULL},
	{"\xFF\xE5\x9B|", FFFD FFFD "|", NULL},
	{"\xE5\x9B", FFFD, NULL},
	{"\xF0\x9F\x98\x80", "\xF0\x9F\x98\x80", NULL},
	{"_x0041_", "_x0041_", "_x005F_x0041_"},
	{"a_x00e9_b", "a_x00e9_b", "a_x005F_x00e9_b"},
	{"_x004_ _x00G1_ _x0041", "_x004_ _x00G1_ _x0041", NULL},
	{"", "", NULL},
};

static void check_text(const struct text_case *c)
{
	struct buf out;
	bool lost;

	buf_init(&out, SIZE_MAX);
	celltext_clean(&out, slice_of(c->text));
	if (!CHECK(slice_is(buf_text(&out), c->clean)))
		printf("  %s: %.*s\n", c->text, (int)out.len, out.data);
	buf_reset(&out);
	lost = celltext_workbook(&out, slice_of(c->text)) == CELLTEXT_REPLACED;
	CHECK(lost == (strstr(c->clean, FFFD) != NULL));
	if (!CHECK(slice_is(buf_text(&out), c->workbook ? c->workbook : c->clean)))
		printf("  %s: %.*s\n", c->text, (int)out.len, out.data);
	buf_release(&out);
}

/* `count` times the unit, and how many of them a workbook's cell keeps. */
static void check_cut(const char *unit, size_t count, size_t kept, bool cut)
{
	struct buf text;
	struct buf out;
	struct slice rest;

	buf_init(&text, SIZE_MAX);
	buf_init(&out, SIZE_MAX);
	for (size_t i = 0; i < count; i++)
		buf_adds(&text, unit);
	CHECK(celltext_workbook(&out, buf_text(&text)) == (cut ? CELLTEXT_CUT : CELLTEXT_WHOLE));
	rest = (struct slice){out.data + kept * strlen(unit), out.len - kept * strlen(unit)};
	CHECK(out.len >= kept * strlen(unit) && memcmp(out.data, text.data, out.len - rest.n) == 0);
	CHECK(slice_is(rest, cut ? "…" : ""));
	buf_release(&text);
	buf_release(&out);
}

static void check_measures(void)
{
	CHECK(celltext_width(slice_of("abc")) == 3);
	CHECK(celltext_width(slice_of("指标a")) == 5);
	CHECK(celltext_width(slice_of("指标\nabcdef\n")) == 6);
	CHECK(celltext_width(slice_of("")) == 0);
	CHECK(celltext_lines(slice_of("指标"), 4) == 1);
	CHECK(celltext_lines(slice_of("指标"), 3) == 2);
	CHECK(celltext_lines(slice_of("a\n\nb"), 9) == 3);
	CHECK(celltext_lines(slice_of(""), 9) == 1);
}

static void check_formats(void)
{
	CHECK(sink_format_named("tsv") == SINK_TSV && sink_format_named("pdf") == SINK_FORMATS);
	CHECK(sink_format_of_path("a.b/out.xlsx") == SINK_XLSX);
	CHECK(sink_format_of_path("OUT.CSV") == SINK_CSV);
	CHECK(sink_format_of_path("dir.csv/out") == SINK_FORMATS);
	CHECK(sink_format_of_path("out.") == SINK_FORMATS);
}

static struct slice agencies[] = {{"市教育局", 12}, {"市财政局", 12}};
static struct slice headings[] = {{"一、总则", 12}, {"(一)目标", 11}};

static struct record sample_document(const char *doc)
{
	struct record r = record_new(RECORD_DOCUMENT);

	r.doc = slice_of(doc);
	r.title = slice_of("云岭市,计划");
	r.published = slice_of("2023-03-08");
	return r;
}

static struct record sample_target(const char *doc)
{
	struct record r = record_new(RECORD_TARGET);

	r.doc = slice_of(doc);
	r.section = (struct list){headings, 2};
	r.indicator = slice_of("=1+1");
	r.op = slice_of("=");
	r.value = 1200000;
	r.unit = slice_of("所");
	r.kind = slice_of("growth");
	r.deadline = slice_of("2025-12-31");
	r.deadline_from = slice_of("elsewhere");
	r.lead = (struct list){agencies, 2};
	r.quote = slice_of("say \"50\"");
	r.sentence = slice_of("一\t二\n三");
	r.rule = slice_of("r");
	r.confidence = 0.9;
	r.flags = FLAG_REPAIRED | FLAG_UNIT_MISSING;
	r.span = (struct span){3, 9};
	return r;
}

/* The whole file, in memory that the caller frees. */
static char *read_file(const char *path)
{
	FILE *in = fopen(path, "rb");
	char *text = calloc(1, 65536);

	if (in) {
		CHECK(fread(text, 1, 65535, in) < 65535);
		fclose(in);
	}
	return text;
}

static void check_file(const char *path, const char *want)
{
	char *text = read_file(path);

	if (!CHECK(strcmp(text, want) == 0))
		printf("  %s:\n%s\n", path, text);
	free(text);
}

static void write_file(const char *path, const char *text)
{
	FILE *out = fopen(path, "wb");

	fputs(text, out);
	fclose(out);
}

static size_t files_here(void)
{
	DIR *here = opendir(".");
	size_t count = 0;

	while (readdir(here))
		count++;
	closedir(here);
	return count - 2; /* . and .. */
}

static int write_all(const struct sink_options *options, struct err *e)
{
	struct record items[] = {sample_document("a.txt"), sample_target("a.txt"),
				 sample_target("b.txt"), record_new(RECORD_EDIT)};
	struct records list = {.items = items, .count = 4, .capacity = 4};
	struct sink *s = sink_open(options, e);

	if (!s)
		return -1;
	if (sink_add(s, &list, e) == 0)
		return sink_finish(s, e);
	sink_abort(s);
	return -1;
}

static const char csv_heading[] =
	"记录ID,地区,发文机关,文件名称,文号,发布日期,章节,指标名称,比较,目标值,上限,单位,类型,基期,"
	"基期值,周期,截止日期,期限来源,牵头单位,配合单位,左文,命中,右文,原文链接,规则,置信度,提示,"
	"原文,文件,基期单位,所在成员,起始字节,结束字节,复核结论,修正值,修正指标,修正期限,"
	"修正牵头单位,"
	"复核人,备注\r\n";

static const char csv_common[] =
	",一、总则 / (一)目标,'=1+1,=,1200000,,所,增长,,,,2025-12-31,elsewhere,市教育局、市财政局,,"
	"\"一\t二\n三\",\"say \"\"50\"\"\",,,r,0.9,数值依据文字修复得出;缺少单位,"
	"\"say \"\"50\"\"\",";

static const char csv_rest[] = ",,,3,9,,,,,,,\r\n";

static void check_csv(void)
{
	struct sink_options options = {.path = "out.csv", .format = SINK_CSV};
	struct err e = {""};
	char want[4096];

	options.table = RECORD_TARGET;
	CHECK(write_all(&options, &e) == 0);
	snprintf(want, sizeof(want), "%s%s,,,\"云岭市,计划\",,2023-03-08%sa.txt%s%s,,,,,%sb.txt%s",
		 csv_heading, "085eff9d0afea48b", csv_common, csv_rest, "85059145d1686bdd",
		 csv_common, csv_rest);
	check_file("out.csv", want);
}

static void check_tsv(void)
{
	struct sink_options options = {.path = "out.tsv", .format = SINK_TSV, .bom = true};
	struct err e = {""};

	options.table = RECORD_DOCUMENT;
	CHECK(write_all(&options, &e) == 0);
	check_file(
		"out.tsv",
		"\xEF\xBB\xBF文件\t名称\t发文机关\t文号\t发布日期\t地区\t规划期开始\t规划期结束\t"
		"编码\t字体\t繁体占比\t指标数\t时限数\t分工数\t修正数\t原文链接\n"
		"a.txt\t云岭市,计划\t\t\t2023-03-08\t\t\t\t\t\t\t0\t0\t0\t0\t\n");
}

static const char *const active[] = {"=A1", "+1", "-1", "@x", "\tx", "\rx"};

static void check_guard(const char *text)
{
	struct sink_options options = {.path = "guard.tsv", .format = SINK_TSV};
	struct record r = record_new(RECORD_EDIT);
	struct records list = {.items = &r, .count = 1, .capacity = 1};
	struct err e = {""};
	struct sink *s;
	char *file;

	options.table = RECORD_EDIT;
	r.after = slice_of(text);
	s = sink_open(&options, &e);
	CHECK(s && sink_add(s, &list, &e) == 0 && sink_finish(s, &e) == 0);
	file = read_file("guard.tsv");
	CHECK(strstr(file, "\t'") != NULL);
	free(file);
}

static void check_ndjson(void)
{
	struct sink_options options = {.path = "out.ndjson", .format = SINK_NDJSON};
	struct err e = {""};
	char *text;
	int lines = 0;

	CHECK(write_all(&options, &e) == 0);
	text = read_file("out.ndjson");
	for (const char *p = text; *p; p++)
		lines += *p == '\n';
	CHECK(lines == 4 && strstr(text, "{\"type\":\"document\",\"doc\":\"a.txt\"") == text);
	free(text);
}

static const char *const paths[SINK_FORMATS] = {"old.ndjson", "old.csv", "old.tsv", "old.xlsx",
						"old.html"};

/* Until it is finished, and when it is given up, the output is what was there before. */
static void check_abort(enum sink_format format)
{
	struct sink_options options = {.path = paths[format], .format = format};
	struct record r = sample_target("a.txt");
	struct records list = {.items = &r, .count = 1, .capacity = 1};
	size_t files;
	struct err e = {""};
	struct sink *s;

	options.table = RECORD_TARGET;
	write_file(options.path, "old");
	files = files_here();
	s = sink_open(&options, &e);
	CHECK(s && sink_add(s, &list, &e) == 0);
	check_file(options.path, "old");
	sink_abort(s);
	check_file(options.path, "old");
	CHECK(files_here() == files);
}

static void check_failures(enum sink_format format)
{
	struct sink_options options = {.path = "nowhere/out", .format = format};
	struct err e = {""};

	options.table = RECORD_TARGET;
	CHECK(write_all(&options, &e) == -1);
	CHECK(strcmp(e.text, "nowhere/out: No such file or directory") == 0);
	if (access("/dev/full", W_OK) != 0)
		return;
	options.path = "/dev/full";
	CHECK(write_all(&options, &e) == -1);
	CHECK(strcmp(e.text, "/dev/full: No space left on device") == 0);
}

/* A link stays a link, and the file behind it keeps its permissions. */
static void check_link(void)
{
	struct sink_options options = {.path = "link.csv", .format = SINK_CSV};
	struct stat st;
	struct err e = {""};

	options.table = RECORD_EDIT;
	write_file("real.csv", "old");
	CHECK(chmod("real.csv", 0640) == 0 && symlink("real.csv", "link.csv") == 0);
	CHECK(write_all(&options, &e) == 0);
	CHECK(lstat("link.csv", &st) == 0 && S_ISLNK(st.st_mode));
	CHECK(stat("real.csv", &st) == 0 && (st.st_mode & 0777) == 0640 && st.st_size > 20);
}

static void check_same_bytes(void)
{
	struct sink_options options = {.format = SINK_XLSX, .created = 1700000000};
	struct err e = {""};
	char *first;
	char *second;

	options.path = "one.xlsx";
	CHECK(write_all(&options, &e) == 0);
	sleep(3); /* times in a zip count in steps of two seconds */
	options.path = "two.xlsx";
	CHECK(write_all(&options, &e) == 0);
	first = read_file("one.xlsx");
	second = read_file("two.xlsx");
	CHECK(memcmp(first, "PK", 2) == 0 && memcmp(first, second, 65536) == 0);
	free(first);
	free(second);
}

static size_t columns_of(enum sheet sheet, bool facts)
{
	struct sink_options options = {.format = SINK_CSV};
	struct house house;
	struct layout layout = {.count = 0};
	struct err e;

	CHECK(house_init(&house, &options, &e) == 0);
	CHECK(house_layout(&house, sheet, true, facts, &layout, &e) == 0);
	house_release(&house);
	return layout.count;
}

/* Each column of a sheet has a heading and an explanation of its own, in both languages. */
static void check_sheet(enum sheet sheet)
{
	const struct sheet_info *info = sheet_info(sheet);

	CHECK(info->name[LANG_ZH] && info->name[LANG_EN] && info->help[LANG_EN]);
	CHECK(info->count <= MOST_COLUMNS);
	for (size_t i = 0; i < info->count; i++) {
		const struct term_info *term = term_info(info->columns[i].term);

		CHECK(term->id && term->help[LANG_ZH] && term->help[LANG_EN]);
		for (size_t k = 0; k < i; k++) {
			const struct term_info *other = term_info(info->columns[k].term);

			CHECK(strcmp(term->id, other->id) != 0);
			CHECK(strcmp(term->heading[LANG_ZH], other->heading[LANG_ZH]) != 0);
			CHECK(strcmp(term->heading[LANG_EN], other->heading[LANG_EN]) != 0);
		}
	}
}

static void check_layouts(void)
{
	for (int sheet = 0; sheet < SHEETS; sheet++)
		check_sheet((enum sheet)sheet);
	CHECK(columns_of(SHEET_TARGETS, true) == columns_of(SHEET_TARGETS, false) + 1);
}

static struct record full_record(enum record_type type)
{
	static struct count counts[] = {{{"space", 5}, 3}, {{"line", 4}, 1}};
	struct record r = sample_target("a.txt");

	r.type = type;
	r.baseline = (struct baseline){true, 32.5, slice_of("所"), slice_of("2022")};
	r.status = slice_of("achieved");
	r.start = slice_of("2023-01-01");
	r.about = slice_of("事项");
	r.task = slice_of("任务");
	r.support = (struct list){headings, 2};
	r.before = slice_of("IOO");
	r.period.end = slice_of("2025-12-31");
	r.edits = (struct counts){counts, 2};
	r.counts = (struct counts){counts, 1};
	r.duration = slice_of("P3Y");
	return r;
}

static void write_both(const struct record *a, const struct record *b, bool *same)
{
	struct buf first;
	struct buf second;

	buf_init(&first, SIZE_MAX);
	buf_init(&second, SIZE_MAX);
	record_write(a, &first);
	record_write(b, &second);
	*same = slice_eq(buf_text(&first), buf_text(&second));
	buf_release(&first);
	buf_release(&second);
}

/* What comes back says the same as what went in. */
static void check_spool(void)
{
	struct spool spool;
	struct record back;
	struct err e = {""};
	bool same = false;

	CHECK(spool_open(&spool, "/tmp", "out.xlsx", &e) == 0);
	for (int type = 0; type < RECORD_TYPES; type++) {
		struct record r = full_record((enum record_type)type);

		CHECK(spool_add(&spool, &r, &e) == 0);
	}
	for (int turn = 0; turn < 2; turn++) {
		CHECK(spool_rewind(&spool, &e) == 0);
		for (int type = 0; type < RECORD_TYPES; type++) {
			struct record r = full_record((enum record_type)type);

			if (!CHECK(spool_next(&spool, &back, &e) == 1))
				continue;
			write_both(&r, &back, &same);
			CHECK(same && back.type == r.type);
		}
		CHECK(spool_next(&spool, &back, &e) == 0);
	}
	spool_close(&spool);
	CHECK(spool_open(&spool, "/nowhere", "out.xlsx", &e) == -1 &&
	      strstr(e.text, "out.xlsx: a temporary file: No such file"));
	spool_close(&spool);
}

struct page_case {
	const char *doc;
	const char *page;
};

static const struct page_case pages[] = {
	{"dir/plan.txt", "plan.txt.html"},
	{"other/PLAN.txt", "PLAN.txt-2.html"},
	{"plan.txt", "plan.txt-3.html"},
	{"plan.txt-2", "plan.txt-2-2.html"},
	{"-", "document.html"},
	{"", "document-2.html"},
	{"index", "index-2.html"},
	{"规划 (一)#1%.htm", "规划__一__1_.htm.html"},
	{"../..", "_..html"},
	{".hidden", "_hidden.html"},
	{"a\x01\"<b>", "a___b_.html"},
};

static void check_pages(void)
{
	struct seen seen = {0};
	struct err e = {""};
	struct buf name;

	buf_init(&name, SIZE_MAX);
	for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++) {
		buf_reset(&name);
		CHECK(page_name(&seen, slice_of(pages[i].doc), &name, &e) == 0);
		if (!CHECK(slice_is(buf_text(&name), pages[i].page)))
			printf("  %s: %.*s\n", pages[i].doc, (int)name.len, name.data);
	}
	buf_release(&name);
	seen_release(&seen);
}

struct way_case {
	const char *output;
	const char *pages;
	const char *way;
};

static const struct way_case ways[] = {
	{"/a/out.xlsx", "/a/pages", "pages/"},
	{"/a/b/out.xlsx", "/a/pages", "../pages/"},
	{"/a/out.xlsx", "/a", ""},
	{"/ab/out.xlsx", "/abc/d/", "../abc/d/"},
	{"/a/./x/../out.xlsx", "/a//p", "p/"},
	{"/out.xlsx", "/p/q", "p/q/"},
	{"/a/b/c/out.xlsx", "/", "../../../"},
	{"out.xlsx", "pages", "pages/"},
	{"x/out.xlsx", "pages", "../pages/"},
	{NULL, "pages", "pages/"},
	{"-", "p/q", "p/q/"},
};

static void check_ways(void)
{
	struct err e = {""};
	struct buf way;

	buf_init(&way, SIZE_MAX);
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		buf_reset(&way);
		CHECK(page_folder(ways[i].output, ways[i].pages, &way, &e) == 0);
		if (!CHECK(slice_is(buf_text(&way), ways[i].way)))
			printf("  %s: %.*s\n", ways[i].pages, (int)way.len, way.data);
	}
	buf_release(&way);
}

/* A part of a workbook, in memory that the caller frees. */
static char *read_part(const char *path, const char *part)
{
	char command[300];
	char *text = calloc(1, 65536);
	FILE *in;

	snprintf(command, sizeof(command),
		 "python3 -c 'import zipfile; print(zipfile.ZipFile(\"%s\").read(\"xl/%s\"))'",
		 path, part);
	in = popen(command, "r");
	if (in) {
		CHECK(fread(text, 1, 65535, in) < 65535);
		pclose(in);
	}
	return text;
}

static size_t rows_in(const char *path, const char *part)
{
	char *text = read_part(path, part);
	size_t rows = 0;

	for (const char *p = text; (p = strstr(p, "<row ")); p++)
		rows++;
	free(text);
	return rows;
}

/* Tables that are longer than a worksheet go on over others, whose names are free. */
static void check_overflow(void)
{
	struct sink_options options = {.path = "long.xlsx", .format = SINK_XLSX, .created = 1};
	struct record items[8];
	struct records list = {.items = items, .count = 8, .capacity = 8};
	struct err e = {""};
	static const char *const names[] = {
		"\"ledger\" sheetId=\"3\"", "\"ledger_3\" sheetId=\"4\"",
		"\"ledger_4\" sheetId=\"5\"", "\"Ledger_2\" sheetId=\"6\""};
	struct sink *s;
	char *sheets;

	write_file("clash.yaml", "sheets: {任务台账: Ledger_2, 指标台账: ledger}\n");
	options.template = "clash.yaml";
	options.most_rows = 4;
	items[0] = sample_document("a.txt");
	for (size_t i = 1; i < 8; i++)
		items[i] = sample_target("a.txt");
	s = sink_open(&options, &e);
	CHECK(s && sink_add(s, &list, &e) == 0 && sink_finish(s, &e) == 0);
	sheets = read_part("long.xlsx", "workbook.xml");
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		CHECK(strstr(sheets, names[i]));
	free(sheets);
	CHECK(rows_in("long.xlsx", "worksheets/sheet3.xml") == 4);
	CHECK(rows_in("long.xlsx", "worksheets/sheet4.xml") == 4);
	CHECK(rows_in("long.xlsx", "worksheets/sheet5.xml") == 2);
}

static void remove_folder(const char *path)
{
	DIR *here = opendir(".");
	struct dirent *entry;

	while ((entry = readdir(here)))
		unlink(entry->d_name);
	closedir(here);
	CHECK(chdir("/") == 0 && rmdir(path) == 0);
}

static void check_outputs(void)
{
	char folder[] = "/tmp/zhibiao-test-XXXXXX";

	if (!CHECK(mkdtemp(folder) && chdir(folder) == 0))
		return;
	check_csv();
	check_tsv();
	check_ndjson();
	for (size_t i = 0; i < sizeof(active) / sizeof(active[0]); i++)
		check_guard(active[i]);
	for (int format = 0; format < SINK_FORMATS; format++) {
		check_abort((enum sink_format)format);
		check_failures((enum sink_format)format);
	}
	check_link();
	check_ways();
	check_overflow();
	check_same_bytes();
	remove_folder(folder);
}

int main(void)
{
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		check_text(&texts[i]);
	check_cut("国", CELL_UNITS, CELL_UNITS, false);
	check_cut("国", CELL_UNITS + 1, CELL_UNITS - 1, true);
	check_cut("\xF0\x9F\x98\x80", CELL_UNITS / 2, CELL_UNITS / 2, false);
	check_cut("\xF0\x9F\x98\x80", CELL_UNITS / 2 + 1, CELL_UNITS / 2, true);
	check_measures();
	check_formats();
	check_layouts();
	check_spool();
	check_pages();
	check_outputs();
	return check_done();
}
