#include "cmd/cmd.h"
#include "cmd/version.h"
#include "normalize/arena.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct command {
	const char *name;
	const char *summary;
	int (*run)(int argc, char **argv);
};

static int help(int argc, char **argv);

static const struct command commands[] = {
	{"run", "documents to records: the whole chain in one process", cmd_run},
	{"decode", "bytes of any Chinese charset to UTF-8", cmd_filter},
	{"convert", "traditional characters to simplified ones", cmd_filter},
	{"normalize", "noise of recognition and scraping to clean text", cmd_filter},
	{"extract", "clean text to records", cmd_extract},
	{"sheet", "records to a workbook or a table", cmd_sheet},
	{"rules", "check, test and list rule sets", cmd_rules},
	{"corpus", "a corpus in a database: add, update, status, export", cmd_corpus},
	{"help", "explain a command: zhibiao help COMMAND", help},
};

enum { COMMANDS = sizeof(commands) / sizeof(commands[0]) };

static const struct command *find(const char *name)
{
	for (size_t i = 0; i < COMMANDS; i++)
		if (strcmp(commands[i].name, name) == 0)
			return &commands[i];
	return NULL;
}

static void overview(FILE *out)
{
	fputs("usage: zhibiao COMMAND [OPTIONS] [FILE]...\n\n"
	      "Reads Chinese government documents and writes down which figure is to be\n"
	      "reached, of what, by when, and which agency is in the lead.\n\n",
	      out);
	for (size_t i = 0; i < COMMANDS; i++)
		fprintf(out, "  %-10s %s\n", commands[i].name, commands[i].summary);
	fputs("\n  zhibiao COMMAND --help   the options of a command\n"
	      "  zhibiao --version        the version\n",
	      out);
}

static int unknown(const char *name)
{
	complain("unknown command '%s' (see 'zhibiao --help')", name);
	return STATUS_FAILED;
}

static int help(int argc, char **argv)
{
	const struct command *command = argc > 1 ? find(argv[1]) : NULL;
	char option[] = "--help";
	char *args[] = {argc > 1 ? argv[1] : NULL, option, NULL};

	if (argc > 1 && !command)
		return unknown(argv[1]);
	if (command && command->run != help)
		return command->run(2, args);
	overview(stdout);
	return STATUS_DONE;
}

static int dispatch(int argc, char **argv)
{
	const struct command *command;

	if (argc < 2) {
		overview(stderr);
		return STATUS_FAILED;
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)
		return help(1, argv);
	if (strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "-V") == 0) {
		puts("zhibiao " ZHIBIAO_VERSION);
		return STATUS_DONE;
	}
	command = find(argv[1]);
	return command ? command->run(argc - 1, argv + 1) : unknown(argv[1]);
}

/* What is still buffered must reach the disk before the status may say so. */
static int close_output(int status)
{
	if (fclose(stdout) == 0 || status == STATUS_FAILED)
		return status;
	complain("standard output: %s", strerror(errno));
	return STATUS_FAILED;
}

/* A standard file that is closed must not become some document's: using it fails instead. */
static void hold_standard_files(void)
{
	static const int modes[] = {O_WRONLY, O_RDONLY, O_RDONLY};

	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", modes[fd]) < 0)
			return;
}

int main(int argc, char **argv)
{
	hold_standard_files();
	arena_keep_memory();
	signal(SIGPIPE, SIG_DFL); /* whoever started us may have it ignored */
	return close_output(dispatch(argc, argv));
}
