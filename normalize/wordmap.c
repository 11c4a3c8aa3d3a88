#include "normalize/wordmap.h"

#include <stdlib.h>

/* What is known about a character. */
enum cell_flag {
	SINGLE = 1 << 0, /* three bytes that become another three */
	SURE = 1 << 1,	 /* and in careful mode too */
	ALONE = 1 << 2,	 /* is an entry by itself */
	FIRST = 1 << 3,	 /* begins phrases: entries of several characters */
	SECOND = FIRST << 1
};

/* Codes of characters of three bytes, which have a form. */
enum { FORMS_BEGIN = 0x800, FORMS_END = 0x10000 };

/* Texts are converted in pieces of about this many bytes; no entry is longer than SLACK. */
enum { PIECE = 64 * 1024, SLACK = 256 };

enum { FIRST_SLOTS = 1024 };

struct wordmap_entry {
	uint32_t text; /* where it stands in the texts; what it becomes follows */
	uint32_t next; /* the next with the same two characters, or 0: no entry has that number */
	uint64_t hash; /* of the first two characters */
	uint8_t from;  /* bytes before */
	uint8_t to;    /* and after */
	bool aligned;  /* each character keeps its length in bytes */
	bool same;     /* becomes what it was */
	bool sure;
	bool word; /* of several characters */
};

/*
 * One bit of the filter for every pair: most pairs of characters in a text begin no entry, and that
 * is to be found out in the cache. As many bits as FILTER_SHIFT leaves of a hash.
 */
enum { FILTER_SHIFT = 64 - 19, FILTER_BYTES = 1 << 16 };

/*
 * The code of the character at s, and its length in bytes. Branches, not arithmetic, find the
 * length: the processor guesses them and need not wait for one character to begin the next. A code
 * beyond the tables is 0.
 */
static inline uint32_t code_at(const unsigned char *s, size_t *len)
{
	uint32_t code;

	if ((s[0] & 0xF0) == 0xE0) {
		*len = 3;
		return (uint32_t)(s[0] & 0x0F) << 12 | (uint32_t)(s[1] & 0x3F) << 6 | (s[2] & 0x3F);
	}
	if (s[0] < 0x80) {
		*len = 1;
		return s[0];
	}
	*len = s[0] < 0xE0 ? 2 : 4;
	if (*len == 2)
		return (uint32_t)(s[0] & 0x1F) << 6 | (s[1] & 0x3F);
	code = (uint32_t)(s[0] & 0x07) << 18 | (uint32_t)(s[1] & 0x3F) << 12 |
	       (uint32_t)(s[2] & 0x3F) << 6 | (s[3] & 0x3F);
	return code < WORDMAP_CODES ? code : 0;
}

static inline struct slice entry_from(const struct wordmap *m, const struct wordmap_entry *entry)
{
	return (struct slice){m->texts.data + entry->text, entry->from};
}

static inline struct slice entry_to(const struct wordmap *m, const struct wordmap_entry *entry)
{
	return (struct slice){m->texts.data + entry->text + entry->from, entry->to};
}

/* Different for all pairs, the factor being odd. A single character has second 0. */
static inline uint64_t pair_hash(uint32_t first, uint32_t second)
{
	return ((uint64_t)first << 21 | second) * 0x9E3779B97F4A7C15u;
}

static inline bool filter_has(const struct wordmap *m, uint64_t hash)
{
	uint64_t bit = hash >> FILTER_SHIFT;

	return m->filter[bit / 8] >> bit % 8 & 1;
}

/* The slot of the entries with that hash, or the empty one where they belong. */
static inline uint32_t *slot_of(const struct wordmap *m, uint64_t hash)
{
	for (size_t i = (size_t)(hash >> 32);; i++) {
		uint32_t *slot = &m->slots[i & (m->slot_count - 1)];

		if (!*slot || m->entries[*slot].hash == hash)
			return slot;
	}
}

static int grow_slots(struct wordmap *m, struct err *e)
{
	uint32_t *old = m->slots;
	size_t count = m->slot_count;

	m->slot_count = count ? count * 2 : FIRST_SLOTS;
	m->slots = calloc(m->slot_count, sizeof(*m->slots));
	if (!m->slots) {
		m->slots = old;
		m->slot_count = count;
		return err_nomem(e);
	}
	for (size_t i = 0; i < count; i++)
		if (old[i])
			*slot_of(m, m->entries[old[i]].hash) = old[i];
	free(old);
	return 0;
}

/* Puts entry number i after those with the same two characters. */
static int chain_entry(struct wordmap *m, uint32_t i, struct err *e)
{
	uint64_t hash = m->entries[i].hash, bit = hash >> FILTER_SHIFT;
	uint32_t *slot;

	if (m->slots_used * 2 >= m->slot_count && grow_slots(m, e))
		return -1;
	m->filter[bit / 8] |= (uint8_t)(1u << bit % 8);
	slot = slot_of(m, hash);
	m->slots_used += !*slot;
	while (*slot)
		slot = &m->entries[*slot].next;
	*slot = i;
	return 0;
}

static bool same_lengths(struct slice a, struct slice b)
{
	size_t i = 0, len = 0;

	if (a.n != b.n)
		return false;
	for (; i < a.n; i += len) {
		len = utf8_len((unsigned char)a.p[i]);
		if (len != utf8_len((unsigned char)b.p[i]))
			return false;
	}
	return true;
}

static bool is_sure(const struct wordmap_sure *sure, struct slice text)
{
	const unsigned char *s = (const unsigned char *)text.p;
	uint8_t flags = 0;
	size_t len = 0, count = 0;

	if (!sure)
		return true;
	for (size_t i = 0; i < text.n; i += len, count++)
		flags |= sure->flags[code_at(s + i, &len)];
	return (flags & sure->alone) || (count > 1 && (flags & sure->in_word));
}

/* Of several tables that have a character, the first decides. */
static void add_characters(struct wordmap *m, const char *const *strings,
			   const struct wordmap_sure *sure)
{
	size_t len;

	for (; *strings; strings++) {
		struct slice pairs = slice_of(*strings);

		for (size_t i = 0; i < pairs.n; i += 6) {
			uint32_t code = code_at((const unsigned char *)pairs.p + i, &len);

			if (m->flags[code] & SINGLE)
				continue;
			m->flags[code] |= SINGLE;
			memcpy(&m->forms[code], pairs.p + i + 3, 3);
			if (is_sure(sure, (struct slice){pairs.p + i, 3}))
				m->flags[code] |= SURE;
		}
	}
}

/* Appends what the characters of a span of the texts become one by one. */
static void add_default(struct wordmap *m, struct span from)
{
	char *room = buf_reserve(&m->texts, from.end - from.start);
	const char *s = m->texts.data;
	size_t len;

	for (size_t i = from.start; room && i < from.end; i += len) {
		uint32_t code = code_at((const unsigned char *)s + i, &len);

		buf_add(&m->texts, len == 3 ? (const char *)&m->forms[code] : s + i, len);
	}
}

static int grow_entries(struct wordmap *m, struct err *e)
{
	size_t capacity = m->entry_capacity ? m->entry_capacity * 2 : 1024;
	struct wordmap_entry *entries;

	if (m->entry_count < m->entry_capacity)
		return 0;
	entries = realloc(m->entries, capacity * sizeof(*entries));
	if (!entries)
		return err_nomem(e);
	m->entries = entries;
	m->entry_capacity = capacity;
	return 0;
}

/* Adds the entry whose text was appended from `start` on, and tells the cells about it. */
static int add_entry(struct wordmap *m, size_t start, size_t from, const struct wordmap_sure *sure,
		     struct err *e)
{
	struct wordmap_entry *entry;
	uint32_t first, second = 0;
	size_t len, ignored;

	if (grow_entries(m, e) || buf_check(&m->texts, e))
		return -1;
	entry = &m->entries[m->entry_count];
	*entry = (struct wordmap_entry){.text = (uint32_t)start,
					.from = (uint8_t)from,
					.to = (uint8_t)(m->texts.len - start - from)};
	entry->aligned = same_lengths(entry_from(m, entry), entry_to(m, entry));
	entry->same = slice_eq(entry_from(m, entry), entry_to(m, entry));
	entry->sure = is_sure(sure, entry_from(m, entry));
	first = code_at((const unsigned char *)m->texts.data + start, &len);
	entry->word = from > len;
	if (entry->word)
		second = code_at((const unsigned char *)m->texts.data + start + len, &ignored);
	m->flags[first] |= entry->word ? FIRST : ALONE;
	if (entry->word)
		m->flags[second] |= SECOND;
	entry->hash = pair_hash(first, second);
	return chain_entry(m, (uint32_t)m->entry_count++, e);
}

/* Reads one item of a table's phrases, from after its mark on; returns where the next mark is. */
static const char *add_item(struct wordmap *m, const char *item, struct slice first,
			    const struct wordmap_sure *sure, struct err *e)
{
	size_t start = m->texts.len, rest = strcspn(item, "=/ "), from = first.n + rest;
	size_t value = item[rest] == '=' ? strcspn(item + rest + 1, "/ ") : 0;

	buf_slice(&m->texts, first);
	buf_add(&m->texts, item, rest);
	if (value)
		buf_add(&m->texts, item + rest + 1, value);
	else
		add_default(m, (struct span){start, start + from});
	if (add_entry(m, start, from, sure, e))
		return NULL;
	return item + rest + (value ? value + 1 : 0);
}

static int add_phrases(struct wordmap *m, const char *const *strings,
		       const struct wordmap_sure *sure, struct err *e)
{
	struct slice first = {"", 0};

	for (; *strings; strings++) {
		for (const char *at = *strings; *at;) {
			if (*at++ == '/') {
				first = (struct slice){at, utf8_len((unsigned char)*at)};
				at += first.n;
			}
			at = add_item(m, at, first, sure, e);
			if (!at)
				return -1;
		}
	}
	return 0;
}

/* At first every character stays what it is. */
static int make_cells(struct wordmap *m, struct err *e)
{
	char bytes[4];

	m->flags = calloc(WORDMAP_CODES, sizeof(*m->flags));
	m->forms = calloc(FORMS_END, sizeof(*m->forms));
	m->filter = calloc(FILTER_BYTES, 1);
	if (!m->flags || !m->forms || !m->filter)
		return err_nomem(e);
	for (uint32_t code = FORMS_BEGIN; code < FORMS_END; code++)
		memcpy(&m->forms[code], bytes, utf8_put(bytes, code));
	return 0;
}

int wordmap_init(struct wordmap *m, const struct convert_table *const *tables,
		 const struct wordmap_sure *sure, struct err *e)
{
	*m = (struct wordmap){0};
	buf_init(&m->texts, UINT32_MAX);
	if (make_cells(m, e) || grow_entries(m, e) || grow_slots(m, e))
		return -1;
	m->entry_count = 1;
	for (; *tables; tables++) {
		add_characters(m, (*tables)->characters, sure);
		if (add_phrases(m, (*tables)->phrases, sure, e))
			return -1;
	}
	return 0;
}

void wordmap_release(struct wordmap *m)
{
	free(m->flags);
	free(m->forms);
	free(m->filter);
	free(m->entries);
	free(m->slots);
	buf_release(&m->texts);
	*m = (struct wordmap){0};
}

static void wall_set(uint8_t *walls, size_t at)
{
	walls[at / 8] |= (uint8_t)(1u << at % 8);
}

/* Whether a wall stands within a span, its two ends aside. */
static bool wall_within(const uint8_t *walls, struct span at)
{
	for (size_t i = at.start + 1; i < at.end; i++)
		if (walls[i / 8] >> i % 8 & 1)
			return true;
	return false;
}

/* Where entries are looked for. */
struct search {
	const struct wordmap *map;
	struct slice text;
	const uint8_t *walls; /* or NULL */
	bool careful;
};

/*
 * The longest entry at `at` that stays between the walls: of one character, or of several, where
 * there is a second one. NULL when none suits.
 */
static const struct wordmap_entry *find_entry(const struct search *in, size_t at, bool word)
{
	const struct wordmap *m = in->map;
	struct slice rest = slice_cut(in->text, (struct span){at, in->text.n});
	const unsigned char *s = (const unsigned char *)rest.p;
	size_t len, ignored;
	uint32_t first = code_at(s, &len);

	if (word && rest.n == len)
		return NULL;
	for (uint32_t i = *slot_of(m, pair_hash(first, word ? code_at(s + len, &ignored) : 0)); i;
	     i = m->entries[i].next) {
		const struct wordmap_entry *entry = &m->entries[i];

		if ((entry->sure || !in->careful) && slice_starts(rest, entry_from(m, entry)) &&
		    !(in->walls && wall_within(in->walls, (struct span){at, at + entry->from})))
			return entry;
	}
	return NULL;
}

/* A character of the text, as far as the next one is to know it. */
struct before {
	uint32_t code;
	unsigned flags; /* 0: no phrase begins there */
};

/* Whether a phrase may stand at a character and the next; nearly always one does then. */
static inline bool may_begin(const struct wordmap *m, struct before before, uint32_t code,
			     unsigned flags)
{
	return flags & (before.flags & FIRST) << 1 && filter_has(m, pair_hash(before.code, code));
}

/* One piece on its way: the source from the pen's place on becomes what is at `out`. */
struct piece {
	size_t end; /* of the source bytes that there is room for */
	char *out;  /* room in the editor; NULL when there is no memory */
	struct before before;
	unsigned wanted; /* SINGLE, or SURE in careful mode */
	bool changed;	 /* something differs from the source */
};

static void piece_room(struct wordmap_pass *p, struct piece *piece)
{
	size_t left = piece->end > p->pen->pos ? piece->end - p->pen->pos : 0;

	piece->out = edit_room(p->pen, left + SLACK);
	piece->changed = false;
}

static void piece_commit(struct wordmap_pass *p, const struct piece *piece, size_t to)
{
	edit_written(p->pen, to - p->pen->pos, 1, 1, piece->changed ? EDIT_SCRIPT : EDIT_KEEP);
}

static void apply_entry(struct wordmap_pass *p, struct piece *piece,
			const struct wordmap_entry *entry, size_t at)
{
	struct slice from = entry_from(p->map, entry), to = entry_to(p->map, entry);

	if (p->marks && entry->word) {
		wall_set(p->marks, at);
		wall_set(p->marks, at + from.n);
	}
	piece->before.flags = 0;
	if (entry->aligned) {
		memcpy(piece->out + (at - p->pen->pos), to.p, to.n);
		piece->changed |= !entry->same;
		return;
	}
	piece_commit(p, piece, at);
	edit_replace(p->pen, from.n, to, EDIT_SCRIPT);
	piece_room(p, piece);
}

/*
 * Converts single characters from i on, as far as a character at which, or one before which, an
 * entry may stand; returns its offset, or the end. A character of three bytes is written as four,
 * of which the next one takes the last, because that takes one step and no choice.
 */
static inline size_t put_singles(const struct wordmap_pass *p, struct piece *piece, size_t i,
				 bool careful)
{
	const unsigned char *s = (const unsigned char *)p->pen->src.p;
	const uint8_t *all_flags = p->map->flags;
	const uint32_t *forms = p->map->forms;
	char *out = piece->out + (i - p->pen->pos);
	struct before before = piece->before;
	unsigned seen = 0;
	const size_t end = piece->end;
	size_t len;

	for (; i < end; i += len, out += len) {
		uint32_t code = code_at(s + i, &len);
		unsigned flags = all_flags[code];

		if (flags & (ALONE | (before.flags & FIRST) << 1) &&
		    (flags & ALONE || may_begin(p->map, before, code, flags)))
			break;
		if (len == 3 && (!careful || flags & SURE))
			memcpy(out, &forms[code], sizeof(forms[code]));
		else
			memcpy(out, s + i, len);
		before = (struct before){code, flags};
		seen |= flags;
	}
	piece->before = before;
	piece->changed |= (seen & piece->wanted) != 0;
	return i;
}

static size_t put_character(const struct wordmap_pass *p, struct piece *piece, size_t at)
{
	const char *s = p->pen->src.p + at;
	size_t len;
	uint32_t code = code_at((const unsigned char *)s, &len);
	bool single = p->map->flags[code] & piece->wanted;

	memcpy(piece->out + (at - p->pen->pos), single ? (const char *)&p->map->forms[code] : s,
	       len);
	piece->changed |= single;
	piece->before = (struct before){code, p->map->flags[code]};
	return at + len;
}

/* Converts at a place that put_singles found; returns where to go on. */
static size_t convert_place(struct wordmap_pass *p, struct piece *piece, size_t at)
{
	const unsigned char *s = (const unsigned char *)p->pen->src.p;
	const struct search in = {p->map, p->pen->src, p->walls, piece->wanted == SURE};
	const struct wordmap_entry *entry = NULL;
	size_t start = at, len;
	uint32_t code = code_at(s + at, &len);
	unsigned flags = p->map->flags[code];

	if (may_begin(p->map, piece->before, code, flags)) {
		utf8_before(p->pen->src, at, &start);
		start = at - start;
		entry = find_entry(&in, start, true);
	}
	/* A phrase that begins here is found from its second character. */
	if (!entry && flags & ALONE && !(flags & FIRST && find_entry(&in, at, true)))
		entry = find_entry(&in, start = at, false);
	if (!entry)
		return put_character(p, piece, at);
	apply_entry(p, piece, entry, start);
	return start + entry->from;
}

/* Converts as far as piece->end; returns where the next piece is to begin. */
static size_t convert_piece(struct wordmap_pass *p, struct piece *piece, size_t i, size_t end)
{
	size_t len;

	while (i < piece->end && piece->out) {
		i = piece->wanted == SURE ? put_singles(p, piece, i, true)
					  : put_singles(p, piece, i, false);
		if (i < piece->end)
			i = convert_place(p, piece, i);
	}
	/* A phrase that goes on in the next piece is to begin there. */
	if (i < end && piece->before.flags & FIRST) {
		utf8_before(p->pen->src, i, &len);
		i -= len;
	}
	return i;
}

void wordmap_convert(struct wordmap_pass *p, struct span at, bool careful)
{
	size_t i = at.start;

	edit_keep_to(p->pen, at.start);
	while (i < at.end) {
		struct piece piece = {.wanted = careful ? SURE : SINGLE};

		piece.end = at.end - i > PIECE ? i + PIECE : at.end;
		piece_room(p, &piece);
		i = convert_piece(p, &piece, i, at.end);
		if (!piece.out)
			return;
		piece_commit(p, &piece, i);
	}
}

bool wordmap_find(const struct wordmap *m, struct slice text, struct span within,
		  struct wordmap_hit *hit)
{
	const unsigned char *s = (const unsigned char *)text.p;
	const struct search in = {m, text, NULL, false};
	size_t len, last = within.start;
	struct before before = {0, 0};

	for (size_t i = within.start; i < text.n && last < within.end; i += len) {
		uint32_t code = code_at(s + i, &len);
		unsigned flags = m->flags[code];
		const struct wordmap_entry *entry =
			may_begin(m, before, code, flags) ? find_entry(&in, last, true) : NULL;

		if (entry) {
			*hit = (struct wordmap_hit){{last, last + entry->from}, entry_to(m, entry)};
			return true;
		}
		before = (struct before){code, flags};
		last = i;
	}
	return false;
}

void wordmap_mark(const struct wordmap *m, struct slice text, uint8_t *marks)
{
	struct wordmap_hit hit = {{0, 0}, {"", 0}};

	while (wordmap_find(m, text, (struct span){hit.at.end, text.n}, &hit)) {
		wall_set(marks, hit.at.start);
		wall_set(marks, hit.at.end);
	}
}
