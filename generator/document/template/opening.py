"""A template taken apart once, for everything that is done with it before it is rendered.

docxtpl gives the syntax of its tags (``DocxTemplate.patch_xml``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import nodes
from msgspec import Struct

from generator.document.template.cleaning import History, cleaned
from generator.document.template.linking import fetched
from generator.document.template.package import damaged, is_rendered, members_of
from generator.document.template.sandbox import Sandbox
from generator.model import InputProblem, regex

if TYPE_CHECKING:
    from generator.document.template.resolving import Resolved

TAG_START = regex(r"(\{\{|\{%[-+]?)")
_CELL = regex(r"<w:tc[ >](?:(?!<w:tc[ >]).)*?</w:tc>", re.DOTALL)
_MERGE = regex(r"\{%\s*vm\s+(.+?)\s*%\}", re.DOTALL)


class JinjaSource(Struct, frozen=True, dict=True):
    """A rendered part as Jinja text, in which every tag starts a new line."""

    text: str
    environment: Sandbox

    @cached_property
    def tree(self) -> nodes.Template:
        """What Jinja reads in it; compiling uses the tree up.

        Raises Jinja's TemplateSyntaxError, and RecursionError for what is nested too deeply.
        """
        return self.environment.parse(self.text)


class OpenTemplate(Struct, frozen=True, dict=True):
    """A template's parts without their ``history``, and what it would fetch from elsewhere.

    ``path`` names it in messages.
    """

    path: Path
    members: dict[str, bytes]
    history: History
    fetched: tuple[str, ...]
    environment: Sandbox

    @cached_property
    def headings(self) -> frozenset[str]:
        """The ids of the heading styles."""
        return frozenset(heading_styles(self.members.get("word/styles.xml", b"")))

    @cached_property
    def sources(self) -> dict[str, JinjaSource]:
        """The parts in which tags are filled in, by name."""
        return {
            name: JinjaSource(jinja_source(data.decode("utf-8")), self.environment)
            for name, data in self.members.items()
            if is_rendered(name)
        }

    @cached_property
    def resolved(self) -> Resolved:
        """Its tags held against what the program offers."""
        from generator.document.template.resolving import resolved  # not needed for a kept template

        trees = {name: partial(getattr, part, "tree") for name, part in self.sources.items()}
        return resolved(trees, self.environment)


def open_template(path: Path, content: bytes) -> OpenTemplate:
    """The template with these bytes.  Raises InputProblem when it cannot be read."""
    from lxml import etree  # slow to import, and not needed for a kept template

    raw = members_of(path, content)
    try:
        return OpenTemplate(path, *cleaned(raw), tuple(fetched(raw)), Sandbox())
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputProblem([damaged(path, "有的部分不是完整的 XML")]) from error


@lru_cache(maxsize=2)
def open_base(path: Path, content: bytes) -> OpenTemplate:
    """A template that others are compared with, taken apart once for all of them; not to be compiled.

    Raises InputProblem when it cannot be read.
    """
    return open_template(path, content)


@lru_cache(maxsize=8)  # for who checks a template and then prints it
def jinja_source(xml: str) -> str:
    """Part XML as Jinja text, with a line break inside the head of every tag.

    The line number of an error then tells which tag it is in.
    """
    from docxtpl import DocxTemplate  # slow to import, and not needed for a kept template

    patched: str = DocxTemplate.patch_xml(None, xml.replace("\r", "").replace("\n", " "))
    return TAG_START.sub(r"\1\n", _vertical_merges(patched))


def _vertical_merges(xml: str) -> str:
    """``{%vm EXPR %}`` in a cell: start a merged cell where EXPR holds, else continue it."""

    def merge(match: re.Match[str]) -> str:
        cell = match.group()
        tag = _MERGE.search(cell)
        if tag is None:
            return cell
        test = tag[1]
        cell = cell.replace(tag.group(), f"{{% if {test} %}}", 1)
        head, tail = cell[: cell.rindex("</w:t>")], cell[cell.rindex("</w:t>") :]
        merged = f'{{% if {test} %}}<w:vMerge w:val="restart"/>{{% else %}}<w:vMerge/>{{% endif %}}'
        head = re.sub(
            r"(<w:tcPr>(?:<w:tcW[^>]*/>)?(?:<w:gridSpan[^>]*/>)?)", rf"\1{merged}", head, count=1
        )
        return f"{head}{{% endif %}}{tail}"

    return _CELL.sub(merge, xml)


def heading_styles(styles: bytes) -> Iterator[str]:
    """Ids of the paragraph styles that have an outline level."""
    text = styles.decode("utf-8")
    for match in re.finditer(r'<w:style [^>]*w:styleId="([^"]+)".*?</w:style>', text, re.DOTALL):
        if "<w:outlineLvl" in match.group():
            yield match[1]
