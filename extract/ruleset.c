#include "extract/ruleset.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "extract/rulecode.h"
#include "extract/ruleload.h"

static void free_rule(const struct rule *rule)
{
	pcre2_code_free(rule->code);
	for (size_t i = 0; i < rule->veto_count; i++)
		pcre2_code_free(rule->vetoes[i].code);
}

void ruleset_free(struct ruleset *set)
{
	if (!set)
		return;
	for (size_t i = 0; i < set->rule_count; i++)
		free_rule(&set->rules[i]);
	for (size_t i = 0; set->store->codes && i < set->rule_count * CODE_KINDS; i++)
		pcre2_code_free(set->store->codes[i]);
	gate_free(set->store->gate);
	arena_release(&set->store->arena);
	free(set->store);
	free(set);
}

static struct ruleset *new_set(struct err *e)
{
	struct ruleset *set = calloc(1, sizeof(*set));
	struct ruleset_store *store = calloc(1, sizeof(*store));

	if (!set || !store) {
		free(set);
		free(store);
		err_nomem(e);
		return NULL;
	}
	arena_init(&store->arena);
	sha256_init(&store->digest);
	set->store = store;
	return set;
}

static int is_rule_file(const struct dirent *entry)
{
	struct slice name = slice_of(entry->d_name);

	return name.p[0] != '.' && slice_ends(name, slice_of(".yaml"));
}

static int by_bytes(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int load_in_folder(struct loader *l, const char *folder, const char *name, struct err *e)
{
	char path[PATH_MAX];
	struct slice copy;

	if (snprintf(path, sizeof(path), "%s/%s", folder, name) >= (int)sizeof(path))
		return err_set(e, "%s: the path is too long", folder);
	copy = arena_copy(&l->store->arena, slice_of(path));
	return copy.p ? loader_read(l, copy.p, e) : err_nomem(e);
}

static int load_folder(struct loader *l, const char *folder, struct err *e)
{
	struct dirent **entries;
	int count = scandir(folder, &entries, is_rule_file, by_bytes);
	int result = 0;

	if (count < 0)
		return err_set(e, "%s: %s", folder, strerror(errno));
	if (!count)
		result = err_set(e, "%s: no *.yaml in this folder", folder);
	for (int i = 0; i < count; i++) {
		if (!result)
			result = load_in_folder(l, folder, entries[i]->d_name, e);
		free(entries[i]);
	}
	free(entries);
	return result;
}

static int load_path(struct loader *l, const char *path, struct err *e)
{
	struct stat about;
	struct slice copy;

	if (stat(path, &about))
		return err_set(e, "%s: %s", path, strerror(errno));
	if (S_ISDIR(about.st_mode))
		return load_folder(l, path, e);
	copy = arena_copy(&l->store->arena, slice_of(path));
	return copy.p ? loader_read(l, copy.p, e) : err_nomem(e);
}

static void note_digest(struct ruleset *set)
{
	unsigned char digest[SHA256_BYTES];

	sha256_finish(&set->store->digest, digest);
	sha256_text(digest, set->digest);
}

struct ruleset *ruleset_load(const char *const *paths, size_t count, struct err *e)
{
	return ruleset_load_for(paths, count, EMIT_ALL, e);
}

struct ruleset *ruleset_load_for(const char *const *paths, size_t count, uint32_t emits,
				 struct err *e)
{
	struct ruleset *set = new_set(e);
	struct loader l = {0};
	int result = set ? 0 : -1;

	if (result)
		return NULL;
	l.set = set;
	l.emits = emits;
	l.store = set->store;
	for (size_t i = 0; !result && i < count; i++)
		result = load_path(&l, paths[i], e);
	if (!result)
		result = loader_finish(&l, e);
	if (!result) {
		note_digest(set);
		return set;
	}
	ruleset_free(set);
	return NULL;
}

const struct lexicon *ruleset_words(const struct ruleset *set, const char *name)
{
	const struct rule_macro *m = macro_find(set->store, slice_of(name));

	return m ? m->words : NULL;
}

struct slice rule_field(const struct rule *r, const char *name)
{
	for (size_t i = 0; i < r->field_count; i++)
		if (slice_is(r->fields[i].name, name))
			return r->fields[i].value;
	return (struct slice){"", 0};
}

/* out = folder of the program + "/" + tail, when that is there. */
static bool beside_program(char *out, size_t size, const char *tail)
{
	char program[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", program, sizeof(program) - 1);
	char *slash;
	int length;

	if (n <= 0)
		return false;
	program[n] = '\0';
	slash = strrchr(program, '/');
	if (!slash)
		return false;
	*slash = '\0';
	length = snprintf(out, size, "%s/%s", program, tail);
	return length > 0 && (size_t)length < size && !access(out, R_OK);
}

int ruleset_default_path(char *out, size_t size, struct err *e)
{
	const char *given = getenv("ZHIBIAO_RULES");

	if (given && *given) {
		if ((size_t)snprintf(out, size, "%s", given) >= size)
			return err_set(e, "ZHIBIAO_RULES: the path is too long");
		return 0;
	}
	if (beside_program(out, size, "../rules"))
		return 0;
	if (beside_program(out, size, "../share/zhibiao/rules"))
		return 0;
	return err_set(e, "no rule set found; name one with --rules or ZHIBIAO_RULES");
}
