"""A module that tells, while it runs, which of its mutants would have made a difference there."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import Any

from tests.campaigns.mutants.making import changes, key

differing: set[str] = set()  # the keys of mutants that made a difference since it was cleared

_ASKED = {
    "<": (operator.lt, operator.le),
    "<=": (operator.le, operator.lt),
    ">": (operator.gt, operator.ge),
    ">=": (operator.ge, operator.gt),
}
_AT_ONE_POINT: dict[type[ast.cmpop], str] = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}
_WORDS: dict[str, tuple[Callable[..., Any], Callable[..., Any]]] = {
    "any": (any, all),
    "all": (all, any),
    "min": (min, max),
    "max": (max, min),
}
_Thunk = Callable[[], Any]


def watched(path: str, source: str) -> ast.Module:
    """The module with calls of ``HELPERS`` in its functions; what runs when it is imported has none."""
    tree: ast.Module = _Watching(path, source).visit(ast.parse(source))
    return ast.fix_missing_locations(tree)


def _compared(mutant: str, word: str, left: Any, right: Any) -> Any:
    """``left < right``, and whether ``<=`` would have been another answer."""
    asked, other = _ASKED[word]
    said = asked(left, right)
    _note(mutant, said, lambda: other(left, right))
    return said


def _summed(mutant: str, word: str, left: Any, right: Any) -> Any:
    added = word == "+"
    said = left + right if added else left - right
    _note(mutant, said, lambda: left - right if added else left + right)
    return said


def _of_all(mutant: str, word: str, values: Iterable[Any]) -> Any:
    """``any`` and ``all``: asked of as many values as the program would ask."""
    asked, other = _WORDS[word]
    left = iter(values)
    seen: list[Any] = []

    def kept() -> Iterable[Any]:
        for value in left:
            seen.append(value)
            yield value

    said = asked(kept())
    _note(mutant, said, lambda: other([*seen, *left]))
    return said


def _extreme(mutant: str, word: str, *values: Any, **options: Any) -> Any:
    asked, other = _WORDS[word]
    kept = [list(values[0])] if len(values) == 1 else list(values)
    said = asked(*kept, **options)
    _note(mutant, said, lambda: other(*kept, **options))
    return said


def _joined(mutants: tuple[str, ...], word: str, *values: _Thunk) -> Any:
    """``a and b and c``, and for each sign what it would be with the other one there."""
    known: dict[int, Any] = {}

    def value(place: int) -> Any:
        if place not in known:
            known[place] = values[place]()
        return known[place]

    every = range(len(values))
    said = _chained(word, every, value)
    for at, mutant in enumerate(mutants):
        if mutant:
            _note(mutant, said, lambda at=at: _with_other(word, at, every, value))  # type: ignore[misc]
    return said


def _chained(word: str, places: Iterable[int], value: Callable[[int], Any]) -> Any:
    said: Any = None
    for place in places:
        said = value(place)
        if bool(said) is (word == "or"):
            break
    return said


def _with_other(word: str, at: int, every: range, value: Callable[[int], Any]) -> Any:
    """The other sign behind the value ``at``: ``and`` binds closer than ``or``."""
    if word == "and":
        return _chained(word, every[: at + 1], value) or _chained(word, every[at + 1 :], value)
    before = _chained(word, every[:at], value) if at else False
    return before or (value(at) and value(at + 1)) or _after(word, every[at + 2 :], value)


def _after(word: str, places: range, value: Callable[[int], Any]) -> Any:
    return _chained(word, places, value) if places else False


def _note(mutant: str, said: Any, other: _Thunk) -> None:
    """A mutant that cannot even be asked makes a difference."""
    if mutant in differing:
        return
    try:
        same = _alike(said, other())
    except Exception:
        same = False
    if not same:
        differing.add(mutant)


def _alike(one: Any, other: Any) -> bool:
    return one is other or (type(one) is type(other) and bool(one == other))


HELPERS = {
    "_mutants_differ": differing.add,
    "_mutants_compared": _compared,
    "_mutants_summed": _summed,
    "_mutants_of_all": _of_all,
    "_mutants_extreme": _extreme,
    "_mutants_joined": _joined,
}


class _Watching(ast.NodeTransformer):
    def __init__(self, path: str, source: str) -> None:
        self._path, self._lines = path, source.encode().splitlines()
        self._depth = 0  # functions around a node

    def visit(self, node: ast.AST) -> Any:
        if isinstance(node, ast.pattern):
            return node
        keys = list(self._keys(node)) if self._depth else []
        new = super().visit(node)
        return self._told(new, keys) if any(keys) else new

    def visit_FunctionDef(self, node: ast.FunctionDef) -> Any:
        """Only the body: the defaults are made when the module is imported."""
        self._depth += 1
        node.body = [self.visit(statement) for statement in node.body]
        self._depth -= 1
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> Any:
        if node.value:
            node.value = self.visit(node.value)
        return node

    def _keys(self, node: ast.AST) -> Iterator[str]:
        """The keys of a node's mutants; of ``and`` and ``or`` one for each sign, "" without a mutant."""
        found = {
            (line, start): key(self._path, self._lines, (line, start, end, new))
            for line, start, end, new in changes(node, self._lines)
        }
        if not isinstance(node, ast.BoolOp):
            yield from found.values()
            return
        for one, other in pairwise(node.values):
            span = (one.end_lineno, one.end_col_offset), (other.lineno, other.col_offset)
            yield next((found[at] for at in found if span[0] <= at < span[1]), "")

    def _told(self, node: ast.AST, keys: list[str]) -> ast.AST:
        match node:
            case ast.Compare(left=left, ops=[sign], comparators=[right]) if (
                type(sign) in _AT_ONE_POINT
            ):
                return _call("compared", keys[0], _AT_ONE_POINT[type(sign)], left, right)
            case ast.BinOp(left=left, right=right, op=sign):
                return _call(
                    "summed", keys[0], "+" if isinstance(sign, ast.Add) else "-", left, right
                )
            case ast.Call(func=ast.Name("any" | "all" as name), args=[values]):
                return _call("of_all", keys[0], name, values)
            case ast.Call(func=ast.Name("min" | "max" as name)):
                called = _call("extreme", keys[0], name, *node.args)
                called.keywords = node.keywords
                return called
            case ast.BoolOp(values=values, op=sign) if not _bound_here(node):
                word = "and" if isinstance(sign, ast.And) else "or"
                return _call("joined", tuple(keys), word, *map(_later, values))
        return _in_turn([name for name in keys if name], node)


def _call(name: str, mutant: str | tuple[str, ...], word: str, *values: ast.expr) -> ast.Call:
    # ``compile`` takes a tuple as a constant, too.
    constants = [ast.Constant(mutant), ast.Constant(word)]  # type: ignore[arg-type]
    return ast.Call(ast.Name(f"_mutants_{name}", ast.Load()), [*constants, *values], [])


def _later(value: ast.expr) -> ast.Lambda:
    none = ast.arguments([], [], None, [], [], None, [])
    return ast.Lambda(none, value)


def _bound_here(node: ast.AST) -> bool:
    """Whether it binds a name or stops for a value: a function of its own cannot do that for it."""
    return any(
        isinstance(one, ast.NamedExpr | ast.Yield | ast.YieldFrom)
        or (isinstance(one, ast.Name) and one.id == "super")
        for one in ast.walk(node)
    )


def _in_turn(keys: list[str], node: ast.AST) -> ast.AST:
    """``(note it, the value)[1]``: where each of them always makes a difference."""
    assert isinstance(node, ast.expr)
    calls: list[ast.expr] = [
        ast.Call(ast.Name("_mutants_differ", ast.Load()), [ast.Constant(name)], []) for name in keys
    ]
    both = ast.Tuple([*calls, node], ast.Load())
    return ast.Subscript(both, ast.Constant(len(keys)), ast.Load())
