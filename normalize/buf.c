#include "normalize/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

enum { LARGE = 4 * 1024 * 1024 };

void buf_init(struct buf *b, size_t ceiling)
{
	*b = (struct buf){.ceiling = ceiling};
}

void buf_release(struct buf *b)
{
	free(b->data);
	buf_init(b, b->ceiling);
}

void buf_take(struct buf *b, void *memory, size_t capacity)
{
	buf_release(b);
	b->data = memory;
	b->capacity = memory ? capacity : 0;
}

char *buf_detach(struct buf *b)
{
	char *data = b->data;

	buf_init(b, b->ceiling);
	return data;
}

void buf_reset(struct buf *b)
{
	b->len = 0;
	b->failed = false;
}

static bool buf_fail(struct buf *b)
{
	b->failed = true;
	return false;
}

/*
 * Asks for huge pages, where there are any: of a large buffer that is filled once, most of the time
 * is otherwise spent on getting its pages one by one.
 */
static void advise(const struct buf *b)
{
#ifdef MADV_HUGEPAGE
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
	size_t skip = (page - (uintptr_t)b->data % page) % page;

	if (b->capacity >= LARGE)
		madvise(b->data + skip, (b->capacity - skip) / page * page, MADV_HUGEPAGE);
#else
	(void)b;
#endif
}

static bool grow(struct buf *b, size_t need)
{
	size_t capacity = b->capacity < 64 ? 64 : b->capacity;
	char *data;

	while (capacity < need)
		capacity = capacity > SIZE_MAX / 2 ? need : capacity * 2;
	if (capacity > b->ceiling)
		capacity = b->ceiling;
	data = realloc(b->data, capacity);
	if (!data)
		return buf_fail(b);
	b->data = data;
	b->capacity = capacity;
	advise(b);
	return true;
}

char *buf_reserve(struct buf *b, size_t n)
{
	if (b->failed)
		return NULL;
	if (n > b->ceiling - b->len) {
		buf_fail(b);
		return NULL;
	}
	if (b->len + n > b->capacity && !grow(b, b->len + n))
		return NULL;
	return b->data + b->len;
}

void buf_addu(struct buf *b, uint64_t number)
{
	char digits[20];
	size_t at = sizeof(digits);

	do
		digits[--at] = (char)('0' + number % 10);
	while (number /= 10);
	buf_add(b, digits + at, sizeof(digits) - at);
}

void buf_addf(struct buf *b, const char *format, ...)
{
	va_list args;
	char *place;
	int n;

	va_start(args, format);
	n = vsnprintf(NULL, 0, format, args);
	va_end(args);
	place = n < 0 ? NULL : buf_reserve(b, (size_t)n + 1);
	if (!place) {
		b->failed = true;
		return;
	}
	va_start(args, format);
	vsnprintf(place, (size_t)n + 1, format, args);
	va_end(args);
	b->len += (size_t)n;
}

int buf_check(const struct buf *b, struct err *e)
{
	if (!b->failed)
		return 0;
	if (b->ceiling < SIZE_MAX && b->len + 1 >= b->ceiling / 2)
		return err_set(e, "larger than the limit of %zu bytes", b->ceiling);
	return err_nomem(e);
}
