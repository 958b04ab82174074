"""What there is to say of the template in a build: tags left in the draft, tags gone astray."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape

from generator.document.rendering import Draft
from generator.document.template.compiling import CompiledTemplate
from generator.document.template.resolving import NAMES
from generator.document.template.scanning import leftover, paragraphs
from generator.figures.phrasing import CLOSE, OPEN, SHUT, unmarked
from generator.model import Finding, Severity, regex

_TYPED = regex(f"{OPEN}t[0-9]+{SHUT}([^{CLOSE}]*){CLOSE}")
_MARKUP = regex(r"<[^>]*>")
_FIRST = 5  # changes that a build names; the check names all
_BRACES = "{}｛｝﹛﹜"
_BRACE = regex(f"[{_BRACES}]")
_TEXT = regex(r">([^<]+)<")


def remains(draft: Draft, typed: Iterable[str]) -> tuple[Finding, ...]:
    """Half and whole tags in the text of a draft; what people typed is theirs, braces and all.

    ``typed`` are the texts of the workbook: words that the edition puts for a choice are marked
    with its cell but were not typed, and names of items are printed without a mark of their own.
    """
    suspect = [text for xml in draft.marked.values() if (text := _with_braces(xml))]
    words = [text for text in typed if _BRACE.search(text)] if suspect else []

    def ours(marked: re.Match[str]) -> str:
        pieces = filter(_BRACE.search, map(unescape, _MARKUP.split(marked[1])))
        known = all(any(piece in text for text in words) for piece in pieces)
        return "" if known else marked.group()

    cleared = (unmarked(_TYPED.sub(ours, xml)) for xml in suspect)
    return tuple(
        map(_finding, dict.fromkeys(left for xml in cleared for left in _left(xml, words)))
    )


def _with_braces(part: bytes) -> str:
    """A part with braces in its text, "" for any other; the first look is cheap, and most have none."""
    if not any(brace.encode("utf-8") in part for brace in _BRACES):
        return ""
    xml = part.decode("utf-8")
    return xml if any(map(_BRACE.search, _TEXT.findall(xml))) else ""


def _left(xml: str, typed: Iterable[str]) -> Iterator[str]:
    from generator.document.template.package import tree

    for paragraph in paragraphs(tree(xml.encode("utf-8"))):
        text = paragraph.text
        for words in typed:
            text = text.replace(words, "")
        left = leftover(unescape(text), NAMES)
        if left:
            yield left


def template_changes(template: CompiledTemplate, meant: str) -> tuple[Finding, ...]:
    """The tags that are not as in the template it was made from, unless they are ``meant``."""
    if not template.changed or template.mark == meant:
        return ()
    path, first = template.path, "；".join(template.changed[:_FIRST])
    rest = len(template.changed) - _FIRST
    more = f"；另有 {rest} 处" if rest > 0 else ""
    return (
        Finding(
            "T03",
            Severity.WARNING,
            f"模板 {path.parent.name}/{path.name} 的标记与所依据的模板不同：{first}{more}",
            remedy="运行 gen template check 看全部：不是有意改的，改回；都是有意改的，"
            f'在 edition.toml 里加一行 template_changes = "{template.mark}"，以后不再提示。',
        ),
    )


def _finding(left: str) -> Finding:
    return Finding(
        "T02",
        Severity.ERROR,
        f"生成的文档里留有标记的残余「{left}」",
        remedy="在 Word 模板或 edition.toml 里改正这一处（运行 gen template check 看在哪里），再生成。",
    )
