#include "normalize/rows.h"

#include <limits.h>

/* The longest row that is counted. */
enum { LONGEST = 6 };

/* Sizes of a table; several counters for each character, so that few rows share one. */
enum { LEAST_BITS = 12, MOST_BITS = 21, SPARSE_BITS = 6 };

/* What a row is known to stand beside elsewhere. */
enum beside { BESIDE_NOTHING, BESIDE_ONE, BESIDE_SEVERAL };

/* The longest row that is asked what it stands beside, and how often it must occur elsewhere. */
enum { LONGEST_BESIDE = 2, LEAST_TIMES = 2 };

static inline uint64_t hash_codes(uint64_t hash, const uint32_t *codes, size_t n)
{
	for (size_t i = 0; i < n; i++)
		hash = (hash ^ codes[i]) * 1099511628211u;
	return hash;
}

/*
 * FNV-1a over the characters of a row in two parts, and once more mixed, so that the last one
 * reaches the highest bits.
 */
static inline size_t slot_of_parts(const struct rows *r, const uint32_t *left, size_t left_n,
				   const uint32_t *right, size_t right_n)
{
	uint64_t hash = hash_codes(1469598103934665603u + left_n + right_n, left, left_n);

	hash = hash_codes(hash, right, right_n);
	hash = (hash ^ hash >> 32) * 0x9E3779B97F4A7C15u;
	return (size_t)(hash >> (64 - r->bits));
}

static size_t slot(const struct rows *r, const uint32_t *codes, size_t n)
{
	return slot_of_parts(r, codes, n, codes, 0);
}

static void count_up(unsigned char *counter)
{
	if (*counter < UCHAR_MAX)
		++*counter;
}

/* A row that was not seen before: another character beside the two shorter ones in it. */
static void count_beside(struct rows *r, const uint32_t *codes, size_t n)
{
	if (n < 2 || n > LONGEST_BESIDE + 1)
		return;
	count_up(&r->behind[slot(r, codes, n - 1)]);
	count_up(&r->before[slot(r, codes + 1, n - 1)]);
}

static void count_rows(struct rows *r)
{
	for (size_t i = 0; i < r->count; i++)
		for (size_t n = 1; n <= LONGEST && i + n <= r->count; n++) {
			unsigned char *times = &r->times[slot(r, r->codes + i, n)];

			if (!*times)
				count_beside(r, r->codes + i, n);
			count_up(times);
		}
}

/*
 * What n characters at `row` stand beside elsewhere, where `longer` is them and the one beside them
 * here; `table` counts these.
 */
static enum beside stands_beside(const struct rows *r, const unsigned char *table,
				 const uint32_t *row, const uint32_t *longer, size_t n)
{
	int times = r->times[slot(r, row, n)] - 1;
	int different = table[slot(r, row, n)] - (r->times[slot(r, longer, n + 1)] == 1);

	if (times < LEAST_TIMES)
		return BESIDE_NOTHING;
	return different > 1 ? BESIDE_SEVERAL : BESIDE_ONE;
}

static enum beside ends_at(const struct rows *r, size_t i)
{
	enum beside known = BESIDE_NOTHING;

	for (size_t n = LONGEST_BESIDE; n > 0 && !known; n--)
		if (n <= i && i < r->count)
			known = stands_beside(r, r->behind, r->codes + i - n, r->codes + i - n, n);
	return known;
}

static enum beside begins_at(const struct rows *r, size_t i)
{
	enum beside known = BESIDE_NOTHING;

	for (size_t n = LONGEST_BESIDE; n > 0 && !known; n--)
		if (i > 0 && i + n <= r->count)
			known = stands_beside(r, r->before, r->codes + i, r->codes + i - 1, n);
	return known;
}

int rows_read(struct rows *r, const uint32_t *codes, size_t count, struct arena *arena,
	      struct err *e)
{
	*r = (struct rows){.codes = codes, .count = count, .bits = LEAST_BITS};
	while (count >> (r->bits - SPARSE_BITS) && r->bits < MOST_BITS)
		r->bits++;
	r->times = arena_zero(arena, (size_t)1 << r->bits, 1);
	r->behind = arena_zero(arena, (size_t)1 << r->bits, 1);
	r->before = arena_zero(arena, (size_t)1 << r->bits, 1);
	r->ends = arena_alloc(arena, count + 1);
	r->begins = arena_alloc(arena, count + 1);
	if (!r->times || !r->behind || !r->before || !r->ends || !r->begins)
		return err_nomem(e);
	count_rows(r);
	for (size_t i = 0; i <= count; i++) {
		r->ends[i] = (unsigned char)ends_at(r, i);
		r->begins[i] = (unsigned char)begins_at(r, i);
	}
	return 0;
}

/* Whether `left` characters before i and `right` from k on occur together elsewhere. */
static inline bool is_known(const struct rows *r, size_t i, size_t k, size_t left, size_t right)
{
	if (left > i || right > r->count - k)
		return false;
	return r->times[slot_of_parts(r, r->codes + i - left, left, r->codes + k, right)] >
	       (i == k);
}

static enum row_across new_row(enum beside left, enum beside right)
{
	if (left == BESIDE_ONE || right == BESIDE_ONE)
		return left == right ? ROW_NEW_BROKEN : ROW_NEW_BOUND;
	return left == BESIDE_SEVERAL && right == BESIDE_SEVERAL ? ROW_NEW_FREE : ROW_NEW;
}

enum row_across rows_across(const struct rows *r, size_t i, size_t k)
{
	bool left, right;

	if (!is_known(r, i, k, 1, 1))
		return new_row(r->ends[i], r->begins[k]);
	left = is_known(r, i, k, 2, 1);
	right = is_known(r, i, k, 1, 2);
	if (!left || !right)
		return left ? ROW_LEFT : right ? ROW_RIGHT : ROW_PAIR;
	if (!is_known(r, i, k, 2, 2))
		return ROW_LEFT_RIGHT;
	return is_known(r, i, k, 3, 3) ? ROW_SIX : ROW_FOUR;
}
