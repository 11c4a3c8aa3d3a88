/*
 * Members of a list of names: 省级、市级研发中心各3家 measures two kinds of 研发中心.
 */
#include "extract/members.h"

#include "extract/number.h"
#include "extract/phrase.h"

/* 化肥、农药使用量: the last name says what is measured of all; 化学需氧量 is only a name. */
static bool says_measure(const struct reading *r, struct slice name)
{
	return lexicon_before(r->words->noun_measure, name, name.n, NULL) > 0 &&
	       !lexicon_before(r->words->noun_keep, name, name.n, NULL);
}

/* The head that says nothing alone at the end of a name with something before it: 排放总量. */
static size_t head_of(const struct reading *r, struct slice name)
{
	enum { THREE = 9 }; /* bytes of three Han */
	size_t n = lexicon_before(r->words->noun_generic, name, name.n, NULL);

	return n >= THREE && n < name.n ? n : 0;
}

/*
 * How much of the last name a name before it stands for: up to the character that both stems end
 * with (图书馆、文化馆一级馆比例; not the first: 县城、城市污水处理率), else as many bytes as it
 * has (城市、农村低保标准). All of it where the name is whole: it says what it measures, or ends
 * alike, or is no shorter.
 */
static size_t stem_of(const struct reading *r, struct slice last, struct slice name)
{
	enum { HAN = 3, ALIKE = 2 * HAN, LONG = 4 * HAN };
	/* bytes: names that end in the same two Han are whole */
	size_t at, head = head_of(r, last);

	if (name.n < HAN || last.n < ALIKE || says_measure(r, name) ||
	    (name.n >= ALIKE &&
	     memcmp(name.p + name.n - ALIKE, last.p + last.n - ALIKE, ALIKE) == 0))
		return last.n;
	at = name.n < ALIKE ? last.n
			    : slice_find(last, 0, (struct slice){name.p + name.n - ALIKE, ALIKE});
	if (at + 2 * ALIKE < last.n)
		return at + ALIKE;
	at = slice_find(last, 0, (struct slice){name.p + name.n - HAN, HAN});
	if (at + ALIKE < last.n && (at >= HAN || name.n == HAN))
		return at + HAN;
	if (head >= LONG)
		return last.n - head;
	if (name.n + ALIKE > last.n || (last.p[name.n] & 0xC0) == 0x80)
		return head ? last.n - head : last.n;
	return name.n + lexicon_at(r->words->noun_suffix, last, name.n, NULL);
}

/* The word in a list that sums its names up: 新材料、食品 | 三大 | 产业产值. */
struct sum {
	struct span at; /* empty where there is none */
	size_t count;	/* how many names it says */
};

static struct sum find_sum(const struct reading *r, struct span phrase)
{
	struct sum sum = {{0, 0}, 0};
	struct slice value;
	long count;
	size_t len;

	for (size_t at = phrase.start; at < phrase.end; at += len) {
		size_t n = lexicon_at(r->words->noun_sum, r->text, at, &value);

		utf8_at(r->text, at, &len);
		if (n && at > phrase.start && at + n < phrase.end && number_whole(value, &count))
			sum = (struct sum){{at, at + n}, (size_t)count};
	}
	return sum;
}

/* Each name before the word that sums them up gets what follows it: 新材料产业产值, 食品产业产值.
 */
static int name_summed(struct reading *r, const struct sum *sum, struct span phrase,
		       struct slice *members, size_t *count, struct err *e)
{
	struct slice tail =
		squeeze(slice_cut(r->text, (struct span){sum->at.end, phrase.end}), r->arena);
	struct span spans[MEMBERS];

	*count = phrase_split(r, (struct span){phrase.start, sum->at.start}, sum->count, spans,
			      MEMBERS);
	for (size_t i = 0; i < *count; i++) {
		struct slice name = squeeze(slice_cut(r->text, spans[i]), r->arena);

		members[i] = joined(r->arena, name, tail);
		if (!name.p || !tail.p || !members[i].p)
			return err_nomem(e);
	}
	return 0;
}

/* A name that lacks the end of the last one gets it: 城市、农村低保标准 → 城市低保标准. */
static int share_tail(struct reading *r, struct slice *members, size_t count, struct err *e)
{
	struct slice last = members[count - 1];

	for (size_t i = 0; i + 1 < count; i++) {
		struct slice *m = &members[i];
		size_t stem = stem_of(r, last, *m);

		if (stem == last.n)
			continue;
		*m = joined(r->arena, *m, (struct slice){last.p + stem, last.n - stem});
		if (!m->p)
			return err_nomem(e);
	}
	return 0;
}

/* What the first member shares with the others: all up to 的, else a word such as 省级. */
static struct slice shared_prefix(const struct reading *r, struct slice first, struct slice other)
{
	size_t at = 0, len;

	if (lexicon_has(r->words->level, first, NULL) ||
	    lexicon_at(r->words->level, other, 0, NULL) ||
	    lexicon_in(r->words->noun_of, other, NULL))
		return (struct slice){"", 0};
	for (size_t i = 0; i < first.n; i += len) {
		size_t of = lexicon_at(r->words->noun_of, first, i, NULL);

		utf8_at(first, i, &len);
		if (of)
			at = i + of;
	}
	return (struct slice){first.p, at ? at : lexicon_at(r->words->level, first, 0, NULL)};
}

/* 医疗、教育、交通领域应用场景: several short names of one length before a long one. */
static bool are_stems(const struct slice *members, size_t count)
{
	for (size_t i = 1; i + 1 < count; i++)
		if (members[i].n != members[0].n)
			return false;
	return count > 2 && members[count - 1].n >= 2 * members[0].n;
}

bool members_are_examples(const struct reading *r, struct span phrase)
{
	size_t len;

	for (size_t at = phrase.start; at < phrase.end; at += len) {
		size_t keep = lexicon_at(r->words->noun_keep, r->text, at, NULL);

		utf8_at(r->text, at, &len);
		if (lexicon_at(r->words->list_end, r->text, at, NULL) > keep)
			return true;
		len = keep ? keep : len;
	}
	return false;
}

/* 甲区等地区浓度, one of as many names as there are figures, is 甲区浓度. False without memory. */
static bool cut_list_end(struct reading *r, struct slice *name)
{
	size_t len;

	for (size_t at = 0; at < name->n; at += len) {
		size_t n = lexicon_at(r->words->list_end, *name, at, NULL);

		len = lexicon_at(r->words->noun_keep, *name, at, NULL);
		if (len)
			continue;
		utf8_at(*name, at, &len);
		if (n && at && at + n < name->n) {
			*name = joined(r->arena, (struct slice){name->p, at},
				       (struct slice){name->p + at + n, name->n - at - n});
			return name->p != NULL;
		}
	}
	return true;
}

int members_read(struct reading *r, struct span phrase, bool tail, struct slice *members,
		 size_t *count, struct err *e)
{
	struct span spans[MEMBERS];
	struct sum sum = find_sum(r, phrase);
	size_t figures = *count;

	if (sum.count && !members_are_examples(r, phrase))
		return name_summed(r, &sum, phrase, members, count, e);
	*count = phrase_split(r, phrase, figures, spans, MEMBERS);
	if (members_are_examples(r, phrase) && *count != figures)
		*count = 0;
	for (size_t i = 0; i < *count; i++) {
		members[i] = squeeze(slice_cut(r->text, spans[i]), r->arena);
		if (members[i].p && i)
			members[i] = joined(r->arena, shared_prefix(r, members[0], members[i]),
					    members[i]);
		if (!members[i].p)
			return err_nomem(e);
	}
	if (*count > 1 &&
	    (tail || are_stems(members, *count) || says_measure(r, members[*count - 1])) &&
	    share_tail(r, members, *count, e))
		return -1;
	for (size_t i = 0; i < *count; i++)
		if (!cut_list_end(r, &members[i]))
			return err_nomem(e);
	return 0;
}
