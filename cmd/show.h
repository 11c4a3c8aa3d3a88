/*
 * Records for a person to read: the values of their fields without JSON around them.
 */
#ifndef ZHIBIAO_CMD_SHOW_H
#define ZHIBIAO_CMD_SHOW_H

#include "extract/record.h"

/* Appends the field's value: the members of a list with 、 between; nothing for an empty field. */
void show_field(struct buf *out, const struct record *r, const struct field *field);

/* Whether the field has one of these names, which end with NULL. */
bool field_is(const struct field *field, const char *const *names);

#endif
