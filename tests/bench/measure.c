/*
 * measure: what one process takes, without what its parent takes.
 *
 *   measure COMMAND [ARGUMENT]...
 *
 * Runs the command with standard input from /dev/null and standard output to /dev/zero (not to
 * /dev/null: grep stops at its first match when it writes there), then prints
 *
 *   seconds <TAB> seconds of processor time <TAB> peak resident memory in KiB
 *
 * of the command and what it waited for; the peak is that of the largest process. This is a program
 * because a child begins with its parent's peak, and that of a script is larger than what is to be
 * measured. The exit status is 1 where the command's is not 0.
 */
#include <fcntl.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

/* Becomes the command; comes back only when it can't. */
static void become(char **argv)
{
	int in = open("/dev/null", O_RDONLY), out = open("/dev/zero", O_WRONLY);

	if (in >= 0 && out >= 0 && dup2(in, 0) == 0 && dup2(out, 1) == 1)
		execvp(argv[0], argv);
	perror(argv[0]);
}

int main(int argc, char **argv)
{
	double start = now();
	struct rusage usage;
	int status = -1;
	pid_t child;

	if (argc < 2) {
		fputs("usage: measure COMMAND [ARGUMENT]...\n", stderr);
		return 2;
	}
	child = fork();
	if (child == 0) {
		become(argv + 1);
		_exit(127);
	}
	if (child < 0 || wait4(child, &status, 0, &usage) != child || status != 0)
		return 1;
	printf("%.4f\t%.4f\t%ld\n", now() - start,
	       seconds(usage.ru_utime) + seconds(usage.ru_stime), usage.ru_maxrss);
	return 0;
}
