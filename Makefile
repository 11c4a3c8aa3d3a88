# zhibiao: see `make help`.

CC ?= cc
PKGS = libpcre2-8 libutf8proc xlsxwriter yaml-0.1 jansson
WARNINGS = -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wvla
CFLAGS ?= -O2 -g
ALL_CFLAGS = -std=c11 -D_GNU_SOURCE -pthread -I. $(WARNINGS) $(shell pkg-config --cflags $(PKGS)) $(CFLAGS)
LIBS = $(shell pkg-config --libs $(PKGS)) -lm -pthread

LIB_SRC = $(wildcard normalize/*.c normalize/read/*.c normalize/tables/*.c extract/*.c extract/sinks/*.c)
CMD_SRC = $(wildcard cmd/*.c)
LIB_OBJ = $(LIB_SRC:%.c=build/obj/%.o)
CMD_OBJ = $(CMD_SRC:%.c=build/obj/%.o)

all: build/zhibiao

build/zhibiao: $(CMD_OBJ) build/libzhibiao.a
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

build/libzhibiao.a: $(LIB_OBJ)
	rm -f $@ && $(AR) rcs $@ $^

build/obj/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

build/tests/%: tests/unit/%.c build/libzhibiao.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MMD -MP $(LDFLAGS) -o $@ $< build/libzhibiao.a $(LIBS)

clean:
	rm -rf build

-include $(shell find build -name '*.d' 2>/dev/null)
.PHONY: all clean
