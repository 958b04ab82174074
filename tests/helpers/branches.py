"""Which branches of the Word template and wordings of the edition a rendering uses.

Every ``if``, ``elif``, ``else`` and body of a loop gets a call that notes its number; an ``if``
without ``else`` gets an empty one, so that a condition which is never false shows up too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec
from jinja2 import nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from msgspec.structs import replace

from generator.document import CompiledTemplate, compiled
from generator.document.template.compiling import CompiledPart
from generator.document.template.sandbox import Sandbox
from generator.editions import Edition


@dataclass(frozen=True)
class Branch:
    """A branch and where it stands: the part, the heading and the paragraph of its tag."""

    what: str
    part: CompiledPart
    line: int

    def __str__(self) -> str:
        return f"{self.what}  {self.part.place(self.line)}"


class Wordings(dict[str, str]):
    """A table of wordings that notes which of them are used, as ``table.key``."""

    def __init__(self, name: str, content: Mapping[str, str], used: set[str]) -> None:
        super().__init__(content)
        self.name, self.used = name, used

    def __getitem__(self, key: str) -> str:
        found = super().__getitem__(key)
        self.used.add(f"{self.name}.{key}")
        return found

    def get(self, key: str, default: Any = None) -> Any:
        try:
            return self[key]
        except KeyError:
            return default


@dataclass
class Counted:
    """An edition and its template that note what is used of them, until ``clear`` is called.

    ``taken`` are the numbers of branches, ``used`` the names of wordings.
    """

    edition: Edition
    template: CompiledTemplate
    branches: list[Branch] = field(default_factory=list)
    wordings: set[str] = field(default_factory=set)
    taken: set[int] = field(default_factory=set)
    used: set[str] = field(default_factory=set)

    def clear(self) -> None:
        self.taken.clear()
        self.used.clear()


def counted(edition: Edition) -> Counted:
    """Compile the template of an edition so that it counts."""
    found = Counted(edition, compiled(edition.template))
    env = Sandbox()
    env.globals["_taken"] = _noting(found.taken)
    parts = {n: _counting(part, env, found) for n, part in found.template.parts.items()}
    found.template = replace(found.template, parts=parts, environment=env)
    found.edition = _remembering(edition, found)
    return found


def _remembering(edition: Edition, found: Counted) -> Edition:
    tables = msgspec.structs.asdict(edition.phrases)
    phrases = {name: table for name, table in tables.items() if isinstance(table, dict)}
    noted: dict[str, Any] = {}
    for name, table in (phrases | edition.words).items():
        noted[name] = Wordings(name, table, found.used)
        found.wordings |= {f"{name}.{key}" for key in table}
    return replace(
        edition,
        phrases=msgspec.structs.replace(edition.phrases, **{name: noted[name] for name in phrases}),
        words={name: noted[name] for name in edition.words},
    )


def _noting(taken: set[int]) -> object:
    def note(number: int) -> str:
        taken.add(number)
        return ""

    return note


def _counting(
    part: CompiledPart, env: ImmutableSandboxedEnvironment, found: Counted
) -> CompiledPart:
    tree = env.parse(part.source)
    tags: list[nodes.If | nodes.For] = [*tree.find_all(nodes.If), *tree.find_all(nodes.For)]
    elifs = {id(branch) for node in tree.find_all(nodes.If) for branch in node.elif_}
    for node in tags:
        _count(node, part, found, id(node) in elifs)
    tree.set_environment(env)
    code = env.compile(tree, filename="<template>")
    template = env.template_class.from_code(env, code, env.make_globals(None))
    return replace(part, template=template)


def _count(node: nodes.If | nodes.For, part: CompiledPart, found: Counted, is_elif: bool) -> None:
    for what, body in _bodies(node, part, is_elif):
        number = len(found.branches)
        found.branches.append(Branch(what, part, node.lineno))
        call = nodes.Call(nodes.Name("_taken", "load"), [nodes.Const(number)], [], None, None)
        body.insert(0, nodes.Output([call], lineno=node.lineno))


def _bodies(
    node: nodes.If | nodes.For, part: CompiledPart, is_elif: bool
) -> Iterator[tuple[str, list[nodes.Node]]]:
    """The branches of a tag; the else of an ``elif`` is that of its ``if``."""
    tag = part.source.split("\n")[node.lineno - 1].partition("%}")[0].strip()
    yield f"{{% {tag} %}}", node.body
    if node.else_ or (isinstance(node, nodes.If) and not is_elif):
        yield f"{{% {tag} %}} … else", node.else_
