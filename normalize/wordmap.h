/*
 * Word map: characters and phrases, and what they become. The longest phrase that begins at a place
 * wins; where none does, its character is converted alone. Made from the tables of
 * normalize/tables/convert_table.h.
 */
#ifndef ZHIBIAO_WORDMAP_H
#define ZHIBIAO_WORDMAP_H

#include "normalize/edit.h"
#include "normalize/tables/convert_table.h"

/* No table has a character beyond: the end of CJK Extension H. */
enum { WORDMAP_CODES = 0x323B0 };

/* Which entries are sure, that is, converted in careful mode too: by flags of their characters. */
struct wordmap_sure {
	const uint8_t *flags; /* by code point, WORDMAP_CODES of them */
	uint8_t alone;	      /* any of these make it sure */
	uint8_t in_word;      /* these too in an entry of several characters */
};

struct wordmap_entry;

struct wordmap {
	uint8_t *flags;	 /* by code point: see wordmap.c */
	uint32_t *forms; /* by code point: the bytes of what becomes of it, in their order */
	struct wordmap_entry *entries;
	size_t entry_count;
	size_t entry_capacity;
	uint32_t *slots; /* a hash table of entries by their first two characters */
	size_t slot_count;
	size_t slots_used;
	uint8_t *filter;  /* by the same hash: see wordmap.c */
	struct buf texts; /* of all entries */
};

/*
 * Builds the map from several tables, ended by NULL; the entries of an earlier one are tried first.
 * `sure` may be NULL. Returns 0, or -1 with e filled; wordmap_release in any case.
 */
int wordmap_init(struct wordmap *m, const struct convert_table *const *tables,
		 const struct wordmap_sure *sure, struct err *e);
void wordmap_release(struct wordmap *m);

/*
 * Places in a text that no phrase reaches across: bit i % 8 of byte i / 8 for the border before
 * byte i. wall_bytes says how many bytes a text of n bytes takes.
 */
static inline size_t wall_bytes(size_t n)
{
	return n / 8 + 1;
}

struct wordmap_pass {
	const struct wordmap *map;
	struct editor *pen;   /* over the text; what is converted is written as EDIT_SCRIPT */
	const uint8_t *walls; /* NULL: none */
	uint8_t *marks;	      /* NULL, or where the ends of the phrases met with are noted */
};

/*
 * Converts a span that begins at or after the pen's place, and ends between two passages: no phrase
 * begins within and ends beyond it. In careful mode only what is sure is converted.
 */
void wordmap_convert(struct wordmap_pass *p, struct span at, bool careful);

/* A phrase of the map in a text, and what it becomes (borrowed from the map). */
struct wordmap_hit {
	struct span at;
	struct slice to;
};

/* The first phrase that begins in a span of the text; false when there is none. */
bool wordmap_find(const struct wordmap *m, struct slice text, struct span within,
		  struct wordmap_hit *hit);

/* Notes the ends of the phrases in the text, converting nothing. */
void wordmap_mark(const struct wordmap *m, struct slice text, uint8_t *marks);

#endif
