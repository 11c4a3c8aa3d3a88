#!/usr/bin/env python3
"""What decode makes of bytes, beside Python's codecs and the tables of the WHATWG standard.

../shared/peers/encoding has every pair of GB18030 and Big5 with its character; without it, that
part says so. Nothing here rests on the system's iconv, and no more does the program.
"""

import glob
import os
import subprocess
import sys

PROGRAM = os.environ.get("ZHIBIAO", "build/zhibiao")
PEERS = "../shared/peers/encoding"
MARK = "\ufffd"

SIMPLIFIED = (
    "云岭市2026年工作要点\n到2028年底,全市高新技术企业达到120家以上(责任单位:市科技局)。\n"
    "研发经费占比提高到2.5%,森林覆盖率不低于41%。老人们坐在桥头,听孩子说起城里的新鲜事。\n"
)
TRADITIONAL = (
    "雲嶺市2026年工作要點\n到2028年底,全市高新技術企業達到120家以上(責任單位:市科技局)。\n"
    "研發經費占比提高到2.5%,森林覆蓋率不低於41%。老人們坐在橋頭,聽孩子說起城裡的新鮮事。\n"
)
results = []


def decode(data, *options):
    command = [PROGRAM, "decode", *options, "-"]
    done = subprocess.run(command, input=data, capture_output=True)
    return done.stdout.decode(), done.stderr.decode()


def check(what, holds):
    results.append(bool(holds))
    if not holds:
        print(f"not so: {what}")


def check_peers(name):
    path = f"{PEERS}/{name}_in"
    if not os.path.exists(path + ".txt"):
        print(f"not here: {path}.txt, {name} is not held against the standard's table")
        return
    data = open(path + ".txt", "rb").read()
    wanted = open(path + "_ref.txt", "rb").read().decode()
    check(f"{name} is that of the standard", decode(data, "--from", name)[0] == wanted)


def check_charsets():
    for text, codec, name in (
        (SIMPLIFIED, "gb18030", "GB18030"),
        (SIMPLIFIED, "gb2312", "GB18030"),
        (SIMPLIFIED, "hz", "HZ"),
        (SIMPLIFIED, "utf-16", "UTF-16LE"),
        (SIMPLIFIED, "utf-16-be", "UTF-16BE"),
        (SIMPLIFIED, "utf-32", "UTF-32LE"),
        (SIMPLIFIED, "utf-32-be", "UTF-32BE"),
        (SIMPLIFIED, "utf-8-sig", "UTF-8"),
        (TRADITIONAL, "gbk", "GB18030"),
        (TRADITIONAL, "big5", "Big5"),
        (TRADITIONAL, "cp950", "Big5"),
        (TRADITIONAL + "嘅咁啲喺\n", "big5hkscs", "Big5"),
    ):
        out, said = decode(text.encode(codec), "--report")
        check(f"{codec} is decoded", out == text)
        check(f"{codec} is reported as {name}", f": {name}, confidence " in said)
        check(f"{codec} is reported in one line", said.count("\n") == 1)


# The forms of GB 18030-2000 and -2005 that the edition of 2022 has moved: both are read.
EDITIONS = (b"\xa6\xd9", "\ufe10"), (b"\x84\x31\x82\x36", "\ufe10"), (b"\xfe\x59", "\u9fb4")
LONG = (b"\x95\x32\x82\x36", "\U00020000"), (b"\x81\x35\xf4\x37", "\ue7c7")
HONG_KONG = (b"\x87\x45", "\U00027267"), (b"\x88\x62", "\u00ca\u0304"), (b"\xc6\xe7", "\u3041")
CP950 = (b"\xa3\xe1", "\u20ac"), (b"\xf9\xfe", "\uffed"), (b"\xa1\x45", "\u2027")


def check_pairs():
    for data, text in EDITIONS + LONG:
        check(f"GB18030 {data.hex()}", decode(data, "--from", "gb18030")[0] == text)
    for data, text in HONG_KONG + CP950:
        check(f"Big5 {data.hex()}", decode(data, "--from", "big5")[0] == text)


def check_mixed():
    parts = [(SIMPLIFIED, "utf-8"), (SIMPLIFIED, "gb18030"), (TRADITIONAL, "big5")]
    parts.append(parts[0])
    for first in range(len(parts)):
        order = parts[first:] + parts[:first]
        out, said = decode(b"".join(text.encode(codec) for text, codec in order), "--report")
        check(f"parts in {[c for _, c in order]}", out == "".join(text for text, _ in order))
        check("parts are reported", "parts in another charset" in said)


def check_cut():
    """Text that begins and ends inside a character: a mark for each, the rest as it was."""
    line = SIMPLIFIED.split("\n")[2]
    old = TRADITIONAL.split("\n")[2]
    cuts = (
        (line, "gb18030"), (old, "big5"), (line, "utf-8"), (line, "utf-16-le"), (line, "utf-16-be"),
    )  # fmt: skip
    for text, codec in cuts:
        out, said = decode(text.encode(codec)[1:-1], "--report")
        check(f"{codec} cut at both ends", out == MARK + text[1:-1] + MARK)
        check(f"{codec} cut is reported", "2 undecodable" in said)


def check_fixtures():
    for path in sorted(glob.glob("fixtures/*.txt")):
        data = open(path, "rb").read()
        try:
            text = data.decode()
        except UnicodeError:
            continue
        plain = decode(data)[0]
        check(f"{path} in GB18030", decode(text.encode("gb18030"))[0] == plain)


def main():
    check_peers("gb18030")
    check_peers("big5")
    check_charsets()
    check_pairs()
    check_mixed()
    check_cut()
    check_fixtures()
    print(f"{sum(results)} passed, {len(results) - sum(results)} failed")
    return not all(results)


if __name__ == "__main__":
    sys.exit(main())
