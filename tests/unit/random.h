/*
 * Pseudo-random numbers for property tests: the same ones in every run (xorshift64).
 */
#ifndef ZHIBIAO_TESTS_RANDOM_H
#define ZHIBIAO_TESTS_RANDOM_H

#include <stddef.h>
#include <stdint.h>

struct random {
	uint64_t state; /* not 0 */
};

/* A number below n (n > 0). */
static inline size_t random_below(struct random *r, size_t n)
{
	r->state ^= r->state << 13;
	r->state ^= r->state >> 7;
	r->state ^= r->state << 17;
	return (size_t)(r->state >> 11) % n;
}

#endif
