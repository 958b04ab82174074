"""What a template would fetch from elsewhere: refused, because opening the draft would fetch it.

LibreOffice loads linked pictures when it makes the PDF, Word when somebody opens the file: what
is published would depend on another machine, and tell it who reads.  Links for people to click on
are no such thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from generator.document.template.package import Element, W, relations, tree
from generator.model import regex

_KINDS = {
    "image": "图片",
    "attachedTemplate": "另一个模板",
    "oleObject": "对象",
    "package": "对象",
    "subDocument": "子文档",
    "aFChunk": "另一份文档",
    "frame": "框架网页",
    "mailMergeSource": "邮件合并的数据",
    "mailMergeHeaderSource": "邮件合并的数据",
    "video": "视频",
    "audio": "声音",
}
_FIELDS = frozenset(
    (
        "INCLUDEPICTURE",
        "INCLUDETEXT",
        "INCLUDE",
        "IMPORT",
        "LINK",
        "DDE",
        "DDEAUTO",
        "RD",
        "DATABASE",
        "MACROBUTTON",
    )
)
_FIELD = regex(r"\s*\\?\s*([A-Za-z]+)")
_ELSEWHERE = regex(r"\s*(?:[a-z][a-z0-9+.-]*:|//|\\\\)", re.IGNORECASE)
_SVG = regex(rb"""(?:href|src)\s*=\s*["']\s*(?!#|data:)[^"'\s]""")
_VML = "{urn:schemas-microsoft-com:vml}"


def fetched(members: Mapping[str, bytes]) -> Iterator[str]:
    """What the template would fetch, in words."""
    for relation in relations(members):
        kind = _KINDS.get(relation.kind, relation.kind)
        if relation.external and relation.kind != "hyperlink":
            yield f"链接了外面的{kind}：{_short(relation.target)}"
        elif relation.kind in ("aFChunk", "subDocument"):
            yield f"嵌入了{kind}（{relation.target}）"
    for name, content in members.items():
        if name.startswith("word/") and name.endswith(".xml") and "/" not in name[5:]:
            yield from _in_part(tree(content))
        elif name.endswith(".svg") and _SVG.search(content):
            yield f"图片 {name} 里又链接了外面的内容"


def _in_part(root: Element) -> Iterator[str]:
    for instruction in _instructions(root):
        word = _FIELD.match(instruction)
        if word and word[1].upper() in _FIELDS:
            yield f"有引用外面内容的域：{_short(instruction.strip())}"
    for element in root.iter(f"{_VML}imagedata", f"{_VML}fill", f"{_VML}stroke"):
        source = element.get("src", "")
        if _ELSEWHERE.match(source):
            yield f"链接了外面的图片：{_short(source)}"


def _instructions(root: Element) -> Iterator[str]:
    """The instruction of every field; Word splits it over runs, and fields stand in fields."""
    for field in root.iter(f"{W}fldSimple"):
        yield field.get(f"{W}instr", "")
    for story in [*root.iter(f"{W}body", f"{W}hdr", f"{W}ftr", f"{W}footnote", f"{W}endnote")]:
        open_fields: list[list[str]] = []
        for element in story.iter(f"{W}fldChar", f"{W}instrText", f"{W}delInstrText"):
            if element.tag != f"{W}fldChar":
                if open_fields:
                    open_fields[-1].append(element.text or "")
                continue
            if element.get(f"{W}fldCharType") == "begin":
                open_fields.append([])
            elif open_fields and element.get(f"{W}fldCharType") == "end":
                yield "".join(open_fields.pop())
        yield from ("".join(left) for left in open_fields)


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"
