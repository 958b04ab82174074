"""What an edition adds to the input sheets and nothing prints, checks or computes with."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from generator.document.template.opening import OpenTemplate, open_base
from generator.document.template.uses import cells_used
from generator.editions import Edition, first_edition
from generator.editions.schema import Block, InputColumn, InputRow
from generator.model import regex

Path = tuple[str, ...]
_FREE = ("amount", "count", "score", "rate", "text", "long")
_NOT_PRINTED = "公开稿不印"
_PLACE = regex(r"\{([^{}]*)\}")
_COLUMN = regex(r"\[(\w+)\]")


def idle(edition: Edition, printed: Collection[Path], named: Collection[str]) -> Iterator[str]:
    """The lines and columns that are typed for nothing.

    ``printed`` are the paths below ``inputs``, ``named`` the words of a row that tags call by their
    keys.  What the program's own edition has, the program knows what for.
    """
    referred = set(_referred(edition))
    for sheet in edition.asked:
        for block in sheet.blocks:
            for key, label in _added(block):
                used = (block.id, key) in referred or key in named
                if not used and not any(_prints(block, key, path) for path in printed):
                    place = f"inputs.{block.id}.{key}"
                    yield f"填报表「{sheet.name}」的「{label}」没有用处：模板没有印（{place}），关系、公式也没有用到它"


def forsaken(
    edition: Edition, template: OpenTemplate, printed: Collection[Path], named: Collection[str]
) -> Iterator[str]:
    """What the program's own edition asks for and prints, and this one asks for and does not print,
    and the parts that it leaves out and prints all the same.

    Figures made of it are printed, or a rule compares it with something: else it is typed for
    nothing.  The program takes its mind from choices, dates and codes without printing them.
    """
    first = first_edition()
    own = not edition.template.samefile(first.template)
    if not (own or edition.without):
        return
    shown, compared = cells_used(edition, template)
    yield from _against_without(edition, {block for block, *_ in shown})
    if not own:
        return
    before = cells_used(first, open_base(first.template, first.template.read_bytes()))
    gone = _entries(before[0] | before[1]) - _entries(shown | compared) - set(_referred(edition))
    for sheet in edition.asked:
        for block in sheet.blocks:
            entries: tuple[InputRow | InputColumn, ...] = (*block.lines, *block.columns)
            for entry in entries:
                key = entry.key
                if (block.id, key) not in gone or key in named or not _is_typed(block, entry):
                    continue
                if not any(_prints(block, key, path) for path in printed):
                    yield (
                        f"填报表「{sheet.name}」的「{entry.label}」（{block.id}.{key}）没有用处："
                        "模板没有印用它算的内容，规则也没有用到它。不要填的写 absent = true；"
                        f"程序要用、去不掉的，在 note 里写明「{_NOT_PRINTED}」，不作必填（required、needed_if）"
                    )


def _against_without(edition: Edition, shown: Collection[str]) -> Iterator[str]:
    """Parts that the place does not have, and of which the template still prints something."""
    for sheet in edition.sheets:
        if sheet.id in edition.without and any(block.id in shown for block in sheet.blocks):
            yield (
                f"without 里有 {sheet.id}，没有「{sheet.name}」这张填报表，"
                "模板还在印它的内容：把这一部分从模板里删去"
            )


def _entries(places: Collection[Path]) -> set[tuple[str, str]]:
    """Block and line, and block and column, of each place."""
    return {(block, key) for block, *keys in places for key in keys}


def _is_typed(block: Block, entry: InputRow | InputColumn) -> bool:
    """True for what a person is to type as a number or in words, and not told that it is not printed."""
    known = entry.kind in _FREE or (block.kind == "grid" and isinstance(entry, InputRow))
    meant = _NOT_PRINTED in entry.note and not (entry.required or entry.needed_if)
    return known and not entry.live and not meant


def _added(block: Block) -> Iterator[tuple[str, str]]:
    """Key and label of what is typed and the program's own edition has not: lines of fields, columns."""
    _, own = first_edition().blocks.get(block.id, (None, Block(id="", kind=block.kind, columns=())))
    fields = block.kind == "fields"
    known = {entry.key for entry in (own.lines if fields else own.columns)}
    for entry in block.lines if fields else block.columns:
        if entry.key not in known and not entry.live and entry.key != block.key:
            yield entry.key, entry.label


def _prints(block: Block, key: str, path: Path) -> bool:
    """Whether a tag prints an entry: a line of fields, a column, or a whole line of a grid."""
    if path[0] != block.id:
        return False
    if block.kind == "fields":
        return path[1:2] == (key,)
    return key in path[2:] or (block.kind == "grid" and len(path) == 2)


def _referred(edition: Edition) -> Iterator[tuple[str, str]]:
    """Block and key of what relations, terms and live formulas speak of."""
    places = [place for r in edition.relations for e in r.equations for place in (e.left, *e.right)]
    places += [term.place for term in edition.terms]
    for _, block in edition.blocks.values():
        entries: tuple[InputRow | InputColumn, ...] = (*block.lines, *block.columns)
        formulas = " ".join(f"{e.live} {getattr(e, 'live_total', '')}" for e in entries)
        places += _PLACE.findall(formulas)
        yield from ((block.id, key) for key in _COLUMN.findall(formulas))
    for table, *keys in (place.split(".") for place in places):
        yield from ((table, key) for key in keys)
