#include "normalize/read/entity.h"

#include "normalize/tables/entities.h"

static int compare(struct slice name, const char *known)
{
	int order = strncmp(name.p, known, name.n);

	return order ? order : known[name.n] ? -1 : 0;
}

uint32_t entity_code(struct slice name)
{
	size_t low = 0, high = entity_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = compare(name, entities[middle].name);

		if (order == 0)
			return entities[middle].code;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return 0;
}
