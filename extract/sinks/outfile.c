#include "extract/sinks/outfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { TEMPORARY_TRIES = 100 };

static int complain(const struct outfile *o, int error, struct err *e)
{
	return err_set(e, "%s: %s", o->name, strerror(error));
}

static void release(struct outfile *o)
{
	free(o->name);
	free(o->place);
	free(o->temporary);
	*o = (struct outfile){0};
}

/* A new file `base.PID-N.tmp` with the permissions that a plain open would give. */
static int make_temporary(struct outfile *o, const char *base, struct err *e)
{
	int fd = -1;

	for (int i = 0; fd < 0 && i < TEMPORARY_TRIES; i++) {
		free(o->temporary);
		if (asprintf(&o->temporary, "%s.%ld-%d.tmp", base, (long)getpid(), i) < 0) {
			o->temporary = NULL;
			return err_nomem(e);
		}
		fd = open(o->temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
		if (fd < 0 && errno != EEXIST)
			break;
	}
	o->file = fd < 0 ? NULL : fdopen(fd, "wb");
	if (o->file)
		return 0;
	complain(o, errno, e);
	if (fd >= 0)
		close(fd);
	free(o->temporary);
	o->temporary = NULL;
	return -1;
}

/* Whether the path is something that is written as it is; `mode` of a regular file, else 0. */
static bool is_special(const char *path, mode_t *mode)
{
	struct stat st;

	*mode = 0;
	if (stat(path, &st))
		return false;
	if (S_ISREG(st.st_mode))
		*mode = st.st_mode & 0777;
	return !S_ISREG(st.st_mode);
}

static int open_special(struct outfile *o, const char *path, struct err *e)
{
	o->file = fopen(path, "wb");
	return o->file ? 0 : complain(o, errno, e);
}

static int open_regular(struct outfile *o, const char *path, mode_t mode, struct err *e)
{
	o->place = mode ? realpath(path, NULL) : strdup(path);
	if (!o->place)
		return complain(o, errno, e);
	if (make_temporary(o, o->place, e))
		return -1;
	if (mode && fchmod(fileno(o->file), mode))
		return complain(o, errno, e);
	return 0;
}

static const char *common_folder(void)
{
	const char *folder = getenv("TMPDIR");

	return folder && *folder ? folder : "/tmp";
}

/* A temporary file elsewhere, which is copied to the output in the end. */
static int open_spool(struct outfile *o, struct err *e)
{
	char *base;
	int rc;

	if (asprintf(&base, "%s/zhibiao", common_folder()) < 0)
		return err_nomem(e);
	rc = make_temporary(o, base, e);
	free(base);
	return rc;
}

static int open_any(struct outfile *o, const char *path, bool by_name, struct err *e)
{
	bool standard = !path || strcmp(path, "-") == 0;
	bool special;
	mode_t mode = 0;

	o->name = strdup(standard ? "standard output" : path);
	if (!o->name)
		return err_nomem(e);
	special = standard || is_special(path, &mode);
	if (!special)
		return open_regular(o, path, mode, e);
	if (by_name) {
		o->place = standard ? NULL : strdup(path);
		return open_spool(o, e);
	}
	o->file = standard ? stdout : NULL;
	return standard ? 0 : open_special(o, path, e);
}

int outfile_open(struct outfile *o, const char *path, bool by_name, struct err *e)
{
	*o = (struct outfile){0};
	if (open_any(o, path, by_name, e) == 0)
		return 0;
	outfile_discard(o);
	return -1;
}

int outfile_write(struct outfile *o, struct slice text, struct err *e)
{
	if (text.n == 0 || fwrite(text.p, 1, text.n, o->file) == text.n)
		return 0;
	return complain(o, errno, e);
}

int outfile_flush(struct outfile *o, struct err *e)
{
	return fflush(o->file) ? complain(o, errno, e) : 0;
}

int outfile_reserve(struct outfile *o, size_t bytes, struct err *e)
{
	int fd = fileno(o->file);
	int error = posix_fallocate(fd, 0, bytes > 0 ? (off_t)bytes : 1);

	if (ftruncate(fd, 0) && !error)
		error = errno;
	return error ? complain(o, error, e) : 0;
}

char *outfile_folder(const struct outfile *o, struct err *e)
{
	const char *slash = o->temporary ? strrchr(o->temporary, '/') : NULL;
	char *folder;

	if (slash)
		folder = strndup(o->temporary,
				 slash == o->temporary ? 1 : (size_t)(slash - o->temporary));
	else
		folder = strdup(o->temporary ? "." : common_folder());
	if (!folder)
		err_nomem(e);
	return folder;
}

/* Closes the file, but for standard output, which is only flushed. */
static int close_file(struct outfile *o, struct err *e)
{
	FILE *file = o->file;

	o->file = NULL;
	if (!file || (file == stdout ? fflush(file) : fclose(file)) == 0)
		return 0;
	return complain(o, errno, e);
}

static int copy_all(struct outfile *o, FILE *in, struct err *e)
{
	char chunk[65536];
	size_t n;

	while ((n = fread(chunk, 1, sizeof(chunk), in)) > 0)
		if (outfile_write(o, (struct slice){chunk, n}, e))
			return -1;
	return ferror(in) ? complain(o, errno, e) : 0;
}

/* Copies the spool to standard output or to the device. */
static int copy_spool(struct outfile *o, struct err *e)
{
	FILE *in = fopen(o->temporary, "rb");
	int rc;

	if (!in)
		return complain(o, errno, e);
	o->file = o->place ? fopen(o->place, "wb") : stdout;
	rc = o->file ? copy_all(o, in, e) : complain(o, errno, e);
	fclose(in);
	return rc ? rc : close_file(o, e);
}

static int put_in_place(struct outfile *o, struct err *e)
{
	mode_t mode;

	if (!o->temporary)
		return 0;
	if (!o->place || is_special(o->place, &mode))
		return copy_spool(o, e);
	if (rename(o->temporary, o->place))
		return complain(o, errno, e);
	free(o->temporary);
	o->temporary = NULL;
	return 0;
}

int outfile_commit(struct outfile *o, struct err *e)
{
	int rc = close_file(o, e);

	if (!rc)
		rc = put_in_place(o, e);
	outfile_discard(o);
	return rc;
}

void outfile_discard(struct outfile *o)
{
	close_file(o, NULL);
	if (o->temporary)
		unlink(o->temporary);
	release(o);
}
