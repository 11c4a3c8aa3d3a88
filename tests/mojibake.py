#!/usr/bin/env python3
"""Makes mojibake of the fixtures' lines and looks how it is undone; looks for it in healthy text.

    mojibake.py [-v] [FILE]...     the healthy text: UTF-8 files, without one what is installed

Of every kind a line is damaged as a wrong charset damages it, decoded, and compared with what it
was. A character that nothing can bring back counts as lost, one that comes out as another as wrong.
Healthy text must come out as it was, but for the lines named in FOUND: those are damaged.
"""

import collections
import glob
import gzip
import os
import random
import re
import subprocess
import sys

PROGRAM = os.environ.get("ZHIBIAO", "build/zhibiao")
MARK = "\ufffd"
EVERY = 4  # line is damaged

# Real mojibake that manual pages and collections of reviews hold: a part of what it becomes.
FOUND = (
    "数值型的ICMP", "數值型的ICMP", '默认是"65535"',
    "房間衛生", "房間硬體", "房間內的", "只有一个",
)  # fmt: skip

# Kind: share of lines that must come out exactly, and of characters that may come out wrong. The
# others are lost: most lines of the first kinds end with a byte that GBK has no character for.
FLOORS = {
    "utf-8 as gbk": (0.16, 0.009),
    "utf-8 as gbk, ?": (0.16, 0.009),
    "utf-8 as latin-1": (1.0, 0.0),
    "utf-8 as cp1252": (1.0, 0.0),
    "utf-8 as latin-1 twice": (1.0, 0.0),
    "big5 as gbk": (0.0, 0.02),
    "big5 as gb18030": (0.5, 0.02),
    "gbk as big5": (0.88, 0.005),
    "gbk as latin-1": (0.98, 0.0005),
    "gbk, a byte lost": (0.28, 0.014),
    "phrase, a byte lost": (0.66, 0.03),
    "phrase, more is gone": (0.5, 0.12),
}


def misread(text, charset, wrong, mark=MARK):
    return text.encode(charset, "ignore").decode(wrong, "replace").replace(MARK, mark)


def windows_1252(data):
    return "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in data)


def whole(text, charset, wrong):
    """The damaged text where no byte of it was lost on the way, else None."""
    try:
        return text.encode(charset).decode(wrong)
    except UnicodeError:
        return None


def shifted(text, rng):
    """GBK from which the first byte of a character was lost, read on to where bytes line up."""
    places = [m.start() for m in re.finditer("[\u4e00-\u9fff]{6,}", text)]
    if not places:
        return None
    place = rng.choice(places) + rng.randrange(1, 3)
    data = text.encode("gbk", "ignore")
    cut = len(text[:place].encode("gbk", "ignore"))
    damaged = (data[:cut] + b"?" + data[cut + 1 :]).decode("gbk", "replace")
    return damaged.replace("\uff1f", "?").replace(MARK, "?")


def damages(text, old, rng):
    """The kinds of damage done to a line of simplified and of traditional script."""
    latin = text.encode().decode("latin-1")
    yield "utf-8 as gbk", text, misread(text, "utf-8", "gbk")
    yield "utf-8 as gbk, ?", text, misread(text, "utf-8", "gbk", "?")
    yield "utf-8 as latin-1", text, latin
    yield "utf-8 as cp1252", text, windows_1252(text.encode())
    yield "utf-8 as latin-1 twice", text, latin.encode().decode("latin-1")
    yield "big5 as gbk", old, misread(old, "big5", "gbk")
    yield "big5 as gb18030", old, whole(old, "big5", "gb18030")
    yield "gbk as big5", text, whole(text, "gbk", "big5hkscs")
    yield "gbk as latin-1", text, text.encode("gbk", "ignore").decode("latin-1")
    yield "gbk, a byte lost", text, shifted(text, rng)


def run(text, *command):
    done = subprocess.run([PROGRAM, *command], input=text.encode(), stdout=subprocess.PIPE, check=True)
    return done.stdout.decode()


def decode(text):
    return run(text, "decode", "--from", "utf-8", "-")


def lines_of(pattern):
    for path in sorted(glob.glob(pattern)):
        for line in open(path, encoding="utf-8", errors="ignore"):
            line = line.strip().replace("\ufffd", "")
            if 12 <= len(re.findall("[\u4e00-\u9fff]", line)) and len(line) < 160 and "??" not in line:
                yield line


def to_big5(line):
    simplified = "国业发经济产县区实与为乡规划开动机关应会级项设务办进"
    traditional = "國業發經濟產縣區實與為鄉規劃開動機關應會級項設務辦進"
    line = line.translate(str.maketrans(simplified, traditional))
    return "".join(c for c in line if c.encode("big5", "ignore"))


def phrase_cases():
    """Phrases of traditional script that lost a byte, with and without what became private use."""
    rng = random.Random(7)
    old = run("\n".join(lines_of("fixtures/*.txt")), "convert", "-c", "s2t")
    for right in sorted(set(re.findall("[\u4e00-\u9fff]{8,12}", old)))[::EVERY]:
        data, cut = right.encode("gb18030"), 2 * rng.randrange(1, 3)
        read = (data[:cut] + b"?" + data[cut + 1 :]).decode("gb18030", "replace")
        read = read.replace("\uff1f", "?").replace(MARK, "?")
        yield "phrase, a byte lost", right, read
        yield "phrase, more is gone", right, re.sub("[\ue000-\uf8ff]", "", read)


def line_cases():
    rng = random.Random(7)
    return [
        (kind, right, wrong)
        for line in list(lines_of("fixtures/*.txt"))[::EVERY]
        for kind, right, wrong in damages(line, to_big5(line), rng)
        if wrong and wrong != right and "\n" not in wrong
    ]


def undo_cases(cases, tally, verbose):
    undone = decode("\n".join(wrong for _, _, wrong in cases) + "\n").split("\n")
    for (kind, right, wrong), line in zip(cases, undone):
        count = tally[kind]
        count["lines"] += 1
        count["chars"] += len(right)
        count["exact"] += line == right
        other = sum(a != b for a, b in zip(line, right))
        count["near"] += len(line) == len(right) and other <= 1
        if MARK not in line and len(line) == len(right):
            bad = other
        else:
            known = ".{1,4}".join(map(re.escape, re.split(MARK + "+", line)))
            bad = 0 if MARK in line and re.search(known, right) else 1
        count["wrong"] += bad
        if verbose and line != right:
            print(f"{kind}\n  {wrong}\n  {line}\n  {right}")


def report(tally):
    failed = 0
    for kind, (exact, wrong) in FLOORS.items():
        c = tally[kind]
        a, b = c["exact"] / max(1, c["lines"]), c["wrong"] / max(1, c["chars"])
        good = c["lines"] > 0 and a >= exact and b <= wrong
        failed += not good
        print(f"{kind:24} {c['lines']:4} lines, {a:6.1%} exact, "
              f"{c['near'] / max(1, c['lines']):6.1%} but for a character, {b:7.3%} wrong"
              + ("" if good else f"   (wanted {exact:.0%}, {wrong:.2%})"))
    return failed


def healthy_files():
    """Chinese text that is installed: manual pages, documentation, word lists."""
    for pattern in ("man/zh*/**/*.gz", "doc/**/*zh*/**/*.gz", "doc/**/*zh[-_.]*", "games/**/*"):
        for path in glob.glob("/usr/share/" + pattern, recursive=True):
            if os.path.isfile(path) and not path.endswith((".html", ".htm", ".dat", ".u8")):
                yield path


def read_text(path):
    with (gzip.open if path.endswith(".gz") else open)(path, "rb") as file:
        try:
            text = file.read().decode()
        except (UnicodeError, OSError):
            return ""
    return text if re.search("[\u4e00-\u9fff]", text) else ""


def changed_lines(paths):
    """Lines of healthy text that come out otherwise, and the size of it all."""
    changed, size = [], 0
    for path in paths:
        text = read_text(path)
        size += len(text.encode())
        undone = decode(text) if text else text
        if undone != text:
            pairs = zip(text.split("\n"), undone.split("\n"))
            changed += [(path, a, b) for a, b in pairs if a != b and not any(f in b for f in FOUND)]
    return changed, size


def main():
    verbose = "-v" in sys.argv
    tally = collections.defaultdict(collections.Counter)
    for cases in (line_cases(), list(phrase_cases())):
        undo_cases(cases, tally, verbose)
    failed = report(tally)
    paths = [path for path in sys.argv[1:] if path != "-v"]
    changed, size = changed_lines(paths or sorted(set(healthy_files())))
    for path, before, after in changed:
        print(f"{path}: healthy text was changed:\n  {before}\n  {after}")
    print(f"{size / 1e6:.1f} MB of healthy text, {len(changed)} lines changed")
    print(f"{len(FLOORS) + 1 - failed - bool(changed)} passed, {failed + bool(changed)} failed")
    return failed or bool(changed)


if __name__ == "__main__":
    sys.exit(main())
