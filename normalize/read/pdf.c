#include "normalize/read/pdf.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { CHUNK = 64 * 1024 };

static const char program[] = "pdftotext";

/* The file that the program reads: it wants to go back and forth in it. */
static FILE *spool(struct slice pdf, struct err *e)
{
	FILE *f = tmpfile();

	if (f && fwrite(pdf.p, 1, pdf.n, f) == pdf.n && fflush(f) == 0 &&
	    lseek(fileno(f), 0, SEEK_SET) == 0)
		return f;
	err_set(e, "a temporary file for %s: %s", program, strerror(errno));
	if (f)
		fclose(f);
	return NULL;
}

static int start(int input, int output, pid_t *child, struct err *e)
{
	static const char *const words[] = {program, "-layout", "-q", "-enc",
					    "UTF-8", "-",	"-",  NULL};
	char *args[sizeof(words) / sizeof(words[0])];
	posix_spawn_file_actions_t actions;
	int rc;

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		args[i] = (char *)(uintptr_t)words[i];
	rc = posix_spawn_file_actions_init(&actions);
	if (rc)
		return err_set(e, "%s: %s", program, strerror(rc));
	posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
	posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
	rc = posix_spawnp(child, program, &actions, NULL, args, environ);
	posix_spawn_file_actions_destroy(&actions);
	if (rc == ENOENT)
		return err_set(e,
			       "PDF is read by the program %s, which is not installed "
			       "(package poppler-utils)",
			       program);
	return rc ? err_set(e, "%s: %s", program, strerror(rc)) : 0;
}

static long seconds_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (long)now.tv_sec;
}

/* Collects what the program writes, until it ends, writes too much or takes too long. */
static int collect(int fd, struct buf *out, struct err *e)
{
	long deadline = seconds_now() + PDF_SECONDS;
	struct pollfd wait = {.fd = fd, .events = POLLIN};
	ssize_t got = 1;

	while (got > 0) {
		char *place = buf_reserve(out, CHUNK);

		if (!place)
			return err_set(e, "larger than the limit of %zu bytes", out->ceiling);
		if (seconds_now() >= deadline)
			return err_set(e, "%s took more than %d seconds", program, PDF_SECONDS);
		if (poll(&wait, 1, 1000) <= 0)
			continue;
		got = read(fd, place, CHUNK);
		if (got < 0 && errno == EINTR)
			got = 1;
		else if (got > 0)
			out->len += (size_t)got;
	}
	return got < 0 ? err_set(e, "%s: %s", program, strerror(errno)) : 0;
}

static int finish(pid_t child, bool stop, struct err *e)
{
	int status;

	if (stop)
		kill(child, SIGKILL);
	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return err_set(e, "%s: %s", program, strerror(errno));
	if (stop || (WIFEXITED(status) && WEXITSTATUS(status) == 0))
		return stop ? -1 : 0;
	return err_set(e, "%s can't read this PDF", program);
}

static int run(int input, struct buf *out, struct err *e)
{
	int ends[2], result;
	pid_t child;

	if (pipe2(ends, O_CLOEXEC))
		return err_set(e, "%s: %s", program, strerror(errno));
	result = start(input, ends[1], &child, e);
	close(ends[1]);
	if (!result)
		result = finish(child, collect(ends[0], out, e) != 0, e);
	close(ends[0]);
	return result;
}

int pdf_read(struct slice pdf, size_t max, struct doc *d, struct err *e)
{
	FILE *f = spool(pdf, e);
	struct buf text;
	int result;

	if (!f)
		return -1;
	buf_init(&text, max);
	result = run(fileno(f), &text, e);
	if (!result) {
		d->bytes = arena_copy(&d->arena, buf_text(&text));
		d->info.charset = slice_of("UTF-8");
		result = d->bytes.p ? doc_add_part(d, slice_of("pdftotext -layout"), 0, e)
				    : err_nomem(e);
	}
	buf_release(&text);
	fclose(f);
	return result;
}
