#!/usr/bin/env python3
"""The same document in every container: the records, and where they point ($ZHIBIAO is the program)."""
import gzip
import html
import io
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import traceback
import zipfile

from suite import write

PROGRAM = os.path.abspath(os.environ.get("ZHIBIAO", "build/zhibiao"))
SANITIZE = bool(os.environ.get("SANITIZE"))
TIMEOUT = 300  # seconds
CODECS = {"Big5": "big5hkscs", "GB18030": "gb18030", "UTF-8": "utf-8"}

TITLE = "云岚省数字产业三年行动计划"
LINES = [
    "一、总体目标",
    "到2025年,全省新增高新技术企业500家以上,数字产业营业收入年均增长12%,“专精特新”企业达到80家。",
    "二、重点任务",
    "(一)培育企业。2024年底前建成产业园区15个。(责任单位:省发展改革委、省财政厅)",
    "(二)建设平台。每年新建公共服务平台10个以上。(牵头单位:省科技厅;配合单位:省教育厅)",
]
TABLE = [["指标", "单位", "2022年", "2025年"], ["数字企业数量", "家", "120", "300"],
         ["研发投入强度", "%", "1.8", "2.5"]]
TEXT = "\n".join([TITLE, *LINES, *("\t".join(row) for row in TABLE)]) + "\n"


def zhibiao(*args, given=b"", **rest):
    return subprocess.run([PROGRAM, *args], input=given, capture_output=True, check=False,
                          timeout=TIMEOUT, **rest)


def records(*args, given=b"", status=0):
    done = zhibiao("run", "--format", "ndjson", *args, given=given)
    assert done.returncode == status, (args, done.returncode, done.stderr.decode())
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def meaning(found):
    """What does not depend on the container."""
    places = ("doc", "span", "span_in", "quote", "section", "charset", "kind", "edits", "rule",
              "ocr_confidence", "confidence", "flags")
    return [{k: v for k, v in r.items() if k not in places} for r in found
            if r["type"] != "document"]


def check_places(found, member):
    """Every quote stands in the member's own bytes, where the span says."""
    assert len(found) > 5
    for r in found:
        if not r["quote"]:
            continue
        start, end = r["span"]
        charset = CODECS[next(x["charset"] for x in found if x["type"] == "document")]
        assert member(r.get("span_in", ""))[start:end].decode(charset) == r["quote"], r


def page(charset="utf-8"):
    """A page with what sites put around a text, and markup inside of its figures."""
    body = "".join(f"<p style='text-indent:2em'>&emsp;&emsp;{html.escape(line)}</p>\n"
                   for line in LINES).replace("500", "<b>5</b><i>00</i>").replace("“", "&ldquo;")
    rows = "".join("<tr>" + "".join(f"<td><p>{cell}</p></td>" for cell in row) + "</tr>"
                   for row in TABLE)
    links = "".join(f"<li><a href='/{n}'>栏目{n}到2030年新增{n}00家</a></li>" for n in range(9))
    return f"""<!DOCTYPE html>
<html><head><meta charset="{charset}"><title>{TITLE}_云岚省人民政府</title>
<meta name="PubDate" content="2023-02-01 08:30"><script>document.write("<p>到2029年新增1家</p>")</script>
</head><body><div class="nav"><ul>{links}</ul></div><div id="main"><h1>{TITLE}</h1>
<div class="content">{body}<table>{rows}</table></div>
<div class="share">分享到:<a href="#">微信</a></div></div>
<div class="footer">主办单位:云岚省人民政府办公厅</div></body></html>
"""


def paragraph(text):
    return f"<w:p><w:r><w:t xml:space='preserve'>{html.escape(text, quote=False)}</w:t></w:r></w:p>"


def docx(parts=None):
    cells = "".join("<w:tr>" + "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) +
                    "</w:tr>" for row in TABLE)
    body = "".join(map(paragraph, [TITLE, *LINES]))
    grid = "<w:gridCol/>" * len(TABLE[0])
    document = ("<?xml version='1.0' encoding='UTF-8'?><w:document xmlns:w='w'><w:body>"
                f"{body}<w:tbl><w:tblGrid>{grid}</w:tblGrid>{cells}</w:tbl></w:body></w:document>")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in {"word/document.xml": document, **(parts or {})}.items():
            file.writestr(name, text)
    return out.getvalue()


def warc(*pages):
    out = b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 0\r\n\r\n\r\n\r\n"
    for number, body in enumerate(pages):
        block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body
        head = (f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:x:{number}>\r\n"
                f"WARC-Target-URI: http://example.cn/{number}\r\nContent-Length: {len(block)}\r\n\r\n")
        out += head.encode() + block + b"\r\n\r\n"
    return out


def test_plain_text_is_the_measure():
    found = records("-", given=TEXT.encode())
    assert sum(r["type"] == "target" for r in found) >= 6, found
    assert sum(r["type"] == "assignment" for r in found) == 2


def test_pages_in_three_charsets():
    plain = meaning(records(write("a.txt", TEXT)))
    for charset in ("utf-8", "gb2312"):
        name = write(f"{charset}.html", page(charset).encode(
            "gb18030" if charset == "gb2312" else charset))
        found = records(name)
        assert meaning(found) == plain, charset
        about = found[0]
        assert (about["title"], about["published"]) == (TITLE, "2023-02-01")
        assert about["kind"] == "html"
        with open(name, "rb") as file:
            whole = file.read()
        check_places(found, {"": whole}.get)
        assert any("5</b><i>00</i>家以上" in r["quote"] for r in found)


def test_docx():
    plain = meaning(records(write("a.txt", TEXT)))
    name = write("a.docx", docx())
    found = records(name)
    assert meaning(found) == plain and found[0]["kind"] == "docx"
    with zipfile.ZipFile(name) as file:
        check_places(found, file.read)


def test_json_lines():
    plain = meaning(records(write("a.txt", TEXT)))
    for row, member in (({"id": "x", "text": TEXT}, "text"),
                        ({"id": "x", "meta": {"body": TEXT}}, "meta.body"),
                        ({"文件名": "x", "段落": [{"内容": t} for t in TEXT[:-1].split("\n")]},
                         "段落[].内容"),
                        ({"id": "x", "raw_content": page()}, "raw_content")):
        name = write("a.ndjson", json.dumps(row, ensure_ascii=False) + "\n")
        options = ["--text-field", member] if member.startswith("meta") else []
        found = records(*options, name)
        assert meaning(found) == plain, member
        assert {r["doc"] for r in found} == {"x"}
        whole = (page() if member == "raw_content" else TEXT).encode()
        check_places(found, {member: whole}.get)


def dump_rows():
    """Rows as corpora have them: CCI, CC-Net, OSCAR, mC4, MNBVC; with what is kept of each."""
    paragraphs = [{"行号": n, "是否重复": False, "内容": t} for n, t in enumerate(TEXT[:-1].split("\n"))]
    url = "http://www.example.gov.cn/art/1.html"
    return (
        ({"id": "cci-1", "title": "甲", "content": TEXT, "dup_ratio": 0.1},
         {"doc": "cci-1", "title": "甲"}),
        ({"url": url, "date_download": "2020-02-17T00:00:00Z", "digest": "sha1:A", "length": 9,
          "nlines": 3, "source_domain": "example.gov.cn", "title": "乙", "raw_content": TEXT,
          "language": "zh", "language_score": 0.99, "perplexity": 321.5, "bucket": "head"},
         {"doc": "sha1:A", "url": url, "source": "example.gov.cn", "title": "乙"}),
        ({"content": TEXT, "warc_headers": {"warc-record-id": "<urn:uuid:1>",
          "warc-target-uri": url, "warc-type": "conversion"}, "metadata": {"quality": None}},
         {"doc": "<urn:uuid:1>", "url": url}),
        ({"text": TEXT, "timestamp": "2019-04-23T04:30:46Z", "url": url}, {"url": url}),
        ({"文件名": "丁", "是否待查文件": False, "段落数": len(paragraphs), "段落": paragraphs,
          "来源": "某网"}, {"doc": "丁", "source": "某网"}),
    )


def test_dumps():
    """A file with rows of every dump and one that is broken: each row is a document like any other."""
    plain = meaning(records(write("a.txt", TEXT)))
    rows = dump_rows()
    lines = [json.dumps(row, ensure_ascii=False) for row, _ in rows]
    name = write("dump.jsonl", "\n".join([*lines[:2], '{"text": "', *lines[2:]]) + "\n")
    found = records(name, status=1)
    starts = [n for n, r in enumerate(found) if r["type"] == "document"] + [len(found)]
    assert len(starts) == len(rows) + 1
    for begin, end in zip(starts, starts[1:]):
        assert meaning(found[begin:end]) == plain, found[begin]["doc"]
    streamed = zhibiao("decode", "--stream", name).stdout.decode().splitlines()
    for line, (_, kept) in zip(streamed, rows, strict=True):
        document = json.loads(line)
        assert {key: document.get(key) for key in kept} == kept, document


def test_packed_and_archived():
    plain = meaning(records(write("a.txt", TEXT)))
    write("a.txt.gz", gzip.compress(TEXT.encode()))
    found = records("a.txt.gz")
    assert meaning(found) == plain
    check_places(found, {"gzip": TEXT.encode()}.get)
    archive = warc(page().encode(), page("gbk").encode("gb18030"))
    write("a.warc.gz", gzip.compress(archive[:500]) + gzip.compress(archive[500:]))
    found = records("a.warc.gz")
    first = [r for r in found if r["doc"] == "urn:x:0"]
    second = [r for r in found if r["doc"] == "urn:x:1"]
    assert len(first) + len(second) == len(found)
    assert meaning(first) == plain and meaning(second) == plain
    check_places(first, {"body": page().encode()}.get)
    check_places(second, {"body": page("gbk").encode("gb18030")}.get)


def test_ocr():
    lines = "".join("<span class='ocr_line'>" + "".join(
        f"<span class='ocrx_word' title='bbox 0 0 1 1; x_wconf {30 if '500' in w else 95}'>{w}</span>\n"
        for w in line.replace("500", " 500").split(" ")) + "</span>\n" for line in [TITLE, *LINES])
    write("a.hocr", "<html><head><meta name='ocr-system' content='x'><meta charset='utf-8'></head>"
          f"<body><div class='ocr_page'>{lines}</div></body></html>")
    found = records("a.hocr")
    targets = {r["value"]: r["flags"] for r in found if r["type"] == "target"}
    assert "ocr_unsure" in targets[500] and "ocr_unsure" not in targets[15], targets
    assert found[0]["kind"] == "hocr" and 0.5 < found[0]["ocr_confidence"] < 0.95


def test_pdf():
    """Without pdftotext a clear message; with it, at least the error is the program's own."""
    write("bad.pdf", "%PDF-1.4\nnothing\n")
    write("a.txt", TEXT)
    done = zhibiao("run", "bad.pdf", "a.txt")
    said = done.stderr.decode().splitlines()
    assert done.returncode == 1 and len(said) == 1, said
    assert said[0].startswith("zhibiao: bad.pdf: ") and "pdftotext" in said[0]
    assert b'"doc":"a.txt"' in done.stdout
    done = zhibiao("run", "bad.pdf", env={**os.environ, "PATH": "/nowhere"})
    assert done.returncode == 1 and b"not installed" in done.stderr, done.stderr


def make_pdf(words):
    """A page with a line of ASCII, which needs no font file."""
    stream = f"BT /F1 12 Tf 72 720 Td ({words}) Tj ET".encode()
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
               b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R"
               b"/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
               b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream)]
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 5\n0000000000 65535 f \n"
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % start


def test_pdf_text():
    if not shutil.which("pdftotext"):
        print("not here: pdftotext")
        return
    write("a.pdf", make_pdf("2025 plan 50%"))
    done = zhibiao("decode", "a.pdf")
    assert done.returncode == 0 and b"2025 plan 50%" in done.stdout, done
    (line,) = zhibiao("decode", "--stream", "a.pdf").stdout.splitlines()
    assert json.loads(line)["parts"] == [["pdftotext -layout", 0]]


def fill_folder():
    write("d/1.txt", TEXT)
    write("d/2.html", page())
    write("d/3.docx", docx())
    write("d/4.docx", docx()[:200])
    write("d/5.warc", warc(page().encode()) + b"WARC/1.0\r\nContent-Length: 9999\r\n\r\nx")
    write("d/6.ndjson", json.dumps({"text": TEXT}) + "\n{\n" + json.dumps({"text": TEXT}) + "\n")
    write("d/7.txt.gz", gzip.compress(TEXT.encode())[:-20])
    write("d/8.bin", bytes(range(256)) * 9)
    write("d/9.rtf", "{\\rtf1 x}")


# A heading over two columns, tasks and agencies that hold for several rows, a category.
LEDGER = """<p>现将任务清单印发给你们,请认真落实。</p><table border=1>
<tr><th rowspan=2>序号</th><th rowspan=2>重点任务</th><th colspan=2>责任分工</th><th rowspan=2>完成时限</th></tr>
<tr><th>牵头单位</th><th>配合单位</th></tr>
<tr><td colspan=5>一、服务</td></tr>
<tr><td>1</td><td rowspan=2>提升养老服务</td><td>市民政局</td><td>市财政局</td><td>2025年6月底前</td></tr>
<tr><td>2</td><td>市住房城乡建设局</td><td></td><td>2025年9月底前</td></tr>
<tr><td>二</td><td>设施</td></tr>
<tr><td>3</td><td>新建社区食堂60个</td><td rowspan=2>市商务局</td><td rowspan=2>各县区</td><td>2026年底前</td></tr>
<tr><td>4</td><td>改造菜市场15家</td><td>2027年底前</td></tr></table>"""

LEDGER_WANTED = [
    ("提升养老服务", ["市民政局"], ["市财政局"]), ("提升养老服务", ["市住房城乡建设局"], []),
    ("新建社区食堂60个", ["市商务局"], ["各县区"]), ("改造菜市场15家", ["市商务局"], ["各县区"])]


def test_ledger_with_merged_cells():
    found = records(write("ledger.html", LEDGER))
    tasks = [(r["task"], r["lead"], r["support"]) for r in found if r["type"] == "assignment"]
    assert tasks == LEDGER_WANTED, tasks
    targets = [(r["value"], r["deadline"], r["lead"]) for r in found if r["type"] == "target"]
    assert targets == [(60, "2026-12-31", ["市商务局"]), (15, "2027-12-31", ["市商务局"])], targets


def test_folder_of_everything():
    fill_folder()
    done = zhibiao("run", "-j2", "d")
    said = done.stderr.decode().splitlines()
    assert done.returncode == 1, done
    bad = [line.split(": ")[1] for line in said]
    assert bad == ["d/4.docx", "d/6.ndjson:2", "d/7.txt.gz", "d/8.bin", "d/9.rtf"], said
    about = [json.loads(line) for line in done.stdout.decode().splitlines()]
    docs = [(r["doc"], r["kind"]) for r in about if r["type"] == "document"]
    assert docs == [("d/1.txt", "text"), ("d/2.html", "html"), ("d/3.docx", "docx"),
                    ("urn:x:0", "html"), ("d/6.ndjson:1", "ndjson"), ("d/6.ndjson:3", "ndjson")]
    assert zhibiao("run", "-j1", "d").stdout == done.stdout


def test_chain_is_the_run():
    fill_folder()
    whole = zhibiao("run", "d").stdout
    chain = zhibiao("decode", "--stream", "d").stdout
    for stage in ("convert", "normalize", "extract"):
        chain = zhibiao(stage, given=chain).stdout
    assert chain == whole and whole


def test_decode_writes_the_text():
    for content in (page().encode(), docx(), gzip.compress(page("gbk").encode("gb18030"))):
        done = zhibiao("decode", given=content)
        assert done.returncode == 0 and done.stdout.decode().splitlines()[:6] == [
            TITLE, *LINES], done
    done = zhibiao("decode", "--input", "text", given=page("gbk").encode("gb18030"))
    assert done.stdout.decode() == page("gbk")
    done = zhibiao("decode", given=warc(page().encode()))
    assert done.returncode == 1 and b"--stream" in done.stderr


def peak(*args, given):
    """Exit status and peak memory in bytes of a run over standard input."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    with open("given", "wb") as file:
        file.writelines(given)
    done = zhibiao(*args, "given")
    after = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return done, max(before, after) * 1024


def test_long_line_of_json():
    size = (20 if SANITIZE else 200) << 20
    text = TEXT.replace("\n", "\\n").replace("\t", "\\t").encode()
    count = size // len(text)
    done, memory = peak("decode", "--stream", given=[b'{"text":"', text * count, b'"}\n{"text":"a"}\n'])
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert len(lines) == 2 and len(json.loads(lines[0])["text"]) == len(TEXT) * count
    assert SANITIZE or memory < 9 * size, memory


def test_hostile_members():
    """Each is refused or read, with one line at most, and what comes after it is read."""
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/document.xml", b" " * (64 << 20))
    entities = ("<!DOCTYPE w [<!ENTITY a 'aaaaaaaaaa'>" + "".join(
        f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(9)) + "]>")
    hostile = {
        "truncated.docx": docx()[:-30],
        "bomb.docx": bomb.getvalue(),
        "entities.docx": docx({"word/document.xml": entities + "<w:t>&j;</w:t>"}),
        "nested.html": b"<div>" * 100000 + b"x",
        "tables.html": b"<table><tr><td>" * 100000 + b"x",
        "length.warc": b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 9e99\r\n\r\nx",
        "long.warc": b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 18446744073709551615\r\n\r\nx",
        "head.warc": b"WARC/1.0\r\n" + b"X: y\r\n" * 100000,
        "zeros.gz": gzip.compress(bytes(300 << 20) if not SANITIZE else bytes(1 << 20)),
        "deep.json": b'{"text":' + b"[" * 100000,
        "z.txt": TEXT.encode(),
    }
    for name, content in hostile.items():
        write(f"h/{name}", content)
    done = zhibiao("run", "h")
    said = done.stderr.decode().splitlines()
    assert done.returncode == 1, (done.returncode, said)
    assert all(line.startswith("zhibiao: h/") for line in said), said
    assert any("bomb.docx: word/document.xml: refused" in line for line in said), said
    assert b'"doc":"h/z.txt"' in done.stdout


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
