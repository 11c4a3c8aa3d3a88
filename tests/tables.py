#!/usr/bin/env python3
"""The same table of indicators, or of tasks, in every layout gives the same targets.

usage: tests/tables.py   with ZHIBIAO naming the program

Each table below says once what it holds and which targets are wanted of it, and is written a cell a
line, with the agencies of a cell on lines of their own, with tabs, with bars, with line ends before
the bars, in columns of blanks, with single blanks, over two pages with its
headings repeated, and as HTML. A table of tasks needs cells that more than one blank parts.
"""
import json
import os
import subprocess
import sys
import tempfile

from score import alike

ENOUGH = 0.66  # alikeness of two wordings of an indicator


def target(indicator, value, unit, op="=", kind="level", base=None, yearly=False, year=2025,
           day="12-31", lead=(), support=()):
    """A target wanted; base is (value, year) in the same unit."""
    return {"indicator": indicator, "value": value, "unit": unit, "op": op, "kind": kind,
            "baseline": base, "recurrence": "yearly" if yearly else None,
            "deadline": f"{year}-{day}", "lead": list(lead), "support": list(support)}


# A row with one cell is the name of a group; "" stands for a cell that is empty, and so does the
# category of merged cells in the rows below its first.
TABLES = {
    "groups in merged cells, units in brackets, a column of yearly growth and totals": {
        "title": "青禾市国民经济和社会发展第十四个五年规划纲要",
        "caption": "表1 主要指标",
        "merged": True,
        "head": ["类别", "序号", "指标名称", "2020年", "2025年", "年均增速〔累计〕", "属性"],
        "rows": [
            ["经济发展", "1", "地区生产总值(亿元)", "846.5", "1200左右", "6.5%左右", "预期性"],
            ["经济发展", "2", "全员劳动生产率(万元/人)", "11.2", "15.8", "—", "预期性"],
            ["绿色生态", "3", "单位地区生产总值能耗降低(%)", "—", "—", "〔14〕", "约束性"],
            ["绿色生态", "4", "森林覆盖率(%)", "41.2", "42", "—", "约束性"],
            ["安全保障", "5", "粮食综合生产能力(万吨)", "96", "≥100", "—", "约束性"]],
        "note": "注:〔 〕内为五年累计数。",
        "want": [
            target("地区生产总值", 1200, "亿元", "~", base=(846.5, "2020")),
            target("地区生产总值", 6.5, "%", "~", "growth", yearly=True),
            target("全员劳动生产率", 15.8, "万元/人", base=(11.2, "2020")),
            target("单位地区生产总值能耗降低", 14, "%", kind="growth"),
            target("森林覆盖率", 42, "%", kind="share", base=(41.2, "2020")),
            target("粮食综合生产能力", 1000000, "吨", ">=", base=(960000, "2020"))]},
    "a column of units, groups on rows of their own, rows of parts without a number": {
        "title": "岫云省“十四五”能源发展规划",
        "caption": "专栏2 能源发展主要指标",
        "head": ["序号", "指标", "单位", "2020年", "2025年", "年均/累计", "指标属性"],
        "rows": [
            ["一、能源保障"],
            ["1", "电力装机容量", "万千瓦", "4120", "6500", "9.5%", "预期性"],
            ["", "其中:风电", "万千瓦", "620", "1300", "16%", "预期性"],
            ["二、绿色低碳"],
            ["2", "非化石能源消费比重", "%", "16.2", "20", "〔3.8〕", "约束性"],
            ["3", "充电桩", "个", "12000", "60000", "—", "预期性"]],
        "want": [
            target("电力装机容量", 65e6, "千瓦", base=(41.2e6, "2020")),
            target("电力装机容量", 9.5, "%", kind="growth", yearly=True),
            target("风电电力装机容量", 13e6, "千瓦", base=(6.2e6, "2020")),
            target("风电电力装机容量", 16, "%", kind="growth", yearly=True),
            target("非化石能源消费比重", 20, "%", kind="share", base=(16.2, "2020")),
            target("非化石能源消费比重", 3.8, "%", kind="growth"),
            target("充电桩数量", 60000, "个", base=(12000, "2020"))]},
    "several years to come after one that is over": {
        "title": "青禾市数字经济发展三年行动计划(2023—2025年)",
        "caption": "附表 发展目标",
        "head": ["序号", "指标名称", "2022年实际值", "2023年", "2024年", "2025年"],
        "rows": [
            ["1", "核心产业增加值占GDP比重(%)", "7.8", "8.3", "9", "10"],
            ["2", "5G基站(个)", "5200", "6500", "8000", "10000"],
            ["3", "软件业务收入(亿元)", "86", "100", "120", "150"]],
        "want": [target(name, value, unit, kind=kind, base=(base, "2022"), year=2023 + i)
                 for name, unit, kind, base, values in (
                     ("核心产业增加值占GDP比重", "%", "share", 7.8, (8.3, 9, 10)),
                     ("5G基站数量", "个", "level", 5200, (6500, 8000, 10000)),
                     ("软件业务收入", "亿元", "level", 86, (100, 120, 150)))
                 for i, value in enumerate(values)]},
    "words among the figures, headings with brackets, a column of who leads": {
        "title": "青禾市“十四五”生态环境保护规划",
        "caption": "表2 主要指标及责任分工",
        "merged": True,
        "head": ["类别", "指标", "单位", "现状值(2020年)", "目标值(2025年)", "属性", "牵头单位"],
        "rows": [
            ["环境质量", "PM2.5浓度", "微克/立方米", "36", "32", "约束性", "市生态环境局"],
            ["环境质量", "城市黑臭水体比例", "%", "15", "基本消除", "预期性", "市住房城乡建设局"],
            ["环境治理", "农村生活污水治理率", "%", "22", "40", "预期性", "市农业农村局"],
            ["环境治理", "氮氧化物减排量", "万吨", "—", "[0.45]", "约束性", "市生态环境局"]],
        "want": [
            target("PM2.5浓度", 32, "微克/立方米", base=(36, "2020"), lead=["市生态环境局"]),
            target("农村生活污水治理率", 40, "%", kind="share", base=(22, "2020"),
                   lead=["市农业农村局"]),
            target("氮氧化物减排量", 4500, "吨", kind="increase", lead=["市生态环境局"])]},
    "tasks with who does them by when": {
        "title": "柳泉市2026年重点工作任务分解表",
        "caption": "任务分解",
        "tasks": True,
        "head": ["序号", "工作任务", "牵头单位", "配合单位", "完成时限"],
        "rows": [
            ["1", "新建口袋公园12个,改造绿地3万平方米", "市城管局", "市财政局、各区人民政府",
             "11月底前"],
            ["2", "建设充电桩800个", "市发展改革委", "市供电公司", "12月底前"],
            ["3", "培训农民2000人次", "市农业农村局", "市人社局", "10月底前"]],
        "want": [
            target("口袋公园", 12, "个", kind="increase", year=2026, day="11-30",
                   lead=["市城管局"], support=["市财政局", "各区人民政府"]),
            target("绿地", 30000, "平方米", kind="increase", year=2026, day="11-30",
                   lead=["市城管局"], support=["市财政局", "各区人民政府"]),
            target("充电桩", 800, "个", kind="increase", year=2026, lead=["市发展改革委"],
                   support=["市供电公司"]),
            target("农民", 2000, "人次", kind="increase", year=2026, day="10-31",
                   lead=["市农业农村局"], support=["市人社局"])]},
    "tasks with several agencies in a cell and headings of their own": {
        "title": "柳泉市2026年民生实事任务分解表",
        "caption": "民生实事",
        "tasks": True,
        "lists": True,
        "head": ["序号", "民生实事", "责任单位", "完成时限"],
        "rows": [
            ["1", "城镇新增就业8000人以上", "市人社局、市财政局", "12月底前"],
            ["2", "新建幼儿园3所", "市教育局、市住建局、市代建中心", "9月底前"],
            ["3", "改造老旧小区1200户", "市住建局", "11月底前"]],
        "want": [
            target("城镇新增就业", 8000, "人", ">=", kind="increase", year=2026,
                   lead=["市人社局"], support=["市财政局"]),
            target("幼儿园", 3, "所", kind="increase", year=2026, day="09-30",
                   lead=["市教育局"], support=["市住建局", "市代建中心"]),
            target("老旧小区", 1200, "户", kind="increase", year=2026, day="11-30",
                   lead=["市住建局"])]},
    "a vision behind the targets": {
        "title": "岫云省综合交通运输发展规划(2021—2025年)",
        "caption": "表3 主要指标",
        "head": ["序号", "指标名称", "单位", "2020年实际", "2025年目标", "2035年展望"],
        "rows": [
            ["1", "铁路营业里程", "公里", "2150", "2800", "3600"],
            ["2", "港口年吞吐能力", "亿吨", "1.2", "1.8", "2.5"],
            ["3", "城市轨道交通运营里程", "公里", "—", "35", "120"]],
        "want": [
            target("铁路营业里程", 2800, "公里", base=(2150, "2020")),
            target("铁路营业里程", 3600, "公里", base=(2150, "2020"), year=2035),
            target("港口年吞吐能力", 180e6, "吨", base=(120e6, "2020")),
            target("港口年吞吐能力", 250e6, "吨", base=(120e6, "2020"), year=2035),
            target("城市轨道交通运营里程", 35, "公里"),
            target("城市轨道交通运营里程", 120, "公里", year=2035)]},
}


def width(text):
    return sum(2 if ord(c) > 0x2E80 else 1 for c in text)


def shown_rows(table):
    """The rows, with the category only where it begins."""
    above = None
    for row in table["rows"]:
        if table.get("merged"):
            row, above = ["" if row[0] == above else row[0]] + row[1:], row[0]
        yield row


def cells(table):
    return "\n".join(c for row in [table["head"], *shown_rows(table)] for c in row if c)


def blank_cells(table):
    return cells(table).replace("\n", "\n\n")


def listed_cells(table):
    return blank_cells(table).replace("、", "\n\n") if table.get("lists") else blank_cells(table)


def broken_bars(table):
    rows = [[c for c in row if c] for row in [table["head"], *shown_rows(table)]]
    return "\n".join("\n| ".join(row) + "\n|" for row in rows)


def tabs(table):
    return "\n".join("\t".join(row) for row in [table["head"], *shown_rows(table)])


def bars(table):
    lines = ["| " + " | ".join(row) + " |" for row in [table["head"], *shown_rows(table)]]
    return "\n".join([lines[0], "|" + " --- |" * len(table["head"])] + lines[1:])


def column_lines(table):
    rows = [table["head"], *shown_rows(table)]
    widths = [3 + max(width(r[i]) for r in rows if len(r) > 1) for i in range(len(rows[0]))]
    return [(" " * 10 + row[0]) if len(row) == 1 else
            "  " + "".join(c + " " * (w - width(c)) for c, w in zip(row, widths)).rstrip()
            for row in rows]


def columns(table):
    return "\n".join(column_lines(table))


def pages(table):
    lines = column_lines(table)
    half = len(lines) // 2
    return "\n".join(lines[:half] + ["", " " * 24 + "- 12 -", "\f"] + lines[:1] + lines[half:])


def blanks(table):
    return "\n".join(" ".join(c for c in row if c) for row in [table["head"], *table["rows"]])


def html_row(table, i):
    row = table["rows"][i]
    if len(row) == 1:
        return f'<tr><td colspan="{len(table["head"])}">{row[0]}</td></tr>'
    out = "".join(f"<td><p>{c}</p></td>" for c in row[table.get("merged", False):])
    if table.get("merged") and (not i or table["rows"][i - 1][0] != row[0]):
        span = sum(r[0] == row[0] for r in table["rows"])
        out = f'<td rowspan="{span}">{row[0]}</td>' + out
    return f"<tr>{out}</tr>"


def html(table):
    rows = "\n".join(html_row(table, i) for i in range(len(table["rows"])))
    head = "".join(f"<td>{h}</td>" for h in table["head"])
    return f"<table><tr>{head}</tr>\n{rows}\n</table>"


LAYOUTS = (cells, blank_cells, listed_cells, broken_bars, tabs, bars, columns, pages, blanks,
           html)


def document(table, layout):
    paragraphs = [table["title"], "为推动高质量发展,制定本规划。", "一、发展目标",
                  "主要指标如下。", table["caption"], layout(table), table.get("note", ""),
                  "二、重点任务", "各部门要认真抓好落实,持续改进工作方法,定期开展评估。"]
    if layout is not html:
        return "\n\n".join(paragraphs) + "\n"
    body = "\n".join(p if p.startswith("<table") else f"<p>{p}</p>" for p in paragraphs[1:])
    return f"<!DOCTYPE html><html><body><h1>{table['title']}</h1>\n{body}</body></html>\n"


def targets(text, folder):
    path = os.path.join(folder, "table")
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)
    out = subprocess.run([os.environ["ZHIBIAO"], "run", path], capture_output=True, check=True)
    records = [json.loads(line) for line in out.stdout.decode().splitlines()]
    return [r for r in records if r["type"] == "target"]


def near(a, b):
    return abs(a - b) <= 1e-9 * max(abs(a), abs(b))


def same(want, got):
    base = got["baseline"] and (got["baseline"]["value"], got["baseline"]["year"])
    wanted = want["baseline"]
    return all(want[k] == got[k] for k in ("unit", "op", "kind", "recurrence", "deadline",
                                           "lead", "support")) and \
        near(want["value"], got["value"]) and got["value_max"] is None and \
        alike(want["indicator"], got["indicator"]) >= ENOUGH and \
        bool(base) == bool(wanted) and \
        (not base or near(base[0], wanted[0]) and base[1] == wanted[1])


def differences(table, found):
    left = list(found)
    for want in table["want"]:
        got = next((g for g in left if same(want, g)), None)
        if got:
            left.remove(got)
        else:
            yield f"wanted {want}"
    for got in left:
        yield "found " + str({k: got[k] for k in ("indicator", "value", "unit", "op", "kind",
                                                  "baseline", "recurrence", "deadline", "lead", "support")})


def main():
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, table in TABLES.items():
            for layout in LAYOUTS:
                if layout is blanks and table.get("tasks"):
                    continue
                wrong = list(differences(table, targets(document(table, layout), folder)))
                passed += not wrong
                failed += bool(wrong)
                for line in wrong:
                    print(f"{name}, as {layout.__name__}: {line}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
