/*
 * What the subcommands share: how they are called, how they end, how they complain.
 */
#ifndef ZHIBIAO_CMD_H
#define ZHIBIAO_CMD_H

#include "normalize/err.h"

/* Exit status of the program. */
enum {
	STATUS_DONE = 0,      /* every document was done */
	STATUS_SOME = 1,      /* some document could not be done; it was named on standard error */
	STATUS_FAILED = 2,    /* usage, an unreadable rule set, or an output not written whole */
	STATUS_DIFFERENT = 3, /* rules diff: all was done, and the two rule sets differ */
};

/* Each subcommand gets its own name as argv[0] and returns the exit status. */
int cmd_run(int argc, char **argv);
int cmd_filter(int argc, char **argv); /* decode, convert, normalize */
int cmd_extract(int argc, char **argv);
int cmd_sheet(int argc, char **argv);
int cmd_rules(int argc, char **argv);
int cmd_corpus(int argc, char **argv);

/* Prints `zhibiao: MESSAGE` and a line end to standard error. */
void complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Complains of e and returns STATUS_FAILED, so that `return failed(&e)` reads well. */
int failed(const struct err *e);

#endif
