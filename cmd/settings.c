#include "cmd/settings.h"

#include "cmd/cmd.h"
#include "cmd/version.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { MOST_JOBS = 256 };

static const char *const format_names[] = {"ndjson", "csv", "tsv", "xlsx", "html", NULL};
static const char *const lang_names[] = {"zh", "en", NULL};
static const char *const kind_names[] = {"auto", "text", "html",   "hocr", "alto",
					 "docx", "pdf",	 "ndjson", "warc", NULL};
static const char *const table_names[] = {"target", "deadline", "assignment", "document",
					  "edit",   "fact",	"mention",    NULL};

#define AT(member) offsetof(struct settings, member)

const struct option input_options[] = {
	{.name = "files0-from",
	 .kind = OPTION_TEXT,
	 .offset = AT(files0_from),
	 .value = "FILE",
	 .help = "read the NUL-separated paths in FILE (- is standard input)"},
	{.name = NULL},
};

const struct option jobs_options[] = {
	{.name = "jobs",
	 .letter = 'j',
	 .kind = OPTION_NUMBER,
	 .offset = AT(jobs),
	 .value = "N",
	 .help = "read N documents at a time (default: one per processor)",
	 .min = 1,
	 .max = MOST_JOBS},
	{.name = NULL},
};

const struct option kind_options[] = {
	{.name = "input",
	 .kind = OPTION_CHOICE,
	 .offset = AT(container),
	 .value = "KIND",
	 .help = "take all files for text, html, hocr, alto, docx, pdf, ndjson or warc",
	 .choices = kind_names},
	{.name = "text-field",
	 .kind = OPTION_TEXT,
	 .offset = AT(text_field),
	 .value = "NAME",
	 .help = "NDJSON: the field with the text (default: text, content, raw_content, body)"},
	{.name = NULL},
};

const struct option stream_options[] = {
	{.name = "stream",
	 .kind = OPTION_FLAG,
	 .offset = AT(stream),
	 .help = "write a document stream, which remembers the original bytes"},
	{.name = "report",
	 .kind = OPTION_FLAG,
	 .offset = AT(report),
	 .help = "say on standard error which charset each document is in"},
	{.name = NULL},
};

const struct option decode_options[] = {
	{.name = "from",
	 .kind = OPTION_TEXT,
	 .offset = AT(from),
	 .value = "CHARSET",
	 .help = "decode from CHARSET instead of recognising it"},
	{.name = NULL},
};

const struct option convert_options[] = {
	{.name = "to",
	 .kind = OPTION_TEXT,
	 .offset = AT(to),
	 .value = "SCRIPT",
	 .help = "simplified (default), traditional, taiwan, hongkong, or as --config"},
	{.name = NULL},
};

const struct option opencc_options[] = {
	{.name = "config",
	 .letter = 'c',
	 .kind = OPTION_TEXT,
	 .offset = AT(config),
	 .value = "NAME",
	 .help = "convert as opencc does with this configuration: s2t, t2s.json, s2twp …"},
	{.name = "input",
	 .letter = 'i',
	 .kind = OPTION_TEXT,
	 .offset = AT(input),
	 .value = "FILE",
	 .help = "read FILE"},
	{.name = "output",
	 .letter = 'o',
	 .kind = OPTION_TEXT,
	 .offset = AT(output),
	 .value = "FILE",
	 .help = "write to FILE"},
	{.name = NULL},
};

const struct option normalize_options[] = {
	{.name = "no-repair",
	 .kind = OPTION_TEXTS,
	 .offset = AT(no_repair),
	 .value = "KIND",
	 .help = "leave damage of this kind as it is; may be repeated"},
	{.name = NULL},
};

const struct option rule_options[] = {
	{.name = "rules",
	 .kind = OPTION_TEXTS,
	 .offset = AT(rules),
	 .value = "PATH",
	 .help = "take the rules from this file or folder; may be repeated"},
	{.name = "reference",
	 .kind = OPTION_TEXT,
	 .offset = AT(reference),
	 .value = "DATE",
	 .help = "the day that 今年, 三年内 … are counted from"},
	{.name = NULL},
};

const struct option record_options[] = {
	{.name = "edits",
	 .kind = OPTION_FLAG,
	 .offset = AT(edits),
	 .help = "also write a record for each repair"},
	{.name = "facts",
	 .kind = OPTION_FLAG,
	 .offset = AT(facts),
	 .help = "also write quantities that are no targets"},
	{.name = "mentions",
	 .kind = OPTION_FLAG,
	 .offset = AT(mentions),
	 .help = "also write every number and time expression as it was read"},
	{.name = NULL},
};

const struct option output_options[] = {
	{.name = "output",
	 .letter = 'o',
	 .kind = OPTION_TEXT,
	 .offset = AT(output),
	 .value = "FILE",
	 .help = "write to FILE; its ending says the format"},
	{.name = "format",
	 .kind = OPTION_CHOICE,
	 .offset = AT(format),
	 .value = "NAME",
	 .help = "ndjson, csv, tsv, xlsx or html",
	 .choices = format_names},
	{.name = "table",
	 .kind = OPTION_CHOICE,
	 .offset = AT(table),
	 .value = "TYPE",
	 .help = "csv, tsv: the type of record that makes the rows (default: target)",
	 .choices = table_names},
	{.name = "bom",
	 .kind = OPTION_FLAG,
	 .offset = AT(bom),
	 .help = "csv, tsv: begin with a byte order mark"},
	{.name = "lang",
	 .kind = OPTION_CHOICE,
	 .offset = AT(lang),
	 .value = "NAME",
	 .help = "csv, tsv, xlsx, html: language of headings and words: zh (default) or en",
	 .choices = lang_names},
	{.name = "columns",
	 .kind = OPTION_TEXT,
	 .offset = AT(columns),
	 .value = "LIST",
	 .help = "csv, tsv, xlsx, html: the columns of the table, in this order, with commas "
		 "between"},
	{.name = "template",
	 .kind = OPTION_TEXT,
	 .offset = AT(template),
	 .value = "FILE",
	 .help = "csv, tsv, xlsx, html: house style (YAML): headings, columns, names of sheets"},
	{.name = "pages",
	 .kind = OPTION_TEXT,
	 .offset = AT(pages),
	 .value = "DIR",
	 .help = "evidence pages: run writes them into DIR, tables link their rows to them"},
	{.name = NULL},
};

bool settings_read(struct settings *s, const struct usage *u, int argc, char **argv, int *status)
{
	struct err e;
	int rc;

	*s = (struct settings){0};
	rc = options_parse(u, argc, argv, s, &s->operands, &e);
	if (rc == OPTIONS_HELP)
		options_help(u, stdout);
	*status = rc < 0 ? failed(&e) : STATUS_DONE;
	return rc == OPTIONS_OK;
}

void settings_release(struct settings *s, const struct usage *u)
{
	options_release(u, s, &s->operands);
}

static int unknown_kind(const char *name, struct err *e)
{
	char list[256] = "";

	for (int kind = 0; kind < EDIT_KINDS; kind++) {
		const struct edit_kind_info *info = edit_kind_info((enum edit_kind)kind);
		size_t n = strlen(list);

		if (info->repair && kind != EDIT_UNDECODABLE)
			snprintf(list + n, sizeof(list) - n, "%s%s", n ? ", " : "", info->name);
	}
	return err_set(e, "option '--no-repair' wants one of %s, not '%s'", list, name);
}

/* The name in `s2t`, `s2t.json` or `/usr/share/opencc/s2t.json`. */
static struct slice config_name(const char *config)
{
	const char *base = strrchr(config, '/');
	struct slice name = slice_of(base ? base + 1 : config);
	struct slice ending = slice_of(".json");

	if (slice_ends(name, ending))
		name.n -= ending.n;
	return name;
}

int settings_stages(const struct settings *s, struct stage_options *out, struct err *e)
{
	*out = (struct stage_options){0};
	if (s->from)
		out->from = slice_of(s->from);
	if (s->to && s->config)
		return err_set(e, "options '--to' and '--config' say the same; use one");
	if (s->to)
		out->to = slice_of(s->to);
	if (s->config)
		out->to = config_name(s->config);
	for (size_t i = 0; i < s->no_repair.count; i++) {
		const char *name = s->no_repair.items[i];
		enum edit_kind kind = edit_kind_named(slice_of(name));

		if (kind == EDIT_KINDS || kind == EDIT_UNDECODABLE || !edit_kind_info(kind)->repair)
			return unknown_kind(name, e);
		out->no_repair |= (uint32_t)1 << kind;
	}
	return 0;
}

void settings_source(const struct settings *s, struct source_options *out)
{
	*out = (struct source_options){
		.paths = s->operands.items,
		.path_count = s->operands.count,
		.files0_from = s->files0_from,
		.input = s->container ? container_named(slice_of(s->container)) : CONTAINER_AUTO,
		.text_field = s->text_field,
	};
}

int settings_extract(const struct settings *s, struct extract_options *out, struct err *e)
{
	*out = (struct extract_options){
		.edits = s->edits,
		.facts = s->facts,
		.mentions = s->mentions,
	};
	if (s->reference && !date_parse(slice_of(s->reference), &out->reference))
		return err_set(e, "option '--reference' wants a date such as 2025-03-31, not '%s'",
			       s->reference);
	return 0;
}

/* Seconds since 1970: SOURCE_DATE_EPOCH where it is set, else now. */
static int creation_time(long long *out, struct err *e)
{
	const char *text = getenv("SOURCE_DATE_EPOCH");
	char *end;

	if (!text || !*text) {
		*out = (long long)time(NULL);
		return 0;
	}
	errno = 0;
	*out = strtoll(text, &end, 10);
	if (errno || *end || *out < 0)
		return err_set(e, "SOURCE_DATE_EPOCH is not a number of seconds: '%s'", text);
	return 0;
}

static int pick_format(const struct settings *s, enum sink_format *out, struct err *e)
{
	*out = SINK_NDJSON;
	if (s->format)
		*out = sink_format_named(s->format);
	else if (s->output && strcmp(s->output, "-") != 0)
		*out = sink_format_of_path(s->output);
	if (*out == SINK_FORMATS)
		return err_set(e,
			       "%s: no format is known by this ending; use .xlsx, .csv, .tsv, "
			       ".html or .ndjson, or --format",
			       s->output);
	return 0;
}

static enum record_type type_named(const char *name)
{
	int type = 0;

	while (type < RECORD_TYPES && strcmp(record_type_name((enum record_type)type), name) != 0)
		type++;
	return (enum record_type)type;
}

static void warn(const char *text)
{
	complain("%s", text);
}

int settings_sink(const struct settings *s, struct sink_options *out, struct err *e)
{
	*out = (struct sink_options){
		.path = s->output,
		.table = s->table ? type_named(s->table) : RECORD_TARGET,
		.bom = s->bom,
		.lang = s->lang && strcmp(s->lang, "en") == 0 ? LANG_EN : LANG_ZH,
		.columns = s->columns,
		.template = s->template,
		.pages = s->pages,
		.program = "zhibiao " ZHIBIAO_VERSION,
		.warn = warn,
	};
	if (pick_format(s, &out->format, e))
		return -1;
	if ((s->table || s->bom) && out->format != SINK_CSV && out->format != SINK_TSV)
		return err_set(e, "options '--table' and '--bom' are for csv and tsv only");
	if (((s->lang && !s->pages) || s->columns || s->template) && out->format == SINK_NDJSON)
		return err_set(e, "options '--lang', '--columns' and '--template' are for csv, "
				  "tsv, xlsx and html only");
	return creation_time(&out->created, e);
}

struct ruleset *settings_rules(const struct settings *s, struct err *e)
{
	char shipped[PATH_MAX];
	const char *path = shipped;
	uint32_t emits = s->mentions ? EMIT_ALL : EMIT_ALL ^ 1u << EMIT_MENTION;

	if (s->rules.count)
		return ruleset_load_for(s->rules.items, s->rules.count, emits, e);
	if (ruleset_default_path(shipped, sizeof(shipped), e))
		return NULL;
	return ruleset_load_for(&path, 1, emits, e);
}

size_t settings_jobs(const struct settings *s)
{
	long n = s->jobs ? s->jobs : sysconf(_SC_NPROCESSORS_ONLN);

	return n < 1 ? 1 : n > MOST_JOBS ? MOST_JOBS : (size_t)n;
}
