"""Where the numbers of a workbook were taken from: a file beside it, for everybody to read."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct, field

from generator.model import Cell, Fact, Finding, Severity, Table, Unit
from generator.workbook.leftovers import PREFIX, SUFFIX
from generator.workbook.reading.values import amount, label_key

FORMAT = 1


class TakenValue(Struct, frozen=True, rename={"address": "cell"}):
    """A value as it was taken: its place in the export, and what was written for it."""

    file: str
    sheet: str
    address: str
    value: str

    def __str__(self) -> str:
        return f"{self.file} {self.sheet}!{self.address}"


class SummedValue(Struct, frozen=True):
    """A value that was added up from several workbooks; ``value`` as it was written."""

    value: str
    parts: tuple[TakenValue, ...]

    def __str__(self) -> str:
        parts = [f"{part} {part.value}" if part.file else _left_out(part) for part in self.parts]
        return f"所属单位之和：{'；'.join(parts)}"


def _left_out(part: TakenValue) -> str:
    return f"抵消 {part.sheet}!{part.address} {part.value}"


class _Kept(Struct):
    """The file: its cells by place; what was added up has parts and no place of its own."""

    cells: dict[str, _KeptCell]
    files: dict[str, str]


class _KeptCell(Struct):
    value: str
    file: str = ""
    sheet: str = ""
    cell: str = ""
    parts: tuple[TakenValue, ...] | None = None

    @property
    def taken(self) -> TakenValue | SummedValue:
        if self.parts is not None:
            return SummedValue(self.value, self.parts)
        return TakenValue(self.file, self.sheet, self.cell, self.value)


class FillRecord(Struct, frozen=True):
    """The sources of a workbook's cells, and the digests of the files by name or path."""

    cells: Mapping[Cell, TakenValue | SummedValue] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)


def record_of(workbook: Path) -> Path:
    """The place of the record: ``2024-来源.json`` beside ``2024.xlsx``."""
    return workbook.with_name(f"{workbook.stem}-来源.json")


def from_workbook(path: Path, workbook: Path) -> str:
    """How a record names a file: its path from the workbook's folder, with /."""
    return os.path.relpath(path.absolute(), workbook.absolute().parent).replace("\\", "/")


def read_record(workbook: Path) -> FillRecord:
    """The record of a workbook; an empty one where there is none, or none that can be read."""
    path = record_of(workbook)
    try:
        if not path.is_file():
            return FillRecord()
        kept = msgspec.json.decode(path.read_bytes(), type=_Kept)
    except (OSError, ValueError):
        return FillRecord()
    return FillRecord(
        {_cell(place): entry.taken for place, entry in kept.cells.items()}, kept.files
    )


def _cell(place: str) -> Cell:
    sheet, _, address = place.rpartition("!")
    return Cell(sheet, address)


def keep_record(workbook: Path, record: FillRecord) -> Path | None:
    """Put the record in its place, whole; None where it cannot be written: the numbers stand."""
    path = record_of(workbook)
    handle, name = tempfile.mkstemp(prefix=PREFIX, suffix=SUFFIX, dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(record_text(workbook, record))
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        return None
    return path


def record_text(workbook: Path, record: FillRecord) -> str:
    """The record as JSON, in the order of the workbook."""
    head = {
        "format": FORMAT,
        "workbook": workbook.name,
        "files": dict(sorted(record.files.items())),
    }
    cells = [
        f"{_json(str(cell))}: {_json(msgspec.to_builtins(taken))}"
        for cell, taken in sorted(record.cells.items())
    ]
    listed = ",\n".join(cells)  # a line for each: to be read by people too
    return f'{_json(head)[:-1]}, "cells": {{\n{listed}\n}}}}\n'


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def digest(content: bytes) -> str:
    """The digest by which a changed file is known."""
    return hashlib.sha256(content).hexdigest()


def origins_of(record: FillRecord, tables: Iterable[Table]) -> Iterator[tuple[Cell, str]]:
    """Cell → where its value was taken from; not for a cell that says something else by now."""
    if not record.cells:
        return
    for table in tables:
        for row in table.rows:
            for fact in row.cells.values():
                taken = record.cells.get(fact.cell)
                if taken is not None and _still(fact, taken.value, table.unit):
                    yield fact.cell, str(taken)


def _still(fact: Fact, taken: str, unit: str) -> bool:
    if not isinstance(fact.value, Decimal):
        return fact.value is not None and label_key(str(fact.value)) == label_key(taken)
    factor = 10000 if fact.unit is Unit.YUAN and unit == "万元" else 1
    number_taken, _ = amount(taken, unit=unit)
    return number_taken is not None and number_taken * factor == fact.value


def changed_files(workbook: Path, record: FillRecord) -> Iterator[Finding]:
    """A warning for each file that is another one now than when it was taken over."""
    for name, kept in record.files.items():
        path = workbook.parent / name
        try:
            now = digest(path.read_bytes()) if path.is_file() else kept
        except OSError:
            continue
        if now != kept:
            cells = tuple(c for c, t in record.cells.items() if {name, path.name} & _files(t))
            message = f"{path.name} 在取数以后改过，工作簿里有 {len(cells)} 格取自它"
            summed = any(isinstance(record.cells[cell], SummedValue) for cell in cells)
            command = f"sum {workbook.name}" if summed else f"fill {workbook.name} {path.name}"
            remedy = f"再运行一次 gen {command}：相同的不动，不同的会列出。"
            yield Finding("I47", Severity.WARNING, message, cells[:1], remedy=remedy)


def _files(taken: TakenValue | SummedValue) -> set[str]:
    parts = taken.parts if isinstance(taken, SummedValue) else (taken,)
    return {part.file for part in parts}
