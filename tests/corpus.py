#!/usr/bin/env python3
"""A corpus in a database ($ZHIBIAO is the program)."""
import contextlib
import glob
import gzip
import json
import os
import resource
import signal
import sqlite3
import subprocess
import sys
import time

from suite import read, run_tests, write

PROGRAM = os.path.abspath(os.environ.get("ZHIBIAO", "build/zhibiao"))
RULES = os.path.abspath(os.environ.get("ZHIBIAO_RULES", "rules"))
FIXTURES = sorted(os.path.abspath(p) for p in glob.glob("fixtures/*.txt"))
SENTENCE = "到2025年,力争培育高新技术企业50家以上。\n"
OWN = "到2025年,建成草料场300垛,培育企业50家。\n"
OWN_RULES = "maps:\n  unit: {垛: 垛}\n"
FORMATS = ("ndjson", "csv", "tsv", "xlsx", "html")
MANY = 300
TIMEOUT = 300  # seconds: far more than anything takes, against hanging


def zhibiao(*args, status=0, given=b"", **rest):
    done = subprocess.run([PROGRAM, *args], input=given, capture_output=True, check=False,
                          timeout=TIMEOUT, **rest)
    assert done.returncode == status, (args, done.returncode, done.stderr.decode())
    return done


def corpus(action, *args, **rest):
    return zhibiao("corpus", action, "c.db", *args, **rest)


def said(done):
    return done.stdout.decode().splitlines()


def refuse(done, text):
    """One line on standard error, which says this."""
    lines = done.stderr.decode().splitlines()
    assert len(lines) == 1 and lines[0].startswith("zhibiao: ") and text in lines[0], lines


def figures(status):
    """The figures that `corpus status` prints before the rules."""
    return {line.split()[0]: int(line.split()[-1]) for line in said(status)
            if line.split()[0] in ("documents", "targets", "failed")} | {
                "to update": int(line.split()[2].rstrip(",")) for line in said(status)
                if line.startswith("to update")}


def same_as_run(*inputs, rules=(), status=0):
    for name in FORMATS:
        zhibiao("run", *rules, "-o", "run." + name, *inputs, status=status)
        corpus("export", "-o", "corpus." + name, status=status)
        assert read("run." + name) == read("corpus." + name), name
    everything = ("--edits", "--facts", "--mentions")
    assert corpus("export", *everything, status=status).stdout == \
        zhibiao("run", *everything, *rules, *inputs, status=status).stdout


def test_export_is_the_run():
    done = corpus("add", *FIXTURES)
    assert said(done) == ["%d documents added, 0 unchanged, 0 failed" % len(FIXTURES)]
    same_as_run(*FIXTURES)
    for extra in (["--lang", "en", "-o", "x.csv"], ["--columns", "指标名称,目标值", "-o", "x.tsv"],
                  ["--table", "deadline", "--format", "csv"]):
        name = extra[-1] if "-o" in extra else None
        out = zhibiao("run", *extra, *FIXTURES).stdout, name and read(name)
        assert out == (corpus("export", *extra).stdout, name and read(name)), extra


def test_every_kind_of_document():
    """What a container says of its document is kept; ids that come twice are two documents."""
    write("page.html", "<html><head><title>云岭市规划</title><meta charset=gbk></head><body>"
          "<h1>云岭市教育发展规划</h1><p>到2025年,培育<b>企业</b>50&#23478;以上,由市教育局牵头,"
          "市财政局配合,确保任务按期完成并取得实效。</p></body></html>".encode("gbk"))
    line = {"id": "一", "title": "规划", "date": "2024-03-01", "url": "http://x", "text": SENTENCE}
    write("lines.ndjson", "".join(json.dumps(x, ensure_ascii=False) + "\n" for x in (
        line, {**line, "text": "今年,新增学校5所。\n"}, {"text": "2026年建成公园3个。\n"})))
    write("packed.txt.gz", gzip.compress(SENTENCE.encode("gb18030"), mtime=0))
    write("wide.txt", SENTENCE.encode("utf-16"))
    write("stream.jsonl", zhibiao("decode", "--stream", "packed.txt.gz", FIXTURES[0]).stdout)
    write("empty.txt", b"")
    write(b"bad\xff\n.txt", SENTENCE)
    names = ["page.html", "lines.ndjson", "packed.txt.gz", "wide.txt", "stream.jsonl",
             "empty.txt", b"bad\xff\n.txt"]
    corpus("add", *names)
    same_as_run(*names)
    assert figures(corpus("status"))["documents"] == 10
    done = corpus("add", *names)
    assert said(done) == ["0 documents added, 10 unchanged, 0 failed"], said(done)
    corpus("update", "--all")
    same_as_run(*names)


def test_the_bytes_are_kept():
    """Read again, the original being gone, a document gives what it gave."""
    write("a.txt", SENTENCE.encode("big5", "replace"))
    corpus("add", "a.txt")
    before = corpus("export", "--edits").stdout
    os.unlink("a.txt")
    done = corpus("update", "--all")
    assert said(done)[-1].endswith(", 0 changed, 0 failed") and before == \
        corpus("export", "--edits").stdout


def test_same_document_twice():
    write("a.txt", SENTENCE)
    done = corpus("add", "a.txt", "a.txt")
    assert said(done) == ["1 documents added, 1 unchanged, 0 failed"]
    corpus("add", "a.txt")
    same_as_run("a.txt")


def test_changed_document_is_replaced():
    for name in "abc":
        write(name + ".txt", SENTENCE)
    corpus("add", "a.txt", "b.txt", "c.txt")
    write("b.txt", "到2026年,新建学校7所。\n")
    done = corpus("add", "a.txt", "b.txt", "c.txt")
    assert said(done) == ["1 documents added, 2 unchanged, 0 failed"]
    same_as_run("a.txt", "b.txt", "c.txt")
    assert figures(corpus("status"))["documents"] == 3


def test_update_after_a_change_of_rules():
    write("own.txt", OWN)
    write("other.txt", SENTENCE)
    write("own.yaml", OWN_RULES)
    both = ("--rules", RULES, "--rules", "own.yaml")
    corpus("add", "own.txt", "other.txt")
    assert figures(corpus("status"))["to update"] == 0
    assert figures(corpus("status", *both))["to update"] == 2
    done = said(corpus("update", *both))
    assert done[0] == "own.txt", done
    assert done[1].startswith("  + target “300垛” at 26: 草料场 = 300 垛 by 2025-12-31"), done
    assert done[3].split() == ["removed", "added", "changed", "rule"], done
    assert done[4].split() == ["0", "1", "0", "target.quantity"], done
    assert done[5].split() == ["0", "1", "0", "in", "1", "of", "2", "documents"], done
    assert done[6].startswith("2 documents read again by ") and \
        done[6].endswith(", 1 changed, 0 failed"), done
    theirs = said(zhibiao("rules", "diff", "--rules", RULES, "/dev/null", "own.yaml", "own.txt",
                          "other.txt", status=3))
    assert done[:6] == theirs[-6:], (done, theirs)
    assert figures(corpus("status", *both))["to update"] == 0
    same_as_run("own.txt", "other.txt", rules=both)
    changed = corpus("export", "--changed").stdout
    assert changed == zhibiao("run", *both, "own.txt").stdout
    again = said(corpus("update", *both))
    assert len(again) == 1 and again[0].startswith("0 documents read again"), again
    assert corpus("export", "--changed").stdout == changed
    brief = said(corpus("update", "--brief"))
    assert [line.split() for line in brief[2:3]] == [["1", "0", "0", "target.quantity"]], brief
    assert len(brief) == 5, brief
    same_as_run("own.txt", "other.txt")


def test_changed_fields_are_shown():
    write("a.txt", "年内,培育企业50家。\n")
    corpus("add", "a.txt")
    with contextlib.closing(sqlite3.connect("c.db")) as db:
        db.execute("UPDATE setting SET value = '2031-05-01' WHERE name = 'reference'")
        db.commit()
    done = said(corpus("update", "--all"))
    assert done[0] == "a.txt", done
    assert any(line.startswith("  ~ ") and "→ 2031-12-31" in line for line in done), done
    assert corpus("export").stdout == zhibiao("run", "--reference", "2031-05-01", "a.txt").stdout


def test_failures_are_counted():
    write("a.txt", SENTENCE)
    write("b.bin", b"\x7fELF\x02\x01\x01\x00" + bytes(range(256)) * 8)
    names = ["a.txt", "b.bin", "absent.txt"]
    done = corpus("add", *names, status=1)
    assert said(done) == ["1 documents added, 0 unchanged, 2 failed"]
    assert [line.split(": ")[1] for line in done.stderr.decode().splitlines()] == names[1:]
    same_as_run(*names, status=1)
    status = corpus("status")
    assert figures(status) == {"documents": 3, "targets": 1, "failed": 2, "to update": 0}
    assert [line.split()[1] for line in said(status) if line.startswith("failure ")] == \
        ["b.bin:", "absent.txt:"]
    write("absent.txt", SENTENCE)
    done = corpus("add", "absent.txt")
    assert said(done) == ["1 documents added, 0 unchanged, 0 failed"]
    same_as_run(*names, status=1)


def many(folder="many", count=MANY):
    os.mkdir(folder)
    for i in range(count):
        lines = ["到2025年,力争培育第%d类企业%d家以上。\n" % (k, i + k) for k in range(1, 30)]
        write("%s/%05d.txt" % (folder, i), "".join(lines) + OWN)
    return folder


def finished(engine_from):
    """How many documents an engine after that one has made."""
    try:
        with contextlib.closing(sqlite3.connect("file:c.db?mode=ro", uri=True)) as db:
            return db.execute("SELECT count(*) FROM document WHERE engine > ?",
                              (engine_from,)).fetchone()[0]
    except sqlite3.OperationalError:
        return 0  # not there yet


def kill_amid(engine_from, *args):
    """Starts `zhibiao corpus`, and kills it when some documents are done."""
    with subprocess.Popen([PROGRAM, "corpus", *args], stdout=subprocess.DEVNULL) as process:
        while finished(engine_from) < 20:
            assert process.poll() is None, "it ended before it could be killed"
            time.sleep(0.005)
        process.kill()
    assert process.returncode == -signal.SIGKILL
    left = finished(engine_from)
    assert 20 <= left < MANY, left
    return left


def test_killed_and_resumed():
    many()
    write("own.yaml", OWN_RULES)
    both = ("--rules", RULES, "--rules", "own.yaml")
    left = kill_amid(0, "add", "-j1", "c.db", "many")
    assert figures(corpus("status"))["documents"] >= left
    done = said(corpus("add", "many"))[0].split()
    assert int(done[0]) + int(done[3]) == MANY and int(done[3]) >= left - 1, done
    assert corpus("export").stdout == zhibiao("run", "many").stdout
    left = kill_amid(1, "update", "-j1", "--brief", *both, "c.db")
    assert figures(corpus("status", *both))["to update"] == MANY - left
    done = said(corpus("update", "--brief", *both))
    assert done[-1].startswith("%d documents read again" % (MANY - left)), (left, done)
    assert corpus("export").stdout == zhibiao("run", *both, "many").stdout
    changed = corpus("export", "--changed").stdout
    assert changed == zhibiao("run", *both, "many").stdout


def test_interrupted_documents_are_told():
    write("a.txt", SENTENCE)
    corpus("add", "a.txt")
    with contextlib.closing(sqlite3.connect("c.db")) as db:
        db.execute("UPDATE document SET engine = NULL, records = NULL")
        db.commit()
    done = corpus("export", status=1)
    refuse(done, "c.db: 1 documents have no records yet")
    assert figures(corpus("status"))["to update"] == 1
    corpus("update")
    same_as_run("a.txt")


def test_two_writers():
    for name in ("one", "two"):
        many(name, 150)
    processes = [subprocess.Popen([PROGRAM, "corpus", "add", "c.db", name],
                                  stdout=subprocess.DEVNULL) for name in ("one", "two")]
    assert [p.wait(TIMEOUT) for p in processes] == [0, 0]
    assert figures(corpus("status"))["documents"] == 300
    found = sorted(corpus("export", "--table", "document", "--format", "csv").stdout.splitlines())
    wanted = sorted(zhibiao("run", "--table", "document", "--format", "csv", "one",
                            "two").stdout.splitlines())
    assert found == wanted


def test_what_is_no_corpus():
    write("a.txt", SENTENCE)
    write("text.db", "this is not a database, whatever its name\n" * 100)
    write("nothing.db", b"")
    with contextlib.closing(sqlite3.connect("foreign.db")) as db:
        db.execute("CREATE TABLE document (number)")
        db.commit()
    for name in ("text.db", "foreign.db"):
        before = read(name)
        for args in (["add", name, "a.txt"], ["update", name], ["status", name], ["export", name]):
            refuse(zhibiao("corpus", *args, status=2), name + ": this is no corpus")
        assert read(name) == before
    refuse(zhibiao("corpus", "export", "nothing.db", status=2), "nothing.db: this is no corpus")
    for action in ("update", "status", "export"):
        refuse(zhibiao("corpus", action, "none.db", status=2), "none.db: No such file")
        assert not os.path.exists("none.db")
    refuse(zhibiao("corpus", "add", "no/such/folder.db", "a.txt", status=2), "folder.db: ")
    with contextlib.closing(sqlite3.connect("later.db")) as db:
        db.execute("PRAGMA application_id = 1514291023")
        db.execute("PRAGMA user_version = 99")
        db.execute("CREATE TABLE x (y)")
        db.commit()
    refuse(zhibiao("corpus", "status", "later.db", status=2), "another version")


def test_damaged():
    corpus("add", *FIXTURES[:12])
    whole = read("c.db")
    for at in range(4096, len(whole), max(4096, len(whole) // 10 // 4096 * 4096)):
        write("c.db", whole[:at] + b"\xa5" * 4096 + whole[at + 4096:])
        for args in (["export", "c.db", "-o", "x.ndjson"], ["update", "--all", "c.db"]):
            done = subprocess.run([PROGRAM, "corpus", *args], capture_output=True, check=False,
                                  timeout=TIMEOUT)
            assert done.returncode in (0, 2), (at, done)
            if done.returncode:
                refuse(done, "c.db: ")
        write("c.db", whole)
    write("c.db", whole[:len(whole) // 2])
    refuse(corpus("export", "-o", "x.ndjson", status=2), "c.db: ")


def limit_files(size):
    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    return limit


def test_full_disk():
    """What was in the corpus stays, and so does what came before the disk was full."""
    corpus("add", *FIXTURES[:20])
    before = corpus("export").stdout
    size = os.path.getsize("c.db")
    done = corpus("add", *FIXTURES, status=2, preexec_fn=limit_files(size + 40000))
    assert b"zhibiao: c.db: " in done.stderr, done.stderr
    assert figures(corpus("status"))["documents"] >= 20
    corpus("add", *FIXTURES)
    same_as_run(*FIXTURES)
    write("old.csv", "old")
    refuse(corpus("export", "-o", "old.csv", status=2, preexec_fn=limit_files(40000)), "old.csv: ")
    assert read("old.csv") == b"old"


def test_one_way_of_reading():
    """Options that decide what is read are the corpus's."""
    write("a.txt", "到今年底,力争培育高新技术企业50家以上。\n".encode("gb18030"))
    corpus("add", "--from", "GB18030", "--reference", "2024-02-03", "--no-repair", "digit",
           "--no-repair", "space", "a.txt")
    wanted = zhibiao("run", "--from", "GB18030", "--reference", "2024-02-03", "--no-repair",
                     "digit", "--no-repair", "space", "a.txt").stdout
    assert corpus("export").stdout == wanted
    write("b.txt", "到今年底,力争培育高新技术企业50家以上。\n".encode("gb18030"))
    corpus("add", "b.txt")
    corpus("update", "--all")
    assert corpus("export").stdout.startswith(wanted)
    assert corpus("export").stdout.count(b"2024-12-31") == 2 * wanted.count(b"2024-12-31") > 0
    refuse(corpus("add", "--from", "Big5", "b.txt", status=2),
           "option '--from': all documents of this corpus are read with 'GB18030'")


def test_usage():
    write("a.txt", SENTENCE)
    for args, text in ((["corpus"], "wants one of add, update, status, export"),
                       (["corpus", "drop", "c.db"], "wants one of"),
                       (["corpus", "add"], "the name of a corpus is missing"),
                       (["corpus", "add", "c.db"], "no documents are named"),
                       (["corpus", "export", "c.db", "-o", "x.nothing"], "no format is known"),
                       (["corpus", "add", "--rules", "nowhere", "d.db", "a.txt"], "nowhere: ")):
        refuse(zhibiao(*args, status=2), text)
    assert not os.path.exists("d.db")
    assert b"corpus update DB" in zhibiao("corpus", "--help").stdout
    assert b"--brief" in zhibiao("corpus", "update", "--help").stdout


def main():
    os.environ["ZHIBIAO_RULES"] = RULES
    os.environ["SOURCE_DATE_EPOCH"] = "1700000000"
    return run_tests(globals())


if __name__ == "__main__":
    sys.exit(main())
