#!/usr/bin/env python3
"""The workbook as openpyxl reads it ($ZHIBIAO is the program)."""
import csv
import datetime
import glob
import io
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
SHEETS = ["说明", "概览", "指标台账", "任务台账", "部门分工", "时间轴", "时限", "责任分工", "文档清单",
          "修正记录", "异常", "字典"]
TYPES = dict(target="指标台账", deadline="时限", assignment="责任分工", document="文档清单", edit="修正记录")
REVIEW = "复核结论 修正值 修正指标 修正期限 修正牵头单位 复核人 备注"
HEADINGS = {
    "指标台账": "记录ID 地区 发文机关 文件名称 文号 发布日期 章节 指标名称 比较 目标值 上限 单位 类型 基期 基期值 周期"
                " 截止日期 期限来源 牵头单位 配合单位 左文 命中 右文 原文链接 规则 置信度 提示 原文 文件 基期单位"
                " 所在成员 起始字节 结束字节 " + REVIEW,
    "任务台账": "序号 地区 文件名称 章节 任务 完成时限 牵头单位 配合单位 依据 指标数 原文链接",
    "部门分工": "部门 牵头指标数 配合指标数 牵头任务数 配合任务数 最早期限 查看",
    "时间轴": "月份 指标数 任务数 时限数 查看 指标 任务",
    "时限": "文件 章节 原文 类型 开始 结束 周期 事项 原文链接 规则 置信度 提示 起始字节 结束字节",
    "责任分工": "文件 章节 任务 牵头单位 配合单位 依据 原文 原文链接 规则 置信度 提示 起始字节 结束字节",
    "文档清单": "文件 名称 发文机关 文号 发布日期 地区 规划期开始 规划期结束 编码 字体 繁体占比 指标数 时限数 分工数 修正数"
                " 原文链接",
    "修正记录": "文件 类型 修正前 修正后 位置",
    "异常": "文件 位置 情况",
    "字典": "类别 代码 名称 说明",
}
HIDDEN = "记录ID 基期单位 所在成员 起始字节 结束字节".split()
DOCUMENT = {
    "type": "document", "doc": "a.txt", "title": "云岭市教育发展行动计划", "issuer": "云岭市人民政府",
    "number": "云政发〔2023〕5号", "published": "2023-03-08", "region": "云岭市",
    "period": {"start": "2023-01-01", "end": "2025-12-31"}, "charset": "GB18030",
    "script": "traditional", "traditional_share": 0.985, "edits": {"digit": 2, "space": 3},
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


def column(sheet, heading):
    """The letter of the column under that heading."""
    (found,) = [c.column_letter for c in sheet[1] if c.value == heading]
    return found


def tables(book):
    return [book[name] for name in HEADINGS]


def test_no_records():
    book = workbook(given=b"")
    assert book.sheetnames == SHEETS
    for sheet in tables(book):
        assert [c.value for c in sheet[1]] == HEADINGS[sheet.title].split(), sheet.title
        assert sheet.max_row == (1 if sheet.title != "字典" else sheet.max_row)
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
    assert not book["概览"]._charts and not book["时间轴"]._charts


def test_look():
    book = workbook(DOCUMENT, TARGET, DEADLINE, ASSIGNMENT, EDIT)
    for sheet in tables(book):
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions, sheet.title
        for cell in sheet[1]:
            assert cell.font.b and cell.font.name == "微软雅黑"
            assert cell.fill.fill_type == "solid"
            width = sheet.column_dimensions[cell.column_letter].width
            assert 2 * len(cell.value) + 2 <= width <= 85, (cell.value, width)
        for cell in sheet[2]:
            if cell.value is not None:
                assert cell.font.name == "微软雅黑", cell.coordinate
                assert cell.data_type != "s" or cell.hyperlink or cell.number_format == "@"
            if cell.is_date:
                assert cell.number_format == "yyyy-mm-dd"


def test_print():
    book = workbook(DOCUMENT, TARGET)
    for sheet in book:
        assert sheet.page_setup.orientation == "landscape", sheet.title
        fit = sheet.sheet_properties.pageSetUpPr
        assert sheet.title == "概览" or fit.fitToPage and sheet.page_setup.fitToHeight == 0
        assert sheet.oddFooter.left.text == "&A" and sheet.oddFooter.center.text == "&P / &N"
    for sheet in tables(book):
        assert sheet.print_title_rows == "$1:$1"


TARGET_ROW = {
    "地区": "云岭市", "发文机关": "云岭市人民政府", "文件名称": "云岭市教育发展行动计划",
    "文号": "云政发〔2023〕5号", "发布日期": day("2023-03-08"), "章节": "一、总体目标 / (一)学校建设",
    "指标名称": "公办幼儿园数量", "比较": "≥", "目标值": 50, "上限": None, "单位": "所",
    "类型": "水平", "基期": "2022", "基期值": 32.5, "周期": "每年", "截止日期": day("2025-12-31"),
    "期限来源": "本句", "牵头单位": "市教育局", "配合单位": "市财政局、各县(区)人民政府",
    "左文": "到2025年,公办幼儿园达到", "命中": "50所以上", "右文": "。", "原文链接": None,
    "规则": "target.count", "置信度": 0.95, "提示": "数值依据文字修复得出;牵头单位系推断",
    "原文": "50所以上", "文件": "a.txt", "基期单位": "所", "所在成员": "doc.xml",
    "起始字节": 1234567, "结束字节": 1234579,
    "复核结论": None, "修正值": None, "修正指标": None, "修正期限": None, "修正牵头单位": None,
    "复核人": None, "备注": None,
}


def test_targets():
    member = {**TARGET, "span_in": "doc.xml"}
    book = workbook(DOCUMENT, member, {**member, "doc": "b.txt", "op": "range", "value_max": 60})
    first, second = rows(book, "指标台账")
    assert re.fullmatch("[0-9a-f]{16}", first.pop("记录ID"))
    assert first == TARGET_ROW, first
    assert second["文件名称"] is None and second["发布日期"] is None and second["地区"] is None
    assert (second["比较"], second["上限"]) == ("区间", 60)


def ids(*records):
    return [row["记录ID"] for row in rows(workbook(*records), "指标台账")]


def test_ids():
    """The content makes the id; where the file lies and what stands around it does not."""
    again = {**TARGET, "span": [9, 21], "confidence": 0.5, "flags": [], "section": []}
    other = {**TARGET, "quote": "60所以上"}
    first = ids(DOCUMENT, TARGET, again, other)
    assert len(set(first)) == 3, first
    moved = [{**r, "doc": "elsewhere/b.txt"} for r in (DOCUMENT, other, TARGET)]
    assert ids(*moved) == [first[2], first[0]]
    assert ids(DOCUMENT, {**TARGET, "quote": "50 所\n以上"}) == first[:1]
    assert ids({**DOCUMENT, "title": "另一份"}, TARGET) != first[:1]
    assert ids(DOCUMENT, {**TARGET, "rule": "target.other"}) != first[:1]


HITS = (  # sentence, quote as the original has it, what is coloured
    ("建成5G基站600个。", "6OO个", "600个"),
    ("引入电动巴士600辆。", "600輛", "600辆"),
    ("投资1.2亿元。", "1. 2亿元", "1.2亿元"),
    ("达到72%以上。", "７２％以上", "72%以上"),
    ("推广终端150台。", "l5O\n4、台", "150台"),
    ("年均增长百分之十二点四。", "百分之十二點四", "百分之十二点四"),
)


def test_hits():
    for sentence, quote, wanted in HITS:
        number = float(re.sub("[^0-9.]", "", wanted) or 12.4)
        unit = re.sub("[0-9.]|以上|百分之.*", "", wanted)
        book = workbook({**TARGET, "sentence": sentence, "quote": quote, "value": number,
                         "unit": unit})
        row = one(book, "指标台账")
        assert row["命中"] == wanted, row
        assert (row["左文"] or "") + row["命中"] + (row["右文"] or "") == sentence, row
    other = {"sentence": "3月底前单位3万个全数落成。", "quote": "3萬個", "value": 30000, "unit": "个"}
    assert one(workbook({**TARGET, **other}), "指标台账")["命中"] == "3万个"
    twice = {**TARGET, "sentence": "分别达到10家、10家。", "quote": "10家"}
    first, second = rows(workbook(DOCUMENT, twice, twice), "指标台账")
    assert (first["左文"], second["左文"]) == ("分别达到", "分别达到10家、")
    lost = one(workbook({**TARGET, "sentence": "没有数字的句子。", "quote": "99", "value": 7}), "指标台账")
    assert (lost["左文"], lost["命中"], lost["右文"]) == ("没有数字的句子。", "99", None)


def test_review():
    """The review columns can be filled in, the others can't; the verdicts come from a list."""
    sheet = workbook(DOCUMENT, TARGET, {**TARGET, "quote": "b"})["指标台账"]
    assert sheet.protection.sheet and sheet.protection.password is None
    assert not sheet.protection.autoFilter and not sheet.protection.formatColumns
    free = [c.value for c in sheet[1]
            if not sheet.column_dimensions[c.column_letter].protection.locked]
    assert free == REVIEW.split(), free
    assert all(c.protection.locked for c in sheet[2] if c.value is not None)
    hidden = [c.value for c in sheet[1] if sheet.column_dimensions[c.column_letter].hidden]
    assert hidden == HIDDEN, hidden
    (rule,) = sheet.data_validations.dataValidation
    verdict = column(sheet, "复核结论")
    assert (rule.type, str(rule.sqref)) == ("list", f"{verdict}2:{verdict}3")
    assert rule.formula1 == "'字典'!$C$2:$C$4", rule.formula1
    words = sheet.parent["字典"]
    assert [words[f"C{i}"].value for i in (2, 3, 4)] == ["正确", "错误", "需修改"]
    assert words.sheet_state == "hidden"


def test_colours():
    sheet = workbook(DOCUMENT, TARGET)["指标台账"]
    rules = {str(r.sqref): [rule.formula[0] for rule in r.rules] for r in sheet.conditional_formatting}
    at = {name: column(sheet, name) for name in "置信度 目标值 提示 截止日期 复核结论".split()}
    assert rules == {
        f"{at['置信度']}2": [f"AND(ISNUMBER(${at['置信度']}2),${at['置信度']}2<0.9)"],
        f"{at['目标值']}2": [f'ISNUMBER(SEARCH("数值依据文字修复得出",${at["提示"]}2))'],
        f"{at['提示']}2": [f'ISNUMBER(SEARCH("数值依据文字修复得出",${at["提示"]}2))'],
        f"{at['截止日期']}2": [f"AND(ISNUMBER(${at['截止日期']}2),${at['截止日期']}2<TODAY())"],
        f"{at['复核结论']}2": [f'${at["复核结论"]}2="{v}"' for v in ("正确", "错误", "需修改")],
    }, rules


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
        "云岭市", day("2023-01-01"), day("2025-12-31"), "GB18030", "繁体", 0.985, 7, 4, 3, 5, None], row
    assert list(one(book, "修正记录").values()) == ["a.txt", "数字误识", "IOO", "100", 7]


def at(place, record, **fields):
    """The record at that place of its document."""
    return {**record, "span": [place, place + 5], **fields}


def test_tasks():
    """Which targets and deadlines a task has: those before its list in its section, as a rule."""
    one_, two = {"section": ["一"]}, {"section": ["二"]}
    plain = {**TARGET, "support": [], "deadline": None, "recurrence": None}
    given = [
        DOCUMENT,
        at(10, plain, **one_), at(20, plain, deadline="2024-06-30", **one_),
        at(30, DEADLINE, end="2024-09-30", **one_), at(40, ASSIGNMENT, task="甲", **one_),
        at(50, ASSIGNMENT, task="乙", **two), at(60, plain, **two),
        at(70, DEADLINE, end=None, recurrence="quarterly", **two),
        at(80, plain, lead=["市民政局"], **two), at(90, plain, lead=[], **two),
        at(100, ASSIGNMENT, task="丙", lead=["市民政局"], support=["市教育局"], section=["三"]),
    ]
    found = rows(workbook(*given), "任务台账")
    assert [(r["序号"], r["任务"], r["完成时限"], r["指标数"]) for r in found] == [
        (1, "甲", day("2024-09-30"), 2), (2, "乙", "每季", 1), (3, "丙", None, 0)], found
    cell = {"about": "2024年底", "quote": "2024年底", "section": ["表"]}
    table = [DOCUMENT, at(10, ASSIGNMENT, task="子", section=["表"]),
             at(16, DEADLINE, end="2024-12-31", **cell),
             at(60, ASSIGNMENT, task="丑", section=["表"]),
             at(66, DEADLINE, end="2025-12-31", **cell)]
    found = rows(workbook(*table), "任务台账")
    assert [r["完成时限"] for r in found] == [day("2024-12-31"), day("2025-12-31")], found


def test_agencies():
    book = workbook(
        DOCUMENT, {**TARGET, "lead": []}, TARGET, {**TARGET, "deadline": "2024-06-30"}, ASSIGNMENT,
        {**ASSIGNMENT, "lead": ["市文化局"]})
    found = rows(book, "部门分工")
    assert [list(r.values())[:6] for r in found] == [
        ["市教育局", 2, 0, 1, 0, day("2024-06-30")],
        ["市文化局", 0, 0, 1, 0, None],
        ["市财政局", 0, 3, 0, 0, day("2024-06-30")],
        ["各县(区)人民政府", 0, 3, 0, 0, day("2024-06-30")]], found
    sheet = book["部门分工"]
    indicator = column(book["指标台账"], "指标名称")
    task = column(book["任务台账"], "任务")
    assert [sheet[f"G{i}"].hyperlink.location for i in (2, 3, 4)] == [
        f"'指标台账'!{indicator}3", f"'任务台账'!{task}3", f"'指标台账'!{indicator}2"]


def test_timeline():
    many = [{**TARGET, "indicator": f"第{i}项", "deadline": "2024-06-30"} for i in range(30)]
    book = workbook(DOCUMENT, TARGET, *many, {**TARGET, "deadline": None}, DEADLINE, ASSIGNMENT)
    first, last = rows(book, "时间轴")
    assert (first["月份"], first["指标数"], first["时限数"]) == ("2024-06", 30, 0)
    assert first["指标"].startswith("第0项 ≥50所;\n第1项 ≥50所;") and first["指标"].endswith("等 30 项")
    assert (last["月份"], last["指标数"], last["任务数"], last["时限数"]) == ("2025-12", 1, 1, 1)
    assert (last["指标"], last["任务"]) == ("公办幼儿园数量 ≥50所", "建设公办幼儿园")
    (chart,) = book["时间轴"]._charts
    assert chart.series[0].val.numRef.f == "'时间轴'!$B$2:$B$3", chart.series[0].val.numRef.f


def figures(book):
    return {r[0]: r[1] for r in book["概览"].iter_rows(values_only=True) if r[0]}


def test_overview():
    sure = {**TARGET, "flags": [], "deadline": None, "kind": "share"}
    book = workbook(DOCUMENT, TARGET, {**TARGET, "confidence": 0.89}, sure, sure,
                    {**DOCUMENT, "doc": "b.txt", "region": None}, {**TARGET, "doc": "b.txt"})
    found = figures(book)
    wanted = {"文件": 2, "指标": 5, "数值依据修正的占比": 0.6, "置信度低于 0.9 的占比": 0.2,
              "没有截止日期的占比": 0.4, "2025": 3, "市教育局": 5, "水平": 3, "占比": 2, "云岭市": 4}
    assert {k: found.get(k) for k in wanted} == wanted, found
    charts = book["概览"]._charts
    assert len(charts) == 4, charts
    for chart in charts:
        source = chart.series[0].cat.numRef or chart.series[0].cat.strRef
        cells = book["概览"][source.f.split("!")[1].replace("$", "")]
        names = [row[0].value for row in cells] if isinstance(cells, tuple) else [cells.value]
        assert names and all(names), names


def test_guide():
    os.environ["SOURCE_DATE_EPOCH"] = "1700000000"
    book = workbook(DOCUMENT, TARGET)
    del os.environ["SOURCE_DATE_EPOCH"]
    text = {}
    for label, meaning in book["说明"].iter_rows(values_only=True):
        text.setdefault(label, meaning)
    assert re.fullmatch("20231114-221320-[0-9a-f]{6}", text["批次号"]), text["批次号"]
    assert text["生成时间"] == "2023-11-14 22:13:20 UTC" and text["指标数"] == "1"
    for names in HEADINGS.values():
        assert names == HEADINGS["字典"] or all(text[name] for name in names.split()), names
    assert all(name in text for name in SHEETS)
    flags = re.findall(r"^(\S+) \((.+)\)$", zhibiao("rules", "list", "--flags").stdout.decode(), re.M)
    assert len(flags) > 8
    for name, chinese in flags:
        assert len(text[chinese]) > 10 and name not in text[chinese], (name, text[chinese])
    run = zhibiao("run", "-o", "run.xlsx", given="到2025年建成幼儿园50所。".encode())
    assert run.returncode == 0, run.stderr
    guide = openpyxl.load_workbook("run.xlsx")["说明"].iter_rows(values_only=True)
    assert re.fullmatch(r"\w+ [0-9.]+", {r[0]: r[1] for r in guide}["规则集"])


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
    assert "状态" not in one(workbook(TARGET), "指标台账")


def test_mentions_have_a_sheet_when_there_are_any():
    mention = {"type": "mention", "doc": "a.txt", "quote": "三年", "kind": "duration", "duration": "P3Y"}
    book = workbook(mention)
    assert book.sheetnames == SHEETS[:10] + ["表达"] + SHEETS[10:]
    assert (one(book, "表达")["类型"], one(book, "表达")["时长"]) == ("时长", "P3Y")


LOST = "含有单元格不能容纳的字符,已写为 U+FFFD"
CUT = "文字超过 32767 个字符,已截短,以“…”结尾"
HOSTILE = (  # text, how the cell reads, what stands in 异常
    ("=1+1", "=1+1", None), ("+1", "+1", None), ("-1", "-1", None), ("@A1", "@A1", None),
    ("\tx", "\tx", None), ("http://a.b/", "http://a.b/", None), ("{=A1}", "{=A1}", None),
    ("mailto:a@b", "mailto:a@b", None), ("internal:A1", "internal:A1", None),
    ("a\x01b\x00c\x1f", "a\ufffdb\ufffdc\ufffd", LOST),
    ("a\ufffe\uffff", "a\ufffd\ufffd", LOST), ("a\r\nb\rc", "a\nb\nc", None),
    ("_x0041_", "_x0041_", None), ("a_x", "a_x", None), (" 首尾 ", " 首尾 ", None),
    ("😀", "😀", None), ("<a>&amp;\"'", "<a>&amp;\"'", None), ("国" * 32767, "国" * 32767, None),
    ("国" * 40000, "国" * 32766 + "…", CUT), ("😀" * 20000, "😀" * 16383 + "…", CUT),
    ("1e5", "1e5", None), ("2025-12-31", "2025-12-31", None), ("TRUE", "TRUE", None),
)


def test_hostile_text():
    book = workbook(*({**TARGET, "indicator": text} for text, _, _ in HOSTILE))
    sheet = book["指标台账"]
    letter = column(sheet, "指标名称")
    for i, (text, wanted, _) in enumerate(HOSTILE):
        cell = sheet[f"{letter}{i + 2}"]
        assert cell.value == wanted, (text[:20], str(cell.value)[:20])
        assert cell.data_type == "s" and not cell.hyperlink
    found = [(r["文件"], r["位置"], r["情况"]) for r in rows(book, "异常")]
    assert found == [("a.txt", f"指标台账!{letter}{i + 2}", said)
                     for i, (_, _, said) in enumerate(HOSTILE) if said], found


def test_losses_are_said():
    done = zhibiao("sheet", "-o", "out.xlsx", given=lines({**TARGET, "indicator": "国" * 40000}))
    said = done.stderr.decode()
    assert done.returncode == 0 and "zhibiao: out.xlsx: 指标台账!H2: " in said, said
    assert "32,767" in said and "(a.txt)" in said, said


def test_lone_surrogates():
    given = lines(TARGET).replace(b'"indicator": "', b'"indicator": "x\\ud800\\\\ud800\\uD83D\\uDE00')
    done = zhibiao("sheet", "-o", "out.xlsx", given=given)
    assert done.returncode == 0 and b"-:1: half a surrogate pair" in done.stderr, done.stderr
    book = workbook(given=given)
    assert one(book, "指标台账")["指标名称"].startswith("x\ufffd\\ud800😀公办"), one(book, "指标台账")
    assert "half a surrogate pair" in one(book, "异常")["情况"]


def test_failures_are_listed():
    with open("good.txt", "w", encoding="utf-8") as file:
        file.write("到2025年,公办幼儿园达到50所以上。\n")
    os.symlink("nowhere", "bad.txt")
    done = zhibiao("run", "-o", "out.xlsx", "good.txt", "bad.txt", "good.txt")
    assert done.returncode == 1, done.stderr
    book = openpyxl.load_workbook("out.xlsx")
    row = one(book, "异常")
    assert row["文件"] == "bad.txt" and "No such file" in row["情况"], row
    assert figures(book)["未能处理的文件"] == 1 and len(rows(book, "指标台账")) == 2


def small(i, **fields):
    """A record that says little."""
    return {"type": "target", "doc": "a.txt", "quote": f"{i}", "value": i, **fields}


def test_many_links():
    """A worksheet holds 65,530 links; the others are text."""
    os.mkdir("pages")
    given = lines(DOCUMENT, *(small(i) for i in range(70000)))
    with open("r.ndjson", "wb") as file:
        file.write(given)
    options = ("--pages", "pages", "--columns", "记录ID,原文链接")
    shown = [(r["原文链接"], r["记录ID"]) for r in csv_rows("r.ndjson", *options)]
    done = zhibiao("sheet", "-o", "out.xlsx", *options, "r.ndjson")
    assert done.returncode == 0 and b"65,530 links" in done.stderr, done.stderr
    book = openpyxl.load_workbook("out.xlsx", read_only=True)
    sheet = book["指标台账"]
    head, *rest = sheet.iter_rows(values_only=True)
    at_link = head.index("原文链接")
    assert [r[at_link] for r in rest] == ["查看原文"] * 65530 + [link for link, _ in shown[65530:]]
    assert all(link == f"pages/a.txt.html#r{name}" for link, name in shown)
    with zipfile.ZipFile("out.xlsx") as package:
        links = package.read("xl/worksheets/sheet3.xml").count(b"<hyperlink ")
    assert links == 65530, links
    (trouble,) = list(book["异常"].iter_rows(min_row=2, values_only=True))
    assert trouble[1] == "指标台账" and "65530" in trouble[2], trouble


def test_large():
    """Beyond 100,000 rows little is kept in memory; what is written is the same."""
    given = lines(DOCUMENT, *(small(i, indicator=f"指标{i % 7}") for i in range(100001)))
    done = zhibiao("sheet", "-o", "large.xlsx", "--columns", "指标名称,目标值", given=given)
    assert done.returncode == 0, done.stderr
    check_package("large.xlsx")
    with zipfile.ZipFile("large.xlsx") as package:
        assert b't="inlineStr"' in package.read("xl/worksheets/sheet3.xml")
    book = openpyxl.load_workbook("large.xlsx", read_only=True)
    head, *rest = book["指标台账"].iter_rows(values_only=True)
    assert len(rest) == 100001
    assert head == ("指标名称", "目标值")
    assert all(row == (f"指标{i % 7}", i) for i, row in enumerate(rest))


def csv_rows(path, *options):
    done = zhibiao("sheet", "--format=csv", *options, path)
    assert done.returncode == 0, done.stderr
    return list(csv.DictReader(io.StringIO(done.stdout.decode(), newline="")))


def test_tables_have_the_same_columns():
    with open("r.ndjson", "wb") as file:
        file.write(lines(DOCUMENT, TARGET, DEADLINE, ASSIGNMENT, EDIT))
    for table, name in TYPES.items():
        (row,) = csv_rows("r.ndjson", "--table", table)
        assert list(row) == HEADINGS[name].split(), table
        book = openpyxl.load_workbook(make("r.ndjson"))
        for heading, value in one(book, name).items():
            if isinstance(value, datetime.datetime):
                value = value.strftime("%Y-%m-%d")
            assert row[heading] == ("" if value is None else str(value)), heading


def make(path, *options):
    done = zhibiao("sheet", "-o", "out.xlsx", *options, path)
    assert done.returncode == 0, done.stderr
    return "out.xlsx"


def test_english():
    with open("r.ndjson", "wb") as file:
        file.write(lines(DOCUMENT, TARGET, DEADLINE, ASSIGNMENT, EDIT))
    book = openpyxl.load_workbook(make("r.ndjson", "--lang", "en"))
    assert book.sheetnames[:3] == ["Guide", "Overview", "Targets"], book.sheetnames
    for sheet in book:
        if sheet.title not in ("Guide", "Overview"):
            assert not any(re.search("[一-鿿]", c.value) for c in sheet[1]), sheet.title
    row = one(book, "Targets")
    assert (row["Kind"], row["Recurrence"], row["Flags"]) == ("level", "yearly", "repaired;lead_inferred")
    (rule,) = book["Targets"].data_validations.dataValidation
    assert rule.formula1 == "'Words'!$C$2:$C$4"
    (row,) = csv_rows("r.ndjson", "--lang=en", "--columns=indicator,value")
    assert row == {"Indicator": "公办幼儿园数量", "Target": "50"}


def test_columns():
    with open("r.ndjson", "wb") as file:
        file.write(lines(DOCUMENT, TARGET))
    book = openpyxl.load_workbook(make("r.ndjson", "--columns", "目标值, indicator、复核结论"))
    sheet = book["指标台账"]
    assert [c.value for c in sheet[1]] == ["目标值", "指标名称", "复核结论"]
    (rule,) = sheet.data_validations.dataValidation
    assert str(rule.sqref) == "C2" and sheet.protection.sheet
    assert [c.value for c in book["时限"][1]] == HEADINGS["时限"].split()
    assert list(csv_rows("r.ndjson", "--columns=unit,doc")[0]) == ["单位", "文件"]
    for wrong, said in (("目标值,x", "'x'"), (",", "names no column"), ("op,比较", "twice")):
        done = zhibiao("sheet", "-o", "no.xlsx", "--columns", wrong, "r.ndjson")
        assert done.returncode == 2 and said in done.stderr.decode(), (wrong, done.stderr)
        assert not os.path.exists("no.xlsx")


def write_template(text):
    with open("house.yaml", "w", encoding="utf-8") as file:
        file.write(text)


def test_template():
    with open("r.ndjson", "wb") as file:
        file.write(lines(DOCUMENT, TARGET))
    write_template("columns: [指标名称, value, verdict]\nheadings: {指标名称: 考核指标, value: '=1'}\n"
                   "sheets: {指标台账: 年度's}\nhide: [说明, 概览, timeline]\n")
    book = openpyxl.load_workbook(make("r.ndjson", "--template", "house.yaml"))
    assert book.sheetnames[2] == "年度's" and book.active.title == "年度's"
    assert [c.value for c in book["年度's"][1]] == ["考核指标", "=1", "复核结论"]
    assert book["年度's"]["B1"].data_type == "s"
    hidden = [s.title for s in book if s.sheet_state == "hidden"]
    assert hidden == ["说明", "概览", "时间轴", "字典"], hidden
    assert book["部门分工"]["G2"].hyperlink.location == "'年度''s'!A2"
    assert list(csv_rows("r.ndjson", "--template=house.yaml")[0]) == ["考核指标", "=1", "复核结论"]
    row = csv_rows("r.ndjson", "--template=house.yaml", "--columns=考核指标")[0]
    assert list(row) == ["考核指标"]


BAD_TEMPLATES = (
    ("columns: [无此栏]\n", "'无此栏'"), ("sheets: {指标台账: 时限}\n", "house.yaml:1:"),
    ("sheets: {指标台账: a, 时限: A}\n", "two sheets"), ("sheets: {指标台账: 'a/b'}\n", "house.yaml:1:"),
    ("sheets: {指标台账: %s}\n" % ("长" * 28), "27"), ("hide: [无此表]\n", "no sheet"),
    ("hide: [%s]\n" % ", ".join(SHEETS), "one sheet"), ("headings: [a]\n", "house.yaml:1:"),
    ("\ncolour: red\n", "house.yaml:2:1: "), ("columns: {\n", "house.yaml:"),
    ("- a\n", "house.yaml:1:"), ("headings: {op: [a]}\n", "wants a name"),
)


def test_bad_templates():
    for text, said in BAD_TEMPLATES:
        write_template(text)
        done = zhibiao("sheet", "-o", "no.xlsx", "--template", "house.yaml", given=b"")
        assert done.returncode == 2 and said in done.stderr.decode(), (text, done.stderr.decode())
        assert not os.path.exists("no.xlsx")
    done = zhibiao("sheet", "-o", "no.xlsx", "--template", "nowhere.yaml", given=b"")
    assert done.returncode == 2 and b"nowhere.yaml" in done.stderr
    assert zhibiao("run", "--lang", "en", given=b"").returncode == 2


def test_links_lead_to_pages():
    os.makedirs("out/deep")
    second = {**DOCUMENT, "doc": "other/A.TXT", "title": "另一份"}
    given = lines({**DOCUMENT, "doc": "in/a b#.txt"}, {**TARGET, "doc": "in/a b#.txt"},
                  {**DOCUMENT, "doc": "x/a.txt"}, second, {**TARGET, "doc": second["doc"]})
    done = zhibiao("sheet", "-o", "out/deep/r.xlsx", "--pages", "pages/p", given=given)
    assert done.returncode == 0, done.stderr
    book = openpyxl.load_workbook("out/deep/r.xlsx")
    sheet = book["指标台账"]
    at_link, name = column(sheet, "原文链接"), column(sheet, "记录ID")
    found = [(sheet[f"{at_link}{i}"].hyperlink, sheet[f"{name}{i}"].value) for i in (2, 3)]
    assert [link.target.replace("\\", "/") for link, _ in found] == [
        "../../pages/p/a_b_.txt.html", "../../pages/p/A.TXT-2.html"]
    assert [link.location for link, _ in found] == ["r" + name for _, name in found]
    documents = book["文档清单"]
    links = [documents[f"{column(documents, '原文链接')}{i}"].hyperlink for i in (2, 3, 4)]
    assert [link.target.replace("\\", "/") for link in links] == [
        "../../pages/p/a_b_.txt.html", "../../pages/p/a.txt.html", "../../pages/p/A.TXT-2.html"]


def test_dates_and_numbers():
    dates = ["1899-12-31", "1900-01-01", "2025-02-29", "soon", "9999-12-31"]
    book = workbook(*({**TARGET, "deadline": d} for d in dates))
    found = [row["截止日期"] for row in rows(book, "指标台账")]
    assert found == [dates[0], day(dates[1]), dates[2], dates[3], day(dates[4])], found
    numbers = [0, -3, 0.333333, 1.1e12, 54.7, None]
    book = workbook(*({**TARGET, "value": n} for n in numbers))
    assert [row["目标值"] for row in rows(book, "指标台账")] == numbers
    numbers = [9999, 10000, 260000000000, 10000.5, -1234567]
    book = workbook(*({**TARGET, "value": n} for n in numbers))
    sheet = book["指标台账"]
    cells = [sheet[column(sheet, "目标值") + str(i + 2)] for i in range(len(numbers))]
    assert [c.value for c in cells] == numbers
    assert [c.number_format for c in cells] == ["General", "#,##0", "#,##0", "General", "#,##0"]
    assert sheet.column_dimensions[column(sheet, "目标值")].width >= len("260,000,000,000") + 1


def test_long_text_wraps():
    long = {**TARGET, "sentence": "到2025年建成公办幼儿园50所以上。" * 20}
    book = workbook(DOCUMENT, long, TARGET)
    sheet = book["指标台账"]
    right = sheet[column(sheet, "右文") + "2"]
    assert len(right.value) > 200 and right.alignment.wrap_text
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
                said = "".join(row[name] or "" for name in ("左文", "命中", "右文"))
                assert said == shown(record["sentence"]), row
                assert row["目标值"] == record["value"] and row["指标名称"] == shown(
                    record["indicator"])
    direct = zhibiao("run", "-o", "run.xlsx", *FIXTURES)
    assert direct.returncode == 0, direct.stderr
    same = openpyxl.load_workbook("run.xlsx")
    for name in HEADINGS:
        assert rows(same, name) == rows(book, name), name
    names = [(row["文件"], row["记录ID"]) for row in rows(book, "指标台账")]
    assert len(set(names)) == len(names), "ids that are not one's own"


def rows_written(package, part):
    """First and last row of a sheet's XML and how many there are, without reading it into memory."""
    numbers = []
    with package.open(part) as xml_:
        rest = b""
        while block := xml_.read(1 << 20):
            block = rest + block
            end = block.rfind(b"<row ")
            numbers += map(int, re.findall(rb'<row r="(\d+)"', block[:end]))
            rest = block[end:]
        numbers += map(int, re.findall(rb'<row r="(\d+)"', rest))
    return numbers[0], numbers[-1], len(numbers)


def large_rows():
    """1.1 million targets: the sheet goes on in another one."""
    count = 1100000
    with open("r.ndjson", "wb") as file:
        file.write(lines(DOCUMENT))
        for i in range(count):
            file.write(b'{"type":"target","doc":"a.txt","quote":"%d","value":%d,"lead":["%d"]}\n'
                       % (i, i, i // 1048575))
    done = zhibiao("sheet", "-o", "out.xlsx", "--columns", "目标值,牵头单位", "r.ndjson")
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile("out.xlsx") as package:
        names = re.findall('<sheet name="([^"]*)"', package.read("xl/workbook.xml").decode())
        assert names[2:4] == ["指标台账", "指标台账_2"], names
        assert rows_written(package, "xl/worksheets/sheet3.xml") == (1, 1048576, 1048576)
        rest = count - 1048575
        assert rows_written(package, "xl/worksheets/sheet4.xml") == (1, rest + 1, rest + 1)
        second = package.read("xl/worksheets/sheet4.xml").decode()
        assert f"<v>{count - 1}</v>" in second and "<v>1048574</v>" not in second
        agencies = package.read("xl/worksheets/sheet6.xml").decode()
        assert "'指标台账_2'!A2" in agencies, agencies[-2000:]


def main():
    kind = "large_" if sys.argv[1:] == ["large"] else "test_"
    tests = [t for name, t in globals().items() if name.startswith(kind)]
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
