#include "normalize/read/element.h"

#include <stdlib.h>

enum { LONGEST_NAME = 12, LONGEST_WORD = 20 };

#define NODE (ELEMENT_BLOCK | ELEMENT_NODE)
#define CELL (NODE | ELEMENT_CELL)

/* Sorted by name. */
static const struct element elements[] = {
	{"a", ELEMENT_LINK, 0},
	{"address", ELEMENT_BLOCK, 0},
	{"article", NODE, 0},
	{"aside", NODE | ELEMENT_ASIDE, 0},
	{"blockquote", NODE, 0},
	{"body", NODE, 0},
	{"br", ELEMENT_BLOCK, 0},
	{"button", ELEMENT_SKIP, 0},
	{"canvas", ELEMENT_SKIP, 0},
	{"caption", ELEMENT_BLOCK, 0},
	{"center", NODE, 0},
	{"dd", ELEMENT_BLOCK, 0},
	{"details", NODE, 0},
	{"dialog", NODE | ELEMENT_ASIDE, 0},
	{"div", NODE, 0},
	{"dl", NODE | ELEMENT_LIST, 0},
	{"dt", ELEMENT_BLOCK, 0},
	{"fieldset", NODE, 0},
	{"figcaption", ELEMENT_BLOCK, 0},
	{"figure", NODE, 0},
	{"footer", NODE | ELEMENT_ASIDE, 0},
	{"form", NODE, 0},
	{"h1", ELEMENT_BLOCK, 1},
	{"h2", ELEMENT_BLOCK, 2},
	{"h3", ELEMENT_BLOCK, 3},
	{"h4", ELEMENT_BLOCK, 4},
	{"h5", ELEMENT_BLOCK, 5},
	{"h6", ELEMENT_BLOCK, 6},
	{"header", NODE | ELEMENT_ASIDE | ELEMENT_HEADER, 0},
	{"hr", ELEMENT_BLOCK, 0},
	{"iframe", ELEMENT_SKIP, 0},
	{"legend", ELEMENT_BLOCK, 0},
	{"li", NODE | ELEMENT_ITEM, 0},
	{"link", ELEMENT_HREF, 0},
	{"main", NODE, 0},
	{"menu", NODE | ELEMENT_ASIDE | ELEMENT_LIST, 0},
	{"meta", ELEMENT_META, 0},
	{"nav", NODE | ELEMENT_ASIDE, 0},
	{"noscript", ELEMENT_SKIP, 0},
	{"object", ELEMENT_SKIP, 0},
	{"ol", NODE | ELEMENT_LIST | ELEMENT_ORDERED, 0},
	{"option", ELEMENT_BLOCK, 0},
	{"p", ELEMENT_BLOCK, 0},
	{"pre", ELEMENT_BLOCK | ELEMENT_PRE, 0},
	{"script", ELEMENT_SKIP, 0},
	{"section", NODE, 0},
	{"select", ELEMENT_SKIP, 0},
	{"style", ELEMENT_SKIP, 0},
	{"summary", ELEMENT_BLOCK, 0},
	{"svg", ELEMENT_SKIP, 0},
	{"table", NODE | ELEMENT_TABLE, 0},
	{"tbody", ELEMENT_BLOCK, 0},
	{"td", CELL, 0},
	{"template", ELEMENT_SKIP, 0},
	{"textarea", ELEMENT_SKIP, 0},
	{"tfoot", ELEMENT_BLOCK, 0},
	{"th", CELL, 0},
	{"thead", ELEMENT_BLOCK, 0},
	{"title", ELEMENT_SKIP | ELEMENT_TITLE, 0},
	{"tr", NODE | ELEMENT_ROW, 0},
	{"ul", NODE | ELEMENT_LIST, 0},
	{"video", ELEMENT_SKIP, 0},
};

/* Sorted. Words are what stands between signs, digits and changes of case: bdShareBox has three. */
static const char *const furniture[] = {
	"ads",	     "advert",	    "banner",	   "bdshare",	 "bdsharebuttonbox",
	"bottomnav", "breadcrumb",  "breadcrumbs", "bshare",	 "comment",
	"comments",  "contentinfo", "copyright",   "crumb",	 "crumbs",
	"dialog",    "ewm",	    "fontsize",	   "footer",	 "friendlink",
	"jiathis",   "login",	    "menu",	   "modal",	 "nav",
	"navbar",    "navigation",  "pager",	   "pagination", "popup",
	"qrcode",    "recommend",   "related",	   "search",	 "share",
	"sharebar",  "sidebar",	    "sitemap",	   "toolbar",	 "topbar",
	"wechat",    "weixin",
};

/* Sorted. The same, but only where they begin a name: bottom_box, not border-bottom. */
static const char *const furniture_first[] = {
	"bottom", "dibu",     "dqwz",	"erweima", "fenxiang", "foot", "links", "mbx",
	"prev",	  "prevnext", "weizhi", "xgjd",	   "xglj",     "xgwj", "xgxw",	"xgyd",
};

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static int compare_element(const void *name, const void *element)
{
	return strcmp(name, ((const struct element *)element)->name);
}

const struct element *element_named(struct slice name)
{
	static const struct element unknown = {"", 0, 0};
	const struct element *found;
	char plain[LONGEST_NAME];

	if (name.n >= sizeof(plain))
		return &unknown;
	for (size_t i = 0; i < name.n; i++)
		plain[i] = lower(name.p[i]);
	plain[name.n] = '\0';
	found = bsearch(plain, elements, sizeof(elements) / sizeof(elements[0]),
			sizeof(elements[0]), compare_element);
	return found ? found : &unknown;
}

static int compare_word(const void *word, const void *known)
{
	return strcmp(word, *(const char *const *)known);
}

/* The word that begins at *at, in lower case; *at moves behind it. Longer ones are cut. */
static void next_word(struct slice words, size_t *at, char out[LONGEST_WORD])
{
	size_t start = *at, n = 0;

	while (*at < words.n && is_latin((unsigned char)words.p[*at])) {
		char c = words.p[*at];

		if (*at > start && lower(c) != c && lower(words.p[*at - 1]) == words.p[*at - 1])
			break;
		if (n + 1 < LONGEST_WORD)
			out[n++] = lower(c);
		++*at;
	}
	out[n] = '\0';
	if (*at == start)
		++*at;
}

static bool in_list(const char *word, const char *const *list, size_t count)
{
	return bsearch(word, list, count, sizeof(*list), compare_word) != NULL;
}

bool element_is_furniture(struct slice words)
{
	char word[LONGEST_WORD];
	size_t at = 0;

	while (at < words.n) {
		bool first = !at || words.p[at - 1] == ' ';

		next_word(words, &at, word);
		if (in_list(word, furniture, sizeof(furniture) / sizeof(furniture[0])) ||
		    (first && in_list(word, furniture_first,
				      sizeof(furniture_first) / sizeof(furniture_first[0]))))
			return true;
	}
	return false;
}
