/*
 * The parts of `zhibiao rules` that have a file of their own.
 */
#ifndef ZHIBIAO_CMD_RULES_H
#define ZHIBIAO_CMD_RULES_H

#include "extract/ruleset.h"

/*
 * Runs every example of every rule, prints a line for what differs and a summary. Returns the exit
 * status: STATUS_DONE, STATUS_SOME when an example failed, STATUS_FAILED when none could be run.
 */
int rules_test(const struct ruleset *set, bool verbose);

#endif
