#include "extract/lexicon.h"

/*
 * A hash table of words, behind a filter: for each hash of a character, which lengths of words
 * begin (end) with such a character. A place where no word stands costs one look at the filter.
 */
enum { FILTER_BITS = 9, FILTER_SIZE = 1 << FILTER_BITS, LONG_WORD = 63, FIRST_SLOTS = 64 };

struct entry {
	struct slice word;
	struct slice value;
};

struct slot {
	uint32_t hash;
	uint32_t number; /* index of the entry plus 1; 0: free */
};

/* Bit n of a filter's mask: a word of n bytes; bit LONG_WORD: one of the lengths in `longs`. */
struct lexicon {
	struct arena *arena;
	struct entry *entries;
	size_t count;
	size_t capacity;
	struct slot *slots;
	size_t slot_count; /* a power of two, more than twice `count` */
	size_t *longs;	   /* distinct lengths from LONG_WORD up, longest first */
	size_t long_count;
	size_t long_capacity;
	uint64_t first[FILTER_SIZE];
	uint64_t last[FILTER_SIZE];
};

struct lexicon *lexicon_new(struct arena *arena)
{
	struct lexicon *lex = arena_zero(arena, 1, sizeof(*lex));

	if (!lex)
		return NULL;
	lex->arena = arena;
	lex->slots = arena_zero(arena, FIRST_SLOTS, sizeof(*lex->slots));
	lex->slot_count = FIRST_SLOTS;
	return lex->slots ? lex : NULL;
}

/* All of up to 8 bytes, in some order that their number alone decides. */
static uint64_t load_bytes(const char *p, size_t n)
{
	const unsigned char *c = (const unsigned char *)p;
	uint32_t head, tail;

	if (n < 4)
		return c[0] | (uint64_t)c[n / 2] << 8 | (uint64_t)c[n - 1] << 16;
	memcpy(&head, p, 4);
	memcpy(&tail, p + n - 4, 4);
	return (uint64_t)head << 32 | tail;
}

static uint32_t hash_word(struct slice word)
{
	uint64_t h = word.n * 0x9E3779B97F4A7C15u;

	for (size_t i = 0; i < word.n; i += 8) {
		size_t rest = word.n - i;

		h = (h ^ load_bytes(word.p + i, rest < 8 ? rest : 8)) * 0xD6E8FEB86659FD93u;
		h ^= h >> 32;
	}
	return (uint32_t)h;
}

static size_t filter_key(uint32_t code)
{
	return (code * 2654435761u) >> (32 - FILTER_BITS);
}

static size_t first_key(struct slice text, size_t at)
{
	size_t len;

	return filter_key(utf8_at(text, at, &len));
}

static size_t last_key(struct slice text, size_t at)
{
	size_t len;

	return filter_key(utf8_before(text, at, &len));
}

/* The slot of the word, or the free one where it would go. */
static struct slot *find_slot(const struct lexicon *lex, struct slice word)
{
	uint32_t hash = hash_word(word);
	size_t i = hash & (lex->slot_count - 1);

	while (lex->slots[i].number) {
		const struct slot *slot = &lex->slots[i];

		if (slot->hash == hash && slice_eq(lex->entries[slot->number - 1].word, word))
			break;
		i = (i + 1) & (lex->slot_count - 1);
	}
	return &lex->slots[i];
}

static int grow_slots(struct lexicon *lex)
{
	struct slot *slots;

	if (lex->count * 2 + 2 < lex->slot_count)
		return 0;
	slots = arena_zero(lex->arena, lex->slot_count * 2, sizeof(*slots));
	if (!slots)
		return -1;
	lex->slots = slots;
	lex->slot_count *= 2;
	for (size_t i = 0; i < lex->count; i++) {
		struct slot *slot = find_slot(lex, lex->entries[i].word);

		*slot = (struct slot){hash_word(lex->entries[i].word), (uint32_t)i + 1};
	}
	return 0;
}

static int add_long_length(struct lexicon *lex, size_t n)
{
	size_t i = 0;
	size_t *longs;

	while (i < lex->long_count && lex->longs[i] > n)
		i++;
	if (i < lex->long_count && lex->longs[i] == n)
		return 0;
	longs = arena_grow(lex->arena, lex->longs, lex->long_count, &lex->long_capacity,
			   sizeof(*longs));
	if (!longs)
		return -1;
	memmove(longs + i + 1, longs + i, (lex->long_count - i) * sizeof(*longs));
	longs[i] = n;
	lex->longs = longs;
	lex->long_count++;
	return 0;
}

static int add_entry(struct lexicon *lex, struct slice word, struct slice value)
{
	struct entry *entries;
	uint64_t bit = (uint64_t)1 << (word.n < LONG_WORD ? word.n : LONG_WORD);

	if (lex->count == UINT32_MAX - 1 || grow_slots(lex))
		return -1;
	if (word.n >= LONG_WORD && add_long_length(lex, word.n))
		return -1;
	entries =
		arena_grow(lex->arena, lex->entries, lex->count, &lex->capacity, sizeof(*entries));
	if (!entries)
		return -1;
	lex->entries = entries;
	entries[lex->count++] = (struct entry){word, value};
	*find_slot(lex, word) = (struct slot){hash_word(word), (uint32_t)lex->count};
	lex->first[first_key(word, 0)] |= bit;
	lex->last[last_key(word, word.n)] |= bit;
	return 0;
}

int lexicon_add(struct lexicon *lex, struct slice word, struct slice value, struct err *e)
{
	const struct slot *slot;

	if (!word.n)
		return err_set(e, "an empty word");
	slot = find_slot(lex, word);
	if (slot->number) {
		lex->entries[slot->number - 1].value = value;
		return 0;
	}
	return add_entry(lex, word, value) ? err_nomem(e) : 0;
}

size_t lexicon_count(const struct lexicon *lex)
{
	return lex->count;
}

struct slice lexicon_word(const struct lexicon *lex, size_t i)
{
	return lex->entries[i].word;
}

struct slice lexicon_value(const struct lexicon *lex, size_t i)
{
	return lex->entries[i].value;
}

/* Whether both filters let the text be a word. It may begin inside a character. */
static bool passes(const struct lexicon *lex, struct slice text)
{
	size_t bit = text.n < LONG_WORD ? text.n : LONG_WORD;

	return text.n && ((unsigned char)text.p[0] & 0xC0) != 0x80 &&
	       (lex->first[first_key(text, 0)] & lex->last[last_key(text, text.n)]) >> bit & 1;
}

bool lexicon_has(const struct lexicon *lex, struct slice text, struct slice *value)
{
	const struct slot *slot;

	if (!passes(lex, text))
		return false;
	slot = find_slot(lex, text);
	if (slot->number && value)
		*value = lex->entries[slot->number - 1].value;
	return slot->number != 0;
}

/* The longest word that fills text[end − n, end) (backward) or text[at, at + n), n ≤ room. */
static size_t longest(const struct lexicon *lex, const char *at, bool backward, size_t room,
		      uint64_t lengths, struct slice *value)
{
	bool long_words = room >= LONG_WORD && lengths >> LONG_WORD;

	for (size_t i = 0; long_words && i < lex->long_count; i++) {
		size_t n = lex->longs[i];

		if (n <= room && lexicon_has(lex, (struct slice){backward ? at - n : at, n}, value))
			return n;
	}
	lengths &= ((uint64_t)1 << (room < LONG_WORD ? room + 1 : LONG_WORD)) - 1;
	while (lengths) {
		size_t n = 63 - (size_t)__builtin_clzll(lengths);

		if (lexicon_has(lex, (struct slice){backward ? at - n : at, n}, value))
			return n;
		lengths ^= (uint64_t)1 << n;
	}
	return 0;
}

size_t lexicon_at(const struct lexicon *lex, struct slice text, size_t at, struct slice *value)
{
	uint64_t lengths = at < text.n ? lex->first[first_key(text, at)] : 0;

	return lengths ? longest(lex, text.p + at, false, text.n - at, lengths, value) : 0;
}

size_t lexicon_before(const struct lexicon *lex, struct slice text, size_t at, struct slice *value)
{
	uint64_t lengths = at > 0 && at <= text.n ? lex->last[last_key(text, at)] : 0;

	return lengths ? longest(lex, text.p + at, true, at, lengths, value) : 0;
}

bool lexicon_in(const struct lexicon *lex, struct slice text, struct slice *value)
{
	size_t len;

	for (size_t at = 0; at < text.n; at += len) {
		utf8_at(text, at, &len);
		if (lexicon_at(lex, text, at, value))
			return true;
	}
	return false;
}
