#!/usr/bin/env python3
"""Every record's span, cut out of the original bytes and decoded, is its quote.

usage: spans.py FOLDER...    ($ZHIBIAO is the program)

Each *.txt of the folders is read as it is and in copies:

  simplified    the text as it is, in UTF-8 and GB18030
  traditional   the text with its simplified characters replaced by traditional ones, in UTF-8,
                GB18030 and Big5; the few characters that Big5 lacks are left out of all three

Within a set of copies the records must agree but for what depends on the charset: spans, and the
charset itself.
"""
import json
import os
import subprocess
import sys
import tempfile

PROGRAM = os.environ.get("ZHIBIAO", "build/zhibiao")
CODECS = {"big5": "big5hkscs", "gbk": "gb18030", "gb2312": "gb18030"}
CHARSET_FIELDS = ("doc", "span", "charset")
FLAGS = ["--edits", "--facts", "--mentions"]


def codec_of(charset):
    return CODECS.get(charset.lower(), charset)


def run(paths):
    done = subprocess.run([PROGRAM, "run", "--format", "ndjson", *FLAGS, *paths],
                          capture_output=True, check=False)
    if done.returncode:
        sys.exit(f"spans.py: exit status {done.returncode}: {done.stderr.decode()}")
    records = {path: [] for path in paths}
    for line in done.stdout.decode().splitlines():
        record = json.loads(line)
        records[record["doc"]].append(record)
    return records


def same_in_big5(character):
    """Whether all the variants of Big5 have the character, and in the same place."""
    found = set()
    for codec in ("big5", "cp950", "big5hkscs"):
        try:
            found.add(character.encode(codec))
        except UnicodeEncodeError:
            return False
        if character.encode(codec).decode(codec) != character:
            return False
    return len(found) == 1


def traditional_forms():
    """Simplified to traditional, as far as Big5 has it, learnt from what the program converts."""
    pairs = (bytes((lead, trail)) for lead in range(0xA4, 0xFA)
             for trail in [*range(0x40, 0x7F), *range(0xA1, 0xFF)])
    characters = [c for c in (pair.decode("big5", "ignore") for pair in pairs)
                  if len(c) == 1 and same_in_big5(c)]
    out = subprocess.run([PROGRAM, "convert"], input="\n".join(characters).encode(),
                         capture_output=True, check=True).stdout.decode().split("\n")
    forms = {}
    for traditional, simplified in zip(characters, out):
        if simplified != traditional and not same_in_big5(simplified):
            forms.setdefault(simplified, traditional)
    return forms


def problems(records, data):
    """What is wrong with the spans of a document's records."""
    charset = next((r["charset"] for r in records if r["type"] == "document"), None)
    if charset is None:
        return ["no document record"]
    wrong = []
    for record in records:
        start, end = record["span"]
        piece = data[start:end]
        try:
            text, quote = piece.decode(codec_of(charset)), record["quote"]
        except UnicodeDecodeError:
            text = piece.decode(codec_of(charset), "ignore")
            quote = record["quote"].replace("\ufffd", "")
        if not 0 <= start <= end <= len(data) or text != quote:
            wrong.append(f"{record['type']} {record['rule']} {start}-{end}: "
                         f"the bytes are {text[:60]!r}, the quote {quote[:60]!r}")
    return wrong


def bare(records):
    return [{k: v for k, v in r.items() if k not in CHARSET_FIELDS} for r in records]


def first_difference(a, b):
    for x, y in zip(a, b):
        if x != y:
            keys = [k for k in {**x, **y} if x.get(k) != y.get(k)]
            return ", ".join(f"{k}: {str(x.get(k))[:60]} / {str(y.get(k))[:60]}" for k in keys)
    return f"{len(a)} / {len(b)} records"


class Tally:
    def __init__(self):
        self.passed = self.failed = 0

    def check(self, what, wrong):
        if wrong:
            print(f"{what}: {len(wrong)} wrong")
            print("".join(f"    {line}\n" for line in wrong[:5]), end="")
        self.passed += not wrong
        self.failed += bool(wrong)


def check_set(texts, codecs, name, folder, tally):
    """texts: name of the document → text. The copies lie in FOLDER/NAME-CODEC/DOCUMENT."""
    copies = {}
    for codec in codecs:
        place = os.path.join(folder, f"{name}-{codec}")
        os.mkdir(place)
        for doc, text in texts.items():
            with open(os.path.join(place, doc), "wb") as out:
                out.write(text.encode(codec))
        copies[codec] = run([os.path.join(place, doc) for doc in texts])
    for doc in texts:
        for codec in codecs:
            path = os.path.join(folder, f"{name}-{codec}", doc)
            records = copies[codec][path]
            with open(path, "rb") as data:
                tally.check(f"{doc}, {name} in {codec}", problems(records, data.read()))
            first = bare(copies[codecs[0]][os.path.join(folder, f"{name}-{codecs[0]}", doc)])
            if codec != codecs[0] and bare(records) != first:
                tally.check(f"{doc}, {name}: {codecs[0]} / {codec}",
                            [first_difference(first, bare(records))])
            elif codec != codecs[0]:
                tally.check(doc, [])


def main():
    tally = Tally()
    paths = []
    for folder in sys.argv[1:]:
        if not os.path.isdir(folder):
            print(f"not here: {folder}")
            continue
        paths += [os.path.join(folder, n) for n in sorted(os.listdir(folder)) if n.endswith(".txt")]
    records = run(paths)
    texts = {}
    for path in paths:
        with open(path, "rb") as file:
            data = file.read()
        tally.check(path, problems(records[path], data))
        charset = next((r["charset"] for r in records[path] if r["type"] == "document"), "UTF-8")
        text = data.decode(codec_of(charset), "replace").lstrip("\ufeff")
        texts[os.path.basename(path)] = text.replace("\ufffd", "")
    forms = traditional_forms()
    full = {n: "".join(forms.get(c, c) for c in t) for n, t in texts.items()}
    fitting = {n: "".join(c for c in t if same_in_big5(c)) for n, t in full.items()}
    left_out = sum(map(len, full.values())) - sum(map(len, fitting.values()))
    print(f"{len(texts)} documents, {sum(map(len, full.values()))} characters; "
          f"{left_out} that Big5 lacks are left out of the traditional copies")
    with tempfile.TemporaryDirectory() as folder:
        check_set(texts, ["utf-8", "gb18030"], "simplified", folder, tally)
        check_set(fitting, ["utf-8", "gb18030", "big5"], "traditional", folder, tally)
    print(f"{tally.passed} passed, {tally.failed} failed")
    return tally.failed > 0


sys.exit(main())
