#include "extract/lexicon.h"

/*
 * A hash table of words, behind two filters: the bits of the lexicon, and for each key which
 * lengths of words begin (end) with such a character.
 */
enum { LONG_WORD = 63, FIRST_SLOTS = 64 };

struct entry {
	struct slice word;
	struct slice value;
};

struct slot {
	uint32_t hash;
	uint32_t number; /* index of the entry plus 1; 0: free */
};

/* Bit n of a filter's mask: a word of n bytes; bit LONG_WORD: one of the lengths in `longs`. */
struct lexicon_table {
	struct arena *arena;
	struct entry *entries;
	size_t count;
	size_t capacity;
	struct slot *slots;
	size_t slot_count; /* a power of two, more than twice `count` */
	size_t *longs;	   /* distinct lengths from LONG_WORD up, longest first */
	size_t long_count;
	size_t long_capacity;
	uint64_t first[LEXICON_KEYS];
	uint64_t last[LEXICON_KEYS];
};

struct lexicon *lexicon_new(struct arena *arena)
{
	struct lexicon *lex = arena_zero(arena, 1, sizeof(*lex));
	struct lexicon_table *table = arena_zero(arena, 1, sizeof(*table));

	if (!lex || !table)
		return NULL;
	lex->table = table;
	table->arena = arena;
	table->slots = arena_zero(arena, FIRST_SLOTS, sizeof(*table->slots));
	table->slot_count = FIRST_SLOTS;
	return table->slots ? lex : NULL;
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

/* Without a call for words of up to sixteen bytes, which nearly all are. */
static bool same_word(struct slice a, struct slice b)
{
	if (a.n != b.n)
		return false;
	if (a.n > 16)
		return memcmp(a.p, b.p, a.n) == 0;
	if (a.n <= 8)
		return load_bytes(a.p, a.n) == load_bytes(b.p, a.n);
	return load_bytes(a.p, 8) == load_bytes(b.p, 8) &&
	       load_bytes(a.p + a.n - 8, 8) == load_bytes(b.p + a.n - 8, 8);
}

/* The slot of the word, or the free one where it would go. */
static struct slot *find_slot(const struct lexicon_table *t, struct slice word)
{
	uint32_t hash = hash_word(word);
	size_t i = hash & (t->slot_count - 1);

	while (t->slots[i].number) {
		const struct slot *slot = &t->slots[i];

		if (slot->hash == hash && same_word(t->entries[slot->number - 1].word, word))
			break;
		i = (i + 1) & (t->slot_count - 1);
	}
	return &t->slots[i];
}

static int grow_slots(struct lexicon_table *t)
{
	struct slot *slots;

	if (t->count * 2 + 2 < t->slot_count)
		return 0;
	slots = arena_zero(t->arena, t->slot_count * 2, sizeof(*slots));
	if (!slots)
		return -1;
	t->slots = slots;
	t->slot_count *= 2;
	for (size_t i = 0; i < t->count; i++) {
		struct slot *slot = find_slot(t, t->entries[i].word);

		*slot = (struct slot){hash_word(t->entries[i].word), (uint32_t)i + 1};
	}
	return 0;
}

static int add_long_length(struct lexicon_table *t, size_t n)
{
	size_t i = 0;
	size_t *longs;

	while (i < t->long_count && t->longs[i] > n)
		i++;
	if (i < t->long_count && t->longs[i] == n)
		return 0;
	longs = arena_grow(t->arena, t->longs, t->long_count, &t->long_capacity, sizeof(*longs));
	if (!longs)
		return -1;
	memmove(longs + i + 1, longs + i, (t->long_count - i) * sizeof(*longs));
	longs[i] = n;
	t->longs = longs;
	t->long_count++;
	return 0;
}

static int add_entry(struct lexicon *lex, struct slice word, struct slice value)
{
	struct lexicon_table *t = lex->table;
	size_t first = lexicon_key_at(word, 0), last = lexicon_key_before(word, word.n);
	uint64_t bit = (uint64_t)1 << (word.n < LONG_WORD ? word.n : LONG_WORD);
	struct entry *entries;

	if (t->count == UINT32_MAX - 1 || grow_slots(t))
		return -1;
	if (word.n >= LONG_WORD && add_long_length(t, word.n))
		return -1;
	entries = arena_grow(t->arena, t->entries, t->count, &t->capacity, sizeof(*entries));
	if (!entries)
		return -1;
	t->entries = entries;
	entries[t->count++] = (struct entry){word, value};
	*find_slot(t, word) = (struct slot){hash_word(word), (uint32_t)t->count};
	t->first[first] |= bit;
	t->last[last] |= bit;
	lex->first[first / 64] |= (uint64_t)1 << first % 64;
	lex->last[last / 64] |= (uint64_t)1 << last % 64;
	return 0;
}

int lexicon_add(struct lexicon *lex, struct slice word, struct slice value, struct err *e)
{
	const struct slot *slot;

	if (!word.n)
		return err_set(e, "an empty word");
	slot = find_slot(lex->table, word);
	if (slot->number) {
		lex->table->entries[slot->number - 1].value = value;
		return 0;
	}
	return add_entry(lex, word, value) ? err_nomem(e) : 0;
}

size_t lexicon_count(const struct lexicon *lex)
{
	return lex->table->count;
}

struct slice lexicon_word(const struct lexicon *lex, size_t i)
{
	return lex->table->entries[i].word;
}

struct slice lexicon_value(const struct lexicon *lex, size_t i)
{
	return lex->table->entries[i].value;
}

/* The lengths up to `room` that are in the mask, but for those of long words. */
static uint64_t up_to(uint64_t lengths, size_t room)
{
	return lengths & (((uint64_t)1 << (room < LONG_WORD ? room + 1 : LONG_WORD)) - 1);
}

bool lexicon_find(const struct lexicon *lex, struct slice text, struct slice *value)
{
	const struct slot *slot = find_slot(lex->table, text);

	if (slot->number && value)
		*value = lex->table->entries[slot->number - 1].value;
	return slot->number != 0;
}

/* The longest of the long words that fills text[end − n, end) (backward) or text[at, at + n). */
static size_t longest_long(const struct lexicon *lex, const char *at, bool backward, size_t room,
			   struct slice *value)
{
	for (size_t i = 0; i < lex->table->long_count; i++) {
		size_t n = lex->table->longs[i];

		if (n <= room && lexicon_has(lex, (struct slice){backward ? at - n : at, n}, value))
			return n;
	}
	return 0;
}

size_t lexicon_longest_at(const struct lexicon *lex, size_t key, struct slice text, size_t at,
			  struct slice *value)
{
	uint64_t all = lex->table->first[key], lengths = up_to(all, text.n - at);
	size_t n = 0;

	if (all >> LONG_WORD)
		n = longest_long(lex, text.p + at, false, text.n - at, value);
	for (; !n && lengths; lengths ^= (uint64_t)1 << (63 - __builtin_clzll(lengths))) {
		struct slice word = {text.p + at, 63 - (size_t)__builtin_clzll(lengths)};
		uint64_t last = lex->table->last[lexicon_key_before(word, word.n)];

		if (last >> word.n & 1 && lexicon_find(lex, word, value))
			n = word.n;
	}
	return n;
}

size_t lexicon_longest_before(const struct lexicon *lex, size_t key, struct slice text, size_t at,
			      struct slice *value)
{
	uint64_t all = lex->table->last[key], lengths = up_to(all, at);
	size_t n = 0;

	if (all >> LONG_WORD)
		n = longest_long(lex, text.p + at, true, at, value);
	for (; !n && lengths; lengths ^= (uint64_t)1 << (63 - __builtin_clzll(lengths))) {
		size_t size = 63 - (size_t)__builtin_clzll(lengths);
		struct slice word = {text.p + at - size, size};

		/* it may begin inside a character, which no word does */
		if (((unsigned char)word.p[0] & 0xC0) != 0x80 &&
		    lex->table->first[lexicon_key_at(word, 0)] >> size & 1 &&
		    lexicon_find(lex, word, value))
			n = size;
	}
	return n;
}

bool lexicon_in(const struct lexicon *lex, struct slice text, struct slice *value)
{
	size_t len;

	for (size_t at = 0; at < text.n; at += len) {
		size_t key = lexicon_key(utf8_at(text, at, &len));

		if (lexicon_may_begin(lex, key) && lexicon_longest_at(lex, key, text, at, value))
			return true;
	}
	return false;
}
