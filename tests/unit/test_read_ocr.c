/*
 * hOCR and ALTO: lines, words, and how sure the engine was of them.
 */
#include <math.h>

#include "tests/unit/read.h"

static const char hocr[] =
	"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE "
	"html>\n<html><head><title>x</title>\n"
	"<meta name='ocr-system' content='engine 5'/></head>\n"
	"<body><div class='ocr_page' title='image \"a.png\"'>\n"
	"<p class='ocr_par'><span class='ocr_line' title='bbox 0 0 9 9'>\n"
	"<span class='ocrx_word' title='bbox 1 1 2 2; x_wconf 90'>到</span>\n"
	"<span class='ocrx_word' title='bbox 1 1 2 2; x_wconf 50'>2O25年</span>\n"
	"<span class='ocrx_word' title='bbox 1 1 2 2; x_wconf 100'><strong>new</strong></span>\n"
	"<span class='ocrx_word' title='bbox 1 1 2 2; x_wconf 80'>plan</span></span>\n"
	"<span class='ocr_line'><span class='ocrx_word'>二行&amp;</span></span></p></div></body>";

static const char alto[] =
	"<?xml version=\"1.0\"?>\n<alto xmlns=\"http://www.loc.gov/standards/alto/ns-v3#\">\n"
	"<Description><fileName>a.png</fileName></Description>\n"
	"<Layout><Page><TextBlock><TextLine>\n"
	"<String CONTENT=\"新增\" WC=\"0.9\"/><SP/><String CONTENT=\"5O家\" WC=\"0.3\"/>\n"
	"</TextLine><TextLine><String WC='0.6' CONTENT='R&amp;D'/><SP/>"
	"<String CONTENT='rate' WC='1.0'/></TextLine></TextBlock></Page></Layout></alto>\n";

static uint32_t kinds_of(const struct doc *d, const char *part)
{
	size_t at = slice_find(doc_text(d), 0, slice_of(part));

	return doc_kinds(d, (struct span){at, at + strlen(part)});
}

static void check_hocr(void)
{
	struct err e = {""};
	struct doc d;

	CHECK(read_bytes(slice_of(hocr), CONTAINER_AUTO, &d, &e) == 0);
	CHECK(slice_is(d.info.kind, "hocr") && text_is(&d, "到2O25年new plan\n二行&"));
	CHECK(fabs(d.info.ocr_confidence - 0.8) < 1e-9);
	CHECK(kinds_of(&d, "2O25") & 1u << EDIT_UNSURE);
	CHECK(!(kinds_of(&d, "plan") & 1u << EDIT_UNSURE));
	CHECK(comes_from(&d, "O", "O") && comes_from(&d, "二行", "二行"));
	doc_release(&d);
}

static void check_alto(void)
{
	struct err e = {""};
	struct doc d;

	CHECK(read_bytes(slice_of(alto), CONTAINER_AUTO, &d, &e) == 0);
	CHECK(slice_is(d.info.kind, "alto") && text_is(&d, "新增5O家\nR&D rate"));
	CHECK(fabs(d.info.ocr_confidence - 0.7) < 1e-9);
	CHECK(kinds_of(&d, "5O家") & 1u << EDIT_UNSURE);
	CHECK(!(kinds_of(&d, "新增") & 1u << EDIT_UNSURE));
	CHECK(comes_from(&d, "5O家", "5O家") && comes_from(&d, "&", "&amp;"));
	doc_release(&d);
}

/* Without confidences there is no figure, and nothing is in doubt. */
static void check_silent(void)
{
	struct err e = {""};
	struct doc d;

	CHECK(read_bytes(slice_of("<alto><TextLine><String CONTENT='甲'/><String/></alto>"),
			 CONTAINER_ALTO, &d, &e) == 0);
	CHECK(text_is(&d, "甲") && d.info.ocr_confidence == 0);
	CHECK(!(kinds_of(&d, "甲") & 1u << EDIT_UNSURE));
	doc_release(&d);
	CHECK(read_bytes(slice_of("<alto"), CONTAINER_ALTO, &d, &e) == 0 && text_is(&d, ""));
	doc_release(&d);
}

int main(void)
{
	check_hocr();
	check_alto();
	check_silent();
	return check_done();
}
