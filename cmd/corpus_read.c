/*
 * corpus add and update: documents through the chain into the database.
 */
#include "cmd/batch.h"
#include "cmd/cmd.h"
#include "cmd/corpus.h"
#include "cmd/differences.h"

#include <pthread.h>
#include <stdlib.h>

/* Documents on their way, by their numbers, in the order in which they will be done. */
struct queue {
	pthread_mutex_t lock;
	int64_t *items;
	size_t room; /* a ring */
	size_t first;
	size_t count;
};

struct work {
	struct corpus corpus;
	struct source *source; /* add */
	struct queue queue;
	struct buf notes; /* of the document that is done next */
	struct err err;	  /* why no more documents are taken; "" where there are no more */

	bool update;
	bool all;
	bool brief;
	int64_t last; /* number of the last document taken */
	struct differences differences;
	struct buf out; /* what there is to say of the document */

	size_t done;
	size_t failed;
	size_t unchanged;
};

static int push(struct queue *q, int64_t number, struct err *e)
{
	int rc = 0;

	pthread_mutex_lock(&q->lock);
	if (q->count == q->room)
		rc = err_set(e, "too many documents at a time");
	else
		q->items[(q->first + q->count++) % q->room] = number;
	pthread_mutex_unlock(&q->lock);
	return rc;
}

static int64_t pop(struct queue *q)
{
	int64_t number;

	pthread_mutex_lock(&q->lock);
	number = q->items[q->first];
	q->first = (q->first + 1) % q->room;
	q->count--;
	pthread_mutex_unlock(&q->lock);
	return number;
}

/* The next document that is not in the corpus as it is. */
static int next_new(struct work *w, struct doc *d, int64_t *number, struct err *e)
{
	int got, put = 0;

	for (;;) {
		got = source_next(w->source, d, e);
		if (got < 0)
			put = store_put_problem(w->corpus.store, d->id, e->text, number, &w->err);
		else if (got > 0)
			put = store_put(w->corpus.store, d, number, &w->err);
		if (put < 0 || got <= 0 || put > 0)
			return put < 0 ? 0 : got;
		w->unchanged++;
		doc_release(d);
		doc_init(d);
	}
}

/* What the database can't give or take ends the work; the batch is told that there is no more. */
static int next(void *state, struct doc *d, struct err *e)
{
	struct work *w = state;
	int64_t number = w->last;
	int got;

	if (!w->update)
		got = next_new(w, d, &number, e);
	else
		got = store_stale(w->corpus.store, w->last, w->corpus.number, w->all, d, &number,
				  &w->err);
	if (w->update && got < 0)
		got = 0;
	w->last = number;
	if (got && push(&w->queue, number, &w->err))
		return 0;
	return got;
}

static int note_changes(struct work *w, const struct entry *before, const struct doc *d,
			const struct records *records, struct outcome *o, struct err *e)
{
	struct arena arena;
	struct changes changes;
	int rc;

	if (!before->done)
		return 0;
	arena_init(&arena);
	rc = changes_find(&before->records, records, &arena, &changes, e);
	if (!rc)
		rc = differences_add(&w->differences, d->id, &changes, w->brief ? NULL : &w->out,
				     e);
	if (w->out.len)
		fwrite(w->out.data, 1, w->out.len, stdout);
	buf_reset(&w->out);
	o->changed = !rc && changes.count > 0;
	arena_release(&arena);
	return rc;
}

static int compare(struct work *w, int64_t number, const struct doc *d,
		   const struct records *records, struct outcome *o, struct err *e)
{
	struct arena arena;
	struct entry before;
	int rc;

	arena_init(&arena);
	rc = store_get(w->corpus.store, number, &arena, &before, e);
	if (!rc)
		rc = note_changes(w, &before, d, records, o, e);
	arena_release(&arena);
	return rc;
}

static int add(void *state, const struct doc *d, const struct records *records, struct err *e)
{
	struct work *w = state;
	int64_t number = pop(&w->queue);
	struct outcome o = {.engine = w->corpus.number, .records = records};
	int rc;

	o.notes = buf_text(&w->notes);
	rc = w->update ? compare(w, number, d, records, &o, e) : 0;
	if (!rc)
		rc = store_finish(w->corpus.store, number, &o, e);
	buf_reset(&w->notes);
	w->done += !rc;
	return rc;
}

static int trouble(void *state, struct slice doc, const char *problem, bool lost, struct err *e)
{
	struct work *w = state;
	struct outcome o = {
		.engine = w->corpus.number, .problem = slice_of(problem), .changed = w->update};

	(void)doc;
	if (!lost) {
		buf_addf(&w->notes, "%s\n", problem);
		return buf_check(&w->notes, e);
	}
	w->failed++;
	return store_finish(w->corpus.store, pop(&w->queue), &o, e);
}

static int read_documents(struct work *w, const struct settings *s, struct err *e)
{
	static const struct batch_ends ends = {next, add, trouble};
	struct stage_options stages;
	struct extract_options extract;
	struct batch_options batch = {.ends = &ends,
				      .state = w,
				      .stages = &stages,
				      .extract = &extract,
				      .jobs = settings_jobs(s)};
	struct settings kept = *s;
	size_t failures;

	kept.no_repair = w->corpus.repairs;
	kept.edits = kept.facts = kept.mentions = true; /* as the rules are */
	if (settings_stages(&kept, &stages, e) || settings_extract(&kept, &extract, e))
		return -1;
	extract.rules = w->corpus.rules;
	w->queue.room = 2 * batch.jobs + 1; /* the batch has no more on their way */
	w->queue.items = calloc(w->queue.room, sizeof(*w->queue.items));
	if (!w->queue.items)
		return err_nomem(e);
	if (batch_run(&batch, &failures, e))
		return -1;
	return w->err.text[0] ? err_set(e, "%s", w->err.text) : 0;
}

static void work_init(struct work *w, bool update)
{
	*w = (struct work){.update = update};
	pthread_mutex_init(&w->queue.lock, NULL);
	buf_init(&w->notes, SIZE_MAX);
	buf_init(&w->out, SIZE_MAX);
	differences_init(&w->differences);
}

static void work_release(struct work *w)
{
	differences_release(&w->differences);
	buf_release(&w->notes);
	buf_release(&w->out);
	free(w->queue.items);
	pthread_mutex_destroy(&w->queue.lock);
	if (w->source)
		source_close(w->source);
	corpus_close(&w->corpus);
}

static int open_source(struct work *w, const struct settings *s, struct err *e)
{
	struct source_options options;

	settings_source(s, &options);
	options.paths++; /* behind the corpus */
	options.path_count--;
	if (!options.path_count && !options.files0_from)
		return err_set(e, "no documents are named");
	w->source = source_open(&options, e);
	return w->source ? 0 : -1;
}

/* Rules and settings that can't be used are known before there is a corpus. */
static int add_documents(struct work *w, struct settings *s, struct err *e)
{
	struct stage_options stages;
	struct extract_options extract;

	if (settings_stages(s, &stages, e) || settings_extract(s, &extract, e) ||
	    corpus_rules(&w->corpus, s, e) || corpus_open(&w->corpus, s, true, e) ||
	    open_source(w, s, e) || corpus_engine(&w->corpus, s, e))
		return -1;
	return read_documents(w, s, e);
}

int corpus_add(struct settings *s)
{
	struct work w;
	struct err e;
	int rc;

	work_init(&w, false);
	rc = add_documents(&w, s, &e);
	if (rc == 0 || w.done)
		printf("%zu documents added, %zu unchanged, %zu failed\n", w.done, w.unchanged,
		       w.failed);
	work_release(&w);
	if (rc)
		return failed(&e);
	return w.failed ? STATUS_SOME : STATUS_DONE;
}

static int update_documents(struct work *w, struct settings *s, struct err *e)
{
	if (corpus_rules(&w->corpus, s, e) || corpus_open(&w->corpus, s, false, e) ||
	    corpus_engine(&w->corpus, s, e) ||
	    store_note_update(w->corpus.store, w->corpus.number, e))
		return -1;
	w->all = s->all;
	w->brief = s->brief;
	return read_documents(w, s, e);
}

static int print_update(const struct work *w, struct err *e)
{
	if (w->differences.documents && differences_print(&w->differences, stdout, e))
		return -1;
	printf("%zu documents read again by %s (%.12s), %zu changed, %zu failed\n",
	       w->done + w->failed, w->corpus.rules_name, w->corpus.engine.digest,
	       w->differences.differing, w->failed);
	return 0;
}

int corpus_update(struct settings *s)
{
	struct work w;
	struct err e;
	int rc;

	work_init(&w, true);
	rc = update_documents(&w, s, &e);
	if (rc == 0 || w.done)
		rc = print_update(&w, &e) || rc;
	work_release(&w);
	if (rc)
		return failed(&e);
	return w.failed ? STATUS_SOME : STATUS_DONE;
}
