#include "normalize/read/container.h"

#include <strings.h>

struct magic {
	struct slice bytes;
	const char *name; /* of a container that is not read */
	enum container kind;
};

static const struct magic magics[] = {
	{{"%PDF-", 5}, NULL, CONTAINER_PDF},
	{{"PK\3\4", 4}, NULL, CONTAINER_DOCX},
	{{"PK\5\6", 4}, NULL, CONTAINER_DOCX},
	{{"WARC/", 5}, NULL, CONTAINER_WARC},
	{{"BZh", 3}, "bzip2", CONTAINER_AUTO},
	{{"\xFD"
	  "7zXZ\0",
	  6},
	 "xz",
	 CONTAINER_AUTO},
	{{"7z\xBC\xAF\x27\x1C", 6}, "7-Zip", CONTAINER_AUTO},
	{{"Rar!\x1A\7", 6}, "RAR", CONTAINER_AUTO},
	{{"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8}, "old Word or Excel", CONTAINER_AUTO},
	{{"{\\rtf", 5}, "RTF", CONTAINER_AUTO},
	{{"\x1F\x8B", 2}, "gzip inside gzip or zstd", CONTAINER_AUTO},
	{{"\x28\xB5\x2F\xFD", 4}, "zstd inside gzip or zstd", CONTAINER_AUTO},
};

static const char *const names[CONTAINERS] = {
	[CONTAINER_AUTO] = "auto", [CONTAINER_TEXT] = "text", [CONTAINER_HTML] = "html",
	[CONTAINER_HOCR] = "hocr", [CONTAINER_ALTO] = "alto", [CONTAINER_DOCX] = "docx",
	[CONTAINER_PDF] = "pdf",   [CONTAINER_WARC] = "warc", [CONTAINER_NDJSON] = "ndjson",
};

/* Tags that a page, or a piece of one, begins with. */
static const char *const html_starts[] = {
	"!doctype html", "html",   "head", "body", "meta", "title", "div", "p",	 "table", "section",
	"article",	 "center", "span", "font", "h1",   "h2",    "h3",  "ul", "ol",
};

const char *container_name(enum container kind)
{
	return names[kind];
}

enum container container_named(struct slice name)
{
	int kind = 0;

	while (kind < CONTAINERS && !slice_is(name, names[kind]))
		kind++;
	return (enum container)kind;
}

static bool ends_name(char c)
{
	return c == ' ' || c == '>' || c == '/' || (c >= '\t' && c <= '\r');
}

static struct slice skip(struct slice s, size_t n)
{
	return (struct slice){s.p + n, s.n - n};
}

static struct slice skip_blank(struct slice s)
{
	while (s.n && (s.p[0] == ' ' || (s.p[0] >= '\t' && s.p[0] <= '\r')))
		s = skip(s, 1);
	return s;
}

/* Behind blanks, comments, an XML declaration and doctypes other than that of HTML. */
static struct slice first_tag(struct slice s)
{
	static const char *const passed[][2] = {{"<!--", "-->"}, {"<?", "?>"}, {"<!DOCTYPE ", ">"}};

	for (size_t i = 0; i < sizeof(passed) / sizeof(passed[0]); i++) {
		struct slice stop = slice_of(passed[i][1]);
		size_t end;

		s = skip_blank(s);
		if (!slice_starts(s, slice_of(passed[i][0])) ||
		    (i == 2 && s.n > 14 && strncasecmp(s.p + 10, "html", 4) == 0))
			continue;
		end = slice_find(s, 0, stop);
		if (end == s.n)
			break;
		s = skip(s, end + stop.n);
		i = (size_t)-1;
	}
	return s;
}

static bool starts_html(struct slice s)
{
	if (!s.n || s.p[0] != '<')
		return false;
	s = skip(s, 1);
	for (size_t i = 0; i < sizeof(html_starts) / sizeof(html_starts[0]); i++) {
		size_t n = strlen(html_starts[i]);

		if (s.n > n && strncasecmp(s.p, html_starts[i], n) == 0 && ends_name(s.p[n]))
			return true;
	}
	return false;
}

static enum container markup_of(struct slice head)
{
	struct slice tag = first_tag(head);

	if (slice_starts(tag, slice_of("<alto")) || slice_starts(tag, slice_of("<ns0:alto")))
		return CONTAINER_ALTO;
	if (!starts_html(tag))
		return CONTAINER_TEXT;
	if (slice_find(head, 0, slice_of("ocr-system")) < head.n ||
	    slice_find(head, 0, slice_of("ocr_page")) < head.n)
		return CONTAINER_HOCR;
	return CONTAINER_HTML;
}

/* Without a byte order mark, and UTF-16 thinned out to the bytes that are not zero. */
static struct slice thin(struct slice head, char *out, size_t size)
{
	size_t n = 0;
	bool wide = head.n > 1 && (!head.p[0] || !head.p[1] ||
				   ((unsigned char)head.p[0] & (unsigned char)head.p[1]) == 0xFE);

	if (slice_starts(head, slice_of("\xEF\xBB\xBF")))
		head = skip(head, 3);
	if (!wide)
		return head;
	for (size_t i = 0; i < head.n && n < size; i++)
		if (head.p[i] && (unsigned char)head.p[i] < 0xFE)
			out[n++] = head.p[i];
	return (struct slice){out, n};
}

static const struct magic *magic_of(struct slice head)
{
	for (size_t i = 0; i < sizeof(magics) / sizeof(magics[0]); i++)
		if (slice_starts(head, magics[i].bytes))
			return &magics[i];
	return NULL;
}

enum container container_of(struct slice head)
{
	char narrow[CONTAINER_LOOK];
	const struct magic *magic = magic_of(head);

	if (head.n > CONTAINER_LOOK)
		head.n = CONTAINER_LOOK;
	if (magic)
		return magic->kind == CONTAINER_AUTO ? CONTAINER_TEXT : magic->kind;
	return markup_of(thin(head, narrow, sizeof(narrow)));
}

const char *container_unread(struct slice head)
{
	const struct magic *magic = magic_of(head);

	return magic ? magic->name : NULL;
}
