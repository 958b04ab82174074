"""Cells written into a workbook that is there: everything else stays as it was."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from lxml import etree

from generator.model import Cell, InputProblem, Value
from generator.workbook.changing import CellEntry, Entered, enter
from generator.workbook.changing.stale import looking, stale
from generator.workbook.reading.facts import read_workbook
from tests.conftest import REAL
from tests.helpers.crafted import part_of
from tests.helpers.office import saved
from tests.helpers.opening import looked_at, opened

SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def entry(place: str, value: Value, source: str = "", like: str = "") -> CellEntry:
    sheet, _, address = place.partition("!")
    return CellEntry(Cell(sheet, address), value, source, like)


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        assert len(set(archive.namelist())) == len(archive.namelist())
        return {name: archive.read(name) for name in archive.namelist()}


def without(xml: bytes, *addresses: str) -> bytes:
    """A sheet as canonical XML without some cells."""
    root = etree.fromstring(xml)
    for cell in list(root.iter(f"{SPACE}c")):
        if cell.get("r") in addresses:
            cell.getparent().remove(cell)
    written: bytes = etree.tostring(root, method="c14n")
    return written


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return Path(shutil.copy(REAL, tmp_path / "2023.xlsx"))


def written_into(path: Path, *entries: CellEntry, replace: bool = False) -> Entered:
    """Enter the values, and hold every part but the sheets named to what it was."""
    before = parts(path)
    found = enter(path, entries, replace)
    after = parts(path)
    assert list(after) == list(before)
    return found


def test_only_the_cells_change_in_a_workbook_of_ours(book: Path) -> None:
    sheet, other = part_of("重点工作"), part_of("公开03表")
    before = parts(book)
    found = written_into(
        book,
        entry("重点工作!A30", "新的一项 <甲&乙>"),
        entry("重点工作!C30", " 第一条\n第二条 "),
        entry("公开03表!E40", Decimal("12.30")),
    )
    assert [e.cell.address for e in found.written] == ["A30", "C30", "E40"]
    after = parts(book)
    assert {name for name in before if before[name] != after[name]} == {sheet, other}
    assert without(after[sheet], "A30", "C30") == without(before[sheet], "A30", "C30")
    assert without(after[other], "E40") == without(before[other], "E40")
    read = openpyxl.load_workbook(book)
    assert read["重点工作"]["A30"].value == "新的一项 <甲&乙>"
    assert read["重点工作"]["C30"].value == " 第一条\n第二条 "
    assert read["公开03表"]["E40"].value == 12.3
    for place in ("重点工作!A30", "公开03表!E40"):
        name, _, address = place.partition("!")
        assert read[name][address]._style == opened(REAL)[name][address]._style


def test_the_old_workbook_is_kept_and_equal_values_write_nothing(book: Path) -> None:
    old = book.read_bytes()
    found = enter(book, [entry("公开03表!E40", Decimal(5))])
    assert found.backup == book.with_name("2023-改前1.xlsx.bak")
    assert found.backup is not None
    assert found.backup.read_bytes() == old
    new = book.read_bytes()
    again = enter(book, [entry("公开03表!E40", Decimal("5.0")), entry("公开05表!A8", "２０８ ")])
    assert (again.written, len(again.equal), again.backup) == ((), 2, None)
    assert book.read_bytes() == new
    third = enter(book, [entry("公开03表!E41", Decimal(5))])
    assert third.backup == book.with_name("2023-改前2.xlsx.bak")
    assert sorted(path.name for path in book.parent.iterdir()) == [
        "2023-改前1.xlsx.bak",
        "2023-改前2.xlsx.bak",
        "2023.xlsx",
    ]


def test_what_a_person_typed_is_left_and_listed_unless_it_is_to_be_replaced(book: Path) -> None:
    differing = [entry("公开05表!E8", Decimal(1), "决算.xls 公开05表!E9"), entry("职责!A4", "别的")]
    found = enter(book, [*differing, entry("重点工作!A30", "项")])
    first = found.differing[0]
    assert (first.entry.cell.address, first.stands) == ("E8", "222.95")
    assert found.differing[1].stands.endswith("…")
    assert read_workbook(book).facts["general"]["208"]["total"].value == Decimal("2229500")
    replaced = enter(book, differing, replace=True)
    assert (len(replaced.written), replaced.differing) == (2, ())
    assert read_workbook(book).facts["general"]["208"]["total"].value == Decimal("10000")
    cleared = enter(book, [entry("公开05表!E8", None)], replace=True)
    assert read_workbook(book).facts["general"]["208"]["total"].value is None
    assert len(cleared.written) == 1


def test_words_that_differ_in_width_alone_are_equal_unless_they_are_to_be_replaced(
    book: Path,
) -> None:
    enter(book, [entry("重点工作!A30", "第一(二)项")])
    wide = [entry("重点工作!A30", "第一（二）项")]
    assert len(enter(book, wide).equal) == 1
    assert len(enter(book, wide, replace=True).written) == 1


def test_a_formula_without_a_result_counts_as_blank(book: Path) -> None:
    found = enter(book, [entry("公开05表!E30", Decimal(3))])
    assert len(found.written) == 1
    assert looked_at(book)["公开05表"]["E30"].value == 3


def test_days_are_numbers_where_the_cell_shows_a_day(book: Path) -> None:
    fact = read_workbook(REAL).facts["profile"]["publish_date"]["value"]
    places = [str(fact.cell), "重点工作!A30"]
    enter(book, [entry(place, date(2024, 9, 30)) for place in places], replace=True)
    assert read_workbook(book).facts["profile"]["publish_date"]["value"].value == date(2024, 9, 30)
    assert looked_at(book)["重点工作"]["A30"].value == "2024-09-30"
    again = enter(book, [entry(place, date(2024, 9, 30)) for place in places])
    assert len(again.equal) == 2


@pytest.mark.parametrize(
    ("changed", "old"),
    [
        *(((row, column), True) for row in (4, 10) for column in (2, 4)),
        *((place, False) for place in [(3, 2), (11, 4), (4, 1), (10, 5)]),
    ],
)
def test_a_result_is_old_where_a_cell_of_its_area_changed(
    changed: tuple[int, int], old: bool
) -> None:
    formulas = {("表", (1, 1)): looking("SUM(B4:D10)", "表")}
    assert stale(formulas, [("表", changed)]) == (set(formulas) if old else set())
    assert not stale(formulas, [("别的表", changed)])


@pytest.mark.parametrize(
    ("formula", "looked_at"),
    [("总表!B4+C1", "总表"), ("'总 表'!B4+C1", "总 表"), ("'总''表'!B4+C1", "总'表"), ("B4", "表")],
)
def test_a_result_is_old_where_a_cell_of_another_sheet_changed(
    formula: str, looked_at: str
) -> None:
    formulas = {("表", (1, 1)): looking(formula, "表")}
    assert stale(formulas, [(looked_at, (4, 2))]) == set(formulas)
    assert not stale(formulas, [("别的表", (4, 2))])


@pytest.mark.parametrize("formula", ["INDIRECT(A1)", "SUM(offset(A1,1,1))", "各项合计*2"])
def test_the_result_of_a_formula_that_may_look_anywhere_is_old(formula: str) -> None:
    formulas = {("表", (1, 1)): looking(formula, "表", ["各项合计"])}
    assert stale(formulas, [("别的表", (4, 2))]) == set(formulas)


@pytest.mark.parametrize("lock", ["~$2023.xlsx", ".~lock.2023.xlsx#", ".~2023.xlsx"])
def test_an_open_workbook_is_not_touched(book: Path, lock: str) -> None:
    book.with_name(lock).write_text("")
    with pytest.raises(InputProblem) as caught:
        enter(book, [entry("公开03表!E40", Decimal(5))])
    assert "打开" in str(caught.value)
    assert lock in str(caught.value)
    assert book.read_bytes() == REAL.read_bytes()
    assert len(list(book.parent.iterdir())) == 2


@pytest.mark.parametrize("what", ["replace", "fsync"])
def test_what_cannot_be_written_changes_nothing(
    book: Path, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "denied")

    target = Path if what == "replace" else __import__("os")
    monkeypatch.setattr(target, what, refuse)
    with pytest.raises(InputProblem) as caught:
        enter(book, [entry("公开03表!E40", Decimal(5))])
    assert "没有改动它" in str(caught.value)
    assert book.read_bytes() == REAL.read_bytes()
    assert list(book.parent.iterdir()) == [book]


def test_a_mistaken_entry_writes_nothing(book: Path) -> None:
    for wrong in ("没有的表!A1", "公开05表!B8"):  # B8 lies under the merged A8:C8
        with pytest.raises(ValueError, match=r"没有的表|B8"):
            enter(book, [entry("公开03表!E40", Decimal(5)), entry(wrong, "1")])
    assert book.read_bytes() == REAL.read_bytes()


# --- workbooks of other programs ---------------------------------------------------------------


def saved_by_libreoffice(folder: Path) -> Path:
    return saved(REAL, "xlsx", folder / "saved")


# The sheets whose formulas look at 公开05表 or 重点工作.
_LOOKING = ("年初预算", "科目解释", "填表说明", "上年数")


def test_a_workbook_saved_by_libreoffice(tmp_path: Path) -> None:
    path = saved_by_libreoffice(tmp_path)
    before, facts = parts(path), read_workbook(path).facts
    assert facts["general"]["total"]["total"].value == Decimal("2333700")
    found = enter(
        path,
        [
            entry("公开05表!E8", Decimal(1)),  # something else stands there
            entry("公开05表!F20", Decimal("7.5")),
            entry("公开05表!A20", "2100101"),
            entry("重点工作!A30", "新的一项"),
        ],
    )
    assert len(found.written) == 3
    assert len(found.differing) == 1
    after = parts(path)
    changed = {name for name in before if before[name] != after[name]}
    names = dict(re.findall(r'name="([^"]*)" sheetId="(\d+)"', before["xl/workbook.xml"].decode()))
    own = {f"xl/worksheets/sheet{names[name]}.xml" for name in ("公开05表", "重点工作")}
    looking = {f"xl/worksheets/sheet{names[name]}.xml" for name in _LOOKING}
    assert own <= changed <= own | looking | {"xl/workbook.xml"}
    # The formula beside the new cell had a result for the old ones: it is gone, not believed.
    sheet = looked_at(path, calculated=True)["公开05表"]
    assert (sheet["F20"].value, sheet["A20"].value, sheet["E20"].value) == (7.5, "2100101", None)
    kept, was = (
        openpyxl.load_workbook(path),
        openpyxl.load_workbook(io.BytesIO((found.backup or path).read_bytes())),
    )
    for old in (was["公开05表"], was["重点工作"], was["年初预算"]):  # the others are the same bytes
        new = kept[old.title]
        assert new.merged_cells.ranges == old.merged_cells.ranges
        assert str(new.data_validations.dataValidation) == str(old.data_validations.dataValidation)
        assert list(new.conditional_formatting) == list(old.conditional_formatting)
        assert {c: d.width for c, d in new.column_dimensions.items()} == {
            c: d.width for c, d in old.column_dimensions.items()
        }
        for row in old.iter_rows():
            for cell in row:
                twin = new[cell.coordinate]
                assert twin._style == cell._style
                if f"{old.title}!{cell.coordinate}" not in (
                    "公开05表!F20",
                    "公开05表!A20",
                    "重点工作!A30",
                ):
                    assert twin.value == cell.value
                assert (twin.comment and twin.comment.text) == (cell.comment and cell.comment.text)


def test_what_is_no_workbook_is_told(tmp_path: Path) -> None:
    path = tmp_path / "2023.xlsx"
    path.write_bytes(b"PK\x03\x04")
    with pytest.raises(InputProblem, match="不完整"):
        enter(path, [entry("公开03表!E40", Decimal(5))])
    with pytest.raises(InputProblem, match="没有这个文件"):
        enter(tmp_path / "x.xlsx", [entry("公开03表!E40", Decimal(5))])
