#include "extract/sinks/page_frame.h"

#include "extract/sinks/escape.h"

enum { TITLE_NAME = 200 };

static const char *const language[LANGS] = {[LANG_ZH] = "zh-Hans", [LANG_EN] = "en"};

static void add_lines(struct buf *out, const char *const *lines)
{
	for (; *lines; lines++)
		buf_adds(out, *lines);
}

void frame_begin(struct buf *out, struct slice title, const struct page_dress *dress,
		 enum lang lang)
{
	buf_addf(out,
		 "<!doctype html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
		 "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
		 "style-src '%s'; script-src '%s'; base-uri 'none'; form-action 'none'\">\n"
		 "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
		 "<meta name=\"color-scheme\" content=\"light dark\">\n"
		 "<meta name=\"referrer\" content=\"no-referrer\">\n<title>",
		 language[lang], dress->style_hash, dress->script_hash);
	escape_brief(out, title, TITLE_NAME);
	buf_adds(out, "</title>\n<style>");
	for (size_t i = 0; dress->styles[i]; i++)
		add_lines(out, dress->styles[i]);
	buf_adds(out, "</style>\n</head>\n<body>\n");
}

void frame_end(struct buf *out, const struct page_dress *dress)
{
	buf_adds(out, "<script>");
	add_lines(out, dress->script);
	buf_adds(out, "</script>\n</body>\n</html>\n");
}
