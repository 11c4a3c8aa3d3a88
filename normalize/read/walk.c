#include "normalize/read/walk.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

void walk_init(struct walk *w)
{
	*w = (struct walk){0};
}

void walk_release(struct walk *w)
{
	while (w->count)
		free(w->steps[--w->count].path);
	free(w->steps);
	walk_init(w);
}

static int push_owned(struct walk *w, struct step step, struct err *e)
{
	size_t capacity = w->capacity ? w->capacity * 2 : 16;
	struct step *steps = w->steps;

	if (w->count == w->capacity && step.path)
		steps = realloc(w->steps, capacity * sizeof(*steps));
	if (!step.path || !steps) {
		free(step.path);
		return err_nomem(e);
	}
	if (w->count == w->capacity)
		w->capacity = capacity;
	w->steps = steps;
	w->steps[w->count++] = step;
	return 0;
}

int walk_push(struct walk *w, const char *path, bool inside, struct err *e)
{
	return push_owned(w, (struct step){strdup(path), inside}, e);
}

bool walk_pop(struct walk *w, struct step *out)
{
	if (!w->count)
		return false;
	*out = w->steps[--w->count];
	return true;
}

static char *join(const char *folder, const char *name)
{
	size_t n = strlen(folder), size = n + strlen(name) + 2;
	const char *slash = n && folder[n - 1] == '/' ? "" : "/";
	char *path = malloc(size);

	if (path)
		stpcpy(stpcpy(stpcpy(path, folder), slash), name);
	return path;
}

/* Descending, because the last one pushed comes first. */
static int compare_steps(const void *a, const void *b)
{
	return -strcmp(((const struct step *)a)->path, ((const struct step *)b)->path);
}

static int push_entries(struct walk *w, DIR *dir, const char *path, struct err *e)
{
	size_t first = w->count;
	struct dirent *entry;

	for (;;) {
		errno = 0;
		entry = readdir(dir);
		if (!entry)
			break;
		if (entry->d_name[0] == '.')
			continue;
		if (push_owned(w, (struct step){join(path, entry->d_name), true}, e))
			return -1;
	}
	if (errno)
		return err_set(e, "%s", strerror(errno));
	if (w->count > first)
		qsort(w->steps + first, w->count - first, sizeof(*w->steps), compare_steps);
	return 0;
}

static int push_folder(struct walk *w, const char *path, struct err *e)
{
	DIR *dir = opendir(path);
	int result;

	if (!dir)
		return err_set(e, "%s", strerror(errno));
	result = push_entries(w, dir, path, e);
	closedir(dir);
	return result;
}

/* A link in a folder is followed to a file only, so that no loop of links is walked. */
int walk_enter(struct walk *w, const struct step *step, struct err *e)
{
	struct stat st, link;

	if (strcmp(step->path, "-") == 0)
		return 0;
	if (stat(step->path, &st) || (step->inside && lstat(step->path, &link)))
		return err_set(e, "%s", strerror(errno));
	if (S_ISDIR(st.st_mode)) {
		if (step->inside && S_ISLNK(link.st_mode))
			return 1;
		return push_folder(w, step->path, e) ? -1 : 1;
	}
	return step->inside && !S_ISREG(st.st_mode) ? 1 : 0;
}
