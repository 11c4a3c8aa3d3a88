/*
 * The layout of an automaton's edges: side by side by state, so that a run stays in few lines of
 * the processor's cache, behind rows of bits that mostly tell at once that there is no edge.
 */
#include "extract/gatenodes.h"

/* Puts the classes of some edges into so many rows; false where two of them collide. */
static bool fill_rows(struct gate_row *rows, uint32_t count, const struct gate_move *moves,
		      size_t n)
{
	memset(rows, 0, count * sizeof(*rows));
	for (size_t i = 0; i < n; i++) {
		struct gate_row *row = &rows[moves[i].class >> 6 & (count - 1)];
		uint64_t bit = (uint64_t)1 << (moves[i].class & 63);

		if (row->bits & bit)
			return false;
		row->bits |= bit;
	}
	return true;
}

/* How many moves there are from the state that the first of them is from. */
static size_t moves_of(const struct gate_move *moves, size_t count)
{
	size_t n = 1;

	while (n < count && moves[n].from == moves[0].from)
		n++;
	return n;
}

/*
 * Says how many rows each state takes: no more than tell its classes apart. Returns the sum for
 * the states that take more than the one they hold themselves.
 */
static uint32_t count_rows(struct automaton *a, const struct gate_move *moves,
			   struct gate_row *spare)
{
	uint32_t sum = 0;
	size_t n;

	for (size_t i = 0; i < a->edge_count; i += n) {
		uint32_t count = 1;

		n = moves_of(moves + i, a->edge_count - i);
		while (!fill_rows(spare, count, moves + i, n))
			count *= 2;
		a->states[moves[i].from].mask = count - 1;
		sum += count > 1 ? count : 0;
	}
	return sum;
}

/* The edges of one state, from number `first` on; `rows` are its rows. */
static void lay_out_edges(struct automaton *a, struct gate_row *rows, uint32_t mask, uint32_t first,
			  const struct gate_move *moves, size_t n)
{
	fill_rows(rows, mask + 1, moves, n);
	for (uint32_t i = 0; i <= mask; i++) {
		rows[i].first = first;
		first += count_bits(rows[i].bits);
	}
	for (size_t i = 0; i < n; i++) {
		const struct gate_row *at = &rows[moves[i].class >> 6 & mask];
		uint64_t below = ((uint64_t)1 << (moves[i].class & 63)) - 1;

		a->edges[at->first + count_bits(at->bits & below)] =
			(struct gate_edge){moves[i].class, moves[i].to};
	}
}

/* One state, whose rows go to number `row` where it has several; returns the next free one. */
static uint32_t lay_out_state(struct automaton *a, uint32_t row, uint32_t first,
			      const struct gate_move *moves, size_t n)
{
	struct gate_state *state = &a->states[moves[0].from];
	struct gate_row own;

	if (state->mask) {
		state->first = row;
		lay_out_edges(a, a->rows + row, state->mask, first, moves, n);
		return row + state->mask + 1;
	}
	lay_out_edges(a, &own, 0, first, moves, n);
	state->bits = own.bits;
	state->first = own.first;
	return row;
}

int automaton_lay_out(struct automaton *a, struct arena *arena, const struct gate_move *moves,
		      uint32_t classes)
{
	uint32_t most = 1, row = 0;
	struct gate_row *spare;
	size_t n;

	while (most * 64 < classes)
		most *= 2;
	spare = arena_zero(arena, most, sizeof(*spare));
	a->edges = arena_zero(arena, a->edge_count, sizeof(*a->edges));
	if (!spare || !a->edges)
		return -1;
	a->rows = arena_zero(arena, count_rows(a, moves, spare), sizeof(*a->rows));
	if (!a->rows)
		return -1;
	for (size_t i = 0; i < a->edge_count; i += n) {
		n = moves_of(moves + i, a->edge_count - i);
		row = lay_out_state(a, row, (uint32_t)i, moves + i, n);
	}
	return 0;
}
