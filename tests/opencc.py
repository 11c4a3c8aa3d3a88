#!/usr/bin/env python3
"""Holds `convert` against OpenCC's own test cases.

usage: opencc.py [CASES.json]    ($ZHIBIAO is the program)

CASES.json is OpenCC's test/testcases/testcases.json: inputs, and the expected output by
configuration. The Japanese configurations are left out; a few failures are allowed, because the
dictionaries that the tables are made from are not of the same day as the cases.
"""
import collections
import json
import os
import re
import subprocess
import sys

PROGRAM = os.path.abspath(os.environ.get("ZHIBIAO", "build/zhibiao"))
CASES = "../shared/peers/opencc/testcases.json"
ALLOWED = 5
SKIPPED = 77

COMMENT = re.compile(r'("(?:[^"\\]|\\.)*")|//[^\n]*')
TRAILING_COMMA = re.compile(r",(\s*[}\]])")


def read_cases(path):
    """By configuration: a list of input and expected output."""
    with open(path, encoding="utf-8") as file:
        text = COMMENT.sub(lambda match: match.group(1) or "", file.read())
    cases = collections.defaultdict(list)
    for case in json.loads(TRAILING_COMMA.sub(r"\1", text))["cases"]:
        for config, wanted in case["expected"].items():
            if "jp" not in config:
                cases[config].append((case["input"], wanted))
    return cases


def convert(config, texts):
    """All texts in one process: no case has a line end in it."""
    command = [PROGRAM, "convert", "-c", config + ".json"]
    done = subprocess.run(command, input="\n".join(texts).encode(), capture_output=True)
    if done.returncode:
        sys.exit(f"{' '.join(command)}: {done.stderr.decode().strip()}")
    return done.stdout.decode().split("\n")


def main():
    path = sys.argv[1] if len(sys.argv) > 1 else CASES
    if not os.path.exists(path):
        print(f"not here: {path}, OpenCC's test cases")
        return SKIPPED
    good = bad = 0
    for config, pairs in sorted(read_cases(path).items()):
        for (text, wanted), got in zip(pairs, convert(config, [text for text, _ in pairs])):
            good += got == wanted
            bad += got != wanted
            if got != wanted:
                print(f"{config}: {text}\n    got    {got}\n    wanted {wanted}")
    print(f"{good} of {good + bad} cases of OpenCC as wanted, {ALLOWED} may differ")
    print(f"{1 if bad <= ALLOWED else 0} passed, {0 if bad <= ALLOWED else 1} failed")
    return bad > ALLOWED


if __name__ == "__main__":
    sys.exit(main())
