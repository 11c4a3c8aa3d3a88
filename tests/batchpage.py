#!/usr/bin/env python3
"""The page of a batch (-o OUT.html) as an HTML parser reads it ($ZHIBIAO is the program)."""
import base64
import csv
import glob
import hashlib
import html.parser
import io
import json
import os
import resource
import signal
import subprocess
import sys
import urllib.parse

from suite import read, run_tests, write

PROGRAM = os.path.abspath(os.environ.get("ZHIBIAO", "build/zhibiao"))
FIXTURES = sorted(os.path.abspath(p) for p in glob.glob("fixtures/*.txt"))
SENTENCE = "到2025年,力争培育高新技术企业50家以上。\n"
REVIEW = ["复核结论", "修正值", "修正指标", "修正期限", "修正牵头单位", "复核人", "备注"]
VOID = {"meta", "input"}
TIMEOUT = 120  # seconds: far more than anything takes, against hanging
HOSTILE = "<script>x</script>\"'&amp;&<b onclick=x>\x01\u202e</td></table><!--"


class Page(html.parser.HTMLParser):
    """A page, whose elements are properly nested: its tables by id, its policy, its text."""

    def __init__(self, path):
        super().__init__(convert_charrefs=True)
        self.stack = []
        self.tags = []
        self.links = []
        self.ids = []
        self.heads = {}  # id of a section: headings of its table
        self.rows = {}  # id of a section: its rows, each a list of texts
        self.cards = []
        self.own = {"style": "", "script": ""}
        self.policy = ""
        self.section = None
        with open(path, encoding="utf-8", newline="") as file:
            self.feed(file.read())
        self.close()
        assert not self.stack, (path, self.stack)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.tags.append(tag)
        assert not [a for a in attrs if a.startswith("on") or a == "style"], attrs
        if "id" in attrs:
            self.ids.append(attrs["id"])
        if tag == "a":
            self.links.append(attrs["href"])
        if attrs.get("http-equiv") == "Content-Security-Policy":
            self.policy = attrs["content"]
        if tag == "section":
            self.section = attrs["id"]
            self.heads[self.section], self.rows[self.section] = [], []
        if self.section and tag == "th":
            self.heads[self.section].append("")
        if self.section and tag == "tr" and self.stack[-1] == "tbody":
            self.rows[self.section].append([])
        if self.section and tag == "td":
            self.rows[self.section][-1].append("")
        if tag not in VOID:
            self.stack.append(tag)

    def handle_endtag(self, tag):
        assert self.stack and self.stack[-1] == tag, (tag, self.stack[-3:])
        self.stack.pop()
        if tag == "section":
            self.section = None

    def handle_data(self, data):
        if self.stack and self.stack[-1] in self.own:
            self.own[self.stack[-1]] += data
        elif "ul" in self.stack and self.stack[-1] == "b":
            self.cards.append(data)
        elif self.section and "th" in self.stack:
            self.heads[self.section][-1] += data
        elif self.section and "td" in self.stack:
            self.rows[self.section][-1][-1] += data

    def table(self, name):
        return [dict(zip(self.heads[name], row)) for row in self.rows[name]]


def zhibiao(*args, status=0, env=None, given=b"", **rest):
    done = subprocess.run([PROGRAM, *args], input=given, capture_output=True, check=False,
                          timeout=TIMEOUT, env={**os.environ, **(env or {})}, **rest)
    assert done.returncode == status, (done.returncode, done.stderr.decode())
    return done


def records(done):
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def same_cell(shown, wanted):
    if shown == wanted:
        return True
    try:
        return abs(float(shown) - float(wanted)) < 1e-4
    except ValueError:
        return False


def test_targets_are_those_of_the_table():
    """Column for column, by the same names, but for those of the review."""
    for extra in ([], ["--facts"], ["--lang", "en"], ["--pages", "pages"]):
        zhibiao("run", *extra, "-o", "all.html", *FIXTURES)
        zhibiao("run", *extra, "-o", "all.csv", *FIXTURES)
        facts = []
        if "--facts" in extra:
            out = zhibiao("run", *extra, "--format", "csv", "--table", "fact", *FIXTURES).stdout
            facts = list(csv.reader(io.StringIO(out.decode(), newline="")))[1:]
        with open("all.csv", encoding="utf-8", newline="") as file:
            head, *wanted = csv.reader(file)
        page = Page("all.html")
        skipped = len(REVIEW)
        shown = head[:-skipped]
        if "--pages" not in extra:
            shown = [h for h in shown if h not in ("原文链接", "Evidence")]
        heads = [h for h in page.heads["targets"] if h not in ("状态", "Status")]
        assert heads == shown, (heads, shown)
        rows = page.table("targets")
        assert len(rows) == len(wanted) + len(facts) > 500, (len(rows), len(wanted), len(facts))
        for row, want in zip(rows, wanted):
            for name, text in zip(head, want):
                if name in row and name not in ("原文链接", "Evidence"):
                    assert same_cell(row[name], text), (name, row[name], text)


def test_evidence():
    """Left, hit and right are the sentence of a target and of a time; a task has its quote."""
    found = records(zhibiao("run", *FIXTURES))
    zhibiao("run", "-o", "all.html", *FIXTURES)
    page = Page("all.html")
    for kind, name, field in (("target", "targets", "sentence"), ("deadline", "deadlines", "about")):
        wanted = [r for r in found if r["type"] == kind]
        rows = page.table(name)
        assert len(rows) == len(wanted) > 100
        whole = sum(row["左文"] + row["命中"] + row["右文"] == r[field]
                    for row, r in zip(rows, wanted))
        assert whole > 0.95 * len(rows), (name, whole, len(rows))
        assert all(row["命中"] for row in rows)
    tasks = [r for r in found if r["type"] == "assignment"]
    for row, r in zip(page.table("tasks"), tasks):
        assert row["任务"] == r["task"] and row["命中"] == r["quote"].replace("\r\n", "\n")
    assert len(page.rows["tasks"]) == len(tasks) > 50
    counts = [sum(r["type"] == kind for r in found)
              for kind in ("document", "target", "assignment", "deadline")]
    assert [int(x) for x in page.cards[:4]] == counts, page.cards


def test_filter_makes_the_same():
    lines = zhibiao("run", "--format", "ndjson", *FIXTURES).stdout
    env = {"SOURCE_DATE_EPOCH": "1700000000"}
    zhibiao("run", "-j3", "-o", "a.html", *FIXTURES, env=env)
    zhibiao("sheet", "-o", "b.html", given=lines, env=env)
    whole, piped = read("a.html").decode(), read("b.html").decode()
    rules = whole[whole.index(" · 规则"):whole.index("</p>", whole.index(" · 规则"))]
    assert whole.replace(rules, "") == piped
    assert zhibiao("run", "-j1", "--format", "html", *FIXTURES, env=env).stdout == read("a.html")


def test_policy_lets_in_the_pages_own_style_and_script():
    zhibiao("run", "-o", "one.html", FIXTURES[0])
    page = Page("one.html")
    assert page.policy.startswith("default-src 'none'; ") and "unsafe" not in page.policy
    assert (page.tags.count("style"), page.tags.count("script")) == (1, 1)
    for kind, text in page.own.items():
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert "%s-src 'sha256-%s'" % (kind, digest) in page.policy, \
            "%s_hash in html_style.c is to be sha256-%s" % (kind, digest)


def test_links_lead_to_the_pages():
    os.makedirs("out/b c")
    zhibiao("run", "-o", "out/all.html", "--pages", "out/b c/原", *FIXTURES[:4])
    page = Page("out/all.html")
    away = [link for link in page.links if not link.startswith("#")]
    assert len(away) > 20
    for link in away:
        name, _, anchor = link.partition("#")
        path = os.path.join("out", urllib.parse.unquote(name))
        assert os.path.exists(path), link
        assert not anchor or ('id="%s"' % anchor).encode() in read(path), link
    for link in set(page.links) - set(away):
        assert link[1:] in page.ids, link


def test_hostile_text_stays_text():
    write("hostile.txt", "云岭市规划%s\n\n一、目标%s\n到2025年,培育%s企业50家以上%s\n"
          "(牵头单位:市%s局)\n" % ((HOSTILE,) * 5))
    write("lines.ndjson", json.dumps({"id": HOSTILE, "title": HOSTILE,
                                      "text": "到2025年,培育企业50家。" + HOSTILE}) + "\n")
    broken = "<img src=x onerror=x>.bin"
    with open(broken, "wb") as file:
        file.write(b"\x7fELF\x02\x01\x01\x00" + bytes(range(256)) * 8)
    write("house.yaml", "headings: {指标名称: '<b onclick=x>\"指标'}\nsheets: {指标台账: '<i>&账'}\n")
    for extra in ([], ["--template", "house.yaml", "--edits", "--facts", "--mentions"]):
        zhibiao("run", *extra, "-o", "out.html", "hostile.txt", "lines.ndjson", broken, status=1)
        page = Page("out.html")
        assert not set(page.tags) & {"img", "iframe", "link", "base", "button"}, page.tags
        assert page.tags.count("script") == 1
        (problem,) = page.table("troubles")
        assert problem["文件"] == broken, problem
        assert any(HOSTILE.replace("\x01", "␁") in text for row in page.rows["documents"]
                   for text in row)
    assert page.heads["targets"][7] == '<b onclick=x>"指标', page.heads["targets"]


def test_no_records():
    for given in (b"", "今天天气很好。\n".encode()):
        zhibiao("run", "-o", "none.html", "-", given=given)
        page = Page("none.html")
        assert page.rows["targets"] == [] and len(page.rows["documents"]) == 1
        assert page.heads["targets"]
    zhibiao("sheet", "-o", "none.html", given=b"")
    assert set(Page("none.html").rows) == {"targets"}


def test_house_style():
    write("a.txt", SENTENCE)
    write("house.yaml", "headings: {指标名称: 考核指标}\nhide: [文档清单]\n")
    zhibiao("run", "--template", "house.yaml", "--columns", "指标名称,value,截止日期", "-o",
            "house.html", "a.txt")
    page = Page("house.html")
    assert page.table("targets") == [
        {"考核指标": "高新技术企业", "目标值": "50", "截止日期": "2025-12-31"}], page.table("targets")
    assert "documents" not in page.rows
    done = zhibiao("run", "--columns", "nothing", "-o", "x.html", "a.txt", status=2)
    assert b"no column is called 'nothing'" in done.stderr and not os.path.exists("x.html")


def test_other_tables_when_asked_for():
    write("a.txt", "到2O25年,新增幼儿园IOO所。\n")
    zhibiao("run", "-o", "plain.html", "a.txt")
    assert not {"edits", "mentions"} & set(Page("plain.html").rows)
    zhibiao("run", "--edits", "--mentions", "-o", "more.html", "a.txt")
    page = Page("more.html")
    assert page.rows["edits"] and page.rows["mentions"]


def limit_files():
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000))


def test_full_disk():
    write("old.html", "old")
    done = zhibiao("run", "-o", "old.html", *FIXTURES[:3], status=2, preexec_fn=limit_files)
    assert done.stderr.decode().startswith("zhibiao: old.html: "), done.stderr
    assert read("old.html") == b"old" and os.listdir(".") == ["old.html"]


def main():
    os.environ.setdefault("ZHIBIAO_RULES", os.path.abspath("rules"))
    return run_tests(globals())


if __name__ == "__main__":
    sys.exit(main())
