"""The styles of a workbook, as far as they change what a cell says."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

from msgspec import Struct

from generator.workbook.package import Package
from generator.workbook.reading import limits
from generator.workbook.reading.limits import Meter
from generator.workbook.reading.number_formats import (
    built_in,
    changes_text,
    is_date,
    is_percent,
)
from generator.workbook.reading.stored import Broken
from generator.workbook.reading.strings import is_on
from generator.workbook.reading.values import whole


class CellLook(NamedTuple):
    """What a style makes of a cell: its number format, what that does, words struck through."""

    code: str
    percent: bool
    date: bool
    changes_text: bool
    struck: bool


class Styles(Struct, frozen=True, dict=True):
    """By number of a cell's style: the number formats, and the styles that strike words through.

    ``conditional`` are the numbers of the conditional styles with a number format.
    """

    formats: tuple[str, ...] = ()
    struck: frozenset[int] = frozenset()
    conditional: frozenset[str] = frozenset()

    @cached_property
    def _looks(self) -> dict[str, CellLook]:
        """Those that were asked for."""
        return {}

    def look(self, style: str) -> CellLook:
        """The look of a style by its number as cells say it.  Raises Broken for none there is."""
        found = self._looks.get(style)
        if found is None:
            found = self._looks[style] = self._look(style)
        return found

    def _look(self, style: str) -> CellLook:
        number, code = whole(style), ""
        if self.formats:
            if number is None or number >= len(self.formats):
                raise Broken(f"的格式编号 {style[:20]} 不存在")
            code = self.formats[number]
        struck = number in self.struck
        return CellLook(code, is_percent(code), is_date(code), changes_text(code), struck)


def read_styles(package: Package, part: str, meter: Meter) -> Styles:
    """The styles of a workbook.  Raises Damaged, TooMuch and Overfull."""
    custom: dict[str | None, str] = {}
    fonts: list[bool] = []
    cells: list[tuple[str, str]] = []
    conditional: list[bool] = []
    for element in package.stream(part, ("{*}numFmt", "{*}font", "{*}xf", "{*}dxf")):
        group = element.getparent().tag.rpartition("}")[2]
        if group == "numFmts":
            custom[element.get("numFmtId")] = element.get("formatCode", "")
        elif group == "fonts":
            fonts.append(is_on(element.find("{*}strike")))
        elif group == "cellXfs":
            cells.append((element.get("numFmtId", "0"), element.get("fontId", "0")))
        elif group == "dxfs":
            conditional.append(element.find("{*}numFmt") is not None)
        if max(len(cells), len(fonts), len(custom), len(conditional)) > limits.MOST_STYLES:
            meter.refuse(f"单元格样式太多，超过 {limits.MOST_STYLES:,} 种")
    striking = {str(number) for number, strikes in enumerate(fonts) if strikes}
    return Styles(
        tuple(custom[number] if number in custom else built_in(number) for number, _ in cells),
        frozenset(index for index, (_, font) in enumerate(cells) if font in striking),
        frozenset(str(index) for index, has in enumerate(conditional) if has),
    )
