#!/usr/bin/env python3
"""Holds `--mentions` against the test cases of Recognizers-Text.

usage: peers.py [--misses] [FOLDER]    ($ZHIBIAO is the program)

FOLDER holds NumberModel.json and DatePeriodParser.json, the specs for Chinese. Cases that the
authors mark as not supported everywhere are passed over. peers-exceptions.tsv lists the others that
we read differently, by their number in the file, with the reason: `apart` where the case means something that mentions do not
tell or where policy Chinese means something else, `miss` where we are wrong. All cases but these
must be right; misses count against the floor.

A number is right when a mention that covers its place has its value, in the written unit times 万
or 亿, and no other number is found; percentages are no numbers there, and we find more of them. A
period is right when it is the only time found, with the same first day and the same end in one of
the two ways in which the case may be resolved. Ends are exclusive there: of a range from A to B we
give the last day of B, so B's own beginning is as right as the day after our end.
"""
import collections
import datetime
import json
import os
import subprocess
import sys

PROGRAM = os.path.abspath(os.environ.get("ZHIBIAO", "build/zhibiao"))
FOLDER = "../shared/peers/recognizers"
EXCEPTIONS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "peers-exceptions.tsv")
SKIPPED = 77
SCALES = (("万亿", 1e12), ("亿", 1e8), ("万", 1e4))
NUMBERS = ("number", "quantity", "range", "ordinal", "duration")


def read_cases(path):
    with open(path, encoding="utf-8-sig") as file:
        cases = json.load(file)
    for number, case in enumerate(cases, 1):
        case["number"] = number
    return [c for c in cases if not any(k.startswith("NotSupported") for k in c)]


def read_exceptions(name):
    with open(EXCEPTIONS, encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file if line.strip()]
    return {int(row[1]): row[2] for row in rows if row[0] == name}


def mentions_of(texts, reference):
    """For each text its mentions, with `at` in characters, all in one process."""
    lines = "".join(json.dumps({"id": str(i), "text": text}, ensure_ascii=False) + "\n"
                    for i, text in enumerate(texts))
    command = [PROGRAM, "run", "--mentions", "--format", "ndjson"]
    command += ["--reference", reference] if reference else []
    done = subprocess.run(command, input=lines.encode(), capture_output=True)
    if done.returncode:
        sys.exit(f"{' '.join(command)}: {done.stderr.decode().strip()}")
    found = [[] for _ in texts]
    for record in map(json.loads, done.stdout.decode().splitlines()):
        if record["type"] == "mention":
            index = int(record["doc"].rsplit(":", 1)[-1].rsplit("#", 1)[-1])
            data = texts[index].encode()
            record["at"] = [len(data[:at].decode()) for at in record["span"]]
            found[index].append(record)
    return found


def same(a, b):
    return abs(a - b) <= 1e-9 * max(1, abs(a), abs(b))


def full_value(mention):
    unit = mention["unit"]
    return mention["value"] * next((n for word, n in SCALES if unit.startswith(word)), 1)


def number_is_right(case, found):
    """Each wanted number in a mention of its own, in order, and no other number."""
    rest = [m for m in found if m["value"] is not None]
    for want in case["Results"]:
        value = float(want["Resolution"]["value"])
        right = [m for m in rest if m["at"][0] <= want["Start"] and m["at"][1] > want["End"] and
                 (same(full_value(m), value) or same(m["value"], value))]
        if not right:
            return False
        rest.remove(right[0])
    return not [m for m in rest if m["kind"] in NUMBERS]


def same_end(end, wanted, is_range):
    day = datetime.date.fromisoformat(end)
    after = (day + datetime.timedelta(1)).isoformat()
    last = wanted == end or (end.endswith("-12-31") and wanted == end[:4] + "-01-01")
    return wanted == after or (is_range and last)


def period_is_right(case, found):
    times = [m for m in found if m["kind"] in ("time", "duration")]
    if len(times) != 1 or not times[0]["start"] or not times[0]["end"]:
        return False
    wanted, got = case["Results"][0], times[0]
    if got["at"][0] >= wanted["Start"] + wanted["Length"] or got["at"][1] <= wanted["Start"]:
        return False
    is_range = any(word in wanted["Text"] for word in "到至-与") or "之后" in wanted["Text"]
    for way in ("FutureResolution", "PastResolution"):
        dates = wanted["Value"][way]
        if dates and got["start"] == dates["startDate"] and \
                same_end(got["end"], dates["endDate"], is_range):
            return True
    return False


MODELS = (("NumberModel", number_is_right, 0.97), ("DatePeriodParser", period_is_right, 0.90))


def judge(cases, is_right):
    """(case, mentions, right) of each case; cases of one day of reference go together."""
    groups = collections.defaultdict(list)
    for case in cases:
        groups[case.get("Context", {}).get("ReferenceDateTime", "")[:10]].append(case)
    for reference, group in groups.items():
        for case, found in zip(group, mentions_of([c["Input"] for c in group], reference)):
            yield case, found, is_right(case, found)


def short(mention):
    return {k: mention[k] for k in ("quote", "kind", "value", "unit", "start", "end", "rule")
            if mention[k] not in (None, "")}


def check(name, cases, is_right, floor, verbose):
    exceptions = read_exceptions(name)
    right = apart = unexpected = 0
    for case, found, good in judge(cases, is_right):
        listed = exceptions.pop(case["number"], None)
        apart += listed == "apart"
        right += good
        if good != (listed is None):
            unexpected += 1
        if (verbose and not good) or good != (listed is None):
            print(f"{name} {case['number']}: {case['Input']}: {'right, but an exception' if good else 'not so'}")
            for mention in found:
                print("   ", short(mention))
    for left in exceptions:
        print(f"{name}: no case {left} that counts, but an exception")
    total = len(cases) - apart
    print(f"{name}: {right} of {total} right, {right / total:.3f}, at least {floor}; "
          f"{apart} set apart")
    return unexpected + len(exceptions) + (right < floor * total)


def main():
    arguments = [a for a in sys.argv[1:] if a != "--misses"]
    folder = arguments[0] if arguments else FOLDER
    if not os.path.isdir(folder):
        print(f"not here: {folder}, the test cases of Recognizers-Text")
        return SKIPPED
    failed = 0
    for name, is_right, floor in MODELS:
        cases = read_cases(os.path.join(folder, name + ".json"))
        failed += check(name, cases, is_right, floor, "--misses" in sys.argv) > 0
    print(f"{len(MODELS) - failed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
