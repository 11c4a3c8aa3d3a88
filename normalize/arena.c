#include "normalize/arena.h"

#include <stdalign.h>
#include <stdlib.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

enum { FIRST_BLOCK = 16 * 1024, LARGEST_BLOCK = 4 * 1024 * 1024 };

struct arena_block {
	struct arena_block *next;
	void *adopted; /* NULL, or memory from elsewhere */
	size_t used;
	size_t size;
	alignas(max_align_t) char data[];
};

void arena_keep_memory(void)
{
#ifdef __GLIBC__
	enum { KEPT = 256 * 1024 * 1024, MAPPED = 32 * 1024 * 1024 };

	mallopt(M_TRIM_THRESHOLD, KEPT);
	mallopt(M_MMAP_THRESHOLD, MAPPED);
#endif
}

void arena_init(struct arena *a)
{
	a->blocks = NULL;
}

void arena_release(struct arena *a)
{
	while (a->blocks) {
		struct arena_block *next = a->blocks->next;

		free(a->blocks->adopted);
		free(a->blocks);
		a->blocks = next;
	}
}

/* Blocks double in size, so that small documents stay small and large ones need few blocks. */
static struct arena_block *add_block(struct arena *a, size_t need)
{
	size_t size = a->blocks ? a->blocks->size * 2 : FIRST_BLOCK;
	struct arena_block *block;

	if (size > LARGEST_BLOCK)
		size = LARGEST_BLOCK;
	if (size < need)
		size = need;
	if (size > SIZE_MAX - sizeof(*block))
		return NULL;
	block = malloc(sizeof(*block) + size);
	if (!block)
		return NULL;
	block->next = a->blocks;
	block->adopted = NULL;
	block->used = 0;
	block->size = size;
	a->blocks = block;
	return block;
}

void *arena_alloc(struct arena *a, size_t n)
{
	struct arena_block *block = a->blocks;
	const size_t align = alignof(max_align_t);
	void *place;

	if (n > SIZE_MAX - align)
		return NULL;
	n = (n + align - 1) / align * align;
	if (!block || block->size - block->used < n)
		block = add_block(a, n);
	if (!block)
		return NULL;
	place = block->data + block->used;
	block->used += n;
	return place;
}

/* A block has one place to note it down, so that it takes a new one when that is taken. */
bool arena_adopt(struct arena *a, void *memory)
{
	if ((!a->blocks || a->blocks->adopted) && !add_block(a, 0))
		return false;
	a->blocks->adopted = memory;
	return true;
}

void *arena_disown(struct arena *a, const void *memory)
{
	for (struct arena_block *block = a->blocks; block; block = block->next) {
		void *adopted = block->adopted;

		if (adopted != memory)
			continue;
		block->adopted = NULL;
		return adopted;
	}
	return NULL;
}

void *arena_zero(struct arena *a, size_t count, size_t size)
{
	void *place;

	if (size && count > SIZE_MAX / size)
		return NULL;
	place = arena_alloc(a, count * size);
	if (place)
		memset(place, 0, count * size);
	return place;
}

void *arena_grow(struct arena *a, void *old, size_t used, size_t *capacity, size_t size)
{
	size_t wanted = *capacity ? *capacity * 2 : 8;
	void *place;

	if (used < *capacity)
		return old;
	if (wanted > SIZE_MAX / size)
		return NULL;
	place = arena_alloc(a, wanted * size);
	if (!place)
		return NULL;
	if (used)
		memcpy(place, old, used * size);
	*capacity = wanted;
	return place;
}

struct slice arena_copy(struct arena *a, struct slice text)
{
	char *place = text.n < SIZE_MAX ? arena_alloc(a, text.n + 1) : NULL;

	if (!place)
		return (struct slice){NULL, 0};
	if (text.n)
		memcpy(place, text.p, text.n);
	place[text.n] = '\0';
	return (struct slice){place, text.n};
}
