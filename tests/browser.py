#!/usr/bin/env python3
"""The evidence pages and the page of a batch as Chromium shows them ($ZHIBIAO is the program).

  tests/browser.py            the tests
  tests/browser.py shots DIR  pictures of the pages in light, dark, on a phone and printed
"""
import base64
import contextlib
import glob
import http.server
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import traceback
import urllib.parse
import urllib.request

PROGRAM = os.path.abspath(os.environ.get("ZHIBIAO", "build/zhibiao"))
FIXTURES = sorted(os.path.abspath(p) for p in glob.glob("fixtures/*.txt"))
SKIPPED = 77
TIMEOUT = 120  # seconds: far more than anything takes, against hanging
BIG = 6 << 20
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync",
         "--hide-scrollbars", "--window-size=1400,1000"]
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"

# Rows of a table that the page of a batch shows before it is asked for more.
BATCH_LOT = 500


class Browser:
    """A Chromium of its own, spoken to through chromedriver (W3C WebDriver)."""

    def __init__(self):
        self.profile = tempfile.mkdtemp()
        self.driver = subprocess.Popen(["chromedriver", "--port=0"], stdout=subprocess.PIPE,
                                       stderr=subprocess.DEVNULL, text=True)
        self.base = "http://127.0.0.1:%s" % self.port()
        options = {"args": FLAGS + ["--user-data-dir=" + self.profile]}
        wanted = {"browserName": "chrome", "goog:chromeOptions": options,
                  "goog:loggingPrefs": {"performance": "ALL", "browser": "ALL"}}
        made = self.post("/session", {"capabilities": {"alwaysMatch": wanted}})
        self.base += "/session/" + made["sessionId"]

    def port(self):
        for line in self.driver.stdout:
            found = re.search(r"successfully on port (\d+)", line)
            if found:
                return found[1]
        raise RuntimeError("chromedriver did not start")

    def post(self, path, body):
        request = urllib.request.Request(self.base + path, json.dumps(body).encode(),
                                         {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
            return json.load(answer)["value"]

    def close(self):
        with contextlib.suppress(OSError):
            urllib.request.urlopen(urllib.request.Request(self.base, method="DELETE"),
                                   timeout=TIMEOUT).close()
        self.driver.terminate()
        self.driver.wait()
        shutil.rmtree(self.profile, ignore_errors=True)

    def open(self, path, anchor=""):
        # A change of the anchor alone would not load the page anew.
        self.post("/url", {"url": "about:blank"})
        self.post("/url", {"url": pathlib.Path(path).absolute().as_uri() + anchor})

    def run(self, script, *args):
        return self.post("/execute/sync", {"script": script, "args": list(args)})

    def devtools(self, command, **params):
        return self.post("/goog/cdp/execute", {"cmd": command, "params": params})

    def click(self, selector):
        found = self.post("/element", {"using": "css selector", "value": selector})
        self.post("/element/%s/click" % found[ELEMENT], {})

    def type(self, selector, text):
        found = self.post("/element", {"using": "css selector", "value": selector})
        self.post("/element/%s/value" % found[ELEMENT], {"text": text})

    def logs(self, kind):
        return self.post("/se/log", {"type": kind})

    def requests(self):
        """What the pages asked for since the last call."""
        said = [json.loads(entry["message"])["message"] for entry in self.logs("performance")]
        return [m["params"]["request"]["url"] for m in said
                if m["method"] == "Network.requestWillBeSent"]

    def shot(self, name):
        with open(name, "wb") as file:
            file.write(base64.b64decode(self.devtools("Page.captureScreenshot")["data"]))


def zhibiao(*args):
    done = subprocess.run([PROGRAM, *args], capture_output=True, check=False, timeout=TIMEOUT)
    assert done.returncode in (0, 1), done.stderr.decode()
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def shown(browser, selector):
    """How many elements take up room."""
    return browser.run("return [...document.querySelectorAll(arguments[0])]"
                       ".filter(x => x.getClientRects().length).length", selector)


def count(browser, selector):
    return browser.run("return document.querySelectorAll(arguments[0]).length", selector)


def style(browser, selector, name):
    return browser.run("return getComputedStyle(document.querySelector(arguments[0]))"
                       "[arguments[1]]", selector, name)


def in_view(browser, name):
    return browser.run("""
        const box = document.getElementById(arguments[0]).getBoundingClientRect();
        return box.top >= 0 && box.bottom <= innerHeight && box.width > 0""", name)


def settle():
    time.sleep(0.3)


def page_of(folder, name):
    return os.path.join(folder, os.path.basename(name) + ".html")


def richest(records):
    """The fixture with the most records that have a mark, and how many of each type."""
    counts = {r["doc"]: r["counts"] for r in records if r["type"] == "document"}
    doc = max(counts, key=lambda d: min(counts[d].get(t, 0)
                                        for t in ("target", "deadline", "assignment")))
    return doc, counts[doc]


def test_highlights(browser, world):
    doc, counts = richest(world.records)
    browser.open(page_of(world.pages, doc))
    for letter, kind in (("t", "target"), ("d", "deadline"), ("a", "assignment")):
        assert count(browser, "article mark.%s[id]" % letter) == counts[kind], kind
        assert shown(browser, ".list li." + letter) == counts[kind], kind
        assert style(browser, "mark." + letter, "backgroundColor") != "rgba(0, 0, 0, 0)"
    looks = [style(browser, "mark." + letter, "backgroundColor") for letter in "tda"]
    assert len(set(looks)) == 3, looks


def test_anchors(browser, world):
    doc, _ = richest(world.records)
    browser.open(page_of(world.pages, doc))
    names = browser.run("return [...document.querySelectorAll('.list section a')]"
                        ".map(a => a.hash.slice(1))")
    assert len(set(names)) == len(names) > 10
    for name in (names[0], names[len(names) // 2], names[-1]):
        browser.open(page_of(world.pages, doc), "#" + name)
        settle()
        assert in_view(browser, name), name
        assert style(browser, "mark:target", "outlineStyle") == "solid"
    browser.click(".list section:last-of-type li:last-of-type a")
    settle()
    assert browser.run("return location.hash") == "#" + names[-1]
    assert in_view(browser, names[-1])


def test_workbook_links(browser, world):
    import openpyxl  # pylint: disable=import-outside-toplevel
    path = os.path.join(world.folder, "book.xlsx")
    zhibiao("run", "-o", path, "--pages", world.pages, *FIXTURES)
    sheet = openpyxl.load_workbook(path)["指标台账"]
    links = [cell.hyperlink for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    targets = [r for r in world.records if r["type"] == "target"]
    assert len(links) == len(targets), (len(links), len(targets))
    for i in range(0, len(links), max(1, len(links) // 12)):
        place = urllib.parse.unquote(links[i].target).replace("\\", "/")
        anchor = links[i].location
        browser.open(os.path.join(world.folder, place), "#" + anchor)
        settle()
        assert in_view(browser, anchor), (place, anchor)
        text = browser.run("""
            const name = arguments[0];
            return document.getElementById(name).textContent + [...document.querySelectorAll(
                'mark[data-again="' + name + '"]')].map(x => x.textContent).join('')""", anchor)
        assert text == targets[i]["quote"], (text, targets[i])


def filters_work(browser, world):
    doc, counts = richest(world.records)
    browser.open(page_of(world.pages, doc))
    for letter, kind in (("t", "target"), ("d", "deadline"), ("a", "assignment")):
        browser.click("label." + letter)
        assert shown(browser, ".list li." + letter) == 0, kind
        assert style(browser, "mark." + letter, "backgroundColor") == "rgba(0, 0, 0, 0)", kind
        browser.click("label." + letter)
        assert shown(browser, ".list li." + letter) == counts[kind], kind
    notable = count(browser, ".list li.w")
    assert 0 < notable < sum(counts[k] for k in ("target", "deadline", "assignment"))
    browser.click("label[for=f-w]")
    assert shown(browser, ".list section li") == notable
    browser.click("label[for=f-w]")


def test_filters(browser, world):
    filters_work(browser, world)
    some = browser.run("return document.querySelector('.list li.t b').textContent")
    browser.type("#q", some)
    rows = shown(browser, ".list section li")
    assert 0 < rows < count(browser, ".list section li")
    assert shown(browser, ".list section") <= rows, "a heading without rows stays"
    browser.type("#q", "no such words")
    assert shown(browser, ".list section") == 0


def test_without_script(browser, world):
    browser.devtools("Emulation.setScriptExecutionDisabled", value=True)
    try:
        filters_work(browser, world)
        assert shown(browser, "#q") == 0, "a search that does nothing is shown"
    finally:
        browser.devtools("Emulation.setScriptExecutionDisabled", value=False)


def test_mark_leads_to_list(browser, world):
    doc, _ = richest(world.records)
    browser.open(page_of(world.pages, doc))
    name = browser.run("return document.querySelector('mark.a[id]').id")
    browser.click("mark.a[id]")
    link = browser.run("return document.querySelector('li.here a').hash")
    assert link == "#" + name


def test_index(browser, world):
    browser.open(os.path.join(world.pages, "index.html"))
    docs = [r for r in world.records if r["type"] == "document"]
    assert count(browser, ".docs tbody tr") == len(docs)
    targets = sum(r["type"] == "target" for r in world.records)
    assert browser.run("return document.querySelector('.cards .t b').textContent") == str(targets)
    bars = browser.run("return [...document.querySelectorAll('.years .num')]"
                       ".map(x => Number(x.textContent))")
    assert sum(bars) == targets
    assert shown(browser, ".years rect") == len(bars)
    browser.type("#q", os.path.basename(docs[3]["doc"]))
    assert shown(browser, ".docs tbody tr") == 1
    browser.click(".docs tbody tr:not([hidden]) a")
    assert browser.run("return document.querySelectorAll('article').length") == 1


def test_long_document(browser, world):
    text = "".join(open(p, encoding="utf-8").read() for p in FIXTURES if ".clean." in p)
    name = os.path.join(world.folder, "长.txt")
    with open(name, "w", encoding="utf-8") as file:
        while file.tell() < BIG:
            file.write(text)
    pages = os.path.join(world.folder, "long")
    records = zhibiao("run", "--pages", pages, name)
    targets = [r for r in records if r["type"] == "target"]
    main = os.path.join(pages, "长.txt.html")
    browser.open(main)
    names = browser.run("return [...document.querySelectorAll('li.t')].map(x => x.id)")
    assert len(names) == len(targets) == len(set(names))
    start = time.time()
    browser.open(main, "#" + names[-1])
    settle()
    place = urllib.parse.unquote(browser.run("return location.pathname"))
    assert re.search(r"长\.txt~\d+\.html$", place), place
    assert in_view(browser, names[-1])
    print("note: from the list of a %d MB document to its last record: %.1f s"
          % (BIG >> 20, time.time() - start))


def test_smooth(browser, world):
    text = "".join(open(p, encoding="utf-8").read() for p in FIXTURES if ".clean." in p)
    name = os.path.join(world.folder, "5mb.txt")
    with open(name, "w", encoding="utf-8") as file:
        file.write(text * ((5 << 20) // len(text.encode())))
    pages = os.path.join(world.folder, "smooth")
    zhibiao("run", "--pages", pages, name)
    browser.open(os.path.join(pages, "5mb.txt.html"))
    ready = browser.run("return performance.getEntriesByType('navigation')[0].domComplete")
    frames = browser.post("/execute/async", {"args": [], "script": """
        const done = arguments[arguments.length - 1], times = [];
        let last = performance.now(), left = 100;
        const step = now => {
            times.push(now - last);
            last = now;
            scrollBy(0, 400);
            if (left--) requestAnimationFrame(step); else done(times.slice(1));
        };
        requestAnimationFrame(step);"""})
    frames.sort()
    print("note: 5 MB on one page: complete after %.0f ms; scrolling, ms a frame: median %.0f, worst %.0f"
          % (ready, frames[len(frames) // 2], frames[-1]))
    assert count(browser, "mark.t") > 1000


HOSTILE = [
    "<script>window.pwned=1</script>",
    "\"><img src=x onerror=\"window.pwned=1\">",
    "'><svg onload='window.pwned=1'>",
    "</title></style></script><script src=\"{url}/s.js\"></script>",
    "<img src={url}/i.png><link rel=stylesheet href={url}/c.css>",
    "<iframe srcdoc=\"<script>parent.pwned=1</script>\"></iframe>",
    "<style>@import '{url}/a.css';body{{background:url({url}/b.png)}}</style>",
    "<a href=\"javascript:window.pwned=1\" id=x>x</a><base href={url}>",
    "<meta http-equiv=refresh content=\"0;url={url}/r\">",
    "<!-- --!><![CDATA[ ]]> &lt;script&gt; &#60;script&#62; &amp",
    "<details open ontoggle=window.pwned=1><mark id=q>\u202e\u2066\x00\x01\x7f\ufffe",
    "<form action={url}/f><button formaction={url}/g autofocus>",
    "<p title='\"' style=\"background:url({url}/p)\">`${{window.pwned=1}}`</p>",
]


class Trap(http.server.BaseHTTPRequestHandler):
    """Nothing may ask it for anything."""
    asked = []

    def do_GET(self):
        Trap.asked.append(self.path)
        self.send_error(404)

    def log_message(self, *_):  # pylint: disable=arguments-differ
        pass


def write_hostile(folder, url):
    """Documents whose titles, sentences, headings, names and failures are all hostile."""
    names = []
    for i, text in enumerate(HOSTILE):
        bad = text.format(url=url)
        name = os.path.join(folder, "%02d%s.txt" % (i, re.sub(r"[\x00/]", "", bad)[:60]))
        with open(name, "w", encoding="utf-8") as file:
            file.write("云岭市教育发展规划%s\n\n云政发〔2023〕5号\n\n一、总体目标%s\n" % (bad, bad))
            file.write("到2025年,力争培育%s高新技术企业50家以上,(责任单位:市教育局%s)。\n" % (bad, bad))
            file.write("到2O25年底前,新增幼儿园IOO所%s(牵头单位:市%s局)\n" % (bad, bad))
        names.append(name)
    broken = os.path.join(folder, "z\"><img src=x onerror=window.pwned=1>.bin")
    with open(broken, "wb") as file:
        file.write(b"\x7fELF\x02\x01\x01\x00" + bytes(range(256)) * 8)
    lines = os.path.join(folder, "lines.ndjson")
    with open(lines, "w", encoding="utf-8") as file:
        for text in HOSTILE:
            bad = text.format(url=url)
            file.write(json.dumps({"id": bad, "title": bad, "url": "javascript:window.pwned=1",
                                   "text": "到2025年,力争培育高新技术企业50家以上。" + bad}) + "\n")
    return names + [broken, lines]


def test_hostile(browser, world):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Trap)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    folder = os.path.join(world.folder, "hostile")
    pages = os.path.join(world.folder, "inert")
    os.mkdir(folder)
    given = write_hostile(folder, "http://127.0.0.1:%d" % server.server_port)
    records = zhibiao("run", "--pages", pages, *given)
    zhibiao("run", "--facts", "--edits", "--mentions", "-o", os.path.join(world.folder, "bad.html"),
            *given)
    browser.requests()
    made = sorted(os.listdir(pages))
    docs = sum(r["type"] == "document" for r in records)
    assert docs == 2 * len(HOSTILE) and len(made) == docs + 1, (docs, made)
    assert sum(r["type"] == "target" for r in records) >= docs
    for name in made:
        browser.open(os.path.join(pages, name))
        browser.run("for (const x of document.querySelectorAll('label, mark, summary')) x.click()")
        settle()
        assert browser.run("return window.pwned") is None, name
        assert browser.run("return location.href.endsWith(arguments[0])",
                           urllib.parse.quote(name)) or name == "index.html", name
        assert count(browser, "script") == 1 and count(browser, "style") == 1, name
        bad = "img, iframe, object, embed, link, base, form, button, [onload], [onerror], [style]"
        assert count(browser, bad) == 0, name
        assert browser.run("return [...document.links].every(a => a.protocol === 'file:')"), name
    browser.open(os.path.join(world.folder, "bad.html"))
    browser.click("label[for=f-x]")
    settle()
    assert browser.run("return window.pwned") is None
    assert count(browser, "script") == 1 and count(browser, "style") == 1
    assert count(browser, "img, iframe, object, embed, link, base, form, [onload], [style]") == 0
    own = ("file://" + pages, "file://%s/bad.html" % world.folder, "about:blank")
    asked = [u for u in browser.requests() if not u.startswith(own)]
    server.shutdown()
    assert not asked and not Trap.asked, (asked, Trap.asked)


def test_nothing_leaves(browser, world):
    browser.requests()
    for name in sorted(os.listdir(world.pages)):
        browser.open(os.path.join(world.pages, name))
    browser.open(world.batch)
    asked = {u.partition("#")[0] for u in browser.requests()} - {"about:blank"}
    wanted = {pathlib.Path(world.pages, n).absolute().as_uri() for n in os.listdir(world.pages)}
    wanted.add(pathlib.Path(world.batch).absolute().as_uri())
    assert asked == wanted, asked ^ wanted
    said = [entry["message"] for entry in browser.logs("browser")]
    assert not said, said


def column(browser, heading):
    """What the targets in sight say in that column."""
    return browser.run("""
        const table = document.querySelector('#targets table');
        const at = [...table.tHead.rows[0].cells].findIndex(c => c.innerText.trim() === arguments[0]);
        return [...table.tBodies[0].rows].map(row => row.cells[at].textContent)""", heading)


def press(browser, heading):
    browser.run("""
        [...document.querySelectorAll('#targets th button')]
            .find(b => b.textContent === arguments[0]).click()""", heading)


def narrow(browser, heading, text):
    browser.run("""
        const head = [...document.querySelectorAll('#targets th')]
            .find(h => h.innerText.trim() === arguments[0]);
        const input = head.querySelector('input');
        input.value = arguments[1];
        input.dispatchEvent(new Event('input'))""", heading, text)


def test_batch_sorts(browser, world):
    browser.open(world.batch)
    browser.click("#targets .more button")
    before = column(browser, "目标值")
    targets = [r for r in world.records if r["type"] == "target"]
    assert len(before) == len(targets)
    press(browser, "目标值")
    values = [float(x) for x in column(browser, "目标值") if x]
    assert values == sorted(values) and len(values) > 500
    press(browser, "目标值")
    values = [float(x) for x in column(browser, "目标值") if x]
    assert values == sorted(values, reverse=True)
    assert count(browser, "#targets th[aria-sort=descending]") == 1
    press(browser, "截止日期")
    days = column(browser, "截止日期")
    assert days == sorted(days, key=lambda d: (d == "", d)) and len(days) == len(before)


def test_batch_filters(browser, world):
    browser.open(world.batch)
    targets = [r for r in world.records if r["type"] == "target"]
    narrow(browser, "单位", "家")
    narrow(browser, "目标值", ">=50")
    wanted = [t for t in targets if "家" in t["unit"] and t["value"] is not None and
              t["value"] >= 50]
    assert len(column(browser, "单位")) == len(wanted) > 5
    said = browser.run("return document.querySelector('#targets h2 i').textContent")
    assert said == "%d / %d" % (len(wanted), len(targets)), said
    narrow(browser, "目标值", "")
    narrow(browser, "单位", "")
    word = targets[7]["indicator"]
    browser.type("#q", word + " " + targets[7]["deadline"])
    rows = shown(browser, "#targets tbody tr")
    assert 0 < rows < 50, rows
    assert all(word in text for text in browser.run(
        "return [...document.querySelectorAll('#targets tbody tr')].map(r => r.textContent)"))


def test_batch_switches(browser, world):
    """With and without the script: all columns, and only what is to be checked."""
    for off in (False, True):
        browser.devtools("Emulation.setScriptExecutionDisabled", value=off)
        try:
            browser.open(world.batch)
            assert shown(browser, "#q") == (0 if off else 1)
            few, many = shown(browser, "#targets thead th"), count(browser, "#targets thead th")
            assert few < many - 5, (few, many)
            browser.click("label[for=f-x]")
            assert shown(browser, "#targets thead th") == many
            browser.click("label[for=f-w]")
            rows = shown(browser, "#targets tbody tr")
            notable = [r for r in world.records if r["type"] == "target" and
                       (r["flags"] or r["confidence"] < 0.9)]
            at_once = len(notable) if off else min(BATCH_LOT, len(notable))
            assert rows == at_once, (rows, len(notable))
        finally:
            browser.devtools("Emulation.setScriptExecutionDisabled", value=False)


def test_batch_leads_to_the_pages(browser, world):
    browser.open(world.batch)
    link = browser.run("return document.querySelector('#targets td.link a').href")
    target = next(r for r in world.records if r["type"] == "target")
    browser.run("location.href = arguments[0]", link)
    settle()
    anchor = link.partition("#")[2]
    assert in_view(browser, anchor)
    assert browser.run("return document.getElementById(arguments[0]).textContent",
                       anchor) == target["quote"]


def test_batch_on_a_phone(browser, world):
    """No table is wider than the screen, and each cell says what it is."""
    browser.devtools("Emulation.setDeviceMetricsOverride", width=390, height=844,
                     deviceScaleFactor=1, mobile=True)
    try:
        browser.open(world.batch)
        assert browser.run("return document.documentElement.scrollWidth <= 390")
        label = browser.run("return getComputedStyle(document.querySelector('#targets td.key'),"
                            " '::before').content")
        assert label == '"指标名称"', label
    finally:
        browser.devtools("Emulation.clearDeviceMetricsOverride")


def test_batch_printed(browser, world):
    """Every row is printed, under a heading on each page."""
    browser.open(world.batch)
    pdf = browser.devtools("Page.printToPDF", preferCSSPageSize=True)
    name = os.path.join(world.folder, "batch.pdf")
    with open(name, "wb") as file:
        file.write(base64.b64decode(pdf["data"]))
    if not shutil.which("pdftotext"):
        print("not here: pdftotext, which reads what was printed")
        return
    text = subprocess.run(["pdftotext", "-layout", name, "-"], capture_output=True, check=True,
                          timeout=TIMEOUT).stdout.decode()
    pages = [p for p in text.split("\f") if p.strip()]
    targets = [p for p in pages if "目标值" in p]
    assert len(targets) > 20, (len(targets), len(pages))
    assert count(browser, "#targets th button") > 0, "the tools did not come back"


class World:
    """The fixtures' pages."""

    def __init__(self, folder):
        self.folder = folder
        self.pages = os.path.join(folder, "pages")
        self.batch = os.path.join(folder, "batch.html")
        self.records = zhibiao("run", "--pages", self.pages, *FIXTURES)
        zhibiao("run", "--pages", self.pages, "-o", self.batch, *FIXTURES)


def shots(browser, world, folder):
    doc, _ = richest(world.records)
    page = page_of(world.pages, doc)
    views = {"light": (1400, 1000, "light", page), "dark": (1400, 1000, "dark", page),
             "phone": (390, 844, "light", page), "phone-dark": (390, 844, "dark", page),
             "index": (1400, 1000, "light", os.path.join(world.pages, "index.html")),
             "index-dark": (1400, 1000, "dark", os.path.join(world.pages, "index.html")),
             "index-phone": (390, 844, "light", os.path.join(world.pages, "index.html")),
             "batch": (1400, 1000, "light", world.batch),
             "batch-dark": (1400, 1000, "dark", world.batch),
             "batch-phone": (390, 844, "light", world.batch)}
    os.makedirs(folder, exist_ok=True)
    for name, (width, height, scheme, path) in views.items():
        browser.devtools("Emulation.setDeviceMetricsOverride", width=width, height=height,
                         deviceScaleFactor=1, mobile=width < 600)
        browser.devtools("Emulation.setEmulatedMedia",
                         features=[{"name": "prefers-color-scheme", "value": scheme}])
        browser.open(path)
        settle()
        browser.shot(os.path.join(folder, name + ".png"))
    for name, path in (("print", page), ("index-print", os.path.join(world.pages, "index.html")),
                       ("batch-print", world.batch)):
        browser.open(path)
        pdf = browser.devtools("Page.printToPDF", printBackground=False, preferCSSPageSize=True)
        with open(os.path.join(folder, name + ".pdf"), "wb") as file:
            file.write(base64.b64decode(pdf["data"]))


def run_tests(browser, world):
    failed = 0
    tests = [(n, t) for n, t in sorted(globals().items()) if n.startswith("test_")]
    for name, test in tests:
        try:
            test(browser, world)
        except Exception:  # pylint: disable=broad-exception-caught
            failed += 1
            print("%s:" % name)
            traceback.print_exc(file=sys.stdout)
    print("%d passed, %d failed" % (len(tests) - failed, failed))
    return 1 if failed else 0


def main():
    if not shutil.which("chromedriver"):
        print("not here: chromedriver (Debian: chromium-driver)")
        return SKIPPED
    with tempfile.TemporaryDirectory() as folder:
        world = World(folder)
        browser = Browser()
        try:
            if sys.argv[1:2] == ["shots"]:
                shots(browser, world, sys.argv[2])
                return 0
            return run_tests(browser, world)
        finally:
            browser.close()


if __name__ == "__main__":
    sys.exit(main())
