"""Compiling a Word template: its parts become Jinja templates, everything else stays bytes.

docxtpl's rendering is not used: it keeps the document as a tree that is swapped on every build,
which is where its time goes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import Path
from types import CodeType
from typing import Self

from jinja2 import Environment, Template, TemplateSyntaxError
from msgspec import Struct

from generator.document.template.faults import in_chinese
from generator.document.template.opening import TAG_START, OpenTemplate
from generator.document.template.package import damaged
from generator.document.template.sandbox import Sandbox
from generator.model import Finding, InputProblem, Severity, regex

_TAG = regex(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_DRAWING = regex(r"<w:drawing(?: [^>]*)?>.*?</w:drawing>", re.DOTALL)
_PARAGRAPH = regex(r"<w:p[ >].*?</w:p>", re.DOTALL)


class Place(Struct, frozen=True):
    """Where in the template a tag stands, as office staff can find it."""

    heading: str
    paragraph: str

    def __str__(self) -> str:
        where = f"「{self.heading}」下的" if self.heading else ""
        return f"{where}段落「{self.paragraph}」"


class CompiledPart(Struct, frozen=True):
    """One rendered part: ``source`` is Jinja text in which every tag starts a new line.

    ``code`` is what Jinja made of it, ``template`` the same in its environment.
    """

    name: str
    source: str
    code: CodeType
    headings: frozenset[str]
    template: Template

    @classmethod
    def loaded(
        cls, env: Environment, name: str, source: str, code: CodeType, headings: frozenset[str]
    ) -> Self:
        """A part whose source was compiled before."""
        template = Template.from_code(env, code, env.make_globals(None))
        return cls(name, source, code, headings, template)

    def place(self, line: int) -> Place:
        """The place of the tag that starts on a line of ``source`` (from 1)."""
        return place_of_line(self.source, line, self.headings)


class ChartPart(Struct, frozen=True):
    """A native chart of the template: its name in Word and the parts that hold its data."""

    name: str
    chart: str
    workbook: str


class CompiledTemplate(Struct, frozen=True):
    """A template ready to render; ``order`` is the order of the zip's members.

    ``changed`` are its tags that are not as in the template it was made from, ``mark`` stands
    for them.
    """

    path: Path
    environment: Sandbox
    order: tuple[str, ...]
    parts: dict[str, CompiledPart]
    static: dict[str, bytes]
    charts: tuple[ChartPart, ...]
    changed: tuple[str, ...] = ()
    mark: str = ""


def read_template(path: Path) -> bytes:
    """The file's bytes.  Raises InputProblem when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputProblem([damaged(path, error.strerror or error)]) from error


def compile_template(template: OpenTemplate) -> CompiledTemplate:
    """Compile a template.  Raises InputProblem naming each place with a syntax error."""
    path, members, env = template.path, template.members, template.environment
    parts: dict[str, CompiledPart] = {}
    findings: list[Finding] = []
    for name, source in template.sources.items():
        if not TAG_START.search(source.text):
            continue
        try:
            code = env.compile(source.tree)
            parts[name] = CompiledPart.loaded(env, name, source.text, code, template.headings)
        except TemplateSyntaxError as error:
            place = place_of_line(source.text, error.lineno, template.headings)
            findings.append(
                template_finding(path, place, f"语法有误：{in_chinese(str(error.message))}")
            )
        except (SyntaxError, RecursionError, MemoryError) as error:  # Python's own bounds
            raise InputProblem([_too_deep(path, name)]) from error
    if findings:
        raise InputProblem(findings)
    static = {name: data for name, data in members.items() if name not in parts}
    return CompiledTemplate(
        path, env, tuple(members), parts, static, tuple(template_charts(members))
    )


def _too_deep(path: Path, name: str) -> Finding:
    place = Place("", name)
    return template_finding(path, place, "if、for 或括号一层套一层，套得太多", "T06")


def place_of_line(source: str, line: int, headings: frozenset[str]) -> Place:
    """The paragraph and the heading above the tag that starts on ``line`` of ``source``."""
    starts = [0, *(m.end() for m in re.finditer("\n", source))]
    at = starts[min(line, len(starts)) - 1]
    begin = source.rfind("<w:p", 0, at)
    end = source.find("</w:p>", at)
    inside = begin >= 0 and source.find("</w:p>", begin, at) < 0
    text = source[begin:end] if inside else _tag_at(source, at)
    return Place(_heading_above(source[:at], headings), plain_text(text)[:60])


def _tag_at(source: str, at: int) -> str:
    match = _TAG.match(source, max(source.rfind("{", 0, at) - 1, 0))
    return match.group() if match else source[at : at + 60]


def _heading_above(source: str, headings: frozenset[str]) -> str:
    found = ""
    for match in _PARAGRAPH.finditer(source):
        style = re.search(r'<w:pStyle w:val="([^"]+)"', match.group())
        if style and style[1] in headings:
            found = plain_text(match.group())
    return found


def plain_text(xml: str) -> str:
    """Text of an XML fragment without markup."""
    text = re.sub(r"<[^>]*>?", "", xml).replace("\n", "")
    return unescape(" ".join(text.split()))


def template_charts(members: Mapping[str, bytes]) -> Iterator[ChartPart]:
    """The native charts in the body of a document package."""
    document = members.get("word/document.xml", b"").decode("utf-8")
    targets = _relationships(members.get("word/_rels/document.xml.rels", b""))
    for match in _DRAWING.finditer(document):
        name = re.search(r'<wp:docPr [^>]*name="([^"]*)"', match.group())
        rid = re.search(r'<c:chart [^>]*r:id="([^"]+)"', match.group())
        if name and rid:
            chart = f"word/{targets[rid[1]]}"
            folder, _, file = chart.rpartition("/")
            inner = _relationships(members.get(f"{folder}/_rels/{file}.rels", b""))
            books = [t for t in inner.values() if t.endswith(".xlsx")]
            workbook = f"word/{books[0].removeprefix('../')}" if books else ""
            yield ChartPart(name[1], chart, workbook)


def _relationships(rels: bytes) -> dict[str, str]:
    found = {}
    for match in re.finditer(r"<Relationship [^>]*>", rels.decode("utf-8")):
        attributes = dict(re.findall(r'(\w+)="([^"]*)"', match.group()))
        found[attributes["Id"]] = attributes["Target"].removeprefix("/word/")
    return found


def template_finding(path: Path, place: Place, message: str, rule: str = "T01") -> Finding:
    """A fault of the template, at its place."""
    return fault_finding(path, f"{place}：{message}", rule)


def fault_finding(path: Path, fault: str, rule: str = "T01") -> Finding:
    """A fault of the template that says its place itself."""
    return Finding(
        rule,
        Severity.ERROR,
        f"模板 {path.parent.name}/{path.name}，{fault}",
        remedy="在 Word 中改正模板的这一处，再运行 gen template check。",
    )
