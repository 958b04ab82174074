"""The catalogue as text: for ``gen rules`` and for docs/checks.md."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

from generator.checks.catalogue import BY_ID, GROUPS, RULES
from generator.checks.rule import Rule
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
}
TEMPLATE_PROBLEM = ("T01", "Word 模板有误，用 gen template check 查看")
ACCEPTANCE_NOTE = ("Z01", "核对说明里的一行没有对应的问题，或规则编号不存在")


def examples() -> dict[str, str]:
    """Rule id → an example of its message."""
    path = Path(__file__).with_name("examples.toml")
    return tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}


def listing() -> str:
    """One line a rule."""
    lines = []
    for name, rules in GROUPS:
        lines.append(name)
        lines += [f"  {rule.id}  {rule.severity.chinese}  {rule.title}" for rule in rules]
    lines.append(f"共 {len(RULES)} 项。gen rules 编号：看其中一项。")
    return "\n".join(lines)


def one(rule_id: str) -> str | None:
    """Everything about one rule; None for an unknown id."""
    rule = BY_ID.get(rule_id.strip().upper())
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
    for name, rules in GROUPS:
        parts.append(f"## {name}\n")
        parts += [_section(rule, shown.get(rule.id, "")) for rule in rules]
    parts.append("## 读数时的问题\n\n这些问题在核对之前报告，编号固定。\n")
    problems = [*INPUT_PROBLEMS.items(), TEMPLATE_PROBLEM, ACCEPTANCE_NOTE]
    parts.append("".join(f"- **{key}** {text}\n" for key, text in problems))
    return "\n".join(parts)


_HEAD = """# 核对目录

共 {count} 项（{counts}）。本文由 `gen rules --markdown` 写出。

每一项的结果是五种之一：**通过**；**有提示**（只有提示，没有错误和警告，尾差也在内；或者都已说明）；**未通过**；\
**不适用**（写明为什么）；**未核对**（写明缺哪一格）。`gen check 工作簿 --coverage` 逐项列出。

查清以后确实没有错的，在工作表「核对说明」里写上规则编号、单元格、当时的值和原因，以后列为「已说明」，\
直到那个单元格的值变了。
"""


def _section(rule: Rule, example: str) -> str:
    facts = "\n".join(f"- {line}" for line in _facts(rule))
    return f"### {rule.id} {rule.title}\n\n{facts}\n\n```\n{example}\n```\n"
