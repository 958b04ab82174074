"""How the cells of the 核对表 look, in the words of XlsxWriter's formats."""

from __future__ import annotations

from typing import Any, Literal

Colour = Literal["", "red", "yellow", "green", "grey"]
Look = dict[str, Any]

_FILLS: dict[Colour, str] = {
    "": "",
    "red": "#F8CBAD",
    "yellow": "#FFE699",
    "green": "#E2EFDA",
    "grey": "#EDEDED",
}
_PLAIN: Look = {"font_name": "宋体", "font_size": 10, "font_color": "#000000", "valign": "vcenter"}
_BOXED: Look = {**_PLAIN, "border": 1, "border_color": "#808080", "text_wrap": True}

TITLE: Look = {**_PLAIN, "font_size": 14, "bold": True}
NOTE: Look = {**_PLAIN, "font_color": "#808080"}
HEADING: Look = {
    **_BOXED,
    "font_size": 10.5,
    "bold": True,
    "align": "center",
    "bg_color": "#DDEBF7",
}
TEXT: Look = {**_BOXED, "align": "left"}
OPEN: Look = {**TEXT, "locked": False}
WORD: dict[Colour, Look] = {
    colour: {**_BOXED, "align": "center"} | ({"bg_color": fill} if fill else {})
    for colour, fill in _FILLS.items()
}
