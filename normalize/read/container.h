/*
 * Containers: what kind of file this is, by its first bytes.
 */
#ifndef ZHIBIAO_CONTAINER_H
#define ZHIBIAO_CONTAINER_H

#include "normalize/text.h"

/* How many first bytes are enough. */
#define CONTAINER_LOOK 1024

/* The name of a container that is not read yet ("PDF", "HTML", …), or NULL. */
const char *container_unread(struct slice head);

#endif
