#include "normalize/stage.h"

const struct stage *const text_stages[TEXT_STAGES] = {
	&stage_decode,
	&stage_convert,
	&stage_normalize,
};

int chain_open(struct chain *c, size_t count, const struct stage_options *options, struct err *e)
{
	for (c->count = 0; c->count < count; c->count++) {
		if (text_stages[c->count]->open(&c->states[c->count], options, e)) {
			chain_close(c);
			return -1;
		}
	}
	return 0;
}

int chain_run(struct chain *c, struct doc *d, struct err *e)
{
	for (size_t i = 0; i < c->count; i++)
		if (text_stages[i]->run(c->states[i], d, e))
			return -1;
	return 0;
}

void chain_close(struct chain *c)
{
	while (c->count) {
		c->count--;
		text_stages[c->count]->close(c->states[c->count]);
	}
}
