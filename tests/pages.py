#!/usr/bin/env python3
"""The evidence pages as an HTML parser reads them ($ZHIBIAO is the program)."""
import base64
import glob
import hashlib
import html.parser
import json
import os
import re
import resource
import signal
import subprocess
import sys
import urllib.parse

from suite import run_tests

PROGRAM = os.path.abspath(os.environ.get("ZHIBIAO", "build/zhibiao"))
FIXTURES = sorted(os.path.abspath(p) for p in glob.glob("fixtures/*.txt"))
KINDS = {"target": "t", "deadline": "d", "assignment": "a", "fact": "f"}
VOID = {"meta", "input"}
TIMEOUT = 120  # seconds: far more than anything takes, against hanging
HOSTILE = "<script>x</script>\"'&amp;&<b onclick=x>\x01\u202e</p></article><!--"


class Page(html.parser.HTMLParser):
    """A page: its elements, properly nested, the article's text and what each mark holds."""

    def __init__(self, path):
        super().__init__(convert_charrefs=True)
        self.stack = []
        self.ids = []
        self.links = []
        self.elements = []
        self.article = ""
        self.marks = {}  # anchor: text
        self.looks = {}  # anchor: class
        self.hints = {}  # anchor: title
        self.rows = []  # classes of the items of the list
        self.own = {"style": "", "script": ""}
        self.policy = ""
        self.path = path
        with open(path, encoding="utf-8") as file:
            self.feed(file.read())
        self.close()
        assert not self.stack, (path, self.stack)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.elements.append((tag, attrs))
        assert not [a for a in attrs if a.startswith("on") or a == "style"], attrs
        if "id" in attrs:
            self.ids.append(attrs["id"])
        if tag == "a":
            self.links.append(attrs["href"])
        if attrs.get("http-equiv") == "Content-Security-Policy":
            self.policy = attrs["content"]
        if tag == "mark":
            name = attrs.get("id") or attrs["data-again"]
            self.marks.setdefault(name, "")
            self.looks.setdefault(name, attrs["class"].split()[1])
            self.hints.setdefault(name, attrs["title"])
        if tag == "li" and "data-row" in attrs:
            self.rows.append(attrs["class"].split()[0])
        if tag not in VOID:
            self.stack.append((tag, attrs))

    def handle_endtag(self, tag):
        assert self.stack and self.stack[-1][0] == tag, (self.path, tag, self.stack[-3:])
        self.stack.pop()

    def handle_data(self, data):
        tags = [t for t, _ in self.stack]
        if tags and tags[-1] in self.own:
            self.own[tags[-1]] += data
        if "p" in tags and "article" in tags:
            self.article += data
            for tag, attrs in self.stack:
                if tag == "mark":
                    self.marks[attrs.get("id") or attrs["data-again"]] += data


def zhibiao(*args, status=0, env=None, given=b""):
    done = subprocess.run([PROGRAM, *args], input=given, capture_output=True, check=False,
                          timeout=TIMEOUT, env={**os.environ, **(env or {})})
    assert done.returncode == status, (done.returncode, done.stderr.decode())
    return done


def records(done):
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def by_doc(found):
    docs = {}
    for r in found:
        docs.setdefault(r["doc"], []).append(r)
    return docs


def as_shown(text):
    """Line ends and control characters as a page shows them."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", lambda c: chr(0x2400 + ord(c[0])), text)


def check_page(page, doc_records):
    """Every record that has a place is marked there, with the text that it quotes, and listed."""
    wanted = [r for r in doc_records if r["type"] in KINDS]
    assert len(set(page.ids)) == len(page.ids), page.path
    assert len(page.marks) == len(wanted), (page.path, len(page.marks), len(wanted))
    found = sorted((page.looks[m], text) for m, text in page.marks.items())
    assert found == sorted((KINDS[r["type"]], as_shown(r["quote"])) for r in wanted), page.path
    assert sum(x in "tdaf" for x in page.rows) == len(wanted), page.path
    for link in page.links:
        assert link == "index.html" or link[1:] in page.ids, (page.path, link)


def hash_of(text):
    return "'sha256-%s'" % base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def test_fixtures():
    found = by_doc(records(zhibiao("run", "--facts", "--pages", "pages", *FIXTURES)))
    for doc, doc_records in found.items():
        check_page(Page("pages/" + os.path.basename(doc) + ".html"), doc_records)
    assert len(os.listdir("pages")) == len(FIXTURES) + 1
    index = Page("pages/index.html")
    names = [urllib.parse.unquote(link) for link in index.links]
    assert names == [os.path.basename(doc) + ".html" for doc in found]


def test_text_is_the_original():
    zhibiao("run", "--pages", "text", *FIXTURES)
    for path in FIXTURES:
        shown = Page("text/" + os.path.basename(path) + ".html").article
        decoded = zhibiao("decode", "--no-repair=mojibake", "--no-repair=lost", path).stdout.decode()
        assert shown == as_shown(decoded), path


def test_records_are_the_same_without_pages():
    for extra in ([], ["--edits"], ["-j", "3"]):
        with_pages = zhibiao("run", "--pages", "same", *extra, *FIXTURES).stdout
        assert with_pages == zhibiao("run", *extra, *FIXTURES).stdout


def test_same_bytes():
    for folder, jobs, epoch in (("one", "1", "1"), ("two", "4", "1700000000")):
        zhibiao("run", "-j", jobs, "--pages", folder, *FIXTURES,
                env={"SOURCE_DATE_EPOCH": epoch})
    assert sorted(os.listdir("one")) == sorted(os.listdir("two"))
    for name in os.listdir("one"):
        with open("one/" + name, "rb") as a, open("two/" + name, "rb") as b:
            assert a.read() == b.read(), name


def test_policy_lets_in_the_pages_own_style_and_script():
    zhibiao("run", "--pages", "policy", FIXTURES[0])
    for name in os.listdir("policy"):
        page = Page("policy/" + name)
        assert page.policy.startswith("default-src 'none'; ")
        assert "unsafe" not in page.policy
        for kind, text in page.own.items():
            assert "%s-src %s" % (kind, hash_of(text)) in page.policy, \
                "%s_hash in page_style.c is to be %s" % (kind, hash_of(text))


def test_repairs_are_marked_and_explained():
    with open("damaged.txt", "w", encoding="utf-8") as file:
        file.write("云岭市教育发展规划\n\n到2O25年,新增幼儿园IOO所,建 成 学 校 5 0 所。\n")
    (target, *_) = [r for r in records(zhibiao("run", "--pages", "repairs", "damaged.txt"))
                    if r["type"] == "target"]
    page = Page("repairs/damaged.txt.html")
    assert target["value"] == 100 and "repaired" in target["flags"]
    hint = next(h for name, h in page.hints.items() if page.marks[name] == target["quote"])
    assert "100 所" in hint and "整理后:" in hint and "新增幼儿园100所" in hint, hint
    titles = [a["title"] for tag, a in page.elements if "e" in a.get("class", "").split()]
    assert any("IOO → 100" in t or "O → 0" in t for t in titles), titles
    assert page.elements.count(("details", {"class": "q"})) == 1


def test_hostile_text_stays_text():
    with open("hostile.txt", "w", encoding="utf-8") as file:
        file.write("云岭市规划%s\n\n一、目标%s\n到2025年,培育%s企业50家以上%s\n" % ((HOSTILE,) * 4))
    lines = [json.dumps({"id": HOSTILE, "title": HOSTILE,
                         "text": "到2025年,培育企业50家。" + HOSTILE})]
    with open("hostile.ndjson", "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    with open(b"bad\xff<i>.txt", "w", encoding="utf-8") as file:
        file.write("到2025年,培育企业50家。")
    broken = "<img src=x onerror=x>.bin"
    with open(broken, "wb") as file:
        file.write(b"\x7fELF\x02\x01\x01\x00" + bytes(range(256)) * 8)
    zhibiao("run", "--pages", "inert", "hostile.txt", "hostile.ndjson", b"bad\xff<i>.txt", broken,
            status=1)
    for name in os.listdir("inert"):
        page = Page("inert/" + name)
        tags = {tag for tag, _ in page.elements}
        assert not tags & {"b onclick", "img", "i-", "iframe", "link", "base"}, (name, tags)
        assert [t for t, _ in page.elements].count("script") == 1, name
        if name == "hostile.txt.html":
            assert HOSTILE.replace("\x01", "␁") in page.article
    assert len(os.listdir("inert")) == 4


def test_names():
    os.makedirs("a/b", exist_ok=True)
    for name in ("a/x y.txt", "a/b/x y.txt", "a/index", "a/.hidden"):
        with open(name, "w", encoding="utf-8") as file:
            file.write("到2025年,培育企业50家。")
    zhibiao("run", "--pages", "names", "a/x y.txt", "a/b/x y.txt", "a/index", "a/.hidden", "-",
            given="到2025年,培育企业50家。".encode())
    assert sorted(os.listdir("names")) == sorted(
        ["x_y.txt.html", "x_y.txt-2.html", "index-2.html", "_hidden.html", "document.html",
         "index.html"]), os.listdir("names")


def test_long_document_has_parts():
    text = "".join("第%d段讲的是往事。\n" % i + "山高水长,云淡风轻。" * 20 + "\n" if i % 20 else
                   "到2025年,培育第%d类企业50家。(责任单位:市科技局、市财政局)\n" % i for i in range(12000))
    with open("long.txt", "w", encoding="utf-8") as file:
        file.write(text)
    found = records(zhibiao("run", "--pages", "long", "long.txt"))
    main = Page("long/long.txt.html")
    assert not main.marks and main.article == ""
    names = sorted((n for n in os.listdir("long") if "~" in n),
                   key=lambda n: int(re.search(r"~(\d+)", n)[1]))
    parts = {name: Page("long/" + name) for name in names}
    assert "".join(p.article for p in parts.values()) == text
    assert all(len(p.article.encode()) <= 1 << 20 for p in parts.values())
    anchors = [i for i in main.ids if i.startswith("r")]
    assert len(anchors) == len(set(anchors)) == sum(r["type"] in KINDS for r in found)
    for link in main.links:
        file, _, anchor = link.partition("#")
        assert not anchor or anchor in parts[file].marks, link


def test_odd_documents():
    for name, content in (("empty.txt", b""), ("line.txt", ("到2025年,培育企业50家。" * 2000).encode()),
                          ("nul.txt", "到2025年\0,培育\x7f企业50家。\r\n\r".encode())):
        with open(name, "wb") as file:
            file.write(content)
        found = records(zhibiao("run", "--pages", "odd", name))
        page = Page("odd/" + name + ".html")
        check_page(page, found)
        assert page.article == as_shown(content.decode()).replace("\x7f", "␡")
        lines = [t for t, _ in page.elements].count("p")
        assert lines >= len(content) // (16 << 10), (name, lines)


def test_containers_show_their_text():
    with open("page.html", "w", encoding="utf-8") as file:
        file.write("<html><head><title>规划</title></head><body><nav><a href=/>首页</a></nav>"
                   "<h1>云岭市教育发展规划</h1><p>到2025年,培育<b>企业</b>50&#23478;以上,"
                   "由市教育局牵头,市财政局配合,确保任务按期完成并取得实效。</p></body></html>")
    found = records(zhibiao("run", "--pages", "dress", "page.html"))
    page = Page("dress/page.html.html")
    targets = [r for r in found if r["type"] == "target"]
    assert targets and "<" not in page.article and "50家以上" in page.article, page.article
    (anchor,) = [m for m in page.marks if page.looks[m] == "t"]
    assert page.marks[anchor] == "50家以上"


def test_failures_are_told():
    with open("file", "w", encoding="utf-8") as file:
        file.write("到2025年,培育企业50家。")
    done = zhibiao("run", "--pages", "file", "file", status=2)
    assert b"zhibiao: file: Not a directory" in done.stderr
    done = zhibiao("run", "--pages", "no/such/folder", "file", status=2)
    assert b"no/such/folder: No such file or directory" in done.stderr
    zhibiao("run", "--pages", "some", "file", "absent.txt", status=1)
    with open("some/index.html", encoding="utf-8") as file:
        assert "absent.txt" in file.read()
    os.mkdir("sealed")
    os.mkdir("sealed/index.html")
    done = zhibiao("run", "--pages", "sealed", "file", status=2)
    assert not [n for n in os.listdir("sealed") if n.endswith(".tmp")]


def limit_files():
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000))


def test_full_disk():
    os.mkdir("full")
    name = os.path.basename(FIXTURES[0]) + ".html"
    with open("full/" + name, "w", encoding="utf-8") as file:
        file.write("old")
    done = subprocess.run([PROGRAM, "run", "--pages", "full", FIXTURES[0]], check=False,
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=TIMEOUT,
                          preexec_fn=limit_files)
    assert done.returncode == 2, done
    assert done.stderr.decode().startswith("zhibiao: full/%s: " % name), done.stderr
    assert os.listdir("full") == [name]
    with open("full/" + name, encoding="utf-8") as file:
        assert file.read() == "old"


def main():
    os.environ.setdefault("ZHIBIAO_RULES", os.path.abspath("rules"))
    return run_tests(globals())


if __name__ == "__main__":
    sys.exit(main())
