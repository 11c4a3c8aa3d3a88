#include "cmd/lots.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

/* How much a lot holds, and how many there are: one is written while the other is read. */
enum { LOT = 1024, LOTS = 2 };

struct lots {
	const struct texts *paths;
	pthread_t thread;
	struct lot lots[LOTS]; /* a ring: lot number i lives in lots[i % LOTS] */

	pthread_mutex_t lock; /* of all below */
	pthread_cond_t moved;
	size_t filled;	 /* lots read so far; the thread is at the next */
	size_t released; /* lots that the caller is done with */
	bool held;	 /* the caller has lot number `released` */
	bool ended;	 /* no more is read */
	bool closing;	 /* the caller wants no more */
	bool failed;	 /* err says why no more is read */
	struct err err;
};

/* What the thread reads. */
struct reading {
	struct lots *lots;
	struct lot *lot;
	const char *path;
	size_t number; /* of the line, from 1; 0 for the whole file */
};

static void lot_clear(struct lot *lot)
{
	arena_release(&lot->arena);
	*lot = (struct lot){0};
	arena_init(&lot->arena);
}

/* Hands the lot on and waits for the next to be free. Returns -1 when the caller wants no more. */
static int hand_on(struct reading *r)
{
	struct lots *l = r->lots;
	bool closing;

	pthread_mutex_lock(&l->lock);
	l->filled++;
	pthread_cond_broadcast(&l->moved);
	while (!l->closing && l->filled - l->released == LOTS)
		pthread_cond_wait(&l->moved, &l->lock);
	closing = l->closing;
	r->lot = &l->lots[l->filled % LOTS];
	pthread_mutex_unlock(&l->lock);
	if (closing)
		return -1;
	lot_clear(r->lot);
	return 0;
}

/* Says in the lot what is wrong with the file, or with a line of it. */
static int note_trouble(struct reading *r, const char *what, bool lost, struct err *e)
{
	struct lot *lot = r->lot;
	struct trouble *troubles = arena_grow(&lot->arena, lot->troubles, lot->trouble_count,
					      &lot->trouble_room, sizeof(*troubles));
	struct err place;
	struct slice text;

	if (r->number)
		err_set(&place, "%s:%zu: %s", r->path, r->number, what);
	else
		err_set(&place, "%s: %s", r->path, what);
	text = arena_copy(&lot->arena, slice_of(place.text));
	if (!troubles || !text.p)
		return err_nomem(e);
	lot->troubles = troubles;
	troubles[lot->trouble_count++] = (struct trouble){r->path, text.p, lost};
	return 0;
}

/* The UTF-16 unit of the escape at p; 0 where there is none. */
static unsigned escaped_unit(const char *p, const char *end)
{
	char digits[5] = "";
	char *stop;
	unsigned long unit;

	if (end - p < 6 || p[0] != '\\' || p[1] != 'u')
		return 0;
	memcpy(digits, p + 2, 4);
	unit = strtoul(digits, &stop, 16);
	return *stop ? 0 : (unsigned)unit;
}

static bool is_high(unsigned unit)
{
	return unit >= 0xD800 && unit < 0xDC00;
}

static bool is_low(unsigned unit)
{
	return unit >= 0xDC00 && unit < 0xE000;
}

/* Some programs write half of a surrogate pair, which is no character: it becomes U+FFFD. */
static bool mend_surrogates(char *line, size_t n)
{
	const char *end = line + n;
	bool mended = false;

	for (char *p = memchr(line, '\\', n); p && p < end;) {
		unsigned unit = escaped_unit(p, end);
		bool pair = is_high(unit) && is_low(escaped_unit(p + 6, end));

		if (!pair && (is_high(unit) || is_low(unit))) {
			memcpy(p + 2, "FFFD", 4);
			mended = true;
		}
		p += pair ? 12 : unit ? 6 : 2;
		p = p < end ? memchr(p, '\\', (size_t)(end - p)) : NULL;
	}
	return mended;
}

/* A byte order mark at the beginning of a file is not part of the first record. */
static struct slice without_mark(struct slice line, size_t number)
{
	struct slice mark = slice_of("\xEF\xBB\xBF");

	if (number == 1 && slice_starts(line, mark))
		line = (struct slice){line.p + mark.n, line.n - mark.n};
	return slice_trim(line);
}

static int read_line(struct reading *r, char *text, size_t n, struct err *e)
{
	struct slice line = without_mark((struct slice){text, n}, r->number);
	struct record record;
	struct err problem;

	if (!line.n)
		return 0;
	if (mend_surrogates(text, n) &&
	    note_trouble(r, "half a surrogate pair became U+FFFD", false, e))
		return -1;
	if (record_read(line, &record, &r->lot->arena, &problem))
		return note_trouble(r, problem.text, true, e);
	return records_add(&r->lot->records, &r->lot->arena, &record, e);
}

static bool is_full(const struct lot *lot)
{
	return lot->records.count + lot->trouble_count >= LOT;
}

static int read_lines(struct reading *r, FILE *in, struct err *e)
{
	char *line = NULL;
	size_t capacity = 0;
	ssize_t n = 0;
	int rc = 0;

	errno = 0;
	while (!rc && (n = getline(&line, &capacity, in)) >= 0) {
		r->number++;
		rc = read_line(r, line, (size_t)n, e);
		if (!rc && is_full(r->lot))
			rc = hand_on(r);
	}
	r->number = 0;
	if (!rc && !feof(in))
		rc = note_trouble(r, strerror(errno), true, e);
	free(line);
	return rc;
}

static int read_file(struct reading *r, const char *path, struct err *e)
{
	bool standard = strcmp(path, "-") == 0;
	FILE *in = standard ? stdin : fopen(path, "rb");
	int rc;

	r->path = path;
	if (!in)
		return note_trouble(r, strerror(errno), true, e);
	rc = read_lines(r, in, e);
	if (!standard)
		fclose(in);
	return rc;
}

static int read_all(struct reading *r, const struct texts *paths, struct err *e)
{
	int rc = paths->count ? 0 : read_file(r, "-", e);

	for (size_t i = 0; !rc && i < paths->count; i++)
		rc = read_file(r, paths->items[i], e);
	return rc ? rc : hand_on(r);
}

static void *read_ahead(void *lots)
{
	struct lots *l = lots;
	struct reading r = {.lots = l, .lot = &l->lots[0]};
	struct err e;
	int rc = read_all(&r, l->paths, &e);

	pthread_mutex_lock(&l->lock);
	l->ended = true;
	if (rc && !l->closing) {
		l->failed = true;
		l->err = e;
	}
	pthread_cond_broadcast(&l->moved);
	pthread_mutex_unlock(&l->lock);
	return NULL;
}

struct lots *lots_open(const struct texts *paths, struct err *e)
{
	struct lots *l = calloc(1, sizeof(*l));

	if (!l) {
		err_nomem(e);
		return NULL;
	}
	l->paths = paths;
	for (size_t i = 0; i < LOTS; i++)
		arena_init(&l->lots[i].arena);
	pthread_mutex_init(&l->lock, NULL);
	pthread_cond_init(&l->moved, NULL);
	if (pthread_create(&l->thread, NULL, read_ahead, l) == 0)
		return l;
	err_set(e, "no thread can be started");
	pthread_cond_destroy(&l->moved);
	pthread_mutex_destroy(&l->lock);
	free(l);
	return NULL;
}

int lots_next(struct lots *l, const struct lot **lot, struct err *e)
{
	int rc;

	pthread_mutex_lock(&l->lock);
	l->released += l->held;
	pthread_cond_broadcast(&l->moved);
	while (!l->ended && l->filled == l->released)
		pthread_cond_wait(&l->moved, &l->lock);
	l->held = l->filled > l->released;
	*lot = l->held ? &l->lots[l->released % LOTS] : NULL;
	rc = l->held ? 1 : l->failed ? -1 : 0;
	if (rc < 0)
		*e = l->err;
	pthread_mutex_unlock(&l->lock);
	return rc;
}

void lots_close(struct lots *l)
{
	pthread_mutex_lock(&l->lock);
	l->closing = true;
	pthread_cond_broadcast(&l->moved);
	pthread_mutex_unlock(&l->lock);
	pthread_join(l->thread, NULL);
	for (size_t i = 0; i < LOTS; i++)
		arena_release(&l->lots[i].arena);
	pthread_cond_destroy(&l->moved);
	pthread_mutex_destroy(&l->lock);
	free(l);
}
