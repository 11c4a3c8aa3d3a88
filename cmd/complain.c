#include "cmd/cmd.h"

#include <stdarg.h>
#include <stdio.h>

void complain(const char *format, ...)
{
	char text[4096];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	fprintf(stderr, "zhibiao: %s\n", text);
}

int failed(const struct err *e)
{
	complain("%s", e->text);
	return STATUS_FAILED;
}
