#include "normalize/read/container.h"

#include <strings.h>

static const struct magic {
	struct slice bytes;
	const char *name;
} magics[] = {
	{{"%PDF-", 5}, "PDF"},
	{{"PK\3\4", 4}, "zip or docx"},
	{{"PK\5\6", 4}, "zip or docx"},
	{{"\x1F\x8B", 2}, "gzip"},
	{{"\x28\xB5\x2F\xFD", 4}, "zstd"},
	{{"BZh", 3}, "bzip2"},
	{{"\xFD"
	  "7zXZ\0",
	  6},
	 "xz"},
	{{"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8}, "old Word or Excel"},
	{{"{\\rtf", 5}, "RTF"},
	{{"WARC/", 5}, "WARC"},
};

static const char *const html_starts[] = {"<!doctype html", "<html"};

static bool is_html(struct slice head)
{
	if (slice_starts(head, slice_of("\xEF\xBB\xBF")))
		head = (struct slice){head.p + 3, head.n - 3};
	while (head.n && (head.p[0] == ' ' || (head.p[0] >= '\t' && head.p[0] <= '\r')))
		head = (struct slice){head.p + 1, head.n - 1};
	for (size_t i = 0; i < sizeof(html_starts) / sizeof(html_starts[0]); i++) {
		size_t n = strlen(html_starts[i]);

		if (head.n >= n && strncasecmp(head.p, html_starts[i], n) == 0)
			return true;
	}
	return false;
}

const char *container_unread(struct slice head)
{
	for (size_t i = 0; i < sizeof(magics) / sizeof(magics[0]); i++)
		if (slice_starts(head, magics[i].bytes))
			return magics[i].name;
	return is_html(head) ? "HTML" : NULL;
}
