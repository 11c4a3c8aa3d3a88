/*
 * Rows of characters across two places of a text put together.
 */
#include "normalize/rows.h"
#include "normalize/text.h"
#include "tests/unit/check.h"

enum { MOST = 64 };

/* What is known of what stands before place i beside what stands from k on. */
struct seam {
	const char *text;
	size_t i, k;
	enum row_across want;
};

static const struct seam seams[] = {
	{"abcdef-abcdef-", 3, 3, ROW_SIX},
	{"abcdef-abcdef-", 3, 10, ROW_SIX},
	{"xbcdey-abcdef-", 3, 3, ROW_FOUR},
	{"abcx-yabc-bcx-", 2, 2, ROW_LEFT_RIGHT},
	{"abcx-abcy-", 2, 2, ROW_LEFT},
	{"xcd-ycd-zcd-", 2, 2, ROW_RIGHT},
	{"abcx-ybc-", 2, 2, ROW_PAIR},
	{"abx-aby-aby-zqc-zqc-zqc-", 2, 13, ROW_NEW_BROKEN},
	{"abx-aby-aby-", 2, 2, ROW_NEW_BOUND},
	{"abx-aby-abz-qcd-rcd-scd-", 2, 13, ROW_NEW_FREE},
	{"abx-aby-", 2, 2, ROW_NEW},
	{"ax-ay-az-xb-yb-zb-", 1, 1, ROW_NEW},
	{"abc", 0, 3, ROW_NEW},
};

static void check_seams(void)
{
	for (size_t n = 0; n < sizeof(seams) / sizeof(seams[0]); n++) {
		const struct seam *s = &seams[n];
		uint32_t codes[MOST];
		size_t count = strlen(s->text);
		struct arena arena;
		struct rows rows;
		struct err e;

		for (size_t i = 0; i < count; i++)
			codes[i] = (unsigned char)s->text[i];
		arena_init(&arena);
		CHECK(rows_read(&rows, codes, count, &arena, &e) == 0);
		if (!CHECK(rows_across(&rows, s->i, s->k) == s->want))
			printf("  %s: %d\n", s->text, (int)rows_across(&rows, s->i, s->k));
		arena_release(&arena);
	}
}

int main(void)
{
	check_seams();
	return check_done();
}
