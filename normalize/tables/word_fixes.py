#!/usr/bin/env python3
"""Write word_fixes.c from vocabulary.txt and lookalikes.txt; run it in this folder.

Each entry is a character that stands wrongly in one place of one word. A word with a character
exchanged that is itself in the vocabulary makes no entry. The pairs of the wrong character and its
neighbour in the word are marked in a table by a hash, so that most places of a text are passed by
at once.
"""
import collections


def lines(name):
    for line in open(name, encoding="utf-8"):
        yield from line.partition("#")[0].split()


def pair(a, b):
    return (ord(a) * 0x9E37 + ord(b) * 0x79B9) % (1 << 32) >> 8 & 0xFFFF


def main():
    alike = collections.defaultdict(set)
    for group in lines("lookalikes.txt"):
        for a in group:
            alike[a] |= set(group) - {a}
    words, seen = [], set()
    for item in lines("vocabulary.txt"):
        word = item.rstrip("<>")
        if word not in seen:
            words.append((word, item[len(word):]))
        seen.add(word)
    fixes, pairs = [], set()
    for number, (word, _) in enumerate(words):
        for place, right in enumerate(word):
            for wrong in sorted(alike[right]):
                if word[:place] + wrong + word[place + 1:] not in seen:
                    fixes.append((ord(wrong), number, place))
                    pairs.add(pair(wrong, word[1]) if place == 0 else pair(word[place - 1], wrong))
    fixes.sort()
    bits = [0] * (0x10000 // 32)
    for h in pairs:
        bits[h // 32] |= 1 << h % 32
    with open("word_fixes.c", "w", encoding="utf-8") as out:
        out.write("/*\n * Made by word_fixes.py from vocabulary.txt and lookalikes.txt; do not edit.\n"
                  " */\n#include \"normalize/tables/tables.h\"\n\n/* clang-format off */\n"
                  "const struct fixed_word fixed_words[] = {\n")
        for word, marks in words:
            out.write('\t{"%s", %s, %s},\n' % (word, str("<" in marks).lower(),
                                             str(">" in marks).lower()))
        out.write("};\n\nconst struct word_fix word_fixes[] = {\n")
        for code, number, place in fixes:
            out.write("\t{0x%X, %d, %d},\n" % (code, number, place))
        out.write("};\n\nconst size_t word_fix_count = sizeof(word_fixes) / sizeof(word_fixes[0]);\n"
                  "\nconst uint32_t word_fix_pairs[WORD_FIX_PAIRS / 32] = {\n")
        for i in range(0, len(bits), 8):
            out.write("\t" + " ".join("0x%08X," % b for b in bits[i:i + 8]) + "\n")
        out.write("};\n")


main()
