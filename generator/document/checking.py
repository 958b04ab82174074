"""``gen template check``: every tag of a template held against what the program offers.

Names are resolved by the types of ``Disclosure``, without rendering anything.
"""

from __future__ import annotations

import dataclasses
import re
import types
import typing
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from jinja2 import TemplateSyntaxError, nodes

from generator.charts import CHARTS
from generator.document.compiling import (
    Place,
    environment,
    heading_styles,
    is_rendered,
    jinja_source,
    place_of_line,
    plain_text,
    template_charts,
)
from generator.document.faults import in_chinese
from generator.editions import Edition
from generator.figures.arithmetic import Change
from generator.figures.disclosure import Disclosure
from generator.model import Figure, Text

_PARAGRAPH = re.compile(r"<w:p[ >](?:(?!<w:p[ >]).)*?</w:p>", re.DOTALL)
_BLOCK_TAG = re.compile(r"\{[%{](?:p|tr|tc)\s.*?[%}]\}")
_ANY_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)


@dataclass(frozen=True)
class TemplateReport:
    """What the check found; ``unused`` are figures that the template never prints."""

    edition: str
    faults: tuple[str, ...]
    unused: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """True when nothing has to be mended."""
        return not self.faults

    @property
    def text(self) -> str:
        """The report for a person."""
        lines = [f"版式 {self.edition}：{'没有错误' if self.ok else f'{len(self.faults)} 处错误'}"]
        lines += [f"错误  {fault}" for fault in self.faults]
        if self.unused:
            lines.append(
                f"没有用到的内容 {len(self.unused)} 项（不是错误）：{'、'.join(self.unused)}"
            )
        return "\n".join(lines)


def check_template(edition: Edition) -> TemplateReport:
    """Check the Word template of an edition.  Raises OSError when it cannot be opened."""
    with zipfile.ZipFile(edition.template) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    headings = frozenset(heading_styles(members.get("word/styles.xml", b"")))
    checker = _Checker(headings)
    for name in filter(is_rendered, members):
        checker.part(members[name].decode("utf-8"))
    checker.charts(members)
    return TemplateReport(edition.id, tuple(checker.faults), tuple(_unused(checker.used)))


class _Checker:
    """Walks the tags of the parts; collects faults and the fields that are used."""

    def __init__(self, headings: frozenset[str]) -> None:
        self.headings = headings
        self.environment = environment()
        self.faults: list[str] = []
        self.used: set[tuple[type, str]] = set()
        self.source = ""

    def part(self, xml: str) -> None:
        """Check one part of the package."""
        self._structure(xml)
        self.source = jinja_source(xml)
        try:
            tree = self.environment.parse(self.source)
        except TemplateSyntaxError as error:
            self._fault(error.lineno, f"语法有误：{in_chinese(str(error.message))}")
            self._single_tags(error.lineno)
            return
        scope: dict[str, Any] = dict(typing.get_type_hints(Disclosure))
        self._body(tree.body, {**scope, "charts": dict[str, int], "draft": bool})

    def charts(self, members: dict[str, bytes]) -> None:
        """Charts are known by their names; one that is not would keep its sample data."""
        for chart in template_charts(members):
            if chart.name not in CHARTS:
                known = "、".join(CHARTS)
                self.faults.append(
                    f"图表「{chart.name}」不认识：名称应是 {known} 之一（Word 的选择窗格中改）"
                )
            if chart.workbook not in members:
                self.faults.append(f"图表「{chart.name}」没有嵌入的数据表，不能填数")

    def _structure(self, xml: str) -> None:
        """Traps of docxtpl that lose text silently, seen before it patches the XML."""
        heading = ""
        for match in _PARAGRAPH.finditer(xml):
            text = plain_text(match.group())
            style = re.search(r'<w:pStyle w:val="([^"]+)"', match.group())
            if style and style[1] in self.headings:
                heading = text
            tags = _BLOCK_TAG.findall(text)
            place = Place(heading, text[:60])
            if len(tags) > 1:
                self.faults.append(f"{place}：一段里有两个 {{%p、{{%tr 标记，应各占一段")
            elif tags and text.replace(tags[0], "").strip() and "{%p" in tags[0]:
                self.faults.append(f"{place}：{{%p 标记要独占一段，同段的文字会丢失")
            if re.search(r"[｛｝]|\{\{|\}\}|\{%|%\}", _ANY_TAG.sub("", text)):
                self.faults.append(f"{place}：花括号不成对，或用了全角花括号")

    def _single_tags(self, reported: int) -> None:
        """After a syntax error: every further expression that is wrong by itself."""
        for match in re.finditer(r"\{\{.*?\}\}", self.source, re.DOTALL):
            line = self.source.count("\n", 0, match.start()) + 2
            try:
                self.environment.parse(match.group())
            except TemplateSyntaxError as error:
                if line != reported:
                    self._fault(line, f"语法有误：{in_chinese(str(error.message))}")

    def _fault(self, line: int, message: str) -> None:
        self.faults.append(f"{place_of_line(self.source, line, self.headings)}：{message}")

    def _body(self, body: list[nodes.Node], scope: dict[str, Any]) -> None:
        for node in body:
            self._node(node, scope)

    def _node(self, node: nodes.Node, scope: dict[str, Any]) -> None:
        if isinstance(node, nodes.For):
            self._loop(node, scope)
        elif isinstance(node, nodes.If):
            self._type(node.test, scope)
            for body in (node.body, node.else_):
                self._body(body, scope)
            for branch in node.elif_:
                self._node(branch, scope)
        elif isinstance(node, nodes.Assign) and isinstance(node.target, nodes.Name):
            scope[node.target.name] = self._type(node.node, scope)
        elif isinstance(node, nodes.Output):
            for part in node.nodes:
                self._type(part, scope)
        elif isinstance(node, nodes.Macro):
            scope[node.name] = node
            self._body(node.body, {**scope, **{str(arg.name): Any for arg in node.args}})
        elif not isinstance(node, nodes.TemplateData):
            for child in node.iter_child_nodes():
                self._node(child, scope) if isinstance(child, nodes.Stmt) else self._type(
                    child, scope
                )

    def _loop(self, node: nodes.For, scope: dict[str, Any]) -> None:
        item = _element(self._type(node.iter, scope))
        inner = {**scope, "loop": Any}
        if isinstance(node.target, nodes.Name):
            inner[node.target.name] = item
        else:
            inner.update((str(n.name), Any) for n in node.target.find_all(nodes.Name))
        self._body(node.body, inner)
        self._body(node.else_, scope)

    def _type(self, node: nodes.Node, scope: dict[str, Any]) -> Any:
        """The type of an expression; Any where it cannot be told."""
        if isinstance(node, nodes.Name):
            if node.name not in scope:
                self._fault(node.lineno, f"不认识的名称「{node.name}」")
                return Any
            return scope[node.name]
        if isinstance(node, nodes.Getattr):
            return self._member(self._type(node.node, scope), node.attr, node.lineno)
        if isinstance(node, nodes.Getitem):
            self._type(node.arg, scope)
            return _element(self._type(node.node, scope))
        if isinstance(node, nodes.Filter):
            return self._filter(node, scope)
        if isinstance(node, nodes.Call):
            self._call(node, scope)
        for child in node.iter_child_nodes():
            self._type(child, scope)
        return Any

    def _call(self, node: nodes.Call, scope: dict[str, Any]) -> None:
        """Walk a macro's body once more with the types of what it is called with."""
        macro = scope.get(node.node.name) if isinstance(node.node, nodes.Name) else None
        if isinstance(macro, nodes.Macro):
            types = [self._type(argument, scope) for argument in node.args]
            given = dict(zip((str(arg.name) for arg in macro.args), types, strict=False))
            self._body(macro.body, {**scope, **given})

    def _filter(self, node: nodes.Filter, scope: dict[str, Any]) -> Any:
        if node.name not in self.environment.filters:
            self._fault(node.lineno, f"不认识的格式「|{node.name}」")
        if node.node is not None:
            self._type(node.node, scope)
        for child in (*node.args, *node.kwargs):
            self._type(child, scope)
        return list[str] if node.name == "lines" else Any

    def _member(self, owner: Any, name: str, line: int) -> Any:
        owner = _without_none(owner)
        if typing.get_origin(owner) is dict:
            return typing.get_args(owner)[1] if name not in ("get", "items") else Any
        if not dataclasses.is_dataclass(owner) or not isinstance(owner, type):
            return Any
        hints = typing.get_type_hints(owner)
        if name in hints:
            self.used.add((owner, name))
            return hints[name]
        member = getattr(owner, name, None)
        if isinstance(member, property):
            return typing.get_type_hints(member.fget).get("return", Any)
        self._fault(line, f"不认识的名称「{name}」（{owner.__name__} 没有这一项）")
        return Any


def _without_none(hint: Any) -> Any:
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        kept = [arg for arg in typing.get_args(hint) if arg is not type(None)]
        return kept[0] if len(kept) == 1 else Any
    return hint


def _element(hint: Any) -> Any:
    hint = _without_none(hint)
    arguments = typing.get_args(hint)
    if typing.get_origin(hint) in (tuple, list) and arguments:
        return arguments[0]
    if typing.get_origin(hint) is dict and arguments:
        return arguments[1]
    return Any


def _unused(used: set[tuple[type, str]]) -> Iterator[str]:
    """Paths below ``Disclosure`` to figures and texts that no tag reads."""
    seen: set[type] = set()

    def walk(owner: type, path: str) -> Iterator[str]:
        if owner in seen:
            return
        seen.add(owner)
        for name, hint in typing.get_type_hints(owner).items():
            kind = _without_none(hint)
            while typing.get_origin(kind) in (tuple, list, dict):
                kind = _element(kind)
            here = f"{path}.{name}" if path else name
            if kind in (Figure, Text, Change):
                if (owner, name) not in used:
                    yield here
            elif _is_ours(kind):
                yield from walk(kind, here)

    yield from walk(Disclosure, "")


def _is_ours(kind: Any) -> bool:
    return (
        isinstance(kind, type)
        and dataclasses.is_dataclass(kind)
        and kind.__module__.startswith("generator.figures")
    )
