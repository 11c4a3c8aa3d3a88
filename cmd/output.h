/*
 * Where records go.
 */
#ifndef ZHIBIAO_OUTPUT_H
#define ZHIBIAO_OUTPUT_H

#include "extract/sinks/sink.h"

/* sink_open, but for a workbook on a terminal, which is refused. */
struct sink *output_open(const struct sink_options *options, struct err *e);

#endif
