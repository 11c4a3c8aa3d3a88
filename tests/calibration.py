#!/usr/bin/env python3
"""Shows whether confidence means something: of the records at each, how many are right.

usage: calibration.py [--wrong] [WANT]...    ($ZHIBIAO is the program)

WANT is a NAME.want.ndjson of the fixtures, or a NAME.json of annotations in ../shared/gold; without
any, all that are here. A record is right when score.py pairs it with a wanted one and finds the
same value, unit, operator, indicator, deadline and recurrence for a target, the same of everything
it compares for the others. Records wanted as optional, and what is paired with them, don't count.
--wrong lists the records at FIRM or above that are not right.
"""
import glob
import json
import os
import subprocess
import sys

import score

PROGRAM = os.path.abspath(os.environ.get("ZHIBIAO", "build/zhibiao"))
GOLD, CORPUS = "../shared/gold", "../shared/corpus"
FIRM, GOAL = 0.9, 0.98
BUCKETS = (0.95, 0.9, 0.8, 0.7, 0.6, 0.5, 0.0)
LISTS = (("target", "targets"), ("deadline", "deadlines"), ("assignment", "assignments"))
NULLS = ("value_max", "baseline", "recurrence", "deadline", "start", "end")


def read_annotations(path):
    """The document and the wanted records of a file of gold annotations."""
    with open(path, encoding="utf-8") as file:
        gold = json.load(file)
    document = os.path.join(CORPUS, gold["doc"])
    text, offset = score.read_document(document, "UTF-8")
    records = []
    for kind, name in LISTS:
        for item in gold[name]:
            r = dict.fromkeys(NULLS) | {"lead": [], "support": []} | item | {"type": kind}
            if not r.get("optional"):
                r.pop("optional", None)
            at = score.nth_place(text, r["quote"], r.get("nth", 1))
            r["span"] = [offset(at), offset(at + len(r["quote"]))]
            records.append(r)
    return document, records


def read_wanted(path):
    if path.endswith(".want.ndjson"):
        return path[:-len(".want.ndjson")] + ".txt", score.read_wanted(path)[1][1:]
    return read_annotations(path)


def run(documents):
    done = subprocess.run([PROGRAM, "run", "--format", "ndjson", *documents], capture_output=True)
    if done.returncode:
        sys.exit(done.stderr.decode().strip())
    return score.read_found(done.stdout.decode().splitlines())


def is_right(want, diff):
    return not [f for f in diff if want["type"] != "target" or f in score.FULL + ("value_max",)]


def judge(wanted, found):
    """(record, what is wrong with it or "") for each record found that counts."""
    for kind in score.TYPES:
        pairs, _, extra = score.pair_up([r for r in wanted if r["type"] == kind],
                                        [r for r in found if r["type"] == kind])
        for want, got, diff in pairs:
            if "optional" not in want:
                yield got, "" if is_right(want, diff) else ",".join(diff)
        for got in extra:
            yield got, "spurious"


def share(right, count):
    return f"{right:5d} / {count:5d}  {right / count:6.1%}" if count else " " * 22


def print_table(judged):
    print("confidence  " + "".join(f"{kind:24s}" for kind in score.TYPES) + "all")
    for i, low in enumerate(BUCKETS):
        high = BUCKETS[i - 1] if i else 2
        print_row(f"{low:.2f}-{min(high, 1):.2f}",
                  [j for j in judged if low <= j[0]["confidence"] < high])
    print_row(f">= {FIRM}", [j for j in judged if j[0]["confidence"] >= FIRM])


def print_row(label, judged):
    cells = []
    for kind in score.TYPES + (None,):
        wrong = [how for got, how in judged if kind in (None, got["type"])]
        cells.append(f"{share(wrong.count(''), len(wrong)):24s}")
    print(f"{label:12s}" + "".join(cells).rstrip())


def main():
    paths = [a for a in sys.argv[1:] if a != "--wrong"]
    if not paths:
        paths = sorted(glob.glob("fixtures/*.want.ndjson")) + sorted(glob.glob(GOLD + "/0*.json"))
        if not os.path.isdir(GOLD):
            print(f"not here: {GOLD}, the annotated documents; the fixtures alone were read")
    wanted = dict(read_wanted(path) for path in paths)
    found = run(list(wanted))
    judged = []
    for document, records in wanted.items():
        for got, how in judge(records, found.get(os.path.basename(document), [])):
            judged.append((got, how))
            if how and "--wrong" in sys.argv and got["confidence"] >= FIRM:
                print(f"{os.path.basename(document)}\t{got['type']}\t{how}\t{got['quote']!r}")
    print_table(judged)
    firm = [how for got, how in judged if got["confidence"] >= FIRM]
    print(f"{len(judged)} records of {len(wanted)} documents; the goal is {GOAL:.0%} from {FIRM} on, "
          f"it is {firm.count('') / max(1, len(firm)):.1%}")


if __name__ == "__main__":
    main()
