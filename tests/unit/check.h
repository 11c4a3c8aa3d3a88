/*
 * Checks for unit tests: each tests/unit/test_*.c is a program of its own that calls CHECK for
 * everything it asserts and ends with `return check_done();`.
 */
#ifndef ZHIBIAO_TESTS_CHECK_H
#define ZHIBIAO_TESTS_CHECK_H

#include <stdio.h>
#include <string.h>

static int checks_passed;
static int checks_failed;

#define CHECK(condition) check_that((condition) ? 1 : 0, #condition, __FILE__, __LINE__)

static inline int check_that(int holds, const char *what, const char *file, int line)
{
	if (holds)
		checks_passed++;
	else
		printf("%s:%d: not so: %s\n", file, line, what);
	checks_failed += !holds;
	return holds;
}

static inline int check_done(void)
{
	printf("%d passed, %d failed\n", checks_passed, checks_failed);
	return checks_failed ? 1 : 0;
}

#endif
