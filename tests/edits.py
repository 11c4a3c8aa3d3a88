#!/usr/bin/env python3
"""Compare the repairs made in the annotated documents with the list that was read and judged.

usage: tests/edits.py LIST FILE... [--write | --read]

LIST has a line for each repair: document, first and last byte of its place, kind, and `right` or
`wrong`. Ends with status 1 where another repair is made, one is missing, or fewer than 99 of 100
are right. --write lists the repairs anew and keeps the judgements of those that stayed; new ones
are `unread`, which counts as wrong. --read prints each repair with the words around it, for
somebody to judge.
"""
import json
import os
import subprocess
import sys

ZHIBIAO = os.environ.get("ZHIBIAO", "build/zhibiao")
LEAST_RIGHT = 0.99


def repairs(paths):
    """((document, start, end, kind), before, after) of every repair."""
    out = subprocess.run([ZHIBIAO, "run", "--edits", *paths], check=True, stdout=subprocess.PIPE)
    for row in out.stdout.splitlines():
        r = json.loads(row)
        if r["type"] == "edit":
            key = (os.path.basename(r["doc"])[:3], *map(str, r["span"]), r["kind"])
            yield key, r["doc"], r["before"], r["after"]


def show(doc, key, before, after):
    with open(doc, "rb") as f:
        data = f.read()
    start, end = int(key[1]), int(key[2])
    left = data[max(0, start - 30):start].decode("utf-8", "ignore").replace("\n", "⏎")
    right = data[end:end + 30].decode("utf-8", "ignore").replace("\n", "⏎")
    print(*key, f"{left}[{before}|{after}]{right}".replace("\n", "⏎"), sep="\t")


def read_list(path):
    if not os.path.exists(path):
        return {}
    with open(path, encoding="utf-8") as f:
        rows = [row.rstrip("\n").split("\t") for row in f if row[0] != "#"]
    return {tuple(row[:4]): row[4] for row in rows}


def main():
    flags = {a for a in sys.argv[1:] if a.startswith("--")}
    path, *documents = [a for a in sys.argv[1:] if not a.startswith("--")]
    listed, made = read_list(path), list(repairs(documents))
    if "--read" in flags:
        for key, doc, before, after in made:
            show(doc, key, before, after)
        return 0
    if "--write" in flags:
        with open(path, "w", encoding="utf-8") as f:
            f.write("# Repairs in the annotated documents: document, place in bytes, kind, verdict.\n")
            for key, *_ in made:
                f.write("\t".join((*key, listed.get(key, "unread"))) + "\n")
        return 0
    now = {key for key, *_ in made}
    for key in sorted(now ^ set(listed)):
        print("made, but not listed:" if key in now else "listed, but not made:", *key)
    right = sum(verdict == "right" for verdict in listed.values())
    print(f"{len(listed)} repairs listed, {right} of them right")
    return now != set(listed) or right < LEAST_RIGHT * len(listed)


sys.exit(main())
