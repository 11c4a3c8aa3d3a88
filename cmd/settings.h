/*
 * The options of the chain, a table for each of its parts. `run` has them all, a filter those of
 * its own stage.
 */
#ifndef ZHIBIAO_SETTINGS_H
#define ZHIBIAO_SETTINGS_H

#include "cmd/options.h"
#include "extract/extract.h"
#include "extract/sinks/sink.h"
#include "normalize/read/source.h"
#include "normalize/stage.h"

struct settings {
	struct texts operands;

	const char *files0_from; /* input */
	long jobs;		 /* 0: as many as there are processors */
	bool stream;
	const char *container; /* kind of file */
	const char *text_field;
	bool report;

	const char *from; /* decode */
	const char *to;	  /* convert */
	const char *config;
	const char *input;
	struct texts no_repair;

	struct texts rules; /* extract */
	const char *reference;
	bool edits;
	bool facts;
	bool mentions;

	const char *output;
	const char *format;
	const char *table;
	bool bom;
	const char *lang;
	const char *columns;
	const char *template;
	const char *pages;

	bool all; /* corpus */
	bool brief;
	bool changed;
};

extern const struct option input_options[];
extern const struct option jobs_options[];
extern const struct option kind_options[];
extern const struct option stream_options[];
extern const struct option decode_options[];
extern const struct option convert_options[];
extern const struct option opencc_options[]; /* what the command opencc takes besides */
extern const struct option normalize_options[];
extern const struct option rule_options[];
extern const struct option record_options[];
extern const struct option output_options[];

/*
 * Reads the command line into *s. Returns true when the command is to go on; else *status is what
 * it is to return (help was asked for, or the usage is wrong and has been complained of).
 * settings_release in any case.
 */
bool settings_read(struct settings *s, const struct usage *u, int argc, char **argv, int *status);
void settings_release(struct settings *s, const struct usage *u);

/* What the tables say, in the terms of the layers below. -1 with e naming the option. */
int settings_stages(const struct settings *s, struct stage_options *out, struct err *e);
void settings_source(const struct settings *s, struct source_options *out);
int settings_extract(const struct settings *s, struct extract_options *out, struct err *e);
int settings_sink(const struct settings *s, struct sink_options *out, struct err *e);

/* The rule sets named by --rules, else the one shipped. Released with ruleset_free. */
struct ruleset *settings_rules(const struct settings *s, struct err *e);

/* How many workers: --jobs, else as many as there are processors. */
size_t settings_jobs(const struct settings *s);

#endif
