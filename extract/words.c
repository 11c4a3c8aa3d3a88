#include "extract/reading.h"

static const struct {
	const char *name; /* in the rule set */
	size_t offset;	  /* in struct words */
} bindings[] = {
	{"adverb", offsetof(struct words, adverb)},
	{"adverb.verbal", offsetof(struct words, adverb_verbal)},
	{"where", offsetof(struct words, where)},
	{"lead.in", offsetof(struct words, lead_in)},
	{"verb.make", offsetof(struct words, verb_make)},
	{"verb.plain", offsetof(struct words, verb_plain)},
	{"noun.sum", offsetof(struct words, noun_sum)},
	{"noun.compound", offsetof(struct words, noun_compound)},
	{"verb.inner", offsetof(struct words, verb_inner)},
	{"verb.event", offsetof(struct words, verb_event)},
	{"verb.grow", offsetof(struct words, verb_grow)},
	{"op.before", offsetof(struct words, op_before)},
	{"op.after", offsetof(struct words, op_after)},
	{"each", offsetof(struct words, each)},
	{"recurrence", offsetof(struct words, recurrence)},
	{"noun.measure", offsetof(struct words, noun_measure)},
	{"noun.generic", offsetof(struct words, noun_generic)},
	{"noun.rate", offsetof(struct words, noun_rate)},
	{"noun.stop", offsetof(struct words, noun_stop)},
	{"noun.end", offsetof(struct words, noun_end)},
	{"noun.keep", offsetof(struct words, noun_keep)},
	{"noun.tail", offsetof(struct words, noun_tail)},
	{"use", offsetof(struct words, use)},
	{"share", offsetof(struct words, share)},
	{"serve", offsetof(struct words, serve)},
	{"level.end", offsetof(struct words, level_end)},
	{"level", offsetof(struct words, level)},
	{"join", offsetof(struct words, join)},
	{"join.inside", offsetof(struct words, join_inside)},
	{"list.end", offsetof(struct words, list_end)},
	{"from", offsetof(struct words, from)},
	{"past", offsetof(struct words, past)},
	{"plan", offsetof(struct words, plan)},
	{"unit", offsetof(struct words, unit)},
	{"unit.time", offsetof(struct words, time_unit)},
	{"unit.currency", offsetof(struct words, currency)},
	{"unit.percent", offsetof(struct words, percent)},
	{"unit.count", offsetof(struct words, count_unit)},
	{"unit.of.head", offsetof(struct words, head_unit)},
	{"time.part", offsetof(struct words, time_part)},
	{"time.relative", offsetof(struct words, time_relative)},
	{"agency.split", offsetof(struct words, agency_split)},
	{"agency.bare", offsetof(struct words, agency_bare)},
	{"agency.every", offsetof(struct words, agency_every)},
	{"agency.area", offsetof(struct words, agency_area)},
	{"agency.end", offsetof(struct words, agency_end)},
	{"agency.tail", offsetof(struct words, agency_tail)},
	{"table.indicator", offsetof(struct words, table_head)},
	{"table.unit", offsetof(struct words, table_unit)},
	{"table.skip", offsetof(struct words, table_skip)},
	{"table.target", offsetof(struct words, table_target)},
	{"table.base", offsetof(struct words, table_base)},
	{"table.void", offsetof(struct words, table_void)},
	{"table.total", offsetof(struct words, table_total)},
	{"table.vague", offsetof(struct words, table_vague)},
	{"table.part", offsetof(struct words, table_part)},
	{"table.pure", offsetof(struct words, table_pure)},
	{"table.note", offsetof(struct words, table_note)},
	{"noun.of", offsetof(struct words, noun_of)},
	{"per", offsetof(struct words, per)},
	{"part", offsetof(struct words, part)},
	{"agent", offsetof(struct words, agent)},
	{"ledger.task", offsetof(struct words, ledger_task)},
	{"ledger.index", offsetof(struct words, ledger_index)},
	{"ledger.lead", offsetof(struct words, ledger_lead)},
	{"ledger.support", offsetof(struct words, ledger_support)},
	{"ledger.time", offsetof(struct words, ledger_time)},
	{"ledger.label", offsetof(struct words, ledger_label)},
	{"section.goal", offsetof(struct words, section_goal)},
	{"unit.times", offsetof(struct words, times_unit)},
	{"duty", offsetof(struct words, duty)},
	{"compare", offsetof(struct words, compare)},
	{"suffix", offsetof(struct words, suffix)},
	{"region.end", offsetof(struct words, region_end)},
	{"region.not", offsetof(struct words, region_not)},
	{"region.single", offsetof(struct words, region_single)},
	{"region.single.not", offsetof(struct words, region_single_not)},
	{"region.name", offsetof(struct words, region_name)},
	{"noun.ratio", offsetof(struct words, noun_ratio)},
	{"verb.have", offsetof(struct words, verb_have)},
	{"for.whom", offsetof(struct words, for_whom)},
	{"noun.place", offsetof(struct words, noun_place)},
	{"noun.suffix", offsetof(struct words, noun_suffix)},
	{"modal", offsetof(struct words, modal)},
	{"verb.attribute", offsetof(struct words, verb_attribute)},
	{"each.of", offsetof(struct words, each_of)},
	{"region.before", offsetof(struct words, region_before)},
	{"region.province", offsetof(struct words, region_province)},
	{"region.known", offsetof(struct words, region_known)},
	{"period.plan", offsetof(struct words, period_plan)},
	{"period.length", offsetof(struct words, period_length)},
	{"period.annual", offsetof(struct words, period_annual)},
	{"period.none", offsetof(struct words, period_none)},
	{"period.told", offsetof(struct words, period_told)},
	{"genre.plan", offsetof(struct words, genre_plan)},
	{"genre.heading", offsetof(struct words, genre_heading)},
	{"genre.other", offsetof(struct words, genre_other)},
	{"genre.law", offsetof(struct words, genre_law)},
	{"law.state", offsetof(struct words, law_state)},
	{"law.act", offsetof(struct words, law_act)},
	{"year.aim", offsetof(struct words, year_aim)},
	{"year.toward", offsetof(struct words, year_toward)},
};

_Static_assert(sizeof(bindings) / sizeof(bindings[0]) * sizeof(const struct lexicon *) ==
		       sizeof(struct words),
	       "every list of struct words is bound");

int words_bind(struct words *w, const struct ruleset *set, struct err *e)
{
	for (size_t i = 0; i < sizeof(bindings) / sizeof(bindings[0]); i++) {
		const struct lexicon *list = ruleset_words(set, bindings[i].name);

		if (!list)
			return err_set(e, "the rule set lacks the list '%s'", bindings[i].name);
		memcpy((char *)w + bindings[i].offset, &list, sizeof(list));
	}
	return 0;
}

struct slice suffix(const struct reading *r, const char *name)
{
	struct slice word = {"", 0};

	lexicon_has(r->words->suffix, slice_of(name), &word);
	return word;
}
