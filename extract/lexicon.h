/*
 * Lexicon: a set of words, each with an optional value, looked up where they stand in a text.
 */
#ifndef ZHIBIAO_LEXICON_H
#define ZHIBIAO_LEXICON_H

#include "normalize/arena.h"
#include "normalize/err.h"

/*
 * Which characters words begin and end with, by a hash of the character: at most places no word
 * stands, which one look at these bits tells.
 */
enum { LEXICON_KEY_BITS = 9, LEXICON_KEYS = 1 << LEXICON_KEY_BITS };

struct lexicon {
	uint64_t first[LEXICON_KEYS / 64];
	uint64_t last[LEXICON_KEYS / 64];
	struct lexicon_table *table;
};

/* An empty lexicon, owned by the arena. NULL without memory. */
struct lexicon *lexicon_new(struct arena *arena);

/*
 * Adds a word (not empty) with its value, or gives a known word another value. Word and value are
 * borrowed and must outlive the lexicon. 0, or -1 with e filled.
 */
int lexicon_add(struct lexicon *lex, struct slice word, struct slice value, struct err *e);

size_t lexicon_count(const struct lexicon *lex);

/* Word and value number i, in the order in which they were added. */
struct slice lexicon_word(const struct lexicon *lex, size_t i);
struct slice lexicon_value(const struct lexicon *lex, size_t i);

static inline size_t lexicon_key(uint32_t code)
{
	return (code * 2654435761u) >> (32 - LEXICON_KEY_BITS);
}

/* The key of the character that begins (at < text.n) or ends (at > 0) at byte `at`. */
static inline size_t lexicon_key_at(struct slice text, size_t at)
{
	size_t len;

	return lexicon_key(utf8_at(text, at, &len));
}

static inline size_t lexicon_key_before(struct slice text, size_t at)
{
	size_t len;

	return lexicon_key(utf8_before(text, at, &len));
}

static inline bool lexicon_may_begin(const struct lexicon *lex, size_t key)
{
	return lex->first[key / 64] >> key % 64 & 1;
}

static inline bool lexicon_may_end(const struct lexicon *lex, size_t key)
{
	return lex->last[key / 64] >> key % 64 & 1;
}

/* lexicon_at and lexicon_before for a place whose key is known, and may begin or end a word. */
size_t lexicon_longest_at(const struct lexicon *lex, size_t key, struct slice text, size_t at,
			  struct slice *value);
size_t lexicon_longest_before(const struct lexicon *lex, size_t key, struct slice text, size_t at,
			      struct slice *value);

/* lexicon_has for a text whose first and last character may be a word's. */
bool lexicon_find(const struct lexicon *lex, struct slice text, struct slice *value);

/*
 * The longest word that begins at byte `at` / ends at byte `at` of the text, as its length in
 * bytes; 0 when there is none. *value (may be NULL) gets the word's value.
 */
static inline size_t lexicon_at(const struct lexicon *lex, struct slice text, size_t at,
				struct slice *value)
{
	size_t key = at < text.n ? lexicon_key_at(text, at) : 0;

	if (at >= text.n || !lexicon_may_begin(lex, key))
		return 0;
	return lexicon_longest_at(lex, key, text, at, value);
}

static inline size_t lexicon_before(const struct lexicon *lex, struct slice text, size_t at,
				    struct slice *value)
{
	size_t key = at && at <= text.n ? lexicon_key_before(text, at) : 0;

	if (!at || at > text.n || !lexicon_may_end(lex, key))
		return 0;
	return lexicon_longest_before(lex, key, text, at, value);
}

/* Whether a word begins anywhere in the text; the value of the first goes to *value (may be NULL).
 */
bool lexicon_in(const struct lexicon *lex, struct slice text, struct slice *value);

/*
 * Whether the whole text, which may begin inside a character, is one word; its value goes to *value
 * (may be NULL).
 */
static inline bool lexicon_has(const struct lexicon *lex, struct slice text, struct slice *value)
{
	return text.n && ((unsigned char)text.p[0] & 0xC0) != 0x80 &&
	       lexicon_may_begin(lex, lexicon_key_at(text, 0)) &&
	       lexicon_may_end(lex, lexicon_key_before(text, text.n)) &&
	       lexicon_find(lex, text, value);
}

#endif
