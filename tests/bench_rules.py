"""Rule sets of the shipped rules and so many made-up ones, for bench.py.

The patterns are of the forms that rules have, about words of two characters that are drawn from the
documents, so that they are as frequent in them as words are.
"""
import glob
import os
import random
import re
import shutil

SEED = 2

# What a rule of each form looks like: two words that open it, and one that it is about.
FORMS = [
    r"(?:{a}|{b}){c}[^。;\n]{{0,20}}?(?<num>{{{{arabic}}}})(?<unit>个|家|项)",
    r"(?<={a}|{b}){c}(?<quote>(?<num>{{{{arabic}}}})(?<unit>万?[亩吨人]))",
    r"{a}(?:{b})?{c}(?:达到|超过)(?<num>{{{{arabic}}}})(?<unit>%)",
    r"(?<indicator>[^,。;\n]{{2,16}}{a})(?:{b}|{c})(?<num>{{{{arabic}}}})(?<unit>公里)",
    r"{a}[{b}]*{c}{{{{dash}}}}(?<num>\d+)(?<unit>级)",
]


def words_of(text, count):
    han = re.findall("[\u4e00-\u9fff]{2}", text)
    return random.Random(SEED).choices(sorted(han), k=count)


def rule(number, words):
    pattern = FORMS[number % len(FORMS)].format(a=words[0], b=words[1], c=words[2])
    return f"  - {{id: bench.{number}, emit: target, priority: -9, pattern: '{pattern}'}}\n"


def make_rules(folder, count, text):
    """A folder with the rules of $ZHIBIAO_RULES and `count` more."""
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    for path in glob.glob(os.path.join(os.environ["ZHIBIAO_RULES"], "*.yaml")):
        shutil.copy(path, folder)
    words = words_of(text, 3 * count)
    with open(os.path.join(folder, "zz-bench.yaml"), "w", encoding="utf-8") as file:
        file.write("rules:\n")
        file.writelines(rule(i, words[3 * i:3 * i + 3]) for i in range(count))
    return folder
