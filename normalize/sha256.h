/*
 * SHA-256 as FIPS 180-4 defines it: what tells contents apart for good.
 */
#ifndef ZHIBIAO_SHA256_H
#define ZHIBIAO_SHA256_H

#include "normalize/text.h"

enum { SHA256_BYTES = 32, SHA256_BLOCK = 64, SHA256_TEXT = 65 /* hexadecimal, with the NUL */ };

struct sha256 {
	uint32_t state[8];
	uint64_t length; /* bytes so far */
	unsigned char block[SHA256_BLOCK];
};

void sha256_init(struct sha256 *s);
void sha256_add(struct sha256 *s, struct slice bytes);

/* The digest of all that was added; nothing can be added after. */
void sha256_finish(struct sha256 *s, unsigned char out[SHA256_BYTES]);

/* A digest in hexadecimal, NUL-terminated. */
void sha256_text(const unsigned char digest[SHA256_BYTES], char out[SHA256_TEXT]);

#endif
