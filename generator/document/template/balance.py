"""Whether tags take whole paragraphs, rows and cells in or out: then whatever is printed is XML.

The fixed text between the tags is read as markup.  What stands between ``if`` and ``endif`` must
leave as many elements open as it found, and so must each branch and each loop.  What the tags
themselves print is escaped, but for macros: they are held to the same by themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from jinja2 import nodes
from msgspec import Struct

from generator.model import regex

_MARKUP = regex(
    r"""<(?:(?P<shut>/)(?P<end>[^\s>]+)\s*|(?P<name>[^\s/>!?]+)(?:[^<>"']|"[^"]*"|'[^']*')*?(?P<alone>/)?)>"""
    r"|<!--.*?-->|<\?.*?\?>",
    re.DOTALL,
)
_QUOTED = regex(r""""[^"]*"|'[^']*'""")
_NAME = regex(r"<[^\s>]*")
_BLOCK = regex(r"\{%[-+]?\s*(end)?(if|for|macro)\b")

_HALF = (
    "「{}」和它的「end{}」之间只有半个段落、半行或半格：放进同一段或同一格，"
    "或者各占一段（{{%p）、各占一行（{{%tr）"
)
_MACRO = "「macro」里只有半个段落、半行或半格"
_ONLY_PRINTED = "「{}」里有段落或表格，只能单独印：{{{{ {}(…) }}}}"
_IN_MARKUP = "标记写进了版面的设置里，不能印在那里"


class _At(Struct, frozen=True):
    """A place in the markup: the open elements, and what has begun of a tag of the markup."""

    elements: tuple[str, ...] = ()
    begun: str = ""

    @property
    def quote(self) -> str:
        """The sign that ends the attribute's value in which this is; "" outside of any."""
        rest = _QUOTED.sub("", self.begun)
        return next((sign for sign in "\"'" if sign in rest), "")

    def alike(self, other: _At) -> bool:
        """True where the same markup may follow."""
        if self == other:
            return True
        names = [match and match[0] for match in map(_NAME.match, (self.begun, other.begun))]
        return (
            self.elements == other.elements and names[0] == names[1] and self.quote == other.quote
        )


class _Unopened(Exception):
    """Markup ends an element that is not the last one open."""


def torn(tree: nodes.Template) -> list[tuple[int, str]]:
    """The line of each tag that takes half an element in or out, and what is wrong with it."""
    walk = _Walk(tree)
    try:
        end = walk.body(tree.body, _At())
    except _Unopened:
        walk.tell(walk.line, _HALF.format("if", "if"))
    else:
        if end != _At() and not walk.found:
            walk.tell(walk.line, _HALF.format("if", "if"))
    walk.only_printed(tree)
    return walk.found


def unclosed(source: str) -> int | None:
    """The line of the last ``if``, ``for`` or ``macro`` that nothing ends, where that is the fault.

    None where all are ended.
    """
    waiting = list[int]()
    for found in _BLOCK.finditer(source):
        if not found[1]:
            waiting.append(source.count("\n", 0, found.start(2)) + 1)
        elif waiting:
            waiting.pop()
    return waiting[-1] if waiting else None


class _Walk:
    """Reads the fixed text in its order, as if every branch were printed once."""

    def __init__(self, tree: nodes.Template) -> None:
        self.found: list[tuple[int, str]] = []
        self.line = 1
        self._macros = {m.name for m in tree.find_all(nodes.Macro) if "<" in _fixed(m.body)}

    def tell(self, line: int, message: str) -> None:
        """Something is wrong with the tag of that line."""
        self.found.append((line, message))

    def body(self, body: Iterable[nodes.Node], at: _At) -> _At:
        """Where the text leads from a place.  Raises _Unopened."""
        for node in body:
            self.line = node.lineno
            match node:
                case nodes.Output():
                    for part in node.nodes:
                        at = self._printed(part, at)
                case nodes.If():
                    branches = [node.body, *(other.body for other in node.elif_), node.else_]
                    at = self._whole("if", node.lineno, branches, at)
                case nodes.For():
                    at = self._whole("for", node.lineno, [node.body, node.else_], at)
                case nodes.Macro():
                    at = self._macro(node, at)
        return at

    def _printed(self, part: nodes.Node, at: _At) -> _At:
        if isinstance(part, nodes.TemplateData):
            return _after(part.data, at)
        if at.begun:
            if not at.quote or self._called(part):
                self.tell(part.lineno, _IN_MARKUP)
            return _At(at.elements, f"{at.begun}x")
        return at

    def _whole(self, tag: str, line: int, branches: list[list[nodes.Node]], at: _At) -> _At:
        half = False
        for branch in branches:
            after = self.body(branch, at)
            half = half or not after.alike(at)
            at = after
        if half:
            self.tell(line, _HALF.format(tag, tag))
        return at

    def _macro(self, node: nodes.Macro, at: _At) -> _At:
        known = len(self.found)
        try:
            if self.body(node.body, _At()) == _At():
                return at
        except _Unopened:
            pass
        del self.found[known:]
        self.tell(node.lineno, _MACRO)
        return self.body(node.body, at)

    def _called(self, part: nodes.Node) -> bool:
        """Whether it prints a macro with markup."""
        called = part.node if isinstance(part, nodes.Call) else None
        return isinstance(called, nodes.Name) and called.name in self._macros

    def only_printed(self, tree: nodes.Template) -> None:
        """A macro with markup is printed as it is: a filter or a slice could take it apart."""
        printed = {
            id(part.node)
            for output in tree.find_all(nodes.Output)
            for part in output.nodes
            if isinstance(part, nodes.Call)
        }
        for name in tree.find_all(nodes.Name):
            if name.name in self._macros and name.ctx == "load" and id(name) not in printed:
                self.tell(name.lineno, _ONLY_PRINTED.format(name.name, name.name))


def _fixed(body: Iterable[nodes.Node]) -> str:
    texts: Iterator[nodes.TemplateData] = (
        data for node in body for data in node.find_all(nodes.TemplateData)
    )
    return "".join(text.data for text in texts)


def _after(text: str, at: _At) -> _At:
    """The place behind some fixed text.  Raises _Unopened."""
    text, elements, place = at.begun + text, list(at.elements), 0
    while (start := text.find("<", place)) >= 0:
        found = _MARKUP.match(text, start)
        if found is None:
            return _At(tuple(elements), text[start:])
        if found["shut"]:
            if not elements or elements.pop() != found["end"]:
                raise _Unopened
        elif found["name"] and not found["alone"]:
            elements.append(found["name"])
        place = found.end()
    return _At(tuple(elements))
