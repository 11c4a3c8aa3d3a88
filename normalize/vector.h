/*
 * Sixteen bytes at once, by the vector extension that gcc and clang share.
 */
#ifndef ZHIBIAO_VECTOR_H
#define ZHIBIAO_VECTOR_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

typedef unsigned char bytes16 __attribute__((vector_size(16)));
typedef signed char signs16 __attribute__((vector_size(16)));

static inline bytes16 bytes16_at(const void *p)
{
	bytes16 v;

	memcpy(&v, p, sizeof(v));
	return v;
}

/* Whether any of the bytes has its highest bit set. */
static inline bool bytes16_high(bytes16 v)
{
#ifdef __SSE2__
	return _mm_movemask_epi8((__m128i)v) != 0;
#else
	uint64_t half[2];

	memcpy(half, &v, sizeof(half));
	return ((half[0] | half[1]) & 0x8080808080808080u) != 0;
#endif
}

/* Which is the first of the bytes that has its highest bit set; 16 where none has. */
static inline unsigned bytes16_first(bytes16 v)
{
#ifdef __SSE2__
	return (unsigned)__builtin_ctz((unsigned)_mm_movemask_epi8((__m128i)v) | 1u << 16);
#else
	uint64_t half[2];

	memcpy(half, &v, sizeof(half));
	for (unsigned i = 0; i < 2; i++) {
		half[i] &= 0x8080808080808080u;
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
		if (half[i])
			return i * 8 + (unsigned)__builtin_clzll(half[i]) / 8;
#else
		if (half[i])
			return i * 8 + (unsigned)__builtin_ctzll(half[i]) / 8;
#endif
	}
	return 16;
#endif
}

#endif
