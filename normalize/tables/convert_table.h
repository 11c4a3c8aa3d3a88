/*
 * Tables of the conversion between scripts, all in UTF-8. README.md says where they come from.
 *
 * The lists are broken into strings only because C wants strings to be short; the strings of a list
 * belong together.
 */
#ifndef ZHIBIAO_CONVERT_TABLE_H
#define ZHIBIAO_CONVERT_TABLE_H

#include <stddef.h>

struct convert_table {
	/* Pairs, a character and what it becomes, each of three bytes. Ended by NULL. */
	const char *const *characters;

	/*
	 * Everything else that has a conversion. `/` begins the entries that share their first
	 * character, which follows; then come, parted by blanks, the rest of each entry and, after
	 * `=`, what it becomes where that is not what its characters become one by one. Of entries
	 * with the same two first characters the longest comes first. Ended by NULL.
	 */
	const char *const *phrases;
};

/* The project's own way from any traditional script to simplified. */
extern const struct convert_table convert_simplified;

/* What careless conversions leave in simplified script, and what it was before: 显着 is 显著. */
extern const struct convert_table convert_mended;

/* From simplified script to traditional: names of people that would be taken for other words. */
extern const struct convert_table convert_names;

/* OpenCC's dictionaries, named after its configurations. `back` is the way from a region. */
extern const struct convert_table convert_st;
extern const struct convert_table convert_ts;
extern const struct convert_table convert_tw;
extern const struct convert_table convert_tw_words;
extern const struct convert_table convert_tw_back;
extern const struct convert_table convert_tw_words_back;
extern const struct convert_table convert_hk;
extern const struct convert_table convert_hk_words;
extern const struct convert_table convert_hk_back;
extern const struct convert_table convert_hk_words_back;
extern const struct convert_table convert_compatible;

/* Characters that show the script of a text; the weak ones only where there is no other. */
extern const char *const convert_traditional_only[];
extern const char *const convert_traditional_weak[];
extern const char *const convert_simplified_only[];

#endif
