"""The catalogue as text: for ``gen rules`` and for docs/checks.md."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from generator.checks.catalogue import GROUPS, RULES, rules_of
from generator.checks.engine.rule import Rule
from generator.editions import edition_for_year, load
from generator.editions.files import read_toml
from generator.model import Severity

# What reading a workbook can report before any rule is run.
INPUT_PROBLEMS = {
    "I01": "文件打不开：不是 .xlsx、有密码、已损坏",
    "I02": "缺少工作表",
    "I03": "找不到标题、栏目或行",
    "I04": "应是数字的格子里不是数字",
    "I05": "科目编码有误、重复或缺上级",
    "I06": "日期读不懂",
    "I07": "不在下拉选项中",
    "I08": "合并单元格看不出是哪一行的数",
    "I09": "公式没有计算过",
    "I10": "文字或年份读不懂",
    "I11": "没有填决算年度",
    "I12": "含有不可见的控制字符（提示）",
    "I13": "没有这个版式，或工作簿是更新的程序写的",
    "I14": "决算年度不是版式的年度（提示）",
    "I15": "较早的工作簿没有后来增加的表、栏、行（提示）",
    "I16": "用旧名称的标题，或不认识、没有读的栏目（提示）",
    "I30": "看不出屏幕上显示成什么",
    "I31": "文字格里是日期（提示）",
    "I32": "含有多半印不出来的字符（警告）",
    "I33": "有内容，但格式使它不显示（提示）",
    "I35": "表的外面有数，没有读（在没有读的一行里是错误，在表的旁边是警告）",
    "I36": "写在表的外面的文字，没有读（提示）",
    "I37": "两张工作表是同一个名称",
    "I38": "表头的金额单位不是元或万元，或写了两种",
    "I39": "不是本工作簿的工作表，里面有数（提示）",
    "I40": "内容多得不像填报工作簿",
    "I41": "有内容离表格太远，没有读（警告）",
    "I42": "隐藏的、画了删除线的内容照样会印出来（提示）",
    "I44": "不是填报工作簿，是从决算软件导出的表",
    "I45": "「行次」一栏里不是行次（警告）",
    "I46": "有格子被合并单元格盖住或占了，没有读（警告）",
    "I47": "取过数的文件后来改过（警告）",
    "I48": "数字格式显示的是另一个数（警告）",
}
# What else has a code and is no rule.
OTHER_PROBLEMS = {
    "I50": "公开稿读不了，或者不是部门决算公开",
    "I20": "草稿、工作簿或旁边的文件写不进",
    "I21": "给出的不是上一年度的工作簿",
    "I22": "给出的文件不是草稿，不能比较或核对",
    "I23": "几个工作簿同名同年度，草稿会混在一起",
    "J01": "部门的数不是所属单位之和（减去抵消）",
    "J02": "「机构」列的单位和汇总的单位不同",
    "J03": "一个单位的数比部门的还大",
    "J04": "抵消两边不平，或单位、项目、科目写得不对",
    "J05": "所属单位未核对：没有工作簿、别的年度或版式、自己有错误",
    "J06": "所属单位之间像是有往来，没有抵消（提示）",
    "J07": "单位只有合计没有分项，部门的分项没有汇总（提示）",
    "P01": "没有 LibreOffice，或转换没有成功（警告）",
    "P02": "本机没有文档的字体，换成了别的（提示）",
    "Q01": "公开稿里的数应是另一个：与各表或别的句子不符；末位被舍去、少写小数的是警告",
    "Q02": "公开稿里的方向（增加、减少、大于、小于）与数不符，或写了两个",
    "Q03": "公开稿里「主要原因是」后面没有写",
    "Q04": "公开稿里少了数、万、元或百分号",
    "Q05": "公开稿的句子比版式多了、少了或换了字词（提示）",
    "Q06": "公开稿里没有应有的一句（警告）",
    "Q07": "公开稿里没有应有的一节（警告）",
    "Q08": "公开表的合计空着",
    "Q09": "公开表的次序与版式不同（警告）",
    "Q10": "一一列举的科目漏了有金额的，或写了没有金额的",
    "Q11": "公开表的一栏右移、下移或与别的栏对调",
    "Q12": "公开稿的句子里科目名称与表里的不同（警告）",
    "Q13": "空表下面没有说明（警告），或有数的表下面写着没有",
    "Q14": "“三公”经费有车，国有资产一节没有写车辆数",
    "T01": "Word 模板的标记有误，用 gen template check 查看",
    "T02": "生成的文档里留有标记的残余",
    "T03": "模板的标记与所依据的模板不同",
    "T05": "模板引用了文件外面的内容",
    "T06": "模板的循环没有尽头，或套得太多",
    "T07": "版式里的表、栏模板没有印，或者模板印了版式没有的（gen template check）",
    "T08": "版式少了程序要用的表、行、栏（gen template check）",
    "Z01": "核对说明里的一行没有对应的问题，或规则编号不存在",
}
KNOWN_PROBLEMS = INPUT_PROBLEMS | OTHER_PROBLEMS


def examples() -> dict[str, str]:
    """Rule id → an example of its message."""
    path = Path(__file__).with_name("examples.toml")
    return read_toml(path) if path.is_file() else {}


def _by_id() -> dict[str, Rule]:
    """The rules in the words of the newest edition: the reference is of no workbook."""
    edition = load(edition_for_year(date.today().year))
    return {rule.id: rule for rule in rules_of(edition)}


def _groups() -> Iterator[tuple[str, list[Rule]]]:
    worded = _by_id()
    yield from ((name, [worded[rule.id] for rule in rules]) for name, rules in GROUPS)


def listing() -> str:
    """One line a rule."""
    lines = []
    for name, rules in _groups():
        lines.append(name)
        lines += [f"  {rule.id}  {rule.severity.chinese}  {rule.title}" for rule in rules]
    lines.append(f"共 {len(RULES)} 项。gen rules 编号：看其中一项。")
    return "\n".join(lines)


def one(rule_id: str) -> str | None:
    """Everything about one rule, or what a code of the reading says; None for an unknown id."""
    key = rule_id.strip().upper()
    problem = KNOWN_PROBLEMS.get(key)
    if problem:
        return f"{key}  {problem}\n不是核对规则：在核对之前或之外报告，每一条写明位置和怎样处理。"
    rule = _by_id().get(key)
    if rule is None:
        return None
    example = examples().get(rule.id, "")
    return "\n".join([f"{rule.id}  {rule.title}", *_facts(rule), "例子：", example])


def _facts(rule: Rule) -> Iterator[str]:
    yield f"程度：{rule.severity.chinese}"
    yield f"依据：{rule.basis}"
    yield f"允许误差：{rule.tolerance}"
    if rule.idle:
        yield f"不适用：{rule.idle}"


def reference() -> str:
    """The whole catalogue as Markdown."""
    counts = "，".join(
        f"{severity.chinese} {sum(rule.severity is severity for rule in RULES)}"
        for severity in Severity
    )
    shown = examples()
    parts = [_HEAD.format(count=len(RULES), counts=counts)]
    for name, rules in _groups():
        parts.append(f"## {name}\n")
        parts += [_section(rule, shown.get(rule.id, "")) for rule in rules]
    parts.append("## 读数时的问题\n\n这些问题在核对之前报告，编号固定。\n")
    parts.append("".join(f"- **{key}** {text}\n" for key, text in INPUT_PROBLEMS.items()))
    parts.append("## 其他编号\n")
    parts.append("".join(f"- **{key}** {text}\n" for key, text in OTHER_PROBLEMS.items()))
    return "\n".join(parts)


_HEAD = """# 核对目录

共 {count} 项（{counts}）。本文由 `gen rules --markdown` 写出。

每一项的结果是六种之一：**通过**；**有提示**（只有提示，没有错误和警告，尾差也在内；或者都已说明）；**未通过**；\
**待填**（没有错，只是还没有填）；**不适用**（写明为什么）；**未核对**（写明缺哪一格）。`gen check 工作簿 --coverage` 逐项列出。

查清以后确实没有错的，在工作表「核对说明」里写上规则编号、单元格、当时的值和原因，以后列为「已说明」，\
直到那个单元格的值变了。
"""


def _section(rule: Rule, example: str) -> str:
    facts = "\n".join(f"- {line}" for line in _facts(rule))
    return f"### {rule.id} {rule.title}\n\n{facts}\n\n```\n{example}\n```\n"
