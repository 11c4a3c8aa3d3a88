#!/usr/bin/env python3
"""Writes normalize/tables/entities.c: the names that characters have in HTML, sorted by bytes.

The names come from Python's html.entities, which has them from the HTML standard:
    python3 normalize/tables/make_entities.py > normalize/tables/entities.c
"""

import html.entities


def names():
    found = dict(html.entities.name2codepoint)
    for name, text in html.entities.html5.items():
        name = name.rstrip(";")
        if len(text) == 1 and ord(text) < 128 and name.isalnum() and len(name) <= 10:
            found.setdefault(name, ord(text))
    return sorted(found.items(), key=lambda item: item[0].encode())


def main():
    print("/*")
    print(" * Made by normalize/tables/make_entities.py from the names in the HTML standard: those of")
    print(" * HTML 4 and, of the many of HTML 5, those for ASCII. Sorted by bytes.")
    print(" */")
    print('#include "normalize/tables/entities.h"\n')
    print("/* clang-format off */")
    print("const struct entity entities[] = {")
    line = ""
    for name, code in names():
        item = ' {"%s", 0x%X},' % (name, code)
        if len(line) + len(item) > 90:
            print("\t" + line.strip())
            line = ""
        line += item
    print("\t" + line.strip())
    print("};")
    print("const size_t entity_count = sizeof(entities) / sizeof(entities[0]);")


main()
