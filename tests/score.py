#!/usr/bin/env python3
"""Compare records (NDJSON on standard input) with the records wanted of the fixtures.

usage: zhibiao run fixtures/*.txt | tests/score.py [--misses] [--golden FILE [--write]] WANT...

WANT is a file NAME.want.ndjson beside its document NAME.txt (see fixtures/README.md).
A record found and a record wanted make a pair when their places in the document overlap, the most
alike first. The rows of the result say how many records are right, wanted and found:

  document      title, issuer, number, publication date, region, period, charset and script
  target.value  value, value_max and unit
  target.full   these, and op, indicator, deadline and recurrence
  target        these, and kind, baseline, deadline_from, lead and support
  deadline      kind, start, end and recurrence
  assignment    lead and support
  agencies      single agencies in the lead, list by list

Records wanted with "optional" count neither for nor against. --misses shows both sides of each
record that is missed, spurious or different. --golden FILE compares the list of misses, one line
each, with the committed one, and exits with 1 and a diff when they differ; --write rewrites it.
"""
import argparse
import codecs
import difflib
import json
import os
import sys
import unicodedata

BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"))
CODECS = {"UTF-8": "utf-8", "GB18030": "gb18030", "Big5": "big5", "UTF-16LE": "utf-16-le",
          "UTF-16BE": "utf-16-be"}
SAME_CHARSET = {"GBK": "GB18030", "GB2312": "GB18030", "Big5-HKSCS": "Big5", "CP950": "Big5"}
VALUE = ("value", "unit")
FULL = VALUE + ("op", "indicator", "deadline", "recurrence")
ROWS = ("document", "target.value", "target.full", "target", "deadline", "assignment", "agencies")
TYPES = ("target", "deadline", "assignment")


def fail(message):
    sys.exit("score.py: " + message)


# --- the same or not -----------------------------------------------------------------------------

def plain(text):
    """A text without differences of width and spacing."""
    return "".join(unicodedata.normalize("NFKC", text or "").split())


def pairs_of(text):
    return [text[i:i + 2] for i in range(len(text) - 1)] or [text]


def alike(a, b):
    """Share of character pairs that two texts have in common, 0 to 1."""
    a, b = plain(a), plain(b)
    if a == b:
        return 1.0
    if not a or not b:
        return 0.0
    left, rest = pairs_of(a), pairs_of(b)
    total, common = len(left) + len(rest), 0
    for pair in left:
        if pair in rest:
            rest.remove(pair)
            common += 1
    return 2 * common / total


def same_number(a, b):
    if a is None or b is None:
        return a is None and b is None
    return abs(float(a) - float(b)) <= max(1e-6 * max(abs(a), abs(b)), 5e-4 if abs(a) < 1 else 0)


def same_value(want, got):
    return same_number(want["value"], got.get("value")) and \
        same_number(want["value_max"], got.get("value_max"))


def same_indicator(want, got):
    names = [want["indicator"]] + want.get("indicator_also", [])
    return any(alike(name, got.get("indicator")) >= 0.7 for name in names)


def same_baseline(want, got):
    a, b = want["baseline"], got.get("baseline")
    if a is None or b is None:
        return a is None and b is None
    return same_number(a["value"], b.get("value")) and a["year"] == (b.get("year") or None) and \
        (a["value"] is None or plain(a["unit"]) == plain(b.get("unit")))


def same_names(field):
    def same(want, got):
        return {plain(x) for x in want[field]} == {plain(x) for x in got.get(field) or []}
    return same


def same_text(field):
    def same(want, got):
        return plain(want[field]) == plain(got.get(field))
    return same


def same_charset(want, got):
    name = got.get("charset")
    return want["charset"] == SAME_CHARSET.get(name, name)


def same_period(want, got):
    period = got.get("period") or {}
    return all(want["period"][k] == period.get(k) for k in ("start", "end"))


def texts(*fields):
    return [(field, same_text(field)) for field in fields]


CHECKS = {
    "document": texts("title", "issuer", "number", "published", "region", "script") +
    [("charset", same_charset), ("period", same_period)],
    "target": [("value", same_value), ("indicator", same_indicator), ("baseline", same_baseline),
               ("lead", same_names("lead")), ("support", same_names("support"))] +
    texts("unit", "op", "kind", "recurrence", "deadline", "deadline_from"),
    "deadline": texts("kind", "start", "end", "recurrence"),
    "assignment": [("lead", same_names("lead")), ("support", same_names("support"))],
}


def differences(want, got):
    return [field for field, same in CHECKS[want["type"]] if not same(want, got)]


# --- documents -----------------------------------------------------------------------------------

def read_document(path, charset):
    """The text of a document and a function from an offset in it to one in the file's bytes."""
    with open(path, "rb") as f:
        data = f.read()
    mark, codec = next((b for b in BOMS if data.startswith(b[0])), (b"", CODECS[charset]))
    text = data[len(mark):].decode(codec)
    return text, lambda at: len(mark) + len(text[:at].encode(codec))


def nth_place(text, quote, nth):
    at = -1
    for _ in range(nth):
        at = text.find(quote, at + 1)
        if at < 0:
            return None
    return at


def read_wanted(path):
    """The records of a want file, with `span` in the bytes of the document beside it."""
    with open(path, encoding="utf-8") as f:
        records = [json.loads(line) for line in f if line.strip()]
    document = path[:-len(".want.ndjson")] + ".txt"
    text, offset = read_document(document, records[0]["charset"])
    for r in records[1:]:
        nth = r.get("nth", 1)
        at = nth_place(text, r["quote"], nth)
        if at is None:
            fail(f"{path}: no place {nth} of {r['quote']!r}")
        r["span"] = [offset(at), offset(at + len(r["quote"]))]
    return os.path.basename(document), records


def read_found(lines):
    found = {}
    for line in lines:
        if line.strip():
            r = json.loads(line)
            found.setdefault(os.path.basename(r.get("doc") or ""), []).append(r)
    return found


# --- scoring -------------------------------------------------------------------------------------

def overlap(a, b):
    return min(a[1], b[1]) - max(a[0], b[0])


def pair_up(wanted, found):
    """One-to-one pairs (want, got, differing fields) of records whose places overlap."""
    candidates = []
    for i, want in enumerate(wanted):
        for j, got in enumerate(found):
            common = overlap(want["span"], got.get("span") or [0, 0])
            if common > 0:
                diff = differences(want, got)
                value = any(field in diff for field in VALUE)
                order = (value, len(diff), "optional" in want, -common)
                candidates.append((order, i, j, diff))
    used_i, used_j, pairs = set(), set(), []
    for _, i, j, diff in sorted(candidates, key=lambda c: c[:3]):
        if i not in used_i and j not in used_j:
            used_i.add(i)
            used_j.add(j)
            pairs.append((wanted[i], found[j], diff))
    left = [w for i, w in enumerate(wanted) if i not in used_i and "optional" not in w]
    return pairs, left, [g for j, g in enumerate(found) if j not in used_j]


class Score:
    def __init__(self):
        self.rows = {name: [0, 0, 0] for name in ROWS}
        self.misses = []  # (file, place, type, how, want, got)

    def add(self, row, right, wanted, found):
        self.rows[row] = [a + b for a, b in zip(self.rows[row], (right, wanted, found))]

    def miss(self, name, how, want, got):
        r = want or got
        self.misses.append((name, (r.get("span") or [-1])[0], r["type"], how, want, got))

    def count(self, kind, right, wanted, found, diff):
        """One record of a type in every row it belongs to."""
        rows = {"target.value": VALUE, "target.full": FULL, "target": None}
        for row, fields in (rows if kind == "target" else {kind: None}).items():
            good = right and not [f for f in diff if fields is None or f in fields]
            self.add(row, int(good), wanted, found)

    def agencies(self, want, got):
        a = {plain(x) for x in want["lead"]} if want else set()
        b = {plain(x) for x in got.get("lead") or []} if got else set()
        self.add("agencies", len(a & b), len(a), len(b))

    def record(self, name, want, got, diff):
        """A pair, a record missed (got is None) or a spurious one (want is None)."""
        if want and "optional" in want:
            return
        kind = (want or got)["type"]
        self.count(kind, bool(want and got), int(bool(want)), int(bool(got)), diff)
        if kind == "assignment":
            self.agencies(want, got)
        if not got or not want or diff:
            how = ",".join(diff) or ("missed" if want else "spurious")
            self.miss(name, how, want, got)

    def document(self, name, wanted, found):
        info = next((r for r in found if r["type"] == "document"), None)
        self.record(name, wanted[0], info, differences(wanted[0], info) if info else [])
        for kind in TYPES:
            pairs, left, extra = pair_up([r for r in wanted if r["type"] == kind],
                                         [r for r in found if r["type"] == kind])
            for want, got, diff in pairs:
                self.record(name, want, got, diff)
            for want in left:
                self.record(name, want, None, [])
            for got in extra:
                self.record(name, None, got, [])

    def sorted_misses(self):
        return sorted(self.misses, key=lambda m: m[:4])


# --- output --------------------------------------------------------------------------------------

def miss_line(miss):
    name, _, kind, how, want, got = miss
    quote = (want or got).get("quote") or ""
    return "\t".join((name, kind, how, quote.replace("\r", "\\r").replace("\n", "\\n"))) + "\n"


def short(r):
    return json.dumps({k: v for k, v in r.items() if v not in (None, [], "") and
                       k not in ("type", "doc", "span", "section", "sentence", "confidence")},
                      ensure_ascii=False)


def print_misses(score):
    for miss in score.sorted_misses():
        print(miss_line(miss), end="")
        for label, r in (("want ", miss[4]), ("found", miss[5])):
            if r:
                print(f"    {label} {short(r)}")


def print_rows(score):
    for name, (right, wanted, found) in score.rows.items():
        f1 = 2 * right / (wanted + found) if wanted + found else 1.0
        print(f"{name:13s} {right:5d} right {wanted:5d} wanted {found:5d} found   F1 {f1:.3f}")


def check_golden(path, lines, write):
    if write:
        with open(path, "w", encoding="utf-8") as f:
            f.writelines(lines)
        return 0
    try:
        with open(path, encoding="utf-8") as f:
            old = f.readlines()
    except OSError as e:
        fail(f"{path}: {e.strerror}")
    diff = list(difflib.unified_diff(old, lines, path, "now", n=0))
    sys.stdout.writelines(diff)
    return 1 if diff else 0


def arguments():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    ap.add_argument("--misses", action="store_true", help="show every miss")
    ap.add_argument("--golden", metavar="FILE", help="the committed list of misses")
    ap.add_argument("--write", action="store_true", help="rewrite the list of misses")
    ap.add_argument("want", nargs="+", metavar="WANT")
    a = ap.parse_args()
    if a.write and not a.golden:
        ap.error("--write needs --golden")
    bad = [w for w in a.want if not w.endswith(".want.ndjson")]
    if bad:
        ap.error(f"not a want file: {bad[0]}")
    return a


def main():
    a = arguments()
    found, score = read_found(sys.stdin), Score()
    for path in a.want:
        name, wanted = read_wanted(path)
        score.document(name, wanted, found.get(name, []))
    if a.misses:
        print_misses(score)
    print_rows(score)
    lines = [miss_line(m) for m in score.sorted_misses()]
    return check_golden(a.golden, lines, a.write) if a.golden else 0


if __name__ == "__main__":
    sys.exit(main())
