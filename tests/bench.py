#!/usr/bin/env python3
"""How fast each stage and the whole chain are, beside other tools on the same bytes.

usage: bench.py [--mb N] [--runs N] [--only WORD]    ($ZHIBIAO is the program, in its build folder)

Documents of 20 to 65 KB are put together from the fixtures and, where it is there,
../shared/corpus, in another order each time and with other figures, until each set has N million
bytes (default 50). The first table is measured inside one process (bench/stages.c), the others are
whole processes, run in turn (bench/measure.c). To add a comparison, add a line to GROUPS. WORD picks
the groups that have it in their title; `stages` is the first table.

Nothing here passes or fails by time: the numbers are for people.
"""
import argparse
import codecs
import datetime
import glob
import html
import os
import platform
import random
import re
import shutil
import statistics
import subprocess
import sys

from bench_rules import make_rules

PROGRAM = os.path.abspath(os.environ.get("ZHIBIAO", "build/zhibiao"))
FOLDER = os.path.join(os.path.dirname(PROGRAM), "bench")
SOURCES = ("fixtures/*.txt", "../shared/corpus/*.txt")
LEAST = 20000  # bytes of a document
SEED = 1

# Fixtures without damage; the other documents have some.
CLEAN = re.compile(r"\.clean\.txt$|^b[0-9]{2}-")

# Fixtures that tell a story: no plans, no agencies, no figures to speak of.
PROSE = re.compile(r"^b(19|20)-")

# Figures of one to three digits are changed, but for days and months.
FIGURE = re.compile(r"(?<![0-9.])([1-9][0-9]{0,2})(?![0-9.月日])")

# Set: which pieces it is made of, and its charset.
SETS = {
    "simplified": (lambda p: not p.traditional, "utf-8"),
    "gb18030": (lambda p: not p.traditional, "gb18030"),
    "traditional": (lambda p: p.traditional, "utf-8"),
    "big5": (lambda p: p.traditional, "big5"),
    "clean": (lambda p: p.clean and not p.traditional, "utf-8"),
    "repaired": (lambda p: p.clean and not p.traditional, "utf-8"),
    "damaged": (lambda p: not p.clean and not p.traditional, "utf-8"),
    "pages": (lambda p: not p.traditional, "utf-8"),
    "corpus": (lambda p: p.corpus, "utf-8"),
    "prose": (lambda p: p.prose, "utf-8"),
}

# In this one nothing is left to repair: its documents are what normalize makes of them.
REPAIRED = "repaired"

# Around the paragraphs of a page, about as much markup as sites have.
PAGE_HEAD = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>文件_某市人民政府</title>
<meta name="PubDate" content="2024-03-20 16:22"><script>var hits = 0; function count() { hits++; }
</script><style>p { text-indent: 2em }</style></head><body><div class="nav"><ul>""" + "".join(
    f'<li><a href="/column/{n}/index.html" target="_blank">栏目{n}</a></li>' for n in range(40)
) + '</ul></div><div class="main"><h1>文件</h1><div class="text">\n'
PAGE_FOOT = ('</div></div><div class="footer"><p>版权所有:某市人民政府</p></div></body></html>\n')
PARAGRAPH = ('<p style="text-indent: 2em; line-height: 1.75"><span style="font-family: 仿宋; '
             'font-size: 16pt">%s</span></p>\n')

# Inside one process: the set, the steps that are shown for it, and how many made-up rules there are
# besides the shipped ones. What the sinks leave of the processor's cache and the heap would slow
# down the others.
STAGES = [
    ("simplified", ["validate", "decode", "convert", "normalize", "extract"], 0),
    ("simplified", ["ndjson", "csv", "xlsx"], 0),
    ("corpus", ["decode", "convert", "normalize", "extract", "all"], 0),
    ("corpus", ["rules", "extract"], 200),
    ("corpus", ["rules", "extract"], 500),
    ("prose", ["normalize", "extract", "all"], 0),
    ("prose", ["extract"], 200),
    ("prose", ["extract"], 500),
    ("gb18030", ["decode"], 0),
    ("big5", ["decode"], 0),
    ("traditional", ["convert"], 0),
    ("repaired", ["normalize"], 0),
    ("clean", ["normalize"], 0),
    ("damaged", ["normalize"], 0),
]

# Steps that stages.c shows beside those of the chain; `all` is the chain up to the last of them.
SUMS = ("rules", "all")

QUANTITY = r"[0-9]+(\.[0-9]+)?(万|亿)?(家|个|户|人|件|项|元|吨|公里|平方米|%)"
CHAIN = '"$0" decode --stream "$@" | "$0" convert | "$0" normalize | "$0" extract'

# Title, set, commands. {files} are the documents, {whole} is one file with all their bytes, {out}
# is a file in the scratch folder. The first command is what the others are compared with.
GROUPS = [
    ("decode UTF-8", "simplified", [
        "zhibiao decode {files}",
        "iconv -f UTF-8 -t UTF-8 {files}",
        "uconv -f UTF-8 -t UTF-8 {files}"]),
    ("decode GB18030", "gb18030", [
        "zhibiao decode {files}",
        "iconv -f GB18030 -t UTF-8 {files}",
        "uconv -f GB18030 -t UTF-8 {files}"]),
    ("decode Big5", "big5", [
        "zhibiao decode {files}",
        "iconv -f BIG5 -t UTF-8 {files}",
        "uconv -f Big5 -t UTF-8 {files}"]),
    ("decode HTML", "pages", [
        "zhibiao decode {files}",
        "xmllint --html --noout --nowarning {files}",
        "html2text -utf8 {files}"]),
    ("convert traditional", "traditional", [
        "zhibiao convert {files}",
        "opencc -c t2s.json -i {whole} -o /dev/null",
        "uconv -f UTF-8 -t UTF-8 -x Traditional-Simplified {files}"]),
    ("convert simplified", "simplified", [
        "zhibiao convert {files}",
        "opencc -c t2s.json -i {whole} -o /dev/null",
        "uconv -f UTF-8 -t UTF-8 -x Traditional-Simplified {files}"]),
    ("normalize repaired", "repaired", [
        "zhibiao normalize {files}",
        "uconv -f UTF-8 -t UTF-8 -x NFKC {files}"]),
    ("normalize clean", "clean", [
        "zhibiao normalize {files}",
        "uconv -f UTF-8 -t UTF-8 -x NFKC {files}"]),
    ("normalize damaged", "damaged", [
        "zhibiao normalize {files}",
        "uconv -f UTF-8 -t UTF-8 -x NFKC {files}"]),
    ("extract", "simplified", [
        "zhibiao extract {files}",
        ["grep", "-ohP", QUANTITY, "{files}"],
        ["rg", "--no-config", "-j1", "-oIN", QUANTITY, "{files}"]]),
    ("extract corpus", "corpus", [
        "zhibiao extract {files}",
        ["grep", "-ohP", QUANTITY, "{files}"]]),
    ("extract prose", "prose", [
        "zhibiao extract {files}",
        ["grep", "-ohP", QUANTITY, "{files}"]]),
    ("whole chain corpus", "corpus", [
        "zhibiao run -j1 {files}",
        "zhibiao run -j2 {files}"]),
    ("whole chain", "simplified", [
        "zhibiao run -j1 {files}",
        "zhibiao run -j2 {files}",
        "zhibiao run -j2 -o {out}.csv {files}",
        "zhibiao run -j2 -o {out}.xlsx {files}",
        ["sh", "-c", CHAIN, "zhibiao", "{files}"]]),
]

# Texts that a repair might go over again and again: name, millions of bytes for each of --mb, and
# what they are made of; None: the documents one behind the other, on lines or on a single one.
HOSTILE = [
    ("a long document", 4, None),
    ("a long line", 1, None),
    ("brackets", .2, "("),
    ("brackets in pairs", .2, "()"),
    ("digits", .2, "1234567890"),
    ("blanks", .2, " "),
    ("blanks between characters", .2, "中 "),
    ("line ends", .2, "\n"),
    ("chunk markers", .2, "\n%d、"),
    ("chunk markers in sentences", .2, "的建设,\n%d、发展"),
    ("page numbers", .2, "建设- %d -"),
    ("quotation marks", .2, "“"),
    ("titles without an end", .2, "《某市"),
    ("lists of agencies", .2, "(责任单位:市甲局市乙局、"),
    ("letters for digits", .2, "IOO家"),
    ("points", .2, "1 ."),
    ("headings", .2, "(一)加强\n"),
    ("doubled characters", .2, "中中国国"),
    ("wrong characters", .2, "市财改局"),
    ("full-width digits", .2, "２０"),
    ("open lines", .2, "没有结尾的一行文字还在继续的一行文字\n"),
]


class Piece:
    """A source document, cut at the figures that are to be changed."""

    def __init__(self, path):
        done = subprocess.run([PROGRAM, "decode", path], capture_output=True, check=True)
        text = done.stdout.decode()
        self.clean = bool(CLEAN.search(os.path.basename(path)))
        self.prose = bool(PROSE.search(os.path.basename(path)))
        self.corpus = "corpus" in path.split(os.sep)
        self.traditional = is_traditional(text)
        self.size = len(done.stdout)
        self.parts = FIGURE.split(text.rstrip("\n") + "\n")

    def varied(self, chance):
        parts = self.parts[:]
        for i in range(1, len(parts), 2):
            digits = len(parts[i])
            parts[i] = str(chance.randrange(10 ** (digits - 1), 10 ** digits))
        return "".join(parts)


def is_traditional(text):
    """GB 2312 has hardly any character that was simplified."""
    han = [c for c in text if "\u4e00" <= c <= "\u9fff"]
    absent = sum(1 for c in han if not c.encode("gb2312", "ignore"))
    return absent > len(han) / 10


def documents(pieces, total):
    """Texts until there are `total` bytes of UTF-8; all the pieces come equally often."""
    chance = random.Random(SEED)
    pile, text, size = [], [], 0
    while pieces and total > 0:
        if not pile:
            pile = chance.sample(pieces, len(pieces))
        piece = pile.pop()
        text.append(piece.varied(chance))
        size += piece.size
        if size >= LEAST:
            yield "".join(text)
            total -= size
            text, size = [], 0


def page_of(text):
    lines = (line.strip() for line in text.split("\n"))
    return PAGE_HEAD + "".join(PARAGRAPH % html.escape(x) for x in lines if x) + PAGE_FOOT


class Set:
    """Documents on the disk, and one file with all of them."""

    def __init__(self, name, pieces, total):
        choose, charset = SETS[name]
        folder = os.path.join(FOLDER, name)
        pieces = [p for p in pieces if choose(p)]
        # A charset in which characters take two bytes needs more of them.
        total = total * 3 // 2 if charset != "utf-8" else total
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(folder)
        self.name = name
        self.whole = folder + ".txt"
        self.files = []
        self.bytes = 0
        self.distinct = sum(p.size for p in pieces)
        encode = codecs.getencoder(charset)
        with open(self.whole, "wb") as whole:
            for text in documents(pieces, total):
                if name == "pages":
                    text = page_of(text)
                content = encode(text, "ignore")[0]
                if name == REPAIRED:
                    content = normalized(content)
                path = os.path.join(folder, f"{len(self.files):05}.txt")
                with open(path, "wb") as file:
                    file.write(content)
                whole.write(content)
                self.files.append(path)
                self.bytes += len(content)


def normalized(content):
    done = subprocess.run([PROGRAM, "normalize"], input=content, capture_output=True, check=True)
    return done.stdout


class Sets:
    """Makes a set when it is first asked for."""

    def __init__(self, total):
        paths = sorted(path for pattern in SOURCES for path in glob.glob(pattern))
        self.pieces = [Piece(path) for path in paths]
        self.total = total
        self.made = {}

    def get(self, name):
        if name not in self.made:
            self.made[name] = Set(name, self.pieces, self.total)
        return self.made[name]


class Command:
    """A line of a group, with what its runs took."""

    def __init__(self, pattern, chosen):
        words = pattern.split() if isinstance(pattern, str) else pattern
        self.label = label_of(words)
        self.argv = []
        for word in words:
            if word == "{files}":
                self.argv += chosen.files
            elif word == "zhibiao":
                self.argv.append(PROGRAM)
            else:
                self.argv.append(word.format(whole=chosen.whole, out=os.path.join(FOLDER, "out")))
        self.wall, self.cpu, self.peak = [], [], 0

    def here(self):
        return shutil.which(self.argv[0]) is not None

    def run(self):
        argv = [os.path.join(FOLDER, "measure"), *self.argv]
        done = subprocess.run(argv, stdout=subprocess.PIPE, check=False, text=True)
        if done.returncode:
            sys.exit(f"bench.py: {self.label}: failed")
        wall, cpu, peak = done.stdout.split()
        self.wall.append(float(wall))
        self.cpu.append(float(cpu))
        self.peak = max(self.peak, int(peak))


def label_of(words):
    if CHAIN in words:
        return "decode | convert | normalize | extract"
    text = " ".join(word for word in words if word not in ("{files}", QUANTITY))
    return re.sub(r" -i \{whole\}| -o /dev/null", "", text).replace("{out}", "OUT")


def machine():
    """What the numbers depend on."""
    model = platform.processor() or platform.machine()
    if os.path.exists("/proc/cpuinfo"):
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            found = re.search(r"^model name\s*:\s*(.*)", file.read(), re.M)
        model = found.group(1) if found else model
    print(f"date      {datetime.datetime.now():%Y-%m-%d %H:%M}")
    print(f"machine   {model}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    print(f"system    {platform.platform()}")
    print(f"compiler  {first_line(os.environ.get('CC', 'cc'), '--version')}")
    commit = first_line("git", "describe", "--always", "--dirty")
    print(f"program   {first_line(PROGRAM, '--version')}, {commit}")


def first_line(*argv):
    try:
        done = subprocess.run(argv, capture_output=True, check=True, text=True)
        return done.stdout.splitlines()[0]
    except (OSError, subprocess.CalledProcessError, IndexError):
        return "unknown"


def show_stages(sets, word):
    if word not in "stages":
        return
    print("\nstages, in one process (MB of documents; median and best of 5 rounds)")
    print(f"  {'step':<10} {'set':<12} {'MB':>6} {'MB/s':>8} {'best':>8} {'records/s':>11}")
    for name, steps, more in STAGES:
        chosen = sets.get(name)
        if not chosen.files:
            print(f"  {'':<10} {name:<12} not here")
            continue
        last = [step for step in steps if step not in SUMS][-1]
        label = f"+{more} rules" if more else ""
        argv = [os.path.join(FOLDER, "stages"), FOLDER, last, *chosen.files]
        done = subprocess.run(argv, stdout=subprocess.PIPE, check=True, text=True,
                              env=with_rules(more, chosen))
        for line in done.stdout.splitlines():
            step, size, median, best, records = line.split("\t")
            if step not in steps:
                continue
            print(f"  {step:<10} {name:<12} {size:>6} {median:>8} {best:>8} {records:>11}"
                  f"  {label}".rstrip())


def with_rules(more, chosen):
    """The environment with so many rules more than the shipped ones."""
    if not more:
        return None
    with open(chosen.whole, encoding="utf-8", errors="ignore") as file:
        text = file.read(1000000)
    folder = make_rules(os.path.join(FOLDER, f"rules-{more}"), more, text)
    return {**os.environ, "ZHIBIAO_RULES": folder}


def show_group(title, chosen, patterns, runs):
    print(f"\n{title} ({chosen.bytes / 1e6:.1f} MB, {len(chosen.files)} documents)")
    print(f"  {'':<50} {'MB/s':>8} {'speed':>7} {'wall s':>7} {'cpu s':>7} {'peak MB':>8}")
    commands = [Command(pattern, chosen) for pattern in patterns]
    present = [command for command in commands if command.here()]
    for _ in range(runs):
        for command in present:
            command.run()
    for command in commands:
        if command not in present:
            print(f"  {command.label:<50} not installed")
            continue
        wall = statistics.median(command.wall)
        cpu = statistics.median(command.cpu)
        speed = statistics.median(a / b for a, b in zip(commands[0].wall, command.wall))
        print(f"  {command.label:<50} {chosen.bytes / wall / 1e6:>8.1f} {speed:>6.2f}x"
              f" {wall:>7.2f} {cpu:>7.2f} {command.peak * 1024 / 1e6:>8.1f}", flush=True)


def hostile_text(pattern, size):
    """`size` bytes of a pattern, in which %d counts up, cut between two of them."""
    if "%d" in pattern:
        rows = (pattern % (i % 9999 + 1) for i in range(size // len(pattern.encode())))
        return "".join(rows).encode()
    return (pattern * (size // len(pattern.encode()))).encode()


def hostile_file(sets, name, share, pattern):
    size = int(sets.total * share)
    path = os.path.join(FOLDER, "hostile.txt")
    with open(path, "wb") as file:
        if pattern:
            file.write(hostile_text(pattern, size))
        else:
            with open(sets.get("simplified").whole, "rb") as whole:
                text = whole.read()
            if "line" in name:
                text = text.replace(b"\n", b"")
            file.write(text * max(1, size // len(text)))
    return path


def show_hostile(sets, runs):
    """Time per byte beside that of the usual documents: cost must grow with the text alone."""
    usual = sets.get("simplified")
    print("\nhostile texts: zhibiao normalize (cpu time for each byte as a multiple of the first line)")
    print(f"  {'':<30} {'MB':>7} {'MB/s':>8} {'time':>7} {'peak MB':>8}")
    base = None
    for name, share, pattern in [("usual documents", 1, None), *HOSTILE]:
        paths = usual.files if base is None else [hostile_file(sets, name, share, pattern)]
        size = sum(os.path.getsize(path) for path in paths)
        command = Command(["zhibiao", "normalize", "{files}"], usual)
        command.argv[2:] = paths
        for _ in range(runs):
            command.run()
        cost = statistics.median(command.cpu) / size
        base = base or cost
        print(f"  {name:<30} {size / 1e6:>7.1f} {1e-6 / cost:>8.1f} {cost / base:>6.2f}x"
              f" {command.peak * 1024 / 1e6:>8.1f}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mb", type=float, default=50, help="size of each set (default 50)")
    parser.add_argument("--runs", type=int, default=3, help="runs of each command (default 3)")
    parser.add_argument("--only", default="", help="only what has this word in its title")
    args = parser.parse_args()
    os.environ.setdefault("ZHIBIAO_RULES", os.path.abspath("rules"))
    os.environ["LC_ALL"] = "C.UTF-8"
    os.makedirs(FOLDER, exist_ok=True)
    machine()
    sets = Sets(int(args.mb * 1e6))
    show_stages(sets, args.only)
    for title, name, patterns in GROUPS:
        if args.only in title and sets.get(name).files:
            show_group(title, sets.get(name), patterns, args.runs)
    if args.only in "hostile":
        show_hostile(sets, args.runs)
    print("\nspeed: MB/s as a multiple of the first line, run by run, the median;"
          "\npeak MB: resident memory of the largest process")
    print("sets: " + ", ".join(f"{s.name} from {s.distinct / 1000:.0f} KB"
                               for s in sets.made.values()))


if __name__ == "__main__":
    main()
