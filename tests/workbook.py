#!/usr/bin/env python3
"""The workbook as openpyxl reads it ($ZHIBIAO is the program)."""
import datetime
import glob
import json
import os
import re
import subprocess
import sys
import tempfile
import traceback
import xml.etree.ElementTree
import zipfile

import openpyxl

PROGRAM = os.path.abspath(os.environ.get("ZHIBIAO", "build/zhibiao"))
FIXTURES = sorted(os.path.abspath(p) for p in glob.glob("fixtures/*.txt"))
SHEETS = ["指标台账", "时限", "责任分工", "文档清单", "修正记录"]
TYPES = dict(zip(["target", "deadline", "assignment", "document", "edit"], SHEETS))
HEADINGS = {
    "指标台账": "文件 文件名称 发布日期 章节 指标名称 比较 目标值 上限 单位 类型 基期 基期值 周期 截止日期"
                " 期限来源 牵头单位 配合单位 原文 句子 规则 置信度 提示 起始字节 结束字节",
    "时限": "文件 章节 原文 类型 开始 结束 周期 事项 规则 置信度 提示 起始字节 结束字节",
    "责任分工": "文件 章节 任务 牵头单位 配合单位 依据 原文 规则 置信度 提示 起始字节 结束字节",
    "文档清单": "文件 名称 发文机关 文号 发布日期 地区 规划期开始 规划期结束 编码 字体 指标数 时限数 分工数 修正数",
    "修正记录": "文件 类型 修正前 修正后 位置",
}
DOCUMENT = {
    "type": "document", "doc": "a.txt", "title": "云岭市教育发展行动计划", "issuer": "云岭市人民政府",
    "number": "云政发〔2023〕5号", "published": "2023-03-08", "region": "云岭市",
    "period": {"start": "2023-01-01", "end": "2025-12-31"}, "charset": "GB18030",
    "script": "traditional", "edits": {"digit": 2, "space": 3},
    "counts": {"target": 7, "deadline": 4, "assignment": 3, "edit": 5},
}
TARGET = {
    "type": "target", "doc": "a.txt", "quote": "50所以上", "span": [1234567, 1234579],
    "section": ["一、总体目标", "(一)学校建设"], "rule": "target.count", "confidence": 0.95,
    "flags": ["repaired", "lead_inferred"], "indicator": "公办幼儿园数量", "op": ">=", "value": 50,
    "value_max": None, "unit": "所", "kind": "level",
    "baseline": {"value": 32.5, "unit": "所", "year": "2022"}, "recurrence": "yearly",
    "deadline": "2025-12-31", "deadline_from": "sentence", "lead": ["市教育局"],
    "support": ["市财政局", "各县(区)人民政府"], "sentence": "到2025年,公办幼儿园达到50所以上。",
}
DEADLINE = {
    "type": "deadline", "doc": "a.txt", "quote": "2023—2025年", "kind": "during",
    "start": "2023-01-01", "end": "2025-12-31", "recurrence": None, "about": "建设公办幼儿园",
}
ASSIGNMENT = {
    "type": "assignment", "doc": "a.txt", "quote": "责任单位:市教育局", "task": "建设公办幼儿园",
    "lead": ["市教育局"], "support": [], "basis": "first-listed",
}
EDIT = {"type": "edit", "doc": "a.txt", "kind": "digit", "before": "IOO", "after": "100",
        "span": [7, 10]}


def zhibiao(*args, given=b""):
    """The finished process; `given` goes to its standard input."""
    return subprocess.run([PROGRAM, *args], input=given, capture_output=True, check=False)


def lines(*records):
    return "".join(json.dumps(r) + "\n" for r in records).encode()


def workbook(*records, status=0, given=None):
    """The workbook made of the records, or of the bytes given."""
    done = zhibiao("sheet", "-o", "out.xlsx", given=lines(*records) if given is None else given)
    assert done.returncode == status, (done.returncode, done.stderr)
    check_package("out.xlsx")
    return openpyxl.load_workbook("out.xlsx")


def check_package(path):
    """Every part is well-formed XML without characters that no reader should see."""
    with zipfile.ZipFile(path) as package:
        assert package.testzip() is None
        for name in package.namelist():
            part = package.read(name).decode("utf-8")
            xml.etree.ElementTree.fromstring(part.encode())
            assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]", part), name
            assert "<f>" not in part, name


def rows(book, name):
    """The rows of a sheet under their headings."""
    head, *rest = book[name].iter_rows(values_only=True)
    return [dict(zip(head, row)) for row in rest]


def one(book, name):
    (row,) = rows(book, name)
    return row


def day(text):
    return datetime.datetime.strptime(text, "%Y-%m-%d")


def test_no_records():
    book = workbook(given=b"")
    assert book.sheetnames == SHEETS
    for sheet in book:
        assert [c.value for c in sheet[1]] == HEADINGS[sheet.title].split(), sheet.title
        assert sheet.max_row == 1 and sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions


def test_look():
    book = workbook(DOCUMENT, TARGET, DEADLINE, ASSIGNMENT, EDIT)
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions and sheet.max_row == 2
        for cell in sheet[1]:
            assert cell.font.b and cell.font.name == "微软雅黑"
            assert cell.fill.fill_type == "solid"
            width = sheet.column_dimensions[cell.column_letter].width
            assert 2 * len(cell.value) + 2 <= width <= 70, (cell.value, width)
        for cell in sheet[2]:
            if cell.value is not None:
                assert cell.font.name == "微软雅黑" and not cell.font.b
            if cell.data_type == "s":
                assert cell.number_format == "@", cell.coordinate
            if cell.is_date:
                assert cell.number_format == "yyyy-mm-dd"


def test_targets():
    book = workbook(DOCUMENT, TARGET, {**TARGET, "doc": "b.txt", "op": "range", "value_max": 60})
    first, second = rows(book, "指标台账")
    assert first == {
        "文件": "a.txt", "文件名称": "云岭市教育发展行动计划", "发布日期": day("2023-03-08"),
        "章节": "一、总体目标 / (一)学校建设", "指标名称": "公办幼儿园数量", "比较": "≥",
        "目标值": 50, "上限": None, "单位": "所", "类型": "水平", "基期": "2022", "基期值": 32.5,
        "周期": "每年", "截止日期": day("2025-12-31"), "期限来源": "本句", "牵头单位": "市教育局",
        "配合单位": "市财政局、各县(区)人民政府", "原文": "50所以上",
        "句子": "到2025年,公办幼儿园达到50所以上。", "规则": "target.count", "置信度": 0.95,
        "提示": "数值依据文字修复得出;牵头单位系推断", "起始字节": 1234567, "结束字节": 1234579,
    }, first
    assert second["文件名称"] is None and second["发布日期"] is None
    assert (second["比较"], second["上限"]) == ("区间", 60)


def test_other_sheets():
    book = workbook(DOCUMENT, DEADLINE, ASSIGNMENT, EDIT)
    row = one(book, "时限")
    assert (row["类型"], row["周期"], row["事项"]) == ("期间", None, "建设公办幼儿园")
    assert (row["开始"], row["结束"]) == (day("2023-01-01"), day("2025-12-31"))
    row = one(book, "责任分工")
    assert (row["牵头单位"], row["配合单位"], row["依据"]) == ("市教育局", None, "列首")
    row = one(book, "文档清单")
    assert list(row.values()) == [
        "a.txt", "云岭市教育发展行动计划", "云岭市人民政府", "云政发〔2023〕5号", day("2023-03-08"),
        "云岭市", day("2023-01-01"), day("2025-12-31"), "GB18030", "繁体", 7, 4, 3, 5], row
    assert list(one(book, "修正记录").values()) == ["a.txt", "数字误识", "IOO", "100", 7]


def test_blanks_can_be_seen():
    edits = [(" ", "␣"), ("\n2、", "↵2、"), ("a b\n", "a b↵"), ("\u3000\n", "␣↵"), ("", None)]
    book = workbook(*({**EDIT, "before": text} for text, _ in edits))
    assert [row["修正前"] for row in rows(book, "修正记录")] == [wanted for _, wanted in edits]


def test_words():
    """Every value of the closed fields has a word of its own."""
    closed = (
        (TARGET, "op", "比较", ["=", ">=", ">", "<=", "<", "~", "range"]),
        (TARGET, "kind", "类型", ["level", "increase", "growth", "multiple", "rank", "share",
                                "breakthrough"]),
        (TARGET, "recurrence", "周期", ["yearly", "quarterly", "monthly"]),
        (TARGET, "deadline_from", "期限来源", ["sentence", "paragraph", "section", "document",
                                           "none"]),
        (DEADLINE, "kind", "类型", ["by", "during", "within", "recurring"]),
        (ASSIGNMENT, "basis", "依据", ["stated", "first-listed"]),
        (DOCUMENT, "script", "字体", ["simplified", "traditional", "mixed"]),
    )
    for record, field, heading, values in closed:
        book = workbook(*({**record, field: value} for value in values))
        words = [row[heading] for row in rows(book, TYPES[record["type"]])]
        assert len(set(words)) == len(values) and all(words), words
        assert not any(re.search("[a-z]", word) for word in words), words


def test_facts_stand_at_the_end():
    other = {**DOCUMENT, "doc": "b.txt", "title": "另一份"}
    fact = {**TARGET, "type": "fact", "status": "achieved", "value": 7}
    book = workbook(DOCUMENT, fact, TARGET, other, {**TARGET, "doc": "b.txt"})
    found = [(r["文件名称"], r["目标值"], r["状态"]) for r in rows(book, "指标台账")]
    assert found == [(DOCUMENT["title"], 50, "目标"), ("另一份", 50, "目标"),
                     (DOCUMENT["title"], 7, "已完成")], found


HOSTILE = (
    ("=1+1", "=1+1"), ("+1", "+1"), ("-1", "-1"), ("@A1", "@A1"), ("\tx", "\tx"),
    ("http://a.b/", "http://a.b/"), ("{=A1}", "{=A1}"), ("mailto:a@b", "mailto:a@b"),
    ("a\x01b\x00c\x1f", "a\ufffdb\ufffdc\ufffd"), ("a\ufffe\uffff", "a\ufffd\ufffd"),
    ("a\r\nb\rc", "a\nb\nc"), ("_x0041_", "_x0041_"), (" 首尾 ", " 首尾 "), ("😀", "😀"),
    ("<a>&amp;\"'", "<a>&amp;\"'"), ("国" * 32767, "国" * 32767),
    ("国" * 40000, "国" * 32766 + "…"), ("😀" * 20000, "😀" * 16383 + "…"), ("1e5", "1e5"),
    ("2025-12-31", "2025-12-31"), ("TRUE", "TRUE"),
)


def test_hostile_text():
    book = workbook(*({**TARGET, "indicator": text} for text, _ in HOSTILE))
    for row, (text, wanted) in zip(rows(book, "指标台账"), HOSTILE):
        assert row["指标名称"] == wanted, (text[:20], str(row["指标名称"])[:20])


def test_dates_and_numbers():
    dates = ["1899-12-31", "1900-01-01", "2025-02-29", "soon", "9999-12-31"]
    book = workbook(*({**TARGET, "deadline": d} for d in dates))
    found = [row["截止日期"] for row in rows(book, "指标台账")]
    assert found == [dates[0], day(dates[1]), dates[2], dates[3], day(dates[4])], found
    numbers = [0, -3, 0.333333, 1.1e12, 54.7, None]
    book = workbook(*({**TARGET, "value": n} for n in numbers))
    assert [row["目标值"] for row in rows(book, "指标台账")] == numbers


def test_long_text_wraps():
    book = workbook(DOCUMENT, {**TARGET, "sentence": "到2025年建成公办幼儿园50所。" * 20}, TARGET)
    sheet = book["指标台账"]
    column = HEADINGS["指标台账"].split().index("句子") + 1
    assert sheet.cell(2, column).alignment.wrap_text
    assert sheet.row_dimensions[2].height > 3 * sheet.row_dimensions[3].height


def test_bad_lines():
    given = b"\xef\xbb\xbf" + lines(DOCUMENT) + b"\n{broken\n[]\n" + lines(TARGET).rstrip(b"\n")
    book = workbook(given=given, status=1)
    assert len(rows(book, "指标台账")) == 1 and len(rows(book, "文档清单")) == 1
    done = zhibiao("sheet", "--format=tsv", given=given)
    said = done.stderr.decode().splitlines()
    assert [s.rsplit(":", 1)[0] for s in said][0].startswith("zhibiao: -:3: "), said
    assert said[1].startswith("zhibiao: -:4: ") and len(said) == 2, said
    assert done.returncode == 1 and len(done.stdout.decode().splitlines()) == 2


def test_files():
    with open("a.ndjson", "wb") as file:
        file.write(lines(DOCUMENT, TARGET))
    done = zhibiao("sheet", "a.ndjson", "nowhere", "a.ndjson", "-o", "two.csv")
    assert done.returncode == 1 and done.stderr.startswith(b"zhibiao: nowhere: "), done.stderr
    with open("two.csv", encoding="utf-8") as file:
        assert len(file.readlines()) == 3
    assert zhibiao("sheet", "a.ndjson", "-o", "out.pdf").returncode == 2


def shown(text):
    """Text as a cell shows it."""
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "\ufffd", re.sub("\r\n?", "\n", text)) or None


def test_fixtures():
    """Each record of the documents is a row, with its quote and its value."""
    run = zhibiao("run", "--edits", *FIXTURES)
    assert run.returncode == 0, run.stderr
    book = workbook(given=run.stdout)
    records = [json.loads(line) for line in run.stdout.decode().splitlines()]
    for kind, name in TYPES.items():
        found = rows(book, name)
        wanted = [r for r in records if r["type"] == kind]
        assert len(found) == len(wanted), (name, len(found), len(wanted))
        for row, record in zip(found, wanted):
            assert row["文件"] == record["doc"]
            assert row.get("原文") == shown(record["quote"]) or "原文" not in row, row
            if kind == "target":
                assert row["目标值"] == record["value"] and row["指标名称"] == shown(
                    record["indicator"])
    direct = zhibiao("run", "-o", "run.xlsx", *FIXTURES)
    assert direct.returncode == 0, direct.stderr
    same = openpyxl.load_workbook("run.xlsx")
    assert rows(same, "指标台账") == rows(book, "指标台账")


def main():
    tests = [t for name, t in globals().items() if name.startswith("test_")]
    failures = 0
    for test in tests:
        with tempfile.TemporaryDirectory() as folder:
            os.chdir(folder)
            try:
                test()
            except Exception:  # a test that can't finish has failed, whatever stopped it
                failures += 1
                print(f"{test.__name__}:")
                traceback.print_exc(file=sys.stdout)
            os.chdir("/")
    print(f"{len(tests) - failures} passed, {failures} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
