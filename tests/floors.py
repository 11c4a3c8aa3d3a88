#!/usr/bin/env python3
"""Hold figures against their floors: floors.py NAME=FLOOR... <JSON {NAME: {"f1": …}, …}"""
import json
import sys


def main():
    figures = json.load(sys.stdin)
    low = 0
    for name, floor in (argument.split("=") for argument in sys.argv[1:]):
        f1 = figures[name]["f1"]
        low += f1 < float(floor)
        print(f"{name} {f1:.3f}, at least {floor}" + (": too low" if f1 < float(floor) else ""))
    print(f"{len(sys.argv) - 1 - low} passed, {low} failed")
    return low > 0


sys.exit(main())
