#include "normalize/read/docx.h"

#include <zip.h>

static const struct member {
	const char *name;
	bool needed;
} members[] = {
	{"word/document.xml", true},   {"word/footnotes.xml", false}, {"word/endnotes.xml", false},
	{"word/numbering.xml", false}, {"word/styles.xml", false},
};

enum { MEMBERS = sizeof(members) / sizeof(members[0]) };

/* Sizes as the zip file states them; 0 for a member that it does not have. */
struct sizes {
	size_t of[MEMBERS];
	size_t sum;
};

static bool is_bomb(const struct zip_stat *st)
{
	return st->size > DOCX_FREE && (st->size - DOCX_FREE) / DOCX_RATIO > st->comp_size;
}

static int find_member(struct zip *z, const struct member *m, size_t max, size_t *size,
		       struct err *e)
{
	const uint64_t wanted = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE;
	struct zip_stat st;

	*size = 0;
	if (zip_stat(z, m->name, 0, &st) || (st.valid & wanted) != wanted)
		return m->needed ? err_set(e, "a zip file without %s, so no .docx", m->name) : 0;
	if (st.size > max)
		return err_set(e, "%s: larger than the limit of %zu bytes", m->name, max);
	if (is_bomb(&st))
		return err_set(e, "%s: refused: %zu bytes unpack to %zu", m->name,
			       (size_t)st.comp_size, (size_t)st.size);
	*size = (size_t)st.size;
	return 0;
}

static int find_members(struct zip *z, size_t max, struct sizes *sizes, struct err *e)
{
	sizes->sum = 0;
	for (size_t i = 0; i < MEMBERS; i++) {
		if (find_member(z, &members[i], max - sizes->sum, &sizes->of[i], e))
			return -1;
		sizes->sum += sizes->of[i];
	}
	return 0;
}

/* Reads a member to its place; libzip checks its sum at the end. */
static int read_member(struct zip *z, const char *name, char *out, size_t size, struct err *e)
{
	struct zip_file *f = zip_fopen(z, name, 0);
	zip_int64_t got = 1;
	size_t done = 0;
	char more;

	if (!f)
		return err_set(e, "%s: %s", name, zip_strerror(z));
	while (done < size && got > 0) {
		got = zip_fread(f, out + done, size - done);
		done += got > 0 ? (size_t)got : 0;
	}
	if (done < size || zip_fread(f, &more, 1) != 0) {
		err_set(e, "%s: damaged or cut off (%s)", name, zip_file_strerror(f));
		zip_fclose(f);
		return -1;
	}
	return zip_fclose(f) ? err_set(e, "%s: damaged", name) : 0;
}

static int read_members(struct zip *z, const struct sizes *sizes, struct doc *d, struct err *e)
{
	char *place = arena_alloc(&d->arena, sizes->sum + 1);
	size_t at = 0;

	if (!place)
		return err_nomem(e);
	for (size_t i = 0; i < MEMBERS; i++) {
		if (!sizes->of[i])
			continue;
		if (read_member(z, members[i].name, place + at, sizes->of[i], e) ||
		    doc_add_part(d, slice_of(members[i].name), at, e))
			return -1;
		at += sizes->of[i];
	}
	place[at] = '\0';
	d->bytes = (struct slice){place, at};
	d->info.charset = slice_of("UTF-8");
	return 0;
}

static struct zip *open_zip(struct slice bytes, struct err *e)
{
	struct zip_error why;
	struct zip_source *source;
	struct zip *z;

	zip_error_init(&why);
	source = zip_source_buffer_create(bytes.p, bytes.n, 0, &why);
	z = source ? zip_open_from_source(source, ZIP_RDONLY, &why) : NULL;
	if (!z) {
		err_set(e, "not a sound zip file: %s", zip_error_strerror(&why));
		zip_source_free(source);
	}
	zip_error_fini(&why);
	return z;
}

int docx_read(struct slice bytes, size_t max, struct doc *d, struct err *e)
{
	struct zip *z = open_zip(bytes, e);
	struct sizes sizes;
	int result;

	if (!z)
		return -1;
	result = find_members(z, max, &sizes, e) ? -1 : read_members(z, &sizes, d, e);
	zip_discard(z);
	return result;
}
