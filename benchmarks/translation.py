"""The project's Word template in the words of other engines: docxtpl, docxtemplater, easy-template-x.

The last two have no expressions.  Every tag becomes one with a name of its own, and a Jinja
template that mirrors the tags writes the values under these names as JSON.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field

_TAG = re.compile(r"\{\{(?P<print>.*?)\}\}|\{%(?P<block>.*?)%\}", re.DOTALL)
_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_ROW = re.compile(r"<w:tr[ >].*?</w:tr>", re.DOTALL)
_CELL = re.compile(r"<w:tc[ >].*?</w:tc>", re.DOTALL)
_PARAGRAPH = re.compile(r"<w:p[ >](?:(?!<w:p[ >]).)*?</w:p>", re.DOTALL)
_ATTRIBUTE = re.compile(r'(descr|title)="[^"]*\{[^"]*"')
_MERGED = re.compile(r"\{%vm (.*?)%\}", re.DOTALL)
_MACRO = re.compile(r"macro (\w+)\((.*?)\)")
_CALL = re.compile(r"(\w+)\((.*)\)", re.DOTALL)


def without_merges(xml: str) -> str:
    """``{%vm %}``, which is the project's own, as a plain condition around the cell's text."""

    def plain(match: re.Match[str]) -> str:
        cell = match.group()
        if not _MERGED.search(cell):
            return cell
        at = cell.rindex("</w:t>")
        return _MERGED.sub(r"{% if \1 %}", cell[:at]) + "{% endif %}" + cell[at:]

    return _CELL.sub(plain, xml)


@dataclass
class Translation:
    """A part with docxtemplater's tags, and the Jinja template that writes its data."""

    xml: str = ""
    data: str = ""


@dataclass
class _Macro:
    parameters: list[str]
    body: str


@dataclass
class Translator:
    """Translates the parts of one template; tag names are unique over all of them."""

    _number: int = 0
    _open: list[str] = field(default_factory=list)
    _macros: dict[str, _Macro] = field(default_factory=dict)

    def part(self, xml: str) -> Translation:
        """One part of the package."""
        plain = _ATTRIBUTE.sub(r'\1=""', without_merges(xml))
        plain = _PARAGRAPH.sub(lambda m: "" if _COMMENT.search(m.group()) else m.group(), plain)
        return self._tags(self._inlined(self._defined(plain)))

    def _defined(self, xml: str) -> str:
        """Take the macros out; their bodies are put in where they are called."""
        kept, at, name, begin = [], 0, "", 0
        for paragraph in _PARAGRAPH.finditer(xml):
            text = _words(paragraph.group())
            if macro := _MACRO.search(text):
                kept.append(xml[at : paragraph.start()])
                name, begin = macro[1], paragraph.end()
                self._macros[name] = _Macro([p.strip() for p in macro[2].split(",") if p], "")
            elif "endmacro" in text:
                self._macros[name].body = xml[begin : paragraph.start()]
                at = paragraph.end()
        return "".join([*kept, xml[at:]])

    def _inlined(self, xml: str) -> str:
        def body(match: re.Match[str]) -> str:
            call = _CALL.search(_words(match.group()))
            if "{{p " not in match.group() or call is None or call[1] not in self._macros:
                return match.group()
            macro = self._macros[call[1]]
            inner = self._inlined(macro.body)
            given = _arguments(call[2])
            scope = ", ".join(f"{n}=({v})" for n, v in zip(macro.parameters, given, strict=True))
            return f"{{%with {html.escape(scope)}%}}{inner}{{%endwith%}}"

        return _PARAGRAPH.sub(body, xml)

    def _tags(self, xml: str) -> Translation:
        """Every tag in order; those that have a row or paragraph to themselves keep its place."""
        made = Translation()
        rows = _ROW.sub(self._marked_row, xml)
        pieces, at, opening = [], 0, ""
        for match in re.finditer(r"\x00(.*?)\x00|" + _TAG.pattern, rows, re.DOTALL):
            pieces.append(_opened(rows[at : match.start()], opening))
            opening = opening if not _holds_row(rows[at : match.start()]) else ""
            tag = match[1] or match.group()
            close, start = self._translated(html.unescape(tag), made)
            if match[1]:
                pieces[:] = [_closed("".join(pieces), close)]
                opening += start
            elif re.match(r"\{%p ", tag) and close and start:
                pieces.append(close + _between(rows, match.start(), match.end()) + start)
            else:
                pieces.append(close + start)
            at = match.end()
        made.xml = "".join([*pieces, _opened(rows[at:], opening)])
        return made

    def _marked_row(self, match: re.Match[str]) -> str:
        """A row of nothing but a tag: only the tag, between two NULs."""
        tag = _TAG.search(match.group())
        return f"\x00{tag.group()}\x00" if tag and "{%tr " in tag.group() else match.group()

    def _translated(self, tag: str, made: Translation) -> tuple[str, str]:
        """What the tag closes and what it opens or prints; its data goes to ``made``."""
        words = re.sub(r"^\{[{%](?:p |tr )?|[%}]\}$", "", tag).strip()
        if tag.startswith("{{"):
            name = self._name("e")
            made.data += f'"{name}":{{{{ ({words})|js }}}},'
            return "", f"{{{name}}}"
        kind = words.split()[0]
        return _BLOCKS[kind](self, words, made)

    def _name(self, letter: str) -> str:
        self._number += 1
        return f"{letter}{self._number}"

    def _if(self, words: str, made: Translation) -> tuple[str, str]:
        name = self._name("i")
        close = "" if words.startswith("if") else f"{{/{self._open.pop()}}}"
        self._open.append(name)
        made.data += f'{{% {words} %}}"{name}":true,'
        return close, f"{{#{name}}}"

    def _for(self, words: str, made: Translation) -> tuple[str, str]:
        name = self._name("f")
        self._open.append(name)
        made.data += f'"{name}":[{{% {words} %}} {{ '
        return "", f"{{#{name}}}"

    def _end(self, words: str, made: Translation) -> tuple[str, str]:
        if words == "endfor":
            made.data += '"_":0}{% if not loop.last %},{% endif %}{% endfor %}],'
        else:
            made.data += f"{{% {words} %}}"
        return f"{{/{self._open.pop()}}}", ""

    def _with(self, words: str, made: Translation) -> tuple[str, str]:
        made.data += f"{{% {words} %}}"
        return "", ""


_BLOCKS: dict[str, Callable[[Translator, str, Translation], tuple[str, str]]] = {
    "if": Translator._if,
    "elif": Translator._if,
    "else": Translator._if,
    "for": Translator._for,
    "endif": Translator._end,
    "endfor": Translator._end,
    "with": Translator._with,
    "endwith": Translator._with,
}


def _words(xml: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", xml))


def _arguments(text: str) -> list[str]:
    return [part.strip() for part in re.split(r",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", text) if part]


def _holds_row(xml: str) -> bool:
    return "</w:tc>" in xml or "<w:p" in xml


def _opened(xml: str, opening: str) -> str:
    """The opening tags at the start of the first paragraph that follows."""
    if not opening or not _holds_row(xml):
        return xml
    head = re.search(r"<w:p(?: [^>]*)?>(?:<w:pPr>.*?</w:pPr>|<w:pPr/>)?", xml, re.DOTALL)
    assert head is not None
    return f"{xml[: head.end()]}<w:r><w:t>{opening}</w:t></w:r>{xml[head.end() :]}"


def _closed(xml: str, closing: str) -> str:
    """The closing tag at the end of the last paragraph before."""
    if not closing:
        return xml
    at = xml.rindex("</w:p>")
    return f"{xml[:at]}<w:r><w:t>{closing}</w:t></w:r>{xml[at:]}"


def _between(xml: str, start: int, end: int) -> str:
    """What ends the paragraph of a tag and begins another one like it."""
    begin = max(xml.rfind("<w:p>", 0, start), xml.rfind("<w:p ", 0, start))
    stop = xml.index("</w:p>", end) + len("</w:p>")
    return xml[end:stop] + xml[begin:start]
