#!/usr/bin/env python3
"""Run the examples of a manual: readme.py FILE.md...

In every block that begins with ```sh, a line that begins with `$ ` is a command, the lines up to
the next one are what it must print. A command without any is not run. A line `…` stands for any
lines, `…` within a line for any characters. $ZHIBIAO's folder leads the PATH.
"""
import os
import re
import subprocess
import sys


def examples(path):
    """(line number, command, output) of each example of a file."""
    inside, found, current = False, [], None
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            line = line.rstrip("\n")
            if line.startswith("```"):
                inside, current = line == "```sh", None
            elif inside and line.startswith("$ "):
                current = [number, line[2:], []]
                found.append(current)
            elif current and current[1].endswith("\\") and not current[2]:
                current[1] += "\n" + line.removeprefix("> ")
            elif current:
                current[2].append(line)
    return [(n, c, "\n".join(out)) for n, c, out in found if any(out)]


def pattern(wanted):
    parts = []
    for line in wanted.strip("\n").split("\n"):
        if line.strip() == "…":
            parts.append(r"(?:.*\n)*?")
        else:
            parts.append(".*".join(map(re.escape, line.rstrip().split("…"))) + r"\s*?\n")
    return "".join(parts)


def main():
    program = os.path.abspath(os.environ.get("ZHIBIAO", "build/zhibiao"))
    os.environ["PATH"] = os.path.dirname(program) + os.pathsep + os.environ["PATH"]
    passed = failed = 0
    for path in sys.argv[1:]:
        for number, command, wanted in examples(path):
            done = subprocess.run(["bash", "-c", command], capture_output=True, text=True,
                                  check=False)
            got = (done.stdout + done.stderr).strip("\n") + "\n"
            good = re.fullmatch(pattern(wanted), got) is not None
            passed += good
            failed += not good
            if not good:
                print(f"{path}:{number}: $ {command}\n--- wanted\n{wanted}\n--- got\n{got}")
    print(f"{passed} passed, {failed} failed")
    return failed > 0


sys.exit(main())
