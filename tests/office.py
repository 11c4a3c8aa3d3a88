#!/usr/bin/env python3
"""The workbook as an office program shows it.

usage: office.py [--picture FILE]    ($ZHIBIAO is the program)

Reads the fixtures into a workbook, prints every sheet with LibreOffice and asserts that each is
there with all its headings, that no column is too narrow for its figures (####) and that the charts
are drawn. The pages stay in build/office/ as pictures: look at them. With --picture it makes the
picture for the front page instead.
"""
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile

import openpyxl
from PIL import Image

PROGRAM = os.path.abspath(os.environ.get("ZHIBIAO", "build/zhibiao"))
FOLDER = "build/office"
FIXTURES = sorted(glob.glob("fixtures/*.txt"))
CHART = (0x44, 0x72, 0xC4)  # the colour of its columns

PICTURE = ("rural-digital", "bay-restoration", "elder-care", "green-travel-crlf", "work-report-gb18030")
PICTURE_COLUMNS = "indicator,op,value,unit,deadline,lead,left,hit,right,confidence,flags,verdict"
PICTURE_WIDTH = 1600


def run(*command):
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 0, (command[0], done.stderr.decode()[-2000:])
    return done.stdout


def print_book(path):
    """The workbook as PDF, beside it."""
    with tempfile.TemporaryDirectory() as home:
        run("soffice", "--headless", f"-env:UserInstallation=file://{home}", "--convert-to", "pdf",
            "--outdir", os.path.dirname(path), path)
    return path.replace(".xlsx", ".pdf")


def draw(pdf, dots):
    """Its pages as pictures."""
    stem = pdf.replace(".pdf", "")
    run("pdftoppm", "-r", str(dots), "-png", pdf, stem)
    return sorted(glob.glob(glob.escape(stem) + "-*.png"))


def texts(pdf):
    return run("pdftotext", "-layout", pdf, "-").decode().split("\f")[:-1]


def sheet_of(text, names):
    """The sheet that a page belongs to, by its last line."""
    last = text.strip().split("\n")[-1].split()
    assert last and last[0] in names, text[-200:]
    return last[0]


def has_colour(path, colour):
    with Image.open(path) as picture:
        small = picture.convert("RGB")
        return sum(1 for p in small.getdata() if p == colour) > 200


def is_blank(path):
    with Image.open(path) as picture:
        return len(picture.convert("L").getcolors()) < 2


def squeezed(text):
    return re.sub(r"\s+", "", text)


def check(name, *options):
    book = os.path.join(FOLDER, name + ".xlsx")
    run(PROGRAM, "run", "-o", book, *options, *FIXTURES)
    pdf = print_book(book)
    pages, pictures = texts(pdf), draw(pdf, 60)
    assert len(pages) == len(pictures)
    sheets = [s for s in openpyxl.load_workbook(book) if s.sheet_state == "visible"]
    names = [s.title for s in sheets]
    owners = [sheet_of(text, names) for text in pages]
    assert not any("##" in text for text in pages), "a column is too narrow for its figures"
    for sheet in sheets:
        own = [i for i, owner in enumerate(owners) if owner == sheet.title]
        assert own, f"{sheet.title} is not printed"
        assert not all(is_blank(pictures[i]) for i in own), f"{sheet.title} is blank"
        said = squeezed("".join(pages[i] for i in own))
        if sheet.freeze_panes:
            for cell in sheet[1]:
                hidden = sheet.column_dimensions[cell.column_letter].hidden
                assert hidden or squeezed(cell.value) in said, (sheet.title, cell.value)
        if sheet._charts:
            assert any(has_colour(pictures[i], CHART) for i in own), f"{sheet.title}: no chart"
    print(f"{name}: {len(sheets)} sheets on {len(pages)} pages, drawn in {FOLDER}")


def crop(path, height=None):
    """Without the margins, so wide as the picture for the front page."""
    picture = Image.open(path).convert("RGB")
    box = picture.convert("L").point(lambda p: 255 if p < 250 else 0).getbbox()
    picture = picture.crop(box)
    picture = picture.resize((PICTURE_WIDTH, picture.height * PICTURE_WIDTH // picture.width),
                             Image.Resampling.LANCZOS)
    return picture.crop((0, 0, PICTURE_WIDTH, min(height or picture.height, picture.height)))


def make_picture(path, folder):
    book = os.path.join(folder, "picture.xlsx")
    run(PROGRAM, "run", "-o", book, "--columns", PICTURE_COLUMNS,
        *(f"fixtures/{name}.txt" for name in PICTURE))
    pdf = print_book(book)
    pictures = draw(pdf, 150)
    names = [s.title for s in openpyxl.load_workbook(book)]
    first = [sheet_of(text, names) for text in texts(pdf)].index("指标台账")
    ledger = crop(pictures[first], 680)
    ledger = ledger.quantize(64, dither=Image.Dither.NONE)
    ledger.save(path, optimize=True)
    size = os.path.getsize(path)
    print(f"{path}: {ledger.width} x {ledger.height}, {size} bytes")
    assert size < 300000


def main():
    os.environ["SOURCE_DATE_EPOCH"] = "1700000000"
    if sys.argv[1:2] == ["--picture"]:
        with tempfile.TemporaryDirectory() as folder:
            make_picture(sys.argv[2], folder)
        return 0
    shutil.rmtree(FOLDER, ignore_errors=True)
    os.makedirs(FOLDER)
    check("chinese")
    check("english", "--lang", "en")
    return 0


if __name__ == "__main__":
    sys.exit(main())
