"""The mutants of a module: one sign or word of one line changed, so that it means something else."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]

_OPPOSITES = {
    "<": "<=",
    "<=": "<",
    ">": ">=",
    ">=": ">",
    "==": "!=",
    "!=": "==",
    "in": "not in",
    "not in": "in",
    "is": "is not",
    "is not": "is",
    "and": "or",
    "or": "and",
    "+": "-",
    "-": "+",
}
_PROMISES = ("frozen", "strict")  # of a class and of ``zip``: a sound program never breaks them
_NAMES = {"any": "all", "all": "any", "min": "max", "max": "min"}
_OPERATOR = re.compile(
    rb"<=|>=|==|!=|<|>|\bnot\s+in\b|\bin\b|\bis\s+not\b|\bis\b|\+|-|\band\b|\bor\b"
)


@dataclass(frozen=True)
class Mutant:
    """A place in a line, from one byte to another, and what stands there instead."""

    path: str
    line: int
    start: int
    end: int
    old: str
    new: str

    def key(self, lines: Sequence[bytes]) -> str:
        return key(self.path, lines, (self.line, self.start, self.end, self.new))

    @property
    def name(self) -> str:
        """Where it is and what is changed; the same in every run on the same program."""
        return f"{self.path}:{self.line}:{self.start} {self.old} → {self.new}"

    def of(self, source: str) -> str:
        """The module with the change."""
        lines = source.encode().splitlines(keepends=True)
        line = lines[self.line - 1]
        lines[self.line - 1] = line[: self.start] + self.new.encode() + line[self.end :]
        return b"".join(lines).decode()


def mutants_of(path: str, source: str) -> list[Mutant]:
    """Every mutant of a module; annotations, docstrings and promises have none."""
    lines = source.encode().splitlines()
    found: dict[str, Mutant] = {}
    for node in _walked(ast.parse(source)):
        for line, start, end, new in changes(node, lines):
            old = lines[line - 1][start:end].decode()
            mutant = Mutant(path, line, start, end, old, new)
            found.setdefault(mutant.name, mutant)
    return list(found.values())


# Line, first byte, byte behind the last, what stands there then.
Change = tuple[int, int, int, str]


def key(path: str, lines: Sequence[bytes], change: Change) -> str:
    """A change by the words of its line: the same where only lines above it have moved."""
    number, start, end, new = change
    line = lines[number - 1]
    indent = len(line) - len(line.lstrip())
    old = line[start:end].decode()
    return f"{path}|{line.strip().decode()}|{start - indent} {old} → {new}"


def _walked(tree: ast.AST) -> Iterator[ast.AST]:
    """The nodes that do something when the program runs."""
    for name, value in ast.iter_fields(tree):
        if name in ("annotation", "returns", "decorator_list"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.keyword) and child.arg in _PROMISES:
                continue
            if isinstance(child, ast.AST):
                yield child
                yield from _walked(child)


def changes(node: ast.AST, lines: list[bytes]) -> Iterator[Change]:
    match node:
        case ast.Compare(left=left, comparators=comparators):
            yield from _between([left, *comparators], lines)
        case ast.BoolOp(values=values):
            yield from _between(values, lines)
        case ast.BinOp(left=left, right=right, op=ast.Add() | ast.Sub()):
            yield from _between([left, right], lines)
        case ast.UnaryOp(op=ast.Not()) if lines[node.lineno - 1][node.col_offset :].startswith(
            b"not "
        ):
            yield node.lineno, node.col_offset, node.col_offset + 4, ""
        case ast.Call(func=ast.Name(id=name) as func) if name in _NAMES:
            yield func.lineno, func.col_offset, func.col_offset + len(name), _NAMES[name]
        case ast.Constant(value=bool() as value):
            yield node.lineno, node.col_offset, node.col_offset + len(str(value)), str(not value)
        case ast.Constant(value=int() as value) if node.end_col_offset is not None:
            if node.lineno == node.end_lineno:
                yield node.lineno, node.col_offset, node.end_col_offset, str(value + 1)


def _between(parts: list[ast.expr], lines: list[bytes]) -> Iterator[Change]:
    """The operator between two parts that end and begin in one line."""
    for one, other in pairwise(parts):
        if one.end_col_offset is None or one.end_lineno != other.lineno:
            continue
        found = _OPERATOR.search(lines[other.lineno - 1], one.end_col_offset, other.col_offset)
        word = re.sub(r"\s+", " ", found.group().decode()) if found else ""
        if found and word in _OPPOSITES:
            yield other.lineno, found.start(), found.end(), _OPPOSITES[word]
