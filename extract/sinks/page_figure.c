#include "extract/sinks/page_figure.h"

#include "extract/sinks/escape.h"

enum { BAR_NAME = 40 };

void figure_card(struct buf *out, const char *class, const char *name, size_t n)
{
	buf_addf(out, "<li class=\"%s\"><b>%zu</b>%s</li>\n", class, n, name);
}

void figure_share(struct buf *out, const char *name, size_t part, size_t whole)
{
	double share = whole ? 100.0 * (double)part / (double)whole : 0;

	buf_addf(out, "<li class=\"q\"><b>%.1f %%</b>%s</li>\n", share, name);
}

/* The length is a share of the largest; attributes need no style, which is not allowed. */
void figure_bar(struct buf *out, struct slice name, size_t n, size_t most)
{
	buf_adds(out, "<tr><th scope=\"row\">");
	escape_brief(out, name, BAR_NAME);
	buf_addf(out,
		 "</th><td class=\"num\">%zu</td><td class=\"bar\">"
		 "<svg width=\"100%%\" height=\"14\" aria-hidden=\"true\">"
		 "<rect width=\"%.1f%%\" height=\"14\" rx=\"2\"/></svg></td></tr>\n",
		 n, 100.0 * (double)n / (double)most);
}
