"""The rows and columns that an edition declares, held against those that its template prints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from jinja2 import TemplateSyntaxError, nodes

from generator.document.template.entries import forsaken, idle
from generator.document.template.opening import OpenTemplate
from generator.document.word import BODY
from generator.editions import Edition
from generator.editions.schema import Block, Form, FormColumn, FormRow, InputColumn, InputRow
from generator.figures.tables import FORM_KEYS
from generator.model import regex

_EACH = "*"  # one after the other, in a loop
_CURRENCY = regex(r"单位：(万元|元)|（(万元|元)）")
_MARKUP = regex(r"<[^>]*>|\n")
Path = tuple[str, ...]


def unprinted(template: OpenTemplate, edition: Edition) -> Iterator[str]:
    """What is declared and not printed, and what is printed and not declared."""
    found = _printed(template, ("tables", "inputs"))
    if found is None:
        return
    printed, typed = found
    for path in sorted(typed):
        if not _declared_input(edition, path):
            yield f"模板印 inputs.{'.'.join(path)}，填报表里没有这一处"
    yield from _other_currency(template, edition)
    yield from _other_order(template, edition)
    keyed = tuple(_keyed(template))
    yield from _unknown_keys(keyed, edition)
    named = {key for _, key in keyed}
    yield from idle(edition, typed, named)
    yield from forsaken(edition, template, typed, named)
    for form in edition.forms:
        root = _root(form)
        if not any(path[: len(root)] == root for path in printed):
            yield f"版式里有{form.sheet}，模板没有印它（{'.'.join(('tables', *root))}）"
        else:
            for place, declared in _declared(form).items():
                yield from _compared(form, place, declared, printed)
            yield from _unknown_lines(form, printed)
        yield from _unchecked(form, _related(edition, form))


def _other_currency(template: OpenTemplate, edition: Edition) -> Iterator[str]:
    """Words of the template that say another unit of money than the one that is printed."""
    for source in template.sources.values():
        text = _MARKUP.sub("", source.text)
        words = [m[0] for m in _CURRENCY.finditer(text) if (m[1] or m[2]) != edition.currency]
        for said in dict.fromkeys(words):
            times = words.count(said)
            yield f"版式印{edition.currency}（currency），模板里有 {times} 处写着「{said}」"


def _other_order(template: OpenTemplate, edition: Edition) -> Iterator[str]:
    """Tables that the template prints in another order than the edition has them."""
    text = template.sources[BODY].text
    found = {form: text.find(".".join(("tables", *_root(form), ""))) for form in edition.forms}
    printed = [form for form in edition.forms if found[form] >= 0]
    order = sorted(printed, key=found.__getitem__)
    if order != printed:
        one, other = ("、".join(form.sheet for form in forms) for forms in (order, printed))
        yield f"模板印表的次序是 {one}，版式里是 {other}（forms.toml 的次序，after）"


def _compared(
    form: Form, place: Path, declared: Mapping[str, str], printed: frozenset[Path]
) -> Iterator[str]:
    whole = (*_root(form), *place)
    found = {path[len(whole)] for path in printed if path[: len(whole)] == whole != path}
    named = ".".join(("tables", *(part for part in whole if part != _EACH)))
    for key, label in declared.items():
        if key not in found:
            yield f"{form.sheet}的「{label}」在版式里有，模板没有印：{_what(place)}少了 {key}"
    for key in sorted(found - declared.keys()):
        yield f"模板印 {named}.{key}，{form.sheet}没有这一栏"


def _root(form: Form) -> Path:
    """Where the tags find a table: the nine by their keys, any other among ``more``."""
    return (form.id,) if form.id in FORM_KEYS else ("more", form.id)


def _unchecked(form: Form, related: frozenset[str]) -> Iterator[str]:
    """Columns of one row, and lines, that neither a formula nor a relation looks at.

    In forms by code 合计, 类, 款 and 项 are added up in every column.
    """
    used = {no for f in form.formulas for no in (f.target, *(no for _, no in f.terms))}
    entries: list[tuple[FormColumn | FormRow, str]] = []
    if form.layout == "single":
        entries = [(column, "·".join(column.path)) for column in form.columns]
    elif form.layout == "lines":
        entries = [(line, line.label) for side in form.sides for line in side.lines]
    for entry, name in entries:
        if entry.no not in used and entry.key not in related:
            yield f"{form.sheet}的「{name}」不在任何公式里，没有规则核对它（formulas、relation）"


def _related(edition: Edition, form: Form) -> frozenset[str]:
    """The rows and columns of a table that the edition's own relations speak of."""
    equations = [equation for relation in edition.relations for equation in relation.equations]
    places = [place for equation in equations for place in equation.places if place[0] == form.id]
    return frozenset(key for _, *keys in places for key in keys)


def _unknown_lines(form: Form, printed: frozenset[Path]) -> Iterator[str]:
    """Names of lines that a tag prints and the form does not have."""
    known = {line.key for side in form.sides for line in side.lines}
    named = (*_root(form), "labels")
    for path in sorted(path for path in printed if path[: len(named)] == named != path):
        if form.layout == "lines" and path[len(named)] not in known:
            yield f"模板印 tables.{'.'.join(path)}，{form.sheet}没有这一行"


def _what(place: Path) -> str:
    return "合计行" if place[0] in ("total", "totals") else "各行" if _EACH in place else "表里"


def _declared(form: Form) -> dict[Path, dict[str, str]]:
    """Where a table prints its amounts → what belongs there, key → label."""
    columns = {column.key: column.label for column in form.columns}
    if form.layout == "codes":
        return {("total", "amounts"): columns, ("rows", _EACH, "amounts"): columns}
    if form.layout == "single":
        return {("amounts",): columns}
    if form.layout == "items":
        return {("totals",): {total.key: total.label for total in form.totals}}
    halves = zip(("left", "right"), form.sides, strict=False)
    return {
        ("rows", _EACH, half, "amounts"): {c.key: c.label for c in side.columns}
        for half, side in halves
    }


def _declared_input(edition: Edition, path: Path) -> bool:
    """Whether there is such a block, and such a line or column of it."""
    if path[0] not in edition.blocks:
        return False
    block = edition.blocks[path[0]][1]
    lines, columns = {line.key for line in block.lines}, {c.key for c in block.columns}
    if block.kind == "list":
        return len(path) < 3 or path[1] != _EACH or path[2] in columns
    if path[1:2] and path[1] not in lines:
        return False
    return block.kind == "fields" or not path[2:] or path[2] in columns


def _unknown_keys(keyed: Iterable[tuple[str, str]], edition: Edition) -> Iterator[str]:
    """Words of a budget row, counts and uses of 三公, that a tag names and no sheet has."""
    known = {
        name: {entry.key for entry in _entries(edition.blocks[block][1])}
        for name, block in _KEYED.items()
        if block in edition.blocks
    }
    known["counts"] = known.get("counts", set()) | {"domestic_batches", "domestic_people"}
    for name, key in keyed:
        if key not in known.get(name, {key}):
            yield f"模板印 {name}.{key}，填报表里没有这一处"


def _keyed(template: OpenTemplate) -> Iterator[tuple[str, str]]:
    """Each ``typed.use``, ``counts.cars_owned`` of a tag: what holds the words, and their key."""
    for source in template.sources.values():
        for node in source.tree.find_all(nodes.Getattr):
            if isinstance(node.node, nodes.Getattr) and node.node.attr in _KEYED:
                yield node.node.attr, node.attr


_KEYED = {
    "typed": "budget",
    "uses": "three_public_counts",
    "counts": "three_public_counts",
}


def _entries(block: Block) -> tuple[InputRow, ...] | tuple[InputColumn, ...]:
    return block.lines or block.columns


def _printed(template: OpenTemplate, roots: tuple[str, ...]) -> list[frozenset[Path]] | None:
    """Every path below each root that a tag names; None while a tag is torn, which is told."""
    found: set[Path] = set()
    for source in template.sources.values():
        try:
            _walk(source.tree, {root: (root,) for root in roots}, found)
        except (TemplateSyntaxError, RecursionError):
            return None
    return [frozenset(path[1:] for path in found if path[0] == r and path[1:]) for r in roots]


def _walk(node: nodes.Node, scope: Mapping[str, Path], found: set[Path]) -> None:
    if isinstance(node, nodes.For) and isinstance(node.target, nodes.Name):
        over = _path(node.iter, scope)
        if over is not None:
            scope = {**scope, node.target.name: (*over, _EACH)}
    path = _path(node, scope)
    if path:
        found.add(path)
        return
    for child in node.iter_child_nodes():
        _walk(child, scope, found)


def _path(node: nodes.Node, scope: Mapping[str, Path]) -> Path | None:
    """``tables.income.total.amounts.fiscal`` as its steps below ``tables``; None for other things."""
    if isinstance(node, nodes.Name):
        return scope.get(node.name)
    if isinstance(node, nodes.Getattr):
        return _step(node.node, node.attr, scope)
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        return _step(node.node, str(node.arg.value), scope)
    if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Getattr):
        first = node.args[0] if node.args else None
        if node.node.attr == "get" and isinstance(first, nodes.Const):
            return _step(node.node.node, str(first.value), scope)
    return None


def _step(node: nodes.Node, name: str, scope: Mapping[str, Path]) -> Path | None:
    above = _path(node, scope)
    return None if above is None else (*above, name)
