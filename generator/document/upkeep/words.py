"""What the entries of an edition's files are called when two editions are compared."""

from __future__ import annotations

from typing import Any

PARTS = {
    "edition": "版式数据（edition.toml）",
    "forms": "公开表（forms.toml）",
    "sheets": "填报表（sheets.toml）",
    "function-codes": "功能分类科目（function-codes.csv）",
    "economic-codes": "经济分类科目（economic-codes.csv）",
    "template": "Word 模板（template.docx）",
}

# The lists of a declaration need no name of their own: their entries have one.
_WORDS = {
    "also": "其他名称",
    "amount_digits": "金额小数位数",
    "amount_label": "金额一栏的名称",
    "based_on": "依据的版式",
    "block": "",
    "called": "正文中的名称",
    "carry": "结转方式",
    "choices": "选项",
    "currency": "印出的金额单位",
    "choices_from": "选项来源",
    "columns": "",
    "derived_from": "增减和比率用什么计算",
    "execution_points": "预算执行率满分",
    "fill_down": "空着同上一行",
    "shared": "可以合并几行",
    "first": "起始行次",
    "form": "",
    "formulas": "公式",
    "group": "上级栏目",
    "help": "说明",
    "id": "代号",
    "in_total": "合计一行也填",
    "indent": "缩进",
    "keep_zeros": "保留末尾的零",
    "kind": "类型",
    "label": "名称",
    "label_span": "名称所占的列数",
    "landscape": "横向",
    "last": "末尾行次",
    "layout": "排列方式",
    "lines": "",
    "live": "自动计算公式",
    "mark": "简称",
    "live_total": "合计的自动计算公式",
    "name": "名称",
    "needed_if": "必填的条件",
    "nil_cell": "没有数的格子印作",
    "no": "行次或栏次",
    "note": "批注",
    "notes": "附注",
    "numbered": "印行次、栏次",
    "of": "所加各项",
    "optional": "可以没有",
    "percent_digits": "百分比小数位数",
    "phrases": "用语",
    "publish_within_days": "公开期限（天）",
    "reason_from": "原因可沿用的行",
    "relation": "",
    "required": "必填",
    "rows": "空白行数",
    "rules": "规则",
    "score_digits": "得分小数位数",
    "sections": "各部分的位置",
    "sheet": "",
    "side": "",
    "spared": "不问的栏",
    "spared_if": "可以不填的条件",
    "subgroup": "二级栏目",
    "suggestions": "备选",
    "template": "Word 模板文件",
    "thousands": "千分位",
    "three_public_against": "“三公”经费与什么预算比",
    "title": "标题",
    "total": "合计",
    "total_last": "合计在最后",
    "totals": "",
    "waived": "免填的条件",
    "width": "列宽",
    "without": "没有的部分",
    "word_lists": "增补的词",
    "words": "称谓",
    "years": "适用年度",
}


def word(key: str) -> str:
    """The entry's name; the key itself where there is no better one."""
    return _WORDS.get(key, key)


def called(entry: dict[str, Any]) -> str:
    """What a person calls the entry: the name of its sheet, 行次, or the printed label."""
    if "id" in entry:
        return str(entry.get("sheet") or entry.get("name") or entry.get("title", ""))
    label = f"「{entry.get('label', entry.get('key', ''))}」"
    return f"{entry['no']} {label}" if entry.get("no") else label
