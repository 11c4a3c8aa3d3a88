#include "cmd/options.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* One walk over argv. */
struct parse {
	const struct usage *usage;
	int argc;
	char **argv;
	int next; /* index of the argument to be read */
	void *values;
	struct texts *operands;
	struct err *e;
};

static bool name_is(const struct option *o, const char *name, size_t n)
{
	return strlen(o->name) == n && memcmp(o->name, name, n) == 0;
}

/* The option of that long name, or with that letter where name is NULL. */
static const struct option *find(const struct usage *u, const char *name, size_t n, char letter)
{
	for (const struct option *const *table = u->tables; *table; table++)
		for (const struct option *o = *table; o->name; o++)
			if (name ? name_is(o, name, n) : o->letter == letter)
				return o;
	return NULL;
}

/* No list can hold more than argc texts, so each is made once. */
static int texts_add(struct parse *p, struct texts *list, const char *text)
{
	if (!list->items)
		list->items = calloc((size_t)p->argc, sizeof(*list->items));
	if (!list->items)
		return err_nomem(p->e);
	list->items[list->count++] = text;
	return 0;
}

static int set_number(struct parse *p, const struct option *o, const char *value)
{
	char *end;
	long n;

	errno = 0;
	n = strtol(value, &end, 10);
	if (errno || end == value || *end || n < o->min || n > o->max)
		return err_set(p->e, "option '--%s' wants a number from %ld to %ld, not '%s'",
			       o->name, o->min, o->max, value);
	*(long *)((char *)p->values + o->offset) = n;
	return 0;
}

static int refuse_choice(struct parse *p, const struct option *o, const char *value)
{
	char list[256] = "";

	for (const char *const *choice = o->choices; *choice; choice++) {
		size_t n = strlen(list);

		snprintf(list + n, sizeof(list) - n, "%s%s", n ? ", " : "", *choice);
	}
	return err_set(p->e, "option '--%s' wants one of %s, not '%s'", o->name, list, value);
}

static int check_choice(struct parse *p, const struct option *o, const char *value)
{
	for (const char *const *choice = o->choices; *choice; choice++)
		if (strcmp(*choice, value) == 0)
			return 0;
	return refuse_choice(p, o, value);
}

static int set_value(struct parse *p, const struct option *o, const char *value)
{
	void *place = (char *)p->values + o->offset;

	if (o->kind == OPTION_NUMBER)
		return set_number(p, o, value);
	if (o->kind == OPTION_TEXTS)
		return texts_add(p, place, value);
	if (o->kind == OPTION_CHOICE && check_choice(p, o, value))
		return -1;
	*(const char **)place = value;
	return 0;
}

/* `value` is what stood in the same argument, or NULL; the next argument serves then. */
static int take(struct parse *p, const struct option *o, const char *value)
{
	if (o->kind == OPTION_FLAG) {
		if (value)
			return err_set(p->e, "option '--%s' takes no value", o->name);
		*(bool *)((char *)p->values + o->offset) = true;
		return 0;
	}
	if (!value && p->next < p->argc)
		value = p->argv[p->next++];
	if (!value)
		return err_set(p->e, "option '--%s' needs a value (%s)", o->name, o->value);
	return set_value(p, o, value);
}

static int unknown(struct parse *p, const char *argument)
{
	return err_set(p->e, "unknown option '%s' (see 'zhibiao %s --help')", argument,
		       p->usage->command);
}

static int take_option(struct parse *p, const char *argument)
{
	const struct option *o;
	const char *value;

	if (argument[1] == '-') {
		size_t n = strcspn(argument + 2, "=");

		o = find(p->usage, argument + 2, n, 0);
		value = argument[2 + n] ? argument + 3 + n : NULL;
	} else {
		o = find(p->usage, NULL, 0, argument[1]);
		value = argument[2] ? argument + 2 : NULL;
	}
	return o ? take(p, o, value) : unknown(p, argument);
}

static bool asks_help(const char *argument)
{
	return strcmp(argument, "--help") == 0 || strcmp(argument, "-h") == 0;
}

int options_parse(const struct usage *u, int argc, char **argv, void *values,
		  struct texts *operands, struct err *e)
{
	struct parse p = {u, argc, argv, 1, values, operands, e};
	bool more = true;

	while (p.next < argc) {
		const char *argument = argv[p.next++];
		int rc;

		if (more && asks_help(argument))
			return OPTIONS_HELP;
		if (more && strcmp(argument, "--") == 0) {
			more = false;
			continue;
		}
		if (more && argument[0] == '-' && argument[1])
			rc = take_option(&p, argument);
		else
			rc = texts_add(&p, operands, argument);
		if (rc)
			return -1;
	}
	return OPTIONS_OK;
}

static void texts_release(struct texts *list)
{
	free(list->items);
	*list = (struct texts){0};
}

void options_release(const struct usage *u, void *values, struct texts *operands)
{
	for (const struct option *const *table = u->tables; *table; table++)
		for (const struct option *o = *table; o->name; o++)
			if (o->kind == OPTION_TEXTS)
				texts_release((void *)((char *)values + o->offset));
	texts_release(operands);
}

static void help_line(const char *name, char letter, const char *value, const char *help, FILE *out)
{
	char left[80];
	char head[5] = "    ";

	if (letter) {
		head[0] = '-';
		head[1] = letter;
		head[2] = ',';
	}
	snprintf(left, sizeof(left), "%s--%s%s%s", head, name, value ? " " : "",
		 value ? value : "");
	fprintf(out, "  %-28s  %s\n", left, help);
}

void options_help(const struct usage *u, FILE *out)
{
	fprintf(out, "usage: zhibiao %s [OPTIONS] %s\n\n%s\n\n", u->command, u->operands,
		u->summary);
	for (const struct option *const *table = u->tables; *table; table++)
		for (const struct option *o = *table; o->name; o++)
			help_line(o->name, o->letter, o->value, o->help, out);
	help_line("help", 'h', NULL, "show this text", out);
}
