/*
 * charset: how often the charset of a short piece of text is guessed right, beside uchardet.
 *
 *   charset FILE...
 *
 * From the files, which are UTF-8, pieces of so many characters are cut, written in the charset of
 * the column, and guessed. A cell has the share of right guesses, and that of uchardet behind it
 * where the library is installed (libuchardet0; it is loaded when the program runs). A piece that
 * the charset can't write, or that has no character beyond ASCII, is left out; traditional pieces
 * alone are written in Big5.
 */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#include "normalize/charset.h"
#include "tests/unit/transcoded.h"

enum { SIZES = 6, STEP = 5, NAMES = 5 };

static const size_t sizes[SIZES] = {4, 8, 16, 32, 64, 256};

struct column {
	const char *title, *iconv_name;
	const char *names[NAMES]; /* right guesses */
	bool cut;		  /* the first and the last byte are missing */
	bool lost;		  /* a byte in the middle is missing */
};

static const struct column columns[] = {
	{"GB18030", "GB18030", {"GB18030", "GBK", "GB2312"}, false, false},
	{"Big5", "BIG5", {"BIG5", "BIG5-HKSCS", "CP950"}, false, false},
	{"UTF-8", "UTF-8", {"UTF-8"}, false, false},
	{"UTF-8, cut", "UTF-8", {"UTF-8"}, true, false},
	{"UTF-16LE", "UTF-16LE", {"UTF-16LE", "UTF-16"}, false, false},
	{"UTF-16BE", "UTF-16BE", {"UTF-16BE", "UTF-16"}, false, false},
	{"GB18030, lost", "GB18030", {"GB18030", "GBK", "GB2312"}, false, true},
};

enum { COLUMNS = sizeof(columns) / sizeof(columns[0]) };

/* The functions of uchardet; NULL where it is not installed. */
static struct {
	void *(*open)(void);
	int (*feed)(void *u, const char *data, size_t n);
	void (*end)(void *u);
	void (*reset)(void *u);
	const char *(*name)(void *u);
	void *state;
} uchardet;

static void find(void *library, const char *name, void *function)
{
	void *found = dlsym(library, name);

	memcpy(function, &found, sizeof(found));
}

static void load_uchardet(void)
{
	void *library = dlopen("libuchardet.so.0", RTLD_NOW);

	if (!library)
		return;
	find(library, "uchardet_new", &uchardet.open);
	find(library, "uchardet_handle_data", &uchardet.feed);
	find(library, "uchardet_data_end", &uchardet.end);
	find(library, "uchardet_reset", &uchardet.reset);
	find(library, "uchardet_get_charset", &uchardet.name);
	uchardet.state = uchardet.open();
}

static bool is_right(const struct column *column, const char *name)
{
	for (int i = 0; i < NAMES && column->names[i]; i++)
		if (strcasecmp(name, column->names[i]) == 0)
			return true;
	return false;
}

static bool uchardet_right(const struct column *column, struct slice bytes)
{
	uchardet.reset(uchardet.state);
	uchardet.feed(uchardet.state, bytes.p, bytes.n);
	uchardet.end(uchardet.state);
	return is_right(column, uchardet.name(uchardet.state));
}

struct cell {
	size_t pieces, ours, theirs;
};

static void count(const struct column *column, struct slice piece, struct cell *cell)
{
	struct slice bytes = transcoded(piece, "UTF-8", column->iconv_name);
	char *p = (char *)bytes.p;

	if (!p)
		return;
	if (column->lost) {
		memmove(p + bytes.n / 2, p + bytes.n / 2 + 1, bytes.n - bytes.n / 2 - 1);
		bytes.n--;
	}
	if (column->cut)
		bytes = (struct slice){bytes.p + 1, bytes.n - 2};
	cell->pieces++;
	cell->ours += is_right(column, charset_guess(bytes).name);
	cell->theirs += uchardet.state && uchardet_right(column, bytes);
	free(p);
}

static bool is_beyond_ascii(struct slice text)
{
	for (size_t i = 0; i < text.n; i++)
		if ((unsigned char)text.p[i] >= 0x80)
			return true;
	return false;
}

static size_t after(struct slice text, size_t at, size_t characters)
{
	while (at < text.n && characters--)
		at += utf8_len((unsigned char)text.p[at]);
	return at;
}

static void cut_pieces(struct slice text, bool traditional, struct cell cells[SIZES][COLUMNS])
{
	for (int i = 0; i < SIZES; i++) {
		for (size_t at = 0; at < text.n; at = after(text, at, STEP)) {
			size_t end = after(text, at, sizes[i]);
			struct slice piece = slice_cut(text, (struct span){at, end});

			if (end == text.n || !is_beyond_ascii(piece))
				continue;
			for (size_t c = 0; c < COLUMNS; c++)
				if (traditional || columns[c].iconv_name[0] != 'B')
					count(&columns[c], piece, &cells[i][c]);
		}
	}
}

static struct slice load(const char *path)
{
	FILE *f = fopen(path, "rb");
	char *data = f ? malloc(1 << 20) : NULL;
	size_t n = data ? fread(data, 1, 1 << 20, f) : 0;

	if (f)
		fclose(f);
	return (struct slice){data, n};
}

/* More characters that only traditional script has than such that only simplified script has. */
static bool is_traditional(struct slice text)
{
	static const char *const pairs[][2] = {{"国", "國"}, {"会", "會"}, {"发", "發"},
					       {"业", "業"}, {"产", "產"}, {"与", "與"}};
	size_t found[2] = {0, 0};

	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		for (int k = 0; k < 2; k++)
			found[k] += slice_find(text, 0, slice_of(pairs[i][k])) < text.n;
	return found[1] > found[0];
}

static void print_table(struct cell cells[SIZES][COLUMNS])
{
	printf("%10s", "characters");
	for (size_t c = 0; c < COLUMNS; c++)
		printf("  %-15s", columns[c].title);
	printf("\n");
	for (int i = 0; i < SIZES; i++) {
		printf("%10zu", sizes[i]);
		for (size_t c = 0; c < COLUMNS; c++) {
			const struct cell *x = &cells[i][c];
			double n = x->pieces ? (double)x->pieces / 100 : 1;

			printf("  %6.2f / %6.2f", (double)x->ours / n, (double)x->theirs / n);
		}
		printf("\n");
	}
	printf("%s, percent right; %zu pieces of four characters\n",
	       uchardet.state ? "zhibiao / uchardet" : "zhibiao (uchardet is not installed)",
	       cells[0][0].pieces);
}

int main(int argc, char **argv)
{
	static struct cell cells[SIZES][COLUMNS];

	load_uchardet();
	for (int i = 1; i < argc; i++) {
		struct slice text = load(argv[i]);

		if (text.p && charset_guess(text).valid)
			cut_pieces(text, is_traditional(text), cells);
		free((char *)text.p);
	}
	print_table(cells);
	return 0;
}
