/*
 * Errors: a message for a person, filled by the function that failed.
 *
 * Every function that can fail returns 0 or -1 (or NULL) and fills the `struct err` it was given.
 * Only cmd/ prints messages or ends the process. Running out of memory is an error like any other.
 */
#ifndef ZHIBIAO_ERR_H
#define ZHIBIAO_ERR_H

struct err {
	char text[480]; /* NUL-terminated UTF-8; "" when nothing went wrong */
};

/* Fills e (which may be NULL) and returns -1, so that `return err_set(…)` reads well. */
int err_set(struct err *e, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* err_set with the message for an allocation that failed. */
int err_nomem(struct err *e);

#endif
