/*
 * Options as tables.
 *
 * A subcommand describes its options in tables of struct option; a row says where in the
 * subcommand's own struct of values the value goes. Parsing, checking and the text of --help all
 * come from the tables. Options and operands may be mixed; `--` ends the options.
 *
 *   --name=value   --name value   -o value   -ovalue   --flag
 */
#ifndef ZHIBIAO_OPTIONS_H
#define ZHIBIAO_OPTIONS_H

#include <stddef.h>
#include <stdio.h>

#include "normalize/err.h"

enum option_kind {
	OPTION_FLAG,   /* bool */
	OPTION_TEXT,   /* const char * */
	OPTION_CHOICE, /* const char *, one of `choices` */
	OPTION_NUMBER, /* long, from `min` to `max` */
	OPTION_TEXTS,  /* struct texts; may be given again and again */
};

/* Texts borrowed from argv in an array that the struct owns. */
struct texts {
	const char **items;
	size_t count;
};

struct option {
	const char *name; /* without the dashes; NULL ends a table */
	char letter;	  /* short form, or 0 */
	enum option_kind kind;
	size_t offset;	   /* of the member in the struct of values */
	const char *value; /* what the value is called in --help; NULL for a flag */
	const char *help;  /* one line */
	const char *const *choices;
	long min;
	long max;
};

struct usage {
	const char *command;		    /* "run" */
	const char *operands;		    /* "[FILE|DIR|-]..." */
	const char *summary;		    /* what the command does, lines of their own */
	const struct option *const *tables; /* ended by NULL */
};

enum { OPTIONS_OK = 0, OPTIONS_HELP = 1 };

/*
 * Reads argv[1] and the following into `values`, whose members keep what they hold where no option
 * sets them, and everything else into `operands`. Returns OPTIONS_OK; OPTIONS_HELP when --help was
 * among them; or -1 with e naming the option. options_release frees the lists in any case.
 */
int options_parse(const struct usage *u, int argc, char **argv, void *values,
		  struct texts *operands, struct err *e);

void options_release(const struct usage *u, void *values, struct texts *operands);

/* Prints the text of --help. */
void options_help(const struct usage *u, FILE *out);

#endif
