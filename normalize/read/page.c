#include "normalize/read/page.h"

#include <strings.h>

/* Where the cells of an open table stand. */
struct grid {
	uint32_t node;
	uint32_t row; /* from 1; 0 before the first */
	uint32_t column;
	uint16_t below[PAGE_COLUMNS]; /* rows that a cell from above still covers */
};

struct frame {
	const struct element *element;
	uint32_t node;
	uint32_t items; /* of a numbered list so far */
};

struct reader {
	struct page *page;
	struct markup markup;
	struct frame stack[PAGE_DEPTH];
	size_t depth;
	size_t beyond; /* elements open that are too deep for the stack */
	struct grid grids[PAGE_TABLE_DEPTH];
	size_t tables; /* open */
	struct page_block block;
	uint32_t number; /* of the list item that waits for its block */
	bool in_link;
	size_t link_depth; /* of the stack where the link began */
	bool failed;
	struct doc *doc; /* what <meta> says goes to its info */
};

static struct frame *top(struct reader *r)
{
	return &r->stack[r->depth - 1];
}

static struct grid *grid_of(struct reader *r)
{
	return r->tables && r->tables <= PAGE_TABLE_DEPTH ? &r->grids[r->tables - 1] : NULL;
}

static void add_sums(struct page_sums *to, const struct page_sums *from)
{
	to->text += from->text;
	to->link += from->link;
	to->links += from->links;
	to->ends += from->ends;
}

static void add_block(struct reader *r)
{
	struct page *p = r->page;
	struct page_block *blocks = arena_grow(p->arena, p->blocks, p->block_count,
					       &p->block_capacity, sizeof(*blocks));

	if (!blocks) {
		r->failed = true;
		return;
	}
	p->blocks = blocks;
	p->blocks[p->block_count++] = r->block;
	add_sums(&p->nodes[r->block.node].sums, &r->block.sums);
}

/* Ends the block, if there is text in it, and begins another one in the present node. */
static void begin_block(struct reader *r, const struct element *element)
{
	const struct grid *grid = grid_of(r);

	if (r->block.sums.text) {
		add_block(r);
		r->number = 0;
	}
	r->block = (struct page_block){.node = top(r)->node, .number = r->number};
	if (grid && grid->row && grid->column) {
		r->block.table = grid->node;
		r->block.row = grid->row;
		r->block.column = grid->column;
	}
	if (element) {
		r->block.level = element->level;
		r->block.pre = element->flags & ELEMENT_PRE;
	}
}

static uint32_t add_node(struct reader *r, const struct element *element, size_t start)
{
	struct page *p = r->page;
	struct page_node *nodes =
		arena_grow(p->arena, p->nodes, p->node_count, &p->node_capacity, sizeof(*nodes));

	if (!nodes) {
		r->failed = true;
		return 0;
	}
	p->nodes = nodes;
	p->nodes[p->node_count] = (struct page_node){
		.element = element,
		.parent = r->depth ? top(r)->node : 0,
		.at = {start, p->text.n},
		.aside = element->flags & ELEMENT_ASIDE,
	};
	return (uint32_t)p->node_count++;
}

static bool attr_named(struct slice name, const char *wanted)
{
	return name.n == strlen(wanted) && strncasecmp(name.p, wanted, name.n) == 0;
}

static bool hides(struct slice style)
{
	size_t at = slice_find(style, 0, slice_of("display"));

	for (at += 7; at < style.n && (style.p[at] == ':' || style.p[at] == ' ');)
		at++;
	return at < style.n &&
	       slice_starts((struct slice){style.p + at, style.n - at}, slice_of("none"));
}

static void read_node_attrs(struct page_node *node, struct slice attrs)
{
	struct slice name, value;
	size_t at = 0;

	while (markup_next_attr(attrs, &at, &name, &value)) {
		if (attr_named(name, "class") || attr_named(name, "id") || attr_named(name, "role"))
			node->aside = node->aside || element_is_furniture(value);
		else if (attr_named(name, "style"))
			node->hidden = node->hidden || hides(value);
		else if (attr_named(name, "hidden"))
			node->hidden = true;
	}
}

/* The number that an attribute says, or `otherwise`; at most 1,000. */
static uint32_t attr_number(struct slice attrs, const char *name, uint32_t otherwise)
{
	struct slice value = markup_attr(attrs, name);
	uint32_t n = 0;

	for (size_t i = 0; i < value.n && is_digit((unsigned char)value.p[i]) && n < 1000; i++)
		n = n * 10 + (uint32_t)(value.p[i] - '0');
	return value.n ? (n < 1000 ? n : 1000) : otherwise;
}

static void open_table(struct reader *r, uint32_t node)
{
	const struct grid *outer = grid_of(r);

	if (outer)
		r->page->nodes[outer->node].nested = true;
	r->tables++;
	if (grid_of(r))
		*grid_of(r) = (struct grid){.node = node};
}

static void open_row(struct reader *r)
{
	struct grid *grid = grid_of(r);

	if (!grid)
		return;
	if (grid->row)
		for (size_t i = 0; i < PAGE_COLUMNS; i++)
			if (grid->below[i])
				grid->below[i]--;
	grid->row++;
	grid->column = 0;
	r->page->nodes[grid->node].rows = grid->row;
}

/* Moves to the next column that no cell from above covers, and covers what the cell spans. */
static void open_cell(struct reader *r, struct slice attrs)
{
	uint32_t wide = attr_number(attrs, "colspan", 1), high = attr_number(attrs, "rowspan", 1);
	struct grid *grid = grid_of(r);
	struct page_node *table;

	if (!grid)
		return;
	if (!grid->row)
		open_row(r);
	while (grid->column < PAGE_COLUMNS && grid->below[grid->column])
		grid->column++;
	for (uint32_t i = 0; i < wide && grid->column + i < PAGE_COLUMNS; i++)
		grid->below[grid->column + i] = (uint16_t)high;
	grid->column += grid->column < PAGE_COLUMNS;
	table = &r->page->nodes[grid->node];
	if (table->columns < grid->column)
		table->columns = grid->column;
}

static void leave_cell(struct reader *r, uint32_t node)
{
	const struct grid *grid = grid_of(r);
	size_t text = r->page->nodes[node].sums.text;

	if (grid && text > r->page->nodes[grid->node].longest)
		r->page->nodes[grid->node].longest = text;
}

/* Closes the innermost element on the stack. */
static void pop(struct reader *r, size_t at)
{
	unsigned flags = top(r)->element->flags;
	uint32_t node = top(r)->node;

	begin_block(r, NULL);
	r->page->nodes[node].at.end = at;
	if (flags & ELEMENT_CELL)
		leave_cell(r, node);
	if (flags & ELEMENT_TABLE)
		r->tables--;
	r->depth--;
	r->in_link = r->in_link && r->depth >= r->link_depth;
	if (r->page->nodes[node].parent != node)
		add_sums(&r->page->nodes[top(r)->node].sums, &r->page->nodes[node].sums);
	r->block.node = top(r)->node;
}

/*
 * The frame that a closing tag, or the opening tag of a sibling, ends: the innermost with one of
 * the flags or of that element, but not outside one with the `wall` flags. 0 for none.
 */
static size_t frame_of(const struct reader *r, const struct element *element, unsigned flags,
		       unsigned wall)
{
	for (size_t i = r->depth; i-- > 1;) {
		const struct element *open = r->stack[i].element;

		if (open == element || open->flags & flags)
			return i;
		if (open->flags & wall)
			break;
	}
	return 0;
}

static void pop_to(struct reader *r, size_t frame, size_t at)
{
	while (frame && r->depth > frame)
		pop(r, at);
}

/* What an opening tag ends without a closing tag being there. */
static void close_siblings(struct reader *r, const struct element *element, size_t at)
{
	if (element->flags & ELEMENT_ITEM)
		pop_to(r, frame_of(r, NULL, ELEMENT_ITEM, ELEMENT_LIST | ELEMENT_CELL), at);
	if (element->flags & ELEMENT_CELL)
		pop_to(r, frame_of(r, NULL, ELEMENT_CELL, ELEMENT_TABLE), at);
	if (element->flags & ELEMENT_ROW)
		pop_to(r, frame_of(r, NULL, ELEMENT_ROW, ELEMENT_TABLE), at);
}

static void push(struct reader *r, const struct element *element, const struct token *t)
{
	uint32_t node;

	close_siblings(r, element, t->at.start);
	if (r->depth == PAGE_DEPTH) {
		r->beyond++;
		return;
	}
	node = add_node(r, element, t->at.start);
	if (r->failed)
		return;
	read_node_attrs(&r->page->nodes[node], t->attrs);
	if (element->flags & ELEMENT_ITEM && top(r)->element->flags & ELEMENT_ORDERED)
		r->number = attr_number(t->attrs, "value", ++top(r)->items);
	r->stack[r->depth++] = (struct frame){.element = element, .node = node};
	if (element->flags & ELEMENT_ORDERED)
		top(r)->items = attr_number(t->attrs, "start", 1) - 1;
	if (element->flags & ELEMENT_TABLE)
		open_table(r, node);
	if (element->flags & ELEMENT_ROW)
		open_row(r);
	if (element->flags & ELEMENT_CELL)
		open_cell(r, t->attrs);
}

/* A stray closing tag inside a cell does not end what is outside the cell. */
static void close_element(struct reader *r, const struct element *element, size_t at)
{
	const unsigned grid = ELEMENT_TABLE | ELEMENT_ROW | ELEMENT_CELL;
	unsigned wall = element->flags & grid ? ELEMENT_TABLE : ELEMENT_CELL;

	if (r->beyond) {
		r->beyond--;
		return;
	}
	if (element->flags & ELEMENT_TABLE)
		wall = 0;
	pop_to(r, frame_of(r, element, 0, wall), at);
}

static const struct meta {
	const char *name;
	size_t offset; /* of the member of struct doc_info */
} metas[] = {
	{"articletitle", offsetof(struct doc_info, title)},
	{"og:title", offsetof(struct doc_info, title)},
	{"dc.title", offsetof(struct doc_info, title)},
	{"pubdate", offsetof(struct doc_info, date)},
	{"publishdate", offsetof(struct doc_info, date)},
	{"publish_date", offsetof(struct doc_info, date)},
	{"publication_date", offsetof(struct doc_info, date)},
	{"article:published_time", offsetof(struct doc_info, date)},
	{"datepublished", offsetof(struct doc_info, date)},
	{"og:release_date", offsetof(struct doc_info, date)},
	{"dc.date", offsetof(struct doc_info, date)},
	{"dcterms.issued", offsetof(struct doc_info, date)},
	{"contentsource", offsetof(struct doc_info, source)},
	{"source", offsetof(struct doc_info, source)},
	{"mediaid", offsetof(struct doc_info, source)},
	{"og:url", offsetof(struct doc_info, url)},
};

static void set_info(struct reader *r, size_t offset, struct slice value)
{
	struct slice *field = (struct slice *)(void *)((char *)&r->doc->info + offset);

	if (field->n || !value.n)
		return;
	*field = markup_plain(value, &r->doc->arena);
	r->failed = r->failed || !field->p;
}

static void read_meta(struct reader *r, struct slice attrs)
{
	static const char *const keys[] = {"name", "property", "itemprop"};
	struct slice content = markup_attr(attrs, "content");

	for (size_t k = 0; content.n && k < sizeof(keys) / sizeof(keys[0]); k++) {
		struct slice name = markup_attr(attrs, keys[k]);

		for (size_t i = 0; name.n && i < sizeof(metas) / sizeof(metas[0]); i++)
			if (attr_named(name, metas[i].name))
				set_info(r, metas[i].offset, content);
	}
}

static void read_canonical(struct reader *r, struct slice attrs)
{
	if (attr_named(markup_attr(attrs, "rel"), "canonical"))
		set_info(r, offsetof(struct doc_info, url), markup_attr(attrs, "href"));
}

static void skip_element(struct reader *r, const struct element *element, const struct token *t)
{
	size_t start = r->markup.at, end;

	if (t->empty && !(element->flags & ELEMENT_TITLE))
		return;
	end = markup_close(&r->markup, slice_of(element->name));
	if (element->flags & ELEMENT_TITLE && end < r->page->text.n && !r->page->title.n)
		r->page->title = slice_cut(r->page->text, (struct span){start, end});
}

static void open_element(struct reader *r, const struct token *t)
{
	const struct element *element = element_named(t->name);

	if (element->flags & ELEMENT_SKIP)
		skip_element(r, element, t);
	if (element->flags & ELEMENT_META)
		read_meta(r, t->attrs);
	if (element->flags & ELEMENT_HREF)
		read_canonical(r, t->attrs);
	if (element->flags & ELEMENT_LINK) {
		r->in_link = markup_attr(t->attrs, "href").n > 0;
		r->link_depth = r->depth;
		r->block.sums.links += r->in_link;
	}
	if (!(element->flags & ELEMENT_BLOCK))
		return;
	begin_block(r, NULL);
	if (element->flags & ELEMENT_NODE)
		push(r, element, t);
	if (!r->failed)
		begin_block(r, element);
}

static void shut_element(struct reader *r, const struct token *t)
{
	const struct element *element = element_named(t->name);

	if (element->flags & ELEMENT_LINK)
		r->in_link = false;
	if (!(element->flags & ELEMENT_BLOCK))
		return;
	begin_block(r, NULL);
	if (element->flags & ELEMENT_NODE)
		close_element(r, element, t->at.end);
	begin_block(r, NULL);
}

static bool is_space_code(uint32_t code)
{
	return code <= ' ' || code == 0xA0 || code == 0x3000 ||
	       (code >= 0x2000 && code <= 0x200F) || code == 0xFEFF;
}

static bool is_end_code(uint32_t code)
{
	return code == 0x3002 || code == 0xFF0C || code == 0xFF1B || code == 0xFF1A;
}

/* Counts the visible characters, and where the first begins and the last ends. */
static void read_text(struct reader *r, struct span at)
{
	struct slice text = r->page->text;
	struct page_block *b = &r->block;
	size_t len = 1, before = b->sums.text;

	for (size_t i = at.start; i < at.end; i += len) {
		uint32_t code = (unsigned char)text.p[i];

		len = 1;
		if (code == '&')
			code = markup_reference(text, i, &len);
		else if (code >= 0x80)
			code = utf8_at(text, i, &len);
		if (!len) {
			code = '&';
			len = 1;
		}
		if (is_space_code(code))
			continue;
		if (!b->sums.text++)
			b->at.start = i;
		b->at.end = i + len;
		b->sums.ends += is_end_code(code);
	}
	if (r->in_link)
		b->sums.link += b->sums.text - before;
}

static void read_token(struct reader *r, const struct token *t)
{
	if (t->kind == TOKEN_TEXT)
		read_text(r, t->at);
	else if (t->kind == TOKEN_OPEN)
		open_element(r, t);
	else if (t->kind == TOKEN_CLOSE)
		shut_element(r, t);
}

int page_read(struct page *p, struct doc *d, struct arena *arena, struct err *e)
{
	static const struct element root = {"", ELEMENT_BLOCK | ELEMENT_NODE, 0};
	struct reader r = {.page = p, .doc = d};
	struct token t;

	*p = (struct page){.text = doc_text(d), .arena = arena};
	markup_init(&r.markup, p->text);
	r.stack[0] = (struct frame){.element = &root, .node = add_node(&r, &root, 0)};
	r.depth = 1;
	while (!r.failed && markup_next(&r.markup, &t))
		read_token(&r, &t);
	if (!r.failed)
		begin_block(&r, NULL);
	while (!r.failed && r.depth > 1)
		pop(&r, p->text.n);
	return r.failed ? err_nomem(e) : 0;
}
