"""How the cells of the 核对表 look: one number for each look, and the part styles.xml."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Colour = Literal["", "heading", "red", "yellow", "green", "grey"]
_FILLS: dict[Colour, str] = {
    "heading": "DDEBF7",
    "red": "F8CBAD",
    "yellow": "FFE699",
    "green": "E2EFDA",
    "grey": "EDEDED",
}
_FONTS = (
    '<sz val="11"/><name val="Calibri"/><family val="2"/>',
    '<b/><sz val="14"/><color rgb="FF000000"/><name val="宋体"/>',
    '<sz val="10"/><color rgb="FF808080"/><name val="宋体"/>',
    '<b/><sz val="10.5"/><color rgb="FF000000"/><name val="宋体"/>',
    '<sz val="10"/><color rgb="FF000000"/><name val="宋体"/>',
)
_PLAIN, _BIG, _QUIET, _BOLD, _INK = range(len(_FONTS))


@dataclass(frozen=True, slots=True)
class CellStyle:
    """Everything about a cell but its text; ``table`` cells have a border and wrap."""

    font: int
    align: Literal["left", "center"] = "left"
    table: bool = True
    colour: Colour = ""
    locked: bool = True


TITLE = CellStyle(_BIG, table=False)
NOTE = CellStyle(_QUIET, table=False)
HEADING = CellStyle(_BOLD, "center", colour="heading")
TEXT = CellStyle(_INK)
OPEN = CellStyle(_INK, locked=False)
WORD: dict[Colour, CellStyle] = {
    colour: CellStyle(_INK, "center", colour=colour)
    for colour in ("", "red", "yellow", "green", "grey")
}
_LOOKS = (TITLE, NOTE, HEADING, TEXT, OPEN, *WORD.values())
NUMBERS = {look: number for number, look in enumerate(_LOOKS, start=1)}  # 0 is a plain cell


def styles() -> str:
    """The part ``xl/styles.xml``."""
    fills = '<fill><patternFill/></fill><fill><patternFill patternType="gray125"/></fill>'
    fills += "".join(
        f'<fill><patternFill patternType="solid"><fgColor rgb="FF{rgb}"/></patternFill></fill>'
        for rgb in _FILLS.values()
    )
    side = 'style="thin"><color rgb="FF808080"/>'
    box = "".join(f"<{s} {side}</{s}>" for s in ("left", "right", "top", "bottom"))
    return (
        '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f'<fonts count="{len(_FONTS)}">{"".join(f"<font>{f}</font>" for f in _FONTS)}</fonts>'
        f'<fills count="{len(_FILLS) + 2}">{fills}</fills>'
        f'<borders count="2"><border/><border>{box}</border></borders>'
        '<cellStyleXfs count="1"><xf/></cellStyleXfs>'
        f'<cellXfs count="{len(_LOOKS) + 1}"><xf/>{"".join(map(_format, _LOOKS))}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
        "</styleSheet>"
    )


def _format(look: CellStyle) -> str:
    fill = [*_FILLS].index(look.colour) + 2 if look.colour else 0
    return (
        f'<xf fontId="{look.font}" fillId="{fill}" borderId="{look.table:d}" applyFont="1"'
        ' applyFill="1" applyBorder="1" applyAlignment="1" applyProtection="1">'
        f'<alignment horizontal="{look.align}" vertical="center" wrapText="{look.table:d}"/>'
        f'<protection locked="{look.locked:d}"/></xf>'
    )
