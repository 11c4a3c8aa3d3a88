/*
 * The names that characters have in HTML.
 */
#ifndef ZHIBIAO_ENTITIES_H
#define ZHIBIAO_ENTITIES_H

#include <stddef.h>
#include <stdint.h>

struct entity {
	const char *name;
	uint32_t code;
};

/* Sorted by the bytes of their names. */
extern const struct entity entities[];
extern const size_t entity_count;

#endif
