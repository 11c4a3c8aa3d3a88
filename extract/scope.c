#include "extract/scope.h"

static bool ends_row(uint32_t c)
{
	return c == '\n';
}

static bool ends_either(uint32_t c)
{
	return ends_sentence(c) || ends_clause(c);
}

/* The mark that ends a stretch, for scopes that a mark ends. */
static bool (*const marks[SCOPE_COUNT])(uint32_t) = {
	[SCOPE_SENTENCE] = ends_sentence,
	[SCOPE_CLAUSE] = ends_either,
	[SCOPE_ROW] = ends_row,
};

static struct span between_marks(struct slice text, size_t at, bool (*ends)(uint32_t))
{
	struct span found = {at, at};
	size_t len;

	while (found.start > 0 && !ends(utf8_before(text, found.start, &len)))
		found.start -= len;
	while (found.end < text.n) {
		uint32_t c = utf8_at(text, found.end, &len);

		found.end += len;
		if (ends(c))
			break;
	}
	return found;
}

static struct span between_edges(struct slice text, const struct scope_edges *edges, size_t at)
{
	size_t low = 0, high = edges->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (edges->items[middle] <= at)
			low = middle + 1;
		else
			high = middle;
	}
	return (struct span){low ? edges->items[low - 1] : 0,
			     low < edges->count ? edges->items[low] : text.n};
}

struct span scope_around(enum rule_scope scope, struct slice text, const struct scope_edges *edges,
			 size_t at)
{
	if (marks[scope])
		return between_marks(text, at, marks[scope]);
	if (scope == SCOPE_SECTION)
		return between_edges(text, edges, at);
	return (struct span){0, text.n};
}
