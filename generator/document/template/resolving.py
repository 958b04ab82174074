"""Every name in the tags of a template held against what the program offers.

Names are resolved by the types of ``Disclosure``, without rendering anything.
"""

from __future__ import annotations

import inspect
import types
import typing
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cache, cached_property
from typing import Any, TypeGuard

from jinja2 import TemplateSyntaxError, nodes
from msgspec import Struct

from generator.document.template.sandbox import Sandbox, unknown_nodes
from generator.figures.arithmetic import Change
from generator.figures.disclosure import Disclosure
from generator.model import Figure, Text

NAMES = frozenset(typing.get_type_hints(Disclosure))  # what a tag may begin with
_MOST_CALLS = 2000  # of macros inside macros, looked into with the types of each call


class Resolved(Struct, frozen=True):
    """The ``fields`` that the tags of all parts use, and by part the line of each fault and the fault."""

    fields: frozenset[tuple[type, str]]
    faults: dict[str, tuple[tuple[int, str], ...]]


def resolved(parts: Mapping[str, Callable[[], nodes.Template]], environment: Sandbox) -> Resolved:
    """Every tag of the parts, by their names; a part that cannot be read is left out."""
    told: list[tuple[int, str]] = []
    resolver = _Resolver(environment, lambda line, message: told.append((line, message)))
    faults = {}
    for name, tree in parts.items():
        try:
            parsed = tree()
        except (TemplateSyntaxError, RecursionError):
            continue
        resolver.tree(parsed)
        faults[name] = tuple(told)
        told.clear()
    return Resolved(frozenset(resolver.used), faults)


class _Resolver:
    """Walks the tags of the parts; tells faults by line and keeps the fields that are used."""

    def __init__(self, environment: Sandbox, fault: Callable[[int, str], None]) -> None:
        self.environment = environment
        self.used: set[tuple[type, str]] = set()
        self._fault = fault
        self._inside: list[nodes.Macro] = []
        self._calls = 0

    def tree(self, parsed: nodes.Template) -> None:
        """Look at every tag of one part."""
        for node in unknown_nodes(parsed):
            self._fault(node.lineno, "模板里不能这样写：只有 if、for、macro、set，不能计算")
        scope: dict[str, Any] = dict(typing.get_type_hints(Disclosure))
        scope |= {"charts": dict[str, int], "draft": bool, "range": Any}
        self._body(parsed.body, scope)

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
                self._printed(part, scope)
        elif isinstance(node, nodes.Macro):
            scope[node.name] = node
            self._inside.append(node)
            self._body(node.body, {**scope, **{str(arg.name): Any for arg in node.args}})
            self._inside.pop()
        else:
            for child in node.iter_child_nodes():
                self._node(child, scope) if isinstance(child, nodes.Stmt) else self._type(
                    child, scope
                )

    def _printed(self, node: nodes.Node, scope: dict[str, Any]) -> None:
        """What a tag prints must be one thing: words, or a number with its format."""
        kind = _without_none(self._type(node, scope))
        if kind is Figure:
            self._fault(node.lineno, "数字没有写格式，例如 |wan、|num、|pct、|cell")
        elif kind is Change:
            self._fault(node.lineno, "增减没有写格式，例如 |change")
        elif kind is bool or typing.get_origin(kind) in (tuple, list, dict) or _is_ours(kind):
            self._fault(node.lineno, "这里不是一项内容，印不出来：名称后面少了一段，或者少了格式")

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
        if not isinstance(macro, nodes.Macro):
            return
        if macro in self._inside:
            self._fault(node.lineno, f"「{macro.name}」自己套用了自己，没有尽头")
            return
        self._calls += 1
        if self._calls < _MOST_CALLS:
            kinds = [self._type(argument, scope) for argument in node.args]
            given = dict(zip((str(arg.name) for arg in macro.args), kinds, strict=False))
            self._inside.append(macro)
            self._body(macro.body, {**scope, **given})
            self._inside.pop()

    def _filter(self, node: nodes.Filter, scope: dict[str, Any]) -> Any:
        if node.name not in self.environment.filters:
            self._fault(node.lineno, f"不认识的格式「|{node.name}」")
        if node.node is not None:
            kind = _without_none(self._type(node.node, scope))
            if node.name == "because" and kind is Change:
                self.used.add((Change, "reason"))  # that is what it prints
        for child in (*node.args, *node.kwargs):
            self._type(child, scope)
        return list[str] if node.name == "lines" else Any

    def _member(self, owner: Any, name: str, line: int) -> Any:
        owner = _without_none(owner)
        if typing.get_origin(owner) is dict:
            return typing.get_args(owner)[1] if name not in ("get", "items") else Any
        if not _is_record(owner):
            return Any
        hints = _hints(owner)
        if name in hints:
            self.used.add((owner, name))
            return hints[name]
        member = inspect.getattr_static(owner, name, None)
        if isinstance(member, property | cached_property):
            made = member.fget if isinstance(member, property) else member.func
            return _hints(made).get("return", Any)
        self._fault(line, f"不认识的名称「{name}」（{owner.__name__} 没有这一项）")
        return Any


@cache
def _hints(owner: Any) -> dict[str, Any]:
    return typing.get_type_hints(owner)


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


def unused(used: Collection[tuple[type, str]]) -> Iterator[str]:
    """Paths below ``Disclosure`` to figures and texts that no tag reads."""
    seen: set[type] = set()

    def walk(owner: type, path: str) -> Iterator[str]:
        if owner in seen:
            return
        seen.add(owner)
        for name, hint in _hints(owner).items():
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


def _is_record(kind: Any) -> TypeGuard[type[Struct]]:
    return isinstance(kind, type) and issubclass(kind, Struct)


def _is_ours(kind: Any) -> bool:
    return _is_record(kind) and kind.__module__.startswith("generator.figures")
