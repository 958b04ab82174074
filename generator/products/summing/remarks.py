"""What a person has to look at before a department can be the sum of its units."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from generator.model import Cell
from generator.products.summing.amounts import AmountKey, SumPart, unsplit
from generator.products.summing.department import Department
from generator.products.summing.eliminating import PAIRS, items, wrong
from generator.products.summing.placing_sums import kept
from generator.products.summing.report import SumRemark
from generator.products.summing.units import UnitBook
from generator.workbook.reading.values import label_key

_MOST_NAMED = 4  # units that a hint names


def remarks_on(found: Department) -> Iterator[SumRemark]:
    """What does not hold in its two sheets, and what its units leave open (hints)."""
    edition = found.workbook.edition
    names = {label_key(unit.listed.name): unit for unit in found.units}
    for cell, message, remedy in wrong(found.sheets.eliminations, found.given, edition):
        yield SumRemark("J04", cell, message, remedy)
    yield from _organisation(found, names)
    yield from _internal(found)
    yield from _unsplit(found)


def _organisation(found: Department, names: Mapping[str, UnitBook]) -> Iterator[SumRemark]:
    """The units that 机构 lists are those that are added up."""
    rows = [row for row in found.workbook.facts["units"].rows if row["name"].text]
    listed = {label_key(row["name"].text): row["name"] for row in rows}
    if not listed:
        return
    for key, fact in listed.items():
        if key not in names:
            yield SumRemark(
                "J02",
                fact.cell,
                f"「{fact.text}」列在「机构」里，没有汇总",
                "把它的工作簿写进「所属单位」，或从「机构」里删去。",
            )
    cell = next(iter(listed.values())).cell
    for key, unit in names.items():
        if key not in listed:
            message = f"汇总了「{unit.listed.name}」，「机构」里没有列它"
            yield SumRemark("J02", cell, message, "补进「机构」的单位名单，或不汇总它。")


def _unsplit(found: Department) -> Iterator[SumRemark]:
    """Lines that stay blank because a unit has only their total."""
    lacking: dict[SumPart, list[str]] = {}
    for (table, row, _), _, whole in unsplit(found.amounts):
        line = found.workbook.edition.blocks[table][1].line(row)
        lacking.setdefault(whole, []).append(line.label)
    for part, labels in lacking.items():
        message = (
            f"「{part.owner}」有「{part.label}」，没有分：{'、'.join(labels)}；部门的这几行没有汇总"
        )
        remedy = f"请它补填（{part.file} {part.cells[0]}），再运行。"
        yield SumRemark("J07", Cell(part.cells[0].sheet, ""), message, remedy, hint=True)


def _internal(found: Department) -> Iterator[SumRemark]:
    """Payments between units that nobody eliminates are asked for."""
    edition = found.workbook.edition
    labels = {
        key: label
        for form in ("income", "expenditure")
        for label, key in items(edition, form).items()
    }
    written = {label_key(entry.received.item) for entry in found.sheets.eliminations}
    for column, paid in PAIRS.items():
        has = _having(found, ("income", "total", column))
        pays = _having(found, ("expenditure", "total", paid))
        between = len({part.owner for part in (*has, *pays)}) > 1
        if has and pays and between and label_key(labels[column]) not in written:
            message = (
                f"「{labels[column]}」：{_named(has)}；「{labels[paid]}」：{_named(pays)}；"
                "「抵消」里没有写"
            )
            remedy = "是所属单位之间的往来，在「抵消」填一行；不是的，不用管。"
            yield SumRemark("J06", Cell("抵消", ""), message, remedy, hint=True)


def _having(found: Department, key: AmountKey) -> list[SumPart]:
    return [unit[key] for unit in found.amounts if key in unit and unit[key].value]


def _named(parts: Sequence[SumPart]) -> str:
    named = "、".join(f"{part.owner} {kept(part)}" for part in parts[:_MOST_NAMED])
    more = f" 等 {len(parts)} 个单位" if len(parts) > _MOST_NAMED else ""
    return named + more
