"""The language of templates, and its bounds: a template can neither compute nor run away.

Jinja's sandbox shuts what is private.  It lets a tag multiply a text by a thousand million, count
to it, or call itself without end; each would hang the build of an office that copied a tag
wrongly.  So the operators and filters that a template has no use for are not there, and loops and
calls are paid for out of a budget for each rendering.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sized
from decimal import Decimal
from typing import Any

from jinja2 import StrictUndefined, Undefined, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import TemplateRuntimeError
from jinja2.runtime import LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from msgspec import Struct

from generator.figures.phrasing import FILTERS

# Each is beyond the largest disclosure: a draft of 60 projects counts 3 million characters, one of
# 5,000 codes, 300 projects and 2,000 key works 130 million.
_MOST_CHARACTERS = 250_000_000
_MOST_STEPS = 3_000_000
_MOST_SECONDS = 15.0  # of this process, whatever else the machine does
_STEPS_PER_LOOK = 500
_DEEPEST = 40  # macros inside macros
_LONGEST = 40_000  # characters of one text that a template puts together
_RANGE = 10_000

_JINJA_FILTERS = (
    "count",
    "d",
    "default",
    "e",
    "escape",
    "first",
    "join",
    "last",
    "length",
    "list",
    "lower",
    "max",
    "min",
    "reverse",
    "selectattr",
    "rejectattr",
    "sort",
    "string",
    "trim",
    "upper",
)
_METHODS = frozenset(
    (
        "endswith",
        "find",
        "get",
        "items",
        "keys",
        "lstrip",
        "partition",
        "removeprefix",
        "removesuffix",
        "rpartition",
        "rstrip",
        "split",
        "splitlines",
        "startswith",
        "strip",
        "values",
    )
)
_OF_DICT = frozenset(dir(dict))
_NODES = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.For,
    nodes.If,
    nodes.Macro,
    nodes.Assign,
    nodes.Expr,
    nodes.Pair,
    nodes.Keyword,
    nodes.Operand,
)


_COMPUTING = (nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow)


class Exhausted(TemplateRuntimeError):
    """A template that asks for more than any disclosure needs."""


class Budget:
    """What one rendering may still use."""

    def __init__(self) -> None:
        self._characters, self._steps = _MOST_CHARACTERS, _MOST_STEPS
        self._until = time.process_time() + _MOST_SECONDS
        self._depth = self._asked = 0

    def spend(self, characters: int, steps: int) -> None:
        """Raises Exhausted when nothing is left."""
        self._characters -= characters
        self._steps -= steps
        self.printed(0)
        if self._steps < 0:
            raise Exhausted("循环的次数太多，多半是循环套循环")
        # The clock costs more than a loop does: it is read at every so many loops, and steps.
        self._asked += steps + 1
        if self._asked >= _STEPS_PER_LOOK:
            self._asked = 0
            self._look()

    def _look(self) -> None:
        if time.process_time() > self._until:
            raise Exhausted("用时太长，多半是循环套循环")

    def printed(self, characters: int) -> None:
        """The cheap half of ``spend``: for every text that a tag prints."""
        self._characters -= characters
        if self._characters < 0:
            raise Exhausted("印出来的内容太多，多半是循环套循环")

    def call(self, function: Callable[..., Any], arguments: Any, keywords: Any) -> Any:
        """Call a macro one level deeper."""
        self._depth += 1
        try:
            if self._depth > _DEEPEST:
                raise Exhausted("自己套用了自己，没有尽头")
            return function(*arguments, **keywords)
        finally:
            self._depth -= 1


class Sandbox(ImmutableSandboxedEnvironment):
    """Strict, escaping, sandboxed, bounded: unknown names, None and bare figures are errors.

    The filters and what makes a value printable are only named here; each rendering brings
    its own, and its ``budget``.
    """

    intercepted_binops = frozenset(("+", "-", "*", "/", "//", "%", "**"))

    def __init__(self) -> None:
        super().__init__(undefined=StrictUndefined, autoescape=True, finalize=_as_it_is)
        self.code_generator_class = _Generator
        self.globals = {"range": self.globals["range"]}
        known = self.filters
        self.filters = {name: known[name] for name in _JINJA_FILTERS}
        self.filters.update(dict.fromkeys(FILTERS, str))
        self.filters[_LOOP] = self._looped
        self.budget = Budget()

    def begin(
        self, filters: dict[str, Callable[..., Any]], printable: Callable[[Any], Any]
    ) -> None:
        """Get ready for one rendering."""
        self.filters.update(filters)
        self.budget = Budget()

        def bounded(value: Any) -> Any:
            shown = printable(value)
            if isinstance(shown, str):
                self.budget.printed(len(shown))
            else:
                _must_be_printable(shown)
            return shown

        self.finalize = bounded

    def getattr(self, obj: Any, attribute: str) -> Any:
        """As the sandbox has it: records are neither code nor mutable, only what is private is shut."""
        if attribute[:1] != "_":
            if isinstance(obj, Struct):
                try:
                    return getattr(obj, attribute)
                except AttributeError:
                    pass
            elif type(obj) is dict and attribute in obj and attribute not in _OF_DICT:
                return obj[attribute]
        return super().getattr(obj, attribute)

    def call(self, context: Any, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Macros within the budget; of the methods of texts and tables the harmless ones."""
        if isinstance(obj, Macro | LoopContext):
            self.budget.spend(0, 1)
            made = self.budget.call(super().call, (context, obj, *args), kwargs)
            self.budget.printed(len(made))
            return made
        owner = getattr(obj, "__self__", None)
        name = getattr(obj, "__name__", "")
        if isinstance(owner, str | bytes | dict | list | tuple | int) and name not in _METHODS:
            raise TemplateRuntimeError(f"模板里不能用「{name}」")
        if obj is self.globals["range"] and any(abs(int(arg)) > _RANGE for arg in args):
            raise Exhausted(f"range 的数太大，最多 {_RANGE}")
        return super().call(context, obj, *args, **kwargs)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Counting on by a number, and joining two texts; nothing else is computed in a template."""
        numbers = isinstance(left, int) and isinstance(right, int)
        texts = isinstance(left, str) and isinstance(right, str)
        if operator == "-" and numbers:
            return left - right
        if operator == "+" and (numbers or (texts and len(left) + len(right) < _LONGEST)):
            return left + right
        raise TemplateRuntimeError("模板里不能计算和比较")

    def joined(self, parts: tuple[Any, ...]) -> Any:
        """What ``~`` makes."""
        from jinja2.runtime import markup_join

        found = markup_join(parts)
        if len(found) > _LONGEST:
            raise Exhausted("拼起来的文字太长")
        return found

    def _looped(self, items: Iterable[Any], characters: int) -> Any:
        """What a loop goes over, paid for: so many characters stand in its body."""
        if items is None:
            raise TypeError("没有内容可以循环")
        sized = items if isinstance(items, Sized) else list(items)
        self.budget.spend(len(sized) * characters, len(sized) + 1)
        return sized

    def _generate(self, source: nodes.Template, *args: Any, **kwargs: Any) -> Any:
        """Jinja's own, with every loop paid for."""
        for loop in list(source.find_all(nodes.For)):
            size = nodes.Const(_characters(loop.body))
            loop.iter = nodes.Filter(
                loop.iter, _LOOP, [size], [], None, None, lineno=loop.iter.lineno
            )
        source.set_environment(self)
        return super()._generate(source, *args, **kwargs)


_LOOP = "_looped"


class _Generator(CodeGenerator):
    """Jinja's code, in which joining texts asks the environment."""

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802 (Jinja's name)
        self.write("environment.joined((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")


def unknown_nodes(tree: nodes.Template) -> Iterable[nodes.Node]:
    """What a template may not have though Jinja knows it: blocks, includes, captured text."""
    for node in tree.find_all(nodes.Node):
        recursive = isinstance(node, nodes.For) and node.recursive
        if recursive or isinstance(node, _COMPUTING) or not isinstance(node, _NODES):
            yield node


def _characters(body: list[nodes.Node]) -> int:
    """The fixed text in the body of a loop; inner loops and macros pay for theirs."""
    total = 0
    for node in body:
        if isinstance(node, nodes.TemplateData):
            total += len(node.data)
        elif not isinstance(node, nodes.For | nodes.Macro):
            total += _characters(list(node.iter_child_nodes()))
    return total


def _as_it_is(value: Any) -> Any:
    return value


def _must_be_printable(value: Any) -> None:
    """Raises ValueError for what would print as Python writes it."""
    plain = isinstance(value, int | Decimal | Undefined) and not isinstance(value, bool)
    if not plain and not hasattr(value, "__html__"):
        raise ValueError("这里不是一项内容，印不出来：名称后面少了一段，或者少了格式")
