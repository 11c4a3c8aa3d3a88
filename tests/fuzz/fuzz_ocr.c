#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_kind("hocr", data, size);
	fuzz_kind("alto", data, size);
	return 0;
}
