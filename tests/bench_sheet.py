#!/usr/bin/env python3
"""What a workbook costs beside the libraries alone.

usage: bench_sheet.py [--rows N] [--runs N]    ($ZHIBIAO is the program, in its build folder)

N targets (default 200,000) with every column filled: handed to the workbook in memory, read from
NDJSON by `zhibiao sheet`, and their cells written by libxlsxwriter and, where it is installed, by
python3-xlsxwriter, each in its constant-memory mode. The runs take turns, so that a busy machine is
as busy for all; the medians of the time, of the processor's time and the highest memory are shown.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile

PROGRAM = os.path.abspath(os.environ.get("ZHIBIAO", "build/zhibiao"))
FOLDER = os.path.join(os.path.dirname(PROGRAM), "bench")
BENCH = os.path.join(FOLDER, "sheet")
PYTHON = "/usr/bin/python3"


def write_python(rows, source, target):
    """The same cells by python3-xlsxwriter."""
    import xlsxwriter  # only here: it may be missing

    with open(source, encoding="utf-8") as file:
        cells = [json.loads(line) for line in file]
    book = xlsxwriter.Workbook(target, {"constant_memory": True})
    sheet = book.add_worksheet("指标台账")
    styles = [book.add_format({"indent": i + 1}) for i in range(3)]
    for i in range(rows):
        for k, value in enumerate(cells[i % len(cells)]):
            if isinstance(value, str):
                sheet.write_string(i + 1, k, value, styles[0])
            elif value is not None:
                sheet.write_number(i + 1, k, value, styles[1])
    book.close()


def has_xlsxwriter():
    return subprocess.run([PYTHON, "-c", "import xlsxwriter"], capture_output=True,
                          check=False).returncode == 0


def measure(command):
    """Seconds, seconds of the processor, MiB."""
    done = subprocess.run([os.path.join(FOLDER, "measure"), *command], capture_output=True, check=True)
    wall, cpu, peak = done.stdout.decode().split()
    return float(wall), float(cpu), int(peak) / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--rows", type=int, default=200000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--python", nargs=2, metavar="FILE", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.python:
        return write_python(options.rows, *options.python)
    rows = str(options.rows)
    with tempfile.TemporaryDirectory() as folder:
        def path(name):
            return os.path.join(folder, name)

        subprocess.run([BENCH, "ndjson", rows, path("r.ndjson")], check=True)
        subprocess.run([BENCH, "cells", rows, path("cells")], check=True)
        ways = {
            "libxlsxwriter alone": [BENCH, "bare", rows, path("bare.xlsx")],
            "workbook": [BENCH, "sink", rows, path("sink.xlsx")],
            "zhibiao sheet": [PROGRAM, "sheet", "-o", path("sheet.xlsx"), path("r.ndjson")],
        }
        if has_xlsxwriter():
            ways["python3-xlsxwriter"] = [PYTHON, os.path.abspath(__file__), "--rows", rows,
                                          "--python", path("cells"), path("python.xlsx")]
        results = {name: [] for name in ways}
        for _ in range(options.runs):
            for name, command in ways.items():
                results[name].append(measure(command))
    base = [statistics.median(r[i] for r in results["libxlsxwriter alone"]) for i in (0, 1)]
    print(f"{rows} targets, medians of {options.runs} runs")
    print(f"{'':22}{'seconds':>10}{'ratio':>8}{'processor':>11}{'ratio':>8}{'MiB':>8}")
    for name, runs in results.items():
        wall, cpu = (statistics.median(r[i] for r in runs) for i in (0, 1))
        peak = max(r[2] for r in runs)
        print(f"{name:22}{wall:10.1f}{wall / base[0]:8.2f}{cpu:11.1f}{cpu / base[1]:8.2f}{peak:8.1f}")
    if "python3-xlsxwriter" not in results:
        print("python3-xlsxwriter is not here")
    return 0


if __name__ == "__main__":
    sys.exit(main())
