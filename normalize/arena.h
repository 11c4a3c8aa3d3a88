/*
 * Arena: memory that lives and dies together, one per document.
 *
 * Allocations are aligned for any type, never freed one by one, and stay where they are until
 * arena_release or arena_reset. On failure NULL is returned and nothing else changes.
 */
#ifndef ZHIBIAO_ARENA_H
#define ZHIBIAO_ARENA_H

#include "normalize/text.h"

struct arena_block;

struct arena {
	struct arena_block *blocks; /* owned; newest first */
};

/*
 * Has the C library keep what arenas free for those of the next document, up to some hundred MB,
 * instead of giving it back to the system and asking for it anew. Once, when the program starts.
 */
void arena_keep_memory(void);

void arena_init(struct arena *a);
void arena_release(struct arena *a);

/* n bytes, not cleared. n may be 0. */
void *arena_alloc(struct arena *a, size_t n);

/* count × size bytes, cleared; NULL also when the product overflows. */
void *arena_zero(struct arena *a, size_t count, size_t size);

/*
 * A larger copy of an array for growing vectors: `used` elements are copied into a new place with
 * room for at least used + 1, and *capacity is updated. Returns `old` while there is room.
 */
void *arena_grow(struct arena *a, void *old, size_t used, size_t *capacity, size_t size);

/*
 * Gives the arena memory that malloc returned, to be freed with it. False when there is none to
 * note it down; the memory is still the caller's then.
 */
bool arena_adopt(struct arena *a, void *memory);

/* Takes it back, for the caller to free; NULL where the arena has no such memory. */
void *arena_disown(struct arena *a, const void *memory);

/* A copy of the text, NUL-terminated past its end. On failure .p is NULL. */
struct slice arena_copy(struct arena *a, struct slice text);

#endif
