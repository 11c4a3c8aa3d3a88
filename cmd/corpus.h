/*
 * The parts of `zhibiao corpus`, and what they share.
 */
#ifndef ZHIBIAO_CMD_CORPUS_H
#define ZHIBIAO_CMD_CORPUS_H

#include "cmd/settings.h"
#include "extract/store.h"

/* A corpus and the rules that it is read with now. */
struct corpus {
	struct store *store;
	struct ruleset *rules;
	struct engine engine;
	char rules_name[128]; /* id and version */
	struct arena arena;   /* of settings that the corpus keeps */
	struct texts repairs; /* of --no-repair, as it keeps them; owned */
	int64_t number;	      /* of the engine; 0 until corpus_engine */
};

/*
 * Opens the corpus that the first operand names; *c is zero, but for the rules. 0, or -1 with e
 * filled; corpus_close in any case.
 */
int corpus_open(struct corpus *c, const struct settings *s, bool create, struct err *e);
void corpus_close(struct corpus *c);

/* Loads the rules. */
int corpus_rules(struct corpus *c, const struct settings *s, struct err *e);

/*
 * Makes the settings those that the corpus keeps, and notes the engine. An option that says
 * something else than the corpus is an error.
 */
int corpus_engine(struct corpus *c, struct settings *s, struct err *e);

/* Each does its action and returns the exit status. */
int corpus_add(struct settings *s);
int corpus_update(struct settings *s);
int corpus_status(struct settings *s);
int corpus_export(struct settings *s);

#endif
