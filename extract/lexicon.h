/*
 * Lexicon: a set of words, each with an optional value, looked up where they stand in a text.
 */
#ifndef ZHIBIAO_LEXICON_H
#define ZHIBIAO_LEXICON_H

#include "normalize/arena.h"
#include "normalize/err.h"

struct lexicon;

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

/*
 * The longest word that begins at byte `at` / ends at byte `at` of the text, as its length in
 * bytes; 0 when there is none. *value (may be NULL) gets the word's value.
 */
size_t lexicon_at(const struct lexicon *lex, struct slice text, size_t at, struct slice *value);
size_t lexicon_before(const struct lexicon *lex, struct slice text, size_t at, struct slice *value);

/* Whether a word begins anywhere in the text; the value of the first goes to *value (may be NULL).
 */
bool lexicon_in(const struct lexicon *lex, struct slice text, struct slice *value);

/* Whether the whole text is one word; its value goes to *value (may be NULL). */
bool lexicon_has(const struct lexicon *lex, struct slice text, struct slice *value);

#endif
