"""Which branches of the Word template a rendering takes, counted inside the compiled template.

Every ``if``, ``elif``, ``else`` and body of a loop gets a call that notes its number; an ``if``
without ``else`` gets an empty one, so that a condition which is never false shows up too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from jinja2 import nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from generator.document import CompiledTemplate, compile_template
from generator.document.compiling import Part, environment


@dataclass(frozen=True)
class Branch:
    """A branch and where it stands: the part, the heading and the paragraph of its tag."""

    what: str
    part: Part
    line: int

    def __str__(self) -> str:
        return f"{self.what}  {self.part.place(self.line)}"


@dataclass
class Counted:
    """A template that notes its branches; ``taken`` are the numbers of those that were taken."""

    template: CompiledTemplate
    branches: list[Branch] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)

    @property
    def missed(self) -> list[Branch]:
        return [branch for n, branch in enumerate(self.branches) if n not in self.taken]


def counted(path: Path) -> Counted:
    """Compile a template so that it counts."""
    found = Counted(compile_template(path))
    env = environment()
    env.globals["_taken"] = _noting(found.taken)
    parts = {n: _counting(part, env, found) for n, part in found.template.parts.items()}
    found.template = replace(found.template, parts=parts, environment=env)
    return found


def _noting(taken: set[int]) -> object:
    def note(number: int) -> str:
        taken.add(number)
        return ""

    return note


def _counting(part: Part, env: ImmutableSandboxedEnvironment, found: Counted) -> Part:
    tree = env.parse(part.source)
    tags: list[nodes.If | nodes.For] = [*tree.find_all(nodes.If), *tree.find_all(nodes.For)]
    elifs = {id(branch) for node in tree.find_all(nodes.If) for branch in node.elif_}
    for node in tags:
        _count(node, part, found, id(node) in elifs)
    tree.set_environment(env)
    code = env.compile(tree, filename="<template>")
    template = env.template_class.from_code(env, code, env.make_globals(None))
    return replace(part, template=template)


def _count(node: nodes.If | nodes.For, part: Part, found: Counted, is_elif: bool) -> None:
    for what, body in _bodies(node, part, is_elif):
        number = len(found.branches)
        found.branches.append(Branch(what, part, node.lineno))
        call = nodes.Call(nodes.Name("_taken", "load"), [nodes.Const(number)], [], None, None)
        body.insert(0, nodes.Output([call], lineno=node.lineno))


def _bodies(
    node: nodes.If | nodes.For, part: Part, is_elif: bool
) -> Iterator[tuple[str, list[nodes.Node]]]:
    """The branches of a tag; the else of an ``elif`` is that of its ``if``."""
    tag = part.source.split("\n")[node.lineno - 1].partition("%}")[0].strip()
    yield f"{{% {tag} %}}", node.body
    if node.else_ or (isinstance(node, nodes.If) and not is_elif):
        yield f"{{% {tag} %}} … else", node.else_
