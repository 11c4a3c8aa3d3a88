#!/usr/bin/env python3
"""Show that repairs leave healthy text alone.

usage: tests/healthy.py [--list] [FOLDER...]

Reads the fixtures that carry no damage and the Chinese texts that this machine happens to have
(manual pages, help files, documentation of packages). Forms and blanks may change there; the
fixtures must show no edit of any other kind, and the texts found none that is not listed in
tests/healthy.justified, one a line: kind, before, after and why, between tabs. Ends with status 1
when there is one. --list prints all edits with their texts. Folders of other healthy texts may be
named.
"""
import glob
import gzip
import json
import os
import re
import subprocess
import sys
import tempfile

ZHIBIAO = os.environ.get("ZHIBIAO", "build/zhibiao")
LIST = os.path.join(os.path.dirname(__file__), "healthy.justified")
FREE = {"form", "space", "script", "undecodable"}
PLACES = ("/usr/share/man/zh*/man*/*", "/usr/share/vim/vim*/tutor/tutor.zh_*utf-8",
          "/usr/share/gnupg/help.zh_*.txt", "/usr/share/doc/*/*zh*", "/usr/share/doc/*/zh*/*",
          "/usr/lib/systemd/catalog/*zh_CN*", "/usr/lib/node_modules/**/*zh*.md",
          "/usr/local/lib/node_modules/**/*zh*.md", "/usr/share/nodejs/**/*zh*.md")
MOST_BYTES = 20_000_000


def found_texts():
    """(name, UTF-8 bytes) of Chinese texts of this machine, manual pages without their macros."""
    total = 0
    for path in sorted({p for place in PLACES for p in glob.glob(place, recursive=True)}):
        if not os.path.isfile(path) or total > MOST_BYTES:
            continue
        with (gzip.open if path.endswith(".gz") else open)(path, "rb") as f:
            text = f.read().decode("utf-8", "ignore")
        if "/man/" in path:
            text = re.sub(r"(?m)^[.'].*\n", "", text)
            text = re.sub(r"\\f.|\\&|\\-", "", text)
        if len(re.findall("[\u4e00-\u9fff]", text)) * 5 > len(text):
            total += len(text)
            yield path, text.encode()


def named_texts():
    for folder in (a for a in sys.argv[1:] if not a.startswith("--")):
        for path in sorted(glob.glob(os.path.join(folder, "**"), recursive=True)):
            if os.path.isfile(path):
                with open(path, "rb") as f:
                    yield path, f.read()


def own_texts():
    for path in sorted(glob.glob("fixtures/b[0-9]*.txt") + glob.glob("fixtures/*.clean.txt")):
        with open(path, "rb") as f:
            yield path, f.read()


def edits(texts):
    """(name, kind, before, after) of every edit that is not free."""
    with tempfile.TemporaryDirectory() as folder:
        names = {}
        for i, (name, text) in enumerate(texts):
            path = os.path.join(folder, "%05d.txt" % i)
            names[path] = name
            with open(path, "wb") as f:
                f.write(text)
        out = subprocess.run([ZHIBIAO, "run", "--edits", folder], stdout=subprocess.PIPE).stdout
    for row in out.splitlines():
        r = json.loads(row)
        if r["type"] == "edit" and r["kind"] not in FREE:
            yield names[r["doc"]], r["kind"], r["before"], r["after"]


def justified():
    with open(LIST, encoding="utf-8") as f:
        rows = [row.rstrip("\n").split("\t") for row in f if row[0] != "#"]
    return {tuple(json.loads(f'"{field}"') for field in row[:3]) for row in rows}


def main():
    known, bad, seen = justified(), 0, 0
    texts = list(own_texts()) + list(found_texts()) + list(named_texts())
    for name, kind, before, after in edits(texts):
        seen += 1
        listed = (kind, before, after) in known and not name.startswith("fixtures/")
        bad += not listed
        if listed and "--list" not in sys.argv:
            continue
        shown = [json.dumps(s, ensure_ascii=False)[1:-1] for s in (before, after)]
        print(name, kind, *shown, sep="\t")
    size = sum(len(t) for _, t in texts)
    print(f"{len(texts)} healthy texts, {size} bytes: {seen} edits, {bad} of them not justified")
    return bad > 0


sys.exit(main())
