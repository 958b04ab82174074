"""The files of the data folder: name → bytes, the same bytes for the same document."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from generator.document import Draft
from generator.editions import Edition
from generator.figures.disclosure import Disclosure
from generator.figures.phrasing import Marks, Phrasing
from generator.model import Figure, Unit, regex
from generator.products.opendata.figures import PrintedNumber, printed_figures
from generator.products.opendata.records import DataRow, DataTable, data_tables
from generator.products.opendata.workbook import workbook
from generator.products.review.reading import sections

VERSION = "1.0"  # of the JSON; the first number changes when a reader must change
NOT_APPLICABLE = "NA"
_UNITS = {Unit.RATIO: "%", Unit.COUNT: "个", Unit.SCORE: "分"}
FIGURE_HEADS = ("部分", "名称", "数值", "单位", "印作", "所在的话")

_FOLDER = Path(__file__).parent
_FORMULA = regex(r"[=+\-@＝＋－＠'\t\r]")

Row = Sequence[str]


def open_data(made: Disclosure, edition: Edition, draft: Draft, final: bool) -> dict[str, bytes]:
    """The tables and figures of a document as files, and a text that explains them.

    What is not ``final`` says so.
    """
    phrasing = Phrasing(edition, Marks())
    tables, document = data_tables(made, edition), sections(draft)
    figures = printed_figures(draft, document)
    rows = [_figure_row(figure, phrasing) for figure in figures]
    status = "定稿" if final else "征求意见稿"
    head = {
        "version": VERSION,
        "status": status,
        "unit": str(made.unit.name),
        "year": int(str(made.unit.year)),
        "edition": edition.id,
        "currency": edition.currency,
    }
    return {
        "决算公开数据.xlsx": workbook(document, draft, phrasing, (FIGURE_HEADS, *rows)),
        "决算公开数据.json": _json(head, tables, figures, phrasing),
        "决算公开数据.schema.json": (_FOLDER / "schema.json").read_bytes(),
        **{_csv_name(t): _csv(_table_rows(t, phrasing)) for t in tables},
        "正文数字.csv": _csv((FIGURE_HEADS, *rows)),
        "说明.txt": _described(head, tables),
    }


def _csv_name(table: DataTable) -> str:
    return f"{'-'.join(dict.fromkeys((table.form.sheet, table.form.title)))}.csv"


# --- CSV ---------------------------------------------------------------------------------------


def _table_rows(table: DataTable, phrasing: Phrasing) -> list[Row]:
    head = [*table.names.values(), *("-".join(column.path) for column in table.columns)]
    return [head, *(_row(table, record, phrasing) for record in table.records)]


def _row(table: DataTable, record: DataRow, phrasing: Phrasing) -> Row:
    amounts = (
        _number(phrasing.value(record.amounts[column.key]), "")
        if column.key in record.amounts
        else NOT_APPLICABLE
        for column in table.columns
    )
    return [*(as_text(getattr(record, name)) for name in table.names), *amounts]


def _figure_row(printed: PrintedNumber, phrasing: Phrasing) -> Row:
    figure = printed.figure
    value = _number(phrasing.value(figure), "")
    words = ("/".join(printed.place), figure.label, value, _unit(figure, phrasing))
    texts = (printed.text, printed.clause)
    return [as_text(words[0]), as_text(words[1]), *words[2:], *map(as_text, texts)]


def _unit(figure: Figure, phrasing: Phrasing) -> str:
    return phrasing.edition.currency if figure.unit is Unit.YUAN else _UNITS[figure.unit]


def as_text(words: str) -> str:
    """Words of a CSV that no spreadsheet takes for a formula: ' before = + - @ and '.

    Quotes would not help, spreadsheets take them off first.  Numbers are not passed through
    here, so that a negative one stays a number.
    """
    return f"'{words}" if _FORMULA.match(words) else words


def _csv(rows: Iterable[Row]) -> bytes:
    """UTF-8 with BOM and CRLF, as Excel opens it and RFC 4180 writes it."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def _number(value: Decimal | None, blank: str | None) -> Any:
    return blank if value is None else f"{value:f}"


# --- JSON --------------------------------------------------------------------------------------


def _json(
    head: Mapping[str, Any],
    tables: Iterable[DataTable],
    figures: Iterable[PrintedNumber],
    phrasing: Phrasing,
) -> bytes:
    data = {
        **head,
        "tables": [_table_json(table, phrasing) for table in tables],
        "figures": [_figure_json(printed, phrasing) for printed in figures],
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _table_json(table: DataTable, phrasing: Phrasing) -> dict[str, Any]:
    form = table.form
    return {
        "id": form.id,
        "number": form.sheet,
        "title": form.title,
        "columns": [
            {"key": c.key, "label": list(c.path), **({"number": c.number} if c.number else {})}
            for c in table.columns
        ],
        "rows": [
            {
                **{name: getattr(record, name) for name in table.names if getattr(record, name)},
                "amounts": _amounts_json(record.amounts, phrasing),
            }
            for record in table.records
        ],
        "notes": list(form.notes),
    }


def _amounts_json(amounts: Mapping[str, Figure], phrasing: Phrasing) -> dict[str, str | None]:
    return {key: _number(phrasing.value(figure), None) for key, figure in amounts.items()}


def _figure_json(printed: PrintedNumber, phrasing: Phrasing) -> dict[str, Any]:
    return {
        "place": list(printed.place),
        "name": printed.figure.label,
        "value": _number(phrasing.value(printed.figure), None),
        "unit": _unit(printed.figure, phrasing),
        "text": printed.text,
        "clause": printed.clause,
    }


# --- what the files are ------------------------------------------------------------------------


def _described(head: Mapping[str, Any], tables: Iterable[DataTable]) -> bytes:
    listed = "\r\n".join(f"　　{_csv_name(table)}" for table in tables)
    words = (_FOLDER / "about.txt").read_text("utf-8").rstrip("\n").replace("\n", "\r\n")
    return f"{words.format(**head, tables=listed)}\r\n".encode("utf-8-sig")
