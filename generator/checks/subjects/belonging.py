"""主管部门 against what the unit's own texts say of whom it belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from generator.checks.engine.context import Context
from generator.checks.engine.looks import Right, Wrong
from generator.checks.engine.rule import WORDS, Look, Reads, Rule
from generator.checks.engine.texts import Words
from generator.model import HAN, Cell, Severity, regex
from generator.workbook.reading.values import label_key

# The body that a sentence names as the one above: 隶属于甲局, 是甲局下属二级单位, 纳入甲局管理.
_BODY = rf"({HAN}{{2,28}}?(?:局|委员会|办公室|厅|委|政府|管委会))(?:\([^()]*\))?"
_ABOVE = (
    regex(rf"(?:隶属于?|主管部门[为是:]|归口|由)(?!财政){_BODY}"),
    regex(rf"(?:是|为|纳入|系){_BODY}(?:的)?(?:下属|所属|直属|管理|主管|归口)"),
)
_WITHIN = ("duties", "organisation")


class _Named(NamedTuple):
    body: str
    cell: Cell


def supervisor(context: Context) -> Iterator[Look]:
    """主管部门 is the body to which the texts say that the unit belongs; a department's is itself."""
    profile = context.accounts.facts["profile"]
    said, own = profile["supervisor"]["value"], profile["name"]["value"]
    if not said.text or not own.text:
        return
    texts = [words for words in context.words if words.block in _WITHIN]
    name = _bare(said.text)
    mentioned = any(name in label_key(words.text) for words in texts)
    if mentioned or name == _bare(own.text):
        yield Right((said.cell,))
    elif context.disclosure.unit.is_department:
        if not _OFFICE.search(_bare(own.text)):
            return
        message = f"部门的主管部门填的是「{said.text}」，不是本部门，职责和机构里也没有写到"
        yield Wrong(message, (said.cell, own.cell), _REMEDY, explains=(said.cell,))
    elif named := _above(texts):
        message = f"主管部门填的是「{said.text}」，职责和机构里写的是「{named[0].body}」"
        cells = (said.cell, *(entry.cell for entry in named))
        yield Wrong(message, cells, _REMEDY, explains=cells)


_ASIDE = regex(r"\([^()]*\)$")
_OFFICE = regex(r"(?:局|委员会|政府|办公室|厅)$")
_REMEDY = "核对主管部门；部门本级填本部门全称。"


def _bare(name: str) -> str:
    """A name without what stands in brackets at its end."""
    return _ASIDE.sub("", label_key(name))


def _above(texts: list[Words]) -> list[_Named]:
    """The bodies that the texts name as the one above, the first one's."""
    found: list[_Named] = []
    for words in texts:
        text = label_key(words.text)
        met = next(filter(None, (pattern.search(text) for pattern in _ABOVE)), None)
        if met:
            found.append(_Named(met[1], words.cell))
    return [entry for entry in found if entry.body == found[0].body]


RULES = (
    Rule(
        "U08",
        "主管部门与职责、机构所写的相符",
        Severity.WARNING,
        "基本信息 主管部门",
        supervisor,
        "没有填主管部门，或文字里没有写隶属关系",
        WORDS,
        ("E14",),
        reads=Reads.INPUTS,
    ),
)
