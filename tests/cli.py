#!/usr/bin/env python3
"""The outside of the program: exit status, streams, files ($ZHIBIAO is the program)."""
import glob
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import traceback

from suite import read, write

PROGRAM = os.path.abspath(os.environ.get("ZHIBIAO", "build/zhibiao"))
SANITIZE = bool(os.environ.get("SANITIZE"))
FIXTURES = sorted(os.path.abspath(p) for p in glob.glob("fixtures/*.txt"))
MAN_PAGE = os.path.abspath("cmd/zhibiao-rules.5")
MANUAL = os.path.abspath("rules/README.md")
SENTENCE = "到2025年,力争培育高新技术企业50家以上。\n"
BINARY = b"\x7fELF\x02\x01\x01\x00" + bytes(range(256)) * 8
TIMEOUT = 300  # seconds: far more than anything takes, against hanging
# Prints the most memory that a command had, in bytes. Its parent must be small, as it counts too.
PEAK = ("import os, sys; child = os.spawnvp(os.P_NOWAIT, sys.argv[1], sys.argv[1:]); "
        "end = os.wait4(child, 0); print(end[2].ru_maxrss * 1024, file=sys.stderr); "
        "sys.exit(end[1] != 0)")
FILTERS = ("decode", "convert", "normalize", "extract")


def zhibiao(*args, given=b"", env=None, **rest):
    """The finished process; `given` goes to its standard input."""
    return subprocess.run([PROGRAM, *args], input=given, capture_output=True, check=False,
                          env={**os.environ, **(env or {})}, timeout=TIMEOUT, **rest)


def records(done, kind=None):
    found = [json.loads(line) for line in done.stdout.decode().splitlines()]
    return [r for r in found if kind in (None, r["type"])]


def expect(done, status, *lines):
    """The exit status, and what standard error must say: one line for each of `lines`."""
    said = done.stderr.decode().splitlines()
    assert done.returncode == status, (done.args, done.returncode, said)
    assert len(said) == len(lines), (done.args, said)
    for line, wanted in zip(said, lines):
        assert line.startswith("zhibiao: ") and wanted in line, (line, wanted)
    return done


def test_empty_input():
    write("empty.txt", b"")
    for args in (["run"], ["run", "empty.txt"], ["run", "-"], ["extract"]):
        done = expect(zhibiao(*args), 0)
        assert [r["type"] for r in records(done)] == ["document"], done.stdout
    for name in FILTERS[:3]:
        assert expect(zhibiao(name), 0).stdout == b""
        assert expect(zhibiao(name, "empty.txt"), 0).stdout == b""


def test_target_is_read():
    done = expect(zhibiao("run", given=SENTENCE.encode()), 0)
    (target,) = records(done, "target")
    assert (target["doc"], target["value"], target["unit"]) == ("-", 50, "家")
    assert (target["op"], target["deadline"]) == (">=", "2025-12-31")


def test_missing_file_among_good_ones():
    write("a.txt", SENTENCE)
    write("b.txt", SENTENCE)
    for jobs in ("-j1", "-j3"):
        done = zhibiao("run", jobs, "a.txt", "absent.txt", "b.txt")
        expect(done, 1, "absent.txt: No such file or directory")
        assert [r["doc"] for r in records(done, "document")] == ["a.txt", "b.txt"]
    for name in FILTERS:
        done = expect(zhibiao(name, "a.txt", "absent.txt", "b.txt"), 1, "absent.txt: No such file")
        assert done.stdout


def test_folder():
    os.makedirs("folder/inner")
    for name in ("folder/b.txt", "folder/a.txt", "folder/inner/c.txt"):
        write(name, SENTENCE)
    done = expect(zhibiao("run", "folder"), 0)
    assert [r["doc"] for r in records(done, "document")] == [
        "folder/a.txt", "folder/b.txt", "folder/inner/c.txt"]
    expect(zhibiao("decode", "folder"), 1, "folder: Is a directory")


def test_binary_file_is_named():
    write("a.txt", SENTENCE)
    write("program.bin", BINARY)
    done = expect(zhibiao("run", "program.bin", "a.txt"), 1, "program.bin: ")
    assert [r["doc"] for r in records(done, "document")] == ["a.txt"]
    assert expect(zhibiao("decode", "program.bin"), 1, "program.bin: ").stdout == b""


def test_nul_bytes_and_invalid_utf8():
    for name, junk in (("nul.txt", b"\0"), ("bad.txt", b"\xff\xfe\xc0")):
        data = ("各项工作有序推进,成效明显。\n" * 5 + SENTENCE).encode() + junk
        done = expect(zhibiao("run", write(name, data + SENTENCE.encode())), 0)
        found = records(done, "target")
        assert [t["value"] for t in found] == [50, 50], found
        for target in found:
            start, end = target["span"]
            assert (data + SENTENCE.encode())[start:end].decode() == target["quote"]


def test_long_line():
    clause = "各项工作有序推进,成效逐步显现,"
    size = (5 if SANITIZE else 50) * 1000 * 1000
    data = (clause * (size // len(clause.encode())) + SENTENCE).encode()
    done = expect(zhibiao("run", write("long.txt", data)), 0)
    (target,) = records(done, "target")
    start, end = target["span"]
    assert data[start:end].decode() == target["quote"] and target["value"] == 50


def write_long(name, size):
    """The fixtures that are UTF-8, one behind the other, over and over again."""
    with open(name, "wb") as file:
        while file.tell() < size:
            for path in FIXTURES:
                try:
                    file.write(read(path).decode().encode())
                except UnicodeDecodeError:
                    pass
        return file.tell()


def test_memory_of_a_long_document():
    if SANITIZE:
        return
    size = write_long("long.txt", 24_000_000)
    done = subprocess.run([sys.executable, "-c", PEAK, PROGRAM, "normalize", "long.txt"],
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=True)
    assert int(done.stderr) < 6 * size + 16_000_000, int(done.stderr) / size


def test_full_disk():
    what = "standard output: No space left on device"
    commands = [["run"], ["run", "--format", "csv"], ["run", "--format", "xlsx"], ["--help"],
                ["--version"], ["run", "--help"], ["decode", "--stream"], *([f] for f in FILTERS)]
    for command in commands:
        with open("/dev/full", "wb") as full:
            done = subprocess.run([PROGRAM, *command], input=SENTENCE.encode(), stdout=full,
                                  stderr=subprocess.PIPE, check=False)
        expect(done, 2, what)


def test_closed_standard_output():
    done = subprocess.run(["sh", "-c", '"$0" run >&-', PROGRAM], input=SENTENCE.encode(),
                          stderr=subprocess.PIPE, check=False)
    expect(done, 2, "standard output: Bad file descriptor")


def many_sentences(count):
    """Lines that differ: one that comes again would be repaired away."""
    return "".join(f"第{i}批。{SENTENCE}" for i in range(count))


def test_closed_pipe_is_quiet():
    write("much.txt", many_sentences(20000))
    for command in (["run"], ["extract"], ["decode"]):
        for restore in (True, False):
            with subprocess.Popen([PROGRAM, *command, "much.txt"], stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE, restore_signals=restore) as child:
                child.stdout.read(1)
                child.stdout.close()
                said = child.stderr.read()
            assert child.returncode == -signal.SIGPIPE and said == b"", (child.returncode, said)


def limit_files():
    """Files may not grow past 1000 bytes: a full disk that needs no disk."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))


def test_output_appears_whole_or_not_at_all():
    write("much.txt", many_sentences(500))
    for name in ("out.xlsx", "out.csv", "out.tsv", "out.ndjson"):
        os.mkdir(name + ".d")
        path = write(f"{name}.d/{name}", "old")
        done = zhibiao("run", "-o", path, "much.txt", preexec_fn=limit_files)
        expect(done, 2, path)
        assert read(path) == b"old" and os.listdir(name + ".d") == [name]
        expect(zhibiao("run", "-o", path, "--rules", "nowhere", "much.txt"), 2, "nowhere")
        assert read(path) == b"old" and os.listdir(name + ".d") == [name]
        expect(zhibiao("run", "-o", path, "much.txt"), 0)
        assert read(path) != b"old" and os.listdir(name + ".d") == [name]
    expect(zhibiao("run", "-o", "nowhere/out.csv", "much.txt"), 2, "nowhere/out.csv")


def test_output_to_a_device_or_link():
    write("a.txt", SENTENCE)
    os.mkfifo("pipe.csv")
    with subprocess.Popen(["cat", "pipe.csv"], stdout=subprocess.PIPE) as reader:
        try:
            expect(zhibiao("run", "-o", "pipe.csv", "a.txt"), 0)
            assert "50".encode() in reader.stdout.read()
        finally:
            reader.kill()
    write("real.csv", "old")
    os.symlink("real.csv", "link.csv")
    expect(zhibiao("run", "-o", "link.csv", "a.txt"), 0)
    assert os.path.islink("link.csv") and read("real.csv") != b"old"


def test_workers_do_not_change_the_output():
    paths = FIXTURES[:10] + ["absent.txt"] + FIXTURES[10:]
    flags = ["--edits", "--facts", "--mentions"]
    one = zhibiao("run", *flags, "-j", "1", *paths)
    expect(one, 1, "absent.txt: ")
    for jobs in ("-j2", "-j7", "--jobs=32"):
        other = zhibiao("run", *flags, jobs, *paths)
        assert (other.stdout, other.stderr) == (one.stdout, one.stderr), jobs


def test_two_workbooks_are_the_same():
    when = {"SOURCE_DATE_EPOCH": "1700000000"}
    for name, jobs in (("one.xlsx", "-j1"), ("two.xlsx", "-j2")):
        expect(zhibiao("run", jobs, "-o", name, *FIXTURES, env=when), 0)
    assert read("one.xlsx") == read("two.xlsx")
    piped = zhibiao("run", "--format=xlsx", *FIXTURES, env=when)
    assert expect(piped, 0).stdout == read("one.xlsx")
    expect(zhibiao("run", "-o", "x.xlsx", given=b"", env={"SOURCE_DATE_EPOCH": "soon"}), 2, "soon")


def test_chain_is_the_run():
    flags = ["--edits", "--facts", "--mentions"]
    whole = expect(zhibiao("run", *flags, *FIXTURES), 0).stdout
    chain = expect(zhibiao("decode", "--stream", *FIXTURES), 0)
    assert len(chain.stdout.splitlines()) == len(FIXTURES)
    for stage in (["convert"], ["normalize"], ["extract", *flags]):
        chain = expect(zhibiao(*stage, given=chain.stdout), 0)
    assert chain.stdout == whole
    half = expect(zhibiao("decode", "--stream", *FIXTURES), 0).stdout
    again = zhibiao("run", *flags, write("half.ndjson", half))
    assert expect(again, 0).stdout == whole


def test_chain_through_sheet():
    with_sheet = expect(zhibiao("run", *FIXTURES), 0).stdout
    expect(zhibiao("sheet", "-o", "sheet.csv", given=with_sheet), 0)
    expect(zhibiao("run", "-o", "run.csv", *FIXTURES), 0)
    assert read("sheet.csv") == read("run.csv")


def test_text_filters():
    text = "全面推進鄉村振興,隨著經濟發展。\n"
    assert expect(zhibiao("decode", given=text.encode("big5")), 0).stdout.decode() == text
    text = "全面推进乡村振兴,促进经济高质量发展。\n"
    assert expect(zhibiao("decode", given=text.encode("gb18030")), 0).stdout.decode() == text
    assert expect(zhibiao("convert", given="推進鄉村振興\n".encode()), 0).stdout.decode() == (
        "推进乡村振兴\n")
    assert expect(zhibiao("convert", given=text.encode()), 0).stdout.decode() == text
    damaged = "新增企业IOO家。\n".encode()
    assert expect(zhibiao("normalize", given=damaged), 0).stdout.decode() == "新增企业100家。\n"
    assert expect(zhibiao("normalize", "--no-repair=digit", given=damaged), 0).stdout == damaged


def test_filters_join_like_cat():
    write("a.txt", "甲\n".encode("gb18030"))
    write("b.txt", "乙")
    write("c.txt", "丙\n")
    done = expect(zhibiao("decode", "--from", "GB18030", "a.txt"), 0)
    assert done.stdout.decode() == "甲\n"
    done = expect(zhibiao("convert", "b.txt", "c.txt", "-", given="丁".encode()), 0)
    assert done.stdout.decode() == "乙丙\n丁"


def test_later_filters_want_utf8():
    write("bad.txt", SENTENCE.encode() + "企业".encode("gb18030"))
    for name in FILTERS[1:]:
        done = expect(zhibiao(name, "bad.txt"), 1, "bad.txt: ")
        assert str(len(SENTENCE.encode())) in done.stderr.decode(), done.stderr
        assert done.stdout == b""


def test_broken_stream():
    good = expect(zhibiao("decode", "--stream", given=SENTENCE.encode()), 0).stdout
    broken = good + good[:len(good) // 2] + b"\n" + good
    for name in FILTERS[1:]:
        done = zhibiao(name, given=broken)
        assert done.returncode == 1 and done.stderr.count(b"\n") == 1, done.stderr
        documents = done.stdout.splitlines()
        assert len([d for d in documents if b'"zhibiao":1' in d or b'"document"' in d]) == 2


def test_list_of_files():
    for name in ("a.txt", "b\nc.txt"):
        write(name, SENTENCE)
    done = expect(zhibiao("run", "--files0-from=-", given=b"a.txt\0b\nc.txt\0"), 0)
    assert [r["doc"] for r in records(done, "document")] == ["a.txt", "b\nc.txt"]
    expect(zhibiao("run", "--files0-from", "nowhere"), 2, "nowhere")


def test_formats():
    write("a.txt", SENTENCE)
    comma = expect(zhibiao("run", "--format", "csv", "a.txt"), 0).stdout.decode()
    tab = expect(zhibiao("run", "--format", "tsv", "a.txt"), 0).stdout.decode()
    assert len(comma.splitlines()) == 2 and comma.split("\n", maxsplit=1)[0].count(",") > 5
    assert len(tab.splitlines()) == 2 and tab.split("\n", maxsplit=1)[0].count("\t") > 5
    marked = expect(zhibiao("run", "--format=csv", "--bom", "a.txt"), 0).stdout
    assert marked == b"\xef\xbb\xbf" + comma.encode()
    rows = expect(zhibiao("run", "--format=csv", "--table=deadline", "a.txt"), 0).stdout.decode()
    assert len(rows.splitlines()) == 2 and rows != comma
    for name in ("a.csv", "a.tsv"):
        expect(zhibiao("run", "-o", name, "a.txt"), 0)
    assert (read("a.csv").decode(), read("a.tsv").decode()) == (comma, tab)
    assert expect(zhibiao("run", "--format=xlsx", "a.txt"), 0).stdout[:2] == b"PK"


def test_reference_date():
    text = "今年底前建成示范基地3个。\n".encode()
    done = expect(zhibiao("run", "--reference", "2031-05-01", given=text), 0)
    assert records(done, "target")[0]["deadline"] == "2031-12-31"


USAGE_ERRORS = (
    (["frobnicate"], "unknown command 'frobnicate'"),
    (["help", "frobnicate"], "unknown command 'frobnicate'"),
    (["run", "--frobnicate"], "unknown option '--frobnicate'"),
    (["run", "-x"], "unknown option '-x'"),
    (["run", "-o"], "'--output'"),
    (["run", "--edits=yes"], "'--edits'"),
    (["run", "--jobs", "0"], "'--jobs'"),
    (["run", "-jmany"], "'--jobs'"),
    (["run", "--format", "pdf"], "'--format'"),
    (["run", "--table", "fish", "--format", "csv"], "'--table'"),
    (["run", "--bom"], "'--bom'"),
    (["run", "--no-repair", "fish"], "'--no-repair'"),
    (["run", "--reference", "soon"], "'--reference'"),
    (["run", "--from", "KLINGON"], "KLINGON"),
    (["run", "--rules", "nowhere.yaml"], "nowhere.yaml"),
    (["run", "-o", "out.fish"], "out.fish"),
    (["decode", "--from=KLINGON"], "KLINGON"),
    (["convert", "--to", "klingon"], "klingon"),
    (["normalize", "--stream"], "'--stream'"),
)


def test_usage_errors():
    for args, what in USAGE_ERRORS:
        assert expect(zhibiao(*args), 2, what).stdout == b"", args
    done = zhibiao()
    assert done.returncode == 2 and done.stderr.startswith(b"usage: zhibiao")


def test_option_forms():
    write("a.txt", SENTENCE)
    write("--edits", SENTENCE)
    for output in (["-oout.csv"], ["-o", "out.csv"], ["--output=out.csv"], ["--output", "out.csv"]):
        expect(zhibiao("run", "a.txt", *output), 0)
        assert read("out.csv")
        os.remove("out.csv")
    done = expect(zhibiao("run", "--", "--edits"), 0)
    assert records(done, "document")[0]["doc"] == "--edits"


def test_profile_counts_rules():
    write("a.txt", SENTENCE)
    done = expect(zhibiao("rules", "profile", "a.txt", "absent.txt"), 1, "absent.txt")
    lines = [line.split() for line in done.stdout.decode().splitlines()]
    hits = {line[5]: int(line[3]) for line in lines[1:-1]}
    assert hits["target.quantity"] == 1, hits
    assert "over 1 documents," in done.stdout.decode().splitlines()[-1]
    expect(zhibiao("rules", "list", "a.txt"), 2, "rules wants one of")


SLOW_RULE = '''rules:
  - id: slow
    emit: status
    pattern: '企(?:.|..|.{3})+乙(?=丙)'
    fields: {status: name}
'''


def test_a_rule_that_meets_its_limits():
    rules = ["--rules", os.environ["ZHIBIAO_RULES"], "--rules", write("slow.yaml", SLOW_RULE)]
    line = "企业" * 40 + "乙。\n"
    write("a.txt", SENTENCE + line)
    write("b.txt", SENTENCE)
    write("c.txt", (line + SENTENCE + line).encode("gb18030"))
    done = zhibiao("run", *rules, "a.txt", "b.txt", "c.txt")
    expect(done, 0, f"a.txt: rule slow met its limits at byte {len(SENTENCE.encode())}",
           "c.txt: rule slow met its limits at byte 0 and on later lines")
    assert [r["flags"] for r in records(done, "document")] == [["match_limit"], [], ["match_limit"]]
    assert [t["value"] for t in records(done, "target")] == [50] * 3
    said = expect(zhibiao("rules", "explain", "-", *rules, given=read("c.txt")), 0).stdout.decode()
    assert "\nrule slow met its limits at byte 0 and on later lines\n" in said
    line = expect(zhibiao("rules", "profile", *rules, "a.txt", "b.txt"), 0).stdout.decode()
    (slow,) = [cells.split() for cells in line.splitlines() if "  slow" in cells]
    assert slow[4] == "1", slow
    expect(zhibiao("run", "-o", "a.xlsx", *rules, "a.txt"), 0, "a.txt: rule slow met its limits")


HOSTILE_CHECKS = (
    ("rules: [{id: a, emit: target, pattern: '甲(?<nmu>乙)'}]", "1:45: unknown group name"),
    ("rules: [{id: a, emit: target, pattern: '甲{{no}}'}]", "1:42: unknown macro"),
    ("rules: [{id: a, emit: target, pattern: '甲?'}]", "1:41: a: the pattern can match the empty"),
    ("rules: [{id: a, emit: target, pattern: '(?:甲+)+乙'}]", "1:41: a: the pattern is prone to"),
    ("rules: [{id: a, emit: target, pattern: '甲'}]", "1:9: a: no example of what it matches"),
    ("rules: [{id: a, emit: target, pattern: '甲'}", "while parsing a flow sequence"),
    ("rules:\n  - {id: a, emit: target, pattern: 甲, examples: [{in: 甲, want: [{value: 1}]}]}\n"
     "  - {id: b, emit: target, pattern: '[甲]'}", "3:5: b: it matches just what a matches"),
)


def test_check_names_the_place():
    for text, what in HOSTILE_CHECKS:
        done = zhibiao("rules", "check", "--rules", write("own.yaml", text))
        said = done.stderr.decode()
        assert done.returncode == 2 and what in said and "own.yaml:" in said, (text, said)
        assert any(line.strip() == "^" for line in said.splitlines()), said


def test_rule_files_of_the_manual():
    with open(MANUAL, encoding="utf-8") as manual:
        blocks = [b.split("```")[0] for b in manual.read().split("```yaml\n")[1:]]
    with open(MAN_PAGE, encoding="utf-8") as page:
        blocks += [b.split(".Ed")[0] for b in page.read().split(".Bd -literal -offset indent\n")
                   if b.startswith("maps:")]
    assert len(blocks) >= 3
    for block in blocks:
        rules = ["--rules", os.environ["ZHIBIAO_RULES"], "--rules", write("own.yaml", block)]
        expect(zhibiao("rules", "check", *rules), 0)
        done = zhibiao("rules", "test", *rules)
        assert done.returncode == 0, done.stdout.decode()
        assert "own.yaml" in zhibiao("rules", "test", "-v", *rules).stdout.decode()


EXPLAINED = '''words: {own.enter: [跻身, 挤进]}
rules:
  - {id: own.low, emit: status, priority: 1, pattern: '培育高新', fields: {status: name}}
  - {id: own.high, emit: status, priority: 2, pattern: '高新技术', fields: {status: name}}
  - {id: own.veto, emit: status, pattern: '企业', vetoes: ['力争'], fields: {status: name}}
  - {id: own.near, emit: status, pattern: '力争{{own.enter}}前列', fields: {status: name}}
  - {id: own.gated, emit: status, pattern: '{{own.enter}}前列', fields: {status: name}}
  - {id: own.not, emit: status, pattern: '力争(?!甲|培育[^)])', fields: {status: name}}
  - {id: own.behind, emit: status, pattern: '(?<=丙)力争', fields: {status: name}}
  - {id: own.scope, emit: status, scope: clause, pattern: '年,力争', fields: {status: name}}
'''


def explained(*args, **rest):
    done = expect(zhibiao("rules", "explain", "--format=ndjson", *args, **rest), 0)
    found = [json.loads(line) for line in done.stdout.decode().splitlines()]
    return {kind: [f for f in found if f["explain"] == kind]
            for kind in ("text", "record", "match", "rule")}


def test_explain_tells_what_became_of_each_rule():
    rules = ["--rules", os.environ["ZHIBIAO_RULES"], "--rules", write("own.yaml", EXPLAINED)]
    found = explained("-v", *rules, SENTENCE)
    own = {m["rule"]: m for m in found["match"] if m["rule"].startswith("own.")}
    assert {i: m["state"] for i, m in own.items()} == {
        "own.low": "beaten", "own.high": "stands", "own.veto": "vetoed"}
    assert (own["own.low"]["by"], own["own.veto"]["veto"]) == ("own.high", "力争")
    own = {r["rule"]: r for r in found["rule"] if r["rule"].startswith("own.")}
    text = SENTENCE.encode()
    came = {i: text[slice(*r["reach"])].decode() for i, r in own.items()}
    assert came == {"own.near": "力争", "own.not": "力争", "own.behind": "", "own.gated": "",
                    "own.scope": "年,力争"}
    assert own["own.not"]["wanted"] == ["(?!甲|培育[^)])"] and own["own.behind"]["wanted"] == ["丙"]
    assert own["own.near"]["wanted"] == own["own.gated"]["wanted"] == ["{{own.enter}}"]
    assert own["own.gated"]["state"] == "gated" and own["own.gated"]["tries"] == 0
    said = expect(zhibiao("rules", "explain", "-v", *rules, SENTENCE), 0).stdout.decode()
    for line in ("gives way to own.high “高新技术”: its priority is 2, not 1",
                 "falls by the veto “力争”", "then wants {{own.enter}} (跻身 挤进)",
                 "would match “年,力争”, but not within its scope: clause", "never tried"):
        assert line in said, (line, said)
    one = expect(zhibiao("rules", "explain", "--rule=own.gated", *rules, SENTENCE), 0)
    assert one.stdout.decode().splitlines()[-1].split() == [
        "own.gated", "wants", "{{own.enter}}", "(跻身", "挤进)"]


def test_explain_tells_where_fields_are_from():
    text = "一、主要目标\n到2031年,新增企业IOO家以上,研发投入占比由1%提高到2%。责任单位:市甲局、市乙局。\n"
    found = explained(text)
    clean = found["text"][0]["text"].encode()
    target = next(r for r in found["record"] if r["record"].get("value") == 100)
    derived = {}
    for note in target["derived"]:
        derived[note["field"]] = (note["how"], clean[slice(*note.get("from", (0, 0)))].decode())
    assert derived["op"] == ("a word of op.after", "以上")
    assert derived["value"] == ("the group num", "100")
    assert derived["indicator"][1] == "企业" and derived["unit"][1] == "家"
    assert derived["deadline"] == ("in the same sentence", "到2031年")
    assert derived["lead"][1].endswith("市甲局、市乙局")
    second = next(r for r in found["record"] if r["record"].get("value") == 2)
    assert any(note["field"] == "baseline" and clean[slice(*note["from"])] == b"1%"
               for note in second["derived"])
    wanted = zhibiao("run", "--facts", given=text.encode())
    got = sorted((r["record"] for r in found["record"]), key=lambda r: r["span"])
    assert got == sorted(records(wanted), key=lambda r: r["span"]), (got, records(wanted))
    said = expect(zhibiao("rules", "explain", "--reference=2031-01-01", given=text.encode()), 0)
    lines = [line.split(None, 1) for line in said.stdout.decode().splitlines() if line]
    assert ["why", "read as a plan: its figures can be targets"] in lines, lines


def test_explain_reads_as_run_does():
    found = explained(given="到2025年,培育企業IOO家。".encode("big5"))
    assert found["text"][0]["text"] == "到2025年,培育企业100家。"
    assert [r["record"].get("value") for r in found["record"]] == [None, None, 100]
    found = explained("--clean", "培育企業IOO家。")
    assert found["text"][0]["text"] == "培育企業IOO家。" and len(found["record"]) == 1
    found = explained("--reference=2031-05-01", "--clean", "今年底前建成示范基地3个。")
    assert "2031-12-31" in [r["record"].get("deadline") for r in found["record"]]
    said = expect(zhibiao("rules", "explain", "培育企业IOO家。"), 0).stdout.decode()
    assert said.startswith("read as: 培育企业100家。\n")
    expect(zhibiao("rules", "explain", "--rule", "no.rule", "x"), 2, "no rule 'no.rule'")
    expect(zhibiao("rules", "explain", "x", "y"), 2, "one text")
    expect(zhibiao("rules", "explain", given=b"x" * 70000), 2, "64 KiB")
    assert explained(given=b"")["text"][0]["text"] == ""


OLD_RULES = '''words: {own.enter: [跻身, 挤进], own.gone: [甲]}
macros: {own.number: '[0-9]+'}
rules:
  - {id: own.same, emit: status, pattern: 一字不差, fields: {status: name}}
  - {id: own.gone, emit: status, pattern: 无影无踪, fields: {status: name}}
  - {id: own.list, emit: status, pattern: '{{own.enter}}前列', fields: {status: name}}
  - {id: own.changed, emit: target, priority: 3, pattern: '(?<num>[0-9]+)(?<unit>辆)',
     fields: {kind: level}, examples: [{in: 2辆, want: []}]}
'''
NEW_RULES = '''words: {own.enter: [跻身, 迈入]}
macros: {own.number: '[0-9]{1,9}'}
rules:
  - {id: own.same, emit: status, pattern: 一字不差, fields: {status: name}}
  - {id: own.list, emit: status, pattern: '{{own.enter}}前列', fields: {status: name}}
  - {id: own.changed, version: 2, status: draft, emit: target, priority: 90, scope: clause,
     pattern: '购置(?<quote>(?<num>[0-9]+)(?<unit>辆))', fields: {kind: increase},
     vetoes: [丙], examples: [{in: 3辆, want: []}, {in: 4辆, want: []}]}
  - {id: own.new, emit: status, pattern: '仅供参考。', fields: {status: name}}
'''
RULE_CHANGES = '''- rule own.gone: version 1, stable, status (old.yaml:5)
~ rule own.list: pattern, by its macros and lists
~ rule own.changed: version 1 → 2; status stable → draft; priority 3 → 90; scope nothing → \
clause; kind level → increase; vetoes; examples −1 +2; pattern
    - (?<num>[0-9]+)(?<unit>辆)
    + 购置(?<quote>(?<num>[0-9]+)(?<unit>辆))
+ rule own.new: version 1, stable, status (new.yaml:9)
~ list own.enter: − 挤进; + 迈入
- list own.gone
~ macro own.number: pattern [0-9]+ → [0-9]{1,9}
'''


def test_diff_of_rules():
    write("old.yaml", OLD_RULES)
    write("new.yaml", NEW_RULES)
    for same in ("old.yaml", "new.yaml"):
        assert expect(zhibiao("rules", "diff", same, same), 0).stdout == b""
    done = expect(zhibiao("rules", "diff", "old.yaml", "new.yaml"), 3)
    assert done.stdout.decode() == RULE_CHANGES, done.stdout.decode()
    expect(zhibiao("rules", "diff", "old.yaml", "nowhere.yaml"), 2, "nowhere.yaml")
    expect(zhibiao("rules", "diff", "old.yaml"), 2, "two rule sets")
    done = zhibiao("rules", "diff", "old.yaml", "new.yaml", write("a.txt", SENTENCE))
    expect(done, 2, "old.yaml: the rule set lacks the list")


def diff_of_records(old, new, *paths):
    rules = ["--rules", os.environ["ZHIBIAO_RULES"]]
    return zhibiao("rules", "diff", *rules, write("old.yaml", old), write("new.yaml", new), *paths)


def test_diff_of_records():
    write("a.txt", SENTENCE + "到2026年,购置客车8辆。\n到2026年,新增客车9辆,建成车站7座。\n")
    write("b.txt", SENTENCE)
    rule = ("rules: [{{id: own.bus, inherit: target.quantity, priority: 90,"
            " pattern: '(?<num>[0-9]+)(?<unit>{})', fields: {{kind: {}}}}}]")
    done = diff_of_records(rule.format("辆", "level"), rule.format("座", "level"), "a.txt", "b.txt")
    said = expect(done, 3).stdout.decode()
    lines = said.splitlines()
    start = lines.index("a.txt")
    at = [len((SENTENCE + text).encode())
          for text in ("到2026年,购置客车", "到2026年,购置客车8辆。\n到2026年,新增客车")]
    assert [line.split(":")[0] for line in lines[start + 1:start + 4]] == [
        f"  ~ target “8辆” at {at[0]}", f"  ~ target “9辆” at {at[1]}",
        f"  ~ target “7座” at {at[1] + len('9辆,建成车站'.encode())}"]
    assert "rule own.bus → target.quantity; " in lines[start + 1]
    assert "kind level → increase" in lines[start + 1] and "b.txt" not in said
    assert lines[-3].split() == ["0", "0", "1", "own.bus"]
    assert lines[-2].split() == ["0", "0", "2", "target.quantity"]
    assert lines[-1].split() == "0 0 3 in 1 of 2 documents".split()


def test_diff_of_added_and_removed_records():
    write("a.txt", "到2026年,购置客车8辆,购置货车9锃。\n")
    unit = "maps: {unit: {锃: 锃}}"
    said = expect(diff_of_records("", unit, "a.txt"), 3).stdout.decode()
    assert "\n  + target “9锃” at " in said and said.endswith(
        "        0         1         0  in 1 of 1 documents\n"), said
    said = expect(diff_of_records(unit, "", "a.txt"), 3).stdout.decode()
    assert "  - target “9锃” at " in said and ": 货车 = 9 锃 by 2026-12-31" in said
    status = "rules: [{id: own.name, emit: status, pattern: 客车8辆, fields: {status: name}}]"
    said = expect(diff_of_records("", status, "a.txt"), 3).stdout.decode()
    assert ": type target → fact; " in said and "status nothing → name" in said, said
    same = expect(diff_of_records(unit, unit, "a.txt"), 0).stdout.decode()
    assert same.split() == "0 0 0 in 0 of 1 documents".split()
    expect(diff_of_records("", unit, "a.txt", "absent.txt"), 1, "absent.txt")


def test_list_of_flags():
    flags = expect(zhibiao("rules", "list", "--flags"), 0).stdout.decode()
    for name in ("repaired", "match_limit", "lead_inferred"):
        assert f"{name} (" in flags
    rules = expect(zhibiao("rules", "list"), 0).stdout.decode().splitlines()
    assert any(line.split()[:4] == ["target.quantity", "1", "stable", "target"] for line in rules)


def test_help():
    commands = ("run", "decode", "convert", "normalize", "extract", "sheet", "rules")
    overview = expect(zhibiao("--help"), 0).stdout.decode()
    assert expect(zhibiao("help"), 0).stdout.decode() == overview
    for name in commands:
        assert f"\n  {name} " in overview
        text = expect(zhibiao(name, "--help"), 0).stdout
        assert name.encode() in text and expect(zhibiao("help", name), 0).stdout == text
    assert expect(zhibiao("--version"), 0).stdout.startswith(b"zhibiao 0.")


def run_test(test):
    home, folder = os.getcwd(), tempfile.mkdtemp()
    os.chdir(folder)
    try:
        test()
        return True
    except Exception:
        print(f"{test.__name__}:\n{traceback.format_exc(limit=-3)}")
        return False
    finally:
        os.chdir(home)
        shutil.rmtree(folder)


def main():
    tests = [t for name, t in globals().items() if name.startswith("test_")]
    if sys.argv[1:]:
        tests = [t for t in tests if t.__name__ in sys.argv[1:]]
    passed = sum(map(run_test, tests))
    print(f"{passed} passed, {len(tests) - passed} failed")
    return passed < len(tests)


sys.exit(main())
