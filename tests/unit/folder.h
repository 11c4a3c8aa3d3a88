/*
 * A folder of the test's own, which is its working directory, with everything gone at the end.
 */
#ifndef ZHIBIAO_TESTS_FOLDER_H
#define ZHIBIAO_TESTS_FOLDER_H

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "normalize/text.h"
#include "tests/unit/check.h"

static inline void put(const char *path, struct slice data)
{
	FILE *f = fopen(path, "wb");

	CHECK(f && fwrite(data.p, 1, data.n, f) == data.n && fclose(f) == 0);
}

static inline int folder_remove(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st;
	(void)type;
	(void)at;
	return remove(path);
}

static inline int folder_enter(char path[32])
{
	strcpy(path, "/tmp/zhibiao-test-XXXXXX");
	return CHECK(mkdtemp(path) && chdir(path) == 0);
}

static inline void folder_leave(const char *path)
{
	CHECK(chdir("/") == 0);
	CHECK(nftw(path, folder_remove, 16, FTW_DEPTH | FTW_PHYS) == 0);
}

#endif
