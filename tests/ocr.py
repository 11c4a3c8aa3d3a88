#!/usr/bin/env python3
"""Print fixtures, scan them badly, read them back with tesseract, and compare the records.

usage: tests/ocr.py [--show] [--diff] [FIXTURE...]

Each healthy fixture that is mostly prose is drawn as pages of official print (28 characters by 22
lines, with page numbers), at three qualities of scan; what tesseract reads stays under build/ocr/,
so that only the first run is slow. The table says, for each quality, the share of characters read
wrongly, and F1 of the records of the repaired and of the unrepaired text against those of the
original: of all their fields, and of targets by value and unit alone. --show lists the records that
differ; --diff the characters that repairs left different.
"""
import collections
import difflib
import glob
import json
import os
import random
import re
import subprocess
import sys

import numpy
from PIL import Image, ImageDraw, ImageFilter, ImageFont

os.environ.setdefault("OMP_THREAD_LIMIT", "1")
ZHIBIAO = os.environ.get("ZHIBIAO", "build/zhibiao")
FOLDER = "build/ocr"
FONTS = ("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc",
         "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
         "/usr/share/fonts/truetype/arphic/uming.ttc",
         "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc")
COLUMNS, ROWS = 28, 22
# dots per inch, blur, noise, skew in degrees
SCANS = {"fine": (220, 0.4, 4, 0.1), "fair": (150, 0.7, 12, 0.4), "poor": (115, 0.8, 16, 0.8)}
HAN = "[\u4e00-\u9fff]"
WIDE = str.maketrans({",": "，", ";": "；", ":": "：", "(": "（", ")": "）", "!": "！", "?": "？"})
CLOSERS = "，。；：）、！？》”％%"


def is_prose(path):
    with open(path, encoding="utf-8", errors="replace") as f:
        text = f.read()
    return sum(len(row) for row in text.split("\n") if len(row) > 20) > 0.8 * len(text) > 400


def as_printed(text):
    """Punctuation beside ideographs is printed full-width."""
    return re.sub(f"(?<={HAN})[,;:()!?]|[,;:()!?](?={HAN})|\\(", lambda m: m.group().translate(WIDE),
                  text)


def wrap(text):
    for paragraph in as_printed(text).split("\n"):
        if not paragraph.strip():
            continue
        line, cells = "", 0
        if not re.match("[0-9].{,3}$", paragraph):
            line, cells = "　　", 4
        for c in re.findall(r"[0-9A-Za-z.,%]+|.", paragraph):
            width = sum(1 if ord(x) < 128 else 2 for x in c)
            if cells + width > 2 * COLUMNS and c not in CLOSERS:
                yield line
                line, cells = "", 0
            line, cells = line + c, cells + width
        yield line


def draw(lines, number, font_path, rng, scan):
    dpi, blur, noise, skew = scan
    size = dpi * 16 // 72
    pitch = round(size * 1.75)
    page = Image.new("L", (size * (COLUMNS + 5), pitch * (ROWS + 5)), 255)
    pen, font = ImageDraw.Draw(page), ImageFont.truetype(font_path, size)
    for i, line in enumerate(lines):
        at = 2.5 * size
        for c in line:
            pen.text((at, pitch * (2 + i)), c, 0, font)
            at += max(font.getlength(c), size / 2)
    pen.text((page.width // 2 - size, pitch * (ROWS + 3)), "— %d —" % number, 0, font)
    page = page.rotate(rng.uniform(-skew, skew), Image.BICUBIC, fillcolor=255)
    page = page.filter(ImageFilter.GaussianBlur(blur))
    dots = numpy.asarray(page, dtype=float)
    dots = dots * 0.85 + 25 + numpy.random.default_rng(rng.randrange(1 << 30)).normal(0, noise,
                                                                                      dots.shape)
    return Image.fromarray(dots.clip(0, 255).astype("uint8"))


def read_back(name, text, quality):
    """What tesseract reads, from the cache where it has been read before."""
    path = os.path.join(FOLDER, f"{name}.{quality}.txt")
    if os.path.exists(path):
        with open(path, encoding="utf-8") as f:
            return f.read()
    os.makedirs(FOLDER, exist_ok=True)
    rng = random.Random(f"{name} {quality}")
    font = rng.choice([f for f in FONTS if os.path.exists(f)])
    lines, out = list(wrap(text)), []
    for number, at in enumerate(range(0, len(lines), ROWS), 1):
        picture = path[:-3] + "png"
        draw(lines[at:at + ROWS], number, font, rng, SCANS[quality]).save(
            picture, dpi=(SCANS[quality][0],) * 2)
        out.append(subprocess.run(["tesseract", picture, "-", "-l", "chi_sim", "--psm", "6"],
                                  check=True, stdout=subprocess.PIPE,
                                  stderr=subprocess.DEVNULL).stdout.decode().rstrip("\f"))
        os.remove(picture)
    with open(path, "w", encoding="utf-8") as f:
        f.write("".join(out))
    return "".join(out)


def pipe(text, *stages):
    for stage in stages:
        text = subprocess.run([ZHIBIAO, *stage], input=text.encode(), check=True,
                              stdout=subprocess.PIPE).stdout.decode()
    return text


FIELDS = {"target": ("indicator", "op", "value", "value_max", "unit", "deadline", "lead"),
          "deadline": ("kind", "start", "end", "recurrence"),
          "assignment": ("lead", "support")}


def records(text, repair):
    """Counters of whole records and of values."""
    whole, values = collections.Counter(), collections.Counter()
    clean = pipe(text, ["normalize"]) if repair else text
    for row in pipe(clean, ["extract"]).splitlines():
        r = json.loads(row)
        if r["type"] in FIELDS:
            whole[r["type"] + " " + json.dumps([r.get(k) for k in FIELDS[r["type"]]],
                                               ensure_ascii=False)] += 1
        if r["type"] == "target":
            values["%s %s" % (r["value"], r["unit"])] += 1
    return whole, values


def squeeze(text):
    return re.sub(r"\s", "", text)


def differences(a, b):
    a, b = squeeze(a), squeeze(b)
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, a, b, False).get_opcodes():
        if tag != "equal":
            yield a[max(0, i1 - 6):i1], a[i1:i2], b[j1:j2], a[i2:i2 + 6]


def f1(pairs):
    same = sum(sum((a & b).values()) for a, b in pairs)
    return 2 * same / max(1, sum(sum(a.values()) + sum(b.values()) for a, b in pairs))


def main():
    flags = [a for a in sys.argv[1:] if a.startswith("--")]
    paths = [a for a in sys.argv[1:] if not a.startswith("--")] or sorted(
        filter(is_prose, glob.glob("fixtures/[bc][0-9]*.txt") + glob.glob("fixtures/*.clean.txt")))
    print("%-6s %11s %21s %21s" % ("scan", "wrong chars", "records F1, raw", "values F1, raw"))
    for quality in SCANS:
        wrong = total = 0
        found, raw = [], []
        for path in paths:
            with open(path, encoding="utf-8") as f:
                text = pipe(f.read(), ["convert"], ["normalize"])
            scanned = read_back(os.path.basename(path)[:-4], text, quality)
            clean = pipe(scanned, ["normalize"])
            left = list(differences(text, clean))
            wrong, total = wrong + sum(max(len(x[1]), len(x[2])) for x in left), total + len(text)
            found.append((records(text, False), records(scanned, True)))
            raw.append((found[-1][0], records(scanned, False)))
            if "--diff" in flags:
                for before, a, b, after in left:
                    print("   ", os.path.basename(path), f"{before}[{a}|{b}]{after}")
            for sign, x, y in (("-", 0, 1), ("+", 1, 0)) if "--show" in flags else ():
                for key in found[-1][x][0] - found[-1][y][0]:
                    print("   ", os.path.basename(path), sign, key)
        print("%-6s %10.2f%% %13.3f, %.3f %14.3f, %.3f" % (
            quality, 100 * wrong / total,
            *(f1([(a[i], b[i]) for a, b in pairs]) for i in (0, 1) for pairs in (found, raw))))
        sys.stdout.flush()


main()
