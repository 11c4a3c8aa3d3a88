#include "cmd/batch.h"

#include "cmd/cmd.h"
#include "normalize/decode.h"

#include <pthread.h>
#include <stdlib.h>

/* A document from one end to the other. */
struct item {
	struct doc doc;
	struct records records;
	struct err err;
	bool given_up;
	bool done; /* may be written */
};

/* Everything below `lock` is used with the lock held; `items` as their number says. */
struct batch {
	const struct batch_options *options;
	struct item *items; /* a ring: document number i lives in items[i % room] */
	size_t room;

	pthread_mutex_t lock;
	pthread_cond_t moved; /* a document was taken or written, or the batch stopped */
	size_t taken;	      /* documents taken from the source so far */
	size_t written;	      /* documents handed to the sink so far */
	bool reading;	      /* a worker is at the source */
	bool writing;	      /* a worker is at the sink */
	bool exhausted;	      /* the source has no more */
	bool stopped;	      /* err says why */
	size_t failures;
	struct err err;
};

/* What each worker has for itself. */
struct worker {
	struct batch *batch;
	bool open;
	struct chain chain;
	struct extractor *extractor;
};

static int worker_open(struct worker *w, struct err *e)
{
	const struct batch_options *o = w->batch->options;

	if (w->open)
		return 0;
	if (o->stages && chain_open(&w->chain, TEXT_STAGES, o->stages, e))
		return -1;
	w->extractor = extractor_open(o->extract, e);
	if (!w->extractor) {
		chain_close(&w->chain);
		return -1;
	}
	w->open = true;
	return 0;
}

static void worker_close(struct worker *w)
{
	if (!w->open)
		return;
	extractor_close(w->extractor);
	chain_close(&w->chain);
}

/* A document that comes out of a stream is decoded already. */
static int prepare(struct worker *w, struct doc *d, struct err *e)
{
	if (!w->chain.count)
		return d->layer_count ? 0 : decode_utf8_only(d, e);
	for (size_t i = d->layer_count ? 1 : 0; i < w->chain.count; i++)
		if (text_stages[i]->run(w->chain.states[i], d, e))
			return -1;
	return 0;
}

static void read_item(struct worker *w, struct item *item)
{
	if (item->given_up)
		return;
	item->given_up = prepare(w, &item->doc, &item->err) ||
			 extractor_run(w->extractor, &item->doc, &item->records, &item->err);
}

/* Ends the batch; the first reason stays. With the lock held. */
static void stop(struct batch *b, const struct err *e)
{
	if (!b->stopped)
		b->err = *e;
	b->stopped = true;
	pthread_cond_broadcast(&b->moved);
}

/* Whether a worker must wait before it may go to the source. With the lock held. */
static bool must_wait(const struct batch *b)
{
	return !b->stopped && !b->exhausted && (b->reading || b->taken - b->written == b->room);
}

/*
 * The next document, or NULL when there is none to be done. Called and left with the lock held;
 * the source is read without it, by one worker at a time.
 */
static struct item *take(struct batch *b)
{
	struct item *item;
	int rc;

	while (must_wait(b))
		pthread_cond_wait(&b->moved, &b->lock);
	if (b->stopped || b->exhausted)
		return NULL;
	item = &b->items[b->taken % b->room];
	b->reading = true;
	pthread_mutex_unlock(&b->lock);
	*item = (struct item){0};
	doc_init(&item->doc);
	rc = b->options->ends->next(b->options->state, &item->doc, &item->err);
	pthread_mutex_lock(&b->lock);
	b->reading = false;
	b->exhausted = rc == 0;
	b->taken += rc != 0;
	item->given_up = rc < 0;
	pthread_cond_broadcast(&b->moved);
	if (rc == 0)
		doc_release(&item->doc);
	return rc ? item : NULL;
}

/* Says that the document could not be done, here and to whom the records go. */
static int give_up(struct batch *b, const struct item *item, struct err *e)
{
	struct slice id = item->doc.id.p ? item->doc.id : slice_of("");

	complain("%.*s: %s", (int)id.n, id.p, item->err.text);
	return b->options->ends->trouble(b->options->state, id, item->err.text, true, e);
}

/* Says where rules were given up in the document, which is done all the same. */
static int tell_lapses(struct batch *b, const struct item *item, struct err *e)
{
	struct slice id = item->doc.id.p ? item->doc.id : slice_of("");

	for (size_t i = 0; i < item->records.lapse_count; i++) {
		const struct lapse *lapse = &item->records.lapses[i];
		struct err what;

		err_set(&what, "rule %.*s met its limits at byte %zu%s", (int)lapse->rule.n,
			lapse->rule.p, lapse->at, lapse->lines > 1 ? " and on later lines" : "");
		complain("%.*s: %s", (int)id.n, id.p, what.text);
		if (b->options->ends->trouble(b->options->state, id, what.text, false, e))
			return -1;
	}
	return 0;
}

static int hand_on(struct batch *b, const struct item *item, struct err *e)
{
	if (tell_lapses(b, item, e))
		return -1;
	return b->options->ends->add(b->options->state, &item->doc, &item->records, e);
}

static int write_item(struct batch *b, struct item *item, struct err *e)
{
	int rc = item->given_up ? give_up(b, item, e) : hand_on(b, item, e);

	doc_release(&item->doc);
	return rc;
}

/*
 * Hands over what is ready, in order. One worker writes at a time, without the lock, so that the
 * others go on reading. Called and left with the lock held.
 */
static void flush(struct batch *b)
{
	if (b->writing)
		return;
	b->writing = true;
	while (!b->stopped && b->written < b->taken && b->items[b->written % b->room].done) {
		struct item *item = &b->items[b->written % b->room];
		struct err e;
		int rc;

		pthread_mutex_unlock(&b->lock);
		rc = write_item(b, item, &e);
		pthread_mutex_lock(&b->lock);
		b->failures += item->given_up;
		b->written++;
		if (rc)
			stop(b, &e);
		pthread_cond_broadcast(&b->moved);
	}
	b->writing = false;
}

static void *work(void *arg)
{
	struct worker *w = arg;
	struct batch *b = w->batch;
	struct item *item;
	struct err e;
	int rc;

	pthread_mutex_lock(&b->lock);
	while ((item = take(b))) {
		pthread_mutex_unlock(&b->lock);
		rc = worker_open(w, &e);
		if (!rc)
			read_item(w, item);
		pthread_mutex_lock(&b->lock);
		item->done = !rc;
		if (rc)
			stop(b, &e);
		flush(b);
	}
	pthread_mutex_unlock(&b->lock);
	return NULL;
}

/* The calling thread is the first worker; fewer threads than asked for do as well. */
static void work_all(struct worker *workers, pthread_t *threads, size_t jobs)
{
	size_t started = 1;

	while (started < jobs &&
	       pthread_create(&threads[started], NULL, work, &workers[started]) == 0)
		started++;
	work(&workers[0]);
	while (started-- > 1)
		pthread_join(threads[started], NULL);
	for (size_t i = 0; i < jobs; i++)
		worker_close(&workers[i]);
}

/* Documents that a batch which stopped early has left in the ring. */
static void release_rest(struct batch *b)
{
	for (; b->written < b->taken; b->written++)
		doc_release(&b->items[b->written % b->room].doc);
}

static int run_workers(struct batch *b, struct worker *workers, pthread_t *threads, struct err *e)
{
	size_t jobs = b->options->jobs;

	for (size_t i = 0; i < jobs; i++)
		workers[i].batch = b;
	if (worker_open(&workers[0], e))
		return -1;
	pthread_mutex_init(&b->lock, NULL);
	pthread_cond_init(&b->moved, NULL);
	work_all(workers, threads, jobs);
	release_rest(b);
	pthread_cond_destroy(&b->moved);
	pthread_mutex_destroy(&b->lock);
	if (b->stopped)
		*e = b->err;
	return b->stopped ? -1 : 0;
}

int batch_run(const struct batch_options *options, size_t *failures, struct err *e)
{
	struct batch b = {.options = options, .room = 2 * options->jobs};
	struct worker *workers = calloc(options->jobs, sizeof(*workers));
	pthread_t *threads = calloc(options->jobs, sizeof(*threads));
	int rc = -1;

	b.items = calloc(b.room, sizeof(*b.items));
	if (workers && threads && b.items)
		rc = run_workers(&b, workers, threads, e);
	else
		err_nomem(e);
	*failures = b.failures;
	free(b.items);
	free(threads);
	free(workers);
	return rc;
}
