/*
 * Files of every kind, told by content: packed, archives, lines of JSON, document streams, zip.
 */
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "normalize/read/source.h"
#include "tests/fuzz/fuzz.h"

enum { LARGEST = 1 << 20 };

static void read_all(const char *path)
{
	struct source_options options = {.paths = &path, .path_count = 1, .max_bytes = LARGEST};
	struct err e = {""};
	struct source *s = source_open(&options, &e);
	struct doc d;
	int got = 1;

	while (s && got) {
		doc_init(&d);
		got = source_next(s, &d, &e);
		if (got > 0)
			fuzz_decode(&d);
		doc_release(&d);
	}
	source_close(s);
}

int LLVMFuzzerInitialize(int *argc, char ***argv);

/* No other program is run, whatever looks like a PDF. */
int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	return setenv("PATH", "/nowhere", 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int fd = memfd_create("input", 0);
	char path[64];

	if (fd < 0)
		abort();
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	if (write(fd, data, size) == (ssize_t)size && lseek(fd, 0, SEEK_SET) == 0)
		read_all(path);
	close(fd);
	return 0;
}
