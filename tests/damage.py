#!/usr/bin/env python3
"""Damage healthy documents, repair them, and count what came back.

usage: tests/damage.py [--seed N] [--kind KIND] [--show N] [--floors]

For each kind of damage and each rate (the share of the places where that damage can happen; wrapped
lines, chunk markers and pages that changed places concern the whole document at any rate) the table
says how many of the damaged places are as before after `zhibiao normalize`, and how many healthy
places were changed. Of pages without numbers (`seams`, `torn`) the second figure is how many were put together
wrongly, and a line below says how many of the others were flagged. Where pieces were cut between
sentences or members of a list, the text does not tell where: `torn` has only copies in which each
cut goes through a word and the numbers of the headings go back, of documents of several pages. The
healthy documents are those of ours that
carry no damage, as normalize leaves them. The same seed gives the same table. --show prints N
places that were not restored. --floors ends with status 1 when a figure at 1 % is below its floor.

At the end the records of copies with every kind of damage but order and wrapped lines are compared
with those of the healthy documents.
"""
import argparse
import collections
import difflib
import glob
import json
import os
import random
import re
import subprocess
import sys
import tempfile

ZHIBIAO = os.environ.get("ZHIBIAO", "build/zhibiao")
RATES = (0.001, 0.005, 0.01, 0.02, 0.05)
LEAST_LENGTH = 2000  # characters of several pages
COPIES = 3  # of a document whose pages change places
HAN = "[\u4e00-\u9fff]"
UNITS = "[家个项名户亿万%年月日件元倍所条次吨亩座处种]"
FLOORS = {"form": .97, "space": .97, "line": .97, "page": .97, "chunk": .97, "digit": .97,
          "separator": .97, "bracket": .97, "quote": .97, "double": .97, "watermark": .97, "order": .90,
          "seams": 0, "torn": .90, "dash": .90, "word": .90}
RADICALS = {"目": "⽬", "行": "⾏", "长": "⻓", "工": "⼯", "人": "⼈", "水": "⽔", "大": "⼤",
            "心": "⼼", "金": "⾦", "用": "⽤"}
PINYIN = {"达": "dá", "到": "dào", "市": "shì", "年": "nián", "区": "qū", "建": "jiàn"}
RANGE = f"(?<=[0-9%])—(?=[0-9]+\\.?[0-9]*{UNITS})"
LISTS = "责任单位|责任部门|牵头单位|牵头部门|配合单位|主办单位|承办单位"


def sites(pattern, change, text):
    """(start, end, new text) for each match; `change` makes the new text of a match."""
    for m in re.finditer(pattern, text):
        new = change(m)
        if new is not None and new != m.group():
            yield m.start(), m.end(), new


def form(rng, text):
    wide = {c: chr(ord(c) + 0xFEE0) for c in "0123456789%(),:;"}
    yield from sites("[0-9%(),:;]", lambda m: wide[m.group()], text)
    yield from sites(f"(?<={HAN})(?={HAN})", lambda m: rng.choice("\u200b\u00ad\ufeff\u200e"), text)
    yield from sites("[%s]" % "".join(RADICALS), lambda m: RADICALS[m.group()], text)


def space(rng, text):
    prose = [m for m in re.finditer(r"[^\n]*[,。;][^\n]*", text)]
    for m in prose:
        for start, end, new in sites(f"(?<={HAN})(?={HAN})|(?<=[0-9]\\.)(?=[0-9])"
                                     f"|(?<={HAN})(?=[0-9])|(?<=[0-9])(?={UNITS})"
                                     f"|(?<=,)(?={HAN})", lambda _: " ", m.group()):
            yield m.start() + start, m.start() + end, new


def line(rng, text):
    """The whole document, as a page wraps it: a full-width character is as wide as two others.

    A line that ends with a sentence can't be told from a paragraph: there the text is not cut.
    """
    width = 2 * rng.randrange(28, 42)
    for m in re.finditer(r"[^\n]+", text):
        cells = 0
        for at in range(m.start(), m.end()):
            cells += 1 if ord(text[at]) < 0x80 else 2
            whole = re.match("[0-9A-Za-z.%]", text[at]) and re.match("[0-9A-Za-z.%]", text[at - 1])
            if cells > width and text[at] not in ",、。:;)》”%" and not whole:
                if text[at - 1] not in "。;!?:":
                    yield at, at, "\n"
                cells = 2


def page(rng, text):
    places = [m.start() for m in re.finditer(f"(?<={HAN})(?={HAN})", text)
              if re.search("[,。]", text[m.start() - 60:m.start()])]
    step = max(1, len(places) // 40)
    style = rng.choice(("- %d -", "—%d—", "第%d页 共99页"))
    for number, at in enumerate(places[step::step], 1):
        yield at, at, style % number


def chunk(rng, text):
    places = [m.start() for m in re.finditer(f"(?<={HAN})(?={HAN})", text)
              if re.search("[,。]", text[m.start() - 60:m.start()].rpartition("\n")[2])]
    head = text.partition("\n")[0][:60]
    yield 0, 0, f"《{head}.docx》由会员分享,可在线阅读,更多相关《{head}.docx》请搜索。\n1、"
    at, number = 0, 1
    while True:
        at = next((p for p in places if p > at + rng.randrange(350, 900)), None)
        if at is None:
            return
        number += 1
        yield at, at, "\n%d、" % number


def digit(rng, text):
    look = {"0": "Oo", "1": "lI"}

    def change(m):
        token = m.group()
        at = rng.choice([i for i, c in enumerate(token) if c in look])
        return token[:at] + rng.choice(look[token[at]]) + token[at + 1:]
    yield from sites(rf"(?<![-./0-9A-Za-z〔(—])(?=[0-9.]*[01])[0-9]+\.?[0-9]+(?={UNITS})", change, text)


def separator(rng, text):
    yield from sites(r"(?<=\()一(?=\))", lambda m: rng.choice("-—–"), text)
    yield from sites(RANGE, lambda m: rng.choice("～~–－一"), text)
    yield from sites("(?<=[0-9])\\.(?=[0-9]{1,2}[%万亿])", lambda m: "·", text)
    yield from sites(f"(?m)^([0-9])\\.(?={HAN})", lambda m: m.group(1) + " .", text)


def dash(rng, text):
    yield from sites("(?<=20[0-9]{2})—(?=20[0-9]{2}年)", lambda m: "", text)


def bracket(rng, text):
    yield from sites(rf"\((?=(?:{LISTS}):[^()\n]*\))", lambda m: "", text)
    yield from sites(f"\\((?=(?:市|县)、(?:县|区)\\))|(?<=各(?:县|市)\\((?:市|县)、(?:县|区))\\)",
                     lambda m: {"(": "〈", ")": "〉"}[m.group()], text)
    for m in re.finditer(rf"\((?:{LISTS}):[^()\n]*\)(?=\n|[0-9(一二三四五六七八九])", text):
        yield m.end() - 1, m.end(), ""


def quote(rng, text):
    for m in re.finditer(r"“[^“”\"\n]+”(?=[^“”\"\n]*(?:\n|$))", text):
        yield rng.choice(((m.start(), m.start() + 1, '"'), (m.end() - 1, m.end(), '"')))
    terms = collections.Counter(re.findall(f"“({HAN}{{2,8}})”", text))
    for m in re.finditer(f"“({HAN}{{2,8}})”", text):
        if terms[m.group(1)] > 2 or m.group(1) in ("十四五", "十五五", "双碳", "三农", "放管服"):
            yield rng.choice(((m.start(), m.start() + 1, ""), (m.end() - 1, m.end(), ""),
                              (m.end() - 1, m.end(), "“")))
    yield from sites("(?<=〔20[0-9]{2})〕(?=[0-9]+号)", lambda m: rng.choice(("", ")", "]")), text)
    yield from sites("〔(?=20[0-9]{2}〕[0-9]+号)", lambda m: rng.choice(("", "(", "[")), text)
    yield from sites("》(?=的通知)", lambda m: "", text)


def double(rng, text):
    yield from sites("(?m)^[一二三四五六七八九十]+、.{2,16}$|^第.{1,3}章.{2,10}$",
                     lambda m: "".join(c if c == " " else c + c for c in m.group()), text)
    yield from sites("[%s]" % "".join(PINYIN), lambda m: "%s(%s)" % (m.group(), PINYIN[m.group()]),
                     text)
    yield from sites("(?m)^.{12,}[,。].{6,}$", lambda m: m.group() + "\n" + m.group(), text)


def watermark(rng, text):
    """The letter of a watermark between six to ten ideographs."""
    letter = rng.choice("wkTD")
    yield from sites(f"{HAN}{{6,10}}(?={HAN})", lambda m: "".join(c + letter for c in m.group()),
                     text)


def word(rng, text):
    yield from sites("|".join(sorted(VOCABULARY, key=len, reverse=True)),
                     lambda m: misread(rng, m.group()), text)


def misread(rng, term):
    places = [i for i, c in enumerate(term) if ALIKE[c]]
    if not places:
        return None
    at = rng.choice(places)
    new = term[:at] + rng.choice(sorted(ALIKE[term[at]])) + term[at + 1:]
    return None if new in VOCABULARY else new


def order(rng, text):
    """Whole documents: pages that changed places, with their numbers; see damage_order."""
    return ()


def seams(rng, text):
    """The same without page numbers; see damage_seams."""
    return ()


def damage_order(rng, text):
    """Two pages changed places, each with its number on a line at its foot."""
    size = rng.randrange(250, 600)
    places = [m.start() for m in re.finditer(f"(?<={HAN})(?={HAN})", text)]
    cuts = [0]
    for p in places:
        if p - cuts[-1] >= size:
            cuts.append(p)
    if len(cuts) < 4:
        return None
    pages = ["%s\n- %d -\n" % (text[a:b].strip("\n"), number)
             for number, (a, b) in enumerate(zip(cuts, cuts[1:] + [len(text)]), 1)]
    i, k = rng.sample(range(len(pages)), 2)
    pages[i], pages[k] = pages[k], pages[i]
    return "".join(pages)


def torn(rng, text):
    """The same where every cut goes through a word; see damage_torn."""
    return ()


HEADING = re.compile("(?m)^(?:([一二三四五六七八九十]+)、|\\(([一二三四五六七八九十]+)\\)|([0-9])\\.)")


def exchange(rng, text, places):
    """Two neighbouring pieces changed places, cut at some of the places; None without these."""
    n = len(text)
    a = [p for p in places if n * .1 < p < n * .4]
    b = [p for p in places if n * .5 < p < n * .9]
    if len(HEADING.findall(text)) < 8 or not a or not b:
        return None
    a, b = rng.choice(a), rng.choice(b)
    ends = [n] + [p for p in places if p > b + 200]
    c = rng.choice((n, rng.choice(ends)))
    return text[:a] + text[b:c] + text[a:b] + text[c:]


def damage_seams(rng, text):
    """Cut at lines, in lists of agencies or anywhere."""
    cuts = rng.choice(("(?<=\n)(?=[(一二三四五六七八九0-9])", "(?<=、)(?=[^\n、()]{3,}\\))",
                       f"(?<={HAN})(?={HAN})", f"(?<={HAN})(?={HAN})"))
    return exchange(rng, text, [m.start() for m in re.finditer(cuts, text)])


def damage_torn(rng, text):
    """Cut through words of our own documents, so that headings go back."""
    words = "|".join(VERBS + FIELDS + THINGS + [name.lstrip("市") for name in OFFICES[:-1]])
    new = exchange(rng, text, [m.start() + at for m in re.finditer(words, text)
                               for at in range(1, len(m.group()))])
    return new if new and len(text) > LEAST_LENGTH and goes_back(new) else None


def goes_back(text):
    """Whether a heading's number follows neither the last of its level nor begins anew."""
    last = [0, 0, 0]
    for found in HEADING.findall(text):
        level = next(i for i in range(3) if found[i])
        number = int(found[2]) if level == 2 else 1 + "一二三四五六七八九十".find(found[level])
        if number not in (1, last[level] + 1):
            return True
        last[level:] = [number] + [0] * (2 - level)
    return False


WHOLE = {order: damage_order, seams: damage_seams, torn: damage_torn}
DAMAGES = (form, space, line, page, chunk, order, seams, torn, digit, separator, dash, bracket, quote, double,
           watermark, word)
HAN_PATTERN = re.compile(HAN)


def read_lists():
    alike = collections.defaultdict(set)
    tables = os.path.join(os.path.dirname(__file__), "..", "normalize", "tables")
    for group in table_words(os.path.join(tables, "lookalikes.txt")):
        for c in group:
            alike[c] |= set(group) - {c}
    words = [w for w in table_words(os.path.join(tables, "vocabulary.txt")) if w[-1] not in "<>"]
    return set(words), alike


def table_words(path):
    with open(path, encoding="utf-8") as f:
        for row in f:
            yield from row.partition("#")[0].split()


VOCABULARY, ALIKE = read_lists()


def damage(kinds, rate, rng, text):
    """The damaged text and the spans of the healthy one that were damaged."""
    chosen = []
    for kind in kinds:
        found = list(kind(rng, text))
        if kind is line or kind is chunk:
            take = found
        elif kind is page:
            take = found[:max(2, round(len(found) * min(1, rate * 20)))] if len(found) > 2 else []
        else:
            take = [s for s in found if rng.random() < rate]
            if found and not take and len(kinds) == 1:
                take = [rng.choice(found)]
        chosen += take
    chosen.sort(key=lambda s: s[:2])
    out, at, spans = [], 0, []
    for start, end, new in chosen:
        if start < at or (spans and start < spans[-1][1] + 3):
            continue
        out += text[at:start], new
        spans.append((start, end))
        at = end
    return "".join(out) + text[at:], spans


def pieces(text):
    return re.findall(r"[^,。;\n]*[,。;\n]|[^,。;\n]+", text)


def changes(healthy, repaired):
    """Spans of the healthy text that the repaired one has otherwise."""
    a, b = pieces(healthy), pieces(repaired)
    starts = [0]
    for piece in a:
        starts.append(starts[-1] + len(piece))
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, a, b, False).get_opcodes():
        if tag == "equal":
            continue
        old, new = "".join(a[i1:i2]), "".join(b[j1:j2])
        for small, k1, k2, _, _ in difflib.SequenceMatcher(None, old, new, False).get_opcodes():
            if small != "equal":
                yield starts[i1] + k1, starts[i1] + k2


def compare(healthy, repaired, spans):
    """How many damaged places are not as before, and the changes elsewhere."""
    wrong, elsewhere = set(), []
    for start, end in changes(healthy, repaired) if healthy != repaired else ():
        hit = [s for s in spans if s[0] <= end + 1 and start <= s[1] + 1]
        wrong.update(hit)
        if not hit:
            elsewhere.append((start, end))
    return wrong, elsewhere


def run(paths, *command):
    """The chain over files; a list of parsed lines."""
    decode = subprocess.run([ZHIBIAO, "decode", "--stream", *paths], check=True,
                            stdout=subprocess.PIPE).stdout
    for stage in command:
        decode = subprocess.run([ZHIBIAO, stage], input=decode, check=True,
                                stdout=subprocess.PIPE).stdout
    return [json.loads(row) for row in decode.splitlines()]


def normalize(texts):
    return [text for text, _, _ in repair(texts)]


def repair(texts):
    """Each text repaired, whether pieces of it were moved, and whether it says that some may be."""
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for i, text in enumerate(texts):
            paths.append(os.path.join(folder, "%03d.txt" % i))
            with open(paths[-1], "w", encoding="utf-8", newline="") as f:
                f.write(text)
        return [(d["text"], any(layer["name"] in ("order", "pages") for layer in d["layers"]),
                 d.get("order_unsure", False)) for d in run(paths, "normalize")]


VERBS = "推进 加快 完善 健全 深化 强化 优化 拓展 提升 支持 引导 鼓励 培育 建设 打造 落实".split()
FIELDS = ("先进制造业 现代农业 数字经济 城市更新 基层治理 职业教育 公共卫生 养老服务 文化旅游 绿色建筑 "
          "轨道交通 水利工程 粮食储备 森林防火 海洋渔业 社区服务 人才队伍 知识产权 金融服务 对外贸易").split()
THINGS = ("示范园区 服务平台 协作机制 标准体系 监测网络 产业集群 骨干企业 试点项目 保障制度 创新联盟 "
          "信息系统 培训基地 评价办法 投入渠道 重点实验室 物流通道").split()
ENDS = ("形成上下联动、齐抓共管的工作格局 不断增强群众的获得感 为高质量发展提供有力支撑 确保各项任务落地见效 "
        "推动资源向一线倾斜 补齐发展短板 着力破解要素瓶颈 实现全域覆盖").split()
COUNTS = "家 个 项 户 座 处 亿元 万亩 公里 万人次".split()
OFFICES = ("市发展改革委 市教育局 市科技局 市财政局 市民政局 市水利局 市商务局 市审计局 市统计局 市农业农村局 "
           "市生态环境局 市交通运输局 市自然资源局 市市场监管局 各县(市、区)政府").split()
NUMERALS = "一二三四五六七八九"


def sentence(rng):
    year, field, thing = rng.randrange(2025, 2031), rng.choice(FIELDS), rng.choice(THINGS)
    amount = rng.choice(("%d%s" % (rng.randrange(2, 900), rng.choice(COUNTS)),
                         "%.1f%s" % (rng.randrange(11, 990) / 10, rng.choice(COUNTS[6:9])),
                         "%d—%d%s" % (rng.randrange(2, 9), rng.randrange(10, 30),
                                      rng.choice(COUNTS[:6]))))
    return rng.choice((
        f"到{year}年,建成{field}{thing}{amount}以上。",
        f"{rng.choice(VERBS)}{field}{thing}建设,{rng.choice(ENDS)}。",
        f"围绕{field}{rng.choice(VERBS)}{thing},每年新增{rng.choice(FIELDS)}项目{amount}。",
        f"实施“{field[:2]}{thing[:2]}”行动,{rng.choice(VERBS)}{rng.choice(FIELDS)}{rng.choice(THINGS)},"
        f"{rng.choice(ENDS)}。",
        f"{field}增加值年均增长{rng.randrange(20, 99) / 10:.1f}%左右,{rng.choice(ENDS)}。"))


def heading(rng):
    return rng.choice(VERBS) + rng.choice(FIELDS) + rng.choice(THINGS)


def offices(rng):
    return "(责任单位:%s)" % "、".join(rng.sample(OFFICES, rng.randrange(2, 6)))


def plan(rng, inline):
    """A plan of several thousand characters, on lines or run together as sharing sites do."""
    end = "" if inline else "\n"
    out = [f"某市{rng.choice(FIELDS)}发展行动方案(2025—2027年){end}",
           "为贯彻落实上级部署,根据《某省发展规划纲要》(某政发〔2024〕%d号),制定本方案。%s"
           % (rng.randrange(2, 60), end)]
    for part, name in enumerate(("总体要求", "重点任务", "支撑体系", "保障措施")):
        out.append(f"{NUMERALS[part]}、{name}{end}")
        for i in range(rng.randrange(2, 6)):
            out.append(f"({NUMERALS[i]}){heading(rng)}。" + sentence(rng) + end)
            for k in range(rng.randrange(2, 5) if part else 0):
                body = "".join(sentence(rng) for _ in range(rng.randrange(2, 6)))
                out.append(f"{k + 1}.{heading(rng)}。{body}{offices(rng)}{end}")
    return "".join(out) + "某市人民政府办公室2025年3月18日印发" + end


def healthy_documents():
    paths = sorted(glob.glob("fixtures/b[0-9]*.txt") + glob.glob("fixtures/*.clean.txt"))
    texts = [d["text"] for d in run(paths, "convert", "normalize")]
    rng = random.Random(2025)
    texts += [plan(rng, i % 2) for i in range(24)]
    for text, twice in zip(texts, normalize(texts)):
        if text != twice:
            for start, end in changes(text, twice):
                print("changed though healthy:", repr(text[max(0, start - 12):end + 12]))
    return texts


def joined(text):
    """Line ends next to a seam belong to either piece."""
    return text.replace("\n", "")


def measure(kind, rate, seed, texts, show):
    rng = random.Random(f"{seed} {kind.__name__} {rate}")
    damaged = []
    for text in texts:
        if kind in WHOLE:
            tried = (WHOLE[kind](rng, text) for _ in range(COPIES))
            damaged += [(text, new, [(0, len(text))]) for new in tried if new]
            continue
        new, spans = damage([kind], rate, rng, text)
        if spans:
            damaged.append((text, new, spans))
    places = right = healthy = flagged = 0
    for (text, _, spans), (repaired, moved, unsure) in zip(damaged, repair([d[1] for d in damaged])):
        wrong, elsewhere = compare(text, repaired, spans)
        if kind in WHOLE:
            wrong, elsewhere = ([], []) if joined(text) == joined(repaired) else ([spans[0]], [])
            healthy += bool(wrong) and moved
            flagged += bool(wrong) and unsure and not moved
        places += len(spans)
        right += len(spans) - len(wrong)
        healthy += len(elsewhere)
        for start, end in list(wrong)[:show if kind not in WHOLE else 0]:
            print("    not restored:", repr(text[max(0, start - 12):end + 12]))
        for start, end in elsewhere[:show]:
            print("    changed:", repr(text[max(0, start - 12):end + 12]))
    return places, right, healthy, flagged


def records(texts):
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for i, text in enumerate(texts):
            paths.append(os.path.join(folder, "%03d.txt" % i))
            with open(paths[-1], "w", encoding="utf-8", newline="") as f:
                f.write(text)
        out = subprocess.run([ZHIBIAO, "run", *paths], check=True, stdout=subprocess.PIPE).stdout
    seen = collections.Counter()
    for row in out.splitlines():
        r = json.loads(row)
        keys = {"target": ("indicator", "op", "value", "value_max", "unit", "deadline", "lead"),
                "deadline": ("kind", "start", "end", "recurrence"),
                "assignment": ("lead", "support")}.get(r["type"])
        if keys:
            seen[os.path.basename(r["doc"]), r["type"],
                 json.dumps([r.get(k) for k in keys], ensure_ascii=False)] += 1
    return seen


def compare_records(texts, rate, seed):
    kinds = [k for k in DAMAGES if k not in WHOLE and k is not line]
    rng = random.Random(f"{seed} records {rate}")
    good = records(texts)
    bad = records([damage(kinds, rate, rng, text)[0] for text in texts])
    same = sum((good & bad).values())
    return 2 * same / (sum(good.values()) + sum(bad.values()))


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kind")
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--floors", action="store_true")
    options = parser.parse_args()
    texts = healthy_documents()
    low = 0
    print("%d healthy documents, %d characters; restored of damaged places, healthy places changed"
          % (len(texts), sum(map(len, texts))))
    print("%-10s" % "kind", *("%17s %%" % (rate * 100) for rate in RATES))
    for kind in DAMAGES:
        if options.kind and kind.__name__ != options.kind:
            continue
        cells, flags = [], []
        for rate in RATES:
            places, right, healthy, flagged = measure(kind, rate, options.seed, texts, options.show)
            share = right / places if places else 1
            cells.append("%5.1f %% of %4d, %2d" % (share * 100, places, healthy))
            flags.append("%d of %d" % (flagged, places - right - healthy))
            if rate == 0.01 and (share < FLOORS[kind.__name__] or healthy):
                low += 1
                cells[-1] += "!"
        print("%-10s" % kind.__name__, *("%19s" % c for c in cells))
        if kind in (seams, torn):
            print("%-10s" % "  flagged", *("%19s" % c for c in flags))
        sys.stdout.flush()
    if not options.kind:
        for rate, floor in ((0.01, 0.97), (0.05, 0.90)):
            f1 = compare_records(texts, rate, options.seed)
            low += f1 < floor
            print("records of copies damaged at %g %%: F1 %.3f, wanted %.2f" % (rate * 100, f1, floor))
    print("%d below what is wanted" % low)
    return bool(options.floors and low)


sys.exit(main())
