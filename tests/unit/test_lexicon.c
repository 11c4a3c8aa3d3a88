#include "extract/lexicon.h"

#include <stdlib.h>

#include "normalize/buf.h"
#include "tests/unit/check.h"

static struct arena arena;

static struct lexicon *with_words(const char *const *words, size_t count)
{
	struct lexicon *lex = lexicon_new(&arena);

	for (size_t i = 0; lex && i < count; i++)
		CHECK(!lexicon_add(lex, slice_of(words[i]), slice_of("v"), NULL));
	return lex;
}

static void test_longest_word_wins(void)
{
	static const char *const words[] = {"市", "市科技", "市科技局", "技局", "局"};
	const struct lexicon *lex = with_words(words, 5);
	struct slice text = slice_of("由市科技局牵头");

	CHECK(lexicon_at(lex, text, 3, NULL) == strlen("市科技局"));
	CHECK(lexicon_at(lex, slice_of("市科学"), 0, NULL) == strlen("市"));
	CHECK(lexicon_before(lex, text, strlen("由市科技局"), NULL) == strlen("市科技局"));
	CHECK(lexicon_before(lex, slice_of("技局"), strlen("技局"), NULL) == strlen("技局"));
	CHECK(lexicon_at(lex, text, 0, NULL) == 0);
	CHECK(lexicon_before(lex, text, text.n, NULL) == 0);
}

static void test_words_stay_inside_the_text(void)
{
	static const char *const words[] = {"百分点"};
	const struct lexicon *lex = with_words(words, 1);
	struct slice text = slice_of("个百分点");

	CHECK(lexicon_at(lex, text, 3, NULL) == 9);
	CHECK(lexicon_at(lex, (struct slice){text.p, text.n - 3}, 3, NULL) == 0);
	CHECK(lexicon_before(lex, (struct slice){text.p + 6, 6}, 6, NULL) == 0);
	CHECK(lexicon_at(lex, text, text.n, NULL) == 0);
	CHECK(lexicon_before(lex, text, 0, NULL) == 0);
}

static void test_characters_of_every_length(void)
{
	static const char *const words[] = {"×", "m", "㎡", "𠮷", "km²"};
	const struct lexicon *lex = with_words(words, 5);

	CHECK(lexicon_before(lex, slice_of("a×"), 3, NULL) == 2);
	CHECK(lexicon_before(lex, slice_of("克×"), 5, NULL) == 2);
	CHECK(lexicon_at(lex, slice_of("km²"), 1, NULL) == 1);
	CHECK(lexicon_at(lex, slice_of("km²"), 0, NULL) == 4);
	CHECK(lexicon_before(lex, slice_of("5㎡"), 4, NULL) == 3);
	CHECK(lexicon_at(lex, slice_of("𠮷"), 0, NULL) == 4);
}

static void test_values(void)
{
	struct lexicon *lex = lexicon_new(&arena);
	struct slice value = {0};

	CHECK(!lexicon_add(lex, slice_of("不低于"), slice_of("="), NULL));
	CHECK(!lexicon_add(lex, slice_of("约"), slice_of("~"), NULL));
	CHECK(!lexicon_add(lex, slice_of("不低于"), slice_of(">="), NULL));
	CHECK(lexicon_count(lex) == 2);
	CHECK(slice_is(lexicon_word(lex, 0), "不低于"));
	CHECK(slice_is(lexicon_value(lex, 0), ">="));
	CHECK(lexicon_at(lex, slice_of("不低于5"), 0, &value) == 9);
	CHECK(slice_is(value, ">="));
	CHECK(lexicon_has(lex, slice_of("约"), &value));
	CHECK(slice_is(value, "~"));
	CHECK(!lexicon_has(lex, slice_of("大约"), &value));
	CHECK(!lexicon_has(lex, slice_of(""), &value));
	CHECK(lexicon_add(lex, slice_of(""), slice_of("x"), NULL) == -1);
}

/* Words of 60 to 90 bytes, on both sides of the length from which the filter counts them alike. */
static void test_long_words(void)
{
	struct lexicon *lex = lexicon_new(&arena);
	char text[300];

	memset(text, 'a', sizeof(text));
	for (size_t n = 60; n <= 90; n += 3)
		CHECK(!lexicon_add(lex, arena_copy(&arena, (struct slice){text, n}), slice_of(""),
				   NULL));
	for (size_t n = 0; n <= 100; n++) {
		size_t want = n < 60 ? 0 : n > 90 ? 90 : n - n % 3;

		CHECK(lexicon_at(lex, (struct slice){text, n}, 0, NULL) == want);
		CHECK(lexicon_before(lex, (struct slice){text, n}, n, NULL) == want);
	}
}

static size_t slow_at(const struct lexicon *lex, struct slice text, size_t at)
{
	size_t best = 0;
	struct slice rest = {text.p + at, text.n - at};

	for (size_t i = 0; i < lexicon_count(lex); i++) {
		struct slice word = lexicon_word(lex, i);

		if (word.n > best && slice_starts(rest, word))
			best = word.n;
	}
	return best;
}

static size_t slow_before(const struct lexicon *lex, struct slice text, size_t at)
{
	size_t best = 0;

	for (size_t i = 0; i < lexicon_count(lex); i++) {
		struct slice word = lexicon_word(lex, i);

		if (word.n > best && slice_ends((struct slice){text.p, at}, word))
			best = word.n;
	}
	return best;
}

/* A text of n characters out of eight of different lengths. */
static struct slice random_text(size_t n)
{
	static const char *const pool[] = {"一", "二", "三", "a", "b", "×", "、", "𠮷"};
	struct buf b;
	struct slice text;

	buf_init(&b, SIZE_MAX);
	while (n--)
		buf_adds(&b, pool[rand() % 8]);
	text = arena_copy(&arena, buf_text(&b));
	buf_release(&b);
	return text;
}

static void test_same_as_trying_every_word(void)
{
	struct lexicon *lex = lexicon_new(&arena);
	struct slice text;
	int wrong = 0, found = 0;

	srand(7);
	for (int i = 0; i < 800; i++)
		CHECK(!lexicon_add(lex, random_text(1 + (size_t)rand() % 30), slice_of(""), NULL));
	text = random_text(4000);
	for (size_t at = 0; at < text.n; at += utf8_len((unsigned char)text.p[at])) {
		size_t n = lexicon_at(lex, text, at, NULL);

		found += n > 4;
		wrong += n != slow_at(lex, text, at);
		wrong += at && lexicon_before(lex, text, at, NULL) != slow_before(lex, text, at);
	}
	CHECK(found > 1000);
	CHECK(wrong == 0);
}

int main(void)
{
	arena_init(&arena);
	test_longest_word_wins();
	test_words_stay_inside_the_text();
	test_characters_of_every_length();
	test_values();
	test_long_words();
	test_same_as_trying_every_word();
	arena_release(&arena);
	return check_done();
}
