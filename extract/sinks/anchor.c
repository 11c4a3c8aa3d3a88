#include "extract/sinks/anchor.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { FIRST_ROOM = 64, PAGE_NAME_BYTES = 120 };

#define HASH_START 14695981039346656037u
#define HASH_PRIME 1099511628211u

static uint64_t hash_byte(uint64_t hash, unsigned char c)
{
	return (hash ^ c) * HASH_PRIME;
}

/* FNV-1a, with an end mark so that "ab" "c" is not "a" "bc". */
static uint64_t hash_text(uint64_t hash, struct slice text)
{
	for (size_t i = 0; i < text.n; i++)
		hash = hash_byte(hash, (unsigned char)text.p[i]);
	return hash_byte(hash, 0xFF);
}

/* The same without blanks, line ends and ideographic spaces. */
static uint64_t hash_normal(uint64_t hash, struct slice text)
{
	static const char space[] = "\xE3\x80\x80";

	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == space[0] && text.n - i >= 3 && memcmp(text.p + i, space, 3) == 0)
			i += 2;
		else if ((unsigned char)text.p[i] > ' ')
			hash = hash_byte(hash, (unsigned char)text.p[i]);
	}
	return hash_byte(hash, 0xFF);
}

/* Spreads the hash over all its bits. */
static uint64_t mix(uint64_t h)
{
	h = (h ^ (h >> 33)) * 0xFF51AFD7ED558CCDu;
	h = (h ^ (h >> 33)) * 0xC4CEB9FE1A85EC53u;
	return h ^ (h >> 33);
}

void seen_release(struct seen *s)
{
	free(s->slots);
	*s = (struct seen){0};
}

static struct sighting *slot_of(const struct seen *s, uint64_t name)
{
	size_t i = mix(name) & (s->room - 1);

	while (s->slots[i].count && s->slots[i].name != name)
		i = (i + 1) & (s->room - 1);
	return &s->slots[i];
}

static int make_room(struct seen *s, struct err *e)
{
	struct seen larger = {.room = s->room ? 2 * s->room : FIRST_ROOM, .used = s->used};

	if (s->room > 2 * s->used)
		return 0;
	larger.slots = calloc(larger.room, sizeof(*larger.slots));
	if (!larger.slots)
		return err_nomem(e);
	for (size_t i = 0; i < s->room; i++)
		if (s->slots[i].count)
			*slot_of(&larger, s->slots[i].name) = s->slots[i];
	free(s->slots);
	*s = larger;
	return 0;
}

/* How often the name was there before goes to *count. */
static int see(struct seen *s, uint64_t name, size_t *count, struct err *e)
{
	struct sighting *slot;

	if (make_room(s, e))
		return -1;
	slot = slot_of(s, name);
	slot->name = name;
	s->used += slot->count == 0;
	*count = slot->count++;
	return 0;
}

static struct slice base_name(struct slice path)
{
	size_t at = path.n;

	while (at > 0 && path.p[at - 1] != '/')
		at--;
	return slice_cut(path, (struct span){at, path.n});
}

/* What a record says about: its sentence, or what a record of its type has in its stead. */
static struct slice saying(const struct record *r)
{
	if (r->sentence.n)
		return r->sentence;
	return r->task.n ? r->task : r->about;
}

static void put_hex(uint64_t number, char out[RECORD_ID_SIZE])
{
	for (int i = RECORD_ID_SIZE - 2; i >= 0; i--, number >>= 4)
		out[i] = "0123456789abcdef"[number & 15];
	out[RECORD_ID_SIZE - 1] = '\0';
}

int record_id(struct seen *seen, const struct context *x, const struct record *r,
	      char out[RECORD_ID_SIZE], struct err *e)
{
	bool named = x->title.n || x->number.n;
	uint64_t hash = HASH_START;
	size_t ordinal;

	hash = hash_normal(hash, named ? x->title : base_name(r->doc));
	hash = hash_normal(hash, x->number);
	hash = hash_byte(hash, (unsigned char)r->type);
	hash = hash_text(hash, r->rule);
	hash = hash_normal(hash, r->quote);
	hash = hash_normal(hash, saying(r));
	if (see(seen, hash, &ordinal, e))
		return -1;
	put_hex(mix(hash + ordinal), out);
	return 0;
}

static bool is_safe(char c)
{
	return (c & 0x80) || is_digit((unsigned char)c) || is_latin((unsigned char)c) || c == '-' ||
	       c == '_' || c == '.';
}

/* A name longer than a file system takes is cut at a character. */
static struct slice cut_name(struct slice name)
{
	size_t n = name.n;

	if (n <= PAGE_NAME_BYTES)
		return name;
	for (n = PAGE_NAME_BYTES; n > 0 && (name.p[n] & 0xC0) == 0x80;)
		n--;
	return slice_cut(name, (struct span){0, n});
}

static void add_safe(struct buf *out, struct slice name)
{
	name = cut_name(name);
	if (!name.n || slice_is(name, "-"))
		name = slice_of("document");
	for (size_t i = 0; i < name.n; i++)
		buf_addc(out, is_safe(name.p[i]) && (i || name.p[i] != '.') ? name.p[i] : '_');
}

/* File systems may take A and a for the same. */
static uint64_t hash_name(struct slice name)
{
	uint64_t hash = HASH_START;

	for (size_t i = 0; i < name.n; i++)
		hash = hash_byte(hash, (unsigned char)name.p[i] |
					       (is_latin((unsigned char)name.p[i]) ? 0x20 : 0));
	return hash;
}

/* Takes note of the name that begins at `start` of the buffer. */
static int see_from(struct seen *seen, const struct buf *out, size_t start, size_t *count,
		    struct err *e)
{
	if (buf_check(out, e))
		return -1;
	return see(seen, hash_name(slice_cut(buf_text(out), (struct span){start, out->len})), count,
		   e);
}

/* The index of all pages has a name of its own, index.html. */
int page_name(struct seen *seen, struct slice doc, struct buf *out, struct err *e)
{
	size_t start = out->len;
	bool taken = false;
	size_t count;
	size_t end;

	add_safe(out, base_name(doc));
	end = out->len;
	if (see_from(seen, out, start, &count, e))
		return -1;
	taken = count > 0 || slice_is(slice_cut(buf_text(out), (struct span){start, end}), "index");
	for (size_t i = count + 1 + (count == 0); taken; i++) {
		out->len = end;
		buf_addf(out, "-%zu", i);
		if (see_from(seen, out, start, &count, e))
			return -1;
		taken = count > 0;
	}
	buf_adds(out, ".html");
	return buf_check(out, e);
}

/* Appends the absolute path without . and .. and double slashes, each part after a slash. */
static int add_absolute(struct buf *out, struct slice path, struct err *e)
{
	size_t end;

	if (path.p[0] != '/') {
		char *here = getcwd(NULL, 0);

		if (!here)
			return err_set(e, "the working folder: %s", strerror(errno));
		if (strcmp(here, "/") != 0)
			buf_adds(out, here);
		free(here);
	}
	for (size_t at = 0; at < path.n; at = end + 1) {
		struct slice part;

		end = slice_find(path, at, slice_of("/"));
		part = slice_cut(path, (struct span){at, end});
		if (slice_is(part, ".."))
			while (out->len && out->data[--out->len] != '/')
				;
		else if (part.n && !slice_is(part, ".")) {
			buf_addc(out, '/');
			buf_slice(out, part);
		}
	}
	return buf_check(out, e);
}

/* How much of the two paths is the same, in whole parts. */
static size_t common_part(struct slice a, struct slice b)
{
	size_t common = 0;
	size_t i = 0;

	for (; i < a.n && i < b.n && a.p[i] == b.p[i]; i++)
		if (a.p[i] == '/')
			common = i;
	if ((i == a.n || a.p[i] == '/') && (i == b.n || b.p[i] == '/'))
		common = i;
	return common;
}

static void add_way(struct buf *out, struct slice from, struct slice to)
{
	size_t common = common_part(from, to);

	for (size_t i = common; i < from.n; i++)
		if (from.p[i] == '/')
			buf_adds(out, "../");
	if (to.n > common + 1) {
		buf_slice(out, slice_cut(to, (struct span){common + 1, to.n}));
		buf_addc(out, '/');
	}
}

int page_folder(const char *output, const char *pages, struct buf *out, struct err *e)
{
	bool standard = !output || strcmp(output, "-") == 0;
	struct slice folder = slice_of(standard ? "" : output);
	struct buf from;
	struct buf to;
	int rc;

	folder.n -= base_name(folder).n;
	buf_init(&from, SIZE_MAX);
	buf_init(&to, SIZE_MAX);
	rc = add_absolute(&from, folder, e);
	if (!rc)
		rc = add_absolute(&to, slice_of(pages), e);
	if (!rc)
		add_way(out, buf_text(&from), buf_text(&to));
	buf_release(&from);
	buf_release(&to);
	return rc ? rc : buf_check(out, e);
}
