"""What an edition adds to the input sheets and nothing prints, checks or computes with."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from generator.editions import Edition, first_edition
from generator.editions.schema import Block, InputColumn, InputRow
from generator.model import regex

Path = tuple[str, ...]
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
