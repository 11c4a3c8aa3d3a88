/* The examples that NIST gives for SHA-256, and texts that end around a block. */
#include "tests/unit/check.h"

#include "normalize/sha256.h"

static const char *digest_of(struct slice text, size_t step)
{
	static char out[SHA256_TEXT];
	unsigned char digest[SHA256_BYTES];
	struct sha256 s;

	sha256_init(&s);
	for (size_t at = 0; at < text.n; at += step)
		sha256_add(&s,
			   (struct slice){text.p + at, text.n - at < step ? text.n - at : step});
	sha256_finish(&s, digest);
	sha256_text(digest, out);
	return out;
}

static int is(const char *text, const char *digest)
{
	return strcmp(digest_of(slice_of(text), 7), digest) == 0 &&
	       strcmp(digest_of(slice_of(text), 1000), digest) == 0;
}

int main(void)
{
	char many[200];
	static char million[1000000];

	CHECK(is("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
	CHECK(is("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
	CHECK(is("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
		 "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"));
	memset(million, 'a', sizeof(million));
	CHECK(strcmp(digest_of((struct slice){million, sizeof(million)}, 999),
		     "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0") == 0);
	memset(many, 'x', sizeof(many));
	for (size_t n = 50; n < sizeof(many); n++) {
		char whole[SHA256_TEXT];

		strcpy(whole, digest_of((struct slice){many, n}, n));
		CHECK(strcmp(digest_of((struct slice){many, n}, 1), whole) == 0);
	}
	return check_done();
}
