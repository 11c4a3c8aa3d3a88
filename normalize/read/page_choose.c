#include "normalize/read/page.h"

/* A table that is kept as one has no longer cells than this; others are there for the layout. */
enum { LONGEST_CELL = 1500 };

/* A node is the main text's when this share of what looks like main text is in it, if that is much.
 */
enum { MAIN_PERCENT = 90, MAIN_LEAST = 100 };

/* Furniture holds at most one part in so many of what looks like main text. */
enum { ASIDE_PART = 4 };

/* Outside of the main node, paragraphs like these are kept. */
enum { STRONG_TEXT = 80, STRONG_ENDS = 2 };

/* This many links in a node that is little else are a list of links, none of them longer. */
enum { LIST_LINKS = 3, LONGEST_LINK = 60 };

/* The imprint stands in one of the last blocks, and is no longer. */
enum { IMPRINT_BLOCKS = 30, LONGEST_IMPRINT = 150 };

/* A heading and <title> have so many bytes in common at least, and so many characters at most. */
enum { LEAST_TITLE = 12, MOST_TITLE = 200 };

bool page_in_table(const struct page *p, const struct page_block *b)
{
	const struct page_node *table = &p->nodes[b->table];

	return b->table && !table->nested && table->rows > 1 && table->columns > 1 &&
	       table->longest <= LONGEST_CELL;
}

/* Little else than links; of headlines that are sentences, next to nothing else. */
static bool is_linked(const struct page_sums *s)
{
	if (s->ends > s->links)
		return s->link * 10 >= s->text * 9 && s->text <= s->links * LONGEST_LINK;
	return s->link * 10 >= s->text * 7;
}

static size_t good_text(const struct page *p, const struct page_block *b)
{
	const struct page_sums *s = &b->sums;

	if (s->link * 2 > s->text)
		return 0;
	return s->ends || b->level || page_in_table(p, b) ? s->text - s->link
							  : (s->text - s->link) / 4;
}

/* Sums up over the subtrees what looks like main text and is not dropped. */
static void sum_good(struct page *p)
{
	for (size_t i = 0; i < p->node_count; i++)
		p->nodes[i].sums.good = 0;
	for (size_t i = 0; i < p->block_count; i++) {
		struct page_node *node = &p->nodes[p->blocks[i].node];

		node->headline = node->headline || p->blocks[i].level == 1;
		if (!node->dropped)
			node->sums.good += good_text(p, &p->blocks[i]);
	}
	for (size_t i = p->node_count; i-- > 1;) {
		struct page_node *parent = &p->nodes[p->nodes[i].parent];

		parent->sums.good += p->nodes[i].sums.good;
		parent->headline = parent->headline || p->nodes[i].headline;
	}
}

static bool is_furniture(const struct page_node *node, size_t good)
{
	bool aside = node->aside && !(node->element->flags & ELEMENT_HEADER && node->headline);

	if ((node->hidden || aside) && node->sums.good * ASIDE_PART < good)
		return true;
	return node->sums.links >= LIST_LINKS && is_linked(&node->sums);
}

/* What the law wants at the foot of every site. */
static bool is_imprint(const struct page *p, const struct page_block *b)
{
	static const char *const words[] = {"ICP备", "公网安备", "网站标识码", "版权所有",
					    "Copyright"};
	struct slice text = slice_cut(p->text, b->at);

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (slice_find(text, 0, slice_of(words[i])) < text.n)
			return b->sums.text <= LONGEST_IMPRINT;
	return false;
}

/* What stands in the same element as the imprint is part of it. */
static void mark_imprint(struct page *p)
{
	size_t i = p->block_count > IMPRINT_BLOCKS ? p->block_count - IMPRINT_BLOCKS : 0;

	for (; i < p->block_count; i++) {
		const struct page_block *b = &p->blocks[i];

		if (is_imprint(p, b))
			p->nodes[b->table ? b->table : b->node].aside = true;
	}
}

/* Nodes come before what they hold. */
static void drop_nodes(struct page *p)
{
	size_t good = p->nodes[0].sums.good;

	mark_imprint(p);
	for (size_t i = 1; i < p->node_count; i++) {
		struct page_node *node = &p->nodes[i];

		node->dropped = p->nodes[node->parent].dropped || is_furniture(node, good);
	}
}

/* The innermost node with nearly all of the main text, but no part of a list or a table. */
static uint32_t main_node(const struct page *p)
{
	size_t least = p->nodes[0].sums.good / 100 * MAIN_PERCENT +
		       p->nodes[0].sums.good % 100 * MAIN_PERCENT / 100;
	const unsigned walls = ELEMENT_LIST | ELEMENT_ITEM;
	uint32_t found = 0;

	for (size_t i = 1; i < p->node_count; i++) {
		const struct page_node *node = &p->nodes[i];
		bool table = node->element->flags & ELEMENT_TABLE && !node->nested &&
			     node->longest <= LONGEST_CELL;

		if (node->parent == found && !node->dropped && node->sums.good >= least && !table &&
		    !(node->element->flags & walls))
			found = (uint32_t)i;
	}
	return p->nodes[0].sums.good >= MAIN_LEAST ? found : 0;
}

static bool is_strong(const struct page_block *b)
{
	return b->sums.text >= STRONG_TEXT && b->sums.ends >= STRONG_ENDS &&
	       b->sums.link * 5 < b->sums.text;
}

/* The text without markup and blanks, for comparing, cut to the room there is. */
static struct slice squeeze(struct slice text, char *out, size_t room)
{
	struct markup m;
	struct token t;
	size_t n = 0;

	markup_init(&m, text);
	while (markup_next(&m, &t)) {
		for (size_t i = t.at.start; t.kind == TOKEN_TEXT && i < t.at.end && n < room; i++)
			if ((unsigned char)text.p[i] > ' ')
				out[n++] = text.p[i];
	}
	return (struct slice){out, n};
}

/* `most`: characters of the title. */
static bool may_be_headline(const struct page *p, const struct page_block *b, size_t most)
{
	return !p->nodes[b->node].dropped && b->sums.text <= MOST_TITLE && b->sums.text <= most &&
	       b->sums.link * 2 < b->sums.text;
}

size_t page_headline(const struct page *p)
{
	char title[MOST_TITLE * 4], text[MOST_TITLE * 4];
	struct slice wanted = squeeze(p->title, title, sizeof(title));
	size_t most = utf8_count(wanted), i = 0;

	if (wanted.n < LEAST_TITLE)
		return p->block_count;
	for (; i < p->block_count; i++) {
		struct slice found = {"", 0};

		if (may_be_headline(p, &p->blocks[i], most))
			found = squeeze(slice_cut(p->text, p->blocks[i].at), text, sizeof(text));
		if (found.n >= LEAST_TITLE && slice_find(wanted, 0, found) < wanted.n)
			break;
	}
	return i;
}

static bool is_trailer(const struct page_block *b)
{
	return !b->kept || b->level || is_linked(&b->sums);
}

/* Lists of links before the main text and after it are none of it, nor are their headings. */
static void trim_links(struct page *p)
{
	size_t first = 0, last = p->block_count;

	while (first < last && (!p->blocks[first].kept || is_linked(&p->blocks[first].sums)))
		first++;
	if (first == last)
		return;
	while (last > first + 1 && is_trailer(&p->blocks[last - 1]))
		last--;
	for (size_t i = 0; i < p->block_count; i++)
		p->blocks[i].kept = p->blocks[i].kept && i >= first && i < last;
}

/* With the headline and what stands between it and the main text: date, source, number. */
static void keep_blocks(struct page *p, struct span in)
{
	size_t headline = page_headline(p);

	for (size_t i = 0; i < p->block_count; i++) {
		struct page_block *b = &p->blocks[i];
		bool inside = b->at.start >= in.start && b->at.end <= in.end;
		bool before = b->at.start < in.start && (b->level == 1 || i >= headline);

		b->kept = !p->nodes[b->node].dropped &&
			  (inside || is_strong(b) || (before && !is_linked(&b->sums)));
	}
}

void page_choose(struct page *p)
{
	sum_good(p);
	drop_nodes(p);
	sum_good(p);
	keep_blocks(p, p->nodes[main_node(p)].at);
	trim_links(p);
}
