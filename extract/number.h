/*
 * Numerals: Arabic and Chinese, plain and financial, simplified and traditional.
 */
#ifndef ZHIBIAO_NUMBER_H
#define ZHIBIAO_NUMBER_H

#include "normalize/text.h"

struct number {
	double value;
	double multiplier; /* the 万, 亿, 万亿 that the numeral ends with; 1 without */
	bool approximate;  /* 余, 多, 几, 数, 两三 …: value is the least that is meant */
	bool digits;	   /* written with Arabic digits */
};

/*
 * Reads the numeral that begins at text.p[at]; returns its length in bytes, 0 when there is none.
 *
 *   1,200   3.65   1.5万   1万2,345   2亿3千万   二〇二五   一千二百   十   两百   廿   壹佰   30余
 * 数十 半   百   1/3   三分之一   百分之六十   六成
 *
 * Fractions give their quotient (1/3 → 0.333…), 百分之六十 gives 60 and 六成 60 with the unit left
 * to the caller. `value` has every multiplier applied; value / multiplier is the number as written
 * before 万 or 亿 (1.5万: value 15000, multiplier 10000; 三千万: 30000000 and 10000).
 *
 * Not part of a numeral: 近 and 上 before it; 千 of 千瓦, 兆 of 兆瓦, 百 of 百分点, 成 of 成立.
 * Whether 一 is a number at all (一些, 统一) is for the caller to know.
 */
size_t number_read(struct slice text, size_t at, struct number *out);

/* A whole number written with Chinese or Arabic digits that fills the text: 14, 十四, 二〇二五. */
bool number_whole(struct slice text, long *out);

#endif
