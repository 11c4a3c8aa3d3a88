/*
 * Rule files with their patterns, and texts for them to match: YAML, a line `----`, a text.
 *
 * Whatever the file says, loading ends with a set or a message, the lint and the following of a
 * rule end, and the matches are the same with the gate and without it unless a limit was met.
 */
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "extract/match.h"
#include "extract/rulereach.h"
#include "tests/fuzz/fuzz.h"

enum { FEW_RULES = 3, SELDOM = 16 }; /* what takes its time is done for few inputs */

struct outcome {
	struct matches found[EMIT_COUNT];
	struct match_limits limits;
};

static struct ruleset *load(struct slice file)
{
	int fd = memfd_create("rules", 0);
	char path[64];
	const char *paths = path;
	struct err e = {""};
	struct ruleset *set = NULL;

	if (fd < 0)
		abort();
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	if (write(fd, file.p, file.n) == (ssize_t)file.n && lseek(fd, 0, SEEK_SET) == 0)
		set = ruleset_load(&paths, 1, &e);
	if (!set && !e.text[0])
		abort();
	close(fd);
	return set;
}

static void check_match(const struct match *m, struct slice text)
{
	if (m->at.start >= m->at.end || m->at.end > text.n)
		abort();
	for (int g = 0; g < GROUP_COUNT; g++)
		if (m->groups[g].start > m->groups[g].end || m->groups[g].end > text.n)
			abort();
}

static void check_same(const struct outcome *a, const struct outcome *b)
{
	if (a->limits.count || b->limits.count)
		return;
	for (int emit = 0; emit < EMIT_COUNT; emit++) {
		if (a->found[emit].count != b->found[emit].count)
			abort();
		for (size_t i = 0; i < a->found[emit].count; i++) {
			const struct match *x = &a->found[emit].items[i];
			const struct match *y = &b->found[emit].items[i];

			if (x->rule != y->rule || memcmp(&x->at, &y->at, sizeof(x->at)) != 0)
				abort();
		}
	}
}

static void match(struct matcher *m, const struct ruleset *set, struct slice text,
		  struct arena *arena, struct outcome *out)
{
	struct err e;

	if (matcher_run(m, set, text, arena, out->found, &out->limits, &e))
		abort();
	for (int emit = 0; emit < EMIT_COUNT; emit++)
		for (size_t i = 0; i < out->found[emit].count; i++)
			check_match(&out->found[emit].items[i], text);
}

static void match_both_ways(const struct ruleset *set, struct slice text)
{
	struct outcome with = {.limits = {0}}, without = {.limits = {0}};
	struct ruleset plain = *set;
	struct err e;
	struct matcher *m = matcher_new(&e);
	struct arena arena;

	if (!m)
		abort();
	plain.gate = NULL;
	arena_init(&arena);
	match(m, set, text, &arena, &with);
	match(m, &plain, text, &arena, &without);
	check_same(&with, &without);
	arena_release(&arena);
	matcher_free(m);
}

static void look_closely(const struct ruleset *set, struct slice text)
{
	struct reach reach;
	struct buf report;
	struct err e;

	buf_init(&report, SIZE_MAX);
	ruleset_check(set, &report);
	ruleset_diff(set, set, &report);
	buf_release(&report);
	for (size_t i = 0; i < set->rule_count; i++)
		if (ruleset_reach(set, i, text, &reach, &e) || reach.at.start > reach.at.end ||
		    reach.at.end > text.n)
			abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice all = {(const char *)data, size}, mark = slice_of("\n----\n");
	size_t at = slice_find(all, 0, mark);
	struct slice text = {all.p + at, 0};
	struct ruleset *set = load(slice_cut(all, (struct span){0, at}));

	if (at < all.n)
		text = slice_cut(all, (struct span){at + mark.n, all.n});
	if (set && utf8_valid(text) == text.n) {
		match_both_ways(set, text);
		if (set->rule_count <= FEW_RULES && size % SELDOM == 0)
			look_closely(set, text);
	}
	ruleset_free(set);
	return 0;
}
