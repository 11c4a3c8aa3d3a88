/*
 * corpus: documents and their records in a database.
 */
#include "cmd/corpus.h"

#include "cmd/cmd.h"
#include "cmd/version.h"

#include <stdlib.h>

#define AT(member) offsetof(struct settings, member)

static const struct option update_options[] = {
	{.name = "all",
	 .kind = OPTION_FLAG,
	 .offset = AT(all),
	 .help = "all documents, also those that these rules have read"},
	{.name = "brief",
	 .kind = OPTION_FLAG,
	 .offset = AT(brief),
	 .help = "print what changed by rule, not by document"},
	{.name = NULL},
};

static const struct option export_options[] = {
	{.name = "changed",
	 .kind = OPTION_FLAG,
	 .offset = AT(changed),
	 .help = "only the documents that the last update changed"},
	{.name = NULL},
};

static const struct option *const add_tables[] = {
	decode_options, normalize_options, rule_options, input_options,
	jobs_options,	kind_options,	   NULL,
};
static const struct option *const update_tables[] = {rule_options, jobs_options, update_options,
						     NULL};
static const struct option *const status_tables[] = {rule_options, NULL};
static const struct option *const export_tables[] = {record_options, output_options, export_options,
						     NULL};

static const struct action {
	struct usage usage;
	int (*run)(struct settings *s);
} actions[] = {
	{{.command = "corpus add",
	  .operands = "DB FILE|DIR|-...",
	  .summary =
		  "Puts documents and their records into the corpus DB, a file that is made where\n"
		  "it is not there. What is in it unchanged stays, what changed is replaced.",
	  .tables = add_tables},
	 corpus_add},
	{{.command = "corpus update",
	  .operands = "DB",
	  .summary =
		  "Reads the documents of the corpus again that other rules have read, and prints\n"
		  "what changed: + added, - removed, ~ changed.",
	  .tables = update_tables},
	 corpus_update},
	{{.command = "corpus status",
	  .operands = "DB",
	  .summary = "Prints what is in the corpus, which rules have read it, and what failed.",
	  .tables = status_tables},
	 corpus_status},
	{{.command = "corpus export",
	  .operands = "DB",
	  .summary = "Writes the records of the corpus, as run would for the same documents.",
	  .tables = export_tables},
	 corpus_export},
};

enum { ACTIONS = sizeof(actions) / sizeof(actions[0]) };

int corpus_rules(struct corpus *c, const struct settings *s, struct err *e)
{
	struct settings all = *s;
	const struct ruleset *set;

	all.mentions = true; /* whatever export may be asked for */
	c->rules = settings_rules(&all, e);
	if (!c->rules)
		return -1;
	set = c->rules;
	snprintf(c->rules_name, sizeof(c->rules_name), "%.*s %.*s", (int)set->id.n,
		 set->id.n ? set->id.p : "", (int)set->version.n,
		 set->version.n ? set->version.p : "");
	c->engine = (struct engine){c->rules_name, set->digest, "zhibiao " ZHIBIAO_VERSION};
	return 0;
}

int corpus_open(struct corpus *c, const struct settings *s, bool create, struct err *e)
{
	if (!s->operands.count)
		return err_set(e, "the name of a corpus is missing");
	c->store = store_open(s->operands.items[0], create, e);
	return c->store ? 0 : -1;
}

void corpus_close(struct corpus *c)
{
	if (c->store)
		store_close(c->store);
	if (c->rules)
		ruleset_free(c->rules);
	free(c->repairs.items);
	arena_release(&c->arena);
}

/* One text of all that --no-repair names, with commas between. */
static int join(struct corpus *c, const struct texts *texts, struct slice *out, struct err *e)
{
	struct buf all;
	int rc;

	buf_init(&all, SIZE_MAX);
	for (size_t i = 0; i < texts->count; i++)
		buf_addf(&all, "%s%s", i ? "," : "", texts->items[i]);
	rc = buf_check(&all, e);
	*out = arena_copy(&c->arena, buf_text(&all));
	buf_release(&all);
	return rc || out->p ? rc : err_nomem(e);
}

static int split(struct corpus *c, struct slice all, struct texts *out, struct err *e)
{
	size_t end;

	out->items = calloc(all.n + 1, sizeof(*out->items));
	if (!out->items)
		return err_nomem(e);
	for (size_t at = 0; at < all.n; at = end + 1) {
		end = slice_find(all, at, slice_of(","));
		out->items[out->count] =
			arena_copy(&c->arena, slice_cut(all, (struct span){at, end})).p;
		if (!out->items[out->count++])
			return err_nomem(e);
	}
	return 0;
}

/* The setting as the corpus has it; one that is given must say the same. */
static int keep(struct corpus *c, const char *name, struct slice given, struct slice *kept,
		struct err *e)
{
	if (store_setting(c->store, name, given, &c->arena, kept, e))
		return -1;
	if (!given.n || slice_eq(given, *kept))
		return 0;
	return err_set(e, "option '--%s': all documents of this corpus are read with '%.*s'", name,
		       (int)kept->n, kept->p);
}

static struct slice optional(const char *text)
{
	return slice_of(text ? text : "");
}

/* The list of repairs goes over to the corpus, the one of the settings stays theirs. */
static int keep_settings(struct corpus *c, struct settings *s, struct err *e)
{
	struct slice repairs;
	struct slice from;
	struct slice reference;

	if (join(c, &s->no_repair, &repairs, e) || keep(c, "no-repair", repairs, &repairs, e) ||
	    keep(c, "from", optional(s->from), &from, e) ||
	    keep(c, "reference", optional(s->reference), &reference, e) ||
	    split(c, repairs, &c->repairs, e))
		return -1;
	s->from = from.n ? from.p : NULL;
	s->reference = reference.n ? reference.p : NULL;
	return 0;
}

int corpus_engine(struct corpus *c, struct settings *s, struct err *e)
{
	if (keep_settings(c, s, e))
		return -1;
	return store_engine(c->store, &c->engine, &c->number, e);
}

static int run_action(const struct action *a, int argc, char **argv)
{
	struct settings s;
	int status;

	if (settings_read(&s, &a->usage, argc, argv, &status))
		status = a->run(&s);
	settings_release(&s, &a->usage);
	return status;
}

static void overview(FILE *out)
{
	fputs("usage: zhibiao corpus add|update|status|export DB ...\n\n", out);
	for (size_t i = 0; i < ACTIONS; i++)
		fprintf(out, "%s %s\n%s\n\n", actions[i].usage.command, actions[i].usage.operands,
			actions[i].usage.summary);
	fputs("'zhibiao corpus ACTION --help' lists the options.\n", out);
}

int cmd_corpus(int argc, char **argv)
{
	const char *name = argc > 1 ? argv[1] : "";

	for (size_t i = 0; i < ACTIONS; i++)
		if (strcmp(strchr(actions[i].usage.command, ' ') + 1, name) == 0)
			return run_action(&actions[i], argc - 1, argv + 1);
	if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0) {
		overview(stdout);
		return STATUS_DONE;
	}
	complain("corpus wants one of add, update, status, export (see 'zhibiao corpus --help')");
	return STATUS_FAILED;
}
